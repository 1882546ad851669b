"""How a draft asks who a name is: a function passed in, its candidates, and the question when it is not sure.

The article folder knows no authority file. Whoever drafts passes an :class:`Authority`; the command passes
the graph's own reconciliation, so that a draft and a reconciled table give a name the same identity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Candidate:
    """An identity that a name may have; ``sure`` when nothing but a person could be surer."""

    iri: str
    name: str
    score: float
    sure: bool = False


#: candidates below this share no more than letters with the name
WORTH_A_LOOK = 0.75

Match = Callable[[str, str, Mapping[str, str]], Sequence[Candidate]]
"""(name, kind of entity, what else is known) → candidates, best first; kind is actor, place, event or source."""


def _nobody(name: str, kind: str, context: Mapping[str, str]) -> Sequence[Candidate]:
    return ()


def _nothing(iri: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Authority:
    """What is known already: whom a name may mean, and which IRIs are taken. Without arguments it knows nothing."""

    match: Match = _nobody
    knows: Callable[[str], bool] = _nothing


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can answer: about which record, in one sentence, with the candidates where a name is meant."""

    about: str
    text: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Names:
    """One draft's dealings with the authority: each name is asked once, new IRIs never collide."""

    authority: Authority
    questions: list[Question] = field(default_factory=list)
    _asked: dict[tuple[str, str], tuple[Candidate, ...]] = field(default_factory=dict)
    _minted: dict[str, int] = field(default_factory=dict)
    _told: set[Question] = field(default_factory=set)

    def candidates(self, name: str, kind: str, **context: str) -> tuple[Candidate, ...]:
        """The candidates for a name, best first."""
        key = (kind, name)
        if key not in self._asked:
            self._asked[key] = tuple(self.authority.match(name, kind, context))
        return self._asked[key]

    def alike(self, name: str, kind: str, **context: str) -> tuple[Candidate, ...]:
        """The candidates that are worth a person's look."""
        return tuple(c for c in self.candidates(name, kind, **context) if c.score >= WORTH_A_LOOK)

    def sure(self, name: str, kind: str, **context: str) -> Candidate | None:
        """The one identity that a name surely has; two sure ones are homonyms, and nobody's choice."""
        certain = [c for c in self.candidates(name, kind, **context) if c.sure]
        return certain[0] if len(certain) == 1 else None

    def mint(self, iri: str) -> str:
        """The IRI, with a number behind it when it is taken by something that may be another thing."""
        number = self._minted.get(iri, 0) + 1
        free = iri if number == 1 else f"{iri}-{number}"
        while free in self._minted or self.authority.knows(free):
            number += 1
            free = f"{iri}-{number}"
        self._minted[iri] = number
        self._minted.setdefault(free, 1)
        return free

    def ask(self, about: str, text: str, candidates: Sequence[Candidate] = ()) -> None:
        """Take note of a question, once."""
        question = Question(about, text, tuple(candidates))
        if question not in self._told:
            self._told.add(question)
            self.questions.append(question)

"""A name and what is known about it → ranked candidates, each with its score, its reasons and a decision.

A score belongs to one query and one candidate: it says how alike the spellings are (see
:mod:`~claimgraph.reconcile.similarity`), moved by what the context confirms or denies, and never depends on
which other candidates there are. Only ``match`` looks at the rivals: it is set when one candidate is clear.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from claimgraph.model.names import LONGEST, Forms, acronyms, fold, looks_like_acronym
from claimgraph.reconcile.entities import Entity, Label, identifier_key
from claimgraph.reconcile.index import Index
from claimgraph.reconcile.lexicon import words
from claimgraph.reconcile.similarity import BARE, SAME, SAME_INITIALS, SAME_WORDS, Likeness, likeness

DEFAULT_LIMIT, MOST_CANDIDATES = 10, 50
#: How many spellings an index hands over for comparison, and the score below which a candidate is dropped.
_COMPARED = 150
_WEAKEST = 40.0
#: A name as good as the same, and the lead that it must have over the next entity.
_CERTAIN, _CERTAIN_LEAD = 96.0, 2.0
#: A misspelling that is let through: one letter in eight at most, and no other name near.
_LIKELY, _LIKELY_LEAD, _LETTERS_PER_EDIT = 86.5, 9.0, 8
#: With nothing else anywhere near, one letter in six.
_FAR_LEAD, _LETTERS_PER_EDIT_FAR, _LIKELY_FAR = 18.0, 6, 82.0
_ARABIC_LIKELY = 89.0
_CONFIRMED_GAIN, _DENIED_LOSS, _WRONG_KIND_LOSS = 0.3, 18.0, 12.0
_READING = re.compile(r"^(?P<head>[^,،;(（]{2,}?)\s*(?:[,،;]\s*|[(（]\s*)(?P<context>[^)）]+)[)）]?\s*$")
#: Types that are only searched when they are asked for: their titles repeat the names of everything else.
_ON_REQUEST = frozenset({"Source"})


@dataclass(frozen=True, slots=True)
class Condition:
    """A value that a property of the candidate should have; ``quantifier`` is any, all or none of the values."""

    property: str
    values: tuple[object, ...]
    required: bool = False
    quantifier: str = "any"
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: a name, an id, conditions, or several of these."""

    name: str = ""
    types: tuple[str, ...] = ()
    all_types: bool = False
    conditions: tuple[Condition, ...] = ()
    limit: int = DEFAULT_LIMIT
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. ``label`` is the spelling that was nearest, ``features`` what the score was made of."""

    entity: Entity
    score: float
    label: Label
    match: bool = False
    features: dict[str, float | bool] = field(default_factory=dict)
    why: str = ""


#: How far a candidate satisfies a condition: 1 yes, 0 no, ``None`` when the graph does not say.
Agreement = Callable[[Entity, Condition], float | None]


class Matcher:
    """Ranks what an index finds. ``agreement`` judges conditions; without it they are not judged."""

    def __init__(self, index: Index, agreement: Agreement | None = None) -> None:
        self.index = index
        self._agreement = agreement or (lambda entity, condition: None)

    def candidates(self, query: Query) -> list[Candidate]:
        """The best candidates, best first; never raises for what a query says."""
        name = query.name.strip()[:LONGEST]
        found = self._identified(name, query) or self._named(name, query)
        judged = [better for candidate in found if (better := self._judge(candidate, query))]
        ranked = sorted(judged, key=lambda c: _rank(c, name))
        decided = _decide(ranked)
        return decided[: max(1, min(query.limit, MOST_CANDIDATES))]

    def _identified(self, name: str, query: Query) -> list[Candidate]:
        """Candidates that are named by an identifier: ours, a QID, a GeoNames number, a Wikipedia address."""
        keys = [key for key in (name, *query.ids) if key]
        numbers = dict.fromkeys(n for key in keys for n in self.index.identified(identifier_key(key) or key))
        found = []
        for entity in map(self.index.entity, numbers):
            sure = any(key in (entity.id, *entity.identifiers) for key in (identifier_key(k) or k for k in keys))
            if _is(entity, query):
                score = SAME if sure else SAME_WORDS - 2
                found.append(Candidate(entity, score, entity.labels[0], features={"identifier": True, "name": score}))
        return found

    def _named(self, name: str, query: Query) -> list[Candidate]:
        if not name:
            return self._by_conditions(query)
        best: dict[int, Candidate] = {}
        for text, context in _readings(name):
            self._read(text, context, query, best)
            if not context and any(c.score >= SAME_WORDS for c in best.values()):
                break  # the whole name is somebody's: no need to take it apart
        return [candidate for candidate in best.values() if candidate.score >= _WEAKEST]

    def _read(self, text: str, context: str, query: Query, best: dict[int, Candidate]) -> None:
        """Compare one reading of the name with what the index finds; the better reading of an entity stays."""
        forms = Forms.of(text)
        alike: dict[int, tuple[Likeness, Label]] = {}
        for spelling in self.index.spellings(forms, query.types, _COMPARED):
            measure = likeness(forms, spelling.forms)
            known = alike.get(spelling.entity)
            if known is None or _stronger(measure, spelling.label, known):
                alike[spelling.entity] = (measure, spelling.label)
        for number in self._by_initials(text):
            measure = alike.get(number, (None, None))[0]
            if measure is None or measure.score < SAME_INITIALS:
                alike[number] = (Likeness(SAME_INITIALS, 0.0, 0.0, 0.0, 0), self.index.entity(number).labels[0])
        for number, (measure, label) in _strongest(alike, query.limit + 10):
            entity = self.index.entity(number)
            if _is(entity, query):
                candidate = _candidate(entity, forms, label, measure, context)
                if not set(query.types) & set(words(fold(entity.name)).kinds):
                    candidate = _with_seat(candidate, forms)
                if number not in best or candidate.score > best[number].score:
                    best[number] = candidate

    def _by_initials(self, text: str) -> Sequence[int]:
        if looks_like_acronym(text):
            return self.index.initialled(fold(text).replace(" ", ""))
        return [n for acronym in acronyms(text) for n in self.index.initialled(acronym)] if len(text.split()) > 3 else ()

    def _by_conditions(self, query: Query) -> list[Candidate]:
        """Without a name: everything that satisfies at least one condition, if the index is small enough to look."""
        found = []
        for entity in map(self.index.entity, self.index.everything() if query.conditions else ()):
            told = [self._agreement(entity, condition) for condition in query.conditions]
            if _is(entity, query) and any(told):
                score = 100.0 * sum(agreed or 0.0 for agreed in told) / len(told)
                found.append(Candidate(entity, score, entity.labels[0], features={"conditions": score}))
        return found

    def _judge(self, candidate: Candidate, query: Query) -> Candidate | None:
        """The candidate after its conditions; ``None`` when it fails a required one."""
        agreed = [(c, self._agreement(candidate.entity, c)) for c in query.conditions]
        if any(condition.required and not told for condition, told in agreed):
            return None
        told = [agreement for _, agreement in agreed if agreement is not None]
        if not told or "conditions" in candidate.features:
            return candidate
        wide = candidate.entity.wide
        telling = any(met and not all(names_any(str(v), wide) for v in _names(c.values)) for c, met in agreed)
        return _moved(candidate, sum(told) / len(told), telling)


def _names(values: Sequence[object]) -> list[object]:
    """Given values as text: an entity that was reconciled before speaks by its name."""
    return [value.get("name") or value.get("id") if isinstance(value, dict) else value for value in values]


def _moved(candidate: Candidate, agreement: float, telling: bool = True) -> Candidate:
    """The candidate with its score moved towards 100 by what agrees, down by what does not.

    ``telling`` is whether what agrees tells it from a namesake: a country does not.
    """
    gain = _CONFIRMED_GAIN * (100.0 - candidate.score) * agreement
    score = max(0.0, candidate.score + gain - _DENIED_LOSS * (1 - agreement))
    features = {**candidate.features, "context": round(100 * agreement, 1), "telling": telling}
    return replace(candidate, score=score, features=features)


def _readings(name: str) -> list[tuple[str, str]]:
    """The name as it stands, then as "name, context" or "name (context)", then in another country's Arabic spelling.

    >>> _readings("Koumara (Macina)")
    [('Koumara (Macina)', ''), ('Koumara', 'Macina')]
    """
    match = _READING.match(name)
    found = [(name, "")] + ([(match["head"].strip(), match["context"].strip())] if match else [])
    # Egyptian and Gulf papers write g as ج, which is j elsewhere: سيجو is Ségou.
    return found + [(text.replace("ج", "غ"), context) for text, context in found if "ج" in text]


def _stronger(measure: Likeness, label: Label, known: tuple[Likeness, Label]) -> bool:
    if measure.score != known[0].score:
        return measure.score > known[0].score
    return label.kind == "pref" and known[1].kind != "pref"


def _strongest(alike: dict[int, tuple[Likeness, Label]], count: int) -> list[tuple[int, tuple[Likeness, Label]]]:
    """Only these are worth reading from disk: context moves a score by 18 at most, seldom past ten others."""
    return sorted(alike.items(), key=lambda item: -item[1][0].score)[:count]


def _is(entity: Entity, query: Query) -> bool:
    if not query.types:
        return not (_ON_REQUEST & set(entity.types))
    return all(t in entity.types for t in query.types) if query.all_types else any(t in entity.types for t in query.types)


def _candidate(entity: Entity, forms: Forms, label: Label, measure: Likeness, context: str) -> Candidate:
    score, kinds = measure.score, words(forms.fold).kinds
    right_kind = any(kind in entity.types for kind in kinds)
    if kinds and entity.types and not right_kind and not _same_letters(forms, label):
        score -= _WRONG_KIND_LOSS
    elif kinds and right_kind and score == BARE:
        score = SAME_WORDS - 1  # "village de Koumara" names the village Koumara
    features: dict[str, float | bool] = {
        "name": round(score, 1), "letters": round(measure.letters, 1), "sound": round(measure.sound, 1),
        "words": round(measure.words, 1), "edits": measure.edits, "length": len(forms.joined),
        "preferred_label": label.kind == "pref", "homonyms": entity.homonyms,
        "digits": _digits(forms.fold) == _digits(fold(label.text)), "arabic": forms.script == "arabic",
    }  # fmt: skip
    candidate = Candidate(entity, score, label, features=features)
    return _in_context(candidate, context) if context else candidate


def _with_seat(candidate: Candidate, forms: Forms) -> Candidate:
    """"Ségou" is the name of a region by its own other label, and of the town that everybody means by it."""
    entity, kinds = candidate.entity, words(fold(candidate.entity.name)).kinds
    area = "Place" in entity.types and any(kind in entity.types for kind in kinds) and not words(forms.fold).kinds
    return replace(candidate, features={**candidate.features, "seat": True}) if area else candidate


def _same_letters(forms: Forms, label: Label) -> bool:
    return forms.fold == fold(label.text)


def _digits(folded: str) -> list[str]:
    return re.findall(r"\d+", folded)


def _in_context(candidate: Candidate, context: str) -> Candidate:
    """The context told with the name: a container, or a word for what it is; unknown when there is nothing to compare."""
    entity = candidate.entity
    said = words(fold(context))
    if said.kinds and not said.bare or any(kind.lower() == said.concepts for kind in entity.types):
        return _moved(candidate, float(any(kind in entity.types for kind in said.kinds) or not said.kinds), telling=False)
    if names_any(context, [label.text for label in entity.labels]):  # "Forces armées maliennes (FAMa)"
        return _moved(candidate, 1.0, telling=False)
    if not entity.context:  # nothing to compare with: "Wagner (compositeur)" may be somebody else
        return replace(candidate, score=candidate.score - 3.0, features={**candidate.features, "context": 0.0})
    return _moved(candidate, float(names_any(context, entity.context)), not names_any(context, entity.wide))


def names_any(text: str, names: Collection[str]) -> bool:
    """Whether a text is one of these names, small misspellings and kind words apart.

    >>> names_any("cercle de Tenenkou", ["Ténenkou Cercle"]), names_any("Dioïla", ["Macina Cercle", "Mali"])
    (True, False)
    """
    parts = [Forms.of(part) for part in re.split(r"[,;،]", text) if part.strip()]
    labels = [Forms.of(name) for name in names]
    return bool(parts) and all(any(likeness(part, label).score >= 88 for label in labels) for part in parts)


def _rank(candidate: Candidate, name: str) -> tuple[object, ...]:
    """Score first; then whose own name it is, weight, places, preferred labels, and how widely it is known by labels."""
    entity = candidate.entity
    return (
        -candidate.score, fold(entity.name) != fold(name), -entity.weight, "Place" not in entity.types,
        not candidate.features.get("preferred_label", True), -len(entity.labels), entity.id,
    )  # fmt: skip


def _decide(ranked: list[Candidate]) -> list[Candidate]:
    """Set ``match`` on the first candidate if it is clear, and say why, or why not."""
    if not ranked:
        return []
    first, lead = ranked[0], ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    matched, why = _verdict(first, lead)
    features = {**first.features, "lead": round(lead, 1)}
    others = [replace(c, why="another candidate is nearer" if lead else "as near as the first") for c in ranked[1:]]
    return [replace(first, match=matched, why=why, features=features), *others]


def _verdict(first: Candidate, lead: float) -> tuple[bool, str]:
    told = first.features
    confirmed = told.get("context") == 100.0 and told.get("telling", False)
    checks = (
        (told.get("identifier", False) and lead > 0, True, "named by its identifier"),
        (lead < _CERTAIN_LEAD, False, "a rival is as near"),
        (told.get("context", 100.0) < 50.0, False, "the context speaks against it"),
        (bool(first.entity.homonyms) and not confirmed, False, "namesakes exist elsewhere and nothing confirms the place"),
        (told.get("seat", False) and not confirmed, False, "its chief town bears the name too, and nothing says which is meant"),
        (not told.get("digits", True), False, "the numbers differ"),
        (told.get("name", first.score) >= _CERTAIN, True, "the same name, and nobody else's"),
        (lead >= _LIKELY_LEAD and _misspelt(told, lead), True, "one letter in eight at most differs, and no other name is near"),
    )
    return next(((matched, why) for holds, matched, why in checks if holds), (False, "too far from the name to be sure"))


def _misspelt(told: dict[str, float | bool], lead: float) -> bool:
    name, edits, length = (told.get(key, 0) for key in ("name", "edits", "length"))
    if told.get("arabic") and name >= _ARABIC_LIKELY:
        return length >= 5
    if lead >= _FAR_LEAD:
        return name >= _LIKELY_FAR and edits <= length // _LETTERS_PER_EDIT_FAR
    return name >= _LIKELY and edits <= length // _LETTERS_PER_EDIT


def match_names(index: Index, name: str, kind: str | None = None, context: Sequence[str] = ()) -> list[Candidate]:
    """Candidates for one name: ``kind`` is a type id (Place, Actor, Event, …), ``context`` names of places that contain it.

    This is the plain function that drafting uses; the service adds conditions on properties.
    """
    within = Condition("containedIn", tuple(context))

    def agreement(entity: Entity, condition: Condition) -> float | None:
        return float(any(names_any(str(value), entity.context) for value in condition.values)) if entity.context else None

    conditions = (within,) if context else ()
    return Matcher(index, agreement).candidates(Query(name, (kind,) if kind else (), conditions=conditions))

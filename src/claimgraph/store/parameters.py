"""The parameters of a ready-made query: their kinds, and text from outside → RDF terms.

This is the one place where a value that a user gave becomes SPARQL: as the serialisation of a term
object, which escapes whatever it holds. Nothing else may put a value into a query's text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from claimgraph.errors import Misuse
from claimgraph.terms import PREFIXES, XSD


def read_iri(value: str) -> NamedNode:
    """A CURIE of a known prefix, or a full http(s) or urn IRI, with or without angle brackets.

    >>> read_iri("place:dia").value
    'https://w3id.org/claimgraph/id/place/dia'
    """
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    prefix, _, local = bare.partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        return NamedNode(PREFIXES[prefix] + local)
    if not re.match(r"(https?://|urn:)", bare):
        raise ValueError("not an IRI, nor a name with one of our prefixes such as event:… or place:…")
    return NamedNode(bare)


def _typed(pattern: str, datatype: NamedNode, what: str) -> Callable[[str], Literal]:
    def read(value: str) -> Literal:
        if not re.fullmatch(pattern, value, re.ASCII):
            raise ValueError(f"not {what}")
        return Literal(value, datatype=datatype)

    return read


def read_date(value: str) -> Literal:
    """A day written ``YYYY-MM-DD``, as text: queries compare ``STR(?date)``, which every engine can."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise ValueError("not a day written YYYY-MM-DD")
    date.fromisoformat(value)
    return Literal(value, datatype=XSD.date)


#: the ending of a parameter's variable → how its value is read
KINDS: dict[str, Callable[[str], NamedNode | Literal]] = {
    "iri": read_iri,
    "literal": Literal,
    "integer": _typed(r"[+-]?\d{1,15}", XSD.integer, "a whole number"),
    "decimal": _typed(r"[+-]?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})", XSD.decimal, "a number"),
    "date": read_date,
}


@dataclass(frozen=True)
class Parameter:
    """One value a query can be asked with; ``default`` None and not required means *any*."""

    name: str
    kind: str
    default: str | None
    required: bool
    label: str
    choices: tuple[str, ...] = ()
    example: str | None = None

    @staticmethod
    def name_of(variable: str) -> str:
        """The name in forms and on the command line: ``_event_iri`` → ``event``."""
        return variable.rpartition("_")[0].strip("_").replace("_", "-")

    @property
    def variable(self) -> str:
        """The SPARQL variable without its question mark."""
        return f"_{self.name.replace('-', '_')}_{self.kind}"

    def term(self, value: str) -> NamedNode | Literal:
        """``value`` as a term of this parameter's kind; raises :class:`Misuse` when it is none."""
        if self.choices and value not in self.choices:
            raise Misuse(f"{self.name}={value}: not one of {', '.join(self.choices)}")
        try:
            return KINDS[self.kind](value)
        except ValueError as error:
            raise Misuse(f"{self.name}={value}: {error}") from error

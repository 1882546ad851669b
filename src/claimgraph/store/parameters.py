"""The parameters of a ready-made query: their kinds, and text from outside → RDF terms.

This is the one place where a value that a user gave becomes SPARQL: as the serialisation of a term
object, which escapes whatever it holds. Nothing else may put a value into a query's text.
"""

from __future__ import annotations

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
    if not bare.startswith(("http://", "https://", "urn:")):
        raise ValueError("not an IRI, nor a name with one of our prefixes such as event:… or place:…")
    return NamedNode(bare)


def _digits(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= most


def read_integer(value: str) -> Literal:
    """A whole number of at most 15 digits."""
    if not _digits(value.removeprefix("-"), 15):
        raise ValueError("not a whole number")
    return Literal(value, datatype=XSD.integer)


def read_decimal(value: str) -> Literal:
    """A number such as ``-5.02``, with at most 12 digits on each side of its point."""
    whole, point, fraction = value.removeprefix("-").partition(".")
    if not _digits(whole or "0", 12) or not _digits(fraction or "0", 12) or not (whole or fraction) or (point and not fraction):
        raise ValueError("not a number")
    return Literal(value, datatype=XSD.decimal)


def read_date(value: str) -> Literal:
    """A day written ``YYYY-MM-DD``; the queries compare its text, which every engine can."""
    from datetime import date

    if len(value) != 10 or not _digits(value.replace("-", ""), 8):
        raise ValueError("not a day written YYYY-MM-DD")
    return Literal(date.fromisoformat(value).isoformat(), datatype=XSD.date)


#: the ending of a parameter's variable → how its value is read
KINDS = {"iri": read_iri, "literal": Literal, "integer": read_integer, "decimal": read_decimal, "date": read_date}


class Parameter:
    """One value a query can be asked with; ``default`` None and not required means *any*.

    ``choices`` are the only values it takes, if there are any; ``example`` is one that gives rows.
    """

    def __init__(
        self, name: str, kind: str, default: str | None, required: bool, label: str,
        choices: tuple[str, ...] = (), example: str | None = None,
    ) -> None:  # fmt: skip
        self.name, self.kind, self.default, self.required, self.label = name, kind, default, required, label
        self.choices, self.example = choices, example

    @staticmethod
    def name_of(variable: str) -> str | None:
        """The name in forms and on the command line, ``event`` of ``_event_iri``; None for any other variable."""
        head, _, kind = variable.rpartition("_")
        return head[1:].replace("_", "-") if kind in KINDS and head.startswith("_") and len(head) > 1 else None

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

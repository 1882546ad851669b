"""Values of literals, and their order, as pySHACL's library has them.

The findings of two engines agree only if "2023-02-31"^^xsd:date is ill-typed for both and if both order
an integer and a decimal in the same way. The corners (two datatypes that cannot be compared are ordered
by their IRIs; an ill-typed literal cannot be compared at all) are rdflib's, held equal by a test over
all pairs of a table of literals.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from pyoxigraph import Literal

from claimgraph.graph.shacl.vocabulary import Unsupported
from claimgraph.terms import RDF, XSD

Value = str | int | float | bool | Decimal | date | datetime | time | None
STRING = XSD.string.value
LANG_STRING = RDF.langString.value
_ZONE = re.compile(r"([+-]\d\d:\d\d)$")


class Incomparable(Exception):
    """Two literals of which nobody can say whether they are the same value."""


def _date(lexical: str) -> date:
    """xsd:date as rdflib reads it: ISO 8601, the time zone dropped."""
    day = _ZONE.sub("", lexical.removesuffix("Z").removesuffix("z").split("T")[0])
    if "-" not in day:
        raise ValueError(lexical)
    return date.fromisoformat(day)


def _boolean(lexical: str) -> bool:
    return lexical.lower() in ("true", "1")


def _unsupported(lexical: str) -> Value:
    raise Unsupported("durations, binary data and markup as values")


_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None), "long": (None, None), "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None), "positiveInteger": (1, None), "unsignedLong": (0, None),
    "int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1), "byte": (-128, 127),
    "unsignedInt": (0, 2**32 - 1), "unsignedShort": (0, 2**16 - 1), "unsignedByte": (0, 255),
}  # fmt: skip
_READERS: dict[str, Callable[[str], Value]] = {
    STRING: str,
    LANG_STRING: str,
    **{XSD.iri + name: str for name in ("normalizedString", "token", "language", "anyURI")},
    **{XSD.iri + name: int for name in _INTEGERS},
    XSD.iri + "decimal": Decimal,
    XSD.iri + "float": float,
    XSD.iri + "double": float,
    XSD.iri + "boolean": _boolean,
    XSD.iri + "date": _date,
    XSD.iri + "dateTime": datetime.fromisoformat,
    XSD.iri + "time": time.fromisoformat,
    **{XSD.iri + name: _unsupported for name in ("duration", "dayTimeDuration", "yearMonthDuration", "hexBinary", "base64Binary")},
    **{RDF.iri + name: _unsupported for name in ("XMLLiteral", "HTML")},
}
_BOUNDS = {XSD.iri + name: bounds for name, bounds in _INTEGERS.items() if bounds != (None, None)}
_NUMERIC = {XSD.iri + name for name in (*_INTEGERS, "decimal", "float", "double")}


@lru_cache(maxsize=8192)
def value_of(literal: Literal) -> tuple[Value, bool]:
    """The literal's value (None where there is none) and whether it is ill-typed."""
    datatype = literal.datatype.value
    reader = _READERS.get(datatype)
    if reader is None:
        return None, False
    try:
        value = reader(literal.value)
    except (ValueError, ArithmeticError):
        return None, True
    return value, _out_of_bounds(datatype, literal.value, value)


def _out_of_bounds(datatype: str, lexical: str, value: Value) -> bool:
    if datatype == XSD.boolean.value:
        return lexical not in ("true", "false", "1", "0")
    low, high = _BOUNDS.get(datatype, (None, None))
    return isinstance(value, int) and ((low is not None and value < low) or (high is not None and value > high))


_KINDS: dict[str, type] = {
    STRING: str, LANG_STRING: str, XSD.iri + "integer": int, XSD.iri + "float": float, XSD.iri + "decimal": Decimal,
    XSD.iri + "boolean": bool, XSD.iri + "date": date, XSD.iri + "time": time, XSD.iri + "dateTime": datetime,
}  # fmt: skip


def has_datatype(literal: Literal, datatype: str) -> bool:
    """Whether the literal is of the datatype and well-formed for it."""
    if literal.datatype.value != datatype:
        return datatype == RDFS_LITERAL or (datatype == RDFS_DATATYPE and literal.datatype.value not in (STRING, LANG_STRING))
    value, ill_typed = value_of(literal)
    return not ill_typed and isinstance(value, _KINDS.get(datatype, object))


def takes_any_text(datatype: str) -> bool:
    """Whether no literal of the datatype is ill-typed, so that the datatype's name is all there is to compare."""
    return datatype not in (RDFS_LITERAL, RDFS_DATATYPE) and _READERS.get(datatype, str) is str


RDFS_LITERAL = "http://www.w3.org/2000/01/rdf-schema#Literal"
RDFS_DATATYPE = "http://www.w3.org/2000/01/rdf-schema#Datatype"


def _datatype(literal: Literal) -> str:
    return STRING if literal.language else literal.datatype.value


def equal(a: Literal, b: Literal) -> bool:
    """Whether the two have the same value; raises :class:`Incomparable`."""
    (x, x_ill), (y, y_ill) = value_of(a), value_of(b)
    if _datatype(a) in _NUMERIC and _datatype(b) in _NUMERIC and not x_ill and not y_ill:
        return x == y
    if (a.language or "").lower() != (b.language or "").lower() or _datatype(a) != _datatype(b):
        return False
    if x is not None and y is not None:
        return x == y
    if a.value == b.value:
        return True
    raise Incomparable


def greater(a: Literal, b: Literal) -> bool:
    """Whether ``a`` comes after ``b``: by value, else by datatype, language, lexical form."""
    (x, x_ill), (y, y_ill) = value_of(a), value_of(b)
    if _datatype(a) in _NUMERIC and _datatype(b) in _NUMERIC and not x_ill and not y_ill:
        return x > y  # type: ignore[operator]
    if _datatype(a) != _datatype(b):
        return _datatype(a) > _datatype(b)
    if a.language != b.language:
        return bool(a.language) and (not b.language or a.language > b.language)
    if x is not None and y is not None:
        return _order(x) > _order(y)
    return a.value > b.value


def _order(value: Value) -> object:
    """Times with a zone after times without one, as they have no common order."""
    if isinstance(value, datetime | time):
        return (value.tzinfo is not None, value)
    return value


def compare(a: Literal, b: Literal) -> int:
    """-1, 0 or 1; raises :class:`Incomparable`."""
    if equal(a, b):
        return 0
    x, y = value_of(a)[0], value_of(b)[0]
    if isinstance(x, datetime | time):
        try:
            return 1 if x > y else -1  # type: ignore[operator]
        except TypeError:
            raise Incomparable from None
    return 1 if greater(a, b) else -1


def less(a: Literal, b: Literal, or_equal: bool = False) -> bool:
    """``a < b`` (or ``a <= b``), as pySHACL's sh:lessThan asks it."""
    try:
        same = equal(a, b)
    except Incomparable:
        return True if or_equal and not greater(a, b) else greater(b, a)
    return same if same and or_equal else not same and not greater(a, b)


def is_string(literal: Literal) -> bool:
    """Whether the value is text, with or without a language."""
    return isinstance(value_of(literal)[0], str)

"""JSON without the ``json`` module, whose import takes as long as Python's own start.

Reading is for texts whose strings hold no escape, as those of a JSON-LD context; any other text, and
any mistake, goes to ``json``, which knows them all. Writing is complete for what JSON has but fractions.
RFC 8259.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_WORDS = {"true": True, "false": False, "null": None}
_SPACED = {ord(sign): f" {sign} " for sign in "{}[],:"}
_CONTROLS = {code: f"\\u{code:04x}" for code in range(0x20)}
_ESCAPES = _CONTROLS | {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


def read(text: str) -> Any:
    """What JSON text says; raises ``ValueError`` as ``json.loads`` does.

    >>> read('{"a": [1.1, true, "b"]}')
    {'a': [1.1, True, 'b']}
    """
    if "\\" not in text:
        try:
            parts = _parts(text)
            value = _value(_next(parts), parts)
            if next(parts, None) is None:
                return value
        except (ValueError, RecursionError):
            pass  # the other reader says what is wrong, and where
    import json

    return json.loads(text)


def _parts(text: str) -> Iterator[str]:
    """Signs, bare words, and strings with their first quotation mark; every second piece is inside quotation marks."""
    pieces = text.split('"')
    if len(pieces) % 2 == 0:
        raise ValueError("a string without an end")
    for number, piece in enumerate(pieces):
        if number % 2:
            if not piece.isprintable():
                raise ValueError("a control character in a string")
            yield '"' + piece
        else:
            yield from piece.translate(_SPACED).split()


def _value(first: str, parts: Iterator[str]) -> Any:
    if first[0] == '"':
        return first[1:]
    if first == "{":
        return dict(_members(parts, "}"))
    if first == "[":
        return [value for _, value in _members(parts, "]")]
    return _WORDS[first] if first in _WORDS else _number(first)


def _members(parts: Iterator[str], end: str) -> Iterator[tuple[str, Any]]:
    """The members of an object or array up to its ``end``; those of an array have no name."""
    part = _next(parts)
    while part != end:
        name = ""
        if end == "}":
            name = part[1:] if part[0] == '"' else _wrong(part)
            if (colon := _next(parts)) != ":":
                _wrong(colon)
            part = _next(parts)
        yield name, _value(part, parts)
        part = _next(parts)
        if part == ",":
            part = _next(parts)
            if part == end:
                _wrong(part)
        elif part != end:
            _wrong(part)


def _number(word: str) -> int | float:
    whole, point, fraction = word.removeprefix("-").partition(".")
    if not (whole.isascii() and whole.isdigit() and (whole == "0" or whole[0] != "0") and (fraction.isascii() and fraction.isdigit() or not point)):
        _wrong(word)
    return float(word) if point else int(word)


def _next(parts: Iterator[str]) -> str:
    return next(parts, "") or _wrong("end")


def _wrong(part: str) -> str:
    raise ValueError(f"unexpected {part}")


def written(value: Any, indent: str = "") -> str:
    """A value as JSON, a member a line, one space deeper at each level; text as it is, not as ``\\u`` escapes.

    >>> print(written({"a": ["é", 1], "b": {}}))
    {
     "a": [
      "é",
      1
     ],
     "b": {}
    }
    """
    if isinstance(value, str):
        return quoted(value)
    deeper = indent + " "
    if isinstance(value, dict):
        members = [f"{quoted(name)}: {written(each, deeper)}" for name, each in value.items()]
        marks = "{}"
    elif isinstance(value, (list, tuple)):
        members, marks = [written(each, deeper) for each in value], "[]"
    else:
        return "null" if value is None else str(value).lower()  # True and False; a number has no capitals
    return marks if not members else f"{marks[0]}\n{deeper}" + f",\n{deeper}".join(members) + f"\n{indent}{marks[1]}"


def quoted(text: str) -> str:
    """A JSON string."""
    plain = text.isprintable() and '"' not in text and "\\" not in text
    return f'"{text}"' if plain else f'"{text.translate(_ESCAPES)}"'

"""Values of extension columns, and the settings a user may give to a column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.reconcile.entities import Entity, entity_id
from claimgraph.reconcile.facts import Facts

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_WKT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
Value = dict[str, object]
#: A cell that must stay blank so that the columns beside it keep their rows.
UNKNOWN: Value = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a column is to be filled; every client sends other types for the same thing, so reading is liberal.

    >>> Settings.read({"limit": "2", "latest": "on", "claimant": {"id": "actor.jnim"}}).limit
    2
    """

    claimant: str = ""
    side: str = ""
    latest: bool = False
    parts: bool = True
    count: bool = False
    limit: int = 0
    languages: tuple[str, ...] = ("en",)

    @classmethod
    def read(cls, given: object, languages: tuple[str, ...] = ("en",)) -> "Settings":
        """Settings from a request; what cannot be understood keeps its default."""
        told = given if isinstance(given, Mapping) else {}
        language = _word(told.get("lang")).lower()
        return cls(
            claimant=_word(told.get("claimant")),
            side=_word(told.get("side")),
            latest=_flag(told.get("latest"), False),
            parts=_flag(told.get("parts"), True),
            count=_flag(told.get("count"), False),
            limit=_number(told.get("limit")),
            languages=((language,) if re.fullmatch(r"[a-z]{2,3}", language) else ()) + languages,
        )


def _word(value: object) -> str:
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("name")
    return str(value).strip()[:200] if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _flag(value: object, default: bool) -> bool:
    if isinstance(value, str):
        return {"true": True, "on": True, "1": True, "yes": True, "false": False, "off": False, "0": False, "no": False, "": default}.get(value.lower(), default)
    return bool(value) if isinstance(value, bool | int) else default


def _number(value: object) -> int:
    try:
        return max(0, min(int(float(str(value))), 1000)) if value is not None else 0
    except (ValueError, OverflowError):
        return 0


@dataclass(frozen=True, slots=True)
class Look:
    """One entity under one column's settings; ``node`` and ``facts`` are missing for gazetteers without a graph."""

    entity: Entity
    settings: Settings
    facts: Facts | None = None
    node: NamedNode | None = None

    def named(self, node: NamedNode) -> Value:
        """A cell that names another entity, in the reader's language."""
        assert self.facts
        return {"id": entity_id(node.value), "name": self.facts.label(node, self.settings.languages)}


def text(value: str) -> list[Value]:
    """A text cell, or none."""
    return [{"str": value}] if value else []


def when(told: str) -> list[Value]:
    """A date cell: a day becomes a date, a month or an interval stays the text that was told.

    >>> when("2023-01-10"), when("2023-01")
    ([{'date': '2023-01-10T00:00:00Z'}], [{'str': '2023-01'}])
    """
    return [{"date": f"{told}T00:00:00Z"}] if _DAY.fullmatch(told) else text(told)


def point(wkt: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees of a WKT point, whose own order is longitude first.

    >>> point("POINT(-4.96192 14.34865)")
    (14.34865, -4.96192)
    """
    match = _WKT.fullmatch(wkt.strip())
    return (float(match[2]), float(match[1])) if match else None

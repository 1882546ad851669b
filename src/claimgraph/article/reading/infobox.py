"""The two boxes of the genre, military conflict and civilian attack, under one set of field names.

Template parameters (``combatant1``, ``fatalities``) and the labels that a reader sees ("Belligerents",
"Deaths") lead to the same canonical names, so that nothing after the readers knows the form of the copy.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from claimgraph.article.text import Infobox, InfoboxField, Kind, Line

#: canonical name → (template parameters without their number, labels of the rendered box)
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "title": (("conflict", "title", "name"), ()),
    "partof": (("partof", "part_of", "part of"), ("Part of",)),
    "date": (("date", "dates"), ("Date", "Dates")),
    "place": (("place", "location"), ("Location", "Locations", "Place")),
    "coordinates": (("coordinates", "coord"), ("Coordinates",)),
    "result": (("result", "outcome"), ("Result", "Outcome")),
    "status": (("status",), ("Status",)),
    "territory": (("territory",), ("Territorial changes", "Territorial\nchanges")),
    "belligerents": (("combatant", "combatants", "belligerents"), ("Belligerents", "Parties")),
    "commanders": (("commander", "commanders", "commanded_by"), ("Commanders and leaders", "Commanders", "Commanded by")),
    "units": (("units", "unit"), ("Units involved",)),
    "strength": (("strength", "numparts"), ("Strength", "No. of participants", "Number of participants", "No. of perpetrators")),
    "casualties": (("casualties", "casualty"), ("Casualties and losses", "Casualties")),
    "deaths": (("fatalities", "deaths", "killed", "casualties_fatal"), ("Deaths", "Fatalities", "Killed")),
    "injuries": (("injuries", "injured", "wounded"), ("Injured", "Injuries", "Non-fatal injuries", "Wounded")),
    "missing": (("missing",), ("Missing",)),
    "captured": (("captured", "hostages"), ("Captured", "Hostages", "Captives")),
    "victims": (("victims", "victim"), ("Victims", "Victim")),
    "perpetrators": (
        ("perpetrators", "perpetrator", "perps", "perp", "executed_by", "assailants", "assailant"),
        ("Perpetrators", "Perpetrator", "Perpetrator(s)", "Executed by", "Assailants", "Assailant"),
    ),
    "target": (("target", "objective"), ("Target", "Objective")),
    "attack-type": (("type", "attack_type"), ("Attack type", "Type")),
    "weapons": (("weapons", "weapon"), ("Weapons", "Weapon")),
    "motive": (("motive",), ("Motive",)),
    "defenders": (("dfens", "defenders"), ("Defenders", "Defender")),
    "time": (("time", "timezone"), ("Time",)),
    "planned": (("planned_by",), ("Planned by",)),
    "inquiry": (("inquiry", "accused", "verdict", "convictions", "litigation"), ("Inquiry", "Accused", "Verdict", "Convictions", "Litigation")),
    "notes": (("notes",), ()),
    "picture": (("image", "image_size", "caption", "alt", "map", "map_type", "map_caption", "map_size", "width", "campaignbox"), ()),
}  # fmt: skip
_BY_PARAMETER = {parameter: name for name, (parameters, _) in NAMES.items() for parameter in parameters}
_BY_LABEL = {label: name for name, (_, labels) in NAMES.items() for label in labels}
#: the fields that a box has once a side
BY_SIDE = frozenset({"belligerents", "commanders", "units", "strength", "casualties"})
#: the template has three columns; a number above any that could be is none of a column
MOST_SIDES = 12
#: the box's name in {{Infobox …}}: what makes a template one of ours
TEMPLATES = {
    "military conflict": "military", "military operation": "military", "military attack": "civilian", "operational plan": "military",
    "civil conflict": "military", "civilian attack": "civilian", "terrorist attack": "civilian", "event": "civilian",
    "warfaction": "military", "battle": "military", "war": "military", "conflict": "military", "military engagement": "military", "airliner incident": "civilian",
    "airliner accident": "civilian", "aircraft occurrence": "civilian", "news event": "civilian", "civil unrest": "military", "mass shooting": "civilian", "shooting": "civilian",
    "bombing": "civilian", "massacre": "civilian", "terrorism": "civilian", "terrorist incident": "civilian", "assassination": "civilian", "hijacking": "civilian", "riot": "military",
}  # fmt: skip
_PARAMETER = re.compile(r"([a-z][a-z _]*?)(?:(\d+)[a-z]?)?\Z")
_LABEL = re.compile(
    r"(?P<label>" + "|".join(re.escape(label) for label in sorted(_BY_LABEL, key=len, reverse=True)) + r")"
    r"(?:[ \t]*[:|\t][ \t]*|(?<=Part of)[ \t]+|[ \t]+(?=[^a-z])|[ \t]*\Z|(?=[^a-z\s'’,.;-]))"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What a reader found: a canonical name, the 0-based side if any, the label as it stood, the lines."""

    name: str
    column: int | None
    label: str
    lines: tuple[Line, ...]


def parameter_name(parameter: str) -> tuple[str, int | None] | None:
    """The canonical name and 0-based side of a template parameter, ``None`` for one we do not know.

    >>> parameter_name("casualties2")
    ('casualties', 1)
    >>> parameter_name("fatalities"), parameter_name("casualties0")
    (('deaths', None), ('casualties', None))
    """
    match = _PARAMETER.match(parameter.strip().lower().replace("-", "_"))
    name = _BY_PARAMETER.get(match[1].strip("_ ")) or _BY_PARAMETER.get(match[1].strip("_ ").replace("_", " ")) if match else None
    if name is None:
        return None
    number = int(match[2]) if match[2] and name in BY_SIDE and len(match[2]) <= 2 else 0
    return name, number - 1 if 1 <= number <= MOST_SIDES else None


def label_at(line: str) -> tuple[str, str, int] | None:
    """Name, label and length of the label that starts a line of saved text, glued to its value or not.

    >>> label_at("DateJanuary 10, 2023")
    ('date', 'Date', 4)
    >>> label_at("Deaths14[1]")[0], label_at("Casualties and losses")[0]
    ('deaths', 'casualties')
    >>> label_at("Dates of the attack") is None
    True
    """
    match = _LABEL.match(line)
    return (_BY_LABEL[match["label"]], match["label"], match.end()) if match else None


def template_kind(name: str) -> Kind | None:
    """Which of the two boxes ``{{name}}`` is, ``None`` for any other template.

    >>> template_kind("Infobox military conflict"), template_kind("#invoke:Infobox military conflict")
    ('military', 'military')
    """
    words = re.sub(r"[\s_]+", " ", name).strip().lower().removeprefix("#invoke:").strip()
    if words in ("warbox", "battlebox"):
        return "military"
    return TEMPLATES.get(words.removeprefix("infobox ")) if words.startswith("infobox") else None  # type: ignore[return-value]


def assemble(rows: Iterable[Row], kind: Kind | None = None) -> Infobox | None:
    """The box of these rows, empty ones left out; a loss in a column that has no belligerent stands across.

    ``None`` when no row says anything of a conflict. The kind is told by the rows if the reader has not.
    """
    kept = [row for row in rows if any(line.text for line in row.lines) and row.name != "picture"]
    names = {row.name for row in kept}
    if not names & {"belligerents", "casualties", "deaths", "injuries", "perpetrators", "partof", "date", "result"}:
        return None
    columns = {row.column for row in kept if row.name == "belligerents" and row.column is not None}
    if columns:
        columns |= {row.column for row in kept if row.name == "casualties" and row.column in (0, 1)}  # the copy lost a belligerent
    fields = [
        InfoboxField(row.name, None if columns and row.column not in columns else row.column, row.lines, row.label)
        for row in kept
    ]  # fmt: skip
    return both_sides(Infobox(kind or ("military" if columns or "belligerents" in names else _kind(names)), tuple(fields)))


def both_sides(box: Infobox) -> Infobox:
    """The box with an empty column of belligerents where losses stand in a column whose names are lost."""
    parties = {f.column for f in box.fields if f.name == "belligerents" and f.column is not None}
    lost = {f.column for f in box.fields if f.name in ("casualties", "belligerents") and f.column is not None} - parties if parties else set()
    lost |= set(range(max(parties, default=0))) - parties
    return replace(box, fields=(*box.fields, *(InfoboxField("belligerents", column, ()) for column in sorted(lost)))) if lost else box


def _kind(names: set[str]) -> Kind:
    return "civilian" if names & {"deaths", "injuries", "perpetrators", "victims", "attack-type"} else "military"

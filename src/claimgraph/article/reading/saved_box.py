"""The infobox in saved page text: labels glued to their values or on a line of their own, pipe rows, flat fields.

A field is everything from its label to the next one. The box ends where prose begins or a navigation
box follows.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from claimgraph.article.reading import gaps
from claimgraph.article.reading.columns import divide_losses, divide_parties, divided, opposed, run_apart, stands_across
from claimgraph.article.reading.infobox import BY_SIDE, Row, assemble, both_sides, label_at, parameter_name
from claimgraph.article.reading.pipe_rows import Cursor, across, bordered, margin, tabled
from claimgraph.article.reading.run_names import run_apart_names
from claimgraph.article.text import Infobox, InfoboxField, Line

_FLAT = re.compile(r"[ \t]*(?:[-*|•][ \t]*)?(?P<name>[A-Za-z][A-Za-z_ ]{2,24}?\d?[a-z]?)[ \t]*[:=][ \t]*(?![/\d]{2})")
_FLAG = re.compile(
    r"(?:Flag of (?:the )?(?P<name>[A-Z][\w'’.-]{0,30}(?: (?:of|and|the|[A-Z][\w'’.-]{0,30})){0,6}?)(?: ?\([^)]{1,30}\))?\.(?:svg|png)(?:\.png)?|(?P<behind>[A-Z][\w'’.-]{0,30}(?: [A-Za-z][\w'’.-]{0,30}){0,5}?) [Ff]lag\.(?:svg|png)|(?P<emoji>[\U0001F1E6-\U0001F1FF]{2}))[ \t]*"
)
_BULLET = re.compile(r"[ \t]*(?P<mark>[•▪◦-]+|\*+)(?:[ \t]+|(?<=\*)(?=\w))")
_BREAK = re.compile(r"<br[ /]*>", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’')]*(?:\s*\[[^\]\s]{1,12}\])*\s*\Z")
_NAVIGATION = re.compile(r"\s*(?:v\s*[·•]?\s*t\s*[·•]?\s*e\b|vte|Campaignbox\b|show\s*v\b)")
#: what is left of a picture's markup before a name
_IMAGE = re.compile(r"[ \t]*(?:(?:border|frameless|thumb|\d{1,3}(?:x\d{1,3})?px|link=[^|\n]{0,60})[ \t]*(?:\|[ \t]*|(?=[ \t])))+[ \t]*(?:\d{1,3}px[ \t]+)?")
#: what stands under a locator map
_MAP = re.compile(r"\s*(?:Location (?:within|of|in)\b|Show (?:map|all)\b|Class=notpageimage|.{1,60} is located in )")
_PICTURE = re.compile(r"\.(?:jpe?g|png|svg|gif|tiff?)\s*\Z", re.IGNORECASE)
#: what the box has under the belligerents and above them
_UNDER_PARTIES = frozenset({"commanders", "units", "strength", "casualties"})
_OVER_PARTIES = frozenset({"date", "place", "status", "result", "territory"})
_FEWEST_PARTIES = 2
#: the longest boxes, those of world wars, have a few hundred lines
MOST_LINES = 5000
_COMMA_PART = re.compile(r"[^\s,][^,]*(?<!\s)")
#: a line of "Part of" that goes on with the next one
_GOES_ON = re.compile(r"(?:,|\band|\bthe|\bof|\bin|&)\s*\Z")
#: labels that stand before the picture; behind any other a sentence ends the box
_HEAD = frozenset({"partof", "title", "picture", "coordinates"})
#: how far below a picture's caption the next label stands
_CAPTION = 4
#: what may be told in whole sentences, and how far below such a sentence the parties stand
_ENDINGS = frozenset({"result", "territory", "status"})
_RESULT = 6


@dataclass(slots=True)
class _Found:
    """A field while its lines are collected; ``cells`` keeps the 0-based cell of each line, ``None`` outside a table row, ``rows`` its row."""

    name: str
    label: str
    column: int | None = None
    cursor: Cursor = field(default_factory=lambda: Cursor(True))
    lines: list[Line] = field(default_factory=list)
    cells: list[int | None] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    #: which cell of which line each is, where tabs or wide gaps keep cells apart
    apart: list[gaps.Cell] = field(default_factory=list)
    tabs: bool = False


def is_prose(line: str) -> bool:
    """Whether a line is running text: a sentence with its end, or more words than a cell has.

    >>> is_prose("On 5 May 2020, fighters from the north attacked a post in the village.")
    True
    >>> is_prose("5 Wagner mercenaries killed, 7 soldiers killed, dozens wounded (per JNIM)")
    False
    """
    words = len(line.split())
    if "|" in line or _BULLET.match(line):
        return words >= 60
    return words >= 28 or (words >= 9 and bool(_SENTENCE_END.search(line)))


def read_box(lines: Sequence[Line], prose: str = "", blanks: Sequence[int] = ()) -> tuple[Infobox | None, int, int]:
    """The box that these lines hold, and the first of the lines that is its and the first behind that is not.

    ``prose`` and the places of empty lines (``blanks``) help to find lost columns again.
    """
    found, begin, end = _collect(lines)
    found = _with_parties(found, blanks)
    labels = {f.name for f in found}
    if len(labels) < 2 and not labels & {"casualties", "deaths"}:
        return None, 0, 0
    box = assemble(Row(f.name, column, f.label, tuple(lines)) for f in found for column, lines in _by_column(f))
    return (_with_columns(box, prose, blanks), begin, end) if box else (None, 0, 0)


def read_head(rows: Sequence[Row], prose: str = "") -> Infobox | None:
    """The box of rows that were told apart already, its lines taken apart like those of a copy."""
    box = assemble(replace(row, lines=tuple(piece for line in row.lines for piece in _pieces(line))) for row in rows)
    return _with_columns(box, prose, ()) if box else None


def _collect(lines: Sequence[Line]) -> tuple[list[_Found], int, int]:
    found: list[_Found] = []
    begin = end = 0
    fenced, piped, edged = bordered([line for line in lines if not _label(line.text)]), tabled(lines), margin([line for line in lines if _label(line.text)])
    for at, line in enumerate(lines):
        label = _label(line.text)
        if label is None and _NAVIGATION.match(line.text):
            if found:
                break
            continue
        if label is None and found and is_prose(line.text):
            if _is_caption(found, lines, at):
                continue
            if not _tells_result(found, lines, at):
                break
        if label is None and not found:
            continue
        if found and at - begin > MOST_LINES:
            break
        if label is not None:
            name, words, column, length = label
            begin = begin if found else at
            found.append(_Found(name, words, column, Cursor(fenced, piped, edged)))
            line = Line(line.text[length:], line.start + length)
        elif _MAP.match(line.text):
            continue
        elif found[-1].name == "partof" and found[-1].lines and not _GOES_ON.search(found[-1].lines[-1].text):
            continue  # the picture's caption
        _add(found[-1], line, line.start - (lines[at - 1].end + 1 if at else 0))
        end = at + 1
    return found, begin, end


def _with_parties(found: list[_Found], blanks: Sequence[int]) -> list[_Found]:
    """The fields with belligerents whose label the copy has lost: what stands behind an empty line above the commanders."""
    names = [f.name for f in found]
    below = next((at for at, name in enumerate(names) if name in _UNDER_PARTIES), 0)
    if "belligerents" in names or not below or names[below - 1] not in _OVER_PARTIES:
        return found
    head = found[below - 1]
    cut = next((at for at in sorted(_gaps(head.lines, blanks)) if not head.lines[at].level), 0)
    if len(head.lines) - cut < _FEWEST_PARTIES or not cut:
        return found
    parties = replace(head, name="belligerents", label="", lines=head.lines[cut:], cells=head.cells[cut:], rows=head.rows[cut:], apart=head.apart[cut:])
    above = replace(head, lines=head.lines[:cut], cells=head.cells[:cut], rows=head.rows[:cut], apart=head.apart[:cut])
    return [*found[: below - 1], above, parties, *found[below:]]


def _is_caption(found: Sequence[_Found], lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence stands under the picture: nothing but the box's head before it, a label soon behind."""
    return {f.name for f in found} <= _HEAD and any(_label(line.text) for line in lines[at + 1 : at + 1 + _CAPTION])


def _tells_result(found: Sequence[_Found], lines: Sequence[Line], at: int) -> bool:
    """Whether a sentence tells how it ended: under the result, with the labels of the parties soon behind."""
    names = [label[0] for line in lines[at + 1 : at + 1 + _RESULT] if (label := _label(line.text))]
    return found[-1].name in _ENDINGS and any(name in _UNDER_PARTIES or name == "belligerents" for name in names)


def _label(text: str) -> tuple[str, str, int | None, int] | None:
    """Name, label, column and length of what labels this line."""
    flat = _FLAT.match(text)
    known = parameter_name(flat["name"]) if flat else None
    if flat and known and (known[1] is not None or text.lstrip()[:1] in "-*|•" or flat["name"].islower()):
        return known[0], flat["name"], known[1], flat.end()
    skipped = len(text) - len(text.lstrip(" \t|*•-"))
    seen = label_at(text[skipped:])
    return (seen[0], seen[1], None, skipped + seen[2]) if seen else None


def _add(found: _Found, line: Line, indent: int) -> None:
    """Put a line's words into the field: cells, breaks, flags and bullets taken apart. ``indent`` is how far to the right the line begins."""
    if _PICTURE.search(line.text) and not _FLAG.search(line.text):
        return
    image = _IMAGE.match(line.text)
    line = Line(line.text[image.end() :], line.start + image.end()) if image else line
    found.tabs = found.tabs or "\t" in line.text.strip()
    for cell, number, row in found.cursor.cells(line):
        for part, inner in enumerate(gaps.parted(cell) if number is None and found.name in BY_SIDE else gaps.without_endless(cell)):
            for piece in _pieces(inner):
                found.lines.append(piece)
                found.cells.append(number)
                found.rows.append(row)
                found.apart.append(gaps.Cell(line.start, part, indent + piece.start - line.start))


def _pieces(cell: Line) -> list[Line]:
    """The lines of one cell: at ``<br>`` and before each flag; flag names and bullets become properties of the line."""
    cuts = sorted({0, *(m.end() for m in _BREAK.finditer(cell.text)), *(m.start() for m in _FLAG.finditer(cell.text))})
    pieces: list[Line] = []
    flags: tuple[str, ...] = ()
    named = cell.start + len(cell.text)  # where the last flag has its name
    for begin, end in zip(cuts, [*cuts[1:], len(cell.text)], strict=True):
        words, start, level = _BREAK.sub("", cell.text[begin:end]), cell.start + begin, 0
        if flag := _FLAG.match(words):
            where = next((group for group in ("name", "behind") if flag[group]), None)
            named = start + flag.start(where) if where else named
            flags, words, start = (*flags, flag[where] if where else _letters(flag["emoji"])), words[flag.end() :], start + flag.end()
        if bullet := _BULLET.match(words):
            level, words, start = len(bullet["mark"]), words[bullet.end() :], start + bullet.end()
        start += len(words) - len(words.lstrip())
        if words.strip():
            pieces.append(Line(words.strip(), start, level=level, flags=flags))
            flags = ()
    if flags:  # a flag alone, the name is lost
        pieces.append(Line("", named, flags=flags))
    return pieces


def _letters(emoji: str) -> str:
    """The ISO 3166 letters that a flag emoji is made of."""
    return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in emoji)


def _by_column(found: _Found) -> list[tuple[int | None, list[Line]]]:
    if found.name not in BY_SIDE or found.column is not None:
        return [(found.column, found.lines)]
    cells = _apart(found) if any(cell.part for cell in found.apart) else across(found.cells, found.rows)
    columns = sorted({cell for cell in cells if cell is not None})
    if columns in ([], [0]):
        return [(None, found.lines)]
    rows = [(c, [line for line, cell in zip(found.lines, cells, strict=True) if cell == c]) for c in columns]
    return [*rows, (None, [line for line, cell in zip(found.lines, cells, strict=True) if cell is None])]


def _apart(found: _Found) -> list[int | None]:
    """The columns of what tabs or gaps keep apart; lines behind them stand across from the first that is of nobody's side (civilians, a total)."""
    last = max(at for at, cell in enumerate(found.apart) if cell.part)
    told = gaps.columns(found.apart, found.tabs)
    across_at = next((at for at, line in enumerate(found.lines) if at > last and stands_across(line)), len(told))
    return [*told[:across_at], *[None] * (len(told) - across_at)]


def _with_columns(box: Infobox, prose: str, blanks: Sequence[int]) -> Infobox:
    """The box with its parties and losses by side, where the copy has run them together."""
    box = Infobox(box.kind, tuple(_one_a_line(f, prose) if f.name == "belligerents" else f for f in box.fields))
    parties = box.named("belligerents")
    losses = [f for f in box.named("casualties") if f.column is None]
    tabled = {f.column for f in box.named("casualties")} >= {0, 1}
    fields = list(box.fields)
    if parties and all(f.column is None for f in parties):
        lines = [line for f in parties for line in f.lines if line.text or line.flags]
        lines = [line if line.text else Line(line.flags[-1], line.start, flags=line.flags) for line in lines]
        columns = [0] * len(lines) if tabled and not opposed(lines, prose) else divide_parties(lines, prose, _gaps(lines, blanks))
        fields = [f for f in fields if f.name != "belligerents"] + divided(parties[0], columns, lines)
    box = both_sides(Infobox(box.kind, tuple(fields)))
    if not box.sides or not losses or len(losses) != len(box.named("casualties")):
        return box
    return Infobox(box.kind, (*(f for f in box.fields if f.name != "casualties" or f.column is not None), *_divided_losses(losses, box.sides, blanks)))


def _one_a_line(parties: InfoboxField, prose: str) -> InfoboxField:
    """Belligerents that stand on one line, each on a line of its own; in flat fields a comma stands for what broke the line."""
    lines = [part for line in parties.lines for part in (_between_commas(line) if parties.label[-1:].isdigit() else [line])]
    return replace(parties, lines=tuple(part for line in lines for part in (run_apart_names(line, prose) if line.text else [line])))


def _between_commas(line: Line) -> list[Line]:
    """The names of a list, the line itself where its commas do not stand between names."""
    parts = list(_COMMA_PART.finditer(line.text))
    if len(parts) < 2 or any(bracket in line.text for bracket in "():") or not all(part[0][:1].isupper() for part in parts):
        return [line]
    return [replace(line, text=part[0], start=line.start + part.start(), flags=line.flags if part is parts[0] else ()) for part in parts]


def _divided_losses(losses: Sequence[InfoboxField], sides: Sequence[Sequence[str]], blanks: Sequence[int]) -> list[InfoboxField]:
    lines = [part for f in losses for line in f.lines for part in run_apart(line)]
    return divided(losses[0], divide_losses(lines, sides, _gaps(lines, blanks)), lines)


def _gaps(lines: Sequence[Line], blanks: Sequence[int]) -> set[int]:
    """The lines before which the copy has an empty one."""
    return {at for at, (before, line) in enumerate(pairwise(lines), 1) if bisect_left(blanks, before.end) < bisect_left(blanks, line.start)}

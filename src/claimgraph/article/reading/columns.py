"""Which side a line of the box belongs to, when the copy has lost the columns.

Saved page text runs the columns together: the belligerents stand one under the other, then the losses.
Both lists are contiguous, so the question is only where they break. The breaks are chosen by what the
words give: who attacks whom in the lead, parties named in a loss, a speaker or an outcome told twice.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from claimgraph.article.grammar.groups import KNOWN, THINGS
from claimgraph.article.text import InfoboxField, Line

_VERB = r"attack\w*|ambush\w*|raid\w*|assault\w*|storm\w*|besieg\w+|fought|clash\w*|captur\w+|bomb(?:ed|ing)|shell(?:ed|ing)|struck|overran|seiz\w+|target\w+|defeat\w*|repel\w*|engaged?"
_PIVOTS = (rf"\b(?:{_VERB})\b(?!\s+by\b)", r"\bagainst\b", r"\bby\b", r"\bversus\b|\bvs\b\.?", r"\bbetween\b.{0,200}?\band\b")
_CLAIMANT = re.compile(r"\((?:per|acc\.|according to|claimed by|by)?\s*([^()]{2,80})\)\s*\Z|\A(?:per\s+)?([A-Z][\w' -]{1,40}?)(?:'s)?\s+claims?\b", re.IGNORECASE)
_OUTCOMES = (("killed", r"\bkilled|\bdead|\bdeaths?\b|\bdied|KIA"), ("wounded", r"\bwounded|\binjured|WIA"), ("missing", r"\bmissing|MIA"), ("captured", r"captured|prisoner|POW"))
_ACROSS = re.compile(r"\bcivilians?\b|\bpassengers?\b|\bhostages?\b|\bbystanders?\b|\Atotal\b", re.IGNORECASE)
_TOTAL = re.compile(r"\W*(?:total|overall)\b", re.IGNORECASE)
_BARE = re.compile(r"(?:none|unknown|heavy|light|minimal|nil|no casualties)\b[^\w]*", re.IGNORECASE)
_SPOKEN = re.compile(r"\([^()]*\)|\bper\b.*|\A[^:]*\bclaims?\b:?", re.IGNORECASE)
_INTRODUCED = re.compile(r"(?<![\w'’-])([A-Z][\w'’-]{0,40}(?: [\w'’-]{1,40}){0,7}) \(([A-Z][\w-]{1,9})\)")
_HEADING = re.compile(r":\s*(?:\[[^\[\]]{1,12}\]\s*)*\Z")
_QUANTITY = r"(?:[~<>≈]?\d|none\b|unknown\b|dozens?\b|several\b|at least\b|over\b|more than\b)"
_RUN_TOGETHER = re.compile(
    rf"(?:(?<=\))|(?<=\])|(?<=\A[Nn]one)|(?<=\A[Uu]nknown))\s+(?={_QUANTITY}[^()]*\b(?:killed|wounded|injured|captured|dead|missing|casualties)\b)"
    rf"|(?:(?<=killed)|(?<=wounded)|(?<=injured)|(?<=captured)|(?<=dead))\s+(?={_QUANTITY})", re.IGNORECASE)  # fmt: skip
_LIST_GOES_ON = re.compile(r"[,;&]\s*(?:\[[^\[\]]{1,24}\]\s*)*\Z")
#: a note under the cells: a whole sentence
_NOTE = re.compile(r"(?=(?:\S+\s+){4})[^\n]*\b(?:was|were|is|are|had|has)\b[^\n]*\.\s*(?:\[[^\[\]]{1,24}\]\s*)*|\*+\s?[A-Z\d][^\n]*\.\s*(?:\[[^\[\]]{1,24}\]\s*)*")
_ASIDE = re.compile(r"\s*\([^()]{1,120}\)\s*(?:\[[^\[\]]{1,24}\]\s*)*")
_CLAIM_HEADING = re.compile(r"(?:Per|According to) [^:()\d]{2,40}:|[^:()\d]{2,40} (?:claims?|estimates?|sources?|figures?):", re.IGNORECASE)
_MOST_LINES = 40


def stem(name: str) -> re.Pattern[str]:
    """What names a party in running words: its whole name, its short name in brackets, or its first word and forms of it.

    >>> bool(stem("Mali").search("seven Malian soldiers")), bool(stem("Wagner Group").search("Wagner mercenaries"))
    (True, True)
    """
    plain = re.sub(r"\s*\(.*?\)", "", name).strip()
    words = re.findall(r"[^\W\d][\w'’-]*", plain)
    distinctive = next((w for w in words if w[0].isupper() and len(w) > 3), words[0] if words else plain)
    initials = "".join(w[0] for w in re.split(r"[\s-]+", plain) if w[:1].isupper())
    arabic = [re.escape(w) for w in words if re.match(r"[Aa]l-[A-Z]\w{3}", w)]
    forms = [re.escape(plain), re.escape(distinctive) + r"\w{0,4}", *arabic] + ([re.escape(initials)] if len(initials) > 2 else [])
    return re.compile(r"\b(?:" + "|".join(form for form in forms if form) + r")(?!\w)")


def short_names(lead: str) -> dict[str, str]:
    """Short name → long name, as the lead introduces them: ``Long Name of It (LNI)``."""
    found = _INTRODUCED.finditer(lead)
    return {match[2]: _of_initials(match[1], match[2]) for match in found}


def _of_initials(words: str, short: str) -> str:
    """The last words whose initials make the short name, else those behind a verb: "was a Some Front (SF)" → "Some Front"."""
    parts = words.split(" ")
    for at in range(len(parts) - 1, -1, -1):
        initials = "".join(part[0] for part in "-".join(parts[at:]).split("-") if part[:1].isupper())
        if parts[at][:1].isupper() and initials.lower() == short.lower():
            return " ".join(parts[at:])
    return re.split(r" (?:was|were|is|are|by|and|against|between) (?:an? |the )?(?=[A-Z])", words)[-1]


def divide_parties(lines: Sequence[Line], lead: str, gaps: Collection[int] = ()) -> list[int]:
    """The side of each belligerent's line: the break that agrees best with who does what to whom in the lead.

    ``gaps`` are the lines before which the copy has an empty one: a column may begin there.
    """
    if len(lines) < 3:
        return list(range(len(lines)))
    where = _beside_pivot([line.text for line in lines], lead)
    cuts = range(len(lines) - 1, 0, -1)
    if not where:
        cut = min((cut for cut in cuts if cut in gaps), key=lambda cut: abs(2 * cut - len(lines)), default=len(lines) - 1)
        return _cut_at(cut, len(lines))
    return max(
        (_cut_at(cut, len(lines)) for cut in sorted(cuts, key=lambda cut: (cut not in gaps, abs(2 * cut - len(lines)) if gaps else -cut))),
        key=lambda sides: sum(1 if (sides[i] == sides[j]) == (where[i] == where[j]) else -1 for i, j in combinations(where, 2)),
    )


def _cut_at(cut: int, length: int) -> list[int]:
    return [0] * cut + [1] * (length - cut)


def opposed(lines: Sequence[Line], lead: str) -> bool:
    """Whether the lead tells that some of these parties fought others of them."""
    return bool(_beside_pivot([line.text for line in lines], lead))


def _beside_pivot(names: Sequence[str], lead: str) -> dict[int, bool]:
    """Which names stand before (True) or after the word that opposes them, for the first word that has names on both sides."""
    for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", lead[:2000])[:4]:
        spots = {i: match.start() for i, name in enumerate(names) if (match := stem(name).search(sentence))}
        for pivot in _PIVOTS:
            for match in re.finditer(pivot, sentence):
                where = {i: spot < match.end() for i, spot in spots.items()}
                if len(set(where.values())) == 2:
                    return where
    return {}


def run_apart(line: Line) -> list[Line]:
    """The parts of a line that two columns have run together into: ``None 10-12 killed`` → two lines.

    >>> [part.text for part in run_apart(Line("15+ killed (per A) 50 killed (per A)", 7))]
    ['15+ killed (per A)', '50 killed (per A)']
    """
    parts, at = [], 0
    for match in _RUN_TOGETHER.finditer(line.text):
        if _LIST_GOES_ON.search(line.text, at, match.start()):
            continue  # "150 killed,[2] 20 captured (per A)" is one list
        parts.append(replace(line, text=line.text[at : match.start()], start=line.start + at))
        at = match.end()
    return [*parts, replace(line, text=line.text[at:], start=line.start + at)]


def divide_losses(lines: Sequence[Line], sides: Sequence[Sequence[str]], gaps: Collection[int] = ()) -> list[int | None]:
    """The side of each line of losses; ``None`` for those that stand across (civilians, totals)."""
    if not sides:
        return [None] * len(lines)
    last = _first_across(lines, sides)
    head = lines[: min(last, _MOST_LINES)]
    cuts = combinations(range(len(head) + 1), len(sides) - 1) if len(sides) <= 3 else [tuple(range(1, len(sides)))]
    assigned = ([sum(i >= cut for cut in cut_at) for i in range(len(head))] for cut_at in cuts)
    best = max(assigned, key=lambda columns: _fit(head, columns, sides) + 0.8 * sum(a != b and at in gaps for at, (a, b) in enumerate(pairwise(columns), 1)))
    return [*best, *[len(sides) - 1] * (last - len(head)), *[None] * (len(lines) - last)]


def _first_across(lines: Sequence[Line], sides: Sequence[Sequence[str]]) -> int:
    """Where the lines of nobody's column begin: civilians or a total, and after them nothing that has an outcome of its own."""
    first = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        if _NOTE.fullmatch(lines[at].text) or (_ACROSS.search(lines[at].text) and not _named(lines[at], sides)):
            first = at
        elif _outcomes(lines[at].text) or _HEADING.search(lines[at].text):
            break
    return first


def stands_across(line: Line) -> bool:
    """Whether a line of losses is of nobody's side: civilians, a total."""
    return bool(_ACROSS.search(line.text))


def _fit(lines: Sequence[Line], columns: Sequence[int], sides: Sequence[Sequence[str]]) -> float:
    score = -1.5 * (len(sides) - len(set(columns)))
    for line, column in zip(lines, columns, strict=True):
        named = _named(line, sides)
        score += 0 if not named else 3 if column in named else -3
    score -= 0.4 * sum(a != b and _goes_on(before, line) for (before, line), (a, b) in zip(pairwise(lines), pairwise(columns), strict=True))
    score += sum(1.0 for at, (a, b) in enumerate(pairwise(columns), 1) if a != b and _ASIDE.fullmatch(lines[at - 1].text))  # "(as of 19 May)" ends a column
    for side in range(len(sides)):
        score += _coherence([line for line, column in zip(lines, columns, strict=True) if column == side])
    score += sum(1.0 for line, column in zip(lines, columns, strict=True) if _claimed_by_others(line.text, column, sides))
    marked = [bool(line.flags or _HEADING.search(line.text)) for line in lines]
    if any(marked[1:]):  # where parties are told by flags or headings, a new column starts with one
        score -= sum(a != b and not mark for a, b, mark in zip(columns, columns[1:], marked[1:], strict=False))
    sizes = [columns.count(side) for side in range(len(sides))]
    return score - 0.1 * (max(sizes) - min(sizes))


def _claimed_by_others(text: str, column: int, sides: Sequence[Sequence[str]]) -> bool:
    """Whether a line is headed by what the other side claims: each side tells the other's losses."""
    head = _CLAIM_HEADING.match(text)
    return head is not None and any(stem(name).search(head[0]) for side, names in enumerate(sides) if side != column for name in names)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line tells a lighter loss than the one above it: "53 killed", "3 captured" are of one column."""
    first, second = _outcomes(before.text), _outcomes(line.text)
    return bool(first and second and min(second) > max(first))


def _coherence(column: Sequence[Line]) -> float:
    """How well these lines read as one column.

    In the losses of one party nobody tells one outcome twice and outcomes go from worse to less bad;
    a flag or a heading starts another party.
    """
    score, told = 0.0, list[tuple[str | None, tuple[int, ...]]]()
    for line in column:
        if _ASIDE.fullmatch(line.text):
            continue  # "(as of 19 February)" goes with the line above
        speaker, outcomes = _claimant(line.text), _outcomes(line.text)
        if line.flags or line.level or _HEADING.search(line.text) or _TOTAL.match(line.text):
            told.clear()
        score -= sum(2 for earlier, before in told if earlier == speaker and set(before) & set(outcomes))
        if told and outcomes and told[-1][1] and min(outcomes) <= max(told[-1][1]):
            score -= 1.5 if told[-1][0] == speaker else 0.5
        if told and (told[-1][0] is None) != (speaker is None):
            score -= 0.5
        told.append((speaker, outcomes))
    bare = sum(bool(_BARE.fullmatch(line.text)) for line in column)
    inside = sum(bool(_HEADING.search(line.text)) for line in column[1:]) + 4 * bool(column and _HEADING.search(column[-1].text))
    headed = bool(bare) and len(column) > 1 and bool(_BARE.fullmatch(column[0].text) and _HEADING.search(column[1].text))  # "Unknown", then "X claim:"
    return score - 0.5 * inside - ((0.5 if headed else 2) * bare if bare and len(column) > bare else 0)


def _claimant(text: str) -> str | None:
    match = _CLAIMANT.search(re.sub(r"\s*\[[^\]]{1,8}\]", "", text).strip())
    return (match[1] or match[2]).lower().removeprefix("per ") if match else None


def _outcomes(text: str) -> tuple[int, ...]:
    """The outcomes a line tells of people, the worst first; guns are captured too."""
    words = {word.lower() for word in re.findall(r"[^\W\d_][\w-]*", text)}
    if words & THINGS and not words & KNOWN.keys():
        return ()
    return tuple(rank for rank, (_, words) in enumerate(_OUTCOMES) if re.search(words, text, re.IGNORECASE))


def _named(line: Line, sides: Sequence[Sequence[str]]) -> set[int]:
    """The sides that the line's own words (or its flag) name; what stands in brackets is a speaker, not a victim."""
    words = " ".join((*line.flags, _SPOKEN.sub(" ", line.text)))
    return {i for i, names in enumerate(sides) if any(stem(name).search(words) for name in names)}


def divided(field: InfoboxField, columns: Sequence[int | None], lines: Sequence[Line]) -> list[InfoboxField]:
    """The field as one field a column, marked as divided by inference."""
    order = sorted(set(columns), key=lambda c: (c is None, c or 0))
    return [
        replace(field, column=c, lines=tuple(line for line, at in zip(lines, columns, strict=True) if at == c), divided=True) for c in order
    ]

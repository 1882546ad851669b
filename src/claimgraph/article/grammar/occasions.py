"""Is a figure of this event, or of another one? Dates, places and words that lead away from the article's event.

A background attack, a whole war, a raid in revenge a month later: their figures are kept apart (flag
``other-event``), never given as a loss of the event itself.
"""

import re
from dataclasses import dataclass

from claimgraph.article.dates_told import Told, mentions, read_span
from claimgraph.article.grammar.chunks import Sentence
from claimgraph.article.grammar.elsewhere import BACK_THERE, CLAUSES, ELSEWHERE, EVENTS, home_of, other_place
from claimgraph.article.text import Article

Day = tuple[int, int, int]

_BEFORE = re.compile(r"background|prelude|context|histor|origin|previous|earlier|lead-?up|precursor|prior|situation|preced|build-?up|causes|geography|motive", re.IGNORECASE)
_AFTER = re.compile(r"aftermath|subsequent|later|consequence|legacy|reaction|response|impact|retaliat|follow|investigation|trial|related", re.IGNORECASE)
_NO_TEXT = re.compile(r"\s*(?:references?|notes?|footnotes?|bibliography|external links|sources?|citations?|further reading|see also|gallery|works cited|literature|notes and references|references and notes|explanatory notes)\s*\Z", re.IGNORECASE)
#: "The raid occurred ten days after …": what follows is of another day, the sentence is not
_AFTER_THAT = re.compile(r"\A(?:the|this|it)\b[^,;.]{0,80}?\b(?:occurred|came|took place|happened|began|was carried out|was launched|followed|follows|started)\b[^.;]{0,60}?\b(?:after|following|since|before)\b", re.IGNORECASE)
_NAMED_EVENT = re.compile(r"\d{4} (?:[A-ZÀ-Þ][\w'’-]*,? ){1,5}(?:\w+ ){0,2}?" + EVENTS + r"\b")
_NEW = re.compile(
    r"\b(?:attacked|ambushed|raided|stormed|bombed|shelled|clashed|struck|air-?strikes? (?:killed|on)|launched|drone strikes?|targeted|detonated|exploded|opened fire|executed|repelled|invaded)\b"
    r"|\b(?:an?|another) (?:\w+\s+){0,3}?" + EVENTS + r"\b",
    re.IGNORECASE,
)
_LATER_TOLL = re.compile(r"\b(?:toll|bodies|body|bringing|total|revised|updated|succumbed|found|recovered|discovered|buried|funeral|confirmed|rose|risen|increased|later died|died (?:later|of)|statement|report)\b", re.IGNORECASE)
_RANKING = re.compile(r"\b(?:deadliest|worst|bloodiest|largest|biggest|heaviest|highest|greatest|most (?:deadly|lethal|serious|severe))\b", re.IGNORECASE)
#: "the deadliest loss since 1993, when 18 were killed"
_SINCE_WHEN = re.compile(r"\bsince\b[^.;]{0,80}?,? when\b|\bsince (?!\d{4}\b)(?:[^.;,]|\.(?=\w| [a-z])){0,80}?\b(?:killed|wounded|injured|murdered|died)\b|\bafter the\b[^.;]{0,80}?,? (?:when|which|that)\b|\bsince\b[^.;]{0,200}?\b(?:in|during) which\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
#: a line of the paper, not of the event: "This item appears in the September 2016 issue"
_IMPRINT = re.compile(r"\A(?=.{0,120}\Z).*\b(?:issue|published|posted|updated|last modified|retrieved|archived)\b", re.IGNORECASE)
#: a date this close behind a weekday is that day's: "Sunday night (7 September)"
_BESIDE_DAY = 20
#: a date that begins here begins its sentence: "On 29 August, …"
_OPENS = 4
#: so many code points tell what happened
_LEAD_WORDS = 250
#: and so many paragraphs when
_FIRST_PARAGRAPHS = 5
#: fewer words are a headline
_SENTENCE = 9
_LEADING_AGAIN = re.compile(r"\bthe (?:attacks?|ambush|bombings?|raid|massacre|battle|clashes|blast|explosion|assault|fighting|shooting)\b", re.IGNORECASE)
#: after this many days a figure needs a word of a late toll to be of the event
_LONG_AFTER = 60


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and how large the article's own event is."""

    begin: Day | None = None
    end: Day | None = None
    year: int | None = None
    largest: int | None = None
    #: the article dates its event by the day of the week alone, as news do: whole months and years are of other times
    of_the_week: bool = False
    #: and then the days, without a year, that its first sentences tell
    days: frozenset[tuple[int, int]] = frozenset()
    #: the names of its own places
    home: frozenset[str] = frozenset()


@dataclass
class Thread:
    """What a paragraph is about just now: carried from one sentence to the next."""

    away: bool = False
    date: str | None = None
    tail: bool = False  # the sentence before ended with another event


def occasion_of(article: Article, largest: int | None = None) -> Occasion:
    """The event's own days: the infobox's, else the lead's first date, else the year in the title."""
    home = home_of(article)
    told = article.infobox.first("date") if article.infobox else None
    lead = " ".join([p.text for p in article.paragraphs[:_FIRST_PARAGRAPHS] if not _IMPRINT.search(p.text)][:2])[:2_000]
    for text in (told, lead):
        span = read_span(text) if text else None
        if span is not None:
            begin = _first(span.begin.text)
            end = _last(span.end.text) if span.end else (9999, 12, 31)
            if begin:
                return Occasion(begin, end, begin[0], largest, home=home)
    year = re.search(r"\b(1[0-9]\d\d|20\d\d)\b", article.title)
    if year:
        return Occasion((int(year[1]), 1, 1), (int(year[1]), 12, 31), int(year[1]), largest, home=home)
    first = [p.text for p in article.paragraphs[:_FIRST_PARAGRAPHS] if len(p.text.split()) >= _SENTENCE]
    told = [t for text in first[:1] for t in mentions(text[:_LEAD_WORDS])]
    days = frozenset((t.month, t.day) for t in told if t.month and t.day)
    return Occasion(largest=largest, of_the_week=any(map(_WEEKDAY.search, first)) and not any(t.year or not t.day for t in told), days=days, home=home)


def no_prose(section: str) -> bool:
    """Whether a section holds references and the like: nothing in it is told by the article."""
    return bool(_NO_TEXT.match(section))


def is_background(section: str) -> bool:
    """Whether a section tells what was before the event."""
    return bool(_BEFORE.search(section))


def judge(sentence: Sentence, section: str, occasion: Occasion, thread: Thread, said: set[int], opening: bool = False) -> list[tuple[int, int, bool, str | None]]:
    """Stretches of the sentence (code points of the article) with whether they are of another event, and its date.

    The first stretch that holds a place counts. ``said`` are the places of dates that tell when something was said, not when it was.
    The ``opening`` sentence of an article is of its event, whatever "earlier this week" it says.
    """
    ranking = _RANKING.search(sentence.text)
    limit = ranking.start() if ranking else len(sentence.text)  # "the deadliest since 2014" says nothing of when
    dates = {sentence.first(c) for c in sentence.chunks if c.kind == "date"} - said
    told = [t for t in mentions(sentence.text[:limit]) if sentence.offset + t.start in dates and not _names_event(t, sentence.text)] if dates else []
    relations = [(t, "open" if occasion.of_the_week and _WEEKDAY.search(sentence.text, max(0, t.start - _BESIDE_DAY), t.start) else relation(t, occasion, t.start <= _OPENS)) for t in told]
    relations = [(t, r) for t, r in relations if r != "open" and not (r == "inside" and not t.day and is_background(section))]
    elsewhere = [] if opening else [m.start() for m in ELSEWHERE.finditer(sentence.text, 0, limit)]
    if not opening and (there := other_place(sentence.text[:limit], occasion.home)) is not None:
        elsewhere = sorted([*elsewhere, there])
    end = sentence.offset + len(sentence.text)
    turned = _AFTER_THAT.match(sentence.text) if relations and not thread.away and not is_background(section) else None
    if turned and all(t.start > turned.end() and r == "before" for t, r in relations):
        return [(sentence.offset, sentence.offset + turned.end(), False, None), (sentence.offset + turned.end(), end, True, None)]
    base = _base(sentence, section, occasion, thread, relations, elsewhere)
    stretches: list[tuple[int, int, bool, str | None]] = []
    record = _SINCE_WHEN.search(sentence.text, ranking.end()) if ranking else None
    related = [(sentence.offset + m.start(), sentence.offset + m.end(), True, None) for words in CLAUSES for m in words.finditer(sentence.text)]
    if record:
        related.append((sentence.offset + record.start(), sentence.offset + len(sentence.text), True, None))
    if len({_away(r, sentence.text, section) for _, r in relations}) > 1:
        for at, (told_date, r) in enumerate(relations):
            start = sentence.offset if at == 0 else sentence.offset + told_date.start
            stop = sentence.offset + relations[at + 1][0].start if at + 1 < len(relations) else end
            stretches.append((start, stop, _away(r, sentence.text, section), sentence.text[told_date.start : told_date.end]))
    else:
        stretches.append((sentence.offset, end, base, thread.date if base else None))
    if elsewhere and not base:
        stretches = _turned(sentence, stretches, elsewhere)
    thread.tail = bool(elsewhere) or (bool(stretches) and stretches[-1][2])
    return [*related, *stretches]


def _names_event(told: Told, text: str) -> bool:
    """Whether a year is the first word of another event's name: "surpassed the 2013 Orsk bombings"."""
    return told.month is None and bool(_NAMED_EVENT.match(text, told.start))


def _beside_days(told: Told, occasion: Occasion, opens: bool) -> str:
    """A day without a year, where the article has none either: before the event if it begins its sentence and is before the lead's days."""
    day = (told.month or 0, told.day or 0)
    first = min(occasion.days, default=(13, 1) if occasion.of_the_week else (0, 0))
    return "before" if opens and day < first else "inside" if occasion.days and day >= first else "open"


def relation(told: Told, occasion: Occasion, opens: bool = False) -> str:
    """``before``, ``inside`` or ``after`` the event; ``open`` where nothing can be said (a bare year of the event's own)."""
    if occasion.begin is None and told.month and told.day and not told.year:
        return _beside_days(told, occasion, opens)
    if occasion.of_the_week:
        return "before"
    if occasion.begin is None or occasion.end is None:
        return "open"
    point = told.point(occasion.year)
    first, last = (_first(point), _last(point)) if point else (None, None)
    if first is None or last is None:
        return "open"
    if last < occasion.begin:
        return "before"
    if first > occasion.end:
        return "after"
    return "inside" if told.day or occasion.begin[1:] == (1, 1) or told.month else "open"


def _base(sentence: Sentence, section: str, occasion: Occasion, thread: Thread, relations: list[tuple[Told, str]], elsewhere: list[int]) -> bool:
    """Whether the sentence as a whole is of another event, and what its paragraph carries on."""
    kinds = {r for _, r in relations}
    text = sentence.text
    if kinds:
        away = all(_away(r, text, section) for r in kinds)
        if away or "inside" in kinds:
            thread.away = away
            told = relations[0][0]
            thread.date = text[told.start : told.end] if away else None
        return away
    if is_background(section):
        if thread.date is None:
            loose = [t for t in mentions(text) if t.year or t.month]
            thread.date = text[loose[0].start : loose[0].end] if loose else None
        return True
    if (thread.away and _LEADING_AGAIN.search(text) is None) or (thread.tail and BACK_THERE.search(text)):
        return True
    return bool(elsewhere) and elsewhere[0] < _first_figure(sentence)


def _away(kind: str, text: str, section: str) -> bool:
    if kind == "before":
        return True
    if kind == "after":
        return bool(_NEW.search(text)) and not _LATER_TOLL.search(text)
    return False


def _first_figure(sentence: Sentence) -> int:
    first = next((c for c in sentence.chunks if c.kind in ("figure", "outcome")), None)
    return sentence.first(first) - sentence.offset if first else len(sentence.text)


def _turned(sentence: Sentence, stretches: list[tuple[int, int, bool, str | None]], elsewhere: list[int]) -> list[tuple[int, int, bool, str | None]]:
    """ "…, along with one killed in a separate incident": from the figure before those words on, another event."""
    at = sentence.offset + elsewhere[0]
    figures = [sentence.first(c) for c in sentence.chunks if c.kind == "figure" and sentence.first(c) < at]
    start = figures[-1] if figures else at
    joined = [sentence.first(c) for c in sentence.chunks if c.kind in ("and", "join", "turn", "stop") and sentence.first(c) < at]
    if figures and joined and joined[-1] > figures[0]:
        start = min(start, at)
    elif figures and len(figures) > 1:
        start = figures[0]
    turned = []
    for begin, end, away, date in stretches:
        if begin < start < end:
            turned += [(begin, start, away, date), (start, end, True, date)]
        else:
            turned.append((begin, end, away or begin >= start, date))
    return turned


def _first(point: str | None) -> Day | None:
    return _day(point, 1, 1)


def _last(point: str | None) -> Day | None:
    return _day(point, 12, 31)


def _day(point: str | None, month: int, day: int) -> Day | None:
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", point or "")
    return (int(match[1]), int(match[2] or month), int(match[3] or day)) if match else None

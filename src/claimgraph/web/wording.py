"""Interface words, numbers and dates as the reader of one language writes them."""

import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import NamedTuple

from markupsafe import Markup, escape

from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import VAGUE, Figure
from claimgraph.web.resources import LANGUAGES

#: Figures and dates that are remembered as they are written: most of them are small numbers and few days.
REMEMBERED = 5_000
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}
#: axis → the key of its positive and of its negative direction
DIRECTIONS = {"latitude": ("north", "south"), "longitude": ("east", "west")}
#: addresses of sites that name things → the site and its name for one
SITES = (
    (re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/([QP]\d+)"), "Wikidata {}"),
    (re.compile(r"https?://(?:sws|www)\.geonames\.org/(\d+)/?(?:[\w-]+\.html)?"), "GeoNames {}"),
    (re.compile(r"https?://([a-z-]+)\.wikipedia\.org/wiki/([^?#{}]+)"), "Wikipedia ({}): {}"),
)
#: Whether one day among several is meant → whether the first and the last are known → the key of the words.
RANGES = {
    False: {(True, True): "date_from_to", (True, False): "date_since", (False, True): "date_until"},
    True: {(True, True): "date_between", (True, False): "date_at_earliest", (False, True): "date_at_latest"},
}
#: Thousands apart: a comma, or a narrow space that does not break.
GROUPING = {"en": ",", "fr": "\u202f", "ar": ","}


class Words(dict[str, str]):
    """The interface words of one language, by key: ``words.search`` or ``words("said_on", date=…)``."""

    language: str

    def __getattr__(self, key: str) -> str:
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"no interface words {key!r} in strings.toml") from None

    def __call__(self, key: str, **parts: object) -> Markup:
        """A sentence with its parts put in, each escaped unless it is markup already."""
        return Markup("".join([escape(parts[text]) if is_name else text for text, is_name in _pieces(self[key])]))


@cache
def _pieces(pattern: str) -> tuple[tuple[str, bool], ...]:
    """A sentence taken apart once: its words, and the names of the parts between them."""
    pieces = [piece for words, name, form, conversion in Formatter().parse(pattern) for piece in ((words, False), (name, True))]
    assert all(not form and not conversion for _, _, form, conversion in Formatter().parse(pattern)), f"only names stand in braces: {pattern}"
    return tuple(piece for piece in pieces if piece[0])


@cache
def words_in(language: str) -> Words:
    """The interface words of a language."""
    table = tomllib.loads(files("claimgraph.web").joinpath("strings.toml").read_text(encoding="utf-8"))
    words = Words({key: texts[language] for key, texts in table.items()})
    words.language = language
    return words


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if language == "ar" else "ltr"


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart.

    >>> number(12345, "en")
    '12,345'
    """
    return f"{value:,}".replace(",", GROUPING[language])


class Quantity(NamedTuple):
    """A figure for a cell: what is printed large, and the words around it as one phrase."""

    large: str
    phrase: str
    is_word: bool


@lru_cache(maxsize=REMEMBERED)
def quantity(figure: Figure, language: str) -> Quantity:
    """A figure in words; vague words stay the speaker's own.

    >>> quantity(Figure("at-least", low=10), "en").phrase
    'at least 10'
    >>> quantity(Figure("dozens"), "en").phrase
    'dozens'
    """
    words = words_in(language)
    if figure.quantifier in VAGUE or figure.quantifier == "none":
        word = words[f"word_{figure.quantifier}"]
        return Quantity(word, word, True)
    numbers = [number(part, language) for part in (figure.value, figure.low, figure.high) if part is not None]
    large = "–".join(numbers)
    key = f"{figure.quantifier.replace('-', '_')}_number"
    return Quantity(large, words[key].format(number=large) if key in words else large, False)


def spoken(figure: Figure, language: str) -> Markup:
    """The word that stands for a number, in quotation marks where it is the speaker's own.

    >>> str(spoken(Figure("dozens"), "fr")), str(spoken(Figure("unknown"), "en"))
    ('«\xa0des dizaines\xa0»', 'unknown number')
    """
    word = quantity(figure, language).phrase
    return words_in(language)("quoted", words=word) if figure.quantifier in VAGUE and figure.quantifier != "unknown" else Markup("{}").format(word)


def degrees(axis: str, value: float, language: str) -> Markup:
    """Degrees of latitude or longitude with their direction.

    >>> str(degrees("longitude", -5.1487, "fr")), str(degrees("latitude", 14, "en"))
    ('5.1487°\xa0O', '14°\xa0N')
    """
    if value == 0:
        return Markup("0°")
    direction = DIRECTIONS[axis][value < 0]
    return words_in(language)(direction, degrees=f"{abs(value):g}")


def elsewhere(address: str) -> str:
    """What another site calls a thing, for sites that a reader knows by name; else the address.

    >>> elsewhere("https://fr.wikipedia.org/wiki/Guerre_du_Mali"), elsewhere("http://www.wikidata.org/entity/Q912")
    ('Wikipedia (fr): Guerre du Mali', 'Wikidata Q912')
    """
    for pattern, name in SITES:
        if match := pattern.fullmatch(address):
            return name.format(*match.groups()).replace("_", " ")
    return address


def written(day: date, language: str) -> str:
    """A day written out."""
    first = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{first} {MONTHS[language][day.month - 1]} {day.year}"


def point(text: str, language: str) -> str:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` written out.

    >>> point("2023-01-10", "fr"), point("2023-02", "en")
    ('10 janvier 2023', 'February 2023')
    """
    parts = text.split("-")
    if len(parts) == 3:
        return written(date.fromisoformat(text), language)
    return f"{MONTHS[language][int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else text


def tick(text: str, language: str, with_year: bool) -> str:
    """A date on an axis: the year is left out of a day or month where it is known already.

    >>> tick("2023-01-10", "fr", False), tick("2023", "en", False)
    ('10 janvier', '2023')
    """
    return point(text, language) if with_year or len(text) == 4 else point(text, language).rpartition(" ")[0]


@lru_cache(maxsize=REMEMBERED)
def told(when: PartialDate, language: str) -> str:
    """A date with the precision it was told in, in the page's language.

    >>> told(PartialDate("[2023-01-10..2023-01-11]"), "en")
    'between 10 and 11 January 2023'
    """
    text = when.text
    words = words_in(language)
    opened = text.startswith("[")
    if not opened and "/" not in text:
        return point(text, language)
    first, last = text.strip("[]").split("..", 1) if opened else ("" if part == ".." else part for part in text.split("/"))
    if first == last:
        return point(first, language)
    # French says "le" of a day and not of a month or year.
    wide = "" if all(len(end) == len("YYYY-MM-DD") for end in (first, last) if end) else "_wide"
    return words[RANGES[opened][bool(first), bool(last)] + wide].format(first=_without_repeats(first, last, language), last=point(last, language) if last else "")


def _without_repeats(first: str, last: str, language: str) -> str:
    """The first of two dates without the month or year that the second repeats.

    >>> _without_repeats("1941-07-17", "1941-07-18", "en"), _without_repeats("1942-01-06", "1942-03-08", "fr")
    ('17', '6 janvier')
    """
    one, other = first.split("-"), last.split("-")
    if len(one) != len(other) or one[0] != other[0] or len(one) < 2:
        return point(first, language) if first else ""
    kept = point(first, language).split(" ")
    return kept[0] if len(one) == 3 and one[1] == other[1] else " ".join(kept[:-1])


def is_one_day(when: PartialDate) -> bool:
    """Whether a date is told to the day."""
    return when.datatype.endswith("#date")


@lru_cache(maxsize=REMEMBERED)
def said(when: PartialDate, language: str) -> Markup:
    """When something was said, as half a sentence.

    >>> str(said(PartialDate("2023-02"), "fr")), str(said(PartialDate("2023-02-01"), "en"))
    ('dit en février 2023', 'said 1 February 2023')
    """
    key = "said_between" if is_span(when) else "said_on" if is_one_day(when) else "said_in"
    return words_in(language)(key, date=told(when, language))


def is_span(when: PartialDate) -> bool:
    """Whether a date runs from a day, month or year to another, or is open at one end."""
    return "/" in when.text or ".." in when.text


def listing(parts: list[Markup], language: str) -> Markup:
    """Parts as a reader lists them: a, b and c."""
    if len(parts) < 2:
        return parts[0] if parts else Markup("")
    comma = "، " if language == "ar" else ", "
    # Arabic writes "and" onto the word that follows it.
    space = "" if language == "ar" else " "
    return Markup(comma).join(parts[:-1]) + Markup(f" {words_in(language)['and']}{space}") + parts[-1]


assert set(MONTHS) == set(GROUPING) == set(LANGUAGES)

"""Which of the offered formats and languages a client wants, after RFC 9110 §12 and RFC 4647.

Pure functions over header text: no request, no response. A header element that cannot be parsed is
left out; a header of which nothing is left counts as absent.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

# A quoted string left open runs to the end: retried from each quotation mark it would cost quadratic time.
QUOTED = r'"(?:[^"\\]|\\.?)*+(?:"|\Z)'
#: One header element, up to a comma outside quotation marks; one part of it, up to a semicolon.
ELEMENT = re.compile(rf'(?:{QUOTED}|[^",])++', re.DOTALL)
PART = re.compile(rf'(?:{QUOTED}|[^";])++', re.DOTALL)
QVALUE = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\Z")
TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
#: How exactly a range must name a type; a more exact range decides over a vaguer one (RFC 9110 §12.5.1).
EXACT, WITH_PARAMETERS, SUFFIX, SUBTYPES, ANYTHING = 5, 4, 3, 2, 1


def elements(header: str) -> Iterator[tuple[str, bool, float]]:
    """Each ``(value, has parameters, weight)`` of a weighted list header, in its order.

    >>> list(elements('text/turtle;q=0.2, application/ld+json;profile="a,b"'))
    [('text/turtle', False, 0.2), ('application/ld+json', True, 1.0)]
    """
    for element in ELEMENT.findall(header):
        value, *parameters = (part.strip() for part in PART.findall(element))
        weight, others = 1.0, False
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name.strip().lower() != "q":
                others = others or bool(parameter)
            elif QVALUE.match(given.strip()):
                weight = float(given)
            else:
                break  # a weight that is no weight: the element says nothing
        else:
            if value:
                yield value.lower(), others, weight


def exactness(media_range: str, parameters: bool, offered: str) -> int:
    """How exactly a media range names an offered type, 0 when it does not.

    ``application/json`` also names types of the ``+json`` family: clients ask for JSON-LD so.
    """
    if media_range == offered:
        return WITH_PARAMETERS if parameters else EXACT
    if media_range == "application/json" and offered.endswith("+json"):
        return SUFFIX
    kind, _, subtype = media_range.partition("/")
    if subtype == "*" and (kind == "*" or kind == offered.partition("/")[0]):
        return ANYTHING if kind == "*" else SUBTYPES
    return 0


def is_range(text: str) -> bool:
    """Whether ``text`` has the form of a media range."""
    kind, slash, subtype = text.partition("/")
    return bool(slash and TOKEN.match(kind) and TOKEN.match(subtype)) and not (kind == "*" and subtype != "*")


@lru_cache(maxsize=1024)
def _negotiate(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = [element for element in elements(accept) if is_range(element[0])]
    if not ranges:
        return offered[0]
    best: tuple[float, int, int] = (0.0, 0, 0)
    chosen = None
    for place, media_type in enumerate(offered):
        matches = ((exactness(name, parameters, media_type), weight) for name, parameters, weight in ranges)
        precision, weight = max((match for match in matches if match[0]), default=(0, 0.0))
        # Equal weights: what the client named beats what it merely accepts, then our own order decides.
        if weight > 0 and (rank := (weight, precision, -place)) > best or (weight > 0 and chosen is None):
            best, chosen = (weight, precision, -place), media_type
    return chosen


def negotiate(accept: str | None, offered: Sequence[str]) -> str | None:
    """The offered media type that an ``Accept`` header wants most, ``None`` when it wants none of them (406).

    ``offered`` is in our order of preference: its first type is the answer to no header and to ``*/*``.

    >>> types = ("text/turtle", "application/ld+json", "text/html")
    >>> negotiate("text/turtle;q=0.2, application/ld+json;q=0.9", types)
    'application/ld+json'
    >>> negotiate("text/turtle;q=0, */*;q=0.1", types)
    'application/ld+json'
    >>> negotiate("image/png", types) is None
    True
    """
    if not accept:
        return offered[0]
    return _negotiate(accept, tuple(offered))


@lru_cache(maxsize=1024)
def negotiate_language(accept_language: str | None, offered: tuple[str, ...]) -> str:
    """The offered language an ``Accept-Language`` header wants most; the first one when it wants none.

    A page in a language not asked for helps more than a 406 (RFC 9110 §12.5.4 allows this).

    >>> negotiate_language("fr-CA, en;q=0.8", ("en", "fr", "ar"))
    'fr'
    >>> negotiate_language("de", ("en", "fr", "ar"))
    'en'
    """
    best, chosen = 0.0, offered[0]
    weights: dict[str, float] = {}
    for value, _, weight in elements(accept_language or ""):
        weights.setdefault(value.partition("-")[0], weight)
    for language in offered:
        weight = weights.get(language, weights.get("*", 0.0))
        if weight > best:
            best, chosen = weight, language
    return chosen

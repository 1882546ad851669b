"""Footnotes: title, publisher, date, language, access date and address, from a rendered reference or a {{cite}} template.

A rendered reference is read by its parts in the order Citation Style 1 prints them: author (date),
"title", publisher (in a language), date, archive, "Retrieved" and the access date.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from claimgraph.article.dates_told import mentions, read_date
from claimgraph.article.text import Footnote

LANGUAGES = {
    "arabic": "ar", "bambara": "bm", "bengali": "bn", "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl",
    "english": "en", "finnish": "fi", "french": "fr", "german": "de", "greek": "el", "hausa": "ha", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko", "kurdish": "ku", "malay": "ms",
    "norwegian": "no", "pashto": "ps", "persian": "fa", "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru",
    "serbian": "sr", "somali": "so", "spanish": "es", "swahili": "sw", "swedish": "sv", "tagalog": "tl", "tamil": "ta", "thai": "th",
    "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "canadian french": "fr-CA", "american english": "en-US",
    "british english": "en-GB", "brazilian portuguese": "pt-BR", "mexican spanish": "es-MX", "swiss french": "fr-CH",
    "swiss german": "de-CH", "austrian german": "de-AT", "simplified chinese": "zh-Hans", "traditional chinese": "zh-Hant",
}  # fmt: skip
_KINDS = {
    "cite news": "news", "cite press release": "news", "cite magazine": "news", "cite web": "web", "cite tweet": "web", "cite report": "report",
    "cite book": "book", "cite journal": "report", "cite thesis": "report", "citation": "web", "cite av media": "web", "cite encyclopedia": "book",
}  # fmt: skip
_BACKLINKS = re.compile(r"\A\s*(?:\^|↑|Jump up to:?)?(?:\s+(?:[a-z]{1,2}|\d+\.\d+)(?=\s))*\s*(?:\^\s*)?")
_TITLE = re.compile(r"(?<!\w)(?:\"(?P<straight>[^\"]{1,300})\"|“(?P<curly>[^”]{1,300})”|«\s*(?P<angle>[^»]{2,300}?)\s*»)(?=\s*(?:[.,;(\[]|\Z))")
_LANGUAGE = re.compile(r"\(in ([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)(?: and [A-Z][a-z]+)?\)")
_ACCESSED = re.compile(r"(?:Retrieved|Accessed|Consulté le)(?: on)?:? (?P<date>[^.;]{4,30})", re.IGNORECASE)
_ARCHIVED = re.compile(r"Archived(?: \(PDF\))? from the original(?: \(PDF\))?(?: on (?P<date>[^.;]{4,30}))?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\]\[{}|\\^`]+")
_STOP = re.compile(r"\.(?=\s|\Z)|;\s")


def read_footnote(text: str, number: int, mark: str, start: int = 0) -> Footnote:
    """The parts of one rendered reference; what is not there stays ``None``.

    >>> note = read_footnote('^ a b "Title told". AP News (in French). 2023-01-12. Retrieved June 1, 2024.', 2, "2")
    >>> note.title, note.publisher, note.language, note.published, note.accessed
    ('Title told', 'AP News', 'fr', '2023-01-12', 'June 1, 2024')
    """
    words = text[_BACKLINKS.match(text).end() :].strip()  # type: ignore[union-attr]
    note = Footnote(number, mark, words, start)
    title = _TITLE.search(words)
    if title is None:
        return replace(note, kind="note", url=_address(words))
    before, after = words[: title.start()].strip(" .,"), words[title.end() :]
    accessed, language = _ACCESSED.search(after), _LANGUAGE.search(after) or _LANGUAGE.search(words)
    for part in (accessed, _ARCHIVED.search(after), language, _ADDRESS.search(after)):
        after = after.replace(part[0], "") if part else after
    published, publisher = _published(before, after)
    return replace(
        note,
        title=next(quoted for quoted in title.groups() if quoted).strip().rstrip("."),
        publisher=publisher,
        author=re.sub(r"\s*\([^()]*\)\s*\Z", "", before) or None,
        published=published,
        accessed=accessed["date"].strip() if accessed else None,
        language=LANGUAGES.get(language[1].lower()) if language else None,
        url=_address(words),
        kind="news" if published and any(told.day for told in mentions(published)) else "report",
    )


def of_template(name: str, parameters: Mapping[str, str], number: int, mark: str, text: str, start: int = 0) -> Footnote:
    """The footnote of a ``{{cite …}}`` template whose parameters are plain words."""

    def first(*names: str) -> str | None:
        return next((value for n in names if (value := parameters.get(n, "").strip())), None)

    tongue = first("language", "lang")
    kind = _KINDS.get(name.strip().lower().replace("_", " "), "web")
    published = first("date", "year", "publication-date")
    if kind == "web":
        kind = "news" if published and any(told.day for told in mentions(published)) else "report"
    author = ", ".join(part for part in (first("last", "last1", "author", "author1"), first("first", "first1")) if part)
    return Footnote(
        number, mark, text, start,
        title=first("title", "trans-title"),
        publisher=first("work", "newspaper", "website", "magazine", "journal", "agency", "publisher"),
        published=published,
        language=(LANGUAGES.get(tongue.lower(), tongue if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", tongue) else None) if tongue else None),
        accessed=first("access-date", "accessdate"),
        url=_address(first("url") or "") or _address(first("archive-url", "archiveurl") or ""),
        kind=kind,
        author=author or None,
    )  # fmt: skip


def is_source(note: Footnote) -> bool:
    """Whether the footnote cites a document that has a title, and is not an explanation."""
    return note.title is not None and note.kind != "note"


def _address(text: str) -> str | None:
    match = _ADDRESS.search(text)
    return match[0].rstrip(".,;)") if match else None


def _published(before: str, after: str) -> tuple[str | None, str | None]:
    """Date and publisher, from what stands around the title: the date in brackets or a part of its own."""
    in_brackets = re.search(r"\(([^()]*\d{4}[^()]*)\)\s*\Z", before)
    parts = [part.strip(" .,;:()") for part in _STOP.split(after)]
    dates = [part for part in parts if part and _is_date(part)]
    published = in_brackets[1] if in_brackets and _is_date(in_brackets[1]) else dates[0] if dates else None
    names = [part for part in parts if part and not _is_date(part) and re.search(r"[^\W\d]{2}", part)]
    publisher = names[0] if names else None
    if publisher and not published and (inside := re.search(r"[,(]\s*([^,()]*\b\d{4})\)?\Z", publisher)) and _is_date(inside[1]):
        return inside[1].strip(), publisher[: inside.start()].strip(" ,")
    return published, publisher


def _is_date(words: str) -> bool:
    """Whether the words are a date and hardly anything else ("Pravda 24 news" is a name)."""
    told = mentions(words)
    return bool(told) and len(words) - (told[0].end - told[0].start) <= 12 and read_date(words) is not None

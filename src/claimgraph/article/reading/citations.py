"""Footnotes: title, publisher, date, language, access date and address, from a rendered reference or a {{cite}} template.

A rendered reference is read by its parts in the order Citation Style 1 prints them: author (date),
"title", publisher (in a language), date, archive, "Retrieved" and the access date.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

from claimgraph.article.dates_told import mentions, read_date
from claimgraph.article.reading.foreign_dates import in_english
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
    "afrikaans": "af", "albanian": "sq", "amharic": "am", "armenian": "hy", "azerbaijani": "az", "belarusian": "be", "bosnian": "bs", "bulgarian": "bg", "burmese": "my",
    "croatian": "hr", "dari": "prs", "estonian": "et", "filipino": "fil", "fulah": "ff", "georgian": "ka", "icelandic": "is", "irish": "ga", "kazakh": "kk", "khmer": "km",
    "lao": "lo", "latvian": "lv", "lingala": "ln", "lithuanian": "lt", "macedonian": "mk", "mongolian": "mn", "nepali": "ne", "oromo": "om", "punjabi": "pa", "sinhala": "si",
    "slovak": "sk", "slovene": "sl", "tamasheq": "tmh", "tigrinya": "ti", "uyghur": "ug", "uzbek": "uz", "yoruba": "yo", "zulu": "zu", "français": "fr", "deutsch": "de",
    "español": "es", "français canadien": "fr-CA",
}  # fmt: skip
_KINDS = {
    "cite news": "news", "cite press release": "news", "cite magazine": "news", "cite web": "web", "cite tweet": "web", "cite report": "report",
    "cite book": "book", "cite journal": "report", "cite thesis": "report", "citation": "web", "cite av media": "web", "cite encyclopedia": "book",
}  # fmt: skip
_BACKLINKS = re.compile(r"\A\s*(?:\^|↑)?(?:\s*Jump up(?: to:?)?)?(?:\s+(?:[a-z]{1,2}|\d+\.\d+)(?=\s))*\s*(?:\^\s*)?")
_TITLE = re.compile(r"(?<!\w)(?:\"(?P<straight>[^\"]{1,300})\"|“(?P<curly>[^”]{1,300})”|«\s*(?P<angle>[^»]{2,300}?)\s*»)(?=\s*(?:[.,;(\[]|\Z))")
#: a title without quotation marks: behind the author and the year in brackets, as books are printed
_BOOK = re.compile(r"\A(?P<before>[^\"“«(]{3,160}\((?P<date>[^()]{0,30}\b\d{4})\))\.\s+(?P<title>[^.]{4,200})(?=\.|\Z)")
_LANGUAGE = re.compile(r"\((?:in|en|auf|in lingua) ([^\W\d_]{3,20}(?: [A-Z][a-z]+)?)(?:,? (?:and|et|und) [A-Z][a-z]+)*\)")
_DAY = r"(?P<date>(?:\d{1,2}\.\s+)?[^.;()]{4,30})"
_ACCESSED = re.compile(rf"(?:Retrieved|Accessed|Consulté le|Abgerufen am|Consultado el|Consultado em|URL consultato il|Geraadpleegd op|Дата обращения:|Дата звернення:|اطلع عليه بتاريخ)(?: on)?:? {_DAY}", re.IGNORECASE)
_ARCHIVED = re.compile(
    rf"(?:Archived(?: \(PDF\))?(?: copy)?(?: from (?:the )?original)?|\[?archivé\]?|Archiviert vom Original|Archivado desde el original|Архивировано(?: из оригинала)?|مؤرشف من الأصل)(?: \(PDF\))?"
    rf"(?: (?:on|at the [A-Z][\w ]{{3,30}}|le|am|el|в|في)(?: {_DAY})?)?", re.IGNORECASE,
)  # fmt: skip
#: what Citation Style 1 prints in brackets of a document's kind and access, no part of its publisher
_KIND = re.compile(r"\((?:PDF|DOCX?|XLSX?|PNG|JPG|Report|Technical report|Press release|Thesis|PhD thesis|Doctoral dissertation|Podcast|Video|Television production|Tweet|Interview|Map|Blog|Speech|Mailing list|(?:free )?registration required|subscription required|limited access)\)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"\A(?:ISBN|ISSN|OCLC|JSTOR|doi|S2CID|LCCN|ASIN|arXiv|PMID|PMC|Bibcode|pp?\.|vol\.|no\.|\d)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"\]\[{}|\\^`]+")
_STOP = re.compile(r"\.(?=\s|\Z)|;\s")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\Z")
_NAMES_OF = {tag: name.title() for name, tag in reversed(LANGUAGES.items())}
_MOST_AUTHORS = 9
#: parameters of a name, its number in the braces: authors, else editors
_ROLES = (("last{0}", "surname{0}", "author{0}", "first{0}", "given{0}"), ("editor{0}-last", "editor-last{0}", "editor{0}", "editor{0}-first", "editor-first{0}"))
#: a longer name is none of a publisher
_LONGEST_NAME = 90
#: "The Paper, 6 May 2020", "The Paper (May 2020)": where the name ends
_NAME_AND_DAY = re.compile(r"(?<=[^\W\d]{2})\s*[,(]\s*(?=(?:\d{1,2} [^\W\d]{3,12},? |[^\W\d]{3,12} (?:\d{1,2}, )?)?\d{4}\)?\Z|\d{4}-\d\d-\d\d\)?\Z)")


#: where a page's number is told, which went with the full stop behind its "p"
_PAGES = re.compile(r",?\s+pp?\Z")


def read_footnote(text: str, number: int, mark: str, start: int = 0) -> Footnote:
    """The parts of one rendered reference; what is not there stays ``None``.

    >>> note = read_footnote('^ a b "Title told". AP News (in French). 2023-01-12. Retrieved June 1, 2024.', 2, "2")
    >>> note.title, note.publisher, note.language, note.published, note.accessed
    ('Title told', 'AP News', 'fr', '2023-01-12', 'June 1, 2024')
    >>> book = read_footnote("Doe, Jane (2020). The raids. Norland Press. p. 5. ISBN 1.", 3, "3")
    >>> book.title, book.publisher, book.author, book.published, book.kind
    ('The raids', 'Norland Press', 'Doe, Jane', '2020', 'report')
    """
    words = text[_BACKLINKS.match(text).end() :].strip()  # type: ignore[union-attr]
    note = Footnote(number, mark, words, start)
    title = _TITLE.search(words) or _BOOK.match(words)
    if title is None:
        return replace(note, kind="note", url=_address(words))
    book = title.re is _BOOK
    before, after = (title["before"] if book else words[: title.start()]).strip(" .,"), words[title.end() :]
    accessed, language, kind = _ACCESSED.search(after), _LANGUAGE.search(after) or _LANGUAGE.search(words), _KIND.search(after)
    for part in (accessed, _ARCHIVED.search(after), language, _ADDRESS.search(after)):
        after = after.replace(part[0], "") if part else after
    published, publisher = _published(before, _KIND.sub("", after))
    printed = published and any(told.day for told in mentions(in_english(published)))
    return replace(
        note,
        title=(_LANGUAGE.sub("", title["title"]) if book else next(quoted for quoted in title.groups() if quoted)).strip().rstrip("."),
        publisher=publisher,
        author=re.sub(r"\s*\([^()]*\)\s*\Z", "", before) or None,
        published=published,
        accessed=accessed["date"].strip() if accessed else None,
        language=language_tag(language[1]) if language else None,
        url=_address(words),
        kind="news" if printed and not book and not (kind and "report" in kind[0].lower()) else "report",
    )


def language_tag(told: str) -> str | None:
    """The BCP 47 tag of a language told by its name or its code, ``None`` for anything else.

    >>> language_tag("French"), language_tag("fr-ca"), language_tag("pt_BR"), language_tag("none of them")
    ('fr', 'fr-CA', 'pt-BR', None)
    """
    first = re.split(r"\s*(?:,|;|/|&|\band\b)\s*", told.strip(), maxsplit=1)[0]
    if known := LANGUAGES.get(first.lower()):
        return known
    code = _TAG.match(first)
    if code is None:
        return None
    language, region = code[1].lower(), code[2] or ""
    return f"{language}-{region.title() if len(region) == 4 else region.upper()}" if region else language


def language_name(tag: str) -> str | None:
    """The English name of a language by its tag ("fr" → "French")."""
    return _NAMES_OF.get(tag.strip())


def of_template(name: str, parameters: Mapping[str, str], number: int, mark: str, start: int = 0) -> Footnote:
    """The footnote of a ``{{cite …}}`` template whose parameters are plain words; its text is what a reader sees."""

    def first(*names: str) -> str | None:
        return next((value for n in names if (value := parameters.get(n, "").strip())), None)

    published = first("date", "publication-date", "year")
    if published and not first("date", "publication-date") and (month := first("month")):
        published = f"{month} {published}"
    kind = _KINDS.get(name.strip().lower().replace("_", " "), "web")
    if kind == "web":
        kind = "news" if published and any(told.day for told in mentions(in_english(published))) else "report"
    tongue = first("language", "lang", "in")
    title = first("title", "chapter", "contribution", "entry", "trans-title") or re.sub(r"\A[a-z]{2}:\s*", "", first("script-title") or "")
    note = Footnote(
        number, mark, "", start,
        title=title.strip("\"“”") or None,
        publisher=first("work", "newspaper", "website", "magazine", "journal", "periodical", "encyclopedia", "agency", "publisher", "institution"),
        published=published,
        language=language_tag(tongue) if tongue else None,
        accessed=first("access-date", "accessdate"),
        url=_address(first("url", "chapter-url") or "") or _address(first("archive-url", "archiveurl") or ""),
        kind=kind,
        author=_authors(parameters) or None,
        archive=_address(first("archive-url", "archiveurl") or ""),
    )  # fmt: skip
    return replace(note, text=_shown(note, first("archive-date", "archivedate"), first("page", "pages", "at")))


def _authors(parameters: Mapping[str, str]) -> str:
    """"Doe, Jane; Roe, Richard", of numbered parameters or of one for all."""
    found = []
    for role in _ROLES:
        for number in ("", *map(str, range(1, _MOST_AUTHORS + 1))):
            names = (parameters.get(part.format(number), "").strip() for part in role)
            if whole := ", ".join(name for name in names if name):
                found.append(whole)
        if found:
            break
    return "; ".join(found) or next((names for key in ("vauthors", "authors", "editors") if (names := parameters.get(key, "").strip())), "")


def _shown(note: Footnote, archived: str | None, pages: str | None) -> str:
    """The reference as Citation Style 1 prints it."""
    tongue = _NAMES_OF.get(note.language or "")
    title = note.title or ""
    titled = title if note.kind == "book" and note.author and note.published else f'"{title}"' if title else ""
    parts = (
        f"{note.author} ({note.published})" if note.author and note.published else note.author,
        titled,
        " ".join(part for part in (note.publisher, f"(in {tongue})" if tongue else None) if part),
        note.published if not note.author else None,
        pages and f"p. {pages}",
        f"Archived from the original on {archived}" if archived else None,
        f"Retrieved {note.accessed}" if note.accessed else None,
    )
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def of_link(note: Footnote, words: str, address: str) -> Footnote:
    """The footnote with the words of its link for a title, and what stands beside them for the publisher."""
    if not address:
        return note
    words = words.strip(" \"“”.")
    if not words or words.startswith(("http://", "https://", "www.")):
        return replace(note, url=note.url or _address(address))
    rest = note.text.replace(words, "", 1)
    accessed = _ACCESSED.search(rest)
    published, publisher = _published("", rest.replace(accessed[0], "") if accessed else rest)
    return replace(
        note, title=words, publisher=publisher, published=published, accessed=accessed["date"].strip() if accessed else None, url=_address(address),
        kind="news" if published and any(told.day for told in mentions(in_english(published))) else "web",
    )  # fmt: skip


def numbered(notes: Sequence[Footnote]) -> list[Footnote]:
    """The footnotes with numbers that are their own: citations keep the one they are printed with, notes of letters come behind."""
    taken = {int(note.mark) for note in notes if note.mark.isdecimal()}
    free = (number for number in count(max(taken, default=0) + 1))
    return [replace(note, number=int(note.mark) if note.mark.isdecimal() else next(free)) for note in notes]


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
    parts = [_PAGES.sub("", piece).strip(" .,;:()") for part in parts for piece in _NAME_AND_DAY.sub("\n", part).split("\n")]
    dates = [part for part in parts if part and _is_date(part)]
    published = in_brackets[1] if in_brackets and _is_date(in_brackets[1]) else dates[0] if dates else None
    names = [part for part in parts if 0 < len(part) <= _LONGEST_NAME and not _is_date(part) and not _IDENTIFIER.match(part) and re.search(r"[^\W\d]{2}", part)]
    return published, names[0] if names else None


def _is_date(words: str) -> bool:
    """Whether the words are a date and hardly anything else ("Pravda 24 news" is a name)."""
    words = in_english(words)
    told = mentions(words)
    return bool(told) and len(words) - (told[0].end - told[0].start) <= 12 and read_date(words) is not None

"""The works that a page lists, and the short footnotes that name one of them: "Doe 2001, p. 5", "Doe, p. 5"."""

import re
from dataclasses import replace

from claimgraph.article.reading.foreign_dates import in_english
from claimgraph.article.text import Footnote

_YEAR = re.compile(r"\b[12]\d{3}[a-z]?\b")
_SHORT = re.compile(r"\W{0,4}(?P<who>[^\d(),:]{2,80}?(?:,[^\d(),:]{2,40}){0,3})(?:,?\s+\(?(?P<year>[12]\d{3}[a-z]?)\)?(?=[,.:;\s]|\Z)|(?=,?\s+(?:vol\.? \w+,? )?pp?\.))")
#: where the first author's name ends
_NEXT = re.compile(r"[,;&]|\band\b|\bet al")


class Works:
    """The works that a page lists, by author and year, for the short footnotes that name them so."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, ...], str], Footnote] = {}
        self._by_first: dict[tuple[str, str], Footnote] = {}
        self._years: dict[str, set[str]] = {}

    def add(self, work: Footnote) -> None:
        """Take note of a work; the first of the same authors in a year keeps their names."""
        year = _YEAR.search(in_english(work.published or ""))
        authors = tuple(_first(name) for name in (work.author or work.publisher or "").split(";"))
        if work.title and year and authors[0]:
            self._known.setdefault((authors, year[0]), work)
            self._by_first.setdefault((authors[0], year[0]), work)
            self._years.setdefault(authors[0], set()).add(year[0])

    def told(self, note: Footnote) -> Footnote:
        """The footnote with what is known of the work that it names; as it was where it names none.

        >>> works = Works()
        >>> works.add(Footnote(0, "", "", title="The raids", author="Doe, Jane", published="2001"))
        >>> works.told(Footnote(4, "4", "Doe 2001, p. 5")).title, works.told(Footnote(5, "5", "Doe, p. 5.")).title
        ('The raids', 'The raids')
        >>> works.add(Footnote(0, "", "", title="With others", author="Doe, Jane; Roe, Bo", published="2001"))
        >>> works.told(Footnote(6, "6", "Doe & Roe 2001")).title, works.told(Footnote(7, "7", "Doe 2001")).title
        ('With others', 'The raids')
        """
        short = _SHORT.match(note.text) if note.title is None else None
        if short is None:
            return note
        authors = tuple(name.strip(" .").lower() for name in _NEXT.split(short["who"]) if name.strip(" ."))
        years = self._years.get(authors[0], set()) if authors else set()
        year = short["year"] or (next(iter(years)) if len(years) == 1 else "")
        work = self._known.get((authors, year)) or self._by_first.get((authors[0] if authors else "", year))
        if work is None:
            return note
        return replace(work, number=note.number, mark=note.mark, text=note.text, start=note.start)


def _first(names: str) -> str:
    return _NEXT.split(names, maxsplit=1)[0].strip().lower()

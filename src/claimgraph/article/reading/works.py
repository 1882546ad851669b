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
        self._known: dict[tuple[str, str], Footnote] = {}
        self._years: dict[str, set[str]] = {}

    def add(self, work: Footnote) -> None:
        """Take note of a work; the first of an author's in a year keeps the name."""
        year = _YEAR.search(in_english(work.published or ""))
        author = _first(work.author or work.publisher or "")
        if work.title and year and author:
            self._known.setdefault((author, year[0]), work)
            self._years.setdefault(author, set()).add(year[0])

    def told(self, note: Footnote) -> Footnote:
        """The footnote with what is known of the work that it names; as it was where it names none.

        >>> works = Works()
        >>> works.add(Footnote(0, "", "", title="The raids", author="Doe, Jane", published="2001"))
        >>> works.told(Footnote(4, "4", "Doe 2001, p. 5")).title, works.told(Footnote(5, "5", "Doe, p. 5.")).title
        ('The raids', 'The raids')
        """
        short = _SHORT.match(note.text) if note.title is None else None
        if short is None:
            return note
        author = _first(short["who"])
        years = self._years.get(author, set())
        work = self._known.get((author, short["year"] or next(iter(years), ""))) if short["year"] or len(years) == 1 else None
        if work is None:
            return note
        return replace(work, number=note.number, mark=note.mark, text=note.text, start=note.start)


def _first(names: str) -> str:
    return _NEXT.split(names, maxsplit=1)[0].strip().lower()

"""Any form of a Wikipedia article → Article: the form is told by the words, not by the file's name."""

import re
from collections.abc import Callable
from pathlib import Path

from claimgraph.article.export import read_export
from claimgraph.article.html import read_html
from claimgraph.article.saved_text import read_saved_text
from claimgraph.article.text import Article
from claimgraph.article.wikitext import read_wikitext
from claimgraph.errors import TooLarge, UnreadableFile

#: an article of 20 MB is ten times the largest there is
MOST_BYTES = 20_000_000
#: what only wikitext has; headings between equals signs alone are plain text's too
_WIKITEXT = re.compile(r"\{\{\s*Infobox\b|\[\[[^\[\]\n]+\]\][^\n]*\n|<ref[ >/]|\{\{(?:cite|efn|sfn|flag|reflist|short description)\b|^'''[^'\n]+'''", re.IGNORECASE | re.MULTILINE)

#: what a text begins with or holds near its beginning → the reader of that form; the first that fits reads
_READERS: tuple[tuple[re.Pattern[str], Callable[..., Article]], ...] = (
    (re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<mediawiki\b"), read_export),
    (re.compile(r"\s*(?:<!doctype html|<html\b|<head\b|<body\b)|[^{]{0,2000}<(?:div|section|table|p|span)\b[^>]*>", re.IGNORECASE), read_html),
    (re.compile(r"[\s\S]{0,20000}?(?:" + _WIKITEXT.pattern + ")", re.IGNORECASE | re.MULTILINE), read_wikitext),
    (re.compile(""), read_saved_text),
)


def read_article(text: str, *, title: str | None = None, url: str | None = None) -> Article:
    """The article in a text of any form; ``title`` and ``url`` stand in for what the form does not tell."""
    reader = next(read for shape, read in _READERS if shape.match(text))
    return reader(text, title=title, url=url)


def read_file(path: Path, *, title: str | None = None, url: str | None = None) -> Article:
    """The article in a file; raises :class:`UnreadableFile` for what is no text, :class:`TooLarge` above 20 MB."""
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(path, "a folder, not an article") from None
    except OSError as error:
        raise UnreadableFile(path, (error.strerror or "cannot be read").lower(), hint="name a saved article, or give its title or URL") from None
    if len(content) > MOST_BYTES:
        raise TooLarge(f"{path}: {len(content):,} bytes are no article", "a whole dump is read with --dump")
    return read_article(decode(content, path), title=title, url=url)


def decode(content: bytes, path: Path | str) -> str:
    """The text of bytes in UTF-8 (or UTF-16 with its mark); anything else is refused with the line of the first bad byte."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(path, f"not text in UTF-8 (byte {error.start})", line, "save the page as text, HTML or wikitext in UTF-8") from None

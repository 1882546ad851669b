"""Any form of a Wikipedia article → Article: the form is told by the words, not by the file's name."""

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

from claimgraph.article.reading.export import read_export
from claimgraph.article.reading.html import read_html
from claimgraph.article.reading.saved_text import read_saved_text
from claimgraph.article.reading.tongue import only_english, tongue_of
from claimgraph.article.reading.wikitext import read_wikitext
from claimgraph.article.text import Article
from claimgraph.errors import TooLarge, UnreadableFile

#: an article of 20 MB is ten times the largest there is
MOST_BYTES = 20_000_000
#: what only wikitext has; headings between equals signs alone are plain text's too
_WIKITEXT = re.compile(r"\{\{\s*(?:#invoke:\s*)?Infobox\b|\[\[[^\[\]\n]+\]\][^\n]*\n|<ref[ >/]|\{\{(?:cite|efn|sfn|flag|reflist|short description)\b|^'''[^'\n]+'''", re.IGNORECASE | re.MULTILINE)

_REDIRECT = re.compile(r"\ufeff?\s*#(?:REDIRECT|REDIRECTION|WEITERLEITUNG|REDIRECCIÓN|перенаправление|تحويل)\s*:?\s*\[\[([^\]|#\n]{1,300})", re.IGNORECASE)
#: what bytes begin with that are no text → what to say
_KINDS = (
    (b"%PDF", "a PDF, not text", "save the page as text or HTML"),
    (b"PK\x03\x04", "a packed document, not text", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "a packed document, not text", "save it as plain text"),
    (b"\x1f\x8b", "a gzip archive, not an article", "a dump is read with --dump"),
    (b"BZh", "a bz2 archive, not an article", "a dump is read with --dump"),
    (b"\xfd7zXZ", "an xz archive, not an article", "a dump is read with --dump"),
    (b"\x89PNG", "a picture, not text", "save the page as text or HTML"),
    (b"\xff\xd8\xff", "a picture, not text", "save the page as text or HTML"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,80}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)
#: browsers read Latin-1 as Windows-1252
_DECLARABLE = {b"windows-1252": "cp1252", b"iso-8859-1": "cp1252", b"latin1": "cp1252", b"iso-8859-15": "iso-8859-15"}
_NAMED = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
_CONTROLS, _SAMPLE = re.compile(rb"[\x00-\x08\x0e-\x1f]"), 4096
#: what a text begins with or holds near its beginning → the reader of that form; the first that fits reads
_READERS: tuple[tuple[re.Pattern[str], Callable[..., Article]], ...] = (
    (re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<mediawiki\b"), read_export),
    (re.compile(r"\s*(?:(?:<!--(?:(?!-->)[\s\S]){0,4000}-->|<\?xml[^>]{0,200}>)\s*)*(?:<!doctype html|<html\b|<head\b|<body\b)|[^{]{0,2000}<(?:div|section|table|p|span)\b[^>]*>", re.IGNORECASE), read_html),
    (re.compile(r"[\s\S]{0,20000}?(?:" + _WIKITEXT.pattern + ")", re.IGNORECASE | re.MULTILINE), read_wikitext),
    (re.compile(""), read_saved_text),
)


def read_article(text: str, *, title: str | None = None, url: str | None = None, path: Path | str = "<article>") -> Article:
    """The article in a text of any form; ``title`` and ``url`` stand in for what the form does not tell, ``path`` names it in errors."""
    if target := redirected(text):
        raise UnreadableFile(path, f"a redirect to “{target}”, not an article", hint="save that page")
    reader = next(read for shape, read in _READERS if shape.match(text))
    return _in_its_tongue(reader(text, title=title, url=url))


def redirected(text: str) -> str | None:
    """The title that a page's wikitext redirects to, ``None`` for any other page."""
    redirect = _REDIRECT.match(text)
    return redirect[1].strip() if redirect else None


def _in_its_tongue(article: Article) -> Article:
    """The article with its language, where the copy does not tell it and the words do."""
    tongue = tongue_of(" ".join(p.text for p in article.paragraphs)) if article.language == "en" else None
    return article if tongue in (None, "en") else replace(article, language=tongue, remarks=(*article.remarks, only_english(tongue)))


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
    return read_article(decode(content, path), title=title, url=url, path=path)


def _of_web_archive(content: bytes) -> bytes | None:
    """The page in a "web page, single file" (MHTML), ``None`` where there is none."""
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html" and isinstance(page := part.get_payload(decode=True), bytes):
            return page
    return None


def decode(content: bytes, path: Path | str) -> str:
    """The text of bytes in UTF-8 (or UTF-16 with its mark); anything else is refused with the line of the first bad byte."""
    for magic, words, hint in _KINDS:
        if content.startswith(magic):
            raise UnreadableFile(path, words, hint=hint)
    if not content.strip():
        raise UnreadableFile(path, "empty", hint="save the page again")
    if not _encoding(content).startswith("utf-16") and len(_CONTROLS.findall(content[:_SAMPLE])) * 20 > len(content[:_SAMPLE]):
        raise UnreadableFile(path, "no text but binary data", hint="save the page as text, HTML or wikitext in UTF-8")
    if content.startswith((b"From: <Saved by", b"MIME-Version:")) and (page := _of_web_archive(content)):
        content = page
    encoding = _encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(path, f"not text in {_NAMED.get(encoding, encoding)} (byte {error.start})", line, "save the page in UTF-8, or: iconv -f WINDOWS-1252 -t UTF-8") from None


def _encoding(content: bytes) -> str:
    """UTF-8, but for what begins with the mark of UTF-16, has its zeros, or is HTML that declares another (a page kept by an old browser)."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = content[:_SAMPLE]
    for name, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(zeros) > 8 and zeros.count(0) * 2 > len(zeros) and sample.count(0) < 0.6 * len(sample):
            return name
    declared = _DECLARED.search(sample)
    return _DECLARABLE.get(declared[1].lower(), "utf-8-sig") if declared else "utf-8-sig"

"""A file of any kind: the form is told by its words, and what is no article is told in one line."""

import bz2

import pytest

from claimgraph.article.page import decode, read_article, read_file
from claimgraph.errors import UnreadableFile
from tests.article.one_article import SHAPES, TITLE, VECTOR_2022
from tests.growth import assert_linear

FORMS = {
    "wikitext": "wikitext", "export": "wikitext", "vector-2022": "html", "old-vector": "html", "printable": "html", "minerva": "html", "parsoid": "html", "saved-text": "saved-text", "pipes": "pipe-table",
    "flat": "flat-fields", "yaml": "yaml",
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_the_form_is_told_by_the_words(name, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(SHAPES[name], encoding="utf-8")
    article = read_file(path)
    assert (article.form, article.title) == (FORMS[name], TITLE)


@pytest.mark.parametrize("before", ["<!-- saved from url=(0044)https://en.wikipedia.org/wiki/X -->\n", "<?xml version='1.0'?>\n<!-- a --> <!-- b -->\n", "\n\n"])
def test_what_a_browser_writes_above_a_page_does_not_hide_it(before):
    assert read_article(before + VECTOR_2022) == read_article(VECTOR_2022)


def test_a_page_saved_with_its_addresses_made_whole_gives_the_same():
    whole = VECTOR_2022.replace('href="/wiki/', 'href="https://en.wikipedia.org/wiki/').replace('href="#cite', 'href="https://en.wikipedia.org/wiki/Ash_and_Birch_raids#cite').replace("//upload.example.org/", "./Ash_files/")
    assert read_article(whole) == read_article(VECTOR_2022)


def test_an_identifier_that_links_to_its_article_is_no_address_of_a_work():
    note = '<ol class="references"><li id="cite_note-1"><span class="reference-text"><cite>Ney, A. (1921). "The hills". Press. <a href="https://en.wikipedia.org/wiki/OCLC_(identifier)">OCLC</a> 123.</cite></span></li></ol>'
    assert read_article(f"<html><body><h1>Raid</h1>{note}</body></html>").footnotes[0].url is None


def test_comments_without_an_end_cost_their_length():
    assert_linear(lambda size: read_article("<!-- a --> " * (size // 11) + "<!--"), 10_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(encoding, ends, tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(SHAPES["saved-text"].replace("\n", ends).encode(encoding))
    assert read_file(path) == read_article(SHAPES["saved-text"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 x", "a PDF"), (b"PK\x03\x04x", "packed document"), (b"\x1f\x8bx", "gzip archive"), (bz2.compress(b"x"), "bz2 archive"), (b"\x89PNG\r\n", "a picture"), (b"", "empty"),
        (b" \n\t\n", "empty"), (bytes(range(32)) * 40, "binary"), (b"caf\xe9", "not text in UTF-8"), (b"#REDIRECT [[Raid on Ash]]", "a redirect to “Raid on Ash”"),
        ("#перенаправление [[Рейд]]".encode(), "a redirect to “Рейд”"), (b"<mediawiki><page><title>T</title><ns>1</ns><revision><text>x</text></revision></page></mediawiki>", "no article in this export"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_told(content, words, tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        read_file(path)


def test_a_nul_in_a_text_is_no_reason_to_refuse_it():
    assert decode(b"Raid\0 on Ash." + b" Text of it." * 20, "x").startswith("Raid")


def test_a_page_saved_as_a_single_file():
    head = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://en.wikipedia.org/wiki/X\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"B\"\r\n\r\n"
    import quopri

    body = quopri.encodestring(VECTOR_2022.encode()).replace(b"\n", b"\r\n")
    archive = head + b"--B\r\nContent-Type: text/css\r\n\r\na{}\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + body + b"\r\n--B--\r\n"
    assert read_article(decode(archive, "x")).infobox == read_article(VECTOR_2022).infobox


def test_an_export_of_several_pages_gives_the_one_with_a_box_or_the_one_named():
    page = "<page><title>{0}</title><ns>0</ns><revision><id>1</id><text>{1}</text></revision></page>"
    text = "<mediawiki>" + page.format("River", "A river.") + page.format("Raid", "{{Infobox military conflict|date=5 May 2020|combatant1=Aland}}") + "</mediawiki>"
    assert (read_article(text).title, read_article(text, title="River").title) == ("Raid", "River")
    with pytest.raises(UnreadableFile, match="no article “Lake”"):
        read_article(text, title="Lake")


def test_an_article_in_another_language_says_what_cannot_be_read():
    article = read_article(VECTOR_2022.replace('lang="en"', 'lang="fr"'))
    assert article.language == "fr" and "only English is read" in article.remarks[0]

"""Coverage-guided fuzzing of everything that reads a page: ``python -m tests.fuzz.readers -max_total_time=60``.

Needs atheris: ``pip install claimgraph[fuzz]`` (Linux on x86-64). The first byte of an input chooses the reader, the rest is
what it reads; ``--only NAME`` keeps to one, and ``--keep-going`` writes each failure of another place down and goes on. Other options are libFuzzer's. Seeds are the small pages below and, where they are
there, the articles of the shared test data. An input that fails is written to the current folder.
"""

import argparse
import hashlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, parse

#: libFuzzer's limits: no input of this length may take so long (s) or so much (MB)
LIMITS = ("-max_len=3000", "-timeout=20", "-rss_limit_mb=2048")
_BOX = "{{Infobox military conflict|conflict=Raid|partof=[[Some War]]|date=5–6 May 2020|place=[[Ash]], Aland|combatant1={{flag|Aland}}|combatant2=[[Some Front]]|casualties1=3 killed<br>1 wounded (per Aland)|casualties2=* 5+ killed<ref>{{cite news|title=T|publisher=P|date=May 6, 2020|url=https://example.org/}}</ref>}}\n"
_PROSE = "On 5 May 2020, fighters of the Some Front (SF) attacked soldiers of Aland in the village of Ash, killing at least three soldiers and wounding dozens.[1] The front claimed responsibility on May 7.[2]"
SEEDS = {
    "saved": f"Raid on Ash\nPart of Some War\nDate5 May 2020\nLocationAsh, Aland\nBelligerents\nAland\nSome Front\nCasualties and losses\n3 killed\n5 killed (per Aland)\n\n{_PROSE}\nAftermath[edit]\nThe toll rose to 4.\nReferences\n1. ^ \"T\". P. 6 May 2020. Retrieved 7 May 2020.\n",
    "wikitext": f"{_BOX}'''Raid''' was one.<ref name=\"a\">A</ref> {_PROSE}<ref name=a />\n== Attack ==\n* ''five'' [[soldier]]s killed\n;a:b\n{{| class=x\n|-\n| a || b\n|}}\n<!-- c --><nowiki>[[</nowiki>&amp;{{{{reflist}}}}",
    "html": "<!DOCTYPE html><html lang='en'><body><h1>Raid</h1><div class=\"mw-parser-output\"><table class=\"infobox\"><tr><th>Date</th><td>5 May 2020</td></tr><tr><th colspan=2>Casualties and losses</th></tr>"
    f"<tr><td><img src='//x/Flag_of_Mali.svg'>3 killed<br>1 wounded</td><td><ul><li>5 killed</li></ul></td></tr></table><p>{_PROSE}<sup class=\"reference\"><a href=\"#cite_note-1\">[1]</a></sup></p>"
    '<h2>References</h2><ol class="references"><li id="cite_note-1"><span class="reference-text"><a href="https://example.org/">"T"</a>. P. 2020.</span></li></ol></div></body></html>',
    "export": f"<mediawiki xml:lang='en'><siteinfo><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo><page><title>Raid</title><ns>0</ns><id>1</id><revision><id>2</id><text>{_BOX.replace('<', '&lt;')}</text></revision></page></mediawiki>",
    "page": f"<page><title>Raid</title><ns>0</ns><id>1</id><revision><id>2</id><text>{_BOX.replace('<', '&lt;')}</text></revision></page>",
    "footnote": '^ Doe, Jane (5 May 2020). "T: a title" (in French). The Paper. Archived from the original on 6 May 2020. Retrieved 7 May 2020. https://example.org/a',
    "date": "27–31 March 2022 (2022-03-27) – early 2023, in tandem; January 10, 2023, 9 – 10 May 2019, Spring 1943, ongoing",
    "quantity": "at least 150–200+ killed, between one hundred and fifty and 1,000 wounded, several dozen missing, no fewer than a dozen, 12.5 thousand, ٣ dead, half a dozen",
    "figures": "Per Mali: 14 soldiers killed, 11 wounded; 31 'terrorists' neutralised (claim by officials), including 3 civilians [1][2] None 10–12 killed",
}  # fmt: skip
#: what the fuzzer may put together
WORDS = (
    "{{", "}}", "[[", "]]", "{|", "|}", "|-", "<ref>", "</ref>", "<ref name=a/>", "<!--", "-->", "<nowiki>", "</nowiki>", "'''", "==", "\n*", "\n;a:b", "|casualties1=", "|combatant1=", "|date=", "&#x10FFFF;", "&lt;", "<br>", "<div>",
    "</table>", "<td>", "<![CDATA[", "<page>", "</page>", "</text>", "killed", "wounded", "according to", "claimed responsibility for the attack", "between Ab and ", "31 February 2020", "0000", "99999999999", "1,000", "[1]", "[nb 1]",
    "dozens of", "(per Mali)", "References\n", "Belligerents\n", "Casualties and losses\n", "Deaths", "Flag of Mali.svg", "\u0301", "\u202e", "٣", "½", "\x85", "\x1c", "http://[", "Retrieved", "\u2028", "²", "İ", "ß",
)  # fmt: skip


def targets() -> dict[str, Callable[[str], object]]:
    """Name → what reads a text; each raises where something that must hold does not."""
    from claimgraph.article.bulk.dump import Page, draft_page
    from claimgraph.article.casualties import read_claims
    from claimgraph.article.dates_told import mentions, read_date, read_span
    from claimgraph.article.draft import draft
    from claimgraph.article.drafting.matching import Authority
    from claimgraph.article.grammar.quantities import read_quantity
    from claimgraph.article.grammar.tokens import tokens
    from claimgraph.article.reading.citations import read_footnote
    from claimgraph.article.reading.export import read_export
    from claimgraph.article.reading.html import read_html
    from claimgraph.article.reading.saved_text import read_saved_text
    from claimgraph.article.reading.wikitext import read_wikitext
    from claimgraph.article.report import as_json, as_markdown
    from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph
    from claimgraph.errors import ClaimgraphError
    from claimgraph.graph.turtle import write

    def drafted(article: Article) -> None:
        """An article in order: every piece is a slice of its text, and its draft can be written and read again."""
        pieces = [*article.paragraphs, *(line for f in (article.infobox.fields if article.infobox else ()) for line in f.lines)]
        for piece in pieces:
            assert article.text[piece.start : piece.end] == piece.text, piece
        assert all(0 <= link.start <= link.end <= len(article.text) for link in article.links)
        made = draft(article)
        triples = made.triples()
        assert {q.triple for q in parse(write(triples), format=RdfFormat.TURTLE)} == set(triples)
        assert as_json(made)["claims"] is not None and as_markdown(made)

    def export(text: str) -> None:
        try:
            drafted(read_export(text))
        except ClaimgraphError:
            return

    def page(text: str) -> None:
        result = draft_page(Page(0, text.encode("utf-8", "replace"), b""), Authority())
        assert result.status != "skipped" or result.reason.startswith(("<", "Raid", "page", "longer")) or ":" in result.reason
        assert "Error:" not in result.reason, result.reason

    def figures(text: str) -> None:
        box = Infobox("military", (InfoboxField("casualties", 0, (Line(text, 0),)), InfoboxField("deaths", None, (Line(text, 0),)), InfoboxField("result", None, (Line(text, 0),))))
        for item in (told := read_claims(Article("T", text, "plain", infobox=box, paragraphs=(Paragraph("Attack", text, 0),)))).claims + told.left_out:
            assert text[item.start : item.end] == item.text, item

    def date(text: str) -> None:
        read_date(text, 2020)
        read_span(text, 2020)
        for told in mentions(text):
            assert 0 <= told.start < told.end <= len(text)

    def quantity(text: str) -> None:
        row = tokens(text)
        for at in range(min(len(row), 300)):
            if counted := read_quantity(row, at):
                assert counted.quantity.figure().problem() is None and counted.start <= at < counted.end

    return {
        "saved": lambda text: drafted(read_saved_text(text)), "wikitext": lambda text: drafted(read_wikitext(text)), "html": lambda text: drafted(read_html(text)),
        "export": export, "page": page, "footnote": lambda text: read_footnote(text, 1, "1"), "date": date, "quantity": quantity, "figures": figures,
    }  # fmt: skip


def seeds() -> Iterator[bytes]:
    """One input a reader, and the stored articles for the readers of their form."""
    names = list(SEEDS)
    for number, text in enumerate(SEEDS.values()):
        yield bytes([number]) + text.encode()
    stored = Path(os.environ.get("CLAIMGRAPH_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    for name, pattern in (("saved", "article.txt"), ("wikitext", "articles/wikitext/*.wikitext")):
        for path in sorted(stored.glob(pattern)):
            yield bytes([names.index(name)]) + path.read_bytes()[:2900]


def main(arguments: list[str]) -> None:
    """Fuzz until libFuzzer's own options end it."""
    import atheris

    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.readers", allow_abbrev=False)
    parser.add_argument("--only", choices=SEEDS)
    parser.add_argument("--keep-going", action="store_true")
    given, arguments = parser.parse_known_args(arguments)
    only = list(SEEDS).index(given.only) if given.only else None
    failures: set[str] = set()
    with atheris.instrument_imports(include=["claimgraph.article"]):
        read = list(targets().values())

    def one(data: bytes) -> None:
        if not data:
            return
        try:
            read[only if only is not None else data[0] % len(read)](data[1:].decode("utf-8", "replace"))
        except Exception as error:
            if not given.keep_going:
                raise
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}"
            if place not in failures:
                failures.add(place)
                path = Path(f"failure-{hashlib.sha256(data).hexdigest()[:12]}")
                path.write_bytes(data)
                print(f"{path}: {place}: {error}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / str(number)).write_bytes(seed)
        words = Path(folder).with_suffix(".words")
        words.write_text("".join(f'"{"".join(f"{chr(92)}x{byte:02x}" for byte in word.encode())}"\n' for word in WORDS))
        folders = [] if any(not argument.startswith("-") for argument in arguments) else [folder]
        atheris.Setup([sys.argv[0], *LIMITS, f"-dict={words}", *arguments, *folders], one)
        try:
            atheris.Fuzz()
        finally:
            words.unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1:])

"""``claimgraph draft``: an article becomes a draft graph file and the questions that only a person can answer."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import time
from pathlib import Path
from typing import TextIO

from claimgraph.article.draft import Draft, draft
from claimgraph.article.page import MOST_BYTES, decode, read_article, read_file
from claimgraph.article.remote import fetch, wanted
from claimgraph.article.report import as_json, as_markdown
from claimgraph.article.revision import Revision, revise
from claimgraph.article.subject import why_no_draft
from claimgraph.article.text import Article
from claimgraph.cli import is_packaged
from claimgraph.cli.authority import authority_in
from claimgraph.cli.format import comments_of, replace
from claimgraph.errors import Misuse, TooLarge, UnreadableFile
from claimgraph.graph.files import graph_files, parse_turtle, read_bytes
from claimgraph.graph.turtle import write
from claimgraph.terms import SCHEMA, entity, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from pyoxigraph import NamedNode
#: the first line of a record's block
_BLOCK = re.compile(r"[\w-]+:\S+ a\b")


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    parser.add_argument("article", nargs="?", metavar="ARTICLE", help="a saved page (text, HTML, wikitext, XML export), - for standard input, or a title or address when online")
    parser.add_argument("-o", "--output", metavar="FILE", help="where the draft goes; - is standard output (default: graph/articles/<date>-<slug>.ttl, or the file that has the article; outside a checkout, the current folder)")
    parser.add_argument("--json", action="store_true", help="the report as JSON instead of Markdown: article, file, event, counts, claims, footnotes, left_out, questions, changes")
    parser.add_argument("--title", help="the article's title, where the copy has lost it")
    parser.add_argument("--url", help="the address of the page that was saved")
    online = parser.add_argument_group("online")
    online.add_argument("--online", action="store_true", help="ARTICLE is a title even if it looks like a file's name")
    online.add_argument("--language", default="en", metavar="TAG", help="the Wikipedia of a title (default en)")
    online.add_argument("--api", metavar="URL", help="the Action API of another MediaWiki")
    dump = parser.add_argument_group("a whole dump")
    dump.add_argument("--dump", metavar="FILE", help="draft every article on an attack or battle in a MediaWiki XML dump (.xml, .bz2, .gz, .xz; - is standard input); -o names a folder, an .nq file, or - for N-Quads on standard output")
    dump.add_argument("--jobs", type=int, metavar="N", help="processes (default: one a core)")
    dump.add_argument("--again", action="store_true", help="begin again instead of going on where an earlier run stopped")


def run(args: argparse.Namespace) -> int:
    """Draft one article, or every one of a dump."""
    if bool(args.article) == bool(args.dump):
        raise Misuse("name one article, or a dump with --dump", "claimgraph draft ARTICLE")
    if args.dump:
        from claimgraph.cli.draft_dump import run_dump

        return run_dump(args)
    article = read(args)
    before = _earlier(args, article)
    if before is None and (asked := _asked(args, article)) and (before := _earlier(args, asked)):
        article = asked
    made = draft(article, authority_in(args.root, without=before))
    if why := why_no_draft(article, len(made.claims)):
        raise UnreadableFile(args.article, why[0], hint=why[1])
    change = revise(made, parse_turtle(read_bytes(before), before)) if before else None
    turtle = _turtle(made, change, before)
    if args.output == "-":
        sys.stdout.write(turtle)
        _tell(sys.stderr, made, change, None, turtle, args.json)
        return 0
    path = Path(args.output) if args.output else _place(args.root, made.filename, before)
    _save(path, turtle)
    _tell(sys.stdout, made, change, path, turtle, args.json)
    return 0


def read(args: argparse.Namespace) -> Article:
    """The article that was named: a file, standard input, or one to be fetched."""
    name = args.article
    if name == "-":
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise TooLarge(f"<standard input>: more than {MOST_BYTES:,} bytes are no article", "a whole dump is read with --dump")
        return read_article(decode(content, "<standard input>"), title=args.title, url=args.url, path="<standard input>")
    if not args.online and (Path(name).exists() or _like_a_file(name)):
        return read_file(Path(name), title=args.title, url=args.url)
    return fetch(wanted(name, args.language, args.api), _wait)


def _wait(seconds: float, host: str) -> None:
    """Wait as long as a server asks; who sits at a terminal is told why."""
    if sys.stderr.isatty() and seconds >= 1:
        print(f"claimgraph draft: {host} asks to wait {seconds:.0f} s", file=sys.stderr)
    time.sleep(seconds)


def _asked(args: argparse.Namespace, article: Article) -> Article | None:
    """The article under the title that was asked for, where the wiki has moved it; its records keep the name they were minted with."""
    if article.form != "wikitext" or args.article == "-" or Path(args.article).exists():
        return None
    title = wanted(args.article, args.language, args.api).title
    if not title or slug(title) == slug(article.title):
        return None
    moved = f"The article has moved from “{title}” to “{article.title}”. Should its labels change? Its identifiers stay."
    return dataclasses.replace(article, title=title, remarks=(*article.remarks, moved))


def _like_a_file(name: str) -> bool:
    return not name.startswith(("http://", "https://")) and Path(name).suffix.lower() in {".txt", ".html", ".htm", ".mhtml", ".mht", ".wikitext", ".wiki", ".xml", ".md", ".yaml", ".yml"}


def _place(root: Path, filename: str, before: Path | None) -> Path:
    """Where a draft goes that nobody gave a place: never into the copy of the graph that came with the package."""
    if is_packaged(root):
        return before if before and not is_packaged(before) else Path(filename)
    return before or root / "graph" / "articles" / filename


def _earlier(args: argparse.Namespace, article: Article) -> Path | None:
    """The file that has this article already: the one to be written, else one of the graph's."""
    name = slug(article.title) or "article"
    node = entity("article", name)
    if args.output not in (None, "-") and Path(args.output).exists():
        _own(Path(args.output), node)
        return Path(args.output)
    here = sorted(Path().glob(f"*{name}.ttl")) if is_packaged(args.root) else []
    graph = [path for path in (Path(file.path) for file in graph_files(args.root)) if path.parent.name == "articles"]
    for path in (*here, *graph):
        if any(t.subject == node and t.object == SCHEMA.Article for t in parse_turtle(read_bytes(path), path)):
            return path
    return None


def _own(path: Path, article: NamedNode) -> None:
    """Refuse to write over a file that is anything else than an earlier draft of this article."""
    if path.is_dir():
        raise UnreadableFile(path, "a folder, not a file", hint="name the file in it")
    try:
        told = [t.subject for t in parse_turtle(read_bytes(path), path) if t.object == SCHEMA.Article]
    except UnreadableFile:
        raise UnreadableFile(path, "is there already, and is no Turtle", hint="name another file with -o") from None
    if told and article not in told or not told and path.stat().st_size:
        raise Misuse(f"{path}: is there already, and is not about this article", "name another file with -o; of an article that was moved, give the earlier name with --title")


def _turtle(made: Draft, change: Revision | None, before: Path | None) -> str:
    """The file: with the comments that an earlier one had, else with one that says that this is a draft."""
    comments = comments_of(before, read_bytes(before)) if before else {"": made.comment}
    return write(change.triples if change else made.triples(), comments)


def _save(path: Path, text: str) -> None:
    """Write the draft, whole or not at all, and only when it says anything new."""
    if not path.parent.is_dir():
        raise Misuse(f"{path.parent}: no such folder", "make it first, or name another file with -o")
    if path.exists() and path.read_bytes() == text.encode():
        return
    try:
        replace(path, text)
    except OSError as error:
        raise UnreadableFile(path, f"cannot be written: {error.strerror}", hint="name another file with -o") from None


def _tell(stream: TextIO, made: Draft, change: Revision | None, path: Path | None, turtle: str, as_data: bool) -> None:
    """The report, and where the draft is."""
    lines = _lines(turtle)
    if as_data:
        told = {**as_json(made, change, lines), "file": str(path) if path else "-"}
        stream.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    stream.write(as_markdown(made, change, lines))
    if path:
        stream.write(f"\nThe draft is {path}. Read it, answer the questions, add pav:curatedBy, then: claimgraph check {path}\n")


def _lines(turtle: str) -> dict[str, int]:
    """At which line of the file each record begins, by its short name."""
    return {line.split(" ", 1)[0]: number for number, line in enumerate(turtle.splitlines(), 1) if _BLOCK.match(line)}

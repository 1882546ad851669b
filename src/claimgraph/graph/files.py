"""A folder of Turtle files as named graphs, and reading of any one file with errors that say where.

Files are parsed by pyoxigraph, which refuses IRIs that could not be written again; the triples keep
their literals exactly as written, which a store would not.
"""

from __future__ import annotations

import os

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from claimgraph.errors import UnreadableFile
from claimgraph.terms import GRAPH

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt; a root may also be a plain str
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: file under graph/ or ontology/ → its named graph, where that is not simply its own name
_GRAPH_NAMES = {"places": "gazetteer", "claimgraph": "ontology"}
MOST_BYTES = 256 * 1024 * 1024
#: byte order marks: of UTF-8, and of UTF-16 and UTF-32 in either order
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


class GraphFile(tuple):
    """One Turtle file of the dataset (``path``) and the IRI of the named graph it is (``graph``)."""

    __slots__ = ()

    def __new__(cls, path: Path, graph: str) -> GraphFile:
        return super().__new__(cls, (path, graph))

    @property
    def path(self) -> Path:
        """The file, as the kind of path that its root was given as."""
        return self[0]

    @property
    def graph(self) -> str:
        """The IRI of the named graph."""
        return self[1]


def graph_name(path: Path) -> str:
    """The named graph of a file: its own name, or graph:article/<slug> for one article's file.

    >>> graph_name("graph/articles/2023-01-10-some-attack.ttl")
    'https://w3id.org/claimgraph/graph/article/some-attack'
    """
    folder, name = os.path.split(path)
    stem = name.removesuffix(".ttl")
    if os.path.basename(folder) == "articles":
        return f"{GRAPH}article/{_undated(stem)}"
    return GRAPH + _GRAPH_NAMES.get(stem, stem)


def _undated(stem: str) -> str:
    """The stem without the date that article files begin with: a year, a month or a day."""
    parts = stem.split("-")
    digits = [4, 2, 2]
    while digits and len(parts) > 1 and parts[0].isdigit() and len(parts[0]) == digits[0]:
        parts, digits = parts[1:], digits[1:]
    return "-".join(parts)


def graph_files(root: Path) -> list[GraphFile]:
    """The files of the dataset under ``root``, in path order: graph/**/*.ttl and the code lists."""
    folder = os.path.join(root, "graph")
    paths = _turtle_in(folder) + _turtle_in(os.path.join(folder, "articles"))
    if not paths:
        raise UnreadableFile(folder, "no Turtle file in it", hint="the graph's files end in .ttl")
    codes = os.path.join(root, "ontology", "codes.ttl")
    kind = type(root)
    return [GraphFile(kind(path), graph_name(path)) for path in [*paths, *([codes] if os.path.exists(codes) else [])]]


def _turtle_in(folder: str) -> list[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return sorted(os.path.join(folder, name) for name in names if name.endswith(".ttl") and not name.startswith("."))


def style_files(root: Path) -> list[Path]:
    """Every Turtle file that is kept in the house style."""
    return sorted(path for part in ("graph", "ontology") for path in (root / part).rglob("*.ttl"))


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, or an :class:`UnreadableFile` that says why not; what has no end is not begun."""
    import stat  # loaded with Python itself

    too_large = f"larger than {most >> 20} MiB", None, "split it, or load it into a store of its own"
    try:
        found = os.stat(path)
        named_pipe = stat.S_ISFIFO(found.st_mode) and not os.fspath(path).startswith(("/dev/", "/proc/"))  # those are <(…)
        if named_pipe or stat.S_ISSOCK(found.st_mode) or stat.S_ISBLK(found.st_mode):
            raise UnreadableFile(path, "not a file", hint="what another program writes is read from standard input: -")
        if found.st_size > most:
            raise UnreadableFile(path, *too_large)
        with open(path, "rb") as stream:
            content = stream.read() if stat.S_ISREG(found.st_mode) and found.st_size else stream.read(most + 1)
    except FileNotFoundError:
        raise UnreadableFile(path, "no such file") from None
    except IsADirectoryError:
        raise UnreadableFile(path, "a folder, not a file") from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from None
    if len(content) > most:
        raise UnreadableFile(path, *too_large)
    return content


def load_turtle(store: Store, content: bytes, graph: NamedNode | None = None) -> None:
    """Turtle text into a store, into its default graph unless another is named; raises what pyoxigraph raises."""
    # A transaction is quicker to begin than the bulk loader's threads, which pay from about a megabyte on.
    load = store.load if len(content) < 1 << 20 else store.bulk_load
    load(content, format=RdfFormat.TURTLE, to_graph=graph)


def parse_turtle(content: bytes, path: Path | str = "<input>") -> list[Triple]:
    """The triples of Turtle text; raises :class:`UnreadableFile` with the line of the first mistake."""
    if content.startswith(_MARKS):
        raise UnreadableFile(path, "begins with a byte order mark, as UTF-16 and some editors' UTF-8 do", 1, "save the file as UTF-8 without it")
    try:
        return [quad.triple for quad in parse(content, format=RdfFormat.TURTLE)]
    except SyntaxError as error:
        raise UnreadableFile(path, reason_of(error), error.lineno) from None
    except MemoryError:  # the parser's own limit for what stands between two spaces or quotation marks
        raise UnreadableFile(path, "one of its texts or names is longer than 16 MiB", hint="no label, text or IRI is: is it a Turtle file?") from None
    except ValueError as error:  # bytes that are not UTF-8
        raise UnreadableFile(path, str(error), _bad_line(content), "save the file as UTF-8") from None


def reason_of(error: SyntaxError) -> str:
    """What a parser says is wrong, without the place, which is told apart."""
    import re

    reason = re.sub(r"^Parser error .*?: |\s+", lambda m: " " if m.group().isspace() else "", str(error.msg)).strip()
    prefix = re.search(r"[Tt]he prefix (\S+?):? (?:has not been declared|is not)", reason)
    return f"the prefix {prefix[1]}: is not declared" if prefix else reason


def _bad_line(content: bytes) -> int | None:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return content[: error.start].count(b"\n") + 1
    return None


def read(path: Path) -> list[Triple]:
    """The triples of one Turtle file, in the order written."""
    return parse_turtle(not_empty(read_bytes(path), path), path)


def not_empty(content: bytes, path: Path) -> bytes:
    """The content of a file, if it has any: nothing at all is what a failed copy leaves."""
    if not content.strip():
        raise UnreadableFile(path, "the file is empty", 1)
    return content


def quads(files: Iterable[GraphFile]) -> Iterator[Quad]:
    """Every quad of the files, each in its file's named graph."""
    for file in files:
        name = NamedNode(file.graph)
        yield from (Quad(t.subject, t.predicate, t.object, name) for t in read(file.path))


def union(files: Iterable[GraphFile]) -> Iterator[Quad]:
    """Every triple of the files in the default graph."""
    for file in files:
        yield from (Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in read(file.path))


def digest(files: Iterable[GraphFile]) -> str:
    """SHA-256 over the names of the graphs and the bytes of their files: equal only for the same dataset."""
    import hashlib  # for those who ask; start-up is felt

    total = hashlib.sha256()
    for file in sorted(files, key=lambda f: f.graph):
        total.update(f"{file.graph}\0{hashlib.sha256(read_bytes(file.path)).hexdigest()}\n".encode())
    return total.hexdigest()

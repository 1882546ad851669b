"""What the last publish made each page of, kept beside the site, so that the next makes only those that can have changed.

A page is made of look-ups in the graph (:mod:`claimgraph.views.tracing`), of this software and of the
ontology, and tells what validation found. It can have changed when one of the latter did, when a quad that fits
one of its look-ups came or went, or when its files are not as they were left. When none of that has happened and the catalogue of queries
is the same, the whole site is what it would be. The ledger is bound to the manifest of the site that it
was written for: beside any other site, and when it cannot be read, it says nothing.
"""

import hashlib
import json
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from claimgraph.graph.derivation import DERIVED
from claimgraph.graph.files import GraphFile, graph_name, read_bytes
from claimgraph.views.tracing import EVERYTHING, Lookup, terms_of
from claimgraph.web.files.folder import MANIFEST, read_manifest
from claimgraph.web.verdicts import CLEAN, Verdict

PAGES = "pages.json"
#: The name under which the derived graph is kept; no path of a file is like it.
INFERRED = "<derived>"
#: What renders besides our own code.
RENDERERS = ("Jinja2", "MarkupSafe", "pyoxigraph")

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Made:
    """The files of one resource, the look-ups they were made of, and what validation had found about it."""

    files: tuple[str, ...]
    lookups: frozenset[Lookup]
    verdict: Verdict = CLEAN


class Counts(NamedTuple):
    """What a publish tells of the graph."""

    events: int
    claims: int
    triples: int
    warnings: int
    pages: int


@dataclass
class Ledger:
    """``sources`` are the graph's files as they were, by path; ``made`` is by key of a resource.

    ``stamps`` are those of every file of the site; ``questions`` is a digest of the catalogue of queries.
    """

    software: str = ""
    sources: dict[str, bytes] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    questions: str = ""
    counts: Counts | None = None

    def is_all_of(self, now: "Ledger", out: Path) -> bool:
        """Whether nothing at all is different ``now``, and nobody has touched a file of the site."""
        same = (self.software, self.questions, list(self.sources.items())) == (now.software, now.questions, list(now.sources.items()))
        return self.counts is not None and same and all(stamp(out / name) == self.stamps.get(name) for name in read_manifest(out))

    def unchanged(self, now: "Ledger") -> dict[str, Made]:
        """What was made of nothing that is different ``now``, by key."""
        if not self.made or self.software != now.software:
            return {}
        stale = stale_lookups(changes(self.sources, now.sources), {one for made in self.made.values() for one in made.lookups})
        return {key: made for key, made in self.made.items() if stale.isdisjoint(made.lookups)}

    def as_left(self, made: Made, out: Path) -> bool:
        """Whether nobody has touched the files of a resource since."""
        return all(stamp(out / name) == self.stamps.get(name) for name in made.files)


def stamp(path: Path) -> Stamp | None:
    """Size and time of last change of a regular file, ``None`` of anything else."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if os.path.isfile(path) and not os.path.islink(path) else None


# What changed


def changes(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> Iterator[Lookup]:
    """The quads that came or went between two states of the graph's files.

    Where what stayed is in another order than before, all of it counts as changed: a list that is cut at
    some length would be cut elsewhere.
    """
    stayed = [name for name in before if name in now]
    if stayed != [name for name in now if name in before]:
        yield EVERYTHING
        return
    for name in {**before, **now}:
        if before.get(name) != now.get(name):
            old, new = (list(map(terms_of, _quads(name, content))) if content is not None else [] for content in (before.get(name), now.get(name)))
            common = set(old) & set(new)
            in_order = [quad for quad in old if quad in common] == [quad for quad in new if quad in common]
            yield from set(old) ^ set(new) if in_order else set(old) | set(new)


def _quads(name: str, content: bytes) -> Iterator[Quad]:
    graph = DERIVED if name == INFERRED else NamedNode(graph_name(Path(name)))
    for quad in parse(content, format=RdfFormat.TURTLE):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def stale_lookups(changed: Iterable[Lookup], made_of: set[Lookup]) -> set[Lookup]:
    """The look-ups whose answer can be another."""
    shapes = {tuple(term is not None for term in one): one for one in made_of}.values()
    stale = set()
    for quad in changed:
        if quad == EVERYTHING:
            return made_of
        stale |= {shape.of(quad) for shape in shapes} & made_of
    return stale


# The state of now


def state_of(root: Path, graph_files: Sequence[GraphFile], store: Store, settings: str) -> Ledger:
    """The ledger of a graph before anything is made of it; ``settings`` is what else the pages depend on."""
    sources = {file.path.relative_to(root).as_posix(): read_bytes(file.path) for file in graph_files}
    derived = (f"{quad.triple} .\n".encode() for quad in store.quads_for_pattern(None, None, None, DERIVED))
    return Ledger(software(root, settings), sources | {INFERRED: b"".join(derived)}, questions=digest_of(sorted((root / "queries").glob("*.rq"))))


def digest_of(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files."""
    told = (f"{path.name}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in paths)
    return hashlib.sha256("".join(told).encode()).hexdigest()


def software(root: Path, settings: str) -> str:
    """A digest of all that pages depend on besides the graph: our code and templates, the ontology, the libraries."""
    package = Path(str(files("claimgraph")))
    ours = [path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts and package / "data" not in path.parents]
    model = [path for path in sorted((root / "ontology").rglob("*")) if path.is_file() and path.name != "codes.ttl"]
    around = f"{settings}\n{sys.version}\n{[version(name) for name in RENDERERS]}\n{digest_of([*ours, *model])}"
    return hashlib.sha256(around.encode()).hexdigest()


# On disk


def place_of(out: Path) -> Path:
    """Where the ledger of a site is."""
    return out.parent / f".{out.name}.ledger"


def read_ledger(out: Path) -> Ledger:
    """The ledger of the site in ``out``, an empty one when there is none that belongs to it."""
    try:
        with zipfile.ZipFile(place_of(out)) as archive:
            told = json.loads(archive.read(PAGES))
            if told["manifest"] != _digest(out) or not read_manifest(out):
                return Ledger()
            lookups = [Lookup(*one) for one in told["lookups"]]
            made = {key: Made(tuple(names), frozenset(lookups[n] for n in numbers), Verdict(*found)) for key, (names, numbers, found) in told["made"].items()}
            sources = {name: archive.read(f"sources/{number}") for number, name in enumerate(told["sources"])}
            stamps = {name: (size, time) for name, (size, time) in told["stamps"].items()}
            return Ledger(told["software"], sources, made, stamps, told["questions"], Counts(*told["counts"]))
    # zipfile raises the last two of an archive that is packed in a way it does not know, or encrypted: none of ours
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return Ledger()


def write_ledger(out: Path, ledger: Ledger) -> None:
    """Keep the ledger of the site that is now in ``out``; without one the next publish makes every page, no more."""
    path = place_of(out)
    making = path.with_name(f"{path.name}.new")
    try:
        with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(PAGES, json.dumps(_told(out, ledger), separators=(",", ":")))
            for number, content in enumerate(ledger.sources.values()):
                archive.writestr(f"sources/{number}", content)
        making.replace(path)
    except OSError:
        making.unlink(missing_ok=True)


def _told(out: Path, ledger: Ledger) -> dict[str, object]:
    numbers: dict[Lookup, int] = {}
    made = {key: (one.files, sorted(numbers.setdefault(lookup, len(numbers)) for lookup in one.lookups), one.verdict) for key, one in ledger.made.items()}
    stamps = {name: found for name in read_manifest(out) if (found := stamp(out / name))}
    told = {"software": ledger.software, "questions": ledger.questions, "counts": ledger.counts, "sources": list(ledger.sources)}
    return told | {"manifest": _digest(out), "lookups": list(numbers), "made": made, "stamps": stamps}


def _digest(out: Path) -> str:
    return hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()

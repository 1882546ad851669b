"""Records that two files describe: an address that is minted twice, or half a record left behind."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph.graph.lines import index
from claimgraph.graph.shacl.findings import Finding
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.terms import BASE

#: what finds these; no shape can, because a graph knows no files
SHAPE = NamedNode(BASE + "shapes#Dataset-oneFile")
COMPONENT = NamedNode(BASE + "shapes#OneFileConstraintComponent")
#: files that say something about the records of others, and describe none
BESIDE = ("links", "catalog")


def described_twice(contents: Iterable[tuple[Path, bytes]]) -> Iterator[Finding]:
    """A finding for each record that a second file describes too."""
    files = ((path, content) for path, content in contents if path.stem not in BESIDE)
    for iri, places in index(files).items():
        if len(places) > 1:
            first, second = places[:2]
            told = (
                f"This record is described here and in {second.path}, line {second.line}. A record stands in one file: "
                f"move what the other says here, or give one of the two another address."
            )
            yield Finding(NamedNode(iri), None, Literal(first.path), SHAPE, COMPONENT, SH.Violation, (Literal(told, language="en"),))

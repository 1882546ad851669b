"""Every format the graph can be had in: one table of name → media type, extension and writer.

Each writer is a pure function of the folder with ``ontology/`` and ``graph/``: same files, same bytes. It gives
the bytes in pieces, made while they are asked for where the format allows; one that cannot take
everything yet gives what it left out beside them.
A module is imported when its format is asked for.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt; a root may also be a plain str
    from collections.abc import Iterable
    from pathlib import Path


class Format:
    """One format: ``module`` and ``function`` name its writer, ``extension`` is without the dot."""

    def __init__(self, name: str, media_type: str, extension: str, summary: str, module: str, function: str) -> None:
        self.name, self.media_type, self.extension, self.summary = name, media_type, extension, summary
        self.module, self.function = module, function

    def write(self, root: Path) -> bytes:
        """The graph under ``root`` in this format."""
        return b"".join(self.pieces(root)[0])

    def left_out(self, root: Path) -> list[str]:
        """What this format cannot take yet and why, a line each; most formats take everything."""
        return self.pieces(root)[1]

    def pieces(self, root: Path) -> tuple[Iterable[bytes], list[str]]:
        """Both of them, in one reading of the graph; what is wrong with a file may turn out only when its piece is asked for."""
        written = getattr(importlib.import_module(f"{__name__}.{self.module}"), self.function)(root)
        pieces, left_out = written if isinstance(written, tuple) else (written, [])
        return [pieces] if isinstance(pieces, bytes) else pieces, left_out


#: in the order that --help shows them
FORMATS: dict[str, Format] = {
    row[0]: Format(*row)
    for row in (
        ("turtle", "text/turtle", "ttl", "the union of the named graphs", "rdf", "turtle"),
        ("trig", "application/trig", "trig", "the named graphs kept apart", "rdf", "trig"),
        ("nt", "application/n-triples", "nt", "the union, a triple a line", "rdf", "ntriples"),
        ("nquads", "application/n-quads", "nq", "the named graphs, a quad a line", "rdf", "nquads"),
        ("jsonld", "application/ld+json", "jsonld", "the union, with the project's context", "jsonld", "jsonld"),
        ("rdfxml", "application/rdf+xml", "rdf", "the union as RDF/XML", "rdf", "rdfxml"),
        ("aligned", "text/turtle", "aligned.ttl", "the union with super-classes and super-properties", "aligned", "aligned"),
        ("rdf12", "text/turtle;version=1.2", "rdf12.ttl", "RDF 1.2: each figure a triple that claims reify", "rdf12", "rdf12"),
        ("nanopubs", "application/trig", "nanopubs.trig", "one nanopublication a claim", "nanopubs", "nanopubs"),
        ("quickstatements", "text/tab-separated-values", "qs.tsv", "commands for Wikidata's QuickStatements", "quickstatements", "quickstatements"),
        ("ucdp-csv", "text/csv", "ucdp.csv", "one row an event, in the manner of UCDP", "ucdp", "ucdp_csv"),
    )
}  # fmt: skip

"""Everything in one file, written from the source files, once per process, with size and checksum for DCAT."""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.terms import BASE, DCT, PREFIXES, RDF, RDFS, XSD
from claimgraph.views.exports import FORMATS as EXPORTS
from claimgraph.views.exports.rdf import NotInXml
from claimgraph.web.resources import DUMP_FORMATS, Format

DCAT, SPDX, DQV = PREFIXES["dcat"], PREFIXES["spdx"], PREFIXES["dqv"]
IANA = "https://www.iana.org/assignments/media-types/"
#: extension of a dump → name of the export that writes it
EXPORT_OF = {"ttl": "turtle", "trig": "trig", "nt": "nt", "nq": "nquads", "jsonld": "jsonld", "rdf": "rdfxml"}


@dataclass(frozen=True)
class Dump:
    """One dump on disk."""

    format: Format
    path: Path
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """Its address, without the slash."""
        return f"dump.{self.format.extension}"


class Dumps:
    """The dumps of a dataset, made at the first question and kept until they are closed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def _folder(self) -> Path:
        folder = tempfile.mkdtemp(prefix="claimgraph-dumps-")
        self._remove = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return Path(folder)

    def close(self) -> None:
        """Leave no file behind; nobody can be given one any more."""
        if "_folder" in vars(self):
            self._remove()

    @cached_property
    def all(self) -> tuple[Dump, ...]:
        """Every dump that can be written, in the order of the formats; XML cannot hold every character."""
        return self.into(self._folder)

    def into(self, folder: Path) -> tuple[Dump, ...]:
        """The same, written into a folder."""
        return tuple(filter(None, (self._made(format, folder) for format in DUMP_FORMATS)))

    def _made(self, format: Format, folder: Path) -> Dump | None:
        try:
            pieces, _ = EXPORTS[EXPORT_OF[format.extension]].pieces(self.root)
        except NotInXml:
            return None
        path, digest = folder / f"dump.{format.extension}", hashlib.sha256()
        with path.open("wb") as stream:
            for piece in pieces:
                digest.update(piece)
                stream.write(piece)
        return Dump(format, path, path.stat().st_size, digest.hexdigest())

    def of(self, extension: str) -> Dump | None:
        """The dump of an extension."""
        return next((dump for dump in self.all if dump.format.extension == extension), None)

    def dcat_quads(self, dataset: NamedNode, graph: NamedNode) -> Iterator[Quad]:
        """The dumps as DCAT distributions with byte size, media type and checksum; the report as quality metadata."""
        yield Quad(dataset, NamedNode(DQV + "hasQualityMetadata"), NamedNode(BASE + "report"), graph)
        for dump in self.all:
            node = NamedNode(BASE + dump.name)
            yield Quad(dataset, NamedNode(DCAT + "distribution"), node, graph)
            yield Quad(dataset, NamedNode(PREFIXES["void"] + "dataDump"), node, graph)
            checksum = NamedNode(f"{node.value}#checksum")
            told = (
                (RDF.type, NamedNode(DCAT + "Distribution")),
                (DCT.title, Literal(f"All of it as {dump.format.name}", language="en")),
                (DCT.license, NamedNode("https://creativecommons.org/publicdomain/zero/1.0/")),
                (NamedNode(DCAT + "downloadURL"), node),
                (NamedNode(DCAT + "mediaType"), NamedNode(IANA + dump.format.media_type)),
                (NamedNode(DCAT + "byteSize"), Literal(str(dump.size), datatype=XSD.nonNegativeInteger)),
                (NamedNode(SPDX + "checksum"), checksum),
                (RDFS.label, Literal(dump.name)),
            )
            yield from (Quad(node, predicate, value, graph) for predicate, value in told)
            yield Quad(checksum, RDF.type, NamedNode(SPDX + "Checksum"), graph)
            yield Quad(checksum, NamedNode(SPDX + "algorithm"), NamedNode(SPDX + "checksumAlgorithm_sha256"), graph)
            yield Quad(checksum, NamedNode(SPDX + "checksumValue"), Literal(dump.sha256, datatype=NamedNode(XSD.iri + "hexBinary")), graph)

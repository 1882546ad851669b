"""Files that are not ours, in any RDF format: read in a child with limits, and what no record needs refused."""

import re
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from claimgraph.errors import ClaimgraphError, UnreadableFile
from claimgraph.graph.files import parse_turtle, read_bytes, reason_of
from claimgraph.graph.limits import run_limited

MOST_BYTES = 64 * 2**20
_FORMATS = {
    ".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD,
}  # fmt: skip
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SHACL = "http://www.w3.org/ns/shacl#"


def read_foreign(path: Path, content: bytes | None = None) -> list[Triple]:
    """The triples of a file from elsewhere; ``content`` when it is already read (standard input).

    Raises :class:`~claimgraph.errors.UnreadableFile` with file and, where known, line.
    """
    form = _FORMATS.get(path.suffix.lower(), RdfFormat.TURTLE)
    data = read_bytes(path, MOST_BYTES) if content is None else content
    if len(data) > MOST_BYTES:
        raise UnreadableFile(path, f"larger than {MOST_BYTES >> 20} MiB", hint="split it, or load it into a store of its own")
    if not data.strip():
        raise UnreadableFile(path, "the file is empty", 1)
    if form == RdfFormat.RDF_XML:
        _refuse_entities(path, data)
    try:
        lines = run_limited(partial(_as_n_triples, data, form, str(path)))
    except UnreadableFile:
        raise
    except ClaimgraphError as error:
        raise UnreadableFile(path, error.message, hint=error.hint) from None
    triples = [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
    if not triples:
        raise UnreadableFile(path, "says nothing: no triple in it", 1)
    if any(triple.predicate.value.startswith(_SHACL) for triple in triples):
        raise UnreadableFile(path, "holds SHACL shapes, not records", hint="only the shapes in ontology/shapes are used")
    return triples


def _refuse_entities(path: Path, data: bytes) -> None:
    """No document type, no entities: their expansion is unbounded. XML in an encoding we cannot look into is refused too."""
    if b"\0" in data[:256]:
        raise UnreadableFile(path, "XML that is not UTF-8", 1, "save the file as UTF-8")
    if found := _DECLARES.search(data):
        line = data[: found.start()].count(b"\n") + 1
        raise UnreadableFile(path, "RDF/XML with a document type or entities is not read", line, "save it without, or as Turtle")


def _as_n_triples(data: bytes, form: RdfFormat, name: str) -> bytes:
    """The document as N-Triples, its graphs merged; what runs in the child."""
    if form == RdfFormat.TURTLE:
        return serialize(parse_turtle(data, name), format=RdfFormat.N_TRIPLES)
    try:
        triples = [quad.triple for quad in parse(data, format=form, base_iri="https://w3id.org/claimgraph/")]
    except SyntaxError as error:
        reason = reason_of(error)
        if "LoadDocumentCallback" in reason:
            raise UnreadableFile(name, "asks for a context from elsewhere, which is never fetched", hint="write the context into the file") from None
        raise UnreadableFile(name, reason[:300], error.lineno) from None
    except (ValueError, OSError) as error:
        raise UnreadableFile(name, " ".join(str(error).split())[:300]) from None
    return serialize(triples, format=RdfFormat.N_TRIPLES)

"""The formats a query's answer can have, by the form of the query."""

from claimgraph.web.resources import DUMP_FORMATS, HTML

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
GRAPHS = tuple(format.media_type for format in DUMP_FORMATS)

#: form of the query → media types in our order of preference; a browser is led to the query page
OFFERED: dict[str, tuple[str, ...]] = {
    "select": (JSON, XML, CSV, TSV, HTML),
    "ask": (JSON, XML, HTML),
    "construct": (*GRAPHS, HTML),
    "describe": (*GRAPHS, HTML),
}
#: file extension → media type, for addresses that name their format
BY_EXTENSION = {"json": JSON, "srj": JSON, "srx": XML, "xml": XML, "csv": CSV, "tsv": TSV} | {f.extension: f.media_type for f in DUMP_FORMATS}
#: the names by which the service description calls them (https://www.w3.org/ns/formats/)
W3C_NAMES = {
    JSON: "SPARQL_Results_JSON", XML: "SPARQL_Results_XML", CSV: "SPARQL_Results_CSV", TSV: "SPARQL_Results_TSV",
    "text/turtle": "Turtle", "application/ld+json": "JSON-LD", "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML", "application/trig": "TriG", "application/n-quads": "N-Quads",
}  # fmt: skip
#: the Content-Type header, where it says more than the media type
HEADERS = {
    CSV: "text/csv; charset=utf-8; header=present",
    TSV: "text/tab-separated-values; charset=utf-8",
    "text/turtle": "text/turtle; charset=utf-8",
}


def content_type(media_type: str) -> str:
    """The ``Content-Type`` header of an answer in this format."""
    return HEADERS.get(media_type, media_type)


def extension_of(media_type: str) -> str:
    """The file extension of a format, for downloads.

    >>> extension_of("text/csv")
    'csv'
    """
    return next(extension for extension, known in BY_EXTENSION.items() if known == media_type)

"""Results of queries in their four formats, as rows that can be compared."""

import re

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store, parse_query_results

JSON, XML, CSV, TSV = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
)  # fmt: skip


def rows_of(content: bytes, media_type: str) -> list[str]:
    """The rows of a result, blank nodes made equal, variables in alphabetical order."""
    if media_type == CSV:  # has no term syntax to parse
        header, *lines = content.decode().replace("\r\n", "\n").strip("\n").split("\n")
        places = sorted(range(len(header.split(","))), key=lambda i: header.split(",")[i])
        cells = [re.findall(r'(?:^|,)("(?:[^"]|"")*"|[^,]*)', line) for line in lines]
        # CSV gives lexical forms, and the store writes doubles in its own canonical one.
        plain = [[re.sub(r"^_:.*", "_:", row[i]) for i in places] for row in cells]
        return [str([str(float(c)) if re.fullmatch(r"[\d.]+([eE]\d+)?", c) else c for c in row]) for row in plain]
    results = parse_query_results(content, format=QueryResultsFormat.from_media_type(media_type))
    if not hasattr(results, "variables"):
        return [str(bool(results))]
    names = sorted(v.value for v in results.variables)
    return [re.sub(r"_:\w+", "_:", " ".join(str(as_value(row[name])) for name in names)) for row in results]


def as_value(term):
    """A term as the store holds it: it keeps the value of a number, and not which subtype of integer it was."""
    if not isinstance(term, Literal):
        return term
    store, anything = Store(), NamedNode("urn:x")
    store.add(Quad(anything, anything, term))
    return next(iter(store)).object

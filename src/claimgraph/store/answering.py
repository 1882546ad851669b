"""What a worker says of one job: a query, or what a store elsewhere has answered, as bytes in the format asked for.

Workers are started without the rest of the program, so this imports the standard library and pyoxigraph only. It must not
be used in the server's own process on anything from outside: parsers can be killed by what they read.
"""

import json
import os
import xml.parsers.expat
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store, Triple, parse, parse_query_results, serialize

from claimgraph.store.spreadsheet import write_spreadsheet

JSON, TURTLE = "application/sparql-results+json", "text/turtle"
#: what only our own pages ask for: rows for a spreadsheet; the first rows and how many there are, which no server need read to its end
SPREADSHEET = "text/csv; for=spreadsheet"
FIRST_ROWS = 500
BEGINNING = f"{JSON}; first={FIRST_ROWS}"
#: how a store elsewhere may send a graph: in formats that fetch nothing and expand nothing
GRAPHS = ("application/n-triples", "text/turtle")

class Overflow(Exception):
    """The answer outgrew its cap."""


class Capped(bytearray):
    """A buffer that refuses to grow over its cap, so that an endless result ends early."""

    cap = 0

    def write(self, chunk: bytes) -> int:
        if len(self) + len(chunk) > self.cap:
            raise Overflow
        self += chunk
        return len(chunk)

    def flush(self) -> None:
        pass


def open_store(data: str) -> Store:
    """The data: a folder is a store on disk, a file is N-Quads to hold in memory."""
    if os.path.isdir(data):
        return Store.read_only(data)
    store = Store()
    store.load(path=data, format=RdfFormat.N_QUADS)  # starts no thread, which no fork would have
    return store


def check_xml(body: bytearray) -> None:
    """Raise ``ExpatError`` unless ``body`` is namespace-well-formed: a literal may hold what XML cannot say."""
    xml.parsers.expat.ParserCreate(namespace_separator=" ").Parse(bytes(body), True)


def count_rows(body: bytearray, media_type: str, cap: int) -> int:
    """The rows of a serialised SELECT result; exact once there can be more than ``cap``."""
    if len(body) < 2 * cap:
        return 0
    if "json" in media_type:
        return len(json.loads(body).get("results", {}).get("bindings", ()))
    if "xml" in media_type:
        return body.count(b"<result>") + body.count(b"<result/>")
    if "csv" in media_type:
        return sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1
    return body.count(b"\n") - 1


def without_unused_prefixes(body: bytearray) -> bytes:
    """Turtle with only the ``@prefix`` lines that something below may need, in their order."""
    kept = []
    start = 0
    while body.startswith(b"@prefix ", start):
        end = body.index(b"\n", start) + 1
        kept.append(bytes(body[start:end]))
        start = end
    rest = bytes(body[start:])
    return b"".join(sorted(line for line in kept if line.split(b" ", 2)[1] in rest)) + rest


def counted(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    """The triples; raises ``OverflowError`` above ``most`` of them."""
    for number, triple in enumerate(triples):
        if number >= most:
            raise OverflowError
        yield triple


def write_rows(results: Any, body: Capped, media_type: str, most: int) -> bytes | bytearray:
    """Rows, or yes or no, in ``body``, in the format asked for."""
    if media_type == SPREADSHEET:
        write_spreadsheet(results, body, most)
        return body
    results.serialize(body, QueryResultsFormat.from_media_type(media_type.partition(";")[0]))
    if not isinstance(results, QueryBoolean) and count_rows(body, media_type, most) > most:
        raise OverflowError
    if media_type.endswith("xml"):
        check_xml(body)
    return beginning(body) if media_type == BEGINNING else body


def beginning(body: bytearray) -> bytes | bytearray:
    """SPARQL JSON with its first rows alone; ``total`` says how many there were."""
    told = json.loads(body)
    rows = told.get("results", {}).get("bindings", ())
    if len(rows) <= FIRST_ROWS:
        return body
    told["results"]["bindings"] = rows[:FIRST_ROWS]
    return json.dumps(told | {"total": len(rows)}).encode()


class Answering:
    """The store and how it answers one job."""

    def __init__(self, data: str, prefixes: dict[str, str]) -> None:
        self.data, self.prefixes = data, prefixes
        # A store on disk has threads, so each worker opens it for itself.
        self.store = None if os.path.isdir(data) else open_store(data)

    def begin(self, probe: dict) -> None:
        """Be ready to answer: everything that a query needs is imported and open."""
        if self.store is None:
            self.store = open_store(self.data)
        self.reply(b"SELECT (1 AS ?x) {}", probe)

    def dataset(self, job: dict) -> dict:
        """The dataset of the protocol request, where it names one: it replaces the query's own (§2.1.4)."""
        if job["default"] is None and job["named"] is None:
            return {}
        nodes = [[NamedNode(iri) for iri in job[part] or ()] for part in ("default", "named")]
        return {"default_graph": nodes[0], "named_graphs": nodes[1]}

    def results(self, content: bytes, job: dict) -> tuple[Any, bool]:
        """What is to be written, and whether it is a graph: the answer to a query, or what a store elsewhere answered."""
        given = job["given"]
        if not given:
            found = self.store.query(content.decode("utf-8", "surrogatepass"), base_iri=job["base"], **self.dataset(job))
            return found, isinstance(found, QueryTriples)
        if given in GRAPHS:
            return (quad.triple for quad in parse(content, format=RdfFormat.from_media_type(given))), True
        syntax = QueryResultsFormat.XML if given.endswith("xml") else QueryResultsFormat.JSON
        return parse_query_results(content, format=syntax), False

    def answer(self, content: bytes, job: dict) -> tuple[dict, bytes | bytearray]:
        body = Capped()
        body.cap = job["bytes"]
        results, is_graph = self.results(content, job)
        write = self.write_graph if is_graph else write_rows
        return {"status": "answer"}, write(results, body, job["media_type"], job["rows"])

    def write_graph(self, triples: Iterable[Triple], body: Capped, media_type: str, most: int) -> bytes | bytearray:
        """``triples`` in ``body``, in the format asked for."""
        serialize(counted(triples, most), body, RdfFormat.from_media_type(media_type), prefixes=self.prefixes)
        if media_type.endswith("xml"):
            check_xml(body)
        return without_unused_prefixes(body) if media_type in (TURTLE, "application/trig") else body

    def reply(self, content: bytes, job: dict) -> tuple[dict, bytes | bytearray]:
        try:
            return self.answer(content, job)
        except Overflow:
            return {"status": "bytes"}, b""
        except OverflowError:
            return {"status": "rows"}, b""
        except SyntaxError as error:
            return {"status": "syntax", "message": str(error)}, b""
        except xml.parsers.expat.ExpatError:
            return {"status": "xml"}, b""
        except MemoryError:
            return {"status": "memory"}, b""
        except RecursionError:  # rows of triples within triples within triples
            return {"status": "unsupported", "message": "the result nests too deep"}, b""
        except RuntimeError as error:  # what the grammar allows and the engine does not have: a custom function
            return {"status": "unsupported", "message": str(error)}, b""
        except (ValueError, OSError) as error:
            return {"status": "failure", "message": type(error).__name__}, b""



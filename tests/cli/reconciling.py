"""What the tests of ``claimgraph reconcile`` share: a table read back, and services with moods."""

import csv
import io
import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

SHEET = 'place,cercle\nDiafarabe,\nKoumara,Macina\nKoumara,\n"Gao, the town",\n,\n'


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a written table."""
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def result(queries: dict, label: str = "Mopti") -> dict:
    """One and the same item for every query."""
    return {key: {"result": [{"id": "Q1", "name": label, "score": 90, "match": False, "type": [{"id": "Q515", "name": "city"}]}]} for key in queries}


class Fake(BaseHTTPRequestHandler):
    """Real HTTP with the moods of a public service, as ``behave`` tells: a function of (queries, calls) → (status, answer)."""

    behave: Callable[[dict, int], tuple[int, object]]
    seen: list[dict]

    def do_GET(self) -> None:
        self._send(200, {"versions": ["0.2"], "name": "items", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "x", "batchSize": 50})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        queries = json.loads(form["queries"][0])
        type(self).seen.append(queries)
        self._send(*type(self).behave(queries, len(type(self).seen)))

    def _send(self, status: int, answer: object) -> None:
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""

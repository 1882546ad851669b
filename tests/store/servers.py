"""Real servers that tests start on this machine: Oxigraph, Apache Jena Fuseki, and one that misbehaves as told.

Fuseki is one jar that Maven Central has; the tests look for it in ``~/.cache/claimgraph`` or where
``CLAIMGRAPH_FUSEKI_JAR`` says, and the command that fetches it stands in the skip message.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

FUSEKI_VERSION = "5.2.0"
CACHE = Path.home() / ".cache" / "claimgraph"
FETCH_FUSEKI = (
    f"mvn -q dependency:copy -Dartifact=org.apache.jena:jena-fuseki-server:{FUSEKI_VERSION} -DoutputDirectory=$HOME/.cache/claimgraph"
)


def free_port() -> int:
    """A port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int, patience: float = 60.0) -> Iterator[None]:
    """A process that listens on ``port`` while the block runs; its output is shown if it does not come up."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output: list[bytes] = []
    reader = threading.Thread(target=lambda: output.extend(process.stdout), daemon=True)
    reader.start()
    try:
        end = time.monotonic() + patience
        while True:
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"{command[0]} did not start: {b''.join(output).decode(errors='replace')[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)
        reader.join(20)
        process.stdout.close()


@dataclass(frozen=True)
class Server:
    """The two addresses of a store."""

    query: str
    graphs: str


@contextmanager
def oxigraph() -> Iterator[Server]:
    """An empty Oxigraph server in memory."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if program is None:
        pytest.skip("needs the Oxigraph server: pip install oxigraph==0.5.12")
    port = free_port()
    with running([program, "serve", "--bind", f"127.0.0.1:{port}"], port):
        yield Server(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store")


@contextmanager
def fuseki(configuration: Path | None = None) -> Iterator[Server]:
    """An empty Fuseki server in memory, or one as a configuration file says, with its dataset at /ds."""
    jar = Path(os.environ.get("CLAIMGRAPH_FUSEKI_JAR", CACHE / f"jena-fuseki-server-{FUSEKI_VERSION}.jar"))
    java = shutil.which("java")
    if java is None or not jar.is_file():
        pytest.skip(f"needs Java 17 and Apache Jena Fuseki in {jar}: {FETCH_FUSEKI}")
    port = free_port()
    dataset = ["--update", "--mem", "/ds"] if configuration is None else ["--config", str(configuration)]
    with running([java, "-Xmx512m", "-jar", str(jar), "--port", str(port), "--localhost", *dataset], port):
        yield Server(f"http://127.0.0.1:{port}/ds/sparql", f"http://127.0.0.1:{port}/ds/data")


Response = tuple[int, dict[str, str], bytes]


@dataclass
class Script:
    """What a misbehaving server answers, one after the other (the last one stays), and what it was asked.

    An answer may be made from the method, the path with its query, and the body of what was asked.
    """

    answers: list[Response | Callable[[str, str, bytes], Response]]
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def next(self) -> Response:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(self.asked[-1][0], self.asked[-1][1], self.asked[-1][3]) if callable(answer) else answer


@contextmanager
def scripted(*answers: Response | Callable[[str, str, bytes], Response], before: Callable[[], None] = lambda: None) -> Iterator[tuple[str, Script]]:
    """A server on this machine that answers as told; gives its address and the record of requests."""
    script = Script(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.asked.append((self.command, self.path, dict(self.headers), body))
            before()
            status, headers, content = script.next()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Memory:
    """A Graph Store that remembers: an answer for :func:`scripted`. ``change`` is done to each graph that it takes."""

    def __init__(self, change: Callable[[bytes], bytes] = lambda content: content, *, one_for_all: bool = False) -> None:
        self.graphs: dict[str, bytes] = {}
        self.change, self.one_for_all = change, one_for_all

    def __call__(self, method: str, path: str, body: bytes) -> Response:
        name = "" if self.one_for_all else path
        if method == "PUT":
            self.graphs[name] = self.change(body)
            return 201, {"Content-Type": "text/html"}, b"<html>Created"  # as Virtuoso does
        if name not in self.graphs:
            return 404, {}, b""
        return 200, {"Content-Type": "text/turtle"}, self.graphs[name]


@contextmanager
def dripping(head: bytes, drop: bytes = b" ", pause: float = 0.02) -> Iterator[str]:
    """A server that sends ``head`` and then drop after drop, for as long as somebody reads."""
    listener, stop = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(1 << 16)
                    connection.sendall(head)
                    while not stop.wait(pause):
                        connection.sendall(drop)
                except OSError:  # the reader has gone
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"
    finally:
        stop.set()
        with suppress(OSError):  # some systems do not shut down what only listens
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()

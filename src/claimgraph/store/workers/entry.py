"""The program of one worker process: a read-only copy of the data, one query at a time, nothing else.

It is started as a file by ``python -I -S`` and imports the standard library and pyoxigraph only.
Frames on standard input, which is a socket, go both ways: two lengths (network order), a JSON header, a body.
What it cannot do after loading, because the kernel refuses: open a file or a socket, write a file,
take more memory than granted, outlive its server.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import struct
import sys
import time
import xml.parsers.expat
from types import ModuleType
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
LENGTHS = struct.Struct("!II")


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


def receive(stream: socket.socket) -> tuple[dict, bytes]:
    """The next message from the server: its length, then its bytes."""
    head_length, body_length = LENGTHS.unpack(exactly(stream, LENGTHS.size))
    return json.loads(exactly(stream, head_length)), exactly(stream, body_length)


def exactly(stream: socket.socket, length: int) -> bytes:
    """So many bytes of a stream, or the end of the worker when it closes."""
    content = bytearray()
    while len(content) < length:
        chunk = stream.recv(length - len(content))
        if not chunk:
            raise SystemExit(0)  # the server has gone
        content += chunk
    return bytes(content)


def send(stream: socket.socket, header: dict, body: bytes | bytearray = b"") -> None:
    """One message to the server: its length, then its bytes."""
    head = json.dumps(header).encode()
    stream.sendall(LENGTHS.pack(len(head), len(body)) + head)
    stream.sendall(body)


def leave_with(parent: int) -> None:
    """Die when the server dies, gain no privilege, see no network: each as far as this system allows."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        raise SystemExit(0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.unshare(CLONE_NEWNET) != 0:
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def shut(megabytes: int) -> None:
    """From here on: no file, no socket, no core dump, and so much more memory than now."""
    with contextlib.suppress(OSError):
        with open("/proc/self/statm", encoding="ascii") as statm:
            size = int(statm.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + (megabytes << 20),) * 2)
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        resource.setrlimit(limit, (0, 0))


def open_store(pyoxigraph: ModuleType, data: str) -> Any:  # the module is imported by the caller
    """The data: a folder is a store on disk, a file is N-Quads to hold in memory."""
    if os.path.isdir(data):
        return pyoxigraph.Store.read_only(data)
    store = pyoxigraph.Store()
    store.bulk_load(path=data, format=pyoxigraph.RdfFormat.N_QUADS)
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


class Worker:
    """The store and how it answers one job."""

    def __init__(self, pyoxigraph, config: dict) -> None:  # noqa: ANN001
        self.ox = pyoxigraph
        self.prefixes = config["prefixes"]
        self.store = open_store(pyoxigraph, config["data"])

    def dataset(self, job: dict) -> dict:
        """The dataset of the protocol request, where it names one: it replaces the query's own (§2.1.4)."""
        if job["default"] is None and job["named"] is None:
            return {}
        nodes = [[self.ox.NamedNode(iri) for iri in job[part] or ()] for part in ("default", "named")]
        return {"default_graph": nodes[0], "named_graphs": nodes[1]}

    def answer(self, job: dict) -> tuple[dict, bytearray]:
        body = Capped()
        body.cap = job["bytes"]
        media_type = job["media_type"]
        results = self.store.query(job["query"], base_iri=job["base"], **self.dataset(job))
        if isinstance(results, self.ox.QueryTriples):
            fmt = self.ox.RdfFormat.from_media_type(media_type)
            self.ox.serialize(self.counted(results, job["rows"]), body, fmt, prefixes=self.prefixes)
        else:
            results.serialize(body, self.ox.QueryResultsFormat.from_media_type(media_type))
            if not isinstance(results, self.ox.QueryBoolean) and count_rows(body, media_type, job["rows"]) > job["rows"]:
                raise OverflowError
        if media_type.endswith("xml"):
            check_xml(body)
        elif media_type in ("text/turtle", "application/trig"):
            body = without_unused_prefixes(body)
        return {"status": "answer"}, body

    @staticmethod
    def counted(triples, cap: int):  # noqa: ANN001, ANN205
        for number, triple in enumerate(triples):
            if number >= cap:
                raise OverflowError
            yield triple

    def reply(self, job: dict) -> tuple[dict, bytes | bytearray]:
        try:
            return self.answer(job)
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
        except RuntimeError as error:  # what the grammar allows and the engine does not have: a custom function
            return {"status": "unsupported", "message": str(error)}, b""
        except (ValueError, OSError) as error:
            return {"status": "failure", "message": type(error).__name__}, b""


def main() -> None:
    """Load the data, give up what a query must not reach, then answer one job after another."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    stream = socket.socket(fileno=0)
    config, _ = receive(stream)
    leave_with(config["parent"])
    sys.path.append(config["packages"])
    import pyoxigraph

    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    worker = Worker(pyoxigraph, config)
    json.loads('{"warm": "\\u00e9"}'), worker.reply(config["probe"])
    shut(config["megabytes"])
    send(stream, {"status": "ready"})
    while True:
        job, _ = receive(stream)
        used = time.process_time()
        # The server kills at the deadline; this is for the day the server itself is stuck.
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + job["cpu"], resource.getrlimit(resource.RLIMIT_CPU)[1]))
        header, body = worker.reply(job)
        send(stream, header | {"cpu": time.process_time() - used}, body)


if __name__ == "__main__":
    main()

"""The program of the workers and of the process they are forked from: a read-only copy of the data, one query at a time.

It is started as a file by ``python -I -S`` and imports the standard library and pyoxigraph only. The parent reads
the data and forks when told to; it never sees a query. Frames on a worker's socket go both ways: two lengths
(network order), a JSON header, a body. What a worker cannot do, because the kernel refuses: open a file or a
socket, write a file, take more memory than granted, outlive its server.
"""

import contextlib
import ctypes
import gc
import json
import os
import resource
import select
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
ORDER = struct.Struct("!cqi")
#: how a store elsewhere may send a graph: in formats that fetch nothing and expand nothing
GRAPHS = ("application/n-triples", "text/turtle")
#: a worker that cannot begin ends with this
NOT_BEGUN = 70


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
    """The next message from the server; the server sends none before it has the answer to the last."""
    content = more(stream, LENGTHS.size, b"")
    head_length, body_length = LENGTHS.unpack_from(content)
    body_at = LENGTHS.size + head_length
    content = more(stream, body_at + body_length, content)
    return json.loads(content[LENGTHS.size : body_at]), content[body_at:]


def more(stream: socket.socket, length: int, content: bytes) -> bytes:
    """``content`` and what follows until it has so many bytes, or the end of the process when the stream ends."""
    while len(content) < length:
        chunk = stream.recv(max(65_536, length - len(content)))
        if not chunk:
            raise SystemExit(0)  # the server has gone
        content += chunk
    return content


def send(stream: socket.socket, header: dict, body: bytes | bytearray = b"") -> None:
    """One message to the server, in one piece where it is small: two pieces wake it twice."""
    head = json.dumps(header).encode()
    frame = LENGTHS.pack(len(head), len(body)) + head
    if len(body) < 65_536:
        stream.sendall(frame + body)
    else:
        stream.sendall(frame)
        stream.sendall(body)


def leave_with(parent: int) -> None:
    """Die when the parent dies, where the system does that."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        raise SystemExit(0)


def see_no_network() -> None:
    """Gain no privilege, see no network, this process and all it forks: as far as this system allows."""
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None)
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
    store.load(path=data, format=pyoxigraph.RdfFormat.N_QUADS)  # starts no thread, which no fork would have
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
        self.data = config["data"]
        # A store on disk has threads, so each worker opens it for itself.
        self.store = None if os.path.isdir(self.data) else open_store(pyoxigraph, self.data)

    def begin(self, probe: dict) -> None:
        """Be ready to answer: everything that a query needs is imported and open."""
        if self.store is None:
            self.store = open_store(self.ox, self.data)
        self.reply(b"SELECT (1 AS ?x) {}", probe)

    def dataset(self, job: dict) -> dict:
        """The dataset of the protocol request, where it names one: it replaces the query's own (§2.1.4)."""
        if job["default"] is None and job["named"] is None:
            return {}
        nodes = [[self.ox.NamedNode(iri) for iri in job[part] or ()] for part in ("default", "named")]
        return {"default_graph": nodes[0], "named_graphs": nodes[1]}

    def results(self, content: bytes, job: dict) -> tuple[Any, bool]:
        """What is to be written, and whether it is a graph: the answer to a query, or what a store elsewhere answered."""
        given = job["given"]
        if not given:
            found = self.store.query(content.decode("utf-8", "surrogatepass"), base_iri=job["base"], **self.dataset(job))
            return found, isinstance(found, self.ox.QueryTriples)
        if given in GRAPHS:
            return (quad.triple for quad in self.ox.parse(content, format=self.ox.RdfFormat.from_media_type(given))), True
        syntax = self.ox.QueryResultsFormat.XML if given.endswith("xml") else self.ox.QueryResultsFormat.JSON
        return self.ox.parse_query_results(content, format=syntax), False

    def answer(self, content: bytes, job: dict) -> tuple[dict, bytearray]:
        body = Capped()
        body.cap = job["bytes"]
        media_type = job["media_type"]
        results, is_graph = self.results(content, job)
        if is_graph:
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
        except RuntimeError as error:  # what the grammar allows and the engine does not have: a custom function
            return {"status": "unsupported", "message": str(error)}, b""
        except (ValueError, OSError) as error:
            return {"status": "failure", "message": type(error).__name__}, b""


def be_worker(stream: socket.socket, worker: Worker, config: dict) -> None:
    """Give up what a query must not reach, then answer one query after another."""
    worker.begin(config["probe"])
    shut(config["megabytes"])
    send(stream, {"status": "ready"})
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    while True:
        job, content = receive(stream)
        used = time.process_time()
        # The server kills at the deadline; this is for the day the server itself is stuck.
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + job["cpu"], hard))
        header, body = worker.reply(content, job)
        header["cpu"] = time.process_time() - used
        send(stream, header, body)


def forked(control: socket.socket, file: int, worker: Worker, config: dict) -> int:
    """The process id of a new worker at the other end of ``file``; negative when the system has no room for it."""
    parent = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        pid = -1
    if pid != 0:
        os.close(file)
        return pid
    try:
        control.close()
        leave_with(parent)
        be_worker(socket.socket(fileno=file), worker, config)
    finally:
        os._exit(NOT_BEGUN)  # whatever happened: this is not the parent


def main() -> None:
    """Load the data, then fork a worker, or tell how one ended, as often as the server says so."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    control = socket.socket(fileno=0)
    config, _ = receive(control)
    leave_with(config["parent"])
    see_no_network()
    sys.path.append(config["packages"])
    import pyoxigraph

    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    worker = Worker(pyoxigraph, config)
    json.loads('{"warm": "\\u00e9"}')
    if worker.store is not None:
        worker.begin(config["probe"])
    gc.collect()
    gc.freeze()  # a collection would write to the pages that all workers share
    control.sendall(b"!")
    ending: set[int] = set()
    while True:
        # One that has been killed may take a while to be gone, and nobody waits for it.
        for pid, code in [os.waitpid(pid, os.WNOHANG) for pid in ending]:
            if pid:
                ending.discard(pid)
                control.sendall(ORDER.pack(b"r", pid, code))
        if not select.select([control], [], [], 0.004 if ending else None)[0]:
            continue
        order, files, _, _ = socket.recv_fds(control, ORDER.size, 1)
        if not order:
            return  # the server has gone; the workers go with this process
        what, pid, _ = ORDER.unpack(order)
        if what == b"f":
            control.sendall(ORDER.pack(what, forked(control, files[0], worker, config), 0))
        else:
            ending.add(pid)


if __name__ == "__main__":
    main()

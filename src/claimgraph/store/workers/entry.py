"""The program of the workers and of the process they are forked from: a read-only copy of the data, one query at a time.

It is started as a file by ``python -I -S`` and imports the standard library, pyoxigraph and what makes answers of it. The parent reads
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
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWNET, CLONE_NEWUSER = 0x40000000, 0x10000000
LENGTHS = struct.Struct("!II")
ORDER = struct.Struct("!cqi")
#: a worker that cannot begin ends with this
NOT_BEGUN = 70


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


def be_worker(stream: socket.socket, worker: Any, config: dict) -> None:
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


def forked(control: socket.socket, file: int, worker: Any, config: dict) -> int:
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
    sys.path += config["packages"]
    from claimgraph.store.answering import Answering  # not before it can be found, and nothing can be reached

    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    worker = Answering(config["data"], config["prefixes"])
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

"""``claimgraph serve`` as a process: it says where it is, answers soon, and refuses what cannot be."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from claimgraph.cli import main
from tests.web.processes import children


@pytest.fixture
def served(repository):
    """The port of a running server that has answered once."""
    child = subprocess.Popen([sys.executable, "-m", "claimgraph", "--root", repository, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", child.stderr.readline())[1])
        while True:
            try:
                assert get(port, "/data/place/dia.ttl")[0] == 200
                break
            except ConnectionError:
                time.sleep(0.01)
        yield port
    finally:
        child.terminate()
        child.wait(20)
        child.stderr.close()


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body


def test_it_answers_with_everything(served):
    for path in ("/", "/page/event/diafarabe-and-koumara-attacks", "/query", "/reconcile", "/page/report", "/page/dataset", "/queries/who-says-what"):
        assert get(served, path, Accept="text/html")[0] == 200, path
    status, body = get(served, "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", Accept="application/sparql-results+json")
    assert status == 200 and b"true" in body


def test_a_port_in_use_is_told_in_one_line(repository, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["--root", str(repository), "serve", "--port", str(taken.getsockname()[1])]) == 2
    told = capsys.readouterr().err
    assert "cannot listen" in told and told.count("\n") == 1


@pytest.mark.parametrize("port", ["-1", "70000"])
def test_a_port_that_is_none_is_refused(repository, port):
    assert main(["--root", str(repository), "serve", f"--port={port}"]) == 2


LARGE = """
from claimgraph.web import holdings
holdings.SMALL = 0
from claimgraph.cli import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("program", [["-m", "claimgraph"], ["-c", LARGE]], ids=["small", "large"])
def test_it_leaves_no_temporary_file_and_no_process(repository, tmp_path, program, ending):
    """Neither when it has made the dumps nor, for a large graph, while another process makes them."""
    child = begun(program, repository, tmp_path)
    port = int(re.search(r":(\d+)/", child.stderr.readline())[1])
    get(port, "/dump.ttl")
    made, below = {path.name.rpartition("-")[0] for path in tmp_path.iterdir()}, children(child.pid)
    child.send_signal(ending)
    child.wait(60)
    child.stderr.close()
    assert ("claimgraph-prepared" if "-c" in program else "claimgraph-dumps") in made and below
    assert list(tmp_path.iterdir()) == []
    assert {pid for pid in below if runs(pid)} == set()


STUCK = """
import time
from claimgraph.reconcile.service import Service
Service.get_ready = lambda self: time.sleep(600)
from claimgraph.web import holdings, serving
holdings.SMALL = serving.SMALL = 0
from claimgraph.cli import main
raise SystemExit(main())
"""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_while_it_still_gets_ready(repository, tmp_path, ending):
    """What gets ready here would take ten minutes."""
    child = begun(["-c", STUCK], repository, tmp_path)
    port = int(re.search(r":(\d+)/", child.stderr.readline())[1])
    assert get(port, "/page/place/dia")[0] == 200
    child.send_signal(ending)
    assert child.wait(60) == -ending
    child.stderr.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.2, 0.35, 0.5, 0.8])
def test_ended_in_the_middle_of_starting_it_leaves_no_temporary_file(repository, tmp_path, seconds):
    child = begun(["-m", "claimgraph"], repository, tmp_path)
    child.stderr.readline()
    time.sleep(seconds)
    child.send_signal(signal.SIGTERM)
    assert child.wait(60) in (-signal.SIGTERM, 128 + signal.SIGTERM)
    child.stderr.close()
    assert list(tmp_path.iterdir()) == []


def begun(program: list[str], root: Path, temporary: Path) -> subprocess.Popen[str]:
    """A server of which all temporary files are in a folder of its own."""
    command = [sys.executable, *program, "--root", str(root), "serve", "--port", "0"]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(temporary)})


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False

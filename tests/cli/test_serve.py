"""``claimgraph serve`` as a process: it says where it is, answers soon, and refuses what cannot be."""

import http.client
import re
import socket
import subprocess
import sys
import time

import pytest

from claimgraph.cli import main


@pytest.fixture
def served(repository):
    """A running server: (port, seconds from start to the first answer)."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "claimgraph", "--root", repository, "serve", "--port", "0"], stderr=subprocess.PIPE, text=True)
    try:
        port = int(re.search(r":(\d+)/", child.stderr.readline())[1])
        while True:
            try:
                assert get(port, "/data/place/dia.ttl")[0] == 200
                break
            except ConnectionError:
                time.sleep(0.01)
        yield port, time.perf_counter() - start
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


def test_it_answers_soon_and_with_everything(served):
    port, seconds = served
    assert seconds < 10  # `make bench` states the real figure; this machine may be busy
    for path in ("/", "/page/event/diafarabe-and-koumara-attacks", "/query", "/reconcile", "/page/report", "/page/dataset", "/queries/who-says-what"):
        assert get(port, path, Accept="text/html")[0] == 200, path
    status, body = get(port, "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", Accept="application/sparql-results+json")
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

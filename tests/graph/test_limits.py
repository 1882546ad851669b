"""Work in a child that may be killed: time, memory and network are bounded, errors come back as they are."""

import os
import socket
import time
from functools import partial

import pytest

from claimgraph.errors import ClaimgraphError, TooLarge, UnreadableFile
from claimgraph.graph.foreign import read_foreign
from claimgraph.graph.limits import GaveUp, run_limited


def raise_it(error):
    raise error


def connect(address):
    with socket.create_connection(address, timeout=1):
        return "connected"


def test_the_answer_comes_back():
    assert run_limited(lambda: b"x" * 3_000_000) == b"x" * 3_000_000


def test_an_error_comes_back_whole():
    with pytest.raises(UnreadableFile, match="a.ttl:3: bad") as caught:
        run_limited(partial(raise_it, UnreadableFile("a.ttl", "bad", 3, "mend it")))
    assert (caught.value.line, caught.value.hint) == (3, "mend it")


def test_time_is_bounded():
    began = time.monotonic()
    with pytest.raises(GaveUp, match="not done after 0.3 seconds"):
        run_limited(partial(time.sleep, 3_000), seconds=0.3)
    assert time.monotonic() - began < 60  # and not 3,000


def test_a_dying_child_is_one_error():
    with pytest.raises(GaveUp, match="nested too deeply"):
        run_limited(os.abort)


def test_memory_is_bounded():
    with pytest.raises((TooLarge, GaveUp)):
        run_limited(lambda: bytearray(800 * 2**20), mb=200)


def test_there_is_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert run_limited(partial(connect, server.getsockname()), no_network=False) == "connected"
        with pytest.raises(OSError):
            run_limited(partial(connect, server.getsockname()))


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "a.nt": b"<http://a> <http://b> <http://c> .",
        "a.ttl": b"<http://a> <http://b> <http://c> .",
        "a.trig": b"<http://g> { <http://a> <http://b> <http://c> }",
        "a.jsonld": b'{"@id": "http://a", "http://b": {"@id": "http://c"}}',
        "a.rdf": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://"><rdf:Description rdf:about="http://a"><e:b rdf:resource="http://c"/></rdf:Description></rdf:RDF>',
    }.items(),
)
def test_every_format_gives_the_same_triples(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert [str(triple) for triple in read_foreign(tmp_path / name)] == ["<http://a> <http://b> <http://c>"]


def test_deep_json_is_an_error_not_a_crash(tmp_path):
    path = tmp_path / "deep.jsonld"
    path.write_text('{"http://e/p":' * 20_000 + "1" + "}" * 20_000)
    with pytest.raises(ClaimgraphError):
        read_foreign(path)

"""``claimgraph load``: the named graphs into a store elsewhere, or a clear line."""

import pytest

from claimgraph.cli import main
from claimgraph.graph.files import graph_files
from claimgraph.store.remote import RemoteStore
from tests.store.servers import Memory, free_port, fuseki, oxigraph, scripted

HTML = {"Content-Type": "text/html"}


@pytest.mark.parametrize("start", [oxigraph, pytest.param(fuseki, marks=pytest.mark.fuseki)], ids=["oxigraph", "fuseki"])
def test_every_file_is_a_named_graph_there(start, repository, capsys):
    with start() as server:
        assert main(["--root", str(repository), "load", server.graphs]) == 0
        told = capsys.readouterr()
        names = RemoteStore.at(server.query).graphs()
        assert main(["--root", str(repository), "load", f"{server.graphs}s"]) == 2, "an address beside that of the graphs"
    assert told.err == "", "no progress when piped"
    assert set(names) == {file.graph for file in graph_files(repository)} | {"https://w3id.org/claimgraph/graph/derived"}
    assert told.out == f"{len(names)} graphs loaded\n"


def test_each_graph_is_put_as_its_file_has_it(repository):
    store = Memory()
    with scripted(store) as (url, script):
        assert main(["--root", str(repository), "load", url, "--token", "hush"]) == 0
    files = {file.path.read_bytes() for file in graph_files(repository)}
    assert files < set(store.graphs.values()) and len(store.graphs) == len(files) + 1
    assert {(method, headers["Authorization"]) for method, _, headers, _ in script.asked} == {("PUT", "Bearer hush"), ("GET", "Bearer hush")}


def test_a_store_that_is_busy_for_a_moment_gets_everything(repository):
    store = Memory()
    with scripted((503, {"Retry-After": "0"}, b""), store) as (url, _):
        assert main(["--root", str(repository), "load", url]) == 0
    assert len(store.graphs) == len(graph_files(repository)) + 1


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, HTML, b"<html>Welcome"), "answers with a web page, not with a graph; it told a success when https://w3id.org/claimgraph/graph/actors was sent (it is no Graph Store"),
        ((204, {}, b""), "none of the"),
        ((200, {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b> 1 ."), "none of the"),
        ((200, {"Content-Type": "text/turtle"}, b"<urn:a> <urn:b>"), "malformed graph"),
        ((200, {"Content-Type": "application/json"}, b"{}"), "answers with application/json, not with a graph"),
        (Memory(lambda content: content[: content.rindex(b"\n\n")]), "are not there, and 0 that were not sent are"),
        (Memory(lambda content: content + b"\n<urn:a> <urn:b> 1 .\n"), "0 are not there, and 1 that were not sent are"),
        (Memory(one_for_all=True), "none of the"),
    ],
    ids=["web page", "nothing kept", "another graph", "no Turtle", "no graph", "the end lost", "one added", "one graph for all"],
)  # fmt: skip
def test_a_success_that_is_none_is_found_out(answer, message, repository, capsys):
    with scripted(answer) as (url, script):
        assert main(["--root", str(repository), "load", url]) == 2
    told = capsys.readouterr()
    assert told.out == "" and message in told.err and len(told.err.splitlines()) == 1
    if not (isinstance(answer, Memory) and answer.one_for_all):
        assert [method for method, *_ in script.asked] == ["PUT", "GET"], "nothing more is sent to what is no store"


def test_a_store_may_write_values_in_another_way(repository, capsys):
    with scripted(Memory(lambda content: content.replace(b'"2023-01-10"^^xsd:date', b'"2023-01-10Z"^^xsd:date'))) as (url, _):
        assert main(["--root", str(repository), "load", url]) == 0
    assert "values are written in another way there" in capsys.readouterr().err


def test_a_store_that_may_be_written_and_not_read_is_taken_at_its_word_when_asked_to(repository, capsys):
    with scripted((204, {}, b""), (403, {}, b"")) as (url, _):
        assert main(["--root", str(repository), "load", url]) == 2
    assert "does not allow this (HTTP 403); it told a success" in capsys.readouterr().err
    with scripted((204, {}, b"")) as (url, script):
        assert main(["--root", str(repository), "load", url, "--no-verify"]) == 0
    assert {method for method, *_ in script.asked} == {"PUT"} and "not read back" in capsys.readouterr().out


def test_failures_are_told_in_one_line_without_the_password(repository, capsys):
    with scripted((401, {}, b"")) as (url, _):
        assert main(["--root", str(repository), "load", url.replace("//", "//ed:secret@")]) == 2
    err = capsys.readouterr().err
    assert "asks for a user name and password" in err and "secret" not in err and len(err.splitlines()) == 1
    assert main(["--root", str(repository), "load", f"http://127.0.0.1:{free_port()}/store"]) == 2
    assert "nothing listens there; 0 of" in capsys.readouterr().err


def test_a_graph_is_not_sent_on_to_another_host(repository, capsys):
    with scripted(Memory()) as (elsewhere, taken):
        with scripted((307, {"Location": elsewhere.replace("127.0.0.1", "localhost")}, b"")) as (url, _):
            assert main(["--root", str(repository), "load", url]) == 2
    assert taken.asked == [] and "sends on to http://localhost:" in capsys.readouterr().err


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_graph_follows_to_another_address_of_the_same_host(status, repository):
    store = Memory()

    def moved(method, path, body):
        return store(method, path, body) if path.startswith("/new") else (status, {"Location": path.replace("/sparql", "/new")}, b"")

    with scripted(moved) as (url, _):
        assert main(["--root", str(repository), "load", url]) == 0
    assert len(store.graphs) == len(graph_files(repository)) + 1


def test_files_that_are_one_graph_go_there_together(tmp_path):
    for part in ("ontology", "queries", "graph/articles"):
        (tmp_path / part).mkdir(parents=True)
    for year in (2023, 2024):
        (tmp_path / "graph" / "articles" / f"{year}-a.ttl").write_text(f"<urn:a> <urn:b> {year} .\n")
    store = Memory()
    with scripted(store) as (url, _):
        assert main(["--root", str(tmp_path), "load", url]) == 0
    (content,) = store.graphs.values()
    assert b"2023" in content and b"2024" in content


def test_nothing_is_sent_when_a_file_cannot_be_read(tmp_path, capsys):
    for part in ("ontology", "queries", "graph"):
        (tmp_path / part).mkdir()
    (tmp_path / "graph" / "a.ttl").write_text("<urn:a> <urn:b> 1 .\n")
    (tmp_path / "graph" / "b.ttl").write_text("nonsense\n")
    with scripted((204, {}, b"")) as (url, script):
        assert main(["--root", str(tmp_path), "load", url]) == 2
    assert script.asked == [] and "b.ttl:1" in capsys.readouterr().err

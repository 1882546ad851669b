"""``claimgraph load``: the named graphs into a store elsewhere, or a clear line."""

import pytest

from claimgraph.cli import main
from claimgraph.graph.files import graph_files
from claimgraph.store.remote import RemoteStore
from tests.store.servers import free_port, fuseki, oxigraph, scripted


@pytest.mark.parametrize("start", [oxigraph, pytest.param(fuseki, marks=pytest.mark.fuseki)], ids=["oxigraph", "fuseki"])
def test_every_file_is_a_named_graph_there(start, repository, capsys):
    with start() as server:
        assert main(["--root", str(repository), "load", server.graphs]) == 0
        told = capsys.readouterr()
        names = RemoteStore.at(server.query).graphs()
    assert told.err == "", "no progress when piped"
    assert set(names) == {file.graph for file in graph_files(repository)} | {"https://w3id.org/claimgraph/graph/derived"}
    assert told.out == f"{len(names)} graphs loaded\n"


def test_each_graph_is_put_as_its_file_has_it(repository):
    with scripted((201, {}, b"")) as (url, script):
        assert main(["--root", str(repository), "load", url, "--token", "hush"]) == 0
    files = {file.path.read_bytes() for file in graph_files(repository)}
    assert files < {body for _, _, _, body in script.asked} and len(script.asked) == len(files) + 1
    assert {(method, headers["Authorization"]) for method, _, headers, _ in script.asked} == {("PUT", "Bearer hush")}


def test_a_store_that_is_busy_for_a_moment_gets_everything(repository):
    with scripted((503, {"Retry-After": "0"}, b""), (204, {}, b"")) as (url, script):
        assert main(["--root", str(repository), "load", url]) == 0
    assert len(script.asked) == len(graph_files(repository)) + 2


def test_failures_are_told_in_one_line_without_the_password(repository, capsys):
    with scripted((401, {}, b"")) as (url, _):
        assert main(["--root", str(repository), "load", url.replace("//", "//ed:secret@")]) == 2
    err = capsys.readouterr().err
    assert "asks for a user name and password" in err and "secret" not in err and len(err.splitlines()) == 1
    assert main(["--root", str(repository), "load", f"http://127.0.0.1:{free_port()}/store"]) == 2
    assert "nothing listens there (start the server" in capsys.readouterr().err


def test_nothing_is_sent_when_a_file_cannot_be_read(tmp_path, capsys):
    for part in ("ontology", "queries", "graph"):
        (tmp_path / part).mkdir()
    (tmp_path / "graph" / "a.ttl").write_text("<urn:a> <urn:b> 1 .\n")
    (tmp_path / "graph" / "b.ttl").write_text("nonsense\n")
    with scripted((204, {}, b"")) as (url, script):
        assert main(["--root", str(tmp_path), "load", url]) == 2
    assert script.asked == [] and "b.ttl:1" in capsys.readouterr().err

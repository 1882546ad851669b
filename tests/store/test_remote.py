"""Stores elsewhere: two real servers, loaded and asked."""

from pathlib import Path

import pytest

from claimgraph.cli.load import contents
from claimgraph.errors import RemoteFailure
from claimgraph.store.catalogue import bind, load_catalogue
from claimgraph.store.local import open_store
from claimgraph.store.remote import RemoteStore
from claimgraph.store.transport import Credentials
from tests.store.answers import SELECT, rows
from tests.store.servers import fuseki, oxigraph


@pytest.fixture(scope="module", params=[oxigraph, pytest.param(fuseki, marks=pytest.mark.fuseki)], ids=["oxigraph", "fuseki"])
def server(request):
    with request.param() as running:
        yield running


@pytest.fixture(scope="module")
def loaded(server, request):
    """A real server with the named graphs of the repository in it."""
    store = RemoteStore.at(server.graphs, timeout=30)
    for graph, content, _ in contents(Path(__file__).resolve().parents[2]):
        store.put_graph(graph, content)
    return server


def numbers(found):
    return [tuple(float(cell) if cell and cell.replace(".", "", 1).isdigit() else cell for cell in row) for row in found]


def test_the_named_graphs_arrive_and_putting_them_again_changes_nothing(loaded, repository):
    local = open_store(repository)
    names = sorted(graph.value for graph in local.store.named_graphs())
    store = RemoteStore.at(loaded.query, timeout=30)
    count = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
    assert store.graphs() == names
    before = rows(store.query(count))
    for graph, content, _ in contents(repository):
        RemoteStore.at(loaded.graphs, timeout=30).put_graph(graph, content)
    assert rows(store.query(count)) == before == rows(local.store.query(count))


@pytest.mark.parametrize("name", ["who-says-what", "contradictions", "losses-by-claimant", "events-near", "responsibility", "toll-over-time"])
def test_a_real_server_gives_the_rows_of_the_embedded_store(name, loaded, repository):
    query = load_catalogue(repository)[name]
    text = bind(query, query.examples)
    store = RemoteStore.at(loaded.query, timeout=30)
    elsewhere = store.query(text, store.graphs())
    here = open_store(repository).store.query(text, use_default_graph_as_union=True)
    assert numbers(rows(elsewhere)) == numbers(rows(here)) != []


def test_a_graph_and_a_yes_or_no_come_back_as_such(loaded, repository):
    store = RemoteStore.at(loaded.query, timeout=30)
    query = load_catalogue(repository)["who-fights-whom"]
    here = open_store(repository).store.query(bind(query, {}), use_default_graph_as_union=True)
    assert set(store.query(bind(query, {}), store.graphs())) == set(here)
    assert bool(store.query("ASK { GRAPH ?g { ?s ?p ?o } }")) is True


def test_a_real_server_refuses_a_malformed_query(loaded):
    with pytest.raises(RemoteFailure, match=r"refuses the request as malformed \(HTTP 400\)"):
        RemoteStore.at(loaded.query).query("SELECT ?x WHERE { ?x")


def test_a_real_server_has_nothing_at_another_address(loaded):
    with pytest.raises(RemoteFailure, match=r"HTTP 40[45]"):
        RemoteStore.at(loaded.query.replace("query", "nothing").replace("sparql", "nothing")).query(SELECT)


@pytest.mark.fuseki
def test_a_real_server_with_a_password_takes_the_right_one_only(tmp_path):
    (tmp_path / "passwd").write_text("editor: secret\n")
    configuration = tmp_path / "config.ttl"
    configuration.write_text(
        'PREFIX fuseki: <http://jena.apache.org/fuseki#>\nPREFIX ja: <http://jena.hpl.hp.com/2005/11/Assembler#>\n'
        f'[] a fuseki:Server ; fuseki:passwd "{tmp_path / "passwd"}" ; fuseki:auth "basic" ; fuseki:allowedUsers "editor" ; fuseki:services (<#ds>) .\n'
        '<#ds> a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset [ a ja:MemoryDataset ] ;\n'
        ' fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "sparql" ] ; fuseki:endpoint [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .\n'
    )
    with fuseki(configuration=configuration) as server:
        for wrong in (Credentials(), Credentials("editor", "wrong")):
            with pytest.raises(RemoteFailure, match="asks for a user name and password") as refused:
                RemoteStore.at(server.query, wrong).query(SELECT)
            assert "wrong" not in str(refused.value)
        right = Credentials("editor", "secret")
        RemoteStore.at(server.graphs, right).put_graph("http://example.org/g", b"<http://example.org/a> <http://example.org/p> 1 .")
        assert RemoteStore.at(server.query, right).graphs() == ["http://example.org/g"]

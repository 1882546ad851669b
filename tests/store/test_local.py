"""The embedded store: one named graph a file, with the derived graph, and a digest of the dataset."""


import pytest

from claimgraph.errors import UnreadableFile
from claimgraph.graph.derivation import DERIVED
from claimgraph.store.local import open_store
from tests.copies import copy_graph


@pytest.fixture
def copy(repository, tmp_path):
    return copy_graph(repository, tmp_path)


def test_every_file_is_a_named_graph_and_the_derived_graph_is_there(repository):
    local = open_store(repository)
    graphs = {graph.value for graph in local.store.named_graphs()}
    assert graphs == {file.graph for file in local.files} | {DERIVED.value}


def test_the_digest_changes_with_any_byte_and_only_then(copy, repository):
    before = open_store(copy).digest
    assert before == open_store(repository).digest
    (copy / "graph" / "actors.ttl").write_text((copy / "graph" / "actors.ttl").read_text() + "\n")
    assert open_store(copy).digest != before


def test_a_broken_file_is_named_with_its_line(copy):
    path = copy / "graph" / "actors.ttl"
    path.write_text(path.read_text().replace("actor:jnim a", "actor:jnim a a", 1))
    with pytest.raises(UnreadableFile, match=r"actors\.ttl:\d+: "):
        open_store(copy)

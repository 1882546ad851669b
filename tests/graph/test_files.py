"""Files: which graph they are, and one clear line when they cannot be read."""

import pytest

from claimgraph.errors import UnreadableFile
from claimgraph.graph.files import graph_files, graph_name, parse_turtle, quads, read


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b" \n\n", 1, "empty"),
        (b"\n\nex:a ex:b 1 .\n", 3, "prefix ex: is not declared"),
        (b"<http://a> <http://b> \n 'x .\n", 2, ""),
        (b"<http://a> <http://b> 1 .\n<http://a> <http://b> \"\xe9\" .\n", 2, "UTF-8"),
        ("<http://a> <http://b> 'é' .".encode("utf-16"), 1, "UTF-8"),
        (b'<http://a> <http://b> <http://x/"y> .', 1, ""),
        (b"<http://a> <http://b> <http://x/\\u003Ey> .", 1, ""),
    ],
)
def test_what_cannot_be_read_names_file_and_line(tmp_path, content, line, words):
    path = tmp_path / "broken.ttl"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}:{line}: ") and words in str(refused.value)
    assert refused.value.exit_code == 2


def test_missing_files_and_folders_are_told(tmp_path):
    for path in (tmp_path / "absent.ttl", tmp_path):
        with pytest.raises(UnreadableFile, match="no such file|a folder"):
            read(path)
    (tmp_path / "graph").mkdir()
    with pytest.raises(UnreadableFile, match="no Turtle file"):
        graph_files(tmp_path)


def test_the_files_of_the_repository_are_one_named_graph_each(repository):
    files = graph_files(repository)
    names = [file.graph for file in files]
    assert len(set(names)) == len(names)
    assert "https://w3id.org/claimgraph/graph/article/diafarabe-and-koumara-attacks" in names
    assert {name.rpartition("/")[2] for name in names} >= {"gazetteer", "actors", "sources", "links", "codes", "catalog", "conflicts"}


def test_literals_stay_as_written():
    (triple,) = parse_turtle(b'<urn:a> <urn:b> "+007"^^<http://www.w3.org/2001/XMLSchema#integer> .')
    assert triple.object.value == "+007"


def test_a_subject_is_described_in_exactly_one_file(repository):
    """links.ttl alone adds identifiers to subjects that another file describes."""
    described = {}
    for quad in quads(graph_files(repository)):
        if not quad.graph_name.value.endswith("/links"):
            described.setdefault(quad.subject, set()).add(quad.graph_name.value)
    assert {subject: graphs for subject, graphs in described.items() if len(graphs) > 1} == {}


def test_the_graph_has_no_blank_nodes(repository):
    assert [q for q in quads(graph_files(repository)) if str(q.subject).startswith("_:") or str(q.object).startswith("_:")] == []


@pytest.mark.parametrize(
    ("path", "name"),
    [("graph/articles/2020-battle-of-x.ttl", "article/battle-of-x"), ("graph/articles/2020-04-06-7-posts.ttl", "article/7-posts"), ("graph/articles/2020.ttl", "article/2020"), ("graph/places.ttl", "gazetteer"), ("ontology/claimgraph.ttl", "ontology")],
)
def test_graph_names(path, name, tmp_path):
    assert graph_name(tmp_path / path) == f"https://w3id.org/claimgraph/graph/{name}"

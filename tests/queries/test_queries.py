"""Every question of ``queries/``: its committed answer from two engines, its header, its parameters.

``python tests/queries/test_queries.py`` writes the expected results anew, to be read before they are committed.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from claimgraph.store.catalogue import CatalogueQuery, bind, load_catalogue
from claimgraph.store.local import open_store
from claimgraph.terms import CG

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = load_catalogue(ROOT)
EXPECTED = Path(__file__).parent
Rows = list[list[str]]


def canonical(value: str) -> str:
    """Numbers by value, because an engine may write 2, 2.0 or +2."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return format(number.normalize(), "f") if number.is_finite() else value


def table(header: Iterable[str], rows: Iterable[Iterable[object]], ordered: bool) -> Rows:
    """Header and rows as text; the rows of a graph come in no order, so they are sorted."""
    cells = [[canonical("" if cell is None else str(getattr(cell, "value", cell))) for cell in row] for row in rows]
    return [list(header), *(cells if ordered else sorted(cells))]


def in_pyoxigraph(query: CatalogueQuery, values: dict[str, str]) -> Rows:
    results = open_graph().query(bind(query, values), use_default_graph_as_union=True)
    if query.form == "construct":
        return table(("subject", "predicate", "object"), results, ordered=False)
    names = [variable.value for variable in results.variables]
    return table(names, ([row[name] for name in names] for row in results), ordered=True)


def open_graph():
    if not hasattr(open_graph, "store"):
        open_graph.store = open_store(ROOT).store
    return open_graph.store


@pytest.fixture(scope="module")
def rdflib_graph():
    import rdflib

    return rdflib.Graph().parse(data="".join({f"{quad.triple} .\n" for quad in open_graph()}), format="nt")


def committed(name: str) -> Rows:
    with open(EXPECTED / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", CATALOGUE)
def test_pyoxigraph_gives_the_committed_rows(name):
    assert in_pyoxigraph(CATALOGUE[name], CATALOGUE[name].examples) == committed(name)


@pytest.mark.parametrize("name", CATALOGUE)
def test_rdflib_gives_the_same_rows(name, rdflib_graph):
    query = CATALOGUE[name]
    results = rdflib_graph.query(bind(query, query.examples))
    is_graph = query.form == "construct"
    header = ("subject", "predicate", "object") if is_graph else [str(variable) for variable in results.vars]
    rows = ([None if cell is None else str(cell) for cell in row] for row in results)
    assert table(header, rows, ordered=not is_graph) == committed(name)


def test_every_expected_result_belongs_to_a_query_and_has_rows():
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(CATALOGUE)
    assert [name for name in CATALOGUE if len(committed(name)) < 2] == []


def test_every_question_of_the_readme_is_a_query_and_the_other_way_round():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+)`(?: ★)? \| (.+\?) \|$", readme, re.MULTILINE)
    assert dict(listed) == {name: query.summary for name, query in CATALOGUE.items()}


@pytest.mark.parametrize("name", [n for n, q in CATALOGUE.items() if q.form == "select" and any(p.name == "event" for p in q.parameters)])
def test_an_event_narrows_the_rows_and_adds_none(name):
    query = CATALOGUE[name]
    everywhere = in_pyoxigraph(query, query.examples)
    columns = len(everywhere[0])
    narrowed = in_pyoxigraph(query, query.examples | {"event": "event:koumara-macina-attack"})
    absent = in_pyoxigraph(query, query.examples | {"event": "event:no-such-event"})
    assert {tuple(row) for row in narrowed} <= {tuple(row) for row in everywhere}
    assert len(narrowed) < len(everywhere) and absent == everywhere[:1] and columns == len(narrowed[0])


def test_the_contradictions_are_those_of_the_derived_graph():
    rows = in_pyoxigraph(CATALOGUE["contradictions"], {})
    first, second = rows[0].index("claim"), rows[0].index("other")
    derived = {(q.subject.value, q.object.value) for q in open_graph().quads_for_pattern(None, CG.inconsistentWith, None, None)}
    assert {(row[first], row[second]) for row in rows[1:]} == {pair for pair in derived if pair[0] < pair[1]}


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_query_keeps_the_house_style(name):
    query = CATALOGUE[name]
    body = re.sub(r"#[^\n]*", "", re.sub(r"<[^>]*>", "", query.text))
    assert query.form == "construct" or "ORDER BY" in body
    assert query.summary.endswith("?") and query.description.endswith(".")
    assert set(query.tags) <= {"researcher", "wikidata-editor", "fact-checker", "open-source-analyst", "across-events"}
    assert "SERVICE" not in body and "GRAPH" not in body, "queries are for the union of the named graphs"
    declared = re.findall(r"PREFIX ([a-z-]+):", body)
    used = set(re.findall(r"(?<![\w?-])([a-z]+(?:-[a-z]+)*):\w", re.sub(r'"[^"\n]*"', "", body)))
    assert declared == sorted(declared) and set(declared) == used


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_header_is_yaml_as_grlc_reads_it(name):
    yaml = pytest.importorskip("yaml", reason="pip install PyYAML to compare the headers with a full YAML parser")
    query = CATALOGUE[name]
    header = yaml.safe_load("\n".join(line[2:] for line in query.text.splitlines() if line.startswith("#+")))
    assert header["summary"] == query.summary
    assert header["description"] == query.description
    assert tuple(header["tags"]) == query.tags
    labels = {key: value for item in header.get("labels", []) for key, value in item.items()}
    assert labels == {parameter.name: parameter.label for parameter in query.parameters}


def test_no_hostile_text_leaves_its_literal(shared_data):
    values = [str(term) for term in json.loads((shared_data / "hostile" / "terms.json").read_text(encoding="utf-8"))]
    query = CATALOGUE["who-says-what"]
    free = CatalogueQuery(query.name, "", "", (), tuple(
        type(p)(p.name, p.kind, None, False, p.label) for p in query.parameters), query.text, query.form)  # fmt: skip
    before, header = len(open_graph()), in_pyoxigraph(query, {})[0]
    for value in values:
        if value:
            assert in_pyoxigraph(free, {"lang": value})[0] == header
    assert len(open_graph()) == before


if __name__ == "__main__":
    for name, query in CATALOGUE.items():
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(in_pyoxigraph(query, query.examples))
        (EXPECTED / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")

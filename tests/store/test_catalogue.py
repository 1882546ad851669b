"""The catalogue: headers read strictly, values bound as terms."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from claimgraph.errors import Misuse, NotFound, UnreadableFile
from claimgraph.store.catalogue import bind, find_query, load_catalogue, parse_query, query_names
from claimgraph.store.parameters import Parameter
from claimgraph.store.scanner import query_form, tokens, where_groups

HEADER = """#+ summary: Which?
#+ description: First line
#+   and second.
#+ tags:
#+   - researcher
#+ method: GET
#+ labels:
#+   - thing: the thing
#+   - most: how many
#+   - lang: language
#+ defaults:
#+   - most: 3
#+ enumerate:
#+   - lang: [en, fr]
#+ examples:
#+   - thing: event:a
#+ required:
#+   - thing

"""
BODY = "SELECT ?s WHERE { ?s ?p ?_thing_iri FILTER (?n < ?_most_integer && LANG(?l) = ?_lang_literal) } ORDER BY ?s"


@pytest.fixture
def query():
    return parse_query(HEADER + BODY, "queries/which.rq")


def test_a_header_says_what_the_query_answers(query):
    assert (query.name, query.summary, query.description, query.tags, query.form) == (
        "which", "Which?", "First line and second.", ("researcher",), "select")  # fmt: skip
    told = {p.name: (p.kind, p.default, p.required, p.label, p.choices, p.example) for p in query.parameters}
    assert told == {
        "thing": ("iri", None, True, "the thing", (), "event:a"),
        "most": ("integer", "3", False, "how many", (), "3"),
        "lang": ("literal", None, False, "language", ("en", "fr"), None),
    }
    assert query.examples == {"thing": "event:a"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("#+ summary: Which?\n", ""), "lacks summary"),
        (("#+ method: GET\n", ""), "lacks method"),
        (("summary: Which?", "summary:"), ":1: unexpected header line"),
        (("summary: Which?", "sumary: Which?"), ":1: unexpected header line"),
        (("summary: Which?", "summary: Which: that?"), ":1: .* not plain YAML"),
        (("summary: Which?", "summary: [Which?"), ":1: .* not plain YAML"),
        (("#+   and second.", "#+ and second."), ":3: unexpected header line"),
        (("#+   - researcher", "#+ - researcher"), ":5: unexpected header line"),
        (("#+   - researcher", "#+   - researcher # not"), ":5: .* not plain YAML"),
        (("#+   - most: how many\n", ""), "no label for the parameter most"),
        (("most: 3", "moost: 3"), "defaults names moost"),
        (("#+   - most: 3", "#+   - most 3"), "is not 'parameter: value'"),
        (("#+   - thing\n", "#+   - theng\n"), "required names theng"),
        (("SELECT ?s", "CHOOSE ?s"), "is not a query of the forms"),
    ],
)
def test_a_header_that_is_not_as_it_must_be_is_refused_where_it_is_wrong(change, message):
    assert change[0] in HEADER + BODY
    with pytest.raises(UnreadableFile, match=f"which.rq.*{message}|which.rq{message}"):
        parse_query((HEADER + BODY).replace(*change), "queries/which.rq")


def test_values_become_terms_behind_where(query):
    text = bind(query, {"thing": "place:dia", "lang": "fr"})
    assert (
        'WHERE { VALUES ?_thing_iri { <https://w3id.org/claimgraph/id/place/dia> }'
        ' VALUES ?_most_integer { "3"^^<http://www.w3.org/2001/XMLSchema#integer> } VALUES ?_lang_literal { "fr" } ?s'
    ) in text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "which needs thing: the thing .*thing=event:a"),
        ({"thing": ""}, "which needs thing"),
        ({"thing": "event:a", "nothing": "1"}, "no parameter nothing .*it has thing, most, lang"),
        ({"thing": "dia"}, "not an IRI"),
        ({"thing": "javascript:alert(1)"}, "not an IRI"),
        ({"thing": "event:a b"}, "Invalid IRI"),
        ({"thing": "http://example.org/> } DROP ALL #"}, "Invalid IRI"),
        ({"thing": "event:a", "most": "1e3"}, "not a whole number"),
        ({"thing": "event:a", "most": "٣"}, "not a whole number"),
        ({"thing": "event:a", "most": "--1"}, "not a whole number"),
        ({"thing": "event:a", "lang": "de"}, "not one of en, fr"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(query, values, message):
    with pytest.raises(Misuse, match=message):
        bind(query, values)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("decimal", ["1", "-5.02", ".5", "0"], ["1.", "", ".", "1,5", "-", "1.2.3", "NaN", "1e5", "+1"]),
        ("date", ["2023-01-10", "2024-02-29"], ["2023-02-29", "2023-1-1", "20230110", "2023-01-10Z", "today"]),
        ("integer", ["0", "-7", "15"], ["", "1.0", "1 ", "0x1", "9" * 16]),
    ],
)
def test_each_kind_of_value_has_its_form(kind, good, bad):
    parameter = Parameter("x", kind, None, False, "x")
    assert [parameter.term(value).value for value in good] == good
    for value in bad:
        with pytest.raises(Misuse):
            parameter.term(value)


@given(st.text(max_size=60))
def test_any_text_stays_inside_its_literal(text):
    query = parse_query(HEADER.split("#+ labels")[0] + "#+ labels:\n#+   - x: x\n\nSELECT ?y WHERE { BIND (?_x_literal AS ?y) }", "q.rq")
    rows = list(Store().query(bind(query, {"x": text})))
    assert len(rows) == 1 and rows[0]["y"] == (Literal(text) if text else None)


def test_hostile_terms_bind_as_what_they_are(shared_data):
    hostile = json.loads((shared_data / "hostile" / "terms.json").read_text(encoding="utf-8"))
    literal, iri = Parameter("x", "literal", None, False, "x"), Parameter("x", "iri", None, False, "x")
    for values in hostile.values():
        for value in values if isinstance(values, list) else []:
            if isinstance(value, str):
                row = next(iter(Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {literal.term(value)} }} }}")))
                assert row["x"] == Literal(value)
                try:
                    term = iri.term(value)
                except Misuse:
                    continue
                assert next(iter(Store().query(f"SELECT ?x WHERE {{ VALUES ?x {{ {term} }} }}")))["x"] == NamedNode(term.value)


def test_subqueries_that_mention_a_parameter_get_its_row_too():
    text = "SELECT ?s WHERE { { SELECT ?s WHERE { ?s ?p ?_x_iri } } { SELECT ?s WHERE { ?s a ?t } } }"
    assert [sorted(inside) for _, inside in where_groups(text)] == [["_x_iri", "p", "s", "t"], ["_x_iri", "p", "s"], ["s", "t"]]


def test_strings_iris_and_comments_hide_what_is_in_them():
    text = "SELECT ?a WHERE { ?a <http://e/?b#c> '}' , \"\"\"?c { \" \\\"\"\"\" , 'it\\'s ?d' . FILTER (?a < 3 && ?e > 2) } # ?f {"
    assert [token for token, _ in tokens(text) if token[0] in "?{}"] == ["?a", "{", "?a", "?a", "?e", "}"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX ask: <http://e/> select * {}", "select"), ("BASE <http://e/> CONSTRUCT {} {}", "construct"), ("#ASK\nDESCRIBE <a:b>", "describe"),
        ("INSERT DATA {}", None), ("WITH <a:b> DELETE {} WHERE {}", None), ("", None), ("# SELECT", None), ("'", None), ("\"\"\"", None),
    ],
)  # fmt: skip
def test_the_form_of_a_query_is_its_first_word(text, form):
    assert query_form(text) == form


def test_one_query_is_found_alone_and_a_near_name_is_offered(repository):
    assert find_query(repository, "toll-over-time").summary == load_catalogue(repository)["toll-over-time"].summary
    assert query_names(repository) == list(load_catalogue(str(repository)))
    with pytest.raises(NotFound, match="did you mean toll-over-time"):
        find_query(repository, "toll-over-tim")
    with pytest.raises(NotFound, match="claimgraph query"):
        find_query(repository, "../../etc/passwd")


def test_a_missing_folder_and_a_file_in_another_encoding_are_said_to_be_so(tmp_path):
    with pytest.raises(UnreadableFile, match="queries"):
        query_names(tmp_path)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "old.rq").write_bytes("#+ summary: Où ?".encode("latin-1"))
    with pytest.raises(UnreadableFile, match="old.rq: not UTF-8"):
        load_catalogue(tmp_path)

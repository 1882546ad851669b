"""``claimgraph query``: the catalogue, one query in each format, and every way to ask wrongly."""

import csv
import io
import json
import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, parse

from claimgraph.cli import main
from claimgraph.graph.files import graph_files
from claimgraph.store.catalogue import query_names
from claimgraph.views.exports import FORMATS
from tests.store.servers import oxigraph, scripted

ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a\\u001b[2Jb"}}]}}'


@pytest.fixture
def ask(capsys, repository, monkeypatch):
    """Run ``claimgraph query …``: exit code, standard output, standard error."""

    def run(*words, stdin=None):
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            code = main(["--root", str(repository), "query", *words])
        except SystemExit as stopped:  # argparse
            code = stopped.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_without_a_name_the_catalogue_is_listed(ask, repository):
    code, out, _ = ask()
    assert code == 0
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == query_names(repository)
    assert "lat=… lon=… [km=50]" in out


def test_a_table_has_short_names_and_numbers_to_the_right(ask):
    _, out, _ = ask("toll-over-time")
    lines = out.splitlines()
    assert lines[0].split()[:3] == ["event", "victims", "type"] and set(lines[1]) == {"─", " "}
    assert len(lines) == 4 and "casualty-type:killed" in lines[2]
    figures = lines[0].index("figure") + len("figure")
    assert [line[:figures].split()[-1] for line in lines[2:]] == ["12", "14"]


def test_csv_and_json_are_those_of_the_sparql_standards(ask, repository):
    _, out, _ = ask("who-says-what", "--param", "event=event:koumara-macina-attack", "--format", "csv")
    table = list(csv.DictReader(io.StringIO(out)))
    assert {row["figure"] for row in table} == {"5", "7", ""}
    _, out, _ = ask("who-says-what", "-p", "event=event:koumara-macina-attack", "-f", "json")
    bindings = json.loads(out)["results"]["bindings"]
    assert len(bindings) == len(table) == 3
    assert bindings[1]["figure"] == {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}


def test_a_graph_is_turtle_or_rows(ask):
    _, out, _ = ask("who-fights-whom")
    triples = list(parse(out.encode(), format=RdfFormat.TURTLE))
    _, table, _ = ask("who-fights-whom", "--format", "csv")
    assert len(list(csv.reader(io.StringIO(table)))) == len(triples) + 1 > 5
    _, aligned, _ = ask("who-fights-whom", "--format", "table")
    assert aligned.splitlines()[0].split() == ["subject", "predicate", "object"]


def test_a_file_and_standard_input_are_asked_too(ask, tmp_path):
    text = "ASK { ?event a <https://w3id.org/claimgraph/ns#ConflictEvent> }"
    (tmp_path / "own.rq").write_text(text)
    assert ask(str(tmp_path / "own.rq"))[:2] == (0, "true\n")
    assert ask("-", stdin=text)[:2] == (0, "true\n")
    assert json.loads(ask("-", "--format", "json", stdin=text)[1])["boolean"] is True
    assert ask("-", stdin="SELECT ?x WHERE { ?x a <a:none> }")[1] == "x\n─\n(no rows)\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no-such-query"], "no query 'no-such-query' in the catalogue"),
        (["no/such.rq"], "no/such.rq: no such file"),
        (["events-near"], "events-near needs lat: latitude in degrees (for example lat=14.14)"),
        (["sources-by-weight", "--param", "event=event:a"], "no parameter event"),
        (["who-says-what", "--param", "event"], "write name=value"),
        (["who-says-what", "--format", "turtle"], "rows are not a graph"),
        (["who-fights-whom", "--format", "json"], "a graph is not SPARQL JSON"),
        (["who-says-what", "--format", "xml"], "xml"),
        (["--param", "event=event:a"], "no query named"),
        (["sources-by-weight", "--endpoint", "ftp://example.org/"], "not an http or https address"),
    ],
)
def test_a_wrong_question_is_answered_in_one_line(ask, words, message):
    code, out, err = ask(*words)
    assert (code, out) == (2, "") and message in err and "Traceback" not in err
    assert len(err.splitlines()) == 1 or err.startswith("usage:")


@pytest.mark.parametrize("name", ["nest_group_3000", "nest_paren_6000", "plus_chain_10000", "unterminated_string_100k", "service", "two_queries"])
def test_a_query_that_would_end_the_process_is_refused_in_one_line(ask, name, shared_data):
    code, out, err = ask(str(shared_data / "hostile" / "queries" / f"{name}.rq"))
    assert (code, out) == (2, "") and len(err.splitlines()) == 1


@pytest.mark.parametrize("text", ["SELECT ?x WHERE {", "nonsense", "INSERT DATA { <a:b> <a:c> 1 }", "#+ summary: x\nSELECT * {}", ""])
def test_a_malformed_query_is_answered_in_one_line(ask, text):
    code, out, err = ask("-", stdin=text)
    assert (code, out) == (2, "") and len(err.splitlines()) == 1


def test_text_from_a_graph_does_not_steer_the_terminal(ask):
    with scripted((200, {"Content-Type": "application/sparql-results+json"}, ROWS)) as (url, _):
        _, out, _ = ask("-", "--endpoint", url, stdin="SELECT ?x WHERE { ?x ?p ?o }")
    assert "a\\u001b[2Jb" in out and "\x1b" not in out


def test_an_endpoint_gives_the_rows_of_the_graph_here(ask, repository, capsys):
    with oxigraph() as server:
        assert main(["--root", str(repository), "load", server.graphs]) == 0
        assert capsys.readouterr().out == f"{len(graph_files(repository)) + 1} graphs loaded\n", "the files and the derived graph"
        here = ask("who-says-what", "--format", "csv")
        there = ask("who-says-what", "--format", "csv", "--endpoint", server.query, "--default-graph", "all")
        assert there == here and there[0] == 0 and len(there[1].splitlines()) > 10
        nothing = ask("who-says-what", "--format", "csv", "--endpoint", server.query)
        assert len(nothing[1].splitlines()) == 1, "the default graph of this server is empty"


def test_the_password_is_taken_from_the_environment_and_told_to_nobody_else(ask, monkeypatch):
    monkeypatch.setenv("CLAIMGRAPH_TOKEN", "hush-hush")
    with scripted((403, {}, b"")) as (url, script):
        code, out, err = ask("sources-by-weight", "--endpoint", url)
    assert code == 2 and script.asked[0][2]["Authorization"] == "Bearer hush-hush"
    assert "does not allow this" in err and "hush" not in out + err


#: what the quick commands may load of the standard library (`make bench` states what they take, beside bare Python); ``re`` or ``json`` alone take as long as the rest
LIGHT = {"__future__", "importlib", "importlib._bootstrap", "importlib._bootstrap_external", "itertools", "warnings"}
DATES = {"datetime", "_datetime", "math", "operator", "_operator"}
QUICK = [
    (["--help"], LIGHT), (["query"], LIGHT), (["query", "who-says-what"], LIGHT), (["query", "who-fights-whom"], LIGHT),
    (["query", "contradictions", "--format", "json"], LIGHT), (["query", "losses-by-claimant", "-f", "csv"], LIGHT),
    *((["export", name], LIGHT | DATES if name in ("quickstatements", "ucdp-csv") else LIGHT) for name in FORMATS),
]  # fmt: skip


@pytest.mark.parametrize(("words", "allowed"), QUICK, ids=lambda words: "-".join(words) if isinstance(words, list) else "")
def test_the_quick_commands_load_next_to_nothing(words, allowed, repository):
    code = (
        "import sys; before = set(sys.modules); from claimgraph.cli import main; code = main(sys.argv[1:])\n"
        "more = {name for name in set(sys.modules) - before if name.partition('.')[0] not in ('claimgraph', 'pyoxigraph')}\n"
        "print(code, *sorted(more), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=repository)
    answered, *more = done.stderr.splitlines()[-1].split()
    assert (done.returncode, answered) == (0, "0")
    assert set(more) <= allowed


@pytest.mark.parametrize("verb", [["query", "who-says-what", "--endpoint"], ["load"]])
@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e9", "soon"])
def test_a_time_that_cannot_be_waited_is_one_line(verb, seconds, capsys):
    assert main([*verb, "http://127.0.0.1:9/x", f"--timeout={seconds}"]) == 2
    err = capsys.readouterr().err
    assert f"--timeout: invalid seconds value: '{seconds}'" in err and err.count("\n") == 1

"""``claimgraph check`` as a curator meets it: on the graph, on one file, on files that are wrong or hostile."""

import json
import os
import subprocess
import sys

import pytest
from pyoxigraph import RdfFormat, Store

from claimgraph.graph.shacl.findings import read_report
from tests.copies import copy_graph

ARTICLE = "2023-01-10-diafarabe-and-koumara-attacks.ttl"


@pytest.fixture
def root(repository, tmp_path):
    """A copy of the dataset that a test may spoil."""
    return copy_graph(repository, tmp_path)


def check(root, *words, stdin=None):
    command = [sys.executable, "-m", "claimgraph", "--root", str(root), "check", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, timeout=120)


def spoil(root, old, new, name=f"articles/{ARTICLE}"):
    path = root / "graph" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_graph_has_no_violation(root):
    done = check(root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 violations" in done.stdout.splitlines()[-1]


def test_strict_fails_on_warnings(root):
    assert ", 0 warnings" not in check(root).stdout.splitlines()[-1], "the graph has no warning any more: spoil one here"
    assert check(root, "--strict").returncode == 1


def test_a_fault_is_told_with_file_line_record_and_way_out(root):
    path = spoil(root, "    cg:claimant actor:malian-armed-forces ;\n", "")
    done = check(root)
    line = path.read_text(encoding="utf-8")[: path.read_text(encoding="utf-8").index("\nclaim:diafarabe-koumara-2023-c01 ")].count("\n") + 2
    assert done.returncode == 1
    assert f"line {line}: claim:diafarabe-koumara-2023-c01" in done.stdout
    assert "cg:claimant" in done.stdout and "1 violation," in done.stdout
    assert str(path) in done.stdout


def test_json_and_turtle_say_the_same_in_stable_order(root):
    spoil(root, "    cg:claimant actor:malian-armed-forces ;\n", "")
    rows = json.loads(check(root, "--format", "json").stdout)
    assert rows["counts"]["Violation"] == 1 and rows["findings"][0]["record"].endswith("-c01")
    turtle = check(root, "--format", "turtle").stdout
    assert turtle == check(root, "--format", "turtle").stdout
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    assert len(list(read_report(store))) == len(rows["findings"])


def test_given_files_are_told_in_the_context_of_the_graph(root):
    """Only what the file describes or touches is told; the rest of the graph is there to refer to."""
    whole = json.loads(check(root, "--format", "json").stdout)["findings"]
    part = json.loads(check(root, root / "graph" / "sources.ttl", "--format", "json").stdout)["findings"]
    assert part and {str(row) for row in part} < {str(row) for row in whole}


def test_a_record_in_two_files_is_told_at_the_first(root):
    with (root / "graph" / "sources.ttl").open("a", encoding="utf-8") as file:
        file.write('\nactor:jnim skos:altLabel "JNIM"@de .\n')
    done = check(root)
    assert done.returncode == 1 and "1 violation," in done.stdout
    assert "described here and in" in done.stdout and "sources.ttl, line 48" in done.stdout
    assert "actor:jnim" in check(root, root / "graph" / "actors.ttl").stdout
    assert "actor:jnim" not in check(root, root / "graph" / "places.ttl").stdout


def test_a_record_is_found_however_its_block_is_written(root):
    path = spoil(root, "claim:diafarabe-koumara-2023-c14 a cg:CasualtyClaim ;", "  claim:diafarabe-koumara-2023-c14\n a cg:CasualtyClaim ; cg:figure 3 ;")
    row = next(row for row in json.loads(check(root, "--format", "json").stdout)["findings"] if row["severity"] == "Violation")
    assert (row["file"], row["line"]) == (str(path), 321)
    spoil(root, "  claim:diafarabe-koumara-2023-c14\n", "\n<https://w3id.org/claimgraph/id/claim/diafarabe\u00e9>\n")
    assert "line 322: claim:diafarabe\u00e9" in check(root).stdout


def test_a_record_without_an_address_is_called_so(root):
    path = spoil(root, "schema:about event:kassela-attack ;", "schema:about [ a cg:ConflictEvent ] ;")
    rows = [row for row in json.loads(check(root, "--format", "json").stdout)["findings"] if "event/" in "".join(m["text"] for m in row["messages"])]
    assert (str(path), 321) in [(row["file"], row["line"]) for row in rows]
    assert "(said of a node written as [ ] or _:; give it an address)" in check(root).stdout
    path.write_text(path.read_text(encoding="utf-8") + "\n[] a cg:Side .\n", encoding="utf-8")
    assert "a record without an address\n" in check(root).stdout


@pytest.mark.parametrize(("written", "told"), [("14.0", "(it says '14', xsd:decimal)"), ('"14"', "(it says '14')"), ("-14", "(it says '-14', xsd:integer)")])
def test_what_a_figure_says_is_told_with_its_datatype(root, written, told):
    spoil(root, "cg:figure 14 ;", f"cg:figure {written} ;")
    assert told in check(root).stdout


def test_a_misspelled_word_of_a_shape_is_told_with_its_line(root):
    path = root / "ontology" / "shapes" / "footnote.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sh:maxCount", "sh:maxCuont", 1), encoding="utf-8")
    line = text[: text.index("sh:maxCount")].count("\n") + 1
    done = check(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"claimgraph check: {path}:{line}: SHACL has no term sh:maxCuont (correct its spelling, or the rule is never asked)\n"


def test_a_new_file_and_standard_input_are_added(root, tmp_path):
    text = (
        "PREFIX claim: <https://w3id.org/claimgraph/id/claim/> PREFIX cg: <https://w3id.org/claimgraph/ns#>\n"
        "PREFIX voice: <https://w3id.org/claimgraph/code/voice/>\n\nclaim:new a cg:CasualtyClaim ;\n    cg:voice voice:editorial .\n"
    )
    file = tmp_path / "new.ttl"
    file.write_text(text)
    for done in (check(root, file), check(root, "-", stdin=text)):
        assert done.returncode == 1
        assert "line 4: claim:new" in done.stdout
        assert "diafarabe-koumara-2023-c14" not in done.stdout


def test_both_engines_tell_the_same(root):
    spoil(root, "    cg:claimant actor:malian-armed-forces ;\n", "")
    mine, theirs = (json.loads(check(root, "--format", "json", *words).stdout) for words in ((), ("--engine", "pyshacl")))
    plain = [[(row["record"], row["shape"], row["value"]) for row in each["findings"]] for each in (mine, theirs)]
    assert plain[0] == plain[1]


def test_drafts_are_counted(root):
    spoil(root, "    pav:curatedBy actor:claimgraph-editors ;\n", "    prov:wasGeneratedBy <https://w3id.org/claimgraph/id/activity/drafting> ;\n")
    assert "1 record is a draft not yet curated" in check(root).stdout


def test_quotations_against_the_article(root, shared_data):
    article = shared_data / "article.txt"
    assert check(root, "--article", article).returncode == 0
    spoil(root, "oa:start ", "oa:start 1")
    done = check(root, "--article", article)
    assert done.returncode == 1
    assert "stands at" in done.stdout


UNREADABLE = {
    "malformed": (b"PREFIX e: <http://e/>\n\ne:a e:b e:c e:d .\n", ":3:"),
    "not UTF-8": (b'PREFIX e: <http://e/>\ne:a e:b "caf\xe9" .\n', ":2:"),
    "unknown prefix": (b"PREFIX e: <http://e/>\ne:a f:b 1 .\n", ":2: the prefix f: is not declared"),
    "empty": (b"", ":1: the file is empty"),
    "byte order mark": (b"\xef\xbb\xbfPREFIX e: <http://e/>\ne:a e:b 1 .\n", ":1: begins with a byte order mark"),
    "UTF-16": ("PREFIX e: <http://e/>\ne:a e:b 1 .\n".encode("utf-16"), ":1: begins with a byte order mark"),
    "NUL": (b"PREFIX e: <http://e/>\ne:a e:b\0 1 .\n", ":2: '\\x00' is not allowed"),
    "spaces": (b" \n\n", ":1: the file is empty"),
    "shapes": (b"PREFIX sh: <http://www.w3.org/ns/shacl#> <http://a> sh:targetNode <http://b> .", "holds SHACL shapes"),
}


@pytest.mark.parametrize("place", ["given", "in the graph"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_files_are_one_line_and_change_nothing(root, tmp_path, name, place):
    content, told = UNREADABLE[name]
    if place == "in the graph" and name == "shapes":
        return
    path = tmp_path / "file.ttl" if place == "given" else root / "graph" / "articles" / "2024-01-01-bad.ttl"
    path.write_bytes(content)
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    done = check(root, path) if place == "given" else check(root)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and f"{path}" in done.stderr and told in done.stderr
    assert before == {p: p.stat().st_mtime_ns for p in root.rglob("*")}


def test_what_is_no_file_is_told_and_not_waited_for(root, tmp_path):
    pipe, loop, comment = (tmp_path / name for name in ("pipe.ttl", "loop.ttl", "comment.ttl"))
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    comment.write_text("# nothing\n")
    for path, told in ((pipe, "not a file"), (loop, "symbolic links"), ("/dev/zero", "larger than 64 MiB"), (comment, "says nothing"), (tmp_path / "a\x1b[2J\n.ttl", "no such file")):
        done = check(root, path)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), path
        assert told in done.stderr and "\x1b" not in done.stderr and "unexpected" not in done.stderr
    through = subprocess.run(["bash", "-c", f"{sys.executable} -m claimgraph --root {root} check <(cat {root}/graph/sources.ttl)"], capture_output=True, text=True)
    assert (through.returncode, through.stderr) == (0, "")


@pytest.mark.parametrize("name", ["missing.ttl", "graph", "graph/articles/missing.ttl"])
def test_missing_files_and_folders_are_one_line(root, name):
    done = check(root, root / name)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_missing_folder_is_one_line(tmp_path):
    done = check(tmp_path / "nowhere")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_a_file_of_200_megabytes_is_refused_at_once(root, tmp_path):
    path = tmp_path / "big.ttl"
    with path.open("wb") as stream:
        stream.truncate(200 * 2**20)
    done = check(root, path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "MiB" in done.stderr


def test_hostile_documents_are_refused_or_survived(root, shared_data):
    folder = shared_data / "hostile" / "documents"
    wanted = json.loads((folder / "expect.json").read_text())["expect"]
    for name, expectation in wanted.items():
        done = check(root, folder / name)
        assert done.returncode in ((2,) if expectation.startswith("rejected,") or expectation == "rejected" else (0, 1, 2)), name
        if done.returncode == 2:
            assert len(done.stderr.splitlines()) == 1 and done.stdout == "", name
        assert "Traceback" not in done.stderr, name


def test_billion_laughs_and_friends_never_reach_a_parser(root, tmp_path):
    laughs = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>'
    for name, content in {"a.rdf": laughs.encode(), "b.rdf": laughs.encode("utf-16"), "c.rdf": b"\n\n<! DOCTYPE x>"}.items():
        (tmp_path / name).write_bytes(content)
        done = check(root, tmp_path / name)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), name


def test_the_reference_engine_is_loaded_only_when_asked_for(root):
    code = "import sys; from claimgraph.cli import main; rc = main(sys.argv[1:]); sys.exit(rc or any(m in sys.modules for m in ('rdflib', 'pyshacl', 'pyparsing')) * 9)"
    command = [sys.executable, "-c", code, "--root", str(root), "check"]
    assert subprocess.run(command, capture_output=True, env=os.environ).returncode == 0

"""claimgraph format, and what every command does with words that do not fit."""

import subprocess
import sys

import pytest

from claimgraph.cli import main

MESSY = "PREFIX place: <https://w3id.org/claimgraph/id/place/>\nplace:b <urn:p> place:a .\nplace:a <urn:p> 1 .\n"


def test_check_changes_nothing_and_names_the_file(tmp_path, capsys):
    path = tmp_path / "messy.ttl"
    path.write_text(MESSY)
    assert main(["format", "--check", str(path)]) == 1
    assert path.read_text() == MESSY
    assert str(path) in capsys.readouterr().out


def test_format_rewrites_once(tmp_path):
    path = tmp_path / "messy.ttl"
    path.write_text(MESSY)
    assert main(["format", str(path)]) == 0
    once = path.read_bytes()
    assert once.startswith(b"PREFIX place:") and once.index(b"place:a <urn:p> 1") < once.index(b"place:b")
    assert main(["format", "--check", str(path)]) == 0
    assert path.read_bytes() == once
    assert [p.name for p in tmp_path.iterdir()] == ["messy.ttl"]


def test_the_repository_is_in_the_style(repository):
    assert main(["--root", str(repository), "format", "--check"]) == 0


def test_blank_nodes_that_cannot_be_told_apart_are_given_up(tmp_path, capsys, monkeypatch):
    """T32: naming ten blank nodes that all point at each other would take years."""
    monkeypatch.setattr("claimgraph.cli.format.NAMING_SECONDS", 0.5)
    path = tmp_path / "clique.ttl"
    clique = "".join(f"_:b{a} <urn:p> _:b{b} .\n" for a in range(10) for b in range(10) if a != b)
    path.write_text(clique)
    assert main(["format", str(path)]) == 2
    assert f"{path}: its blank nodes cannot be told apart within 0.5 s" in capsys.readouterr().err
    assert path.read_text() == clique
    path.write_text("<urn:a> <urn:p> [ <urn:q> 1 ], [ <urn:q> 2 ] .\n")
    assert main(["format", str(path)]) == 0


def test_one_broken_file_among_many_leaves_all_untouched(tmp_path, capsys):
    good, bad = tmp_path / "a.ttl", tmp_path / "b.ttl"
    good.write_text(MESSY)
    bad.write_text("place:a <urn:p> 1 .\n")
    assert main(["format", str(good), str(bad)]) == 2
    assert good.read_text() == MESSY
    assert capsys.readouterr().err.strip() == f"claimgraph format: {bad}:1: the prefix place: is not declared"


def test_standard_input_goes_to_standard_output():
    done = subprocess.run([sys.executable, "-m", "claimgraph", "format", "-"], input=MESSY, capture_output=True, text=True, check=True)
    assert done.stdout.index("place:a") < done.stdout.index("place:b")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--root", "absent", "check"], "no folder ontology, graph, queries"),
        (["format", "absent.ttl"], "absent.ttl: no such file"),
        (["format", "."], "a folder, not a file"),
    ],
)
def test_misuse_is_one_line_and_exit_code_2(words, told, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    err = capsys.readouterr().err
    assert told in err and err.count("\n") == 1


def test_a_reader_that_stops_early_is_no_error():
    done = subprocess.run(f"{sys.executable} -m claimgraph export nt | head -1", shell=True, capture_output=True, text=True)
    assert done.stderr == "" and done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [(b"\n", ":1: the file is empty"), (b"<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .\n", ": a triple term cannot be written here"), (b"\xff\xfe<\0", ":1: begins with a byte order mark")],
)
def test_what_cannot_be_written_is_one_line_with_the_file(tmp_path, capsys, text, told):
    path = tmp_path / "odd.ttl"
    path.write_bytes(text)
    assert main(["format", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"claimgraph format: {path}{told}") and err.count("\n") == 1
    assert path.read_bytes() == text

"""``claimgraph export``: to standard output or a file, whole or not at all."""

import os
import subprocess
import sys

import pytest

from claimgraph.cli import main
from claimgraph.cli import output
from claimgraph.views.exports import FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_goes_into_a_file_and_to_standard_output_alike(name, repository, tmp_path, capfdbinary):
    assert main(["--root", str(repository), "export", name, "-o", str(tmp_path / "out")]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(["--root", str(repository), "export", name]) == 0
    assert capfdbinary.readouterr().out == (tmp_path / "out").read_bytes() == FORMATS[name].write(repository)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_claims_that_wait_are_told_on_standard_error_only(repository, capfd):
    assert main(["--root", str(repository), "export", "quickstatements"]) == 0
    told = capfd.readouterr()
    assert told.out == "" and len(told.err.splitlines()) == 16 and all(" waits: " in line for line in told.err.splitlines())


def test_help_lists_the_formats(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["export", "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert all(f"  {name}" in out for name in FORMATS)


@pytest.mark.parametrize(("words", "message"), [(["turtel"], "no format 'turtel' (one of turtle, trig"), (["turtle", "-o", "no/such/folder/x"], "no/such/folder/x: cannot be written")])
def test_what_cannot_be_done_is_said_in_one_line(words, message, repository, capsys):
    assert main(["--root", str(repository), "export", *words]) == 2
    told = capsys.readouterr()
    assert told.out == "" and message in told.err and len(told.err.splitlines()) == 1


def test_a_graph_that_cannot_be_read_leaves_the_old_file(repository, tmp_path, capsys):
    for part in ("ontology", "queries", "graph"):
        (tmp_path / part).mkdir()
    (tmp_path / "graph" / "bad.ttl").write_text("<urn:a> <urn:b>\n  nonsense .\n")
    (tmp_path / "old.ttl").write_text("old")
    assert main(["--root", str(tmp_path), "export", "turtle", "-o", str(tmp_path / "old.ttl")]) == 2
    assert "bad.ttl:2" in capsys.readouterr().err and (tmp_path / "old.ttl").read_text() == "old"


def test_a_reader_that_has_seen_enough_is_no_error(repository):
    command = f"{sys.executable} -c 'import sys; from claimgraph.cli import main; sys.exit(main())' export nquads"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command} | head -n 1"], capture_output=True, text=True, cwd=repository)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)

"""``claimgraph publish``: what it prints and how it ends."""

import glob
import os
import re
import signal
import subprocess
import sys

import pytest

from claimgraph.cli import main
from claimgraph.terms import BASE
from tests.copies import copy_graph


def test_it_prints_what_it_wrote(repository, tmp_path, capsys):
    assert main(["--root", str(repository), "publish", "--out", str(tmp_path / "site")]) == 0
    told = capsys.readouterr().out
    assert re.search(r"7 events, 28 claims, [0-9]+ triples, [0-9]+ warnings", told)
    assert (tmp_path / "site" / "index.html").is_file()


def test_violations_are_exit_code_one_and_one_line(repository, tmp_path, capsys):
    root = tmp_path / "root"
    copy_graph(repository, root)
    (root / "graph" / "extra.ttl").write_text(f"<{BASE}id/event/broken> a <{BASE}ns#ConflictEvent> .\n")
    assert main(["--root", str(root), "publish", "--out", str(tmp_path / "site")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "event/broken" in told and "claimgraph check" in told
    assert not (tmp_path / "site").exists()


def test_an_unreadable_file_is_exit_code_two_with_its_line(repository, tmp_path, capsys):
    root = tmp_path / "root"
    copy_graph(repository, root)
    (root / "graph" / "extra.ttl").write_text("<http://e/s> <http://e/p> .\n")
    assert main(["--root", str(root), "publish", "--out", str(tmp_path / "site")]) == 2
    assert re.search(r"extra\.ttl:1: ", capsys.readouterr().err)


@pytest.mark.parametrize("ending", [None, signal.SIGTERM, signal.SIGINT])
def test_it_leaves_no_temporary_file_however_it_ends(repository, tmp_path, ending):
    temporary, out = tmp_path / "temporary", tmp_path / "site"
    temporary.mkdir()
    command = [sys.executable, "-m", "claimgraph", "--root", str(repository), "publish", "--out", str(out)]
    told = tmp_path / "told"
    with told.open("w") as stream:
        child = subprocess.Popen(command, stdout=stream, stderr=stream, env=os.environ | {"TMPDIR": str(temporary)})
    seen: list = []
    try:
        while not seen and child.poll() is None:
            seen = glob.glob(f"{temporary}/*/dump.*")
        assert seen, f"the dumps are temporary files; it said {told.read_text()!r}"
        if ending:
            child.send_signal(ending)
        assert (child.wait(60) == 0) == (ending is None)
    finally:
        child.kill()
        child.wait()
    assert list(temporary.iterdir()) == []
    assert not (tmp_path / ".site.building").exists() and out.exists() == (ending is None)

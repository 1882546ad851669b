"""``claimgraph publish``: what it prints and how it ends."""

import re
import shutil

from claimgraph.cli import main
from claimgraph.terms import BASE


def test_it_prints_what_it_wrote(repository, tmp_path, capsys):
    assert main(["--root", str(repository), "publish", "--out", str(tmp_path / "site")]) == 0
    told = capsys.readouterr().out
    assert re.search(r"7 events, 28 claims, [0-9]+ triples, [0-9]+ warnings", told)
    assert (tmp_path / "site" / "index.html").is_file()


def test_violations_are_exit_code_one_and_one_line(repository, tmp_path, capsys):
    root = tmp_path / "root"
    for part in ("ontology", "graph", "queries"):
        shutil.copytree(repository / part, root / part)
    (root / "graph" / "extra.ttl").write_text(f"<{BASE}id/event/broken> a <{BASE}ns#ConflictEvent> .\n")
    assert main(["--root", str(root), "publish", "--out", str(tmp_path / "site")]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "event/broken" in told and "claimgraph check" in told
    assert not (tmp_path / "site").exists()


def test_an_unreadable_file_is_exit_code_two_with_its_line(repository, tmp_path, capsys):
    root = tmp_path / "root"
    for part in ("ontology", "graph", "queries"):
        shutil.copytree(repository / part, root / part)
    (root / "graph" / "extra.ttl").write_text("<http://e/s> <http://e/p> .\n")
    assert main(["--root", str(root), "publish", "--out", str(tmp_path / "site")]) == 2
    assert re.search(r"extra\.ttl:1: ", capsys.readouterr().err)

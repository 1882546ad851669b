"""``claimgraph reconcile``: tables in and out, whole, and what is told of those that cannot be."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import main

from tests.cli.reconciling import rows


def test_candidates_become_columns(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", str(sheet), "--column", "place", "--type", "Place", "--property", "containedIn=cercle"]) == 0
    out = capsys.readouterr()
    found = rows(out.out)
    assert [row["place_id"] for row in found] == ["place.diafarabe", "place.koumara", "", "", ""]
    assert found[2]["place_candidates"].startswith("place.koumara (100)")
    assert [row["place"] for row in found] == ["Diafarabe", "Koumara", "Koumara", "Gao, the town", ""]
    assert out.err == "", "no progress bar when nobody looks"


def test_tsv_stays_tsv_and_a_dash_is_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Piped:
        buffer = io.BytesIO("\ufeffname\tnote\nGSIM\ta, b\n".encode())

    monkeypatch.setattr(sys, "stdin", Piped)
    assert main(["reconcile", "-", "--column", "name"]) == 0
    assert rows(capsys.readouterr().out, "\t")[0] | {"name_candidates": ""} == {
        "name": "GSIM", "note": "a, b", "name_id": "actor.jnim", "name_name": "Jama'at Nasr al-Islam wal Muslimin", "name_score": "100",
        "name_decision": "matched", "name_candidates": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "saved, first",
    [
        pytest.param("place;cercle\nDiafarabé;Ténenkou\n", "Diafarabé;Ténenkou;place.diafarabe;", id="semicolons, as French spreadsheets save"),
        pytest.param("cercle;place\nTénenkou;Dia\n", "Ténenkou;Dia;;", id="semicolons, another order"),
        pytest.param("place\tcercle\nDiafarabé\tTénenkou, Mopti\n", "Diafarabé\tTénenkou, Mopti\tplace.diafarabe\t", id="tabs in a .csv"),
        pytest.param("place,cercle\nDiafarabé\n\n", "Diafarabé,,place.diafarabe,", id="a short row and a blank line"),
        pytest.param("place,cercle\nDiafarabé,Ténenkou,,\n", "Diafarabé,Ténenkou,place.diafarabe,", id="empty cells beyond the heading"),
        pytest.param("place,note,note\nDiafarabé,a,b\n", "Diafarabé,a,b,place.diafarabe,", id="two columns of one name both stay"),
        pytest.param("\ufeffplace,note\nDiafarabé,a\n", "Diafarabé,a,place.diafarabe,", id="a byte order mark"),
    ],
)
def test_no_cell_of_a_spreadsheet_is_lost(tmp_path: Path, capsys: pytest.CaptureFixture[str], saved: str, first: str) -> None:
    path = tmp_path / "saved.csv"
    path.write_text(saved, encoding="utf-8")
    assert main(["reconcile", str(path), "--column", "place"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith(first)


@pytest.mark.parametrize(
    "saved, words",
    [
        ("place,cercle\nDia,Ténenkou\nMali,a,b\n", "saved.csv:3: 3 cells where the heading names 2"),
        ("place,place\nDia,Mali\n", "2 columns 'place'"),
        ("", "it is empty"),
        ('place\n"Dia\n', "saved.csv:2: not a table"),
    ],
)
def test_a_table_that_cannot_be_kept_whole_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], saved: str, words: str) -> None:
    path = tmp_path / "saved.csv"
    path.write_text(saved, encoding="utf-8")
    assert main(["reconcile", str(path), "--column", "place"]) == 2
    out = capsys.readouterr()
    assert words in out.err and out.out == "" and not path.with_name("saved.csv.decisions.tsv").exists()


def test_labels_of_any_gazetteer(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = tmp_path / "labels.tsv"
    labels.write_text("id\tlabel\ttype\ng1\tDiafarabé\tTown\ng2\tKoumara\tTown\ng2\tKumara\tTown\n", encoding="utf-8")
    assert main(["reconcile", str(sheet), "--column", "place", "--labels", str(labels)]) == 0
    assert [row["place_id"] for row in rows(capsys.readouterr().out)[:3]] == ["g1", "g2", "g2"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["missing.csv", "--column", "x"], "no such file"),
        (["{sheet}", "--column", "town"], "no column 'town'"),
        (["{sheet}", "--column", "place", "--service", "ftp://x"], "not a web address"),
        (["{sheet}", "--column", "place", "--service", "http://127.0.0.1:9/"], "cannot be reached"),
        (["{sheet}", "--column", "place", "--labels", "none.tsv"], "no such file"),
        (["{sheet}", "--column", "place", "--to", "links"], "--subject"),
        (["{sheet}", "--column", "place", "--property", "containedIn"], "write it as ID=COLUMN"),
        (["{sheet}", "--column", "place", "--property", "within=cercle"], "--property within is not known here (known are containedIn, "),
        (["{sheet}", "--column", "place", "--type", "Hamlet"], "--type Hamlet is not known here (known are "),
        (["{sheet}", "--column", "place", "--limit", "0"], "--limit 0 (at least one candidate"),
        (["{sheet}", "--column", "place", "-o", "/no/such/folder/x"], "cannot be written"),
        (["{sheet}", "--column", "place", "--decisions", "{sheet}"], "this is not a file of decisions"),
    ],
)
def test_misuse_is_one_clear_line(sheet: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert main(["reconcile", *(a.format(sheet=sheet) for a in arguments)]) == 2
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1


def test_a_bar_on_a_terminal(sheet: Path, repository: Path) -> None:
    if not hasattr(os, "openpty"):
        pytest.skip("needs a pseudo-terminal")
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "claimgraph", "reconcile", str(sheet), "--column", "place", "-o", os.devnull]
    process = subprocess.Popen(command, stderr=theirs, cwd=repository)
    os.close(theirs)
    process.wait(60)
    assert b"[##############################] 3/3 names" in os.read(ours, 10_000)
    os.close(ours)

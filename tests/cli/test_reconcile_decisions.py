"""What a person decided about a candidate: kept, obeyed, resumed from, and written as links and statements."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.graph.files import parse_turtle

from tests.cli.reconciling import result, rows


def test_a_decision_outlives_the_run_and_is_obeyed(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = sheet.with_name("places.csv.decisions.tsv")
    main(["reconcile", str(sheet), "--column", "place"])
    lines = kept.read_text(encoding="utf-8").splitlines()
    edited = []
    for line in lines:
        cells = line.split("\t")
        if cells[0] == "Koumara" and cells[5] == "place.koumara":
            cells[10:13] = ["accepted", "A Reviewer", "2026-01-02"]
        if cells[0] == "Diafarabe" and cells[5] == "place.diafarabe":
            cells[10:13] = ["rejected", "A Reviewer", "2026-01-02"]
        edited.append("\t".join(cells))
    kept.write_text("\n".join(edited) + "\n", encoding="utf-8")
    capsys.readouterr()
    main(["reconcile", str(sheet), "--column", "place"])
    found = rows(capsys.readouterr().out)
    assert [row["place_id"] for row in found[:3]] == ["", "place.koumara", "place.koumara"]
    assert kept.read_text(encoding="utf-8").count("A Reviewer") == 2, "what a person wrote is never touched"


def test_names_that_changed_are_asked_again_and_decisions_stay(sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels, kept = tmp_path / "labels.tsv", sheet.with_name("places.csv.decisions.tsv")
    arguments = ["reconcile", str(sheet), "--column", "place", "--labels", str(labels)]
    labels.write_text("id\tlabel\ng1\tDiafarabé\ng2\tKoumara\n", encoding="utf-8")
    main(arguments)
    decided = kept.read_text(encoding="utf-8").splitlines()
    row = next(number for number, line in enumerate(decided) if line.startswith("Koumara\t") and "\tg2\t" in line)
    cells = decided[row].split("\t")
    decided[row] = "\t".join([*cells[:10], "rejected", "A Reviewer", "2026-01-02"])
    kept.write_text("\n".join(decided) + "\n", encoding="utf-8")
    labels.write_text("id\tlabel\ng1\tDiafarabé\ng2\tKoumara\ng3\tGao, the town\n", encoding="utf-8")
    capsys.readouterr()
    main(arguments)
    assert [row["place_id"] for row in rows(capsys.readouterr().out)] == ["g1", "", "", "g3", ""], "the new name is found, the rejected one stays so"
    again = kept.read_text(encoding="utf-8")
    assert again.count("A Reviewer") == 1 and again.count("\nGao, the town\t") == 1 and not list(tmp_path.glob("*.new"))
    main(arguments)
    assert kept.read_text(encoding="utf-8") == again, "nothing changed, nothing is asked"


def test_a_broken_run_resumes_where_it_stopped(tmp_path: Path, moods: Callable, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.csv"
    path.write_text("name\n" + "".join(f"name {n}\n" for n in range(120)) + "name 1\n", encoding="utf-8")
    broken = {"is": True}
    address, seen = moods(lambda queries, calls: (500, {}) if broken["is"] and calls == 2 else (200, result(queries)))
    arguments = ["reconcile", str(path), "--column", "name", "--service", address]
    assert main(arguments) == 2
    assert "is kept" in capsys.readouterr().err
    broken["is"] = False
    assert main(arguments) == 0
    asked = [query["query"] for queries in seen[2:] for query in queries.values()]
    assert len(seen[0]) == 50 and len(asked) == 70 == len(set(asked)), "the first batch is not asked again, nor a name twice"
    assert len(rows(capsys.readouterr().out)) == 121


def test_only_accepted_links_are_triples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "items.csv"
    path.write_text("name,item\nMopti,Q214155\nJNIM,Q28877411\nWagner,Q36597284\n", encoding="utf-8")
    arguments = ["reconcile", str(path), "--column", "name", "--subject", "item", "--to", "links", "--limit", "1"]
    path.write_text(path.read_text().replace(",Q", ",wd:Q"), encoding="utf-8")
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert parse_turtle(text.encode()) == [] and text.count("# proposed:") == 3
    kept = tmp_path / "items.csv.decisions.tsv"
    decided = kept.read_text(encoding="utf-8").replace("\t\t\t\n", "\taccepted\tA Reviewer\t2026-01-02\n", 1).replace("\t\t\t\n", "\trejected\tA Reviewer\t2026-01-02\n", 1)
    kept.write_text(decided, encoding="utf-8")
    assert main(arguments) == 0
    text = capsys.readouterr().out
    triples = [(t.subject.value, t.predicate.value, t.object.value) for t in parse_turtle(text.encode())]
    assert triples == [("https://w3id.org/claimgraph/id/place/mopti-region", "http://www.w3.org/2002/07/owl#sameAs", "http://www.wikidata.org/entity/Q214155")]
    assert "jnim" not in text and text.count("# proposed:") == 1, "the rejected one is gone, the undecided one waits"


def test_a_close_match_says_who_judged_it_and_on_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "items.csv"
    path.write_text("name,item\nMopti,wd:Q214155\n", encoding="utf-8")
    arguments = ["reconcile", str(path), "--column", "name", "--subject", "item", "--to", "links", "--limit", "1"]
    main(arguments)
    kept = tmp_path / "items.csv.decisions.tsv"
    kept.write_text(kept.read_text(encoding="utf-8").replace("\t\t\t\n", "\tclose\tA Reviewer\t2026-01-02\n"), encoding="utf-8")
    capsys.readouterr()
    main(arguments)
    triples = {(t.predicate.value.rpartition("#")[2], str(t.object)) for t in parse_turtle(capsys.readouterr().out.encode())}
    assert triples == {
        ("closeMatch", "<http://www.wikidata.org/entity/Q214155>"),
        ("editorialNote", '"“Mopti”: wd:Q214155 is close, not the same (A Reviewer, 2026-01-02)."@en'),
        ("editorialNote", '"« Mopti » : wd:Q214155 est proche, non identique (A Reviewer, 2026-01-02)."@fr'),
    }


def test_quickstatements_add_aliases_and_overwrite_nothing(tmp_path: Path, wikidata: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("name,ours\nGSIM,actor:jnim\nJNIM|x,actor:jnim\nMopti,place:mopti-region\n", encoding="utf-8")
    arguments = ["reconcile", str(path), "--column", "name", "--subject", "ours", "--service", wikidata, "--language", "fr"]
    main([*arguments, "--to", "quickstatements"])
    assert capsys.readouterr().out == "", "nothing was accepted yet"
    kept = tmp_path / "ours.csv.decisions.tsv"
    kept.write_text(kept.read_text(encoding="utf-8").replace("\t\t\t\n", "\taccepted\tA Reviewer\t2026-01-02\n"), encoding="utf-8")
    main([*arguments, "--to", "quickstatements"])
    assert capsys.readouterr().out == 'Q1\tAfr\t"GSIM"\n', "a name with a bar, which splits commands, is left out; so is the item's own label"
    main([*arguments, "--to", "links"])
    assert "actor:jnim owl:sameAs wd:Q1" in " ".join(capsys.readouterr().out.split())

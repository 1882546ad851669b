"""``claimgraph reconcile``: tables in and out, resumed runs, other services, links that a person accepted."""

import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from claimgraph.cli import main
from claimgraph.errors import RemoteFailure
from claimgraph.graph.files import parse_turtle
from claimgraph.reconcile.client import Remote

SHEET = 'place,cercle\nDiafarabe,\nKoumara,Macina\nKoumara,\n"Gao, the town",\n,\n'


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A small table of places."""
    path = tmp_path / "places.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a written table."""
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


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


# --- other services -----------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def second_service(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """csv-reconcile, another implementation, over a table of towns."""
    pytest.importorskip("csv_reconcile", reason="needs csv-reconcile: pip install 'claimgraph[test]'")
    folder, port = tmp_path_factory.mktemp("second"), _free_port()
    (folder / "towns.tsv").write_text("id\tname\nT1\tDiafarabé\nT2\tKoumara\nT3\tMarkacoungo\n" + "".join(f"X{n}\tVille {n}\n" for n in range(40)), encoding="utf-8")
    script = repository / "tests" / "reconcile" / "second_service.py"
    command = [sys.executable, "-W", "ignore", str(script), str(folder / "towns.tsv"), str(folder), str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}/reconcile"
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(address, timeout=2).close()
                    break
                except OSError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(10)


def test_a_second_implementation_is_understood(sheet: Path, second_service: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", str(sheet), "--column", "place", "--service", second_service]) == 0
    found = rows(capsys.readouterr().out)
    assert [row["place_id"] for row in found[1:3]] == ["T2", "T2"]
    assert "T1" in (found[0]["place_id"] + found[0]["place_candidates"])
    assert found[3]["place_id"] == ""


class _Fake(BaseHTTPRequestHandler):
    """Real HTTP with the moods of a public service, as ``behave`` tells: a function of (queries, calls) → (status, answer)."""

    behave: Callable[[dict, int], tuple[int, object]]
    seen: list[dict]

    def do_GET(self) -> None:
        self._send(200, {"versions": ["0.2"], "name": "items", "identifierSpace": "http://www.wikidata.org/entity/", "schemaSpace": "x", "batchSize": 50})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        queries = json.loads(form["queries"][0])
        type(self).seen.append(queries)
        self._send(*type(self).behave(queries, len(type(self).seen)))

    def _send(self, status: int, answer: object) -> None:
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if status == 429:
            self.send_header("Retry-After", "7")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def result(queries: dict, label: str = "Mopti") -> dict:
    """One and the same item for every query."""
    return {key: {"result": [{"id": "Q1", "name": label, "score": 90, "match": False, "type": [{"id": "Q515", "name": "city"}]}]} for key in queries}


@pytest.fixture
def moods() -> Iterator[Callable[..., tuple[str, list[dict]]]]:
    """Start a service with a mood; gives its address and what it was asked."""
    servers = []

    def start(behave: Callable[[dict, int], tuple[int, object]]) -> tuple[str, list[dict]]:
        handler = type("Mood", (_Fake,), {"behave": staticmethod(behave), "seen": []})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/en/api", handler.seen

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def wikidata(moods: Callable[..., tuple[str, list[dict]]]) -> str:
    """A service that gives the item Q1, called Mopti, for everything."""
    return moods(lambda queries, calls: (200, result(queries)))[0]


def test_a_busy_service_is_waited_out_as_it_asks(moods: Callable) -> None:
    address, seen = moods(lambda queries, calls: (429, {}) if calls == 1 else (503, {}) if calls == 2 else (200, result(queries)))
    waits: list[float] = []
    found = Remote(address, wait=waits.append).ask([{"query": "Mopti"}])
    assert found[0][0].id == "Q1" and waits == [7.0, 2.0] and len(seen) == 3


def test_patience_ends(moods: Callable) -> None:
    address, seen = moods(lambda queries, calls: (503, {}))
    with pytest.raises(RemoteFailure, match="503"):
        Remote(address, wait=lambda seconds: None).ask([{"query": "Mopti"}])
    assert len(seen) == 6


def test_a_batch_that_is_too_large_is_halved(moods: Callable) -> None:
    address, seen = moods(lambda queries, calls: (413, {}) if len(queries) > 3 else (200, result(queries)))
    service = Remote(address, wait=lambda seconds: None)
    assert len(service.ask([{"query": str(n)} for n in range(10)])) == 10
    assert service.batch <= 5


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"q0": {"result": [{"id": 5}, null, {"name": "x"}]}}'])
def test_half_right_answers(moods: Callable, answer: bytes) -> None:
    address, _ = moods(lambda queries, calls: (200, answer))
    service = Remote(address, wait=lambda seconds: None)
    if answer.startswith(b"{"):
        assert [f.id for f in service.ask([{"query": "a"}, {"query": "b"}])[0]] == ["5"]
    else:
        with pytest.raises(RemoteFailure):
            service.ask([{"query": "a"}])


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

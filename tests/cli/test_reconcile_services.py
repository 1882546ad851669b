"""Reconciliation services of others: another implementation, busy ones, broken ones."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claimgraph.cli import main
from claimgraph.errors import RemoteFailure
from claimgraph.reconcile.client import Remote

from tests.cli.reconciling import result, rows


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

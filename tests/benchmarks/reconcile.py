"""Names to identities: quality and speed over 1,000 to more than a million labels, beside what else one could run.

``python -m tests.benchmarks.reconcile FOLDER QUESTIONS`` answers questions in a process of its own, so that the
memory it tells is that of a server with nothing else in it.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from claimgraph.model.names import fold
from claimgraph.reconcile.entities import Entity
from claimgraph.reconcile.gazetteer import Gazetteer
from claimgraph.reconcile.index import SMALL
from claimgraph.reconcile.match import Matcher, Query
from claimgraph.reconcile.scan import Scan
from tests.benchmarks import spellings
from tests.benchmarks.spellings import KINDS, Question

Row = dict[str, object]
#: text → (id of the first candidate, whether it is matched without a person)
Answer = Callable[[str], tuple[str | None, bool]]
_BATCH = 10


def run(quick: bool) -> tuple[str, list[Row]]:
    """One row a size and method: first answers right, automatic matches right, milliseconds, memory, disk."""
    towns = spellings.towns()
    absent, indexed = towns[-4_000:], towns[:-4_000]
    sizes = [(1_000, False, 60), (20_000, False, 60)] if quick else [(1_000, False, 200), (100_000, False, 300), (len(indexed), True, 300)]
    rows: list[Row] = []
    for size, aliases, count in sizes:
        entities, questions = spellings.ask(indexed[:size], absent, aliases, count)
        rows.append(_ours(entities, questions))
        if not aliases:
            rows.append(_plain_ratio(entities, questions[:: 1 if size < 10_000 else 10]))
            rows.append(_by_http(entities, questions, ours=True))
            rows.append(_by_http(entities, questions[:: 8 if size < 10_000 else 40 if size < 50_000 else 120], ours=False))
    return "names to identities (GeoNames; share of first answers that are right)", rows


def _ours(entities: list[Entity], questions: list[Question]) -> Row:
    """Our index, in a process of its own."""
    labels = sum(len(entity.labels) for entity in entities)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        began = time.perf_counter()
        if labels > SMALL:
            Gazetteer.build(entities, place / "index")
        else:
            (place / "entities.jsonl").write_text("".join(entity.to_json() + "\n" for entity in entities), encoding="utf-8")
        built = time.perf_counter() - began
        disk = sum(file.stat().st_size for file in place.rglob("*") if file.is_file())
        (place / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
        command = [sys.executable, "-m", "tests.benchmarks.reconcile", folder]
        told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    row = _row(labels, "claimgraph", questions, told["answers"], told["seconds"])
    return row | {"memory MB": told["memory"] / 1e6, "disk MB": disk / 1e6, "build s": built}


def _answer_alone(folder: Path) -> None:
    """What the child does: open, answer, tell the growth of its memory since before it opened."""
    before = _resident()
    if (folder / "index").is_dir():
        matcher = Matcher(Gazetteer(folder / "index"))
    else:
        with (folder / "entities.jsonl").open("rb") as stream:
            matcher = Matcher(Scan(map(Entity.from_json, stream)))
    questions = [Question(*question) for question in json.loads((folder / "questions.json").read_text(encoding="utf-8"))]
    began = time.perf_counter()
    answers = []
    for question in questions:
        found = matcher.candidates(Query(question.text))
        answers.append((found[0].entity.id, found[0].match) if found else (None, False))
    seconds = time.perf_counter() - began
    print(json.dumps({"answers": answers, "seconds": seconds, "memory": max(0, _resident() - before)}))


def _resident() -> int:
    """Bytes in memory: now where the system tells, else the highest so far."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _plain_ratio(entities: list[Entity], questions: Sequence[Question]) -> Row:
    """rapidfuzz alone: the best of every label by WRatio on lower-case ASCII; matched at 95."""
    names = [fold(entity.name) for entity in entities]

    def answer(text: str) -> tuple[str | None, bool]:
        best = process.extractOne(fold(text), names, scorer=fuzz.WRatio)
        return (entities[best[2]].id, best[1] >= 95) if best else (None, False)

    return _timed(len(names), "rapidfuzz WRatio", questions, answer)


def _by_http(entities: list[Entity], questions: Sequence[Question], ours: bool) -> Row:
    """The same questions over HTTP in batches of ten, as OpenRefine sends them."""
    serve = _our_server if ours else _csv_reconcile
    with tempfile.TemporaryDirectory() as folder, serve(entities, Path(folder)) as address:
        began = time.perf_counter()
        answers = [answer for at in range(0, len(questions), _BATCH) for answer in _post(address, questions[at : at + _BATCH])]
        seconds = time.perf_counter() - began
    name = "claimgraph over HTTP" if ours else "csv-reconcile over HTTP"
    return _row(len(entities), name, questions, answers, seconds)


def _post(address: str, questions: Sequence[Question]) -> list[tuple[str | None, bool]]:
    form = urllib.parse.urlencode({"queries": json.dumps({str(n): {"query": q.text, "limit": 3} for n, q in enumerate(questions)})})
    with urllib.request.urlopen(address, form.encode(), timeout=600) as response:
        told = json.load(response)
    results = [told.get(str(n), {}).get("result") or [] for n in range(len(questions))]
    return [(str(result[0]["id"]), bool(result[0]["match"])) if result else (None, False) for result in results]


@contextmanager
def _our_server(entities: list[Entity], folder: Path) -> Iterator[str]:
    """Our service over a label file, on a free port."""
    table = folder / "labels.tsv"
    table.write_text("id\tlabel\ttype\n" + "".join(f"{e.id}\t{e.name}\tPlace\n" for e in entities), encoding="utf-8")
    code = (
        "import sys, uvicorn\nfrom pathlib import Path\nfrom starlette.applications import Starlette\n"
        "from claimgraph.reconcile.service import Service\nfrom claimgraph.web.reconcile.routes import reconcile_routes\n"
        "service = Service.of_labels(Path(sys.argv[1]))\n"
        "uvicorn.run(Starlette(routes=reconcile_routes(service)), port=int(sys.argv[2]), log_level='critical')\n"
    )
    with _process([sys.executable, "-c", code, str(table)]) as address:
        yield address


@contextmanager
def _csv_reconcile(entities: list[Entity], folder: Path) -> Iterator[str]:
    """csv-reconcile over the same names."""
    table = folder / "labels.tsv"
    table.write_text("id\tname\n" + "".join(f"{e.id}\t{e.name}\n" for e in entities), encoding="utf-8")
    script = Path(__file__).resolve().parents[1] / "reconcile" / "second_service.py"
    with _process([sys.executable, "-W", "ignore", str(script), str(table), str(folder)]) as address:
        yield address


@contextmanager
def _process(command: list[str]) -> Iterator[str]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}/reconcile"
    running = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 300
        while True:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                if running.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"{command[0]} did not come up: {running.poll()}") from None
                time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait(20)


def _timed(labels: int, method: str, questions: Sequence[Question], answer: Answer) -> Row:
    began = time.perf_counter()
    answers = [answer(question.text) for question in questions]
    return _row(labels, method, questions, answers, time.perf_counter() - began)


def _row(labels: int, method: str, questions: Sequence[Question], answers: Sequence[Any], seconds: float) -> Row:
    right, asked = defaultdict(int), defaultdict(int)
    matched = correct = answerable = 0
    for question, (found, match) in zip(questions, answers, strict=True):
        asked[question.kind] += 1
        right[question.kind] += found is not None and found == question.answer
        answerable += question.answer is not None
        matched += match
        correct += match and found == question.answer
    shares: Row = {kind: right[kind] / asked[kind] for kind in KINDS if asked[kind]}
    overall = sum(right[kind] for kind in KINDS) / max(1, answerable)
    return {
        "labels, method": f"{labels:,} {method}", "all": overall, **shares, "matched": correct / max(1, answerable),
        "precision": correct / matched if matched else "-", "asked": len(questions), "ms": 1000 * seconds / len(questions),
        "queries/s": len(questions) / seconds,
    }  # fmt: skip


if __name__ == "__main__":
    _answer_alone(Path(sys.argv[1]))

"""Ready-made queries beside plain rdflib and the Oxigraph server, the start of the command, and one trap.

The trap: the engine evaluates some OPTIONALs over the whole store, so "the claims of one event" takes ten
times longer on a graph ten times larger. Which ones depends on the version: 0.5.13 those with two
patterns, which 0.5.12 does not; 0.5.12 some nested ones; neither the flat ones of ``queries/``. The last table
shows the growth with the version that is installed: a release is fit to be moved to when the first two
rows stay near 1.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat, Store, serialize

from claimgraph.errors import RemoteFailure
from claimgraph.store.catalogue import bind, load_catalogue
from claimgraph.store.remote import RemoteStore
from claimgraph.views.exports import FORMATS
from tests.benchmarks.generator import generate
from tests.store.servers import oxigraph

ROOT = Path(__file__).resolve().parents[2]
#: the queries that are timed, and whether for one event or over all of them
TIMED = {"who-says-what": True, "losses-by-claimant": True, "current-figures": False, "contradictions": False,
         "deaths-by-region-and-month": False, "sources-by-weight": False}  # fmt: skip
SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_LARGEST = 100_000  # it parses a million triples in minutes
LIMIT = 30  # seconds for one query
BUSIEST = """PREFIX cg: <https://w3id.org/claimgraph/ns#> PREFIX schema: <http://schema.org/>
SELECT ?event WHERE { ?claim a cg:CasualtyClaim ; schema:about ?event } GROUP BY ?event ORDER BY DESC(COUNT(?claim)) ?event LIMIT 1"""
PREFIXES = "PREFIX cg: <https://w3id.org/claimgraph/ns#> PREFIX schema: <http://schema.org/> PREFIX oa: <http://www.w3.org/ns/oa#> "
#: shape of OPTIONAL → a query for the claims of one event
OPTIONALS = {
    "flat": "SELECT * WHERE { ?claim schema:about %s OPTIONAL { ?claim cg:figure ?n } OPTIONAL { ?claim cg:quantifier ?q } }",
    "two patterns": "SELECT * WHERE { ?claim schema:about %s OPTIONAL { ?claim cg:figure ?n ; cg:quantifier ?q } }",
    "nested": "SELECT * WHERE { ?claim schema:about %s OPTIONAL { ?claim cg:figure ?n OPTIONAL { ?claim cg:quantifier ?q } } }",
}


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def run(quick: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """Tables: queries at each size, start-up, the trap."""
    sizes = (3_000, 10_000) if quick else SIZES
    tables = [(f"queries over {size:,} triples", at_size(size)) for size in sizes]
    return [*tables, ("start of the command", startup()), ("growth on a graph ten times larger (the trap)", trap(quick))]


def at_size(size: int) -> list[dict[str, object]]:
    """A row a query: ours in milliseconds, the others as multiples of it."""
    quads = list(generate(size))
    store = Store()
    rows: dict[str, dict[str, object]] = {"load": {"work": "load", "ours ms": 1000 * seconds(lambda: store.bulk_extend(quads), 1)}}
    event = next(iter(store.query(BUSIEST, use_default_graph_as_union=True)))["event"].value
    catalogue = load_catalogue(ROOT)
    texts = {name: bind(catalogue[name], {"event": event} if one else {}) for name, one in TIMED.items()}
    for name, text in texts.items():
        ours = seconds(lambda text=text: list(store.query(text, use_default_graph_as_union=True)))
        rows[name] = {"work": f"{name} ({'one event' if TIMED[name] else 'all'})", "ours ms": 1000 * ours}
    content = serialize([quad.triple for quad in quads], format=RdfFormat.N_TRIPLES)
    if size <= RDFLIB_LARGEST:
        for name, took in in_rdflib(content, texts).items():
            rows[name]["rdflib ×"] = multiple(took, rows[name])
    for name, took in on_server(content, texts).items():
        rows[name]["Oxigraph server ×"] = multiple(took, rows[name])
    return list(rows.values())


def multiple(took: float | None, row: dict[str, object]) -> float | str:
    """Seconds as a multiple of ours; of one that was stopped, what it is above."""
    ours = float(row["ours ms"]) / 1000
    return took / ours if took else f"> {LIMIT / ours:,.0f}"


def on_server(content: bytes, texts: dict[str, str]) -> dict[str, float | None]:
    """Seconds on the Oxigraph server, over HTTP, everything in its default graph."""
    with oxigraph() as server:
        began = time.perf_counter()
        command = ["curl", "-sf", "-X", "POST", "-H", "Content-Type: application/n-triples", "--data-binary", "@-", f"{server.graphs}?default"]
        subprocess.run(command, input=content, check=True)
        found: dict[str, float | None] = {"load": time.perf_counter() - began}
        store = RemoteStore.at(server.query, timeout=LIMIT)
        for name, text in texts.items():
            try:
                found[name] = seconds(lambda text=text: store.query(text))
            except RemoteFailure:
                found[name] = None
        return found


def in_rdflib(content: bytes, texts: dict[str, str]) -> dict[str, float | None]:
    """Seconds in rdflib, in a process of its own; None where a query took longer than the limit."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data.nt").write_bytes(content)
        (Path(folder) / "queries.json").write_text(json.dumps(texts))
        command = [sys.executable, "-m", "tests.benchmarks.query", folder]
        done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT, timeout=120 + LIMIT * len(texts))
        return json.loads(done.stdout)


def rdflib_process(folder: Path) -> None:
    """What that process does; a query is stopped by an alarm, which pure Python obeys."""
    import rdflib

    began = time.perf_counter()
    graph = rdflib.Graph().parse(folder / "data.nt", format="nt")
    found: dict[str, float | None] = {"load": time.perf_counter() - began}
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError()))
    for name, text in json.loads((folder / "queries.json").read_text()).items():
        signal.alarm(LIMIT)
        try:
            found[name] = seconds(lambda text=text: list(graph.query(text)), 1)
        except TimeoutError:
            found[name] = None
        signal.alarm(0)
    print(json.dumps(found))


def startup() -> list[dict[str, object]]:
    """Processor milliseconds from nothing to an answer over the article, and multiples of bare Python's start, turn by turn."""
    entry = ("-c", "import sys; from claimgraph.cli import main; sys.exit(main())")
    ours = [("--help",), ("query",), ("query", "who-says-what"), *(("export", name) for name in FORMATS)]
    commands = {"bare Python": ("-c", "pass"), **{" ".join(("claimgraph", *words)): (*entry, *words) for words in ours}, "import rdflib": ("-c", "import rdflib")}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": compiled}
        rounds = [{name: processor_time(words, environment) for name, words in commands.items()} for _ in range(16)][1:]  # the first compiles
    bare = [one["bare Python"] for one in rounds]
    return [
        {
            "command": name,
            "CPU ms": 1000 * statistics.median(one[name] for one in rounds),
            "× bare Python": statistics.median(one[name] / start for one, start in zip(rounds, bare, strict=True)),
        }
        for name in commands
    ]  # fmt: skip


def processor_time(words: tuple[str, ...], environment: dict[str, str]) -> float:
    """Seconds of processor that one run of Python takes: unlike the clock, it does not count the machine's other work."""
    process = subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return usage.ru_utime + usage.ru_stime


def trap(quick: bool) -> list[dict[str, object]]:
    """Milliseconds of the claims of one event, on a graph and on one ten times larger, for each shape of OPTIONAL."""
    small = 10_000 if quick else 30_000
    times: dict[str, list[float]] = {shape: [] for shape in OPTIONALS}
    for size in (small, 10 * small):
        store = Store()
        store.bulk_extend(generate(size))
        event = next(iter(store.query(BUSIEST, use_default_graph_as_union=True)))["event"]
        for shape, text in OPTIONALS.items():
            asked = PREFIXES + text % event
            times[shape].append(1000 * seconds(lambda asked=asked, store=store: list(store.query(asked, use_default_graph_as_union=True)), 9))
    return [
        {f"OPTIONAL, pyoxigraph {pyoxigraph.__version__}": shape, "small ms": few, "large ms": many, "growth": many / few, "trapped": "yes" if many > 4 * few else "no"}
        for shape, (few, many) in times.items()
    ]


if __name__ == "__main__":
    rdflib_process(Path(sys.argv[1]))

"""Validation beside named engines: load and check, all our shapes, planted faults, at three sizes.

Every engine runs in a process of its own, on the same N-Triples files, with a limit of time; what is told
is CPU seconds of that process, start-up and loading included, and the ratio to ours. Engines that are not
installed, or fail, say so in their row, and so do those that were stopped at a smaller size.
"""

import tempfile
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from claimgraph.graph.files import read
from claimgraph.graph.validation import read_shapes, shape_files
from tests.benchmarks.children import ROOT, measured
from tests.benchmarks.generator import Corpus

#: triples → seconds that an engine may take; one that is stopped is not asked at the next size
SIZES = {True: {2_000: 30, 10_000: 30, 50_000: 30}, False: {10_000: 60, 100_000: 90, 1_000_000: 300}}

OURS = """
import sys, pathlib, time
from pyoxigraph import RdfFormat, Store
from claimgraph.graph.validation import Validator, read_shapes
data, shapes, mark = sys.argv[1:]
store = Store()
store.bulk_load(path=data, format=RdfFormat.N_TRIPLES)
validator = Validator(read_shapes([pathlib.Path(shapes)]))
if mark:
    from claimgraph.graph.shacl.data import Data
    from claimgraph.graph.shacl.engine import affected
    described = {q.subject for q in store if mark in q.subject.value}
    validator.check(store, affected(Data(store), described))  # once before, as an editor has it
    began = time.process_time()
    report = validator.check(store, affected(Data(store), described))
    print(len(report.findings), time.process_time() - began)
else:
    print(len(validator.check(store).findings))
"""
GRAPHS = """
import sys, logging, warnings, rdflib
warnings.simplefilter("ignore"); logging.disable(50)
data, shapes = (rdflib.Graph().parse(path, format="nt") for path in sys.argv[1:3])
RESULT = rdflib.URIRef("http://www.w3.org/ns/shacl#result")
"""
#: engine → (module it needs, program that prints how many results it found)
PEERS = {
    "pySHACL": ("pyshacl", GRAPHS + "import pyshacl; print(len(list(pyshacl.validate(data, shacl_graph=shapes, inplace=True)[1].subject_objects(RESULT))))"),
    "pyshacl-turbo": ("pyshacl_turbo", GRAPHS + "import pyshacl_turbo as t; print(len(list(t.validate(data, shacl_graph=shapes)[1].subject_objects(RESULT))))"),
    "shifty": ("shifty", "import sys, shifty, warnings; warnings.simplefilter('ignore')\nimport rdflib, pathlib\n"
               "report = shifty.validate(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), infer=False)[1]\n"
               "print(len(list(report.subject_objects(rdflib.URIRef('http://www.w3.org/ns/shacl#result')))))"),
    "shacl": ("shacl", "import sys, shacl; print(len(shacl.validate(*sys.argv[1:3]).results))"),
    "pyrudof": ("pyrudof", "import sys, pyrudof as p; r = p.Rudof(p.RudofConfig())\n"
                "r.read_data(sys.argv[1], p.RDFFormat.NTriples); r.read_shacl(sys.argv[2], p.ShaclFormat.NTriples)\n"
                "r.validate_shacl(); print(r.serialize_shacl_validation_results(format=p.ResultShaclValidationFormat.NTriples).count('#ValidationResult>'))"),
}  # fmt: skip


def write_inputs(folder: Path, triples: int) -> tuple[Path, Path, Corpus]:
    """The corpus with our code lists, and our shapes, as N-Triples."""
    data, shapes = folder / "data.nt", folder / "shapes.nt"
    corpus = Corpus(triples, 1, 0.01)
    codes = read(ROOT / "ontology" / "codes.ttl")
    with data.open("wb") as stream:
        stream.write(serialize(codes, format=RdfFormat.N_TRIPLES))
        serialize((quad.triple for quad in corpus.quads(codes=False)), stream, format=RdfFormat.N_TRIPLES)
    shapes.write_bytes(serialize((quad.triple for quad in read_shapes(shape_files(ROOT))), format=RdfFormat.N_TRIPLES))
    return data, shapes, corpus


def run(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """One row an engine and size."""
    rows: list[dict[str, object]] = []
    too_slow: set[str] = set()
    for size, limit in SIZES[quick].items():
        with tempfile.TemporaryDirectory() as name:
            data, shapes, corpus = write_inputs(Path(name), size)
            ours = add(rows, size, "claimgraph check", OURS, [str(data), str(shapes), ""], limit, None)
            for peer, (_, program) in PEERS.items():
                if peer in too_slow:
                    rows.append({"engine": peer, "triples": size, "CPU s": "-", "note": "not asked: stopped or failed at a smaller size"})
                elif add(rows, size, peer, program, [str(data), str(shapes)], limit, ours) is None:
                    too_slow.add(peer)
            edited = measured(["-c", OURS, str(data), str(shapes), "/attack-0000000"], limit)
            found, cpu = edited.printed.split() if edited.printed else ("", "0")
            rows.append({"engine": "claimgraph, one edited article", "triples": size, "CPU s": float(cpu), "findings": found, "note": edited.failure or "loaded before"})
    return "Validation: load and check against all shapes in ontology/shapes (1 % of the events have a fault)", rows


def add(rows: list[dict[str, object]], size: int, engine: str, program: str, words: list[str], seconds: float, ours: float | None) -> float | None:
    """One row; gives the CPU seconds of an engine that came to its end."""
    done = measured(["-c", program, *words], seconds)
    row: dict[str, object] = {"engine": engine, "triples": size, "CPU s": "-" if done.failure else done.cpu}
    row["times ours"] = f"> {done.cpu / ours:.3g}" if done.failure and ours else "" if done.failure else done.cpu / (ours or done.cpu)
    row |= {"findings": "" if done.failure else done.printed, "peak MB": round(done.peak_mb), "note": done.failure}
    rows.append(row)
    return None if done.failure else done.cpu

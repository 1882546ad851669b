"""Every export of a generated folder as the command makes it, from the files to the file; rdflib for the formats that it has."""

import shutil
import tempfile
from pathlib import Path

from claimgraph.views.exports import FORMATS
from claimgraph.views.exports.rdf import union
from tests.benchmarks.children import ROOT, measured
from tests.benchmarks.generator import generate, write_folder

RDFLIB = {"turtle": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
SIZES = (10_000, 100_000, 1_000_000)
RDFLIB_LARGEST = 100_000  # it parses a million triples in minutes
LIMIT = 120
IN_RDFLIB = (
    "import sys, time, rdflib; graph = rdflib.Graph().parse(sys.argv[1], format='nt'); began = time.process_time()\n"
    "graph.serialize(format=sys.argv[2]); print(time.process_time() - began)"
)


def run(quick: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """A table a size: processor seconds and memory for the whole way from the files to the file."""
    return [(f"exports of {size:,} triples", at_size(size)) for size in ((3_000,) if quick else SIZES)]


def at_size(size: int) -> list[dict[str, object]]:
    """A row a format; rdflib's seconds are for serialising alone, its parsing of the files not counted."""
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder) / "root", Path(folder) / "out"
        for part in ("ontology", "queries"):
            shutil.copytree(ROOT / part, root / part)
        write_folder(generate(size, codes=False), root)
        triples = len(union(root))
        (root / "all.nt").write_bytes(FORMATS["nt"].write(root))
        rows = []
        for name in FORMATS:
            done = measured(["-m", "claimgraph", "--root", str(root), "export", name, "-o", str(out)], LIMIT)
            row: dict[str, object] = {"format": name, "CPU s": done.cpu, "triples a CPU s": triples / done.cpu, "MB written": out.stat().st_size / 1e6, "peak MB": done.peak_mb, "note": done.failure}
            if name in RDFLIB and size <= RDFLIB_LARGEST:
                peer = measured(["-c", IN_RDFLIB, str(root / "all.nt"), RDFLIB[name]], LIMIT)
                row["rdflib ×"] = float(peer.printed) / done.cpu if peer.printed else peer.failure
            rows.append(row)
    return rows

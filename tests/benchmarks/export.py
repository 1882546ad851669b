"""Every export of a generated folder, in triples a second, and plain rdflib for the formats that it has."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from claimgraph.views.exports import FORMATS
from claimgraph.views.exports.rdf import union
from tests.benchmarks.generator import generate, write_folder

ROOT = Path(__file__).resolve().parents[2]
RDFLIB = {"turtle": "turtle", "nt": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
SIZES = (10_000, 100_000)


def run(quick: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """A table a size: seconds for the whole way from the files to the bytes."""
    return [(f"exports of {size:,} triples", at_size(size)) for size in ((3_000,) if quick else SIZES)]


def at_size(size: int) -> list[dict[str, object]]:
    """A row a format; rdflib's seconds are for serialising alone, its parsing of the files not counted."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for part in ("ontology", "queries"):
            shutil.copytree(ROOT / part, root / part)
        write_folder(generate(size, codes=False), root)
        triples = len(union(root))
        (root / "all.nt").write_bytes(FORMATS["nt"].write(root))
        rows = []
        for name, form in FORMATS.items():
            began = time.perf_counter()
            content = form.write(root)
            took = time.perf_counter() - began
            row: dict[str, object] = {"format": name, "seconds": took, "triples a second": triples / took, "MB": len(content) / 1e6}
            if name in RDFLIB:
                row["rdflib ×"] = in_rdflib(root / "all.nt", RDFLIB[name]) / took
            rows.append(row)
    return rows


def in_rdflib(path: Path, form: str) -> float:
    """Seconds that rdflib takes to serialise the same triples, in a process of its own."""
    code = (
        "import sys, time, rdflib; graph = rdflib.Graph().parse(sys.argv[1], format='nt'); began = time.perf_counter()\n"
        "graph.serialize(format=sys.argv[2]); print(time.perf_counter() - began)"
    )
    return float(subprocess.run([sys.executable, "-c", code, str(path), form], capture_output=True, check=True).stdout)

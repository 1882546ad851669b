"""``make bench``: every benchmark's tables in one run; figures are ratios beside named peers.

Each module here that is named in BENCHMARKS gives ``run(quick) -> (title, rows)`` or a list of such
tables; a row maps a column's heading to its figure. ``--quick`` keeps the sizes small;
``--only NAME`` runs one. Every peer has a limit of time, told in its table, and every benchmark one for
the whole, so that the full run ends within some 35 minutes on two cores.
"""

import argparse
import importlib
import platform
import signal
import sys
import time
from collections.abc import Mapping, Sequence

from _pytest.outcomes import Skipped

BENCHMARKS = {
    "check": "validation",
    "query": "queries",
    "export": "exports",
    "site": "pages and data over HTTP",
    "endpoint": "SPARQL under hostile load",
    "reconcile": "names to identities",
    "drafting": "articles to draft graphs",
}
LONGEST = 1_200  # seconds for one benchmark: a guard against what hangs, four times what the longest takes
Row = Mapping[str, object]
Table = tuple[str, Sequence[Row]]


def main() -> int:
    """Run the chosen benchmarks and print their tables; 1 when one of them failed."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="this benchmark (may be given again)")
    args = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}; read the ratios, not the seconds.\n")
    signal.signal(signal.SIGALRM, too_long)
    failed = []
    for name in args.only or BENCHMARKS:
        began = time.perf_counter()
        signal.alarm(LONGEST)
        try:
            tables = importlib.import_module(f"tests.benchmarks.{name}").run(args.quick)
        except (Exception, Skipped) as error:  # one peer that is not there must not take the other tables with it
            failed.append(name)
            print(f"{name}: failed: {type(error).__name__}: {error}\n", file=sys.stderr)
            continue
        finally:
            signal.alarm(0)
        for title, rows in [tables] if isinstance(tables, tuple) else tables:
            print_table(title, rows)
        print(f"({BENCHMARKS[name]}: {time.perf_counter() - began:.0f} s)\n", flush=True)
    return 1 if failed else 0


def too_long(*_: object) -> None:
    """What the alarm does; the child that is waited for is ended on the way out."""
    raise TimeoutError(f"stopped after {LONGEST} s")


def print_table(title: str, rows: Sequence[Row]) -> None:
    """One table, columns as wide as their widest cell, numbers to the right."""
    print(title)
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    cells = [[shown(row.get(heading, "")) for heading in headings] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    for line in [headings, *cells]:
        print("  " + "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(line, widths, strict=True))))
    print()


def shown(value: object) -> str:
    """A figure with three significant digits."""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main())

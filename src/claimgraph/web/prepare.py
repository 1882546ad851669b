"""``python -m claimgraph.web.prepare ROOT FOLDER``: the other process of :mod:`claimgraph.web.preparation`."""

import os
import pickle
import sys
from pathlib import Path

from claimgraph.web.holdings import Holdings
from claimgraph.web.preparation import RESULT

NICE = 10


def prepare(root: Path, folder: Path) -> None:
    """Make report, counts and dumps of the graph under ``root`` and put them into ``folder``, the result last."""
    holdings = Holdings(root)
    dumps = [(dump.format.extension, dump.path, dump.size, dump.sha256) for dump in holdings.dumps.into(folder)]
    making = folder / f"{RESULT}.new"
    making.write_bytes(pickle.dumps((holdings.report, holdings.verdicts, holdings.statistics, dumps)))
    making.replace(folder / RESULT)


if __name__ == "__main__":
    os.nice(NICE)
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))

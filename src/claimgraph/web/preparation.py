"""The validation report, the counts and the dumps of a large graph, made by another process while pages are served.

Those of a small graph are made where and when they are asked for; a large one's would keep every other page waiting.
"""

import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import weakref
from pathlib import Path

from claimgraph.errors import ClaimgraphError
from claimgraph.graph.shacl.findings import Report
from claimgraph.views.statistics import Statistics
from claimgraph.web.dumps import Dump
from claimgraph.web.resources import BY_EXTENSION
from claimgraph.web.verdicts import Verdict

#: Quads up to which everything is made at once: about half a second's work.
SMALL = 20_000
RESULT = "result"

Prepared = tuple[Report, dict[str, Verdict], Statistics, tuple[Dump, ...]]


class NotReady(ClaimgraphError):
    """Something that is still being made."""

    status, retry_after = 503, 15


class NotPrepared(ClaimgraphError):
    """Something that could not be made."""

    status = 500


class Preparation:
    """The work of another process; it ends with ours."""

    def __init__(self, root: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="claimgraph-prepared-"))
        command = [sys.executable, "-m", "claimgraph.web.prepare", os.fspath(root), os.fspath(self.folder)]
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        #: ends the other process and removes its folder; called by itself when nobody holds us any more
        self.close = weakref.finalize(self, _end, self.child, self.folder)

    def result(self) -> Prepared | None:
        """What was made, ``None`` while it is being made."""
        # Our own child wrote it, into a folder that only we may enter.
        if (self.folder / RESULT).exists():
            report, verdicts, counts, dumps = pickle.loads((self.folder / RESULT).read_bytes())
            return report, verdicts, counts, tuple(Dump(BY_EXTENSION[extension], *rest) for extension, *rest in dumps)
        if self.child.poll() is not None and not (self.folder / RESULT).exists():
            raise NotPrepared("the report and the dumps of this graph could not be made")
        return None


def _end(child: subprocess.Popen[bytes], folder: Path) -> None:
    child.kill()
    child.wait()
    shutil.rmtree(folder, ignore_errors=True)

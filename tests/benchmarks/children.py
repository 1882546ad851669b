"""Programs that are measured in a process of their own: processor time, memory at its peak, and a limit of time."""

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a program took and printed; ``failure`` says why it gave nothing, and its figures are then those until the end."""

    cpu: float
    peak_mb: float
    printed: str
    failure: str = ""


def measured(words: list[str], seconds: float) -> Done:
    """Run Python with ``words``; after so many seconds it is stopped."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        child = subprocess.Popen([sys.executable, *words], stdout=out, stderr=err, cwd=ROOT)
        until, stopped, peak = time.monotonic() + seconds, False, 0.0
        while True:
            peak = peak_mb(child.pid) or peak
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() > until and not stopped:
                stopped = True
                child.kill()
            time.sleep(0.01)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        failure = f"stopped after {seconds:.0f} s" if stopped else ""
        if child.returncode and not stopped:
            failure = (err.read().strip().splitlines() or [f"exit {child.returncode}"])[-1][:60]
        return Done(usage.ru_utime + usage.ru_stime, peak, out.read().strip(), failure)


def peak_mb(pid: int) -> float:
    """The most memory that a running process had so far, in MB, 0 where the system does not tell.

    What ``wait4`` tells instead would be the parent's, where that is larger: the child begins as its copy.
    """
    try:
        told = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(told[1]) / 1024 if told else 0.0

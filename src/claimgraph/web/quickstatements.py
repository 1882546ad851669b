"""The QuickStatements line of one claim, out of the export of all."""

from functools import lru_cache
from pathlib import Path

from claimgraph.views.exports import FORMATS


@lru_cache(maxsize=2)
def _commands(root: Path) -> tuple[str, ...]:
    return tuple(FORMATS["quickstatements"].write(root).decode().splitlines())


def command_of(root: Path, claim: str) -> tuple[str | None, str | None]:
    """The command of a claim, or why it has none yet."""
    return None, None

"""The files of the static folder, read once, named with a digest of their content."""

import hashlib
from functools import cache
from importlib.resources import files

from claimgraph.web.answers import FRESH, Answer

MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def _read() -> dict[str, bytes]:
    folder = files("claimgraph.web").joinpath("static")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=lambda f: f.name) if file.name.rpartition(".")[2] in MEDIA_TYPES}


#: file name → its bytes
ASSETS: dict[str, tuple[str, bytes]] = {name: (MEDIA_TYPES[name.rpartition(".")[2]], content) for name, content in _read().items()}


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """File name and a short digest of its content, so that an address with it never changes its meaning."""
    return tuple((name, hashlib.sha256(content).hexdigest()[:10]) for name, (_, content) in ASSETS.items())


@cache
def asset(found: tuple[str, bytes], cache: str = FRESH) -> Answer:
    """A static file as an answer."""
    return Answer(200, found[0], found[1], cache=cache)

"""Comments of a Turtle file: kept where the stable writer can put them, refused where it would lose them.

Kept are comment lines above the PREFIX lines, which belong to the file, and comment lines directly
above a subject, which belong to it. A comment inside a block has no place in the stable style.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from claimgraph.errors import UnreadableFile
from claimgraph.terms import PREFIXES

_TOKEN = re.compile(
    r'(?P<long>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\')'
    r"""|(?P<short>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<iri><[^<>\s]*>)|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<space>[^\S\n]+)|(?P<dot>\.(?=\s|$|\#))"
    r"|(?P<word>[^\s\"'<#;,\[\]()]+?(?=\.?(?:\s|$|[;,\[\]()\"'<])))|(?P<mark>.)",
    re.DOTALL,
)


def comments_of(path: Path, content: bytes) -> dict[str, str]:
    """The comments of a Turtle file that the stable writer keeps."""
    text = content.decode().replace("\r\n", "\n")
    declared = dict(re.findall(r"(?im)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", text))
    return read_comments(path, text, PREFIXES | declared)


def read_comments(path: Path | str, text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Comment lines by subject IRI, and by "" those of the file; ``text`` must be well-formed Turtle.

    Raises :class:`UnreadableFile` with the line of a comment that has no place.
    """
    if "#" not in text:
        return {}
    found: dict[str, str] = {}
    pending: list[str] = []
    line, outside, directive, seen_prefix = 1, True, False, False
    for token in _TOKEN.finditer(text):
        kind, value = token.lastgroup, token.group()
        if kind == "comment":
            if not outside or not _alone_on_its_line(text, token.start()):
                raise UnreadableFile(path, "a comment inside a block would be lost", line, "move it above the block's subject")
            pending.append(value.rstrip() + "\n")
        elif kind in ("newline", "space"):
            if kind == "newline" and value and pending and not seen_prefix and text[token.end() : token.end() + 1] == "\n":
                found[""] = found.get("", "") + "".join(pending)
                pending = []
        elif outside and value.upper() in ("PREFIX", "BASE", "@PREFIX", "@BASE"):
            found[""] = found.get("", "") + "".join(pending)
            pending, outside, directive, seen_prefix = [], False, True, True
        elif outside:
            subject = _expanded(value, prefixes)
            if pending:
                found[subject] = "".join(pending)
            pending, outside = [], kind == "dot"
        elif directive and kind == "iri":
            outside, directive = not text[token.end() :].lstrip(" ").startswith("."), text[token.end() :].lstrip(" ").startswith(".")
        elif kind == "dot":
            outside, directive = True, False
        line += value.count("\n")
    if pending:
        raise UnreadableFile(path, "a comment below the last block would be lost", line, "move it to the top of the file")
    return {subject: lines for subject, lines in found.items() if lines}


def _alone_on_its_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _expanded(token: str, prefixes: Mapping[str, str]) -> str:
    if token.startswith("<"):
        return token[1:-1]
    prefix, _, local = token.partition(":")
    return prefixes.get(prefix, "") + local

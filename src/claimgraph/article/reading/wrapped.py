"""Text whose lines were broken at a width, as text browsers and mail write it: its sentences made whole again.

Saved text has a paragraph a line; here a paragraph is what stands between empty lines. Only long lines are joined to the
one below, so that the rows of a box stay rows.
"""

import re
from itertools import pairwise

#: no line is longer than this in a text that was broken at a width; what is shorter than the other was not broken
_WIDTH, _SHORT = 100, 45
#: so many lines must go on in the next one, in the middle of a sentence
_FEWEST = 3
_GOES_ON = re.compile(r"[a-z(\[\d“\"'’]")
_OWN_LINE = re.compile(r"\s*(?:[*•▪#|=^-]|\[?\d{1,3}[.\])]\s|\w{1,2}\.\s\^)")
_CELLS = re.compile(r"\S {3,}\S|\t")


def unwrapped(text: str) -> str:
    """The text with a paragraph a line, itself where its lines are no broken ones.

    >>> broken = "   On 5 May the post was attacked by some fifty men\\n   who came over the river; the garrison of the post\\n"
    >>> broken += "   lost eleven men, and the attackers left twenty of\\n   their dead.\\n\\nNext."
    >>> unwrapped(broken).split("\\n")[0][:62]
    '   On 5 May the post was attacked by some fifty men who came o'
    """
    lines = text.split("\n")
    if any(len(line) > _WIDTH for line in lines) or sum(_breaks(*pair) and _GOES_ON.match(pair[1].lstrip()[:1]) is not None for pair in pairwise(lines)) < _FEWEST:
        return text
    paragraphs = [[lines[0]]]
    for before, line in pairwise(lines):
        if _breaks(before, line):
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([line])
    return "\n".join(" ".join((parts[0].rstrip(), *parts[1:])) if len(parts) > 1 else parts[0] for parts in paragraphs)


def _breaks(line: str, below: str) -> bool:
    """Whether a line goes on in the one below."""
    return len(line.strip()) >= _SHORT and bool(below.strip()) and not _OWN_LINE.match(below) and not _CELLS.search(line.strip()) and not _CELLS.search(below.strip())

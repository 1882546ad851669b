"""Pages kept as Markdown by converters: links, pictures, bold and escaped brackets become the words that a reader sees."""

import re
from urllib.parse import unquote

#: so many links make a text Markdown; fewer may be chance
_FEWEST = 3
_ADDRESS = r"\((?:<[^<>\n]{0,500}>|[^\s()]{0,500}(?:\([^\s()]{0,200}\)[^\s()]{0,300})*)(?:\s+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?\s*\)"
_LINK = re.compile(rf"(?<!!)\[(?P<words>(?:[^\[\]\n\\]|\\.){{1,300}})\]{_ADDRESS}")
_PICTURE = re.compile(rf"!\[(?P<alt>(?:[^\[\]\n\\]|\\.){{0,300}})\](?P<address>{_ADDRESS})")
_FLAG = re.compile(r"[Ff]lag_of_(?:the_)?([^/.\s()]+?)(?:_\([^()]*\))?\.svg")
#: emphasis around words, never a bullet or a line of stars
_STRONG = re.compile(r"(?<![\w*])\*{1,3}(?=[^\s*])([^*\n]{1,400}?)(?<=[^\s*])\*{1,3}(?![\w*])|(?<![\w_])_{1,2}(?=[^\s_])([^_\n]{1,400}?)(?<=[^\s_])_{1,2}(?![\w_])")
_ESCAPED = re.compile(r"\\([\[\]()*_#.!|~&`{}<>+-])")


def plain(text: str) -> str:
    """The words of a Markdown text, itself where it has no links of Markdown; headings, tables and lists stay as they are.

    >>> links = "[a](/wiki/A) [b](/wiki/B) "
    >>> plain(links + '![Flag](//u/Flag_of_Marr.svg.png) [Marr](/wiki/Marr "Marr"): **44** killed[\\\\[2\\\\]](#cite_note-2)')
    'a b Flag of Marr.svg Marr: 44 killed[2]'
    """
    if sum(1 for _ in zip(range(_FEWEST), _LINK.finditer(text), strict=False)) < _FEWEST:
        return text
    text = _LINK.sub(lambda m: m["words"], _PICTURE.sub(_flag, text))
    return _ESCAPED.sub(r"\1", _STRONG.sub(lambda m: m[1] or m[2], text))


def _flag(picture: re.Match[str]) -> str:
    """A flag by its file's name, as saved pages have it; nothing of any other picture."""
    flag = _FLAG.search(unquote(picture["address"]))
    return f"Flag of {flag[1].replace('_', ' ')}.svg" if flag else ""

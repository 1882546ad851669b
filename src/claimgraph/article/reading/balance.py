"""Wikitext in which every opener has its closer: what keeps parsing linear in the length of hostile pages.

The parser tries every opener and goes back when it finds no end, so that ten thousand unclosed ``<ref>``
take minutes. Real pages have a few; here they become spaces, as does what is nested deeper than any page.
"""

import re

#: real pages nest templates four or five deep
DEEPEST = 12
_PAIRED = "ref b i u s small big sub sup div span center del ins strike code tt em strong cite blockquote p ul ol li dl dd dt gallery math timeline imagemap table tr td th caption score syntaxhighlight poem abbr font includeonly noinclude onlyinclude section references"
_TOKEN = re.compile(
    r"\{\{+|\}\}+|\[\[|\]\]|(?m:^[ \t:]*\{\|)|(?m:^[ \t]*\|\}(?!\}))"
    rf"|<(?P<close>/?)(?P<tag>{'|'.join(_PAIRED.split())})\b(?P<rest>[^<>]{{0,400}})>|<br\b[^<>]{{0,40}}>|</?\w|<(?=[!?/])|(?<!\[)\[(?=(?:https?:)?//)",
    re.IGNORECASE,
)
#: long runs of what a reader never sees: empty bullets, rules, bullets deeper than six, empty parameters
_ENDLESS = re.compile(r"((?:(?<=\n)|\A)[*#:;]{6})[*#:;]+|(\n)(?=(?:[*#:;]+[ \t]*|-{4,}[ \t]*)\n)(?:[*#:;-]+[ \t]*)|(\|)(?:\s*\|){30,}")
#: what many write and browsers take for a break
_ENDED_BREAK = re.compile(r"</br[ /]{0,5}>", re.IGNORECASE)
_EXTERNAL = re.compile(r"\[(?:https?:)?//[^\[\]\n]{1,2000}\]")


def balanced(text: str) -> str:
    """The wikitext with unmatched openers and closers as spaces, comments dropped, ``<nowiki>`` as plain words.

    >>> balanced("a {{b|[[c]] <ref>d")
    'a   b|[[c]]      d'
    """
    text = _ENDED_BREAK.sub("<br>", text)
    text = _ENDLESS.sub(lambda m: m[1] or m[2] or m[3], _plain_words(_without_comments(text)))
    drop: list[tuple[int, int]] = []
    stack: list[tuple[str, int, int, bool]] = []
    counts: dict[str, int] = {}
    for match in _TOKEN.finditer(text):
        for kind, opens, start, end in _pieces(match, text):
            if not kind:
                drop.append((start, end))
            elif opens:
                stack.append((kind, start, end, len(stack) >= DEEPEST))
                counts[kind] = counts.get(kind, 0) + 1
            elif not counts.get(kind):
                drop.append((start, end))
            else:
                while True:
                    name, begin, stop, deep = stack.pop()
                    counts[name] -= 1
                    if name != kind or deep:
                        drop.append((begin, stop))
                    if name == kind:
                        break
                if deep:
                    drop.append((start, end))
    drop += [(start, end) for _, start, end, _ in stack]
    return _blanked(text, sorted(drop))


def _pieces(match: re.Match[str], text: str) -> list[tuple[str, bool, int, int]]:
    """(kind, whether it opens, start, end) of what a token is; no kind for what no parser should see."""
    token, start, end = match[0], match.start(), match.end()
    if token[0] in "{}" and token[1] == token[0]:
        if token[0] == "{" and len(token) not in (2, 4):
            return [("", False, start, end)]
        return [("{{", token[0] == "{", at, at + 2) for at in range(start, end - 1, 2)]
    if token in ("[[", "]]"):
        return [("[[", token == "[[", start, end)]
    if token.endswith("{|") or token.endswith("|}"):
        return [("{|", token.endswith("{|"), start, end)]
    if token == "[":
        return [] if _EXTERNAL.match(text, start) else [("", False, start, end)]
    if match["tag"]:
        return [] if match["rest"].endswith("/") else [(match["tag"].lower(), not match["close"], start, end)]
    return [] if token.lower().startswith("<br") else [("", False, start, end)]


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin)
        parts.append(text[at:begin])
        if end < 0:
            at = begin + 4
            break
        at = end + 3
    return "".join((*parts, text[at:].replace("<!--", ""))) if parts else text


_NOWIKI = re.compile(r"<nowiki\s*>(.*?)</nowiki\s*>|</?nowiki\s*/?>", re.IGNORECASE | re.DOTALL)
_MARKUP = str.maketrans({"{": " ", "}": " ", "[": "(", "]": ")", "<": " ", ">": " ", "'": "’", "|": " "})


def _plain_words(text: str) -> str:
    if "nowiki" not in text[:].lower() or "</nowiki" not in text.lower():
        return re.sub(r"</?nowiki\s*/?>", "", text, flags=re.IGNORECASE)
    return _NOWIKI.sub(lambda m: (m[1] or "").translate(_MARKUP), text)


def _blanked(text: str, drop: list[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in drop:
        if start >= at:
            parts.append(text[at:start])
            parts.append(" " * (end - start))
            at = end
    return "".join((*parts, text[at:]))

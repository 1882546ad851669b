"""Names in other languages, as the article gives them: "Battle of X (French: Bataille de X)", and the links between Wikipedias."""

import re

from claimgraph.article.reading.citations import LANGUAGES
from claimgraph.article.text import Article

_TONGUES = LANGUAGES | {"filipino": "fil", "burmese": "my", "amharic": "am", "tamasheq": "tmh", "tigrinya": "ti", "georgian": "ka", "armenian": "hy", "azerbaijani": "az", "croatian": "hr", "bulgarian": "bg", "albanian": "sq", "dari": "prs", "sinhala": "si", "khmer": "km", "lao": "lo", "nepali": "ne", "uyghur": "ug", "belarusian": "be", "estonian": "et", "latvian": "lv", "lithuanian": "lt", "slovak": "sk", "slovene": "sl", "macedonian": "mk", "afrikaans": "af"}  # fmt: skip
_GIVEN = re.compile(r"(?P<tongue>[A-Z][a-z]+):\s*(?P<words>[^;:()\[\],]{2,90}?)\s*(?=[;,()\[]|\Z)")
_BRACKET = 240
#: a longer name that ends in the one looked for: the bracket behind "Battle of Ash" is none behind "Ash"
_LONGER = re.compile(r"\b(?!The\b)[A-Z][\w'’-]*(?: (?:of|in|at|de|on|for|and|the))*[ -]\Z")
_WORDS_BEFORE = 40
#: no more of an article is looked at: names are told where they are first used
_BEGINNING = 20_000


def names_of(name: str, article: Article) -> dict[str, str]:
    """Language tag → the name in that language, told in the bracket behind the first use of ``name``.

    >>> names_of("Battle of Marawi", Article("", "The Battle of Marawi (Filipino: Labanan sa Marawi) began", "plain"))
    {'fil': 'Labanan sa Marawi'}
    """
    found: dict[str, str] = {}
    begin = _behind(name, article.text)
    if begin:
        inner = article.text[begin : begin + _BRACKET].split(")", 1)[0]
        for given in _GIVEN.finditer(inner):
            if tag := _TONGUES.get(given["tongue"].lower()):
                found.setdefault(tag, given["words"].strip(" '\"“”"))
    if name == article.title:
        found = dict(article.names) | found
    return found


def _behind(name: str, text: str) -> int:
    """Where the bracket behind the first use of the whole name opens, else 0."""
    opened = f"{name} ("
    at = text.find(opened, 0, _BEGINNING) if len(name) > 2 else -1
    while at >= 0 and (text[at - 1 : at].isalnum() or _LONGER.search(text, max(0, at - _WORDS_BEFORE), at)):
        at = text.find(opened, at + 1, _BEGINNING)
    return at + len(opened) if at >= 0 else 0


def labels(name: str, article: Article) -> dict[str, str]:
    """The labels of what the article calls ``name``: in its own language and in those that it gives."""
    own = article.language[:2] or "en"
    return {own: name} | {tag: words for tag, words in names_of(name, article).items() if tag != own}

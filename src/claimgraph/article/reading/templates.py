"""What the templates of articles on battles show to a reader: a table from template to words, not a template engine.

A template that is not here shows nothing: most are notices, navigation and maintenance. Only templates
that carry words, flags or dates matter for what an article says.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from claimgraph.article.reading.citations import language_name
from claimgraph.article.reading.country_codes import country_of
from claimgraph.article.reading.layout import Piece

#: template → which parameter is its words (positional numbers count from 1)
_WORDS = {
    "nowrap": "1", "nobr": "1", "small": "1", "smaller": "1", "big": "1", "larger": "1", "bold": "1", "nobold": "1", "center": "1", "centre": "1", "abbr": "1",
    "abbrlink": "1", "ill": "1", "interlanguage link": "1", "lang": "2", "transl": "2", "transliteration": "2", "script": "2", "nobreak": "1", "resize": "2",
    "hidden": "2", "tooltip": "1", "formatnum": "1", "formatnum:": "1", "nts": "1", "number": "1", "noitalic": "1", "em": "1", "strong": "1", "midsize": "1",
    "avoid wrap": "1", "nihongo": "1", "visible anchor": "1", "vanchor": "1", "ship": "2", "sclass": "1", "sortname": "1", "lang-su": "1", "longitem": "1", "noflag": "1", "nowrap begin": "1", "val": "1", "fontsize": "2",
    "color": "2", "font color": "2", "font": "text", "linktext": "1", "wikt-lang": "2", "quote": "1", "quotation": "1", "blockquote": "1", "cquote": "1",
    "efn-text": "1", "rp-text": "1", "nom": "1", "no bold": "1", "nbsp-text": "1", "up": "1", "army": "1", "navy": "1", "air force": "1", "proper name": "1",
    "plain text": "1", "sup": "1", "sub": "1", "normal": "1", "noprint": "1", "if mobile": "2", "align": "2", "left": "1", "right": "1", "multiline": "1", "stack": "1", "div col": "1",
    "treelist": "1", "pre": "1", "kbd": "1", "mono": "1", "smallcaps": "1", "sc": "1", "lc:": "1", "uc:": "1", "not a typo": "1", "as written": "1", "proper noun": "1", "linkcolor": "1", "legend": "2", "plainlist": "1", "flatlist": "1", "plain list": "1", "tree list": "1", "indented plainlist": "1", "nobulletlist": "1",
}  # fmt: skip
#: of these, what stands on lines of its own
_BLOCKS = {"plainlist", "flatlist", "plain list", "tree list", "treelist", "indented plainlist", "nobulletlist", "div col", "quote", "quotation", "blockquote", "cquote"}
#: template → the words themselves
_FIXED = {
    "ndash": "–", "mdash": "—", "snd": " – ", "snds": " – ", "sndash": " – ", "spndsp": " – ", "spaced mdash": " — ", "smdash": " — ", "and ndash": "–", "spnd": " – ", "spaced ndash": " – ", "spaced en dash": " – ", "dash": " – ", "endash": "–", "emdash": "—",
    "nbsp": " ", "space": " ", "!": "|", "'": "'", "=": "=", "·": "·", "dot": "·", "bullet": "•", "okina": "ʻ", "plus minus": "±", "approx": "~", "circa": "c. ",
    "c.": "c. ", "'s": "'s", "sic": "[sic]", "en dash": "–", "em dash": "—", "!!": "||", "pipe": "|", "thinsp": " ", "zwsp": "", "shy": "", "wbr": "", "hair space": " ", "nnbsp": " ", "+": "+", "minus": "−", "times": "×", "tba": "TBA", "tbd": "TBD",
    "unknown": "Unknown", "unk": "Unknown", "unclear": "Unclear", "n/a": "N/A", "none": "None", "ongoing": "Ongoing",
}  # fmt: skip
#: template → 1-based parameter of the party whose flag stands there, and whether the name shows as well
_FLAGS = {
    "flagicon": False, "flagdeco": False, "flagicon image": False, "flag icon": False, "flagiconx": False, "army icon": False, "flag decoration": False,
    "flag": True, "flagu": True, "flagcountry": True, "flag+link": True, "flag country": True, "flagg": True, "country": True, "flaglink": True, "flagright": True, "flag2": True, "flag+": True, "flags": True, "flagteam": True, "flagicons": False, "flag icon image": False,
    "army flag": True, "navy flag": True,
}  # fmt: skip
_LISTS = {"ubl", "unbulleted list", "plain unordered list", "ulist", "bulletedlist", "bullet list", "columns-list-items", "vunblist", "horizontal list", "unbulleted list", "ublist", "bulleted list", "blist", "hlist", "ubli", "collapsible list", "collapsed list", "unbulleted", "ordered list", "cslist", "comma separated entries"}
_BREAKS = {"br", "break", "clear", "-", "pb", "paragraph break", "ubr", "crlf", "crlf2"}
_MONTHS = ("", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
#: dates of every purpose: start, end, birth, death …
_DATED = re.compile(r"(?:(?:start|end|film|event|launch|birth|death|effective|publication|disestablished|established)[ -](?:and end )?)?(?:dates?|dts)\b|d?dts\Z|birth-date|death-date")
_SHIPS = {"hms", "uss", "ss", "mv", "rms", "hmas", "hmcs", "hmnzs", "sms", "ins", "usns", "uscgc", "mt", "kri", "hnlms", "hdms"}
_LANGUAGE = re.compile(r"lang-[a-z]{2,3}(?:-[a-z]+)?\Z")

Render = Callable[[str], list[Piece]]


def name_of(template: object) -> str:
    """A template's name as the tables write it: lower case, single spaces."""
    return re.sub(r"[\s_]+", " ", str(template)).strip().lower()


def expand(name: str, parameters: Mapping[str, str], render: Render) -> list[Piece]:
    """The pieces that ``{{name|…}}`` shows; ``render`` turns a parameter's wikitext into pieces.

    >>> expand("flagicon", {"1": "MLI"}, lambda text: [Piece(text)])
    [Piece(words='', link=None, bold=False, flag='Mali', breaks=False, level=0)]
    >>> expand("start date", {"1": "2023", "2": "1", "3": "10"}, lambda text: [Piece(text)])[0].words
    '10 January 2023'
    """
    if name == "langx" or _LANGUAGE.match(name):
        tag, words = (parameters.get("1", ""), "2") if name == "langx" else (name[5:], "1")
        tongue = language_name(tag)
        return [*([Piece(f"{tongue}: ")] if tongue else []), *render(parameters.get(words, ""))]
    if name in _WORDS:
        pieces = render(parameters.get(_WORDS[name], ""))
        return [Piece(breaks=True), *pieces, Piece(breaks=True)] if name in _BLOCKS else pieces
    if name in _FIXED:
        rest = parameters.get("1", "") if name in ("circa", "c.", "approx") else ""
        return [Piece(_FIXED[name] + rest)]
    if name in _FLAGS:
        return _flag(parameters, _FLAGS[name])
    if name in _BREAKS:
        return [Piece(breaks=True)]
    if name in _LISTS:
        return _list(parameters, render)
    if name in _SHIPS:
        return [Piece(f"{name.upper()} {parameters.get('1', '')}".rstrip())]
    if name in ("convert", "cvt"):
        return [Piece(f"{parameters.get('1', '')} {parameters.get('2', '')}".strip())]
    if name in ("as of", "asof"):
        return [Piece(("since " if parameters.get("since") else "As of ") + _date(parameters, 1))]
    if _DATED.match(name):
        return [Piece(_dates(name, parameters))]
    if name.startswith("formatnum:"):
        return [Piece(name.partition(":")[2])]
    if name.startswith("#invoke:"):
        return _invoked(name.partition(":")[2].strip(), parameters, render)
    if not parameters and (known := country_of(name.upper())):  # {{IRN}}
        return [Piece(flag=known), Piece(known, link=known)]
    return []


def _list(parameters: Mapping[str, str], render: Render) -> list[Piece]:
    """The items of a list template, each on a line of its own, its title before them."""
    items = [parameters[key] for key in parameters if key.isdigit()]
    head = render(parameters["title"]) if parameters.get("title") else []
    head = [replace(piece, bold=True) for piece in head]
    return [*head, *(piece for item in items for piece in (Piece(breaks=True, level=1), *_item(item, render))), Piece(breaks=True)]


def _item(item: str, render: Render) -> list[Piece]:
    """An item's pieces; bullets inside it need a new line before them."""
    return render(f"\n{item}" if item[:1] in "*#" else item)


def _invoked(module: str, parameters: Mapping[str, str], render: Render) -> list[Piece]:
    """``{{#invoke:flag|icon|Mali}}``: a module called by its name, which does what the template of that name does."""
    name, function = name_of(module), parameters.get("1", "").strip().lower()
    shifted = {str(int(key) - 1) if key.isdigit() else key: value for key, value in parameters.items() if key != "1"}
    if name == "flag":
        return _flag(shifted, function not in ("icon", "deco"))
    return expand(name, shifted, render) if name in _LISTS else []


def _flag(parameters: Mapping[str, str], named: bool) -> list[Piece]:
    party = parameters.get("1", "").strip()
    party = country_of(party) or party
    shown = parameters.get("name", "").strip() or party
    if not party or re.search(r"\.(svg|png|gif|jpe?g)\b", party, re.IGNORECASE):
        return []
    return [Piece(flag=party), *([Piece(shown, link=party)] if named else [])]


def _date(parameters: Mapping[str, str], first: int) -> str:
    """``day month year`` of three parameters, as far as they are numbers."""
    year, month, day = (parameters.get(str(first + at), "").strip() for at in range(3))
    number = int(month) if month.isdecimal() and 1 <= int(month) <= 12 else 0
    known = _MONTHS[number] if number else month
    return " ".join(part for part in (day.lstrip("0") if known else "", known, year) if part)


def _dates(name: str, parameters: Mapping[str, str]) -> str:
    if not parameters.get("1", "").strip().isdecimal():
        return parameters.get("1", "")
    first = _date(parameters, 1)
    return f"{first} – {_date(parameters, 4)}" if parameters.get("4", "").strip().isdecimal() and "end" in name and "and" in name else first

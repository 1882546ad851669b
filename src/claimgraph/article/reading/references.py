"""The references of a wikitext page: their marks in order of appearance, and what each one cites."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import mwparserfromhell
from mwparserfromhell.nodes import Template

from claimgraph.article.reading.citations import of_link, of_template, read_footnote
from claimgraph.article.reading.templates import name_of
from claimgraph.article.text import Footnote

#: short footnotes, a reference each; and the same words inside a reference or the text
_SHORT = {"sfn", "sfnp", "sfnm", "snf", "sfnmp"}
_WORDS = {"harvnb", "harv", "harvp", "harvtxt", "harvcol", "harvcolnb", "sfnref", "harvid"}
#: template → the group that its notes are in
NOTES = {
    "efn": "lower-alpha", "efn-la": "lower-alpha", "efn-ua": "upper-alpha", "efn-lr": "lower-roman", "efn-ur": "upper-roman", "efn-lg": "lower-greek", "efn-num": "note",
    "notetag": "note", "footnote": "note", "note": "note", "refn": "", "#tag:ref": "",
}  # fmt: skip
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Entry:
    number: int
    group: str
    mark: str
    wikitext: str = ""


class References:
    """Gives each reference its mark and keeps what it says; ``[4]`` for citations, ``[nb 1]`` or ``[a]`` for groups of notes."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._named: dict[tuple[str, str], str] = {}
        self._groups: dict[str, int] = {}

    def define(self, named: Iterable[tuple[str, str, str]]) -> None:
        """Take note of what named references say: a page may use a name before it says what it is."""
        for group, name, wikitext in named:
            self._named.setdefault((group, name), wikitext)

    def tag(self, attributes: Mapping[str, str], contents: str) -> str:
        """The mark of ``<ref …>contents</ref>``."""
        group, name = attributes.get("group", ""), attributes.get("name", "")
        return self._mark(group, name or contents.strip(), contents or self._named.get((group, name), ""))

    def template(self, name: str, parameters: Mapping[str, str]) -> str | None:
        """The mark of a template that stands for a reference, ``None`` for any other template."""
        if name in _SHORT:
            short = short_words(parameters)
            return self._mark("", short, short)
        if name in _WORDS:
            return short_words(parameters)
        if is_citation(name):  # in running text, its <ref> lost
            wikitext = "{{" + name + "|" + "|".join(f"{key}={value}" for key, value in parameters.items()) + "}}"
            return self._mark("", wikitext, wikitext)
        if name in ("r", "ran"):
            return "".join(self._mark("", word, self._named.get(("", word), "")) for key, word in parameters.items() if key.isdigit() and word)
        if name.startswith("#tag:ref") or name in NOTES:
            _, _, rest = name.partition("|")
            words = parameters.get("1", rest)
            group, named = (parameters.get(key, "").strip("\"' ") for key in ("group", "name"))
            group = group or NOTES.get(name, "")
            return self._mark(group, named or words, words or self._named.get((group, named), ""))
        return None

    def _mark(self, group: str, key: str, wikitext: str) -> str:
        entry = self._entries.get((group, key))
        if entry is None:
            count = self._groups[group] = self._groups.get(group, 0) + 1
            entry = self._entries[group, key] = _Entry(len(self._entries) + 1, group, _label(group, count), wikitext)
        entry.wikitext = entry.wikitext or wikitext
        return f"[{entry.mark}]"

    def footnotes(self, words: Callable[[str], str]) -> list[Footnote]:
        """Every reference that has a mark, in order of appearance; ``words`` renders wikitext (and may find more references)."""
        found: list[Footnote] = []
        while len(found) < len(self._entries):
            entry = list(self._entries.values())[len(found)]
            found.append(_footnote(entry, words))
        return found


def short_words(parameters: Mapping[str, str]) -> str:
    """What a short footnote shows: "Doe & Roe 2001, p. 5"."""
    *names, year = [parameters[key] for key in parameters if key.isdigit() and parameters[key]] or [""]
    page = next((f"{label} {parameters[key]}" for key, label in (("p", "p."), ("pp", "pp."), ("loc", ""), ("page", "p."), ("pages", "pp.")) if parameters.get(key)), "")
    who = " & ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
    return ", ".join(part.strip() for part in (f"{who} {year}".strip(), page) if part.strip())


def _label(group: str, count: int) -> str:
    """What stands in the brackets: letters and numerals of the named groups, else the group's name and a number."""
    if group.endswith("-alpha"):
        letters = _LETTERS[(count - 1) % 26] if count <= 26 else f"{_LETTERS[(count - 1) // 26 % 26 - 1]}{_LETTERS[(count - 1) % 26]}"
        return letters.upper() if group == "upper-alpha" else letters
    if group.endswith("-roman"):
        numeral = _roman(count)
        return numeral.upper() if group == "upper-roman" else numeral
    if group == "lower-greek":
        return _GREEK[(count - 1) % len(_GREEK)]
    return f"{group} {count}" if group and group != "decimal" else str(count)


def _roman(count: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        numeral, count = numeral + letters * (count // value), count % value
    return numeral


def _footnote(entry: _Entry, words: Callable[[str], str]) -> Footnote:
    """A reference with a cite template by its parameters, any other by its words."""
    code = mwparserfromhell.parse(entry.wikitext, skip_style_tags=True)
    cite = next((t for t in code.ifilter_templates(recursive=True) if is_citation(name_of(t.name))), None)
    if cite is not None:
        return of_template(name_of(cite.name), cited(cite, words), entry.number, entry.mark)
    link = next(iter(code.ifilter_external_links(recursive=False)), None)
    text = words(entry.wikitext)
    note = read_footnote(text, entry.number, entry.mark)
    if link is not None and note.title is None:
        return of_link(note, words(str(link.title)) if link.title is not None else "", str(link.url).strip())
    return note


def is_citation(name: str) -> bool:
    """Whether a template of this name cites a document."""
    return name.startswith("cite ") or name in ("citation", "vcite", "cite")


def cited(cite: Template, words: Callable[[str], str]) -> dict[str, str]:
    """The parameters of a citation as plain words; addresses stay as they are."""
    given = {}
    for parameter in cite.params:
        name = name_of(parameter.name)
        given[name] = str(parameter.value).strip() if name.endswith("url") else words(str(parameter.value))
    return given

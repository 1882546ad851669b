"""The references of a wikitext page: their marks in order of appearance, and what each one cites."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import mwparserfromhell

from claimgraph.article.citations import of_template, read_footnote
from claimgraph.article.templates import name_of
from claimgraph.article.text import Footnote

_SHORT = {"sfn", "sfnp", "sfnm", "harvnb", "harv", "sfnref", "snf"}
_NOTES = {"efn": "", "efn-ua": "", "notetag": "", "refn": "", "#tag:ref": "", "footnote": "", "note": ""}
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
            words = [parameters[key] for key in parameters if key.isdigit()]
            page = next((f"p. {parameters[key]}" for key in ("p", "pp", "loc", "page") if parameters.get(key)), "")
            short = ", ".join(part for part in (" ".join(words), page) if part)
            return self._mark("", short, short)
        if name in ("r", "ran"):
            return "".join(self._mark("", word, self._named.get(("", word), "")) for key, word in parameters.items() if key.isdigit() and word)
        if name.startswith("#tag:ref") or name in _NOTES:
            head, _, rest = name.partition("|")
            words = parameters.get("1", rest)
            group = parameters.get("group", "" if name in ("refn", "#tag:ref") else "lower-alpha")
            return self._mark(group, parameters.get("name", words), words or self._named.get((group, parameters.get("name", "")), ""))
        if name.startswith("cite ") or name == "citation":  # a citation in running text, its <ref> lost
            wikitext = "{{" + name + "|" + "|".join(f"{key}={value}" for key, value in parameters.items()) + "}}"
            return self._mark("", wikitext, wikitext)
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


def _label(group: str, count: int) -> str:
    if group in ("lower-alpha", "upper-alpha", "lower-roman"):
        letters = _LETTERS[(count - 1) % 26] if count <= 26 else f"{_LETTERS[(count - 1) // 26 % 26]}{_LETTERS[(count - 1) % 26]}"
        return letters.upper() if group == "upper-alpha" else letters
    return f"{group} {count}" if group else str(count)


def _footnote(entry: _Entry, words: Callable[[str], str]) -> Footnote:
    """A reference with a cite template by its parameters, any other by its words."""
    code = mwparserfromhell.parse(entry.wikitext)
    cite = next((t for t in code.ifilter_templates(recursive=True) if re.match(r"cite |citation\Z", name_of(t.name))), None)
    if cite is not None:
        given = {name_of(p.name): words(str(p.value)) if name_of(p.name) not in ("url", "archive-url") else str(p.value).strip() for p in cite.params}
        shown = '. '.join(part for part in (f'"{given["title"]}"' if given.get("title") else "", given.get("publisher") or given.get("work") or "", given.get("date", "")) if part)
        return of_template(name_of(cite.name), given, entry.number, entry.mark, shown)
    link = next(iter(code.ifilter_external_links(recursive=False)), None)
    text = words(entry.wikitext)
    note = read_footnote(text, entry.number, entry.mark)
    if link is not None and link.title is not None and note.title is None:
        title = words(str(link.title))
        publisher = text.replace(title, "", 1).strip(" .,") or None
        return Footnote(entry.number, entry.mark, text, title=title or None, publisher=publisher, url=str(link.url).strip() or None, kind="web")
    return note

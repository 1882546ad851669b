"""Where things happened, as the words tell: sites of an attack, stretches between two places, kinds of places.

A site that lies "between A and B" is a stretch with two ends, not a point; a figure told "in A" belongs to
the stretch that A ends.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimgraph.article.nations import ADJECTIVES, country
from claimgraph.article.text import Article
from claimgraph.terms import slug

_NAME = r"(?:[A-ZÀ-ÞŠŽ][\w'’-]*)(?:[ -](?:[A-ZÀ-ÞŠŽ][\w'’-]*|(?:el|al|de|du|la|ag|es|as|an)(?=[ -][A-ZÀ-Þ])))*"
_KIND_WORDS = {
    "village": "village", "town": "town", "city": "town", "locality": "village", "hamlet": "village", "commune": "commune", "municipality": "commune",
    "region": "region", "province": "region", "state": "region", "governorate": "region", "oblast": "region", "voivodeship": "region", "district": "cercle",
    "county": "cercle", "cercle": "cercle", "department": "cercle", "island": "vague-region", "peninsula": "vague-region",
}  # fmt: skip
_KINDS = "|".join(_KIND_WORDS)
_BETWEEN = re.compile(rf"\bbetween (?:the )?(?:(?P<kind>{_KINDS}|localitie|citie)s? of )?(?P<a>{_NAME}) and (?:the )?(?P<b>{_NAME})")
_OF_KIND = re.compile(rf"\b(?P<kind>{_KINDS}|localitie|citie|countie)s? of (?P<a>{_NAME})(?:(?:, (?P<c>{_NAME}),?)? and (?P<b>{_NAME}))?")
_IN = re.compile(rf"(?<![\w'’-])(?:in|at|near|on) (?:the )?(?P<a>{_NAME})")
_NOT_PLACES = re.compile(r"\A(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|The|In|On|It|Battle|World War.*|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\Z|\b(?:Army|Armies|Forces?|Division|Brigade|Regiment|Battalion|Group|Front|Movement|State|Union|War|Legion|Offensive|Insurgency|Operation|Attack|Bombing)\b|\b(?:AU|UN|NATO|EU|US)\Z")


@dataclass(frozen=True, slots=True)
class Site:
    """A place as told: one name, or the two ends of a stretch; its kind where a word says so."""

    names: tuple[str, ...]
    kind: str
    start: int
    end: int

    @property
    def slug(self) -> str:
        """The words that its IRIs are made of."""
        return "-".join(slug(name) for name in self.names)

    @property
    def stretch(self) -> bool:
        """Whether it lies between two places."""
        return len(self.names) == 2


def stretches(article: Article) -> list[Site]:
    """Every "between A and B" of the running text, where A and B are names of places and not of parties, each once."""
    parties = {slug(name) for side in article.sides for name in side}
    found: dict[str, Site] = {}
    for paragraph in article.paragraphs:
        for match in _BETWEEN.finditer(paragraph.text):
            site = Site((match["a"], match["b"]), "stretch", paragraph.start + match.start(), paragraph.start + match.end())
            if not any(slug(name) in parties or _NOT_PLACES.search(name) or country(name) for name in site.names):
                found.setdefault(site.slug, site)
    return list(found.values())


def told_kinds(article: Article) -> dict[str, str]:
    """Slug of a place's name → the kind that the running text first gives it ("the village of Dia")."""
    found: dict[str, str] = {}
    for paragraph in article.paragraphs:
        for match in (*_OF_KIND.finditer(paragraph.text), *_BETWEEN.finditer(paragraph.text)):
            parts = match.groupdict()
            if word := parts["kind"]:
                kind = _KIND_WORDS.get(word.removesuffix("ie") + "y" if word.endswith("ie") else word, "village")
                for key in ("a", "b", "c"):
                    found.setdefault(slug(parts.get(key) or ""), kind)
    return found


def kind_of(name: str, told: Mapping[str, str]) -> str | None:
    """What kind of place a name is: by a word in it ("Mopti Region"), by the list of countries, by what is ``told`` (:func:`told_kinds`)."""
    last = name.split()[-1].lower() if name.split() else ""
    return _KIND_WORDS.get(last) or ("country" if country(name) else told.get(slug(name)))


def told_places(article: Article) -> list[Site]:
    """The places of the event: from the box's Location if it has words, else from the lead, smallest first."""
    fields = article.fields("place")
    if any(line.text for field in fields for line in field.lines):
        return [site for field in fields for line in field.lines for site in _of_list(line.text, line.start)]
    lead = next((p for p in article.paragraphs if p.evidence == "lead"), None)
    parts = [slug(part) for side in article.sides for name in side for part in re.findall(r"\b(?:in|of) (?:the )?([A-ZÀ-Þ].*)", name)]
    return [site for site in _of_sentence(lead.text, lead.start) if slug(site.names[0]) not in parts] if lead else []


def _of_list(text: str, start: int) -> list[Site]:
    """"A and outskirts, B Region, C" → the names, marks and brackets left out."""
    found = []
    for match in re.finditer(r"[^,;]+", re.sub(r"\[[^\]]*\]|\([^)]*\)", lambda m: " " * len(m[0]), text)):
        words = re.sub(r"\A\s*(?:the|near|in|at|between|and|around)\s+|\s+and (?:the )?(?:outskirts|surroundings?|nearby.*)\Z", "", match[0]).strip()
        if re.match(r"[^\W\d]", words) and not re.match(r"\d|coordinates", words, re.IGNORECASE):
            found += [Site((part.strip(),), "", start + match.start(), start + match.end()) for part in re.split(r"\s+(?:and|&)\s+(?=[A-Z])", words) if part.strip()]
    return found


def _of_sentence(text: str, start: int) -> list[Site]:
    sentence = re.split(r"(?<=[a-z\d)][.!?])(?:\[\w+\])*\s+(?=[A-Z])", text[:1200])[0]
    names: dict[str, int] = {}
    for pattern in (_OF_KIND, _IN):
        for match in pattern.finditer(sentence):
            for key in ("a", "c", "b"):
                if name := match.groupdict().get(key):
                    at = match.start(key)
                    if owner := re.match(r"[A-ZÀ-Þ][\w-]*['’]s? (?=[A-ZÀ-Þ])", name):
                        name, at = name[owner.end() :], at + owner.end()  # "Niger's Tillabéri Region"
                    name = re.sub(r"['’]s?\Z", "", name)
                    if not _NOT_PLACES.search(name) and name not in ADJECTIVES:
                        names.setdefault(name, at)
    return [Site((name,), "", start + at, start + at + len(name)) for name, at in names.items()]


def by_name(places: Iterable[Site]) -> dict[str, Site]:
    """Slug of a name → the first of the sites that is at this place or ends there."""
    found: dict[str, Site] = {}
    for site in places:
        for name in site.names:
            found.setdefault(slug(name), site)
    return found

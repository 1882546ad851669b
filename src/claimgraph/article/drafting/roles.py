"""Who attacks and who is the target, by the words of the lead."""

import re
from collections.abc import Sequence

from claimgraph.article.drafting.parties import Party
from claimgraph.article.reading.columns import short_names, stem
from claimgraph.article.text import Article

Columns = Sequence[Sequence[Party]]
_ATTACKING = re.compile(r"\b(?:attack|ambush|raid|assault|storm|besieg|bomb|shell|struck|overran|invad|target|detonat|open(?:ed)? fire|claim(?:ed)? responsib)\w*", re.IGNORECASE)
_BY = re.compile(r"\b(?:attacked|ambushed|raided|assaulted|stormed|besieged|bombed|shelled|struck|overrun|invaded|targeted|carried out|perpetrated|launched|committed|killed|attacks?|raid|ambush|bombing|massacre)\b[^.]{0,60}?\bby\b", re.IGNORECASE)
#: so much of the article tells who attacks
_PARAGRAPHS, _LEAD = 4, 3_000


def roles_of(article: Article, sides: Columns) -> dict[str, str]:
    """The role of each belligerent: who attacks by the lead; the first of the other side is the target, the rest are allies.

    Where nobody is told to attack, all are belligerents.
    """
    attackers = _attackers(article, sides)
    if not attackers:
        return {party.iri: "belligerent" for side in sides for party in side}
    roles: dict[str, str] = {}
    for column, side in enumerate(sides):
        for at, party in enumerate(side):
            roles.setdefault(party.iri, "attacker" if column in attackers else "target" if at == 0 else "ally")
    return roles


def _attackers(article: Article, sides: Columns) -> set[int]:
    """The column that attacks by the words of the lead; none where they do not tell."""
    text = " ".join(p.text for p in article.paragraphs[:_PARAGRAPHS])[:_LEAD]
    for sentence in re.split(r"(?<=[.!?\]])\s+(?=[A-Z])", text):
        spots = [(m.start(), column) for column, side in enumerate(sides) for party in side for m in _forms(party, text).finditer(sentence)]
        if by := _BY.search(sentence):
            after = [(spot, column) for spot, column in sorted(spots) if spot >= by.end()]
            if after and not re.search(r"\b(?:against|on|in|at)\b", sentence[by.end() : after[0][0]]):
                return {after[0][1]}
            if after and len(sides) == 2 and re.search(r"\bagainst\b", sentence[by.end() : after[0][0]]):
                return {1 - after[0][1]}  # "carried out by four men against the army of X"
        for verb in _ATTACKING.finditer(sentence):
            before = [column for spot, column in sorted(spots) if spot < verb.start()]
            if before:
                return {before[-1]}
    return set()


def _forms(party: Party, text: str) -> re.Pattern[str]:
    """The party's name and the short name that the lead gives it."""
    shorts = [re.escape(short) for short, long in short_names(text).items() if party.name in (long, short) or long.endswith(party.name)]
    return re.compile("|".join([stem(party.name).pattern, *(rf"\b{short}\b" for short in shorts)]))

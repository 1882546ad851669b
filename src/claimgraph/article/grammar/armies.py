"""Whose an army is, by its name: a state's, its enemies', or one that the name leaves open.

Who calls itself an army is not a state for that: the Kosovo Liberation Army and the Lord's Resistance Army were none's.
"""

import re

from claimgraph.article.nations import adjective, countries_in

_REBEL = re.compile(
    r"\b(?:liberation|resistance|insurgent|rebel|revolutionary(?! guard)|free|lord['’]?s|salvation|self-?defen[cs]e|republican(?! guard)|(?:new|united) people['’]?s)\b", re.IGNORECASE
)
_LIBERATION = re.compile(r"\bliberation\b", re.IGNORECASE)
#: an army of the people is a state's or its enemies'
_OF_THE_PEOPLE = re.compile(r"\bpeople['’]?s\b", re.IGNORECASE)
#: "Arakan Army", "Army of Conquest": a name that is no kind of army
_NAMED = re.compile(
    r"(?<!\w)(?!(?:The|Royal|Imperial|National|Federal|Regular|Territorial|Volunteer|Ground|Home|Red|White|Field|Union|Confederate|Continental|Islamic"
    r"|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)\b)[A-ZÀ-Þ][\w'’-]* Army\b|\bArmy of (?!the \w)[A-ZÀ-Þ]"
)


def status_of_army(name: str) -> str:
    """The victim status of those who serve in it, as a slug of the code list.

    >>> [status_of_army(name) for name in ("Malian Army", "Kosovo Liberation Army", "Arakan Army")]
    ['state-forces', 'armed-group', 'unspecified']
    """
    nation = bool(countries_in(name) or adjective(name))
    if _OF_THE_PEOPLE.search(name) and not _REBEL.search(_LIBERATION.sub("", name)):
        return "state-forces" if nation and not _LIBERATION.search(name) else "unspecified"
    if _REBEL.search(name):
        return "armed-group"
    return "unspecified" if _NAMED.search(name) and not nation else "state-forces"

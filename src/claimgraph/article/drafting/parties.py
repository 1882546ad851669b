"""Who is who in one article: belligerents, speakers, victims and publishers → actors.

A name is resolved inside the article first (short names, adjectives of its belligerents), then by the
authority; what neither knows gets a new IRI, and what the authority is unsure of a question as well.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimgraph.article.drafting.matching import Names
from claimgraph.article.drafting.told_names import labels
from claimgraph.article.grammar.armies import status_of_army
from claimgraph.article.nations import adjective, adjectives_of, country
from claimgraph.article.reading.columns import short_names, stem
from claimgraph.article.text import Article
from claimgraph.model.records import Actor, texts
from claimgraph.terms import entity, slug

NEW = "New in this draft: no entry of the authority files surely matches."
_STATE_FORCES = (
    r"soldiers?|troops|servicem[ae]n|service members?|military personnel|personnel|(?:police )?officers?|policem[ae]n|police|gendarmes?|commandos?|marines?|sailors?|airm[ae]n|"
    r"paratroopers?|pilots?|security forces|special forces|armed forces|forces|army|peacekeepers?|guardsm[ae]n|coast-guardsm[ae]n|guards?|rangers?|conscripts?|recruits?|infantrym[ae]n"
)
_NOUNS = (
    ("private-military", r"mercenar(?:y|ies)|contractors?"),
    ("armed-group", r"jihadists?|jihadis?|militants?|fighters?|insurgents?|rebels?|terrorists?|gunm[ae]n|attackers?|bombers?|guerrillas?|militiam[ae]n|militias?|assailants?|extremists?|islamists?|separatists?|combatants?"),
    ("civilian", r"civilians?|villagers?|residents?|children|child|wom[ae]n|students?|pupils?|passengers?|worshippers?|farmers?|bystanders?|journalists?|teachers?|girls?|boys?|tourists?"),
    ("state-forces", _STATE_FORCES),
)  # fmt: skip
_NOUN = tuple((status, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for status, words in _NOUNS)
_MILITARY_NAME = re.compile(r"\b(?:army|armed forces|police|gendarmerie|navy|air force|division|brigade|regiment|battalion|corps|national guard|military|SDF|forces of)\b", re.IGNORECASE)
_PRIVATE_NAME = re.compile(r"\b(?:PMC|private military|mercenar|contractors?|Wagner)\b", re.IGNORECASE)
_ORGAN = re.compile(r"\b(?:army|military|officials?|government|authorit|ministry|minister|police|forces?|troops|soldiers?|state|president|parliament|spokes|command|general|media|intelligence|prosecutor)", re.IGNORECASE)
_CITING = re.compile(r", citing (?:(?:an?|the|one|its) )?")
_SPEECH = re.compile(r"(?:'s|’s)?\s*\b(?:claims?|claimed|statements?|estimates?|figures?|reports?|sources? say|says?|said)\b\s*:?\s*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the article: its IRI, its name, what it is, and the country it is or belongs to."""

    iri: str
    name: str
    status: str = "unspecified"
    nation: str | None = None

    @property
    def is_state(self) -> bool:
        """Whether it is the country itself, not an organ of it."""
        return self.nation is not None and country(self.name) == self.nation

    def covers(self, other: "Party") -> bool:
        """Whether this is the other, or its state: the same speaker, merely less specific."""
        return self.iri == other.iri or (self.is_state and self.nation == other.nation)


@dataclass(frozen=True, slots=True)
class Victims:
    """Who suffered, as far as told: an actor they belong to, what they are, the side of the box."""

    affiliation: Party | None = None
    status: str = "unspecified"
    side: int | None = None
    words: str | None = None
    sides: tuple[int, ...] = ()

    def covers(self, other: "Victims") -> bool:
        """Whether the other victims are the same or only told more precisely."""
        if (self.affiliation and self.affiliation.iri, self.status) == (other.affiliation and other.affiliation.iri, other.status):
            return self.side == other.side or self.side is None or other.side is None
        if self.status not in ("unspecified", other.status) or (self.words and not self.affiliation):
            return False
        if self.affiliation and (other.affiliation is None or not self.affiliation.covers(other.affiliation)):
            return False
        return self.side is None and self.affiliation is not None or self.side in (*other.sides, other.side)


#: a title or rank and a full name behind it
_PERSON = re.compile(
    r"(?:\b(?:[Pp]resident|[Mm]inister|[Gg]overnor|[Mm]ayor|[Ss]pokes(?:man|woman|person)|[Dd]irector|[Cc]hief|[Cc]ommander|Sheikh|Colonel|Major|Captain|Lieutenant|Sergeant)|(?<!\w)(?:Col|Maj|Capt|Lt|Gen|Brig|Sgt)\.?|\bGeneral)"
    r"(?: (?:Col|Gen|Colonel|General|Major|[Ss]pokes(?:man|woman))\.?)* (?![^,]*\b(?:Staff|Command|Administration|Directorate|Council|Office|Headquarters|Ministry)\b)[A-ZÀ-Þ][\w'’-]+(?: (?:(?:al|bin|de|ould|ag)[- ])?[A-ZÀ-Þ][\w'’-]+){1,3}(?:,|\Z)"
)
#: speakers who are nobody
_NOBODY = frozenset("various other others another there it they some several many unknown unofficial official different conflicting".split())


class Parties:
    """The actors of one article; new ones become records, in the order in which they were met."""

    def __init__(self, article: Article, names: Names, activity: str) -> None:
        self.names = names
        self.activity = activity
        self.new: dict[str, Actor] = {}
        self._known: dict[str, Party] = {}
        self._by_word: dict[str, dict[Party, None]] = {}
        lead = " ".join(p.text for p in article.paragraphs[:6])
        self._long = short_names(lead)
        self._article = article
        self.sides: tuple[tuple[Party, ...], ...] = ()
        self.sides = tuple(tuple(self.party(name) for name in side) for side in article.sides)

    def party(self, words: str) -> Party:
        """The actor that these words name."""
        plain = re.sub(r"\s*\[[^\]]{1,12}\]|\s*\((?!state)[^()]*\)", "", _SPEECH.sub("", words)).strip(" .:;,'\"“”*†‡")
        plain = re.sub(r"\A(?:the|The|per|Per)\s+", "", plain) or words.strip() or "unnamed"
        if (key := _key(plain)) not in self._known:
            found = self._known[key] = self._resolve(plain)
            words = plain.split(" ")
            for word in words if len(words) > 1 and found.nation is None else ():
                self._by_word.setdefault(word.strip(","), {})[found] = None
        return self._known[key]

    def belligerent(self, words: str) -> Party | None:
        """The party of the box that the words name; nobody new is made."""
        plain = re.sub(r"\A(?:the|The)\s+", "", words.strip(" .:;,'\"“”"))
        full = self._long.get(plain, plain)
        found = self._of_article(plain, full) or self._sure(full, plain)
        return found if found and any(found.iri == party.iri for side in self.sides for party in side) else None

    def _resolve(self, name: str) -> Party:
        full = self._long.get(name, name)
        if inside := self._of_article(name, full):
            return inside
        if sure := self._sure(full, name):
            return sure
        if (land := country(full)) and land != full:
            return self.party(land)  # "U.S.", "Republic of Mali"
        if known := self._shortened(full):
            return known
        nation = None if land else adjective(full) or adjective(full.removesuffix("s"))
        if nation and not nation[1] and nation[0] != full:
            return self.party(nation[0])
        return self._mint(full, nation)

    def _shortened(self, name: str) -> Party | None:
        """Somebody met before by a longer name, who is now told by one word of it: "Ba" for "Colonel Ali Ba"."""
        if not name[:1].isupper() or " " in name or len(name) < 3:
            return None
        longer = list(self._by_word.get(name, ()))
        return longer[0] if len(longer) == 1 else None

    def _of_article(self, name: str, full: str) -> Party | None:
        """A belligerent of the box that the words name in another form: its short name, its first word."""
        nation = country(full)
        for party in (p for side in self.sides for p in side):
            if _key(party.name) in (_key(name), _key(full)) or (nation and country(party.name) == nation):
                return party
        if adjective(full) or len(full) < 3:
            return None
        found = [p for side in self.sides for p in side if not p.is_state and stem(p.name).fullmatch(full)]
        return found[0] if len(found) == 1 else None

    def _sure(self, full: str, name: str) -> Party | None:
        for words in dict.fromkeys((full, name)):
            if candidate := self.names.sure(words, "actor", article=self._article.title):
                return Party(candidate.iri, words, self._status(words), _nation(words))
        return None

    def _mint(self, name: str, nation: tuple[str, str] | None) -> Party:
        iri = self.names.mint(entity("actor", slug(self._article.linked(name) or name) or "unnamed").value)
        state = self.party(nation[0]) if nation and _ORGAN.search(nation[1]) else None
        candidates = self.names.alike(name, "actor", article=self._article.title)
        self.new[iri] = Actor(
            iri=iri, labels=texts(**labels(name, self._article)), notes=texts(en=NEW), generated_by=self.activity, person=bool(_PERSON.search(name)),
            acts_for=(state.iri,) if state and state.iri != iri else (),
        )  # fmt: skip
        if candidates:
            self.names.ask(iri, f"Is “{name}” one of these, or somebody new?", candidates)
        return Party(iri, name, self._status(name), _nation(name))

    def _status(self, name: str) -> str:
        if _PRIVATE_NAME.search(name):
            return "private-military"
        if _MILITARY_NAME.search(name):
            return status_of_army(name)
        return "unspecified" if country(name) or adjective(name) else "armed-group"

    def speakers(self, words: Sequence[str]) -> tuple[Party, ...]:
        """The actors who speak, each once; an agency and whom it cites both do."""
        return tuple(dict.fromkeys(self.party(one) for told in words for one in _CITING.split(told) if _SPEECH.sub("", one).strip().lower() not in _NOBODY))

    def victims(self, words: str | None, side: int | None) -> Victims:
        """Who suffered: by the words if there are any, else by the column."""
        column = self.sides[side] if side is not None and side < len(self.sides) else ()
        if not words:
            return self._of_column(column, side)
        status = next((status for status, noun in _NOUN if noun.search(words)), "unspecified")
        noun = next((match for _, pattern in _NOUN if (match := pattern.search(words))), None)
        named = self._named(words[: noun.start()] if noun else words, column)
        if status == "civilian" or (named is None and noun is None):
            return Victims(None, status, side, words, self._sides_of(named))
        if status == "unspecified" and named:
            status = named.status
        affiliation = self._affiliation(status, named, column, noun[0] if noun else "")
        return Victims(affiliation, status, None if affiliation else side, words, self._sides_of(affiliation) or ((side,) if side is not None else ()))

    def _of_column(self, column: Sequence[Party], side: int | None) -> Victims:
        if len(column) == 1 and side is not None:
            return Victims(column[0], column[0].status, None, None, (side,))
        return Victims(None, "unspecified", side, None, (side,) if side is not None else ())

    def _named(self, words: str, column: Sequence[Party]) -> Party | None:
        """The party that the words before the noun name: "Malian" soldiers, "Wagner" mercenaries, "JNIM" fighters."""
        plain = re.sub(r"\A(?:the|other|more|of|its|their|several|all)\s+", "", words.strip(" ,"))
        if not plain:
            return None
        if (nation := adjective(plain)) or country(plain):
            return self.party(nation[0] if nation else plain)
        if plain in self._long or _key(plain) in self._known:
            return self.party(plain)
        everybody = [*column, *(p for side in self.sides for p in side)]
        return next((p for p in everybody if stem(p.name).search(plain)), None)

    def _affiliation(self, status: str, named: Party | None, column: Sequence[Party], noun: str) -> Party | None:
        if status == "state-forces":
            states = [p for p in column if p.nation]
            state = named or (states[0] if len({p.nation for p in states}) == 1 else None)
            return self._army(state) if state and state.is_state and re.search(r"soldier|troop|army|servicem|armed forces|conscript|paratroop", noun, re.IGNORECASE) else state
        if named:
            return named
        alike = [p for p in column if p.status == status] or ([] if column else self._alike(status))
        return alike[0] if len(alike) == 1 else None

    def _alike(self, status: str) -> list[Party]:
        return list(dict.fromkeys(p for side in self.sides for p in side if p.status == status))

    def _army(self, state: Party) -> Party:
        """The armed forces of a state where the authority surely knows them, else the state."""
        for word in adjectives_of(state.nation or ""):
            for name in (f"{word} Armed Forces", f"{word} army"):
                if candidate := self.names.sure(name, "actor"):
                    return Party(candidate.iri, name, "state-forces", state.nation)
        return state

    def _sides_of(self, party: Party | None) -> tuple[int, ...]:
        if party is None:
            return ()
        return tuple(i for i, side in enumerate(self.sides) if any(p.covers(party) or (p.nation and p.nation == party.nation) for p in side))


def _key(name: str) -> str:
    """What names of one party share: at the beginning of a sentence "al-Shabaab" is "Al-Shabaab"."""
    return name[:1].lower() + name[1:]


def _nation(name: str) -> str | None:
    found = adjective(name)
    return country(name) or (found[0] if found else None)

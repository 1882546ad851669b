"""A sentence cut into chunks: figures with their groups, outcomes, verbs, joints, dates. No chunk looks ahead
of its own words; what belongs to what is the linking's work.
"""

from dataclasses import dataclass

from claimgraph.article.dates_told import mentions, whole_range
from claimgraph.article.grammar.groups import KNOWN, THINGS, Group, read_group
from claimgraph.article.grammar.outcomes import LEAVING, LOSING, TAKING, Outcome, outcome_at
from claimgraph.article.grammar.phrases import AUXILIARIES, BASE_SAYING, BE, FIRST_WORDS, IRREGULAR, JOINTS, NOT_VERBS, PREPOSITIONS, SAYING, SPLIT_ADVERBS, WITH_FIGURE, WITH_THAT
from claimgraph.article.grammar.quantities import Counted, read_quantity
from claimgraph.article.grammar.tokens import Token, tokens
from claimgraph.article.grammar.told import Quantity
from claimgraph.article.grammar.tolls import toll_at
from claimgraph.article.nations import ADJECTIVES


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens ``start``–``end`` with their kind: figure, outcome, toll, verb, taking, losing, leaving, say, aux, and, join,
    comma, stop, turn, relative, that, include, likewise, according, preposition, open, close, date, ref, adverb, word.
    """

    kind: str
    start: int
    end: int
    counted: Counted | None = None
    group: Group | None = None
    outcome: Outcome | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words, where they start in the article, its tokens and chunks."""

    text: str
    offset: int
    row: tuple[Token, ...]
    chunks: tuple[Chunk, ...]

    def words(self, start: int, end: int) -> str:
        """The text of tokens ``start``–``end``."""
        return self.text[self.row[start].start - self.offset : self.row[end - 1].end - self.offset] if end > start else ""

    def first(self, chunk: Chunk) -> int:
        """Where the chunk starts in the article."""
        return self.row[chunk.start].start

    def last(self, chunk: Chunk) -> int:
        """Where the chunk ends in the article, exclusive."""
        return self.row[max(chunk.start, chunk.end - 1)].end


def chunked(text: str, offset: int = 0) -> Sentence:
    """The sentence in chunks.

    >>> [c.kind for c in chunked("Five soldiers were killed and 3 wounded.").chunks]
    ['figure', 'aux', 'outcome', 'and', 'figure', 'outcome', 'stop']
    """
    row = tokens(text, offset)
    dates = _dates(text, offset, row)
    breaks = frozenset(i for i in range(len(row)) if _breaks(row, i) or i in dates)
    chunks, at = [], 0
    while at < len(row):
        chunk = _chunk(row, at, dates, breaks, text, offset)
        chunks.append(chunk)
        at = max(chunk.end, at + 1)
    return Sentence(text, offset, tuple(row), tuple(chunks))


def is_verb(token: Token) -> bool:
    """Whether the word has the form of a finite verb or participle that none of our tables knows."""
    low = token.low
    if token.kind != "word" or low in NOT_VERBS or token.text[:1].isupper():
        return False
    return low in IRREGULAR or (len(low) > 4 and low.endswith(("ed", "ing")) and "-" not in low)


def _breaks(row: list[Token], at: int) -> bool:
    token = row[at]
    if token.kind != "word":
        return False
    if token.low in SAYING and not (at and token.text[:1].isupper()):
        return True  # "United States troops", "the Foreign Claims office" say nothing
    if token.low in WITH_FIGURE and at + 1 < len(row) and row[at + 1].kind == "number":
        return True
    if is_verb(token):
        before = at > 0 and row[at - 1].low in KNOWN
        held = at + 1 < len(row) and row[at + 1].low in ("bodies", "corpses")  # "16 beheaded bodies"
        return before or held or not (at + 1 < len(row) and (row[at + 1].low in KNOWN or row[at + 1].low in THINGS))
    found = outcome_at(row, at)
    if found is None:
        return False
    if token.low in ("body", "bodies", "life", "lives", "dead", "fell", "free", "prisoner", "captive", "hostage", "lost", "wound", "losses") and at > 0 and row[at - 1].kind == "ref":
        return True
    return not (token.low in KNOWN and token.low in ("fallen", "victim"))


_BEFORE_MONTHS = frozenset("in of since by during until till early late mid last this that from to and for through between next every".split())


def _dates(text: str, offset: int, row: list[Token]) -> dict[int, int]:
    """Token where a date starts → token behind it. A bare number is a year only where a year can stand."""
    found: dict[int, int] = {}
    spans = mentions(text)
    at = 0
    for told in spans:
        begins, ends = whole_range(text, told)
        while at < len(row) and row[at].start < offset + begins:
            at += 1
        end = at
        while end < len(row) and row[end].start < offset + ends:
            end += 1
        if end == at:
            continue
        if told.month is None and not _year_like(row, at):
            continue
        if told.month is not None and told.day is None and told.year is None and not (at and row[at - 1].low in _BEFORE_MONTHS):
            continue  # "Jan Mor", "March on", "May"
        found[at] = end
        at = end
    return found


def _year_like(row: list[Token], at: int) -> bool:
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1].low if at else ""
    if after is not None and after.low in ("gmt", "utc", "hrs", "hours", "local", "am", "pm"):
        return False  # "(1750 GMT)"
    if before in ("in", "since", "by", "until", "during", "early", "late", "mid", "from", "after", "before", "circa"):
        return after is None or after.low not in KNOWN
    if after is None or after.kind != "word":
        return True
    return after.low not in KNOWN and outcome_at(row, at + 1) is None and after.low not in ("casualties", "men", "of")


def _chunk(row: list[Token], at: int, dates: dict[int, int], breaks: frozenset[int], text: str, offset: int) -> Chunk:
    token = row[at]
    if at in dates:
        return Chunk("date", at, dates[at])
    if token.kind in ("ref", "age", "ordinal", "time"):
        return Chunk({"ref": "ref", "age": "word", "ordinal": "word", "time": "date"}[token.kind], at, at + 1)
    if token.kind == "sign":
        number = read_quantity(row, at) if token.text in "~<>≈∼≥≤" else None
        if number:
            return _figure(row, number, breaks, text, offset)
        return Chunk({",": "comma", ";": "stop", ":": "colon", "(": "open", ")": "close", ".": "stop", "–": "comma", "—": "comma", "&": "and"}.get(token.text, "word"), at, at + 1)
    if toll := toll_at(row, at):
        return Chunk("toll", at, toll.end, outcome=toll)
    for length in (5, 4, 3, 2, 1) if token.low in FIRST_WORDS else ():
        words = tuple(t.low for t in row[at : at + length])
        if len(words) == length and words in JOINTS:
            kind = JOINTS[words]
            if kind == "include" and at and row[at - 1].low in BE and (found := outcome_at(row, at)):
                return Chunk("outcome", at, found.end, outcome=found)  # "two Frenchmen were among the dead"
            if kind == "loss":
                return Chunk("outcome", at, at + length, outcome=Outcome("killed", frozenset({"of"}), at, at + length, " ".join(words)))
            if kind == "casualties-of":
                return Chunk("outcome", at, at + length, outcome=Outcome("casualties", frozenset({"of"}), at, at + length, " ".join(words)))
            return Chunk(kind, at, at + length, word=" ".join(words))
    counted = _quantity(row, at, breaks)
    if counted:
        return _figure(row, counted, breaks, text, offset)
    found = outcome_at(row, at)
    if found and not (token.low == "lost" and found.end == at + 1 and not _passive_before(row, at)):
        return Chunk("outcome", at, found.end, outcome=found)
    return _word(row, at)


def _passive_before(row: list[Token], at: int) -> bool:
    """Whether "were" or "been" stands before: five were lost, but the army had lost five."""
    return any(row[i].low in BE for i in range(max(0, at - 2), at))


def _quantity(row: list[Token], at: int, breaks: frozenset[int]) -> Counted | None:
    """A number at ``at``, or the "a" of "a civilian": one, where a person follows."""
    token = row[at]
    if token.low in ("all", "both", "most", "half") and _no_quantity(row, at):
        return None
    if token.low in ("no", "nobody") and at + 1 < len(row) and row[at + 1].low in ("one", "longer", "doubt"):
        return Counted(Quantity(count=0), at, at + 2) if row[at + 1].low == "one" else None
    if token.low in ("some", "many", "most", "both", "few", "half", "all", "multiple", "various") and at + 1 < len(row) and row[at + 1].low in ("time", "of", "the") and not (
        at + 2 < len(row) and (row[at + 2].low in KNOWN or row[at + 2].low in ("them", "whom", "the", "those", "rest", "remainder"))
    ):  # fmt: skip
        return None
    counted = read_quantity(row, at)
    if counted and counted.plain and counted.end + 1 < len(row) and row[counted.end].low == "in" and (row[counted.end + 1].low in ("every", "three", "four", "five", "six", "ten", "twenty")) and token.low == "one":
        return None  # "one in five"
    if counted:
        before = row[at - 1] if at else None
        glued = before is not None and before.end == token.start and (before.kind == "word" or before.text in "/$€£#.-–")
        if glued and token.kind == "number" and before is not None and (before.text not in "-–" or (at > 1 and row[at - 2].kind == "word" and row[at - 2].end == before.start)):
            return None
        if token.low == "one" and before is not None and before.low in ("the", "this", "next", "no", "each", "every", "another", "which", "last", "first"):
            return None
        return counted
    if token.low == "another" and at + 1 < len(row) and (found := outcome_at(row, at + 1)) is not None and "done" in found.forms:
        return Counted(Quantity(count=1), at, at + 1)  # "one was killed and another wounded"
    if token.low in ("a", "an", "another") and at + 1 < len(row):
        end = at + 1
        if row[end].text in ADJECTIVES and token.low != "another" and (end + 1 == len(row) or row[end + 1].kind != "word" or row[end + 1].low in AUXILIARIES or row[end + 1].low in ("and", "or", "who")):
            return Counted(Quantity(count=1), at, at + 1)  # "two Frenchmen and a German"
        while end < len(row) and end - at < 6 and row[end].kind in ("word", "age", "ordinal") and end not in breaks and row[end].low not in PREPOSITIONS | AUXILIARIES:
            if row[end].low in KNOWN and row[end].low not in THINGS and not row[end].low.endswith(("people",)):
                following = row[end + 1] if end + 1 < len(row) else None
                if following is not None and following.text in ("'", "’") and following.start == row[end].end:
                    break  # "a Workers' League"
                if following is None or following.kind != "word" or following.low not in KNOWN | dict.fromkeys(THINGS):
                    return Counted(Quantity(count=1), at, at + 1)
            end += 1
    return None


def _no_quantity(row: list[Token], at: int) -> bool:
    """ "were all civilians", "both to prove": a word of number that counts nobody."""
    after = row[at + 1].low if at + 1 < len(row) else "."
    if row[at].low == "both" and (after in ("to", "a", "an") or after in PREPOSITIONS - {"of"}):
        return True
    return bool(at) and row[at - 1].low in BE and (after in KNOWN or after in ("of",))


def _figure(row: list[Token], counted: Counted, breaks: frozenset[int], text: str, offset: int) -> Chunk:
    if counted.end < len(row) and row[counted.end].text in ("%", "°", "$", "€", "£"):
        return Chunk("figure", counted.start, counted.end + 1, counted, Group("thing", counted.end, counted.end + 1))
    group = read_group(row, counted.end, text, offset, breaks)
    return Chunk("figure", counted.start, max(group.end, counted.end), counted, group)


def _noun(row: list[Token], at: int) -> bool:
    """ "reports", "claims", "estimates" and "states" before another verb or an of-phrase are no verbs."""
    if row[at].low not in ("reports", "claims", "estimates", "states"):
        return False
    after = row[at + 1].low if at + 1 < len(row) else "."
    if after == "to" and at + 2 < len(row) and row[at + 2].low == "have":
        return False  # "the front claims to have killed 60"
    return after in SAYING or after in AUXILIARIES or after in PREPOSITIONS or after in ("indicate", "suggest", "indicated", "suggested", "vary", "varied", "emerged", ".", ",")


def _says(row: list[Token], at: int) -> bool:
    """ "the forces claim that", "residents say 20": a verb in the plural, not the noun of "the claim that"."""
    before, after = row[at - 1].low if at else "", row[at + 1].low if at + 1 < len(row) else ""
    if before in ("could", "can") and after in ("the", "that", "at"):
        return row[at].low in ("document", "record", "verify", "confirm") and (after == "that" or at + 2 >= len(row) or row[at + 2].low in ("death", "deaths", "killing", "least"))
    plural = before in ("they", "who", "media", "people") or (before.endswith("s") and before not in ("this", "its", "his") and not before.endswith("'s"))
    return plural and (after in ("that", "to", "they", "at", "over", "more", "about", "around", "up", "some", "nearly", "almost", "only") or (at + 1 < len(row) and row[at + 1].kind == "number"))


def _behind_quotation(row: list[Token], at: int) -> bool:
    """Whether a quotation closes right before: "…," adds the mayor. Its marks are no tokens, but they take a place."""
    return at > 0 and row[at - 1].text in (",", ".", "!", "?") and row[at].start - row[at - 1].end > 1


def _word(row: list[Token], at: int) -> Chunk:
    token = row[at]
    low = token.low
    kind = "word"
    if low == "admitted" and at + 2 < len(row) and row[at + 1].low in ("to", "at", "in", "into") and not row[at + 2].low.endswith("ing"):
        kind = "verb"  # to a hospital
    elif low in AUXILIARIES:
        kind = "aux"
    elif low in WITH_THAT and _behind_quotation(row, at):
        kind = "say"
    elif (low in SAYING and not _noun(row, at) and not (at and token.text[:1].isupper() and token.text[1:].islower())) or (low in BASE_SAYING and _says(row, at)) or (low in WITH_THAT and at + 1 < len(row) and row[at + 1].low == WITH_THAT[low]) or (low in WITH_FIGURE and at + 1 < len(row) and row[at + 1].kind == "number"):
        kind = "say"
    elif low in TAKING:
        kind = "taking"
    elif low in LOSING:
        kind = "losing"
    elif low in LEAVING:
        kind = "leaving"
    elif low in PREPOSITIONS:
        kind = "preposition"
    elif is_verb(token):
        kind = "verb"
    elif low in SPLIT_ADVERBS or low.endswith("ly"):
        kind = "adverb"
    return Chunk(kind, at, at + 1, word=low)

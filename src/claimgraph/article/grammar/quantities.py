"""How many: from tokens to a quantity, with every word that bounds or loosens it.

Digits, number words, ranges, "at least", "over", "+", "~", "<40", "dozens", "several dozen", "one or
two", "between A and B", "four out of six", "up to", "no", "none", "all". What a number counts is not
asked here.
"""

import re
from dataclasses import dataclass, replace

from claimgraph.article.grammar.tokens import Token
from claimgraph.article.grammar.told import Quantity

_UNITS = dict(
    zero=0, one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, eleven=11, twelve=12,
    thirteen=13, fourteen=14, fifteen=15, sixteen=16, seventeen=17, eighteen=18, nineteen=19, twenty=20, thirty=30,
    forty=40, fourty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90,
)  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_LARGEST = 10**9
#: words before a number → how they change it: low (at least), over (more than), high (at most), near (about)
BOUNDS: dict[tuple[str, ...], str] = {
    ("at", "least"): "low", ("no", "fewer", "than"): "low", ("no", "less", "than"): "low", ("not", "less", "than"): "low",
    ("a", "minimum", "of"): "low", ("minimum", "of"): "low", ("minimum",): "low", ("upwards", "of"): "low", ("upward", "of"): "low",
    ("as", "few", "as"): "low", ("not", "fewer", "than"): "low", ("atleast",): "low", ("≥",): "low",
    ("over",): "over", ("more", "than"): "over", ("well", "over"): "over", ("in", "excess", "of"): "over", (">",): "over",
    ("above",): "over", ("exceeding",): "over", ("exceed",): "over", ("exceeds",): "over", ("exceeded",): "over", ("surpassed",): "over", ("surpassing",): "over", ("greater", "than"): "over", ("just", "over"): "over",
    ("up", "to"): "high", ("as", "many", "as"): "high", ("as", "high", "as"): "high", ("as", "much", "as"): "high",
    ("at", "most"): "high", ("fewer", "than"): "high", ("less", "than"): "high", ("no", "more", "than"): "high", ("not", "more", "than"): "high",
    ("<",): "high", ("under",): "high", ("below",): "high", ("a", "maximum", "of"): "high", ("maximum", "of"): "high", ("≤",): "high",
    ("~",): "near", ("≈",): "near", ("about",): "near", ("around",): "near", ("approximately",): "near", ("approx",): "near", ("approximate",): "near", ("approximate", "figure", "of"): "near",
    ("roughly",): "near", ("some",): "near", ("circa",): "near", ("ca",): "near", ("c",): "near", ("estimated",): "near", ("an", "estimated"): "near",
    ("nearly",): "near", ("almost",): "near", ("close", "to"): "near", ("est",): "near", ("perhaps",): "near", ("probably",): "near",
    ("possibly",): "near", ("more", "or", "less"): "near", ("estimated", "at"): "near", ("estimated", "to", "be"): "near", ("an", "average", "of"): "near", ("∼",): "near", ("estimates", "of"): "near", ("an", "estimate", "of"): "near",
}  # fmt: skip
#: words after a number
AFTER: dict[tuple[str, ...], str] = {
    ("+",): "low", ("or", "more"): "low", ("or", "so"): "near", ("at", "least"): "low", ("at", "most"): "high",
    ("or", "fewer"): "high", ("or", "less"): "high", ("and", "more"): "low", ("?",): "near", ("odd",): "near",
}  # fmt: skip
#: "dozens of", "several", "an unknown number of" → the word that stands for the number
VAGUE: dict[tuple[str, ...], str] = {
    ("several", "dozens"): "several dozen", ("several", "dozen"): "several dozen", ("a", "few", "dozen"): "several dozen",
    ("many", "dozens"): "dozens", ("some", "dozens"): "dozens",
    ("dozens",): "dozens", ("scores",): "scores", ("tens", "of", "thousands"): "thousands", ("hundreds", "of", "thousands"): "thousands",
    ("tens",): "tens", ("several", "hundred"): "several hundred", ("several", "hundreds"): "several hundred", ("several", "thousand"): "thousands",
    ("hundreds",): "hundreds", ("many", "hundreds"): "hundreds", ("thousands",): "thousands", ("several",): "several", ("a", "few"): "a few", ("few",): "few",
    ("multiple",): "multiple", ("numerous",): "numerous", ("many",): "many", ("a", "handful"): "a few", ("various",): "various",
    ("an", "unknown", "number"): "unknown", ("unknown", "number"): "unknown", ("an", "undetermined", "number"): "unknown",
    ("an", "unspecified", "number"): "unknown", ("an", "undisclosed", "number"): "unknown", ("unspecified", "number"): "unknown", ("undisclosed", "number"): "unknown",
    ("an", "unconfirmed", "number"): "unknown", ("an", "unclear", "number"): "unknown", ("undetermined", "number"): "unknown", ("an", "uncertain", "number"): "unknown",
    ("unknown", "numbers"): "unknown", ("a", "number"): "a number", ("a", "small", "number"): "a few", ("a", "large", "number"): "many", ("large", "numbers"): "many",
    ("half",): "half", ("half", "the", "remainder"): "part", ("half", "the", "rest"): "part", ("most",): "most", ("all", "the"): "all", ("all",): "all", ("the", "entire"): "all", ("entire",): "all", ("the", "rest"): "rest", ("rest",): "rest", ("the", "remainder"): "rest",
    ("the", "majority"): "most", ("both",): "both", ("some",): "some",
}  # fmt: skip
_FIRST_BOUNDS = frozenset(words[0] for words in BOUNDS)
_FIRST_VAGUE = frozenset(words[0] for words in VAGUE)
_FIRST_AFTER = frozenset(words[0] for words in AFTER)
NOTHING = frozenset({"no", "none", "nil", "nobody", "0"})
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+\Z")
_DASHES = frozenset("-–—−‒/‐‑")


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity and the tokens that tell it, as a half-open range of their list."""

    quantity: Quantity
    start: int
    end: int
    digits: bool = False  # told in digits: may be a year or a date

    @property
    def plain(self) -> bool:
        """A bare number, without bound, range or vague word."""
        q = self.quantity
        return q.count is not None and q.approx is None


def read_quantity(row: list[Token], at: int, bounds: int = 2) -> Counted | None:
    """The quantity that starts at token ``at``, as long as it goes; ``None`` where none starts.

    ``bounds`` is how many bounding words may stand before one another ("at least some 20"): more is not
    English, and a page of nothing but "about about about" must not cost more than its length.

    >>> from claimgraph.article.grammar.tokens import tokens
    >>> read_quantity(tokens("at least twenty-one men"), 0).quantity
    Quantity(count=None, low=21, high=None, approx=None, strict=False)
    >>> read_quantity(tokens("150-200+ dead"), 0).quantity
    Quantity(count=None, low=150, high=None, approx=None, strict=False)
    >>> read_quantity(tokens("several dozen"), 0).quantity.approx
    'several dozen'
    """
    bounded = _bounded(row, at, bounds) if bounds else None
    return _between(row, at) or bounded or _number_phrase(row, at) or _vague(row, at) or _nothing(row, at)


def number_at(row: list[Token], at: int) -> tuple[int, int] | None:
    """The bare number at token ``at`` and the token behind it: 14, "twelve", "a dozen", "one hundred and fifty"."""
    if at >= len(row):
        return None
    token = row[at]
    if token.kind == "number":
        return _digits(row, at)
    if token.low in ("a", "an", "half") and at + 1 < len(row) and row[at + 1].low in ("dozen", "hundred", "thousand", "score", "couple", "pair", "a"):
        if token.low == "half":
            skip = 2 if row[at + 1].low == "a" else 1
            return (6, at + skip + 1) if at + skip < len(row) and row[at + skip].low == "dozen" else None
        if row[at + 1].low in _SCALES:
            return _words(row, at + 1, 1)
        if row[at + 1].low == "a":
            return None
        end = at + 2 if row[at + 1].low in ("dozen", "score") or at + 2 >= len(row) or row[at + 2].low != "of" else at + 3
        return {"dozen": 12, "score": 20, "couple": 2, "pair": 2}[row[at + 1].low], end
    return _words(row, at)


def _digits(row: list[Token], at: int) -> tuple[int, int] | None:
    plain = "".join(c for c in row[at].text if c not in ",'\u00a0\u202f\u2009")
    scale = _SCALES.get(row[at + 1].low) if at + 1 < len(row) else None
    if not scale and _POINTS.match(plain):
        plain = plain.replace(".", "")  # 1.200 as in Spanish or German
    elif _apart(row, at):
        plain, at = plain + row[at + 1].text, at + 1  # 1 200 as in French
    if len(plain) > 12 or ("." in plain and not scale):
        return None
    try:
        value = int(float(plain) * scale) if scale else int(plain)
    except ValueError:  # digits of a script that int() does not read
        return None
    if at + 1 < len(row) and row[at + 1].low == "dozen":
        return value * 12, at + 2
    return (value, at + 2 if scale else at + 1) if value < _LARGEST else None


def _apart(row: list[Token], at: int) -> bool:
    """Whether a number goes on behind a space ("1 200"): only where nothing but a sign stands before it."""
    if at + 1 >= len(row) or len(row[at].text) > 3 or not row[at].text.isdigit() or row[at].text[0] == "0" or (at and row[at - 1].kind != "sign"):
        return False
    after = row[at + 1]
    return after.kind == "number" and len(after.text) == 3 and after.text.isdigit() and after.start == row[at].end + 1


def _unit(word: str) -> int | None:
    if word in _UNITS:
        return _UNITS[word]
    tens, dash, ones = word.replace("‐", "-").replace("‑", "-").partition("-")
    if dash and _UNITS.get(tens, 0) >= 20 and 0 < _UNITS.get(ones, 0) < 10:
        return _UNITS[tens] + _UNITS[ones]
    return None


def _words(row: list[Token], at: int, carried: int | None = None) -> tuple[int, int] | None:
    """Number words from ``at``; ``carried`` stands for the "a" of "a hundred"."""
    total, current, end, last = 0, carried, at, 10**10
    while end < len(row):
        word = row[end].low
        unit = _unit(word)
        if unit is not None and unit < last and (current is None or current % 100 == 0 or (last >= 20 and unit < 10 and last < 100)):
            current, last = (current or 0) + unit, max(unit, 1)
        elif word in _SCALES and current is not None:
            current *= _SCALES[word]
            if word != "hundred":
                total, current = total + current, 0
            last = _SCALES[word]
        elif word == "dozen" and current is not None:
            return (total + current) * 12, end + 1
        elif word == "and" and current is not None and last >= 100 and end + 1 < len(row) and _unit(row[end + 1].low) is not None:
            pass
        else:
            break
        end += 1
    if current is None or end == at:
        return None
    return (total + current, end) if total + current < _LARGEST else None


def _between(row: list[Token], at: int) -> Counted | None:
    """ "between A and B", "from A to B" """
    if row[at].low not in ("between", "from"):
        return None
    first = number_at(row, at + 1)
    joint = "and" if row[at].low == "between" else "to"
    second = number_at(row, first[1] + 1) if first and first[1] < len(row) and row[first[1]].low == joint else None
    if first and second is None and first[1] + 1 < len(row) and row[first[1]].low == joint:
        open_end = read_quantity(row, first[1] + 1, 1)  # "between 35 and more than 40"
        if open_end and open_end.quantity.low is not None and open_end.quantity.low >= first[0]:
            return Counted(Quantity(low=first[0]), at, open_end.end)
    if first is None or second is None or first[0] > second[0]:
        return None
    return Counted(Quantity(low=first[0], high=second[0]), at, second[1])


def _bounded(row: list[Token], at: int, bounds: int) -> Counted | None:
    if row[at].low not in _FIRST_BOUNDS:
        return None
    for length in (3, 2, 1):
        effect = BOUNDS.get(tuple(t.low for t in row[at : at + length]))
        if effect is None or at + length >= len(row):
            continue
        start = at + length
        if row[start - 1].low in ("approx", "ca", "c", "est") and start < len(row) and row[start].text == ".":
            start += 1
        start += start + 1 < len(row) and row[start].low == "another" and row[start + 1].kind in ("number", "word")  # "at least another 20"
        inner = read_quantity(row, start, bounds - 1) if start < len(row) else None
        if inner is None or (inner.quantity.vague and row[at].low != "at") or inner.quantity.count == 0:
            continue
        if row[at].low == "at" and inner.quantity.vague and inner.quantity.approx not in ("several", "dozens", "several dozen", "hundreds"):
            continue
        words = " ".join(t.low for t in row[at : at + length])
        return Counted(_loosen(inner.quantity, effect, words), at, inner.end, inner.digits)
    return None


def _loosen(quantity: Quantity, effect: str, word: str) -> Quantity:
    number = quantity.count if quantity.count is not None else quantity.low
    if quantity.vague:
        return quantity
    if effect in ("low", "over"):
        return Quantity(low=number, approx=quantity.approx if quantity.approx in ("~", "about", "around") else None, strict=effect == "over")
    if effect == "high":
        return Quantity(high=quantity.high if quantity.high is not None else number)
    return replace(quantity, approx=f"{word} {quantity.approx}" if quantity.approx else word)


def _number_phrase(row: list[Token], at: int) -> Counted | None:
    read = number_at(row, at)
    if read is None:
        return None
    value, end = read
    quantity = Quantity(count=value)
    if row[at].low in ("a", "half") and row[end - 1].low in ("dozen", "score"):
        quantity = Quantity(count=value, approx=" ".join(t.low for t in row[at:end]))
    ranged = _range(row, value, end, row[at])
    if ranged:
        quantity, end = ranged
    quantity, end = _after(row, quantity, end)
    end = _out_of(row, end)
    return Counted(quantity, at, end, row[at].kind == "number")


def _range(row: list[Token], low: int, end: int, first: Token) -> tuple[Quantity, int] | None:
    if end + 1 >= len(row):
        return None
    marked = end
    while marked + 2 < len(row) and row[marked].kind == "ref":
        marked += 1
    if marked > end and row[marked].text in _DASHES:
        end = marked  # "45[11][12]-55 killed"
    joint = row[end]
    if not (joint.text in _DASHES or joint.low in ("to", "or")):
        return None
    second = number_at(row, end + 1)
    if second is None or second[0] <= low or (joint.low == "to" and row[end + 1].kind != first.kind):
        return None
    if joint.low == "or" and second[0] - low > max(5, low):
        return None
    if joint.text == "/" and second[0] > 10 * low:
        return None
    return Quantity(low=low, high=second[0]), second[1]


def _after(row: list[Token], quantity: Quantity, end: int) -> tuple[Quantity, int]:
    if end >= len(row) or row[end].low not in _FIRST_AFTER:
        return quantity, end
    for length in (2, 1):
        effect = AFTER.get(tuple(t.low for t in row[end : end + length]))
        if effect is None or end + length > len(row) or (effect == "near" and quantity.approx):
            continue
        if row[end].low == "at" and end + 2 < len(row) and row[end + 2].kind in ("number", "word") and number_at(row, end + 2):
            continue  # "5 killed, at least 3 wounded" keeps its own bound
        if row[end].low == "and" and end + 2 < len(row) and row[end + 2].low == "than":
            continue  # "102 and more than 400 were injured"
        if row[end].low == "?" and end + 1 < len(row) and row[end + 1].kind == "word" and row[end + 1].text[:1].isupper():
            continue
        loosened = _loosen(quantity, effect, " ".join(t.low for t in row[end : end + length]))
        return loosened, end + length
    return quantity, end


def _out_of(row: list[Token], end: int) -> int:
    """Past "out of six", "of the six": what the number is taken from."""
    if end >= len(row) or row[end].low not in ("out", "of"):
        return end
    for words in (("out", "of", "the"), ("out", "of"), ("of", "the"), ("of", "their"), ("of", "its"), ("of",)):
        length = len(words)
        if tuple(t.low for t in row[end : end + length]) == words:
            whole = number_at(row, end + length)
            if whole:
                return whole[1]
    return end


def _vague(row: list[Token], at: int) -> Counted | None:
    if row[at].low not in _FIRST_VAGUE:
        return None
    for length in (3, 2, 1):
        if row[at].low == "all" and at + 1 < len(row) and row[at + 1].low == "but" and (left := _few(row, at + 2)):
            return Counted(Quantity(approx="most"), at, _out_of(row, left))  # "all but three of the 60"
        word = VAGUE.get(tuple(t.low for t in row[at : at + length]))
        if word and len(row[at : at + length]) == length:
            end = at + length
            if row[at].low in ("all", "both") and end < len(row):
                whole = number_at(row, end)
                if whole:  # "all four hostages" is four
                    return Counted(Quantity(count=whole[0]), at, whole[1])
            if word == "both":
                return Counted(Quantity(count=2), at, end)
            return Counted(Quantity(approx=word), at, _out_of(row, end) if word in ("half", "most") else end)
    return None


def _few(row: list[Token], at: int) -> int | None:
    """The token behind a number or "a few", "a handful"."""
    number = number_at(row, at)
    return number[1] if number else at + 2 if tuple(t.low for t in row[at : at + 2]) in (("a", "few"), ("a", "handful")) else None


def _nothing(row: list[Token], at: int) -> Counted | None:
    return Counted(Quantity(count=0), at, at + 1) if row[at].low in NOTHING else None

"""The language of a copy that does not tell it, by the small words that no sentence does without, or by its letters."""

import re
from collections import Counter

_SMALL = {
    "en": "the of and in was were by on that to from with at had their an been which after",
    "fr": "le la les des du de et une est sont dans par au aux qui sur pour avec ont été son",
    "es": "el la los las del de y en una fue por con que se un su como al más también",
    "pt": "o a os as do da dos das e em uma foi por com que um não no na ao pelo",
    "it": "il lo la gli dei della di e in una fu da con che un non nel alla sono del",
    "de": "der die das den dem des und in von ein eine wurde wurden mit bei auf nach im am durch",
    "nl": "de het een van en in op door werd werden met bij voor naar uit zijn te aan dat ook",
    "pl": "w i na z się do nie jest przez od po że został oraz roku za dla były które ich",
    "tr": "ve bir bu için ile olarak olan tarafından da de sonra kadar daha en çok ise gibi iki yılında oldu",
    "sv": "och i att det som en av på är den för med var till ett om han från efter vid",
    "id": "yang dan di dari dengan untuk pada oleh dalam itu ini tidak adalah ke sebagai telah para akan serangan setelah",
}
_WORDS = {tag: frozenset(words.split()) for tag, words in _SMALL.items()}
_LETTERS = (("uk", r"[іїєґ]"), ("ru", r"[а-яё]"), ("fa", r"[پچژگ]"), ("ar", r"[\u0620-\u064a]"), ("he", r"[\u05d0-\u05ea]"), ("el", r"[α-ω]"), ("ja", r"[\u3040-\u30ff]"), ("zh", r"[\u4e00-\u9fff]"), ("ko", r"[\uac00-\ud7a3]"), ("hi", r"[\u0905-\u0939]"))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
#: how much is looked at, how many small words tell a language, and by how much it must lead
_SAMPLE, _FEWEST, _LEAD = 20_000, 6, 1.5
#: the share of a language's own letters, and that of letters which it has beside those of another
_SHARE, _RARE = 0.3, (0.02, 2)


def tongue_of(text: str) -> str | None:
    """The BCP 47 tag of the language of these words, ``None`` where they are too few to tell.

    >>> tongue_of("Le combat a lieu le 3 mai et neuf soldats sont tués par les rebelles dans la ville."), tongue_of("Mali")
    ('fr', None)
    """
    words = _WORD.findall(text[:_SAMPLE].lower())
    counts = Counter(words)
    if tag := _by_letters(counts):
        return tag
    told = sorted(((sum(counts[word] for word in small), tag) for tag, small in _WORDS.items()), reverse=True)
    (most, tag), (next_most, _) = told[:2]
    enough = _FEWEST if any(counts[word] for word in _WORDS["en"] - _WORDS[tag]) else _FEWEST // 2
    return tag if most >= enough and (most > _LEAD * next_most or tag == "en") else None


def _by_letters(counts: Counter[str]) -> str | None:
    """The language that letters of their own give away, where they are a good part of all."""
    letters = Counter[str]()
    for word, times in counts.items():
        for letter in word:
            letters[letter] += times
    whole = sum(letters.values())
    for tag, pattern in _LETTERS:
        own = sum(times for letter, times in letters.items() if re.match(pattern, letter))
        share, fewest = _RARE if tag in ("uk", "fa", "ja") else (_SHARE, _FEWEST)
        if own > share * whole and own > fewest:
            return tag
    return None


def only_english(tag: str) -> str:
    """What a curator is told of an article in another language."""
    return f"The article is in the language {tag}; only English is read for figures and speakers. Is there an article in English?"

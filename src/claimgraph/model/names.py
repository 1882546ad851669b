"""Names as they are compared: folded, transliterated, and reduced to what spellings have in common.

One name is written Diafarabé, Diafarabe, Jafarabe, Диафарабе and جفرابي. Four forms, each coarser than
the one before, let two spellings meet without a dictionary:

==========  ==================================================  =====================  ============
form        keeps                                               Ségou                  Diafarabé
==========  ==================================================  =====================  ============
fold        Latin letters and digits, words apart               ``segou``              ``diafarabe``
joined      the same without the spaces                         ``segou``              ``diafarabe``
skeleton    how it sounds, French and English spelling alike    ``segu``               ``jafarab``
consonants  what Arabic script writes                           ``sk``                 ``jfrb``
==========  ==================================================  =====================  ============

``anyascii`` transliterates the scripts we have no rules for; its Arabic drops the long vowels, which are
all an Arabic spelling has, so Arabic, Cyrillic and the Bambara letters have tables of their own here.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

#: Longer names are cut before they are compared: no real name is longer, and cost grows with length.
LONGEST = 500

# Long vowels stand for the vowel (و is u, ي is i); ع and ء are not heard by European ears.
ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأإؤئةپچژگڤکیےۀہھںڈٹڑ",
        "a b t th j h kh d dh r z s sh s d t z _ gh f q k l m n h u i a _ a a i u i a p ch j g v k i e a h h n d t r".split(),
        strict=True,
    )
)
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўћђљњџјќѓѕ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh sh _ i _ e yu ya i i e g w c dj l n j j k g z".split(),
        strict=True,
    )
)
LATIN = {"ɛ": "e", "ɔ": "o", "ɲ": "ny", "ŋ": "ng", "ɓ": "b", "ɗ": "d", "ƴ": "y", "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}  # fmt: skip
TABLE = str.maketrans({letter: latin.replace("_", "") for table in (ARABIC, CYRILLIC, LATIN) for letter, latin in table.items()})

# The vowel after w is what tells و as a consonant from و as a vowel.
_WAW_YEH = (
    (re.compile(r"(?<![^\W\d_])و(?=[ابتثجحخدذرزسشصضطظعغفقكلمنهيةآأى])"), "w"),
    (re.compile(r"و(?=[اآىيةأ])"), "w"),
    (re.compile(r"ي(?=[اآىوةأ])"), "y"),
    (re.compile(r"(?<![^\W\d_])ي"), "y"),
)
_ARABIC_RUN = re.compile(r"[؀-ۿ]")
_APOSTROPHES = re.compile(r"[’‘ʼʾʿ`´']")
_ARABIC_ARTICLE = re.compile(r"\b(?:ال|وال|بال|لل)(?=\w{2})")
_LATIN_ARTICLE = re.compile(r"^(?:a[ls]h?|el|ul|en|an|ad|ar|az|at)[-' ](?=\w{3})|(?<=[-' ])(?:a[ls]h?|el|ul|il|un|ad|ar|az|at)[-' ](?=\w{3})")

# Sound rules on folded letters, applied in this order: French and English spellings of one sound meet.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?:dj|dzh|dz)(?=[aeiouy])", "j"),
        (r"d[iy](?=[aeou])", "j"),  # Malian French: Dia is heard Ja, Dioïla Joyla
        (r"zh", "j"),
        (r"tch|sch|sh|ch", "x"),
        (r"ph", "f"),
        (r"gh|gu(?=[ei])", "g"),
        (r"kh|ck|qu(?=[ei])|q", "k"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"gn|ny|ni(?=[aeou])", "ny"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ts|tz", "s"),
        (r"ks", "k"),
        (r"oua|wa|ua", "wa"),
        (r"ou(?=[eio])|w(?=[eio])", "w"),
        (r"ou|oo|w(?![aeio])", "u"),
        (r"ee|ei|ey|ai|ay|ae|oe", "e"),
        (r"y|ii", "i"),
        (r"h", ""),
        (r"z", "s"),
        (r"(.)\1+", r"\1"),
        (r"(?<=..)e$", ""),
    )
)
_CONSONANTS = str.maketrans({"g": "k", "p": "b", "v": "f", **{vowel: None for vowel in "aeiouw"}})
_DOUBLED = re.compile(r"(.)\1+")
# Words that lend no letter to an acronym, in the languages of our sources.
LITTLE_WORDS = frozenset(
    "a al an and au aux d de del des du el en et for in l la le les of on ou pour s sur the to und v wa wal y i v na o".split()
)


def transliterate(text: str) -> str:
    """The name in ASCII letters, case kept, spelling otherwise untouched.

    >>> transliterate("Ténenkou"), transliterate("Диафарабе"), transliterate("ماركاكونغو")
    ('Tenenkou', 'Diafarabe', 'markakunghu')
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    if text.isascii():
        return text
    if _ARABIC_RUN.search(text):
        text = _without_arabic_signs(text)
        for pattern, letter in _WAW_YEH:
            text = pattern.sub(letter, text)
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c) or c > "\u0600" and c > "\u065f")
    bare = unicodedata.normalize("NFC", bare)
    small = bare.translate(TABLE)
    if not small.isascii():  # capitals of our tables, then every other script
        small = "".join(c if c.isascii() else c.lower().translate(TABLE).capitalize() if c.lower() != c and c.lower() in _OURS else c for c in small)
    return anyascii(small)


_OURS = frozenset(ARABIC) | frozenset(CYRILLIC) | frozenset(LATIN)


def _without_arabic_signs(text: str) -> str:
    """Arabic without vowel signs, tatweel and articles: newspapers write neither, transliterations differ in both."""
    kept = "".join(c for c in text if not ("\u064b" <= c <= "\u065f" or c in "\u0640\u0670\u200c\u200d\u200e\u200f"))
    return _ARABIC_ARTICLE.sub("", kept)


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower-case ASCII words: no diacritics, apostrophes closed, every other sign a space.

    >>> fold("Jama'at Nasr al-Islam"), fold("Ké-Macina"), fold("Région de  SÉGOU")
    ('jamaat nasr al islam', 'ke macina', 'region de segou')
    """
    latin = transliterate(text).lower()
    closed = _APOSTROPHES.sub("", latin)
    return " ".join(re.findall(r"[a-z0-9]+", closed))


def joined(text: str) -> str:
    """The folded name without spaces: Marka Coungo and Markacoungo are one.

    >>> joined("Marka-Coungo")
    'markacoungo'
    """
    return fold(text).replace(" ", "")


def skeleton(text: str) -> str:
    """How the name sounds, whichever of the usual French, English or Russian spellings is used.

    >>> skeleton("Koumara") == skeleton("Kumara") == skeleton("Кумара")
    True
    >>> skeleton("al-Qaïda"), skeleton("Al Qaeda"), skeleton("Diafarabé"), skeleton("Djafarabé")
    ('keda', 'keda', 'jafarab', 'jafarab')
    """
    return _skeleton(fold(text))


@lru_cache(maxsize=8192)
def _skeleton(folded: str) -> str:
    sound = _LATIN_ARTICLE.sub("", folded).replace(" ", "")
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound


def consonants(text: str) -> str:
    """The consonants of the skeleton, as Arabic script would write them (p with b, v with f, g with k).

    >>> consonants("Mopti"), consonants("موبتي")
    ('mbt', 'mbt')
    """
    return _consonants(skeleton(text))


def _consonants(sound: str) -> str:
    kept = _DOUBLED.sub(r"\1", sound.translate(_CONSONANTS))
    return kept or sound


def acronyms(text: str) -> frozenset[str]:
    """The acronyms that a name of several words may go by, little words left out or kept.

    >>> sorted(acronyms("Groupe de soutien à l'islam et aux musulmans"))
    ['gsim']
    >>> sorted(acronyms("Forces armées maliennes"))
    ['fam', 'fama']
    >>> sorted(acronyms("Jama'at Nasr al-Islam wal Muslimin"))
    ['jnim']
    """
    words = fold(re.sub(r"\b([dl])['’]", r"\1 ", text, flags=re.IGNORECASE)).split()
    strong = [word for word in words if word not in LITTLE_WORDS]
    if not 2 <= len(strong) <= 8:
        return frozenset()
    initials = "".join(word[0] for word in strong)
    found = {initials}
    if len(strong) == 3 and len(strong[-1]) > 1:
        found.add(initials + strong[-1][1])  # FAMa: the last word lends two letters
    return frozenset(acronym for acronym in found if len(acronym) >= 3)


def looks_like_acronym(text: str) -> bool:
    """Whether a name is written as an acronym: one short word, mostly capitals.

    >>> [looks_like_acronym(name) for name in ("JNIM", "FAMa", "G.S.I.M.", "Dia", "Mali")]
    [True, True, True, False, False]
    """
    letters = re.sub(r"[.\s]", "", text) if re.fullmatch(r"(?:\w\.\s?)+\w?\.?", text) else text
    return 2 <= len(letters) <= 6 and letters.isalpha() and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)


def script(text: str) -> str:
    """``latin``, ``cyrillic``, ``arabic``, ``other`` (the first letter that tells) or ``none``.

    >>> script("ЧВК Вагнер"), script("الجيش"), script("Dia"), script("12")
    ('cyrillic', 'arabic', 'latin', 'none')
    """
    for letter in text[:LONGEST]:
        if letter.isalpha():
            if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff" or letter in LATIN:
                return "latin"
            if "\u0400" <= letter <= "\u052f":
                return "cyrillic"
            if "\u0590" <= letter <= "\u08ff":
                return "arabic"  # and Hebrew: consonant scripts compare alike
            return "other"
    return "none"


@dataclass(frozen=True, slots=True)
class Forms:
    """A name and everything it is compared by."""

    text: str
    fold: str
    skeleton: str
    consonants: str
    script: str

    @property
    def joined(self) -> str:
        return self.fold.replace(" ", "")

    @classmethod
    def of(cls, text: str) -> "Forms":
        """All forms of a name.

        >>> Forms.of("Marka Coungo").skeleton == Forms.of("Markakoungo").skeleton
        True
        """
        text = text[:LONGEST]
        return cls.of_folded(fold(text), script(text), text)

    @classmethod
    def of_folded(cls, folded: str, script: str, text: str = "") -> "Forms":
        """The forms of a name that is folded already and was written in ``script``."""
        sound = _skeleton(folded)
        return cls(text or folded, folded, sound, _consonants(sound), script)


def all_acronyms(labels: Iterable[str]) -> frozenset[str]:
    """The acronyms of any of several labels of one thing."""
    return frozenset().union(*(acronyms(label) for label in labels))

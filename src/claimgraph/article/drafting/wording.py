"""A claim in one neutral sentence of our own, in English and in French."""

from collections.abc import Sequence

from claimgraph.model.figures import Figure
from claimgraph.model.records import Texts, texts

_PEOPLE = {  # victim status → (one, many) in English and French
    "state-forces": (("member of the forces", "members of the forces"), ("membre des forces", "membres des forces")),
    "private-military": (("contractor", "contractors"), ("contractuel", "contractuels")),
    "armed-group": (("fighter", "fighters"), ("combattant", "combattants")),
    "civilian": (("civilian", "civilians"), ("civil", "civils")),
    "unspecified": (("person", "people"), ("personne", "personnes")),
}  # fmt: skip
_OUTCOMES = {  # casualty type → English, French masculine singular
    "killed": ("killed", "tué"), "wounded": ("wounded", "blessé"), "missing": ("missing", "porté disparu"), "captured": ("captured", "capturé"),
    "neutralized": ("“neutralized”", "« neutralisé »"), "casualties": ("killed, wounded or otherwise lost", "tué, blessé ou perdu d’une autre façon"),
    "killed-or-wounded": ("killed or wounded", "tué ou blessé"), "killed-or-captured": ("killed or captured", "tué ou capturé"), "hostage": ("taken hostage", "pris en otage"),
    "freed": ("freed", "libéré"), "displaced": ("displaced", "déplacé"), "unspecified": ("harmed, how is not said", "touché, sans autre précision"),
}  # fmt: skip
_VAGUE = {
    "several": ("several", "plusieurs"), "tens": ("tens of", "des dizaines de"), "dozens": ("dozens of", "des dizaines de"), "scores": ("scores of", "des vingtaines de"),
    "hundreds": ("hundreds of", "des centaines de"), "unknown": ("an unknown number of", "un nombre inconnu de"),
}  # fmt: skip
_BOUND = {"at-least": ("at least", "au moins"), "more-than": ("more than", "plus de"), "at-most": ("at most", "au plus"), "about": ("about", "environ")}
_COUNTED = frozenset("another other some several two three four many most local".split())
#: who speaks without a name
_UNNAMED = frozenset("source official witness resident officer spokesman spokeswoman spokesperson survivor villager eyewitness".split())
#: the last words of names that English gives an article
_TITLED = frozenset("Times Post Guardian Telegraph Observatory Ministry Army Government Front Movement Council Committee Parliament Journal Bureau Nations Union".split())
#: states that English gives an article, by their first word
_PLURAL_STATES = frozenset({"United", "Netherlands", "Philippines", "Soviet", "Ottoman", "Central", "Democratic", "Kingdom", "Republic", "Confederate"})
_FEMININE = frozenset({"unspecified"})


def figure_words(figure: Figure) -> tuple[str, str]:
    """A figure in words, English and French.

    >>> figure_words(Figure("at-least", low=20))
    ('at least 20', 'au moins 20')
    """
    if figure.quantifier in _VAGUE:
        return _VAGUE[figure.quantifier]
    if figure.quantifier == "none":
        return "no", "aucun"
    number = f"{figure.value}" if figure.value is not None else str(figure.low if figure.high is None else figure.high)
    numbers = (number, number)
    if figure.low is not None and figure.high is not None:
        numbers = (f"{figure.low} to {figure.high}", f"{figure.low} à {figure.high}")
    english, french = _BOUND.get(figure.quantifier, ("", ""))
    return f"{english} {numbers[0]}".strip(), f"{french} {numbers[1]}".strip()


def listed(names: Sequence[str], joint: str = "and") -> str:
    """Names as a list: "A, B and C".

    >>> listed(("Mali", "France", "Niger")), listed(("Mali", "France"), "et")
    ('Mali, France and Niger', 'Mali et France')
    """
    return f" {joint} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def casualty(figure: Figure, outcome: str, status: str, of: Sequence[str] = (), speakers: Sequence[str] = ()) -> Texts:
    """The sentence of a casualty claim; ``of`` names whom the victims belong to, ``speakers`` who says so.

    >>> dict(casualty(Figure("exact", 7), "killed", "armed-group", ["X"], ["United States"]))["en"]
    'According to the United States, 7 fighters (X) were killed.'
    >>> dict(casualty(Figure("exact", 7), "killed", "civilian", (), ["hospital source", "Orsk Times"]))["en"]
    'According to a hospital source and the Orsk Times, 7 civilians were killed.'
    """
    single = figure.value == 1
    english, french = figure_words(figure)
    (one, many), (une, plusieurs) = _PEOPLE.get(status, _PEOPLE["unspecified"])
    whose = f" ({listed(of)})" if of else ""
    en = f"{english} {one if single else many}{whose} {'was' if single else 'were'} {_OUTCOMES.get(outcome, _OUTCOMES['unspecified'])[0]}"
    participle = _agree(_OUTCOMES.get(outcome, _OUTCOMES["unspecified"])[1], status in _FEMININE, not single and figure.quantifier != "none")
    whose = f" ({listed(of, 'et')})" if of else ""
    if figure.quantifier == "none":
        fr = f"{'aucune' if status in _FEMININE else 'aucun'} {une}{whose} n’a été {participle}"
    else:
        number = "une" if single and status in _FEMININE and figure.quantifier == "exact" else french
        fr = f"{number} {une if single else plusieurs}{whose} {'a' if single else 'ont'} été {participle}"
    return _said(en, fr, speakers)


def _agree(participle: str, feminine: bool, plural: bool) -> str:
    """French participles agree: "tué" → "tuées"; in "tué, blessé ou perdu d’une autre façon" each does."""
    words = []
    for word in participle.split(" "):
        bare = word.rstrip(",")
        ending = word[len(bare) :]
        if bare.endswith(("é", "u")) and bare not in ("du", "ou") or bare in ("pris",):
            bare += ("e" if feminine else "") + ("s" if plural and not (bare == "pris" and not feminine) else "")
        words.append(bare + ending)
    return " ".join(words)


def responsibility(actor: str, speakers: Sequence[str] = ()) -> Texts:
    """The sentence of a claim of responsibility."""
    if tuple(speakers) == (actor,):
        return texts(en=f"{actor} claims responsibility for the attack.", fr=f"{actor} revendique l’attaque.")
    return _said(f"{actor} carried out the attack", f"{actor} a mené l’attaque", speakers)


def result(words: str) -> Texts:
    """The sentence of the box's result, quoted."""
    return texts(en=f"The result is given as “{words}”.", fr=f"L’issue est donnée comme « {words} ».")


def _with_article(name: str) -> str:
    """ "the United States", "the Orsk Times", "the army", "a hospital source"; names of people and plurals stand alone."""
    last = name.split()[-1]
    if name.split()[0].lower() in _COUNTED:
        return name
    if last in _UNNAMED:
        return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
    common = last.islower() and last.isalpha() and not last.endswith("s") and last not in ("people", "media", "police", "own")
    return f"the {name}" if common or name.split()[0] in _PLURAL_STATES or last in _TITLED else name


def _said(en: str, fr: str, speakers: Sequence[str]) -> Texts:
    if speakers:
        return texts(en=f"According to {listed([_with_article(name) for name in speakers])}, {en}.", fr=f"Selon {listed(speakers, 'et')}, {fr}.")
    return texts(en=f"{en[0].upper()}{en[1:]}.", fr=f"{fr[0].upper()}{fr[1:]}.")

"""Words that are translated or left out when names are compared: a region is a région is a منطقة.

Only words that name *kinds* of things are here, never names: what a place or a group is called in another
language is a label of the graph (skos:altLabel, skos:hiddenLabel), where it has a source and a reviewer.
"""

from dataclasses import dataclass
from functools import lru_cache

from claimgraph.model.names import LITTLE_WORDS, fold

# concept → its words in the languages of our sources (en fr ar ru es de)
_WORDS = {
    "region": "region région regions régions منطقة إقليم جهة ولاية область регион región",
    "cercle": "cercle circle cercles دائرة серкль kreis círculo округ",
    "commune": "commune communes بلدية коммуна municipality comuna",
    "village": "village villages hamlet hameau قرية село деревня деревни селе pueblo dorf",
    "town": "town city ville cité localité locality مدينة بلدة город города ciudad stadt",
    "country": "republic république country pays جمهورية республика страна república republik",
    "state": "state état دولة государство estado staat",
    "government": "government gouvernement حكومة правительство gobierno regierung",
    "crisis": "crisis crise أزمة أزمات الأزمات кризисная кризис",
    "international": "international internationale دولية الدولية دولي международная международный internacional",
    "centre": "central centre center وسط центральный центральная centro",
    "north": "north northern nord septentrional شمال северный север norte",
    "south": "south southern sud méridional جنوب южный юг sur",
    "group": "group groupe groupement مجموعة группа группы grupo gruppe جماعة jamaat jamaa jamaah jama jamaatu джамаат организация organization organisation tanzim تنظيم",
    "company": "company société compagnie شركة компания чвк pmc smp pmsc private privée خاصة عسكرية частная военная",
    "mercenary": "mercenary mercenaries mercenaire mercenaires مرتزقة наемники наёмники contractors instructors instructeurs",
    "fighter": "fighters fighter combattant combattants militants militant insurgents insurgés jihadists djihadistes jihadistes jihadist djihadiste مسلحون مقاتلو боевики",
    "support": "support soutien nusra nasr nusrat nasrat nosrat nousrat nasru nusratul поддержки поддержка нусрат apoyo unterstützung نصرة",
    "islam": "islam islamic islamique islami إسلام الإسلام исламу ислам ислама",
    "muslim": "muslim muslims musulman musulmans muslimin muslimeen muslimun mouslimin مسلمين المسلمين мусульман муслимин мусульманам",
    "army": "army armée military militaires جيش армия армии вс ejército armee",
    "armed": "armed armées المسلحة вооруженные вооружённые armadas",
    "force": "force forces قوات силы fuerzas streitkräfte",
    "soldier": "soldier soldiers soldat soldats جنود солдаты troops troupes",
    "official": "official officials authorities autorités responsables officiels سلطات власти",
    "mali": "mali malian malians malien malienne maliens maliennes مالي المالي المالية мали малийский малийская малийские малийской",
    "attack": "attack attacks attaque attaques assault assaut هجوم هجمات атака нападение атаки ataque ataques angriff",
    "ambush": "ambush embuscade ambushes embuscades كمين засада emboscada",
    "battle": "battle combat combats bataille clash clashes معركة бой битва batalla",
    "massacre": "massacre massacres tuerie مجزرة резня",
    "war": "war guerre conflict conflit حرب война конфликт guerra krieg",
    "campaign": "campaign campagne حملة кампания campaña",
    "january": "january janvier يناير января enero januar",
    "agency": "agency agence وكالة агентство agencia",
    "press": "press presse صحافة пресс",
    "saint": "saint st ste sainte sankt szent",
    "mount": "mount mt mont",
    "new": "new nouveau nouvelle",
}  # fmt: skip
_CONCEPT = {fold(word): concept for concept, words in _WORDS.items() for word in words.split()}

#: Words that only say what kind of thing is meant, and the types they speak for.
DESIGNATORS = {
    "region": ("Region",),
    "cercle": ("Cercle",),
    "commune": ("Commune",),
    "village": ("Village", "Town"),
    "town": ("Town", "Village"),
    "country": ("Country", "Organization"),
    "state": ("Organization", "Country"),
    "government": ("Organization",),
    "group": ("Actor",),
    "company": ("Actor",),
    "mercenary": ("Actor",),
    "fighter": ("Actor",),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A folded name word by word: ``concepts`` in any order and language, ``bare`` without the kind words."""

    concepts: str
    bare: str
    kinds: tuple[str, ...]


@lru_cache(maxsize=16384)
def words(folded: str) -> Words:
    """The words of a folded name, translated, sorted, and told apart from the kind words.

    >>> words("region de mopti") == words("mopti region")
    True
    >>> words("village of koumara").bare, words("village of koumara").kinds
    ('koumara', ('Village', 'Town'))
    """
    strong = [word for word in folded.split() if word not in LITTLE_WORDS] or folded.split()
    concepts = sorted({_CONCEPT.get(word, word) for word in strong})
    bare = [concept for concept in concepts if concept not in DESIGNATORS]
    kinds = tuple(kind for concept in concepts for kind in DESIGNATORS.get(concept, ()))
    return Words(" ".join(concepts), " ".join(bare), kinds if bare else ())

"""Which column suffered: from the words for the victims to a side of the infobox.

A party's name or nationality decides ("Malian soldiers" → Mali, "JNIM fighters" → Jama'at Nasr al-Islam …);
else the kind of men does, where one side is a state and the other is not.
"""

import re
from dataclasses import dataclass

from claimgraph.article.grammar.armies import status_of_army
from claimgraph.article.grammar.groups import KNOWN
from claimgraph.article.text import Article

#: nationality → country, where the first four letters do not tell
_NATIONS = {
    "french": "france", "british": "united kingdom", "english": "england", "dutch": "netherlands", "american": "united states", "us": "united states", "u.s": "united states",
    "uk": "united kingdom", "emirati": "united arab emirates", "polish": "poland", "greek": "greece", "thai": "thailand", "danish": "denmark", "filipino": "philippines",
    "philippine": "philippines", "swiss": "switzerland", "spanish": "spain", "swedish": "sweden", "welsh": "wales", "irish": "ireland", "turkish": "turkey", "finnish": "finland",
    "burkinabe": "burkina faso", "burkinabè": "burkina faso", "congolese": "congo", "ivorian": "ivory coast", "israeli": "israel", "idf": "israel", "afghan": "afghanistan",
    "chinese": "china", "japanese": "japan", "portuguese": "portugal", "vietnamese": "vietnam", "lebanese": "lebanon", "saudi": "saudi arabia", "syrian": "syria", "czech": "czech",
    "iraqi": "iraq", "yemeni": "yemen", "omani": "oman", "iranian": "iran", "cypriot": "cyprus", "soviet": "soviet union", "red": "soviet union", "nazi": "germany", "german": "germany",
    "wehrmacht": "germany", "norwegian": "norway", "belgian": "belgium", "hungarian": "hungary", "cuban": "cuba", "indian": "india", "kurdish": "kurd", "togolese": "togo", "chadian": "chad",
    "un": "united nations", "nato": "nato", "is": "islamic state", "isis": "islamic state", "isil": "islamic state", "daesh": "islamic state", "iswap": "islamic state", "isgs": "islamic state",
    "nigerien": "niger", "beninese": "benin",
    "raf": "united kingdom", "royal": "united kingdom", "luftwaffe": "germany", "kriegsmarine": "germany", "ss": "germany", "ana": "afghanistan", "ansf": "afghanistan", "pavn": "north vietnam",
    "nva": "north vietnam", "arvn": "south vietnam", "fama": "mali", "famas": "mali", "kdf": "kenya", "updf": "uganda", "saa": "syria", "usaf": "united states", "usmc": "united states",
    "rsf": "rapid support", "british-": "united kingdom", "ussr": "soviet union", "vdp": "burkina faso",
}  # fmt: skip
_STATE = re.compile(
    r"\b(?:army|armed forces|government|police|gendarmerie|military|ministry|united nations|minusma|amisom|african union|state of|kingdom|republic|empire|federation|"
    r"union|nato|coalition|navy|air force|national guard|defen[cs]e forces|security forces|troops|corps|division|regiment|brigade|states|minusca|monusco|wagner group|"
    r"afghanistan|algeria|angola|argentina|armenia|australia|austria|azerbaijan|bangladesh|belgium|benin|bolivia|brazil|bulgaria|burkina faso|burundi|cambodia|cameroon|canada|"
    r"chad|chile|china|colombia|congo|croatia|cuba|cyprus|denmark|djibouti|ecuador|egypt|england|eritrea|ethiopia|finland|france|gabon|gambia|georgia|germany|ghana|greece|guinea|"
    r"haiti|hungary|india|indonesia|iran|iraq|ireland|israel|italy|ivory coast|japan|jordan|kazakhstan|kenya|kuwait|kyrgyzstan|laos|lebanon|liberia|libya|malawi|malaysia|mali|"
    r"mauritania|mexico|morocco|mozambique|myanmar|burma|nepal|netherlands|nicaragua|niger|nigeria|norway|oman|pakistan|palestine|panama|peru|philippines|poland|portugal|qatar|"
    r"romania|russia|rwanda|saudi arabia|senegal|serbia|sierra leone|somalia|south africa|south sudan|spain|sri lanka|sudan|sweden|syria|taiwan|tajikistan|tanzania|thailand|togo|"
    r"tunisia|turkey|uganda|ukraine|united arab emirates|united kingdom|united states|uzbekistan|venezuela|vietnam|yemen|zambia|zimbabwe|yugoslavia|prussia)\b",
    re.IGNORECASE,
)  # fmt: skip
_ARMED = re.compile(
    r"islamic state|\bisi[sl]\b|al[- ]?qa|taliban|boko haram|shabaab|jama|jnim|ansar|front\b|movement|rebel|militia|insurgen|network|liberation|lord's|militant|ltte|tigers|farc|hezbollah|hamas|jihad|"
    r"separatis|mojwa|aqim|mourabitoun|abu sayyaf|\bpkk\b|\bypg\b|bandit|cartel|tribes?|gunm[ae]n|terrorist|rapid support|\bcma\b|\bfla\b|dozo|codeco|\badf\b|m23|houthi|naxal|maoist",
    re.IGNORECASE,
)
_ARMY = re.compile(r"\b(?:army|armed forces)\b", re.IGNORECASE)
_SMALL = frozenset("the of and in for to a an al de du la le el wal ul as".split())
_SHORT = re.compile(r"\((?P<short>[A-Z][A-Za-z-]{1,9})\)")
#: how far before its bracket the long name of a short one can begin
_LONG = 90


#: words for whose men they are, whatever the men are called: "regime fighters", "rebel soldiers"
_CAMPS = (
    (frozenset("regime government pro-government loyalist army police".split()), "state"),
    (frozenset("rebel insurgent anti-government jihadist separatist militant guerrilla".split()), "armed"),
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties by column, with every short name the article gives them."""

    parties: tuple[tuple[frozenset[str], ...], ...]
    state: tuple[bool | None, ...]

    def of(self, words: str | None, kind: str = "") -> int | None:
        """The side that the words name; ``kind`` is the group's kind, for words without a name.

        ``None`` for civilians, for people whose side is not said, and where two sides fit.
        """
        if not words:
            return None
        named = [_folded(w) for w in re.findall(r"[^\W_][\w'’.-]*", words)]
        hits = {side for side, parties in enumerate(self.parties) if any(_match(named, party) for party in parties)}
        kind = kind if kind not in ("", "none") else next((KNOWN[w] for w in reversed(named) if w in KNOWN), "")
        if kind == "civilian":
            return None
        if len(hits) == 1:
            return hits.pop()
        if not hits and (told := next((side for words_of, side in _CAMPS if words_of.intersection(named)), None)):
            kind = told
        return self.of_kind(kind) if not hits else None

    def of_kind(self, kind: str) -> int | None:
        """The one side that is a state (``state``) or is none (``armed``)."""
        if kind not in ("state", "armed"):
            return None
        wanted = kind == "state"
        fitting = [i for i, state in enumerate(self.state) if state is wanted]
        if not fitting and len(self.state) == 2 and sum(s is (not wanted) for s in self.state) == 1:
            fitting = [i for i, state in enumerate(self.state) if state is not (not wanted)]
        return fitting[0] if len(fitting) == 1 else None


def sides_of(article: Article) -> Sides:
    """The sides of the article's infobox, with the short names that its text introduces."""
    shorts: dict[str, str] = {}
    for match in _SHORT.finditer(article.text[:60_000]):
        before = article.text[max(0, match.start() - _LONG) : match.start()]
        initials = [w for w in re.split(r"[\s-]+", before.strip()) if w[:1].isupper()]
        shorts[match["short"].lower()] = " ".join(initials[-6:]).lower()
    columns = []
    for names in article.sides:
        columns.append(tuple(_names(name, shorts) for name in names if name.strip()))
    return Sides(tuple(columns), tuple(_is_state(names) for names in article.sides))


def _names(name: str, shorts: dict[str, str]) -> frozenset[str]:
    plain = re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", name).strip().lower()
    found = {_folded(w) for w in re.findall(r"[^\W_][\w'’-]*", plain) if w not in _SMALL and len(w) > 1}
    initials = "".join(w[0] for w in re.findall(r"[^\W_][\w'’-]*", plain) if w not in _SMALL)
    for short, long in shorts.items():
        words = [_folded(w) for w in long.split()]
        if short == initials or (words and sum(w in found for w in words) >= max(2, len(words) // 2)) or short in plain.split():
            found.add(_folded(short))
    if len(initials) > 2:
        found.add(initials)
    for bracket in re.findall(r"\(([^)]*)\)", name):
        found.update(_folded(w) for w in bracket.split() if w.isupper())
    if "jama" in plain and "nasr" in plain:
        found.add("jnim")
    return frozenset(found)


#: words of a party's name that any party may have
_COMMON = frozenset(
    "forces force army armed group state government national movement front islamic military police security union republic people united liberation local militiamen militia militants "
    "special troops fighters soldiers defense defence allies support north south east west new first democratic and other civilian civilians members al province".split()
)


def _match(named: list[str], party: frozenset[str]) -> bool:
    for word in named:
        nation = _NATIONS.get(word) or _NATIONS.get(word.removesuffix("s"))
        if nation and all(part in party or any(p.startswith(part[:5]) for p in party) for part in nation.split()):
            return True
        if word in _COMMON or word in KNOWN and word not in party:
            continue
        for part in party:
            if part in _COMMON:
                continue
            stem = min(len(word), len(part), 5)
            if word == part or (stem >= 4 and word[:stem] == part[:stem] and abs(len(word) - len(part)) <= 4 and word[:1].isalpha()):
                if not (word[:5] == part[:5] == "niger" and word[:7] != part[:7] and {word, part} & {"niger", "nigerien"} and {word, part} & {"nigeria", "nigerian"}):
                    return True
    words = set(named) - _SMALL
    return len(words) > 1 and (words <= party or party <= words)


def _is_state(names: tuple[str, ...]) -> bool | None:
    """Told by the first party that says it: supporters come below."""
    for name in names:
        whose = status_of_army(name) if _ARMY.search(name) else "state-forces"
        if whose == "armed-group":
            return False
        if whose == "unspecified":
            continue
        armed, state = bool(_ARMED.search(name)), bool(_STATE.search(name))
        if armed and not (state and "islamic" not in name.lower()):
            return False
        if state:
            return True
    return None


def _folded(word: str) -> str:
    return word.lower().replace("’", "'").removesuffix("'s").strip(".'")

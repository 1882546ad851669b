"""What happened to people: the words for it, and how each stands to the figure that it goes with.

``done`` words ("killed") follow those who suffered (were killed, 5 killed) or go before them (killed 5);
``doing`` words ("killing") go before; ``being`` words ("dead", "died") follow; ``count`` words ("deaths")
are what is counted; ``of`` words ("the deaths of") go before.
"""

from dataclasses import dataclass

from claimgraph.article.grammar.tokens import Token

Words = tuple[str, ...]

#: outcome → form → words
_FORMS: dict[str, dict[str, str]] = {
    "killed": {
        "done": "killed|murdered|executed|massacred|slaughtered|beheaded|decapitated|assassinated|martyred|slain|slew|eliminated|"
        "shot dead|gunned down|shot and killed|stabbed to death|burned alive|burnt alive|burned to death|burnt to death|shot by firing squad|shot by a firing squad|beaten to death|"
        "hacked to death|lynched|summarily executed|fatally shot|fatally wounded|mortally wounded|fatally injured|claimed the lives of|cost the lives of|"
        "took the lives of|claimed the life of|cost the life of|took the life of|found dead|found killed|killed in action|reported killed|reported dead|"
        "confirmed dead|confirmed killed|annihilated|wiped out|put to death|hanged|crushed to death|buried alive|lost their lives|lost his life|"
        "lost her life|lost lives",
        "doing": "killing|murdering|executing|massacring|slaughtering|beheading|assassinating|shooting dead|gunning down|fatally wounding|claiming the lives of|"
        "costing the lives of|taking the lives of|wiping out|eliminating|annihilating|kills|kill|murder|murders|massacre|to kill|behead|execute|slaughter",
        "being": "dead|died|perished|die|dying|fell|drowned|drown|drowning|succumbed|deceased|among the dead|among the fatalities|among the killed|among those killed|dies|perishing|killed themselves|blew themselves up|blew up themselves|KIA|fallen",
        "count": "deaths|death|fatalities|fatality|dead|killed|KIA|bodies|corpses|body|casualties killed|lives|lives lost|fatal casualties|fatal victims|dead bodies|martyrs",
        "of": "deaths of|death of|destruction of|killing of|killings of|murder of|murders of|execution of|massacre of|loss of|losses of|lives of|life of|bodies of|body of|remains of|"
        "corpses of|beheading of|assassination of|deaths among|killed|dead bodies of",
    },
    "wounded": {
        "done": "wounded|injured|hurt|maimed|seriously wounded|seriously injured|severely wounded|severely injured|critically wounded|critically injured|"
        "gravely wounded|badly wounded|lightly wounded|slightly wounded|lightly injured|wounded in action|hospitalized|hospitalised",
        "doing": "wounding|injuring|hurting|maiming|wound|injure|wounds|injures|seriously wounding|seriously injuring|to wound|to injure",
        "being": "WIA|among the wounded|among the injured|among those wounded|among those injured|were treated for injuries",
        "count": "injuries|injury|wounded|injured|WIA|wounds",
        "of": "injuries of|wounding of|injuring of|injury of|injuries to|injuries among",
    },
    "captured": {
        "done": "captured|apprehended|detained|taken prisoner|taken prisoners|taken as prisoners of war|taken as prisoners|taken prisoners of war|taken prisoner of war|made prisoners of war|taken captive|made prisoner|arrested|made prisoners|surrendered|imprisoned|interned|taken into custody|"
        "taken alive|captured alive|rounded up",
        "doing": "capturing|apprehending|detaining|taking prisoner|arresting|capture|takes prisoner|arrests|imprisoning",
        "being": "POW|POWs|MIA or captured",
        "count": "prisoners|prisoner|POW|POWs|prisoners of war|prisoner of war|captives|captive|captured|arrests|detainees|PoW|PoWs|pow|pows",
        "of": "capture of|arrest of|arrests of|detention of|surrender of",
    },
    "missing": {
        "done": "missing|reported missing|went missing|gone missing|unaccounted for|MIA|missing in action|disappeared|lost at sea|still missing|listed as missing|declared missing",
        "count": "missing|MIA|disappearances",
        "of": "disappearance of",
    },
    "neutralized": {
        "done": "neutralized|neutralised|put out of action|rendered harmless",
        "doing": "neutralizing|neutralising|neutralize|neutralise",
        "of": "neutralization of|neutralisation of",
    },
    "casualties": {
        "done": "harmed|affected|lost",
        "being": "sustaining casualties|sustained casualties|suffered casualties|suffering casualties|became casualties|hors de combat|casualties|losses",
        "count": "casualties|casualty|losses|casualties and losses|battle casualties|non-battle casualties|combat casualties|non-combat casualties",
    },
    "hostage": {
        "done": "taken hostage|held hostage|kidnapped|abducted|taken as hostages|took hostage|taken hostages",
        "doing": "kidnapping|abducting|taking hostage|kidnap|abduct|taking as hostages",
        "count": "kidnappings|abductions|abductees",
        "of": "kidnapping of|abduction of",
    },
    "freed": {
        "done": "freed|released|rescued|liberated",
        "doing": "freeing|releasing|rescuing|liberating|free|rescue",
        "of": "release of|rescue of|recovery of|liberation of|freeing of",
    },
    "displaced": {"done": "displaced|internally displaced|made homeless|left homeless", "doing": "displacing", "of": "displacement of", "count": "displaced"},
}  # fmt: skip
#: verbs whose object names the outcome: "took 20 prisoners", "suffered 5 casualties", "left 3 dead"
TAKING = frozenset("took take takes taking taken seized seizing captured capturing held holding hold holds".split())
SUFFERING = frozenset(
    "suffered suffering suffer sustained sustaining sustain incurred incurring recorded inflicted inflicting inflict caused causing cause "
    "reported counted documented left leaving leave leaves".split()
)
#: verbs whose subject is hurt by what they tell
SUFFERERS = frozenset("suffered suffering suffer suffers sustained sustaining incurred incurring".split())
LEAVING = frozenset("left leaving leave leaves".split())
#: "lost 12 soldiers" is 12 killed; "lost 2 helicopters" is nobody
LOSING = frozenset("lost losing lose loses".split())
#: what makes a combined outcome
_TOGETHER = {
    frozenset({"killed", "wounded"}): "killed-or-wounded",
    frozenset({"killed", "captured"}): "killed-or-captured",
}
_ACTIVE_ONLY = frozenset(
    "claimed the lives of|cost the lives of|took the lives of|claimed the life of|cost the life of|took the life of|lost lives".split("|")
)
#: words of the saying, never of the outcome: "the wounded soldiers", "the dead"
_JOINTS = frozenset({"and", "or", "/", "and/or", "&"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome word or phrase at tokens ``start``–``end`` (half open) and the forms it can have."""

    slug: str
    forms: frozenset[str]
    start: int
    end: int
    words: str
    combined: bool = False


def _lexicon() -> dict[Words, tuple[str, frozenset[str]]]:
    found: dict[Words, tuple[str, set[str]]] = {}
    for slug, forms in _FORMS.items():
        for form, phrases in forms.items():
            for phrase in phrases.split("|"):
                key = tuple(phrase.lower().split())
                if key in found and found[key][0] == slug:
                    found[key][1].add(form)
                elif key not in found:
                    found[key] = (slug, {form})
    for phrase in _ACTIVE_ONLY:
        found[tuple(phrase.split())] = ("killed", {"doing"})
    return {key: (slug, frozenset(forms)) for key, (slug, forms) in found.items()}


LEXICON = _lexicon()
_LONGEST = max(map(len, LEXICON))
#: forms that are verbs only where a verb can stand: "the rescue", "a massacre" are events
_BASE = frozenset("kill murder massacre behead execute slaughter wound injure capture rescue free kidnap abduct neutralize neutralise drown die wounds kills".split())
_BEFORE_BASE = frozenset("to would could will can did not and or they who might may should must then also we militants rebels insurgents jihadists fighters gunmen".split())
#: but a headline's "Bomb kills 13" is a verb by its number
_HEADLINE = frozenset({"kills", "wounds"})
_NUMBERS = frozenset("at more over nearly about around up two three four five six seven eight nine ten eleven twelve several dozens scores hundreds".split())
_SUSTAINED = frozenset("suffered suffering sustained sustaining received took".split())
_FIRST_WORDS = frozenset(words[0] for words in LEXICON) | _SUSTAINED
#: more outcomes than this in one phrase is no phrase
_MOST = 5


def outcome_at(row: list[Token], at: int) -> Outcome | None:
    """The longest outcome phrase at token ``at``, with a second one that makes it a combined outcome.

    >>> from claimgraph.article.grammar.tokens import tokens
    >>> outcome_at(tokens("killed or wounded in action"), 0).slug
    'killed-or-wounded'
    >>> outcome_at(tokens("shot dead"), 0).slug
    'killed'
    """
    first = _single(row, at)
    if first is None or not first.forms & {"done", "doing", "being", "count"}:
        return first
    slugs, end = [first.slug], first.end
    while len(slugs) < _MOST and end + 1 < len(row) and (row[end].low in _JOINTS or row[end].low == ","):
        at_next = end + 1
        if at_next + 1 < len(row) and row[end].low in ("and", ",") and row[at_next].low in ("/", "or", "and"):
            at_next += 2 if row[at_next].low == "/" else 1  # "and/or", ", or"
        second = _single(row, at_next)
        last = at_next > end + 1
        if second is None or not (second.forms & first.forms) or (row[end].low == "," and not last and not _list_goes_on(row, second.end)):
            break
        if "done" in second.forms and "done" not in first.forms and second.end < len(row) and row[second.end].kind == "number":
            break  # "claimed 23 lives and injured 41"
        slugs.append(second.slug)
        end = second.end
    if len(set(slugs)) < 2:
        return first
    slug = _TOGETHER.get(frozenset(slugs), "casualties")
    return Outcome(slug, first.forms, at, end, " ".join(t.text for t in row[at:end]), True)


#: nouns before a noun that are no outcome: "body counts", "a death threat", "a prisoner exchange"
_COMPOUNDS = {
    "body": frozenset("count counts bag bags armor armour part parts guard guards language".split()),
    "death": frozenset("threat threats sentence sentences squad squads row penalty march marches camp camps certificate certificates anniversary rate rates".split()),
    "prisoner": frozenset("exchange exchanges swap swaps release transfer camp camps".split()), "pow": frozenset("camp camps exchange".split()),
    "casualty": frozenset("rate rates evacuation evacuations report reports list lists".split()),
    "injury": frozenset("rate rates time".split()), "murder": frozenset("charge charges weapon trial suspect suspects".split()),
}  # fmt: skip


def _list_goes_on(row: list[Token], end: int) -> bool:
    """Whether "killed, wounded" goes on to "or captured": only then is the comma part of one outcome."""
    at = end
    if at < len(row) and row[at].low == ",":
        at += 1
    return at + 1 < len(row) and row[at].low in _JOINTS and _single(row, at + 1) is not None


def _injuries_behind(row: list[Token], at: int) -> int | None:
    """The token behind "suffered grave injuries", "took bullet wounds": no figure, but what befell those before it."""
    end = next((i for i in range(at + 1, min(len(row), at + 4)) if row[i].low in ("injuries", "wounds")), None)
    if end is None or any(t.kind != "word" or t.low in _NUMBERS or t.low in ("no", "a", "the", "their", "its", "his") for t in row[at + 1 : end]):
        return None
    return end + 1


def _number_behind(row: list[Token], at: int) -> bool:
    return at + 1 < len(row) and (row[at + 1].kind == "number" or row[at + 1].low in _NUMBERS)


def _single(row: list[Token], at: int) -> Outcome | None:
    if at >= len(row) or row[at].low not in _FIRST_WORDS:
        return None
    if at + 1 < len(row) and row[at + 1].low in _COMPOUNDS.get(row[at].low, ()):
        return None
    if row[at].low in _SUSTAINED and (end := _injuries_behind(row, at)):
        return Outcome("wounded", frozenset({"being"}), at, end, " ".join(t.text for t in row[at:end]))
    if row[at].low == "death" and at and row[at - 1].low == "to":
        return None  # "sentenced to death"
    for length in range(min(_LONGEST, len(row) - at), 0, -1):
        entry = LEXICON.get(tuple(t.low for t in row[at : at + length]))
        if entry:
            if length == 1 and row[at].low in _BASE and not (at and row[at - 1].low in _BEFORE_BASE) and not (row[at].low in _HEADLINE and _number_behind(row, at)):
                return None
            return Outcome(entry[0], entry[1], at, at + length, " ".join(t.text for t in row[at : at + length]))
    return None

"""The words that a sentence is cut by: verbs of saying, joints between figures, phrases before a toll, what only looks like a verb."""

AUXILIARIES = frozenset("was were is are be been being had have has having get got getting remain remained remains lay lie".split())
#: the auxiliaries of the passive
BE = frozenset("was were is are be been being get got getting remain remained remains lay lie".split())
PREPOSITIONS = frozenset(
    "in at on near by with from to into against for under over within among amongst between throughout outside inside of about around "
    "upon onto off through towards toward across behind beside beyond without per than as".split()
)
SAYING = frozenset(
    "said stated claimed reported announced told declared confirmed estimated alleged asserted acknowledged admitted wrote noted added "
    "put puts counted tallied documented recorded listed insisted maintained reiterated concluded explained gave revealed assessed indicated "
    "says states claims reports announces confirms estimates alleges tweeted verified mentioned mentions cited specified disclosed conceded boasted "
    "saying stating claiming reporting announcing adding declaring confirming estimating alleging asserting admitting reckoned believed quoted revised updated denied denies denying refuted suggested suggests suggesting clarified warned warns believes".split()
)
#: verbs of saying in the form that is a noun too: only what follows tells ("the forces claim that")
WITH_THAT = dict.fromkeys("indicates reveals notes adds explains concludes acknowledges maintains insists argues argued".split(), "that") | {"placed": "the", "found": "that", "showed": "that", "shows": "that", "learned": "that", "accounted": "for", "spoke": "of", "speak": "of", "spoken": "of", "talked": "of"}
WITH_FIGURE = frozenset("gives give cites cite".split())
BASE_SAYING = frozenset("document record verify claim say report state suggest indicate estimate allege announce confirm acknowledge admit believe deny".split())
JOINTS: dict[tuple[str, ...], str] = {
    ("as", "well", "as"): "join", ("along", "with"): "join", ("together", "with"): "join", ("in", "addition", "to"): "join",
    ("alongside",): "join", ("plus",): "join", ("and", "then"): "and", ("and",): "and", ("&",): "and", ("or",): "and", ("nor",): "and",
    ("as", "did"): "likewise", ("as", "were"): "likewise", ("as", "was"): "likewise", ("so", "did"): "likewise", ("as", "had"): "likewise",
    ("including",): "include", ("incl", "."): "include", ("incl",): "include", ("inclusive", "of"): "include", ("include",): "include", ("included",): "include", ("includes",): "include", ("among", "them"): "include", ("among", "whom"): "include",
    ("amongst", "them"): "include", ("of", "whom"): "include", ("of", "which"): "include", ("among", "these"): "include", ("among", "those", "killed"): "include",
    ("consisting", "of"): "include", ("comprising",): "include", ("composed", "of"): "include", ("among", "the", "dead"): "include", ("comprised",): "include",
    ("among", "the", "victims"): "include", ("in", "total"): "adverb", ("all", "in", "all"): "adverb", ("in", "all"): "adverb", ("a", "total", "of"): "adverb", ("total", "of"): "adverb",
    ("a", "combined"): "adverb", ("at", "that", "point"): "adverb", ("in", "return"): "adverb", ("in", "turn"): "adverb", ("of", "these"): "include", ("of", "those"): "include", ("of", "them"): "include", ("namely",): "include", ("mostly",): "word",
    ("according", "to"): "according", ("while",): "turn", ("whereas",): "turn", ("whilst",): "turn", ("but",): "turn", ("however",): "turn", ("although",): "turn", ("though",): "turn",
    ("when",): "turn", ("after",): "turn", ("before",): "turn", ("because",): "turn", ("until",): "turn", ("once",): "turn", ("where",): "turn", ("if",): "turn",
    ("who",): "relative", ("which",): "relative", ("whose",): "relative", ("that",): "that", ("since",): "turn", ("during",): "preposition", ("following",): "preposition",
    ("with", "the", "loss", "of"): "loss", ("with", "a", "loss", "of"): "loss", ("at", "the", "cost", "of"): "loss", ("loss", "of"): "loss", ("with", "the", "deaths", "of"): "loss",
    ("at", "a", "cost", "of"): "loss", ("losses", "of"): "loss", ("at", "the", "loss", "of"): "loss", ("casualties", "of"): "casualties-of",
}  # fmt: skip
TOLLS: dict[tuple[str, ...], str] = {
    ("death", "toll"): "killed", ("death", "tolls"): "killed", ("body", "count"): "killed", ("toll",): "killed", ("casualty", "toll"): "casualties", ("casualty", "figure"): "casualties",
    ("casualty", "figures"): "casualties", ("casualty", "count"): "casualties", ("killed", "toll"): "killed", ("injury", "toll"): "wounded",
    ("total", "deaths"): "killed", ("number", "of", "injured"): "wounded", ("number", "of", "wounded"): "wounded", ("number", "of", "injuries"): "wounded",
    ("number", "dead"): "killed", ("number", "killed"): "killed", ("number", "wounded"): "wounded", ("number", "injured"): "wounded", ("number", "missing"): "missing", ("dead", "at"): "killed",
    ("number", "of", "dead"): "killed", ("number", "of", "deaths"): "killed", ("number", "of", "fatalities"): "killed", ("number", "of", "killed"): "killed",
    ("number", "of", "casualties"): "casualties", ("number", "of", "victims"): "casualties", ("number", "of", "missing"): "missing", ("number", "of", "people", "killed"): "killed",
    ("number", "of", "prisoners"): "captured", ("number", "of", "those", "killed"): "killed", ("number", "of", "soldiers", "killed"): "killed", ("toll", "of", "dead"): "killed", ("estimates", "of", "the", "dead"): "killed", ("estimates", "of", "deaths"): "killed", ("estimates", "of", "casualties"): "casualties",
    ("number", "of", "people", "injured"): "wounded", ("death", "count"): "killed", ("deaths", "at"): "killed", ("fatalities", "at"): "killed", ("losses", "at"): "casualties",
    ("casualties", "at"): "casualties", ("wounded", "at"): "wounded", ("number", "of", "dead", "and", "wounded"): "killed-or-wounded",
    ("losses", "as"): "casualties", ("casualties", "as"): "casualties", ("casualties", "were"): "casualties", ("losses", "were"): "casualties",
    ("losses", "amounted", "to"): "casualties", ("casualties", "amounted", "to"): "casualties", ("casualties", "numbered"): "casualties", ("losses", "numbered"): "casualties",
    ("among", "the", "dead", "were"): "killed", ("the", "dead", "included"): "killed", ("the", "dead", "include"): "killed", ("the", "dead", "comprised"): "killed", ("the", "dead", "are"): "killed", ("the", "dead", "numbered"): "killed",
    ("the", "fatalities", "included"): "killed", ("the", "fatalities", "were"): "killed", ("the", "fatalities", "comprised"): "killed", ("the", "deceased", "included"): "killed", ("the", "deceased", "were"): "killed",
    ("the", "wounded", "comprised"): "wounded", ("the", "injured", "comprised"): "wounded", ("the", "wounded", "were"): "wounded", ("the", "injured", "were"): "wounded", ("the", "wounded", "include"): "wounded", ("the", "injured", "include"): "wounded",
    ("the", "wounded", "numbered"): "wounded", ("the", "injured", "numbered"): "wounded", ("the", "prisoners", "included"): "captured", ("the", "missing", "included"): "missing", ("those", "killed", "included"): "killed", ("among", "those", "killed", "were"): "killed",
    ("the", "dead", "were"): "killed", ("the", "wounded", "included"): "wounded", ("the", "injured", "included"): "wounded", ("among", "the", "wounded", "were"): "wounded",
    ("revised", "upward", "to"): "killed", ("revised", "upwards", "to"): "killed", ("revised", "down", "to"): "killed", ("revised", "to"): "killed", ("figure", "at"): "killed",
    ("number", "at"): "killed", ("total", "to"): "killed", ("casualties", "totaled"): "casualties", ("casualties", "totalled"): "casualties",
}  # fmt: skip
#: the governors that a figure follows by "to", "at", "of"
TOLL_WORDS = frozenset(" ".join(words) for words in TOLLS)
FIRST_WORDS = frozenset(words[0] for table in (TOLLS, JOINTS) for words in table)
IRREGULAR = frozenset(
    "took fought drove came went ran rose fell began became found made left held led sent brought broke threw shot hit struck set fled won "
    "did does do will would could should may might can must said lost saw kept gave put withdrew overran overtook stood hid rode burst blew cut "
    "carry carries leads led takes makes sought caught thought knew spread forced drew lay built "
    "sent went meant spoke wrote met disagree differ vary".split()
)
NOT_VERBS = frozenset(
    "armed united unidentified suspected alleged masked retired unarmed so-called aligned affiliated backed linked allied based wanted hundred aged red bed shed speed "
    "combined mixed uniformed displaced deployed dedicated experienced unnamed unconfirmed disputed undisclosed mechanized motorized armored armoured sacred hatred indeed need seed feed "
    "related associated estimated disguised hooded plainclothed unspecified uninvolved isolated limited allegedly civil-armed naked "
    "building morning evening during following including meeting wedding according bombing shooting killing spring ring king training fighting remaining surviving attacking "
    "advancing retreating defending opposing neighbouring neighboring sleeping praying fleeing visiting being beijing nothing something everything thing wing sing string "
    "marketing clothing housing parking mining farming fishing crossing gathering funeral-going warning beginning ending living leading regarding concerning "
    "seeking counting ambushing beheading standing sting outstanding raising".split()
)
SPLIT_ADVERBS = frozenset(
    "also only then later both all reportedly allegedly subsequently initially eventually still already just either immediately respectively apparently ultimately almost "
    "nearly about yet even again not never each instantly now at-least least total overall a an the another themselves himself themself confirmed reported believed presumed feared "
    "listed to allegedly officially as due thought thereby".split()
)
PASSIVE_REPORT = frozenset("reported confirmed believed presumed feared listed said claimed alleged estimated thought found left known declared".split())

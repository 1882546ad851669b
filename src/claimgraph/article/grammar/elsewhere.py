"""Words that lead away from the article's own event: "a separate raid", "since 2012", "elsewhere in the province", "the rebels who had fired on"."""

import re

from claimgraph.article.text import Article

EVENTS = r"(?:attacks?|ambush(?:es)?|bombings?|raids?|strikes?|air-?strikes?|incidents?|explosions?|operations?|clash(?:es)?|assaults?|massacres?|engagements?|battles?|shootings?)"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_STRUGGLE = r"(?:\w+ ){0,2}(?:war|conflict|insurgency|genocide|rebellion|campaign|offensive|crackdown|violence|unrest|uprising)"
_MANY = r"(?:dozens|scores|hundreds|several|many|numerous|multiple|frequent|repeated|deadly|an? (?:\w+ )?(?:series|string|spate|wave|number|campaign))"
_WORDS = (
    # another event
    r"\b(?:separate|unrelated|similar|retaliatory|revenge|previous|prior|earlier|preceding|past|later|subsequent|future)\s+(?:\w+\s+){0,2}?(?:" + EVENTS + r"|overruns?|takeovers?|defeats?|loss)\b",
    r"\banother\s+(?:\w+\s+){0,2}?(?:attack|ambush|bombing|raid|massacre|incident|clash)\b",
    r"\b(?:has|have) (?:also |since |repeatedly )?(?:carried out|launched|staged|conducted|mounted|waged|perpetrated|claimed) " + _MANY + r" (?:[\w-]+ ){0,4}?" + EVENTS + r"\b",
    # since when, over how long
    r"\bsince (?:the )?(?:(?:beginning|start|outbreak)(?! of (?:[\w'’-]+ ){0,3}?(?:day|attack|battle|siege|offensive|operation|fighting|clashes|assault|onslaught)\b)|then(?!\s*[.;\[]|\Z)|its|early|late|\d{4}|20\d\d|" + _MONTHS + r")\b",
    r"\b(?:has|have|had) (?:since(?! (?:been|died|risen|climbed|increased|reached|passed))|previously)\b",
    r"\b(?:has|have) (?:been killed|been wounded|been displaced|died|lost their lives) in the (?:[\w-]+ )?" + _STRUGGLE + r"\b|\b(?:during|over|in) the same period\b",
    r"\b(?:an?|one|two|three|four|five|several|many) (?:weeks?|months?|years?|decades?) ago\b|\bsince (?:his|her) \w+\b|\bnationwide\b",
    r"\b(?:over|in) the (?:past|last|previous) (?:\w+ )?(?:years?|months?|decades?|weeks?)\b|\bin recent (?:months|years|weeks)\b|\bthat year\b|\bannually\b|\bper year\b|\bso far (?:this|that) year\b",
    r"\b(?:throughout|during|in the course of) the (?:\w+ ){0,2}(?:war|conflict|insurgency|civil war|genocide|rebellion|campaign)\b",
    r"\b(?:earlier|later) (?:that|the same|in the|this) (?:month|year|week)\b|\b(?:days?|weeks?|months?|years?) (?:earlier|before|prior|previously)\b",
    r"\bthe (?:previous|preceding) (?:year|month|week|day|night)\b|\bthe (?:day|week|month|year) before\b|\blast (?:month|year|summer|autumn|winter|spring|" + _MONTHS + r")\b",
    # a whole war
    r"\bafter (?:[\w-]+ ){1,3}(?:years|months) of (?:the )?" + _STRUGGLE + r"\b",
    r"\b(?:state|region|province|country|district) alone\b|\bhas (?:killed|left|claimed|displaced) (?:more than|over|thousands|tens|hundreds|at least)\b",
    r"\bthe (?:war|conflict|insurgency|civil war) (?:has|had) (?:killed|left|claimed|displaced)\b|\bdirect result of the violence\b|\bin retaliat\w+\b",
    # another place
    r"\bseparately (?:reported|announced|said)\b|\bin (?:different|other|several) parts of the (?:country|province|region|state)\b",
    r"\A\W*Elsewhere(?:,| in the (?:province|region|country|state|district|county|department|north|south|east|west)\b)|, (?:some |about |around )?\d+ (?:km|kilomet\w+|mi|miles) away\b",
)  # fmt: skip
ELSEWHERE = re.compile("|".join(_WORDS), re.IGNORECASE)
_CLAUSES = (
    # "… a reprisal for an ambush that left several dead, …": that clause is of the other event, the sentence is not
    r"(?<!responsibility )(?<!credit )\b(?:for|after|following|over|avenge|from|since|like|to) (?:an?|the) (?:[\w-]+\s+){0,3}?" + EVENTS + r" (?:that|which|in which)\b[^,;.]*",
    # "the genocide in which up to a million died": of the war, not of the event
    r"\b(?:war|conflict|genocide|insurgency|rebellion|campaign|crisis|uprising|civil war|unrest),? (?:in which|during which|that|which|where)\b[^,;.]*",
    # "amid a spate of raids that has left 44 dead in Lom, 22 in Ash": of all those others
    r"\bamid an? (?:[\w-]+ )?(?:spate|series|string|wave|rash|surge) of [^.;]*?\b(?:that|which)\b[^.;]*",
    # "the attack comes a week after 14 soldiers were killed"
    r"\b(?:comes?|came|occurred|follows|happened) (?:just |only |barely )?(?:an?|one|two|three|four|five|six|several|a few|\d+) (?:hours?|days?|weeks?|months?|years?) after\b[^.;]*",
    # "the strike targeted rebels who had fired on the town, killing one": what those struck had done
    r"\b(?:target(?:ed|ing)|aimed at|in (?:response|reply) to|in (?:reprisal|revenge|retaliation) for) [^.;]{0,80}?\b(?:(?:who|which|that) had|used to)\b[^.;]*",
)
CLAUSES = tuple(re.compile(clause, re.IGNORECASE) for clause in _CLAUSES)
#: what is said of the event that the sentence before it ended with
BACK_THERE = re.compile(r"\b(?:on|in|during) that (?:day|occasion|attack|raid|ambush|incident|battle|clash|bombing)\b", re.IGNORECASE)
_NAME = r"(?P<place>(?!(?i:" + _MONTHS + r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)*)"
#: what is told beside the event, and where: another event if that is none of its own places
_BESIDE = (
    re.compile(r"\A\W*(?:Elsewhere|Separately|Meanwhile|Also|(?:On )?(?:[Tt]he|[Tt]hat) same day|Further (?:north|south|east|west))\b[^.;]{0,40}?\b(?:in|at|near|outside) (?:the \w+ of )?" + _NAME),
    re.compile(r"\banother (?:[\w-]+ ){0,2}?(?:bomb|bomber|blast|explosion|rocket|shell|mine|device)\b[^.;,]{0,40}?\b(?:in|at|near|outside) (?:the \w+ of )?" + _NAME),
    re.compile(r"\b(?:in|by) an? (?:[\w-]+ ){0,3}?" + EVENTS + r"\b[^.;]{0,80}?\b(?:in|at|near|on|outside) (?:the (?:[\w-]+ ){0,3}?of )?" + _NAME),
    re.compile(r"\A\W*(?:An?|Another|Two|Three) (?:[\w-]+ ){0,3}?" + EVENTS + r"\b[^.;]{0,120}?\b(?:in|at|near|outside) (?:the (?:[\w-]+ ){0,3}?of )?" + _NAME),
    re.compile(r"\b(?:killed|died|wounded|injured) (?:in|during) (?:the|an?|its) (?:[\w-]+ ){0,2}?(?:operation|offensive|campaign)s?\b[^.;]{0,30}?\b(?:in|at) " + _NAME),
    re.compile(r"\b(?:mourn|commemorat|honou?r)\w*\b[^.;,]{0,60}?\b(?:killed|died|slain|fell) (?:in|at|near) (?:the \w+ of )?" + _NAME),
)
_WORD = re.compile(r"[A-ZÀ-Þ][\w’'-]+")
#: so many code points of the first paragraph name the event's places
_LEAD = 1_000
#: fewer words are a headline
_SENTENCE = 9


def home_of(article: Article) -> frozenset[str]:
    """The names that an article's title, place, headings and first sentences give: where its event may have been."""
    lines = [line.text for name in ("place", "part-of", "date") for box in article.fields(name) for line in box.lines]
    lead = next((p.text for p in article.paragraphs if not p.section and len(p.text.split()) >= _SENTENCE), "")[:_LEAD]
    return frozenset(word.lower() for text in (article.title, *lines, *(s.title for s in article.sections), lead) for word in _WORD.findall(text))


def other_place(text: str, home: frozenset[str]) -> int | None:
    """Where a sentence begins to tell of a place that is none of the event's own.

    >>> other_place("Meanwhile, in Lom, two guards were killed.", frozenset({"orsk"})), other_place("Meanwhile, in Lom, two died.", frozenset({"lom"}))
    (0, None)
    """
    for pattern in _BESIDE:
        match = pattern.search(text)
        if match and not any(word.lower() in home for word in _WORD.findall(match["place"])):
            return match.start()
    return None

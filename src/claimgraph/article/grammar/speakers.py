"""Who says a figure: the frames of a sentence ("X stated that …", "…, according to X") and how far each reaches.

A frame reaches from its verb to the next speaker or the sentence's end; behind the figures ("…, X said")
it reaches back to the previous one. Pronouns and "the group" are resolved inside the paragraph.
"""

import re
from dataclasses import replace

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.frames import Frame, date_near, in_bracket, kept_in
from claimgraph.article.grammar.passives import BE, passive, putting
from claimgraph.article.grammar.speaker_names import INSTITUTION, Memory, is_person, named, papers_figure, remember_papers, resolve
from claimgraph.article.grammar.subjects import cited, cited_behind, meant, phrase, postponed, skip_back, speaker_behind, subject_before, subject_of_clause

_NEEDS_TOLL = frozenset("put puts gave counted listed placed revised updated".split())
#: what they say is that it is not so
_DENYING = frozenset("denied denies denying refuted".split())
#: what begins a clause that is told by whoever tells the sentence
_OPENING = frozenset("when after before where until since because once if".split())
_BODIES = frozenset("bodies corpses dead deaths fatalities".split())
_NEEDS_THAT = frozenset("believes suggested suggests mentioned mentions added noted believed documented recorded verified concluded revealed assessed indicated cited specified reckoned wrote quoted explained declared maintained reports claims estimates states announces confirms alleges declaring adding noting citing".split())
_REPORTS = re.compile(r"\b(?:reports?|whom|figures?|estimates?)\b", re.IGNORECASE)
_NOBODY = re.compile(r"\A(?:no[ -]?(?:one|body)|few)\b", re.IGNORECASE)
#: what begins that which is said, behind verbs that are nouns too
_CONTENT = frozenset("the deaths it they he she its their".split())
_PRONOUNS = frozenset("they it he she".split())
_FIRST = re.compile(r"\b(?:initial(?:ly)?|preliminary|early|first|provisional)\b", re.IGNORECASE)


_MARKS = re.compile(r"\[[^\[\]]{1,24}\]")
_RAID = re.compile(r" (?:the|this|both|these) (?:[\w-]+ ){0,2}?(?:attacks?|ambush(?:es)?|bombings?|raids?|assaults?|massacres?|shootings?|blasts?|explosions?)\b(?! (?:had|has|have|was|were|killed|left))")
#: a name in apposition, up to its comma
_NAMED_BEHIND = re.compile(r", (?:[A-ZÀ-Þ][\w.’'-]* ?){2,5},")
#: a document by itself says nothing: whose it is does
_PAPER = re.compile(r"(?:(?:an?|the|this|that|its|their)\s+)?[\"“”'’]?(?:\w+\s+){0,2}(?:tolls?|counts?|figures?|reports?|assessments?|tall(?:y|ies)|estimates?|information|evidence|results?|statistics|data)[\"“”'’]?", re.IGNORECASE)
_TOLL = re.compile(r"(?:(?:an?|the|this|that|its)\s+)?(?:\w+\s+){0,2}(?:tolls?|counts?|figures?|tall(?:y|ies))", re.IGNORECASE)
#: a headline's speaker, behind its dash: "Bomb kills 13 - officials"
_HEADLINE = re.compile(r"\w (?:[-–—]|--) (?P<who>(?:[A-Z][\w.’'-]* |[a-z]+ ){0,4}?(?:officials?|police|army|military|ministry|minister|government|governor|mayor|sources?|spokes(?:man|woman|person)|monitors?|witness(?:es)?|residents?|UN|medics|hospitals?|rebels|Observatory|media|reports?|agency|AFP|AP|Reuters))\s*\Z")
#: who signs a quotation: “Dozens fell,” – Mayor Jan Mor.
_SIGNED = re.compile(r"[”\"],? ?(?:[-–—]|--) ?(?P<who>[A-ZÀ-Þ][^.;,()]{2,80})\.?\s*\Z")
#: "took credit for the raid": no frame, but who speaks next
_CREDIT = frozenset("credit responsibility".split())
_TAKING = frozenset("took taken takes accepted".split())


def frames(sentence: Sentence, memory: Memory) -> list[Frame]:
    """The frames of the sentence, in order; ``memory`` is read for pronouns and carried on.

    >>> from claimgraph.article.grammar.chunks import chunked
    >>> found = frames(chunked("On 3 May, the army stated that five were killed, while AFP said six."), Memory())
    >>> [(f.claimants, f.said_on) for f in found]
    [(('army',), '3 May'), (('AFP',), None)]
    """
    remember_papers(sentence, memory)
    chunks = sentence.chunks
    found: list[Frame] = []
    clause = 0
    for index, chunk in enumerate(chunks):
        if chunk.kind in ("turn", "that", "stop", "colon"):
            clause = index + 1
        bracket = in_bracket(sentence, index)
        for frame in _citing(sentence, index, clause, _told(sentence, index, clause, memory, found)):
            frame = replace(kept_in(frame, sentence, bracket), denied=chunk.word in _DENYING and not _NOBODY.search(" ".join(frame.claimants)))
            frame = replace(frame, claimants=()) if _NOBODY.search(" ".join(frame.claimants)) else frame
            if found and found[-1].end > frame.start > found[-1].start and bracket is None:
                found[-1] = replace(found[-1], end=frame.start)
            found.append(frame)
            if frame.claimants:
                memory.speaker = memory.mention = frame.claimants
                memory.person = frame.claimants if is_person(frame.claimants[0]) else memory.person
    if not found and (paper := papers_figure(sentence)):
        found.append(Frame(*paper))
    if not found and (signed := _SIGNED.search(sentence.text)):
        found.append(Frame(sentence.offset, sentence.offset + signed.start(), named(signed["who"])))
        memory.speaker = memory.mention = found[-1].claimants
    if not found and (headed := _HEADLINE.search(sentence.text)):
        found.append(Frame(sentence.offset, sentence.offset + headed.start(), named(headed["who"])))
    return found


def _told(sentence: Sentence, index: int, clause: int, memory: Memory, found: list[Frame]) -> list[Frame]:
    """The frames that chunk ``index`` begins: mostly none."""
    chunks, chunk = sentence.chunks, sentence.chunks[index]
    before = skip_back(chunks, index) if chunk.kind == "say" or putting(sentence, index) else -1
    if before >= 0 and not chunk.word.endswith("ing") and chunks[before].kind in ("aux", "toll") and sentence.row[chunks[before].end - 1].low in BE:
        return passive(sentence, index, memory, before)
    frame = None
    if chunk.kind == "say":
        frame = _said(sentence, index, clause, memory, found)
    elif chunk.kind == "according" or (chunk.kind == "preposition" and chunk.word == "per"):
        frame = _according(sentence, index, clause, memory, found)
    elif chunk.word in _DENYING or chunk.word == "deny" or (chunk.word in _TAKING and index + 1 < len(chunks) and chunks[index + 1].word in _CREDIT):
        memory.mention = named(subject_before(sentence, index, clause) or "") or memory.mention
    return [frame] if frame else []


def _citing(sentence: Sentence, index: int, clause: int, told: list[Frame]) -> list[Frame]:
    """The frames, with whom their one speaker cites behind his name."""
    if len(told) != 1 or len(told[0].claimants) != 1:
        return told
    who, chunk = told[0].claimants[0], sentence.chunks[index]
    source = cited(sentence, index, clause) if chunk.kind == "say" else cited_behind(sentence, who, sentence.first(chunk))
    return [replace(told[0], claimants=(f"{who}, citing {source}",))] if source and ", citing " not in who else told


def _said(sentence: Sentence, index: int, clause: int, memory: Memory, found: list[Frame]) -> Frame | None:
    chunks, chunk = sentence.chunks, sentence.chunks[index]
    before = skip_back(chunks, index)
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if chunk.word in ("claimed", "claim", "claiming", "claims") and after is not None and (after.word in ("responsibility", "credit", "victory", "control") or _raid_follows(sentence, index)):
        subject = subject_before(sentence, index, clause)
        memory.mention = named(subject) or memory.mention if subject else memory.mention
        memory.subject = subject or memory.subject
        return None
    if chunk.word.startswith("claim") and any(c.word in ("lives", "life") or (c.outcome and c.outcome.words in ("lives", "life")) for c in chunks[index + 1 : index + 5]):
        return None
    if chunk.word in ("quoted", "cited") and any(c.word in ("saying", "stating", "telling", "reporting") for c in chunks[index + 2 : index + 14]):
        return _frame(sentence, index, clause, named(phrase(sentence, index + 1).removesuffix(" as")), "")  # "an agency quoted an officer as saying"
    quoting = _quoting(sentence, index)
    if quoting is not None:  # "…," it added, referring to …
        return Frame(max([sentence.offset, *(f.end for f in found if f.end <= sentence.first(chunk))]), sentence.offset + len(sentence.text), resolve(quoting, memory), date_near(sentence, index, index))
    if chunk.word in _NEEDS_TOLL and not any(c.kind == "toll" or (chunk.word in ("counted", "listed") and c.outcome is not None) or (c.outcome and _BODIES.intersection(c.outcome.words.lower().split())) or c.word in ("number", "figure", "figures", "casualties", "losses", "deaths", "assessment", "estimate", "total") for c in chunks[index + 1 : index + 9]):
        return None
    if chunk.word in _NEEDS_THAT and not chunk.word.endswith("ing") and not _content_follows(chunks, index) and not _closes(chunks, index) and not (index and _closes_quotation(sentence, index)):
        if chunk.word.startswith("confirm") and (subject := subject_before(sentence, index, clause)):
            memory.mention = named(subject) or memory.mention  # "the government confirms a report": the report is its own
        return None
    if before >= 0 and chunks[before].word == "than":
        return None  # "more than first reported"
    if chunk.word.endswith("ing"):
        claimants = resolve(subject_of_clause(sentence, index, 0), memory) or memory.speaker or memory.mention
        claimants = found[-1].claimants if found else claimants
        return _frame(sentence, index, clause, claimants, "") if claimants else None
    subject = subject_before(sentence, index, clause)
    behind = speaker_behind(sentence, index)
    if behind is not None and (subject is None or _inverted(sentence, index, behind) or (chunk.word != "told" and _closes_quotation(sentence, index))):
        return Frame(_reach_back(sentence, clause, found), sentence.last(chunk), named(behind))
    if subject is None:
        subject = subject_of_clause(sentence, index, clause) or subject_of_clause(sentence, index, 0)
    if subject is None:
        return None
    if chunk.word == "accounted" and not INSTITUTION.search(subject):
        return None  # "shelling accounted for 30 deaths"
    if subject.lower() in _PRONOUNS and not any(f.claimants for f in found) and not postponed(sentence, index):
        subject = meant(sentence, index, subject.lower()) or subject
    claimants = resolve(subject, memory)
    if found and found[-1].claimants and found[-1].end > sentence.first(chunk) and _PAPER.fullmatch(subject):
        claimants = found[-1].claimants  # "a source said that a provisional toll indicated": the source's
    elif _TOLL.fullmatch(subject):
        claimants = ()  # "the provisional toll put the wounded at six"
    elif subject.lower() in ("another", "others") and memory.speaker and memory.speaker[0].split()[-1].islower():
        claimants = (f"{subject.lower() if subject.lower() == 'another' else 'other'} {memory.speaker[0]}",)
    if postponed(sentence, index):
        if found and _is_agencys(sentence, index, found[-1]):
            return None  # "…, sources said on Thursday, blaming the front, an agency reported": the sources' figures
        return Frame(_reach_back(sentence, clause, found), sentence.last(chunk), claimants, date_near(sentence, index, index))
    return _frame(sentence, index, clause, claimants, subject)


def _raid_follows(sentence: Sentence, index: int) -> bool:
    """ "… claimed the raid": who did it, no figure."""
    return bool(_RAID.match(sentence.text, sentence.last(sentence.chunks[index]) - sentence.offset))


def _is_agencys(sentence: Sentence, index: int, told: Frame) -> bool:
    """Whether a name at the end only passes on what somebody else was said to have told before, without a figure between."""
    chunks = sentence.chunks
    name = sentence.row[chunks[index].start - 1].text[:1].isupper() and index > 1 and chunks[index - 2].kind == "comma"
    own = not told.claimants or _REPORTS.search(" ".join(told.claimants))
    return name and not own and not any(c.kind == "figure" for c in chunks[:index] if sentence.first(c) >= told.end)


def _inverted(sentence: Sentence, index: int, behind: str) -> bool:
    """ "…, said a statement by the ministry.": nothing but the speaker behind the verb, so that what stands before it was said."""
    if sentence.chunks[index].word == "told":
        return False  # "…, the chief told an agency": whom he spoke to
    rest = sentence.text[sentence.last(sentence.chunks[index]) - sentence.offset :].partition(behind)[2]
    return not re.search(r"\w", _MARKS.sub("", rest))


def _quoting(sentence: Sentence, index: int) -> str | None:
    """Who speaks between a quotation and the rest of the sentence: "…," the army said in a statement, …"""
    chunks = sentence.chunks
    start = index
    while start > 0 and index - start < 8 and chunks[start - 1].kind in ("word", "adverb", "preposition") and not _closes_quotation(sentence, start):
        start -= 1
    if start == index or start == 0 or not _closes_quotation(sentence, start):
        return None
    following = chunks[index + 1].kind if index + 1 < len(chunks) else "stop"
    return sentence.words(chunks[start].start, chunks[index].start) if following in ("comma", "stop", "preposition", "date", "ref") else None


def _closes_quotation(sentence: Sentence, at: int) -> bool:
    """Whether a quotation ends right before chunk ``at``."""
    between = sentence.text[sentence.last(sentence.chunks[at - 1]) - sentence.offset : sentence.first(sentence.chunks[at]) - sentence.offset]
    place = sentence.first(sentence.chunks[at - 1]) - sentence.offset
    behind = sentence.text[max(0, place) :][:3]
    if sentence.text[max(0, place - 1) : place] in ('"', "”") and behind[:1] == ",":
        return True  # "…", said the mayor
    return any(mark in between for mark in '"”') or (behind[:1] in ",.!?" and behind[1:2] in ('"', "”"))


def _frame(sentence: Sentence, index: int, clause: int, claimants: tuple[str, ...], subject: str) -> Frame:
    chunk = sentence.chunks[index]
    end = sentence.offset + len(sentence.text)
    return Frame(sentence.first(chunk), end, claimants, date_near(sentence, clause, index), bool(_FIRST.search(subject)))


def _according(sentence: Sentence, index: int, clause: int, memory: Memory, found: list[Frame]) -> Frame | None:
    chunks, chunk = sentence.chunks, sentence.chunks[index]
    words = phrase(sentence, index + 1)
    if chunk.word == "per" and not (words[:1].isupper() or words.lower().startswith("the ")):
        return None
    if words and (name := _NAMED_BEHIND.match(sentence.text, sentence.text.find(words, sentence.first(chunk) - sentence.offset) + len(words))):
        words += name[0].rstrip(",")  # "according to the ministry's spokesman, Colonel Ba, 5 died"
    who = resolve(words, memory)
    if not who:
        return None
    end = sentence.offset + len(sentence.text)
    if index > 1 and chunks[index - 1].kind == "figure" and chunks[index - 2].word == "or":
        return Frame(sentence.first(chunks[index - 1]), sentence.last(chunks[index]), who)  # "14 people, or 30 according to the rebels"
    opens = index == 0 or chunks[index - 1].kind in ("turn", "that", "stop", "colon", "and") or (chunks[index - 1].kind == "comma" and index > 1 and chunks[index - 2].kind in ("turn", "that", "and"))
    if opens and any(c.kind in ("figure", "outcome", "toll") for c in chunks[index:]):
        return Frame(sentence.first(chunk), end, who)
    if found and _still_speaks(sentence, found[-1], index):
        return None  # "the minister said that 5 were killed, according to a paper": the paper reports what he said
    later = next((c for c in chunks[index:] if c.kind in ("turn",) or (c.kind == "stop" and c.end < len(sentence.row))), None)
    return Frame(_reach_back(sentence, clause, found), sentence.first(later) if later else end, who)


def _still_speaks(sentence: Sentence, frame: Frame, index: int) -> bool:
    """Whether somebody named speaks from before the figures up to chunk ``index``, without a turn in between."""
    chunks = sentence.chunks
    inside = [c for c in chunks[:index] if sentence.first(c) >= frame.start]
    return bool(frame.claimants) and frame.end > sentence.first(chunks[index]) and any(c.kind == "figure" for c in inside) and not any(c.kind == "turn" for c in inside)


def _reach_back(sentence: Sentence, clause: int, found: list[Frame]) -> int:
    """Where a speaker named behind his figures begins to speak: the clause's start, not over another speaker."""
    chunks = sentence.chunks
    start = sentence.first(chunks[clause]) if clause < len(chunks) and chunks[clause - 1].kind in ("turn", "stop") and clause and any(c.kind == "figure" for c in chunks[clause:]) else sentence.offset
    if clause and (chunks[clause - 1].word == "while" and not found or chunks[clause - 1].word in _OPENING):
        start = sentence.offset
    return max([start, *(f.end if f.end < sentence.offset + len(sentence.text) else f.start for f in found if f.start < (sentence.first(chunks[clause]) if clause < len(chunks) else start))], default=start) if found else start


def _closes(chunks: tuple[Chunk, ...], index: int) -> bool:
    """ "… had been killed, he added.": the verb ends the sentence, its subject stands behind a comma."""
    after = chunks[index + 1 : index + 3]
    return all(c.kind in ("stop", "ref") for c in after) and any(c.kind == "comma" for c in chunks[max(0, index - 6) : index]) and any(c.kind == "figure" for c in chunks[:index])


def _content_follows(chunks: tuple[Chunk, ...], index: int) -> bool:
    owned = chunks[index].word.startswith("claim") and chunks[index + 1 : index + 2] and chunks[index + 1].word == "to"  # "claims to have killed 60"
    return bool(owned) or any(c.kind in ("that", "figure", "toll") or c.word in _CONTENT for c in chunks[index + 1 : index + 3])

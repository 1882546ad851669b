"""Who says a figure: the frames of a sentence ("X stated that …", "…, according to X") and how far each reaches.

A frame reaches from its verb to the next speaker or the sentence's end; behind the figures ("…, X said")
it reaches back to the previous one. Pronouns and "the group" are resolved inside the paragraph.
"""

import re
from dataclasses import dataclass, replace

from claimgraph.article.chunks import Chunk, Sentence
from claimgraph.article.speaker_names import Memory, named, remember_papers, resolve

_BE = frozenset("was were is are be been being".split())
_NEEDS_TOLL = frozenset("put gave counted listed placed revised updated".split())
#: what they say is that it is not so
_DENYING = frozenset("denied denies denying refuted".split())
_NEEDS_THAT = frozenset("mentioned mentions added noted believed documented recorded verified concluded revealed assessed indicated cited specified reckoned wrote quoted explained declared maintained reports claims estimates states announces confirms alleges says declaring adding noting citing".split())
_FIRST = re.compile(r"\b(?:initial(?:ly)?|preliminary|early|first|provisional)\b", re.IGNORECASE)
_PRONOUNS = frozenset("they it he she".split())
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\Z")
MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Frame:
    """``claimants`` say what stands at ``start``–``end`` of the article; ``said_on`` as written; ``initial`` for a first report."""

    start: int
    end: int
    claimants: tuple[str, ...]
    said_on: str | None = None
    initial: bool = False
    denied: bool = False


#: "took credit for the raid": no frame, but who speaks next
_CREDIT = frozenset("credit responsibility".split())


def frames(sentence: Sentence, memory: Memory) -> list[Frame]:
    """The frames of the sentence, in order; ``memory`` is read for pronouns and carried on.

    >>> from claimgraph.article.chunks import chunked
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
        frame = None
        if chunk.kind == "say":
            frame = _said(sentence, index, clause, memory, found)
        elif chunk.kind == "according" or (chunk.kind == "preposition" and chunk.word == "per"):
            frame = _according(sentence, index, clause, found)
        elif chunk.word in ("took", "taken", "takes", "accepted") and index + 1 < len(chunks) and chunks[index + 1].word in _CREDIT:
            memory.mention = named(_subject(sentence, index, clause) or "") or memory.mention
        if frame is None:
            continue
        if chunk.word in _DENYING:
            frame = replace(frame, denied=True)
        if found and found[-1].end > frame.start and frame.start > found[-1].start:
            found[-1] = _cut(found[-1], frame.start)
        found.append(frame)
        if frame.claimants:
            memory.speaker = memory.mention = frame.claimants
    return found


def speaker_at(found: list[Frame], place: int) -> Frame | None:
    """The frame that reaches ``place``; the later of two."""
    return next((f for f in reversed(found) if f.start <= place < f.end), None)


def _said(sentence: Sentence, index: int, clause: int, memory: Memory, found: list[Frame]) -> Frame | None:
    chunks, chunk = sentence.chunks, sentence.chunks[index]
    before = _skip_back(chunks, index)
    after = chunks[index + 1] if index + 1 < len(chunks) else None
    if before >= 0 and chunks[before].kind == "aux" and chunks[before].word in _BE:
        return _passive(sentence, index, memory, chunks[before])
    if chunk.word in ("claimed", "claim", "claiming", "claims") and after is not None and after.word in ("responsibility", "credit", "victory", "control"):
        subject = _subject(sentence, index, clause)
        memory.mention = named(subject) or memory.mention if subject else memory.mention
        memory.subject = subject or memory.subject
        return None
    if chunk.word.startswith("claim") and any(c.word in ("lives", "life") or (c.outcome and c.outcome.words in ("lives", "life")) for c in chunks[index + 1 : index + 5]):
        return None
    if chunk.word in ("quoted", "cited") and any(c.word in ("saying", "stating", "telling", "reporting") for c in chunks[index + 2 : index + 14]):
        return _frame(sentence, index, clause, named(_phrase(sentence, index + 1).removesuffix(" as")), "")  # "an agency quoted an officer as saying"
    quoting = _quoting(sentence, index)
    if quoting is not None:  # "…," it added, referring to …
        return Frame(max([sentence.offset, *(f.end for f in found if f.end <= sentence.first(chunk))]), sentence.offset + len(sentence.text), resolve(quoting, memory), _date_near(sentence, index, index))
    if chunk.word in _NEEDS_TOLL and not any(c.kind == "toll" or c.word in ("number", "figure", "figures", "casualties", "losses", "deaths", "assessment", "estimate", "total") for c in chunks[index + 1 : index + 9]):
        return None
    if chunk.word in _NEEDS_THAT and not chunk.word.endswith("ing") and not _content_follows(chunks, index):
        return None
    if chunk.word.endswith("ing"):
        claimants = resolve(_sentence_subject(sentence, index, 0), memory) or memory.speaker or memory.mention
        claimants = found[-1].claimants if found else claimants
        return _frame(sentence, index, clause, claimants, "") if claimants else None
    subject = _subject(sentence, index, clause)
    behind = _behind(sentence, index)
    if behind is not None and subject is None:
        return Frame(_reach_back(sentence, clause, found), sentence.last(chunk), named(behind))
    if subject is None:
        subject = _sentence_subject(sentence, index, clause) or _sentence_subject(sentence, index, 0)
    if subject is None:
        return None
    claimants = resolve(subject, memory)
    if _postponed(sentence, index):
        return Frame(_reach_back(sentence, clause, found), sentence.last(chunk), claimants, _date_near(sentence, index, index))
    return _frame(sentence, index, clause, claimants, subject)


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
    behind = sentence.text[max(0, sentence.first(sentence.chunks[at - 1]) - sentence.offset) :][:3]
    return any(mark in between for mark in '"”') or (behind[:1] in ",.!?" and behind[1:2] in ('"', "”"))


def _frame(sentence: Sentence, index: int, clause: int, claimants: tuple[str, ...], subject: str) -> Frame:
    chunk = sentence.chunks[index]
    end = sentence.offset + len(sentence.text)
    return Frame(sentence.first(chunk), end, claimants, _date_near(sentence, clause, index), bool(_FIRST.search(subject)))


def _passive(sentence: Sentence, index: int, memory: Memory, be: Chunk) -> Frame | None:
    """ "it was reported that": somebody unnamed; "was reported by X that": X; "was claimed by X": remembered."""
    chunks = sentence.chunks
    at = index + 1
    while at < len(chunks) and chunks[at].kind in ("adverb", "date", "word") and at < index + 3:
        at += 1
    if at < len(chunks) and chunks[at].word == "by":
        who = named(_phrase(sentence, at + 1))
        memory.mention = who or memory.mention
        if any(c.kind == "that" for c in chunks[at : at + 14]):
            return Frame(sentence.first(chunks[index]), sentence.offset + len(sentence.text), who)
        if any(c.kind in ("figure",) for c in chunks[:index]) and sentence.chunks[index].word in ("reported", "confirmed", "announced", "stated", "said"):
            return Frame(sentence.offset, sentence.last(chunks[index]), who)
        return None
    it = _skip_back(chunks, chunks.index(be))
    if it >= 0 and chunks[it].word == "it":
        return Frame(sentence.first(chunks[index]), sentence.offset + len(sentence.text), ())
    return None


def _according(sentence: Sentence, index: int, clause: int, found: list[Frame]) -> Frame | None:
    chunks, chunk = sentence.chunks, sentence.chunks[index]
    words = _phrase(sentence, index + 1)
    if chunk.word == "per" and not (words[:1].isupper() or words.lower().startswith("the ")):
        return None
    who = named(words)
    if not who:
        return None
    end = sentence.offset + len(sentence.text)
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
    if clause and chunks[clause - 1].word in ("when", "after", "before", "where", "until", "since", "because", "once", "if"):
        start = sentence.offset
    return max([start, *(f.end if f.end < sentence.offset + len(sentence.text) else f.start for f in found if f.start < (sentence.first(chunks[clause]) if clause < len(chunks) else start))], default=start) if found else start


def _phrase(sentence: Sentence, at: int) -> str:
    """The noun phrase from chunk ``at`` to the next comma, verb, mark or clause."""
    chunks = sentence.chunks
    start, end = at, at
    while end < len(chunks) and end - start < 14:
        chunk = chunks[end]
        if chunk.kind in ("comma", "stop", "turn", "ref", "open", "close", "relative", "that", "say", "colon", "aux", "date", "join", "include", "outcome", "taking") or (chunk.kind == "verb" and not _adjective(sentence, end)):
            break
        if chunk.kind == "figure" and chunk.counted is not None and chunk.counted.digits:
            break
        if chunk.kind == "preposition" and chunk.word in ("on", "in", "after", "as", "at", "with", "during") and end > start and not (chunk.word in ("in", "at", "on") and _capital(sentence, end + 1)):
            break
        if chunk.kind == "and" and end + 1 < len(chunks) and chunks[end + 1].kind in ("figure", "that", "aux", "outcome"):
            break
        end += 1
    while end > start and chunks[end - 1].kind in ("and", "preposition", "adverb"):
        end -= 1
    return sentence.words(chunks[start].start, chunks[end - 1].end) if end > start else ""


def _adjective(sentence: Sentence, at: int) -> bool:
    """ "local elected officials": a participle with its noun behind it."""
    chunks = sentence.chunks
    return chunks[at].kind == "verb" and chunks[at].word.endswith("ed") and at + 1 < len(chunks) and chunks[at + 1].kind == "word" and sentence.row[chunks[at + 1].start].kind == "word"


def _capital(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.chunks) and sentence.row[sentence.chunks[at].start].text[:1].isupper()


def _subject(sentence: Sentence, index: int, clause: int) -> str | None:
    """The noun phrase that a verb of saying has before it, appositions included."""
    chunks = sentence.chunks
    end = _skip_back(chunks, index) + 1
    if end > clause and chunks[end - 1].word in _PRONOUNS and (end - 1 == clause or chunks[end - 2].kind != "preposition"):
        return sentence.words(chunks[end - 1].start, chunks[end - 1].end)  # "In a further statement they said"
    if end > 0 and chunks[end - 1].kind == "close":  # "the Observatory (SOHR) reported"
        opened = next((at for at in range(end - 1, max(clause, end - 8) - 1, -1) if chunks[at].kind == "open"), None)
        end = opened if opened is not None else end
    if end > 0 and chunks[end - 1].kind == "and":
        return None  # "denied this and said": the clause's subject
    start = end
    while start > clause and (_adjective(sentence, start - 1) or chunks[start - 1].kind not in ("verb", "outcome", "say", "turn", "that", "stop", "colon", "taking", "losing", "leaving", "close")):
        if chunks[start - 1].kind == "aux" and start < end - 1:
            break
        start -= 1
    if start < index and chunks[start - 1].kind == "verb" and start > clause and chunks[start - 1].word.endswith("ing"):
        # "A resident of Goma, speaking to a radio, said"
        speaking = start - 2
        if speaking > clause and chunks[speaking].kind == "comma":
            start = clause
    segments = _segments(chunks, start, end)
    if start > clause and len(segments) > 1 and chunks[start - 1].kind != "close":
        segments = segments[1:]  # "… killed four troops in Lom, officials said": the tail of what they said
    kept = [(a, b) for a, b in segments if not _adjunct(sentence, a, b)]
    if not kept:
        return None
    first, last = (kept[0][0], kept[-1][1]) if sum(b - a for a, b in kept) <= MOST_WORDS else kept[-1]
    if len(kept) > 1 and chunks[kept[0][0]].kind in ("and", "ref"):
        first, last = kept[-1]
    if len(kept) == 2 and last - first <= MOST_WORDS and chunks[kept[1][0]].kind != "verb":
        pass  # "Colonel Ba, a spokesman for the army"
    elif len(kept) > 1:
        first, last = kept[0] if not _capital(sentence, kept[-1][0]) or _capital(sentence, kept[0][0]) or chunks[kept[-1][0]].kind == "verb" else kept[-1]
    while first < last and chunks[first].kind in ("and", "ref", "comma", "close", "join"):
        first += 1
    words = sentence.words(chunks[first].start, chunks[last - 1].end) if last > first else ""
    return words if words and any(c.kind in ("word", "figure", "preposition", "relative", "adverb") for c in chunks[first:last]) else None


def _segments(chunks: tuple[Chunk, ...], start: int, end: int) -> list[tuple[int, int]]:
    found, begin = [], start
    for at in range(start, end + 1):
        if at == end or chunks[at].kind == "comma":
            if at > begin:
                found.append((begin, at))
            begin = at + 1
    return found


def _adjunct(sentence: Sentence, start: int, end: int) -> bool:
    """ "On January 11", "In the statement", "Later": no speaker."""
    chunk = sentence.chunks[start]
    if chunk.kind == "preposition":
        return not (chunk.word in ("of", "for") and False)
    if chunk.kind in ("date", "turn", "verb", "outcome"):
        return True
    words = sentence.words(chunk.start, sentence.chunks[end - 1].end).lower()
    if chunk.kind == "adverb" and end - start == 1:
        return True
    return bool(re.fullmatch(r"(?:the )?(?:next|following|same|previous) (?:day|week|morning|month|evening)|(?:two|three|several|a few|some|\d+) (?:days|hours|weeks|months) (?:later|after)|(?:one|a) (?:day|week|month) later|initially|later|meanwhile|however|in response|afterwards?|today|yesterday", words))


def _skip_back(chunks: tuple[Chunk, ...], index: int) -> int:
    at = index - 1
    while at >= 0 and (chunks[at].kind in ("adverb", "ref") or (chunks[at].kind == "aux" and chunks[at].word in ("has", "have", "had")) or chunks[at].word in ("did", "would", "could")):
        at -= 1
    return at


def _sentence_subject(sentence: Sentence, index: int, clause: int) -> str | None:
    """The subject of the clause, for "and said", "…, saying": what stands before its first verb."""
    for at in range(clause, index):
        if sentence.chunks[at].kind in ("verb", "outcome", "say", "aux", "taking", "losing", "leaving"):
            return _subject(sentence, at, clause)
    return None


def _behind(sentence: Sentence, index: int) -> str | None:
    """ "…, said the ministry.": the speaker behind the verb."""
    chunks = sentence.chunks
    before = chunks[index - 1] if index else None
    if before is None or before.kind not in ("comma",) or index + 1 >= len(chunks):
        return None
    words = _phrase(sentence, index + 1)
    following = any(c.kind == "figure" for c in chunks[index + 1 :])
    return words if words and not following else None


def _postponed(sentence: Sentence, index: int) -> bool:
    """ "Five were killed, the army said.": figures before it, none behind."""
    chunks = sentence.chunks
    ahead = [c.kind for c in chunks[index + 1 :]]
    stop = next((i for i, kind in enumerate(ahead) if kind in ("turn", "say")), len(ahead))
    if any(kind in ("figure", "that", "toll") for kind in ahead[:stop]):
        return False
    return any(c.kind == "figure" for c in chunks[:index])


def _content_follows(chunks: tuple[Chunk, ...], index: int) -> bool:
    return any(c.kind in ("that", "figure", "toll") or c.word in ("the", "deaths") for c in chunks[index + 1 : index + 3])


def _date_near(sentence: Sentence, clause: int, index: int) -> str | None:
    """The day on which it was said: before the verb in its clause, or right behind it."""
    chunks = sentence.chunks
    for at in range(clause, min(len(chunks), index + 5)):
        chunk = chunks[at]
        if at > index and chunk.kind in ("that", "figure", "outcome", "aux"):
            return None
        if chunk.kind == "date":
            return sentence.words(chunk.start, chunk.end)
        if chunk.kind == "word" and _WEEKDAY.match(chunk.word):
            return sentence.words(chunk.start, chunk.end)
        if chunk.word in ("next", "following", "same") and at + 1 < len(chunks) and chunks[at + 1].word == "day":
            return sentence.words(chunk.start, chunks[at + 1].end)
    return None


def _cut(frame: Frame, end: int) -> Frame:
    return replace(frame, end=end)

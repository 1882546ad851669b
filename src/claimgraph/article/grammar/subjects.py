"""The noun phrases around a verb of saying: its subject with its appositions, what stands behind it, what is only an adjunct."""

import re

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.groups import KNOWN, THINGS

#: what follows these is no part of what was said before: "…, the army said, bringing the toll to 9"
_GOING_ON = frozenset("citing quoting bringing raising taking".split())
_PRONOUNS = frozenset("they it he she".split())
_AND_MORE = re.compile(r" and [^,;.()\[\]]{3,40}(?=[,.]|\Z)")
_CITING = re.compile(r",? (?:citing|quoting) (?P<who>[^,;.()\[\]]{3,60})")
#: subjects that tell nothing: what happened, and papers, whose author a pronoun means
_EVENTS = frozenset(
    "attackers shooting violence fighting death deaths toll number losses casualties killings killing killed wounded report reports statement claim release video day night morning "
    "event events fire gunfire gunbattle firefight crash crisis war conflict siege".split()
)
MOST_WORDS = 16
_FULL_NAME = re.compile(r"\b[A-ZÀ-Þ][\w.’'-]* [A-ZÀ-Þ][\w.’'-]*")
_INSTITUTION = re.compile(r"the (?:[A-ZÀ-Þ][\w.’'-]*(?: (?:of|for|the))* ?)+")
_SMALL_WORD = re.compile(r"\b(?!of\b|the\b|and\b|al\b|bin\b|de\b)[a-zß-ÿ]+\b")


def phrase(sentence: Sentence, at: int) -> str:
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


def subject_before(sentence: Sentence, index: int, clause: int) -> str | None:
    """The noun phrase that a verb of saying has before it, appositions included."""
    chunks = sentence.chunks
    end = skip_back(chunks, index) + 1
    if end > clause and chunks[end - 1].word in _PRONOUNS and (end - 1 == clause or chunks[end - 2].kind != "preposition"):
        return sentence.words(chunks[end - 1].start, chunks[end - 1].end)  # "In a further statement they said"
    antecedent = _before_relative(sentence, end, clause)
    if antecedent is not None:
        return antecedent
    if end > 0 and chunks[end - 1].kind == "close":  # "the Observatory (SOHR) reported"
        opened = next((at for at in range(end - 1, max(clause, end - 8) - 1, -1) if chunks[at].kind == "open"), None)
        end = opened if opened is not None else end
    if end > 0 and chunks[end - 1].kind == "and":
        return None  # "denied this and said": the clause's subject
    start = end
    while start > clause and (_bracket_before(chunks, start) or _adjective(sentence, start - 1) or chunks[start - 1].kind not in ("verb", "outcome", "say", "turn", "that", "stop", "colon", "taking", "losing", "leaving", "close")):
        if chunks[start - 1].kind == "aux" and start < end - 1:
            break
        if start < end and chunks[start - 1].word == "as" and start - 1 > clause and chunks[start - 2].kind == "comma":
            break  # "…, as the army claimed six"
        start -= 1
    if start < index and chunks[start - 1].kind == "verb" and start > clause and chunks[start - 1].word.endswith("ing"):
        # "A resident of Goma, speaking to a radio, said"
        speaking = start - 2
        if speaking > clause and chunks[speaking].kind == "comma":
            start = clause
    segments = _segments(chunks, start, end)
    if start > clause and len(segments) > 1 and chunks[start - 1].kind != "close" and chunks[start].kind != "comma":
        segments = segments[1:]  # "… killed four troops in Lom, officials said": the tail of what they said
    kept = [(a, b) for a, b in segments if not _adjunct(sentence, a, b)]
    if not kept:
        return None
    named = bool(_FULL_NAME.match(sentence.words(chunks[kept[0][0]].start, chunks[kept[0][1] - 1].end)))
    first, last = (kept[0][0], kept[-1][1]) if sum(b - a for a, b in kept) <= MOST_WORDS else kept[0] if named else kept[-1]
    if len(kept) > 1 and chunks[kept[0][0]].kind in ("and", "ref"):
        first, last = kept[-1]
    if len(kept) == 2 and last - first <= MOST_WORDS and (chunks[kept[1][0]].kind != "verb" or _adjective(sentence, kept[1][0])):
        if _speaks_last(sentence, kept, index):
            first, last = kept[-1]  # "Colonel Ba, a spokesman for the army"
    elif len(kept) > 1 and _speaks_last(sentence, kept, index):
        first, last = kept[-1]
    elif len(kept) > 1:
        first, last = kept[0] if not _capital(sentence, kept[-1][0]) or _capital(sentence, kept[0][0]) or chunks[kept[-1][0]].kind == "verb" else kept[-1]
    while first < last and chunks[first].kind in ("and", "ref", "comma", "close", "join"):
        first += 1
    words = sentence.words(chunks[first].start, chunks[last - 1].end) if last > first else ""
    return words if words and any(c.kind in ("word", "figure", "preposition", "relative", "adverb") for c in chunks[first:last]) else None


def _before_relative(sentence: Sentence, end: int, clause: int) -> str | None:
    """ "The spokesman, who had spoken of nine, said": the subject stands before "who" — of both verbs."""
    chunks, floor = sentence.chunks, clause
    if end <= clause or chunks[end - 1].kind not in ("relative", "comma"):
        return None
    relative = end - 1 if chunks[end - 1].kind == "relative" else next((at for at in range(end - 2, clause, -1) if chunks[at].word == "who"), 0)
    if not relative and clause > 1 and chunks[clause - 1].word in ("where", "when") and chunks[clause - 2].kind == "comma" and chunks[end - 1].kind == "comma":
        return subject_before(sentence, clause - 2, next((at + 1 for at in range(clause - 3, -1, -1) if chunks[at].kind in ("turn", "stop", "that", "colon")), 0))
    if not relative and (relative := _turned_inside(chunks, clause)):
        floor = next((at + 1 for at in range(relative - 1, -1, -1) if chunks[at].kind in ("turn", "stop", "that", "colon")), 0)
    opens = relative - 1 > floor and chunks[relative - 1].kind == "comma" and (chunks[relative].word == "who" or floor < clause)
    again = opens and any(chunk.kind == "relative" for chunk in chunks[floor : relative - 1])  # clauses in clauses: no reader's sentence
    return subject_before(sentence, relative - 1, floor) if opens and not again else None


def _turned_inside(chunks: tuple[Chunk, ...], clause: int) -> int:
    """The "which" of "the Observatory, which is abroad but asks those at home, said": its clause goes on behind "but"; else 0."""
    if not clause or chunks[clause - 1].word != "but":
        return 0
    for at in range(clause - 2, max(0, clause - MOST_WORDS), -1):
        if chunks[at].kind == "comma":
            return 0
        if chunks[at].kind == "relative":
            return at
    return 0


def subject_of_clause(sentence: Sentence, index: int, clause: int) -> str | None:
    """The subject of the clause, for "and said", "…, saying": what stands before its first verb."""
    for at in range(clause, index):
        if sentence.chunks[at].kind in ("verb", "outcome", "say", "aux", "taking", "losing", "leaving"):
            return subject_before(sentence, at, clause)
    return None


def meant(sentence: Sentence, index: int, pronoun: str) -> str | None:
    """Whom a pronoun before the verb of chunk ``index`` means in its own sentence: "the senate met to mourn what it said were nine"."""
    main = subject_of_clause(sentence, index, 0)
    words = re.findall(r"[\w’'-]+", main.lower()) if main else []
    if not words or words[-1] in _PRONOUNS or words[-1] in THINGS - {"source", "sources"} or words[-1] in _EVENTS or re.match(r"\d", words[0]) or (chunk := sentence.chunks[0]).kind == "figure" and sentence.row[chunk.start].low not in ("a", "an"):
        return None
    plural = words[-1].endswith(("s", "men", "people", "police")) and not main[main.rfind(" ") + 1 :][:1].isupper()
    return main if pronoun in ("he", "she") and not plural or pronoun == "they" or (pronoun == "it" and not plural and words[-1] not in KNOWN) else None


def speaker_behind(sentence: Sentence, index: int) -> str | None:
    """ "…, said the ministry.": the speaker behind the verb."""
    chunks = sentence.chunks
    before = chunks[index - 1] if index else None
    if before is None or before.kind not in ("comma",) or index + 1 >= len(chunks):
        return None
    words = phrase(sentence, index + 1)
    following = any(c.kind == "figure" for c in chunks[index + 2 :]) or (chunks[index + 1].kind == "figure" and sentence.row[chunks[index + 1].start].low not in ("a", "an"))
    return words if words and not following else None


def cited(sentence: Sentence, index: int, clause: int) -> str | None:
    """Whom the speaker at the verb of chunk ``index`` cites: "an agency, citing a local official, reported", "…, reported, citing …"."""
    chunks = sentence.chunks
    beside = [at for at in range(max(clause, index - MOST_WORDS), index) if chunks[at].word == "citing" and (at == clause or chunks[at - 1].kind == "comma")]
    behind = [at for at in range(index + 1, min(len(chunks), index + 3)) if chunks[at].word == "citing"]
    for at in (*beside, *behind):
        if words := phrase(sentence, at + 1):
            more = _AND_MORE.match(sentence.text, sentence.text.find(words, sentence.first(chunks[at]) - sentence.offset) + len(words))
            return words + more[0] if more else words
    return None


def cited_behind(sentence: Sentence, words: str, start: int) -> str | None:
    """Whom a speaker named in ``words`` cites right behind: "according to an agency, citing a local official"."""
    at = sentence.text.find(words, max(0, start - sentence.offset))
    match = _CITING.match(sentence.text, at + len(words)) if at >= 0 else None
    return match["who"].strip() if match else None


def postponed(sentence: Sentence, index: int) -> bool:
    """ "Five were killed, the army said.": figures before it, none behind."""
    chunks = sentence.chunks
    ahead = [c.kind for c in chunks[index + 1 :]]
    if ahead[:1] == ["comma"]:  # "five were killed, the army said, the worst of the raids that …"
        ahead = [kind for kind in ahead if kind != "that"]
    stop = next((i for i, kind in enumerate(ahead) if kind in ("turn", "say") or chunks[index + 1 + i].word in _GOING_ON), len(ahead))
    if any(kind in ("figure", "that", "toll") for kind in ahead[:stop]):
        return False
    return any(c.kind == "figure" for c in chunks[:index])


def skip_back(chunks: tuple[Chunk, ...], index: int) -> int:
    """The chunk before a verb of saying, its adverbs and auxiliaries passed over."""
    at = index - 1
    while at >= 0 and ((chunks[at].kind in ("adverb", "ref") and not (chunks[at].word in ("another", "all", "both") and at + 1 == index)) or (chunks[at].kind == "aux" and chunks[at].word in ("has", "have", "had")) or chunks[at].word in ("did", "would", "could")):
        at -= 1
    return at


def _speaks_last(sentence: Sentence, kept: list[tuple[int, int]], index: int) -> bool:
    """Whether the last of several phrases before a verb behind its figures is a person's name: the others are of what was said."""
    chunks = sentence.chunks
    words = [sentence.words(chunks[a].start, chunks[b - 1].end) for a, b in kept[-2:]]
    if postponed(sentence, index) and _INSTITUTION.fullmatch(words[1]):
        return True  # "… in Orsk, the Philippine Army said"
    return postponed(sentence, index) and bool(_FULL_NAME.search(words[1])) and not words[1].lower().startswith(("a ", "an ", "the ")) and bool(_SMALL_WORD.search(words[0]))


def _bracket_before(chunks: tuple[Chunk, ...], start: int) -> bool:
    """Whether a short bracket ends before chunk ``start``: "the Armed Forces (AF) spokesman"."""
    return chunks[start - 1].kind == "close" and any(c.kind == "open" for c in chunks[max(0, start - 8) : start - 1])


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
    if chunk.kind in ("date", "turn", "outcome", "include") or (chunk.kind == "verb" and not _adjective(sentence, start)):
        return True
    words = sentence.words(chunk.start, sentence.chunks[end - 1].end).lower()
    if words.startswith(("citing ", "quoting ")):
        return True
    if chunk.kind == "adverb" and end - start == 1 and chunk.word not in ("another", "all", "both"):
        return True
    return bool(re.fullmatch(r"(?:the )?(?:next|following|same|previous) (?:day|week|morning|month|evening)|(?:two|three|several|a few|some|\d+) (?:days|hours|weeks|months) (?:later|after)|(?:one|a) (?:day|week|month) later|initially|later|meanwhile|however|in response|afterwards?|today|yesterday", words))


def _adjective(sentence: Sentence, at: int) -> bool:
    """ "local elected officials": a participle with its noun behind it."""
    chunks = sentence.chunks
    return chunks[at].kind == "verb" and chunks[at].word.endswith("ed") and at + 1 < len(chunks) and chunks[at + 1].kind == "word" and sentence.row[chunks[at + 1].start].kind == "word"


def _capital(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.chunks) and sentence.row[sentence.chunks[at].start].text[:1].isupper()

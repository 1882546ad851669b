"""Speakers in the passive: "the toll was put at 14 by the army", "it was claimed by the rebels that", "an officer was quoted as saying"."""

from collections.abc import Iterator

from claimgraph.article.grammar.chunks import Chunk, Sentence
from claimgraph.article.grammar.frames import Frame
from claimgraph.article.grammar.speaker_names import Memory, named
from claimgraph.article.grammar.subjects import phrase, skip_back, subject_before

BE = frozenset("was were is are be been being".split())
#: verbs whose figure follows by "at" or "as", and its speaker by "by" behind it
_PUTTING = frozenset("put given estimated placed set listed reckoned counted reported assessed".split())
#: verbs that tell the figures before them
_TELLING = frozenset("reported confirmed announced stated said claimed acknowledged admitted".split())
_ENDS = frozenset({"turn", "say", "that", "stop", "colon", "relative"})
#: how far behind the verb its speaker can stand
_REACH = 16


def putting(sentence: Sentence, index: int) -> bool:
    """Whether chunk ``index`` is the participle of "were given as", "was set at", which is no verb of saying elsewhere."""
    chunks = sentence.chunks
    after = chunks[index + 1 : index + 2]
    if chunks[index].word not in ("given", "set") or not after or after[0].word not in ("as", "at", "by"):
        return False
    be = skip_back(chunks, index)
    return be >= 0 and chunks[be].word in BE


def passive(sentence: Sentence, index: int, memory: Memory, be: int) -> list[Frame]:
    """The frames of a verb of saying in the passive; ``be`` is the chunk of its auxiliary."""
    chunks, word = sentence.chunks, sentence.chunks[index].word
    end = sentence.offset + len(sentence.text)
    saying = next((at for at in range(index + 1, min(len(chunks), index + _REACH)) if chunks[at].word in ("saying", "stating", "telling")), None)
    if word in ("quoted", "cited") and saying is not None:
        who = named(subject_before(sentence, be, 0) or "")
        behind = any(c.kind == "figure" for c in chunks[saying:])
        return [Frame(sentence.first(chunks[index]) if behind else sentence.offset, end, who)] if who else []
    by = _by(chunks, index)
    if by is not None:
        who = named(phrase(sentence, by + 1))
        memory.mention = who or memory.mention
        if any(c.kind == "that" for c in chunks[by : by + 14]):
            return [Frame(sentence.first(chunks[index]), end, who)]
        if word in _TELLING and any(c.kind == "figure" for c in chunks[:index]):
            return [Frame(sentence.offset, sentence.last(chunks[index]), who)]
    if word in _PUTTING:
        return list(_put(sentence, index))
    it = skip_back(chunks, be)
    if by is None and it >= 0 and chunks[it].word == "it":
        return [Frame(sentence.first(chunks[index]), end, ())]
    return []


def _by(chunks: tuple[Chunk, ...], index: int) -> int | None:
    """The "by" right behind a verb, adverbs, a date and a word passed over."""
    at = index + 1
    while at < len(chunks) and chunks[at].kind in ("adverb", "date", "word") and at < index + 3:
        at += 1
    return at if at < len(chunks) and chunks[at].word == "by" else None


def _put(sentence: Sentence, index: int) -> Iterator[Frame]:
    """ "was put at 14 by the army and at 20 by the rebels", "were estimated by the army at 40": each tells the figure next to it."""
    chunks = sentence.chunks
    start, told = sentence.offset, False
    for at in range(index + 1, min(len(chunks), index + _REACH)):
        if chunks[at].kind in _ENDS:
            return
        told |= chunks[at].kind == "figure"
        who = named(phrase(sentence, at + 1)) if chunks[at].word == "by" else ()
        if not who:
            continue
        end = sentence.last(chunks[at])
        if not told:  # the figures stand behind the speaker
            ends = next((c for c in chunks[at:] if c.kind in _ENDS), None)
            end = sentence.first(ends) if ends else sentence.offset + len(sentence.text)
        yield Frame(start, end, who)
        start, told = end, False

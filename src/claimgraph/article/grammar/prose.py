"""Running text → claims: each sentence linked, given its speakers, its occasion, its sides and its footnotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from claimgraph.article.grammar.chunks import Chunk, Sentence, chunked
from claimgraph.article.grammar.frames import Frame, speaker_at
from claimgraph.article.grammar.linking import link
from claimgraph.article.grammar.occasions import Occasion, Thread, judge, no_prose
from claimgraph.article.grammar.phrases import TOLL_WORDS
from claimgraph.article.grammar.quotations import Quotation
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.slots import Slot
from claimgraph.article.grammar.speaker_names import Memory, remember_person
from claimgraph.article.grammar.speakers import frames
from claimgraph.article.grammar.sufferers import first_named, governed, of_speaker, own_men, sufferers
from claimgraph.article.grammar.tokens import marks_behind, runs_of_marks, sentences
from claimgraph.article.grammar.told import Scope, ToldClaim
from claimgraph.article.grammar.waiting import CALLED
from claimgraph.article.text import Article, Paragraph

#: a paragraph or sentence longer than this is no prose; it is read in pieces of this size
LONGEST = 4_000
#: a lead has no more paragraphs; where a copy has more before its first heading, it has lost headings
LONGEST_LEAD = 4
#: a first line of fewer words is a subtitle
FEWEST_WORDS = 9
_PLACE = re.compile(
    r"(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside)\s+(?:(?:the\s+)?(?:northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western|nearby|neighbou?ring|rural|remote)\s+)?(?P<place>(?:the\s+)?(?:(?:village|town|city|commune|district|province|region|area|locality|outskirts|hamlet|neighbou?rhood|settlement)s?\s+of\s+)?"
    r"[A-ZÀ-Þ][\w’'-]*(?:[ -](?:[A-ZÀ-Þ][\w’'-]*|al|el|de|du))*)"
)
_GLUED = re.compile(r"(?<=[.\]] )(?:Attacks?|Aftermath|Background|Battle|Prelude|Ambush|History|Events?|Bombing|Clashes|Raid|Incident|Reactions?)(?=[A-Z][\w'’]*\s)")
_INITIAL = re.compile(r"\binitial(?:ly)?\b|\bpreliminary\b|\bfirst reports?\b|\bearly reports?\b|\bprovisional\b", re.IGNORECASE)
_LATER = re.compile(r"\b(?:death )?toll (?:later |had |has |was |then )*(?:rose|risen|climbed|increased|raised|revised|updated)\b|\b(?:revised|raising|bringing|updated|increased)\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:revised|updated|raised|increased|corrected)\b", re.IGNORECASE)
_MAYBE = re.compile(r"\b(?:may|might|could) (?:have|be|exceed|reach|rise)\b|\bpotentially\b|\bfeared\b|\bunconfirmed\b|\bnot (?:been )?(?:independently )?(?:confirmed|verified)\b", re.IGNORECASE)
#: a sentence without any of these tells no loss, no speaker and no date: most of an article is not cut into chunks
_WORTH = tuple(
    "kill murder execut massacr slaughter behead decapit assassin martyr slain slew eliminat shot gunned stab burn beaten hack lynch wound injur hurt maim hospitali dead died dies dying death "
    "blew perish fell fallen drown succumb deceas kia wia mia fatal body bodies corpse lives life captur apprehend detain prison captive arrest surrender pow missing disappear neutrali casualt loss "
    "lost lose losing harm affect victim hostage kidnap abduct free releas rescu liberat displac homeless remains toll taken made crush bury buried hang annihilat wip intern custody rounded "
    "unaccounted left leav took deny deni said say stat claim report announc accord publish issued told declar confirm per put january february march april june july august september october november december".split()
)
#: where a report was written: "NAIROBI, Kenya (AP) —"
_DATELINE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [A-ZÀ-Þ][\w. ]{1,20})?(?: \([A-Z][\w ]{1,12}\))? ?(?:—|–|--|-) |[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [A-ZÀ-Þ][\w. ]{1,20})?: ")
#: a line that leads to another page
_TEASER = re.compile(r"\W*(?:read )?(?:more|also|next)(?: on this)?\s?:|\W*(?:see also|also read|related(?: (?:news|article|stor(?:y|ies)))?|watch)\b\s?:", re.IGNORECASE)
_YEAR = re.compile(r"[12]\d{3}|May\b")
#: words of number that count anything: only with people they are a figure
_SHARES = frozenset({"all", "most", "half", "rest"})
_NO_FIGURE = frozenset({"some", "many", "most", "various", "few", "part"})


@dataclass
class Page:
    """What one article's prose is read with."""

    article: Article
    sides: Sides
    occasion: Occasion
    claims: list[ToldClaim] = field(default_factory=list)
    speaker: tuple[str, ...] = ()

    @cached_property
    def begins(self) -> int:
        """Where the first sentence of the lead starts, titles and captions passed over."""
        return next((p.start for p in self.article.paragraphs if not p.section and len(p.text.split()) >= FEWEST_WORDS), -1)

    @cached_property
    def lead_ends(self) -> int:
        """Where the lead ends: at the first heading, and where the copy lost its headings, after the first paragraph
        or at a heading that ran into the text ("AttackWhile …")."""
        leads = [p for p in self.article.paragraphs if not p.section]
        if not leads:
            return 0
        if any(p.section for p in self.article.paragraphs) or (self.article.sections and len(leads) <= LONGEST_LEAD):
            return leads[-1].end
        leads = [p for p in leads if len(p.text.split()) >= FEWEST_WORDS] or leads
        glued = _GLUED.search(leads[0].text)
        return leads[0].start + glued.start() if glued else leads[0].end


def read_prose(page: Page) -> list[ToldClaim]:
    """The claims of every paragraph, in order, leaving references and lists of sources out."""
    for paragraph in page.article.paragraphs:
        if not no_prose(paragraph.section):
            page.claims.extend(read_paragraph(paragraph, page))
    return page.claims


def read_paragraph(paragraph: Paragraph, page: Page) -> list[ToldClaim]:
    """The claims of one paragraph; pronouns, "the group" and "12 more" are resolved inside it."""
    memory, thread = Memory(before=page.speaker), Thread()
    found: list[ToldClaim] = []
    pieces = list(_pieces(paragraph.text))
    later_marks = _marks_behind(paragraph, pieces)
    previous: ToldClaim | None = None
    quotation = Quotation()
    for start, end in pieces:
        if _TEASER.match(paragraph.text, start, end):
            continue
        start += len(dateline[0]) if start == pieces[0][0] and (dateline := _DATELINE.match(paragraph.text[start:end])) else 0
        text = paragraph.text[start:end]
        remember_person(text, memory)
        if not _worth_reading(text) and not quotation.ends(text):
            continue
        sentence = chunked(text, paragraph.start + start)
        known = memory.speaker
        spoken = frames(sentence, memory) or quotation.carried(sentence, known)
        quotation.close(text, found, spoken, sentence.offset)
        if not any(map(_tells, sentence.chunks)):
            quotation.open(text, len(found))
            _carry_date(sentence, paragraph, page, thread, spoken)
            continue
        claims = _one_sided(list(_claims(sentence, paragraph, page, spoken, thread, previous, later_marks.get(start, ()))))
        previous = claims[-1] if claims else previous
        quotation.open(text, len(found))
        found.extend(claims)
    page.speaker = memory.speaker or memory.mention or page.speaker
    return found


def _tells(chunk: Chunk) -> bool:
    """Whether a chunk can tell a loss: by an outcome, or as "30 of the wounded soldiers"."""
    return chunk.kind in ("outcome", "toll", "losing", "taking") or (chunk.group is not None and (chunk.group.words or "").split(" ", 1)[0].lower() in CALLED)


def _worth_reading(text: str) -> bool:
    low = text.lower()
    return any(stem in low for stem in _WORTH) or _YEAR.search(text) is not None


def _one_sided(claims: list[ToldClaim]) -> list[ToldClaim]:
    """Where all named victims of a sentence are of one side, "an unknown number of casualties" beside them is too."""
    sides = {(c.side, c.claimants) for c in claims if c.side is not None and "subset" not in c.flags}
    if len(sides) != 1:
        return claims
    side, speakers = sides.pop()
    return [replace(c, side=side) if c.side is None and not c.victims and c.claimants == speakers and not c.text.startswith(c.outcome_words or "\n") else c for c in claims]


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentences(text):
        while end - start > LONGEST:
            cut = text.rfind(" ", start, start + LONGEST)
            cut = cut if cut > start else start + LONGEST
            yield start, cut
            start = cut
        yield start, end


def _marks_behind(paragraph: Paragraph, pieces: list[tuple[int, int]]) -> dict[int, tuple[str, ...]]:
    """For each sentence without marks, those of the next sentence of the paragraph that has some."""
    following: tuple[str, ...] = ()
    found: dict[int, tuple[str, ...]] = {}
    for start, end in reversed(pieces):
        runs = runs_of_marks(paragraph.text[start:end])
        found[start] = following
        following = runs[0][1] if runs else following
    return found


def _carry_date(sentence: Sentence, paragraph: Paragraph, page: Page, thread: Thread, spoken: list[Frame]) -> None:
    """A sentence without a loss may still say that its paragraph has left the event's day."""
    if any(c.kind == "date" for c in sentence.chunks):
        judge(sentence, paragraph.section, page.occasion, thread, _said_dates(sentence, spoken, page.occasion))


def _claims(sentence: Sentence, paragraph: Paragraph, page: Page, spoken: list[Frame], thread: Thread, previous: ToldClaim | None, behind: tuple[str, ...]) -> Iterator[ToldClaim]:
    slots = link(sentence)
    runs = runs_of_marks(sentence.text, sentence.offset)
    place_of = {id(chunk): index for index, chunk in enumerate(sentence.chunks)}
    common = _sentence_flags(sentence)
    initial = _INITIAL.search(sentence.text)
    said = _said_dates(sentence, spoken, page.occasion)
    stretches = judge(sentence, paragraph.section, page.occasion, thread, said, opening=sentence.offset == page.begins)
    antecedent: tuple[str | None, int | None] = (None, previous.side if previous else None)
    tolls = {id(slot) for slot in slots if slot.toll is not None or (slot.outcome and slot.outcome.words in TOLL_WORDS)}
    undated = not any(c.kind == "date" for c in sentence.chunks)
    before: Slot | None = None
    for slot in slots:
        if slot.group.them and slot.group.words and slot.quantity.vague:
            continue  # "three attackers, all of them suicide bombers": told of the three
        if slot.quantity.approx == "all" and slot.subset:
            continue  # "132 children (all boys)": told of those
        if slot.quantity.approx == "all" and not slot.group.words and _floats(slot, sentence):
            continue  # "a man and two children, all badly hurt": told of those
        if slot.quantity.approx in _SHARES and slot.group.kind == "unknown" and (slot.group.words or "").endswith("ing"):
            continue  # "ending all fighting"
        if slot.quantity.vague and slot.quantity.approx in _NO_FIGURE:
            continue  # "some casualties": no quantity at all
        if slot.subset and slot.quantity.approx == "unknown":
            continue  # "including an unknown number of civilians"
        place = sentence.first(slot.chunk)
        if governed(slot) and before is not None and before.group.kind == "armed" and not governed(before):
            antecedent = (None, None)  # "two bombers blew themselves up, killing 20": not bombers
        before = slot
        frame = speaker_at(spoken, place)
        if frame is not None and frame.denied:
            continue
        away, date = next(((a, d) for s, e, a, d in stretches if s <= place < e), (False, None))
        victims, side = sufferers(slot, page.sides, antecedent, sentence)
        if side is None and frame is not None and (victims or slot.outcome is not None) and of_speaker(slot, sentence):
            side = page.sides.of(" ".join(frame.claimants))
        if own_men(slot, sentence) and (frame is None or not frame.claimants):
            side = first_named(page.sides, sentence.text[: place - sentence.offset], _sentence_before(paragraph, sentence.offset))
        if not slot.subset:
            antecedent = (victims or antecedent[0], side if side is not None or victims else antecedent[1])
        flags = {flag for flag, since in common if since <= place and not (flag == "later" and tolls and id(slot) not in tolls)} | _flags(slot, frame, page.occasion, away or (undated and _others_of(slot, previous)))
        if initial and sentence.offset + initial.start() < place:
            flags.add("initial")
        if "later" in flags and (revised := _REVISED.search(sentence.text)) and sentence.offset + revised.start() < place:
            flags.discard("initial")  # "initially reported 5 dead, later revised to 9"
        start, end = _few_words(slot, sentence)
        refs = marks_behind(runs, end)
        scope: Scope = "sentence" if refs else "following" if behind else "none"
        assert slot.outcome is not None
        yield ToldClaim(
            outcome=slot.outcome.slug,
            outcome_words=slot.outcome.words,
            quantity=slot.quantity,
            evidence="lead" if not paragraph.section and start < page.lead_ends else "body",
            text=page.article.text[start:end],
            start=start,
            end=end,
            victims=victims,
            side=side,
            claimants=frame.claimants if frame else (),
            said_on=frame.said_on if frame else None,
            refs=refs or behind,
            scope=scope,
            section=paragraph.section,
            place=_place(slot, sentence, place_of),
            date=date if "other-event" in flags else None,
            flags=frozenset(flags),
            confidence=round(0.9 * slot.sure * (0.9 if frame is None or frame.claimants else 1.0), 2),
        )


def _others_of(slot: Slot, previous: ToldClaim | None) -> bool:
    """ "Ten others were hurt": others than those told last, in whichever event that was."""
    return slot.group.more and previous is not None and previous.other_event


def _sentence_before(paragraph: Paragraph, place: int) -> str:
    """The sentence that ends before a place of the article, a long one cut at its front."""
    text = paragraph.text[max(0, place - paragraph.start - LONGEST) : place - paragraph.start]
    return text[max((start for start, _ in sentences(text)), default=0) :]


def _floats(slot: Slot, sentence: Sentence) -> bool:
    """Whether "all" stands between a comma and what happened to those named before it."""
    before = sentence.text[: sentence.first(slot.chunk) - sentence.offset].rstrip()[-1:]
    after = next((c.kind for c in sentence.chunks[slot.index + 1 : slot.index + 4] if c.kind not in ("adverb", "word")), "")
    return before in (",", "-", "–", "—") and after == "outcome"


def _sentence_flags(sentence: Sentence) -> set[tuple[str, int]]:
    """What the sentence says of its figures, and from where on: a revision holds for the figures behind it, if there are any."""
    found = {("unconfirmed", sentence.offset)} if _MAYBE.search(sentence.text) else set()
    revised = _LATER.search(sentence.text)
    if revised:
        behind = _REVISED.search(sentence.text) and re.search(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", sentence.text[revised.end() :])
        found.add(("later", sentence.offset + (revised.start() if behind else 0)))
    return found


def _flags(slot: Slot, frame: Frame | None, occasion: Occasion, away: bool) -> set[str]:
    flags = set(slot.flags) - {"held"}
    if slot.subset and not (slot.outcome and slot.parent and slot.parent.outcome and slot.outcome.slug != slot.parent.outcome.slug):
        flags.add("subset")
    if frame and frame.initial:
        flags.add("initial")
    number = slot.quantity.count or slot.quantity.low or slot.quantity.high or 0
    hurt = slot.outcome is None or slot.outcome.slug not in ("displaced", "freed")
    if away or (hurt and occasion.largest and number >= 1_000 and number > 10 * occasion.largest):
        flags.add("other-event")
    return flags


def _few_words(slot: Slot, sentence: Sentence) -> tuple[int, int]:
    """The words that carry the figure: with its outcome where that stands next to it, never a whole sentence."""
    start, end = sentence.first(slot.chunk), sentence.last(slot.chunk)
    chunk = slot.outcome_chunk
    if chunk is not None:
        first, last = sentence.first(chunk), sentence.last(chunk)
        between = sentence.text[min(end, first) - sentence.offset : max(end, first) - sentence.offset] if first >= end else sentence.text[last - sentence.offset : start - sentence.offset]
        if len(between.split()) <= 4 and (first >= end or last <= start) and not re.search(r"\d|;", between):
            start, end = min(start, first), max(end, last)
    return start, end


def _said_dates(sentence: Sentence, spoken: list[Frame], occasion: Occasion) -> set[int]:
    """Where the dates stand that say when it was said; for news, which date their event by its weekday, a month is when it was."""
    texts = {f.said_on for f in spoken if f.said_on and not (occasion.of_the_week and not any(c.isdigit() for c in f.said_on))}
    return {sentence.first(c) for c in sentence.chunks if c.kind == "date" and sentence.words(c.start, c.end) in texts}


def _place(slot: Slot, sentence: Sentence, place_of: dict[int, int]) -> str | None:
    """The place that the figure is put at: behind it, behind its outcome, or at the head of the sentence."""
    own = _place_from(slot.index, sentence)
    if own or slot.outcome_chunk is None:
        return own
    at = place_of.get(id(slot.outcome_chunk))
    if at is not None and at > slot.index:
        found = _place_from(at, sentence)
        if found:
            return found
    head = _PLACE.match(sentence.text)
    return head["place"] if head and sentence.text[head.end() : head.end() + 1] == "," else None


def _place_from(index: int, sentence: Sentence) -> str | None:
    begin = sentence.last(sentence.chunks[index]) - sentence.offset
    end = begin
    for chunk in islice(sentence.chunks, index + 1, index + 30):
        if chunk.kind in ("figure", "outcome", "turn", "comma", "stop", "say", "according", "that", "date"):
            break
        end = sentence.last(chunk) - sentence.offset
    match = _PLACE.search(sentence.text, begin, end)
    return match["place"] if match else None

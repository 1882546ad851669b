"""What was told → claim records: each figure with its victims, speakers, footnotes and words, responsibilities and the result."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from claimgraph.article.dates_told import read_date
from claimgraph.article.drafting import wording
from claimgraph.article.drafting.happenings import Happening, Happenings
from claimgraph.article.drafting.parties import Parties, Party
from claimgraph.article.drafting.responsibility import ToldResponsibility, read_responsibility
from claimgraph.article.drafting.sources import Documents
from claimgraph.article.drafting.weaving import Said, include, merge, relate, set_apart
from claimgraph.article.grammar.headings import read_bracket
from claimgraph.article.grammar.sides import Sides
from claimgraph.article.grammar.told import LeftOut, ToldClaim
from claimgraph.article.text import Article, Line
from claimgraph.model.dates import PartialDate
from claimgraph.model.records import CasualtyClaim, Claim, Event, Record, ResponsibilityClaim
from claimgraph.terms import entity

_KILLER = re.compile(
    r"(?P<who>[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*)*)(?: (?:fighters|militants|gunmen|jihadists|terrorists|insurgents|rebels|soldiers|forces|troops|members))?,? (?:\w+ly )?"
    r"(?:kill|wound|injur|massacr|execut)(?:ed|ing|s)\b"
)
#: words for victims that say no more than their status
_PLAIN = frozenset("people persons others civilians civilian soldiers soldier troops servicemen military fighters militants insurgents rebels jihadists gunmen attackers own its their his personnel security armed other victims officers policemen police men".split())
#: a perpetrator who is none
_NOBODY = re.compile(r"\W*(?:unknown|unidentified|none|disputed|unclear|undetermined|under investigation|n/a|see below|various|number of participants|no\. of participants|\d+\W*\Z)\b[^()]{0,30}\Z|\W*\d+\W*\Z", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()]{2,80})\)")
_MARK = re.compile(r"\[([^\[\]\s][^\[\]]{0,23})\]")
_MARKS_BEHIND = re.compile(r"(?:[ ]?\[[^\[\]]{1,24}\])+\Z")
#: figures that stand so near one another are told in one sentence or cell
_ONE_BREATH = 60
_NO_SIDES = Sides((), ())
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|dead|died|deaths?)\b")
_ALONG = re.compile(r"[^.;]{0,60}\b(?:along with|together with|as well as|and)\s*\Z")


class Weaver:
    """Turns what was told into claim records of one event."""

    def __init__(self, article: Article, parties: Parties, happenings: Happenings, happening: Happening, documents: Documents, activity: str) -> None:
        self.article, self.parties, self.happenings = article, parties, happenings
        self.happening, self.documents, self.activity = happening, documents, activity
        self.confidence: dict[str, float] = {}
        self._pairs: dict[int, tuple[str, str]] = {}

    def claims(self, told: Iterable[ToldClaim]) -> tuple[list[Record], list[LeftOut]]:
        """The claim records, numbered in the order of the text, and the figures of other events that are told too vaguely."""
        answers = read_responsibility(self.article, self.happening.year)
        said, left_out = [], list[LeftOut]()
        for claim in _with_places(list(told), self.article.text):
            one = self._said(claim, answers)
            if one is None:
                left_out.append(LeftOut(claim.text, claim.start, "of another event whose place or day is not told"))
            else:
                said.append(one)
        parts = [iri for _, iri in self.happening.parts.values()]
        woven = merge(said)
        include(woven, self.happening.event.iri, parts)
        set_apart(woven)
        woven = self._one_each(woven)
        begun = {record.iri: record.at or record.begins for record in (*self.happening.records, *self.happenings.new.values()) if isinstance(record, Event)}
        early = {id(claim): claim.said for claim in woven if _before(claim.said, begun.get(claim.about))}
        for claim in woven:
            claim.said = None if id(claim) in early else claim.said
        relate(woven, self.happening.event.iri, parts)
        base = entity("claim", self.happening.short).value
        for number, claim in enumerate(woven, 1):
            claim.iri = f"{base}-c{number:02}"
            self.confidence[claim.iri] = claim.confidence
            self._ask_who(claim)
            self._ask_when(claim.iri, early.get(id(claim)))
        found: list[Record] = [self._casualty(claim) for claim in woven]
        for number, one in enumerate([*self._responsibilities(answers), *self._result()], 1):
            made = one(f"{base}-r{number:02}")
            if _before(made.said, begun.get(made.about)):
                self._ask_when(made.iri, made.said)
                made = replace(made, said=None)
            self.confidence[made.iri] = 0.9
            found.append(made)
        return found, left_out

    def _one_each(self, woven: Sequence[Said]) -> list[Said]:
        """The claims, those that the graph could not tell apart made one: it keeps who the victims were, not the words for them."""
        kept: dict[object, Said] = {}
        hosts: dict[int, Said] = {}
        for claim in woven:
            victims, speakers = claim.victims, frozenset(party.iri for party in claim.speakers)
            what = (claim.about, claim.outcome, claim.figure, speakers, victims.affiliation and victims.affiliation.iri, victims.status, self._side(claim, victims.side))
            host = hosts[id(claim)] = kept.setdefault(what, claim)
            if host is not claim:
                host.tellings += claim.tellings
                if host.told.evidence == claim.told.evidence and host.told.victims != claim.told.victims:
                    self._pairs.setdefault(id(host), (host.told.text, claim.told.text))
        for claim in kept.values():  # what includes a claim may be one with another now
            whole = hosts[id(claim.part_of)] if claim.part_of else None
            claim.part_of = whole if whole is not claim else None
        return list(kept.values())

    def _ask_who(self, claim: Said) -> None:
        """Equal figures of two kinds of victims in one breath ("9 doctors and 9 nurses") may be two figures: a person can tell."""
        near = (
            (one.text, other.text) for one, other in pairwise(sorted(claim.tellings, key=lambda told: told.start))
            if one.victims and other.victims and one.victims != other.victims and one.evidence == other.evidence and other.start - one.end < _ONE_BREATH
        )  # fmt: skip
        if pair := self._pairs.get(id(claim)) or next(near, None):
            self.parties.names.ask(claim.iri, f"“{pair[0]}” and “{pair[1]}” are drafted as one claim. Are they two figures, to be added up?")

    def _ask_when(self, claim: str, said: PartialDate | None) -> None:
        """A statement of an event is no older than the event: one of the two days was read or told wrongly."""
        if said:
            self.parties.names.ask(claim, f"The text dates the statement {said.text}, before the event: which of the two days is wrong? The statement's is left out.")

    def _said(self, told: ToldClaim, answers: list[ToldResponsibility]) -> Said | None:
        speakers = self.parties.speakers(told.claimants)
        killer = self._killer(told)
        if told.other_event:
            date = read_date(told.date, self.happening.year) if told.date else None
            if date is None or not told.place or not date.text[:4].isdigit():
                return None
            about = self.happenings.elsewhere(told.place, date, self.happening, killer).iri
        else:
            about = self.happening.at(told.place)
        said = read_date(told.said_on, self.happening.year) if told.said_on else self._of_statement(told, speakers, answers)
        victims = self.parties.victims(told.victims, None if told.other_event else told.side)
        perpetrators = (killer.iri,) if killer and killer.iri != (victims.affiliation.iri if victims.affiliation else None) else ()
        return Said([told], about, speakers, victims, said, perpetrators)

    def _killer(self, told: ToldClaim) -> Party | None:
        """Who did it, where the same sentence says so: "X fighters killing two people in A and five in B"."""
        if told.evidence == "infobox" or _PASSIVE.search(told.text):
            return None
        before = re.split(r"[.;]\s", self.article.text[max(0, told.start - 200) : told.start])[-1]
        verb = re.match(r"\w+", self.article.text[told.start : told.end])
        found = list(_KILLER.finditer(before + (verb[0] if verb else "")))
        if not found or _PASSIVE.search(before, found[-1].end() if found[-1].end() <= len(before) else len(before)):
            return None
        return self.parties.belligerent(found[-1]["who"])

    def _of_statement(self, told: ToldClaim, speakers: tuple[Party, ...], answers: list[ToldResponsibility]) -> PartialDate | None:
        """The day of the statement in which the same speaker claimed the attack, in the same paragraph."""
        if told.evidence == "infobox":
            return None
        for answer in answers:
            inside = answer.paragraph.start <= told.start < answer.paragraph.end
            if inside and answer.said and any(p.iri == self.parties.party(answer.who).iri for p in speakers):
                return PartialDate(answer.said)
        return None

    def _casualty(self, claim: Said) -> CasualtyClaim:
        told, victims = claim.told, claim.victims
        appearances = [self.documents.passage(t.start, t.end, self.documents.section(t.evidence, t.section)) for t in claim.tellings]
        marks = next((t.refs for t in claim.tellings if t.refs), ())
        references = self.documents.references(marks)
        scope = next((t.scope for t in claim.tellings if t.refs), "none") if references else "none"
        side = self._side(claim, victims.side)
        of = (victims.affiliation.name,) if victims.affiliation else (self._side_names(victims.side) if side else ()) or _own_words(victims.words)
        return CasualtyClaim(
            iri=claim.iri, about=claim.about, text=wording.casualty(claim.figure, claim.outcome, victims.status, of, [party.name for party in claim.speakers]),
            voice="attributed" if claim.speakers else "editorial", claimants=tuple(sorted(p.iri for p in claim.speakers)), said=claim.said, references=references,
            reference_scope=scope, appearances=tuple(dict.fromkeys(appearances)), replaces=tuple(other.iri for other in claim.replaces),
            alternate_of=tuple(other.iri for other in claim.alternate_of), casualty_type=claim.outcome, figure=claim.figure,
            victim_affiliation=victims.affiliation.iri if victims.affiliation else None, victim_status=victims.status,
            victim_side=side, part_of=(claim.part_of.iri,) if claim.part_of else (), perpetrators=claim.perpetrators, generated_by=self.activity, notes=_notes(told.flags - {"subset"} if claim.part_of else told.flags),
        )  # fmt: skip

    def _side(self, claim: Said, column: int | None) -> str | None:
        """The side's node; sub-events and other events have none of their own."""
        return self.happening.sides[column] if column is not None and column < len(self.happening.sides) and claim.about == self.happening.event.iri else None

    def _side_names(self, column: int | None) -> tuple[str, ...]:
        return tuple(party.name for party in self.parties.sides[column]) if column is not None and column < len(self.parties.sides) else ()

    def _responsibilities(self, answers: Iterable[ToldResponsibility]):  # type: ignore[no-untyped-def]
        for answer in answers:
            party = self.parties.party(answer.who)
            references = self.documents.references(answer.refs)
            passage = self.documents.passage(answer.start, answer.end, self.documents.section(answer.paragraph.evidence, answer.paragraph.section))
            yield lambda iri, p=party, a=answer, refs=references, at=passage: ResponsibilityClaim(
                iri=iri, about=self.happening.event.iri, text=wording.responsibility(p.name, [p.name]), voice="attributed", claimants=(p.iri,), said=PartialDate(a.said) if a.said else None,
                references=refs, reference_scope=a.scope if refs else "none", appearances=(at,), perpetrators=(p.iri,), generated_by=self.activity,
            )  # fmt: skip
        named = set[str]()  # a box may have them twice, as perps and as perpetrators
        for line in (line for f in self.article.fields("perpetrators") for line in f.lines if line.text and not line.bold and not _NOBODY.match(line.text)):
            if (iri := self.parties.party(line.text).iri) not in named:
                named.add(iri)
                yield self._of_the_box(line)

    def _of_the_box(self, line: Line) -> Callable[[str], ResponsibilityClaim]:
        """A perpetrator of the infobox: in its own voice, or said by whom a bracket names."""
        party = self.parties.party(line.text)
        passage, references = self._in_the_box(line)
        asides = [said for inner in _ASIDE.findall(line.text) if (said := read_bracket(inner, _NO_SIDES, None))]
        speakers = self.parties.speakers([name for said in asides for name in said.claimants])
        doubt = " ".join(f"({inner})" for inner in _ASIDE.findall(line.text))
        return lambda iri: ResponsibilityClaim(
            iri=iri, about=self.happening.event.iri, text=wording.responsibility(party.name, [p.name for p in speakers]), voice="attributed" if speakers else "editorial",
            claimants=tuple(sorted(p.iri for p in speakers)), references=references, reference_scope="sentence" if references else "none", appearances=(passage,),
            perpetrators=(party.iri,), generated_by=self.activity, notes=(("en", f"The infobox adds: {doubt}."),) if doubt else (),
        )  # fmt: skip

    def _in_the_box(self, line: Line) -> tuple[str, tuple[str, ...]]:
        """The passage of a line of the box, without the marks at its end, and the footnotes of those."""
        words = _MARKS_BEHIND.sub("", line.text)
        marks = tuple(mark for mark in _MARK.findall(line.text) if self.article.footnote(mark))
        return self.documents.passage(line.start, line.start + len(words or line.text), self.documents.section("infobox", "")), self.documents.references(marks)

    def _result(self):  # type: ignore[no-untyped-def]
        line = next((line for f in self.article.fields("result") for line in f.lines if line.text), None)
        if line is not None:
            passage, references = self._in_the_box(line)
            first = re.split(r",?\s+\*", line.text, maxsplit=1)[0]  # flat copies run the list together
            words = re.sub(r"\s*\[[^\]]{1,12}\]", "", " ".join(first.split()[:15]))
            yield lambda iri: Claim(
                iri=iri, about=self.happening.event.iri, text=wording.result(words), voice="editorial", claim_type="result", references=references,
                reference_scope="sentence" if references else "none", appearances=(passage,), generated_by=self.activity,
            )  # fmt: skip


def _before(said: PartialDate | None, begun: PartialDate | None) -> bool:
    return said is not None and begun is not None and said.surely_before(begun)


def _with_places(told: Sequence[ToldClaim], text: str) -> Iterator[ToldClaim]:
    """Figures that share a clause share its place: "seven were killed in K, along with dozens of others injured"."""
    before: ToldClaim | None = None
    for claim in told:
        if before and before.place and not claim.place and claim.evidence == "body" and 0 <= claim.start - before.end < 80:
            if _ALONG.fullmatch(text[before.end : claim.start]):
                claim = replace(claim, place=before.place)
        if claim.outcome == "casualties" and claim.evidence != "infobox" and not claim.victims:
            claim = replace(claim, outcome="unspecified")  # lost to whom is not said: harmed, without a word on how
        before = claim
        yield claim


def _own_words(words: str | None) -> tuple[str, ...]:
    """The victims' words where they say more than their status does, never a sentence."""
    plain = (words or "").strip().removesuffix(" own").strip()
    told = plain.lower().split()
    return (plain,) if told and len(told) <= 6 and not _PLAIN.issuperset(told) else ()


def _notes(flags: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """What the flags say that no property does."""
    said = {
        "subset": "Part of a larger figure told beside it.", "total": "Told as the total.", "initial": "An initial report.", "unconfirmed": "Told as unconfirmed.",
        "includes-perpetrator": "The figure includes the perpetrator.", "inferred-outcome": "The outcome is not said beside the figure; it follows from the words around it.",
        "quoted": "The article keeps the outcome in quotation marks.",
    }  # fmt: skip
    words = " ".join(said[flag] for flag in sorted(flags) if flag in said)
    return (("en", words),) if words else ()

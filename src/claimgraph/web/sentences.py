"""Generated sentences: the event in one sentence, and why two accounts part. Values in, escaped markup out."""

import re
from collections.abc import Iterable
from itertools import islice

from markupsafe import Markup, escape

from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure
from claimgraph.terms import local_name
from claimgraph.views.claims import ClaimView
from claimgraph.views.comparison import TOO_WIDE, Column, Entry, Row
from claimgraph.views.disagreements import Disagreement, changed
from claimgraph.views.events import EventView
from claimgraph.views.neighbourhood import Neighbourhood
from claimgraph.views.parties import Party, Side
from claimgraph.views.places import PlaceView
from claimgraph.views.reading import Link
from claimgraph.views.tolls import Toll
from claimgraph.web.rendering import Page
from claimgraph.web.verdicts import Verdict
from claimgraph.web.wording import Words, is_one_day, is_span, words_in

#: A sentence names no more sides, actors or accounts than this.
MOST_TOLD = 4
#: One speaker's figures are told one by one up to so many, then by the lowest and the highest.
MOST_FIGURES = 3
#: Contradictions of one row are told one by one up to so many, then as pairs, and no more pairs than the other.
MOST_REASONS, MOST_PAIRS = 2, 8
#: Disagreements on a page before the rest is folded away.
MOST_OPEN = 8


def _attacks(party: Party) -> bool:
    return local_name(party.role.iri) == "attacker"


class Sentences:
    """The sentences of one page."""

    most_open = MOST_OPEN

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: Words = words_in(page.language)

    def event(self, event: EventView) -> Markup | None:
        """What happened, when and where, and what each speaker tells of the dead; ``None`` when nothing of it is known."""
        attackers = self._actors(party for side in event.sides for party in side.parties if _attacks(party))
        attacked = self._actors(party for side in event.sides if not any(map(_attacks, side.parties)) for party in side.parties)
        key, parts = next(
            (key, parts)
            for key, parts in (
                ("sentence_attack", {"attackers": attackers, "targets": attacked}),
                ("sentence_attackers", {"attackers": attackers}),
                ("sentence_fought", {"sides": self.page.listing([self.side(side) for side in event.sides[:MOST_TOLD]])}),
                ("sentence_nobody", {"kind": self.page.listing([self.page.label(kind.label) for kind in event.types])}),
            )
            if all(parts.values()) or key == "sentence_nobody"
        )
        told = self._tolls(event)
        if key != "sentence_nobody" or event.when or event.places:
            happened = self.words(key, when=self.when(event.when), places=self.places(event), **parts)
            told.insert(0, Markup("{}.").format(Markup(re.sub(" +", " ", str(happened)).strip())))
        return Markup(" ").join(told) or None

    def when(self, when: PartialDate | None) -> Markup:
        """A date where a sentence begins, nothing where there is none."""
        if when is None:
            return Markup("")
        key = "sentence_when" if is_one_day(when) else "sentence_when_span" if is_span(when) else "sentence_when_wide"
        return self.words(key, date=self.page.date(when))

    def _actors(self, parties: Iterable[Party]) -> Markup:
        return self.page.listing([self.page.short(party.actor) for party in islice(parties, MOST_TOLD)])

    def side(self, side: Side) -> Markup:
        """A side, by its one party where that has a shorter name."""
        return self.page.short(side.parties[0].actor) if len(side.parties) == 1 else self.page.label(side.label)

    def places(self, event: EventView) -> Markup:
        """Where: the stretches and villages of the event's parts; the places of a war or campaign, or of what has no parts, are its own."""
        wide = any(local_name(kind.iri) in TOO_WIDE for kind in event.types)
        own = {place.link.iri: place for place in event.places}
        if any(not place.is_area for place in own.values()):  # what lies around a spot is told among the facts
            own = {iri: place for iri, place in own.items() if not place.is_area}
        around = {link.iri for place in own.values() for link in place.within}
        own = {iri: place for iri, place in own.items() if iri not in around}
        names = {link.iri: link for part in event.parts for link in part.places if not (wide and own)} or {iri: place.link for iri, place in own.items()}
        if own and all(iri in own and own[iri].is_area for iri in names):
            return self.words("sentence_in_area", place=self.page.listing([self.page.short(link) for link in list(names.values())[:MOST_TOLD]]))
        ends = {iri: view.between for iri, view in own.items()} | dict(event.stretches)
        return self.page.listing([self._place(link, ends.get(iri, ())) for iri, link in list(names.items())[:MOST_TOLD]])

    def _place(self, link: Link, ends: tuple[PlaceView, ...]) -> Markup:
        if len(ends) == 2:
            return self.words("sentence_between", one=self.page.short(ends[0].link), other=self.page.short(ends[1].link))
        return self.words("sentence_in", place=self.page.short(link))

    def _tolls(self, event: EventView) -> list[Markup]:
        """A sentence on the dead of each side, and of those whose side is not told."""
        grouped: dict[tuple[Side | None, Link | None], list[Toll]] = {}
        for toll in event.tolls:
            grouped.setdefault((toll.side, toll.victims), []).append(toll)
        return [self.words("sentence_dead", of=self.dead(*of, "dead_of_side"), told=self._accounts(tolls)) for of, tolls in list(grouped.items())[:MOST_TOLD]]

    def dead(self, side: Side | None, victims: Link | None, of_a_side: str = "killed_of") -> Markup:
        """The dead of a side, or of whom else, as a heading of their figures."""
        if side:
            return self.words(of_a_side, side=self.side(side))
        named = victims and local_name(victims.iri) != "unspecified"
        return self.words("killed_of", side=self.page.short(victims)) if victims and named else escape(self.words.killed_unstated)

    def _accounts(self, tolls: list[Toll]) -> Markup:
        """Each figure with who gives it; of many accounts the lowest and the highest."""
        if len(tolls) <= MOST_TOLD:
            return self.page.listing([self.words("sentence_account", figure=self.toll(toll), speaker=self.teller(toll.speaker)) for toll in tolls])
        numbers = sorted(number for toll in tolls for number in (toll.at_least, *(n for figure in toll.figures for n in (figure.value, figure.low, figure.high))) if number is not None)
        if not numbers:
            return self.words("sentence_many_words", count=len(tolls))
        low, high = (Markup("<b>{}</b>").format(self.page.number(number)) for number in (numbers[0], numbers[-1]))
        return self.words("sentence_many", count=len(tolls), low=low, high=high)

    def teller(self, speaker: Link | None) -> Markup:
        """Who gives a figure: a speaker, or the article in its own voice."""
        return self.page.short(speaker) if speaker else escape(self.words.article_short)

    def toll(self, toll: Toll) -> Markup:
        """The figures of a toll as they were said, or the lower bound of several; a word other than "killed" is quoted."""
        if len(toll.figures) > MOST_FIGURES and (many := self._many(toll.figures)):
            return many
        phrases = [self.page.quantity(figure).phrase for figure in toll.figures] or [self.words.at_least_number.format(number=self.page.number(toll.at_least or 0))]
        told = self.page.listing([Markup("<b>{}</b>").format(phrase) for phrase in phrases])
        return told + " " + self.words("quoted", words=self.page.label(toll.outcome.label)) if toll.outcome else told

    def _many(self, figures: tuple[Figure, ...]) -> Markup | None:
        """Many figures of one speaker by the lowest and the highest number in them, ``None`` where there is none."""
        numbers = sorted(number for figure in figures for number in (figure.value, figure.low, figure.high) if number is not None)
        if not numbers:
            return None
        low, high = (Markup(f"<b>{self.page.number(number)}</b>") for number in (numbers[0], numbers[-1]))
        return self.words("many_figures", count=len(figures), low=low, high=high)

    def speaker(self, claim: ClaimView) -> Markup:
        """Who says it, in a sentence."""
        if claim.claimants:
            return self.page.listing([self.page.short(link) for link in claim.claimants])
        return escape(self.words.article_short)

    def figure(self, claim: ClaimView) -> Markup:
        """The figure of a claim as a link to it."""
        phrase = self.page.quantity(claim.figure).phrase if claim.figure else "?"
        return Markup(f'<a href="{self.page.href(claim.iri)}"><b>{escape(phrase)}</b></a>')

    def victims(self, claim: ClaimView) -> Markup:
        """Whom a claim is about."""
        link = claim.victims or claim.victim_side or claim.victim_status
        return self.page.short(link) if link else Markup("")

    def disagreement(self, found: Disagreement, all_found: tuple[Disagreement, ...]) -> Markup:
        """One plain sentence on two claims; a contradiction also says how the infobox made it."""
        if found.kind == "contradiction":
            return self.contradiction(found, all_found)
        return self.restatement(found) if found.kind == "restatement" else self.tension(found)

    def contradiction(self, found: Disagreement, all_found: tuple[Disagreement, ...]) -> Markup:
        """Why two claims cannot both be true, and which restatement brought them into conflict."""
        said = self.words(
            "contradiction_sentence",
            one=self.speaker(found.one), figure_one=self.figure(found.one),
            other=self.speaker(found.other), figure_other=self.figure(found.other),
            victims=self.victims(found.one), outcome=self._outcome(found.one),
        )  # fmt: skip
        return Markup(" ").join([said, *self._causes(found, all_found)])

    def _causes(self, found: Disagreement, all_found: tuple[Disagreement, ...]) -> list[Markup]:
        return [
            self.words("because_infobox", change=self.change(cause))
            for cause in all_found
            if cause.kind == "restatement" and cause.one.infobox_only and cause.one.iri in (found.one.iri, found.other.iri)
        ]

    def reasons(self, row: Row, all_found: tuple[Disagreement, ...]) -> list[Disagreement]:
        """The contradictions between claims of one row."""
        here = {entry.claim.iri for cell in row.cells for entry in cell}
        return [found for found in all_found if found.kind == "contradiction" and {found.one.iri, found.other.iri} <= here]

    def why(self, reasons: list[Disagreement], all_found: tuple[Disagreement, ...]) -> Markup:
        """What of a row cannot both be true: few pairs with what made them collide, many as pairs alone."""
        if len(reasons) <= MOST_REASONS:
            return Markup(" ").join(self.in_row(found, all_found) for found in reasons)
        pairs = [self.words("pair", one=self.figure(found.one), other=self.figure(found.other)) for found in reasons[:MOST_PAIRS]]
        told = self.words("none_of_these", pairs=escape(self.words.semicolon).join(pairs))
        left = len(reasons) - len(pairs)
        return Markup(" ").join([told, self.words("and_more_pairs", count=self.page.number(left))]) if left else told

    def in_row(self, found: Disagreement, all_found: tuple[Disagreement, ...]) -> Markup:
        """Beside its row a contradiction needs its two figures and nothing else of what stands above."""
        said = self.words("both_cannot", one=self.figure(found.one), other=self.figure(found.other))
        return Markup(" ").join([said, *self._causes(found, all_found)])

    def verdict(self, claim: ClaimView, neighbours: Neighbourhood, other: ClaimView) -> Markup:
        """Why a claim and another cannot both be true, and what its own restatement changed where only the infobox has it."""
        said = [self.words("both_cannot", one=self.figure(claim), other=self.figure(other))]
        for near in neighbours.neighbours if claim.infobox_only else ():
            if near.relation == "rel_restates" and (changes := changed(claim, near.claim)):
                said.append(self.words("because_infobox", change=self.change(Disagreement("restatement", claim, near.claim, changes))))
        return Markup(" ").join(said)

    def verdict_of(self, verdict: Verdict) -> Markup:
        """What validation found about an event, as half a sentence."""
        return escape(self.words.comma).join([self.counted("violation", verdict.violations), self.counted("warning", verdict.warnings)])

    def counted(self, noun: str, count: int) -> Markup:
        """So many of something, in the words for none, one, or more."""
        key = f"{noun}_{('none', 'one')[count] if count < 2 else 'many'}"
        return self.words(key, count=self.page.number(count))

    def members(self, column: Column) -> Markup:
        """Who speaks in a column besides the one it is named after."""
        others = [self.page.short(link) for link in column.members if link.iri != (column.speaker and column.speaker.iri)]
        return self.page.listing(others)

    def circumstances(self, entry: Entry, column: Column) -> Markup:
        """Under a figure: who exactly said it, in which words where these tell it from others, when, and whether only the infobox has it."""
        claim = entry.claim
        parts = [self.words("quoted", words=self.page.label(claim.words[0].exact))] if entry.one_of_several and claim.words else []
        if [link.iri for link in claim.claimants] != [column.speaker and column.speaker.iri] and claim.claimants:
            parts.append(self.speaker(claim))
        if claim.said:
            parts.append(self.page.said(claim.said))
        if claim.infobox_only:
            parts.append(escape(self.words.infobox_only))
        return Markup(" · ").join(parts)

    def shown(self, all_found: tuple[Disagreement, ...]) -> list[Disagreement]:
        """What is told one by one: a restatement that already explains a contradiction is not told twice."""
        explained = {iri for found in all_found if found.kind == "contradiction" for iri in (found.one.iri, found.other.iri)}
        return [found for found in all_found if not (found.kind == "restatement" and found.one.infobox_only and found.one.iri in explained)]

    def restatement(self, found: Disagreement) -> Markup:
        """What the second telling changed."""
        return self.words(
            "restatement_sentence",
            figure=self.figure(found.one), victims=self.victims(found.one), outcome=self._outcome(found.one), change=self.change(found),
        )  # fmt: skip

    def change(self, found: Disagreement) -> Markup:
        """The differences of a restatement, the original first. Who speaks is left out when the event or outcome moved."""
        pairs = {
            "event": {"speaker": self.speaker(found.one), "narrow": self._event(found.other), "wide": self.words("whole_events", wide=self._event(found.one))},
            "outcome": {"before": self._outcome(found.other), "after": self._outcome(found.one)},
            "figure": {"before": self.page.quantity(found.other.figure).phrase, "after": self.page.quantity(found.one.figure).phrase},
            "victims": {"before": self.victims(found.other), "after": self.victims(found.one)},
            "speaker": {"before": self.speaker(found.other), "after": self.speaker(found.one)},
        }
        told = [name for name in found.changes if name != "speaker" or found.changes == ("speaker",)]
        if self.victims(found.one) == self.victims(found.other) and len(told) > 1:
            told = [name for name in told if name != "victims"]
        return self.page.listing([self.words(f"change_{name}", **pairs[name]) for name in told])

    def tension(self, found: Disagreement) -> Markup:
        """Why two different figures may both hold."""
        key = "tension_outcome" if "outcome" in found.changes else "tension_event"
        return self.words(
            key,
            one=self.speaker(found.one), figure_one=self.figure(found.one), event_one=self._event(found.one),
            other=self.speaker(found.other), figure_other=self.figure(found.other), event_other=self._event(found.other),
            victims=self.victims(found.one), outcome=self._outcome(found.one),
            outcome_one=self._outcome(found.one), outcome_other=self._outcome(found.other),
        )  # fmt: skip

    def _outcome(self, claim: ClaimView) -> Markup:
        return self.page.label(claim.casualty_type.label) if claim.casualty_type else Markup("")

    def _event(self, claim: ClaimView) -> Markup:
        return Markup(f"<i>{self.page.label(claim.about.label)}</i>")

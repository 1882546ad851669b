"""Generated sentences: the event in one sentence, and why two accounts part. Values in, escaped markup out."""

from markupsafe import Markup

from claimgraph.views.claims import ClaimView
from claimgraph.views.comparison import Column, Disagreement, Row
from claimgraph.views.events import EventView, Toll
from claimgraph.views.parties import Party
from claimgraph.views.places import PlaceView
from claimgraph.views.reading import Link
from claimgraph.web.rendering import Page
from claimgraph.web.wording import Words, is_one_day, number, words_in


class Sentences:
    """The sentences of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words: Words = words_in(page.language)

    def event(self, event: EventView) -> Markup | None:
        """Who attacked whom, when, where, and what each speaker reports of the dead; ``None`` when too little is known."""
        attackers = self._actors(event, lambda party: party.role.iri.endswith("/attacker"))
        targets = self._actors(event, lambda party: not party.role.iri.endswith("/attacker"))
        if not (attackers and targets and event.when):
            return None
        key = "sentence_when" if is_one_day(event.when) else "sentence_when_wide"
        told = self.words(
            "sentence_attack",
            when=self.words(key, date=self.page.date(event.when)),
            attackers=attackers,
            targets=targets,
            places=self.places(event),
        )
        tolls = self.tolls(event)
        return Markup("{}{}.").format(Markup(str(told).strip()), Markup("; ") + tolls if tolls else "")

    def _actors(self, event: EventView, wanted: object) -> Markup:
        parties: list[Party] = [party for side in event.sides for party in side.parties if wanted(party)]  # type: ignore[operator]
        return self.page.listing([self.page.short(party.actor) for party in parties])

    def places(self, event: EventView) -> Markup:
        """Where: the stretches and villages of the event's parts, else its own places."""
        names = {link.iri: link for part in event.parts for link in part.places} or {p.link.iri: p.link for p in event.places}
        ends = {view.link.iri: view.between for view in event.places} | dict(event.stretches)
        return self.page.listing([self._place(link, ends.get(iri, ())) for iri, link in list(names.items())[:4]])

    def _place(self, link: Link, ends: tuple[PlaceView, ...]) -> Markup:
        if len(ends) == 2:
            return self.words("sentence_between", one=self.page.short(ends[0].link), other=self.page.short(ends[1].link))
        return self.words("sentence_in", place=self.page.short(link))

    def tolls(self, event: EventView) -> Markup:
        """What each speaker reports of the dead of those who were attacked, added up where they stand on several sides."""
        attacked = {side.iri for side in event.sides if not all(p.role.iri.endswith("/attacker") for p in side.parties)}
        by_speaker: dict[Link, list[Toll]] = {}
        for toll in event.tolls:
            if toll.side.iri in attacked:
                by_speaker.setdefault(toll.speaker, []).append(toll)
        return self.page.listing([self.words("sentence_toll", speaker=self.page.short(speaker), figure=self._sum(tolls)) for speaker, tolls in by_speaker.items()])

    def _sum(self, tolls: list[Toll]) -> Markup:
        at_least = len(tolls) > 1 or tolls[0].at_least
        return Markup("<b>{}</b>").format(self.toll(sum(toll.number for toll in tolls), at_least))

    def toll(self, count: int, at_least: bool) -> str:
        """A number, or a lower bound."""
        figure = number(count, self.page.language)
        return self.words.at_least_number.format(number=figure) if at_least else figure

    def speaker(self, claim: ClaimView) -> Markup:
        """Who says it, in a sentence."""
        if claim.claimants:
            return self.page.listing([self.page.short(link) for link in claim.claimants])
        return Markup("{}").format(self.words.the_article)

    def figure(self, claim: ClaimView) -> Markup:
        """The figure of a claim as a link to it."""
        phrase = self.page.quantity(claim.figure).phrase if claim.figure else "?"
        return Markup('<a href="{}"><b>{}</b></a>').format(self.page.href(claim.iri), phrase)

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

    def in_row(self, found: Disagreement, all_found: tuple[Disagreement, ...]) -> Markup:
        """Beside its row a contradiction needs no figures: they stand above."""
        return Markup(" ").join([Markup("{}").format(self.words.both_cannot), *self._causes(found, all_found)])

    def members(self, column: Column) -> Markup:
        """Who speaks in a column besides the one it is named after."""
        others = [self.page.short(link) for link in column.members if link.iri != (column.speaker and column.speaker.iri)]
        return self.page.listing(others)

    def circumstances(self, claim: ClaimView, column: Column) -> Markup:
        """Under a figure: who exactly said it, when, and whether only the infobox has it."""
        parts = []
        if [link.iri for link in claim.claimants] != [column.speaker and column.speaker.iri] and claim.claimants:
            parts.append(self.speaker(claim))
        if claim.said:
            key = "said_between" if claim.said.text.startswith("[") or "/" in claim.said.text else "said_on"
            parts.append(self.words(key, date=self.page.date(claim.said)))
        if claim.infobox_only:
            parts.append(Markup("{}").format(self.words.infobox_only))
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
        return Markup("<i>{}</i>").format(self.page.label(claim.about.label))

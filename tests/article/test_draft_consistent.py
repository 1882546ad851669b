"""What a draft never says, whatever the text does: a statement older than its event, one party twice for a capital letter."""

from claimgraph.article.draft import draft
from claimgraph.article.drafting.happenings import Happenings
from claimgraph.article.drafting.matching import Authority, Names
from claimgraph.article.drafting.parties import Parties
from claimgraph.article.page import read_article
from claimgraph.graph.derivation import inconsistent_pairs
from claimgraph.model.dates import PartialDate
from claimgraph.model.records import Actor, CasualtyClaim, Claim, Participation, Place

RAID = (
    "{{Infobox military conflict|date=4 March 2021|combatant1=Aland|combatant2=[[al-Bana (armed group)|al-Bana]]}}\n"
    "'''Raid''' took place on 4 March 2021. On %s, Al-Bana said that it had killed 12 soldiers. Al-Bana claimed responsibility on %s."
)


def drafted(said: str):
    made = draft(read_article(RAID % (said, said)))
    return made, {claim.iri[-3:]: claim for claim in made.records if isinstance(claim, Claim)}


def test_a_statement_of_the_day_or_later_keeps_its_day():
    made, claims = drafted("5 March 2021")
    assert [claim.said.text for claim in claims.values()] == ["2021-03-05"] * 2
    assert not [question for question in made.questions if "before the event" in question.text]


def test_a_statement_older_than_its_event_has_no_day_and_a_question():
    made, claims = drafted("2 March 2021")
    assert [claim.said for claim in claims.values()] == [None, None]
    asked = {question.about[-3:]: question.text for question in made.questions if "before the event" in question.text}
    assert set(asked) == set(claims) and all("2021-03-02" in text for text in asked.values())


def test_a_capital_letter_makes_no_second_party():
    made, claims = drafted("5 March 2021")
    named = [record for record in made.records if isinstance(record, Actor) and "Bana" in dict(record.labels)["en"]]
    assert len(named) == 1
    assert {claim.claimants for claim in claims.values()} == {(named[0].iri,)}


def test_a_place_told_with_its_country_lies_in_it():
    made = draft(read_article("{{Infobox civilian attack|location=[[Ash]], Somalia|date=4 March 2021|fatalities=5}}\n'''Raid''' took place in Ash."))
    places = {dict(record.labels)["en"]: record for record in made.records if isinstance(record, Place)}
    assert places["Ash"].within == places["Somalia"].iri and places["Somalia"].within is None
    assert made.event.places == (places["Ash"].iri, places["Somalia"].iri)


def test_women_and_children_are_not_all_civilians():
    made = draft(read_article("'''Raid''' took place on 4 March 2021. The observatory said that 17 women and 12 children were killed. The mayor said that 40 civilians were killed."))
    claims = [(claim.figure.value, claim.victim_status) for claim in made.claims if isinstance(claim, CasualtyClaim)]
    assert claims == [(17, "unspecified"), (12, "unspecified"), (40, "civilian")]
    assert inconsistent_pairs(made.triples()) == []


def test_children_alone_are_civilians():
    made = draft(read_article("'''Raid''' took place on 4 March 2021. The mayor said that 12 children were killed."))
    assert [claim.victim_status for claim in made.claims] == ["civilian"]


def test_belligerents_in_one_column_are_on_no_side():
    made = draft(read_article("{{Infobox military conflict|date=4 March 2021|combatant1=Mali<br>Some Front<br>France|casualties1=5 killed}}\n'''Raid''' took place. Mali attacked the Some Front."))
    parts = [record for record in made.records if isinstance(record, Participation)]
    assert [(part.side, part.role) for part in parts] == [(None, "belligerent")] * 3
    assert "who stands on which side" in " ".join(question.text for question in made.questions)
    assert [claim.victim_side for claim in made.claims] == [None]


def test_children_set_apart_are_one_with_people_of_the_same_number():
    made = draft(read_article("'''Raid''' took place on 4 March 2021.\n\nSeven people were killed. 20 civilians were killed. Seven children were killed."))
    keys = [(c.about, c.casualty_type, c.figure, c.claimants, c.victim_affiliation, c.victim_status, c.victim_side) for c in made.claims if isinstance(c, CasualtyClaim)]
    assert len(keys) == len(set(keys)) == 2
    assert "Are they two figures" in " ".join(question.text for question in made.questions)


def test_another_event_told_by_two_figures_is_one():
    article = read_article(RAID % ("5 March 2021", "5 March 2021"))
    names = Names(Authority())
    parties = Parties(article, names, "a")
    happenings = Happenings(article, names, parties, "a")
    whole = happenings.draft(())
    day, later = PartialDate("2019-03-03"), PartialDate("2019-05-09")
    told = [happenings.elsewhere("Koro", when, whole, who) for when, who in ((day, parties.party("al-Bana")), (day, None), (later, None))]
    assert told[0] == told[1] and len(told[0].participations) == 1
    assert (told[2].at, told[2].iri != told[0].iri) == (later, True)

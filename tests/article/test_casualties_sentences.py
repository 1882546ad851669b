"""How figures are told in sentences: figures of speech of the genre, in words of our own.

A row is a sentence and what it says, in the notation of :mod:`tests.article.notation`.
"""

import re

import pytest

from claimgraph.article.casualties import read_claims
from tests.article.notation import article, told

ROWS = [
    # the predicate on the right
    ("Fourteen soldiers were killed and eleven were wounded.", "14 killed soldiers; 11 wounded soldiers"),
    ("Six officers and eight civilians were killed.", "6 killed officers; 8 killed civilians"),
    ("At least 40 civilians and five policemen died when the market was shelled.", ">=40 killed civilians; 5 killed policemen"),
    ("Around 25 Tarvanian troops were killed.[3]", "~25 killed Tarvanian troops"),
    ("Thirty-two people, including twelve children, were killed and 55 others were injured.", "32 killed people; ?12 killed children; 55 wounded"),
    ("Two special forces soldiers, Jan Mor, 31, and Pavel Dun, 28, died, as did three of the rebels.", "2 killed special forces soldiers; 3 killed rebels"),
    ("All six attackers were killed.", "6 killed attackers"),
    ("No civilians were harmed.", "0 casualties civilians"),
    ("No one was killed.", "0 killed"),
    ("Between 10 and 15 villagers were executed.", "10-15 killed villagers"),
    ("One or two guards were hurt.", "1-2 wounded guards"),
    ("Hundreds of families fled, and dozens of villagers drowned.", "dozens killed villagers"),
    ("An unknown number of rebels were killed.", "unknown killed rebels"),
    ("Several dozen fighters were killed or wounded.", "several_dozen killed-or-wounded fighters"),
    ("Some 1,200 rebels were killed or captured.", "~1200 killed-or-captured rebels"),
    ("Nearly 300 people were displaced.", "~300 displaced people"),
    ("Four out of six gunmen were shot dead.", "4 killed gunmen"),
    ("Five soldiers lost their lives.", "5 killed soldiers"),
    ("Two pilots are still missing.", "2 missing pilots"),
    ("Three conscripts were taken prisoner.", "3 captured conscripts"),
    ("Twenty aid workers were taken hostage.", "20 hostage aid workers"),
    ("Over a hundred insurgents were apprehended.", ">=100 captured insurgents"),
    ("Fifteen militants were reported killed and as many as 30 injured.", "15 killed militants; <=30 wounded militants"),
    ("A soldier was killed and another three were injured.", "1 killed soldier; 3 wounded"),
    ("More than a dozen members of the security forces were neutralized.", ">=12 neutralized members of the security forces"),
    ("25 troops were killed and six wounded, with around a dozen rebels sustaining casualties.", "25 killed troops; 6 wounded troops; ~12 casualties rebels"),
    ("Seven people died in hospital, bringing the death toll to 43.", "7 killed people; 43 killed"),
    ("The bodies of the 30 soldiers killed were interred.", "30 killed soldiers"),
    ("Thirteen bodies were found in a well.", "13 killed"),
    # the governor on the left
    ("Gunmen attacked the post, killing 53 soldiers and a civilian.", "53 killed soldiers; 1 killed civilian"),
    ("The blast killed 63 civilians (including 9 children) and wounded 150 (including 34 children).", "63 killed civilians; ?9 killed children; 150 wounded civilians; ?34 wounded children"),
    ("The clashes left 10 militiamen and 7 soldiers dead.", "10 killed militiamen; 7 killed soldiers"),
    ("The clashes left 17 people dead, and over 40 people wounded.", "17 killed people; >=40 wounded people"),
    ("It resulted in the deaths of two officers, four gunmen, and the recovery of all four hostages.", "2 killed officers; 4 killed gunmen; 4 freed hostages"),
    ("They took 170 hostages and killed 20 of them.", "170 hostage hostages; 20 killed hostages"),
    ("The army lost 14 men and two helicopters.", "14 killed men"),
    ("The rebels suffered 20 casualties.", "20 casualties"),
    ("Both armies retreated after 12 deaths and 30 injuries.", "12 killed; 30 wounded"),
    ("The bombing claimed 20 lives.", "20 killed"),
    ("The ambush cost the lives of 45 Tarvanian soldiers.", "45 killed Tarvanian soldiers"),
    ("Police shot dead six rioters and arrested two more.", "6 killed rioters; 2 captured"),
    ("The raid ended with eleven men killed.", "11 killed men"),
    ("The boat sank with the loss of two men.", "2 killed men"),
    ("Tarvanian losses amounted to 50 killed, 150 wounded and 3,600 captured.", "50 killed; 150 wounded; 3600 captured"),
    ("The death toll had risen from 12 to 19.", "19 killed"),
    ("Total casualties were 1,500 dead and 3,000 wounded.", "1500 killed; 3000 wounded"),
    ("The bombing killed the mayor and three of his bodyguards.", "3 killed bodyguards"),
    ("Another 35 people were wounded, 12 of them seriously.", "35 wounded people; ?12 wounded"),
    ("Nine people died, three of them children.", "9 killed people; ?3 killed children"),
    ("They killed or wounded 20 guards.", "20 killed-or-wounded guards"),
    ("Three gunmen killed 12 people and injured 20 others.", "12 killed people; 20 wounded"),
    ("About 200 fighters stormed the camp, killing several guards.", "several killed guards"),
    ("The column lost 30 killed and 15 captured.", "30 killed; 15 captured"),
    ("The rebels released 12 prisoners.", "12 freed prisoners"),
    ("The force captured 20 rebels and three tanks.", "20 captured rebels"),
    ("An airstrike wounded five, one of whom later died.", "5 wounded; 1 killed"),
    ("The assault wounded 16 and left three missing.", "16 wounded; 3 missing"),
    ("A mortar hit the school, killing five children aged 6 to 12.", "5 killed children"),
    ("Five wounded soldiers were flown out.", "5 wounded soldiers"),
    # who says so
    ("The Tarvanian army stated that 12 soldiers were killed.", "12 killed soldiers @Tarvanian army"),
    ("An initial report by the interior ministry stated that twelve policemen were killed.", "12 killed policemen @interior ministry"),
    ("On 11 March, officials said that 14 soldiers were killed and 11 were wounded, and that 31 rebels were \"neutralized.\"[4]", "14 killed soldiers @officials; 11 wounded soldiers @officials; 31 neutralized rebels @officials"),
    ("According to Amnesty International, over 300 civilians were executed.", ">=300 killed civilians @Amnesty International"),
    ("Over 300 civilians are alleged to have been killed according to the Border Observatory.", ">=300 killed civilians @Border Observatory"),
    ("The army said about 140 people were killed and 160 injured, while residents said as many as 256 were dead.", "~140 killed people @army; 160 wounded people @army; <=256 killed people @residents"),
    ("The clashes left 10 rebels and 7 soldiers dead, according to the governor.", "10 killed rebels @governor; 7 killed soldiers @governor"),
    ("Five policemen died, the ministry said.", "5 killed policemen @ministry"),
    ("Five policemen died, said the governor.", "5 killed policemen @governor"),
    ("The RDF claimed responsibility for the attack. They also claimed that 30 soldiers were killed, and thirty more were injured.", "30 killed soldiers @RDF; 30 wounded @RDF"),
    ("In the RDF's statement, they claimed that five mercenaries and seven Tarvanian soldiers were killed in Orsk, along with dozens of others injured.", "5 killed mercenaries @RDF; 7 killed Tarvanian soldiers @RDF; dozens wounded @RDF"),
    ("The attack was claimed by the RDF. The group said it had killed 25 soldiers and lost four fighters.", "25 killed soldiers @RDF; 4 killed fighters @RDF"),
    ("The RDF claimed to have killed 57 Tarvanian soldiers; Tarvania denied this and said it had lost three.", "57 killed Tarvanian soldiers @RDF; 3 killed @Tarvania"),
    ("The UN put the death toll at 57, while locals told Reuters that more than 80 had died.", "57 killed @UN; >=80 killed @locals"),
    ("The air force reported killing 20 militants.", "20 killed militants @air force"),
    ("The defence ministry claimed the deaths of eleven soldiers and the injuries of five others.", "11 killed soldiers @defence ministry; 5 wounded @defence ministry"),
    ("Colonel Ba, a spokesman for the army, said that 12 soldiers died.", "12 killed soldiers @Colonel Ba, a spokesman for the army"),
    ("A resident of Orsk, speaking to Radio Nord, claimed thirteen soldiers were killed.", "13 killed soldiers @resident of Orsk"),
    ("It was reported that 12 civilians were killed.", "12 killed civilians"),
    ("The army claimed on 12 March that the death toll was 24 soldiers killed and 29 injured, while seventeen rebels were killed and over a hundred apprehended.", "24 killed soldiers @army; 29 wounded soldiers @army; 17 killed rebels @army; >=100 captured rebels @army"),
    ("A hospital source then claimed the next day that the Tarvanian death toll was over thirty killed.", ">=30 killed @hospital source"),
    ("Two days later, the RDF released a video claiming that it had killed 40 soldiers.", "40 killed soldiers @RDF"),
    ("Five soldiers were killed. The army said that ten rebels died.", "5 killed soldiers; 10 killed rebels @army"),
    ("The governor confirmed 61 deaths.", "61 killed @governor"),
    ("The spokesman announced the capture of four rebels.", "4 captured rebels @spokesman"),
    ("\"We killed 13 rebels and we deplore the loss of four soldiers,\" a military source said, adding that three soldiers were injured.",
     "13 killed rebels @military source; 4 killed soldiers @military source; 3 wounded soldiers @military source"),
    ("Gunmen killed four troops early Monday in a new outpost, local officials said.", "4 killed troops @local officials"),
    ("At least 15 people were killed and dozens more wounded when a bomber blew himself up inside a hall, police said.", ">=15 killed people @police; dozens wounded @police"),
    ("The RDF also stated that one of its fighters was killed and 10 others were injured.", "1 killed fighters @RDF; 10 wounded @RDF"),
    ("No fewer than two soldiers and 11 suspected RDF members were killed.", ">=2 killed soldiers; 11 killed suspected RDF members"),
    ("A total of 147 people were killed, 142 of them students, and 79 were injured.", "147 killed people; ?142 killed students; 79 wounded people"),
    ("The government gave an initial toll of 25 dead, but this was later revised upward to 89.", "25 killed @government; 89 killed @government"),
    ("Tarvania acknowledged the loss of nine soldiers, but the RDF put the figure at 57.", "9 killed soldiers @Tarvania; 57 killed @RDF"),
    ("The army captured one rebel, while rescuing two policemen who had been held hostage.", "1 captured rebel; 2 freed policemen"),
    ("The troops suffered 58 casualties, including 16 dead.", "58 casualties; 16 killed"),
    ("Eight of the assailants died in the firefight and the remaining two surrendered.", "8 killed assailants; 2 captured assailants"),
    ("The raid left one officer dead and three wounded.", "1 killed officer; 3 wounded officer"),
    ("Some 400 of the defenders were killed and the rest taken prisoner.", "~400 killed defenders; rest captured defenders"),
    ("Local officials told a newspaper that 58 bodies had been recovered from the river.", "58 killed @Local officials"),
    ("Among the dead were 14 children.", "14 killed children"),
    ("No casualties were reported.", "0 casualties"),
    ("There were no fatalities, although five people sustained minor injuries.", "0 killed; 5 wounded people"),
    ("The militia executed 26 captured soldiers and beheaded two journalists.", "26 killed captured soldiers; 2 killed journalists"),
    ("The Border Observatory for Human Rights (BOHR) reported that 28 soldiers had died since the start of the day.", "28 killed soldiers @Border Observatory for Human Rights"),
    ("The death toll stood at 143, with over 180 injured.", "143 killed; >=180 wounded"),
    ("It was the deadliest loss since 1993, when 18 soldiers were killed.", "!18 killed soldiers"),
    ("A reprisal for an ambush that left several officers dead, the raid killed 12 rebels.", "!several killed officers; 12 killed rebels"),
    ("Thirty-one of the victims were foreigners.", ""),
    # other events, and numbers that count nobody
    ("In February 2020, the RDF attacked a base at Lom, killing around thirty soldiers.", "!~30 killed soldiers"),
    ("The army said that a dozen rebels were killed in the attack, along with one rebel killed in a separate incident in Lom.", "~12 killed rebels @army; !1 killed rebel @army"),
    ("At least 61,000 people had been killed in Lom State alone.", "!>=61000 killed people"),
    ("More than 4,000 people have been killed since the start of the insurgency.", "!>=4000 killed people"),
    ("It was the deadliest attack since 2015, killing 40 soldiers.", "40 killed soldiers"),
    ("About 200 fighters with 40 motorcycles attacked the base, which held 150 soldiers.", ""),
    ("The army destroyed 12 vehicles and captured 30 rifles.", ""),
    ("A 12-year-old boy saw 3 helicopters land at 17:30 on 10 March 2020.", ""),
    ("There were at least 71 individual cases of civilians summarily executed.", ""),
    ("The 33rd Regiment held Highway 12 for 3 days with 120 men.", ""),
    ("The rebels killed the commander.", ""),
    ("Prices rose 12% after 5 days.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_sentence_tells(sentence: str, expected: str) -> None:
    claims = read_claims(article(sentence)).claims
    assert [told(c) for c in claims] == [" ".join(e.split()) for e in expected.split(";") if e.strip()]


@pytest.mark.parametrize(("sentence", "expected"), [row for row in ROWS if row[1]], ids=[row[0][:60] for row in ROWS if row[1]])
def test_the_few_words_stand_at_their_place(sentence: str, expected: str) -> None:
    for claim in read_claims(article(sentence)).claims:
        assert sentence[claim.start : claim.end] == claim.text
        assert len(claim.text.split()) <= 15


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Five Tarvanian soldiers and two Kestrel mercenaries were killed.", [0, 0]),
        ("Twelve RDF fighters were killed and three wounded.", [1, 1]),
        ("Nine soldiers and four rebels died.", [0, 1]),
        ("Nine villagers died.", [None]),
        ("The Tarvanian death toll was 20 killed.", [0]),
        ("The Tarvanian army lost 14 men.", [0]),
    ],
)
def test_the_side_is_that_of_those_who_suffered(sentence: str, sides: list[int | None]) -> None:
    assert [c.side for c in read_claims(article(sentence)).claims] == sides


@pytest.mark.parametrize(
    ("text", "refs", "scope"),
    [
        ("Five soldiers were killed.[4][1]", ("4", "1"), "sentence"),
        ("Five soldiers were killed. The rebels fled.[7]", ("7",), "following"),
        ("Five soldiers were killed.", (), "none"),
        ("Five soldiers were killed[2] and the base fell.[3]", ("2",), "sentence"),
    ],
)
def test_a_figure_has_the_footnotes_of_its_sentence_or_the_next(text: str, refs: tuple[str, ...], scope: str) -> None:
    (claim,) = read_claims(article(text)).claims
    assert (claim.refs, claim.scope) == (refs, scope)


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("Killing two people in the village of Lom and five in the town of Arda.", ["the village of Lom", "the town of Arda"]),
        ("Five soldiers and seven guards were killed in Lom.", ["Lom", "Lom"]),
        ("In Arda, nine people were killed.", ["Arda"]),
        ("Nine people were killed.", [None]),
    ],
)
def test_a_figure_put_somewhere_keeps_the_place(sentence: str, places: list[str | None]) -> None:
    assert [c.place for c in read_claims(article(sentence)).claims] == places


def test_when_it_was_said_is_not_when_it_was() -> None:
    (claim,) = read_claims(article("On 12 March 2020, the army stated that five soldiers were killed.")).claims
    assert claim.said_on == "12 March 2020"
    assert not claim.other_event


def test_background_figures_are_of_other_events_with_their_date_and_place() -> None:
    text = "In early 2020 the front grew. The first attacks were on 2 January, killing two people in the village of Lom."
    (claim,) = read_claims(article(text, "Background")).claims
    assert (claim.other_event, claim.date, claim.place) == (True, "2 January", "the village of Lom")


@pytest.mark.parametrize("section", ["References", "See also", "Further reading", "External links", "Notes"])
def test_titles_of_works_are_no_claims(section: str) -> None:
    assert not read_claims(article("Militants kill 54 soldiers, wound 12 in attack", section)).claims


@pytest.mark.parametrize(
    ("sentence", "flag"),
    [
        ("An initial report by the army stated that 12 soldiers were killed.", "initial"),
        ("The death toll later rose to 19.", "later"),
        ("Five soldiers may have been killed.", "unconfirmed"),
        ("Twenty people (including the perpetrator) were killed.", "includes-perpetrator"),
    ],
)
def test_what_kind_of_figure_it_is(sentence: str, flag: str) -> None:
    claims = read_claims(article(sentence)).claims
    assert flag in claims[0].flags


def test_rows_are_our_own_words() -> None:
    assert not any(re.search(r"Mali\b|Wagner|JNIM|Niger\b", row[0]) for row in ROWS)

"""Figures told in a roundabout way: parts of a toll, who quotes whom, whose own men, nouns that only look like losses.

Rows as in the table of plain sentences; all words and numbers are our own.
"""

import pytest

from claimgraph.article.casualties import read_claims
from claimgraph.article.text import Paragraph
from tests.article.notation import article, told

ROWS = [
    # a toll and what it is made of
    ("Of the 61 dead, 50 were pupils, 6 were soldiers and 5 were police officers.", "61 killed; ?50 killed pupils; ?6 killed soldiers; ?5 killed police officers"),
    ("Thirteen people were killed, four of whom were foreigners.", "13 killed people; ?4 killed foreigners"),
    ("A total of 44 people, 21 of them civilians, were killed.", "44 killed people; ?21 killed civilians"),
    ("Four attackers, all of them suicide bombers, and six guards died.", "4 killed attackers; 6 killed guards"),
    ("The dead comprised 16 civilians and 9 soldiers.", "16 killed civilians; 9 killed soldiers"),
    ("Eight Britons, two French nationals and an American were among the dead.", "8 killed Britons; 2 killed French nationals; 1 killed American"),
    ("Nine U.S. soldiers and 3 interpreters were among the wounded.", "9 wounded U.S. soldiers; 3 wounded interpreters"),
    ("About 90 fighters attacked; 12 of them were killed.", "12 killed fighters"),
    ("A soldier was killed and another wounded.", "1 killed soldier; 1 wounded soldier"),
    # a toll that is put, ranges, rises, is exceeded
    ("Officials confirmed the number dead at 83, while another 20 were still unaccounted for.", "83 killed @Officials; 20 missing @Officials"),
    ("The number of victims was estimated at between 30 and 55.", "~30-55 casualties"),
    ("Estimates of the dead vary between 70 and 400.", "70-400 killed"),
    ("Estimates of the number of dead range from 80 to 350.", "80-350 killed"),
    ("The death toll rose from 15 to 27.", "27 killed"),
    ("A doctor said the toll could exceed 60.", ">=60 killed @doctor"),
    ("Some accounts put the number killed as high as 75; others said no more than 32.", "<=75 killed @accounts; <=32 killed @other accounts"),
    ("The bombing claimed 27 lives and injured 45.", "27 killed; 45 wounded"),
    ("Two of the injured later died.", "2 killed injured"),
    ("Three of the wounded were executed.", "3 killed wounded"),
    ("A second blast killed four rescuers and raised the total to 24.", "4 killed rescuers; 24 killed"),
    ("Three quarters of the garrison were killed.", ""),
    ("According to a monitor, 25 fighters, including 4 officers, and 19 guards were killed.", "25 killed fighters @monitor; ?4 killed officers @monitor; 19 killed guards @monitor"),
    ("At least 7 people including 2 guests died and 21, among them 6 children, were hurt.", ">=7 killed people; ?2 killed guests; 21 wounded people; ?6 wounded children"),
    ("The bombing left 13 dead, including three children, and 46 others wounded, nine of them seriously.", "13 killed; ?3 killed children; 46 wounded; ?9 wounded"),
    ("Twelve tourists — nine Germans, two Swiss and a Dutch national — died.", "12 killed tourists; ?9 killed Germans; ?2 killed Swiss; ?1 killed Dutch national"),
    ("All but three of the 60 passengers were killed.", ""),
    ("The army lost 3 officers killed, with 4 officers and 41 men wounded.", "3 killed officers; 4 wounded officers; 41 wounded men"),
    ("The siege ended with 38 hostages and 27 militants dead.", "38 killed hostages; 27 killed militants"),
    ("Three suicide bombers blew themselves up, killing 21 and wounding 63.", "3 killed suicide bombers; 21 killed; 63 wounded"),
    # who says it, who passes it on
    ("One account gives 40 killed; another says that 60 died.", "40 killed @account; 60 killed @another account"),
    ("Initially the army reported 13 dead.", "13 killed @army"),
    ("The interior ministry, which had earlier spoken of 8 dead, raised the toll to 16.", "8 killed @interior ministry; 16 killed @interior ministry"),
    ("The provisional toll put the wounded at seven.", "7 wounded"),
    ("According to Banda Rada and the Guardian, 22 people died.", "22 killed people @Banda Rada @Guardian"),
    ("Eyewitnesses counted 43 bodies.", "43 killed @Eyewitnesses"),
    ("An agency quoted a police officer as saying that 16 people had died.", "16 killed people @police officer"),
    ("The defence minister said on Monday that 140 rebels had been killed, according to Orsk Radio.", "140 killed rebels @defence minister"),
    ("The coalition's forces claim that 90 rebels were killed.", "90 killed rebels @coalition's forces"),
    ("Other reports suggested that 37 soldiers were killed.", "37 killed soldiers @Other reports"),
    ("Local sources spoke of at least 29 dead.", ">=29 killed @Local sources"),
    ("The inquiry by the Orsk Committee found that soldiers had executed at least 28 men.", ">=28 killed men @inquiry by the Orsk Committee"),
    ("A hospital source told Orsk Radio that a “provisional toll” indicated that 18 guards were killed.", "18 killed guards @hospital source"),
    ("A border source said 23 were dead, and another confirmed that 35 had been killed.", "23 killed @border source; 35 killed @another border source"),
    ("At least 210 members of the front were killed by commandos who went to Arda, Orsk to find Pavel Dun, former police chief Jan Mor said Monday.", ">=210 killed members of the front @former police chief Jan Mor"),
    ("Jan Mor, a spokesman for the army, said 9 were killed.", "9 killed @Jan Mor, a spokesman for the army"),
    ("According to IS's own count, only 66 of its fighters died.", "66 killed fighters @IS"),
    # a list behind its sum
    ("In all, 133 were wounded—77 soldiers, 20 policemen, and 36 civilians.", "133 wounded; ?77 wounded soldiers; ?20 wounded policemen; ?36 wounded civilians"),
    ("Nine people died: five soldiers and four guards.", "9 killed people; ?5 killed soldiers; ?4 killed guards"),
    ("The toll stood at 104 and more than 300 people were injured.", "104 killed; >=300 wounded people"),
    ("The attack, with a death toll of 107 civilians, surpassed the 2013 Arda bombings.", "107 killed civilians"),
    ("There were five killed from the army, four from the police, six civilians and 52 rebels.", "5 killed; 4 killed police; 6 killed civilians; 52 killed rebels"),
    ("At least 400 wounded and captured Arvans might have been massacred as well.", ">=400 killed Arvans"),
    ("Scores of injured people were taken to Orsk.", "scores wounded people"),
    ("Colonel Jan Mor, Armed Forces of Tarvania (AFT) chief of staff, said that 12 rebels were killed.", "12 killed rebels @Colonel Jan Mor, Armed Forces of Tarvania (AFT) chief of staff"),
    ("According to the ministry spokesman, Colonel Jan Mor, 61 rebels were neutralized.", "61 neutralized rebels @ministry spokesman, Colonel Jan Mor"),
    ("Rebels killed at least 17 soldiers, an agency reported, citing the brother of one of the troops and two officers.", ">=17 killed soldiers @agency, citing the brother of one of the troops and two officers"),
    ("One of the injured died, bringing the death toll up to 16.", "1 killed injured; 16 killed"),
    ("Ten United States troops were killed.", "10 killed United States troops"),
    ("It was the deadliest day since 15 U.S. troops were killed when a helicopter was shot down.", "!15 killed U.S. troops"),
    ("One in five of the defenders was killed.", ""),
    # what only looks like a loss
    ("His deed saved thirty lives.", ""),
    ("There were no body counts after the fighting.", ""),
    ("Four soldiers received death threats.", ""),
    ("The rebels have killed more than 130 soldiers and police officers, with the heaviest losses in the south.", ">=130 killed soldiers and police officers"),
    ("It was the deadliest attack since a bomber killed 58 people in Arda.", "!58 killed people"),
    ("Four days earlier, 13 soldiers had been killed in Arda.", "!13 killed soldiers"),
    ("Last month, the front killed 40 soldiers in Arda.", "!40 killed soldiers"),
    ("The entire garrison was killed.", "all killed garrison"),
    ("He came from Washington, D.C. and four of his men died.", "4 killed men"),
]


@pytest.mark.parametrize(("sentence", "expected"), ROWS, ids=[row[0][:60] for row in ROWS])
def test_a_sentence_tells(sentence: str, expected: str) -> None:
    assert [told(c) for c in read_claims(article(sentence)).claims] == ([part for part in expected.split("; ")] if expected else [])


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("The RDF said 15 of their members were killed.", [1]),
        ("The army claimed to have killed 50 men for the loss of 4 of its own.", [None, 0]),
        ("The RDF acknowledged 7 deaths in its ranks.", [1]),
        ("The RDF said that 80 soldiers had been killed and that its own losses were four dead.", [0, 1]),
        ("The army said it suffered no losses while killing 26 rebels.", [0, 1]),
        ("State media put the death toll at 18, including five policemen.", [None, 0]),
        ("A monitor said that 24 regime fighters and 19 rebels were killed.", [0, 1]),
        ("Losses on the Red Dawn Front side were 39 killed and 8 taken prisoner.", [1, 1]),
        ("The ambush resulted in 22 fatalities on the army's side.", [0]),
        ("The RDF's losses were given as 36 dead.", [1]),
        ("The Tarvanians had 11 killed and 25 wounded.", [0, 0]),
    ],
)
def test_whose_own_people_they_were(sentence: str, sides: list[int | None]) -> None:
    assert [c.side for c in read_claims(article(sentence)).claims] == sides


def test_a_late_death_does_not_replace_a_toll_but_the_toll_it_raises_does() -> None:
    late, raised = read_claims(article("Two of the injured later died, raising the death toll to 13.")).claims
    assert ("later" in late.flags, "later" in raised.flags) == (False, True)


def test_who_took_credit_is_who_speaks_next() -> None:
    text = "The army lost 30 men, officials said. The RDF took credit for the raid. In its statement, it claimed to have wounded dozens."
    assert read_claims(article(text)).claims[-1].claimants == ("RDF",)


def test_a_report_that_somebody_confirms_is_that_of_who_confirms_it() -> None:
    text = "Tarvania's government confirms a new report on the raid. This new report indicates that eighty soldiers were killed."
    assert [told(c) for c in read_claims(article(text)).claims] == ["80 killed soldiers @Tarvania's government"]


def test_the_statement_is_that_of_the_paragraph_before() -> None:
    first, second, third = "Some rebels died, the ministry said in a statement.", "Fighting went on.", "The statement added that 12 soldiers were killed."
    made = article("\n".join((first, second, third)))
    starts = (0, len(first) + 1, len(first) + len(second) + 2)
    paragraphs = tuple(Paragraph("Attack", text, start) for text, start in zip((first, second, third), starts, strict=True))
    (claim,) = read_claims(type(made)(made.title, made.text, made.form, infobox=made.infobox, sections=made.sections, paragraphs=paragraphs)).claims
    assert claim.claimants == ("ministry",)


def test_he_is_who_spoke_last() -> None:
    text = "The spokesman said both sides suffered. Between 20 and 25 soldiers had been killed so far, he added."
    assert [told(c) for c in read_claims(article(text)).claims] == ["20-25 killed soldiers @spokesman"]


def test_the_opening_sentence_is_of_the_event() -> None:
    text = "Rebels attacked an army camp near Orsk earlier in the week, an attack that killed 17 soldiers."
    assert [told(c) for c in read_claims(article(text, "")).claims] == ["17 killed soldiers"]
    assert [told(c) for c in read_claims(article(text)).claims] == ["!17 killed soldiers"]

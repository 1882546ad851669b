"""Figures as agencies tell them: the speaker behind his figures, quotations over several sentences, an event dated by its weekday.

Rows as in the table of plain sentences; all words and numbers are our own.
"""

import pytest

from claimgraph.article.casualties import read_claims
from claimgraph.article.page import read_article
from tests.article.notation import article, told

ROWS = [
    # who speaks, where the verb stands behind the figures
    ("Nine guards died at once, while four others were hurt, K P Lang, the head of the region, told an agency on Tuesday.", "9 killed guards @K P Lang, the head of the region; 4 wounded @K P Lang, the head of the region"),
    ("Four raiders died, while three suspects were captured, officials said.", "4 killed raiders @officials; 3 captured suspects @officials"),
    ("A bomber killed 10 people, officials said, the latest of the blasts that shook Orsk.", "10 killed people @officials"),
    ("The rebels killed 60 soldiers, the separatists said, as the army claimed 70 rebels died.", "60 killed soldiers @separatists; 70 killed rebels @army"),
    ("Some 90 soldiers were killed and 12 tanks lost since the outbreak of the war, said a statement by the defence ministry.", "~90 killed soldiers @defence ministry"),
    ("The spokesman, who earlier placed the death toll at 52, said that the rebels had lost 70 fighters.", "52 killed @spokesman; 70 killed fighters @spokesman"),
    ("An agency reported that 86 men were killed, far more than previously admitted.", "86 killed men @agency"),
    ("A reporter of the Gazette said he saw the market. He later counted five dead bodies and 16 wounded.", "5 killed @reporter of the Gazette; 16 wounded @reporter of the Gazette"),
    ("According to the monitor, 20 soldiers died. Army officers, meanwhile, deny the report. They say 9 soldiers died.", "20 killed soldiers @monitor; 9 killed soldiers @Army officers"),
    ("Officials say some 70 rebels have been killed.", "~70 killed rebels @Officials"),
    ("“The army has lost 80 men. Sixteen of our fighters fell,” the spokesman claimed.", "80 killed men @spokesman; 16 killed fighters @spokesman"),
    # of whom, and what only looks like a toll
    ("Seven of the suspected Front of Orsk and the Lowland (FOL, FO) fighters were killed.", "7 killed suspected Front of Orsk and the Lowland (FOL, FO) fighters"),
    ("Fifteen troopers were killed and six wounded at the gate.", "15 killed troopers; 6 wounded troopers"),
    ("Radio told of the death of a colonel without a word of where.", "1 killed colonel @Radio"),
    ("The death toll climbed to 13, an official and a doctor said.", "13 killed @official and a doctor"),
    ("The number of fighters killed in raids on Lom, Ash, has climbed from five to 13, an officer said.", "13 killed @officer"),
    ("The chief put the number of policemen wounded at 12.", "12 wounded @chief"),
    ("At least another 20 soldiers were killed.", ">=20 killed soldiers"),
    ("All in all, 16 men were injured.", "16 wounded men"),
    ("A soldier and three children -- all badly injured -- were flown out.", ""),
    ("Nine men died, including Jo Doe, Lang told reporters, bringing the losses to 13.", "9 killed men @Lang"),
    # somebody's own people
    ("The Red Dawn Front raided the camp of Orsk. Nine of its own soldiers died.", "9 killed own soldiers"),
    # another time
    ("The army has since killed 170 rebels.", "!170 killed rebels"),
    ("The rebels have previously killed scores of guards.", "!scores killed guards"),
    ("The army says 550 rebels have been killed in the offensive.", "!550 killed rebels @army"),
    ("The losses compare with 44 soldiers killed during the same period.", "!44 killed soldiers"),
    ("It was the worst day since the end of a siege in Lom in May, during which 165 guards were killed.", "!165 killed guards"),
    ("The army began a hunt two years ago, after a raid killed 30 people.", "!30 killed people"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_sentences_of_agencies(text, expected):
    assert "; ".join(told(claim) for claim in read_claims(article(text)).claims) == expected


def test_months_and_years_are_of_other_times_where_the_event_has_a_weekday():
    text = "Ash raid\n\nRebels killed ten soldiers in Ash on Tuesday, the police said.\n\nIn March, seven guards were killed in Orsk.\n\nRebels also killed 13 officers in December 2014."
    assert [told(claim) for claim in read_claims(read_article(text)).claims] == ["10 killed soldiers @police", "!7 killed guards", "!13 killed officers"]


def test_without_a_weekday_a_year_may_be_the_events_own():
    text = "Ash raid\n\nRebels raided the post of Ash in 1914. In March 1914, seven guards were killed there."
    assert [told(claim) for claim in read_claims(read_article(text)).claims] == ["7 killed guards"]


def test_own_men_are_of_the_side_that_its_means():
    front = article("The Red Dawn Front raided the camp of Orsk. Nine of its own soldiers died.")
    army = article("The army of Tarvania raided the camp. Nine of its own soldiers died.")
    assert [[claim.side for claim in read_claims(one).claims] for one in (front, army)] == [[1], [0]]


def test_days_without_a_year_are_held_against_those_of_the_first_sentences():
    text = "A bomb at the market of Orsk killed 15 people on Sept. 2.\n\nOn Aug. 29, twelve soldiers were killed in the hills. On Sept. 4, two more people died in hospital."
    assert [told(claim) for claim in read_claims(read_article(f"Orsk blast\n\n{text}")).claims] == ["15 killed people", "!12 killed soldiers", "2 killed people"]


def test_he_is_a_person_and_not_the_rebels_he_speaks_of():
    text = "Front spokesman Jan Mor said the attack had failed.\n\n“The army lost 100 men. Sixteen fighters gave their lives,” he claimed, adding that the rebels had won."
    assert [claim.claimants for claim in read_claims(read_article(f"Orsk raid\n\n{text}")).claims] == [("Front spokesman Jan Mor",)]

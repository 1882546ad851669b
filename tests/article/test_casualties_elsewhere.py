"""Figures that are not of the event: other raids and places, whole wars, strength, passengers, courts. ``!`` is another event's.

Rows as in the table of plain sentences; all words and numbers are our own.
"""

import pytest

from claimgraph.article.casualties import read_claims
from claimgraph.article.grammar.elsewhere import other_place
from tests.article.notation import article, told

ROWS = [
    ("The front had about 400 fighters in the region.", ""),
    ("The front is thought to have 400 to 500 fighters.", ""),
    ("The attackers numbered about 200.", ""),
    ("More than 3,000 troops took part.", ""),
    ("The war has displaced more than 2 million people.", "!>=2000000 displaced people"),
    ("Police arrested four suspects in the following weeks.", "4 captured suspects"),
    ("A court sentenced three men to death.", ""),
    ("The front, which killed 30 people in Lom in 2018, claimed the raid.", "!30 killed people"),
    ("The raid was the deadliest since 44 people died in Lom.", "!44 killed people"),
    ("It came two days after a bombing that killed 30 people in Lom.", "!30 killed people"),
    ("A day earlier, 30 people had been killed in Lom.", "!30 killed people"),
    ("In a raid on Lom the week before, 30 people were killed.", "!30 killed people"),
    ("In April 2019, 30 people were killed in a raid on Lom.", "!30 killed people"),
    ("On Monday a bomb in Lom killed three.", "3 killed"),
    ("The insurgency has killed at least 40,000 people since 2009.", "!>=40000 killed people"),
    ("About 40,000 people have died in the conflict.", "!~40000 killed people"),
    ("The conflict, in which 40,000 people have died, began in 2009.", "!40000 killed people"),
    ("The destroyer sank with 200 men.", ""),
    ("The army destroyed 12 vehicles and seized 40 rifles.", ""),
    ("The raid came as the country mourned 40 soldiers killed in Lom.", "!40 killed soldiers"),
    ("Soldiers who had lost 40 comrades in Lom in January were moved to Orsk.", "!40 killed comrades"),
    ("The raid targeted rebels who had fired a rocket at the town, killing one man and wounding 11 others.", "!1 killed man; !11 wounded"),
    ("Similar raids have claimed 60 lives.", "!60 killed"),
    ("The base had been overrun in 2019, when 60 soldiers were killed.", "!60 killed soldiers"),
    ("The army was still recovering from a similar loss on 26 January. At least five soldiers were killed on that day.", "!>=5 killed soldiers"),
    ("In an unrelated incident, two policemen were killed in Lom.", "!2 killed policemen"),
    ("Elsewhere, two policemen were killed in Lom.", "!2 killed policemen"),
    ("Elsewhere in the province, two policemen were killed in a shootout.", "!2 killed policemen"),
    ("Meanwhile, in Lom, two policemen were killed in a shootout.", "!2 killed policemen"),
    ("The same day, another bomb in Lom killed two policemen.", "!2 killed policemen"),
    ("The front has carried out dozens of raids, killing hundreds of people.", "!hundreds killed people"),
    ("A total of 50 medals were given to the wounded.", ""),
    ("The village has 400 people.", ""),
    ("The plane carried 40 people.", ""),
    ("Jan Mor (1890-1957) led the raid.", ""),
    ("The town of 12,000 people lies in the east.", ""),
    ("At least seven civilians were killed in a shelling attack by the rebels in the coastal town of Lom. Ten others were hurt.", "!>=7 killed civilians; !10 wounded"),
    ("The raid began on Friday, killing more than 100 soldiers since then.", ">=100 killed soldiers"),
    ("Since then, 40 guards have been killed in raids.", "!40 killed guards"),
    ("The strike targeted launchers used to attack the town, which killed a civilian there, officials said.", "!1 killed civilian @officials"),
    ("Civilians pay the price after three years of war: thousands of them have been killed.", "!thousands killed"),
    ("More than 1,300 rebels have been killed during the operation in Lom.", "!>=1300 killed rebels"),
    ("The army separately reported the surrender of two rebels in different parts of the country.", "!2 captured rebels @army"),
    ("The bombers had orders to let the children go but to kill the rest.", ""),
    ("The rebels planned to kill 50 guards.", ""),
    ("A gun attack on a police post in the district of Lom injured a soldier, but was repelled.", "!1 wounded soldier"),
    ("This attack comes a week after 14 soldiers were killed in Lom.", "!14 killed soldiers"),
    ("MORE: At least 17 soldiers killed in Lom, 14 reported missing", ""),
    ("The raid resulted in the death of the last attackers, ending all fighting.", ""),
    ("After nine casualties since January, the rebels struck back.", "!9 casualties"),
    ("It came amid a spate of raids that has left 44 dead and 147 wounded in Lom, 22 dead in Ash, and another 49 dead and dozens of others injured in Rhun.", "!44 killed; !147 wounded; !22 killed; !49 killed; !dozens wounded"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:70] for row in ROWS])
def test_nothing_of_another_event_is_told_of_this_one(text: str, expected: str) -> None:
    assert "; ".join(told(claim) for claim in read_claims(article(text)).claims) == expected


@pytest.mark.parametrize("text", ["Meanwhile, in Orsk, two guards were killed.", "Elsewhere in the town, two guards were killed.", "The same day, another bomb in Orsk killed two guards."])
def test_the_events_own_places_are_no_other_event(text: str) -> None:
    assert [told(claim)[:1] for claim in read_claims(article(text)).claims] == ["2"]
    assert other_place(text, frozenset({"orsk"})) is None

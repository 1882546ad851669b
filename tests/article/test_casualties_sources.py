"""Whose figure it is where the speaker does not simply say it: in the passive, in brackets, behind whom he cites, in a quotation that
goes on; and figures corrected, shared out or told of "the latter".

Rows as in the table of plain sentences; all words and numbers are our own.
"""

import pytest

from claimgraph.article.casualties import read_claims
from tests.article.notation import article, told

ROWS = [
    ("The army put the number of dead at 14.", "14 killed @army"),
    ("The toll was put at 14 by the army.", "14 killed @army"),
    ("The number of dead was put at 14 by the army and at 20 by the rebels.", "14 killed @army; 20 killed @rebels"),
    ("The death toll was given as 30 by the ministry.", "30 killed @ministry"),
    ("Losses were estimated by the army at 40 killed.", "40 killed @army"),
    ("It was claimed by the rebels that 12 soldiers had died.", "12 killed soldiers @rebels"),
    ("It was reported by Reuters that 12 soldiers had died.", "12 killed soldiers @Reuters"),
    ("Reuters, citing a local official, reported that 12 people were killed.", "12 killed people @Reuters, citing a local official"),
    ("Reuters reported, citing a local official, that 12 people were killed.", "12 killed people @Reuters, citing a local official"),
    ("Twelve people were killed, Reuters reported, citing a local official.", "12 killed people @Reuters, citing a local official"),
    ("Citing a local official, Reuters reported that 12 people were killed.", "12 killed people @Reuters, citing a local official"),
    ("Twelve people were killed, a local official told Reuters.", "12 killed people @local official"),
    ("A local official told Reuters that 12 people were killed.", "12 killed people @local official"),
    ("Twelve people were killed, an army spokesman was quoted as saying by Reuters.", "12 killed people @army spokesman"),
    ("State television quoted the governor as saying 12 people had died.", "12 killed people @governor"),
    ("The governor was quoted by state television as saying that 12 people had died.", "12 killed people @governor"),
    ("Twelve soldiers (nine, according to the army) were killed.", "12 killed soldiers; 9 killed @army"),
    ("At least 12 soldiers were killed, a figure later raised to 19.", ">=12 killed soldiers; 19 killed"),
    ("The army first spoke of 12 dead, later raised to 19.", "12 killed @army; 19 killed @army"),
    ("Initial reports of 12 dead were later revised to 19.", "12 killed; 19 killed"),
    ("Between 12 and 19 soldiers died.", "12-19 killed soldiers"),
    ("From 12 to 19 soldiers died.", "12-19 killed soldiers"),
    ("The army lost somewhere between 12 and 19 men.", "12-19 killed men"),
    ("Half of the 60 men were killed.", "half killed men"),
    ("Scores were killed or wounded.", "scores killed-or-wounded"),
    ("Twenty-one died, of whom nine came from the village of Orsk.", "21 killed; ?9 killed"),
    ("Nine of the 21 dead came from Orsk.", "9 killed"),
    ("Two soldiers died on Monday and three more on Tuesday.", "2 killed soldiers; 3 killed"),
    ("Two soldiers died on Monday, and on Tuesday three more succumbed to their wounds.", "2 killed soldiers; 3 killed"),
    ("Police said 11 people had died, while the hospital put the figure at 14.", "11 killed people @Police; 14 killed @hospital"),
    ("The raid left a trail of burnt huts and no fewer than 11 dead.", ">=11 killed"),
    ("The rebels said they had lost three fighters.", "3 killed fighters @rebels"),
    ("The rebels acknowledged the loss of three fighters.", "3 killed fighters @rebels"),
    ("The rebels denied that they had lost 40 fighters.", ""),
    ("The rebels denied losing 40 fighters, saying only three had died.", "3 killed @rebels"),
    ("Colonel Jan Mor spoke to reporters on Tuesday. He said nine soldiers had been killed.", "9 killed soldiers @Colonel Jan Mor"),
    ("Witnesses counted at least 30 bodies.", ">=30 killed @Witnesses"),
    ("The hospital received 14 bodies and 30 wounded.", "14 killed; 30 wounded"),
    ("A doctor said the hospital had received 14 bodies.", "14 killed @doctor"),
    ("Soldiers and rebels clashed; five of the former and two of the latter were killed.", "5 killed Soldiers; 2 killed rebels"),
    ("Fourteen soldiers and six rebels were caught in the fire; the former lost nine men.", "9 killed men"),
    ("Bomb at the gate of Orsk kills 13 people - security officials", "13 killed people @security officials"),
    ("The bus carrying pilgrims was hit by a bomb that killed 12 people – Reuters", "12 killed people @Reuters"),
    ("“The gate was blown up,” said a guard who would not be named. “We lost 20 men.”", "20 killed men @guard"),
    ("Sources disagree on the number of deaths, but they estimate that 51 people died.", "51 killed people @Sources"),
    ("“Scores killed,” adds the head of the clinic.", "scores killed @head of the clinic"),
    ("The Border Observatory, which is based abroad but asks people in the country, said the rebels also captured more than 100 soldiers.", ">=100 captured soldiers @Border Observatory"),
    ("It named a Workers' League. Two people died.", "2 killed people"),
    ("Sixteen beheaded bodies were found.", "16 killed bodies"),
    ("About twelve soldiers have killed in the north.", "~12 killed soldiers"),
    ("Among the civilian dead there were seven children and four women.", "7 killed children; 4 killed women"),
    ("At least 30 of the hostages were killed, along with 129 guards (including nine recruits).", ">=30 killed hostages; 129 killed guards; ?9 killed recruits"),
    ("Between 7–16 March, 425 soldiers were wounded.", "425 wounded soldiers"),
    ("Two soldiers were killed and three more on Tuesday.", "2 killed soldiers; 3 killed"),
    ("The toll was given by the ministry as 30 dead.", "30 killed @ministry"),
    ("It was estimated by the Observatory that 40 rebels had died.", "40 killed rebels @Observatory"),
    ("Casualties were reported by the army as 14 dead and 30 wounded.", "14 killed @army; 30 wounded @army"),
    ("Four deaths were confirmed by the hospital.", "4 killed @hospital"),
    ("Twelve soldiers were reported killed by shelling.", "12 killed soldiers"),
    ("Two children were killed by a bomb planted by the rebels.", "2 killed children"),
    ("The ministry's figure of 14 dead was disputed by the rebels.", "14 killed @ministry"),
    ("A spokesman for the army, speaking on condition of anonymity, said 14 soldiers were killed.", "14 killed soldiers @spokesman for the army"),
    ("According to the army, 14 soldiers, and according to the rebels, 30 soldiers were killed.", "14 killed soldiers @army; 30 killed soldiers @rebels"),
    ("Estimates of the dead range from 14 to 30.", "14-30 killed"),
    ("Estimates range from 14 to 30 dead.", "14-30 killed"),
    ("The front claims to have killed over 60 soldiers.", ">=60 killed soldiers @front"),
    ("The front says it has taken the camp and killed more than 60 soldiers.", ">=60 killed soldiers @front"),
    ("Four men were at first categorized as missing in action.", "4 missing men"),
    ("Official records indicate that 237 men were killed.", "237 killed men @Official records"),
    ("Doctors counted at least 14 bodies of armed men.", ">=14 killed armed men @Doctors"),
    ("Sixteen of the leaders were shot by firing squad.", "16 killed leaders"),
    ("The bodies of 14 men were found.", "14 killed men"),
    ("Jan Mor, the army's public affairs chief, said that of those killed, 51 came from the RDF, five from civilians, and three each from the military and the police.", "51 killed RDF @Jan Mor, the army's public affairs chief; 5 killed civilians @Jan Mor, the army's public affairs chief; 3 killed military @Jan Mor, the army's public affairs chief"),
    ("Injured people climbed to 112, which included 70 members of the army.", "112 wounded; ?70 wounded members of the army"),
    ("The observatory accounted for 346 deaths.", "346 killed @observatory"),
    ("Shelling accounted for 30 deaths.", "30 killed"),
    ("Officials picked up 30 of the wounded soldiers.", "30 wounded wounded soldiers"),
    ("They went on to kill ten guards.", "10 killed guards"),
    ("More than 145 people have been slain, and 114 people have been hurt and admitted to two hospitals.", ">=145 killed people; 114 wounded people"),
    ("The broadcaster counted two officers and 12 soldiers as killed.", "2 killed officers @broadcaster; 12 killed soldiers @broadcaster"),
    ("Eleven of those killed were soldiers, Mor said.", "11 killed soldiers @Mor"),
    ("The observatory could document the death of 815 people since the beginning of the attack.", "815 killed people @observatory"),
    ("The observatory could document the death of 21 civilians, including 15 men and 2 boys executed by rebels; 4 of them were beheaded, and 4 civilians died in the bombardment.", "21 killed civilians @observatory; ?15 killed men @observatory; ?2 killed boys @observatory; ?4 killed @observatory; 4 killed civilians @observatory"),
    ("Among the total of casualties, there are 481 militants who died in ambushes.", "481 killed militants"),
    ("Sixteen out of the 481 militants blew up themselves in the town.", "16 killed militants"),
    ("Ten fighters from the battalions that support the front died in clashes.", "10 killed fighters"),
    ("More than 800 people died during the 40 days of clashes in the town.", ">=800 killed people"),
    ("The observatory puts the death toll after 80 days of fighting at 1,381, including 905 rebels and 431 soldiers.", "1381 killed @observatory; ?905 killed rebels @observatory; ?431 killed soldiers @observatory"),
    ("The observatory says the rebels' losses include 23 suicide bombers.", "23 casualties suicide bombers @observatory"),
    ("It could be 500 higher than the estimate.", ""),
    ("The action ended all fighting.", ""),
    ("“A constable was martyred in the raid. Two other constables, Jan Mor and Pavel Dun, were injured,” the police said.", "1 killed constable @police; 2 wounded constables @police"),
    ("Bodies of two rebels, including a woman, were recovered.", "2 killed rebels; ?1 killed woman"),
    ("The rebels' losses were put by the observatory at 23.", "23 casualties @observatory"),
    ("Three civilians and two guards have also suffered grave injuries.", "3 wounded civilians; 2 wounded guards"),
    ("A bomb went off; six guards took bullet wounds.", "6 wounded guards"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[row[0][:70] for row in ROWS])
def test_figures_and_their_sources(text: str, expected: str) -> None:
    assert "; ".join(told(claim) for claim in read_claims(article(text)).claims) == expected


def test_the_former_and_the_latter_are_of_their_own_sides() -> None:
    text = "Fourteen soldiers and six rebels were caught in the fire; the former lost nine men, the latter two."
    assert [claim.side for claim in read_claims(article(text)).claims] == [0, 1]

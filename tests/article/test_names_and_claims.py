"""Who is who, what was told twice, who claims the attack, where columns break: the mechanisms, one by one."""

import pytest

from claimgraph.article.dates_told import mentions, read_date, read_span
from claimgraph.article.drafting.matching import Authority, Candidate, Names
from claimgraph.article.drafting.parties import Parties
from claimgraph.article.drafting.responsibility import read_responsibility
from claimgraph.article.drafting.sites import stretches, told_places
from claimgraph.article.drafting.told_names import labels, names_of
from claimgraph.article.drafting.weaving import Said, merge, relate
from claimgraph.article.grammar.sides import sides_of
from claimgraph.article.grammar.told import Quantity, ToldClaim
from claimgraph.article.nations import ADJECTIVES, COUNTRIES, adjective, countries_in, country
from claimgraph.article.reading.citations import read_footnote
from claimgraph.article.reading.columns import divide_losses, divide_parties, run_apart, short_names, stem
from claimgraph.article.reading.run_names import run_apart_names
from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph
from claimgraph.model.dates import PartialDate


def lines(*texts):
    return [Line(text, 0) if isinstance(text, str) else Line(text[1], 0, flags=(text[0],)) for text in texts]


def article(lead="", sides=(("Mali", "Wagner Group"), ("Jama'at Nasr al-Islam wal Muslimin",))):
    fields = tuple(InfoboxField("belligerents", column, tuple(lines(*side))) for column, side in enumerate(sides))
    return Article("Raid", lead, "plain", infobox=Infobox("military", fields), paragraphs=(Paragraph("", lead, 0),))


@pytest.mark.parametrize(
    ("sides", "cell", "columns"),
    [
        ((("Mali",), ("JNIM",)), ("5 killed", "Several dozen wounded", "31+ killed (per video)", "100+ killed (per Mali)"), [0, 0, 1, 1]),
        ((("Mali",), ("JNIM",)), ("None", "10-12 killed[1]", "1 POW"), [0, 1, 1]),
        (
            (("Aland",), ("Bland",)),
            ("190 killed[*]", "80 missing[**]", "500 wounded", "(as of 19 May)", "58 killed (rebel claim)", "70 killed (Orsk claim)", "500+ civilians killed", "* Number raised after bodies were recovered.[3]", "** 104 prisoners were released.[4]"),
            [0, 0, 0, 0, 1, 1, None, None, None],
        ),
        ((("Aland",), ("Bland",)), ("18 killed", "64 wounded", "1 helicopter", "45 killed", "112 wounded", "961 captured", "3 howitzers captured", "2 guns captured"), [0, 0, 0, 1, 1, 1, 1, 1]),
        ((("Mali",), ("JNIM",)), ("15+ killed (per Mali)", "50 killed (per Mali)", "154+ civilians killed"), [0, 1, None]),
        ((("Al-Shabaab",), ("AMISOM", "Kenya")), ("Unknown", "Kenya:", "150-400 killed", "11 captured", "12 wounded", "12 civilians killed"), [0, 1, 1, 1, 1, None]),
        ((("Mali", "Wagner Group"), ("AQIM",)), ("Wagner Group: 2+", "Per Mali:", "203 killed", "51 captured", "300 civilians killed (per HRW)"), [0, 1, 1, 1, None]),
        ((("Mali", "MINUSMA"), ("CMA", "JNIM")), (("Mali", "7 killed, 8 injured (per Mali)"), "Dozens killed (per JNIM)", ("UN", "4 injured"), ("CMA", "None (per CMA)"), "4 killed (per JNIM)", "28 killed (per Mali)"), [0, 0, 0, 1, 1, 1]),
    ],
)
def test_where_lost_columns_break(sides, cell, columns):
    assert divide_losses(lines(*cell), sides) == columns


@pytest.mark.parametrize(
    ("parties", "lead", "sides"),
    [
        (("Mali", "Wagner Group", "Some Front"), "Fighters of the Some Front attacked Malian soldiers and Wagner mercenaries.", [0, 0, 1]),
        (("Some Front", "Mali", "France"), "Malian and French troops were attacked by the Some Front.", [0, 1, 1]),
        (("Aland", "Bland"), "", [0, 1]),
    ],
)
def test_where_the_parties_divide(parties, lead, sides):
    assert divide_parties(lines(*parties), lead) == sides


def test_two_columns_on_one_line():
    assert [part.text for part in run_apart(Line("None 10-12 killed[1]", 0))] == ["None", "10-12 killed[1]"]
    assert [part.text for part in run_apart(Line("14 killed, 11 wounded (per Mali)", 0))] == ["14 killed, 11 wounded (per Mali)"]
    assert len(run_apart(Line("150–300 killed,[2][3] 20 captured[8] (acc. Aland)", 0))) == 1


def test_a_group_and_a_country_on_one_line():
    assert [part.text for part in run_apart_names(Line("Northern Separatists India", 0), "")] == ["Northern Separatists", "India"]
    assert [part.text for part in run_apart_names(Line("Islamic State of Iraq and the Levant Syria Syrian Arab Republic", 0), "the Islamic State of Iraq and the Levant (ISIL)")] == [
        "Islamic State of Iraq and the Levant", "Syria",
    ]  # fmt: skip
    assert [part.text for part in run_apart_names(Line("Army of India", 0), "")] == ["Army of India"]


def test_names_of_countries():
    assert (country("Syrian Arab Republic"), country("Russian Federation"), country("Islamic State of Iraq and the Levant")) == ("Syria", "Russia", None)
    assert (country("Kingdom of Italy"), adjective("Nigerien army"), adjective("Nigerian army"), country("Wagner Group")) == ("Italy", ("Niger", "army"), ("Nigeria", "army"), None)
    assert countries_in("Malian soldiers in Mali and Niger") == ("Mali", "Niger")
    assert stem("Mali").search("Malian") and not stem("Mali").search("Somali")


def parties(lead="", **known):
    def match(name, kind, context):
        return [Candidate(f"https://w3id.org/claimgraph/id/actor/{known[key]}", name, 1.0, True) for key in known if key.replace("_", " ") == name]

    return Parties(article(lead), Names(Authority(match)), "urn:x:run")


def test_speakers_by_short_name_adjective_and_authority():
    who = parties("fighters of Jama'at Nasr al-Islam wal Muslimin (JNIM) attacked soldiers.", Malian_officials="malian-officials")
    assert who.party("JNIM").iri == who.sides[1][0].iri
    assert who.party("Malian").iri == who.party("Mali").iri == who.sides[0][0].iri
    assert who.party("Malian officials").iri.endswith("malian-officials")
    assert who.party("Mali").covers(who.party("Malian officials")) and not who.party("Malian officials").covers(who.party("Mali"))
    new = who.party("Malian army")
    assert who.new[new.iri].acts_for == (who.party("Mali").iri,)


@pytest.mark.parametrize(
    ("words", "side", "belongs", "status"),
    [
        ("Malian soldiers", 0, "mali", "state-forces"),
        ("soldiers", 0, "mali", "state-forces"),
        ("Wagner mercenaries", 0, "wagner-group", "private-military"),
        ("jihadists", 1, "jamaat-nasr-al-islam-wal-muslimin", "armed-group"),
        (None, 1, "jamaat-nasr-al-islam-wal-muslimin", "armed-group"),
        (None, 0, None, "unspecified"),
        ("civilians", None, None, "civilian"),
        ("people", None, None, "unspecified"),
    ],
)
def test_victims(words, side, belongs, status):
    found = parties().victims(words, side)
    assert (found.affiliation.iri.rsplit("/", 1)[-1] if found.affiliation else None, found.status) == (belongs, status)


def test_a_state_is_the_armed_forces_only_when_the_authority_knows_them():
    assert parties(Malian_Armed_Forces="malian-armed-forces").victims("Malian soldiers", 0).affiliation.iri.endswith("malian-armed-forces")


def claim(count, evidence, claimants, who, *, victims=None, side=0, about="urn:x:whole", outcome="killed", said=None, flags=(), start=0):
    told = ToldClaim(outcome, outcome, Quantity(count), evidence, "w", start, start + 1, victims, side, flags=frozenset(flags))
    return Said([told], about, tuple(map(who.party, claimants)), who.victims(victims, side), said)


def test_one_claim_told_twice_is_one_with_two_passages():
    who = parties()
    box, body = claim(14, "infobox", ["Mali"], who), claim(14, "body", ["Malian officials"], who, victims="Malian soldiers", start=9)
    (only,) = merge([box, body])
    assert [t.evidence for t in only.tellings] == ["body", "infobox"] and only.speakers == body.speakers


@pytest.mark.parametrize(
    "other",
    [
        {"count": 15}, {"claimants": ["JNIM"]}, {"claimants": []}, {"outcome": "wounded"}, {"about": "urn:x:part"}, {"victims": "civilians"},
    ],
)  # fmt: skip
def test_what_differs_in_figure_speaker_outcome_event_or_victims_is_another_claim(other):
    who = parties()
    given = {"count": 14, "claimants": ["Mali"], **other}
    assert len(merge([claim(14, "body", ["Mali"], who, victims="Malian soldiers", start=9), claim(evidence="infobox", who=who, **given)])) == 2


def test_a_wider_or_harder_restatement_is_an_alternate():
    who = parties()
    wide, part = claim(5, "infobox", ["JNIM"], who), claim(5, "body", ["JNIM"], who, about="urn:x:part", start=9)
    hard, soft = claim(31, "infobox", ["Mali"], who, side=1), claim(31, "body", ["Malian officials"], who, side=1, outcome="neutralized", start=20)
    woven = merge([wide, part, hard, soft])
    relate(woven, "urn:x:whole", ["urn:x:part"])
    assert {(c.outcome, o.outcome, o.about) for c in woven for o in c.alternate_of} == {("killed", "killed", "urn:x:part"), ("killed", "neutralized", "urn:x:whole")}


def test_a_later_figure_of_the_same_side_replaces_the_first_report():
    who = parties()
    first = claim(12, "body", ["Malian army"], who, victims="Malian soldiers", flags=["initial"], start=1)
    later = claim(14, "body", ["Malian officials"], who, victims="Malian soldiers", said=PartialDate("2023-01-11"), start=9)
    other = claim(7, "body", ["JNIM"], who, victims="Malian soldiers", said=PartialDate("2023-01-10"), start=20)
    relate([first, later, other], "urn:x:whole", [])
    assert later.replaces == [first] and other.replaces == []
    assert first.said.text == "[2023-01-10..2023-01-11]"


@pytest.mark.parametrize(
    ("sentence", "who", "said", "scope"),
    [
        ("Al-Shabaab claimed responsibility for the attack.[1]", ["Al-Shabaab"], None, "sentence"),
        ("The bombing was claimed by the Islamic State in the Greater Sahara.", ["Islamic State in the Greater Sahara"], None, "none"),
        ("On 5 May, al-Qaeda in the Maghreb claimed the attack. It was told.[2]", ["al-Qaeda in the Maghreb"], "2020-05-05", "following"),
        ("The group later claimed responsibility.", [], None, ""),
        ("They claimed that five soldiers were killed in the attack.", [], None, ""),
        ("The Red Front took responsibility for it.[1]", ["Red Front"], None, "sentence"),
        ("The Red Front (RF) claimed the drone strikes.", ["Red Front"], None, "none"),
        ("The rocket strikes were claimed by the Red Front.", ["Red Front"], None, "none"),
        ("Jo Doe, the leader of the Red Front, has claimed responsibility for all the raids.", ["Jo Doe"], None, "none"),
        ("No group claimed responsibility. Orsk Province fighters claimed both of the bombings.", ["Orsk Province"], None, "none"),
    ],
)
def test_claims_of_responsibility(sentence, who, said, scope):
    found = read_responsibility(article(sentence), 2020)
    assert [one.who for one in found] == who
    assert not found or (found[0].said, found[0].scope) == (said, scope)


def test_a_stretch_lies_between_two_places_not_between_two_armies():
    text = "It was fought between the villages of Dia and Diafarabe, between the Imperial Army and the Mali Army, and between Mali and France."
    assert [site.names for site in stretches(article(text))] == [("Dia", "Diafarabe")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("January 10, 2023", "2023-01-10"), ("10th of January", None), ("Jan. 2023", "2023-01"), ("in 2023", "2023"), ("31 February 2020", None), ("11–12 August 2023", "2023-08-11/2023-08-12"),
        ("January 2012 – present", "2012-01/.."), ("10 janvier 2023", "2023-01-10"), ("they may march", None), ("no date", None),
    ],
)  # fmt: skip
def test_dates_are_never_more_precise_than_told(text, told):
    found = read_date(text)
    assert (found.text if found else None) == told


def test_a_date_without_a_year_takes_the_events():
    assert read_date("January 11", 2023).text == "2023-01-11" and [m.year for m in mentions("January 11")] == [None]
    assert read_span("1 September – 2 October 1939").begin.text == "1939-09-01"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('^ a b "T". Paper (in Canadian French). 2023-01-12. Retrieved 2024-06-01.', ("T", "Paper", "2023-01-12", "fr-CA", "2024-06-01")),
        ('Doe, J. (15 January 2016). "T". BBC News. Archived from the original on 3 May 2017. Retrieved 4 May 2017.', ("T", "BBC News", "15 January 2016", None, "4 May 2017")),
        ("Smith 2004, p. 12", (None, None, None, None, None)),
        ('Fall, p.22. "They imposed its "mediation" on both"', (None, None, None, None, None)),
    ],
)
def test_footnotes_by_their_parts(text, parts):
    note = read_footnote(text, 1, "1")
    assert (note.title, note.publisher, note.published, note.language, note.accessed) == parts


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("The Battle of Ash (French: Bataille de Cendre; Arabic: معركة الرماد), fought in May", "Battle of Ash", {"fr": "Bataille de Cendre", "ar": "معركة الرماد"}),
        ("The Battle of Ash (5 May 1904: a Thursday) was", "Battle of Ash", {}),
        ("The Some Front (SF) and the Other Front (Spanish: Frente Otro, FO)", "Other Front", {"es": "Frente Otro"}),
        ("Nothing of that name (French: Rien)", "Battle of Ash", {}),
    ],
)
def test_names_in_other_languages_stand_in_the_bracket_behind_the_first_use(text, name, found):
    assert names_of(name, Article("", text, "plain")) == found


def test_titles_in_other_wikipedias_are_labels_of_the_article_alone():
    told = Article("Battle of Ash", "The Battle of Ash (French: Bataille de Cendre)", "wikitext", names=(("de", "Schlacht von Asche"), ("fr", "Combat de Cendre")))
    assert labels("Battle of Ash", told) == {"en": "Battle of Ash", "de": "Schlacht von Asche", "fr": "Bataille de Cendre"}
    assert labels("Ash", told) == {"en": "Ash"}


def some_parties(*sides):
    return Parties(article("The Some Front (SF) attacked.", sides), Names(Authority()), "urn:x:activity")


def test_a_state_whose_name_ends_like_an_adjective_is_itself():
    assert some_parties(("Aland",), ("Bland",)).party("Filipino").name == "Philippines"


def test_a_short_name_is_that_of_the_one_long_name_that_has_it():
    known = some_parties(("Aland",), ("Bland",))
    full = known.party("Colonel Ali Bako")
    assert known.party("Bako") == full and known.party("Ali") == full
    known.party("Minister Omar Bako")
    assert known.party("Sow").name == "Sow"


def test_nobody_speaks_for_various_or_other_reports():
    assert some_parties(("Aland",), ("Bland",)).speakers(("various", "Other reports", "it")) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Battle of Ash was a Some Democratic Forces (SDF) operation", "Some Democratic Forces"),
        ("fighters of the Some Front (SF) came", "Some Front"),
        ("the Abu Musa Ansar (AMA) group", "Abu Musa Ansar"),
    ],
)
def test_a_short_name_stands_for_the_words_whose_initials_it_is(text, name):
    assert name in short_names(text).values()


@pytest.mark.parametrize(
    ("lead", "places"),
    [
        ("On Tuesday, rebels attacked Ash in Niger's Tillabéri Region on Wednesday.", ["Tillabéri Region"]),
        ("The Some Front attacked a post in Ash on Sept. 2.", ["Ash"]),
        ("Soldiers fell in Afghan fighting near Ash.", ["Ash"]),
    ],
)
def test_what_is_no_place(lead, places):
    assert [site.names[0] for site in told_places(article(lead))] == places


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Afghan defense minister Tariq Shah Bako", True), ("Colonel Ali Bako, a spokesman for the army", True), ("Lt. Col. Omar al-Sow", True), ("army spokesman Brig. Jan Mor", True),
        ("General Staff", False), ("Ministry of Defence", False), ("Some Front", False), ("Police Command", False), ("Major General Staff Council", False),
    ],
)  # fmt: skip
def test_a_title_and_a_full_name_are_a_person(name, person):
    made = some_parties(("Aland",), ("Bland",))
    assert made.new[made.party(name).iri].person is person


@pytest.mark.parametrize("name", sorted({*ADJECTIVES, *COUNTRIES, *(f"{word}s" for word in ADJECTIVES)}))
def test_every_land_and_people_is_somebody(name):
    assert some_parties(("Aland",), ("Bland",)).party(name).name


def test_an_agency_and_whom_it_cites_both_speak():
    parties = some_parties(("Aland",), ("Bland",))
    assert [party.name for party in parties.speakers(["Some Agency, citing a village chief"])] == ["Some Agency", "village chief"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Malian Army", "state-forces"), ("Sri Lanka Army", "state-forces"), ("Army", "state-forces"), ("Royal Navy", "state-forces"), ("Red Army", "state-forces"), ("People's Army of Vietnam", "state-forces"),
        ("Kosovo Liberation Army", "armed-group"), ("Lord's Resistance Army", "armed-group"), ("Free Syrian Army", "armed-group"), ("Revolutionary Armed Forces of Colombia", "armed-group"), ("New People's Army", "armed-group"),
        ("Iranian Revolutionary Guard Corps", "state-forces"), ("people's liberation army", "unspecified"), ("Arakan Army", "unspecified"), ("Army of Conquest", "unspecified"), ("People's Liberation Army", "unspecified"), ("Sudan People's Liberation Army", "unspecified"), ("Wagner Group", "private-military"),
    ],
)  # fmt: skip
def test_who_calls_itself_an_army_is_not_a_state_for_that(name, status):
    assert Parties(article(sides=((name,),)), Names(Authority()), "a").sides[0][0].status == status


@pytest.mark.parametrize("rebels", ["Arakan Army", "Balochistan Liberation Army", "Lord's Resistance Army", "People's Liberation Army", "Free Syrian Army"])
def test_soldiers_are_the_state_s_though_its_enemies_call_themselves_an_army(rebels):
    sides = sides_of(article(sides=(("Myanmar",), (rebels,))))
    assert (sides.of("soldiers", "state"), sides.of("fighters", "armed"), sides.of(rebels)) == (0, 1, 1)

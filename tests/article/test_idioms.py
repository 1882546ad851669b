"""The idioms of wikitext in boxes and references, each as a reader of the page sees it."""

import pytest

from claimgraph.article.page import read_article
from claimgraph.article.reading.wikitext import kind_of, read_wikitext


def cell(words, parameter="casualties1"):
    """The lines of one cell: words, bullet, flags."""
    article = read_wikitext("{{Infobox military conflict|combatant1=Aland|combatant2=Bland|" + parameter + "=" + words + "}}\n'''Raid''' text.")
    name, column = ("belligerents", 0) if parameter == "combatant1" else ("casualties", 0) if parameter == "casualties1" else (parameter, None)
    found = [f for f in article.infobox.fields if f.name == name and f.column == column][-1]
    return [(line.text, line.level, line.flags) for line in found.lines]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("5 killed<br>6 wounded", ["5 killed", "6 wounded"]), ("5 killed<br/>6 wounded", ["5 killed", "6 wounded"]), ("5 killed<BR />6 wounded", ["5 killed", "6 wounded"]),
        ("5 killed<br clear=all>6 wounded", ["5 killed", "6 wounded"]), ("5 killed{{break}}6 wounded", ["5 killed", "6 wounded"]), ("5 killed</br>6 wounded", ["5 killed", "6 wounded"]),
        ("{{plainlist|\n* 5 killed\n* 6 wounded\n}}", ["5 killed", "6 wounded"]), ("{{Plainlist}}\n* 5 killed\n* 6 wounded\n{{Endplainlist}}", ["5 killed", "6 wounded"]),
        ("{{ubl|5 killed|6 wounded}}", ["5 killed", "6 wounded"]), ("{{unbulleted list|5 killed|{{nowrap|6 wounded}}}}", ["5 killed", "6 wounded"]),
        ("{{hlist|5 killed|6 wounded}}", ["5 killed", "6 wounded"]), ("{{flatlist|\n* 5 killed\n* 6 wounded}}", ["5 killed", "6 wounded"]),
        ("{{Tree list}}\n* 5 killed\n** 6 wounded\n{{Tree list/end}}", ["5 killed", "6 wounded"]), ("{{collapsible list|title=Losses|5 killed|6 wounded}}", ["Losses", "5 killed", "6 wounded"]),
        ("{{small|5 killed}}", ["5 killed"]),
        ("'''12 total'''<div style=x>(5 killed;<br />7 wounded)</div>", ["12 total", "(5 killed;", "7 wounded)"]), ("{{longitem|5 killed}}", ["5 killed"]),
        ("{{formatnum:5000}} killed", ["5000 killed"]), ("{{circa|50}} killed", ["c. 50 killed"]), ("5{{ndash}}7 killed", ["5–7 killed"]), ("5{{snd}}7 killed", ["5 – 7 killed"]),
        ("<nowiki>5</nowiki> killed", ["5 killed"]), ("5&nbsp;killed&#32;now", ["5 killed now"]), ("5 killed<!-- 9 killed -->", ["5 killed"]), ("5 killed{{cn|date=May 2020}}", ["5 killed"]),
        ("{{abbr|KIA|killed in action}}: 5", ["KIA: 5"]), ("5 killed<ref>x</ref>{{efn|y}}{{sfn|Doe|2001}}<ref group=nb>z</ref>", ["5 killed[1][a][2][nb 1]"]), ("5 killed ({{age in days|2020|1|1}})", ["5 killed ()"]),
    ],
)  # fmt: skip
def test_a_cell_as_a_reader_sees_it(words, lines):
    assert [line for line, _, _ in cell(words)] == lines


@pytest.mark.parametrize(
    ("words", "name", "flags"),
    [
        ("{{flag|Mali}}", "Mali", ("Mali",)), ("{{flag|MLI}}", "Mali", ("Mali",)), ("{{flagicon|MLI}} [[Malian Army|Army]]", "Army", ("Mali",)), ("{{flagdeco|Mali|variant}} Guard", "Guard", ("Mali",)),
        ("{{flagcountry|UKGBI}}", "United Kingdom", ("United Kingdom",)), ("{{flag|Yemen|name=Republic of Yemen}}", "Republic of Yemen", ("Yemen",)), ("{{IRN}}", "Iran", ("Iran",)),
        ("{{#invoke:flag||Russia}}", "Russia", ("Russia",)), ("{{#invoke:flag|icon|Mali}} Guard", "Guard", ("Mali",)), ("{{flagicon image|Front.svg}} [[Front]]", "Front", ()),
        ("[[File:Flag of Mali.svg|20px]] [[Mali]]", "Mali", ()), ("{{army|Aland}}", "Aland", ()), ("{{lang|fr|Garde}}", "Garde", ()), ("{{ship|HMS|Ark}}", "Ark", ()), ("{{USS|Cole}}", "USS Cole", ()),
    ],
)  # fmt: skip
def test_a_party_and_its_flag(words, name, flags):
    assert cell(words, "combatant1")[-1] == (name, 0, flags)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{{start date|2020|5|5}}", "5 May 2020"), ("{{Start date and age|df=yes|2020|05|05}}", "5 May 2020"), ("{{start and end dates|2020|5|5|2020|6|7}}", "5 May 2020 – 7 June 2020"),
        ("{{date|5 May 2020}}", "5 May 2020"), ("{{dts|2020|5|5}}", "5 May 2020"), ("{{death date and age|2020|5|5|1960|1|1}}", "5 May 2020"), ("{{start date|2020}}", "2020"), ("{{circa|2020}}", "c. 2020"),
    ],
)  # fmt: skip
def test_a_date_in_a_template(words, told):
    assert cell(words, "date")[0][0] == told


@pytest.mark.parametrize(
    ("box", "kind"),
    [
        ("{{Infobox military conflict\n|", "military"), ("{{infobox_military_conflict|", "military"), ("{{Infobox military operation|", "military"), ("{{Infobox civil conflict|", "military"),
        ("{{Infobox civilian attack|", "civilian"), ("{{Infobox terrorist attack |", "civilian"), ("{{#invoke:Infobox military conflict|main|", "military"), ("{{ #invoke:Infobox civilian attack | main|", "civilian"),
        ("{{Warbox|", "military"), ("{{Infobox aircraft occurrence|", "civilian"), ("{{stack|{{Infobox military conflict|", "military"),
    ],
)  # fmt: skip
def test_every_box_of_a_conflict(box, kind):
    text = f"{box}date=5 May 2020|combatant1=[[Aland]]|fatalities=5}}}}" + ("}}" if box.startswith("{{stack") else "") + "\nText."
    assert (kind_of(text), read_article(text).infobox.kind, read_article(text).infobox.first("date")) == (kind, kind, "5 May 2020")


def test_a_box_names_its_sides_in_headings_and_bold_parties():
    parties = cell("'''Allies:'''\n* '''{{flag|Mali}}'''\n* {{flag|Niger}}\n{{collapsible list|title=Supported by|{{flag|Chad}}}}", "combatant1")
    assert [line for line, _, _ in parties] == ["Allies:", "Mali", "Niger", "Supported by", "Chad"]
    box = "{{Infobox military conflict|combatant1='''Allies:'''\n* '''{{flag|Mali}}'''\n* {{flag|Niger}}\n{{collapsible list|title=Supported by|{{flag|Chad}}}}|combatant2=Front}}"
    assert read_wikitext(box).sides == (("Mali", "Niger", "Chad"), ("Front",))


@pytest.mark.parametrize("number", ["0", "00", "99", "999999999999"])
def test_a_number_that_is_no_column_stands_across(number):
    article = read_wikitext(f"{{{{Infobox military conflict|combatant1=Aland|combatant{number}=Bland|casualties{number}=5 killed}}}}")
    assert [f.column for f in article.fields("casualties")] == [None] and len(article.sides) == 1


def test_a_value_that_the_page_does_not_hold_is_a_question():
    article = read_wikitext("{{Infobox civilian attack|date=5 May 2020|fatalities={{#property:P1120}} (1 driver)}}\nText.")
    assert "{{#property:P1120}}" in article.remarks[0] and article.infobox.first("deaths") == "(1 driver)"


REFERENCES = """{{Infobox military conflict|caption=Seen<ref name=x>{{cite web|title=Caption|url=https://example.org/x}}</ref>|casualties1=5 killed{{sfn|Doe|2001|p=5}}|combatant1=Aland}}
Text{{refn|group=nb|A note<ref>Inner.</ref>}} and<ref>{{harvnb|Roe|Poe|2003|pp=7–8}}</ref> so<ref name="x"/>{{rp|9}} on<ref>Doe, p. 9.</ref> to<ref>[https://example.org/s Short title]. Some Paper, 6 May 2020. Retrieved 7 May 2020.</ref> the{{efn-ua|Upper.}} end<ref name=late/>.
{| class=wikitable
| 5<ref>In a table.</ref>
|}
Behind.<ref>{{Cite news|url=https://example.org/fr|title=Le titre|newspaper=[[Le Monde]]|date=12 janvier 2023|language=fr-FR|access-date=1er juin 2023|archive-url=https://a.example.org/1|archive-date=2 juin 2023|author1=A. B.|author2=C. D.}}</ref>
== Notes ==
{{notelist}}
== References ==
<references>
<ref name=late>{{cite book|vauthors=Late L|title=At last|year=2010|publisher=Press}}</ref>
</references>
== Bibliography ==
* {{cite book|last=Doe|first=Jane|title=The war|publisher=Press|year=2001}}
* {{cite book|last1=Roe|first1=R.|last2=Poe|first2=P.|title=The peace|publisher=Other Press|date=2003}}
"""


def test_references_of_every_kind_with_the_marks_of_the_page():
    article = read_wikitext(REFERENCES)
    assert article.infobox.first("casualties") == "5 killed[2]"
    assert [p.text for p in article.paragraphs] == ["Text[nb 1] and[4] so[1] on[5] to[6] the[A] end[7].", "Behind.[9]"]
    told = {note.mark: (note.title, note.publisher, note.published, note.text) for note in article.footnotes}
    assert told["2"] == ("The war", "Press", "2001", "Doe 2001, p. 5") and told["4"] == ("The peace", "Other Press", "2003", "Roe & Poe 2003, pp. 7–8")
    assert told["5"][:3] == ("The war", "Press", "2001") and told["6"][:3] == ("Short title", "Some Paper", "6 May 2020")
    assert told["nb 1"][3] == "A note[3]" and told["A"][3] == "Upper." and told["7"][0] == "At last" and told["8"][3] == "In a table."
    french = article.footnote("9")
    assert (french.language, french.author, french.archive, french.accessed) == ("fr-FR", "A. B.; C. D.", "https://a.example.org/1", "1er juin 2023")
    assert len({note.number for note in article.footnotes}) == len(article.footnotes)
    assert "Works" not in article.text and "The war" in article.text


def test_names_in_other_languages_are_told_with_their_language():
    article = read_wikitext("'''Raid''' ({{langx|fr|Combat}}; {{lang-ar|معركة}}; {{lang|de|Gefecht}}).")
    assert article.paragraphs[0].text == "Raid (French: Combat; Arabic: معركة; Gefecht)."

"""Pages that are no article on an attack are told as what they are, in whatever form they come; so is the language of a copy."""

import pytest

from claimgraph.article.draft import draft
from claimgraph.article.page import decode, read_article
from claimgraph.article.reading.tongue import tongue_of
from claimgraph.article.subject import why_no_draft
from claimgraph.cli import main

CHOICE = "'''Battle of Ash''' may refer to:\n* [[Battle of Ash (1702)]], in which 300 soldiers were killed\n* [[Siege of Ash]]\n"
CHOICE_HTML = '<html lang="en"><body><h1>Battle of Ash</h1><div class="mw-parser-output"><p><b>Battle of Ash</b> may refer to:</p><ul><li>Battle of Ash (1702), in which 300 soldiers were killed</li></ul></div></body></html>'
CHOICE_TEXT = "Battle of Ash\n\nFrom Wikipedia, the free encyclopedia\nBattle of Ash may refer to:\n\n    Battle of Ash (1702), in which 300 soldiers were killed\n\nThis disambiguation page lists articles of one title.\n"
TOWN = "{{Infobox settlement|name=Ash|population_total=900}}\n'''Ash''' is a town in Aland. In 1944 raiders killed 40 people of the town."
TOWN_HTML = '<html lang="en"><body><h1>Ash</h1><div class="mw-parser-output"><table class="infobox ib-settlement vcard"><tr><th>Ash</th></tr><tr><th>Population</th><td>900</td></tr></table><p>Ash is a town in Aland. In 1944 raiders killed 40 people of the town.</p></div></body></html>'
LIST = "'''List of raids in Aland''' has those of the war.\n* 5 May 2020: 9 people were killed in Ash.\n"
FRENCH = "{{Infobox Conflit militaire|conflit=Combat d'Ash|pertes1=9 morts}}\nLe '''combat d'Ash''' a lieu le 3 mai 2020. Neuf soldats sont tués."
SPANISH = '<html lang="es"><body><h1>Batalla</h1><ul><li><a class="interlanguage-link-target" href="https://en.wikipedia.org/wiki/Battle_of_Ash">English</a></li></ul><div class="mw-parser-output"><p>La batalla fue en mayo. Nueve soldados murieron.</p></div></body></html>'
BREAD = "Bread\n\nTake flour and water and bake it for an hour in an oven that is hot.\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CHOICE, "choose from"), (CHOICE_HTML, "choose from"), (CHOICE_TEXT, "choose from"), (TOWN, "its box is of “settlement”"), (TOWN_HTML, "its box is of “settlement”"), (LIST, "a list of many events"),
        (FRENCH, "in French, and only English is read"), (SPANISH, "in Spanish, and only English is read"), (BREAD, "tells of no attack or battle"),
    ],
)  # fmt: skip
def test_what_gives_no_draft_is_told_in_one_line(text, words, repository, tmp_path, capsys):
    path, target = tmp_path / "page.txt", tmp_path / "draft.ttl"
    path.write_text(text)
    assert main(["--root", str(repository), "draft", str(path), "-o", str(target)]) == 2
    told = capsys.readouterr().err
    assert words in told and told.count("\n") == 1 and not target.exists()


def test_the_article_in_english_is_named_where_the_page_links_to_it():
    article = read_article(SPANISH)
    assert why_no_draft(article, 0)[1] == "claimgraph draft 'Battle of Ash'"


@pytest.mark.parametrize(
    "text",
    [
        "{{Infobox event|title=Ash fire|deaths=5}}\n'''Ash fire''' was an attack.", "{{Infobox shipwreck|name=MV Ash}}\nThe ship was attacked; 40 people were killed.",
        "Raid on Ash\n\nOn 5 May 2020 the fighters attacked the town and killed 9 people.\n", "{{Infobox military conflict|conflict=List of wounds|combatant1=A}}\nIt may refer to: a raid.",
    ],
)  # fmt: skip
def test_what_may_be_an_attack_is_drafted(text):
    article = read_article(text)
    assert why_no_draft(article, len(draft(article).claims)) is None


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("The raid was an attack by fighters on the post of the army, and it was on 5 May.", "en"), ("Der Überfall auf die Stadt wurde von den Rebellen in der Nacht mit Waffen und Feuer ausgeführt", "de"),
        ("O ataque à cidade foi realizado em maio por rebeldes e nove soldados foram mortos na base do exército, que não resistiu", "pt"), ("В результате нападения погибли девять солдат", "ru"),
        ("У нападі загинули дев’ять солдатів і їхній командир", "uk"), ("قتل تسعة جنود في الهجوم", "ar"), ("攻撃で九人の兵士が死亡した", "ja"), ("袭击中有九名士兵丧生", "zh"), ("Raid on Ash", None), ("", None),
    ],
)  # fmt: skip
def test_the_language_of_words(words, tag):
    assert tongue_of(words) == tag


def test_a_copy_in_another_language_that_has_figures_says_so_in_its_questions():
    article = read_article("{{Infobox military conflict|date=5 May 2020|combatant1=Aland|casualties1=9 killed}}\nDe aanval op de stad werd door het leger van het land met veel geweld en met vuur beantwoord.")
    assert article.language == "nl" and any("only English is read" in remark for remark in article.remarks)


PAGE = "Raid on Äsh\nDate5 May 2020\nDeaths9\n\nThe raid on Äsh was an attack on 5 May 2020.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_of_any_unicode_encoding(encoding):
    assert read_article(decode(PAGE.encode(encoding), "page")).title == "Raid on Äsh"


@pytest.mark.parametrize("charset", ["windows-1252", "ISO-8859-1"])
def test_html_in_the_encoding_that_it_declares(charset):
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><h1>Raid on Äsh</h1><p>“9” people were killed.</p></body></html>'
    assert read_article(decode(page.encode("cp1252"), "page")).title == "Raid on Äsh"

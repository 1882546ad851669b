"""Interface words in three languages, numbers and dates as their readers write them."""

import re
import tomllib

import pytest

from claimgraph.model.dates import PartialDate
from claimgraph.model.figures import Figure
from claimgraph.web.resources import LANGUAGES
from claimgraph.web.wording import number, quantity, told, words_in


def test_every_word_is_there_in_every_language_with_the_same_parts(repository):
    table = tomllib.loads((repository / "src/claimgraph/web/strings.toml").read_text(encoding="utf-8"))
    for key, texts in table.items():
        assert set(texts) == set(LANGUAGES), key
        assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in texts.values()}) == 1, key


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2023-01-10", "en", "10 January 2023"),
        ("2023-01-01", "fr", "1er janvier 2023"),
        ("2023-01-10", "ar", "10 يناير 2023"),
        ("2023-02", "fr", "février 2023"),
        ("2023", "en", "2023"),
        ("2023-01-10/..", "en", "since 10 January 2023"),
        ("../2023-01-10", "fr", "jusqu’au 10 janvier 2023"),
        ("2023-01-10/2023-01-12", "en", "10 to 12 January 2023"),
        ("1939-12-07/1940-03-13", "en", "7 December 1939 to 13 March 1940"),
        ("1942-01-06/1942-03-01", "fr", "du 6 janvier au 1er mars 1942"),
        ("2023-01/2023-03", "en", "January to March 2023"),
        ("1941-01-17/1941-01-17", "en", "17 January 1941"),
        ("2023-01/..", "fr", "depuis janvier 2023"),
        ("../2023", "fr", "jusqu’en 2023"),
        ("2023-01/2023-03", "fr", "janvier – mars 2023"),
        ("[..1942-01-06]", "en", "6 January 1942 or earlier"),
        ("[1942-01-06..]", "fr", "le 6 janvier 1942 au plus tôt"),
        ("[2023-01-10..2023-01-11]", "ar", "بين 10 و11 يناير 2023"),
    ],
)
def test_dates_are_written_out(text, language, expected):
    assert told(PartialDate(text), language) == expected


@pytest.mark.parametrize(
    ("figure", "large", "phrase"),
    [
        (Figure("exact", 14), "14", "14"),
        (Figure("exact", 1234), "1,234", "1,234"),
        (Figure("at-least", low=10), "10", "at least 10"),
        (Figure("more-than", low=10), "10", "more than 10"),
        (Figure("at-most", high=10), "10", "at most 10"),
        (Figure("range", low=10, high=15), "10–15", "10–15"),
        (Figure("about", 20), "20", "about 20"),
        (Figure("dozens"), "dozens", "dozens"),
        (Figure("none", 0), "none", "none"),
    ],
)
def test_figures_keep_their_words(figure, large, phrase):
    assert quantity(figure, "en")[:2] == (large, phrase)


def test_sentences_escape_their_parts():
    assert words_in("en")("said_on", date="<b>") == "said &lt;b&gt;"
    with pytest.raises(AttributeError):
        words_in("en").no_such_words  # noqa: B018


def test_thousands_stand_apart():
    assert [number(1234567, language) for language in LANGUAGES] == ["1,234,567", "1\u202f234\u202f567", "1,234,567"]

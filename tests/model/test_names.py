"""Names folded, transliterated and reduced: spellings of one name meet, other names do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph.model.names import LONGEST, Forms, acronyms, consonants, fold, joined, looks_like_acronym, script, skeleton, transliterate


@pytest.mark.parametrize(
    "spellings",
    [
        ["Diafarabé", "Diafarabe", "DIAFARABÉ", "Dia-farabé", "Diafarabé\u200b", "Ｄｉａｆａｒａｂé"],
        ["Jama'at Nasr al-Islam", "Jama’at Nasr al Islam", "JAMAAT NASR AL-ISLAM"],
        ["Ké-Macina", "Ke Macina", "Kè Macina", "KÉ MACINA"],
    ],
)
def test_case_diacritics_hyphens_spaces_and_apostrophes_are_folded(spellings: list[str]) -> None:
    assert len({joined(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ["Koumara", "Kumara", "Coumara", "Кумара"],
        ["Diafarabé", "Djafarabe", "Jafarabe", "Диафарабе", "Diafarabey"],
        ["al-Qaïda", "Al Qaeda", "el-Qaida", "Аль-Каида"],
        ["Ségou", "Segu", "Сегу", "Ségoo"],
        ["Markacoungo", "Marka Coungo", "Markakoungo", "Маркакунго"],
        ["Dia", "Jà", "Djah"],
        ["Ouagadougou", "Wagadugu", "Уагадугу"],
    ],
)
def test_spellings_of_one_sound_have_one_skeleton(spellings: list[str]) -> None:
    assert len({skeleton(name) for name in spellings}) == 1, {name: skeleton(name) for name in spellings}


@pytest.mark.parametrize(
    "latin, arabic",
    [("Mopti", "موبتي"), ("Diafarabé", "جفرابي"), ("Koumara", "كومارا"), ("Markacoungo", "ماركاكونغو"), ("Ténenkou", "تيننكو"), ("Ségou", "سيغو"), ("Koulikoro", "كوليكورو")],
)
def test_arabic_spellings_have_the_consonants(latin: str, arabic: str) -> None:
    assert consonants(latin) == consonants(arabic)


@pytest.mark.parametrize("one, other", [("Gao", "Koro"), ("Kati", "Kita"), ("Mopti", "Macina"), ("Dia", "Dioura"), ("Ségou", "Sikasso"), ("JNIM", "GSIM")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_vowel_signs_and_the_article_of_arabic_are_not_compared() -> None:
    assert fold("جَمَاعَة نُصْرَة الإِسْلَام") == fold("جماعة نصرة إسلام")


@pytest.mark.parametrize(
    "name, expected",
    [
        ("Groupe de soutien à l'islam et aux musulmans", {"gsim"}),
        ("Jama'at Nasr al-Islam wal Muslimin", {"jnim"}),
        ("Forces armées maliennes", {"fam", "fama"}),
        ("International Crisis Group", {"icg", "icgr"}),
        ("Mali", set()),
        ("a b", set()),
    ],
)
def test_acronyms(name: str, expected: set[str]) -> None:
    assert acronyms(name) == expected


@pytest.mark.parametrize("name, expected", [("FAMa", True), ("ЧВК", True), ("Mali", False), ("MALI WAR NOW", False), ("", False), ("A", False), ("AK47", False)])
def test_what_looks_like_an_acronym(name: str, expected: bool) -> None:
    assert looks_like_acronym(name) is expected


@pytest.mark.parametrize("name, expected", [("Dia", "latin"), ("Tɛnɛnkun", "latin"), ("Мали", "cyrillic"), ("مالي", "arabic"), ("迪亞", "other"), ("", "none")])
def test_scripts(name: str, expected: str) -> None:
    assert script(name) == expected


@given(st.text(max_size=2 * LONGEST))
def test_any_text_has_forms_of_bounded_length(text: str) -> None:
    forms = Forms.of(text)
    assert forms.fold == " ".join(forms.fold.split()) and forms.fold.isascii() and forms.fold == forms.fold.lower()
    assert len(forms.text) <= LONGEST and len(forms.fold) <= 40 * LONGEST
    assert " " not in forms.skeleton + forms.consonants


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_latin_letters_keep_their_case_and_order(text: str) -> None:
    assert transliterate(text).isascii()
    assert joined(text.upper()) == joined(text.upper().lower())

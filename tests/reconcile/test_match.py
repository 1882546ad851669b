"""Names as the press, NGOs and statistics write them find their entity, and nothing is matched that is not clear."""

import pytest

from claimgraph.reconcile.entities import Entity, Label
from claimgraph.reconcile.match import Candidate, Condition, Query, match_names
from claimgraph.reconcile.scan import Scan
from claimgraph.reconcile.service import Service

#: spelling → entity, written for this test from the ways in which such names vary; none was looked up for a score
SPELLINGS = {
    "place.diafarabe": "Diafarabe; Djafarabé; Diafaraba; Jafarabe; Диафарабе; ديافارابي; جفارابي; village de Diafarabé; Diafarabé, Mopti; DIAFARABÉ",
    "place.mali": "République du Mali; جمهورية مالي; Республика Мали; Mali",
    "actor.rfi": "RFI; R.F.I.; Radio France Internationale (RFI); RFI Afrique",
    "actor.la-presse": "La Presse; La Presse (Montréal); lapresse",
    "place.dia": "Dia; Diakha; Dja; Дия; Dia (Ténenkou)",
    "place.koumara": "Koumara; Кумара; koumarra; Koumara, cercle de Macina; village of Koumara",
    "place.macina": "Macina; Ke-Macina; Kè Macina; Massina; Масина; ماسينا; town of Macina; ville de Macina",
    "place.macina-cercle": "cercle de Macina; Cercle Macina; Macina circle; دائرة ماسينا",
    "place.tenenkou-cercle": "Tenenkou cercle; Ténenkoun; Tenenku; تينينكو; Тененку; Cercle de Tenenkou",
    "place.mopti-region": "région de Mopti; Mopti; Мопти; область Мопти; موبتي; ولاية موبتي; إقليم موبتي; Mopti région; موبتى; Mopti province",
    "place.segou-region": "Ségou; Région de Segou; Сегу; سيغو; منطقة سيغو; سيجو; Segu; Ségou region",
    "place.koulikoro-region": "Koulikoro; Kulikoro; Куликоро; كوليكورو; région de Koulikoro",
    "place.kassela": "Kassela; Kasséla; Kassella; كاسيلا; Кассела",
    "place.markacoungo": "Markacoungo; Marka-Coungo; Markakungo; Marakacoungo; Маркакунго; ماركا كونغو; Markakoungou",
    "place.central-mali": "centre du Mali; Central Mali; le centre malien; وسط مالي; центральный Мали",
    "place.dioila-cercle": "cercle de Dioïla; Dioila; Dioila cercle",
    "actor.jnim": "JNIM; GSIM; Jamaat Nusrat al-Islam wal-Muslimin; Jama'a Nusrat ul-Islam wa al-Muslimin; Jama’at Nosrat al-Islam wal-Mouslimin; "
    "Jamāʿat nuṣrat al-islām wal-muslimīn; groupe pour le soutien de l'islam et des musulmans; Groupe de soutien à l’islam et aux musulmans (GSIM); "
    "Джамаат Нусрат аль-Ислам валь-Муслимин; Группа поддержки ислама и мусульман; نصرة الإسلام; جماعة \"نصرة الإسلام والمسلمين\"",
    "actor.wagner-group": "Wagner; groupe Wagner; Groupe paramilitaire Wagner; mercenaires de Wagner; société militaire privée Wagner; SMP Wagner; ЧВК Вагнер; "
    "Вагнер; مجموعة فاغنر; شركة فاغنر; مرتزقة فاغنر; Vagner; Wagner PMC; Gruppa Vagnera; واغنر; مجموعة فاغنر الروسية; Gruppe Wagner",
    "actor.malian-armed-forces": "FAMa; FAMA; les FAMa; Forces armées maliennes (FAMa); armée malienne; l'armée malienne; Malian Army; Malian military; Armée du Mali; F.A.M.A.; Mali's armed forces; ВС Мали; армия Мали; جيش مالي; "
    "الجيش المالي; القوات المسلحة المالية; Вооружённые силы Мали; малийская армия; Forces armées du Mali",
    "actor.al-qaeda": "al-Qaeda; Al-Qaida; Al Qaïda; Аль-Каида; القاعدة; تنظيم القاعدة; el-Qaida",
    "actor.associated-press": "AP; Associated Press (AP)",
    "actor.international-crisis-group": "ICG; Crisis Group; International Crisis Group (ICG)",
    "actor.malian-officials": "autorités maliennes; Malian authorities; les autorités maliennes",
    "event.mali-war": "guerre du Mali; Mali War; the Mali war",
    "event.diafarabe-and-koumara-attacks": "Attaques de Diafarabé et Koumara; Diafarabé and Koumara attack; Combat de Diafarabé et de Koumara",
}
CASES = [(name.strip(), expected) for expected, names in SPELLINGS.items() for name in names.split(";")]
#: real names of other things, most of them near one of ours
OTHERS = (
    "AQMI; Al-Qaïda au Maghreb islamique; Katiba Macina; Front de libération du Macina; Etat islamique au Grand Sahara; Gao; Kidal; Diabaly; "
    "Dialloubé; Koumaira; Mopti (ville); Burkina Faso; armée burkinabè; Bamako; Kouma; Malian Air Force; Dioura; Konna; Macina Liberation Front; "
    "Nioro; Africa Corps; Dan Na Ambassagou; Guinean Armed Forces; Nigerien army; Mali Empire; Koutiala; Sikasso Region; Diafounou; Koulikoro cercle; "
    "La Presse canadienne; Associated Press of Pakistan; Koumara (Nara); Dia (Guinée); القاعدة في المغرب الإسلامي; الجيش المصري; Mopti Cercle; Radio France; "
    "Tenenkou town; Koulikoro Cercle; Macina Empire; Ségou (ville); Forces armées mauritaniennes; Kassela (Bougouni); Mali Federation; Ansarul Islam; "
    "Markala; Kassélou; Ténès; Agence malienne de presse; Presse; Coumara; Wagner (compositeur); Richard Wagner; Mopti 2; Ségou-Koura"
)


def best(service: Service, name: str, *types: str) -> Candidate:
    """The first candidate for a name."""
    return service.candidates(Query(name, types))[0]


def test_real_spellings_are_recalled_first(service: Service) -> None:
    """Recall at 1 over spellings by French, English, Arabic and Russian sources."""
    wrong = [(name, expected, found) for name, expected in CASES if (found := best(service, name).entity.id) != expected]
    assert len(wrong) <= 0.05 * len(CASES), wrong
    assert len(CASES) > 120


def test_most_of_them_match_without_a_person_and_none_wrongly(service: Service) -> None:
    decided = [(name, expected, best(service, name)) for name, expected in CASES]
    assert [(name, c.entity.id) for name, expected, c in decided if c.match and c.entity.id != expected] == []
    assert sum(c.match for _, _, c in decided) > 0.6 * len(decided)


@pytest.mark.parametrize("name", [name.strip() for name in OTHERS.split(";")])
def test_names_of_other_things_are_never_matched(service: Service, name: str) -> None:
    found = service.candidates(Query(name))
    assert not found or not found[0].match, found[0]


@pytest.mark.parametrize("name", ["Dia", "Koumara", "Kassela", "Macina", "Kasséla", "كومارا", "Кумара", "Koumara, Mali", "village de Koumara"])
def test_known_homonyms_are_not_matched_on_their_name_alone(service: Service, name: str) -> None:
    assert not best(service, name).match


@pytest.mark.parametrize(
    "name, condition",
    [
        ("Koumara", Condition("containedIn", ("Macina",))),
        ("Koumara", Condition("containedIn", ({"id": "place.segou-region", "name": "Ségou"},))),
        ("Dia", Condition("cercle", ("Cercle de Ténenkou",))),
        ("Macina", Condition("region", ("منطقة سيغو",))),
        ("Kassela", Condition("coordinates", ("12.6, -7.7",))),
        ("Koumara", Condition("geonames", (2454887,))),
    ],
)
def test_what_is_known_of_a_place_resolves_its_homonyms(service: Service, name: str, condition: Condition) -> None:
    first = service.candidates(Query(name, ("Place",), conditions=(condition,)))[0]
    assert first.match, first


@pytest.mark.parametrize("condition", [Condition("containedIn", ("Dioïla",)), Condition("country", ("Mali",)), Condition("region", ("Koulikoro",))])
def test_a_place_elsewhere_or_the_country_alone_resolves_nothing(service: Service, condition: Condition) -> None:
    assert not service.candidates(Query("Koumara", ("Place",), conditions=(condition,)))[0].match


@pytest.mark.parametrize(("name", "area"), [("Ségou", "region de Ségou"), ("Mopti", "Mopti region"), ("Tenenku", "cercle de Tenenku"), ("سيغو", "منطقة سيغو")])
def test_a_town_is_not_taken_for_the_area_around_it(service: Service, name: str, area: str) -> None:
    """The bare name is its chief town's, which most sheets of places mean by it."""
    kind = "Cercle" if "cercle" in area else "Region"
    assert best(service, area).match and best(service, area, "Place").match and best(service, name, kind).match
    for types in ((), ("Place",)):
        first = best(service, name, *types)
        assert kind in first.entity.types and not first.match and "chief town" in first.why and first.features["seat"]


def test_the_type_tells_the_country_from_the_state(service: Service) -> None:
    assert not best(service, "Mali").match
    assert best(service, "Mali", "Place").entity.id == "place.mali" and best(service, "Mali", "Place").match
    assert best(service, "Mali", "Actor").entity.id == "actor.mali" and best(service, "Mali", "Actor").match


@pytest.mark.parametrize(
    "key, expected",
    [
        ("Q28877411", "actor.jnim"),
        ("http://www.wikidata.org/entity/Q214155", "place.mopti-region"),
        ("https://www.wikidata.org/wiki/Q912", "place.mali"),
        ("https://sws.geonames.org/2454887/", "place.koumara"),
        ("https://fr.wikipedia.org/wiki/Combat_de_Diafarab%C3%A9_et_Koumara", "event.diafarabe-and-koumara-attacks"),
        ("https://w3id.org/claimgraph/id/place/dia", "place.dia"),
        ("place:dia", "place.dia"),
        ("place.dia", "place.dia"),
    ],
)
def test_identifiers_are_exact_keys(service: Service, key: str, expected: str) -> None:
    first = best(service, key)
    assert (first.entity.id, first.match) == (expected, True)


def test_a_score_does_not_depend_on_the_rivals() -> None:
    def entity(name: str) -> Entity:
        return Entity(f"x.{name}", name, ("Place",), (Label(name),))

    alone = match_names(Scan([entity("Koulikoro")]), "Kulikoro")[0]
    crowded = match_names(Scan([entity(n) for n in ("Koulikoro", "Koulikora", "Kulikovo", "Koro", "Gao")]), "Kulikoro")
    assert next(c.score for c in crowded if c.entity.name == "Koulikoro") == alone.score


def test_two_entities_of_one_name_are_never_matched() -> None:
    index = Scan([Entity("x.1", "Koro", ("Place",), (Label("Koro"),)), Entity("x.2", "Koro", ("Place",), (Label("Kóro"),))])
    assert [c.match for c in match_names(index, "Koro")] == [False, False]


def test_sources_are_found_only_when_they_are_asked_for(service: Service) -> None:
    assert all("Source" not in c.entity.types for c in service.candidates(Query("Mali: January 2023")))
    assert best(service, "Mali: January 2023", "Source").entity.id == "source.icg-2023-02"


def test_candidates_are_sorted_limited_and_decided_once(service: Service) -> None:
    found = service.candidates(Query("Diafarabé", limit=3))
    assert len(found) == 3
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert [c.match for c in found] == [True, False, False]


def test_required_and_negated_conditions(service: Service) -> None:
    inside = Condition("containedIn", ("Ségou",), required=True)
    assert {c.entity.id for c in service.candidates(Query("Macina", conditions=(inside,)))} <= {
        e.id for e in map(service.index.entity, service.index.everything()) if "place.segou-region" in e.within
    }
    outside = Condition("containedIn", ("Mopti Region",), required=True, quantifier="none")
    assert "place.diafarabe" not in {c.entity.id for c in service.candidates(Query("Diafarabé", conditions=(outside,)))}


@pytest.mark.parametrize(
    "name, kind, context, expected",
    [("Koumara", "Place", ["Cercle de Macina"], True), ("Koumara", "Place", [], False), ("JNIM", "Actor", [], True), ("Diafarabé", None, [], True)],
)
def test_match_names_for_drafting(service: Service, name: str, kind: str | None, context: list[str], expected: bool) -> None:
    assert match_names(service.index, name, kind, context)[0].match is expected


def test_every_score_is_explained(service: Service) -> None:
    answer = service.explain("Koumara", "place.koumara")
    assert answer["label"] == {"text": "Koumara", "language": "en", "kind": "pref"}
    assert "namesakes" in str(answer["why"])
    assert service.explain("Gao", "place.koumara")["score"] == 0

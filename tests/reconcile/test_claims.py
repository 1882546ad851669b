"""Claims as parallel columns: equal lengths, one claim a position, settings that choose."""

import pytest

from claimgraph.reconcile import v1, v02
from claimgraph.reconcile.claims import ASPECTS
from claimgraph.reconcile.service import Service
from claimgraph.reconcile.values import Settings

EVENT, ENGLISH = "event.diafarabe-and-koumara-attacks", ("en",)


def column(service: Service, entity: str, prop: str, **settings: object) -> list[object]:
    """The bare values of one column."""
    cells = service.row(entity, [(prop, Settings.read(settings))])[prop]
    return [cell.get("name", next(iter(cell.values()), None)) for cell in cells]


@pytest.mark.parametrize("entity", [EVENT, "event.koumara-macina-attack", "event.mali-war", "place.mali", "place.koumara", "actor.mali", "actor.jnim"])
def test_the_columns_of_a_type_have_equal_lengths(service: Service, entity: str) -> None:
    for kind in {identifier.partition(".")[0] for identifier in service.properties.by_id if "." in identifier}:
        row = service.row(entity, [(f"{kind}.{aspect}", Settings()) for aspect in ASPECTS])
        assert len({len(cells) for cells in row.values()}) == 1, kind


def test_a_row_is_one_claim(service: Service) -> None:
    columns = [column(service, EVENT, f"killed.{a}") for a in ("figure", "claimant", "victims", "event", "claim")]
    rows = {str(row[-1]).rsplit("-", 1)[-1]: row[:-1] for row in zip(*columns, strict=True)}
    assert rows["c02"] == ("14", "Malian officials", "Malian Armed Forces", "Diafarabé and Koumara attacks")
    assert rows["c07"] == ("5", "Jama'at Nasr al-Islam wal Muslimin", "Wagner Group", "Attack between Koumara and Macina")
    assert set(rows) == {"c01", "c02", "c05", "c07", "c08", "c10", "c11", "c12"}


def test_a_vague_figure_has_words_and_no_number(service: Service) -> None:
    assert column(service, EVENT, "wounded.value") == [None, 11, None]
    assert column(service, EVENT, "wounded.figure") == ["dozens", "11", "dozens"]


def test_an_unknown_number_is_told_as_such(service: Service) -> None:
    assert column(service, EVENT, "unspecified.value") == [None]
    assert "unknown" in str(column(service, EVENT, "unspecified.figure")[0])


def test_a_claim_without_a_footnote_leaves_its_source_blank(service: Service) -> None:
    sources = dict(zip(column(service, EVENT, "killed.claim"), column(service, EVENT, "killed.source"), strict=True))
    assert [source for claim, source in sources.items() if str(claim).endswith("c05")] == [None]


@pytest.mark.parametrize(
    "settings, figures",
    [
        ({"claimant": "actor.jnim"}, ["5", "7", "5", "5", "7"]),
        ({"claimant": "Mali"}, ["12", "14", "31"]),
        ({"claimant": {"id": "actor.mali", "name": "Mali"}, "latest": "on"}, ["14", "31"]),
        ({"claimant": "JNIM", "parts": "false"}, ["5", "5", "7"]),
        ({"side": "actor.wagner-group"}, ["5", "5"]),
        ({"limit": "2"}, ["5", "7"]),
        ({"limit": "many", "latest": None, "claimant": ["x"]}, ["5", "7", "5", "12", "14", "31", "5", "7"]),
    ],
)
def test_settings_choose_claims(service: Service, settings: dict[str, object], figures: list[str]) -> None:
    assert column(service, EVENT, "killed.figure", **settings) == figures


def test_count_only(service: Service) -> None:
    assert column(service, EVENT, "killed.figure", count=True, claimant="JNIM") == [5]


def test_names_come_in_the_language_that_is_asked_for(service: Service) -> None:
    assert "Groupe de soutien à l'islam et aux musulmans" in column(service, EVENT, "killed.claimant", lang="fr")
    assert "جماعة نصرة الإسلام والمسلمين" in column(service, EVENT, "killed.claimant", lang="ar")


def test_an_actor_has_the_losses_it_suffered_and_a_place_those_of_its_events(service: Service) -> None:
    assert column(service, "actor.jnim", "killed.figure") == ["5", "31"]
    assert column(service, "actor.mali", "killed.victims") == ["Malian Armed Forces"] * 4
    assert column(service, "place.kassela", "killed.figure") == ["2"]


def test_unknown_ids_and_properties_keep_their_columns(service: Service) -> None:
    request = {"ids": ["place.nowhere", "place.dia"], "properties": [{"id": "country"}, {"id": "nonsense"}, {"id": "killed.figure"}]}
    old, new = v02.extend(service, request, ENGLISH), v1.extend(service, request, ENGLISH)
    assert old["rows"]["place.nowhere"] == {"country": [], "nonsense": [], "killed.figure": []}
    assert [list(row) for row in old["rows"].values()] == [["country", "nonsense", "killed.figure"]] * 2
    assert [[p["id"] for p in row["properties"]] for row in new["rows"]] == [["country", "nonsense", "killed.figure"]] * 2


def test_dates_are_dates_only_when_they_are_days(service: Service) -> None:
    dates = service.row(EVENT, [("killed.reported-on", Settings())])["killed.reported-on"]
    assert {"str": "[2023-01-10..2023-01-11]"} in dates and {"date": "2023-01-11T00:00:00Z"} in dates

"""Gazetteers of labels: read from tables and Turtle, indexed on disk once, as good as comparing every label."""

import random
import sys
from pathlib import Path

import pytest

from claimgraph.errors import Misuse, UnreadableFile
from claimgraph.reconcile.entities import Entity, Label
from claimgraph.reconcile.from_file import read_labels
from claimgraph.reconcile.gazetteer import Gazetteer
from claimgraph.reconcile.index import SMALL, open_labels
from claimgraph.reconcile.match import Matcher, Query
from claimgraph.reconcile.scan import Scan
from claimgraph.reconcile.service import Service

SYLLABLES = "ba be bo bou dia dié dou fa gou ka ké ko kou la lé ma mé mo na né ni nou sa sé si sou ta té ti tou wa ya yé nk rg".split()


def made_up(count: int, seed: int = 5) -> list[Entity]:
    """Entities with different names of three to five syllables, some with an alias and an identifier."""
    rng, seen, found = random.Random(seed), set(), []
    while len(found) < count:
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(3, 5))).capitalize()
        if name not in seen:
            seen.add(name)
            number = len(found)
            labels = (Label(name, "fr"), *((Label(f"{name} Koura", "fr", "alt"),) if number % 50 == 0 else ()))
            found.append(Entity(f"g{number}", name, ("Town" if number % 2 else "Village",), labels, identifiers=(f"Q{number + 1}",)))
    return found


@pytest.fixture(scope="module")
def entities() -> list[Entity]:
    """More than are scanned."""
    return made_up(SMALL + 300)


@pytest.fixture(scope="module")
def gazetteer(entities: list[Entity], tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """Their index on disk."""
    return Gazetteer.build(entities, tmp_path_factory.mktemp("gazetteer") / "index")


def test_what_was_written_is_read(gazetteer: Gazetteer, entities: list[Entity]) -> None:
    assert gazetteer.labels == sum(len(entity.labels) for entity in entities)
    assert [gazetteer.entity(n) for n in (0, 77, len(entities) - 1)] == [entities[0], entities[77], entities[-1]]
    assert gazetteer.number("g77") == 77 and gazetteer.number("nobody") is None
    assert gazetteer.identified("Q78") == [77]
    assert set(gazetteer.kinds) == {"Town", "Village"}


def test_the_index_finds_what_comparing_every_label_finds(gazetteer: Gazetteer, entities: list[Entity]) -> None:
    rng = random.Random(11)
    scan, disk = Matcher(Scan(entities)), Matcher(gazetteer)
    alike = 0
    for entity in rng.sample(entities, 60):
        at = rng.randrange(1, len(entity.name))
        text = entity.name[:at] + rng.choice("abdeklmnost") + entity.name[at + 1 :]
        ours, theirs = disk.candidates(Query(text)), scan.candidates(Query(text))
        alike += bool(ours) and (round(ours[0].score, 6), ours[0].match) == (round(theirs[0].score, 6), theirs[0].match)
    assert alike >= 58


def test_types_are_searched_not_sifted(gazetteer: Gazetteer, entities: list[Entity]) -> None:
    """Every candidate has the type, and there are as many as without one."""
    found = Matcher(gazetteer).candidates(Query(entities[10].name, ("Village",), limit=10))
    assert found[0].entity == entities[10] and len(found) == 10 and all("Village" in c.entity.types for c in found)
    assert all("Town" in c.entity.types for c in Matcher(gazetteer).candidates(Query(entities[10].name, ("Town",))))


def test_suggestions_begin_as_typed(gazetteer: Gazetteer, entities: list[Entity]) -> None:
    service = Service(gazetteer, name="towns", identifier_space="https://example.org/")
    name = entities[3].name
    assert name in {s.name for s in service.suggest_entities(name[:6], ("en",), limit=50)}
    assert service.suggest_entities(name, ("en",))[0].name == name


@pytest.mark.parametrize("text", ["", " ", "\0", "((((", "ابت" * 100, "迪亞", "x" * 500, "- -", "'"])
def test_odd_queries(gazetteer: Gazetteer, text: str) -> None:
    assert not any(c.match for c in Matcher(gazetteer).candidates(Query(text)))


def table(path: Path, entities: list[Entity]) -> Path:
    """The entities as a table of labels."""
    rows = [f"{e.id}\t{label.text}\t{label.language}\t{label.kind}\t{e.types[0]}\t{e.identifiers[0]}" for e in entities for label in e.labels]
    path.write_text("\n".join(["id\tlabel\tlanguage\tkind\ttype\tidentifier", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_large_label_file_is_indexed_once_and_again_when_it_changes(tmp_path: Path, entities: list[Entity]) -> None:
    path = table(tmp_path / "towns.tsv", entities)
    first = open_labels(path)
    about = tmp_path / "towns.tsv.index" / "about.json"
    stamp = about.stat().st_mtime_ns
    assert isinstance(first, Gazetteer) and isinstance(open_labels(path), Gazetteer)
    assert about.stat().st_mtime_ns == stamp
    table(path, [*entities, Entity("new", "Tombouctou-la-Neuve", ("Town",), (Label("Tombouctou-la-Neuve"),), identifiers=("Q999999",))])
    assert open_labels(path).number("new") is not None
    assert sorted(p.name for p in tmp_path.iterdir()) == ["towns.tsv", "towns.tsv.index"], "nothing half-built is left"


def test_a_small_label_file_needs_no_index(tmp_path: Path) -> None:
    path = table(tmp_path / "few.tsv", made_up(20))
    index = open_labels(path)
    assert isinstance(index, Scan) and index.labels == 21 and [p.name for p in tmp_path.iterdir()] == ["few.tsv"]


def test_turtle_labels(tmp_path: Path) -> None:
    path = tmp_path / "labels.ttl"
    path.write_text(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        <http://e.org/t/1> a <http://e.org/Town> ; skos:prefLabel "Mopti"@fr ; skos:altLabel "Móti"@bm ; owl:sameAs <http://www.wikidata.org/entity/Q5> .
        <http://e.org/t/x/2> skos:prefLabel "Gao"@fr .""",
        encoding="utf-8",
    )
    found = {entity.id: entity for entity in read_labels(path)}
    assert set(found) == {"1", "x.2"}
    assert found["1"].labels == (Label("Mopti", "fr"), Label("Móti", "bm", "alt")) and found["1"].identifiers == ("Q5",) and found["1"].types == ("Town",)


@pytest.mark.parametrize(
    "text, words",
    [
        ("id\tname\n1\tx\n", "no column label"),
        ("", "no column id, label"),
        ("id\tlabel\na/b\tx\n", ":2: id 'a/b'"),
        ("id\tlabel\tkind\n1\tx\tfirst\n", ":2: kind 'first'"),
        ("id\tlabel\tweight\n1\tx\theavy\n", "is not a number"),
        ("id\tlabel\n", "no label in it"),
    ],
)
def test_unreadable_tables_name_the_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile, match=words):
        read_labels(path)


def test_without_tantivy_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entities: list[Entity]) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(Misuse, match="claimgraph\\[gazetteer\\]"):
        open_labels(table(tmp_path / "towns.tsv", entities))
    assert Scan(made_up(5)).labels == 6


def test_a_broken_build_leaves_the_old_index(tmp_path: Path, entities: list[Entity], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    Gazetteer.build(entities[:50], folder)

    def fail(*arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr("claimgraph.reconcile.gazetteer.terms", fail)
    with pytest.raises(MemoryError):
        Gazetteer.build(entities, folder)
    assert Gazetteer(folder).number("g49") == 49
    assert [path.name for path in tmp_path.iterdir()] == ["index"]

"""``claimgraph draft --dump`` when something is in the way: a full disk, a broken archive, files that are somebody's."""

import bz2
import json
import subprocess
import sys

import pytest

from claimgraph.cli import main
from tests.copies import copy_graph

BOX = "{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Some Front|casualties1=3 killed, 4 wounded (per Aland)}} Text."


def page(number):
    return f"<page><title>Raid {number}</title><ns>0</ns><id>{number}</id><revision><id>{number}</id><text>{BOX}</text></revision></page>\n"


def streams(pages, each=5):
    """A dump as Wikipedia packs it: its head, some pages, some pages …, its end, each an archive of its own."""
    parts = ["<mediawiki>\n", *("".join(page(n) for n in range(at, min(at + each, pages))) for at in range(0, pages, each)), "</mediawiki>\n"]
    return b"".join(bz2.compress(part.encode()) for part in parts)


@pytest.fixture
def root(repository, tmp_path):
    return copy_graph(repository, tmp_path / "root")


@pytest.fixture
def dump(tmp_path):
    path = tmp_path / "wiki.xml.bz2"
    path.write_bytes(streams(20))
    return path


def run(root, dump, target, *options):
    return main(["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o", str(target), *options])


LIMITED = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)); from claimgraph.cli import main; sys.exit(main(sys.argv[1:]))"


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(root, dump, tmp_path):
    whole, halted = tmp_path / "whole.nq", tmp_path / "halted.nq"
    assert run(root, dump, whole) == 0
    command = ["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o", str(halted)]
    done = subprocess.run([sys.executable, "-c", LIMITED, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "cannot be written" in done.stderr and "goes on" in done.stderr
    assert run(root, dump, halted) == 0 and halted.read_bytes() == whole.read_bytes()
    assert halted.with_suffix(".csv").read_bytes() == whole.with_suffix(".csv").read_bytes()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_stands_before_a_break_in_the_archive_is_drafted(root, tmp_path, jobs, capsys):
    path, target = tmp_path / "broken.xml.bz2", tmp_path / "drafts"
    path.write_bytes(streams(20)[:-200])
    assert run(root, path, target, "--jobs", jobs) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "the bz2 archive ends in the middle; what was read before is in" in told
    table = (target / "summary.csv").read_text().splitlines()
    assert len(table) > 10 and len(list(target.glob("*.ttl"))) == len(table) - 1
    path.write_bytes(streams(20))  # downloaded again: another size, another dump
    assert run(root, path, target) == 0 and len(list(target.glob("*.ttl"))) == 20


def test_a_file_that_somebody_has_curated_is_left_as_it_is(root, dump, tmp_path):
    target = tmp_path / "drafts"
    assert run(root, dump, target) == 0
    curated = target / "2020-05-05-raid-3.ttl"
    curated.write_text(curated.read_text() + "\n<https://example.org/x> <http://purl.org/pav/curatedBy> <https://example.org/me> .\n")
    before = curated.read_bytes()
    assert run(root, dump, target, "--again") == 0 and curated.read_bytes() == before
    assert "Raid 3,skipped,curated already" in (target / "summary.csv").read_text() and len(list(target.glob("*.ttl"))) == 20


def test_a_file_that_is_from_no_dump_is_not_written_over(root, dump, tmp_path, capsys):
    target = tmp_path / "mine.nq"
    target.write_text("mine")
    assert run(root, dump, target) == 2 and target.read_text() == "mine"
    assert "is there already, and is not from a dump" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["drafts.ttl", "drafts.nq.gz", "drafts.txt"])
def test_a_name_that_is_a_files_is_no_folder(root, dump, tmp_path, name, capsys):
    assert run(root, dump, tmp_path / name) == 2 and not (tmp_path / name).exists()
    assert "name a folder, or a file that ends in .nq" in capsys.readouterr().err


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", '{"source": 1}', "shorter"])
def test_a_note_that_does_not_fit_the_files_is_no_reason_to_go_on(root, dump, tmp_path, spoilt):
    whole, target = tmp_path / "whole.nq", tmp_path / "drafts.nq"
    assert run(root, dump, whole) == 0
    state = {"source": [dump.name, dump.stat().st_size], "done": 9, "start": [0, 0, ""], "counts": {"drafted": 9, "skipped": 0, "other": 0}, "table": 300, "graph": 9_000_000}
    (tmp_path / ".drafts.state").write_text(json.dumps(state) if spoilt == "shorter" else spoilt)
    target.write_text("")
    assert run(root, dump, target) == 0 and target.read_bytes() == whole.read_bytes()

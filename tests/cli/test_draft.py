"""``claimgraph draft``: files, standard input, reports, dumps; nothing curated is overwritten."""

import json
import shutil
import subprocess
import sys

import pytest

from claimgraph.cli import main

RAID = """Raid on Ash
Part of Some War
Date5 May 2020
LocationAsh, Aland
Belligerents
Aland
Some Front
Casualties and losses
3 killed
5 killed (per Aland)

On 5 May 2020, fighters of the Some Front (SF) attacked soldiers of Aland in the village of Ash.
"""


@pytest.fixture
def root(repository, tmp_path):
    for part in ("ontology", "graph", "queries"):
        shutil.copytree(repository / part, tmp_path / "root" / part)
    return tmp_path / "root"


@pytest.fixture
def raid(tmp_path):
    path = tmp_path / "raid.txt"
    path.write_text(RAID)
    return path


def test_a_draft_becomes_a_file_of_the_graph_that_checks(root, raid, capsys):
    assert main(["--root", str(root), "draft", str(raid)]) == 0
    path = root / "graph" / "articles" / "2020-05-05-raid-on-ash.ttl"
    assert "# Raid on Ash" in capsys.readouterr().out and path.exists()
    assert main(["--root", str(root), "check", str(path)]) == 0
    assert main(["--root", str(root), "format", "--check", str(path)]) == 0


def test_drafting_again_leaves_the_bytes(root, raid, capsys):
    main(["--root", str(root), "draft", str(raid)])
    path = root / "graph" / "articles" / "2020-05-05-raid-on-ash.ttl"
    before = path.read_bytes()
    main(["--root", str(root), "draft", str(raid)])
    assert path.read_bytes() == before
    assert "- new: 0\n- changed: 0\n- gone: 0" in capsys.readouterr().out


def test_a_curated_article_is_left_as_it_is(root, shared_data, repository, capsys):
    assert main(["--root", str(root), "draft", str(shared_data / "article.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["changes"]["new"], told["changes"]["changed"], told["changes"]["gone"]) == ([], [], [])
    for path in (repository / "graph" / "articles").glob("*.ttl"):
        assert (root / "graph" / "articles" / path.name).read_bytes() == path.read_bytes()


def test_turtle_to_standard_output_and_the_report_beside_it(root, raid, capsys):
    assert main(["--root", str(root), "draft", str(raid), "-o", "-"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# Raid on Ash: a draft") and "PREFIX" in out and "## Questions" in err


def test_standard_input(root, tmp_path):
    target = tmp_path / "out.ttl"
    done = subprocess.run([sys.executable, "-m", "claimgraph", "--root", str(root), "draft", "-", "-o", str(target)], input=RAID.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"") and "event:raid-on-ash" in target.read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "name one article"),
        (["nowhere.txt"], "nowhere.txt: no such file"),
        (["/"], "a folder, not an article"),
        (["--dump", "nowhere.bz2"], "no such dump"),
        (["x.txt", "--dump", "y.bz2"], "name one article"),
    ],
)
def test_misuse_is_one_clear_line(root, arguments, words, capsys):
    assert main(["--root", str(root), "draft", *arguments]) == 2
    err = capsys.readouterr().err
    assert words in err and err.count("\n") == 1


def test_bytes_that_are_no_text(root, tmp_path, capsys):
    path = tmp_path / "page.txt"
    path.write_bytes(b"line\n\xff\xfe\xfa")
    assert main(["--root", str(root), "draft", str(path)]) == 2
    assert "page.txt:2: not text in UTF-8" in capsys.readouterr().err


def page(number, text):
    return f"<page><title>Raid {number}</title><ns>0</ns><id>{number}</id><revision><id>{number}</id><text>{text}</text></revision></page>"


@pytest.fixture
def dump(tmp_path):
    box = "{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Some Front|casualties1=3 killed}} Text."
    path = tmp_path / "wiki.xml"
    path.write_text("<mediawiki>" + "".join(page(n, box) for n in range(4)) + page(4, "=HYPERLINK <broken> nfobox") + "</mediawiki>")
    return path


def test_a_dump_becomes_a_folder_of_drafts_and_a_table(root, dump, tmp_path, capsys):
    target = tmp_path / "drafts"
    assert main(["--root", str(root), "draft", "--dump", str(dump), "-o", str(target), "--jobs", "1"]) == 0
    assert "4 drafted, 1 skipped" in capsys.readouterr().out
    assert sorted(p.name for p in target.glob("*.ttl")) == [f"2020-05-05-raid-{n}.ttl" for n in range(4)]
    table = (target / "summary.csv").read_text().splitlines()
    assert len(table) == 6 and table[0].startswith("title,status,reason") and "Raid 4,skipped" in table[5]
    assert main(["--root", str(root), "check", str(target / "2020-05-05-raid-1.ttl")]) == 0


def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(root, dump, tmp_path, monkeypatch):
    from claimgraph.cli import draft_dump

    whole, halved = tmp_path / "whole.nq", tmp_path / "halved.nq"
    arguments = ["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o"]
    main([*arguments, str(whole)])
    real, seen = draft_dump.drafts, []

    def stopping(*given):
        for result in real(*given):
            if result.number == 2:
                raise KeyboardInterrupt
            seen.append(result.number)
            yield result

    monkeypatch.setattr(draft_dump, "drafts", stopping)
    assert main([*arguments, str(halved)]) == 130
    monkeypatch.setattr(draft_dump, "drafts", real)
    assert main([*arguments, str(halved)]) == 0
    assert seen == [0, 1] and halved.read_bytes() == whole.read_bytes()
    assert halved.with_suffix(".csv").read_text() == whole.with_suffix(".csv").read_text()

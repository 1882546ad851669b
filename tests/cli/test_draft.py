"""``claimgraph draft``: files, standard input, reports, dumps; nothing curated is overwritten."""

import bz2
import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from claimgraph.cli import main
from tests.copies import copy_graph

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
    return copy_graph(repository, tmp_path / "root")


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


def command(root, *arguments, **options):
    return subprocess.Popen([sys.executable, "-m", "claimgraph", "--root", str(root), "draft", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def long_dump(path, pages=400):
    box = "{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Some Front|casualties1=3 killed, 4 wounded (per Aland)}} '''Raid''' text."
    path.write_text("<mediawiki>" + "".join(page(n, box) for n in range(pages)) + "</mediawiki>")
    return path


@pytest.mark.parametrize("target", ["drafts.nq", "drafts"])
def test_a_run_that_is_killed_goes_on_and_ends_with_the_same_bytes(root, tmp_path, target):
    dump = long_dump(tmp_path / "long.xml")
    whole, killed = tmp_path / "whole" / target, tmp_path / "killed" / target
    assert main(["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o", str(whole)]) == 0
    state = killed.with_name(".drafts.state") if target.endswith(".nq") else killed / ".summary.state"
    run = command(root, "--dump", dump, "--jobs", "1", "-o", killed)
    while not state.exists() and run.poll() is None:
        time.sleep(0.01)
    run.kill()
    run.communicate()
    assert state.exists(), "it had ended before it could be killed"
    assert main(["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o", str(killed)]) == 0
    for path in sorted(p for p in whole.parent.rglob("*") if p.is_file()):
        assert (killed.parent / path.relative_to(whole.parent)).read_bytes() == path.read_bytes()
    assert not state.exists()


def test_ctrl_c_is_one_line_and_leaves_no_process(root, tmp_path):
    run = command(root, "--dump", long_dump(tmp_path / "long.xml"), "--jobs", "2", "-o", tmp_path / "drafts", start_new_session=True)
    while not (tmp_path / "drafts" / ".summary.state").exists() and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to every process
    _, err = run.communicate(timeout=60)
    assert (run.returncode, err.count(b"\n")) == (130, 1) and b"stopped after page" in err and b"goes on" in err
    for _ in range(500):  # they end by themselves when their pipe does
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process went on")


def test_progress_on_a_terminal_and_none_when_piped(root, dump, tmp_path):
    main_end, terminal = pty.openpty()
    run = command(root, "--dump", dump, "--jobs", "1", "-o", tmp_path / "shown")
    assert run.communicate()[1] == b""
    shown = subprocess.run([sys.executable, "-m", "claimgraph", "--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "-o", str(tmp_path / "again")], stdout=subprocess.DEVNULL, stderr=terminal, check=False)
    os.close(terminal)
    seen = os.read(main_end, 10_000).decode()
    os.close(main_end)
    assert shown.returncode == 0 and "drafted" in seen and "%" in seen and seen.endswith("\r\x1b[K")


def test_a_dump_through_pipes(root, dump, tmp_path):
    run = command(root, "--dump", "-", "--jobs", "1", "-o", "-", stdin=subprocess.PIPE)
    out, err = run.communicate(bz2.compress(dump.read_bytes()))
    lines = err.decode().splitlines()
    assert run.returncode == 0 and len({line.rsplit(b" ", 2)[1] for line in out.splitlines()}) == 4
    assert "Raid 4: skipped: " in lines[0] and lines[1].endswith("4 drafted, 1 skipped, 0 without a conflict's box")


def test_two_titles_with_one_slug_are_two_files(root, tmp_path):
    dump = long_dump(tmp_path / "wiki.xml", 2)
    dump.write_text(dump.read_text().replace("Raid 0", "Raid on Ash").replace("Raid 1", "Raid on “Ash”"))
    target = tmp_path / "drafts"
    for _ in range(2):  # a second run finds its own files again
        assert main(["--root", str(root), "draft", "--dump", str(dump), "--jobs", "1", "--again", "-o", str(target)]) == 0
        assert sorted(p.name for p in target.glob("*.ttl")) == ["2020-05-05-raid-on-ash-2.ttl", "2020-05-05-raid-on-ash.ttl"]
    assert "raid-on-ash-2.ttl" in (target / "summary.csv").read_text()


@pytest.mark.parametrize("content", [b"", b"Raid on Ash\nDeaths5\n", b"%PDF-1.7", bz2.compress(b"no dump"), b"\0" * 5000])
def test_what_is_no_dump_is_told_and_nothing_is_written(root, tmp_path, content, capsys):
    path = tmp_path / "dump"
    path.write_bytes(content)
    assert main(["--root", str(root), "draft", "--dump", str(path), "-o", str(tmp_path / "out")]) == 2
    assert "no page of a MediaWiki XML dump" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_file_where_a_folder_should_be(root, dump, tmp_path, capsys):
    (tmp_path / "out.ttl").write_text("x")
    assert main(["--root", str(root), "draft", "--dump", str(dump), "-o", str(tmp_path / "out.ttl")]) == 2
    assert "a file, not a folder (name a folder, or a file that ends in .nq)" in capsys.readouterr().err


def test_a_page_that_tells_of_no_attack_is_no_draft(root, tmp_path, capsys):
    path = tmp_path / "bread.txt"
    path.write_text("Bread\n\nTake flour and water and bake it for an hour in an oven that is hot.\n")
    assert main(["--root", str(root), "draft", str(path)]) == 2
    assert "tells of no attack or battle" in capsys.readouterr().err
    assert not list((root / "graph" / "articles").glob("*bread*"))


@pytest.mark.parametrize("content", ["keep me, I am no Turtle", '<https://example.org/x> <https://example.org/y> "z" .', "draft of another"])
def test_a_file_that_is_something_else_is_not_written_over(root, raid, tmp_path, content, capsys):
    target = tmp_path / "there.ttl"
    target.write_text(content)
    if content == "draft of another":
        other = tmp_path / "other.txt"
        other.write_text(RAID.replace("Raid on Ash", "Raid on Birch"))
        target.unlink()
        main(["--root", str(root), "draft", str(other), "-o", str(target)])
    before = target.read_bytes()
    assert main(["--root", str(root), "draft", str(raid), "-o", str(target)]) == 2
    assert "name another file with -o" in capsys.readouterr().err and target.read_bytes() == before


@pytest.mark.parametrize("language", ["xx/..", "en.example.org/", "", "EN"])
def test_a_language_that_is_none(root, language, capsys):
    assert main(["--root", str(root), "draft", "Raid on Ash", "--language", language]) == 2
    assert "not the language of a Wikipedia" in capsys.readouterr().err


def test_a_new_revision_of_a_draft_is_valid_and_tells_what_changed(root, tmp_path, capsys):
    first, second = tmp_path / "first.wikitext", tmp_path / "second.wikitext"
    page = "{{Infobox military conflict|conflict=Raid on Ash|date=5 May 2020|place=[[Ash]]|combatant1={{flag|Aland}}|combatant2=[[Some Front]]|casualties1=3 killed (per Aland)|casualties2=5 killed}}\n'''Raid on Ash''' was an attack by the [[Some Front]] on soldiers of [[Aland]] on 5 May 2020."
    first.write_text(page)
    second.write_text(page.replace("3 killed", "6 killed").replace("|casualties2=5 killed", ""))
    main(["--root", str(root), "draft", str(first)])
    capsys.readouterr()
    main(["--root", str(root), "draft", str(second)])
    told = capsys.readouterr().out
    assert "- changed: 1\n  - `ash-2020-c03` instead of `ash-2020-c01`: According to Aland, 6 fighters (Aland) were killed. It was: According to Aland, 3 fighters (Aland) were killed." in told
    assert "- gone: 1, kept in the file as they were told\n  - `ash-2020-c02`: 5 fighters (Some Front) were killed." in told and "| `c03` |" in told and "| `c01` |" not in told
    path = root / "graph" / "articles" / "2020-05-05-raid-on-ash.ttl"
    assert main(["--root", str(root), "check", str(path)]) == 0
    assert main(["--root", str(root), "format", "--check", str(path)]) == 0


def test_a_moved_article_is_drafted_on_its_own_file_under_its_earlier_title(root, tmp_path, capsys):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(RAID)
    second.write_text(RAID.replace("Raid on Ash", "Battle of Ash"))
    target = tmp_path / "ash.ttl"
    main(["--root", str(root), "draft", str(first), "-o", str(target)])
    before = target.read_bytes()
    assert main(["--root", str(root), "draft", str(second), "-o", str(target)]) == 2
    assert "--title" in capsys.readouterr().err and target.read_bytes() == before
    assert main(["--root", str(root), "draft", str(second), "-o", str(target), "--title", "Raid on Ash"]) == 0
    assert "- new: 0\n- changed: 0\n- gone: 0" in capsys.readouterr().out

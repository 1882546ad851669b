"""Dumps: pages cut apart, bad ones reported, bombs bounded, the same result with any number of processes."""

import bz2
import functools
import gzip
import lzma
import os
import re
import time
import tracemalloc
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from claimgraph.article.bulk.dump import Job, drafts, split
from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.article.bulk.workers import Workers
from claimgraph.article.drafting.matching import Authority
from claimgraph.errors import TooLarge, UnreadableFile

BOX = "{{{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Some Front|casualties1={0} killed|casualties2=5 killed (per Aland)}}}}\nText."
HEAD = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/"><siteinfo><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo>\n'


def page(number, title, text, namespace=0, extra=""):
    return f"<page><title>{escape(title)}</title><ns>{namespace}</ns>{extra}<id>{number}</id><revision><id>{number + 900}</id><text>{escape(text)}</text></revision></page>\n"


def dump(count=12):
    pages = [page(n, f"Raid {n}", BOX.format(n + 1)) for n in range(count)]
    pages[3] = page(3, "Talk:Raid 3", BOX.format(3), namespace=1)
    pages[5] = page(5, "Old raid", "#REDIRECT [[Raid 1]] {{Infobox}}", extra='<redirect title="Raid 1" />')
    pages[7] = page(7, "Broken", BOX.format(3)).replace("</revision>", "</revisiom>")
    pages[8] = page(8, "Someone", "{{Infobox person|name=x}}")
    return HEAD + "".join(pages) + "</mediawiki>"


def job():
    return Job(Authority)


@pytest.mark.parametrize("pack", [lambda b: b, bz2.compress, gzip.compress, lzma.compress], ids=["xml", "bz2", "gzip", "xz"])
def test_what_becomes_of_each_page(tmp_path, pack):
    path = tmp_path / "dump"
    content = dump().encode()
    path.write_bytes(pack(content[:2000]) + pack(content[2000:]))  # two members, as multistream dumps have
    found = list(drafts(Unpacked(path), job()))
    assert [(r.title, r.status) for r in found] == [
        *((f"Raid {n}", "drafted") for n in (0, 1, 2, 4, 6)), ("Broken", "skipped"), ("Someone", "other"), *((f"Raid {n}", "drafted") for n in (9, 10, 11)),
    ]  # fmt: skip
    assert "not well-formed" in next(r.reason for r in found if r.title == "Broken")
    assert found[0].row["casualty_claims"] == 2 and "graph/article/raid-0" in found[0].graph
    assert found[0].row["revision"] == "900"


def test_any_number_of_processes_gives_the_same(tmp_path):
    path = tmp_path / "dump.bz2"
    path.write_bytes(bz2.compress(dump(30).encode()))
    assert list(drafts(Unpacked(path), job(), jobs=2)) == list(drafts(Unpacked(path), job()))


def test_a_run_goes_on_from_any_page(tmp_path):
    path = tmp_path / "dump.xml"
    path.write_text(dump())
    everything = list(drafts(Unpacked(path), job()))
    assert list(drafts(Unpacked(path), job(), skip=6)) == [r for r in everything if r.number >= 6]


def test_a_dump_that_ends_in_the_middle_tells_the_page():
    pages = list(split([dump().encode()[:-400]]))
    assert pages[-1].broken == "the dump ends in the middle of it"


def test_memory_does_not_grow_with_the_dump():
    def chunks(count):
        yield HEAD.encode()
        for number in range(count):
            yield page(number, f"Page {number}", "x" * 20_000).encode()

    def peak(count):
        tracemalloc.start()
        for _ in split(chunks(count)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(2000) < 1.5 * peak(200) + 200_000


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress, lzma.compress], ids=["bz2", "gzip", "xz"])
def test_a_bomb_ends_as_an_error_within_64_megabytes(tmp_path, pack):
    path = tmp_path / "bomb"
    path.write_bytes(pack(b"\0" * 16_000_000) * 30)
    source = Unpacked(path)
    with pytest.raises(TooLarge, match="times its size"):
        for chunk in source.chunks():
            assert len(chunk) <= 1024 * 1024
    assert source.produced < 72_000_000


@pytest.mark.parametrize("content", [bz2.compress(b"<page>" * 9000)[:-20], b"BZh9nonsense", b"\x1f\x8bnonsense", b"\xfd7zXZ\x00nonsense"])
def test_a_broken_archive_is_told(tmp_path, content):
    path = tmp_path / "dump"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="archive"):
        list(Unpacked(path).chunks())


def _moody(seconds):
    def work(task):
        if task == "crash":
            os._exit(9)
        if task == "hang":
            time.sleep(seconds)
        return task.upper()

    return work


def test_a_process_that_dies_or_hangs_costs_its_task_only():
    with Workers(functools.partial(_moody, 60), 2, seconds=3.0) as workers:
        found = list(workers.run(["a", "crash", "b", "hang", "c"]))
    assert [(task, answer) for task, answer, _ in found] == [("a", "A"), ("crash", None), ("b", "B"), ("hang", None), ("c", "C")]
    assert (found[1][2], found[3][2]) == ("the reader stopped", "took longer than 3 s")


def test_the_stored_wikitext_as_a_dump(tmp_path, shared_data):
    folder = shared_data / "articles" / "wikitext"
    texts = {p.stem: p.read_text() for p in sorted(folder.glob("*.wikitext"))}
    path = Path(tmp_path / "dump.xml")
    path.write_text(HEAD + "".join(page(n, name, text) for n, (name, text) in enumerate(texts.items())) + "</mediawiki>")
    found = list(drafts(Unpacked(path), job()))
    assert [r.status for r in found] == ["drafted"] * len(texts)
    assert all(r.row["claims"] for r in found)


def streams(each):
    """A dump as Wikipedia packs it, an archive every few pages; or one whose archives end anywhere."""
    content = dump(30).encode()
    cuts = [content.index(b"<page>"), *(m.end() for number, m in enumerate(re.finditer(rb"</page>\n", content), 1) if number % 5 == 0)] if each is None else range(each, len(content), each)
    return b"".join(bz2.compress(content[start:end]) for start, end in pairwise([0, *cuts, len(content)]))


@pytest.mark.parametrize("each", [None, 700, 5000, 10**6])
def test_reading_begins_where_an_archive_and_a_page_begin(tmp_path, each):
    path = tmp_path / "dump.bz2"
    path.write_bytes(streams(each))
    whole = Unpacked(path)
    everything = list(drafts(whole, job()))
    for result in everything:
        source = Unpacked(path)
        assert list(drafts(source, job(), skip=result.number, start=result.start)) == [r for r in everything if r.number >= result.number]
        assert (source.produced < whole.produced) == (result.start.offset > 0)
    if each is None:
        assert [r.start.number for r in everything if r.number in (0, 9, 29)] == [0, 5, 25]


def test_what_stands_before_a_failure_of_the_reader_is_answered():
    def tasks():
        yield from "ab"
        raise ValueError("the rest is broken")

    with Workers(functools.partial(_moody, 60), 2) as workers:
        answers = workers.run(tasks())
        assert [next(answers)[1], next(answers)[1]] == ["A", "B"]
        with pytest.raises(ValueError, match="the rest is broken"):
            next(answers)

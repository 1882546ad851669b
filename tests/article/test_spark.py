"""The Spark job gives what the plain run gives; on a local Spark where pyspark and Java are."""

import json
import shutil
import subprocess
import sys

import pytest

from claimgraph.article.bulk.dump import Job, base_of, drafts
from claimgraph.article.bulk.unpacking import Unpacked
from claimgraph.article.drafting.matching import Authority
from claimgraph.article.spark import draft_records, page_of

BOX = "{{Infobox military conflict|date=5 May 2020|combatant1=Aland|combatant2=Some Front|casualties1=3 killed}} Text."
PAGE = "<page><title>Raid {0}</title><ns>0</ns><id>{0}</id><revision><id>{0}</id><text>{1}</text></revision></page>\n"


def dump():
    return "<mediawiki>\n<siteinfo><base>https://simple.wikipedia.org/wiki/Main_Page</base></siteinfo>\n" + "".join(PAGE.format(n, BOX) for n in range(5)) + PAGE.format(5, "no box") + PAGE.format(6, "nfobox <broken>") + "</mediawiki>"


def test_a_record_is_a_page_without_its_end():
    assert page_of("<mediawiki>\n<page><title>A</title>").content == b"<page><title>A</title></page>"
    assert page_of("\n</mediawiki>") is None


def test_a_partition_gives_what_the_plain_run_gives(tmp_path):
    path = tmp_path / "dump.xml"
    path.write_text(dump())
    plain = [(r.title, r.status, r.graph) for r in drafts(Unpacked(path), Job(Authority))]
    spread = [(r.title, r.status, r.graph) for r in draft_records(dump().split("</page>"), base=base_of(dump().encode()))]
    assert spread == plain and [status for _, status, _ in plain] == ["drafted"] * 5 + ["skipped"]


def test_the_job_on_a_local_spark(tmp_path):
    pytest.importorskip("pyspark", reason="needs Spark: pip install claimgraph[spark], and Java 17")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 for Spark: apt-get install openjdk-17-jre-headless")
    path, output = tmp_path / "dump.xml", tmp_path / "out"
    path.write_text(dump())
    done = subprocess.run([sys.executable, "-m", "claimgraph.article.spark", str(path), str(output)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    graph = "".join(part.read_text() for part in sorted((output / "graph").glob("part-*")))
    rows = [json.loads(line) for part in (output / "summary").glob("part-*") for line in part.read_text().splitlines()]
    plain = [r for r in drafts(Unpacked(path), Job(Authority))]
    assert sorted(graph.splitlines()) == sorted(line for r in plain for line in r.graph.splitlines())
    assert "https://simple.wikipedia.org/" in graph
    assert sorted(row["title"] for row in rows) == sorted(r.title for r in plain)

"""Drafting a dump on Apache Spark, for when it outgrows one machine: ``pip install claimgraph[spark]``, and Java 17.

The same pure function as ``claimgraph draft --dump`` runs on every page; Spark splits the dump and keeps
the results. Put the unpacked XML, or the dump's multistream parts, where all machines can read them::

    spark-submit -m claimgraph.article.spark hdfs:///enwiki-*.xml.bz2 hdfs:///drafts

``<output>/graph`` has the N-Quads, ``<output>/summary`` one JSON object a page read. Every name is new in
such a run unless an authority is passed to :func:`draft_dump`: graphs are matched afterwards, on one machine.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from claimgraph.article.bulk.dump import Page, Result, base_of, draft_page
from claimgraph.article.drafting.matching import Authority

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

_PAGE_END = "</page>"


def page_of(record: str, base: bytes = b"") -> Page | None:
    """The page in one record that ends at ``</page>``; ``None`` for what stands before the first or after the last.

    ``base`` is the wiki's address, which tells its language: only the dump's head has it.
    """
    start = record.rfind("<page>")
    return Page(0, f"{record[start:]}{_PAGE_END}".encode(), base) if start >= 0 else None


def draft_records(records: Iterable[str], authority: Callable[[], Authority] = Authority, base: bytes = b"") -> Iterator[Result]:
    """The results of a partition's records, those of pages without a box left out; the authority is made once."""
    known = authority()
    for record in records:
        page = page_of(record, base)
        if page is not None and page.may_tell:
            result = draft_page(page, known)
            if result.status != "other":
                yield result


def draft_dump(session: "SparkSession", source: str, authority: Callable[[], Authority] = Authority) -> "RDD[Result]":
    """The results of every page of the dump at ``source`` (any path that Spark reads, packed or not; all of one wiki)."""
    options = {"textinputformat.record.delimiter": _PAGE_END}
    lines = session.sparkContext.newAPIHadoopFile(
        source, "org.apache.hadoop.mapreduce.lib.input.TextInputFormat", "org.apache.hadoop.io.LongWritable", "org.apache.hadoop.io.Text", conf=options
    )
    records = lines.values()
    base = b"".join(base_of(head.encode()) for head in records.take(1))
    return records.mapPartitions(lambda partition: draft_records(partition, authority, base))


def _summary(result: Result) -> str:
    row: dict[str, Any] = {"title": result.title, "status": result.status, "reason": result.reason, **result.row}
    return json.dumps(row, ensure_ascii=False)


def main(arguments: list[str]) -> int:
    """Draft a dump into a folder: ``SOURCE OUTPUT``."""
    if len(arguments) != 2:
        print("usage: spark-submit -m claimgraph.article.spark SOURCE OUTPUT", file=sys.stderr)
        return 2
    from pyspark.sql import SparkSession  # only here: nothing else of claimgraph needs it

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # local workers need this Python, not the first on the path
    source, output = arguments
    session = SparkSession.builder.appName("claimgraph draft").getOrCreate()
    try:
        results = draft_dump(session, source).cache()
        results.filter(lambda r: bool(r.graph)).map(lambda r: r.graph.rstrip("\n")).saveAsTextFile(f"{output}/graph")
        results.map(_summary).saveAsTextFile(f"{output}/summary")
    finally:
        session.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

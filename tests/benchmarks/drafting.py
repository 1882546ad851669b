"""Drafting: precision and recall of casualty claims on the gold records, and pages a second on one core.

Needs the shared test data (CLAIMGRAPH_SHARED_DATA, or ../shared/data). Where a gold record has no article text, its few words
are read as a line of the cell or as a sentence: that measures the grammar of the figure, not the speaker's scope.
"""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import mwparserfromhell

from claimgraph.article.casualties import read_claims
from claimgraph.article.page import read_article, read_file
from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph
from tests.benchmarks.scoring import Score, same, score

EVIDENCE = ("infobox", "lead", "body")
#: few words without an outcome of their own need the row's label: outcome → infobox field
_FIELDS = {"killed": "deaths", "wounded": "injuries", "captured": "captured", "missing": "missing"}
#: few words that carry no outcome, or no figure: their sentence does, and it is not in the record
_INCOMPLETE = re.compile(r"\A(?:succumbed|the recovery|killed \w+ leader)")


def shared_data() -> Path:
    """The folder of the shared test data."""
    return Path(os.environ.get("CLAIMGRAPH_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def full_scores(folder: Path) -> dict[str, Score]:
    """The scores of the articles whose text is there, summed by evidence."""
    totals = {evidence: Score() for evidence in EVIDENCE}
    for path, gold, evidences in _whole(folder):
        article = read_file(path)
        reading = read_claims(article)
        for evidence in evidences:
            totals[evidence].add(score(gold["casualty_claims"], reading.claims, evidence, gold.get("distractors", ()), article.text))
    return totals


def _whole(folder: Path) -> Iterator[tuple[Path, Mapping[str, Any], tuple[str, ...]]]:
    records = json.loads((folder / "articles" / "gold-articles.json").read_text("utf-8"))
    yield folder / "article.txt", records["diafarabe-koumara-2023"], EVIDENCE
    for name, gold in json.loads((folder / "articles" / "gold-wikitext.json").read_text("utf-8")).items():
        yield folder / "articles" / "wikitext" / f"{name}.wikitext", gold, ("infobox",)


def fragments(folder: Path) -> dict[str, tuple[int, int, list[str]]]:
    """By evidence: how many of the gold claims of articles without a text are found in their few words, of how many, and which not."""
    found: dict[str, tuple[int, int, list[str]]] = {}
    records = json.loads((folder / "articles" / "gold-articles.json").read_text("utf-8"))
    for evidence in EVIDENCE:
        right, misses = 0, []
        wanted = [(name, gold, c) for name, gold in records.items() for c in gold["casualty_claims"] if c["evidence"] == evidence and not c.get("optional")]
        wanted = [row for row in wanted if not _INCOMPLETE.match(row[2]["text"])]
        for name, gold, claim in wanted:
            told = read_claims(_fragment(gold, claim)).claims
            if any(same({**claim, "side": None, "victims": None}, _bare(c)) for c in told):
                right += 1
            else:
                misses.append(f"{name}: {claim['text']}")
        found[evidence] = (right, len(wanted), misses)
    return found


def _bare(claim: Any) -> Any:
    from dataclasses import replace

    return replace(claim, side=None, victims=None)


def _fragment(gold: Mapping[str, Any], claim: Mapping[str, Any]) -> Article:
    """An article of nothing but the few words of one claim, with the belligerents of its record."""
    text = re.sub(r"^(?:number: |casualties\d = |Deaths \| |Injured \| |Deaths|Injured)", "", claim["text"]).rstrip("| ")
    sides = tuple(InfoboxField("belligerents", i, tuple(Line(n, 0) for n in names)) for i, names in enumerate(gold["sides"]))
    if claim["evidence"] == "infobox":
        name = "casualties" if claim["outcome"].startswith("other") or re.search(r"kill|dead|wound|injur|captur|POW|prison", text) else _FIELDS[claim["outcome"]]
        return Article("", text, "plain", infobox=Infobox("military", (*sides, InfoboxField(name, claim["side"], (Line(text, 0),)))))
    if claim["outcome"] == "killed" and not re.search(r"kill|dea[dt]|died", text):
        text += " were killed"  # the outcome stands outside of the few words
    elif claim["outcome"] == "wounded" and not re.search(r"wound|injur", text):
        text = "wounding " + text
    section = "" if claim["evidence"] == "lead" else "Attack"
    return Article("", text, "plain", infobox=Infobox("military", sides) if sides else None, paragraphs=(Paragraph(section, text, 0),))


def speed(folder: Path, rounds: int) -> tuple[float, float, float]:
    """Pages a second on one core: the wikitext parser alone, read into an article, and with its claims."""
    pages = [path.read_text("utf-8") for path in sorted((folder / "articles" / "wikitext").iterdir())]
    articles = [read_article(page) for page in pages]
    rates = []
    for work in (lambda: [mwparserfromhell.parse(p) for p in pages], lambda: [read_article(p) for p in pages], lambda: [read_claims(a) for a in articles]):
        begin = time.perf_counter()
        for _ in range(rounds):
            work()
        rates.append(rounds * len(pages) / (time.perf_counter() - begin))
    parse, read, claims = rates
    return parse, read, 1 / (1 / read + 1 / claims)


def run(quick: bool) -> tuple[str, list[dict[str, object]]]:
    """The tables of the benchmark, one row a measure."""
    folder = shared_data()
    rows: list[dict[str, object]] = []
    for evidence, s in full_scores(folder).items():
        rows.append(
            {"what": f"whole articles, {evidence}", "precision": round(s.precision, 3), "recall": round(s.recall, 3), "F1": round(s.f1, 3),
             "claimant": f"{s.claimants_right}/{s.claimants}", "distractors": s.distractors}
        )  # fmt: skip
    for evidence, (right, wanted, _) in fragments(folder).items():
        rows.append({"what": f"few words, {evidence}", "recall": round(right / wanted, 3)})
    for what, rate in zip(("mwparserfromhell alone", "read into an article", "read, with its claims"), speed(folder, 2 if quick else 10), strict=True):
        rows.append({"what": f"pages a second: {what}", "rate": round(rate, 1)})
    return "Drafting: casualty claims on the gold records", rows

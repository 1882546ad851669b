"""Article → Draft: the records of a graph file, the questions that only a person can answer, and what was left out.

Pure: the same article, reading and authority give the same draft, on any machine and in any process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.article.casualties import read_claims
from claimgraph.article.drafting.happenings import Happenings, all_records
from claimgraph.article.drafting.matching import Authority, Names, Question
from claimgraph.article.drafting.parties import Parties
from claimgraph.article.drafting.sources import Documents
from claimgraph.article.drafting.weaver import Weaver
from claimgraph.article.grammar.told import LeftOut
from claimgraph.article.reading.run_names import may_be_several
from claimgraph.article.text import Article
from claimgraph.model.records import Claim, Event, Record
from claimgraph.model.triples import triples
from claimgraph.terms import PROV, RDF, RDFS, entity, slug


@dataclass(frozen=True, slots=True)
class Draft:
    """What one article became: records in IRI order, and for people the questions, the omissions and how sure each claim is."""

    article: Article
    event: Event
    short: str
    activity: str
    records: tuple[Record, ...]
    questions: tuple[Question, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    confidence: Mapping[str, float] = field(default_factory=dict)

    @property
    def filename(self) -> str:
        """``<date>-<slug>.ttl``, as the files of graph/articles/ are called."""
        when = self.event.at or self.event.begins
        day = when.first.isoformat() if when and when.first else ""
        return "-".join(part for part in (day, slug(self.article.title) or "article") if part) + ".ttl"

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The drafted claims, in IRI order."""
        return tuple(record for record in self.records if isinstance(record, Claim))

    def triples(self) -> list[Triple]:
        """The draft as triples, with the activity that every record names."""
        return [*triples(self.records), *_activity(self)]

    @property
    def comment(self) -> str:
        """The line above the file's first block."""
        return f"# {_one_line(self.article.title)}: a draft, read by claimgraph; nobody has curated it yet.\n"


def draft(article: Article, authority: Authority | None = None) -> Draft:
    """The draft of one article; without an authority every name in it is new."""
    reading = read_claims(article)
    names = Names(authority or Authority())
    activity = entity("activity", f"draft-{slug(article.title) or 'article'}-{slug(article.revision or '') or article.sha256[:12]}").value
    parties = Parties(article, names, activity)
    happenings = Happenings(article, names, parties, activity)
    happening = happenings.draft(reading.claims)
    documents = Documents(article, names, parties, happening.short, activity)
    weaver = Weaver(article, parties, happenings, happening, documents, activity)
    claims, left_out = weaver.claims(reading.claims)
    drafted = all_records([
        happening.records, happenings.new.values(), documents.found.values(), claims, parties.new.values(),
    ])  # fmt: skip
    for line in article.remarks:
        names.ask(documents.iri, line)
    if any(f.divided for f in article.fields("casualties")):
        names.ask(happening.event.iri, "The copy had lost the columns of its infobox; are the losses on the right sides?")
    for name in _run_together(article):
        names.ask(happening.event.iri, f"Is “{name}” one belligerent? The copy has the names of a side on one line.")
    return Draft(
        article, happening.event, happening.short, activity, drafted, tuple(names.questions), (*reading.left_out, *left_out), weaver.confidence
    )


def _run_together(article: Article) -> list[str]:
    """The belligerents that may be several, in a copy that writes a cell on one line."""
    if article.form not in ("pipe-table", "flat-fields"):
        return []
    prose = " ".join(p.text for p in article.paragraphs)
    return [name for side in article.sides for name in side if may_be_several(name, prose)]


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _activity(made: Draft) -> list[Triple]:
    """The activity node: what was read, and that a program read it; no clock, so that the same revision gives the same bytes."""
    node, article = NamedNode(made.activity), entity("article", slug(made.article.title) or "article")
    label = Literal(f"Drafting of “{_one_line(made.article.title)}”", language="en")
    return [
        Triple(node, RDF.type, PROV.Activity), Triple(node, RDFS.label, label), Triple(node, PROV.used, article),
    ]  # fmt: skip



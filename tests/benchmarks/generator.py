"""A seeded corpus of our shape: about 106 triples an event with four claims, 1k to 5M triples.

``generate(triples, seed, faults)`` streams quads, one named graph a file as in ``graph/``: authority
records first, then article by article, so memory stays with the authority records. The same arguments
give the same quads, and without faults a check has nothing to say, not even a note. On the command line::

    python -m tests.benchmarks.generator --triples 100000 --faults 0.01 -o corpus.nq
    python -m tests.benchmarks.generator --triples 100000 --folder corpus     # corpus/graph/**.ttl

``--codes`` adds bare code lists (a folder gets none: it uses ontology/codes.ttl). Figures, names and
words are invented.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from claimgraph.terms import CG, CITO, DCT, GRAPH, OA, OWL, PAV, PREFIXES, PROV, RDF, RDFS, SCHEMA, SEM, code, entity
from tests.benchmarks.faults import FAULTS, Scene
from tests.benchmarks.world import Campaign, Triple, World, code_lists, day, integer, participations, text

PER_EVENT = 110  # triples, everything counted in: measured
PER_ARTICLE = 4  # events
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
DRAFTING = entity("activity", "drafting")

# claimant, victims, type, quantifier, victim status (None: the group's or army's own); voice follows the claimant
CLAIMS = (
    ("army", "army", "killed", "exact"),
    ("army", "group", "neutralized", "exact"),
    ("group", "army", "killed", "at-least"),
    (None, "group", "wounded", "dozens"),
)


class Corpus:
    """A corpus to stream once; ``planted`` then lists the faults as (kind, subject)."""

    def __init__(self, triples: int, seed: int = 1, faults: float = 0.0, kinds: Sequence[str] = tuple(FAULTS)) -> None:
        self.events = max(1, triples // PER_EVENT)
        self.world = World(self.events, seed)
        self.random = random.Random(seed + 1)
        self.share, self.kinds = faults, list(kinds)
        self.planted: list[tuple[str, NamedNode]] = []

    def quads(self, codes: bool = True) -> Iterator[Quad]:
        """Every quad: code lists (unless told not to), authority records, then the articles."""
        lists = {"codes": list(code_lists())} if codes else {}
        for stem, triples in (lists | self.world.triples).items():
            yield from in_graph(stem, triples)
        for campaign in [None, *self.world.campaigns]:
            yield from self._remark(campaign)
        for number in range(0, self.events, PER_ARTICLE):
            yield from self._article(number, min(PER_ARTICLE, self.events - number))

    def _remark(self, campaign: Campaign | None) -> Iterator[Quad]:
        """An article on a war or campaign with one claim, so that no event is without one."""
        about = campaign.iri if campaign else self.world.war
        slug = about.value.rsplit("/", 1)[1]
        base, sources = self._page(slug, slug.capitalize(), f"{campaign.year if campaign else 2023}-06-01")
        claim, passage = entity("claim", f"{slug}-r01"), entity("passage", f"{slug}-p01")
        base += described_passage(slug, passage, 1, "stepped up")
        base += self._claim_base(claim, about, slug, passage, "editorial", "The fighting grew.", "Les combats ont redoublé.")
        base += [(claim, RDF.type, CG.Claim), (claim, DCT.type, code("claim-type", "manner"))]
        yield from in_graph(f"article/{slug}", base)
        yield from in_graph("sources", sources)

    def _page(self, slug: str, title: str, published: str) -> tuple[list[Triple], list[Triple]]:
        """An article with its lead, its infobox and one footnote; the source that the footnote cites."""
        article, reference, source = entity("article", slug), entity("ref", f"{slug}-1"), entity("source", slug)
        page = [
            (article, RDF.type, SCHEMA.Article), (article, SCHEMA.headline, text(title, "en")), (article, SCHEMA.inLanguage, text("en")),
            (article, SCHEMA.url, NamedNode(f"https://en.wikipedia.org/wiki/{slug}")), (article, SCHEMA.sha256, text(SHA)),
            (article, DCT.license, NamedNode("https://creativecommons.org/licenses/by-sa/4.0/")),
            (reference, RDF.type, CITO.Citation), (reference, SCHEMA.position, integer(1)), (reference, CITO.hasCitingEntity, article),
            (reference, CITO.hasCitedEntity, source), (reference, CG.accessDate, day(later(published, 30))),
        ]  # fmt: skip
        for position, (name, kind) in enumerate((("infobox", SCHEMA.Table), ("lead", SCHEMA.WebPageElement)), 1):
            section = entity("article", f"{slug}-{name}")
            page += [
                (section, RDF.type, kind), (section, RDFS.label, text(name.capitalize(), "en")),
                (section, SCHEMA.isPartOf, article), (section, SCHEMA.position, integer(position)),
            ]  # fmt: skip
        return page, [
            (source, RDF.type, SCHEMA.NewsArticle), (source, SCHEMA.headline, text(f"Report on {title}", "en")),
            (source, SCHEMA.publisher, self.random.choice(self.world.publishers)), (source, SCHEMA.datePublished, day(published)),
            (source, SCHEMA.inLanguage, text("en")), (source, SCHEMA.url, NamedNode(f"https://news.example/{slug}")),
        ]  # fmt: skip

    def _claim_base(
        self, claim: NamedNode, about: NamedNode, page: str, passage: NamedNode, voice: str, english: str, french: str
    ) -> list[Triple]:
        return [
            (claim, SCHEMA.about, about), (claim, SCHEMA.text, text(english, "en")), (claim, SCHEMA.text, text(french, "fr")),
            (claim, SCHEMA.appearance, passage), (claim, CG.voice, code("voice", voice)),
            (claim, CG.reference, entity("ref", f"{page}-1")), (claim, CG.referenceScope, code("reference-scope", "sentence")),
            (claim, PAV.curatedBy, self.world.editors),
        ]  # fmt: skip

    def _article(self, number: int, events: int) -> Iterator[Quad]:
        campaign = self.world.campaigns[number // PER_ARTICLE % len(self.world.campaigns)]
        slug = f"attack-{number:07d}"
        when = str(date(campaign.year, 1, 1) + timedelta(self.random.randrange(365)))
        page, sources = self._page(slug, f"Attacks of {when}", later(when, 2))
        for part in range(events):
            scene = self._scene(f"{slug}-{part + 1}", slug, campaign, when)
            scene.triples += [*page, *sources] if not part else []
            self._spoil(scene)
            cited = [t for t in scene.triples if t[0] == scene.source]
            yield from in_graph("sources", cited)
            yield from in_graph("links", [(scene.event, OWL.sameAs, self.world.new_item())])
            yield from in_graph(f"article/{slug}", [t for t in scene.triples if t[0] != scene.source])

    def _scene(self, slug: str, page: str, campaign: Campaign, when: str) -> Scene:
        event = entity("event", slug)
        village, name = self.random.choice(campaign.villages)
        passage = entity("passage", f"{slug}-p01")
        triples: list[Triple] = [
            (event, RDF.type, CG.ConflictEvent), (event, RDFS.label, text(f"Attack on {name}, {when}", "en")),
            (event, RDFS.label, text(f"Attaque de {name}, {when}", "fr")),
            (event, SEM.eventType, code("event-type", self.random.choice(("attack", "ambush", "raid")))),
            (event, SEM.hasTimeStamp, day(when)), (event, SEM.hasPlace, village), (event, SEM.subEventOf, campaign.iri),
            (event, PAV.curatedBy, self.world.editors), (event, PROV.wasGeneratedBy, DRAFTING),
            *participations(event, slug, [campaign.army, campaign.group]),
        ]  # fmt: skip
        triples += described_passage(page, passage, self.random.randint(1, 99), "were killed")
        claims = [entity("claim", f"{slug}-c{n:02d}") for n in range(1, len(CLAIMS) + 1)]
        for claim, row in zip(claims, CLAIMS, strict=True):
            triples += self._casualty(claim, event, page, passage, campaign, when, row)
        if self.random.random() < 0.2:
            triples += self._update(claims[0], slug, event, page, passage, campaign, when)
        return Scene(
            event, slug, when, claims, passage, entity("ref", f"{page}-1"), entity("source", page), village, campaign.iri, triples
        )

    def _casualty(
        self, claim: NamedNode, event: NamedNode, page: str, passage: NamedNode, campaign: Campaign, when: str,
        row: tuple[str | None, str, str, str], above: int = 0,
    ) -> list[Triple]:  # fmt: skip
        speaker, victims, kind, quantifier = row
        victim = getattr(campaign, victims)
        figure = above + self.random.randint(1, 60)
        word = f'"{kind}"' if kind == "neutralized" else kind  # the speaker's word, in quotation marks
        told = f"{quantifier} {figure} of {victim.name} were {word}."
        triples = self._claim_base(claim, event, page, passage, "attributed" if speaker else "editorial", told, f"FR {told}")
        triples += [
            (claim, RDF.type, CG.CasualtyClaim), (claim, CG.casualtyType, code("casualty-type", kind)),
            (claim, CG.quantifier, code("quantifier", quantifier)), (claim, CG.victimStatus, code("victim-status", victim.status)),
            (claim, CG.victimAffiliation, victim.iri),
        ]  # fmt: skip
        if speaker:
            triples += [(claim, CG.claimant, getattr(campaign, speaker).iri), (claim, DCT.date, day(later(when, 1)))]
        figures = {"exact": CG.figure, "at-least": CG.figureLow}
        return triples + [(claim, figures[quantifier], integer(figure))] if quantifier in figures else triples

    def _update(
        self, earlier: NamedNode, slug: str, event: NamedNode, page: str, passage: NamedNode, campaign: Campaign, when: str
    ) -> list[Triple]:
        """A later figure from the same speaker, which replaces the first."""
        claim = entity("claim", f"{slug}-c05")
        return [*self._casualty(claim, event, page, passage, campaign, when, CLAIMS[0], above=100), (claim, DCT.replaces, earlier)]

    def _spoil(self, scene: Scene) -> None:
        if self.kinds and self.random.random() < self.share:
            kind, before = self.random.choice(self.kinds), list(scene.triples)
            subject = FAULTS[kind](scene)
            if scene.triples != before:  # the footnote and the source are the first event's
                self.planted.append((kind, subject))


def described_passage(page: str, passage: NamedNode, number: int, words: str) -> list[Triple]:
    selector = NamedNode(passage.value + "-selector")
    return [
        (passage, RDF.type, OA.SpecificResource), (passage, OA.hasSource, entity("article", page)),
        (passage, SCHEMA.isPartOf, entity("article", f"{page}-lead")), (passage, OA.hasSelector, selector),
        (selector, RDF.type, OA.TextQuoteSelector), (selector, RDF.type, OA.TextPositionSelector),
        (selector, OA.exact, text(words)), (selector, OA.start, integer(number * 100)),
        (selector, OA.end, integer(number * 100 + len(words))),
    ]  # fmt: skip


def later(iso: str, days: int) -> str:
    return str(date.fromisoformat(iso) + timedelta(days))


def in_graph(name: str, triples: Iterable[Triple]) -> Iterator[Quad]:
    graph = NamedNode(GRAPH + name)
    for s, p, o in triples:
        yield Quad(s, p, o, graph)


def generate(triples: int, seed: int = 1, faults: float = 0.0, kinds: Sequence[str] = tuple(FAULTS), codes: bool = True) -> Iterator[Quad]:
    """About ``triples`` quads; ``faults`` is the share of events that get one fault of ``kinds``."""
    return Corpus(triples, seed, faults, kinds).quads(codes)


def write_folder(quads: Iterable[Quad], root: Path) -> int:
    """The corpus as ``root/graph/**.ttl``, laid out as the real graph; how many files."""
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value.removeprefix(GRAPH)].append(quad)
    (root / "graph" / "articles").mkdir(parents=True, exist_ok=True)
    for name, content in graphs.items():
        stem = {"gazetteer": "places"}.get(name, name.replace("article/", "articles/2023-01-01-"))
        triples = (quad.triple for quad in sorted(content, key=lambda quad: quad.subject.value))
        serialize(triples, root / "graph" / f"{stem}.ttl", format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return len(graphs)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a seeded corpus of the shape of graph/.")
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.0, metavar="SHARE", help="share of events with one fault (0 to 1)")
    parser.add_argument("--kind", action="append", choices=sorted(FAULTS), help="only these faults")
    parser.add_argument("--codes", action="store_true", help="with bare code lists")
    parser.add_argument("--format", choices=("nq", "nt"), default="nq")
    parser.add_argument("-o", "--output", default="-", metavar="FILE")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="a folder of Turtle files instead")
    args = parser.parse_args()
    corpus = Corpus(args.triples, args.seed, args.faults, args.kind or tuple(FAULTS))
    quads = corpus.quads(codes=args.codes)
    if args.folder:
        print(f"{write_folder(quads, args.folder)} files, {len(corpus.planted)} faults", file=sys.stderr)
        return
    target = sys.stdout.buffer if args.output == "-" else args.output
    if args.format == "nt":
        serialize((quad.triple for quad in quads), target, format=RdfFormat.N_TRIPLES)
    else:
        serialize(quads, target, format=RdfFormat.N_QUADS)
    print(f"{len(corpus.planted)} faults", file=sys.stderr)


if __name__ == "__main__":
    main()

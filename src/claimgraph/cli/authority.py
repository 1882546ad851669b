"""Who a name is, for drafting: the graph's own reconciliation, so that a draft and a reconciled table agree."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Store

from claimgraph.article.drafting.matching import Authority, Candidate
from claimgraph.graph.files import graph_files
from claimgraph.reconcile.entities import entity_iri
from claimgraph.reconcile.from_store import entities, kinds
from claimgraph.reconcile.match import match_names
from claimgraph.reconcile.scan import Scan
from claimgraph.store.local import load_file
from claimgraph.terms import RDF

_TYPES = {"actor": "Actor", "place": "Place", "event": "Event", "source": "Source"}


def authority_in(root: Path, without: Path | None = None) -> Authority:
    """The authority files of a dataset; an article that is drafted again does not know its own earlier draft."""
    store = Store()
    for file in graph_files(root):
        if without is None or Path(file.path).resolve() != without.resolve():
            load_file(store, file)
    return authority_of(store)


def authority_of(store: Store) -> Authority:
    """The authority files of a store, as drafting asks for them."""
    index = Scan(entities(store), kinds(store))

    def match(name: str, kind: str, context: Mapping[str, str]) -> Sequence[Candidate]:
        within = [place for place in context.get("within", "").split("; ") if place]
        found = match_names(index, name, _TYPES[kind], within)[:5]
        return [
            Candidate(iri, candidate.entity.name, round(candidate.score / 100, 3), candidate.match)
            for candidate in found
            if (iri := entity_iri(candidate.entity.id)) is not None
        ]

    def knows(iri: str) -> bool:
        return next(iter(store.quads_for_pattern(NamedNode(iri), RDF.type, None, None)), None) is not None

    return Authority(match, knows)

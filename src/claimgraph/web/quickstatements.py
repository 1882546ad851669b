"""The QuickStatements line of one claim, or what keeps it from Wikidata, without reading any other claim."""

from claimgraph.model.records import CasualtyClaim, ResponsibilityClaim
from claimgraph.views.claims import claim_class
from claimgraph.views.exports.quickstatements import line
from claimgraph.views.exports.wikidata import Wikidata
from claimgraph.views.reading import PageReader


class OneClaim(Wikidata):
    """Wikidata's view of single claims."""

    def __init__(self, reader: PageReader) -> None:
        super().__init__(reader)
        self.reader = reader

    def commands(self, iri: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The commands of a claim, and the reasons why there are none; both empty for a claim Wikidata has no place for."""
        if claim_class(self.reader, iri) not in (CasualtyClaim, ResponsibilityClaim):
            return (), ()
        statements, reasons = self.of_claim(iri)
        return tuple(map(line, statements)), reasons

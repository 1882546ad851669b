"""The QuickStatements line of one claim, or what keeps it from Wikidata, without reading any other claim."""

from claimgraph.model.records import CasualtyClaim, Event, ResponsibilityClaim
from claimgraph.views.claims import claim_class
from claimgraph.views.exports.quickstatements import line
from claimgraph.views.exports.wikidata import Wikidata
from claimgraph.views.reading import PageReader


class EventsByName(dict[str, Event]):
    """The events a claim leads to, read when they are asked for."""

    def __init__(self, reader: PageReader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, iri: str) -> Event:
        self[iri] = self.reader.record(iri, Event)
        return self[iri]

    def get(self, iri: str, default: Event | None = None) -> Event | None:
        return self[iri] if self.reader.exists(iri) else default


class OneClaim(Wikidata):
    """Wikidata's view of single claims."""

    def __init__(self, reader: PageReader) -> None:
        self.reader: PageReader = reader
        self.events = EventsByName(reader)

    def commands(self, iri: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The commands of a claim, and the reasons why there are none; both empty for a claim Wikidata has no place for."""
        if claim_class(self.reader, iri) not in (CasualtyClaim, ResponsibilityClaim):
            return (), ()
        reasons: list[str] = []
        statements = self._statements(self.reader.record(iri, claim_class(self.reader, iri)), reasons)
        return ((), tuple(dict.fromkeys(reasons))) if reasons else (tuple(map(line, statements)), ())

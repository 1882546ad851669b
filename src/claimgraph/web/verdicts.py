"""What validation found about each event: in its own record, its parties, its claims, and their words and footnotes.

Documents, actors and places are shared by many events; what is found about those is told in the report alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from claimgraph.graph.shacl.findings import Finding, Report
from claimgraph.graph.shacl.vocabulary import SH
from claimgraph.terms import BASE, CG, DCT, ID, SCHEMA, SEM
from claimgraph.views.comparison import is_wide
from claimgraph.views.reading import PageReader


class Verdict(NamedTuple):
    """How many findings of the two severities that a reader should know of."""

    violations: int = 0
    warnings: int = 0


#: An event about which nothing was found.
CLEAN = Verdict()
Toward = Callable[[PageReader, str], Iterable[str]]
#: kind of a thing → the things of which it is a part, one step nearer to an event
NEARER: dict[str, Toward] = {
    "claim": lambda reader, iri: reader.iris(iri, SCHEMA.about),
    "passage": lambda reader, iri: reader.sources(iri, SCHEMA.appearance),
    "ref": lambda reader, iri: reader.sources(iri, CG.reference),
    "participation": lambda reader, iri: reader.sources(iri, CG.participation),
    "side": lambda reader, iri: reader.iris(iri, DCT.isPartOf),
}


def verdicts(reader: PageReader, report: Report) -> dict[str, Verdict]:
    """The events about which something was found, each with how much; a finding counts for the events around it too."""
    violations: Counter[str] = Counter()
    warnings: Counter[str] = Counter()
    counters = {SH.Violation: violations, SH.Warning: warnings}
    for finding in report.findings:
        if finding.severity in counters:
            counters[finding.severity].update({event for node in told_of(finding) for event in _events_of(reader, node)})
    return {event: Verdict(violations[event], warnings[event]) for event in sorted(violations | warnings)}


def told_of(finding: Finding) -> Iterator[str]:
    """The node a finding is about: rules across nodes have the dataset as focus, and the offender as value."""
    node = finding.value if finding.focus == NamedNode(BASE + "dataset") else finding.focus
    if isinstance(node, NamedNode):
        yield node.value


def _events_of(reader: PageReader, iri: str) -> Iterator[str]:
    """The events a thing belongs to: those it is part of, and those around these whose pages compare their claims too."""
    kind = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
    if kind == "event":
        yield iri
        yield from _around(reader, iri)
    for near in NEARER[kind](reader, iri) if kind in NEARER else ():
        yield from _events_of(reader, near)


def _around(reader: PageReader, event: str) -> Iterator[str]:
    seen = [event]
    for one in seen:
        above = [iri for iri in reader.iris(one, SEM.subEventOf) if iri not in seen]
        seen += above
        yield from (iri for iri in above if not is_wide(reader, iri))

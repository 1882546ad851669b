"""A draft beside what the graph has already: the same claims keep their IRIs, changed ones replace, curated records stay.

Claims are the same when they say the same of the same event by the same speakers; a passage that moved
is no change. A claim whose figure changed is a new one that replaces the old (see the model, rule on slugs).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from claimgraph.article.draft import Draft
from claimgraph.model.records import Article, CasualtyClaim, Claim, Footnote, Passage, Record, ResponsibilityClaim, Section
from claimgraph.model.triples import Reader, selector_of, to_triples
from claimgraph.terms import PAV


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new draft changes: claim IRIs by kind of change, and the triples that result."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    triples: tuple[Triple, ...]

    def as_json(self) -> dict[str, list[str]]:
        """The changes by kind, local names only."""
        return {kind: [iri.rsplit("/", 1)[-1] for iri in getattr(self, kind)] for kind in ("new", "changed", "gone", "kept")}

    @property
    def changes(self) -> bool:
        """Whether anything that is said changed."""
        return bool(self.new or self.changed or self.gone)


def revise(draft: Draft, earlier: Sequence[Triple]) -> Revision:
    """The draft on top of an earlier file: curated subjects keep every triple they have, drafted ones are drafted anew."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in earlier)
    reader = Reader(store)
    old: list[Claim] = [claim for cls in (CasualtyClaim, Claim, ResponsibilityClaim) for claim in reader.all(cls)]
    same, changed = _matched(draft, old)
    curated = {q.subject.value for q in store.quads_for_pattern(None, PAV.curatedBy, None) if isinstance(q.subject, NamedNode)}
    kept = _hanging(curated, earlier)
    renamed = _renamed_claims(draft, same, old) | _renamed_parts(draft, reader, kept)
    records = [_replacing(_renamed(record, renamed), renamed, changed) for record in draft.records]
    triples = (*_of(kept, earlier), *_drafted(draft, records, kept))
    final = {iri: renamed.get(iri, iri) for iri in (claim.iri for claim in draft.claims)}
    gone = [claim.iri for claim in old if claim.iri not in same.values() and claim.iri not in changed.values() and _drafts(claim)]
    new = [final[claim.iri] for claim in draft.claims if claim.iri not in same and claim.iri not in changed]
    return Revision(tuple(new), tuple(final[iri] for iri in changed), tuple(sorted(gone)), tuple(sorted(same.values())), triples)


def _drafts(claim: Claim) -> bool:
    """Whether drafting gives claims of this kind at all; rankings, manners and locations are a curator's."""
    return isinstance(claim, CasualtyClaim | ResponsibilityClaim) or claim.claim_type == "result" or claim.generated_by is not None


def _saying(claim: Claim) -> tuple[object, ...]:
    """What a claim says, without its figure, its dates and where it stands."""
    if isinstance(claim, CasualtyClaim):
        return (type(claim).__name__, claim.about, claim.casualty_type, claim.claimants, claim.victim_affiliation, claim.victim_status, claim.victim_side)
    return (type(claim).__name__, claim.about, claim.claim_type, claim.claimants, getattr(claim, "perpetrators", ()))


def _figure(claim: Claim) -> object:
    return claim.figure if isinstance(claim, CasualtyClaim) else None


def _matched(draft: Draft, old: Sequence[Claim]) -> tuple[dict[str, str], dict[str, str]]:
    """New IRI → old IRI: of claims that say the same, and of those whose figure alone differs."""
    same: dict[str, str] = {}
    free = {claim.iri: claim for claim in old}
    for claim in draft.claims:
        twin = next((o for o in free.values() if _saying(o) == _saying(claim) and _figure(o) == _figure(claim)), None)
        if twin:
            same[claim.iri] = twin.iri
            del free[twin.iri]
    changed: dict[str, str] = {}
    for claim in draft.claims:
        if claim.iri not in same:
            twin = next((o for o in free.values() if isinstance(o, CasualtyClaim) and _saying(o) == _saying(claim)), None)
            if twin:
                changed[claim.iri] = twin.iri
                del free[twin.iri]
    return same, changed


def _renamed_claims(draft: Draft, same: dict[str, str], old: Sequence[Claim]) -> dict[str, str]:
    """Draft IRI → final IRI: a known claim keeps its IRI, a new one gets the next free number of its letter."""
    taken = {claim.iri for claim in old}
    renamed = dict(same)
    for claim in draft.claims:
        if claim.iri not in same:
            renamed[claim.iri] = _free(re.sub(r"\d+\Z", "", claim.iri), taken)
    return renamed


def _free(stem: str, taken: set[str]) -> str:
    number = 1
    while (iri := f"{stem}{number:02}") in taken:
        number += 1
    taken.add(iri)
    return iri


def _renamed_parts(draft: Draft, reader: Reader, kept: set[str]) -> dict[str, str]:
    """New IRIs for the parts of the text that curated claims hold on to in an earlier state.

    Of the same text, only passages that are not there yet need a new number; of another text, the article,
    its sections, footnotes and passages are those of another revision.
    """
    article = next(record for record in draft.records if isinstance(record, Article))
    if article.iri not in kept:
        return {}
    if reader.read(article.iri, Article).sha256 == article.sha256:
        known = {(p.start, p.end): p.iri for p in reader.all(Passage)}
        taken = set(known.values())
        passages = [r for r in draft.records if isinstance(r, Passage)]
        return {p.iri: known.get((p.start, p.end)) or _free(re.sub(r"\d+\Z", "", p.iri), taken) for p in passages}
    mark = draft.activity.rsplit("-", 1)[-1]
    return {r.iri: f"{r.iri}-{mark}" for r in draft.records if isinstance(r, Article | Section | Passage | Footnote)}


def _renamed(record: Record, renamed: dict[str, str]) -> Record:
    """The record with claim IRIs, its own and those it points at, as they finally are."""
    updates = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if isinstance(value, str) and value in renamed:
            updates[one.name] = renamed[value]
        elif isinstance(value, tuple) and any(isinstance(v, str) and v in renamed for v in value):
            updates[one.name] = tuple(renamed.get(v, v) if isinstance(v, str) else v for v in value)
    return replace(record, **updates) if updates else record


def _replacing(record: Record, renamed: dict[str, str], changed: dict[str, str]) -> Record:
    """A claim with a new figure says which one it replaces."""
    old = next((was for new, was in changed.items() if renamed.get(new) == record.iri), None)
    return replace(record, replaces=tuple(dict.fromkeys((*record.replaces, old)))) if old and isinstance(record, Claim) else record


def _of(subjects: set[str], triples: Iterable[Triple]) -> list[Triple]:
    return [t for t in triples if isinstance(t.subject, NamedNode) and t.subject.value in subjects]


def _drafted(draft: Draft, records: Sequence[Record], kept: set[str]) -> list[Triple]:
    """The triples of the drafted records; beside curated ones, only of those that a drafted claim needs."""
    needed = {record.iri for record in records}
    if kept:
        needed = _reached([r.iri for r in records if isinstance(r, Claim) and r.iri not in kept], records, kept)
    found = [t for record in records if record.iri in needed and record.iri not in kept for t in to_triples(record)]
    return [*found, *_of({draft.activity}, draft.triples())] if found else []


def _reached(roots: list[str], records: Sequence[Record], kept: set[str]) -> set[str]:
    by_iri = {record.iri: record for record in records}
    found, stack = set[str](), list(roots)
    while stack:
        iri = stack.pop()
        if iri in by_iri and iri not in found and iri not in kept:
            found.add(iri)
            stack += [v for one in fields(by_iri[iri]) for v in _values(getattr(by_iri[iri], one.name)) if v in by_iri]
    return found


def _values(value: object) -> list[str]:
    return [value] if isinstance(value, str) else [v for v in value if isinstance(v, str)] if isinstance(value, tuple) else []


def _hanging(kept: set[str], earlier: Sequence[Triple]) -> set[str]:
    """The curated subjects and the subjects that they lead to: passages, selectors, footnotes, participations, sides."""
    leads: dict[str, set[str]] = {}
    for triple in earlier:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            leads.setdefault(triple.subject.value, set()).add(triple.object.value)
    found, stack = set(), list(kept)
    while stack:
        iri = stack.pop()
        if iri not in found:
            found.add(iri)
            stack += [other for other in leads.get(iri, ()) if other in leads]
    return found | {selector_of(iri) for iri in found}

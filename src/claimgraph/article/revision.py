"""A draft beside what the graph has already: the same claims keep their IRIs, changed ones replace, curated records stay.

Claims are the same when they say the same of the same event by the same speakers; a passage that moved
is no change. A claim whose figure changed is a new one that replaces the old (see the model, rule on slugs).
No IRI is given to anything else than it was minted for: what the new text no longer says stays as it was
told, on the article of its time, and is reported as gone, once: the drafting that missed it names it
(``prov:invalidated``). What a curator took out does not come back from the same words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from claimgraph.article.draft import Draft
from claimgraph.article.likeness import Text, match, match_sides, parties_of
from claimgraph.model.records import Article, CasualtyClaim, Claim, Footnote, Participation, Passage, Record, ResponsibilityClaim, Section, Side, Source
from claimgraph.model.triples import Reader, selector_of, to_triples
from claimgraph.terms import PAV, PROV

#: what a claim that is gone hangs on: its words, their article, its footnotes and what drafted them
_TEXTUAL = re.compile(r"/id/(?:passage|article|ref|source|activity)/")
#: an IRI before its number, and the number
_NUMBERED = re.compile(r"(.*?)(\d*)\Z")
#: the kinds of change; ``instead`` names for each changed claim the one that it replaces
KINDS = ("new", "changed", "instead", "gone", "absent", "kept")
Part = TypeVar("Part", bound=Record)


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new draft changes: claim IRIs by kind of change, and the triples that result."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: tuple[str, ...]
    triples: tuple[Triple, ...]
    #: for each changed claim the one that it replaces
    instead: tuple[str, ...] = ()
    #: what the same words gave once and a curator took out: it stays out
    absent: tuple[str, ...] = ()
    #: draft IRI → the IRI that a record has in the file
    names: Mapping[str, str] = field(default_factory=dict)
    #: what each claim of the file and of the draft says, in English
    says: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The changes by kind, local names only, and what those claims say that are not merely kept."""
        told = {kind: [iri.rsplit("/", 1)[-1] for iri in getattr(self, kind)] for kind in KINDS}
        return {**told, "says": {iri.rsplit("/", 1)[-1]: self.says.get(iri, "") for kind in KINDS if kind != "kept" for iri in getattr(self, kind)}}

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
    curated = {q.subject.value for q in store.quads_for_pattern(None, PAV.curatedBy, None) if isinstance(q.subject, NamedNode)}
    draft = _with_sides(draft, reader)
    seen = {record.iri for record in reader.all(Article) if record.sha256 == draft.article.sha256}
    matched = match(draft.claims, Text(_passages(draft.records)), old, Text(_passages(reader.all(Passage)), curated), bool(seen))
    same, changed = matched.same, matched.changed
    taken_out = [claim for claim in draft.claims if claim.iri not in same and claim.iri not in changed] if seen and curated else []
    draft = replace(draft, records=tuple(record for record in draft.records if record not in taken_out))
    left = {claim.iri for claim in old if claim.iri not in same.values()}
    told = [t for t in earlier if t.predicate == PROV.invalidated and isinstance(t.object, NamedNode) and t.object.value in left]
    kept = _hanging(curated, earlier) | _hanging(left, earlier, _TEXTUAL)
    renamed = _renamed_claims(draft, same, old, bool(seen), bool(curated)) | _renamed_parts(draft, reader, kept)
    replaced = _replaced(old, same, changed, renamed, left)
    records = [_replacing(_renamed(record, renamed), replaced) for record in draft.records]
    drafted = _drafted(draft, records, kept, pruned=bool(curated))
    kept = _needed_still(kept | {t.subject.value for t in told}, {t.subject.value for t in drafted if isinstance(t.subject, NamedNode)}, earlier)
    past = {t.object.value for t in told} | {iri for claim in old for iri in claim.replaces} | set(changed.values())
    gone = [claim.iri for claim in old if claim.iri in left - past and _drafts(claim)]
    triples = dict.fromkeys((*(t for t in _of(kept, earlier) if t.predicate != PROV.invalidated), *drafted, *told, *_invalidating(draft, gone)))
    final = {iri: renamed.get(iri, iri) for iri in (claim.iri for claim in draft.claims)}
    new = [final[claim.iri] for claim in draft.claims if claim.iri not in same and claim.iri not in changed]
    says = {claim.iri: dict(claim.text).get("en", "") for claim in (*taken_out, *old, *(record for record in records if isinstance(record, Claim)))}
    return Revision(
        tuple(new), tuple(final[iri] for iri in changed), tuple(sorted(gone)), tuple(sorted(set(same.values()))), tuple(triples), tuple(changed.values()),
        tuple(claim.iri for claim in taken_out), renamed, says,
    )  # fmt: skip


def _passages(records: Iterable[Record]) -> dict[str, Passage]:
    return {record.iri: record for record in records if isinstance(record, Passage)}


def _invalidating(draft: Draft, gone: Sequence[str]) -> list[Triple]:
    """That this drafting did not find those claims any more: it is told once, and the claims stay as they were."""
    activity = NamedNode(draft.activity)
    return [*(t for t in draft.triples() if t.subject == activity), *(Triple(activity, PROV.invalidated, NamedNode(iri)) for iri in gone)] if gone else []


def _with_sides(draft: Draft, reader: Reader) -> Draft:
    """The draft with each side under the IRI that its parties had, whatever column they stand in now."""
    renamed = match_sides(parties_of(draft.records, draft.records), parties_of(reader.all(Side), reader.all(Participation)))
    return replace(draft, records=tuple(_renamed(record, renamed) for record in draft.records)) if renamed else draft


def _drafts(claim: Claim) -> bool:
    """Whether drafting gives claims of this kind at all; rankings, manners and locations are a curator's."""
    return isinstance(claim, CasualtyClaim | ResponsibilityClaim) or claim.claim_type == "result" or claim.generated_by is not None


def _renamed_claims(draft: Draft, same: dict[str, str], old: Sequence[Claim], same_text: bool, at_work: bool) -> dict[str, str]:
    """Draft IRI → final IRI: a known claim keeps its IRI, a new one gets a number above any that its letter had.

    A claim that a curator took out leaves a gap, which is not filled: its number meant something else. Where curators are
    ``at_work`` it may have been the last one, so that numbers of the draft count as well. The same text gives the same numbers.
    """
    taken = {claim.iri for claim in old}
    renamed = dict(same)
    highest = dict[str, int]()
    for iri in (*taken, *(claim.iri for claim in draft.claims if at_work)):
        stem, number = _NUMBERED.match(iri).groups()  # type: ignore[union-attr]
        highest[stem] = max(highest.get(stem, 0), int(number or 0))
    for claim in (claim for claim in draft.claims if claim.iri not in same):
        if same_text and claim.iri not in taken:
            renamed[claim.iri] = claim.iri
            continue
        stem = _NUMBERED.match(claim.iri)[1]  # type: ignore[index]
        highest[stem] = highest.get(stem, 0) + 1
        renamed[claim.iri] = f"{stem}{highest[stem]:02}"
    return renamed


def _free(stem: str, taken: set[str]) -> str:
    number = 1
    while (iri := f"{stem}{number:02}") in taken:
        number += 1
    taken.add(iri)
    return iri


def _renamed_parts(draft: Draft, reader: Reader, kept: set[str]) -> dict[str, str]:
    """New IRIs for the parts of the text: each keeps the one that it had in an earlier state, and takes none that another had.

    Where the earlier article stays, because curated claims or such as are gone hang on it, a new text has an article,
    sections, footnotes and passages of its own.
    """
    article = next(record for record in draft.records if isinstance(record, Article))
    mark = draft.activity.rsplit("-", 1)[-1]
    known = [record for record in reader.all(Article) if record.iri == article.iri]
    same_text = bool(known) and known[0].sha256 == article.sha256
    sources = _same(draft, reader, Source, lambda source: source.headlines)
    if article.iri in kept and not same_text:
        return sources | {r.iri: f"{r.iri}-{mark}" for r in draft.records if isinstance(r, Article | Section | Passage | Footnote)}
    if article.iri in kept:
        return sources | _same(draft, reader, Passage, lambda passage: (passage.start, passage.end))
    fresh = "" if same_text or not known else mark  # a part that an earlier text had and lost leaves no trace: no number is safe
    notes = _same(draft, reader, Footnote, lambda note: sources.get(note.source, note.source), fresh)
    return sources | notes | _same(draft, reader, Passage, lambda passage: (passage.exact, passage.section), fresh)


def _same(draft: Draft, reader: Reader, kind: type[Part], key: Callable[[Part], object], mark: str = "") -> dict[str, str]:
    """Draft IRI → final IRI of the records of a kind: those with an equal key keep the earlier IRI, the others take a free one, or one with the ``mark``."""
    known: dict[object, list[str]] = {}
    earlier = sorted(reader.all(kind), key=lambda record: record.iri)
    for record in earlier:
        known.setdefault(key(record), []).append(record.iri)
    taken = {record.iri for record in earlier}
    renamed: dict[str, str] = {}
    for record in (record for record in draft.records if type(record) is kind):
        twins = known.get(key(record), [])
        twin = record.iri if record.iri in twins else next(iter(twins), None)
        if twin:
            twins.remove(twin)
        renamed[record.iri] = twin or (f"{record.iri}-{mark}" if mark else _free(f"{record.iri}-", taken) if record.iri in taken else record.iri)
    return renamed


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


def _replaced(old: Sequence[Claim], same: dict[str, str], changed: dict[str, str], renamed: dict[str, str], left: set[str]) -> dict[str, tuple[str, ...]]:
    """Final IRI → the earlier claims that it replaces: the one whose figure changed, and those that it replaced before."""
    found = {renamed[new]: (was,) for new, was in changed.items()}
    stayed = set(same.values())
    return found | {claim.iri: told for claim in old if claim.iri in stayed and (told := tuple(iri for iri in claim.replaces if iri in left))}


def _replacing(record: Record, replaced: dict[str, tuple[str, ...]]) -> Record:
    """A claim with a new figure says which one it replaces."""
    before = replaced.get(record.iri, ())
    return replace(record, replaces=tuple(dict.fromkeys((*record.replaces, *before)))) if before and isinstance(record, Claim) else record


def _of(subjects: set[str], triples: Iterable[Triple]) -> list[Triple]:
    return [t for t in triples if isinstance(t.subject, NamedNode) and t.subject.value in subjects]


def _drafted(draft: Draft, records: Sequence[Record], kept: set[str], pruned: bool) -> list[Triple]:
    """The triples of the drafted records that are not kept; beside curated ones, only of those that a drafted claim needs."""
    needed = {record.iri for record in records}
    if pruned:
        needed = _reached([r.iri for r in records if isinstance(r, Claim) and r.iri not in kept], records, kept)
    found = [t for record in records if record.iri in needed and record.iri not in kept for t in to_triples(record)]
    return [*found, *_of({draft.activity} - kept, draft.triples())] if found else []


def _needed_still(kept: set[str], drafted: set[str], earlier: Sequence[Triple]) -> set[str]:
    """What is kept, and what it speaks of that is not drafted any more: an event under another name, a source's publisher."""
    subjects = {t.subject.value for t in earlier if isinstance(t.subject, NamedNode)}
    found, stack = set(kept), list(kept)
    while stack:
        lost = {t.object.value for t in _of(set(stack), earlier) if isinstance(t.object, NamedNode)} & subjects - found - drafted
        found |= lost
        stack = list(lost)
    return found | {selector_of(iri) for iri in found}


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


def _hanging(kept: set[str], earlier: Sequence[Triple], kinds: re.Pattern[str] | None = None) -> set[str]:
    """The subjects and those that they lead to: passages, selectors, footnotes, participations, sides; of some kinds only, where they are given."""
    leads: dict[str, set[str]] = {}
    for triple in earlier:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            leads.setdefault(triple.subject.value, set()).add(triple.object.value)
    found, stack = set(), list(kept)
    while stack:
        iri = stack.pop()
        if iri not in found:
            found.add(iri)
            stack += [other for other in leads.get(iri, ()) if other in leads and (kinds is None or kinds.search(other))]
    return found | {selector_of(iri) for iri in found}

"""A draft for people: what was found, how sure each claim is, what was left out and why, and what only they can answer."""

from collections.abc import Mapping
from typing import Any

from claimgraph.article.draft import Draft
from claimgraph.model import records
from claimgraph.terms import curie

#: class of record → how the report counts it
_COUNTED = (
    (records.Event, "event", "events"), (records.CasualtyClaim, "casualty claim", "casualty claims"), (records.ResponsibilityClaim, "claim of responsibility", "claims of responsibility"),
    (records.Actor, "new actor", "new actors"), (records.Place, "new place", "new places"), (records.Footnote, "footnote", "footnotes"), (records.Source, "new source", "new sources"),
)  # fmt: skip


def as_json(draft: Draft, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The report as plain data; ``changes`` is what a new revision changed, where there was an earlier draft."""
    article = draft.article
    return {
        "article": {"title": article.title, "form": article.form, "language": article.language, "revision": article.revision, "url": article.url, "sha256": article.sha256},
        "file": draft.filename,
        "event": curie(draft.event.iri),
        "counts": {many: count for count, _, many in _counts(draft)},
        "claims": [_claim(draft, claim) for claim in draft.claims],
        "footnotes": [
            {
                "mark": n.mark, "title": n.title, "author": n.author, "publisher": n.publisher, "published": n.published, "language": n.language, "accessed": n.accessed, "url": n.url,
                "archive": n.archive, "words": n.text,
            }
            for n in article.footnotes
        ],
        "left_out": [{"words": one.text, "start": one.start, "reason": one.reason} for one in draft.left_out],
        "questions": [
            {"about": curie(q.about), "question": q.text, "candidates": [{"iri": c.iri, "name": c.name, "score": c.score} for c in q.candidates]} for q in draft.questions
        ],
        **({"changes": dict(changes)} if changes is not None else {}),
    }  # fmt: skip


def _counts(draft: Draft) -> list[tuple[int, str, str]]:
    found = [(sum(type(r) is cls for r in draft.records), one, many) for cls, one, many in _COUNTED]
    return [(count, one, many) for count, one, many in found if count]


def _claim(draft: Draft, claim: records.Claim) -> dict[str, Any]:
    english = dict(claim.text).get("en", "")
    return {
        "iri": curie(claim.iri), "about": curie(claim.about), "says": english, "claimants": [curie(c) for c in claim.claimants], "voice": claim.voice,
        "footnotes": [curie(r) for r in claim.references], "scope": claim.reference_scope, "confidence": draft.confidence.get(claim.iri, 1.0),
        "quotations": [passage.exact for passage in _passages(draft, claim)], "replaces": [curie(c) for c in claim.replaces], "alternate_of": [curie(c) for c in claim.alternate_of],
    }  # fmt: skip


def _passages(draft: Draft, claim: records.Claim) -> list[records.Passage]:
    return [r for r in draft.records if isinstance(r, records.Passage) and r.iri in claim.appearances]


def as_markdown(draft: Draft, changes: Mapping[str, Any] | None = None) -> str:
    """The report to read: claims as a table, then omissions, then questions with their candidates."""
    told = as_json(draft, changes)
    counted = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in _counts(draft))
    lines = [f"# {_cell(draft.article.title)}", "", f"Read as {draft.article.form}: {counted or 'nothing found'}. Nobody has curated this draft yet.", ""]
    lines += _table(told["claims"])
    lines += _changes(told.get("changes"))
    lines += ["## Left out", ""] + ([f"- “{_cell(o['words'])}”: {o['reason']} (at {o['start']})" for o in told["left_out"]] or ["Nothing."]) + [""]
    lines += ["## Questions", ""] + (_questions(told["questions"]) or ["None."]) + [""]
    return "\n".join(lines)


def _table(claims: list[dict[str, Any]]) -> list[str]:
    if not claims:
        return []
    rows = [
        f"| `{c['iri'].rsplit('-', 1)[-1]}` | {_cell(c['says'])} | `{c['about']}` | {', '.join(r.rsplit('-', 1)[-1] for r in c['footnotes']) or '–'} ({c['scope']}) | {c['confidence']:.2f} |"
        for c in claims
    ]
    return ["## Claims", "", "| claim | says | of | footnote (scope) | sure |", "|---|---|---|---|---|", *rows, ""]


def _changes(changes: Mapping[str, Any] | None) -> list[str]:
    if changes is None:
        return []
    lines = ["## What changed since the earlier draft", ""]
    for kind in ("new", "changed", "gone", "kept"):
        entries = changes.get(kind, [])
        if kind == "changed":
            entries = [f"{new}` instead of `{old}" for new, old in zip(entries, changes.get("instead", entries), strict=True)]
        lines.append(f"- {kind}: {len(entries)}" + (f" ({', '.join(f'`{e}`' for e in entries)})" if entries and kind != "kept" else ""))
    return [*lines, ""]


def _questions(questions: list[dict[str, Any]]) -> list[str]:
    lines = []
    for number, question in enumerate(questions, 1):
        lines.append(f"{number}. `{question['about']}`: {_cell(question['question'])}")
        lines += [f"   - [{_cell(c['name'])}]({c['iri']}), {c['score']:.2f}" for c in question["candidates"]]
    return lines


def _cell(words: str) -> str:
    """Words that stay in their cell and are no markup."""
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")


def summary_row(draft: Draft) -> dict[str, Any]:
    """One line of the table that a run over many articles gives."""
    casualty = [c for c in draft.claims if isinstance(c, records.CasualtyClaim)]
    return {
        "title": draft.article.title, "revision": draft.article.revision or "", "event": draft.event.iri, "date": _when(draft.event), "claims": len(draft.claims), "casualty_claims": len(casualty),
        "attributed": sum(bool(c.claimants) for c in casualty), "left_out": len(draft.left_out), "questions": len(draft.questions),
        "confidence": round(min(draft.confidence.values(), default=1.0), 3),
    }  # fmt: skip


def _when(event: records.Event) -> str:
    told = [d.text for d in (event.at, event.begins, event.ends) if d]
    return "/".join(told)


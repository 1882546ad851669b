"""A draft for people: what changed, what only they can answer, what was found and how sure it is, what was left out and why."""

from collections.abc import Callable, Mapping
from typing import Any

from claimgraph.article.draft import Draft
from claimgraph.article.drafting.matching import Question
from claimgraph.article.revision import Revision
from claimgraph.model import records
from claimgraph.terms import curie

#: class of record → how the report counts it
_COUNTED = (
    (records.Event, "event", "events"), (records.CasualtyClaim, "casualty claim", "casualty claims"), (records.ResponsibilityClaim, "claim of responsibility", "claims of responsibility"),
    (records.Actor, "new actor", "new actors"), (records.Place, "new place", "new places"), (records.Footnote, "footnote", "footnotes"), (records.Source, "new source", "new sources"),
)  # fmt: skip
#: kinds of record and words of a question, the most pressing first: what all claims hang on, who is who, what is part of what, where it is
_ORDER = (
    ({"article"}, "only English"), ({"article"}, "has moved"), ({"event"}, "columns"), ({"event"}, "one belligerent"), ({"event"}, "When was it"), ({"claim"}, None), ({"actor"}, None), ({"article"}, "The box shows"),
    ({"event"}, None), ({"place"}, "one of these"), ({"source"}, None), ({"place"}, None), ({"article"}, None),
)  # fmt: skip
#: what a reader is pointed to, and how many of them
_UNSURE, _SHOWN = 0.85, 12
_KINDS = (("new", ""), ("changed", ""), ("gone", ", kept in the file as they were told"), ("absent", ", taken out by a curator and left out again"), ("kept", ""))


def as_json(draft: Draft, change: Revision | None = None, lines: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The report as plain data, questions in the order in which they are best answered.

    Keys: ``article`` (what was read), ``file``, ``event``, ``counts``, ``claims`` in the order of the text, ``footnotes``,
    ``left_out``, ``questions``, and ``changes`` where there was an earlier file, told by ``change``. ``lines`` says at which
    line of the file a record begins, by its short name: ``line`` is ``None`` for what is described elsewhere.
    """
    article, names, at = draft.article, change.names if change else {}, lines or {}

    def short(iri: str) -> str:
        return curie(names.get(iri, iri))

    claims = [claim for claim in draft.claims if change is None or claim.iri not in change.absent]
    return {
        "article": {"title": article.title, "form": article.form, "language": article.language, "revision": article.revision, "url": article.url, "sha256": article.sha256},
        "file": draft.filename,
        "event": curie(draft.event.iri),
        "counts": {many: count for count, _, many in _counts(draft)},
        "claims": [{"iri": short(claim.iri), "line": at.get(short(claim.iri)), **_claim(draft, claim, short)} for claim in claims],
        "footnotes": [
            {
                "mark": n.mark, "title": n.title, "author": n.author, "publisher": n.publisher, "published": n.published, "language": n.language, "accessed": n.accessed, "url": n.url,
                "archive": n.archive, "words": n.text,
            }
            for n in article.footnotes
        ],
        "left_out": [{"words": one.text, "start": one.start, "reason": one.reason} for one in draft.left_out],
        "questions": [
            {"about": short(q.about), "line": at.get(short(q.about)), "question": q.text, "candidates": [{"iri": c.iri, "name": c.name, "score": c.score} for c in q.candidates]}
            for q in sorted(draft.questions, key=_urgency)
        ],
        **({"changes": change.as_json()} if change else {}),
    }  # fmt: skip


def _urgency(question: Question) -> int:
    """How early a question is best answered: what every claim hangs on first, then who is who, what is what, and where."""
    kind = curie(question.about).partition(":")[0]
    return next(rank for rank, (kinds, words) in enumerate(_ORDER) if kind in kinds and (words is None or words in question.text))


def _counts(draft: Draft) -> list[tuple[int, str, str]]:
    found = [(sum(type(r) is cls for r in draft.records), one, many) for cls, one, many in _COUNTED]
    return [(count, one, many) for count, one, many in found if count]


def _claim(draft: Draft, claim: records.Claim, short: Callable[[str], str]) -> dict[str, Any]:
    return {
        "about": short(claim.about), "says": dict(claim.text).get("en", ""), "claimants": [short(c) for c in claim.claimants], "voice": claim.voice,
        "footnotes": [short(r) for r in claim.references], "marks": [r.rsplit("/", 1)[-1].removeprefix(f"{draft.short}-") for r in claim.references],
        "scope": claim.reference_scope, "confidence": draft.confidence.get(claim.iri, 1.0), "quotations": [passage.exact for passage in _passages(draft, claim)],
        "replaces": [short(c) for c in claim.replaces], "alternate_of": [short(c) for c in claim.alternate_of],
        "part_of": [short(c) for c in getattr(claim, "part_of", ())],
    }  # fmt: skip


def _passages(draft: Draft, claim: records.Claim) -> list[records.Passage]:
    return [r for r in draft.records if isinstance(r, records.Passage) and r.iri in claim.appearances]


def as_markdown(draft: Draft, change: Revision | None = None, lines: Mapping[str, int] | None = None) -> str:
    """The report to read, what is to be decided first: what changed, the questions, then the claims as a table, and what was left out."""
    told = as_json(draft, change, lines)
    counted = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in _counts(draft))
    seen = "Nobody has curated this draft yet." if change is None else "Records that somebody has curated are as they were."
    found = [f"# {_cell(draft.article.title)}", "", f"Read as {draft.article.form}: {counted or 'nothing found'}. {seen}", ""]
    found += _changes(change)
    found += ["## Questions", ""] + (_questions(told["questions"]) or ["None."]) + [""]
    found += _table(told["claims"])
    found += ["## Left out", ""] + ([f"- “{_cell(o['words'])}”: {o['reason']} (at {o['start']})" for o in told["left_out"]] or ["Nothing."]) + [""]
    return "\n".join(found)


def _table(claims: list[dict[str, Any]]) -> list[str]:
    if not claims:
        return []
    rows = [
        f"| `{_local(c['iri'])}` | {c['line'] or '–'} | {_cell(c['says'])} | `{c['about']}` | {_cell(', '.join(c['marks'])) or '–'} ({c['scope']}) | {c['confidence']:.2f} |"
        for c in claims
    ]  # fmt: skip
    unsure = [f"`{_local(c['iri'])}`" for c in sorted(claims, key=lambda c: c["confidence"]) if c["confidence"] < _UNSURE]
    least = [f"Least sure: {', '.join(unsure[:_SHOWN])}{f' and {len(unsure) - _SHOWN} more' if len(unsure) > _SHOWN else ''}.", ""] if unsure else []
    return ["## Claims", "", *least, "| claim | line | says | of | footnote (scope) | sure |", "|---|---|---|---|---|---|", *rows, ""]


def _local(iri: str) -> str:
    return iri.rsplit("-", 1)[-1]


def _changes(change: Revision | None) -> list[str]:
    if change is None:
        return []
    told = change.as_json()
    found = ["## What changed since the earlier draft", ""]
    for kind, words in _KINDS:
        if told[kind] or kind != "absent":
            found.append(f"- {kind}: {len(told[kind])}{words if told[kind] else ''}")
        for at, name in enumerate(told[kind] if kind != "kept" else ()):
            was = told["instead"][at] if kind == "changed" else None
            found.append(f"  - `{name}`" + (f" instead of `{was}`" if was else "") + f": {_cell(told['says'][name])}" + (f" It was: {_cell(told['says'][was])}" if was else ""))
    return [*found, ""]


def _questions(questions: list[dict[str, Any]]) -> list[str]:
    found = []
    for number, question in enumerate(questions, 1):
        line = f" (line {question['line']})" if question["line"] else ""
        found.append(f"{number}. `{question['about']}`{line}: {_cell(question['question'])}")
        found += [f"   - [{_cell(c['name'])}]({c['iri']}), {c['score']:.2f}" for c in question["candidates"]]
    return found


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


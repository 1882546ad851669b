"""``claimgraph check``: validate the graph, or given files in its context, and tell it in the curator's words."""

import argparse
import os
import sys
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from claimgraph.errors import UnreadableFile
from claimgraph.graph.doubles import described_twice
from claimgraph.graph.files import graph_files, load_turtle, parse_turtle, read_bytes
from claimgraph.graph.lines import Place, find_places
from claimgraph.graph.shacl.data import Data
from claimgraph.graph.shacl.engine import affected
from claimgraph.graph.shacl.findings import Finding, Report, turtle
from claimgraph.graph.shacl.vocabulary import SH, Term
from claimgraph.graph.validation import Validator, read_shapes, shape_files
from claimgraph.terms import BASE, PAV, PROV, XSD, curie, local_name

WORDS = {SH.Violation: ("violation", "violations"), SH.Warning: ("warning", "warnings"), SH.Info: ("note", "notes")}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the verb."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="validate these in the context of the graph (- is standard input)")
    parser.add_argument("--format", choices=("text", "turtle", "json"), default="text", help="text, or a SHACL report")
    parser.add_argument("--strict", action="store_true", help="warnings fail too")
    parser.add_argument("--engine", choices=("compiled", "pyshacl"), default="compiled", help="pyshacl is the slow reference; both find the same")
    parser.add_argument("--article", type=Path, metavar="FILE", help="verify quotations and their positions against this article")
    parser.add_argument("--fair", action="store_true", help="go through the linked-data checklist instead: addressing, ontology, code lists, dataset")


@dataclass
class Checked:
    """The data as checked: the store, the bytes of its files, and what the given files describe."""

    store: Store = field(default_factory=Store)
    contents: list[tuple[Path, bytes]] = field(default_factory=list)
    ours: int = 0  # how many of the files, from the first, are the graph's own
    described: set[Term] = field(default_factory=set)

    def concerns(self, finding: Finding) -> bool:
        """Whether the finding is of what the given files describe, or no files were given."""
        return not self.described or finding.focus in self.described

    def described_first(self) -> list[tuple[Path, bytes]]:
        """The files, those that only add links to a record last."""
        return sorted(self.contents, key=lambda pair: pair[0].stem in ("links", "catalog"))


def run(args: argparse.Namespace) -> int:
    """Validate and tell; 1 when something is wrong that fails a check."""
    if args.fair:
        return fair(args.root)
    validator = Validator(read_shapes(shape_files(args.root)))
    checked = load(args.root, args.files)
    report = validate(validator, checked, args.engine)
    found = [finding for finding in described_twice(checked.contents[: checked.ours]) if checked.concerns(finding)]
    if args.article:
        found += quotation_findings(checked, args.article)
    report = Report.of([*report.findings, *found], report.by_reference)
    for shape, reason in report.by_reference.items():
        print(f"claimgraph check: {curie(shape.strip('<>'))} was left to pySHACL: {reason}", file=sys.stderr)
    sys.stdout.write(WRITERS[args.format](report, checked, validator))
    counts = report.counts()
    return 1 if counts[SH.Violation] or (args.strict and counts[SH.Warning]) else 0


def fair(root: Path) -> int:
    """The checklist, block by block; 1 when a point that can hold without the live internet does not."""
    from claimgraph.web.fair import as_text, fair_report  # the whole site, which no other check needs

    blocks = fair_report(root)
    print(as_text(blocks).rstrip())
    return 1 if any(block.passed < len(block.checks) for block in blocks) else 0


def load(root: Path, names: list[str]) -> Checked:
    """The graph with the given files in it: one that is a file of the graph stands for it, another is added."""
    checked = Checked()
    given = dict.fromkeys("-" if name == "-" else Path(name) for name in names)
    ours = {os.path.realpath(file.path): file.path for file in graph_files(root)}
    for path in ours.values():
        content = read_bytes(path)
        if not content.strip():
            raise UnreadableFile(path, "the file is empty", 1)
        try:
            load_turtle(checked.store, content)
        except (SyntaxError, ValueError):
            parse_turtle(content, path)  # says file, line and reason
            raise
        checked.contents.append((path, content))
    checked.ours = len(checked.contents)
    for path in given:
        name, content = (Path("<stdin>"), sys.stdin.buffer.read()) if path == "-" else (path, None)
        mine = content is None and os.path.realpath(path) in ours
        triples = parse_turtle(read_bytes(path), path) if mine else add(checked, name, content)
        checked.described |= {triple.subject for triple in triples}
    return checked


def add(checked: Checked, path: Path, content: bytes | None) -> list[Triple]:
    """Put a file from elsewhere into the data; it is read with limits."""
    from claimgraph.graph.foreign import read_foreign  # imported late: only such a file needs a child process

    triples = read_foreign(path, content)
    checked.store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    checked.contents.append((path, read_bytes(path) if content is None else content))
    return triples


def validate(validator: Validator, checked: Checked, engine: str) -> Report:
    """The whole graph, or what the given files describe and touch."""
    nodes = affected(Data(checked.store), checked.described) if checked.described else None
    return validator.check(checked.store, nodes, engine)


def quotation_findings(checked: Checked, path: Path) -> list[Finding]:
    """What is wrong with the quotations of the article in ``path``."""
    from claimgraph.article.page import read_file  # imported late: only --article reads an article
    from claimgraph.graph.passages import check_passages

    article = read_file(path)
    return check_passages(checked.store, article.text, article.title)


def record_of(finding: Finding, dataset: set[Term], store: Store) -> str:
    """The IRI of the record that a finding is about: a rule on the whole dataset gives it as the value.

    A node without an address is told at the record that leads to it.
    """
    about = finding.value if finding.focus in dataset and isinstance(finding.value, NamedNode) else finding.focus
    if isinstance(about, BlankNode):
        leading = sorted(q.subject.value for q in store.quads_for_pattern(None, None, about) if isinstance(q.subject, NamedNode))
        return leading[0] if leading else f"_:{about.value}"
    return about.value


def short(text: str) -> str:
    """A message with our own IRIs written as a curator writes them (claim:…, not https://…)."""
    words = text.split(" ")
    return " ".join(shortened(word) if BASE in word else word for word in words)


def shortened(word: str) -> str:
    """A word of a message with the IRI in it made short."""
    start = word.index(BASE)
    bare = word[start:].rstrip(".,;:)»”\"'")
    return word[:start] + curie(bare) + word[start + len(bare) :]


def counted(number: int, words: tuple[str, str]) -> str:
    """A number with its noun, in the singular for one."""
    return f"{number:,} {words[number != 1]}"


def drafts(store: Store) -> int:
    """How many records were drafted and nobody has curated yet."""
    drafted = {quad.subject for quad in store.quads_for_pattern(None, PROV.wasGeneratedBy, None)}
    return len(drafted - {quad.subject for quad in store.quads_for_pattern(None, PAV.curatedBy, None)})


def as_text(report: Report, checked: Checked, validator: Validator) -> str:
    """Findings by file and record, worst first, then what they come to."""
    dataset = validator.dataset_nodes()
    told = [(record_of(finding, dataset, checked.store), finding) for finding in report.findings]
    places = find_places(checked.described_first(), {record for record, _ in told})
    nowhere = Place("", 0)
    told.sort(key=lambda pair: (places.get(pair[0], nowhere), pair[0]))
    lines: list[str] = []
    for path, in_file in groupby(told, key=lambda pair: places.get(pair[0], nowhere).path):
        lines.append(path or "not in any file under this name")
        for record, pairs in groupby(in_file, key=lambda pair: pair[0]):
            line = places.get(record, nowhere).line
            lines.append(f"  {f'line {line}: ' if line else ''}{'a record without an address' if record.startswith('_:') else curie(record)}")
            lines += dict.fromkeys(f"    {word(finding)}: {short(words(finding))}" for _, finding in pairs)
        lines.append("")
    summary = ", ".join(counted(number, WORDS.get(severity, ("finding", "findings"))) for severity, number in report.counts().items())
    waiting = drafts(checked.store)
    left = f"; {counted(waiting, ('record is a draft', 'records are drafts'))} not yet curated" if waiting else ""
    return "\n".join([*lines, f"{summary} in {len(checked.store):,} triples{left}", ""])


def word(finding: Finding) -> str:
    """What a curator calls a finding of this severity."""
    return WORDS.get(finding.severity, (local_name(finding.severity.value), ""))[0]


def words(finding: Finding) -> str:
    """The shape's message, or what can be said without one."""
    told = finding.message()
    if told is None:
        where = f" at {finding.path.sparql()}" if finding.path else ""
        told = f"does not meet {curie(finding.shape.value)} ({local_name(finding.component.value)}{where})"
    if isinstance(finding.focus, BlankNode):
        told += " (said of a node written as [ ] or _:; give it an address)"
    return told + (f" (it says {quoted(finding.value)})" if isinstance(finding.value, Literal) and finding.path else "")


def quoted(value: Literal) -> str:
    """What a literal says, and as what: 14 and "14" are not the same."""
    plain = value.language is not None or value.datatype == XSD.string
    return repr(value.value) if plain else f"{value.value!r}, {curie(value.datatype.value)}"


def as_json(report: Report, checked: Checked, validator: Validator) -> str:
    """Findings as objects, with file and line, and the counts."""
    import json  # imported late, as only this format needs it

    dataset = validator.dataset_nodes()
    records = [record_of(finding, dataset, checked.store) for finding in report.findings]
    places = find_places(checked.described_first(), set(records))
    rows = [
        {
            "severity": local_name(finding.severity.value),
            "record": record,
            "file": places[record].path if record in places else None,
            "line": places[record].line if record in places else None,
            "focus": finding.focus.value,
            "path": finding.path.sparql() if finding.path else None,
            "value": None if finding.value is None else finding.value.value,
            "shape": finding.shape.value,
            "component": local_name(finding.component.value),
            "messages": [{"text": m.value, "language": m.language} for m in finding.messages],
        }
        for record, finding in zip(records, report.findings, strict=True)
    ]
    counts = {local_name(severity.value): number for severity, number in report.counts().items()}
    whole = {"counts": counts, "drafts": drafts(checked.store), "triples": len(checked.store), "findings": rows, "pyshacl": report.by_reference}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


WRITERS = {
    "text": as_text,
    "json": as_json,
    "turtle": lambda report, checked, validator: turtle(report),
}

"""The one stable Turtle writer: same facts, same bytes, whatever order they came in.

PREFIX lines are alphabetical and only those used; a subject is a block and blocks are in IRI order;
``a`` comes first, then the label, then predicates in IRI order; one object a line. Comment lines above
the first block and above a subject are kept (see :mod:`claimgraph.graph.comments`).
Grammar: RDF 1.1 Turtle, section 6.5, and the base direction of RDF 1.2.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, NamedNode, Quad, Triple

from claimgraph.errors import ClaimgraphError
from claimgraph.terms import PREFIXES, RDF, RDFS, SKOS, XSD

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt: a query that makes a graph is answered through this module
    from collections.abc import Iterable, Mapping

Node = NamedNode | BlankNode | Literal
INDENT = "    "
_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
#: controls, invisible and direction-changing characters and code points that are no character: a reader must see them
_UNSEEN = frozenset(
    chr(code)
    for first, last in (
        (0x00, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069),
        (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFF), *((end - 1, end) for end in range(0x1FFFF, 0x110000, 0x10000)),
    )
    for code in range(first, last + 1)
)  # fmt: skip
_FIRST = {RDF.type: 0, RDFS.label: 1, SKOS.prefLabel: 2}


class Unwritable(ClaimgraphError):
    """A term that Turtle of this project does not write."""


def write(triples: Iterable[Triple], comments: Mapping[str, str] | None = None) -> str:
    """The triples as Turtle; ``comments`` are lines to put above a subject (by IRI) or, by "", above all."""
    return _Writer(triples, comments or {}).text()


class _Writer:
    """One document: subjects with their predicates, and which prefixes were used on the way."""

    def __init__(self, triples: Iterable[Triple], comments: Mapping[str, str]) -> None:
        self.comments = comments
        self.prefixes: set[str] = set()
        self.described: dict[Node, dict[NamedNode, set[Node]]] = {}
        referenced: dict[Node, int] = {}
        for triple in _canonical(triples):
            self.described.setdefault(triple.subject, {}).setdefault(triple.predicate, set()).add(triple.object)
            referenced[triple.object] = referenced.get(triple.object, 0) + 1
        self.nested = {node for node in self.described if isinstance(node, BlankNode) and referenced.get(node) == 1}
        self.nested -= self._unreachable()

    def _unreachable(self) -> set[Node]:
        """Blank nodes that no written block leads to (they refer to each other in a ring): they get a name."""
        seen: set[Node] = set()
        stack = [node for node in self.described if node not in self.nested]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack += [o for objects in self.described.get(node, {}).values() for o in objects if o in self.nested]
        return self.nested - seen

    def text(self) -> str:
        subjects = sorted((node for node in self.described if node not in self.nested), key=_subject_order)
        blocks = [self._block(subject) for subject in subjects]
        header = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in sorted(self.prefixes))
        top = self.comments.get("", "")
        return "\n".join(part for part in (top, header, "\n".join(blocks)) if part)

    def _block(self, subject: Node) -> str:
        above = self.comments.get(subject.value, "") if isinstance(subject, NamedNode) else ""
        body = " ;\n".join(self._predicates(self.described[subject], INDENT))
        return f"{above}{self._term(subject, INDENT)} {body.lstrip()} .\n"

    def _predicates(self, described: Mapping[NamedNode, set[Node]], indent: str) -> list[str]:
        ordered = sorted(described, key=lambda p: (_FIRST.get(p, 3), p.value))
        return [indent + self._predicate(predicate, described[predicate], indent) for predicate in ordered]

    def _predicate(self, predicate: NamedNode, objects: set[Node], indent: str) -> str:
        verb = "a" if predicate == RDF.type else self._iri(predicate)
        if len(objects) == 1:
            return f"{verb} {self._term(next(iter(objects)), indent)}"
        deeper = indent + INDENT
        written = sorted((_object_order(node), self._term(node, deeper)) for node in objects)
        return f"{verb}\n{deeper}" + f" ,\n{deeper}".join(text for _, text in written)

    def _term(self, node: Node, indent: str) -> str:
        if isinstance(node, NamedNode):
            return "()" if node == RDF.nil else self._iri(node)
        if isinstance(node, Literal):
            return self._literal(node)
        if not isinstance(node, BlankNode):
            raise Unwritable(f"a triple term cannot be written here: {node}", "use the rdf12 export")
        if node not in self.nested:
            return str(node)
        members = self._members(node)
        if members is not None:
            return self._list(members, indent)
        inner = " ;\n".join(self._predicates(self.described[node], indent + INDENT))
        return f"[\n{inner}\n{indent}]"

    def _members(self, node: Node) -> list[Node] | None:
        """The members when the node is a well-formed list, else ``None``."""
        members: list[Node] = []
        while node != RDF.nil:
            parts = self.described.get(node, {})
            if node not in self.nested or set(parts) != {RDF.first, RDF.rest} or any(len(o) != 1 for o in parts.values()):
                return None
            members += parts[RDF.first]
            (node,) = parts[RDF.rest]
        return members

    def _list(self, members: list[Node], indent: str) -> str:
        deeper = indent + INDENT
        written = [self._term(member, deeper) for member in members]
        if len(written) < 4 and sum(map(len, written)) < 80 and not any("\n" in text for text in written):
            return f"( {' '.join(written)} )"
        return f"(\n{deeper}" + f"\n{deeper}".join(written) + f"\n{indent})"

    def _iri(self, node: NamedNode) -> str:
        for namespace, prefix in _NAMESPACES:
            if node.value.startswith(namespace) and _is_plain(local := node.value[len(namespace) :]):
                self.prefixes.add(prefix)
                return f"{prefix}:{local}"
        return str(node)

    def _literal(self, literal: Literal) -> str:
        if literal.language:
            direction = f"--{literal.direction}" if literal.direction else ""  # RDF 1.2
            return f"{_quoted(literal.value)}@{literal.language}{direction}"
        if literal.datatype == XSD.string:
            return _quoted(literal.value)
        is_shorthand = _SHORTHAND.get(literal.datatype)
        if is_shorthand and is_shorthand(literal.value):
            return literal.value
        return f"{_quoted(literal.value)}^^{self._iri(literal.datatype)}"


def _is_plain(local: str) -> bool:
    """Whether a local name is of the part of PN_LOCAL that needs no escape: letters, digits, ``_``, inside also ``.`` and ``-``."""
    letters = local.replace(".", "_").replace("-", "_").replace("_", "a")
    return letters.isascii() and letters.isalnum() and local[0] not in ".-" and local[-1] != "."


def _is_integer(text: str) -> bool:
    digits = text[1:] if text.startswith(("+", "-")) else text
    return digits.isascii() and digits.isdigit()


def _is_decimal(text: str) -> bool:
    whole, point, fraction = text.partition(".")
    return bool(point) and _is_integer("0" + fraction) and fraction != "" and (whole in ("", "+", "-") or _is_integer(whole))


#: datatypes whose canonical lexical forms Turtle writes bare (section 2.5.2)
_SHORTHAND = {XSD.integer: _is_integer, XSD.decimal: _is_decimal, XSD.boolean: lambda text: text in ("true", "false")}


def _canonical(triples: Iterable[Triple]) -> Iterable[Triple]:
    """The triples, with blank nodes renamed by RDFC-1.0 when there are any, so that their names are stable."""
    triples = list(triples)
    if not any(isinstance(node, BlankNode) for triple in triples for node in (triple.subject, triple.object)):
        return triples
    dataset = Dataset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _subject_order(node: Node) -> tuple[bool, str]:
    return isinstance(node, BlankNode), node.value


def _object_order(node: Node) -> tuple[int, str, str]:
    if isinstance(node, NamedNode):
        return 0, node.value, ""
    if isinstance(node, Literal):
        return 1, f"{node.language or ''} {node.direction or ''}", node.value
    return 2, "", ""  # equal so far: the text that was written decides


def _quoted(text: str) -> str:
    """A string; one of several lines stays several lines (section 2.5.1), so that queries in shapes can be read."""
    if "\n" in text.strip("\n") and "\r" not in text:
        inner = "".join(ch if ch in '\n\t"' else _escaped(ch) for ch in text).replace('"""', '\\"\\"\\"')
        return f'"""{inner[:-1]}\\""""' if inner.endswith('"') else f'"""{inner}"""'
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(ch: str) -> str:
    if ch in _ESCAPES:
        return _ESCAPES[ch]
    if ch not in _UNSEEN:
        return ch
    return f"\\u{ord(ch):04X}" if ord(ch) < 0x10000 else f"\\U{ord(ch):08X}"

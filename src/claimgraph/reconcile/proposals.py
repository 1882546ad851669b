"""What comes of decisions: lines for ``graph/links.ttl``, and commands for QuickStatements.

Only what a person accepted becomes a link; everything else stays a comment that says what is proposed and why.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from claimgraph.errors import Misuse
from claimgraph.graph.turtle import write
from claimgraph.reconcile.decisions import Line
from claimgraph.reconcile.entities import entity_iri, identifier_key
from claimgraph.terms import BASE, ID, OWL, PREFIXES, SKOS, curie

_LINKS = {"accepted": OWL.sameAs, "close": SKOS.closeMatch}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidate for one of the sheet's rows: ``subject`` is the row's own IRI, if it has one."""

    subject: str
    line: Line
    identifier_space: str


def full_iri(text: str, space: str = "") -> str:
    """An IRI of an id, a CURIE or an IRI; a bare id belongs to its service's space.

    >>> full_iri("place.dia"), full_iri("place:dia") == full_iri("place.dia"), full_iri("Q912", PREFIXES["wd"])
    ('https://w3id.org/claimgraph/id/place/dia', True, 'http://www.wikidata.org/entity/Q912')
    """
    key = identifier_key(text)
    if key and (ours := entity_iri(key)):
        return ours
    prefix, colon, local = text.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    joint = "" if not space or space.endswith(("/", "#", "=", ":")) else "/"
    return text if "://" in text else space + joint + text


def links(proposals: Iterable[Proposal]) -> str:
    """Turtle: accepted links as triples, the rest as comments with their score and evidence."""
    triples, comments = [], []
    for proposal in proposals:
        ends = _ends(proposal)
        if ends is None:
            continue
        ours, theirs = ends
        predicate = _LINKS.get(proposal.line.decision)
        if predicate:
            triples.append(Triple(NamedNode(ours), predicate, NamedNode(theirs)))
            if predicate == SKOS.closeMatch:
                triples += [Triple(NamedNode(ours), SKOS.editorialNote, note) for note in _notes(proposal.line, theirs)]
        elif proposal.line.decision != "rejected":
            told = f"score {proposal.line.score}{', matched' if proposal.line.match else ''}; {proposal.line.name}"
            evidence = f"; {proposal.line.evidence}" if proposal.line.evidence else ""
            comments.append(f"# proposed: {curie(ours)} owl:sameAs {_short(theirs)}  # {told}{evidence}")
    head = "# Accepted links; the proposals below need a decision.\n" if comments else "# Accepted links.\n"
    return head + (write(triples) if triples else "") + "".join(f"{line}\n" for line in comments)


def _notes(line: Line, theirs: str) -> tuple[Literal, Literal]:
    """Why a close match is no identity: who judged it so, and when."""
    item, judged = curie(theirs), ", ".join(filter(None, (line.by, line.on)))
    judged = f" ({judged})" if judged else ""
    return (
        Literal(f"“{line.query}”: {item} is close, not the same{judged}.", language="en"),
        Literal(f"« {line.query} » : {item} est proche, non identique{judged}.", language="fr"),
    )


def _ends(proposal: Proposal) -> tuple[str, str] | None:
    """Our IRI and the other one, whichever of the two the service gave; nothing when neither or both are ours."""
    found = full_iri(proposal.line.id, proposal.identifier_space)
    subject = full_iri(proposal.subject) if proposal.subject else ""
    if not subject or not proposal.line.id:
        return None
    if subject.startswith(ID) != found.startswith(ID):
        ours, theirs = (subject, found) if subject.startswith(ID) else (found, subject)
        try:
            NamedNode(ours), NamedNode(theirs)
        except ValueError:
            return None
        return ours, theirs
    return None


def _short(iri: str) -> str:
    short = curie(iri)
    return short if short != iri and iri.startswith((BASE, PREFIXES["wd"])) else f"<{iri}>"


def quickstatements(proposals: Iterable[Proposal], language: str) -> str:
    """Commands (version 1 text) that add the sheet's names as aliases to the Wikidata items that were accepted.

    Only additions: nothing that stands is overwritten. ``|`` and tabs would split a command, so such names are
    left out; only two-letter languages are understood by both QuickStatements tools.
    """
    if not (len(language) == 2 and language.isascii() and language.islower()):
        raise Misuse(f"language {language!r}", "a two-letter code, such as fr")
    commands = {}
    for proposal in proposals:
        item, name = identifier_key(full_iri(proposal.line.id, proposal.identifier_space)), proposal.line.query.strip()
        if proposal.line.decision == "accepted" and item and item.startswith("Q") and name != proposal.line.name and _writable(name):
            commands[f'{item}\tA{language}\t"{name}"'] = None
    return "".join(f"{command}\n" for command in commands)


def _writable(name: str) -> bool:
    return bool(name) and len(name) <= 250 and not any(sign in name for sign in '|\t\n\r"')

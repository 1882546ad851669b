"""What of the linked-data and FAIR checklist holds, block by block, decided without the live internet.

Letters and numbers are those of the checklist: FOOPS!, OOPS!, qSKOS, F-UJI, DWBP (W3C Data on the Web Best
Practices) and 5-star data. What needs the internet or a person is named and not counted.
"""

from dataclasses import dataclass
from pathlib import Path

from claimgraph.web.fair import addressing, codes, dataset, ontology
from claimgraph.web.fair.subject import Subject


@dataclass(frozen=True)
class Check:
    """One question of the checklist; ``missing`` names what does not hold, a few of it."""

    number: str
    question: str
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True)
class Block:
    """One block of the checklist."""

    letter: str
    title: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> int:
        """How many questions hold."""
        return sum(check.holds for check in self.checks)


BLOCKS = (("A", "Addressing", addressing), ("B", "Ontology", ontology), ("C", "Code lists", codes), ("D", "Dataset", dataset))
#: what is not counted, and why
NOT_ASKED = (
    ("7", "the persistent address is registered: by whoever owns w3id.org/claimgraph"),
    ("13, 15", "a DOI, prefix.cc, LOV: somebody must register them; priorVersion: this is the first"),
    ("18, 20", "pitfalls that only a reader can see (P01, P09, P14 to P18, P23); inverses (P13) are left out on purpose: one direction is written"),
    ("25", "used by other vocabularies: by others"),
    ("32", "nothing breaks from release to release: this is the first"),
    ("33, 34", "feedback and announcements: by people"),
)


def fair_report(root: Path) -> list[Block]:
    """The checklist of the dataset under ``root``, block by block."""
    subject = Subject(root)
    return [
        Block(letter, title, tuple(Check(number, question, tuple(map(str, ask(subject)))) for number, question, ask in block.QUESTIONS))
        for letter, title, block in BLOCKS
    ]


def as_text(blocks: list[Block], shown: int = 3) -> str:
    """The report as ``claimgraph check --fair`` prints it."""
    lines = []
    for block in blocks:
        lines.append(f"{block.letter}. {block.title}: {block.passed}/{len(block.checks)}")
        for check in block.checks:
            lines.append(f"   {'holds' if check.holds else 'FAILS':<6} {check.number:<7} {check.question}")
            lines += [f"                  {one}" for one in check.missing[:shown]]
            if len(check.missing) > shown:
                lines.append(f"                  and {len(check.missing) - shown} more")
    passed, applicable = sum(block.passed for block in blocks), sum(len(block.checks) for block in blocks)
    lines += ["not counted:", *(f"          {number:<7} {reason}" for number, reason in NOT_ASKED)]
    return "\n".join([*lines, f"{passed}/{applicable}"])

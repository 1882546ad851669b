"""A small article and a notation for its claims, shared by the tables of sentences.

"14 killed soldiers @army" is fourteen soldiers killed, says the army. ``>=`` at least, ``<=`` at most, ``a-b`` a range,
``~`` about, ``!`` another event, ``?`` part of a total.
"""

from claimgraph.article.grammar.told import ToldClaim
from claimgraph.article.text import Article, Infobox, InfoboxField, Line, Paragraph, Section

DATE = "10 March 2020"


def article(text: str, section: str = "Attack") -> Article:
    """An article of one paragraph about an attack on 10 March 2020: Tarvania against the Red Dawn Front."""

    def row(name: str, column: int | None, *lines: str) -> InfoboxField:
        return InfoboxField(name, column, tuple(Line(line, 0) for line in lines))

    box = Infobox("military", (row("date", None, DATE), row("belligerents", 0, "Tarvania", "Kestrel Group"), row("belligerents", 1, "Red Dawn Front (RDF)")))
    return Article("Battle of Orsk", text, "plain", infobox=box, sections=(Section(section, 2, 0, len(text)),), paragraphs=(Paragraph(section, text, 0),))


def told(claim: ToldClaim) -> str:
    """A claim in the notation of the rows."""
    q = claim.quantity
    figure = q.approx or ""
    if q.count is not None:
        figure = f"{'~' if q.approx else ''}{q.count}"
    elif q.low is not None and q.high is not None:
        figure = f"{'~' if q.approx else ''}{q.low}-{q.high}"
    elif q.low is not None:
        figure = f">={q.low}"
    elif q.high is not None:
        figure = f"<={q.high}"
    words = ["!" * claim.other_event + "?" * ("subset" in claim.flags) + figure.replace(" ", "_"), claim.outcome, claim.victims or "", *(f"@{c}" for c in claim.claimants)]
    return " ".join(w for w in words if w)

"""Mistakes that everybody makes are told at their place, and nothing that is right is taken for one."""

import pytest
from pyoxigraph import Store

from claimgraph.store.catalogue import load_catalogue
from claimgraph.store.workers.diagnosis import malformed
from claimgraph.store.workers.mistakes import mistake

#: the query, ▶ before the place → a word of the reason
MISTAKES = {
    "SELECT ?x▶, ?y { ?x ?p ?y }": "commas",
    "SELECT DISTINCT ?x ▶COUNT(?y) { ?x ?p ?y }": "needs brackets and a name",
    "select ▶count(*) as ?n { ?x ?p ?y }": "needs brackets and a name",
    "PREFIX ▶ex <http://e/> ASK {}": "ends with a colon",
    "SELECT * { ?x ?p ?n FILTER(?n = 5 ▶AND ?n > 6) }": "&&",
    "SELECT * { ?x ?p ?n FILTER(?n = 5 ▶or ?n > 6) }": "||",
    "SELECT * { ?x ?p ?n FILTER(▶NOT ?n = 5) }": "written !",
    "SELECT * { ?x ?p ?n FILTER(?n =▶= 5) }": "written =",
    "SELECT * { ?x ?p ?n FILTER ▶?n = 5 }": "a condition needs brackets",
    "SELECT * { ?x ?p ?n } HAVING ▶?n > 1": "a condition needs brackets",
    "SELECT * { ?x ?p ?n } ORDER BY ?n ▶DESC": "in front",
    "SELECT * { ?x ?p ?n } ORDER BY ▶desc ?n": "in front",
    "SELECT * { ?x ?p ?n } LIMIT ▶ten": "take a number",
    "SELECT * { ?x ?p ?n } LIMIT ▶?n": "take a number",
    "SELECT * { ?x ?p ?n ▶BIND(?n + 1) }": "needs a name",
    "SELECT * { ?x ?p ?n OPTIONAL ▶?x ?q ?m }": "in braces",
    "SELECT * WHERE ▶?x ?p ?n": "in braces",
    "SELECT * WHERE { ?x ?p ▶“five” }": "typographic",
    "SELECT * WHERE { ?x ?p ?n }▶;": "nothing may follow",
}
#: what looks like a mistake to the careless
RIGHT = (
    "SELECT (COUNT(?x) AS ?n) ?p { ?x ?p 'AND ?n == 5; “' } GROUP BY ?p HAVING(COUNT(?x) > 1) ORDER BY ?p DESC(?n) LIMIT 5 OFFSET 1",
    "SELECT * { ?and ?or ?not FILTER(?or NOT IN (1, 2) && NOT EXISTS { ?a ?b ?c }) BIND(IF(?or = 1, (2), 3) AS ?as) VALUES ?v { 1 } }",
    "PREFIX AND: <http://e/AND,OR==> PREFIX : <http://e/> SELECT DISTINCT ?a { ?a :COUNT AND:DESC, :LIMIT ; :BIND 1 . } # OR ;",
    "ASK { { ?a ?b ?c } UNION { ?a ?b ?c } MINUS { ?a ?b ?c } FILTER EXISTS { ?a ?b ?c } OPTIONAL { ?a ?b ?c } FILTER isIRI(?a) FILTER(!(?a = ?b)) }",
    "SELECT * WHERE { ?a ?b ?c . FILTER REGEX(STR(?c), 'x', 'i') . BIND((?c) AS ?d) }",
)


@pytest.mark.parametrize("marked", MISTAKES)
def test_a_mistake_is_told_at_its_place(marked: str) -> None:
    before, _, after = marked.partition("▶")
    query = before + after
    with pytest.raises(SyntaxError) as refused:
        Store().query(query)
    told = malformed(query, str(refused.value))
    assert (told.line, told.column) == (1, len(before) + 1) and MISTAKES[marked] in told.message


@pytest.mark.parametrize("query", RIGHT)
def test_what_is_right_is_no_mistake(query: str) -> None:
    Store().query(query)
    assert mistake(query) is None


def test_no_question_of_the_catalogue_holds_one(repository) -> None:  # noqa: ANN001
    assert [query.name for query in load_catalogue(repository).values() if mistake(query.text)] == []

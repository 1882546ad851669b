"""Queries that somebody hostile sends: each with what may be answered to it. One table for tests and benchmarks.

Statuses: 200 a true answer, 400 refused or not SPARQL, 413 memory or size, 503 gave way to others, 504 time.
``{U}`` is an address that must get no hit.
"""

import os
from pathlib import Path

FINE, REFUSED, ENDED = (200,), (400,), (413, 503, 504)

#: refused before any engine sees them, each in no time
NESTED = {
    "groups": "SELECT * " + "{" * 2_255 + "}" * 2_255,
    "groups, as many as fit": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "groups, one too many": "SELECT * " + "{" * 65 + "}" * 65,
    "brackets": "SELECT (" + "(" * 4_696 + "1" + ")" * 4_696 + " AS ?x) {}",
    "not": "SELECT (" + "!" * 9_384 + "1 AS ?x) {}",
    "minus": "SELECT (" + "- " * 9_384 + "1 AS ?x) {}",
    "sums": "SELECT (1" + "+1" * 7_040 + " AS ?x) {}",
    "ors": "SELECT * { FILTER(true" + "||true" * 4_500 + ") }",
    "unions": "SELECT * { {}" + " UNION {}" * 5_000 + " }",
    "optionals": "SELECT * {" + "OPTIONAL{" * 1_500 + "}" * 1_501,
    "minus groups": "SELECT * {" + "MINUS{" * 1_500 + "}" * 1_501,
    "graphs": "SELECT * {" + "GRAPH ?g{" * 1_500 + "}" * 1_501,
    "subqueries": "SELECT * {" + "{SELECT*{" * 1_500 + "}}" * 1_500 + "}",
    "exists": "ASK {" + "FILTER EXISTS{" * 1_500 + "}" * 1_501,
    "lists": "SELECT * { ?s ?p " + "(" * 3_000 + ")" * 3_000 + " }",
    "blank nodes": "SELECT * { ?s ?p " + "[?p " * 3_000 + "1" + "]" * 3_000 + " }",
    "quoted triples": "SELECT * { " + "<<" * 3_000 + " ?s ?p ?o " + ">>" * 3_000 + " ?p ?o }",
    "paths": "SELECT * { ?s " + "(" * 3_000 + "<http://e/p>" + ")*" * 3_000 + " ?o }",
    "inverse paths": "SELECT * { ?s " + "^" * 9_000 + "<http://e/p> ?o }",
    "functions": "SELECT (" + "STR(" * 3_000 + "1" + ")" * 3_000 + " AS ?x) {}",
    "ifs": "SELECT (" + "IF(true," * 2_000 + "1" + ",2)" * 2_000 + " AS ?x) {}",
    "brackets hidden behind comments": "SELECT (" + "(#)\n" * 4_000 + "1" + ")" * 4_000 + " AS ?x) {}",
    "brackets as escapes": "SELECT (" + "\\u0028" * 3_000 + "1" + "\\u0029" * 3_000 + " AS ?x) {}",
    "60 kB of prefixes": "".join(f"PREFIX p{n}: <e:{n}#>\n" for n in range(2_700)) + "SELECT * { ?s ?p ?o } LIMIT 1",
    "60 kB of values": "SELECT * { VALUES ?x { " + "1 " * 28_000 + "} }",
    "60 kB in one line of alternatives": "SELECT * { ?s " + "|".join(["<x:p>"] * 8_000) + " ?o }",
}
#: not evaluated whatever surrounds the word
FETCHING = {
    "service": "SELECT * { SERVICE <{U}> {} }",
    "service without blanks": "SELECT*{SERVICE<{U}>{}}",
    "service in lower case": "select * { service silent <{U}> {} }",
    "service as escapes": r"SELECT * { \u0053ERVICE <{U}> {} }",
    "service as long escapes": r"SELECT * { \U00000053\u0045RVIC\u0045 <{U}> {} }",
    "service behind a comment": "SELECT * { # {\n SERVICE <{U}> {} }",
    "service behind a comment ended by CR": "SELECT * { # \r SERVICE <{U}> {} }",
    "service behind a string with a hash": "SELECT * { BIND('#' AS ?x) SERVICE <{U}> {} }",
    "service behind a string with a quote": "SELECT * { BIND('\\'' AS ?x) SERVICE <{U}> {} BIND('' AS ?y) }",
    "service behind a long string": 'SELECT * { BIND("""a"b""c""" AS ?x) SERVICE <{U}> {} }',
    "service in a subquery": "SELECT * { { SELECT * { OPTIONAL { SERVICE <{U}> {} } } } }",
    "service in exists": "ASK { FILTER NOT EXISTS { SERVICE SILENT <{U}> {} } }",
    "service by a prefix": "PREFIX x: <{U}> SELECT * { SERVICE x: {} }",
    "service behind an IRI with a hash": "SELECT * { ?s <http://e/#> ?o . SERVICE <{U}> {} }",
    "load": "LOAD <{U}>",
    "load behind a prologue": "PREFIX x: <{U}>\nBASE <{U}> LOAD SILENT x:a INTO GRAPH x:b",
    "insert": "INSERT DATA { <http://e/> <http://e/> 1 }",
    "an update behind a query": "SELECT * {} ; DROP ALL",
    "drop": "DROP SILENT ALL",
}  # fmt: skip
#: the word, and nothing that would be evaluated by it
HARMLESS = {
    "service in a comment": "ASK { # SERVICE <{U}> {}\n }",
    "service in a string": "SELECT ('SERVICE <{U}> {}' AS ?x) {}",
    "service in a long string": 'SELECT ("""\nSERVICE <{U}> {} " "" """ AS ?x) {}',
    "service in an IRI": "ASK { ?s <http://e/SERVICE> ?o }",
    "service in a local name": "PREFIX e: <http://e/> ASK { ?s e:SERVICE ?o }",
    "service in a variable": "SELECT ?SERVICE { ?SERVICE ?p 'no such' }",
    "service in a language": "ASK { ?s ?p 'x'@service }",
    "deep as may be": "SELECT * " + "{" * 30 + "}" * 30,
    "a word of updates in a string": "SELECT ('DROP ALL; LOAD <x>' AS ?x) {}",
}
#: run until something ends them, unless the data are small
HUNGRY = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "cross product, distinct, far away": "SELECT DISTINCT ?a ?c ?d ?f { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } OFFSET 1000000000",
    "cross product, sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY DESC(CONCAT(STR(?c), STR(?f), STR(?i))) LIMIT 1",
    "cross product, sorted by chance": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY RAND() LIMIT 1",
    "cross product, grouped": "SELECT ?a (COUNT(DISTINCT ?h) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a ?e ORDER BY ?n",
    "cross product by filters": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?c < ?f && ?f < ?i && REGEX(STR(?i), '(a|b)*c')) }",
    "cross product, minus": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?x ?y ?z MINUS { ?g ?h ?i FILTER (STR(?g) > STR(?i)) } }",
    "cross product, exists": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i . ?j ?k ?l FILTER (STRLEN(STR(?i)) + STRLEN(STR(?c)) < 0) } }",
    "everything that reaches everything": "SELECT (COUNT(*) AS ?n) { ?s (!<x:none>|^!<x:none>)* ?o . ?o (!<x:none>)* ?z }",
    "closure of alternatives": "SELECT (COUNT(*) AS ?n) { ?s ((!<x:a>|^!<x:b>)/(!<x:c>|^!<x:d>))* ?o . ?o (!<x:a>|^!<x:a>)+ ?z . ?z (!<x:a>|^!<x:a>)+ ?y }",
    "closure of optional steps": "SELECT * { ?s ((!<x:a>)?/(^!<x:b>)?/(!<x:c>)?)* ?o . ?o ((!<x:a>)?/(^!<x:b>)?)* ?z } ORDER BY ?z LIMIT 1",
    "sums of subqueries": "SELECT (SUM(?n) AS ?m) { { SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a } { SELECT (MAX(STR(?z)) AS ?k) { ?x ?y ?z . ?u ?v ?w . ?r ?s ?t } } }",
    "concatenated again and again": "SELECT (STRLEN(?x36) AS ?n) { BIND('aaaaaaaaaaaaaaaa' AS ?x0) %s }" % " ".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(36)),
    "replaced again and again": "SELECT (STRLEN(?x6) AS ?n) { BIND('aaaaaaaaaaaaaaaaaaaaaaaa' AS ?x0) %s }" % " ".join(f"BIND(REPLACE(?x{n},'a','aaaaaaaaaaaaaaaaaaaaaaaa') AS ?x{n + 1})" for n in range(6)),
    "strings joined": "SELECT (STRLEN(GROUP_CONCAT(?x; separator='-----------------------------')) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND(CONCAT(STR(?a),STR(?c),STR(?f)) AS ?x) }",
    "constructed without end": "CONSTRUCT { ?a ?e ?i . ?d ?h ?c . ?g ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "described without end": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "listed without end": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "values times values": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{n} {{ {'1 ' * 60}}}" for n in range(12)) + "}",
    "optional upon optional": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c " + " ".join(f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}" for n in range(8)) + " }",
    "unions joined": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"{{ ?a{n} ?b ?c{n} }} UNION {{ ?c{n} ?b{n} ?a }}" for n in range(6)) + " }",
    "a planner's twelve patterns": "SELECT (COUNT(*) AS ?n) { " + " . ".join(f"?v{n} ?p{n} ?v{(n * 5) % 12}" for n in range(12)) + " }",
    "hashed again and again": "SELECT (COUNT(?h) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h2 ?i BIND(SHA512(CONCAT(SHA512(STR(?c)), MD5(STR(?f)), SHA384(STR(?i)))) AS ?h) }",
    "graphs times graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } GRAPH ?z { ?g ?h ?i } }",
}  # fmt: skip
#: odd, and to be answered, refused or ended, whatever the engine makes of them
ODD = {
    "a regular expression that others choke on": "SELECT * { BIND('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' AS ?x) FILTER REGEX(?x, '^(a+)+$') }",
    "a regular expression of great size": "SELECT * { FILTER REGEX('a', '((((a{1,100}){1,100}){1,100}){1,100})') }",
    "a regular expression from the data": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER REGEX(STR(?o), STR(?o)) }",
    "a negative limit": "SELECT * { ?s ?p ?o } LIMIT -1",
    "a limit beyond numbers": "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999999",
    "an offset beyond numbers": "SELECT * { ?s ?p ?o } LIMIT 1 OFFSET 18446744073709551615",
    "numbers beyond numbers": "SELECT (9223372036854775807 * 9223372036854775807 AS ?a) (1e308 * 1e308 AS ?b) (1/0 AS ?c) (1.0/0.0 AS ?d) (-9223372036854775807 / -1 AS ?e) {}",
    "substrings beyond strings": "SELECT (SUBSTR('é', -5, 999999999999) AS ?x) (SUBSTR('é', 0/0) AS ?y) (STRAFTER(STRAFTER(STRAFTER('a','a'),''),'b') AS ?z) {}",
    "a date beyond dates": "SELECT (YEAR('999999999999999-01-01T00:00:00Z'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {}",
    "geometry": "PREFIX geof: <http://www.opengis.net/def/function/geosparql/> SELECT (geof:distance('POINT(1e400 2)', 'POLYGON((0 0))', <x:u>) AS ?d) (geof:buffer('x', 1e9, 1) AS ?b) {}",
    "a function of nobody": "SELECT (<http://e/f>(1) AS ?x) {}",
    "every IRI a function": "SELECT * { ?s ?p ?o FILTER (<file:///etc/passwd>(?s)) } LIMIT 1",
    "an IRI of 50 kB": "ASK { <http://e/" + "x" * 50_000 + "> ?p ?o }",
    "a variable of 50 kB": "SELECT ?" + "x" * 50_000 + " {}",
    "a prefix of 50 kB": "PREFIX " + "x" * 50_000 + ": <http://e/> ASK {}",
    "a number of 50 kB": "SELECT (" + "9" * 50_000 + " AS ?x) {}",
    "a word of 50 kB": "SELECT " + "x" * 50_000,
    "a language of 50 kB": "SELECT ('x'@" + "en-" * 16_000 + "en AS ?x) {}",
    "blanks of 60 kB": "ASK" + " " * 60_000 + "{}",
    "a comment of 60 kB": "ASK {} #" + "x" * 60_000,
    "backslashes of 60 kB": "ASK { ?s ?p '" + "\\\\" * 30_000 + "' }",
    "backslashes of 60 kB outside": "ASK { " + "\\" * 60_000 + " }",
    "quotes of 60 kB": "ASK { ?s ?p " + "'" * 60_000 + " }",
    "colons of 60 kB": "ASK { ?s ?p " + ":" * 60_000 + " }",
    "less than of 60 kB": "ASK { ?s ?p " + "<" * 60_000 + " }",
    "escapes of 60 kB": "ASK { ?s ?p '" + "\\u0061" * 10_000 + "' }",
    "escapes of nothing": "ASK { ?s ?p '\\uD800\\uDFFF\\U00110000\\u12' }",
    "NUL": "ASK { ?s ?p 'a\x00b' } \x00",
    "non-characters": "SELECT ('\ufffe\uffff\U0010ffff' AS ?x) {}",
    "right to left": "SELECT ('\u202e\u2066' AS ?\u05d0) {}",
    "a byte order mark": "\ufeffASK {}",
    "line ends of others": "ASK\r{\u2028}\u0085",
    "rows without names": "SELECT * {} GROUP BY 1",
    "an answer of one cell in 8 MB": "SELECT ?x11 { BIND('" + "é" * 2_000 + "' AS ?x0) " + " ".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1})" for n in range(11)) + " }",
}  # fmt: skip


def folder() -> Path:
    """Where the shared hostile samples are, if they are anywhere."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("CLAIMGRAPH_SHARED_DATA", beside)) / "hostile"


def samples() -> list[str]:
    """The queries among them, which name an address and a file that do not exist."""
    return [path.read_text().replace("{U}", "http://127.0.0.1:9").replace("{F}", "file:///x") for path in sorted((folder() / "queries").glob("*.r[qu]"))]

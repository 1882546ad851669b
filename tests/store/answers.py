"""What the scripted servers answer with, and how a result is read back."""

from pyoxigraph import QuerySolutions

JSON = {"Content-Type": "application/sparql-results+json"}
ONE_ROW = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
SELECT = "SELECT ?x WHERE { ?x ?p ?o }"


def rows(results):
    assert isinstance(results, QuerySolutions)
    names = [variable.value for variable in results.variables]
    return [tuple(row[name] and getattr(row[name], "value", str(row[name])) for name in names) for row in results]

"""The ready-made queries: ``queries/*.rq`` → what each answers, its parameters, and its text with values bound.

A query file begins with a grlc header, lines of ``#+`` that hold a small subset of YAML: a key and a
text, or a key and a list. Parameters are the variables that are named as grlc names them
(``?_event_iri``, ``?_km_integer``), and a variable that is left unbound means *any*, so a query
runs as it stands in every SPARQL tool. Values are bound as terms by a ``VALUES`` row, never pasted
into the text: ``substitutions`` of pyoxigraph need the variable in the result, rdflib has
``initBindings`` instead, and a server elsewhere has neither, so one way serves all three.
"""

from __future__ import annotations

import os

from claimgraph.errors import Misuse, NotFound, UnreadableFile
from claimgraph.store.parameters import Parameter
from claimgraph.store.scanner import FORMS, query_form, tokens, where_groups

TYPE_CHECKING = False
if TYPE_CHECKING:  # start-up is felt; a root may also be a plain str
    from collections.abc import Iterator, Mapping
    from pathlib import Path

#: key of a header → whether it holds a list
HEADER = {"summary": False, "description": False, "tags": True, "method": False,
          "labels": True, "defaults": True, "enumerate": True, "examples": True, "required": True}  # fmt: skip
MUST = ("summary", "description", "tags", "method")
NOT_PLAIN = "[]{}&*!|>'\"%@`-"  # what a YAML text without quotation marks cannot begin with


class CatalogueQuery:
    """One ready-made query; ``form`` is ``select``, ``construct``, ``ask`` or ``describe``."""

    def __init__(
        self, name: str, summary: str, description: str, tags: tuple[str, ...],
        parameters: tuple[Parameter, ...], text: str, form: str,
    ) -> None:  # fmt: skip
        self.name, self.summary, self.description, self.tags = name, summary, description, tags
        self.parameters, self.text, self.form = parameters, text, form

    @property
    def examples(self) -> dict[str, str]:
        """A value for each parameter that must have one: enough to run the query and see rows."""
        return {p.name: p.example for p in self.parameters if p.required and p.example is not None}


def query_names(root: Path) -> list[str]:
    """The names of the catalogue's queries, in order."""
    try:
        files = os.listdir(os.path.join(root, "queries"))
    except OSError as error:
        raise UnreadableFile(os.path.join(root, "queries"), error.strerror or "cannot be read") from None
    return sorted(file.removesuffix(".rq") for file in files if file.endswith(".rq"))


def load_catalogue(root: Path) -> dict[str, CatalogueQuery]:
    """Every query of ``root/queries`` by its name, in the order of the names."""
    return {name: load_query(os.path.join(root, "queries", f"{name}.rq")) for name in query_names(root)}


def find_query(root: Path, name: str) -> CatalogueQuery:
    """The query of this name, read alone; raises :class:`NotFound` with the nearest name."""
    names = query_names(root)
    if name in names:
        return load_query(os.path.join(root, "queries", f"{name}.rq"))
    import difflib  # only for the way out

    near = difflib.get_close_matches(name, names, 1)
    raise NotFound(f"no query {name!r} in the catalogue", f"did you mean {near[0]}?" if near else "list them: claimgraph query")


def load_query(path: Path | str) -> CatalogueQuery:
    """One query file; raises :class:`UnreadableFile` with the line where its header is not as it must be."""
    try:
        with open(path, encoding="utf-8") as file:
            return parse_query(file.read(), path)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from None
    except UnicodeDecodeError:
        raise UnreadableFile(path, "not UTF-8 text", hint="save the file as UTF-8") from None


def parse_query(text: str, path: Path | str) -> CatalogueQuery:
    """A query with its header; ``path`` gives the name and stands in error messages."""
    header = _read_header(text, path)
    words = [token for token, _ in tokens(text)]
    form = query_form(text)
    if form is None:
        raise UnreadableFile(path, f"is not a query of the forms {', '.join(FORMS)}")
    if missing := [key for key in MUST if key not in header]:
        raise UnreadableFile(path, f"the header lacks {', '.join(missing)}", 1)
    return CatalogueQuery(
        name=os.path.basename(path).removesuffix(".rq"),
        summary=header["summary"],
        description=header["description"],
        tags=tuple(header["tags"]),
        parameters=tuple(_parameters(header, words, path)),
        text=text,
        form=form,
    )


def _parameters(header: Mapping, words: list[str], path: Path | str) -> Iterator[Parameter]:
    variables = dict.fromkeys(word[1:] for word in words if word[0] == "?" and Parameter.name_of(word[1:]))
    names = {Parameter.name_of(variable) for variable in variables}
    told = {key: dict(_pairs(header.get(key, []), path)) for key in ("labels", "defaults", "examples", "enumerate")}
    told["required"] = dict.fromkeys(header.get("required", []), "")
    for key, named in told.items():
        if unknown := sorted(set(named) - names):
            raise UnreadableFile(path, f"{key} names {', '.join(unknown)}, which the query does not use")
    if unlabelled := sorted(names - set(told["labels"])):
        raise UnreadableFile(path, f"no label for the parameter {', '.join(unlabelled)}")
    for variable in variables:
        name, default = Parameter.name_of(variable), told["defaults"].get(Parameter.name_of(variable))
        choices = told["enumerate"].get(name, "").strip("[]")
        yield Parameter(
            name=name,
            kind=variable.rpartition("_")[2],
            default=default,
            required=name in told["required"],
            label=told["labels"][name],
            choices=tuple(word.strip() for word in choices.split(",")) if choices else (),
            example=told["examples"].get(name, default),
        )


def _pairs(items: list[str], path: Path | str) -> Iterator[tuple[str, str]]:
    for item in items:
        name, colon, value = item.partition(": ")
        if not colon:
            raise UnreadableFile(path, f"the header item {item!r} is not 'parameter: value'")
        yield name, value.strip()


def _read_header(text: str, path: Path | str) -> dict:
    """The ``#+`` lines as key → text or list of texts; strict, so that a YAML parser reads the same."""
    header: dict = {}
    key = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#+"):
            if header:
                break
            continue
        content = line[2:].rstrip()
        name, colon, value = content[1:].partition(":")
        if colon and name in HEADER and name not in header and bool(value) != HEADER[name]:
            key, header[name] = name, [] if HEADER[name] else value.strip()
        elif key and HEADER[key] and content.startswith("   - "):
            header[key].append(content[5:])
        elif key and not HEADER[key] and content.startswith("   "):
            header[key] += " " + content.strip()
        else:
            raise UnreadableFile(path, f"unexpected header line {content.strip()!r}", number, f"keys: {', '.join(HEADER)}")
        if " #" in content or not HEADER[key] and (": " in header[key] or header[key][:1] in NOT_PLAIN):
            raise UnreadableFile(path, "the header's text holds ': ' or ' #' or begins with a sign, which is not plain YAML", number)
    return header


def bind(query: CatalogueQuery, values: Mapping[str, str]) -> str:
    """The query's text with ``values`` (parameter name → CURIE, IRI or literal text) bound as terms.

    An omitted or empty value takes the default, or else means *any*. Raises :class:`Misuse` for an
    unknown parameter, a value that is not of the parameter's kind, or a required one that is missing.
    """
    names = [parameter.name for parameter in query.parameters]
    if unknown := sorted(set(values) - set(names)):
        raise Misuse(f"{query.name} has no parameter {', '.join(unknown)}", f"it has {', '.join(names) or 'none'}")
    rows = {}
    for parameter in query.parameters:
        given = values.get(parameter.name) or parameter.default
        if given is not None:
            rows[parameter.variable] = f" VALUES ?{parameter.variable} {{ {parameter.term(given)} }}"
        elif parameter.required:
            raise Misuse(f"{query.name} needs {parameter.name}: {parameter.label}", f"for example {parameter.name}={parameter.example}")
    return _with_rows(query.text, rows)


def _with_rows(text: str, rows: Mapping[str, str]) -> str:
    """``text`` with each row behind the ``WHERE {`` of every (sub)query that mentions its variable."""
    if not rows:
        return text
    for position, mentioned in reversed(where_groups(text)):
        text = text[:position] + "".join(row for variable, row in rows.items() if variable in mentioned) + text[position:]
    return text

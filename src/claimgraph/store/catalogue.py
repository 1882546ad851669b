"""The ready-made queries: ``queries/*.rq`` → what each answers, its parameters, and its text with values bound.

A query file begins with a grlc header, lines of ``#+`` that hold a small subset of YAML: a key and a
text, or a key and a list. Parameters are the variables that are named as grlc names them
(``?_event_iri``, ``?_km_integer``), and a variable that is left unbound means *any*, so a query
runs as it stands in every SPARQL tool. Values are bound as terms by a ``VALUES`` row, never pasted
into the text: ``substitutions`` of pyoxigraph need the variable in the result, rdflib has
``initBindings`` instead, and a server elsewhere has neither, so one way serves all three.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from claimgraph.errors import Misuse, NotFound, UnreadableFile
from claimgraph.store.parameters import KINDS, Parameter

HEADER_KEYS = {"summary": str, "description": str, "tags": list, "method": str,
               "labels": list, "defaults": list, "enumerate": list, "examples": list, "required": list}  # fmt: skip
VARIABLE = re.compile(rf"[?$](_[a-z]+(?:_[a-z]+)*?_(?:{'|'.join(KINDS)}))\b")
#: what a YAML text without quotation marks cannot hold or begin with
NOT_PLAIN = re.compile(r": |^[\[\]{}&*!|>'\"%@`-]")
FORM = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b", re.IGNORECASE)
#: strings, IRIs and comments are read whole, so that a brace or a word inside one is not taken for syntax
TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*'''
    r"|\bWHERE\s*\{|[?$]\w+|[{}]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CatalogueQuery:
    """One ready-made query; ``form`` is ``select``, ``construct``, ``ask`` or ``describe``."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    form: str

    @property
    def examples(self) -> dict[str, str]:
        """A value for each parameter that must have one: enough to run the query and see rows."""
        return {p.name: p.example for p in self.parameters if p.required}


def load_catalogue(root: Path) -> dict[str, CatalogueQuery]:
    """Every query of ``root/queries`` by its name, in the order of the names."""
    return {path.stem: load_query(path) for path in sorted((root / "queries").glob("*.rq"))}


def find_query(root: Path, name: str) -> CatalogueQuery:
    """The query of this name, read alone; raises :class:`NotFound` with the nearest name."""
    if re.fullmatch(r"[a-z0-9-]+", name) and (path := root / "queries" / f"{name}.rq").is_file():
        return load_query(path)
    import difflib  # only for the way out

    names = [path.stem for path in sorted((root / "queries").glob("*.rq"))]
    near = difflib.get_close_matches(name, names, 1)
    raise NotFound(f"no query {name!r} in the catalogue", f"did you mean {near[0]}?" if near else "list them: claimgraph query")


def load_query(path: Path) -> CatalogueQuery:
    """One query file; raises :class:`UnreadableFile` with the line where its header is not as it must be."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, str(error)) from error
    return parse_query(text, path)


def parse_query(text: str, path: Path) -> CatalogueQuery:
    """A query with its header; ``path`` gives the name and stands in error messages."""
    header, body = _parse_header(text, path), _without_comments(text)
    form = FORM.search(re.sub(r"<[^>]*>", "", body))
    if form is None:
        raise UnreadableFile(path, "holds no SELECT, CONSTRUCT, ASK or DESCRIBE")
    if missing := [key for key in ("summary", "description", "tags", "method") if key not in header]:
        raise UnreadableFile(path, f"the header lacks {', '.join(missing)}", 1)
    return CatalogueQuery(
        name=path.stem,
        summary=header["summary"],
        description=header["description"],
        tags=tuple(header["tags"]),
        parameters=tuple(_parameters(header, body, path)),
        text=text,
        form=form[1].lower(),
    )


def _without_comments(text: str) -> str:
    return TOKEN.sub(lambda token: "" if token[0].startswith("#") else token[0], text)


def _parameters(header: Mapping, body: str, path: Path) -> Iterator[Parameter]:
    variables = dict.fromkeys(VARIABLE.findall(body))
    names = {Parameter.name_of(variable) for variable in variables}
    labels, defaults, examples = (dict(_pairs(header.get(key, []), path)) for key in ("labels", "defaults", "examples"))
    choices = dict(_pairs(header.get("enumerate", []), path))
    required = header.get("required", [])
    for key, named in {"labels": labels, "defaults": defaults, "examples": examples, "enumerate": choices, "required": required}.items():
        if unknown := sorted(set(named) - names):
            raise UnreadableFile(path, f"{key} names {', '.join(unknown)}, which the query does not use")
    if unlabelled := sorted(names - set(labels)):
        raise UnreadableFile(path, f"no label for the parameter {', '.join(unlabelled)}")
    for variable in variables:
        name = Parameter.name_of(variable)
        listed = choices.get(name, "")
        yield Parameter(
            name=name,
            kind=variable.rpartition("_")[2],
            default=defaults.get(name),
            required=name in required,
            label=labels[name],
            choices=tuple(word.strip() for word in listed.strip("[]").split(",")) if listed else (),
            example=examples.get(name, defaults.get(name)),
        )


def _pairs(items: list[str], path: Path) -> Iterator[tuple[str, str]]:
    for item in items:
        name, colon, value = item.partition(": ")
        if not colon:
            raise UnreadableFile(path, f"the header item {item!r} is not 'parameter: value'")
        yield name, value.strip()




def _parse_header(text: str, path: Path) -> dict:
    """The ``#+`` lines as key → text or list of texts."""
    header: dict = {}
    key = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            if line.strip() and header:
                break
            continue
        content = line[2:].rstrip()
        if top := re.fullmatch(r" ([a-z]+):(?: (.*))?", content):
            key, value = top[1], top[2]
            if key not in HEADER_KEYS or key in header or (value is not None) != (HEADER_KEYS[key] is str):
                raise UnreadableFile(path, f"unexpected header line {content.strip()!r}", number, f"keys: {', '.join(HEADER_KEYS)}")
            header[key] = value if value is not None else []
        elif key and HEADER_KEYS[key] is list and (item := re.fullmatch(r"   - (\S.*)", content)):
            header[key].append(item[1])
        elif key and HEADER_KEYS[key] is str and (more := re.fullmatch(r"    *(\S.*)", content)):
            header[key] += " " + more[1]
        else:
            raise UnreadableFile(path, f"unexpected header line {content.strip()!r}", number)
        if (HEADER_KEYS[key] is str and NOT_PLAIN.search(header[key])) or " #" in content:
            raise UnreadableFile(path, "the header's text holds ': ' or ' #', which YAML does not take for text", number)
    return header


def bind(query: CatalogueQuery, values: Mapping[str, str]) -> str:
    """The query's text with ``values`` (parameter name → CURIE, IRI or literal text) bound as terms.

    An omitted or empty value takes the default, or else means *any*. Raises :class:`Misuse` for an
    unknown parameter, a value that is not of the parameter's kind, or a required one that is missing.
    """
    by_name = {p.name: p for p in query.parameters}
    if unknown := sorted(set(values) - set(by_name)):
        known = f"it has {', '.join(by_name)}" if by_name else "it has none"
        raise Misuse(f"{query.name} has no parameter {', '.join(unknown)}", known)
    rows = {}
    for name, parameter in by_name.items():
        given = values.get(name) or parameter.default
        if given is not None:
            rows[parameter.variable] = f"VALUES ?{parameter.variable} {{ {parameter.term(given)} }}"
        elif parameter.required:
            raise Misuse(f"{query.name} needs {name}: {parameter.label}", f"for example {name}={parameter.example}")
    return _with_rows(query.text, rows)


def _with_rows(text: str, rows: Mapping[str, str]) -> str:
    """``text`` with each row behind the ``WHERE {`` of every (sub)query that mentions its variable."""
    insertions = [
        (start, " " + " ".join(rows[v] for v in mentioned if v in rows)) for start, mentioned in _groups(text) if mentioned & rows.keys()
    ]
    for position, row in sorted(insertions, reverse=True):
        text = text[:position] + row + text[position:]
    return text


@lru_cache(maxsize=64)
def _groups(text: str) -> list[tuple[int, dict]]:
    """Each ``WHERE {`` as (position behind its brace, variables inside it, in order)."""
    found: list[tuple[int, dict]] = []
    open_groups: list[tuple[int, dict] | None] = []
    for token in TOKEN.finditer(text):
        word = token[0]
        if word[0] in "?$":
            for group in filter(None, open_groups):
                group[1][word[1:]] = None
        elif word == "}":
            open_groups.pop()
        elif word == "{":
            open_groups.append(None)
        elif word.endswith("{"):
            found.append((token.end(), {}))
            open_groups.append(found[-1])
    return found

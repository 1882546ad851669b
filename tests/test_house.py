"""The house stays in order: imports go one way, modules are one idea, nothing of a machine is in it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph import __version__

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "claimgraph"
MODULES = sorted(SOURCE.rglob("*.py"))
#: lower folders first: a file imports from its own folder and from folders before it
ORDER = ["terms", "errors", "collector", "model", "article", "graph", "store", "reconcile", "views", "web", "cli"]
#: what only these parts may import, and why they may
ONLY = {
    "pyshacl": {"graph"},
    "rdflib": {"graph", "views"},
    "SPARQLWrapper": {"store"},
    "starlette": {"web", "cli"},
    "uvicorn": {"web", "cli"},
}


def part(path: Path) -> str:
    """The folder, or the module at the top, that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_one_way(path):
    here = part(path)
    if here not in ORDER:
        return
    allowed = set(ORDER[: ORDER.index(here) + 1]) | {"__version__"}
    named = {name.split(".")[1] for name in imports(path) if name.startswith("claimgraph.")}
    assert named <= allowed, f"{path} imports from {sorted(named - allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_heavy_libraries_stay_where_they_belong(path):
    named = {name.split(".")[0] for name in imports(path)}
    assert {library for library in named & set(ONLY) if part(path) not in ONLY[library]} == set()


def test_no_import_goes_round():
    graph = {}
    for path in MODULES:
        name = ".".join(("claimgraph", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
        graph[name] = {other for other in imports(path) if other.startswith("claimgraph")}
    # `from package import module` names the module; the package's own face is not what is used.
    faces = {name: {other.rpartition(".")[0] for other in named if other in graph} for name, named in graph.items()}
    graph = {name: {o for o in named if o in graph and o != name} - faces[name] for name, named in graph.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail[trail.index(name) :], name))
        if name not in done:
            for other in graph[name]:
                visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_module_is_one_idea_with_its_public_names_documented(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 350, f"{path} has {text.count(chr(10))} lines"
    tree = ast.parse(text)
    if not text.strip():
        return
    assert ast.get_docstring(tree), f"{path} has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path}: {node.name} has no docstring"
            if not isinstance(node, ast.ClassDef):
                bare = [a.arg for a in (*node.args.args, *node.args.kwonlyargs) if a.annotation is None]
                assert not bare and node.returns is not None, f"{path}: {node.name} is not annotated ({bare})"


SPARQL = re.compile(r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE|INSERT|DELETE|FILTER|VALUES|WHERE)\b[^\n]*[{?]")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_term_is_pasted_into_a_query(path):
    """Formatted strings that look like SPARQL are allowed only in the two modules whose job is to build it."""
    if str(path.relative_to(SOURCE)) in BUILDS_SPARQL or path.relative_to(SOURCE).parts[:2] == ("graph", "shacl"):
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            fixed = "".join(v.value for v in node.values if isinstance(v, ast.Constant))
            assert not SPARQL.search(fixed), f"{path}:{node.lineno}: bind terms with substitutions"


#: these write queries from parts that are ours: shapes into SPARQL, and terms as VALUES for endpoints elsewhere
BUILDS_SPARQL = {"graph/validation.py", "store/catalogue.py"}


@pytest.mark.parametrize("command", [["--help"], ["query", "who-says-what"], ["export", "turtle"], ["check"]], ids=" ".join)
def test_fast_commands_never_load_rdflib(command):
    code = (
        "import sys; from claimgraph.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "slow = {'rdflib', 'pyshacl', 'SPARQLWrapper', 'starlette', 'jinja2', 'rapidfuzz', 'mwparserfromhell'} & set(sys.modules)\n"
        "print('slow:', slow, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout and done.stderr.endswith("slow: set()\n"), done.stderr


def test_nothing_of_a_machine_is_in_the_repository():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    machine = re.compile(r"/(?:work|root|farm|home)/[a-z]|(?:https?://)?(?:pypi|files\.pythonhosted|registry\.npmjs|repo1?\.maven)\.[a-z/]+")
    found = []
    for name in filter(None, listed):
        path = ROOT / name
        if path == Path(__file__) or path.suffix in {".png", ".woff2"} or not path.is_file():
            continue
        found += [f"{name}: {m.group()}" for m in machine.finditer(path.read_text(encoding="utf-8"))]
    assert found == []


def test_one_version_everywhere():
    catalog = (ROOT / "graph" / "catalog.ttl").read_text(encoding="utf-8")
    ontology = (ROOT / "ontology" / "claimgraph.ttl").read_text(encoding="utf-8")
    assert f'owl:versionInfo "{__version__}"' in catalog and f'dcat:version "{__version__}"' in catalog
    assert f'owl:versionInfo "{__version__}"' in ontology
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_no_article_text_is_in_the_repository(shared_data):
    """No eight words in a row of the articles we were given, except in the passages and the titles of sources."""
    words = re.findall(r"\w+", (shared_data / "article.txt").read_text(encoding="utf-8").split("References[edit]")[0])
    rows = {" ".join(words[i : i + 12]) for i in range(len(words) - 11)}
    for path in (*MODULES, *(ROOT / "tests").rglob("*.py"), ROOT / "README.md"):
        text = " ".join(re.findall(r"\w+", path.read_text(encoding="utf-8")))
        assert not {row for row in rows if row in text}, path

"""The README tells the truth: its tables are complete and its code runs."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from claimgraph.cli import QUICK, VERBS, build_parser, help_text, main, read_simply
from claimgraph.store.catalogue import load_catalogue
from claimgraph.views.exports import FORMATS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def query_rows():
    """The table of queries as the README must have it."""
    catalogue = load_catalogue(ROOT)
    star = {name: " ★" if "across-events" in query.tags else "" for name, query in catalogue.items()}
    return [f"| `{name}`{star[name]} | {query.summary} |" for name, query in sorted(catalogue.items())]


def test_every_query_is_listed_with_its_question():
    table = README.split("| query | answers |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    assert table == query_rows(), "\n".join(query_rows())


def test_every_command_and_format_is_listed():
    for verb in VERBS:
        assert re.search(rf"`claimgraph {verb}\b|, `{verb}`", README), verb
    assert [name for name in FORMATS if name not in README] == []


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_python_blocks_run(code, tmp_path):
    (tmp_path / "site").mkdir()
    assert main(["--root", str(ROOT), "export", "turtle", "-o", str(tmp_path / "site" / "dump.ttl")]) == 0
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "claim/diafarabe-koumara-2023-c01 12" in done.stdout


@pytest.mark.parametrize("line", [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line.startswith("$ ")])
def test_console_blocks_run(line, capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    words = shlex.split(line)
    assert words[0] == "claimgraph"
    assert main(words[1:]) == 0
    assert capsys.readouterr().out


def test_every_path_it_names_exists():
    for path in re.findall(r"`((?:ontology|graph|queries|src|tests)/[\w./-]*)`", README):
        assert (ROOT / path).exists(), path


def test_help_lists_every_verb_and_is_the_same_with_and_without_a_parser(capsys):
    assert main(["--help"]) == 0
    assert capsys.readouterr().out == help_text() == build_parser(None).format_help()
    assert all(f"  {verb} " in help_text() for verb in VERBS)


@pytest.mark.parametrize(
    "words",
    ["query", "query contradictions", "query tensions --format csv", "query x --param a=b --param c=d -f json", "export turtle", "export nt -o out.nt"],
)
def test_the_quick_way_reads_words_as_the_parser_does(words):
    argv = words.split()
    quick, parsed = vars(read_simply(argv)), vars(build_parser(argv[0]).parse_args(argv))
    assert argv[0] in QUICK
    assert quick == {name: parsed[name] for name in quick}


@pytest.mark.parametrize("words", ["check", "query -h", "query x --nonsense y", "query x --format", "query x y", "export --help"])
def test_what_the_quick_way_does_not_know_goes_to_the_parser(words):
    assert read_simply(words.split()) is None

"""The command itself: what it says without a verb, with a wrong one, and in which encoding."""

import os
import subprocess
import sys

import pytest


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "claimgraph", *words], capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_without_a_verb_the_help_is_shown_and_nothing_is_done():
    done = run()
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == run("--help").stdout



@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "UTF8"])
@pytest.mark.parametrize("words", [("--help",), ("query", "who-says-what"), ("query", "exact-words", "--format", "csv"), ("export", "turtle")])
def test_what_is_written_to_a_file_is_utf_8_in_any_locale(words, encoding):
    done = run(*words, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert done.stdout == run(*words, PYTHONIOENCODING="utf-8").stdout
    assert any(byte > 127 for byte in done.stdout)


def test_an_error_is_told_in_any_locale():
    done = run("query", "où", PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "où".encode() in done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chekc"], "claimgraph: no command 'chekc' (did you mean check?)"),
        (["check", "--formt", "json"], "claimgraph check: no option --formt (did you mean --format?)"),
        (["query", "a", "b"], "claimgraph query: one word too many: b (claimgraph query --help tells what it takes)"),
        (["serve", "--port", "x"], "claimgraph serve: --port: invalid int value: 'x' (claimgraph serve --help tells what it takes)"),
        (["--root"], "claimgraph: --root: expected one argument (claimgraph --help tells what it takes)"),
    ],
)
def test_words_that_do_not_fit_are_told_in_one_line(words, says):
    done = run(*words)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", says + "\n")


@pytest.mark.parametrize("words", [["query", "who-says-what"], ["export", "turtle"], ["check"], ["--help"]])
def test_a_closed_standard_output_is_no_fault(words):
    done = subprocess.run(
        ["bash", "-c", '"$0" -m claimgraph "$@" >&-', sys.executable, *words], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full, which Linux has")
@pytest.mark.parametrize("words", [["query", "who-says-what"], ["export", "nt"], ["export", "nt", "-o", "/dev/full"], ["query"], ["check"], ["--help"]])
def test_a_full_disk_is_told_in_one_line(words):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([sys.executable, "-m", "claimgraph", *words], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2 and b"No space left" in done.stderr and len(done.stderr.splitlines()) == 1

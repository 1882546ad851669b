"""The built wheel alone is enough: installed in a clean environment, run in an empty folder."""

import subprocess
import sys
import sysconfig
import venv

import pytest


@pytest.fixture(scope="module")
def installed(tmp_path_factory, repository):
    """The ``claimgraph`` command from a wheel, in an environment that sees the dependencies but not the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "-w", str(folder), str(repository)]
    subprocess.run(build, check=True)
    environment = folder / "env"
    venv.create(environment, with_pip=False)
    packages = environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A plain path line: packages there can be imported, its own .pth files (the editable install) are not read.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet", "--disable-pip-version-check", "--no-deps", str(wheel)], check=True)
    return environment / "bin" / "claimgraph"


def run(command, *words, cwd):
    return subprocess.run([command, *words], cwd=cwd, capture_output=True, text=True)


@pytest.mark.parametrize(
    "words",
    [("--version",), ("check",), ("query",), ("query", "who-says-what"), ("export", "turtle"), ("export", "jsonld"), ("format", "--check")],
    ids=" ".join,
)
def test_commands_answer_in_an_empty_folder(installed, tmp_path, words):
    done = run(installed, *words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or words[0] == "format"
    assert list(tmp_path.iterdir()) == []


def test_the_site_is_written_from_the_wheel(installed, tmp_path):
    done = run(installed, "publish", "--out", "site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "index.html").is_file()
    assert "claims" in done.stdout


def test_a_draft_goes_to_the_current_folder_and_never_into_the_package(installed, tmp_path):
    article = "= Battle of Anywhere =\n\n{{Infobox military conflict\n| conflict = Battle of Anywhere\n| date = 3 May 2020\n| place = [[Anywhere]]\n" \
        "| combatant1 = {{flag|Mali}}\n| combatant2 = [[Rebels]]\n| casualties1 = 3 killed\n| casualties2 = 10 killed\n}}\nOn 3 May 2020 rebels attacked Anywhere.\n"
    (tmp_path / "battle.wikitext").write_text(article)
    for _ in range(2):  # the second run finds the first one's file
        done = run(installed, "draft", "battle.wikitext", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert sorted(path.name for path in tmp_path.iterdir()) == ["2020-05-03-battle-of-anywhere.ttl", "battle.wikitext"], done.stdout
    assert run(installed, "check", "2020-05-03-battle-of-anywhere.ttl", cwd=tmp_path).returncode == 0
    assert not list(installed.parent.parent.rglob("*battle-of-anywhere*"))

"""The folder of the site: exchanged as one, on any disk, beside the files of others, by one writer at a time (T28)."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimgraph.errors import Misuse
from claimgraph.web.files.folder import MANIFEST, NotWritable, read_manifest, sole_writer, write_folder

OLD, NEW = [("index.html", b"old"), ("page/a.html", b"old")], [("index.html", b"new"), ("page/b.html", b"new")]


@pytest.fixture
def site(tmp_path):
    """A folder with an old site in it."""
    out = tmp_path / "site"
    write_folder(out, OLD)
    return out


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST}


# Files of others


def test_files_of_others_go_along(site, tmp_path):
    (site / "CNAME").write_text("example.org")
    (site / "page" / "own.html").write_text("mine")
    (site / ".git" / "objects").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref")
    (site / "elsewhere").symlink_to(tmp_path)
    write_folder(site, NEW)
    assert content(site) == {"index.html": b"new", "page/b.html": b"new", "CNAME": b"example.org", "page/own.html": b"mine", ".git/HEAD": b"ref"}
    assert (site / "elsewhere").readlink() == tmp_path and (site / ".git" / "objects").is_dir()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.lock", "site"]
    write_folder(site, OLD)
    assert (site / "CNAME").read_text() == "example.org" and set(read_manifest(site)) == {"index.html", "page/a.html"}


def test_what_stands_in_the_place_of_a_page_that_goes_is_kept(site):
    (site / "page" / "a.html").write_text("rewritten by hand")
    write_folder(site, NEW)
    assert (site / "page" / "a.html").read_text() == "rewritten by hand"


def test_a_file_of_others_is_not_overwritten(site):
    (site / "page" / "b.html").write_text("mine")
    with pytest.raises(Misuse, match="page/b.html"):
        write_folder(site, NEW)
    assert (site / "page" / "b.html").read_text() == "mine" and (site / "index.html").read_bytes() == b"old"


@pytest.mark.parametrize("manifest", ['{"files": {"letters.txt": "mine"}}', '{"files": ["letters.txt"]}', "[]", "nonsense", '{"name": "an app"}'])
def test_a_manifest_that_is_not_ours_makes_no_folder_ours(tmp_path, manifest):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / MANIFEST).write_text(manifest)
    (tmp_path / "out" / "letters.txt").write_text("dear")
    with pytest.raises(Misuse):
        write_folder(tmp_path / "out", NEW)
    assert (tmp_path / "out" / "letters.txt").read_text() == "dear"


def test_a_folder_in_the_way_of_building_is_left_alone(site):
    building = site.parent / ".site.building"
    building.mkdir()
    (building / "letters.txt").write_text("dear")
    with pytest.raises(Misuse, match="building"):
        write_folder(site, NEW)
    assert (building / "letters.txt").read_text() == "dear" and (site / "index.html").read_bytes() == b"old"


def test_what_a_killed_run_left_is_cleared(site):
    building = site.parent / ".site.building"
    building.mkdir()
    (building / MANIFEST).write_text("{")
    (building / "half").write_bytes(b"of it")
    write_folder(site, NEW)
    assert not building.exists() and (site / "index.html").read_bytes() == b"new"


# Places


def test_a_file_as_target_is_refused(tmp_path):
    (tmp_path / "site").write_text("dear")
    with pytest.raises(Misuse):
        write_folder(tmp_path / "site", NEW)
    assert (tmp_path / "site").read_text() == "dear"


def test_a_symbolic_link_stays_and_leads_to_the_new_site(site, tmp_path):
    link = tmp_path / "www"
    link.symlink_to(site.name)
    write_folder(link, NEW)
    assert link.readlink() == Path(site.name) and content(site) == dict(NEW)


def test_a_symbolic_link_to_nothing_gets_its_folder(tmp_path):
    (tmp_path / "www").symlink_to("there/site")
    write_folder(tmp_path / "www", NEW)
    assert (tmp_path / "www").is_symlink() and content(tmp_path / "there" / "site") == dict(NEW)


@pytest.mark.parametrize("name", ["two words", "Диафарабе é ش", "-rf", "it's \"quoted\"", "a" * 200, "new\nline"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    for files in (OLD, NEW):
        write_folder(tmp_path / name, files)
    assert content(tmp_path / name) == dict(NEW)


def test_two_writers_at_once_are_one(site):
    with sole_writer(site), pytest.raises(Misuse, match="another publish"):
        write_folder(site, NEW)
    assert write_folder(site, NEW).changed == 2


@contextmanager
def mounted(folder: Path, options: str):
    """A small file system of its own."""
    folder.mkdir()
    mount = shutil.which("mount")
    if not mount or os.geteuid() != 0 or subprocess.run([mount, "-t", "tmpfs", "-o", options, "none", folder], capture_output=True).returncode:
        pytest.skip("needs the right to mount a file system: run as root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_leaves_the_old_site(tmp_path):
    with mounted(tmp_path / "small", "size=256k") as folder:
        out = folder / "site"
        write_folder(out, OLD)
        with pytest.raises(NotWritable, match="No space left") as caught:
            write_folder(out, [("index.html", b"new"), *((f"page/{n}.html", os.urandom(32_768)) for n in range(20))])
        assert caught.value.exit_code == 2 and content(out) == dict(OLD)
        assert not (folder / ".site.building").exists()
        write_folder(out, NEW)
        assert content(out) == dict(NEW)


def test_a_read_only_disk_is_told(tmp_path):
    with mounted(tmp_path / "fixed", "size=256k") as folder:
        write_folder(folder / "site", OLD)
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        with pytest.raises(NotWritable, match="Read-only"):
            write_folder(folder / "site", NEW)
        assert content(folder / "site") == dict(OLD)


def test_a_mount_point_cannot_be_exchanged_and_is_left_alone(tmp_path):
    with mounted(tmp_path / "disk", "size=256k") as folder:
        with pytest.raises(NotWritable, match="disk"):
            write_folder(folder, NEW)
        assert list(folder.iterdir()) == []


def test_errors_of_the_place_are_one_line_on_the_command_line(repository, tmp_path):
    (tmp_path / "site").write_text("dear")
    for out in (tmp_path / "site", tmp_path / "site" / "below", Path("/proc/nothing/site")):
        done = subprocess.run([sys.executable, "-m", "claimgraph", "--root", repository, "publish", "--out", out], capture_output=True, text=True)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    assert (tmp_path / "site").read_text() == "dear"


def test_a_system_without_exchange_still_gets_the_new_site(site, monkeypatch):
    monkeypatch.setattr("claimgraph.web.files.folder.exchange", lambda *_: False)
    (site / "CNAME").write_text("example.org")
    write_folder(site, NEW)
    assert content(site) == dict(NEW) | {"CNAME": b"example.org"}
    assert json.loads((site / MANIFEST).read_text())["files"].keys() == dict(NEW).keys()


def test_a_file_system_without_links_gets_copies(site, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refused)
    assert write_folder(site, [*OLD, ("more.html", b"more")]).changed == 1
    assert content(site) == dict(OLD) | {"more.html": b"more"}

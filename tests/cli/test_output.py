"""Where a result goes: whole or not at all; what is no file stays what it is."""

import os
import stat
import threading

import pytest

from claimgraph.cli import output
from claimgraph.cli.output import put
from claimgraph.errors import ClaimgraphError, UnreadableFile


def failing():
    yield b"half"
    raise UnreadableFile("b.ttl", "nonsense", 3)


@pytest.mark.parametrize("kept", [output.KEPT, 2])
def test_standard_output_gets_everything_or_nothing(kept, monkeypatch, capfdbinary):
    monkeypatch.setattr(output, "KEPT", kept)
    put("-", iter([b"one ", b"two ", b"three"]))
    assert capfdbinary.readouterr().out == b"one two three"
    with pytest.raises(UnreadableFile):
        put("-", failing())
    assert capfdbinary.readouterr().out == b""


def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path):
    file = tmp_path / "x"
    file.write_bytes(b"old")
    with pytest.raises(UnreadableFile, match="b.ttl:3"):
        put(str(file), failing())
    assert file.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1
    put(str(file), [b"new"])
    assert file.read_bytes() == b"new" and len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    (tmp_path / "x").write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UnreadableFile, match="x: cannot be written: No space left"):
        put(str(tmp_path / "x"), [b"new"])
    assert (tmp_path / "x").read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_a_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path):
    file, link = tmp_path / "x", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to("x")
    put(str(link), [b"new"])
    assert link.is_symlink() and file.read_bytes() == b"new" and stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    put(str(pipe), [b"one ", b"two"])
    reader.join()
    assert read == [b"one two"] and stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_is_written_to_and_stays_one():
    controller, device = os.openpty()
    try:
        put(os.ttyname(device), [b"here"])
        assert os.read(controller, 10) == b"here" and stat.S_ISCHR(os.stat(os.ttyname(device)).st_mode)
    finally:
        os.close(controller)
        os.close(device)


@pytest.mark.parametrize(("name", "reason"), [("", "no name of a file"), ("no/such", "No such file"), (".", "Is a directory"), ("a" * 300, "too long")])
def test_what_cannot_be_a_file_is_said_to_be_none(name, reason, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClaimgraphError, match=reason):
        put(name, [b"x"])
    assert list(tmp_path.iterdir()) == []

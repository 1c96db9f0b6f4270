"""Files are written whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from autograd.errors import InputError
from autograd.files import write


def test_text_is_utf8_with_its_own_line_ends(tmp_path):
    write(tmp_path / "a.txt", "∂f/∂x\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "∂f/∂x\r\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_old_file_is_kept_when_the_new_one_fails(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(InputError, match=r"Cannot write .*a\.txt: No space left on device"):
        write(path, "new")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_rights_are_those_of_any_new_file_or_of_the_old_one(tmp_path):
    write(tmp_path / "new", b"")
    (tmp_path / "plain").touch()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode
    (tmp_path / "new").chmod(0o600)
    write(tmp_path / "new", b"2")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.skipif(os.name != "posix", reason="needs a device file")
def test_what_is_not_a_plain_file_is_written_to():
    write(Path(os.devnull), "gone")
    assert Path(os.devnull).is_char_device()


@pytest.mark.parametrize("name", ["missing/a.txt", "folder", "x" * 300])
def test_places_that_cannot_be_written(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="Cannot write"):
        write(tmp_path / name, "text")

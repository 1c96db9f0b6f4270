"""The walkthroughs are copied out of the package."""

from __future__ import annotations

from pathlib import Path

from glassgrad import cli, walkthroughs

FOLDER = Path(__file__).parents[2] / "notebooks"


def test_everything_that_is_a_walkthrough_is_copied(tmp_path, capsys):
    assert cli.run(["notebooks", str(tmp_path / "deep" / "down")]) == 0
    copied = {path.name for path in (tmp_path / "deep" / "down").rglob("*") if path.is_file()}
    assert "README.md" in copied
    assert copied >= {path.name for path in FOLDER.glob("*.ipynb")}
    assert not any(name.endswith((".py", ".pyc")) for name in copied)
    out = capsys.readouterr().out
    assert all(name in out for name in copied)
    assert out.endswith(f"Open them: jupyter lab {tmp_path / 'deep' / 'down'}\n")


def test_changed_files_are_kept_unless_forced(tmp_path, capsys):
    mine = tmp_path / "README.md"
    mine.write_text("mine")
    assert cli.run(["notebooks", str(tmp_path)]) == 2
    assert "already has README.md" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert mine.read_text() == "mine"
    assert cli.run(["notebooks", str(tmp_path), "--force"]) == 0
    assert mine.read_bytes() == (FOLDER / "README.md").read_bytes()


def test_a_file_in_place_of_the_folder(tmp_path, capsys):
    (tmp_path / "taken").write_text("mine")
    assert cli.run(["notebooks", str(tmp_path / "taken")]) == 2
    assert "Cannot make" in capsys.readouterr().err
    assert (tmp_path / "taken").read_text() == "mine"


def test_the_installed_folder_comes_first(tmp_path, monkeypatch):
    package = tmp_path / "glassgrad"
    (package / "notebooks").mkdir(parents=True)
    monkeypatch.setattr(walkthroughs, "__file__", str(package / "walkthroughs.py"))
    assert walkthroughs.source() == package / "notebooks"

"""The generated files are exactly what the table makes."""

from __future__ import annotations

from pathlib import Path

import pytest

import autograd
from autograd import generate, pullbacks, recorders
from autograd.primitives import PRIMITIVES

FOLDER = Path(autograd.__file__).parent


@pytest.mark.parametrize("name", ["recorders", "pullbacks"])
def test_the_file_is_what_the_table_makes(name):
    text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert text == getattr(generate, name)(), "run: python -m autograd.generate"


def test_main_writes_both_files_beside_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "__file__", str(tmp_path / "generate.py"))
    generate.main()
    assert {path.name for path in tmp_path.iterdir()} == {"recorders.py", "pullbacks.py"}
    assert (tmp_path / "recorders.py").read_text(encoding="utf-8") == generate.recorders()


def test_every_row_has_a_recorder_and_every_derivative_a_pullback(row):
    assert row.name in recorders.__all__
    swept = row.name in generate.HOT or row.name in pullbacks.PULLBACKS
    assert swept == any(row.partials)


def test_a_recorder_says_what_it_is(row):
    told = getattr(recorders, row.name).__doc__
    assert f"``{row.name}``" in told
    assert " ".join(row.convention.split()) in " ".join(told.split())


def test_rows_in_the_sweep_itself_are_rows():
    assert set(generate.HOT) <= set(PRIMITIVES)

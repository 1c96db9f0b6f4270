"""A verdict drawn: the formula at its point, the blamed step marked."""

from __future__ import annotations

import pytest

import viz
from autograd.check import check
from autograd.check.verdict import Result, Verdict
from autograd.errors import InputError
from viz import notebook
from viz.picture import Role

CLAIMS = {"x": "2*x*sin(y)", "y": "x**2"}


@pytest.fixture(scope="module")
def verdict():
    return check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims=CLAIMS)


def marks(drawing):
    return [
        (box.title, box.text(Role.MARK)) for box in drawing.picture.boxes if box.text(Role.MARK)
    ]


def test_the_blamed_step_of_a_wrong_claim_is_marked(verdict):
    drawing = viz.draw(verdict)
    assert marks(drawing) == [("sin(y)", "dropped chain factor: 1, not cos(y)")]
    assert drawing.picture.title == "∂(x**2*sin(y))/∂y = x**2: wrong"
    values = {box.title: box.text(Role.VALUE) for box in drawing.picture.boxes}
    assert (values["x"], values["y"]) == ("1.5", "2")


def test_a_right_result_is_drawn_without_a_mark(verdict):
    right = next(result for result in verdict.results if result.verdict == "right")
    drawing = viz.draw(right)
    assert marks(drawing) == []
    assert drawing.picture.title.endswith(": right")


def test_further_marks_and_a_title_of_ones_own_are_kept(verdict):
    drawing = viz.draw(verdict, title="Exercise 3")
    assert drawing.picture.title == "Exercise 3"
    assert marks(drawing)


@pytest.mark.parametrize(
    "shown",
    [
        Verdict(()),
        Result("f", "f", "x", "failed"),
        Result("f", "model.py::f", "x", "wrong", point={"x": "1"}),
        Result("f", "x*y", "x", "wrong", point={"x": "many"}),
    ],
)
def test_what_has_no_formula_to_draw_is_told_of(shown):
    with pytest.raises(InputError):
        viz.draw(shown)


def test_a_verdict_shows_its_sentences_and_its_graph(verdict):
    shown = notebook._verdict(verdict)
    assert "the chain-rule factor was dropped" in shown["text/plain"]
    assert shown["text/html"].count("<p>") == 3
    assert "<svg" in shown["text/html"]
    assert shown["image/png"].startswith("iVBOR")


def test_a_verdict_without_a_graph_shows_its_sentences():
    shown = notebook._verdict(Verdict((Result("f", "f.py::f", "x", "failed", reason="<b>no"),)))
    assert set(shown) == {"text/plain"}


def test_ipython_is_told_of_verdicts_by_name(verdict, monkeypatch):
    shells = pytest.importorskip("IPython.core.interactiveshell")
    shell = shells.InteractiveShell()
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    notebook._register_by_name()
    data, _ = shell.display_formatter.format(verdict)
    assert "dropped chain factor: 1, not cos(y)" in data["image/svg+xml"]

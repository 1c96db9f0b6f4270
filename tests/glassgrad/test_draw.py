"""``glassgrad draw``: pictures from the command line, and clear words where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from glassgrad import cli
from viz import engines, set_engine


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder: exit code, what it said, what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(engines.VARIABLE, raising=False)

    def command(*arguments):
        code = cli.run(["draw", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    yield command
    set_engine(None)


@pytest.mark.parametrize("ending", ["svg", "png", "dot"])
def test_a_formula_is_drawn(run, tmp_path, ending):
    name = f"g.{ending}"
    code, out, err = run("x**2*sin(y)", "--at", "x=1.5", "y=2", "-o", name)
    assert (code, err) == (0, "")
    assert out == f"Wrote {name}: Computation graph of the output: 2 inputs, 3 operations.\n"
    assert (tmp_path / name).stat().st_size > 500


def test_the_numbers_are_in_the_picture(run, tmp_path):
    run("-(w*x + b - y)**2/2", "--at", "w=2", "--at", "x=-2", "b=8", "y=2", "-o", "g.svg")
    text = (tmp_path / "g.svg").read_text("utf-8")
    assert "w; value 2; derivative 4" in text
    assert "-(w*x + b - y)**2/2" in text


def test_values_and_derivatives_can_be_left_out(run, tmp_path):
    assert run("x**2", "--at", "x=3", "--no-values", "--no-grads", "-o", "g.dot")[0] == 0
    bare = (tmp_path / "g.dot").read_text("utf-8")
    assert "→" not in bare.replace("x → x ** 2", "").replace("2 → x ** 2", "")
    assert "←" not in bare
    assert "∂" not in bare
    assert run("x**2", "--at", "x=3", "--depth", "1", "-o", "g.dot")[0] == 0
    assert "← 6" in (tmp_path / "g.dot").read_text("utf-8")


def test_a_declared_name_shadows_a_constant_with_a_note(run, tmp_path):
    code, _, err = run("e*2", "--at", "e=3", "-o", "g.dot")
    assert code == 0
    assert err == "Note: e is the variable that --at gives, not the constant.\n"
    assert "→ 6" in (tmp_path / "g.dot").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x**2", "-o", "g.svg"], "No value is given for x"),
        (["x**2", "--at", "x=1", "z=2", "-o", "g.svg"], "has no name z"),
        (["x**2", "--at", "x=1", "-o", "g.bmp"], "ends in '.bmp'"),
        (["x**2", "--at", "x=1", "-o", "no/g.svg"], "Cannot write"),
        (["x**2", "--at", "x=1"], "Missing option '-o'"),
        (["x**2", "--at", "x=one", "-o", "g.svg"], "is not a number"),
        (["f.py::f", "-o", "g.svg"], "f.py is not there"),
        (["t.csv", "-o", "g.svg"], "one formula, not a table"),
        (["x +", "--at", "x=1", "-o", "g.svg"], "^"),
        (["__import__('os')", "-o", "g.svg"], "Error"),
        (["(" * 60_000, "-o", "g.svg"], "Error"),
        (["x", "--at", "x=1", "--depth", "-1", "-o", "g.svg"], "-1 is not in the range"),
        (["+".join(["x"] * 10_001), "--at", "x=1", "-o", "g.svg"], "Error"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_sentence(run, tmp_path, arguments, told):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_an_array_is_no_value_of_a_variable(run, tmp_path):
    numpy = pytest.importorskip("numpy")
    numpy.save(tmp_path / "p.npy", numpy.ones(3))
    code, _, err = run("x**2", "--at", "x=p.npy", "-o", "g.svg")
    assert code == 2
    assert "one number, not an array" in err


@pytest.fixture
def no_graphviz(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))
    monkeypatch.setattr(engines, "_embedded", lambda: None)
    monkeypatch.setattr(engines, "_pygraphviz", lambda: None)


def test_without_graphviz_the_picture_is_left_as_text(run, no_graphviz, tmp_path):
    code, _, err = run("x**2", "--at", "x=3", "-o", "g.svg")
    assert code == 2
    assert "pip install graphviz-pure" in err
    assert "Meanwhile g.dot holds the picture as text." in err
    assert (tmp_path / "g.dot").read_text("utf-8").startswith("digraph")
    assert not (tmp_path / "g.svg").exists()


def test_a_file_of_the_user_is_not_written_over(run, no_graphviz, tmp_path):
    (tmp_path / "g.dot").write_text("mine")
    _, _, err = run("x**2", "--at", "x=3", "-o", "g.svg")
    assert "that file exists" in err
    assert (tmp_path / "g.dot").read_text() == "mine"


def test_a_layout_that_takes_too_long_is_told(run, tmp_path, monkeypatch):
    slow = tmp_path.parent / "slow-dot"
    slow.write_text("#!/bin/sh\nsleep 100\n")
    slow.chmod(0o755)
    set_engine(slow, timeout=0.3)
    code, _, err = run("x**2", "--at", "x=3", "-o", "g.svg")
    assert code == 2
    assert "took more than 0.3 s" in err


USERS = """
import math

import numpy as np


def loss(W, x, n):
    total = 0.0
    for _ in range(n):
        total = total + np.maximum(W @ x, 0).sum()
    return total


def lost(x):
    return math.sin(x)


def nothing(x):
    return 3.0


def broken(x):
    return x.shape[7]
"""


@pytest.fixture
def users(tmp_path):
    (tmp_path / "users.py").write_text(USERS, "utf-8")
    np.save(tmp_path / "W.npy", np.eye(2))
    np.save(tmp_path / "x.npy", np.array([2.0, 3.0]))


@pytest.mark.usefixtures("users")
def test_a_function_in_a_file_is_drawn(run, tmp_path):
    code, out, err = run("users.py::loss", "--at", "W=W.npy", "x=x.npy", "n=2", "-o", "g.dot")
    assert code == 0
    assert out.startswith("Wrote g.dot: ")
    assert err == "Running users.py in this process, as you asked.\n"
    text = (tmp_path / "g.dot").read_text("utf-8")
    assert "W[0,1]" in text
    assert "→ 10" in text


@pytest.mark.usefixtures("users")
@pytest.mark.parametrize(
    ("function", "at", "told"),
    [
        ("lost", ["x=1"], "ops.sin(value)"),
        ("nothing", ["x=1"], "nothing that depends on its arguments"),
        ("broken", ["x=1"], "The function raised AttributeError"),
        ("loss", ["x=1"], "--at does not say what W, n is"),
        ("loss", ["W=1", "x=1", "n=1", "y=1"], "no argument of that name"),
        ("none", ["x=1"], "none"),
    ],
)
def test_a_function_that_cannot_be_drawn_is_told_in_a_sentence(run, function, at, told):
    code, out, err = run(f"users.py::{function}", "--at", *at, "-o", "g.svg")
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err

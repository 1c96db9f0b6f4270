"""``glassgrad program``: functions of the user's own files as NumPy programs."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from glassgrad import cli

FILE = """
from autograd import ops

def loss(x, y, W, b):
    h = [ops.tanh(sum(w * v for w, v in zip(row, x)) + c) for row, c in zip(W, b)]
    return (sum(h) - y) ** 2

def branching(x):
    return x if x > 0 else -x

def failing(x):
    return x.nothing

def one(x):
    return x * x
"""


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in a folder with a file of functions: exit code, output, complaints."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(FILE, "utf-8")
    rng = np.random.default_rng(0)
    np.save(tmp_path / "x.npy", rng.normal(size=4))
    np.save(tmp_path / "W.npy", rng.normal(size=(3, 4)))
    np.save(tmp_path / "b.npy", rng.normal(size=3))

    def command(*arguments):
        code = cli.run(["program", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


LOSS = ["own.py::loss", "--at", "x=x.npy", "y=0.5", "W=W.npy", "b=b.npy", "--shared", "W"]


def test_the_program_is_shown(run):
    code, out, err = run(*LOSS, "--shared", "b")
    assert code == 0
    assert "x @ W.T + b" in out
    assert "W: (3, 4)" in out
    assert "def value_and_grad(x, y, W, b):" in out
    assert "own.py" in err


def test_the_program_written_to_a_file_runs_without_glassgrad(run, tmp_path):
    code, out, _ = run(*LOSS, "--shared", "b", "-o", "step.py")
    assert (code, out) == (0, "Wrote step.py.\n")
    text = (tmp_path / "step.py").read_text("utf-8")
    assert "autograd" not in text
    specification = importlib.util.spec_from_file_location("step", tmp_path / "step.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    rng = np.random.default_rng(1)
    x, y, W, b = (rng.normal(size=shape) for shape in ((7, 4), (7,), (3, 4), (3,)))
    true = (np.tanh(x @ W.T + b).sum(1) - y) ** 2
    np.testing.assert_allclose(module.value(x, y, W, b), true, rtol=1e-13)
    loss, dW, db = module.value_and_grad(x, y, W, b)
    np.testing.assert_allclose(loss, true, rtol=1e-13)
    assert dW.shape == W.shape
    assert db.shape == b.shape


def test_the_explanation_counts_nodes(run):
    code, out, _ = run(*LOSS, "--explain")
    assert code == 0
    assert "scalar nodes" in out
    assert "contract" in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x**2"], "FILE.py::function"),
        (["own.py::loss", "--at", "x=1"], "does not say what y, W, b is"),
        (["own.py::one", "--at", "x=1", "z=2"], "no argument of that name"),
        (["own.py::one", "--at", "x=1", "--shared", "w"], "--shared w"),
        (["own.py::one", "--at", "x=1", "--wrt", "w"], "--wrt w"),
        (["own.py::branching", "--at", "x=1"], "where(condition, a, b)"),
        (["own.py::failing", "--at", "x=1"], "AttributeError"),
        (["own.py::missing", "--at", "x=1"], "no function missing"),
        (["nowhere.py::f"], "not there"),
    ],
)
def test_what_cannot_be_compiled_is_said_in_words(run, arguments, told):
    code, out, err = run(*arguments)
    assert code == 2
    assert told in err
    assert "Traceback" not in err
    assert out == ""

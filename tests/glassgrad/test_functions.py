"""Functions in files of the user: loaded by path, checked, and every failure told in a sentence."""

from __future__ import annotations

import json
import sys

import jsonschema
import numpy as np
import pytest

from autograd.check.verdict import SCHEMA
from glassgrad import cli

LOSS = """
import numpy as np
from model import probabilities

print("this file is being run")

def loss(w, X, y, decay=0.1):
    z = X @ w
    return np.mean(np.logaddexp(0.0, z) - y * z) + decay / 2 * np.sum(w**2)

def gradient(w, X, y, decay=0.1):
    return X.T @ (probabilities(w, X) - y) / len(y) + decay * w

def forgot(w, X, y, decay=0.1):
    return X.T @ (probabilities(w, X) - y) / len(y)

def fails(w, X, y, decay=0.1):
    raise KeyError("where")

number = 3
"""
MODEL = """
import numpy as np

def probabilities(w, X):
    return 1 / (1 + np.exp(-(X @ w)))
"""
AT = ("--at", "w=w.npy", "X=X.npy", "y=y.npy")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the check in a folder that holds the files: exit code, what it said, complaints."""
    rng = np.random.default_rng(5)
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "loss.py").write_text(LOSS)
    (folder / "model.py").write_text(MODEL)
    (folder / "broken.py").write_text("def f(x):\n    return x +\n")
    (folder / "one.py").write_text("def f(x):\n    return x[0]\n")
    (folder / "raises.py").write_text("import numpy as np\nnp.zeros(2)[5]\n")
    (folder / "leaves.py").write_text("import sys\nsys.exit('no')\n")
    np.save(tmp_path / "w.npy", rng.normal(size=4))
    np.save(tmp_path / "X.npy", rng.normal(size=(9, 4)))
    np.save(tmp_path / "y.npy", rng.integers(0, 2, 9))
    np.save(tmp_path / "right.npy", np.ones(3))
    np.save(tmp_path / "objects.npy", np.array([{}], dtype=object), allow_pickle=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["check", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_right_gradient(run):
    code, out, err = run("code/loss.py::loss", "--claim", "code/loss.py::gradient", *AT)
    assert code == 0
    assert err.splitlines() == [
        "Running code/loss.py in this process, as you asked.",
        "this file is being run",
    ]
    assert out.splitlines()[:4] == [
        "loss(w, X, y)",
        "",
        "✓ right  ∂/∂w = gradient  (claim)",
        "  at w = float64 (4,), X = float64 (9, 4), y = int64 (9,)",
    ]


def test_a_wrong_gradient_lists_the_worst_elements(run):
    code, out, _ = run("code/loss.py::loss", "--claim", "w=code/loss.py::forgot", *AT)
    assert code == 1
    assert "the claim lacks the term 0.1 * w (of an L2 regulariser)" in " ".join(out.split())
    assert [line.split()[0] for line in out.splitlines() if line.startswith("  w[")][:4]
    assert "element" in out
    assert "error bar" in out


def test_json_stays_readable(run):
    """What the file prints goes elsewhere."""
    code, out, _ = run(
        "code/loss.py::loss",
        "--claim",
        "code/loss.py::forgot",
        *AT,
        "decay=0.5",
        "--format",
        "json",
    )
    document = json.loads(out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text()))
    (result,) = document["results"]
    assert code == 1
    assert result["name"] == "code/loss.py::loss"
    assert result["point"]["decay"] == "0.5"
    assert result["blame"]["mistake"] == "regulariser"
    assert result["elements"]["wrong"] == 4


def test_without_a_claim_the_engine_is_judged(run):
    code, out, _ = run("code/loss.py::loss", *AT, "--wrt", "w")
    assert code == 0
    assert "✓ right  ∂/∂w" in out


def test_a_claim_of_numbers(run, tmp_path):
    (tmp_path / "sum.py").write_text("import numpy as np\ndef total(v):\n    return np.sum(v)\n")
    np.save(tmp_path / "v.npy", np.array([1.0, 2.0, 3.0], np.float32))
    code, out, _ = run("sum.py::total", "--at", "v=v.npy", "--claim", "v=right.npy")
    assert (code, "float32 (3,)" in out) == (0, True)


MISTAKES = [
    (("lost.py::loss",), "lost.py is not there"),
    (("code::loss",), "code is a folder"),
    (("code/loss.py::los", *AT), "has no function los (did you mean loss?)"),
    (("code/loss.py::number", *AT), "number in code/loss.py is no function"),
    (("code/broken.py::f", "--at", "x=1"), "not Python that can be run: invalid syntax, line 2"),
    (("code/raises.py::f", "--at", "x=1"), "IndexError"),
    (("code/raises.py::f", "--at", "x=1"), "line 2 (`np.zeros(2)[5]`)"),
    (("code/leaves.py::f", "--at", "x=1"), "raised SystemExit: no"),
    (("code/loss.py::fails", *AT), "fails raised KeyError: 'where' (line 18 of"),
    (("code/loss.py::loss", "--at", "w=w.npy"), "No value is given for X, y"),
    (("code/loss.py::loss", *AT, "z=1"), "loss has no argument z"),
    (("code/broken.py",), "'code/broken.py' is a file: say which of its functions"),
    (("code/one.py::f", "--at", "v=1"), "f has no argument v; it takes x."),
    (("code/loss.py::loss", "--at", "w=gone.npy"), "--at w: cannot read gone.npy"),
    (("code/loss.py::loss", "--at", "w=objects.npy"), "--at w: objects.npy"),
    (("code/loss.py::loss", *AT, "--claim", "2*x"), "is no function in a file"),
    (("code/loss.py::loss", *AT, "--claim", "w=2*x"), "or the name of a .npy file"),
    (
        ("code/loss.py::loss", *AT, "--claim", "code/loss.py::gradient", "--claim", "w=w.npy"),
        "answers for all arguments; give it alone",
    ),
    (("code/loss.py::loss", *AT, "--claim", "code/loss.py::fails"), "fails raised KeyError"),
    (("code/loss.py::loss", *AT, "--order", "2"), "--order is for formulas"),
    (("code/loss.py::loss", *AT, "--points", "2"), "--points is for formulas"),
    (("code/loss.py::loss", *AT, "--range", "w=0:1"), "--range is for formulas"),
    (("code/loss.py::loss", *AT, "--wrt", "q"), "given no argument q"),
]


@pytest.mark.parametrize(("arguments", "words"), MISTAKES)
def test_a_mistake_is_one_sentence_and_exit_code_2(run, arguments, words):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_nothing_is_left_behind(run, tmp_path):
    path, wrote = list(sys.path), sys.dont_write_bytecode
    run("code/loss.py::loss", "--claim", "code/loss.py::gradient", *AT)
    assert (sys.path, sys.dont_write_bytecode) == (path, wrote)
    assert not (tmp_path / "code" / "__pycache__").exists()

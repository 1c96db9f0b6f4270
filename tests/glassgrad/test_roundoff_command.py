"""``glassgrad roundoff`` from the command line: what it prints, and its exit codes."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

from autograd.roundoff.report import SCHEMA
from glassgrad import cli


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder: exit code, what it said, what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["roundoff", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_formula(run):
    code, out, err = run("exp(x) - 1", "--at", "x=1e-12")
    assert (code, err) == (0, "")
    assert "  4.1 digits are right" in out
    assert "It grows at exp(x) - 1: 40 of 53 bits are lost there." in out
    assert "Write instead\n  expm1(x)\n" in out
    assert max(map(len, out.splitlines())) <= 100


def test_a_good_result_is_met_with_silence(run):
    code, out, _ = run("log(1 + x)*x/((1 + x) - 1)", "--at", "x=1e-12")
    assert code == 0
    assert out.splitlines()[-1].startswith("  all digits are right")


def test_json_in_another_precision(run):
    code, out, _ = run("(1 + h) - (1 - h)", "--at", "h=1e-4", "--precision", "float32",
                       "--format", "json")  # fmt: skip
    told = json.loads(out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert code == 0
    assert told["precision"] == "float32"
    assert told["remedies"][0]["formula"] == "2*h"


def test_a_range(run):
    code, out, _ = run("sqrt(x + 1) - sqrt(x)", "--range", "x=0:1e12", "--points", "40")
    assert code == 0
    assert "(the worst of 40 points)" in out
    assert "  1/(sqrt(x + 1) + sqrt(x))\n" in out


def test_a_function_of_a_file(run, tmp_path):
    (tmp_path / "loss.py").write_text(
        "import numpy as np\n\ndef loss(w, y):\n"
        "    z = np.exp(w)\n    return -np.log(z[0] / np.sum(z)) + y\n"
    )
    np.save(tmp_path / "w.npy", np.array([1000.0, 0.0]))
    code, out, err = run("loss.py::loss", "--at", "w=w.npy", "y=0")
    assert code == 0
    assert "Running loss.py in this process" in err
    assert "exp(w[0]) (loss.py:4), which becomes inf in float64" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["log(1 +"], "Error: "),
        (["x", "--at", "y=1"], "the formula has no name y"),
        (["table.csv"], "not a table"),
        (["x", "--range", "x=2:1"], "above the upper end"),
        (["missing.py::f", "--at", "x=1"], "missing.py is not there"),
        (["x", "--at", "x=1", "--precision", "float128"], "float128"),
        (["log(-1 - x*x)"], "no exact value at any point"),
    ],
)
def test_what_cannot_be_analysed(run, arguments, sentence):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert sentence in err
    assert "Traceback" not in err


def test_the_steps_are_drawn(run, tmp_path):
    code, out, err = run("log(1 + x)", "--at", "x=1e-12", "--draw", "steps.svg")
    assert code == 0
    assert "4.1 digits are right" in out
    assert "steps.svg" in err
    assert "+40 bits" in (tmp_path / "steps.svg").read_text("utf-8")


def test_the_accuracy_over_a_range_is_drawn(run, tmp_path):
    pytest.importorskip("matplotlib")
    code, _, err = run(
        "x - sin(x)", "--range", "x=-3:3", "--points", "48", "--draw", "accuracy.svg"
    )
    assert code == 0
    assert "accuracy.svg" in err
    assert "It switches over at" in (tmp_path / "accuracy.svg").read_text("utf-8")


def test_a_picture_of_no_known_kind(run, tmp_path):
    code, _, err = run("log(1 + x)", "--at", "x=1e-12", "--draw", "steps.bmp")
    assert code == 2
    assert "ends in '.bmp'" in err
    assert not list(tmp_path.iterdir())

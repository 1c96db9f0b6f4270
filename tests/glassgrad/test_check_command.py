"""``glassgrad check`` from the command line: what it prints, its files, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from autograd.check.verdict import SCHEMA
from glassgrad import cli

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "glassgrad" / "examples"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command in an empty folder: exit code, what it said, what it complained of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["check", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_formula(run):
    code, out, err = run("x**2*sin(y)", "--at", "x=1.5", "y=2")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "x**2*sin(y)",
        "",
        "✓ right  ∂/∂x = 2*x*sin(y)",
        "  at x = 1.5, y = 2",
        "  the witnesses agree to 16 digits",
        "  reverse   2.727892280477045                                    16 digits",
        "  forward   2.727892280477045                                    16 digits",
        "  symbolic  2.7278922804770450861880595977352345281067649143437  50 digits",
        "  numeric   2.7278922804770450861880595977352345281067649143437  50 digits",
        "  rigorous  2.727892280477045086188059597735234528               38 digits",
        "",
        "✓ right  ∂/∂y = x**2*cos(y)",
        "  at x = 1.5, y = 2",
        "  the witnesses agree to 16 digits",
        "  reverse   -0.9363303822310705                                    16 digits",
        "  forward   -0.9363303822310705                                    16 digits",
        "  symbolic  -0.93633038223107037074452851637671492697350173491998  50 digits",
        "  numeric   -0.93633038223107037074452851637671492697350173491998  50 digits",
        "  rigorous  -0.936330382231070370744528516376714927                39 digits",
    ]


def test_a_wrong_claim(run):
    code, out, _ = run("x**2*sin(y)", "--at", "x=1.5", "y=2", "--claim", "x=2*x*sin(y)*(1+1e-4)")
    assert code == 1
    assert "✗ wrong  ∂/∂x = 2*x*sin(y)*(1+1e-4)  (claim)" in out
    assert "the claim gives 2.728165, the derivative is 2.727892" in out
    assert "the derivative is 2*x*sin(y)\n" in out
    assert "claim     2.728|16506970509279069667840" in out


def test_a_right_claim_of_a_formula_that_begins_with_a_minus(run):
    code, out, _ = run("-x**2", "--at", "x=3", "--claim", "x=-2*x")
    assert code == 0
    assert "proven" in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["abs(x)", "--at", "x=0"], 1, "its slope is -1 on the left and 1 on the right"),
        (["abs(x)", "--at", "x=0", "--undecidable", "warn"], 0, "? undecidable"),
        (["log(x)", "--at", "x=0"], 1, "it needs x > 0"),
        (["1/x", "--at", "x=0"], 1, "it needs x != 0"),
        (["where(x>0,x,0)-where(-x>0,-x,0)", "--at", "x=0"], 1, "where the derivative is 1"),
        (["x**3", "--order", "2", "--at", "x=2"], 0, "∂²/∂x² = 6*x"),
        (["x**3*y", "--wrt", "x,y"], 0, "∂²/∂x∂y = 3*x**2"),
        (["x*y", "--wrt", "y", "--range", "x=1:2", "y=0:1", "--points", "3"], 0, "3 points"),
        (["log(x)"], 0, "Note: no point was given: 5 points of the formula's own domain"),
        (["e*x", "--at", "e=3", "x=1"], 0, "Note: e is the name that you declared"),
        (["abs(x - 0.5)", "--at", "x=0.500000003"], 0, "a kink is near: at x = 0.5"),
    ],
)
def test_verdicts_and_exit_codes(run, arguments, code, words):
    found, out, _ = run(*arguments)
    assert (found, words in out) == (code, True), out


MISTAKES = [
    (["x*q"], {"at": "x=1"}, "No value is given for q"),
    (["x"], {"at": "q=1"}, "has no name q"),
    (["x"], {"wrt": "q"}, "has no name q"),
    (["x"], {"claim": "q=1"}, "has no name q"),
    (["x"], {"range": "q=0:1"}, "has no name q"),
    (["x"], {"claim": "x=q"}, "uses q"),
    (["x"], {"claim": "x=2*"}, "formula ends"),
    (["x"], {"at": "x=one"}, "'one' is not a number"),
    (["x"], {"at": "x=nan"}, "not a finite number"),
    (["x"], {"at": "x=w.npy"}, "annot read w.npy"),
    (["x"], {"range": "x=2:1"}, "above the upper end"),
    (["x"], {"points": "0"}, "not in the range"),
    (["x"], {"points": "150000000"}, "points is a whole number"),
    (["x"], {"order": "9"}, "not in the range"),
    (["x"], {"format": "xml"}, "'xml' is not one of"),
    (["x"], {"output": "no/such/folder/x.json"}, "Cannot write"),
    (["x +"], {}, "formula ends"),
    ([""], {}, "empty"),
    (["2 + 3"], {}, "nothing to differentiate"),
    (["x^2"], {}, "use `**`"),
    (["__import__('os').system('ls')"], {}, "There is no function __import__"),
    (["9**9**9**9"], {}, "exponent may be at most"),
    (["9**9**9**9*x"], {}, "exponent may be at most"),
    (["(" * 60_000 + "x" + ")" * 60_000], {}, "at most 100,000 characters"),
    (["(" * 40_000 + "x" + ")" * 40_000], {}, "brackets are inside one another"),
    (["log(-1 - x**2)"], {}, "No point was found"),
    (["asin(x)"], {"range": "x=5:6"}, "no finite value at any point"),
    (["model.py::loss"], {}, "model.py is not there"),
    (["nowhere.csv"], {}, "Cannot read nowhere.csv"),
    (["table.csv"], {"at": "x=1"}, "--at is for one formula"),
]


@pytest.mark.parametrize(("arguments", "options", "words"), MISTAKES)
def test_a_mistake_is_one_sentence_and_exit_code_2(run, arguments, options, words):
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    code, out, err = run(*arguments, *given)
    assert code == 2
    assert words in err + out
    assert "Traceback" not in err + out
    assert len((err + out).splitlines()) <= 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["x**2*sin(y)", "--at", "x=1.5", "y=2"], 0),
        (["1/x", "--at", "x=0"], 1),
        (["__import__('os')"], 2),
        (["9**9**9**9"], 2),
    ],
)
def test_in_a_process_of_its_own(arguments, code, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "glassgrad", "check", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert ran.returncode == code
    assert "Traceback" not in ran.stderr
    assert bool(ran.stderr) == (code == 2)
    assert "\x1b" not in ran.stdout  # no colours into a pipe


def test_json(run):
    code, out, err = run("x**2", "--at", "x=3", "--claim", "x=2*x", "--format", "json")
    found = json.loads(out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    assert (code, found["summary"]["right"]) == (0, 1)
    assert err.startswith("Note: besides the point given")


def test_a_file_instead_of_the_screen(run, tmp_path):
    code, out, _ = run("x**2", "--at", "x=3", "--format", "json", "--output", "v.json")
    assert (code, out) == (0, "Wrote v.json: 1 formula, 1 derivative: 1 right\n")
    assert json.loads((tmp_path / "v.json").read_text("utf-8"))["version"] == 1
    code, _, _ = run("abs(x)", "--at", "x=0", "--output", "v.txt")
    assert code == 1
    text = (tmp_path / "v.txt").read_text("utf-8")
    assert "? undecidable" in text
    assert "\x1b" not in text
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["v.json", "v.txt"]


TABLE = """\
name,formula,ranges,at,claims,source
ok,x**2,x=0:1,,x=2*x,a book
wrong,x**2*sin(y),x=0:1;y=1:2,,x=2*x*cos(y);y=x**2*cos(y),
bad,x**^2,x=0:1,,,
kink,abs(x),,x=0,,
"""


def test_a_table(run, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    code, out, err = run("t.csv", "--points", "2")
    assert code == 2
    assert err == ""  # no progress bar where there is no terminal
    assert out.splitlines()[:6] == [
        "   name        formula      derivatives  digits",
        "✓  ok          x**2                   1      50",
        "✗  wrong       x**2*sin(y)       1 of 2       0",
        "!  bad         x**^2             0 of 1",
        "?  kink        abs(x)            0 of 1",
        "",
    ]
    assert "✗ wrong  wrong  ∂/∂x = 2*x*cos(y)  (claim)" in out
    assert "4 formulas, 5 derivatives: 2 right, 1 wrong, 1 undecidable, 1 failed" in out
    assert "Note: the column 'source' is not read." in out


def test_a_table_as_json_keeps_every_row(run, tmp_path):
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    code, out, _ = run("t.csv", "--points", "2", "--format", "json")
    found = json.loads(out)
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    assert code == 2
    assert [r["name"] for r in found["results"]] == ["ok", "wrong", "wrong", "bad", "kink"]
    bad = found["results"][3]
    assert (bad["verdict"], bad["variable"]) == ("failed", None)
    assert "(column 4)" in bad["reason"]


def test_a_table_without_mistakes_ends_with_0(run, tmp_path):
    (tmp_path / "t.csv").write_text("formula,at\nx**2,x=1\nx*y,x=1;y=2\n", "utf-8")
    code, out, _ = run("t.csv")
    assert code == 0
    assert "2 formulas, 3 derivatives: 3 right" in out


@pytest.mark.slow
def test_the_example_table(run):
    code, out, _ = run(str(EXAMPLES / "feynman.csv"), "--points", "3")
    assert code == 0
    assert "50 formulas, 184 derivatives: 184 right" in out

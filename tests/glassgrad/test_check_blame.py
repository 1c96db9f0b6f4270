"""What the command shows of a wrong claim: underlined, drawn, explained, in LaTeX."""

from __future__ import annotations

import pytest

from glassgrad import cli

WRONG = ("x**2*sin(y)", "--at", "x=1.5", "y=2", "--claim", "y=x**2")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["check", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.mark.parametrize("columns", [40, 60, 100, 120])
def test_the_blamed_step_is_underlined(run, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, _ = run(*WRONG)
    assert code == 1
    lines = out.splitlines()
    assert all(len(line) <= columns for line in lines)
    place = next(k for k, line in enumerate(lines) if line.strip("^ ") == "" and "^" in line)
    start, end = lines[place].index("^"), lines[place].rindex("^") + 1
    assert lines[place - 1][start:end] == "sin(y)"
    told = " ".join(line.strip() for line in lines[place + 1 : place + 4])
    assert told.startswith("at `sin(y)` the claim uses 1 where cos(y) belongs: the chain-rule")


def test_a_long_formula_is_cut_around_the_step(run):
    formula = "+".join(f"x**{k}" for k in range(2, 60)) + "+sin(x**2)"
    right = "+".join(f"{k}*x**{k - 1}" for k in range(2, 60))
    code, out, _ = run(formula, "--at", "x=0.9", "--claim", f"x={right}+cos(x**2)")
    assert code == 1
    lines = out.splitlines()
    place = next(k for k, line in enumerate(lines) if line and not line.strip("^ "))
    start, end = lines[place].index("^"), lines[place].rindex("^") + 1
    assert lines[place - 1][start:end] == "x**2"
    assert lines[place - 1].strip().startswith("…")


def test_without_colours_there_are_no_escapes(run, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    _, out, _ = run(*WRONG)
    assert "\x1b[31" not in out
    assert "\x1b[32" not in out


def test_colours_mark_what_is_used_and_what_belongs(run, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    _, out, _ = run(*WRONG)
    assert "\x1b[1;31m1\x1b[0m where \x1b[1;32mcos(y)\x1b[0m" in out


def test_explain_tells_every_step(run):
    code, out, _ = run(*WRONG, "--explain")
    assert code == 1
    for name in ("place", "reverse", "symbolic", "numeric", "rigorous", "truth", "rule", "verdict"):
        assert any(line.strip().startswith(name) for line in out.splitlines())
    text = " ".join(out.split())
    assert "no tolerance is guessed" in text
    assert "wrong, because the claim gives 2.25" in text
    _, out, _ = run("abs(x)", "--at", "x=0", "--explain")
    text = " ".join(out.split())
    assert "show: kink; no witness can change that" in text
    _, out, _ = run("log(x)", "--at", "x=0", "--explain")
    assert "so no witness is asked" in " ".join(out.split())


@pytest.mark.parametrize("ending", ["svg", "dot"])
def test_the_picture_marks_the_step(run, tmp_path, ending):
    code, out, _ = run(*WRONG, "--draw", f"wrong.{ending}")
    assert code == 1
    assert f"Wrote wrong.{ending}: " in out
    text = (tmp_path / f"wrong.{ending}").read_text("utf-8")
    assert "dropped chain factor: 1, not cos(y)" in text


def test_a_right_claim_can_be_drawn_too(run, tmp_path):
    code, _, _ = run("x**2", "--at", "x=3", "--claim", "x=2*x", "--draw", "right.dot")
    assert code == 0
    assert "look here" not in (tmp_path / "right.dot").read_text("utf-8")


def test_latex_in_and_out(run):
    arguments = (r"\frac{1}{2} m v^2 \sin\theta", "--latex", "--claim", r"v=m v \sin \theta")
    code, out, err = run(*arguments)
    assert code == 0
    assert "Note: the formula was read as 1/2*m*v**2*sin(theta)." in err
    assert "Note: the claim on v was read as m*v*sin(theta)." in err
    assert r"in LaTeX: m v \sin" in out


def test_an_ambiguous_formula_is_refused(run):
    code, out, err = run(r"\sin x y", "--latex")
    assert (code, out) == (2, "")
    assert "Error:" in err


@pytest.mark.parametrize("option", [("--draw", "x.svg"), ("--latex",)])
def test_some_options_are_for_one_formula(run, tmp_path, option):
    (tmp_path / "t.csv").write_text("formula\nx**2\n", "utf-8")
    code, _, err = run("t.csv", *option)
    assert code == 2
    assert f"{option[0]} is for one formula" in err


def test_a_table_shows_the_blame_too(run, tmp_path):
    (tmp_path / "t.csv").write_text("name,formula,claims\na,x**3,x=3*x**3\n", "utf-8")
    code, out, _ = run("t.csv")
    assert code == 1
    assert "the exponent was brought down but not lowered by one" in " ".join(out.split())

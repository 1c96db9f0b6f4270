"""Fifty formulas of physics: every witness agrees, true claims are right, mistakes are wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograd.check import Verdict, check, symbolic
from autograd.errors import CheckError
from autograd.expression import Expression, Instruction, parse
from glassgrad import tables

ROOT = Path(__file__).parents[3]
ROWS = tables.read(ROOT / "glassgrad" / "examples" / "feynman.csv").rows
SAMPLE = ROWS[::6]
POINTS = 3


def judged(row: tables.Row, claims: dict[str, str] | None = None) -> Verdict:
    ranges = row.options()["ranges"]
    return check(row.formula, claims=claims, ranges=ranges, points=POINTS, simplify=False)


def derivatives(row: tables.Row) -> dict[str, Expression]:
    formula = parse(row.formula)
    return {name: symbolic.derivative(formula, (name,)) for name in formula.names}


def without_a_factor(formula: Expression) -> str:
    """The formula with its first product or quotient cut down to the first operand; 1 for a
    formula that has neither."""
    cut = next((p for p, step in enumerate(formula.tape) if step.op in ("mul", "div")), None)
    if cut is None:
        return "1"
    kept = formula.tape[cut].operands[0]
    tape = [
        replace(step, operands=tuple(kept if o == cut else o for o in step.operands))
        for step in formula.tape
    ]
    last = len(tape) - 1
    return Expression("", formula.names, tuple(tape)).formula(kept if cut == last else last)


def mistakes(formula: Expression) -> dict[str, str]:
    """The derivative with each kind of mistake made in it."""
    found = {
        "scaled": f"({formula.text})*(1 + 1e-4)",
        "sign": f"-({formula.text})",
        "factor": without_a_factor(formula),
    }
    if any(step.text == "pi" for step in formula.tape):
        short = tuple(
            Instruction("number", text="3.14159") if step.text == "pi" else step
            for step in formula.tape
        )
        found["pi"] = Expression("", formula.names, short).formula()
    return found


def check_row(row: tables.Row) -> None:
    verdict = judged(row)
    assert verdict.outcome == "right", str(verdict)
    for result in verdict.results:
        assert all(result.witnesses.values())
        assert result.digits >= 12
        assert len(result.derivative) > 45 or "." not in result.derivative[45:]
        assert result.points == POINTS
    true = derivatives(row)
    claims = {name: formula.text for name, formula in true.items()}
    assert judged(row, claims).outcome == "right"
    for kind in ("scaled", "sign", "factor", "pi"):
        wrong = {
            name: made[kind]
            for name, formula in true.items()
            if kind in (made := mistakes(formula)) and _differs(made[kind], formula)
        }
        if wrong:
            for result in judged(row, wrong).results:
                assert result.verdict == "wrong", (kind, result)


def _differs(claim: str, true: Expression) -> bool:
    """Whether the mistake changed anything: 0 keeps its sign."""
    try:
        return not symbolic.identical(parse(claim), true)
    except CheckError:
        return True


@pytest.mark.parametrize("formula", SAMPLE, ids=lambda row: row.name)
def test_a_sample_of_the_formulas(formula):
    check_row(formula)


@pytest.mark.slow
@pytest.mark.parametrize("formula", ROWS, ids=lambda row: row.name)
def test_all_formulas(formula):
    check_row(formula)


def test_the_mistakes_are_mistakes():
    true = symbolic.derivative(parse("x**2*sin(y)/(4*pi)"), ("x",))
    assert mistakes(true) == {
        "scaled": "(x*sin(y)/(2*pi))*(1 + 1e-4)",
        "sign": "-(x*sin(y)/(2*pi))",
        "factor": "x/(2*pi)",
        "pi": "x*sin(y)/(2*3.14159)",
    }


def test_the_table_is_whole():
    assert len(ROWS) == 50
    assert not [row for row in ROWS if row.error or not row.ranges]
    assert "eaay2631" in (ROOT / "glassgrad" / "examples" / "README.md").read_text("utf-8")

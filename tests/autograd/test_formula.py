"""The table's formulas as functions over an arithmetic."""

from __future__ import annotations

import math

import pytest

from autograd import Value, formula
from autograd.arithmetic import FLOAT
from autograd.formula import over, rules
from autograd.primitives import PRIMITIVES
from autograd.recording import RECORDING


def test_one_text_runs_on_floats_and_on_values():
    text = over("x*sin(y) + pi", ("x", "y"))
    recorded = text(RECORDING, Value(2.0), Value(0.5))
    assert recorded.data == text(FLOAT, 2.0, 0.5) == 2 * math.sin(0.5) + math.pi


def test_a_formula_is_compiled_once():
    assert over("x*x", ("x",)) is over("x*x", ("x",))
    assert rules("tanh") is rules("tanh")


def test_a_compiled_formula_sees_no_builtins():
    assert over("x", ("x",)).__globals__["__builtins__"] == {}


@pytest.mark.parametrize("text", ["(lambda: x)()", "x.real()", "x[0]", "x @ y", "0 < x < 1"])
def test_what_is_not_in_the_notation_is_refused(text):
    with pytest.raises((ValueError, KeyError, AttributeError, TypeError)):
        formula.over.__wrapped__(text, ("x", "y"))(FLOAT, 1.0, 2.0)


def test_an_unknown_function_is_no_operation_of_the_arithmetic():
    with pytest.raises(AttributeError, match="FloatArithmetic has no operation 'sine'"):
        over("sine(x)", ("x",))(FLOAT, 1.0)


def test_rules_of_a_row_that_selects_are_conditions():
    of_c, of_x, of_y = rules("where")
    assert of_c is None
    assert of_x(FLOAT, 1.0, 5.0, 6.0, 5.0, 0.3) == 1.0
    assert not of_y(FLOAT, 1.0, 5.0, 6.0, 5.0, 0.3)


def test_rules_of_other_rows_are_products():
    of_x, of_y = rules("mul")
    assert (of_x(FLOAT, 3.0, 4.0, 12.0, 2.0), of_y(FLOAT, 3.0, 4.0, 12.0, 2.0)) == (8.0, 6.0)
    assert rules("floor") == (None,)


def test_every_formula_of_the_table_speaks_of_rows_alone(row):
    for text in filter(None, [row.value, row.domain, *row.partials]):
        over(text, (*row.operands, "r"))
    for kink in row.kinks:
        over(kink.zero, row.operands)
        if kink.when:
            over(kink.when, row.operands)
    assert row.name in PRIMITIVES

"""The error bar of float derivatives: it holds, and it is not far too wide."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograd.check import points
from autograd.check.conditioning import error_bar
from autograd.check.judge import judge
from autograd.check.question import Question
from autograd.expression import parse
from autograd.expression.derivatives import recorded


def ask(formula: str, variables: tuple[str, ...], **numbers: str) -> Question:
    expression = parse(formula)
    at = {name: Decimal(text) for name, text in numbers.items()}
    return Question(expression, variables, points.given(expression, at))


CASES = [
    ("x**2*sin(y)", ("x",), {"x": "1.5", "y": "2"}),
    ("x**2*sin(y)", ("x", "x"), {"x": "1.5", "y": "2"}),
    ("(1 - cos(x))/x**2", ("x",), {"x": "1e-5"}),
    ("x*(0.1 + 0.2 - 0.3)", ("x",), {"x": "1"}),
    ("sin(x)", ("x",), {"x": "1e10"}),
    ("x - pi", ("x",), {"x": "3"}),
    ("tan(x)", ("x",), {"x": "1.5707963267"}),
    ("lgamma(x)", ("x",), {"x": "2.0000001"}),
    ("log(x)", ("x",), {"x": "1e-300"}),
    ("exp(x)", ("x",), {"x": "-740"}),
]


@pytest.mark.parametrize(("formula", "variables", "numbers"), CASES)
def test_the_float_derivative_lies_within_its_bar(formula, variables, numbers):
    judged = judge(ask(formula, variables, **numbers))
    assert judged.verdict == "right"
    reading = judged.readings["reverse"]
    assert abs(reading.number - judged.truth.number) <= reading.bar


def test_a_well_conditioned_derivative_has_a_narrow_bar():
    question = ask("x**2*sin(y)", ("x",), x="1.5", y="2")
    assert error_bar(*question) < 3e-14


def test_cancellation_widens_the_bar():
    assert error_bar(*ask("(1 - cos(x))/x**2", ("x",), x="1e-7")) > 1


def test_a_derivative_is_recorded_as_it_is_computed():
    question = ask("x**2*y", ("x", "y"), x="1.5", y="2")
    assert recorded(question.expression, ("x",))(1.5, 2.0) == 6.0
    assert recorded(question.expression, ("x", "y"))(1.5, 2.0) == 3.0


TERMS = "x  sin(x)  x*y  0.1*y  exp(x)  x/y  -x  1e8  -1e8  x**3  log(y)  sqrt(y)  tanh(x*y)"
SUMS = st.lists(st.sampled_from(TERMS.split()), min_size=1, max_size=6)


@settings(max_examples=60)
@given(SUMS, SUMS, st.decimals("0.01", "10", places=4), st.decimals("0.01", "10", places=4))
def test_no_right_derivative_is_called_wrong(above, below, x, y):
    expression = parse(f"({' + '.join(above)})*({' + '.join(below)})", ("x", "y"))
    assume("x" in expression.names)
    at = {"x": x, "y": y}
    judged = judge(Question(expression, ("x",), points.given(expression, at)))
    assert judged.verdict == "right", judged.reason

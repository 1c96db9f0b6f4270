"""Round-off of derivatives: the same blame on the backward graph."""

from __future__ import annotations

import math

import numpy as np
import pytest
from mpmath import mp, mpf

from autograd import derivative
from autograd.errors import InputError
from autograd.expression import parse
from autograd.roundoff import roundoff


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        ("x**2*sin(y)", {"x": 1.5, "y": 2.0}),
        ("exp(x*y)/(1 + x)", {"x": 0.3, "y": 2.0}),
        ("sqrt(x + 1) - sqrt(x) + y", {"x": 1e12, "y": 0.0}),
    ],
)
def test_value_and_truth_are_those_of_the_derivative(formula, at):
    report = roundoff(formula, at, wrt="x")
    expression = parse(formula)
    reverse = derivative(lambda x: expression(x=x, y=at["y"]))(at["x"])
    assert math.isclose(report.value, reverse, rel_tol=1e-15)
    with mp.workdps(80):
        f = {name: mpf(number) for name, number in at.items()}
        truth = mp.diff(
            lambda x: {
                "x**2*sin(y)": lambda: x**2 * mp.sin(f["y"]),
                "exp(x*y)/(1 + x)": lambda: mp.exp(x * f["y"]) / (1 + x),
                "sqrt(x + 1) - sqrt(x) + y": lambda: mp.sqrt(x + 1) - mp.sqrt(x) + f["y"],
            }[formula](),
            f["x"],
        )
        assert math.isclose(float(report.exact), float(truth), rel_tol=1e-15)
    assert report.exactly


def test_a_derivative_that_cancels_is_blamed_where_it_does():
    report = roundoff("sqrt(x + 1) - sqrt(x)", {"x": 1e12}, wrt="x")
    assert report.formula == "∂(sqrt(x + 1) - sqrt(x))/∂x"
    assert report.kind == "cancellation"
    assert report.digits < 6
    good = roundoff("1/(sqrt(x + 1) + sqrt(x))", {"x": 1e12}, wrt="x")
    assert good.good


def test_the_derivative_of_a_function_by_an_element():
    def loss(w):
        z = np.exp(w)
        return -np.log(z[0] / np.sum(z))

    report = roundoff(loss, np.array([30.0, -10.0]), wrt="w[0]")
    assert report.formula == "∂loss/∂w[0]"
    assert report.kind in ("cancellation", "absorption")
    assert roundoff(loss, np.array([1.0, 2.0]), wrt="w[1]").good


def test_names_that_are_not_there():
    with pytest.raises(InputError, match="no name y"):
        roundoff("x*x", {"x": 1}, wrt="y")
    with pytest.raises(InputError, match="at a point"):
        roundoff("x*x", wrt="x")
    with pytest.raises(InputError, match="no input v"):
        roundoff(lambda x: x * x, 1.0, wrt="v")

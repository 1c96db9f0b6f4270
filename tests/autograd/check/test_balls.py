"""Every row of the table over balls: at 100 bits the enclosure holds mpmath's number."""

from __future__ import annotations

import random

import pytest
from flint import ctx
from mpmath import mp, mpf

from autograd.check.balls import BallArithmetic, Undecided
from autograd.check.precise import precise
from autograd.check.rigorous import BITS, Enclosure, Refusal, enclose, enclose_along, enclosed_value
from autograd.expression import parse
from autograd.expression.expression import Expression
from autograd.expression.tape import NAME, NUMBER, Instruction
from autograd.primitives import PRIMITIVES

M = precise(80)
ORDERS = ("polygamma", "sinc_derivative")  # their first operand is a whole number


def row_expression(name: str, order: int = 2) -> Expression:
    """A row as a formula of its operands."""
    row = PRIMITIVES[name]
    tape = [
        Instruction(NUMBER, text=str(order))
        if name in ORDERS and place == 0
        else Instruction(NAME, text=operand)
        for place, operand in enumerate(row.operands)
    ]
    names = tuple(step.text for step in tape if step.op == NAME)
    tape.append(Instruction(name, tuple(range(len(row.operands)))))
    return Expression("", names, tuple(tape))


def sampled(name: str, seed: int) -> dict[str, str]:
    """A point of the row's own intervals, as short decimals."""
    source = random.Random(f"{name} {seed}")
    row = PRIMITIVES[name]
    return {
        operand: f"{source.uniform(low, high):.5g}"
        for operand, (low, high) in zip(row.operands, row.intervals, strict=True)
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", PRIMITIVES)
def test_value_and_derivatives_lie_in_their_enclosures(name, seed):
    f = row_expression(name)
    point = {n: text for n, text in sampled(name, seed).items() if n in f.names}
    env = {n: M.number(text) for n, text in point.items()}
    value = f.evaluate(M, env)
    if not M.finite(value):
        pytest.skip("the row has no value at this point of its intervals")
    found = enclosed_value(f, point)
    assert isinstance(found, Enclosure), (point, found)
    assert found.certified or found.ball.contains(0)
    assert close(found, value)
    for variable in f.names:
        try:
            slope = M.mp.diff(lambda x, v=variable: f.evaluate(M, {**env, v: x}), env[variable],
                              h=M.mp.mpf(10) ** -25)  # fmt: skip
        except (ValueError, ZeroDivisionError):
            continue
        derivative = enclose(f, point, variable)
        assert isinstance(derivative, Enclosure), (point, derivative)
        assert derivative.certified or derivative.ball.contains(0)
        assert abs(derivative.midpoint() - slope) <= 1e-20 * max(1, abs(slope)), (point, variable)


def close(found: Enclosure, value: mpf) -> bool:
    """Whether mpmath's number, right to some 75 digits, agrees to 100 bits with the enclosure."""
    with mp.workdps(80):
        return bool(
            abs(found.midpoint() - value) <= mpf(2) ** -98 * max(abs(value), mpf(10) ** -30)
        )


@pytest.mark.parametrize(
    ("formula", "point", "variable", "derivative"),
    [
        ("x**2*sin(y)", {"x": "1.5", "y": "2"}, "x", "2*x*sin(y)"),
        ("exp(-x**2/2)/sqrt(2*pi)", {"x": "0.7"}, "x", "-x*exp(-x**2/2)/sqrt(2*pi)"),
        ("log(x)/x", {"x": "1e-8"}, "x", "(1 - log(x))/x**2"),
        ("(1 - cos(x))/x**2", {"x": "1e-9"}, "x", "(x*sin(x) - 2 + 2*cos(x))/x**3"),
        ("sqrt(x + 1e20) - sqrt(x)", {"x": "3"}, "x", "1/(2*sqrt(x + 1e20)) - 1/(2*sqrt(x))"),
        ("lgamma(x)", {"x": "0.1"}, "x", "digamma(x)"),
        ("gamma(x)", {"x": "-1.5"}, "x", "gamma(x)*digamma(x)"),
        ("atan2(x, y)", {"x": "-2", "y": "-3"}, "y", "-x/(x**2 + y**2)"),
        ("x**y", {"x": "2", "y": "0.5"}, "y", "x**y*log(x)"),
        ("erf(x)", {"x": "3"}, "x", "2*exp(-x**2)/sqrt(pi)"),
    ],
)
def test_derivatives_are_certified_to_a_hundred_bits(formula, point, variable, derivative):
    found = enclose(parse(formula), point, variable)
    assert isinstance(found, Enclosure)
    assert found.bits >= BITS
    right = parse(derivative)
    m = precise(120)
    number = right.evaluate(m, {name: m.number(point[name]) for name in right.names})
    with mp.workdps(120):
        assert abs(found.midpoint() - number) <= abs(number) * mpf(2) ** -98


def test_precision_grows_until_it_is_enough():
    f = parse("(exp(x) - 1 - x - x**2/2)/x**3")
    found = enclose(f, {"x": "1e-60"}, "x")
    assert found.certified  # 180 digits cancel, so 128 bits were not enough
    with mp.workdps(50):
        assert abs(found.midpoint() - mpf(1) / 24) < mpf(10) ** -30


@pytest.mark.parametrize(
    ("formula", "x", "why"),
    [
        ("abs(x)", "0", "abs at 0"),
        ("floor(x)", "3", "floor at a whole number"),
        ("log(x)", "-1", "log of a negative number"),
        ("1/x", "0", "a division"),
        ("max(x, 2*x)", "0", "a maximum of equals"),
        ("where(x > 1, x, 2)", "1", "a comparison"),
        ("gamma(x)", "-2", ""),
        ("acosh(x)", "0.5", "acosh outside"),
        ("asin(x)", "2", "asin outside"),
        ("sqrt(x)", "-1", "sqrt of a negative"),
        ("x**0.5", "-1", "a negative number to a power"),
        ("relu(x)", "0", "relu"),
    ],
)
def test_it_says_when_it_cannot(formula, x, why):
    found = enclose(parse(formula), {"x": x}, "x")
    assert isinstance(found, Refusal)
    assert why in found.reason


def test_a_derivative_of_zero_that_rounding_hides_is_not_certified():
    found = enclose(parse("sin(x)**2 + cos(x)**2"), {"x": "0.3"}, "x")
    assert isinstance(found, Enclosure)
    assert not found.certified
    assert found.ball.contains(0)


def test_exact_derivatives_are_certified_at_once():
    found = enclose(parse("3*x + 2"), {"x": "0.1"}, "x")
    assert found.certified
    assert found.ball.is_exact()
    assert found.midpoint() == 3
    assert found.holds(mpf(3))
    assert not found.holds(mpf("3.0000001"))


@pytest.mark.parametrize(("order", "derivative"), [(1, "4"), (2, "12"), (3, "24"), (4, "24")])
def test_orders(order, derivative):
    assert enclose(parse("x**4"), {"x": "1"}, "x", order).midpoint() == mpf(derivative)


def test_directions():
    found = enclose_along(parse("x*y"), {"x": "2", "y": "3"}, {"x": 1, "y": -1})
    assert found.midpoint() == 1


def test_a_float_is_its_shortest_decimal():
    assert enclose(parse("abs(x - 0.1)"), {"x": 0.1}, "x").reason.startswith("abs at 0")


def test_the_working_precision_is_put_back():
    before = ctx.prec
    enclose(parse("lgamma(x)"), {"x": "0.1"}, "x")
    assert ctx.prec == before


def test_what_a_ball_does_not_know_is_said():
    with pytest.raises(Undecided):
        BallArithmetic(1).apply("log", BallArithmetic(1).variable("-2"))

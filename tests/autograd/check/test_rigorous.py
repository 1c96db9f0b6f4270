"""The certified witness: its ball holds the derivative that mpmath computes, for every row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from flint import ctx
from mpmath import mpf

from autograd.check.precise import Precise
from autograd.check.rigorous import Enclosure, Refusal, enclose, enclose_along, enclosed_value
from autograd.expression import parse
from autograd.primitives import PRIMITIVES

M = Precise(90)
SMOOTH = [
    row.name
    for row in PRIMITIVES.values()
    if not row.traits & {"discrete", "comparison"} and any(row.partials)
]


class Row(NamedTuple):
    """One row of the table, applied to names that are called as its operands."""

    name: str

    def evaluate(self, m: Any, env: Mapping[str, Any]) -> Any:
        operands = PRIMITIVES[self.name].operands
        return m.apply(self.name, *(env[operand] for operand in operands))


def places(name: str) -> list[dict[str, str]]:
    """Three points inside the intervals of a row, in short decimals."""
    row = PRIMITIVES[name]
    found = []
    for third in (0.23, 0.58, 0.91):
        point = {}
        for number, (operand, (low, high)) in enumerate(
            zip(row.operands, row.intervals, strict=True)
        ):
            share = (third + 0.37 * number) % 1.0
            at = low + share * (high - low)
            point[operand] = f"{round(at) if 'order' in row.traits and not number else at:.3g}"
        found.append(point)
    return found


def slope(name: str, point: Mapping[str, str], variable: str, order: int) -> Any:
    """The derivative by differences of mpmath's own function."""
    numbers = {operand: M.number(text) for operand, text in point.items()}
    value = lambda x: Row(name).evaluate(M, {**numbers, variable: x})  # noqa: E731
    return M.mp.diff(value, numbers[variable], order, h=M.mp.mpf(10) ** -20)


def agrees(found: Enclosure | Refusal, expected: Any) -> bool:
    """Whether the ball lies where differences of order 10**-40 put the derivative."""
    if not isinstance(found, Enclosure):
        return False
    return bool(abs(M.number(found.midpoint()) - expected) <= 1e-30 * max(1, abs(expected)))


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize("name", SMOOTH)
def test_every_row_is_enclosed(name, order):
    row = PRIMITIVES[name]
    for point in places(name):
        for variable, partial in zip(row.operands, row.partials, strict=True):
            if partial:
                found = enclose(Row(name), point, variable, order)
                assert agrees(found, slope(name, point, variable, order)), (point, variable, found)


HIGH = [("polygamma", n) for n in (7, 8, 9, 10, 30, 200)]
HIGH += [("sinc_derivative", n) for n in (8, 9, 10, 30)]  # mpmath takes seconds for more


@pytest.mark.parametrize(("name", "n"), HIGH)
@pytest.mark.parametrize("x", ["0.75", "2.5"])
def test_high_orders_are_not_cut_short(name, n, x):
    """A series that ends too early would make the derivative an exact, certified zero."""
    found = enclose(Row(name), {"n": str(n), "x": x}, "x")
    exact = Row(name).evaluate(M, {"n": n + 1, "x": M.number(x)})
    assert isinstance(found, Enclosure)
    assert found.certified
    assert abs(M.number(found.midpoint()) - exact) <= 1e-28 * abs(exact)


def test_flint_is_left_as_it_was():
    before = (ctx.prec, ctx.cap)
    enclose(parse("polygamma(30, x)"), {"x": 2.5}, "x")
    enclose(parse("sqrt(x)"), {"x": -1}, "x")
    assert (ctx.prec, ctx.cap) == before


def test_a_sum_over_directions():
    found = enclose_along(parse("x*y"), {"x": 3, "y": 5}, {"x": 1, "y": -2})
    assert isinstance(found, Enclosure)
    assert found.holds(mpf(5 - 2 * 3))


def test_the_value_itself():
    found = enclosed_value(parse("exp(x) - exp(x) + x"), {"x": "0.1"})
    assert isinstance(found, Enclosure)
    assert agrees(found, M.number("0.1"))


@pytest.mark.parametrize(
    ("text", "x", "reason"),
    [
        ("abs(x)", 0, "abs at 0"),
        ("sqrt(x)", -1, ""),
        ("digamma(x)", -1, "pole"),
        ("digamma(x)", 0, "pole"),
        ("polygamma(3, x)", 0, "pole"),
        ("digamma(sin(pi*x))", 1, "pole"),
        ("1/x", 0, "a division at 0"),
        ("floor(x)", 3, ""),
        ("polygamma(x, 2)", 0.5, "not whole"),
    ],
)
def test_what_a_ball_cannot_hold_is_refused(text, x, reason):
    found = enclose(parse(text), {"x": x}, "x")
    assert isinstance(found, Refusal)
    assert reason in found.reason

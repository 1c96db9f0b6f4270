"""The references that the engine is measured against: the table run by mpmath and by sympy."""

from __future__ import annotations

import math
import random
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import pytest
import sympy

from autograd.arithmetic import Arithmetic
from autograd.formula import over
from autograd.primitive import Primitive
from autograd.primitives import PRIMITIVES
from autograd.value import Value

EPSILON = sys.float_info.epsilon
SMALLEST = math.ulp(0.0)
DIGITS = 50

EDGES = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 2.5, -2.5),
    *(math.inf, -math.inf, math.nan, 1e308, -1e308, 1e16, -1e16, 171.7, -171.5, 710.0, -746.0),
    *(SMALLEST, -SMALLEST, 1e-300, -1e-300),
)
"""Where functions go wrong: zeros, units, poles of gamma, overflow, the smallest numbers."""


class Precise(Arithmetic):
    """The table's mpmath column, at whatever precision mpmath works."""

    column = "mpmath"

    def number(self, literal: Any) -> Any:
        return mpmath.mpf(literal)

    def constant(self, name: str) -> Any:
        return +{"pi": mpmath.mp.pi, "e": mpmath.mp.e}[name]

    def names(self) -> dict[str, Any]:
        return {"mp": mpmath.mp}


class Symbolic(Arithmetic):
    """The table's sympy column."""

    column = "sympy"

    def number(self, literal: Any) -> Any:
        return sympy.nsimplify(literal) if isinstance(literal, int) else sympy.Rational(literal)

    def constant(self, name: str) -> Any:
        return {"pi": sympy.pi, "e": sympy.E}[name]

    def names(self) -> dict[str, Any]:
        return {"sp": sympy}


class Reference:
    """What the tests of the engine compare with."""

    mp = Precise()
    sympy = Symbolic()
    epsilon = EPSILON
    edges = EDGES

    @staticmethod
    def points(row: Primitive, count: int) -> list[tuple[float, ...]]:
        """Random points of the row's intervals, the same in each run; orders are whole numbers."""
        source = random.Random(row.name)
        return [tuple(_drawn(source, row)) for _ in range(count)]

    @staticmethod
    def bits(number: float) -> bytes:
        """A float as its eight bytes; all nans are one."""
        return b"nan" if number != number else struct.pack("<d", number)

    def value(self, row: Primitive, point: tuple[float, ...]) -> Any:
        """The row at the point, as exact as mpmath works."""
        return self.real(self.mp.apply(row.name, *self.exact(row, point)))

    @staticmethod
    def exact(row: Primitive, point: tuple[float, ...]) -> list[Any]:
        """The point as mpmath numbers, orders as int."""
        pairs = zip(row.operands, point, strict=True)
        return [int(x) if name == "n" else mpmath.mpf(x) for name, x in pairs]

    @staticmethod
    def real(number: Any) -> Any:
        """An mpmath answer as a real number; a complex one is not a number."""
        if isinstance(number, mpmath.mpc):
            return number.real if number.imag == 0 else mpmath.nan
        return mpmath.mpf(number)

    def partial(self, row: Primitive, index: int, point: tuple[float, ...]) -> Any:
        """The table's own partial derivative at the point, by mpmath."""
        known = self.exact(row, point)
        result = self.mp.apply(row.name, *known)
        text = row.partials[index] or "0"
        return mpmath.mpf(over(text, (*row.operands, "r"))(self.mp, *known, result))

    def derivative(
        self, function: Callable[..., Any], point: tuple[Any, ...], orders: tuple[int, ...]
    ) -> Any:
        """A partial derivative by mpmath's differences at far more digits than are compared."""
        with mpmath.workdps(2 * DIGITS):
            return mpmath.diff(function, point, orders)

    def condition(self, gradient: list[Any], point: tuple[float, ...]) -> float:
        """By how much one rounding of each operand moves the value: Σ |x·∂f/∂x|."""
        return float(
            sum(abs(x * slope) for x, slope in zip(point, gradient, strict=True) if x and slope)
        )

    def close(self, got: float, true: Any, condition: float = 0.0, ulps: float = 4.0) -> bool:
        """Whether ``got`` is the true number but for some ulps and the condition's share."""
        true = float(true)
        if math.isnan(true) or math.isinf(true):
            return self.bits(got) == self.bits(true)
        allowed = ulps * EPSILON * abs(true) + 2 * EPSILON * condition + 4 * SMALLEST
        return abs(got - true) <= allowed


def _drawn(source: random.Random, row: Primitive) -> Iterator[float]:
    truths = row.name in ("and_", "or_", "not_")
    for name, (low, high) in zip(row.operands, row.intervals, strict=True):
        if name == "n" or truths or (row.name, name) == ("where", "c"):
            yield float(source.randint(int(low), int(high)))
        else:
            yield source.uniform(low, high)


@pytest.fixture(scope="session")
def reference() -> Reference:
    return Reference()


@pytest.fixture
def fifty_digits() -> Iterator[None]:
    """mpmath works with 50 digits during the test."""
    with mpmath.workdps(DIGITS):
        yield


@pytest.fixture
def leaves() -> Callable[[tuple[float, ...]], list[Value]]:
    """Numbers as leaves of a graph."""
    return lambda point: [Value(x) for x in point]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a ``row`` runs for every row of the table."""
    if "row" in metafunc.fixturenames:
        rows = list(PRIMITIVES.values())
        metafunc.parametrize("row", rows, ids=[row.name for row in rows])

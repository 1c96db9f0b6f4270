"""Points to check at: given, drawn from ranges, or found in the formula's own domain."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple

from autograd.arithmetic import FLOAT
from autograd.check.precise import DIGITS, Precise, precise
from autograd.errors import CheckError, InputError
from autograd.expression import Expression

Range = tuple[Decimal, Decimal]

_STEPS: Final = 10**6  # a range is drawn from in millionths, so that points are short to type
_TRIES: Final = 2000
_WORK: Final = 2_000_000  # operations spent on looking for points, for a formula of any length
_LARGEST: Final = 1e100  # values beyond it are no place to look at a formula of one's own accord


@dataclass(frozen=True)
class Point:
    """A number for each name, as exact decimals in the order of the formula's names."""

    numbers: tuple[tuple[str, Decimal], ...]

    @cached_property
    def floats(self) -> dict[str, float]:
        """The floats nearest to the numbers."""
        return {name: float(number) for name, number in self.numbers}

    @cached_property
    def texts(self) -> dict[str, str]:
        """The numbers as they would be typed."""
        return {name: shown(number) for name, number in self.numbers}

    def exact(self, m: Precise) -> dict[str, Any]:
        """The numbers in a high-precision arithmetic."""
        return {name: m.number(number) for name, number in self.numbers}

    def __getitem__(self, name: str) -> Decimal:
        return dict(self.numbers)[name]

    def __str__(self) -> str:
        return ", ".join(f"{name} = {text}" for name, text in self.texts.items())


class Drawn(NamedTuple):
    """Points that fit, and how many of those tried did not: the formula had no value there."""

    points: list[Point]
    misses: int


def shown(number: Decimal) -> str:
    """A decimal in the shorter of its plain and its scientific form."""
    plain = _without_idle_zeros(format(number, "f"))
    mantissa, e, exponent = format(number, "e").partition("e")
    scientific = _without_idle_zeros(mantissa) + e + exponent
    return plain if len(plain) <= max(len(scientific), 8) else scientific


def _without_idle_zeros(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def given(expression: Expression, at: Mapping[str, Decimal]) -> Point:
    """The point that ``at`` gives; it has a number for every name."""
    return Point(tuple((name, at[name]) for name in expression.names))


def drawn(
    expression: Expression,
    at: Mapping[str, Decimal],
    ranges: Mapping[str, Range],
    count: int,
    seed: int,
) -> Drawn:
    """Points with each name at its given number or drawn from its range.

    Raises `CheckError` where the formula has a value at none of the points tried.
    """

    def draw(source: random.Random) -> dict[str, Decimal]:
        return {
            name: at[name] if name in at else _between(*ranges[name], source)
            for name in expression.names
        }

    def fits(point: Point) -> bool:
        m = precise(DIGITS)  # exp(800) is finite there
        return _float_value(expression, point) < math.inf or m.finite(
            expression.evaluate(m, point.exact(m))
        )

    found = _found(expression, draw, fits, count, seed)
    if not found.points:
        raise CheckError(f"The formula has no finite value at any point tried in {_told(ranges)}.")
    return found


def explored(expression: Expression, count: int, seed: int) -> Drawn:
    """Points of the formula's own domain, found by trying numbers of several sizes and signs.

    Raises `CheckError` where none was found.
    """

    def draw(source: random.Random) -> dict[str, Decimal]:
        common = source.choice((*_STYLES, None))
        return {
            name: _rounded((common or source.choice(_STYLES))(source)) for name in expression.names
        }

    def fits(point: Point) -> bool:
        return _float_value(expression, point) < _LARGEST

    found = _found(expression, draw, fits, count, seed)
    if not found.points:
        raise CheckError(
            "No point was found where the formula has a finite value: give one (at) or "
            "say where to look (range)."
        )
    return found


def _found(
    expression: Expression,
    draw: Callable[[random.Random], dict[str, Decimal]],
    fits: Callable[[Point], bool],
    count: int,
    seed: int,
) -> Drawn:
    """Up to ``count`` different points that fit, in the order drawn."""
    source = random.Random(f"{seed} {expression}")
    tries = max(10 * count, min(_TRIES, _WORK // len(expression.tape)))
    found: dict[Point, None] = {}
    misses = 0
    for _ in range(tries):
        point = given(expression, draw(source))
        if fits(point):
            found[point] = None
        else:
            misses += 1
        if len(found) == count:
            break
    return Drawn(list(found), misses)


def _float_value(expression: Expression, point: Point) -> float:
    """The size of the formula's value in floats, inf where it has none."""
    size = abs(float(expression.evaluate(FLOAT, point.floats)))
    return size if size == size else math.inf


def _between(low: Decimal, high: Decimal, source: random.Random) -> Decimal:
    number = low + (high - low) * source.randint(0, _STEPS) / _STEPS
    return min(max(number, low), high)


def _rounded(number: float) -> Decimal:
    return Decimal(f"{number:.4g}")


def _size(smallest: float, largest: float) -> Callable[[random.Random], float]:
    """A positive number whose magnitude is drawn evenly."""
    low, high = math.log(smallest), math.log(largest)
    return lambda source: math.exp(source.uniform(low, high))


def _signed(size: Callable[[random.Random], float]) -> Callable[[random.Random], float]:
    return lambda source: source.choice((-1, 1)) * size(source)


_STYLES: Final[tuple[Callable[[random.Random], float], ...]] = (
    _size(0.3, 3),
    _signed(_size(0.3, 3)),
    _signed(_size(0.01, 1)),
    _size(1, 10),
    _signed(_size(0.01, 100)),
)


def _told(ranges: Mapping[str, Range]) -> str:
    return ", ".join(f"{name} = {shown(low)}:{shown(high)}" for name, (low, high) in ranges.items())


def exact_decimal(number: Any, where: str) -> Decimal:
    """A number of the caller's as an exact decimal: a float is its shortest decimal.

    Raises `InputError`, naming ``where``, for what is not a finite real number.
    """
    try:
        exact = number if isinstance(number, (Decimal, int, str)) else repr(float(number))
        decimal = Decimal(exact)
    except (ArithmeticError, TypeError, ValueError):
        raise InputError(f"{where}: {number!r} is not a number.") from None
    if not decimal.is_finite() or not math.isfinite(float(decimal)):
        raise InputError(f"{where}: {number!r} is not a finite number.")
    return decimal

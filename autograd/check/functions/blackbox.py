"""A function that cannot be traced, looked at from outside: differences of its own floats.

Central differences at shrinking steps are extrapolated to step 0 (L. F. Richardson, Phil. Trans.
Royal Soc. A 210 (1911), 307-357; C. J. F. Ridders, Advances in Engineering Software 4 (1982),
75-76). What is left of the truncation is read from the table of extrapolations, the function's
own rounding from a difference table of values taken close together (J. J. Moré and S. M. Wild,
Estimating computational noise, SIAM J. Sci. Comput. 33 (2011), 1292-1314). This is weaker evidence
than a record: half the digits of a float, and blind to what lies between the steps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np

from autograd.check.functions.blocks import Floats

_STEPS: Final = 9
_RATIO: Final = 2.0
_FIRST: Final = 2.0**-5
_SMALLEST: Final = 2.0**-200
_CLOSE: Final = 2.0**-30
_CLOSE_32: Final = 2.0**-14
_SAFETY: Final = 8.0
_NOISE_ORDER: Final = 6
_NOISE_POINTS: Final = 14
_APART: Final = 37.0

Along = Callable[[float], Floats]
"""The function's numbers, flat, at a distance along a direction."""


class Estimate(NamedTuple):
    """A derivative along a direction, by how much it may be off, and whether the slopes from the
    two sides differ (a kink)."""

    slope: float
    bar: float
    kink: bool = False


def slopes(f: Along, scale: float, unit: float = 2.0**-53) -> list[Estimate]:
    """The derivative of every number of ``f`` at distance 0.

    scale: the size of the coordinate. unit: the rounding unit of the function's floats.
    """
    scale = max(scale, _SMALLEST) if scale else 1.0
    # Powers of two: the points x + h and x - h are floats, so that no step is rounded.
    first = 2.0 ** math.floor(math.log2(scale)) * (_FIRST if unit < 2.0**-40 else 4 * _FIRST)
    steps = [first / _RATIO**k for k in range(_STEPS)]
    here = f(0.0)
    above, below = [f(step) for step in steps], [f(-step) for step in steps]
    largest = np.max(np.abs([here, *above, *below]), axis=0)
    noise = np.maximum(largest * unit, _noise(f, scale, unit))
    return [
        _estimate(
            float(here[k]),
            [float(values[k]) for values in above],
            [float(values[k]) for values in below],
            steps,
            float(noise[k]),
        )
        for k in range(here.size)
    ]


def _noise(f: Along, scale: float, unit: float) -> Floats:
    """The size of the function's rounding errors, by differences of values taken so close
    together that those of a smooth function vanish.

    Neighbouring values can round alike, so two spacings are looked at, and the larger counts.
    """
    spacing = 2.0 ** math.floor(math.log2(scale)) * (_CLOSE if unit < 2.0**-40 else _CLOSE_32)
    noise: Floats = np.zeros(1)
    for apart in (spacing, _APART * spacing):
        table = np.array([f(apart * k) for k in range(_NOISE_POINTS)])
        for order in range(1, _NOISE_ORDER + 1):
            table = np.diff(table, axis=0)
            if order > 2:
                weight = math.factorial(order) ** 2 / math.factorial(2 * order)
                noise = np.maximum(noise, np.sqrt(weight * np.mean(table**2, axis=0)))
    return np.where(np.isfinite(noise), noise, np.inf)


def _estimate(
    here: float,
    above: Sequence[float],
    below: Sequence[float],
    steps: Sequence[float],
    noise: float,
) -> Estimate:
    central = [
        (high - low) / (2 * step) for high, low, step in zip(above, below, steps, strict=True)
    ]
    if not all(map(math.isfinite, (here, *central))):
        return Estimate(math.nan, math.inf)
    best = Estimate(central[0], math.inf)
    column = central
    power = 1.0
    previous: list[float] = []
    for order in range(len(central)):
        if order:
            power *= _RATIO**2
            previous, column = (
                column,
                [(power * column[k + 1] - column[k]) / (power - 1) for k in range(len(column) - 1)],
            )
        for k in range(1, len(column)):
            step = steps[k + order]
            apart = abs(column[k] - column[k - 1])
            if order:
                apart = max(apart, abs(column[k] - previous[k + 1]))
            bar = _SAFETY * (apart + 2 * noise / step)
            if bar < best.bar:
                best = Estimate(column[k], bar)
    return best._replace(kink=_kinked(here, above, below, steps, noise))


def _kinked(
    here: float,
    above: Sequence[float],
    below: Sequence[float],
    steps: Sequence[float],
    noise: float,
) -> bool:
    """Whether the slopes from both sides stay apart as the step shrinks: they do not at a smooth
    point, where the gap shrinks with the step."""
    gaps = [
        abs(high - 2 * here + low) / step
        for high, low, step in zip(above, below, steps, strict=True)
    ]
    slack = [_SAFETY * 4 * noise / step for step in steps]
    shrunk = gaps[-1] < gaps[0] / 4 or gaps[-1] <= slack[-1] or gaps[-4] <= slack[-4]
    return not shrunk

"""The error that a node of a record adds by itself, in the units of a precision.

*Steps*: every operation of float code is rounded, by half a unit in the last place where IEEE 754
asks for it, else by some. *Written numbers*: a constant that a function met (1/n, the logarithm
of 2·pi, a standardised input) may itself have been rounded some times before it was recorded.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, NamedTuple

from autograd.value import Value

Charge = Callable[[Value], float]
"""The error of a node by itself, 0 or more."""


class Precision(NamedTuple):
    """unit: the largest relative error of rounding. smallest: the smallest number above 0."""

    unit: float
    smallest: float


_PRECISIONS: Final = {64: Precision(2.0**-53, 2.0**-1074), 32: Precision(2.0**-24, 2.0**-149)}
_SHORT: Final = {64: 30, 32: 12}  # significant bits up to which a constant is taken as exact
_WRITTEN: Final = 16  # roundings that a constant may have gone through before it was recorded
_EXACTLY_ROUNDED: Final = frozenset({"leaf", "constant", "add", "sub", "mul", "div", "sqrt", "neg"})
_OTHERS: Final = 8  # units for what IEEE 754 does not require to be exactly rounded


def precision(bits: int) -> Precision:
    """The precision of floats of 64 or 32 bits."""
    return _PRECISIONS[bits]


def every(of: Precision) -> Charge:
    """The charge of all nodes, inputs and written numbers too: each is rounded once."""

    def charge(node: Value) -> float:
        units = 1 if node.op in _EXACTLY_ROUNDED else _OTHERS
        return abs(node.data) * of.unit * units + of.smallest

    return charge


def written(inputs: frozenset[Value], bits: int) -> Charge:
    """The charge of constants alone: whole numbers, halves and their like are exact.

    Beside float32 arrays a constant may be a float32 itself, if it fits into one.
    """

    def charge(node: Value) -> float:
        if node.a is not None or node in inputs or _is_short(node.data, _SHORT[bits]):
            return 0.0
        unit = precision(bits if _is_short(node.data, 24) else 64).unit
        return abs(node.data) * unit * _WRITTEN

    return charge


def stepwise(inputs: frozenset[Value], bits: int) -> Charge:
    """The charge of constants and of the rounding of every step."""
    constants = written(inputs, bits)
    steps = every(precision(bits))

    def charge(node: Value) -> float:
        return constants(node) if node.a is None else steps(node)

    return charge


def unless(exact: frozenset[float], charge: Charge) -> Charge:
    """A charge that spares constants whose number the function was given as an argument."""

    def spared(node: Value) -> float:
        return 0.0 if node.a is None and node.data in exact else charge(node)

    return spared


def _is_short(number: float, most: int) -> bool:
    if not math.isfinite(number):
        return True
    mantissa, _ = math.frexp(number)
    return bool((mantissa * 2**most) % 1 == 0)

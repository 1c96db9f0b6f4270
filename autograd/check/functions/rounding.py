"""By how much a recorded number may be off: bars that are computed from conditioning.

Two errors are charged. *Written numbers*: a constant that a function met (1/n, the logarithm of
2·pi, a standardised input) may itself have been rounded some times before it was recorded.
*Steps*: every operation of float code is rounded. Either is carried to the answer to first order
(N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, section 3.3):
`running` goes once through the graph, for all answers at once, and adds sizes, so that it may
overestimate; `exact_sum` goes back from one answer with its true sensitivities.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final

from autograd.check.conditioning import EXACTLY_ROUNDED
from autograd.graph import order
from autograd.reverse import cotangents, local_partials
from autograd.value import Value

Charge = Callable[[Value], float]
"""The error of a node by itself."""

UNIT: Final = {64: 2.0**-53, 32: 2.0**-24}
_WRITTEN: Final = 16  # roundings that a constant may have gone through before it was recorded
_SHORT: Final = {64: 30, 32: 12}  # significant bits up to which a constant is taken as exact
_OTHERS: Final = 8  # units for what IEEE 754 does not require to be exactly rounded
SAFETY: Final = 4.0  # for terms of higher order, and for steps that another program may take
_SMALLEST: Final = {64: 5e-324, 32: 1.4e-45}


def written(inputs: frozenset[Value], bits: int) -> Charge:
    """The charge of constants alone: whole numbers, halves and their like are exact.

    Beside float32 arrays a constant may be a float32 itself, if it fits into one.
    """

    def charge(node: Value) -> float:
        if node.a is not None or node in inputs or _is_short(node.data, _SHORT[bits]):
            return 0.0
        unit = UNIT[bits if _is_short(node.data, 24) else 64]
        return abs(node.data) * unit * _WRITTEN

    return charge


def stepwise(inputs: frozenset[Value], bits: int) -> Charge:
    """The charge of constants and of the rounding of every step."""
    constants = written(inputs, bits)

    def charge(node: Value) -> float:
        if node.a is None:
            return constants(node)
        units = 1 if node.op in EXACTLY_ROUNDED else _OTHERS
        return abs(node.data) * UNIT[bits] * units + _SMALLEST[bits]

    return charge


def _is_short(number: float, most: int) -> bool:
    if not math.isfinite(number):
        return True
    mantissa, _ = math.frexp(number)
    return bool((mantissa * 2**most) % 1 == 0)


def running(outputs: Sequence[Any], charge: Charge) -> list[float]:
    """A bound on the error of each output, 0.0 for plain numbers; inf where there is none."""
    made = [output for output in outputs if isinstance(output, Value)]
    errors: dict[Value, float] = {}
    for node in order(*made):
        error = charge(node)
        if node.a is not None and any(errors[operand] for operand in node.args):
            for operand, partial in zip(node.args, local_partials(node), strict=True):
                if errors[operand] and partial:
                    error += abs(partial) * errors[operand]
        errors[node] = error if error == error else math.inf
    return [errors[output] if isinstance(output, Value) else 0.0 for output in outputs]


def exact_sum(output: Any, charge: Charge) -> float:
    """The first-order bound on the error of one output, by its sensitivity to every node."""
    if not isinstance(output, Value):
        return 0.0
    total = 0.0
    for node, sensitivity in cotangents(output).items():
        error = charge(node)
        if error and sensitivity:
            total += abs(sensitivity) * error
    return total if total == total else math.inf


def unless(exact: frozenset[float], charge: Charge) -> Charge:
    """A charge that spares constants whose number the function was given as an argument."""

    def spared(node: Value) -> float:
        return 0.0 if node.a is None and node.data in exact else charge(node)

    return spared

"""Networks of scalars from 25 nodes to 200,000, for numbers of any kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

SIZES: dict[int, tuple[int, ...]] = {
    25: (2, 2, 1),
    500: (6, 10, 8, 1),
    3_000: (16, 36, 8, 10),
    7_000: (24, 56, 14, 10),
    50_000: (100, 140, 16, 10),
    200_000: (784, 80, 40, 10),
}
"""About how many nodes, leaves included: the widths of the layers, the inputs' first."""

Scope = Callable[[str], AbstractContextManager[Any]]


def _unscoped(name: str) -> AbstractContextManager[Any]:
    return nullcontext()


def network(
    leaf: Callable[[float], Any],
    relu: Callable[[Any], Any],
    widths: Sequence[int],
    scope: Scope = _unscoped,
) -> Any:
    """The sum of the outputs of a network of dense layers of ReLU units.

    leaf: makes a number that records. scope: names what is recorded in it.
    """
    layer = [leaf(0.1 + 0.01 * (k % 50)) for k in range(widths[0])]
    for depth, units in enumerate(widths[1:], 1):
        with scope(f"layer{depth}"):
            layer = [_unit(leaf, relu, layer, k, scope) for k in range(units)]
    total = layer[0]
    for output in layer[1:]:
        total = total + output
    return total


def _unit(
    leaf: Callable[[float], Any],
    relu: Callable[[Any], Any],
    inputs: Sequence[Any],
    unit: int,
    scope: Scope,
) -> Any:
    with scope("unit"):
        total = leaf(0.05)
        for k, x in enumerate(inputs):
            total = total + leaf(0.02 * ((7 * k + unit) % 13) - 0.1) * x
        return relu(total)

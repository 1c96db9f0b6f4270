"""The two graphs that are measured, for numbers of any kind that can be added and multiplied.

*wide*: what a network's dot products record. Neurons of 50 terms over 500 inputs and 500 weights,
their outputs summed in groups of 50 until one number is left; no path is longer than a few hundred
steps. *chain*: each operation needs the one before it, × and + in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

TERMS = 50
_HALF = 500


class Graph(NamedTuple):
    """A graph of any size.

    numbers: of the leaves. arrange: leaves and a number of operations to what ``record`` takes,
    outside the time measured. record: records exactly that many operations, gives the last.
    unit: what the number of operations must be a multiple of.
    """

    numbers: list[float]
    arrange: Callable[[list[Any], int], Any]
    record: Callable[[Any], Any]
    unit: int


class _Wide(NamedTuple):
    neurons: list[tuple[list[Any], list[Any]]]
    scale: Any


def _arrange_wide(leaves: list[Any], operations: int) -> _Wide:
    inputs, weights = leaves[:_HALF], leaves[_HALF:]
    places = _HALF - TERMS + 1
    neurons = []
    for k in range(operations // (2 * TERMS)):
        i, j = k % places, 7 * k % places
        neurons.append((inputs[i : i + TERMS], weights[j : j + TERMS]))
    return _Wide(neurons, weights[0])


def _record_wide(wide: _Wide) -> Any:
    outputs = []
    for inputs, weights in wide.neurons:
        pairs = zip(inputs, weights, strict=True)
        x, w = next(pairs)
        total = x * w
        for x, w in pairs:
            total = total + x * w
        outputs.append(total)
    while len(outputs) > 1:
        outputs = [_sum(outputs[k : k + TERMS]) for k in range(0, len(outputs), TERMS)]
    return outputs[0] * wide.scale


def _sum(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


class _Chain(NamedTuple):
    factor: Any
    term: Any
    pairs: int


def _arrange_chain(leaves: list[Any], operations: int) -> _Chain:
    return _Chain(leaves[0], leaves[1], operations // 2)


def _record_chain(chain: _Chain) -> Any:
    factor, term, pairs = chain
    total = factor
    for _ in range(pairs):
        total = total * factor
        total = total + term
    return total


GRAPHS = {
    "wide": Graph(
        [0.05 + 0.01 * (k % 17) for k in range(_HALF)]
        + [0.02 * (k % 13) - 0.1 for k in range(_HALF)],
        _arrange_wide,
        _record_wide,
        unit=2 * TERMS,
    ),
    "chain": Graph([0.999, 0.001], _arrange_chain, _record_chain, unit=2),
}
WATCHED = {"wide": _HALF, "chain": 0}
"""The leaf of each graph whose derivative every engine must agree on."""

"""One step of training: the mean loss of a batch and its gradient.

Two ways to the same numbers: `Compiled` records one sample and runs its program on whole batches;
`OnNodes` records every sample and goes back through the nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograd import collection
from autograd.arrays import array
from autograd.graph import order
from autograd.nn.initializers import Floats
from autograd.nn.parameters import Parameters
from autograd.nn.recording import Recorded, named
from autograd.program import Program
from autograd.reverse import gradient

Noise = Mapping[str, Floats]


class Batch:
    """Samples with their targets, weights and noise, one row each."""

    __slots__ = ("noise", "weight", "x", "y")

    def __init__(self, x: Floats, y: Floats, weight: Floats, noise: Noise) -> None:
        self.x = x
        self.y = y
        self.weight = weight
        self.noise = noise

    def __len__(self) -> int:
        return len(self.x)

    def sample(self, row: int) -> tuple[Any, Any, float, dict[str, Any]]:
        """One sample as the recorded function takes it."""
        noise = {name: drawn[row] for name, drawn in self.noise.items()}
        return self.x[row], self.y[row], float(self.weight[row]), noise


class Compiled:
    """Steps by the program of one recorded sample."""

    def __init__(self, program: Program, parameters: Parameters) -> None:
        self.step = program.step()
        self.weights = dict(parameters.views)

    def __call__(self, batch: Batch) -> tuple[float, Floats]:
        """The mean loss of a batch, and its gradient as one flat array; the next step reuses it."""
        count = len(batch.x)
        ready = (self.weights, batch.x, batch.y, batch.weight, batch.noise)
        values = self.step.run(ready, count)[0]
        return float(values.sum()) / count, self.step.flat


class OnNodes:
    """Steps on the nodes themselves: what a program is measured against, and can be stepped
    through."""

    def __init__(self, loss: Recorded, parameters: Parameters) -> None:
        self.loss = loss
        self.weights = parameters.views

    def __call__(self, batch: Batch) -> tuple[float, Floats]:
        """The mean loss of a batch, and its gradient as one flat array."""
        with collection.paused():
            weights = named(self.weights)
            leaves = [leaf for array in weights.values() for leaf in array.reshape(-1)]
            total: Any = 0.0
            for row in range(len(batch)):
                total = total + self.loss(weights, *self._recorded(batch.sample(row)))
            mean = total / len(batch)
            slopes = gradient([mean], [1.0], leaves)
        return float(mean.data), np.array(slopes)

    def _recorded(self, sample: tuple[Any, Any, float, dict[str, Any]]) -> tuple[Any, ...]:
        x, y, weight, noise = sample
        return array(x), array(y), weight, {name: array(drawn) for name, drawn in noise.items()}


def first_not_finite(loss: Recorded, weights: Mapping[str, Floats], batch: Batch) -> Any:
    """The first node, in the order of recording, that is not finite though its operands are, in
    the first sample of a batch that has one; None where all are finite."""
    for row in range(len(batch)):
        x, *others = batch.sample(row)
        recorded = loss(named(weights), array(x, name="x"), *others)
        if np.isfinite(recorded.data):
            continue
        for node in order(recorded):
            if not np.isfinite(node.data):
                return node
    return None

"""How far predicted numbers are from the true ones, and how well scores rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats
from autograd.nn.metrics.base import Metric, same_shape
from autograd.nn.registry import registered


@registered
@dataclass(eq=False)
class MeanSquaredError(Metric):
    """The mean of (prediction - target)²."""

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "MeanSquaredError")
        return float(np.mean((outputs - y) ** 2))


@registered
@dataclass(eq=False)
class MeanAbsoluteError(Metric):
    """The mean of |prediction - target|."""

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "MeanAbsoluteError")
        return float(np.mean(np.abs(outputs - y)))


@registered
@dataclass(eq=False)
class AUC(Metric):
    """The area under the curve of hits against false alarms.

    It is the share of pairs of a true and a false output that the scores put in the right order,
    equal ones counted half (Hanley and McNeil, Radiology 143 (1982), 29-36): exact, where a list
    of thresholds would approximate it.
    """

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`. Raises `InputError` unless there are true and false targets."""
        same_shape(y, outputs, "AUC")
        true, scores = y.ravel() > 0.5, outputs.ravel()
        hits = int(true.sum())
        misses = true.size - hits
        if not hits or not misses:
            raise InputError("AUC needs targets of both kinds.")
        _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
        middle = np.cumsum(counts) - (counts - 1) / 2  # the rank that equal scores share
        ranks = float(middle[place][true].sum())
        return (ranks - hits * (hits + 1) / 2) / (hits * misses)

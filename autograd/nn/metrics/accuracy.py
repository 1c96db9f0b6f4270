"""How many predictions are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograd.nn.initializers import Floats
from autograd.nn.layers.base import whole
from autograd.nn.metrics.base import Metric, class_numbers, same_shape
from autograd.nn.registry import registered


@registered
@dataclass(eq=False)
class BinaryAccuracy(Metric):
    """The share of outputs on the right side of ``threshold`` (0 for logits)."""

    threshold: float = 0.5

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "BinaryAccuracy")
        return float(np.mean((outputs > self.threshold) == (y > 0.5)))


@registered
@dataclass(eq=False)
class CategoricalAccuracy(Metric):
    """The share of samples whose largest output is the target's largest."""

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, "CategoricalAccuracy")
        return float(np.mean(outputs.argmax(-1) == y.argmax(-1)))


@registered
@dataclass(eq=False)
class SparseCategoricalAccuracy(Metric):
    """The share of samples whose largest output is the class that the target names."""

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        classes = class_numbers(y, outputs, "SparseCategoricalAccuracy")
        return float(np.mean(outputs.argmax(-1) == classes))


@registered
@dataclass(eq=False)
class TopKCategoricalAccuracy(Metric):
    """The share of samples whose class is among the ``k`` largest outputs; targets in columns."""

    k: int = 5

    def __post_init__(self) -> None:
        super().__post_init__()
        whole(self.k, "k")

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        same_shape(y, outputs, type(self).__name__)
        return among(y.argmax(-1), outputs, self.k)


@registered
@dataclass(eq=False)
class SparseTopKCategoricalAccuracy(TopKCategoricalAccuracy):
    """As `TopKCategoricalAccuracy`, for targets that are numbers of classes."""

    def measure(self, y: Floats, outputs: Floats) -> float:
        """See `Metric.measure`."""
        return among(class_numbers(y, outputs, type(self).__name__), outputs, self.k)


def among(classes: np.ndarray[tuple[int], np.dtype[np.int64]], outputs: Floats, k: int) -> float:
    """The share of samples with fewer than ``k`` outputs larger than that of their class."""
    own = outputs[np.arange(len(outputs)), classes]
    larger = (outputs > own[:, None]).sum(-1)
    return float(np.mean((larger < k) & np.isfinite(own)))

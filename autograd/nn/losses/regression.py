"""Losses for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograd import ops
from autograd.nn.losses.base import Loss
from autograd.nn.registry import registered


@registered
@dataclass(frozen=True)
class MeanSquaredError(Loss):
    """The mean of (output - target)² over the outputs."""

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`."""
        return ops.mean((out - target) ** 2 for target, out in zip(y, outputs, strict=True))


@registered
@dataclass(frozen=True)
class MeanAbsoluteError(Loss):
    """The mean of abs(output - target) over the outputs."""

    def sample(self, y: Sequence[Any], outputs: Sequence[Any]) -> Any:
        """See `Loss.sample`."""
        return ops.mean(abs(out - target) for target, out in zip(y, outputs, strict=True))

"""What is recorded of a network: one sample's output, and one sample's loss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograd import scope
from autograd.arrays import array
from autograd.nn.layers.base import Layer, Slot
from autograd.nn.losses import Loss
from autograd.nn.stack import Stack

Recorded = Callable[..., Any]


def output_of(stack: Stack) -> Recorded:
    """The function ``output(weights, x)`` of one sample, an array of Values."""

    def output(weights: Mapping[str, Any], x: Any) -> Any:
        return stack.call(array(x), weights, {})

    return output


def loss_of(stack: Layer, loss: Loss, slots: Mapping[str, Slot]) -> Recorded:
    """The function ``loss(weights, x, y, weight, noise)`` of one sample.

    y: the target as a row; weight: what the sample counts, or None for 1, with no step recorded
    for it; noise: what was drawn for the sample. What regularisers add is part of every sample's
    loss, and so of the mean.
    """

    def sample_loss(
        weights: Mapping[str, Any], x: Any, y: Any, weight: Any, noise: Mapping[str, Any]
    ) -> Any:
        output = stack.call(array(x), weights, noise)
        with scope("loss"):
            total = loss.sample(list(array(y).reshape(-1)), list(output.reshape(-1)))
            if weight is not None:
                total = weight * total
            for name, slot in slots.items():
                if slot.regularizer is not None:
                    total = total + slot.regularizer(weights[name].reshape(-1))
        return total

    return sample_loss


def named(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Weights as arrays of named Values: ``layer1/kernel[3,5]``."""
    return {name: array(numbers, name=name) for name, numbers in weights.items()}

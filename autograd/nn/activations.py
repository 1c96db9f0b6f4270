"""Activations: what a unit makes of its sum.

An elementwise activation is a function of one number; softmax takes all sums of a layer at once.
Names and slopes are Keras': leaky_relu has 0.2, elu 1, gelu is the exact one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd import ops
from autograd.arrays import Array, from_values
from autograd.errors import InputError


class Activation(NamedTuple):
    """name: as in Keras. function: of one number, or (whole) of the list of all of them."""

    name: str
    function: Callable[[Any], Any]
    whole: bool = False

    def __call__(self, sums: Sequence[Any]) -> list[Any]:
        """The activations of a layer from its sums; numbers, Values or both."""
        if self.whole:
            return list(self.function(sums))
        return [self.function(z) for z in sums]


relu, sigmoid, tanh = ops.relu, ops.sigmoid, ops.tanh
softplus, gelu, silu = ops.softplus, ops.gelu, ops.silu


def softmax(z: Any) -> Any:
    """exp(zᵢ) over the sum of all exp(zⱼ), along the last axis.

    A list of numbers or Values gives a list, an array an array.
    """
    if not isinstance(z, np.ndarray):
        return ops.softmax(z)
    if isinstance(z, Array):
        rows = [ops.softmax(z[row]) for row in np.ndindex(z.shape[:-1])]
        return from_values([p for row in rows for p in row], z.shape)
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def linear(z: Any) -> Any:
    """The sum itself."""
    return z


def leaky_relu(z: Any) -> Any:
    """z, or 0.2 z where z is negative."""
    return ops.leaky_relu(z, 0.2)


def elu(z: Any) -> Any:
    """z, or exp(z) - 1 where z is negative."""
    return ops.elu(z, 1.0)


ACTIVATIONS = {
    each.name: each
    for each in (
        Activation("linear", linear),
        Activation("sigmoid", sigmoid),
        Activation("relu", relu),
        Activation("leaky_relu", leaky_relu),
        Activation("tanh", tanh),
        Activation("softplus", softplus),
        Activation("elu", elu),
        Activation("gelu", gelu),
        Activation("silu", silu),
        Activation("softmax", softmax, whole=True),
    )
}
ALIASES = {"swish": "silu"}


def get(activation: str | Callable[[Any], Any] | None) -> Activation:
    """The activation of that name; a function of one number becomes one; None is linear.

    Raises `InputError` for a name that there is not.
    """
    if activation is None:
        return ACTIVATIONS["linear"]
    if isinstance(activation, Activation):
        return activation
    if callable(activation):
        for known in ACTIVATIONS.values():
            if known.function is activation:
                return known
        return Activation(getattr(activation, "__name__", "function"), activation)
    found = ACTIVATIONS.get(ALIASES.get(activation, activation))
    if found is None:
        raise InputError(
            f"There is no activation {activation!r}. Choose {', '.join(ACTIVATIONS)}, or give a "
            "function of one number."
        )
    return found

"""Activations: what a unit makes of its sum.

An elementwise activation is a function of one number; softmax takes all sums of a layer at once.
Names and slopes are Keras': leaky_relu has 0.2, elu 1, gelu is the exact one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd import ops
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
        Activation("sigmoid", ops.sigmoid),
        Activation("relu", ops.relu),
        Activation("leaky_relu", leaky_relu),
        Activation("tanh", ops.tanh),
        Activation("softplus", ops.softplus),
        Activation("elu", elu),
        Activation("gelu", ops.gelu),
        Activation("silu", ops.silu),
        Activation("softmax", ops.softmax, whole=True),
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

"""A network taken apart at its last activation: the sums, what is made of them, and its loss."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from autograd import scope
from autograd.arrays import Array, array
from autograd.nn import activations
from autograd.nn.layers import Activation, Lambda, Layer, Softmax
from autograd.nn.layers.base import Arrays
from autograd.nn.losses import Loss
from autograd.nn.stack import Stack
from autograd.value import Value

OUTPUT = "output"
SUMS = "z"


@dataclass(eq=False)
class Apart(Layer):
    """front: all up to the sums. last: the activation as a layer, None where there is none.

    Called, it records what the network records, and names the sums ``z[0]``, ``z[1]``, … and the
    outputs ``output[0]``, …. squash=False leaves the activation out.
    """

    front: Stack
    last: Layer | None
    squash: bool = True

    def call(self, x: Array, weights: Arrays, noise: Arrays) -> Any:
        """See `Layer.call`."""
        sums = self.front.call(x, weights, noise)
        if self.last is None:
            return _named(sums, OUTPUT)
        return self.activated(_named(sums, SUMS)) if self.squash else _named(sums, SUMS)

    def activated(self, sums: Array) -> Array:
        """What the last activation makes of the sums."""
        if self.last is None:
            return sums
        with scope(str(self.last.name)):
            return _named(array(self.last.call(sums, {}, {})), OUTPUT)

    def tail(self, y: Sequence[Any], sums: Sequence[float], loss: Loss) -> Value:
        """The loss of a sample by its sums alone, which are leaves: ``z[0]``, …."""
        z = array(list(sums), name=SUMS)
        output = self.activated(z) if self.squash else z
        made: Value = loss.sample(list(y), list(output.reshape(-1)))
        return made


def apart(stack: Stack) -> Apart:
    """The network taken apart; it is not touched, and shares its weights."""
    *before, last = stack.layers
    front = copy.copy(stack)
    if isinstance(last, Activation | Softmax | Lambda):
        front.layers = before
        return Apart(front, last, name=stack.name)
    activate = getattr(last, "activate", None)
    if not isinstance(activate, activations.Activation) or activate.name == "linear":
        return Apart(front, None, name=stack.name)
    plain = copy.copy(last)
    plain.activate = activations.get(None)
    front.layers = [*before, plain]
    return Apart(
        front, Activation(cast(Callable[[Any], Any], activate), name=last.name), name=stack.name
    )


def _named(numbers: Array, name: str) -> Array:
    """An array whose Values have names, those that have none yet."""
    flat = list(numbers.reshape(-1))
    for place, each in enumerate(flat):
        if isinstance(each, Value) and each.a is not None and each.name is None:
            each.name = name if len(flat) == 1 else f"{name}[{place}]"
    return numbers

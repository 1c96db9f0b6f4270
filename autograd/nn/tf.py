"""TensorFlow's names for what course code takes from it: ``from autograd.nn import tf``.

``tf.keras.layers.Dense`` and the like are those of `autograd.nn`; ``tf.nn.softmax``,
``tf.nn.sigmoid``, … take arrays and give arrays that have ``.numpy()``; ``tf.random.set_seed``
chooses the seed of the networks that follow.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograd import nn as keras
from autograd.nn import activations, utils
from autograd.nn.initializers import Floats

__all__ = ["keras", "nn", "random"]


class Tensor(np.ndarray[Any, np.dtype[np.float64]]):
    """An array that can be asked for itself, as course code does."""

    def numpy(self) -> Floats:
        """The plain array."""
        return self.view(np.ndarray)


def _of_arrays(name: str) -> Callable[[Any], Tensor]:
    activation = activations.get(name)

    def function(x: Any) -> Tensor:
        given = np.asarray(x, dtype=float)
        if activation.whole:
            made = activation.function(given)
        else:
            made = np.reshape(activation(given.ravel().tolist()), given.shape)
        return np.asarray(made, dtype=float).view(Tensor)

    function.__name__ = name
    function.__doc__ = f"``{name}`` of an array, along the last axis where it takes all at once."
    return function


nn = SimpleNamespace(
    **{name: _of_arrays(name) for name in activations.ACTIVATIONS if name != "linear"}
)
random = SimpleNamespace(set_seed=utils.set_random_seed)

"""Initialisers: the numbers that weights begin with.

Each draws from a generator that the network hands it, or from a generator of its own where it has
a ``seed``. The fans of a kernel are Keras': its last two axes are inputs and outputs, the axes
before them the window.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.nn.registry import registered

Floats = np.ndarray[Any, np.dtype[np.float64]]
Shape = tuple[int, ...]


def fans(shape: Shape) -> tuple[float, float]:
    """The inputs and the outputs that one weight of a kernel of this shape stands among."""
    if not shape:
        return 1.0, 1.0
    if len(shape) == 1:
        return float(shape[0]), float(shape[0])
    window = math.prod(shape[:-2])
    return float(shape[-2] * window), float(shape[-1] * window)


@dataclass(frozen=True)
class Initializer:
    """Base: ``initializer(shape, rng)`` gives the first weights of that shape."""

    def __call__(self, shape: Shape, rng: np.random.Generator) -> Floats:
        """Weights of that shape."""
        raise NotImplementedError


@registered
@dataclass(frozen=True)
class Zeros(Initializer):
    """All 0."""

    def __call__(self, shape: Shape, rng: np.random.Generator) -> Floats:
        """See `Initializer`."""
        return np.zeros(shape)


@registered
@dataclass(frozen=True)
class Ones(Initializer):
    """All 1."""

    def __call__(self, shape: Shape, rng: np.random.Generator) -> Floats:
        """See `Initializer`."""
        return np.ones(shape)


@registered
@dataclass(frozen=True)
class Constant(Initializer):
    """All the same number."""

    value: float = 0.0

    def __call__(self, shape: Shape, rng: np.random.Generator) -> Floats:
        """See `Initializer`."""
        return np.full(shape, float(self.value))


@dataclass(frozen=True)
class Random(Initializer):
    """Base of what is drawn. seed: for numbers that do not depend on the network's seed."""

    seed: int | None = None

    def __call__(self, shape: Shape, rng: np.random.Generator) -> Floats:
        """See `Initializer`."""
        return self._draw(shape, rng if self.seed is None else np.random.default_rng(self.seed))

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        raise NotImplementedError


@registered
@dataclass(frozen=True)
class RandomNormal(Random):
    """Normal around ``mean``."""

    mean: float = 0.0
    stddev: float = 0.05

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        return rng.normal(self.mean, self.stddev, shape)


@registered
@dataclass(frozen=True)
class RandomUniform(Random):
    """Uniform between two numbers."""

    minval: float = -0.05
    maxval: float = 0.05

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        return rng.uniform(self.minval, self.maxval, shape)


@registered
@dataclass(frozen=True)
class GlorotUniform(Random):
    """Uniform within ±√(6 / (inputs + outputs)).

    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks,
    AISTATS 2010, equation 16.
    """

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        limit = math.sqrt(6.0 / sum(fans(shape)))
        return rng.uniform(-limit, limit, shape)


@registered
@dataclass(frozen=True)
class GlorotNormal(Random):
    """Normal with the variance 2 / (inputs + outputs), cut at two standard deviations."""

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        return _cut_normal(math.sqrt(2.0 / sum(fans(shape))), shape, rng)


@registered
@dataclass(frozen=True)
class HeUniform(Random):
    """Uniform within ±√(6 / inputs), for ReLU.

    He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, equation 10.
    """

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        limit = math.sqrt(6.0 / fans(shape)[0])
        return rng.uniform(-limit, limit, shape)


@registered
@dataclass(frozen=True)
class HeNormal(Random):
    """Normal with the variance 2 / inputs, cut at two standard deviations, for ReLU."""

    def _draw(self, shape: Shape, rng: np.random.Generator) -> Floats:
        return _cut_normal(math.sqrt(2.0 / fans(shape)[0]), shape, rng)


_CUT = 0.87962566103423978
"""The standard deviation of a standard normal number that is cut at ±2."""


def _cut_normal(deviation: float, shape: Shape, rng: np.random.Generator) -> Floats:
    numbers = rng.standard_normal(shape)
    while (beyond := np.abs(numbers) > 2.0).any():
        numbers[beyond] = rng.standard_normal(int(beyond.sum()))
    return numbers * (deviation / _CUT)


NAMES: dict[str, Initializer] = {
    "zeros": Zeros(),
    "ones": Ones(),
    "random_normal": RandomNormal(),
    "random_uniform": RandomUniform(),
    "glorot_uniform": GlorotUniform(),
    "glorot_normal": GlorotNormal(),
    "he_uniform": HeUniform(),
    "he_normal": HeNormal(),
}


def get(initializer: str | Initializer) -> Initializer:
    """The initialiser of that name, or the one given. Raises `InputError` for an unknown name."""
    if isinstance(initializer, Initializer):
        return initializer
    if initializer not in NAMES:
        raise InputError(f"There is no initializer {initializer!r}. Choose {', '.join(NAMES)}.")
    return NAMES[initializer]

"""Optimizers: how a step changes the parameters. Words, defaults and formulas are Keras'.

All parameters of a network lie in one flat array, their gradients in a second, and what an
optimizer remembers in further ones of the same length; a step is a few NumPy calls on the whole,
in place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats
from autograd.nn.registry import registered
from autograd.nn.schedules import Schedule


@dataclass(eq=False)
class Optimizer:
    """Base. learning_rate: a number, or a schedule of the steps taken.

    clipvalue: each number of the gradient is held within ± this. clipnorm: the gradient of each
    array of weights is shortened to this length, global_clipnorm: that of all together.
    weight_decay: each step first takes this times the rate from every parameter.

    memory: what is remembered, by name; iterations: the steps taken.
    """

    learning_rate: float | Schedule = 0.001
    clipnorm: float | None = None
    clipvalue: float | None = None
    global_clipnorm: float | None = None
    weight_decay: float | None = None

    remembers: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.learning_rate, Schedule):
            self.learning_rate = within("learning_rate", self.learning_rate, 0)
        if self.weight_decay is not None:
            within("weight_decay", self.weight_decay, 0)
        clips = (self.clipnorm, self.clipvalue, self.global_clipnorm)
        given = [clip for clip in clips if clip is not None]
        if len(given) > 1 or any(not clip > 0 for clip in given):
            raise InputError("Give one of clipnorm, clipvalue, global_clipnorm, above 0.")
        self.iterations = 0
        self.memory: dict[str, Floats] = {}
        self._parts: list[slice] = []
        self._scratch = np.empty(0)

    def build(self, parts: Sequence[slice]) -> None:
        """Makes room for parameters; parts: where in the flat array each array of weights is."""
        size = parts[-1].stop if parts else 0
        self._parts = list(parts)
        if self._scratch.size != size or set(self.memory) != set(self.remembers):
            self._scratch = np.empty(size)
            self.memory = {name: self.first(name, size) for name in self.remembers}
            self.iterations = 0

    def first(self, name: str, size: int) -> Floats:
        """What is remembered before the first step."""
        return np.zeros(size)

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        rate = self.learning_rate
        return rate(self.iterations) if isinstance(rate, Schedule) else float(rate)

    def step(self, parameters: Floats, gradient: Floats) -> None:
        """Changes ``parameters`` in place; ``gradient`` may be changed too (clipping)."""
        self._clip(gradient)
        rate = self.rate
        if self.weight_decay:
            parameters *= 1 - rate * self.weight_decay
        self.update(parameters, gradient, rate, self._scratch)
        self.iterations += 1

    def update(self, parameters: Floats, g: Floats, rate: float, s: Floats) -> None:
        """The formula; s: an array to calculate in."""
        raise NotImplementedError

    def _clip(self, gradient: Floats) -> None:
        if self.clipvalue is not None:
            np.clip(gradient, -self.clipvalue, self.clipvalue, out=gradient)
        if self.clipnorm is not None:
            for part in self._parts:
                _shorten(gradient[part], self.clipnorm)
        if self.global_clipnorm is not None:
            _shorten(gradient, self.global_clipnorm)


def within(name: str, number: Any, least: float, below: float = math.inf) -> float:
    """A setting as a float from ``least`` to below another number; `InputError` for any other."""
    if isinstance(number, (int, float, np.number)) and least <= number < below:
        return float(number)
    end = "" if below == math.inf else f" and below {below:g}"
    raise InputError(f"{name} is a finite number, {least:g} or more{end}, not {number!r}.")


def _shorten(gradient: Floats, longest: float) -> None:
    length = math.sqrt(float(gradient @ gradient))
    if length > longest:
        gradient *= longest / length


@registered
@dataclass(eq=False)
class SGD(Optimizer):
    """θ -= rate·g; with momentum m = momentum·m - rate·g, θ += m.

    nesterov: θ += momentum·m - rate·g, the gradient's own step once more ahead (Sutskever, Martens,
    Dahl and Hinton, ICML 2013, in the form that needs the gradient at θ alone).
    """

    learning_rate: float | Schedule = 0.01
    momentum: float = 0.0
    nesterov: bool = False

    remembers: ClassVar[tuple[str, ...]] = ("momentum",)

    def __post_init__(self) -> None:
        super().__post_init__()
        within("momentum", self.momentum, 0, 1)

    def update(self, parameters: Floats, g: Floats, rate: float, s: Floats) -> None:
        """See `Optimizer.update`."""
        np.multiply(g, rate, out=s)
        if not self.momentum:
            parameters -= s
            return
        m = self.memory["momentum"]
        m *= self.momentum
        m -= s
        if self.nesterov:
            parameters -= s
            np.multiply(m, self.momentum, out=s)
            parameters += s
        else:
            parameters += m


@registered
@dataclass(eq=False)
class RMSprop(Optimizer):
    """v = rho·v + (1 - rho)·g², θ -= rate·g/√(v + epsilon).

    Tieleman and Hinton, Neural networks for machine learning, lecture 6.5 (2012). centered: the
    mean gradient's square is taken from v. momentum: as in `SGD`.
    """

    rho: float = 0.9
    momentum: float = 0.0
    epsilon: float = 1e-7
    centered: bool = False

    remembers: ClassVar[tuple[str, ...]] = ("velocity", "momentum", "mean")

    def __post_init__(self) -> None:
        super().__post_init__()
        within("rho", self.rho, 0, 1)
        within("momentum", self.momentum, 0, 1)
        within("epsilon", self.epsilon, 0)

    def update(self, parameters: Floats, g: Floats, rate: float, s: Floats) -> None:
        """See `Optimizer.update`."""
        v = self.memory["velocity"]
        _towards(v, np.multiply(g, g, out=s), 1 - self.rho)
        if self.centered:
            mean = self.memory["mean"]
            np.copyto(s, g)
            _towards(mean, s, 1 - self.rho)
            np.multiply(mean, mean, out=s)
            np.subtract(v, s, out=s)
            s += self.epsilon
        else:
            np.add(v, self.epsilon, out=s)
        np.sqrt(s, out=s)
        np.divide(g, s, out=s)
        s *= rate
        if self.momentum:
            m = self.memory["momentum"]
            m *= self.momentum
            m += s
            parameters -= m
        else:
            parameters -= s


@registered
@dataclass(eq=False)
class Adagrad(Optimizer):
    """a += g², θ -= rate·g/√(a + epsilon). Duchi, Hazan and Singer, JMLR 12 (2011)."""

    initial_accumulator_value: float = 0.1
    epsilon: float = 1e-7

    remembers: ClassVar[tuple[str, ...]] = ("accumulator",)

    def __post_init__(self) -> None:
        super().__post_init__()
        within("initial_accumulator_value", self.initial_accumulator_value, 0)
        within("epsilon", self.epsilon, 0)

    def first(self, name: str, size: int) -> Floats:
        """See `Optimizer.first`."""
        return np.full(size, float(self.initial_accumulator_value))

    def update(self, parameters: Floats, g: Floats, rate: float, s: Floats) -> None:
        """See `Optimizer.update`."""
        a = self.memory["accumulator"]
        a += np.multiply(g, g, out=s)
        np.add(a, self.epsilon, out=s)
        np.sqrt(s, out=s)
        np.divide(g, s, out=s)
        s *= rate
        parameters -= s


@registered
@dataclass(eq=False)
class Adam(Optimizer):
    """A rate of its own for every parameter.

    m and v are running means of g and g², θ -= rate·√(1 - β₂ᵗ)/(1 - β₁ᵗ)·m/(√v + epsilon):
    Kingma and Ba, ICLR 2015, the form before section 2.1, whose epsilon is outside the correction.
    """

    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    remembers: ClassVar[tuple[str, ...]] = ("momentum", "velocity")

    def __post_init__(self) -> None:
        super().__post_init__()
        within("beta_1", self.beta_1, 0, 1)
        within("beta_2", self.beta_2, 0, 1)
        within("epsilon", self.epsilon, 0)

    def update(self, parameters: Floats, g: Floats, rate: float, s: Floats) -> None:
        """See `Optimizer.update`."""
        m, v = self.memory["momentum"], self.memory["velocity"]
        t = self.iterations + 1
        corrected = rate * math.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        np.multiply(g, 1 - self.beta_1, out=s)
        m *= self.beta_1
        m += s
        np.multiply(g, g, out=s)
        s *= 1 - self.beta_2
        v *= self.beta_2
        v += s
        np.sqrt(v, out=s)
        s += self.epsilon
        np.divide(m, s, out=s)
        s *= corrected
        parameters -= s


@registered
@dataclass(eq=False)
class AdamW(Adam):
    """Adam with weight decay apart from the gradient. Loshchilov and Hutter, ICLR 2019."""

    weight_decay: float | None = 0.004


def _towards(mean: Floats, new: Floats, part: float) -> None:
    """mean = (1 - part)·mean + part·new; ``new`` is changed."""
    new *= part
    mean *= 1 - part
    mean += new


NAMES: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "rmsprop": RMSprop,
    "adagrad": Adagrad,
    "adam": Adam,
    "adamw": AdamW,
}


def get(optimizer: Any) -> Optimizer:
    """A new optimizer of that name with Keras' defaults, or the one given.

    Raises `InputError` for an unknown name.
    """
    if isinstance(optimizer, Optimizer):
        return optimizer
    if isinstance(optimizer, type) and issubclass(optimizer, Optimizer):
        return optimizer()
    if not isinstance(optimizer, str) or optimizer.lower() not in NAMES:
        raise InputError(f"There is no optimizer {optimizer!r}. Choose {', '.join(NAMES)}.")
    return NAMES[optimizer.lower()]()

"""Training by hand: a step of Adam on one flat array, and a loop over shuffled batches."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks.contenders.hand_networks import CrossEntropy, Dense, convolution, views

Array = Any
RATE, FIRST, SECOND = 0.001, 0.9, 0.999


class Adam:
    """Kingma and Ba (ICLR 2015), in the order of their section 2: all parameters in one array."""

    def __init__(self, parameters: list[Array], epsilon: float) -> None:
        self.flat, self.parameters = views([p.shape for p in parameters])
        for own, given in zip(self.parameters, parameters, strict=True):
            own[...] = given
        self.gradient = np.zeros_like(self.flat)
        self.m, self.v = np.zeros_like(self.flat), np.zeros_like(self.flat)
        self.some = np.empty_like(self.flat)
        self.epsilon = epsilon
        self.steps = 0

    def step(self) -> None:
        """Changes the parameters by ``gradient``."""
        g, m, v, some = self.gradient, self.m, self.v, self.some
        self.steps += 1
        np.multiply(g, 1 - FIRST, some)
        np.multiply(m, FIRST, m)
        np.add(m, some, m)
        np.multiply(some, g, some)
        np.multiply(some, (1 - SECOND) / (1 - FIRST), some)
        np.multiply(v, SECOND, v)
        np.add(v, some, v)
        np.sqrt(v, some)
        np.add(some, self.epsilon, some)
        np.divide(m, some, some)
        rate = RATE * math.sqrt(1 - SECOND**self.steps) / (1 - FIRST**self.steps)
        np.multiply(some, rate, some)
        np.subtract(self.flat, some, self.flat)


class Trained:
    """A network and its Adam, which share the gradient."""

    def __init__(self, task: Any) -> None:
        self.adam = Adam(task.parameters, task.epsilon)
        if task.work == "conv2d":
            self.network: Any = convolution(task.work, task.batch)
        else:
            widths = [task.x.shape[1], *(len(b) for b in task.parameters[1::2])]
            self.network = Dense(task.batch, widths, CrossEntropy(task.batch, widths[-1]))
        self.adam.gradient = self.network.flat

    def step(self, x: Array, y: Array) -> float:
        """One step; the loss before it."""
        loss: float = self.network(self.adam.parameters, x, y)
        self.adam.step()
        return loss


def train(task: Any) -> tuple[Any, Any]:
    """Steps on one batch."""
    trained = Trained(task)
    x, y = task.x[: task.batch], task.y[: task.batch]

    def run(steps: int) -> float:
        for _ in range(steps):
            loss = trained.step(x, y)
        return loss

    return run, lambda: trained.adam.parameters


def loop(task: Any) -> tuple[Any, Any]:
    """Epochs: the samples shuffled, batch after batch, the losses added up."""
    trained = Trained(task)
    chance = np.random.default_rng(0)
    x, y = np.empty_like(task.x), np.empty_like(task.y)

    def run(epochs: int, shuffle: bool = True) -> float:
        count = len(task.x)
        for _ in range(epochs):
            order = chance.permutation(count) if shuffle else np.arange(count)
            np.take(task.x, order, 0, x, mode="clip")
            np.take(task.y, order, 0, y, mode="clip")
            total = 0.0
            for k in range(0, count, task.batch):
                total += trained.step(x[k : k + task.batch], y[k : k + task.batch])
        return float(total * task.batch / count)

    return run, lambda: trained.adam.parameters

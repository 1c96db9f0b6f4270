"""micrograd's demo: two moons, a perceptron of 16 and 16 ReLU neurons, an SVM's loss.

A training step is the demo's own: 100 points, the max-margin loss, L2 regularisation of 1e-4,
accuracy, backward, descent with a falling rate; nothing of NumPy. micrograd runs on the classes
that it ships, glassgrad on the same classes written here, drawing the same weights.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from importlib import import_module
from typing import Any

POINTS = 100
WIDTHS = (16, 16, 1)
SEED = 1337


def moons() -> tuple[list[list[float]], list[int]]:
    """Two interleaved half circles with noise of 0.1, and labels of 1 and -1."""
    noise = random.Random(SEED)
    half = POINTS // 2
    points, labels = [], []
    for k in range(half):
        angle = math.pi * k / (half - 1)
        points += [[math.cos(angle), math.sin(angle)], [1 - math.cos(angle), 0.5 - math.sin(angle)]]
        labels += [-1, 1]
    return [[x + noise.gauss(0, 0.1) for x in point] for point in points], labels


class Neuron:
    """A weighted sum, through relu unless it is linear."""

    def __init__(self, inputs: int, relu: Callable[[Any], Any] | None) -> None:
        value = import_module("autograd").Value
        self.w = [value(random.uniform(-1, 1)) for _ in range(inputs)]
        self.b = value(0)
        self.relu = relu

    def __call__(self, x: list[Any]) -> Any:
        """The neuron's output."""
        act = sum((wi * xi for wi, xi in zip(self.w, x, strict=True)), self.b)
        return act if self.relu is None else self.relu(act)

    def parameters(self) -> list[Any]:
        """Weights, then the bias."""
        return [*self.w, self.b]


class Layer:
    """Neurons side by side."""

    def __init__(self, inputs: int, outputs: int, relu: Callable[[Any], Any] | None) -> None:
        self.neurons = [Neuron(inputs, relu) for _ in range(outputs)]

    def __call__(self, x: list[Any]) -> Any:
        """The neurons' outputs, or the output of a single one."""
        out = [neuron(x) for neuron in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Any]:
        """Those of each neuron in turn."""
        return [p for neuron in self.neurons for p in neuron.parameters()]


class MLP:
    """Layers one after another, the last one linear."""

    def __init__(self, inputs: int, widths: list[int]) -> None:
        relu = import_module("autograd.ops").relu
        sizes = [inputs, *widths]
        last = len(widths) - 1
        self.layers = [
            Layer(sizes[i], sizes[i + 1], relu if i != last else None) for i in range(len(widths))
        ]

    def __call__(self, x: Any) -> Any:
        """The last layer's output."""
        for layer in self.layers:
            x = layer(x)
        return x

    def parameters(self) -> list[Any]:
        """Those of each layer in turn."""
        return [p for layer in self.layers for p in layer.parameters()]

    def zero_grad(self) -> None:
        """Clears what the last step left."""
        for p in self.parameters():
            p.grad = 0.0


class Training:
    """The demo, one step at a time."""

    def __init__(self, engine: str) -> None:
        random.seed(SEED)
        if engine == "micrograd":
            self._value = import_module("micrograd.engine").Value
            self._relu = self._value.relu
            self._model = import_module("micrograd.nn").MLP(2, list(WIDTHS))
        else:
            self._value = import_module("autograd").Value
            self._relu = import_module("autograd.ops").relu
            self._model = MLP(2, list(WIDTHS))
        self._points, self._labels = moons()
        self._steps = 0

    def loss(self) -> tuple[Any, float]:
        """The recorded loss over all points, and the accuracy."""
        inputs = [list(map(self._value, point)) for point in self._points]
        scores = list(map(self._model, inputs))
        relu = self._relu
        pairs = list(zip(self._labels, scores, strict=True))
        losses = [relu(1 + -label * score) for label, score in pairs]
        data_loss = sum(losses) * (1.0 / len(losses))
        reg_loss = 1e-4 * sum(p * p for p in self._model.parameters())
        right = [(label > 0) == (score.data > 0) for label, score in pairs]
        return data_loss + reg_loss, sum(right) / len(right)

    def step(self) -> float:
        """Trains for one step; gives the loss before it."""
        total, _ = self.loss()
        self._model.zero_grad()
        total.backward()
        rate = 1.0 - 0.9 * self._steps / 100
        for p in self._model.parameters():
            p.data -= rate * p.grad
        self._steps += 1
        return float(total.data)

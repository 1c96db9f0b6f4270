"""What the compiled programs are measured on: functions of one sample, and their numbers.

The functions are plain scalar code; `autograd.program` records them. Every contender computes the
mean over the samples and its gradient with respect to what the samples share; where they share
nothing (`SINGLE`), each sample's value and gradient.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

Arrays = list[Any]


class Work(NamedTuple):
    """A function of one sample, of shared arrays and a sample's own arrays, and their shapes.

    title: as the tables name it. sizes: numbers of samples. labels: whether the last array of a
    sample is one of so many classes, as a row of 0 and 1; make: numbers in place of normal ones.
    """

    title: str
    function: Callable[..., Any]
    shared: tuple[tuple[int, ...], ...]
    own: tuple[tuple[int, ...], ...]
    sizes: tuple[int, ...]
    labels: int = 0
    make: Callable[[int], Arrays] | None = None

    @property
    def in_axes(self) -> tuple[int | None, ...]:
        """As `autograd.program.compile` takes them."""
        return (None,) * len(self.shared) + (0,) * len(self.own)

    @property
    def wrt(self) -> tuple[int, ...]:
        """The arguments of the gradient."""
        return tuple(range(len(self.shared) or len(self.own)))

    def data(self, samples: int) -> Arrays:
        """Its arguments, the same in every process; shared arrays come first."""
        if self.make is not None:
            return self.make(samples)
        chance = np.random.default_rng(1)
        shared = [chance.normal(size=shape) / math.sqrt(shape[-1]) for shape in self.shared]
        own = [chance.normal(size=(samples, *shape)) for shape in self.own]
        if self.labels:
            own[-1] = np.eye(self.labels)[chance.integers(0, self.labels, samples)]
        return shared + own

    def sample(self) -> Arrays:
        """Its arguments for one sample."""
        arrays = self.data(1)
        return arrays[: len(self.shared)] + [array[0] for array in arrays[len(self.shared) :]]


def ops() -> Any:
    """`autograd.ops`, loaded when a function is recorded: peers never do."""
    return import_module("autograd.ops")


def dense(w: Any, b: Any, x: Sequence[Any]) -> list[Any]:
    """Weighted sums."""
    return [sum(wi * xi for wi, xi in zip(row, x, strict=True)) + bi
            for row, bi in zip(w, b, strict=True)]  # fmt: skip


def cross_entropy(z: Sequence[Any], y: Any) -> Any:
    """Of softmax(z) against a row of 0 and 1."""
    return ops().logsumexp(z) - sum(yi * zi for yi, zi in zip(y, z, strict=True))


def mlp(W1: Any, b1: Any, W2: Any, b2: Any, W3: Any, b3: Any, x: Any, y: Any) -> Any:
    """Two hidden layers of ReLU units."""
    relu = ops().relu
    h1 = [relu(z) for z in dense(W1, b1, x)]
    h2 = [relu(z) for z in dense(W2, b2, h1)]
    return cross_entropy(dense(W3, b3, h2), y)


def conv1d(K: Any, k: Any, W: Any, b: Any, x: Any, y: Any) -> Any:
    """8 filters of 7 on 187 numbers in steps of 2, ReLU, and a dense layer."""
    relu = ops().relu
    h = [
        relu(sum(K[f, i] * x[2 * p + i] for i in range(7)) + k[f])
        for p in range(91)
        for f in range(8)
    ]
    return cross_entropy(dense(W, b, h), y)


def conv2d(K: Any, k: Any, W: Any, b: Any, x: Any, y: Any) -> Any:
    """8 filters of 3×3 on 8×8 numbers, ReLU, and a dense layer."""
    relu = ops().relu
    h = [
        relu(sum(K[f, i, j] * x[p + i, q + j] for i in range(3) for j in range(3)) + k[f])
        for p in range(6)
        for q in range(6)
        for f in range(8)
    ]
    return cross_entropy(dense(W, b, h), y)


def rnn(W: Any, U: Any, b: Any, v: Any, x: Any, y: Any) -> Any:
    """16 tanh units over 20 steps of 8 numbers; the squared error of a weighted sum."""
    tanh = ops().tanh
    h: list[Any] = []
    for t in range(20):
        z = dense(W, b, x[t])
        if t:
            z = [zi + ops().dot(u, h) for zi, u in zip(z, U, strict=True)]
        h = [tanh(zi) for zi in z]
    return (ops().dot(v, h) - y) ** 2


def lstm(W: Any, U: Any, b: Any, v: Any, x: Any, y: Any) -> Any:
    """8 LSTM units over 20 steps of 4 numbers; the squared error of a weighted sum."""
    sigmoid, tanh = ops().sigmoid, ops().tanh
    h: list[Any] = []
    c: list[Any] = []
    for t in range(20):
        z = dense(W, b, x[t])
        if t:
            z = [zi + ops().dot(u, h) for zi, u in zip(z, U, strict=True)]
        i, f, g, o = z[:8], z[8:16], z[16:24], z[24:]
        new = [sigmoid(a) * tanh(d) for a, d in zip(i, g, strict=True)]
        if t:
            new = [sigmoid(a) * d + e for a, d, e in zip(f, c, new, strict=True)]
        c = new
        h = [sigmoid(a) * tanh(d) for a, d in zip(o, c, strict=True)]
    return (ops().dot(v, h) - y) ** 2


def black_scholes(s: Any, k: Any, t: Any, r: Any, v: Any) -> Any:
    """A call option's price: Black and Scholes, J. Political Economy 81 (1973), equation 13."""
    log, exp, sqrt, erf = ops().log, ops().exp, ops().sqrt, ops().erf
    d1 = (log(s / k) + (r + v * v / 2) * t) / (v * sqrt(t))
    d2 = d1 - v * sqrt(t)
    n1 = (1 + erf(d1 / math.sqrt(2))) / 2
    n2 = (1 + erf(d2 / math.sqrt(2))) / 2
    return s * n1 - k * exp(-r * t) * n2


def pendulum(a: Any, b: Any, p: Any, q: Any) -> Any:
    """The energy of a double pendulum of unit masses and lengths, of angles and momenta."""
    sin, cos = ops().sin, ops().cos
    d = a - b
    kinetic = (p * p + 2 * q * q - 2 * p * q * cos(d)) / (2 * (1 + sin(d) * sin(d)))
    return kinetic - 2 * 9.81 * cos(a) - 9.81 * cos(b)


def rosenbrock(x: Any) -> Any:
    """Rosenbrock's function of 20 numbers."""
    return sum(100 * (x[i + 1] - x[i] * x[i]) ** 2 + (1 - x[i]) ** 2 for i in range(19))


def svm(W1: Any, b1: Any, W2: Any, b2: Any, W3: Any, b3: Any, x: Any, y: Any) -> Any:
    """micrograd's demo: the max-margin loss of a network, and L2 regularisation."""
    relu = ops().relu
    h1 = [relu(z) for z in dense(W1, b1, x)]
    h2 = [relu(z) for z in dense(W2, b2, h1)]
    score = dense(W3, b3, h2)[0]
    squares = [p * p for array in (W1, b1, W2, b2, W3, b3) for p in array.reshape(-1)]
    return relu(1 - y * score) + 1e-4 * sum(squares)


def _prices(samples: int) -> Arrays:
    chance = np.random.default_rng(1)
    ranges = ((50, 150), (50, 150), (0.1, 2), (0.01, 0.1), (0.1, 0.5))
    return [chance.uniform(low, high, samples) for low, high in ranges]


def _moons(samples: int) -> Arrays:
    """The points of the demo, and weights as it draws them."""
    from benchmarks.moons import moons

    chance = np.random.default_rng(1)
    points, labels = moons()
    shapes = WORKS["moons"].shared
    shared = [chance.uniform(-1, 1, size=shape) for shape in shapes]
    return [*shared, np.array(points)[:samples], np.array(labels, float)[:samples]]


def _layers(*widths: int) -> tuple[tuple[int, ...], ...]:
    pairs = pairwise(widths)
    return tuple(shape for a, b in pairs for shape in ((b, a), (b,)))


def perceptron(*widths: int, sizes: tuple[int, ...]) -> Work:
    """Dense layers of ReLU units, with cross-entropy."""
    own = ((widths[0],), (widths[-1],))
    title = "-".join(map(str, widths))
    return Work(title, mlp, _layers(*widths), own, sizes, labels=widths[-1])


BATCHES = (32, 1797)
POINTS = (100_000,)
WORKS: dict[str, Work] = {
    "mlp": perceptron(64, 25, 15, 10, sizes=BATCHES),
    "mlp400": perceptron(400, 25, 15, 10, sizes=(32,)),
    "mlp784": perceptron(784, 128, 64, 10, sizes=(128,)),
    "conv1d": Work(
        "1-D convolution", conv1d, ((8, 7), (8,), (5, 728), (5,)), ((187,), (5,)), BATCHES, labels=5
    ),
    "conv2d": Work(
        "2-D convolution", conv2d, ((8, 3, 3), (8,), (10, 288), (10,)), ((8, 8), (10,)), BATCHES,
        labels=10,
    ),
    "rnn": Work("RNN", rnn, ((16, 8), (16, 16), (16,), (16,)), ((20, 8), ()), BATCHES),
    "lstm": Work("LSTM", lstm, ((32, 4), (32, 8), (32,), (8,)), ((20, 4), ()), BATCHES),
    "moons": Work(
        "micrograd's moons", svm, _layers(2, 16, 16, 1), ((2,), ()), (100,), make=_moons
    ),
    "black_scholes": Work("Black-Scholes", black_scholes, (), ((),) * 5, POINTS, make=_prices),
    "pendulum": Work("double pendulum", pendulum, (), ((),) * 4, POINTS),
    "rosenbrock": Work("Rosenbrock, 20 numbers", rosenbrock, (), ((20,),), POINTS),
}  # fmt: skip
SINGLE = ("black_scholes", "pendulum", "rosenbrock")

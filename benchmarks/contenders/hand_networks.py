"""Networks by hand: buffers for all that is computed, gradients one after another in one array.

What is done for speed: no allocation in a step; the largest of each row is taken on a transposed
copy; sums over samples are products with ones; a convolution is one matrix product over copied
windows, with a column of ones for the bias.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.contenders import Call

Array = Any


def views(shapes: list[tuple[int, ...]]) -> tuple[Array, list[Array]]:
    """One flat array, and arrays of the shapes that lie in it one after another."""
    ends = np.cumsum([math.prod(shape) for shape in shapes])
    flat = np.zeros(ends[-1])
    parts = np.split(flat, ends[:-1])
    return flat, [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]


class CrossEntropy:
    """The mean cross-entropy of softmax(z); z becomes its derivative with respect to z."""

    def __init__(self, n: int, classes: int) -> None:
        self.across = np.empty((classes, n))
        self.most = np.empty(n)
        self.column = self.most[:, None]
        self.ones = np.ones(classes)
        self.sums = np.empty(n)
        self.divisor = self.sums[:, None]
        self.n = n

    def __call__(self, z: Array, y: Array) -> float:
        """The loss; changes z."""
        np.copyto(self.across, z.T)
        np.maximum.reduce(self.across, 0, out=self.most)
        np.subtract(z, self.column, z)
        told = np.vdot(y, z)
        np.exp(z, z)
        np.dot(z, self.ones, self.sums)
        np.divide(z, self.divisor, z)
        np.subtract(z, y, z)
        np.multiply(z, 1 / self.n, z)
        np.log(self.sums, self.sums)
        return float(np.add.reduce(self.sums) - told) / self.n


class Dense:
    """Dense layers of ReLU units, the last one linear; the loss is another object's."""

    def __init__(self, n: int, widths: list[int], loss: Callable[[Array, Array], float]) -> None:
        self.h = [np.empty((n, width)) for width in widths[1:]]
        self.d = [np.empty((n, width)) for width in widths[1:-1]]
        self.mask = [np.empty((n, width), bool) for width in widths[1:-1]]
        self.ones = np.ones(n)
        self.loss = loss
        pairs = list(pairwise(widths))
        self.flat, self.grads = views([s for a, b in pairs for s in ((b, a), (b,))])

    def __call__(self, parameters: list[Array], x: Array, y: Array) -> float:
        """The loss; fills ``grads``."""
        last = len(self.h) - 1
        inputs = [x, *self.h]
        for k, z in enumerate(self.h):
            np.dot(inputs[k], parameters[2 * k].T, z)
            np.add(z, parameters[2 * k + 1], z)
            if k < last:
                np.maximum(z, 0, out=z)
        d = self.h[-1]
        loss = self.loss(d, y)
        for k in range(last, -1, -1):
            np.dot(d.T, inputs[k], self.grads[2 * k])
            np.dot(self.ones, d, self.grads[2 * k + 1])
            if k:
                before, mask = self.d[k - 1], self.mask[k - 1]
                np.dot(d, parameters[2 * k], before)
                np.greater(self.h[k - 1], 0, mask)
                np.multiply(before, mask, before)
                d = before
        return loss


def mlp(work: str, data: list[Array]) -> Call:
    """A perceptron with cross-entropy."""
    *parameters, x, y = data
    widths = [x.shape[1], *(b.size for b in parameters[1::2])]
    network = Dense(len(x), widths, CrossEntropy(len(x), widths[-1]))

    def call() -> tuple[float, list[Array]]:
        return network(parameters, x, y), network.grads

    return call


class Convolution:
    """Filters over windows of the input, ReLU, a dense layer and cross-entropy.

    window: the windows of contiguous input as strided views, (n, positions..., size...).
    """

    def __init__(
        self, n: int, positions: int, filters: int, size: tuple[int, ...], classes: int,
        window: Callable[[Array], Array],
    ) -> None:  # fmt: skip
        length = math.prod(size)
        self.window = window
        self.rows = np.ones((n * positions, length + 1))
        self.length = length
        self.weights = np.empty((filters, length + 1))
        self.h = np.empty((n * positions, filters))
        self.seen = self.h.reshape(n, -1)
        self.mask = np.empty(self.h.shape, bool)
        self.d = np.empty_like(self.h)
        self.back = self.d.reshape(n, -1)
        self.z = np.empty((n, classes))
        self.ones = np.ones(n)
        self.loss = CrossEntropy(n, classes)
        self.both = np.empty((filters, length + 1))
        self.flat, self.grads = views(
            [(filters, *size), (filters,), (classes, positions * filters), (classes,)]
        )
        self.kernel = self.grads[0].reshape(filters, length)

    def __call__(self, parameters: list[Array], x: Array, y: Array) -> float:
        """The loss; fills ``grads``."""
        K, k, W, b = parameters
        windows = self.window(x)
        np.copyto(self.rows[:, :-1].reshape(windows.shape), windows)
        self.weights[:, :-1] = K.reshape(-1, self.length)
        self.weights[:, -1] = k
        np.dot(self.rows, self.weights.T, self.h)
        np.maximum(self.h, 0, out=self.h)
        z = self.z
        np.dot(self.seen, W.T, z)
        np.add(z, b, z)
        loss = self.loss(z, y)
        np.dot(z.T, self.seen, self.grads[2])
        np.dot(self.ones, z, self.grads[3])
        np.dot(z, W, self.back)
        np.greater(self.h, 0, self.mask)
        np.multiply(self.d, self.mask, self.d)
        np.dot(self.d.T, self.rows, self.both)
        self.kernel[...] = self.both[:, :-1]
        self.grads[1][...] = self.both[:, -1]
        return loss


def windows_1d(n: int) -> Callable[[Array], Array]:
    """Windows of 7 in steps of 2 over 187 numbers."""
    strides = (187 * 8, 16, 8)
    return lambda x: np.ndarray((n, 91, 7), float, x, 0, strides)


def windows_2d(n: int) -> Callable[[Array], Array]:
    """Windows of 3×3 over 8×8 numbers."""
    strides = (512, 64, 8, 64, 8)
    return lambda x: np.ndarray((n, 6, 6, 3, 3), float, x, 0, strides)


def convolution(work: str, n: int) -> Convolution:
    """The network of ``conv1d`` or ``conv2d`` for so many samples."""
    if work == "conv1d":
        return Convolution(n, 91, 8, (7,), 5, windows_1d(n))
    return Convolution(n, 36, 8, (3, 3), 10, windows_2d(n))


def conv(work: str, data: list[Array]) -> Call:
    """A convolution, value and gradient."""
    *parameters, x, y = data
    network = convolution(work, len(x))

    def call() -> tuple[float, list[Array]]:
        return network(parameters, x, y), network.grads

    return call


class Margin:
    """The mean of max(0, 1 - y·score); the scores become their derivatives."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.slack = np.empty(n)
        self.mask = np.empty(n, bool)

    def __call__(self, z: Array, y: Array) -> float:
        """The loss; changes z."""
        scores = z[:, 0]
        np.multiply(y, scores, self.slack)
        np.subtract(1, self.slack, self.slack)
        np.greater(self.slack, 0, self.mask)
        loss = float(np.dot(self.slack, self.mask)) / self.n
        np.multiply(y, self.mask, scores)
        np.multiply(scores, -1 / self.n, scores)
        return loss


def moons(work: str, data: list[Array]) -> Call:
    """micrograd's demo; the parameters are gathered for their squares."""
    *parameters, x, y = data
    network = Dense(len(x), [2, 16, 16, 1], Margin(len(x)))
    gathered = np.empty_like(network.flat)
    pieces = [p.reshape(-1) for p in parameters]

    def call() -> tuple[float, list[Array]]:
        loss = network(parameters, x, y)
        np.concatenate(pieces, out=gathered)
        loss += 1e-4 * float(np.dot(gathered, gathered))
        np.multiply(gathered, 2e-4, gathered)
        np.add(network.flat, gathered, network.flat)
        return loss, network.grads

    return call

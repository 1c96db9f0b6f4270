"""Recurrent networks by hand: features × steps × samples, so that every part is contiguous.

What a step reads, its input, the units before it and a one for the bias, is one array of rows, and
its weights are one matrix: a step is one product. What the backward pass multiplies with is
computed for all steps at once, and so are the weights' gradients. Many samples go through in blocks
that stay in the cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.contenders import Call

Array = Any
STEPS = 20
BLOCK = 256


class Cell:
    """What the two cells have in common. gates: rows of weights for each unit."""

    def __init__(self, n: int, inputs: int, units: int, gates: int) -> None:
        rows = gates * units
        self.inputs, self.units = inputs, units
        self.read = np.zeros((inputs + units + 1, STEPS, n))
        self.read[-1] = 1
        self.weights = np.empty((rows, inputs + units + 1))
        self.z = np.empty((rows, n))
        self.dz = np.empty((rows, STEPS, n))
        self.dh = np.empty((units, n))
        self.last = np.empty((units, n))
        self.error = np.empty(n)
        hidden = self.read[inputs:-1]
        self.before = [self.read[:, t] for t in range(STEPS)]
        self.after = [*(hidden[:, t] for t in range(1, STEPS)), self.last]
        self.slopes = [self.dz[:, t] for t in range(STEPS)]
        self.grads = [np.zeros(s) for s in ((rows, inputs), (rows, units), (rows,), (units,))]

    def start(self, W: Array, U: Array, b: Array, x: Array) -> None:
        """Gathers the weights and the inputs."""
        self.weights[:, : self.inputs] = W
        self.weights[:, self.inputs : -1] = U
        self.weights[:, -1] = b
        np.copyto(self.read[: self.inputs], x.transpose(2, 1, 0))

    def turn(self, v: Array, y: Array, n: int) -> float:
        """The sum of the squared errors, and the derivatives of their mean by the last units."""
        np.dot(v, self.last, self.error)
        np.subtract(self.error, y, self.error)
        loss = float(np.dot(self.error, self.error))
        np.multiply(self.error, 2 / n, self.error)
        self.grads[3] += np.dot(self.last, self.error)
        np.multiply(v[:, None], self.error, self.dh)
        return loss

    def finish(self) -> None:
        """Adds the gradients of the weights."""
        rows = len(self.dz)
        both = np.dot(self.dz.reshape(rows, -1), self.read.reshape(len(self.read), -1).T)
        self.grads[0] += both[:, : self.inputs]
        self.grads[1] += both[:, self.inputs : -1]
        self.grads[2] += both[:, -1]


class RNN(Cell):
    """tanh units."""

    def __init__(self, n: int) -> None:
        super().__init__(n, 8, 16, 1)
        self.slope = np.empty((16, STEPS, n))
        self.each = [self.slope[:, t] for t in range(STEPS)]

    def run(self, parameters: list[Array], x: Array, y: Array, n: int) -> float:
        """The sum of the losses; adds to the gradients of the mean over n samples."""
        W, U, b, v = parameters
        self.start(W, U, b, x)
        for before, after in zip(self.before, self.after, strict=True):
            np.dot(self.weights, before, self.z)
            np.tanh(self.z, after)
        loss = self.turn(v, y, n)
        hidden = self.read[self.inputs : -1]
        np.square(hidden[:, 1:], self.slope[:, :-1])
        np.square(self.last, self.each[-1])
        np.subtract(1, self.slope, self.slope)
        for t in range(STEPS - 1, -1, -1):
            np.multiply(self.dh, self.each[t], self.slopes[t])
            if t:
                np.dot(U.T, self.slopes[t], self.dh)
        self.finish()
        return loss


class LSTM(Cell):
    """Long short-term memory; σ(z) = (1 + tanh(z/2))/2, so that one tanh does all four gates."""

    def __init__(self, n: int) -> None:
        super().__init__(n, 4, 8, 4)
        self.half = np.full((32, 1), 0.5)
        self.half[16:24] = 1
        self.shift = 1 - self.half
        self.gates = np.empty((32, STEPS, n))
        self.c = np.empty((8, STEPS, n))
        self.tanh_c = np.empty((8, STEPS, n))
        self.factor = np.empty((32, STEPS, n))
        self.through = np.empty((8, STEPS, n))
        self.dc = np.empty((8, n))
        self.some = np.empty((8, n))
        self.forward = [
            (self.read[:, t], self.gates[:, t], *self.gates[:, t].reshape(4, 8, n),
             self.c[:, t], self.c[:, t - 1], self.tanh_c[:, t], self.after[t])
            for t in range(STEPS)
        ]  # fmt: skip
        three = self.factor[:24].reshape(3, 8, STEPS, n)
        slopes = self.dz[:24].reshape(3, 8, STEPS, n)
        self.back = [
            (self.through[:, t], three[:, :, t], slopes[:, :, t], self.factor[24:, t],
             self.dz[24:, t], self.dz[:, t], self.gates[8:16, t])
            for t in range(STEPS - 1, -1, -1)
        ]  # fmt: skip

    def run(self, parameters: list[Array], x: Array, y: Array, n: int) -> float:
        """As in `RNN`."""
        W, U, b, v = parameters
        self.start(W, U, b, x)
        np.multiply(self.weights, self.half, self.weights)
        for t, (read, gates, i, f, g, o, c, before, tanh_c, h) in enumerate(self.forward):
            np.dot(self.weights, read, self.z)
            np.tanh(self.z, self.z)
            np.multiply(self.z, self.half, self.z)
            np.add(self.z, self.shift, gates)
            np.multiply(i, g, c)
            if t:
                np.multiply(f, before, self.some)
                np.add(c, self.some, c)
            np.tanh(c, tanh_c)
            np.multiply(o, tanh_c, h)
        loss = self.turn(v, y, n)
        self._factors()
        self.dc.fill(0)
        for t, (through, three, slopes, factor, slope, all_slopes, forget) in enumerate(self.back):
            np.multiply(self.dh, through, self.some)
            np.add(self.dc, self.some, self.dc)
            np.multiply(self.dc, three, slopes)
            np.multiply(self.dh, factor, slope)
            if t < STEPS - 1:
                np.dot(U.T, all_slopes, self.dh)
                np.multiply(self.dc, forget, self.dc)
        self.finish()
        return loss

    def _factors(self) -> None:
        """What the cell's derivative, and the units', are multiplied with, for all steps."""
        i, _, g, o = self.gates.reshape(4, 8, STEPS, -1)
        by_i, by_f, by_g, by_o = self.factor.reshape(4, 8, STEPS, -1)
        np.subtract(1, self.gates, self.factor)
        np.multiply(self.factor, self.gates, self.factor)
        np.multiply(by_i, g, by_i)
        np.multiply(by_f[:, 1:], self.c[:, :-1], by_f[:, 1:])
        by_f[:, 0] = 0
        np.multiply(by_o, self.tanh_c, by_o)
        np.square(g, by_g)
        np.subtract(1, by_g, by_g)
        np.multiply(by_g, i, by_g)
        np.square(self.tanh_c, self.through)
        np.subtract(1, self.through, self.through)
        np.multiply(self.through, o, self.through)


def recurrent(work: str, data: list[Array]) -> Call:
    """``rnn`` or ``lstm``, in blocks of samples."""
    *parameters, x, y = data
    kind = RNN if work == "rnn" else LSTM
    n = len(x)
    blocks = [slice(k, min(n, k + BLOCK)) for k in range(0, n, BLOCK)]
    cells = {size: kind(size) for size in {block.stop - block.start for block in blocks}}
    grads = next(iter(cells.values())).grads
    for cell in cells.values():
        cell.grads = grads

    def call() -> tuple[float, list[Array]]:
        for grad in grads:
            grad.fill(0)
        total = 0.0
        for block in blocks:
            own = x[block]
            total += cells[len(own)].run(parameters, own, y[block], n)
        return total / n, grads

    return call

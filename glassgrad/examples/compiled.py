"""The loss of a small network, one number at a time, and the program that is made of it."""

import numpy as np

from autograd import ops
from autograd.program import compile


def loss(x, y, W1, b1, W2, b2):
    hidden = [ops.relu(sum(w * v for w, v in zip(row, x)) + b) for row, b in zip(W1, b1)]
    z = [sum(w * h for w, h in zip(row, hidden)) + b for row, b in zip(W2, b2)]
    return ops.logsumexp(z) - sum(t * v for t, v in zip(y, z))


rng = np.random.default_rng(0)
weights = rng.normal(size=(5, 8)), rng.normal(size=5), rng.normal(size=(3, 5)), rng.normal(size=3)
program = compile(loss, np.ones(8), [1, 0, 0], *weights, in_axes=(0, 0, None, None, None, None))
print(program.source)

"""Scalar programs of many kinds, each with the shapes of its arguments.

They are written as a beginner would write them, number by number; the compiler has to find out
what they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from autograd import ops

Shape = tuple[int, ...]


class Graph(NamedTuple):
    """A function of one sample, the shapes of its arguments, and how many have a batch axis."""

    f: Callable[..., Any]
    shapes: tuple[Shape, ...]
    batched: int = 1
    positive: bool = False

    @property
    def in_axes(self) -> tuple[int | None, ...]:
        return (0,) * self.batched + (None,) * (len(self.shapes) - self.batched)

    def arguments(self, samples: int | None, seed: int = 0) -> list[Any]:
        """Random arguments, for one sample or for a batch."""
        rng = np.random.default_rng(seed)
        found = []
        for place, shape in enumerate(self.shapes):
            batch = (samples,) if samples is not None and place < self.batched else ()
            numbers = rng.normal(size=batch + shape)
            found.append(np.abs(numbers) + 0.5 if self.positive else numbers)
        return found


def dense(x: Any, W: Any, b: Any) -> list[Any]:
    return [
        sum(w * v for w, v in zip(row, x, strict=False)) + c for row, c in zip(W, b, strict=False)
    ]


def sigmoid(x: Any) -> Any:
    return 1 / (1 + ops.exp(-x))


def squares(values: Any) -> Any:
    return sum(v * v for v in values)


def cross_entropy(z: Any, y: Any) -> Any:
    return ops.logsumexp(z) - sum(a * b for a, b in zip(z, y, strict=False))


def mlp(x, y, W1, b1, W2, b2, W3, b3):
    h1 = [sigmoid(z) for z in dense(x, W1, b1)]
    h2 = [ops.relu(z) for z in dense(h1, W2, b2)]
    return cross_entropy(dense(h2, W3, b3), y)


def theta_mlp(x, theta):
    """One flat vector of parameters in micrograd's order: each unit's weights, then its bias."""
    place, h = 0, list(x)
    for units in (6, 4, 1):
        out = []
        for _ in range(units):
            z = sum(theta[place + k] * v for k, v in enumerate(h)) + theta[place + len(h)]
            place += len(h) + 1
            out.append(ops.tanh(z))
        h = out
    return h[0]


def neurons(x, params):
    """Separately named arrays per neuron."""
    h = [ops.tanh(sum(w * v for w, v in zip(params[f"w{k}"], x, strict=False)) + params[f"b{k}"])
         for k in range(4)]  # fmt: skip
    return sum(h)


def conv1d(x, K, b, W):
    h = [[ops.relu(sum(K[f, k] * x[2 * p + k] for k in range(5)) + b[f]) for p in range(9)]
         for f in range(3)]  # fmt: skip
    flat = [v for row in h for v in row]
    return sum(sum(w * v for w, v in zip(row, flat, strict=False)) ** 2 for row in W)


def conv1d_positions_outside(x, K, b, W):
    h = [ops.relu(sum(K[f, k] * x[2 * p + k] for k in range(5)) + b[f]) for p in range(9)
         for f in range(3)]  # fmt: skip
    return sum(sum(w * v for w, v in zip(row, h, strict=False)) ** 2 for row in W)


def conv2d(x, K, b, W):
    h = [[[ops.relu(sum(K[f, c, k, m] * x[c, i + k, j + m]
                        for c in range(2) for k in range(3) for m in range(3)) + b[f])
           for j in range(4)] for i in range(4)] for f in range(3)]  # fmt: skip
    flat = [v for plane in h for row in plane for v in row]
    return squares(dense(flat, W, [0.0, 0.0]))


def conv_padded(x, K):
    n = len(x)
    h = [ops.tanh(sum(K[k] * x[p + k - 1] for k in range(3) if 0 <= p + k - 1 < n))
         for p in range(n)]  # fmt: skip
    return squares(h)


def pooling(x, w):
    h = [[ops.maximum(ops.maximum(x[2 * i, 2 * j], x[2 * i, 2 * j + 1]),
                      ops.maximum(x[2 * i + 1, 2 * j], x[2 * i + 1, 2 * j + 1]))
          for j in range(3)] for i in range(2)]  # fmt: skip
    a = [[(x[2 * i, 2 * j] + x[2 * i, 2 * j + 1]
           + x[2 * i + 1, 2 * j] + x[2 * i + 1, 2 * j + 1]) / 4
          for j in range(3)] for i in range(2)]  # fmt: skip
    return sum(w[i, j] * h[i][j] * a[i][j] for i in range(2) for j in range(3))


def layer_norm(x, g, b):
    mean = sum(x) / len(x)
    variance = sum((v - mean) ** 2 for v in x) / len(x)
    y = [(v - mean) / ops.sqrt(variance + 1e-5) * s + c for v, s, c in zip(x, g, b, strict=False)]
    return sum(ops.sin(v) for v in y)


def attention(x, Q, K, V):
    def times(M):
        return [[sum(M[i, k] * row[k] for k in range(4)) for i in range(4)] for row in x]

    q, k, v = times(Q), times(K), times(V)
    total = 0.0
    for i in range(3):
        weights = ops.softmax(
            [sum(a * b for a, b in zip(q[i], k[j], strict=False)) / 2 for j in range(3)]
        )
        total = total + squares([sum(weights[j] * v[j][d] for j in range(3)) for d in range(4)])
    return total


def softmax(x):
    return [p * p for p in ops.softmax(list(x))]


def logsumexp(x):
    return ops.logsumexp(list(x))


def residual(x, W, b):
    h = list(x)
    for layer in range(3):
        h = [v + ops.tanh(z) for v, z in zip(h, dense(h, W[layer], b[layer]), strict=False)]
    return squares(h)


def rnn(x, Wx, Wh, b, w):
    h = [0.0] * 4
    for t in range(6):
        h = [ops.tanh(sum(Wx[i, k] * x[t, k] for k in range(3))
                      + sum(Wh[i, k] * h[k] for k in range(4)) + b[i])
             for i in range(4)]  # fmt: skip
    return sum(a * v for a, v in zip(w, h, strict=False))


def lstm(x, W, U, b, w):
    n = 4
    h, c = [0.0] * n, [0.0] * n
    for t in range(5):
        z = [sum(W[i, k] * x[t, k] for k in range(3)) + sum(U[i, k] * h[k] for k in range(n)) + b[i]
             for i in range(4 * n)]  # fmt: skip
        i, f, g, o = (z[k * n : (k + 1) * n] for k in range(4))
        c = [sigmoid(f[k]) * c[k] + sigmoid(i[k]) * ops.tanh(g[k]) for k in range(n)]
        h = [sigmoid(o[k]) * ops.tanh(c[k]) for k in range(n)]
    return sum(a * v for a, v in zip(w, h, strict=False))


def gru(x, W, U, w):
    n = 3
    h = [0.0] * n

    def gate(g, t, state):
        return [sum(W[g, i, k] * x[t, k] for k in range(2))
                + sum(U[g, i, k] * state[k] for k in range(n))
                for i in range(n)]  # fmt: skip

    for t in range(4):
        r = [sigmoid(v) for v in gate(0, t, h)]
        u = [sigmoid(v) for v in gate(1, t, h)]
        c = [ops.tanh(v) for v in gate(2, t, [a * b for a, b in zip(r, h, strict=False)])]
        h = [(1 - u[k]) * h[k] + u[k] * c[k] for k in range(n)]
    return sum(a * v for a, v in zip(w, h, strict=False))


def horner(x, c):
    y = c[0]
    for k in range(1, 8):
        y = y * x + c[k]
    return y


def rk4(state, p):
    def slope(s):
        return [s[1], -p[0] * ops.sin(s[0]) - p[1] * s[1]]

    s, h = list(state), 0.1
    for _ in range(4):
        k1 = slope(s)
        k2 = slope([a + h / 2 * b for a, b in zip(s, k1, strict=False)])
        k3 = slope([a + h / 2 * b for a, b in zip(s, k2, strict=False)])
        k4 = slope([a + h * b for a, b in zip(s, k3, strict=False)])
        s = [
            a + h / 6 * (b + 2 * c + 2 * d + e)
            for a, b, c, d, e in zip(s, k1, k2, k3, k4, strict=False)
        ]
    return s[0] ** 2 + s[1]


def heat_periodic(u, r):
    v = list(u)
    for _ in range(4):
        v = [v[i] + r * (v[i - 1] - 2 * v[i] + v[(i + 1) % 8]) for i in range(8)]
    return squares(v)


def heat_fixed(u, r):
    v = list(u)
    for _ in range(4):
        v = [v[0], *(v[i] + r * (v[i - 1] - 2 * v[i] + v[i + 1]) for i in range(1, 9)), v[9]]
    return squares(v)


def cumulative(x, w):
    total, found = 0.0, []
    for v in x:
        total = total + v
        found.append(total)
    return sum(a * ops.sin(b) for a, b in zip(w, found, strict=False))


def triangular(x, L):
    y = [sum(L[i, j] * x[j] for j in range(i + 1)) for i in range(5)]
    return squares(y)


def shared_twice(x, W, b):
    h = [ops.tanh(z) for z in dense(x, W, b)]
    return squares(ops.tanh(z) for z in dense(h, W, b))


def penalty(x, W, b):
    fit = squares(dense(x, W, b))
    return fit + 0.01 * sum(w * w for row in W for w in row)


def gram(x):
    G = [[sum(x[i, k] * x[j, k] for k in range(3)) for j in range(4)] for i in range(4)]
    return sum(ops.sin(g) for row in G for g in row)


def partial(x, W, b, w):
    z = dense(x, W, b)
    h = [ops.tanh(v) for v in z]
    r = [a + v for a, v in zip(x, z, strict=False)]
    return sum(a * v for a, v in zip(w, h, strict=False)) + squares(r[:3]) + z[1] * z[2]


def sparse(x, w):
    rng = np.random.default_rng(5)
    h = []
    for i in range(12):
        chosen = rng.choice(10, size=3, replace=False)
        h.append(ops.tanh(sum(w[3 * i + k] * x[j] for k, j in enumerate(chosen))))
    return squares(h)


def black_scholes(s, k, t, r, v):
    def normal(d):
        return 0.5 * (1 + ops.tanh(0.8 * d + 0.035 * d**3))

    d1 = (ops.log(s / k) + (r + v**2 / 2) * t) / (v * ops.sqrt(t))
    d2 = d1 - v * ops.sqrt(t)
    return s * normal(d1) - k * ops.exp(-r * t) * normal(d2)


def rosenbrock(x):
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(9))


def mixed_reads(x, w):
    return [x[0] * w[2] + x[3], ops.sin(x[1] - w[0]), 2.0, x[2] / (1 + w[1] ** 2), w[0]]


def matrices(A, B):
    C = [[sum(A[i, k] * B[k, j] for k in range(4)) for j in range(5)] for i in range(3)]
    T = [[C[i][j] for i in range(3)] for j in range(5)]
    return sum(T[j][i] * A[i, j % 4] for j in range(5) for i in range(3))


def extremes(x):
    z = [ops.sin(v) for v in x]
    top, low = z[0], z[0]
    for v in z[1:]:
        top, low = ops.maximum(top, v), ops.minimum(low, v)
    return top * low + top


def diagonal(A):
    return sum(A[i, i] ** 3 for i in range(4)) + sum(A[i, 3 - i] for i in range(4))


def choices(x, w):
    return sum(
        ops.where(v > u, v * u, ops.exp(-v)) + ops.clip(v, -0.5, 0.5)
        for v, u in zip(x, w, strict=False)
    )


GRAPHS = {
    "mlp": Graph(mlp, ((8,), (3,), (6, 8), (6,), (5, 6), (5,), (3, 5), (3,)), 2),
    "theta_mlp": Graph(theta_mlp, ((5,), (6 * 6 + 4 * 7 + 5,))),
    "conv1d": Graph(conv1d, ((21,), (3, 5), (3,), (2, 27))),
    "conv1d_positions_outside": Graph(conv1d_positions_outside, ((21,), (3, 5), (3,), (2, 27))),
    "conv2d": Graph(conv2d, ((2, 6, 6), (3, 2, 3, 3), (3,), (2, 48))),
    "conv_padded": Graph(conv_padded, ((12,), (3,))),
    "pooling": Graph(pooling, ((4, 6), (2, 3))),
    "layer_norm": Graph(layer_norm, ((7,), (7,), (7,))),
    "attention": Graph(attention, ((3, 4), (4, 4), (4, 4), (4, 4))),
    "softmax": Graph(softmax, ((6,),)),
    "logsumexp": Graph(logsumexp, ((6,),)),
    "residual": Graph(residual, ((5,), (3, 5, 5), (3, 5))),
    "rnn": Graph(rnn, ((6, 3), (4, 3), (4, 4), (4,), (4,))),
    "lstm": Graph(lstm, ((5, 3), (16, 3), (16, 4), (16,), (4,))),
    "gru": Graph(gru, ((4, 2), (3, 3, 2), (3, 3, 3), (3,))),
    "horner": Graph(horner, ((), (8,))),
    "rk4": Graph(rk4, ((2,), (2,))),
    "heat_periodic": Graph(heat_periodic, ((8,), ())),
    "heat_fixed": Graph(heat_fixed, ((10,), ())),
    "cumulative": Graph(cumulative, ((7,), (7,))),
    "triangular": Graph(triangular, ((5,), (5, 5))),
    "shared_twice": Graph(shared_twice, ((5,), (5, 5), (5,))),
    "penalty": Graph(penalty, ((5,), (4, 5), (4,))),
    "gram": Graph(gram, ((4, 3),)),
    "partial": Graph(partial, ((5,), (5, 5), (5,), (5,))),
    "sparse": Graph(sparse, ((10,), (36,))),
    "black_scholes": Graph(black_scholes, ((), (), (), (), ()), 5, positive=True),
    "rosenbrock": Graph(rosenbrock, ((10,),)),
    "mixed_reads": Graph(mixed_reads, ((4,), (3,))),
    "matrices": Graph(matrices, ((3, 4), (4, 5)), 1),
    "matrices_both_batched": Graph(matrices, ((3, 4), (4, 5)), 2),
    "matrices_shared": Graph(matrices, ((3, 4), (4, 5)), 0),
    "extremes": Graph(extremes, ((7,),)),
    "diagonal": Graph(diagonal, ((4, 4),)),
    "choices": Graph(choices, ((6,), (6,))),
}


@pytest.fixture(scope="session")
def graphs() -> dict[str, Graph]:
    return GRAPHS


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> Graph:
    return GRAPHS[request.param]

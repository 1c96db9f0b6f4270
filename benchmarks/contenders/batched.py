"""The works on whole batches, in NumPy's words: for JAX and for HIPS autograd.

``np`` is their NumPy; ``also`` holds ``logsumexp`` and ``erf`` of theirs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

Array = Any


def cross_entropy(np: Any, also: Any, z: Array, y: Array) -> Array:
    """The mean over rows."""
    return np.mean(also.logsumexp(z, axis=1) - np.sum(y * z, axis=1))


def layers(np: Any, parameters: Any, x: Array) -> Array:
    """Three dense layers."""
    W1, b1, W2, b2, W3, b3 = parameters
    h = np.maximum(x @ W1.T + b1, 0)
    h = np.maximum(h @ W2.T + b2, 0)
    return h @ W3.T + b3


def mlp(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """A perceptron."""
    return cross_entropy(np, also, layers(np, parameters, x), y)


def conv1d(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """A convolution as a matrix product over windows."""
    K, k, W, b = parameters
    windows = np.stack([x[:, i : i + 181 : 2] for i in range(7)], axis=2)
    h = np.maximum(windows @ K.T + k, 0)
    return cross_entropy(np, also, np.reshape(h, (len(x), -1)) @ W.T + b, y)


def conv2d(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """A convolution as a matrix product over windows."""
    K, k, W, b = parameters
    places = [(i, j) for i in range(3) for j in range(3)]
    windows = np.stack([x[:, i : i + 6, j : j + 6] for i, j in places], axis=3)
    h = np.maximum(windows @ np.reshape(K, (8, 9)).T + k, 0)
    return cross_entropy(np, also, np.reshape(h, (len(x), -1)) @ W.T + b, y)


def rnn(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """tanh units, the steps one after another."""
    W, U, b, v = parameters
    h = np.tanh(x[:, 0] @ W.T + b)
    for t in range(1, 20):
        h = np.tanh(x[:, t] @ W.T + h @ U.T + b)
    return np.mean((h @ v - y) ** 2)


def lstm(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """LSTM units, the steps one after another."""
    W, U, b, v = parameters
    h, c = np.zeros((len(x), 8)), np.zeros((len(x), 8))
    for t in range(20):
        z = x[:, t] @ W.T + h @ U.T + b
        i, f, o = (1 / (1 + np.exp(-z[:, k : k + 8])) for k in (0, 8, 24))
        c = f * c + i * np.tanh(z[:, 16:24])
        h = o * np.tanh(c)
    return np.mean((h @ v - y) ** 2)


def moons(np: Any, also: Any, parameters: Any, x: Array, y: Array) -> Array:
    """micrograd's demo."""
    scores = layers(np, parameters, x)[:, 0]
    squares = sum(np.sum(p * p) for p in parameters)
    return np.mean(np.maximum(1 - y * scores, 0)) + 1e-4 * squares


def black_scholes(np: Any, also: Any, s: Array, k: Array, t: Array, r: Array, v: Array) -> Array:
    """Prices."""
    d1 = (np.log(s / k) + (r + v * v / 2) * t) / (v * np.sqrt(t))
    d2 = d1 - v * np.sqrt(t)
    n1, n2 = ((1 + also.erf(d / math.sqrt(2))) / 2 for d in (d1, d2))
    return s * n1 - k * np.exp(-r * t) * n2


def pendulum(np: Any, also: Any, a: Array, b: Array, p: Array, q: Array) -> Array:
    """Energies."""
    d = a - b
    kinetic = (p * p + 2 * q * q - 2 * p * q * np.cos(d)) / (2 * (1 + np.sin(d) ** 2))
    return kinetic - 2 * 9.81 * np.cos(a) - 9.81 * np.cos(b)


def rosenbrock(np: Any, also: Any, x: Array) -> Array:
    """Rosenbrock's function of each row."""
    head = x[:, :-1]
    return np.sum(100 * (x[:, 1:] - head * head) ** 2 + (1 - head) ** 2, axis=1)


FUNCTIONS: dict[str, Callable[..., Array]] = {
    **dict.fromkeys(("mlp", "mlp400", "mlp784"), mlp),
    "conv1d": conv1d,
    "conv2d": conv2d,
    "rnn": rnn,
    "lstm": lstm,
    "moons": moons,
    "black_scholes": black_scholes,
    "pendulum": pendulum,
    "rosenbrock": rosenbrock,
}

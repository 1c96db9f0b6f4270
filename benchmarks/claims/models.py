"""Models of statistics and learning with their gradients by hand: right ones, and the slips that
people make in them.

Derivations: logistic and softmax regression, C. M. Bishop, Pattern Recognition and Machine
Learning, Springer 2006, sections 4.3.2 and 4.3.4; the two-layer network, section 5.3; batch
normalisation, S. Ioffe and C. Szegedy, ICML 2015, section 3; the Gaussian's log-likelihood,
K. B. Petersen and M. S. Pedersen, The Matrix Cookbook (2012), equations 57 and 61; the Kalman
filter's likelihood, N. K. Gupta and R. K. Mehra, IEEE Trans. Automatic Control 19 (1974), 774-783.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np

Array = Any
Gradient = Callable[..., Any]


class Slip(NamedTuple):
    """A wrong gradient. argument: the one whose derivative is wrong; mistake: what a good hint
    calls it, "" where none is expected."""

    mistake: str
    argument: str
    gradient: Gradient


class Model(NamedTuple):
    """A loss, its arguments, its right gradient (a dict by name) and slips in it."""

    name: str
    loss: Callable[..., Any]
    arguments: Mapping[str, Any]
    gradient: Gradient
    slips: tuple[Slip, ...]


def _changed(gradient: Gradient, name: str, change: Callable[..., Any]) -> Gradient:
    """A gradient with one part of it changed: ``change(part, arguments)``."""

    def wrong(**arguments: Any) -> Any:
        parts = dict(gradient(**arguments))
        parts[name] = change(parts[name], arguments)
        return parts

    return wrong


_random: Final = np.random.default_rng(20)


# --- logistic regression


def logistic_loss(w: Array, b: Array, X: Array, y: Array) -> Array:
    z = X @ w + b
    return np.mean(np.logaddexp(0.0, z) - y * z)


def logistic_gradient(w: Array, b: Array, X: Array, y: Array) -> dict[str, Array]:
    residual = 1 / (1 + np.exp(-(X @ w + b))) - y
    return {"w": X.T @ residual / len(y), "b": np.mean(residual)}


_LOGISTIC: Final = {
    "w": _random.normal(size=4),
    "b": 0.3,
    "X": _random.normal(size=(25, 4)),
    "y": _random.integers(0, 2, 25),
}

LOGISTIC: Final = Model(
    "logistic regression", logistic_loss, _LOGISTIC, logistic_gradient,
    (
        Slip("1/n of a mean", "w", _changed(logistic_gradient, "w", lambda g, a: g * len(a["y"]))),
        Slip("sign", "w", _changed(logistic_gradient, "w", lambda g, a: -g)),
        Slip("constant typed short", "w",
             _changed(logistic_gradient, "w", lambda g, a: g * (1 + 1e-9))),
        Slip("1/n of a mean", "b", _changed(logistic_gradient, "b", lambda g, a: g * len(a["y"]))),
        Slip("regulariser", "w", _changed(logistic_gradient, "w", lambda g, a: g + 0.01 * a["w"])),
        Slip("order", "w", _changed(logistic_gradient, "w", lambda g, a: g[::-1])),
        Slip("shape", "w", _changed(logistic_gradient, "w", lambda g, a: g[:, None])),
    ),
)  # fmt: skip


# --- softmax regression with L2


def softmax(z: Array) -> Array:
    powers = np.exp(z - np.max(z, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def softmax_loss(W: Array, b: Array, X: Array, y: Array, decay: float) -> Array:
    rows = np.arange(len(y))
    return -np.mean(np.log(softmax(X @ W + b)[rows, y])) + decay / 2 * np.sum(W**2)


def softmax_gradient(W: Array, b: Array, X: Array, y: Array, decay: float) -> dict[str, Array]:
    delta = softmax(X @ W + b) - np.eye(W.shape[1])[y]
    return {"W": X.T @ delta / len(y) + decay * W, "b": np.sum(delta, axis=0) / len(y)}


def _softmax_no_mean_in_b(**a: Any) -> dict[str, Array]:
    delta = softmax(a["X"] @ a["W"] + a["b"]) - np.eye(3)[a["y"]]
    return {**softmax_gradient(**a), "b": delta / len(a["y"])}


_SOFTMAX: Final = {
    "W": _random.normal(size=(5, 3)),
    "b": _random.normal(size=3),
    "X": _random.normal(size=(12, 5)),
    "y": _random.integers(0, 3, 12),
    "decay": 0.05,
}

SOFTMAX: Final = Model(
    "softmax regression with L2", softmax_loss, _SOFTMAX, softmax_gradient,
    (
        Slip("regulariser", "W",
             _changed(softmax_gradient, "W", lambda g, a: g - a["decay"] * a["W"])),
        Slip("regulariser", "W",
             _changed(softmax_gradient, "W", lambda g, a: g + a["decay"] * a["W"])),
        Slip("transposed", "W", _changed(softmax_gradient, "W", lambda g, a: g.T)),
        Slip("broadcast not summed", "b", _softmax_no_mean_in_b),
        Slip("one column", "W",
             _changed(softmax_gradient, "W", lambda g, a: g * np.array([1.0, 1.0, 1.5]))),
        Slip("one element", "W",
             _changed(softmax_gradient, "W", lambda g, a: g + np.outer(np.eye(5)[1], [0, 1, 0]))),
        Slip("order", "b", _changed(softmax_gradient, "b", lambda g, a: np.roll(g, 1))),
    ),
)  # fmt: skip


# --- a network of two layers


def network_loss(W1: Array, b1: Array, W2: Array, b2: Array, X: Array, Y: Array) -> Array:
    hidden = np.maximum(X @ W1 + b1, 0.0)
    return 0.5 * np.mean(np.sum((hidden @ W2 + b2 - Y) ** 2, axis=1))


def _backward(W1: Array, b1: Array, W2: Array, b2: Array, X: Array, Y: Array, mask: bool) -> Any:
    z = X @ W1 + b1
    hidden = np.maximum(z, 0.0)
    delta = (hidden @ W2 + b2 - Y) / len(X)
    back = delta @ W2.T
    if mask:
        back = back * (z > 0)
    return {"W1": X.T @ back, "b1": back.sum(axis=0), "W2": hidden.T @ delta,
            "b2": delta.sum(axis=0)}  # fmt: skip


def network_gradient(**a: Any) -> dict[str, Array]:
    found: dict[str, Array] = _backward(**a, mask=True)
    return found


def _network_without_mask(**a: Any) -> dict[str, Array]:
    found: dict[str, Array] = _backward(**a, mask=False)
    return found


_NETWORK: Final = {
    "W1": _random.normal(size=(4, 6)),
    "b1": _random.normal(size=6),
    "W2": _random.normal(size=(6, 3)),
    "b2": _random.normal(size=3),
    "X": _random.normal(size=(10, 4)),
    "Y": _random.normal(size=(10, 3)),
}

NETWORK: Final = Model(
    "network of two layers", network_loss, _NETWORK, network_gradient,
    (
        Slip("mask", "W1", _network_without_mask),
        Slip("1/n of a mean", "W2", _changed(network_gradient, "W2", lambda g, a: g * len(a["X"]))),
        Slip("factor", "W2", _changed(network_gradient, "W2", lambda g, a: g * 2)),
        Slip("transposed", "W1", _changed(network_gradient, "W1", lambda g, a: g.T)),
        Slip("one row", "W2",
             _changed(network_gradient, "W2", lambda g, a: g * (np.arange(6) != 2)[:, None])),
        Slip("forgotten branch", "b1", _changed(network_gradient, "b1", lambda g, a: 0 * g)),
    ),
)  # fmt: skip


# --- batch normalisation


def normalised_loss(x: Array, gamma: Array, beta: Array, T: Array) -> Array:
    centred = (x - np.mean(x, axis=0)) / np.sqrt(np.var(x, axis=0) + 1e-5)
    return np.sum((gamma * centred + beta) * T)


def normalised_gradient(x: Array, gamma: Array, beta: Array, T: Array) -> dict[str, Array]:
    n = len(x)
    deviation = np.sqrt(x.var(axis=0) + 1e-5)
    centred = (x - x.mean(axis=0)) / deviation
    d = T * gamma
    inner = n * d - d.sum(axis=0) - centred * (d * centred).sum(axis=0)
    return {"x": inner / (n * deviation), "gamma": (T * centred).sum(axis=0), "beta": T.sum(axis=0)}


def _no_mean(x: Array, gamma: Array, beta: Array, T: Array) -> dict[str, Array]:
    n = len(x)
    deviation = np.sqrt(x.var(axis=0) + 1e-5)
    centred = (x - x.mean(axis=0)) / deviation
    d = T * gamma
    inner = n * d - centred * (d * centred).sum(axis=0)
    return {**normalised_gradient(x, gamma, beta, T), "x": inner / (n * deviation)}


def _no_deviation(x: Array, gamma: Array, beta: Array, T: Array) -> dict[str, Array]:
    deviation = np.sqrt(x.var(axis=0) + 1e-5)
    return {**normalised_gradient(x, gamma, beta, T), "x": T * gamma / deviation}


_NORMALISED: Final = {
    "x": _random.normal(size=(8, 3)) * 2 + 1,
    "gamma": _random.normal(size=3),
    "beta": _random.normal(size=3),
    "T": _random.normal(size=(8, 3)),
}

NORMALISED: Final = Model(
    "batch normalisation", normalised_loss, _NORMALISED, normalised_gradient,
    (
        Slip("missing term", "x", _no_mean),
        Slip("", "x", _no_deviation),
        Slip("other variable", "gamma",
             _changed(normalised_gradient, "gamma", lambda g, a: a["T"].sum(axis=0))),
        Slip("broadcast not summed", "beta",
             _changed(normalised_gradient, "beta", lambda g, a: 1.0 * a["T"])),
        Slip("factor", "x", _changed(
            normalised_gradient, "x", lambda g, a: g * np.sqrt(a["x"].var(axis=0) + 1e-5))),
    ),
)  # fmt: skip


# --- the log-likelihood of a Gaussian


def gaussian_loss(mean: Array, covariance: Array, X: Array) -> Array:
    away = X - mean
    squares = np.sum(away * np.linalg.solve(covariance, away.T).T)
    log_determinant = np.log(np.linalg.det(covariance))
    return 0.5 * squares + 0.5 * len(X) * (log_determinant + len(mean) * np.log(2 * np.pi))


def gaussian_gradient(mean: Array, covariance: Array, X: Array) -> dict[str, Array]:
    inverse = np.linalg.inv(covariance)
    away = X - mean
    scatter = inverse @ (away.T @ away) @ inverse
    return {"mean": -inverse @ away.sum(axis=0), "covariance": 0.5 * (len(X) * inverse - scatter)}


_ROOT: Final = _random.normal(size=(3, 3))
_GAUSSIAN: Final = {
    "mean": _random.normal(size=3),
    "covariance": _ROOT @ _ROOT.T + np.eye(3),
    "X": _random.normal(size=(15, 3)),
}

GAUSSIAN: Final = Model(
    "log-likelihood of a Gaussian", gaussian_loss, _GAUSSIAN, gaussian_gradient,
    (
        Slip("sign", "mean", _changed(gaussian_gradient, "mean", lambda g, a: -g)),
        Slip("factor", "covariance", _changed(gaussian_gradient, "covariance", lambda g, a: 2 * g)),
        Slip("1/n of a mean", "mean",
             _changed(gaussian_gradient, "mean", lambda g, a: g / len(a["X"]))),
        Slip("", "covariance", _changed(
            gaussian_gradient, "covariance", lambda g, a: 2 * g - np.diag(np.diag(g)))),
    ),
)  # fmt: skip


# --- one step of a Kalman filter


def kalman_loss(m: Array, P: Array, A: Array, Q: Array, H: Array, R: Array, z: Array) -> Array:
    """The negative log-likelihood of a measurement (but for a constant)."""
    predicted = A @ P @ A.T + Q
    S = H @ predicted @ H.T + R
    v = z - H @ (A @ m)
    return 0.5 * (v @ np.linalg.solve(S, v) + np.log(np.linalg.det(S)))


def kalman_gradient(m: Array, P: Array, A: Array, Q: Array, H: Array, R: Array, z: Array) -> Any:
    S = H @ (A @ P @ A.T + Q) @ H.T + R
    inverse = np.linalg.inv(S)
    u = inverse @ (z - H @ A @ m)
    by_S = 0.5 * (inverse - np.outer(u, u))
    J = H @ A
    by_predicted = H.T @ by_S @ H
    return {
        "m": -J.T @ u,
        "P": J.T @ by_S @ J,
        "A": -np.outer(H.T @ u, m) + by_predicted @ A @ P.T + by_predicted.T @ A @ P,
        "Q": by_predicted,
        "R": by_S,
    }


_SPREAD: Final = _random.normal(size=(4, 4))
_KALMAN: Final = {
    "m": _random.normal(size=4),
    "P": _SPREAD @ _SPREAD.T / 4 + np.eye(4),
    "A": np.eye(4) + 0.1 * np.eye(4, k=2),
    "Q": 0.01 * np.eye(4),
    "H": np.eye(2, 4),
    "R": 0.1 * np.eye(2),
    "z": _random.normal(size=2),
}

KALMAN: Final = Model(
    "step of a Kalman filter", kalman_loss, _KALMAN, kalman_gradient,
    (
        Slip("sign", "m", _changed(kalman_gradient, "m", lambda g, a: -g)),
        Slip("factor", "R", _changed(kalman_gradient, "R", lambda g, a: 2 * g)),
        Slip("transposed", "A", _changed(kalman_gradient, "A", lambda g, a: g.T)),
        Slip("other variable", "P", _changed(kalman_gradient, "P", lambda g, a:
             kalman_gradient(**a)["Q"])),
        Slip("one element", "P",
             _changed(kalman_gradient, "P", lambda g, a: g + 1e-9 * np.eye(4) * np.eye(4)[0])),
    ),
)  # fmt: skip

MODELS: Final = (LOGISTIC, SOFTMAX, NETWORK, NORMALISED, GAUSSIAN, KALMAN)

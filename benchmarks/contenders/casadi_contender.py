"""CasADi's virtual machine: matrices (MX) for dense networks, scalars (SX) mapped over points.

Its convolutions and recurrent networks would be hundreds of small expressions: they are left out.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from benchmarks.contenders import Call, Makers

Expression = Any


def _layers(parameters: list[Expression], x: Expression) -> Expression:
    """Three dense layers, samples in columns: CasADi stores columns one after another."""
    W1, b1, W2, b2, W3, b3 = parameters
    n = x.shape[1]
    h = ca.fmax(ca.mtimes(W1, x) + ca.repmat(b1, 1, n), 0)
    h = ca.fmax(ca.mtimes(W2, h) + ca.repmat(b2, 1, n), 0)
    return ca.mtimes(W3, h) + ca.repmat(b3, 1, n)


def _cross_entropy(parameters: list[Expression], x: Expression, y: Expression) -> Expression:
    z = _layers(parameters, x)
    picked = ca.sum1(y * z)
    shifted = z - ca.repmat(picked, z.shape[0], 1)
    return ca.sum2(ca.log(ca.sum1(ca.exp(shifted)))) / x.shape[1]


def _margin(parameters: list[Expression], x: Expression, y: Expression) -> Expression:
    scores = _layers(parameters, x)
    squares = sum(ca.sumsqr(p) for p in parameters)
    return ca.sum2(ca.fmax(1 - y * scores, 0)) / x.shape[1] + 1e-4 * squares


def network(work: str, data: list[Any]) -> Call:
    """Loss and reverse-mode gradient in one function."""
    ready = data[:-2]
    x, y = data[-2].T, np.atleast_2d(data[-1].T)
    symbols = [ca.MX.sym(f"a{k}", *np.shape(a)) for k, a in enumerate(ready)]
    inputs = [ca.MX.sym("x", *x.shape), ca.MX.sym("y", *y.shape)]
    loss = (_margin if work == "moons" else _cross_entropy)(symbols, *inputs)
    slopes = [ca.gradient(loss, symbol) for symbol in symbols]
    run = ca.Function("run", [*symbols, *inputs], [loss, *slopes])
    given = [ca.DM(a) for a in (*ready, x, y)]

    def call() -> tuple[Any, list[Any]]:
        value, *found = run(*given)
        return float(value), [g.full().reshape(a.shape) for g, a in zip(found, ready, strict=True)]

    return call


def _black_scholes(s: Any, k: Any, t: Any, r: Any, v: Any) -> Expression:
    d1 = (ca.log(s / k) + (r + v * v / 2) * t) / (v * ca.sqrt(t))
    d2 = d1 - v * ca.sqrt(t)
    n1, n2 = ((1 + ca.erf(d / math.sqrt(2))) / 2 for d in (d1, d2))
    return s * n1 - k * ca.exp(-r * t) * n2


def _pendulum(a: Any, b: Any, p: Any, q: Any) -> Expression:
    d = a - b
    kinetic = (p * p + 2 * q * q - 2 * p * q * ca.cos(d)) / (2 * (1 + ca.sin(d) ** 2))
    return kinetic - 2 * 9.81 * ca.cos(a) - 9.81 * ca.cos(b)


def _rosenbrock(*x: Any) -> Expression:
    return sum(100 * (x[i + 1] - x[i] * x[i]) ** 2 + (1 - x[i]) ** 2 for i in range(19))


FUNCTIONS: dict[str, Callable[..., Expression]] = {
    "black_scholes": _black_scholes, "pendulum": _pendulum, "rosenbrock": _rosenbrock,
}  # fmt: skip


def points(work: str, data: list[Any]) -> Call:
    """One point's value and gradient, mapped over all."""
    stacked = np.vstack(data) if work != "rosenbrock" else data[0].T
    x = ca.SX.sym("x", len(stacked))
    value = FUNCTIONS[work](*ca.vertsplit(x))
    one = ca.Function("one", [x], [value, ca.gradient(value, x)])
    many = one.map(stacked.shape[1])
    given = ca.DM(stacked)

    def call() -> tuple[Any, list[Any]]:
        values, slopes = many(given)
        found = slopes.full()
        return values.full()[0], [found.T] if work == "rosenbrock" else list(found)

    return call


PROGRAMS: dict[str, Makers] = {
    "CasADi": {
        **dict.fromkeys(("mlp", "mlp400", "mlp784", "moons"), network),
        **dict.fromkeys(FUNCTIONS, points),
    }
}

"""numba: loops over points, written by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from benchmarks.contenders import Call, Makers

Array = Any


@njit(error_model="numpy")
def black_scholes(s: Array, k: Array, t: Array, r: Array, v: Array, value: Array, g: Array) -> None:
    """With the textbook's Greeks."""
    density = 1 / math.sqrt(2 * math.pi)
    for n in range(len(s)):
        root = math.sqrt(t[n])
        spread = v[n] * root
        d1 = (math.log(s[n] / k[n]) + (r[n] + v[n] * v[n] / 2) * t[n]) / spread
        n1 = (1 + math.erf(d1 / math.sqrt(2))) / 2
        n2 = (1 + math.erf((d1 - spread) / math.sqrt(2))) / 2
        discount = math.exp(-r[n] * t[n])
        paid = k[n] * discount * n2
        vega = s[n] * density * math.exp(-d1 * d1 / 2)
        value[n] = s[n] * n1 - paid
        g[0, n] = n1
        g[1, n] = -discount * n2
        g[2, n] = vega * v[n] / (2 * root) + r[n] * paid
        g[3, n] = paid * t[n]
        g[4, n] = vega * root


@njit(error_model="numpy")
def pendulum(a: Array, b: Array, p: Array, q: Array, value: Array, g: Array) -> None:
    """With sin(a - b) and cos(a - b) from those of a and b."""
    for n in range(len(a)):
        sin_a, cos_a, sin_b, cos_b = (
            math.sin(a[n]), math.cos(a[n]), math.sin(b[n]), math.cos(b[n]),
        )  # fmt: skip
        sin = sin_a * cos_b - cos_a * sin_b
        cos = cos_a * cos_b + sin_a * sin_b
        inverse = 1 / (1 + sin * sin)
        by_p = (p[n] - q[n] * cos) * inverse
        by_q = (2 * q[n] - p[n] * cos) * inverse
        kinetic = (p[n] * by_p + q[n] * by_q) / 2
        turn = (p[n] * q[n] - 2 * kinetic * cos) * sin * inverse
        value[n] = kinetic - 2 * 9.81 * cos_a - 9.81 * cos_b
        g[0, n] = turn + 2 * 9.81 * sin_a
        g[1, n] = 9.81 * sin_b - turn
        g[2, n] = by_p
        g[3, n] = by_q


@njit(error_model="numpy")
def rosenbrock(x: Array, value: Array, g: Array) -> None:
    """Point by point."""
    for n in range(len(x)):
        total = 0.0
        carried = 0.0
        for i in range(19):
            r = x[n, i + 1] - x[n, i] * x[n, i]
            s = 1 - x[n, i]
            total += 100 * r * r + s * s
            g[n, i] = carried - 400 * r * x[n, i] - 2 * s
            carried = 200 * r
        g[n, 19] = carried
        value[n] = total


FUNCTIONS: dict[str, Callable[..., None]] = {
    "black_scholes": black_scholes, "pendulum": pendulum, "rosenbrock": rosenbrock,
}  # fmt: skip


def looped(work: str, data: list[Any]) -> Call:
    """A loop over the points."""
    function = FUNCTIONS[work]
    single = work == "rosenbrock"
    value = np.empty(len(data[0]))
    gradient = np.empty_like(data[0]) if single else np.empty((len(data), len(value)))

    def call() -> tuple[Any, list[Any]]:
        function(*data, value, gradient)
        return value, [gradient] if single else list(gradient)

    return call


PROGRAMS: dict[str, Makers] = {"numba, hand-written loop": dict.fromkeys(FUNCTIONS, looped)}

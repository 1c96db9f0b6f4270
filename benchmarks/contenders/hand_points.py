"""Functions of 100,000 points by hand: in blocks that stay in the cache, in buffers."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.contenders import Call

Array = Any
BLOCK = 4096
ROWS = 1024
"""Points of 20 numbers in a block."""

Function = Callable[[list[Array], list[Array], list[Array]], None]


def blocks(function: Function, buffers: int, data: list[Array]) -> Call:
    """Calls ``function(arguments, results, buffers)`` for one block after another."""
    n = len(data[0])
    some = [np.empty(BLOCK) for _ in range(buffers)]
    results = [np.empty(n) for _ in range(len(data) + 1)]
    parts = [slice(k, k + BLOCK) for k in range(0, n, BLOCK)]
    places = [
        ([x[part] for x in data], [x[part] for x in results],
         [x[: len(data[0][part])] for x in some])
        for part in parts
    ]  # fmt: skip

    def call() -> tuple[Array, list[Array]]:
        for place in places:
            function(*place)
        return results[0], results[1:]

    return call


def _forward(given: list[Array], price: Array, some: list[Array]) -> None:
    """The price; in ``some`` √t, v√t, d1, d2, N(d1), N(d2), exp(-rt), k exp(-rt), r + v²/2."""
    from scipy.special import erf

    s, k, t, r, v = given
    root, spread, d1, d2, n1, n2, discount, paid, drift, g = some[:10]
    np.sqrt(t, root)
    np.multiply(v, root, spread)
    np.divide(s, k, d1)
    np.log(d1, d1)
    np.multiply(v, v, drift)
    np.multiply(drift, 0.5, drift)
    np.add(drift, r, drift)
    np.multiply(drift, t, g)
    np.add(d1, g, d1)
    np.divide(d1, spread, d1)
    np.subtract(d1, spread, d2)
    for d, number in ((d1, n1), (d2, n2)):
        np.multiply(d, 1 / math.sqrt(2), g)
        erf(g, number)
        np.multiply(number, 0.5, number)
        np.add(number, 0.5, number)
    np.multiply(r, t, discount)
    np.negative(discount, discount)
    np.exp(discount, discount)
    np.multiply(k, discount, paid)
    np.multiply(s, n1, price)
    np.multiply(paid, n2, g)
    np.subtract(price, g, price)


def black_scholes_known(given: list[Array], out: list[Array], some: list[Array]) -> None:
    """With the identity s φ(d1) = k exp(-rt) φ(d2), which leaves the textbook's Greeks."""
    s, _, t, r, v = given
    _forward(given, out[0], some)
    root, _, d1, _, n1, n2, discount, paid, _, g = some[:10]
    out[1][...] = n1
    np.multiply(discount, n2, g)
    np.negative(g, out[2])
    np.multiply(paid, n2, g)
    np.multiply(g, t, out[4])
    np.multiply(g, r, g)
    np.multiply(d1, d1, d1)
    np.multiply(d1, -0.5, d1)
    np.exp(d1, d1)
    np.multiply(d1, 1 / math.sqrt(2 * math.pi), d1)
    np.multiply(d1, s, d1)
    np.multiply(d1, root, out[5])
    np.multiply(d1, v, d1)
    np.divide(d1, root, d1)
    np.multiply(d1, 0.5, d1)
    np.add(d1, g, out[3])


def black_scholes(given: list[Array], out: list[Array], some: list[Array]) -> None:
    """By the chain rule alone."""
    s, k, t, r, v = given
    _forward(given, out[0], some)
    root, spread, d1, d2, n1, n2, discount, paid, drift, g, e1, e2 = some[:12]
    density = 1 / math.sqrt(2 * math.pi)
    for d, slope, price, sign in ((d1, e1, s, density), (d2, e2, paid, -density)):
        np.multiply(d, d, slope)
        np.multiply(slope, -0.5, slope)
        np.exp(slope, slope)
        np.multiply(slope, sign, slope)
        np.multiply(slope, price, slope)
    np.add(e1, e2, e1)
    np.negative(e2, e2)
    np.divide(e1, spread, e1)
    np.multiply(e1, d1, g)
    np.subtract(e2, g, e2)
    np.divide(e1, s, g)
    np.add(g, n1, out[1])
    np.multiply(discount, n2, out[2])
    np.divide(e1, k, g)
    np.add(out[2], g, out[2])
    np.negative(out[2], out[2])
    np.multiply(e1, t, d2)
    np.multiply(paid, n2, g)
    np.multiply(g, t, out[4])
    np.add(out[4], d2, out[4])
    np.multiply(g, r, g)
    np.multiply(e1, drift, out[3])
    np.add(out[3], g, out[3])
    np.multiply(e2, v, g)
    np.divide(g, root, g)
    np.multiply(g, 0.5, g)
    np.add(out[3], g, out[3])
    np.multiply(e2, root, out[5])
    np.multiply(d2, v, g)
    np.add(out[5], g, out[5])


def pendulum_known(given: list[Array], out: list[Array], some: list[Array]) -> None:
    """With sin(a - b) and cos(a - b) from those of a and b."""
    a, b, _, _ = given
    sin_a, cos_a, sin_b, cos_b, sin, cos, g = some[:7]
    for angle, s, c in ((a, sin_a, cos_a), (b, sin_b, cos_b)):
        np.sin(angle, s)
        np.cos(angle, c)
    np.multiply(sin_a, cos_b, sin)
    np.multiply(cos_a, sin_b, g)
    np.subtract(sin, g, sin)
    np.multiply(cos_a, cos_b, cos)
    np.multiply(sin_a, sin_b, g)
    np.add(cos, g, cos)
    _pendulum(given, out, some)


def pendulum(given: list[Array], out: list[Array], some: list[Array]) -> None:
    """With a sine and a cosine of each angle and of their difference."""
    a, b, _, _ = given
    sin_a, cos_a, sin_b, cos_b, sin, cos, d = some[:7]
    np.subtract(a, b, d)
    for angle, s, c in ((a, sin_a, cos_a), (b, sin_b, cos_b), (d, sin, cos)):
        np.sin(angle, s)
        np.cos(angle, c)
    _pendulum(given, out, some)


def _pendulum(given: list[Array], out: list[Array], some: list[Array]) -> None:
    _, _, p, q = given
    sin_a, cos_a, sin_b, cos_b, sin, cos, g, inverse, kinetic, pq = some[:10]
    np.multiply(sin, sin, inverse)
    np.add(inverse, 1, inverse)
    np.divide(1, inverse, inverse)
    np.multiply(q, cos, g)
    np.subtract(p, g, g)
    np.multiply(g, inverse, out[3])
    np.multiply(p, cos, g)
    np.add(q, q, kinetic)
    np.subtract(kinetic, g, g)
    np.multiply(g, inverse, out[4])
    np.multiply(p, out[3], kinetic)
    np.multiply(q, out[4], g)
    np.add(kinetic, g, kinetic)
    np.multiply(kinetic, 0.5, kinetic)
    np.multiply(cos_a, 2 * 9.81, cos_a)
    np.subtract(kinetic, cos_a, out[0])
    np.multiply(cos_b, 9.81, cos_b)
    np.subtract(out[0], cos_b, out[0])
    np.multiply(kinetic, cos, kinetic)
    np.multiply(kinetic, 2, kinetic)
    np.multiply(p, q, pq)
    np.subtract(pq, kinetic, g)
    np.multiply(g, sin, g)
    np.multiply(g, inverse, g)
    np.multiply(sin_a, 2 * 9.81, sin_a)
    np.add(sin_a, g, out[1])
    np.multiply(sin_b, 9.81, sin_b)
    np.subtract(sin_b, g, out[2])


def rosenbrock(work: str, data: list[Array]) -> Call:
    """All numbers of a block in one row; what crosses from point to point is set to 0."""
    x = data[0]
    n, width = x.shape
    value, gradient = np.empty(n), np.empty_like(x)
    some = [np.empty((ROWS, width)) for _ in range(3)]
    ones = np.ones(width)
    places = [
        (x[k : k + ROWS].reshape(-1), value[k : k + ROWS], gradient[k : k + ROWS].reshape(-1),
         [each[: len(x[k : k + ROWS])] for each in some])
        for k in range(0, n, ROWS)
    ]  # fmt: skip

    def call() -> tuple[Array, list[Array]]:
        for own, sums, slopes, rows in places:
            _rosenbrock(own, sums, slopes, rows, ones)
        return value, [gradient]

    return call


def _rosenbrock(x: Array, value: Array, slopes: Array, rows: list[Array], ones: Array) -> None:
    r, s, squares = (each.reshape(-1) for each in rows)
    np.multiply(x, x, r)
    np.subtract(x[1:], r[:-1], r[:-1])
    np.subtract(1, x, s)
    rows[0][:, -1] = 0
    rows[1][:, -1] = 0
    np.multiply(r, r, squares)
    np.multiply(squares, 100, squares)
    np.multiply(s, s, slopes)
    np.add(squares, slopes, squares)
    np.dot(rows[2], ones, value)
    np.multiply(r, 200, r)
    np.multiply(r, x, slopes)
    np.add(slopes, s, slopes)
    np.multiply(slopes, -2, slopes)
    np.add(slopes[1:], r[:-1], slopes[1:])


FUNCTIONS: dict[str, tuple[Function, int]] = {
    "black_scholes": (black_scholes, 12),
    "pendulum": (pendulum, 10),
}
KNOWN: dict[str, tuple[Function, int]] = {
    "black_scholes": (black_scholes_known, 12),
    "pendulum": (pendulum_known, 10),
}


def chain_rule(work: str, data: list[Array]) -> Call:
    """What follows from the formula as it stands."""
    return blocks(*FUNCTIONS[work], data)


def identities(work: str, data: list[Array]) -> Call:
    """With what is known of the functions: fewer exponentials, sines and cosines."""
    return blocks(*KNOWN[work], data)

"""What happens at the borders of arrays: padded convolutions, held ends, rings, mirrors."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograd import ops, value_and_grad
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function

SAMPLES = 3


def agree(f, shapes, in_axes, seed=0):
    """Compares a program with the scalar engine, in both printings, and answers with it."""
    rng = np.random.default_rng(seed)
    program = compile(f, *(rng.normal(size=s) for s in shapes), in_axes=in_axes)
    batch = [
        rng.normal(size=shape if axis is None else (SAMPLES, *shape))
        for shape, axis in zip(shapes, in_axes, strict=True)
    ]
    wrt = tuple(range(len(shapes)))
    value, gradients = program.value_and_grad(*batch, wrt=wrt, reduce=None)
    answers = function(program.printed(Request(wrt, None)))(*batch)
    for sample in range(SAMPLES):
        one = [a if axis is None else a[sample] for a, axis in zip(batch, in_axes, strict=True)]
        true, slopes = value_and_grad(f, argnums=wrt)(*one)
        np.testing.assert_allclose(value[sample], true, rtol=1e-12)
        np.testing.assert_allclose(answers[0][sample], true, rtol=1e-12)
        for k, slope in enumerate(slopes):
            scale = 1e-12 * np.abs(slope).max(initial=1e-300)
            plain = np.broadcast_to(answers[1 + k], gradients[k].shape)
            np.testing.assert_allclose(gradients[k][sample], slope, rtol=0, atol=scale)
            np.testing.assert_allclose(plain[sample], slope, rtol=0, atol=scale)
    return program


def lines(program, wrt=None):
    request = Request() if wrt is None else Request(wrt, "mean")
    return len(program.printed(request).text.splitlines()) - 2


# --- padding


def padded_1d(n, width, stride, padding, channels, filters):
    places = (n + 2 * padding - width) // stride + 1

    def f(x, K, b):
        h = [
            ops.tanh(sum(
                K[o, c, a] * x[c, stride * i + a - padding]
                for c in range(channels) for a in range(width)
                if 0 <= stride * i + a - padding < n
            ) + b[o])
            for o in range(filters) for i in range(places)
        ]  # fmt: skip
        return sum(v * v for v in h)

    return f, ((channels, n), (filters, channels, width), (filters,)), (0, None, None)


def padded_2d(n, m, width, stride, padding, channels, filters):
    def f(x, K, b):
        h = []
        for o in range(filters):
            for i in range((n + 2 * padding - width) // stride + 1):
                for j in range((m + 2 * padding - width) // stride + 1):
                    total = b[o]
                    for c in range(channels):
                        for a in range(width):
                            for e in range(width):
                                p, q = stride * i + a - padding, stride * j + e - padding
                                if 0 <= p < n and 0 <= q < m:
                                    total = total + K[o, c, a, e] * x[c, p, q]
                    h.append(ops.tanh(total))
        return sum(v * v for v in h)

    shapes = ((channels, n, m), (filters, channels, width, width), (filters,))
    return f, shapes, (0, None, None)


@settings(max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(4, 14), st.integers(1, 5), st.integers(1, 3), st.integers(0, 3),
       st.integers(1, 2), st.integers(1, 2))  # fmt: skip
def test_padded_convolutions_of_any_size(n, width, stride, padding, channels, filters):
    agree(*padded_1d(n, width, stride, min(padding, width), channels, filters))


@settings(max_examples=10, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(3, 7), st.integers(3, 7), st.integers(1, 3), st.integers(1, 2),
       st.integers(0, 2), st.integers(1, 2), st.integers(1, 2))  # fmt: skip
def test_padded_convolutions_in_two_dimensions(n, m, width, stride, padding, channels, filters):
    agree(*padded_2d(n, m, width, stride, min(padding, width), channels, filters))


@pytest.mark.parametrize(
    "case",
    [padded_1d(12, 3, 1, 1, 1, 1), padded_1d(13, 5, 2, 2, 2, 3), padded_2d(6, 7, 3, 1, 1, 1, 1),
     padded_2d(8, 8, 3, 2, 1, 2, 3), padded_2d(8, 8, 5, 1, 2, 1, 2)],
)  # fmt: skip
def test_a_padded_convolution_is_one_product_of_windows(case):
    program = agree(*case)
    text = program.printed(Request()).text
    assert text.count("sliding_window_view(") == 1
    assert lines(program) <= 6
    assert lines(program, (1, 2)) <= 12


@pytest.mark.parametrize("counted", [False, True])
def test_padded_averages_are_sums_of_windows(counted):
    def f(x, w):
        h = []
        for i in range(6):
            inside = [x[2 * i + a - 1] for a in range(3) if 0 <= 2 * i + a - 1 < 12]
            h.append(sum(inside) / (len(inside) if counted else 3))
        return sum(a * ops.sin(b) for a, b in zip(w, h, strict=True))

    program = agree(f, ((12,), (6,)), (0, None))
    assert lines(program) <= 5


def test_constant_weights_are_kept_with_their_terms():
    weights = [0.25, 0.5, 0.125]

    def f(x, c):
        h = [sum(weights[a] * x[i + a - 1] for a in range(3) if 0 <= i + a - 1 < 9)
             for i in range(9)]  # fmt: skip
        return c * sum(ops.tanh(v) for v in h)

    assert lines(agree(f, ((9,), ()), (0, None))) <= 4


def test_a_causal_convolution_reads_zeros_before_the_start():
    def f(x, K):
        return sum(
            ops.tanh(sum(K[a] * x[i - a] for a in range(3) if i >= a)) ** 2 for i in range(12)
        )

    assert lines(agree(f, ((12,), (3,)), (0, None))) <= 5


def test_padding_adds_nothing_to_what_is_infinite():
    def f(x, K):
        return sum(ops.tanh(sum(K[a] * x[i + a - 1] for a in range(3) if 0 <= i + a - 1 < 8))
                   for i in range(8))  # fmt: skip

    x, K = np.ones((1, 8)), np.array([np.inf, 1.0, 1.0])
    program = compile(f, x[0], np.ones(3), in_axes=(0, None))
    true, slope = value_and_grad(f)(x[0], K)
    value, gradient = program.value_and_grad(x, K, reduce="sum")
    np.testing.assert_allclose(value, true, rtol=1e-12)
    np.testing.assert_allclose(gradient[0], slope, rtol=1e-12)
    np.testing.assert_allclose(program(x, K), [true], rtol=1e-12)


def test_triangles_read_nothing_beyond_them():
    def f(x, L):
        return sum(ops.tanh(sum(L[i, j] * x[j] for j in range(i + 1))) for i in range(5))

    x, L = np.array([[1.0, 2.0, 3.0, 4.0, np.inf]]), np.ones((5, 5))
    program = compile(f, np.ones(5), L, in_axes=(0, None))
    true, slope = value_and_grad(f, argnums=1)(x[0], L)
    value, gradient = program.value_and_grad(x, L, wrt=1, reduce="sum")
    np.testing.assert_allclose(value, true, rtol=1e-12)
    np.testing.assert_allclose(gradient, slope, rtol=1e-12)


# --- ends


def inner(v, r):
    return [v[i] + r * (v[i - 1] - 2 * v[i] + v[i + 1]) for i in range(1, len(v) - 1)]


def copied(v, r):
    new = inner(v, r)
    return [new[0], *new, new[-1]]


def insulated(v, r):
    first, last = v[0] + 2 * r * (v[1] - v[0]), v[-1] + 2 * r * (v[-2] - v[-1])
    return [first, *inner(v, r), last]


def ring(v, r):
    n = len(v)
    return [v[i] + r * (v[i - 1] - 2 * v[i] + v[(i + 1) % n]) for i in range(n)]


def weights(v, r):
    new = [r * v[i - 1] + (1 - 2 * r) * v[i] + r * v[i + 1] for i in range(1, len(v) - 1)]
    return [v[0], *new, v[-1]]


def upwind(v, r):
    return [v[0], *(v[i] - r * (v[i] - v[i - 1]) for i in range(1, len(v)))]


def burgers(v, r):
    new = [v[i] - r * v[i] * (v[i + 1] - v[i - 1]) / 2 for i in range(1, len(v) - 1)]
    return [v[0], *new, v[-1]]


def flux(v, r):
    q = [r * (a - b) for a, b in itertools.pairwise(v)]
    return [v[0], *(v[i] + q[i - 1] - q[i] for i in range(1, len(v) - 1)), v[-1]]


def largest(v, r):
    new = [ops.maximum(v[i - 1], v[i + 1]) + r * v[i] for i in range(1, len(v) - 1)]
    return [v[0], *new, v[-1]]


SCHEMES = {
    "held": lambda v, r: [v[0], *inner(v, r), v[-1]],
    "constant": lambda v, r: [1.0, *inner(v, r), -2.0],
    "zero": lambda v, r: inner([0.0, *v, 0.0], r),
    "copied": copied, "insulated": insulated, "ring": ring, "weights": weights, "upwind": upwind,
    "burgers": burgers, "flux": flux, "largest": largest,
}  # fmt: skip


def explicit(n, steps, kind):
    """A few steps of a difference scheme on n cells."""

    def f(u, r):
        v = list(u)
        for _ in range(steps):
            v = SCHEMES[kind](v, r)
        return sum(a * a for a in v)

    return f, ((n,), ()), (0, None)


@pytest.mark.parametrize("kind", SCHEMES)
def test_a_difference_scheme_does_not_fall_apart_into_cells(kind):
    assert lines(agree(*explicit(16, 5, kind))) <= 40
    few, many = (lines(compile(f, np.ones(n), 0.1, in_axes=(0, None)))
                 for n in (12, 24) for f in [explicit(n, 5, kind)[0]])  # fmt: skip
    assert many == few


@settings(max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(3, 9), st.integers(1, 3), st.sampled_from(sorted(SCHEMES)))
def test_difference_schemes_of_any_size(n, steps, kind):
    agree(*explicit(n, steps, kind))


@pytest.mark.parametrize("around_a_ring", [False, True])
@pytest.mark.parametrize(("n", "m"), [(3, 4), (6, 7)])
def test_schemes_in_two_dimensions(n, m, around_a_ring):
    def f(u, r):
        v = [list(row) for row in u]
        for _ in range(3):
            w = [list(row) for row in v]
            edge = 0 if around_a_ring else 1
            for i in range(edge, n - edge):
                for j in range(edge, m - edge):
                    around = v[i - 1][j] + v[(i + 1) % n][j] + v[i][j - 1] + v[i][(j + 1) % m]
                    w[i][j] = v[i][j] + r * (around - 4 * v[i][j])
            v = w
        return sum(a * a for row in v for a in row)

    program = agree(f, ((n, m), ()), (0, None))
    if n > 3:
        assert lines(program) <= 30

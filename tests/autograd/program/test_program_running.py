"""Running sums and triangular ones, against the scalar engine."""

from __future__ import annotations

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
    """Compares a program with the scalar engine, in both printings, and answers with its text."""
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
        np.testing.assert_allclose(value[sample], true, rtol=1e-11)
        for k, slope in enumerate(slopes):
            scale = 1e-12 * np.abs(slope).max(initial=1e-300)
            plain = np.broadcast_to(answers[1 + k], gradients[k].shape)
            np.testing.assert_allclose(gradients[k][sample], slope, rtol=0, atol=scale)
            np.testing.assert_allclose(plain[sample], slope, rtol=0, atol=scale)
    return program.printed(Request(wrt, None)).text


def running(x, start=0.0):
    found = []
    for v in x:
        start = start + v
        found.append(start)
    return found


def weighted(values, w):
    return sum(a * ops.sin(v) for a, v in zip(w, values, strict=False))


FUNCTIONS = {
    "from zero": lambda x, w: weighted(running(x), w),
    "from a number": lambda x, w: weighted(running(x, 2.5), w),
    "from an argument": lambda x, w: weighted(running(x, w[0]), w),
    "from the first": lambda x, w: weighted(running(x[1:], x[0]), w),
    "backwards": lambda x, w: weighted(running(x[::-1]), w),
    "of products": lambda x, w: weighted(running([a * b for a, b in zip(x, w, strict=True)]), w),
    "of what is shared": lambda x, w: weighted(running(w), x),
    "of arrays": lambda x, w: weighted(np.cumsum(x), w),
    "first terms": lambda x, w: weighted([sum(x[: i + 1]) for i in range(len(x))], w),
    "last terms": lambda x, w: weighted([sum(x[i:]) for i in range(len(x))], w),
    "first products": lambda x, w: weighted(
        [sum(x[j] * w[j] for j in range(i + 1)) for i in range(len(x))], w
    ),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_running_sums_are_cumsum(name):
    text = agree(FUNCTIONS[name], ((9,), (9,)), (0, None))
    assert text.count("cumsum(") == 2  # forward and backward
    assert len(text.splitlines()) <= 16


@settings(max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 9), st.sampled_from(sorted(FUNCTIONS)), st.sampled_from([(0, None), (0, 0)]))
def test_running_sums_of_any_length(n, name, in_axes):
    agree(FUNCTIONS[name], ((n,), (n,)), in_axes)


@settings(max_examples=15, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 4), st.integers(1, 6), st.booleans(), st.booleans())
def test_running_sums_of_rows_and_columns(n, m, started, turned):
    def f(x, w):
        rows = x.T if turned else x
        return sum(
            weighted(running(row, start if started else 0.0), w)
            for row, start in zip(rows, w, strict=False)
        )

    agree(f, ((m, n) if turned else (n, m), (max(n, m),)), (0, None))


def test_a_running_sum_whose_terms_depend_on_it_is_none():
    def f(x, w):
        s, found = x[0], []
        for v in w:
            s = s + ops.sin(s) * v
            found.append(s)
        return sum(a * a for a in found)

    assert "cumsum" not in agree(f, ((5,), (5,)), (0, None))


TRIANGLES = {
    "lower": (lambda i, n: range(i + 1), "np.tril(L)"),
    "upper": (lambda i, n: range(i, n), "np.triu(L)"),
    "below": (lambda i, n: range(i), "np.tril("),
    "above": (lambda i, n: range(i + 1, n), "np.triu("),
    "band": (lambda i, n: range(max(i - 1, 0), min(i + 2, n)), ""),
}


@pytest.mark.parametrize("kind", TRIANGLES)
@pytest.mark.parametrize("n", [2, 3, 7])
def test_triangular_sums_are_products_of_triangles(kind, n):
    chosen, told = TRIANGLES[kind]

    def f(x, L):
        rows = [list(chosen(i, n)) for i in range(n)]
        return sum(ops.tanh(sum(L[i, j] * x[j] for j in row)) for i, row in enumerate(rows) if row)

    text = agree(f, ((n,), (n, n)), (0, None))
    if n == 7:
        assert told in text
        assert len(text.splitlines()) <= 25


def test_a_full_causal_convolution_is_one_product():
    def f(x, K):
        return sum(ops.tanh(sum(K[i - j] * x[j] for j in range(i + 1))) for i in range(8))

    assert "x @ " in agree(f, ((8,), (8,)), (0, None))


def test_a_sum_that_a_running_sum_starts_from_is_computed():
    def f(x):
        parts = [x[0] + x[0] for _ in range(5)]
        first = parts[0] + parts[1]
        second = first + parts[2]
        third = second + parts[3]
        return third + parts[4] + abs(parts[3]) + abs(parts[4]) + 0.0 * (second + third)

    program = compile(f, np.array([0.5]), in_axes=(0,))
    x = np.array([[0.5], [-1.5]])
    np.testing.assert_allclose(program(x), [f(row) for row in x], rtol=1e-14)

"""Layers whose units read elements that follow no loop, some more of them than others."""

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


def layer(inputs, units, most, seed):
    """A layer in which each unit reads one to ``most`` inputs; the number of its weights."""
    rng = np.random.default_rng(seed)
    rows = [
        rng.choice(inputs, size=rng.integers(1, most + 1), replace=False).tolist()
        for _ in range(units)
    ]

    def f(x, w, b):
        weights = iter(w)
        z = [sum(next(weights) * x[j] for j in row) + c for row, c in zip(rows, b, strict=True)]
        return sum(ops.tanh(v) ** 2 for v in z)

    return f, sum(map(len, rows))


def agree(f, shapes, batched=1):
    rng = np.random.default_rng(0)
    axes = [0 if k < batched else None for k in range(len(shapes))]
    program = compile(f, *(rng.normal(size=s) for s in shapes), in_axes=axes)
    batch = [rng.normal(size=s if a is None else (SAMPLES, *s))
             for s, a in zip(shapes, axes, strict=True)]  # fmt: skip
    wrt = tuple(range(len(shapes)))
    value, gradients = program.value_and_grad(*batch, wrt=wrt, reduce=None)
    _, *plain = function(program.printed(Request(wrt, None)))(*batch)
    for sample in range(SAMPLES):
        one = [a if axis is None else a[sample] for a, axis in zip(batch, axes, strict=True)]
        true, slopes = value_and_grad(f, argnums=wrt)(*one)
        np.testing.assert_allclose(value[sample], true, rtol=1e-12)
        for k, slope in enumerate(slopes):
            scale = 1e-12 * np.abs(slope).max(initial=1e-300)
            np.testing.assert_allclose(gradients[k][sample], slope, rtol=0, atol=scale)
            answer = np.broadcast_to(plain[k], gradients[k].shape)[sample]
            np.testing.assert_allclose(answer, slope, rtol=0, atol=scale)
    return program


@pytest.mark.parametrize(("inputs", "units", "most"), [(10, 12, 3), (40, 60, 5), (8, 30, 8)])
def test_a_random_sparse_layer_is_one_product(inputs, units, most):
    f, weights = layer(inputs, units, most, 1)
    text = agree(f, ((inputs,), (weights,), (units,))).printed(Request()).text
    assert "x @ t1.T + b" in text
    assert len(text.splitlines()) <= 7


@settings(max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(3, 9), st.integers(1, 12), st.integers(1, 3), st.integers(0, 99),
       st.integers(1, 3))  # fmt: skip
def test_sparse_layers_of_any_size(inputs, units, most, seed, batched):
    f, weights = layer(inputs, units, most, seed)
    agree(f, ((inputs,), (weights,), (units,)), batched)


def test_an_input_that_is_not_read_may_be_infinite():
    f, weights = layer(10, 12, 3, 2)
    x, w, b = np.ones((1, 10)), np.ones(weights), np.zeros(12)
    x[0, 4] = np.inf
    program = compile(f, np.ones(10), w, b, in_axes=(0, None, None))
    true, slope = value_and_grad(f, argnums=2)(x[0], w, b)
    value, gradient = program.value_and_grad(x, w, b, wrt=2, reduce="sum")
    np.testing.assert_allclose(value, true, rtol=1e-12)
    np.testing.assert_allclose(gradient, slope, rtol=1e-12)

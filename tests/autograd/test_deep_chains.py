"""No recursion anywhere: chains as deep as memory allows."""

from __future__ import annotations

import gc
import sys

import pytest

from autograd import Value, derivative, grad, ops
from autograd.arithmetic import FLOAT
from autograd.collection import paused
from autograd.forward import tangents
from autograd.graph import counts, evaluate, order
from autograd.reverse import cotangents, recorded_gradient


def chain(x, length):
    y = x
    with paused():
        for _ in range(length // 2):
            y = ops.sin(y) + x
    return y


def test_a_chain_of_300_000_goes_through_every_reader():
    x = Value(0.5, name="x")
    y = chain(x, 300_000)
    assert counts(y).operations == 300_000
    y.backward()
    assert cotangents(y)[x] == x.grad
    assert tangents(y, {x: 1.0})[y] == pytest.approx(x.grad, rel=1e-12)
    assert repr(y).startswith("Value(")
    assert format(y, ".2f") == f"{y.data:.2f}"
    y.zero_grad()
    assert x.grad == 0.0


def test_a_chain_is_evaluated_again():
    x = Value(0.5)
    y = chain(x, 50_000)
    assert evaluate([y], FLOAT, {x: 0.5})[y] == y.data


def test_a_deep_derivative_is_recorded_and_differentiated():
    def f(x):
        return chain(x, 5_000)

    second = grad(grad(f))(0.5)
    assert second == pytest.approx(derivative(f, 2)(0.5), rel=1e-9)
    x = Value(0.5)
    y = f(x)
    (slope,) = recorded_gradient(order(y), [y], [1.0], [x])
    assert cotangents(slope)[x] == pytest.approx(second, rel=1e-12)


def test_a_dropped_chain_is_freed_at_once():
    x = Value(0.5)
    y = chain(x, 100_000)
    with paused():
        gc.collect()
        held = sys.getrefcount(x)
        del y
        assert sys.getrefcount(x) < held - 40_000


def test_a_chain_of_a_million_records_goes_backward_prints_and_is_freed():
    x = Value(0.5, name="x")
    y = chain(x, 1_000_000)
    y.backward()
    assert x.grad != 0.0
    assert "op='add'" in repr(y)
    assert counts(y).operations == 1_000_000
    held = sys.getrefcount(x)
    del y
    assert sys.getrefcount(x) < held - 500_000

"""Programs of many kinds, against the scalar engine sample by sample."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import value_and_grad
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function
from autograd.trees import flatten

SAMPLES = 5
CLOSE = 1e-12


def one(arguments, graph, sample):
    return [a[sample] if k < graph.batched else a for k, a in enumerate(arguments)]


def numbers(result):
    """A result of the scalar engine as a flat array."""
    return np.array([float(number) for _, number in flatten(result)])


def close(got, true):
    got, true = np.asarray(got), np.asarray(true)
    assert got.shape == true.shape
    scale = np.abs(true).max(initial=1e-300)
    assert np.abs(got - true).max(initial=0.0) <= CLOSE * scale


def readable(program, request, arguments):
    """What the readable printing answers."""
    with np.errstate(all="ignore"):
        results = function(program.printed(request))(*arguments)
    return results if isinstance(results, tuple) else (results,)


def one_number(f, result):
    """The function itself, or of several numbers a sum with weights that tell them apart."""
    if not isinstance(result, list):
        return f
    weights = np.random.default_rng(4).normal(size=len(result)).tolist()
    return lambda *args: sum(c * y for c, y in zip(weights, f(*args), strict=True))


@pytest.fixture
def program(graph):
    return compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes)


def test_values_are_those_of_the_scalar_engine(graph, program):
    arguments = graph.arguments(SAMPLES, seed=1)
    result = program(*arguments)
    (first, *_) = readable(program, Request(), arguments)
    close(first, result[0] if isinstance(result, list) else result)
    for sample in range(SAMPLES if graph.batched else 1):
        true = numbers(graph.f(*one(arguments, graph, sample)))
        got = [
            r[sample] if graph.batched else r
            for r in (result if isinstance(result, list) else [result])
        ]
        close(numbers(got), true)


@pytest.mark.parametrize("reduce", ["mean", "sum", None])
def test_gradients_are_those_of_the_scalar_engine(graph, reduce):
    arguments = graph.arguments(SAMPLES, seed=2)
    wrt = tuple(range(len(arguments)))
    f = one_number(graph.f, graph.f(*one(arguments, graph, 0)))
    program = compile(f, *graph.arguments(None), in_axes=graph.in_axes)
    value, gradients = program.value_and_grad(*arguments, wrt=wrt, reduce=reduce)
    _, *printed = readable(program, Request(wrt, reduce), arguments)
    for fast, plain in zip(gradients, printed, strict=True):
        close(np.broadcast_to(plain, fast.shape), fast)
    step = program.step(wrt, reduce)
    for _ in range(2):  # the second call finds the buffers filled
        _, again = step(*arguments)
    for fast, kept in zip(gradients, again, strict=True):
        close(kept, fast)
    samples = SAMPLES if graph.batched else 1
    true = [value_and_grad(f, argnums=wrt)(*one(arguments, graph, s)) for s in range(samples)]
    if not graph.batched:
        close(value, true[0][0])
        for k in wrt:
            close(gradients[k], true[0][1][k])
        return
    values = np.array([t[0] for t in true])
    close(value, {"mean": values.mean(), "sum": values.sum(), None: values}[reduce])
    for k in wrt:
        each = np.array([t[1][k] for t in true])
        if k < graph.batched:
            close(gradients[k], each / SAMPLES if reduce == "mean" else each)
        else:
            close(gradients[k], {"mean": each.mean(0), "sum": each.sum(0), None: each}[reduce])

"""Arguments that are the units of one array: weights in an array of their own for each neuron."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from autograd import ops, value_and_grad
from autograd.program import compile
from autograd.program.assemble import Request
from autograd.program.runner import function
from autograd.trees import flatten

SAMPLES = 4


def numbers(tree):
    if isinstance(tree, dict):
        return np.concatenate([numbers(branch) for branch in tree.values()])
    if isinstance(tree, (list, tuple)):
        return np.concatenate([numbers(branch) for branch in tree])
    return np.ravel(np.asarray(tree, dtype=float))


def filled(shapes, rng):
    if isinstance(shapes, dict):
        return {key: filled(branch, rng) for key, branch in shapes.items()}
    if isinstance(shapes, list):
        return [filled(branch, rng) for branch in shapes]
    return rng.normal(size=shapes) if shapes else float(rng.normal())


def agree(f, width, *shapes):
    """Compares a program with the scalar engine, in both printings, and answers with it."""
    rng = np.random.default_rng(0)
    params = [filled(each, rng) for each in shapes]
    x = rng.normal(size=(SAMPLES, width))
    program = compile(f, x[0], *params, in_axes=(0, *(None for _ in params)))
    wrt = tuple(range(1, 1 + len(params)))
    value, gradients = program.value_and_grad(x, *params, wrt=wrt, reduce="sum")
    true = [value_and_grad(f, argnums=wrt)(sample, *params) for sample in x]
    np.testing.assert_allclose(value, sum(v for v, _ in true), rtol=1e-12)
    _, *plain = function(program.printed(Request(wrt, "sum")))(x, *params)
    wanted = sum(numbers(slopes) for _, slopes in true)
    np.testing.assert_allclose(numbers(gradients), wanted, rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(numbers(plain), wanted, rtol=1e-11, atol=1e-12)
    for gradient, param in zip(gradients, params, strict=True):
        assert [np.shape(n) for _, n in flatten(gradient)] == [
            np.shape(n) for _, n in flatten(param)
        ]
    return program.printed(Request(wrt, "mean")).text


def neuron(x, w, b):
    return ops.tanh(sum(a * v for a, v in zip(w, x, strict=True)) + b)


def test_a_dict_with_an_array_for_each_neuron():
    def f(x, p):
        return sum(neuron(x, p[f"w{k}"], p[f"b{k}"]) for k in range(4))

    shapes = {key: shape for k in range(4) for key, shape in ((f"w{k}", (5,)), (f"b{k}", ()))}
    text = agree(f, 5, shapes)
    assert 'W = np.stack([p[f"w{k}"] for k in range(4)])' in text
    assert "x @ W.T + b" in text
    assert "dW[0], db[0], dW[1]" in text


def test_layers_of_neurons_are_stacks_of_their_own():
    def f(x, net):
        h = list(x)
        for layer in net:
            h = [neuron(h, unit["w"], unit["b"]) for unit in layer]
        return sum(v * v for v in h)

    unit = {"w": (5,), "b": ()}
    text = agree(f, 5, [[unit] * 5, [unit] * 5, [unit]])
    assert text.count("np.stack(") == 4
    assert 'net[1][k]["w"] for k in range(5)' in text


def test_arguments_of_their_own_are_stacked():
    def f(x, w0, w1, w2, b0, b1, b2):
        h = [neuron(x, w, b) for w, b in ((w0, b0), (w1, b1), (w2, b2))]
        return h[0] * h[1] + h[2]

    text = agree(f, 4, (4,), (4,), (4,), (), (), ())
    assert "W = np.stack([w0, w1, w2])" in text


def test_layers_of_a_network_are_not_stacked():
    def f(x, p):
        h = list(x)
        for k in (1, 2, 3):
            h = [neuron(h, w, b) for w, b in zip(p[f"W{k}"], p[f"b{k}"], strict=True)]
        return sum(h)

    shapes = {key: shape for k in (1, 2, 3) for key, shape in ((f"W{k}", (5, 5)), (f"b{k}", (5,)))}
    assert "np.stack" not in agree(f, 5, shapes)


def test_a_unit_that_is_used_twice_stays_in_its_stack():
    def f(x, p):
        h = [neuron(x, w, 0.5) for w in p]
        return sum(h) + p[1][0] * h[0]

    agree(f, 3, [(3,), (3,), (3,), (3,)])


@pytest.mark.parametrize("keys", [("a1", "a2", "b"), ("w7", "w9", "w8"), ('w"1', 'w"2', 'w"3')])
def test_keys_of_any_kind(keys):
    def f(x, p):
        return sum(neuron(x, p[key], 0.0) for key in keys)

    agree(f, 3, dict.fromkeys(keys, (3,)))


def test_pairs_of_units():
    def f(x, p):
        h = [neuron(x, w, 1.0) for w in p]
        return sum(a * b for a, b in itertools.combinations(h, 2))

    agree(f, 3, [(3,)] * 4)

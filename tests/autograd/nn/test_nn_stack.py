"""Layers one after another: their names, shapes, and parts of arrays."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn
from autograd.arrays import array
from autograd.errors import InputError
from autograd.nn.stack import Stack, part


def test_names_are_numbered():
    stack = Stack([nn.Dense(2), nn.Dense(2), lambda v: v, nn.MaxPool1D(), nn.Dense(2, name="end")])
    names = [layer.name for layer in stack.layers]
    assert names == ["dense", "dense_1", "lambda", "max_pooling1d", "end"]


def test_weights_are_named_by_the_way_to_them():
    inner = Stack([nn.Dense(2, name="a")], name="inner")
    shape, slots = Stack([nn.Dense(3), inner], name="outer").plan((4,))
    assert shape == (2,)
    assert {name: slot.shape for name, slot in slots.items()} == {
        "dense/kernel": (4, 3), "dense/bias": (3,), "inner/a/kernel": (3, 2), "inner/a/bias": (2,),
    }  # fmt: skip
    assert part({"inner/a/bias": 1, "inner2/a": 2}, "inner") == {"a/bias": 1}


def test_scopes_follow_the_layers():
    stack = Stack([Stack([nn.Dense(1, name="a")], name="inner")])
    weights = {"inner/a/kernel": array(np.ones((2, 1))), "inner/a/bias": array(np.zeros(1))}
    (out,) = stack.call(array(np.array([1.0, 2.0])), weights, {})
    assert out.data == 3.0
    assert out.scope.path == "inner/a/unit1"


def test_walking_goes_into_stacks():
    stack = Stack([nn.Dense(2), Stack([nn.Flatten(), nn.Dense(1)])])
    assert [type(layer) for layer in stack.walk()] == [nn.Dense, nn.Flatten, nn.Dense]


def test_the_shape_of_a_sample_comes_first():
    assert Stack([nn.Input(3), nn.Dense(2)]).input_shape == (3,)
    assert Stack([nn.Dense(2, input_shape=(3,))]).input_shape == (3,)
    assert Stack([nn.Dense(2), nn.Dense(2, input_shape=(3,))]).input_shape is None


def test_refusals():
    one = nn.Dense(2)
    for layers, said in (
        ([nn.Dense(2), nn.Input(3)], "Input stands before"),
        ([nn.Input(3), nn.Input(3)], "once"),
        ([one, one], "twice"),
        ([nn.Dense], "layers and functions"),
        ([nn.Input((0,))], "1 or more"),
        ([nn.Input((10**6, 10**6))], "too many numbers"),
    ):
        with pytest.raises(InputError, match=said):
            Stack(layers)
    with pytest.raises(InputError, match="At dense: Dense takes"):
        Stack([nn.Dense(2)]).plan(())

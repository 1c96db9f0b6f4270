"""What is recorded of a network."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn
from autograd.arrays import array
from autograd.graph import leaves, order
from autograd.nn.recording import loss_of, named, output_of


def network():
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1, name="a", kernel_regularizer=nn.L2(0.5))])
    model.compile("sgd", "mse")
    model.set_weights([[[2.0], [3.0]], [1.0]])
    return model


def test_the_output_of_one_sample():
    model = network()
    (out,) = output_of(model)(named(model.parameters.views), np.array([1.0, -1.0]))
    assert out.data == 0.0
    assert {leaf.name for leaf in leaves(out) if leaf.name} == {
        "a/kernel[0,0]", "a/kernel[1,0]", "a/bias[0]",
    }  # fmt: skip


def test_the_loss_of_one_sample_has_its_weight_and_what_regularisers_add():
    model = network()
    recorded = loss_of(model, model.loss, model.slots)
    x, y = array(np.array([1.0, -1.0]), name="x"), array(np.array([2.0]), name="y")
    weights = named(model.parameters.views)
    plain = recorded(weights, x, y, None, {})
    assert plain.data == pytest.approx(4.0 + 0.5 * 13)
    assert recorded(weights, x, y, 3.0, {}).data == pytest.approx(12.0 + 0.5 * 13)
    assert plain.scope.path == "loss"
    assert {"x[0]", "y[0]"} <= {node.name for node in order(plain)}

"""A stack with weights: their first numbers, in and out, and layers by name."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError

DATA = nn.datasets.course_blobs()


def small(seed=0):
    model = nn.Sequential(
        [nn.Input((2,)), nn.Dense(3, activation="tanh", name="layer1"), nn.Dropout(0.2),
         nn.Dense(4, name="layer2")],
        seed=seed,
    )  # fmt: skip
    model.compile("adam", nn.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    return model


def test_weights_in_and_out():
    model = small()
    model.build()
    layer1, _, layer2 = model.layers
    assert [w.shape for w in model.get_weights()] == [(2, 3), (3,), (3, 4), (4,)]
    before = model.predict(DATA.x)
    W1, b1 = layer1.get_weights()
    layer1.set_weights([W1 * 2, b1])
    assert (model.get_weights()[0] == W1 * 2).all()
    assert (model.predict(DATA.x) != before).any()
    model.set_weights([np.ones((2, 3)), np.zeros(3), np.ones((3, 4)), np.arange(4.0)])
    assert (layer2.get_weights()[1] == np.arange(4.0)).all()
    assert layer2.count_params() == 16
    with pytest.raises(InputError, match="layer2/kernel"):
        layer2.set_weights([np.ones((2, 2)), np.ones(4)])
    with pytest.raises(InputError, match="4 arrays"):
        model.set_weights([np.ones(3)])


def test_a_trained_network_can_be_a_layer():
    inner = small()
    inner.fit(DATA.x, DATA.y, epochs=1)
    outer = nn.Sequential([inner, nn.Softmax()])
    np.testing.assert_allclose(
        outer.predict(DATA.x), nn.Sequential([inner, nn.Softmax()]).predict(DATA.x)
    )
    assert (outer.predict(DATA.x).argmax(1) == inner_argmax(outer)).all()
    assert set(outer.parameters.views) == {
        f"sequential/layer{n}/{w}" for n in (1, 2) for w in ("kernel", "bias")
    }


def inner_argmax(outer):
    W1, b1, W2, b2 = outer.get_weights()
    return (np.tanh(DATA.x @ W1 + b1) @ W2 + b2).argmax(1)


def test_layers_by_name_and_number():
    model = small()
    assert model.get_layer("layer2") is model.get_layer(index=2) is model.layers[2]
    for wrong in ({"name": "layer9"}, {"index": 3}, {}):
        with pytest.raises(InputError, match="there are layer1, dropout, layer2"):
            model.get_layer(**wrong)


def test_the_arrays_themselves():
    model = small()
    model.layers[0].weights[0][...] = 0.5
    assert (model.get_weights()[0] == 0.5).all()
    assert [w.shape for w in model.weights] == [(2, 3), (3,), (3, 4), (4,)]


def test_an_input_that_comes_first_makes_the_weights_at_once_and_layers_may_follow():
    model = nn.Sequential([nn.Input((2,)), nn.Dense(3)], seed=1)
    first = model.get_weights()[0]
    assert first.shape == (2, 3)
    model.add(nn.Dense(4))
    assert [w.shape for w in model.weights] == [(2, 3), (3,), (3, 4), (4,)]
    np.testing.assert_array_equal(model.get_weights()[0], first)
    model.build()
    with pytest.raises(InputError, match="is built"):
        model.add(nn.Dense(5))
    without = nn.Sequential([nn.Dense(3)])
    assert without.get_weights() == []


def test_a_seed_for_each_array():
    model = nn.Sequential([nn.Input((3,)), nn.Dense(3), nn.Dense(3)], seed=7)
    model.build()
    first, _, second, _ = model.get_weights()
    assert (first != second).all()
    fixed = nn.initializers.GlorotUniform(seed=1)
    twice = nn.Sequential(
        [
            nn.Input((3,)),
            nn.Dense(3, kernel_initializer=fixed),
            nn.Dense(3, kernel_initializer=fixed),
        ]
    )
    twice.build()
    assert (twice.get_weights()[0] == twice.get_weights()[2]).all()

"""One step of training two ways: by the program, and on the nodes."""

from __future__ import annotations

import numpy as np

from autograd import nn
from autograd.nn.samples import samples
from autograd.nn.steps import Compiled, OnNodes, first_not_finite


def network():
    model = nn.Sequential(
        [nn.Input((5, 5, 1)), nn.Conv2D(2, 2, activation="relu"), nn.MaxPool2D(2), nn.Flatten(),
         nn.Dropout(0.3), nn.Dense(3, kernel_regularizer="l1")],
        seed=1,
    )  # fmt: skip
    model.compile("sgd", nn.SparseCategoricalCrossentropy(from_logits=True))
    model.build()
    return model


def test_both_ways_give_one_loss_and_one_gradient():
    model, rng = network(), np.random.default_rng(0)
    x, y = rng.normal(size=(6, 5, 5, 1)), np.arange(6) % 3
    of = samples(x, y, model.loss, model.output_shape, rng.random(6))
    for count in (6, 1):
        noise = model.draw((5, 5, 1), count, rng)
        batch = of.batch(noise, slice(0, count))
        fast = Compiled(model._programs.loss(of, training=True), model.parameters)
        slow = OnNodes(model.recorded_loss, model.parameters)
        (one, gradient), (other, slopes) = fast(batch), slow(batch)
        np.testing.assert_allclose(one, other, rtol=1e-13)
        np.testing.assert_allclose(gradient, slopes, rtol=0, atol=1e-13)
        assert np.abs(gradient).max() > 0.01


def test_the_first_that_is_not_finite():
    model = network()
    x = np.zeros((3, 5, 5, 1))
    of = samples(x, [0, 1, 2], model.loss, model.output_shape)
    views = model.parameters.views
    assert (
        first_not_finite(
            model.recorded_loss, views, of.batch(model.draw((5, 5, 1), 3, np.random.default_rng(0)))
        )
        is None
    )
    x[2, 3, 1, 0] = np.inf
    of = samples(x, [0, 1, 2], model.loss, model.output_shape)
    found = first_not_finite(
        model.recorded_loss, views, of.batch(model.draw((5, 5, 1), 3, np.random.default_rng(0)))
    )
    assert found.name == "x[3,1,0]"

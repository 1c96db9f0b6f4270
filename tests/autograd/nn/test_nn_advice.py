"""Advice: what a target asks for, and what in a network is most likely not meant."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from autograd import nn, ops
from autograd.errors import InputError
from autograd.nn import NetworkWarning, recommend, review

DATA = nn.datasets.course_blobs(40)
CODES = [
    (["linear", "linear"], nn.MeanSquaredError(), ["collapse"]),
    (["relu", "linear"], nn.MeanSquaredError(), []),
    (["relu", "softmax"], nn.SparseCategoricalCrossentropy(from_logits=True), ["squashed-twice"]),
    (["relu", "sigmoid"], nn.BinaryCrossentropy(from_logits=True), ["squashed-twice"]),
    (["relu", "linear"], nn.SparseCategoricalCrossentropy(), ["not-probabilities"]),
    (["relu", "linear"], nn.CategoricalCrossentropy(), ["not-probabilities"]),
    (["relu", "relu"], nn.BinaryCrossentropy(), ["not-probabilities"]),
    (["relu", "sigmoid"], nn.SparseCategoricalCrossentropy(), ["other-squashing"]),
    (["relu", "softmax"], nn.BinaryCrossentropy(), ["other-squashing"]),
    (["relu", "softmax"], nn.SparseCategoricalCrossentropy(), []),
    (["relu", "sigmoid"], nn.BinaryCrossentropy(), []),
    (["relu", "linear"], nn.SparseCategoricalCrossentropy(from_logits=True), []),
]


@pytest.mark.parametrize(("activations", "loss", "codes"), CODES)
def test_networks(activations, loss, codes):
    hidden, last = activations
    model = nn.Sequential(
        [nn.Dense(3, activation=hidden, name="a"), nn.Dropout(0.1),
         nn.Dense(4, activation=last, name="b")]
    )  # fmt: skip
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        model.compile(loss=loss, optimizer="adam")
    assert [w.category for w in warned] == [NetworkWarning] * len(codes)
    assert [advice.code for advice in review(model)] == codes


def test_what_collapses_is_said():
    model = nn.Sequential([nn.Dense(3, name="first"), nn.Flatten(), nn.Dense(1, name="second")])
    with pytest.warns(NetworkWarning, match="first is linear and second follows"):
        model.compile(loss="mse")


def test_a_separate_activation_keeps_layers_apart():
    model = nn.Sequential([nn.Dense(3), nn.Activation("relu"), nn.Dense(4), nn.Softmax()])
    model.compile(loss="categorical_crossentropy")
    assert not review(model)
    with pytest.warns(NetworkWarning, match="once more"):
        model.compile(loss=nn.CategoricalCrossentropy(from_logits=True))


def test_saturated_units():
    model = nn.Sequential([nn.Dense(5, activation="sigmoid", name="a"), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    with pytest.warns(NetworkWarning, match=r"a: \d+% of its units are saturated"):
        model.fit(1000 * DATA.x, DATA.y)
    assert [each.code for each in review(model, 1000 * DATA.x)] == ["saturated"]
    assert not review(model, DATA.x / 10)


@pytest.mark.parametrize(
    ("y", "units", "activation", "loss"),
    [
        ([0, 1, 1, 0], 1, "linear", nn.BinaryCrossentropy(from_logits=True)),
        ([0, 1, 2, 3] * 5, 4, "linear", nn.SparseCategoricalCrossentropy(from_logits=True)),
        (np.eye(3), 3, "linear", nn.CategoricalCrossentropy(from_logits=True)),
        ([[1, 0, 1], [0, 0, 1], [1, 1, 0]], 3, "linear", nn.BinaryCrossentropy(from_logits=True)),
        ([120.5, 300.0, 250.0], 1, "relu", nn.MeanSquaredError()),
        ([-1.0, 0.5], 1, "linear", nn.MeanSquaredError()),
        ([[-1.0, 0.5]], 2, "linear", nn.MeanSquaredError()),
    ],
)
def test_recommendations(y, units, activation, loss):
    found = recommend(y)
    assert (found.units, found.activation, found.loss) == (units, activation, loss)
    assert found.text


def test_recommendations_need_numbers():
    for y in (["cat"], [], [np.nan]):
        with pytest.raises(InputError):
            recommend(y)


def test_the_first_step_that_is_not_finite_is_named():
    model = nn.Sequential(
        [nn.Input((1,)), nn.Dense(1, name="a"), lambda v: [ops.log(v[0])]], seed=0
    )
    model.compile(loss="mse", optimizer=nn.SGD(0.1))
    model.set_weights([[[1.0]], [0.0]])
    with pytest.warns(NetworkWarning, match=r"log\(-0\.9\d+\) = nan in lambda"):
        history = model.fit([[2.0], [-1.0]], [0.0, 0.0], batch_size=1, epochs=5, shuffle=False)
    assert len(history.epoch) == 1
    assert np.isfinite(model.get_weights()[0]).all()


def test_an_input_that_is_not_finite_is_named():
    model = nn.Sequential([nn.Input((2,)), nn.Dense(1)])
    model.compile(loss="mse")
    with pytest.warns(NetworkWarning, match=r"first number that is not finite is x\[0\] itself"):
        model.fit([[np.nan, 1.0]], [1.0])


def test_warnings_point_at_the_line_of_the_user():
    model = nn.Sequential([nn.Input((2,)), nn.Dense(3), nn.Dense(1, activation="sigmoid")])
    with pytest.warns(NetworkWarning, match="linear") as at_compile:
        model.compile(loss="binary_crossentropy")
    with pytest.warns(NetworkWarning, match="saturated") as at_fit:
        model.fit([[1e5, 1e5], [-1e5, 1e5]], [0, 1])
    assert {each.filename for each in [*at_compile, *at_fit]} == {__file__}

"""Layers against NumPy, their shapes and weights against the course, and their refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograd import nn
from autograd.arrays import array
from autograd.errors import InputError
from autograd.nn.layers.windows import steps, windows

rng = np.random.default_rng(7)


def outcome(layer, x, **weights):
    """A layer's output for one sample of plain numbers."""
    recorded = layer.call(array(x), {name: array(w) for name, w in weights.items()}, {})
    return array(recorded).values


def planned(layer, shape):
    output, slots = layer.plan(shape)
    return output, {name: slot.shape for name, slot in slots.items()}


def test_dense():
    x, W, b = rng.normal(size=(4,)), rng.normal(size=(4, 3)), rng.normal(size=3)
    np.testing.assert_allclose(outcome(nn.Dense(3), x, kernel=W, bias=b), x @ W + b, rtol=1e-14)
    relu = outcome(nn.Dense(3, activation="relu", use_bias=False), x, kernel=W)
    np.testing.assert_allclose(relu, np.maximum(x @ W, 0), rtol=1e-14)
    rows = rng.normal(size=(2, 5, 4))
    by_row = outcome(nn.Dense(3, activation="softmax"), rows, kernel=W, bias=b)
    np.testing.assert_allclose(by_row.sum(-1), np.ones((2, 5)), rtol=1e-14)
    assert planned(nn.Dense(3), (2, 5, 4)) == ((2, 5, 3), {"kernel": (4, 3), "bias": (3,)})


def reference_conv(x, W, b, strides, padding):
    """By summing shifted copies of a padded sample."""
    window, axes = W.shape[:-2], W.ndim - 2
    pads = [(0, 0)] * axes
    if padding == "same":
        for a in range(axes):
            total = max((-(-x.shape[a] // strides[a]) - 1) * strides[a] + window[a] - x.shape[a], 0)
            pads[a] = (total // 2, total - total // 2)
    padded = np.pad(x, [*pads, (0, 0)])
    counts = [(padded.shape[a] - window[a]) // strides[a] + 1 for a in range(axes)]
    out = np.zeros((*counts, W.shape[-1]))
    for offset in np.ndindex(*window):
        part = padded[tuple(
            slice(o, o + s * (n - 1) + 1, s)
            for o, s, n in zip(offset, strides, counts, strict=True)
        )]  # fmt: skip
        out += part @ W[offset]
    return out + b


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(("stride", "size"), [(1, 3), (2, 3), (3, 2), (2, 4)])
def test_convolutions(padding, stride, size):
    x, W, b = rng.normal(size=(11, 2)), rng.normal(size=(size, 2, 3)), rng.normal(size=3)
    layer = nn.Conv1D(3, size, strides=stride, padding=padding)
    expected = reference_conv(x, W, b, (stride,), padding)
    np.testing.assert_allclose(outcome(layer, x, kernel=W, bias=b), expected, atol=1e-13)
    assert planned(layer, (11, 2)) == (expected.shape, {"kernel": W.shape, "bias": (3,)})
    x, W = rng.normal(size=(7, 6, 2)), rng.normal(size=(size, 2, 2, 3))
    layer = nn.Conv2D(3, (size, 2), strides=(stride, 1), padding=padding, activation="tanh")
    expected = np.tanh(reference_conv(x, W, b, (stride, 1), padding))
    np.testing.assert_allclose(outcome(layer, x, kernel=W, bias=b), expected, atol=1e-13)
    assert planned(layer, x.shape)[0] == expected.shape


def test_locally_connected_layers_with_equal_weights_are_convolutions():
    x, W, b = rng.normal(size=(7, 6, 2)), rng.normal(size=(3, 2, 2, 4)), rng.normal(size=4)
    shared = outcome(nn.Conv2D(4, (3, 2), strides=2), x, kernel=W, bias=b)
    places = shared.shape[0] * shared.shape[1]
    biases = np.tile(b, (*shared.shape[:2], 1))
    apart = outcome(
        nn.LocallyConnected2D(4, (3, 2), strides=2), x,
        kernel=np.tile(W.reshape(1, 12, 4), (places, 1, 1)), bias=biases,
    )  # fmt: skip
    np.testing.assert_allclose(apart, shared, atol=1e-13)


def test_pooling():
    x = rng.normal(size=(6, 4, 2))
    blocks = x.reshape(3, 2, 2, 2, 2)
    assert (outcome(nn.MaxPool2D(), x) == blocks.max((1, 3))).all()
    np.testing.assert_allclose(outcome(nn.AveragePool2D(), x), blocks.mean((1, 3)), atol=1e-15)
    line = np.arange(5.0)[:, None]
    assert outcome(nn.MaxPooling1D(2, padding="same"), line).tolist() == [[1], [3], [4]]
    assert outcome(nn.AveragePooling1D(2, padding="same"), line).tolist() == [[0.5], [2.5], [4]]
    assert outcome(nn.MaxPool1D(3, strides=1), line).tolist() == [[2], [3], [4]]


@pytest.mark.parametrize(
    ("layers", "weights"),
    [
        ([nn.LocallyConnected1D(1, 20, strides=10), nn.LocallyConnected1D(1, 5, strides=2)], 211),
        ([nn.Conv1D(1, 20, strides=10), nn.Conv1D(1, 5, strides=2)], 31),
        ([nn.Flatten(), nn.Dense(9), nn.Dense(3)], 943),
    ],
)
def test_the_heart_network_of_the_course(layers, weights):
    model = nn.Sequential([nn.Input((100, 1)), *layers, nn.Flatten(), nn.Dense(1)])
    model.build()
    assert model.count_params() == weights
    assert [math.prod(layer.output_shape) for layer in model.layers][-3:] == [3, 3, 1]


def test_windows_of_the_course():
    ranges = [(w[0].at[0] + 1, w[-1].at[0] + 1) for w in windows((100,), (20,), (10,), "valid")]
    assert ranges[:2] == [(1, 20), (11, 30)]
    assert ranges[-1] == (81, 100)
    assert len(ranges) == 9
    assert steps((9,), (5,), (2,), "valid") == (3,)


def test_layers_that_only_shape():
    x = rng.normal(size=(2, 3))
    assert (outcome(nn.Flatten(), x) == x.ravel()).all()
    assert (outcome(nn.Reshape((3, -1)), x) == x.reshape(3, 2)).all()
    assert nn.Reshape((3, -1)).plan((2, 3))[0] == (3, 2)
    assert (outcome(nn.Activation("relu"), x) == np.maximum(x, 0)).all()
    np.testing.assert_allclose(outcome(nn.Softmax(), x).sum(1), [1, 1], rtol=1e-15)
    assert (outcome(nn.Lambda(lambda v: [v[0, 0] * v[1, 1]]), x) == x[0, 0] * x[1, 1]).all()
    assert nn.Lambda(lambda v: [v[0, 0]]).plan((2, 3))[0] == (1,)


def test_dropout():
    layer = nn.Dropout(0.25)
    mask = layer.draw((10,), 4000, np.random.default_rng(0))["mask"]
    assert set(np.unique(mask)) == {0.0, 1 / 0.75}
    assert mask.mean() == pytest.approx(1, abs=0.02)
    x = rng.normal(size=10)
    assert (outcome(layer, x) == x).all()
    dropped = layer.call(array(x), {}, {"mask": array(mask[0])})
    assert (dropped.values == x * mask[0]).all()
    again = nn.Dropout(0.25, seed=3), nn.Dropout(0.25, seed=3)
    first, second = (d.draw((5,), 6, np.random.default_rng(s))["mask"] for s, d in enumerate(again))
    assert (first == second).all()


@pytest.mark.parametrize(
    ("make", "shape", "said"),
    [
        (lambda: nn.Dense(0), (3,), "whole number"),
        (lambda: nn.Dense(2.5), (3,), "whole number"),
        (lambda: nn.Dense(3, kernel_initializer="golrot"), (3,), "initializer"),
        (lambda: nn.Dense(3, kernel_regularizer="l3"), (3,), "regularizer"),
        (lambda: nn.Dense(3), (), "single numbers"),
        (lambda: nn.Conv2D(3, 3), (5, 5), "Reshape"),
        (lambda: nn.Conv1D(3, 6), (5, 1), "larger than the sample"),
        (lambda: nn.Conv2D(3, (1, 2, 3)), (5, 5, 1), "kernel_size"),
        (lambda: nn.Conv1D(3, 2, padding="some"), (5, 1), "padding"),
        (lambda: nn.LocallyConnected1D(3, 2, padding="same"), (5, 1), "valid"),
        (lambda: nn.MaxPool2D(), (5,), "channels"),
        (lambda: nn.Reshape((4,)), (5,), "cannot become"),
        (lambda: nn.Dropout(1.0), (5,), "below 1"),
        (lambda: nn.Lambda(lambda v: v), (10**5, 10**6), "cannot be tried"),
        (lambda: nn.Dense(3, name="a/b"), (5,), "name"),
    ],
)
def test_refusals(make, shape, said):
    with pytest.raises(InputError, match=said):
        make().plan(shape)


def test_units_are_scopes():
    model = nn.Sequential([nn.Input(2), nn.Dense(2, activation="relu", name="layer1")])
    recorded = model.graph([1.0, 2.0])
    assert recorded[1].scope.path == "layer1"
    assert recorded[1].args[0].scope.path == "layer1/unit2"

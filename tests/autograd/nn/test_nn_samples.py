"""Samples as a user gives them: checked, weighted, split, shuffled."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError
from autograd.nn.samples import Batches, inputs, samples, split

SPARSE = nn.SparseCategoricalCrossentropy()
X = np.arange(20.0).reshape(10, 2)
Y = np.arange(10) % 3


def batches(shuffle, seed=0, size=4, **settings):
    of = samples(X, Y, SPARSE, (3,), **settings)
    return Batches(of, nn.Sequential([nn.Dense(3)]), size, shuffle, np.random.default_rng(seed))


def test_inputs():
    assert inputs([1, 2, 3]).shape == (3, 1)
    assert inputs(np.asfortranarray(X)).flags.c_contiguous
    assert inputs(X.astype("f4")).dtype == np.float64


def test_the_last_part_is_held_out_before_anything_is_shuffled():
    train, out = split(samples(X, Y, SPARSE, (3,)), 0.3)
    assert train.x.tolist() == X[:7].tolist()
    assert out.x.tolist() == X[7:].tolist()
    assert out.y.tolist() == Y[7:].tolist()
    for share in (0.01, 0.99999, 1.0, -0.5):
        with pytest.raises(InputError, match="validation_split"):
            split(samples(X[:1], Y[:1], SPARSE, (3,)), share)


def test_every_sample_once_an_epoch_with_its_own_target():
    made = batches(shuffle=True, sample_weight=np.arange(10.0))
    orders = []
    for _ in range(2):
        parts = [(b.x.copy(), b.y.copy(), b.weight.copy()) for b in made.epoch()]
        assert [len(x) for x, _, _ in parts] == [4, 4, 2]
        x, y, weight = (np.concatenate(each) for each in zip(*parts, strict=True))
        order = (x[:, 0] / 2).astype(int)
        assert sorted(order) == list(range(10))
        assert (y.argmax(1) == Y[order]).all()
        assert (weight == order).all()
        orders.append(order.tolist())
    assert orders[0] != orders[1]
    again = [b.x.copy() for b in batches(shuffle=True).epoch()]
    assert (np.concatenate(again)[:, 0] / 2).tolist() == orders[0]


def test_in_order_without_shuffling():
    found = np.concatenate([b.x for b in batches(shuffle=False, size=3).epoch()])
    assert (found == X).all()
    assert batches(shuffle=False, size=None).size == 32


def test_weights_of_samples_and_of_classes_are_multiplied():
    of = samples(X, Y, SPARSE, (3,), [2.0] * 10, {0: 1.0, 1: 0.5, 2: 0.0})
    assert of.weight.tolist() == [2 * (1.0, 0.5, 0.0)[y] for y in Y]
    columns = samples(X, np.eye(3)[Y], nn.CategoricalCrossentropy(), (3,), None, {0: 1, 1: 2, 2: 3})
    assert columns.weight.tolist() == (Y + 1).tolist()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sample_weight": [1.0]}, "sample_weight is one finite number for each of 10"),
        ({"sample_weight": [np.nan] * 10}, "finite"),
        ({"class_weight": {0: 1.0, 1: 1.0}}, "no weight for class 2"),
        ({"y": None}, "no targets"),
        ({"y": Y[:5]}, "10 samples and 5 targets"),
    ],
)
def test_refusals(given, said):
    with pytest.raises(InputError, match=said):
        samples(X, given.pop("y", Y), SPARSE, (3,), **given)

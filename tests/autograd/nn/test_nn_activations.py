"""Activations: their numbers, their names, and a user's own."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograd import Value, nn, ops
from autograd.arrays import array
from autograd.errors import InputError
from autograd.nn.activations import ACTIVATIONS, get


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
def test_activations_of_numbers_and_of_values(name):
    z = [-3.0, -0.5, 0.0, 0.25, 4.0]
    plain = ACTIVATIONS[name](z)
    assert plain == [v.data if isinstance(v, Value) else v for v in get(name)(list(map(Value, z)))]


@pytest.mark.parametrize(
    ("name", "at_minus_one"),
    [
        ("linear", -1.0),
        ("sigmoid", 1 / (1 + math.e)),
        ("relu", 0.0),
        ("leaky_relu", -0.2),
        ("tanh", math.tanh(-1)),
        ("softplus", math.log1p(math.exp(-1))),
        ("elu", math.expm1(-1)),
        ("gelu", -0.5 * (1 + math.erf(-1 / math.sqrt(2)))),
        ("silu", -1 / (1 + math.e)),
        ("swish", -1 / (1 + math.e)),
    ],
)
def test_activations_are_those_of_keras(name, at_minus_one):
    assert get(name)([-1.0]) == [pytest.approx(at_minus_one, rel=1e-15)]


def test_softmax_of_the_course():
    a = get("softmax")([1.0, 2.0, 3.0, 4.0])
    exact = [0.03205860328008499, 0.08714431874203257, 0.23688281808991013, 0.6439142598879722]
    assert a == pytest.approx(exact, rel=1e-15)
    assert get("softmax")([math.log(0.1)] * 10) == pytest.approx([0.1] * 10, abs=1e-10)


def test_own_activations():
    cube = get(lambda z: z**3)
    assert cube([2.0]) == [8.0]
    assert get(ops.relu).name == "relu"
    assert get(None).name == "linear"
    with pytest.raises(InputError, match="no activation 'rleu'"):
        nn.Dense(3, activation="rleu")


@pytest.mark.parametrize("kind", [list, np.array, lambda z: array(z, name="z")])
def test_softmax_goes_along_the_last_axis(kind):
    rows = [[1.0, 2.0, 700.0], [-1000.0, 0.0, 0.0]]
    found = [nn.softmax(kind(row)) for row in rows]
    for row, p in zip(rows, found, strict=True):
        numbers = [each.data if isinstance(each, Value) else each for each in p]
        expected = np.exp(np.array(row) - max(row))
        np.testing.assert_allclose(numbers, expected / expected.sum(), rtol=1e-14)
    if kind is not list:
        whole = nn.softmax(kind(rows))
        assert whole.shape == (2, 3)

"""First weights: their spread, their seeds, and what large ones cost."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograd import Value
from autograd.errors import InputError
from autograd.nn.initializers import NAMES, Constant, GlorotUniform, HeNormal, fans, get
from autograd.nn.regularizers import L1, L1L2, L2
from autograd.nn.regularizers import get as regularizer


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((), (1, 1)), ((5,), (5, 5)), ((4, 3), (4, 3)), ((3, 3, 2, 8), (18, 72))],
)
def test_fans(shape, expected):
    assert fans(shape) == expected


@pytest.mark.parametrize(
    ("name", "deviation", "largest"),
    [
        ("glorot_uniform", math.sqrt(2 / 500), math.sqrt(6 / 500)),
        ("glorot_normal", math.sqrt(2 / 500), 2 * math.sqrt(2 / 500) / 0.8796),
        ("he_uniform", math.sqrt(2 / 300), math.sqrt(6 / 300)),
        ("he_normal", math.sqrt(2 / 300), 2 * math.sqrt(2 / 300) / 0.8796),
        ("random_uniform", 0.05 / math.sqrt(3), 0.05),
        ("random_normal", 0.05, 0.4),
    ],
)
def test_spread(name, deviation, largest):
    weights = get(name)((300, 200), np.random.default_rng(0))
    assert weights.std() == pytest.approx(deviation, rel=0.02)
    assert abs(weights.mean()) < 0.03 * deviation
    assert np.abs(weights).max() <= largest


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_same_generator_gives_the_same_bits(name):
    one, two = (get(name)((4, 5), np.random.default_rng(3)) for _ in range(2))
    assert one.tobytes() == two.tobytes()
    assert one.shape == (4, 5)


def test_own_seeds():
    generators = np.random.default_rng(1), np.random.default_rng(2)
    one, two = (HeNormal(seed=5)((3, 3), each) for each in generators)
    assert (one == two).all()
    assert (GlorotUniform(seed=5)((3, 3), generators[0]) != one).any()
    assert (Constant(2.5)((2,), generators[0]) == 2.5).all()


def test_regularizers():
    weights = [Value(-2.0), Value(3.0)]
    cost = L1L2(l1=0.1, l2=0.01)(weights)
    assert cost.data == pytest.approx(0.5 + 0.13)
    cost.backward()
    assert weights[0].grad == pytest.approx(-0.1 - 0.04)
    assert L1()([3.0]) == 0.03
    assert L2()([3.0]) == 0.09
    assert regularizer("l1_l2") == L1L2(0.01, 0.01)
    assert regularizer(None) is None
    with pytest.raises(InputError, match="factors"):
        L1(-1.0)

"""Optimizers against their formulas, written out number by number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograd.errors import InputError
from autograd.nn.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop, get

STEPS = 12


def slopes(theta):
    """The gradient of a stretched bowl."""
    return [2.0 * theta[0], 40.0 * theta[1], 0.02 * theta[2]]


def trained(optimizer):
    theta, g = np.array([1.0, -2.0, 3.0]), np.zeros(3)
    optimizer.build([slice(0, 2), slice(2, 3)])
    for _ in range(STEPS):
        g[:] = slopes(theta)
        optimizer.step(theta, g)
    return theta


def by_hand(rule):
    """rule(g, memory, t) gives what is taken from one number; memory is a dict of its own."""
    theta = [1.0, -2.0, 3.0]
    memories = [{}, {}, {}]
    for t in range(1, STEPS + 1):
        gs = slopes(theta)
        theta = [w - rule(g, m, t) for w, g, m in zip(theta, gs, memories, strict=True)]
    return theta


def momentum(g, m, t):
    m["m"] = 0.9 * m.get("m", 0.0) - 0.01 * g
    return -m["m"]


def nesterov(g, m, t):
    m["m"] = 0.9 * m.get("m", 0.0) - 0.01 * g
    return -(0.9 * m["m"] - 0.01 * g)


def rmsprop(g, m, t):
    m["v"] = 0.9 * m.get("v", 0.0) + 0.1 * g * g
    return 0.001 * g / math.sqrt(m["v"] + 1e-7)


def rmsprop_whole(g, m, t):
    m["v"] = 0.9 * m.get("v", 0.0) + 0.1 * g * g
    m["a"] = 0.9 * m.get("a", 0.0) + 0.1 * g
    m["m"] = 0.5 * m.get("m", 0.0) + 0.001 * g / math.sqrt(m["v"] - m["a"] ** 2 + 1e-7)
    return m["m"]


def adagrad(g, m, t):
    m["a"] = m.get("a", 0.1) + g * g
    return 0.001 * g / math.sqrt(m["a"] + 1e-7)


def adam(g, m, t):
    m["m"] = 0.9 * m.get("m", 0.0) + 0.1 * g
    m["v"] = 0.999 * m.get("v", 0.0) + 0.001 * g * g
    rate = 0.001 * math.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    return rate * m["m"] / (math.sqrt(m["v"]) + 1e-7)


@pytest.mark.parametrize(
    ("optimizer", "rule"),
    [
        (SGD(), lambda g, m, t: 0.01 * g),
        (SGD(momentum=0.9), momentum),
        (SGD(momentum=0.9, nesterov=True), nesterov),
        (RMSprop(), rmsprop),
        (RMSprop(momentum=0.5, centered=True), rmsprop_whole),
        (Adagrad(), adagrad),
        (Adam(), adam),
    ],
    ids=["sgd", "momentum", "nesterov", "rmsprop", "rmsprop-whole", "adagrad", "adam"],
)
def test_formulas(optimizer, rule):
    np.testing.assert_allclose(trained(optimizer), by_hand(rule), rtol=1e-12)
    assert optimizer.iterations == STEPS


def test_adamw_takes_a_part_of_the_weights_first():
    theta, g = np.array([2.0]), np.array([0.5])
    optimizer = AdamW(learning_rate=0.1)
    optimizer.build([slice(0, 1)])
    optimizer.step(theta, g)
    assert theta[0] == pytest.approx(2.0 * (1 - 0.1 * 0.004) - 0.1, abs=1e-6)


def test_steps_are_taken_in_place():
    theta = np.array([1.0, 2.0])
    view = theta[:1]
    optimizer = Adam()
    optimizer.build([slice(0, 2)])
    optimizer.step(theta, np.array([1.0, 1.0]))
    assert view[0] == theta[0] != 1.0


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (SGD(1.0, clipvalue=1.0), [1.0, -1.0, 0.5]),
        (SGD(1.0, clipnorm=5.0), [3.0, -4.0, 0.5]),
        (SGD(1.0, clipnorm=2.5), [1.5, -2.0, 0.5]),
        (SGD(1.0, global_clipnorm=2.5), (np.array([3, -4, 0.5]) * 2.5 / math.hypot(5, 0.5))),
    ],
)
def test_clipping(optimizer, expected):
    theta = np.zeros(3)
    optimizer.build([slice(0, 2), slice(2, 3)])
    optimizer.step(theta, np.array([3.0, -4.0, 0.5]))
    np.testing.assert_allclose(-theta, expected, rtol=1e-14)


def test_names_and_refusals():
    assert get("adam").learning_rate == 0.001
    assert get("SGD").learning_rate == 0.01
    assert get("adam") is not get("adam")
    assert AdamW().weight_decay == 0.004
    with pytest.raises(InputError, match="no optimizer"):
        get("adan")
    with pytest.raises(InputError, match="learning_rate"):
        SGD(-1.0)
    with pytest.raises(InputError, match="one of clipnorm"):
        SGD(clipnorm=1.0, clipvalue=1.0)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Adam("0.1"), "learning_rate"),
        (lambda: Adam(float("nan")), "learning_rate"),
        (lambda: Adam(float("inf")), "learning_rate"),
        (lambda: Adam(beta_1=1.0), "beta_1 is a finite number, 0 or more and below 1"),
        (lambda: Adam(beta_2=-0.1), "beta_2"),
        (lambda: Adam(epsilon=-1), "epsilon"),
        (lambda: SGD(momentum=2), "momentum"),
        (lambda: RMSprop(rho=2), "rho"),
        (lambda: RMSprop(momentum=1.0), "momentum"),
        (lambda: Adagrad(initial_accumulator_value=-1), "initial_accumulator_value"),
        (lambda: AdamW(weight_decay=-1), "weight_decay"),
        (lambda: SGD(clipvalue=0.0), "one of clipnorm"),
    ],
)
def test_settings_that_are_no_settings(make, said):
    with pytest.raises(InputError, match=said):
        make()


def test_a_rate_of_numpy_is_a_number():
    assert type(Adam(np.float32(0.5)).learning_rate) is float

"""Learning rates of steps."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.errors import InputError
from autograd.nn.optimizers import SGD
from autograd.nn.schedules import CosineDecay, ExponentialDecay, PiecewiseConstantDecay


def test_schedules():
    decay = ExponentialDecay(0.1, decay_steps=10, decay_rate=0.5)
    assert [decay(0), decay(10), decay(5)] == pytest.approx([0.1, 0.05, 0.1 * 0.5**0.5])
    assert ExponentialDecay(0.1, 10, 0.5, staircase=True)(19) == pytest.approx(0.05)
    wave = CosineDecay(1.0, decay_steps=4, alpha=0.1)
    assert [wave(0), wave(2), wave(4), wave(9)] == pytest.approx([1.0, 0.55, 0.1, 0.1])
    steps = PiecewiseConstantDecay([2, 5], [1.0, 0.5, 0.25])
    assert [steps(k) for k in (0, 2, 3, 5, 6)] == [1.0, 1.0, 0.5, 0.5, 0.25]
    optimizer = SGD(PiecewiseConstantDecay([0], [1.0, 0.1]))
    optimizer.build([slice(0, 1)])
    theta = np.zeros(1)
    for _ in range(2):
        optimizer.step(theta, np.ones(1))
    assert theta[0] == pytest.approx(-1.1)


def test_refusals():
    with pytest.raises(InputError, match="one value more"):
        PiecewiseConstantDecay([1], [1.0])
    for make in (ExponentialDecay, CosineDecay):
        with pytest.raises(InputError, match="decay_steps is above 0"):
            make(0.1, 0, 0.5)

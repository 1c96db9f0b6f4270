"""`assert_gradient`: silent when right; else the message is the whole diagnosis."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.check import assert_gradient

w = np.array([0.5, -1.5, 2.0])


def loss(w):
    return np.sum(w**2) / len(w)


def test_a_right_gradient():
    assert_gradient(loss, lambda w: 2 * w / 3, at={"w": w})
    assert_gradient("x**2", {"x": "2*x"}, at={"x": 3})


def test_a_wrong_gradient():
    with pytest.raises(AssertionError) as failure:
        assert_gradient(loss, lambda w: 2 * w, at={"w": w})
    lines = str(failure.value).splitlines()
    assert lines[0].startswith(
        "wrong: ∂(loss(w))/∂w = <lambda> at w = float64 (3,): 3 of 3 elements"
    )
    assert lines[1].strip().startswith("every element is 3 times the derivative")
    assert lines[2].strip().startswith("[2] claimed 4, is 1.333333333333")
    assert any("rigorous says" in line for line in lines)


def test_a_wrong_formula():
    with pytest.raises(AssertionError, match="wrong: "):
        assert_gradient("x**3", {"x": "2*x"}, at={"x": 3})


def test_a_kink_is_not_right():
    with pytest.raises(AssertionError, match=r"undecidable.*it has a kink here"):
        assert_gradient(lambda w: np.sum(np.abs(w)), np.sign, at={"w": np.zeros(2)})

"""The axis of a picture of accuracy: where the loss changes, and evenly spread."""

from __future__ import annotations

import math

import pytest

from autograd.roundoff.axis import Axis, axis_of


def test_it_begins_where_the_loss_begins_to_change():
    sizes = [10.0**-k for k in range(300)]
    lost = [min(53.0, 3.4 * k) for k in range(300)]  # all is lost from 1e-16 on
    axis = axis_of("x", (-1, 1), sizes, lost)
    assert 1e-19 < axis.near < 1e-16
    assert axis.shows(-1e-3)
    assert not axis.shows(1e-30)
    assert axis_of("x", (1, 2), [1.0, 1.5, 2.0], [0, 9, 0]).near == 0
    assert axis_of("x", (1e-8, 1), [1e-8, 1.0], [50, 0]).near == 1e-8


@pytest.mark.parametrize(
    "axis",
    [
        Axis("x", 1, 2),
        Axis("x", 1e-8, 1, 1e-8),
        Axis("x", -3, 5, 1e-9),
        Axis("x", -1e300, -1e-5, 1e-5),
        Axis("x", -1e308, 1e308),
        Axis("x", 0, 1e12, 1e-3),
    ],
)
def test_numbers_are_spread_between_the_ends(axis):
    numbers = axis.spread(20)
    assert len(numbers) == 20
    assert numbers == sorted(numbers)
    assert axis.low <= axis.first <= numbers[0] <= numbers[-1] <= axis.last <= axis.high
    assert all(map(math.isfinite, numbers))

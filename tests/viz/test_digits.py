"""A round-off report drawn: boxes coloured by bits lost, source and amplifier marked."""

from __future__ import annotations

import pytest

import viz
from autograd.errors import InputError
from autograd.roundoff import roundoff
from viz.picture import Role


def boxes(drawing):
    return {box.title: box for box in drawing.picture.boxes}


def test_boxes_are_coloured_by_the_bits_that_they_lost():
    drawing = viz.draw(roundoff("log(1 + x)", {"x": 1e-12}, remedy=False))
    found = boxes(drawing)
    assert found["1 + x"].position == 0.0
    assert found["log(1 + x)"].position == 1.0
    assert float(found["log(1 + x)"].text(Role.NUMBER)) == pytest.approx(39.68, abs=0.01)
    assert drawing.picture.scale.title == "bits lost, of those of float64"
    assert drawing.picture.title == "log(1 + x): 4.1 digits right in float64, exponent gap"


def test_source_and_amplifier_are_marked():
    found = boxes(viz.draw(roundoff("exp(x) - 1", {"x": 1e-12}, remedy=False)))
    assert found["exp(x)"].text(Role.MARK) == "source: 100% of the error"
    assert found["exp(x) − 1"].text(Role.MARK) == "amplifier: 40 bits"


def test_floats_of_another_precision_are_not_passed_off_as_these():
    narrow = boxes(viz.draw(roundoff("x*x + 0.1", {"x": 3}, precision="float16")))
    assert all(box.text(Role.VALUE) is None for box in narrow.values())


def test_a_function_is_drawn_too():
    drawing = viz.draw(roundoff(lambda x: (1 + x) - 1, 1e-9))
    assert any(box.text(Role.MARK) for box in drawing.picture.boxes)


def test_a_report_without_a_graph():
    from dataclasses import replace

    with pytest.raises(InputError, match="no graph"):
        viz.draw(replace(roundoff("x", {"x": 1}), values=()))

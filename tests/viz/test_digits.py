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


def test_edges_are_as_wide_as_the_error_grows_on_them():
    drawing = viz.draw(roundoff("log(1 + x)*x/((1 + x) - 1)", {"x": 1e-12}, remedy=False))
    titles = {box.key: box.title for box in drawing.picture.boxes}
    grown = {
        (titles[edge.tail], titles[edge.head]): (edge.label, edge.flow)
        for edge in drawing.picture.edges
        if edge.flow
    }
    assert grown == {
        ("1 + x", "log(1 + x)"): ("+40 bits", 1.0),
        ("1 + x", "1 + x − 1"): ("+40 bits", 1.0),
    }
    assert drawing.picture.flow.high == "+40 bits"
    assert "relative error of an operand grows" in drawing.picture.flow.title
    # The number, the width and the colour say the same; derivatives would only be in the way.
    assert 'penwidth="7.00"' in drawing.dot or "penwidth=7.00" in drawing.dot
    assert "+40 bits" in drawing.svg
    assert not any(box.text(Role.DERIVATIVE) for box in drawing.picture.boxes)


def test_where_nothing_grows_there_is_no_scale_of_edges():
    picture = viz.draw(roundoff("x*y + 1", {"x": 0.1, "y": 0.3}, remedy=False)).picture
    assert picture.flow is None
    assert not any(edge.label.startswith("+") for edge in picture.edges)

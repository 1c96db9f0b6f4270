"""The plot of accuracy: the points that were measured, the worst marked, the switch-over shown."""

from __future__ import annotations

import pytest

from autograd.errors import InputError
from autograd.roundoff import roundoff
from viz.plots import accuracy

matplotlib = pytest.importorskip("matplotlib")


@pytest.fixture(scope="module")
def cancelling():
    return roundoff("sqrt(x + 1) - sqrt(x)", ranges={"x": (0, 1e12)}, points=96)


def lines(plot):
    (ax, *_) = plot.figure.axes
    return {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}


def test_the_formula_and_its_remedy_are_drawn_as_they_were_measured(cancelling):
    plot = accuracy(cancelling)
    drawn = lines(plot)
    before, after = drawn.values()
    assert list(drawn) == [
        "sqrt(x + 1) - sqrt(x)",
        "write instead: 1/(sqrt(x + 1) + sqrt(x))",
    ]
    assert max(before.get_ydata()) > 30 > 2 > max(after.get_ydata())
    assert before.get_linestyle() != after.get_linestyle()  # not by colour alone
    worst = max(cancelling.accuracy.before)
    told = f"worst: {worst:.0f} bits at x = "
    assert told in plot.alt
    assert any(text.get_text().startswith(told) for text in plot.figure.axes[0].texts)
    assert plot.figure.axes[0].get_xscale() == "log"


def test_the_switch_over_is_marked():
    report = roundoff("x - sin(x)", ranges={"x": (-3, 3)}, points=96)
    plot = accuracy(report)
    assert "It switches over at 0." in plot.alt
    assert any("switch-over at 0." in text.get_text() for text in plot.figure.axes[0].texts)
    assert plot.figure.axes[0].get_xscale() == "symlog"


def test_a_narrow_range_has_a_linear_axis_and_no_remedy_is_needed():
    plot = accuracy(roundoff("x*x + 1", ranges={"x": (1, 2)}, points=48))
    assert plot.figure.axes[0].get_xscale() == "linear"
    assert len(lines(plot)) == 1


def test_several_variables_are_dots_along_the_first():
    plot = accuracy(roundoff("exp(a*x) - 1", ranges={"x": (-1, 1), "a": (0, 3)}, points=64))
    assert plot.figure.axes[0].get_xlabel() == "x"
    assert all(line.get_linestyle() == "None" for line in lines(plot).values())


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_it_is_saved(cancelling, tmp_path, ending):
    path = accuracy(cancelling).save(tmp_path / f"accuracy.{ending}")
    assert path.stat().st_size > 5000


def test_extreme_ranges_can_be_drawn(tmp_path):
    for k, ends in enumerate([(-1e308, 1e308), (0, 5e-324), (1e-300, 1e-290), (2, 2)]):
        report = roundoff("(x + 1) - x", ranges={"x": ends}, points=24, remedy=False)
        assert accuracy(report).save(tmp_path / f"{k}.png").stat().st_size > 5000


def test_a_point_has_no_accuracy_to_draw():
    with pytest.raises(InputError, match="over a range"):
        accuracy(roundoff("x*x", {"x": 1.0}))

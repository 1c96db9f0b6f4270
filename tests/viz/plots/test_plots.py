"""Plots: what they show, that they are told in words, and that they read without colour."""

from __future__ import annotations

import subprocess
import sys
from xml.etree import ElementTree

import numpy as np
import pytest

from autograd import ops
from autograd.errors import InputError, MissingDependency
from autograd.roundoff import roundoff
from viz import plots, style
from viz.plots import look
from viz.plots.signals import starts

pytest.importorskip("matplotlib")


def bowl(x, y):
    return 0.1 * x**2 + 2 * y**2


def scores(points):
    centres = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])
    return -((points[:, None] - centres) ** 2).sum(axis=-1)


def left(points):
    return np.maximum(points[:, 0] - 1, 0)


POINTS = np.array([[0.1, 0.2], [2.9, 0.1], [0.2, 3.1], [2.5, 0.4]])
SIGNAL = np.sin(np.arange(100) / 6)
ALL = {
    "accuracy": lambda: plots.accuracy(
        roundoff("log(1 + x)", ranges={"x": (1e-9, 1)}, points=16, remedy=False)
    ),
    "activations": lambda: plots.activations(["relu", "sigmoid"]),
    "epsilon_sweep": lambda: plots.epsilon_sweep(lambda w: w**2, 3.0),
    "history": lambda: plots.history({"loss": [1.0, 0.5, 0.25], "val_loss": [1.1, 0.8, 0.7]}),
    "decision_regions": lambda: plots.decision_regions(scores, POINTS, [0, 1, 2, 0]),
    "contour": lambda: plots.contour(
        bowl, {"descent": [[-4, 2], [-3, 1], [-2, 0.5]]}, x=(-5, 5), y=(-3, 3), minimum=(0, 0)
    ),
    "digits": lambda: plots.digits(np.eye(4)[None].repeat(3, 0), [1, 2, 3], [1, 2, 8]),
    "probabilities": lambda: plots.probabilities([0.1, 0.7, 0.2], truth=2),
    "windows": lambda: plots.windows(SIGNAL, 20, 10),
    "curves": lambda: plots.curves([0, 1, 2], {"up": [0, 1, 4]}, points={"here": ([1], [1])}),
    "secant": lambda: plots.secant(lambda w: w**2, 3.0, 1.0),
    "surfaces": lambda: plots.surfaces({"left": left}, POINTS, [0, 1, 2, 0]),
    "filters": lambda: plots.filters(SIGNAL, {"edge": [-1, 0, 1]}),
}


@pytest.mark.parametrize("kind", ALL)
def test_every_plot_is_saved_and_told_in_words(kind, tmp_path):
    plot = ALL[kind]()
    assert len(plot.alt) > 30
    root = ElementTree.fromstring(plot.save(tmp_path / "p.svg").read_text("utf-8"))
    assert root.get("aria-label") == plot.alt
    assert plot.save(tmp_path / "p.png").read_bytes().startswith(b"\x89PNG")
    assert plot.alt.encode("latin-1", "replace")[:20] in (tmp_path / "p.png").read_bytes()
    assert plot.save(tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")
    assert set(plot._repr_mimebundle_()) == {"image/svg+xml", "image/png", "text/plain"}


def test_all_kinds_are_tested():
    assert set(ALL) == set(plots.__all__) - {"Plot"}


def test_the_same_plot_is_the_same_file():
    assert ALL["history"]().svg == ALL["history"]().svg


def lines(plot, axes=0):
    return {line.get_label(): line for line in plot.figure.axes[axes].lines}


def test_activations_show_the_derivative_and_where_it_is_flat():
    plot = plots.activations({"square": lambda x: x * x, "relu": ops.relu})
    assert "relu: flat from -5 to 0" in plot.alt
    slope = lines(plot)["derivative"]
    np.testing.assert_allclose(slope.get_ydata(), 2 * np.asarray(slope.get_xdata()), atol=1e-12)
    assert "sigmoid: flat from -5 to -2.88 and from 2.9 to 5" in plots.activations(["sigmoid"]).alt
    assert "linear: flat nowhere" in plots.activations(["linear"]).alt


def test_the_sweep_of_the_course_has_its_errors():
    plot = plots.epsilon_sweep(lambda w: w**2, 3.0, epsilons=[1e-2, 1e-5, 1e-15])
    forward = lines(plot)["forward quotient"]
    known = {1e-2: 6.009999999999849, 1e-5: 6.000009999951316, 1e-15: 5.329070518200751}
    assert list(forward.get_xdata()) == sorted(known)
    expected = [abs(known[e] - 6) / 6 for e in sorted(known)]
    np.testing.assert_allclose(forward.get_ydata(), expected, rtol=1e-12)


def test_a_history_is_taken_from_an_object_too():
    class History:
        history = {"loss": [2.0, 1.0]}  # noqa: RUF012

    assert "loss from 2 to 1" in plots.history(History()).alt


def test_what_a_model_gets_wrong_has_a_ring():
    plot = ALL["decision_regions"]()
    assert "1 wrong" in plot.alt
    labels = [text.get_text() for text in plot.figure.axes[0].get_legend().get_texts()]
    assert labels == ["class 0", "class 1", "class 2", "wrong"]


@pytest.mark.parametrize(
    "predict",
    [
        lambda points: points[:, 0] > 1.5,
        lambda points: (points[:, 0] > 1.5).astype(float),
        lambda points: points[:, :1] - 1.5,
        lambda points: np.column_stack([1.5 - points[:, 0], points[:, 0] - 1.5]),
    ],
)
def test_classes_logits_and_scores_are_all_understood(predict):
    assert (
        "2 classes with 4 samples, 0 wrong"
        in plots.decision_regions(predict, POINTS, [0, 1, 0, 1]).alt
    )


def test_a_wrong_digit_says_both_numbers():
    plot = ALL["digits"]()
    assert [ax.get_title() for ax in plot.figure.axes] == ["1", "2", "8, not 3"]
    assert "1 wrong" in plot.alt


def test_pixels_in_a_row_are_squares():
    plot = plots.digits(np.arange(2 * 64).reshape(2, 64))
    assert plot.figure.axes[0].images[0].get_array().shape == (8, 8)


def test_the_windows_of_the_course():
    assert [start + 1 for start in starts(100, 20, 10)] == list(range(1, 82, 10))
    assert [start + 1 for start in starts(9, 5, 2)] == [1, 3, 5]
    assert "9 windows of 20" in ALL["windows"]().alt


def test_a_filter_answers_with_sums_of_products():
    plot = plots.filters([0.0, 1.0, 4.0, 9.0], {"edge": [-1.0, 1.0]})
    answer = plot.figure.axes[3].lines[0]
    assert list(answer.get_ydata()) == [1, 3, 5]
    assert list(answer.get_xdata()) == [1.5, 2.5, 3.5]


def test_no_two_series_are_told_apart_by_colour_alone():
    assert len(set(map(str, look.DASHES))) == len(look.HUES) == len(set(look.MARKERS))
    assert len(set(look.HATCHES)) == len(look.HUES)
    for place in range(len(look.HUES)):
        assert style.contrast(look.tint(place), style.INK) > 7


def test_matplotlibs_own_settings_are_left_alone():
    import matplotlib

    before = dict(matplotlib.rcParams)
    ALL["history"]().svg  # noqa: B018
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: plots.activations(["no such"]),
        lambda: plots.activations([]),
        lambda: plots.activations(low=1, high=1),
        lambda: plots.epsilon_sweep(lambda w: w, 1.0, epsilons=[0.0, -1.0]),
        lambda: plots.history({}),
        lambda: plots.history({"loss": []}),
        lambda: plots.contour(bowl, {"p": [1, 2]}, x=(0, 1), y=(0, 1)),
        lambda: plots.contour(bowl, {}, x=(1, 0), y=(0, 1)),
        lambda: plots.decision_regions(scores, [[1.0]], [0]),
        lambda: plots.digits(np.zeros((2, 7))),
        lambda: plots.digits(np.zeros((2, 4)), [1]),
        lambda: plots.probabilities([2.0]),
        lambda: plots.probabilities([]),
        lambda: plots.windows([1.0, 2.0], 3, 1),
        lambda: plots.windows([1.0, 2.0], 1, 0),
        lambda: plots.filters([1.0], {}),
        lambda: ALL["history"]().save("plot.jpg"),
    ],
)
def test_what_cannot_be_plotted_is_told_of(wrong):
    with pytest.raises(InputError):
        wrong()


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingDependency, match=r"glassgrad\[plots\]"):
        plots.history({"loss": [1.0]})


def test_importing_viz_loads_no_matplotlib():
    code = "import sys, viz; print('matplotlib' in sys.modules or 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_regions_say_what_their_axes_are():
    plot = plots.decision_regions(scores, POINTS, [0, 1, 2, 0], across="ink", up="height")
    (ax,) = plot.figure.axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("ink", "height")


def test_curves_share_their_axis_and_are_named():
    plot = plots.curves([0, 1, 2], {"a": [0, 1, 4], "b": [1, 1, 1]}, title="Two", limits=(-1, 5))
    assert list(lines(plot)["a"].get_ydata()) == [0, 1, 4]
    assert plot.figure.axes[0].get_ylim() == (-1, 5)
    assert plot.alt == "Two: curves from 0 to 2: a from 0 to 4; b from 1 to 1."


@pytest.mark.parametrize(("x", "named"), [([0, 1], {"a": [1]}), ([0, 1], {}), ([], {"a": []})])
def test_curves_refuse_what_does_not_fit(x, named):
    with pytest.raises(InputError):
        plots.curves(x, named)


def test_the_secant_has_the_slope_of_the_quotient():
    plot = plots.secant(lambda w: w**2, 3.0, 1.0, low=0, high=5)
    (left, right) = lines(plot)["secant, slope 7"].get_ydata()
    assert right - left == 5 * 7
    assert "tangent, slope 6" in lines(plot)
    assert "slope 7, the tangent 6" in plot.alt


@pytest.mark.parametrize("options", [{"epsilon": 0}, {"epsilon": 1, "low": 2, "high": 2}])
def test_a_secant_needs_a_step_and_a_range(options):
    with pytest.raises(InputError):
        plots.secant(lambda w: w**2, 3.0, **options)


def test_surfaces_draw_the_line_where_a_unit_begins():
    plot = plots.surfaces({"left": left, "flat": lambda p: 0 * p[:, 0]}, POINTS, [0, 1, 2, 0])
    edge = plot.figure.axes[0].collections[1]  # upon the shades
    begins = edge.get_paths()[0].vertices
    np.testing.assert_allclose(begins[:, 0], 1.0, atol=0.05)
    assert "left answers 0 to 2." in plot.alt
    assert "flat answers 0 to 0" in plot.alt


def test_surfaces_refuse_what_does_not_fit():
    with pytest.raises(InputError, match="units by name"):
        plots.surfaces({}, POINTS, [0, 1, 2, 0])
    with pytest.raises(InputError, match="'all' answers"):
        plots.surfaces({"all": lambda p: p}, POINTS, [0, 1, 2, 0])

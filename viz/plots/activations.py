"""Activation functions, their derivatives, and the regions in which they are flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from autograd import ops
from autograd.errors import InputError
from autograd.reverse import cotangents
from autograd.value import Value
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

COMMON = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "silu")
_POINTS = 401
_COLUMNS = 3

Function = Callable[[Value], Value]


def activations(
    functions: Iterable[str] | Mapping[str, Function] = COMMON,
    *,
    low: float = -5.0,
    high: float = 5.0,
    flat: float = 0.05,
) -> Plot:
    """Each function with its derivative, by `autograd`, on ``low`` to ``high``.

    functions: names of functions of `autograd.ops` (or ``"linear"``), or functions of a Value by
    name. flat: where the derivative is closer to 0 than this, the ground is hatched: there
    gradient descent hardly moves.

    Raises:
        InputError: an unknown name, no function, or an empty range.
        MissingDependency: Matplotlib is not installed.
    """
    chosen = _named(functions)
    if not low < high:
        raise InputError(f"The range from {low} to {high} is empty.")
    columns = min(_COLUMNS, len(chosen))
    rows = -(-len(chosen) // columns)
    points = [low + (high - low) * k / (_POINTS - 1) for k in range(_POINTS)]
    told = []
    with look.settings():
        figure, axes = look.figure(3.3 * columns, 2.7 * rows, rows, columns, sharex=True)
        for place, (name, function) in enumerate(chosen.items()):
            ax = axes[place]
            values, slopes = _curves(function, points)
            ax.plot(points, values, **look.sign(0), label="value")
            ax.plot(points, slopes, **look.sign(1), label="derivative")
            ax.axhline(0, color=style.LINE, linewidth=0.8)
            level = [abs(slope) < flat for slope in slopes]
            ax.fill_between(
                points, 0, 1, where=level, transform=ax.get_xaxis_transform(),
                facecolor="#F1F3F5", edgecolor="#B8BFC7", hatch="///", linewidth=0, zorder=0,
                label="flat",
            )  # fmt: skip
            ax.set_title(name)
            ax.set_ylim(*_limits(values, slopes))
            told.append(f"{name}: {_flat(points, level)}")
        for ax in axes[len(chosen) :]:
            ax.set_visible(False)
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return Plot(figure, f"Activation functions and their derivatives. {'; '.join(told)}.")


def _named(functions: Iterable[str] | Mapping[str, Function]) -> dict[str, Function]:
    if isinstance(functions, Mapping):
        chosen = dict(functions)
    else:
        chosen = {name: _function(name) for name in functions}
    if not chosen:
        raise InputError("There is no function to plot.")
    return chosen


def _function(name: str) -> Function:
    if name == "linear":
        return lambda x: x * 1.0
    function = getattr(ops, name, None)
    if not callable(function):
        raise InputError(f"autograd.ops has no function {name!r}.")
    return function  # type: ignore[no-any-return]  # functions of ops take and give Values


def _curves(function: Function, points: list[float]) -> tuple[list[float], list[float]]:
    values, slopes = [], []
    for point in points:
        x = Value(point)
        y = function(x)
        values.append(y.data)
        slopes.append(cotangents(y).get(x, 0.0))
    return values, slopes


def _limits(values: list[float], slopes: list[float]) -> tuple[float, float]:
    """What is shown of the axis: functions that grow do not flatten the others."""
    low, high = min(*values, *slopes), max(*values, *slopes)
    low, high = max(low, -2.0), min(high, 3.0)
    space = 0.08 * (high - low)
    return low - space, high + space


def _flat(points: list[float], level: list[bool]) -> str:
    spans = []
    start: float | None = None
    for point, flat in zip(points, level, strict=True):
        if flat and start is None:
            start = point
        elif not flat and start is not None:
            spans.append(f"{start:.3g} to {point:.3g}")
            start = None
    if start is not None:
        spans.append(f"{start:.3g} to {points[-1]:.3g}")
    return "flat from " + " and from ".join(spans) if spans else "flat nowhere"

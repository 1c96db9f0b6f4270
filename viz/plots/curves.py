"""Curves over one axis, each with a sign of its own; a curve with its secant and its tangent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograd.errors import InputError
from autograd.transforms import derivative
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

_POINTS = 201


def curves(
    x: Sequence[float] | Any,
    lines: Mapping[str, Sequence[float] | Any],
    *,
    points: Mapping[str, tuple[Sequence[float], Sequence[float]]] | None = None,
    title: str = "",
    across: str = "",
    up: str = "",
    limits: tuple[float, float] | None = None,
) -> Plot:
    """Lines over the same ``x``, and single points.

    lines: the heights of each line by name. points: their places and heights by name. across, up:
    what the axes are. limits: of the vertical axis.

    Raises:
        InputError: nothing to show, or a line of another length than ``x``.
        MissingDependency: Matplotlib is not installed.
    """
    places = [float(each) for each in x]
    heights = {str(name): [float(each) for each in line] for name, line in lines.items()}
    for name, line in heights.items():
        if len(line) != len(places):
            raise InputError(f"The line {name!r} has {len(line)} points; x has {len(places)}.")
    if not heights or not places:
        raise InputError("curves takes the heights of each line by name.")
    with look.settings():
        figure, (ax,) = look.figure(6.0, 3.8)
        for place, (name, line) in enumerate(heights.items()):
            ax.plot(places, line, **look.sign(place), label=name)
        for place, (name, (xs, ys)) in enumerate((points or {}).items(), len(heights)):
            ax.plot(
                xs, ys, linestyle="", marker=look.marker(place), color=style.INK, markersize=6,
                label=name, zorder=3,
            )  # fmt: skip
        ax.set(xlabel=across, ylabel=up, title=title)
        if limits is not None:
            ax.set_ylim(*limits)
        if len(heights) + len(points or {}) > 1:
            ax.legend()
    told = [f"{name} from {line[0]:.4g} to {line[-1]:.4g}" for name, line in heights.items()]
    told += [f"{len(xs)} points: {name}" for name, (xs, _) in (points or {}).items()]
    head = f"{title}: curves" if title else "Curves"
    return Plot(figure, f"{head} from {places[0]:.4g} to {places[-1]:.4g}: {'; '.join(told)}.")


def secant(
    f: Callable[[Any], Any], x: float, epsilon: float, *, low: float | None = None,
    high: float | None = None,
) -> Plot:  # fmt: skip
    """A curve, the line through its points at x and x + ε, and the tangent at x.

    The slope of the first is the difference quotient, that of the tangent the derivative (by
    `autograd.derivative`). low, high: what is shown; by default 2 to each side of ``x``.

    Raises:
        InputError: a step of 0, or an empty range.
        MissingDependency: Matplotlib is not installed.
    """
    low, high = x - 2 if low is None else low, x + 2 if high is None else high
    if epsilon == 0 or not low < high:
        raise InputError("A secant needs a step other than 0 and a range that is not empty.")
    here, there = float(f(x)), float(f(x + epsilon))
    quotient, slope = (there - here) / epsilon, float(derivative(f)(x))
    places = [low + (high - low) * k / (_POINTS - 1) for k in range(_POINTS)]
    heights = [float(f(each)) for each in places]
    with look.settings():
        figure, (ax,) = look.figure(6.0, 4.0)
        ax.plot(places, heights, **look.sign(0), label="the curve")
        for place, (name, steep) in enumerate(
            {
                f"secant, slope {quotient:.6g}": quotient,
                f"tangent, slope {slope:.6g}": slope,
            }.items(),
            1,
        ):
            ends = [here + steep * (end - x) for end in (low, high)]
            ax.plot([low, high], ends, **{**look.sign(place), "linewidth": 1.4}, label=name)
        ax.plot(
            [x, x + epsilon], [here, there], linestyle="", marker="o", color=style.INK, zorder=3
        )
        space = 0.1 * (max(heights) - min(heights)) or 1.0
        ax.set(xlim=(low, high), ylim=(min(heights) - space, max(heights) + space))
        ax.set_title(f"step ε = {epsilon:g}")
        ax.legend()
    return Plot(
        figure,
        f"A curve with its points at {x:g} and {x + epsilon:g}: the secant through them has the "
        f"slope {quotient:.6g}, the tangent {slope:.6g}.",
    )

"""The accuracy of a formula against one of its variables, before and after the best remedy."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot
from viz.wording import number, printable

if TYPE_CHECKING:
    from autograd.roundoff import Accuracy, Report
    from autograd.roundoff.axis import Axis

_BINS = 36
_DIGITS_PER_BIT = math.log10(2.0)


def accuracy(report: Report) -> Plot:
    """The bits of error of a formula over a range, and those of the best remedy.

    report: of `autograd.roundoff.roundoff` over ranges. Every point is a dot (a circle for the
    formula, a triangle for the remedy), lines join their means; the worst point is marked, and
    where the remedy goes from one formula to another. Of several ranges the first is the axis.

    Raises:
        InputError: a report of a single point.
        MissingDependency: Matplotlib is not installed.
    """
    shown = report.accuracy
    if shown is None:
        raise InputError(
            "Accuracy is drawn over a range: give roundoff ranges in place of a point."
        )
    from autograd.roundoff.formats import FORMATS

    most = FORMATS[report.precision].bits
    series = [(report.formula, shown.before)]
    if shown.after is not None:
        series.append((report.remedies[0].formula, shown.after))
    with look.settings():
        figure, (ax,) = look.figure(7.2, 4.4)
        for place, (formula, lost) in enumerate(series):
            _draw(ax, place, shown, lost, formula)
        _scale(ax, shown.axis)
        told = [_worst(ax, report, shown)]
        if shown.after is not None:
            told += _switches(ax, report, shown.axis)
        ax.set_ylim(-0.03 * most, 1.12 * most)
        ax.set_ylabel(f"bits of error, of {most}")
        ax.set_xlabel(shown.axis.name)
        digits = ax.secondary_yaxis("right", functions=(_digits, _bits))
        digits.set_ylabel("decimal digits lost")
        ax.set_title(f"Accuracy in {report.precision}")
        figure.legend(loc="outside lower center", ncols=1)
    means = [f"{printable(name, 60)}: {sum(lost) / len(lost):.1f} bits" for name, lost in series]
    return Plot(figure, f"Bits of error against {shown.axis.name}, on average "
                        f"{'; '.join(means)}. {' '.join(told)}")  # fmt: skip


def _digits(bits: Any) -> Any:
    return bits * _DIGITS_PER_BIT


def _bits(digits: Any) -> Any:
    return digits / _DIGITS_PER_BIT


def _draw(ax: Any, place: int, shown: Accuracy, lost: Sequence[float], formula: str) -> None:
    """The dots of a formula, and the line of their means where there is one variable alone."""
    axis = shown.axis
    pairs = [
        (point[axis.name], bits)
        for point, bits in zip(shown.points, lost, strict=True)
        if axis.shows(point[axis.name])
    ]
    if not pairs:
        return
    label = f"{'write instead: ' if place else ''}{printable(formula, 64)}"
    alone = len(shown.points[0]) == 1
    hue = look.HUES[1 - place]
    ax.plot(
        *zip(*pairs, strict=True), linestyle="none", marker="^" if place else "o", markersize=3.5,
        color=hue, alpha=0.4, markeredgewidth=0, clip_on=False, label=None if alone else label,
    )  # fmt: skip
    if alone:
        ax.plot(*_means(axis, pairs), color=hue, linestyle=look.DASHES[place], label=label)


def _means(axis: Axis, pairs: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """The mean of every part of the axis that has points, at their middle."""
    edges = axis.spread(_BINS - 1)
    bins: list[list[tuple[float, float]]] = [[] for _ in range(_BINS)]
    for pair in sorted(pairs):
        bins[bisect.bisect(edges, pair[0])].append(pair)
    filled = [each for each in bins if each]
    middles = [each[len(each) // 2][0] for each in filled]
    return middles, [sum(bits for _, bits in each) / len(each) for each in filled]


def _scale(ax: Any, axis: Axis) -> None:
    if axis.near and axis.low >= 0:
        ax.set_xscale("log")
    elif axis.near:
        ax.set_xscale("symlog", linthresh=axis.near)
        decades = math.log10(max(abs(axis.low), abs(axis.high)) / axis.near)
        apart = max(1, round(decades / 4))
        sizes = [axis.near * 10.0 ** (apart * k) for k in range(1, int(decades / apart) + 1)]
        rounded = [10.0 ** round(math.log10(size)) for size in sizes]
        ticks = [-size for size in reversed(rounded)] + [0.0] + rounded
        ax.set_xticks([tick for tick in ticks if not tick or axis.shows(tick)])
        ax.minorticks_off()
    if axis.first < axis.last:
        ax.set_xlim(axis.first, axis.last)


def _worst(ax: Any, report: Report, shown: Accuracy) -> str:
    """Marks the worst point, and says so."""
    axis, bits = shown.axis, max(shown.before)
    x = report.point[axis.name]
    inside = min(max(x, axis.first), axis.last)
    ax.plot(
        [inside], [bits], linestyle="none", marker="X", markersize=10, color=style.INK,
        markerfacecolor=style.MEASURED.hue, clip_on=False, zorder=5,
    )  # fmt: skip
    told = f"worst: {bits:.0f} bits at {axis.name} = {number(x)}"
    left = ax.transAxes.inverted().transform(ax.transData.transform((inside, bits)))[0] < 0.5
    note = ax.annotate(
        told, (inside, bits), textcoords="offset points", xytext=(8 if left else -8, 8),
        ha="left" if left else "right", va="bottom", fontsize=9,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1, "alpha": 0.8},
    )  # fmt: skip
    note.set_in_layout(False)
    return f"The {told}."


def _switches(ax: Any, report: Report, axis: Axis) -> list[str]:
    """Marks where the remedy goes from one formula to another, and says so."""
    from autograd.roundoff.regimes import switches

    told: list[str] = []
    for name, at in switches(report.remedies[0].formula):
        if name != axis.name or not axis.shows(at):
            continue
        ax.axvline(at, color=style.LINE, linestyle=":", linewidth=1.5)
        if at >= 0 or not told:
            note = ax.annotate(
                f"switch-over at {at:g}", (at, 0.55), xycoords=("data", "axes fraction"),
                rotation=90, fontsize=9, ha="right", va="center", color=style.LINE,
            )  # fmt: skip
            note.set_in_layout(False)
        told.append(f"It switches over at {at:g}.")
    return told

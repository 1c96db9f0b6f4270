"""The kink ladder at work: one-sided slopes of formulas at 0, against the step."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from mpmath import mp, mpf

from autograd.check import ladder
from autograd.check.precise import Precise
from autograd.expression import parse
from viz import plots
from viz.plots import look

FORMULAS = (
    "relu(x)**2",
    "abs(x)**1.0001",
    "x + 1e-25*abs(x)",
    "abs(x)",
    "floor(x)",
    "x**1.5",
    "cbrt(x)",
    "where(x == 0, 0, x*sin(1/x))",
    "sqrt(-x**2)",
    "log(x)",
)


class Rung(NamedTuple):
    """A formula, its slopes at each step from the left and the right, and its class."""

    formula: str
    left: list[mpf]
    right: list[mpf]
    place: ladder.Place


def function(formula: str) -> Callable[[Any], Any]:
    """The formula as a function of the offset from 0."""
    expression, m = parse(formula), Precise(ladder.DIGITS)
    return lambda x: mp.mpf(expression.evaluate(m, {"x": m.mp.mpf(x)}))


def climb(formula: str) -> Rung:
    """The ladder of a formula at 0."""
    with mp.workdps(ladder.DIGITS):
        f = function(formula)
        here = f(mpf(0))
        steps = [mpf(10) ** -power for power in ladder.STEPS]
        left = [(here - f(-h)) / h for h in steps]
        right = [(f(h) - here) / h for h in steps]
        return Rung(formula, left, right, ladder.classify(f))


def plot() -> plots.Plot:
    """Slopes from the right, as their size against the step, for functions of each kind."""
    chosen = ("relu(x)**2", "x**1.5", "abs(x)", "cbrt(x)")
    with look.settings():
        figure, (ax,) = look.figure(7.2, 4.2)
        for place, formula in enumerate(chosen):
            rung = climb(formula)
            sizes = [float(mp.log10(abs(slope))) if slope else math.nan for slope in rung.right]
            ax.plot(
                [-power for power in ladder.STEPS], sizes, **look.sign(place),
                marker=look.marker(place), label=f"{formula}: {rung.place.kind}",
            )  # fmt: skip
        ax.set_xlabel("step h, as a power of ten")
        ax.set_ylabel("size of the slope, as a power of ten")
        ax.set_title("(f(h) − f(0)) / h at x = 0, as h shrinks")
        ax.invert_xaxis()
        ax.legend(loc="lower left")
    return plots.Plot(
        figure,
        "Slopes from the right at 0 against the step, from 10^-40 to 10^-100: that of relu(x)**2 "
        "falls with the step, that of x**1.5 with its root, that of abs(x) stays at 1, that of "
        "cbrt(x) grows.",
    )

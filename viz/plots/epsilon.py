"""The error of a difference quotient against its step: first truncation, then round-off."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from autograd.errors import InputError
from autograd.transforms import derivative
from viz.plots import look
from viz.plots.plot import Plot

EPSILONS = tuple(10 ** (-k / 4) for k in range(4, 65))


def epsilon_sweep(
    f: Callable[[float], float],
    x: float,
    exact: float | None = None,
    *,
    epsilons: Sequence[float] = EPSILONS,
) -> Plot:
    """The relative errors of the forward quotient (f(x + ε) − f(x)) / ε and of the central one.

    exact: the derivative; by default that of `autograd.derivative`. Errors of 0 are left out: a
    logarithmic axis has no place for them. The absolute error is shown where ``exact`` is 0.

    Raises:
        InputError: no step is above zero.
        MissingDependency: Matplotlib is not installed.
    """
    steps = sorted({float(e) for e in epsilons if e > 0 and math.isfinite(e)})
    if not steps:
        raise InputError("A sweep needs steps above zero.")
    truth = float(derivative(f)(x)) if exact is None else float(exact)
    scale = abs(truth) or 1.0
    quotients = {
        "forward quotient": [(float(f(x + e)) - float(f(x))) / e for e in steps],
        "central quotient": [(float(f(x + e)) - float(f(x - e))) / (2 * e) for e in steps],
    }
    told = []
    with look.settings():
        figure, (ax,) = look.figure(6.4, 4.2)
        for place, (name, found) in enumerate(quotients.items()):
            pairs = [
                (e, abs(q - truth) / scale)
                for e, q in zip(steps, found, strict=True)
                if math.isfinite(q) and q != truth
            ]
            if not pairs:
                told.append(f"the {name} has no error")
                continue
            ax.loglog(
                *zip(*pairs, strict=True), **look.sign(place), marker=look.marker(place),
                markersize=4, linewidth=1.2, label=name,
            )  # fmt: skip
            best = min(pairs, key=lambda pair: pair[1])
            ax.annotate(
                f"{best[1]:.0e} at ε = {best[0]:.0e}", best, textcoords="offset points",
                xytext=(-6, -6), ha="right", va="top", fontsize=9, color=look.HUES[place],
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
            )  # fmt: skip
            told.append(f"the {name} is best at ε = {best[0]:.1e}, with an error of {best[1]:.1e}")
        ax.set_xlabel("step ε")
        ax.set_ylabel("error relative to the derivative" if truth else "error")
        ax.margins(y=0.16)
        ax.text(0.01, 0.98, "← round-off", transform=ax.transAxes, va="top", fontsize=9)
        ax.text(
            0.99, 0.98, "truncation →", transform=ax.transAxes, va="top", ha="right", fontsize=9
        )
        ax.set_title(f"The derivative at {x:g} is {truth:.6g}")
        ax.legend(loc="lower left")
    alt = "Error of difference quotients against their step, both axes logarithmic: "
    return Plot(figure, alt + ", ".join(told) + "; larger steps truncate, smaller ones round off.")

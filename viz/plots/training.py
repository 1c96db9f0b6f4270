"""How training went: curves over the epochs, paths over a surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

_LEVELS = 14
_RESOLUTION = 160


def history(curves: Any, *, logarithmic: bool = False, title: str = "") -> Plot:
    """Losses (or anything else) over the epochs.

    curves: the numbers of each epoch by name, such as ``{"loss": [...], "val_loss": [...]}``; or
    an object whose attribute ``history`` is that. logarithmic: the vertical axis.

    Raises:
        InputError: there are no numbers.
        MissingDependency: Matplotlib is not installed.
    """
    given = getattr(curves, "history", curves)
    named: Mapping[str, Sequence[float]] = given if isinstance(given, Mapping) else {}
    if not any(len(numbers) for numbers in named.values()):
        raise InputError("history takes the numbers of each epoch by name: {'loss': [0.5, 0.2]}.")
    told = []
    with look.settings():
        figure, (ax,) = look.figure(6.0, 3.8)
        for place, (name, numbers) in enumerate(named.items()):
            epochs = range(1, len(numbers) + 1)
            every = max(len(numbers) // 10, 1)
            ax.plot(
                epochs, numbers, **look.sign(place), marker=look.marker(place), markevery=every,
                label=name,
            )  # fmt: skip
            if len(numbers):
                told.append(f"{name} from {numbers[0]:.4g} to {numbers[-1]:.4g}")
        if logarithmic:
            ax.set_yscale("log")
        ax.set_xlabel("epoch")
        ax.set_ylabel(next(iter(named)) if len(named) == 1 else "")
        ax.set_title(title)
        if len(named) > 1:
            ax.legend()
    most = max(len(numbers) for numbers in named.values())
    return Plot(figure, f"Curves over {most} epochs: {', '.join(told)}.")


def contour(
    f: Callable[[Any, Any], Any],
    paths: Mapping[str, Any],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    minimum: tuple[float, float] | None = None,
) -> Plot:
    """Lines of equal height of ``f``, and the paths that optimizers took over it.

    f: of two arrays, element by element. paths: an array of points (steps × 2) by name. x, y: the
    ranges shown. minimum: a point to be marked.

    Raises:
        InputError: an empty range, or a path that is not made of points in the plane.
        MissingDependency: Matplotlib is not installed.
    """
    import numpy as np

    if not (x[0] < x[1] and y[0] < y[1]):
        raise InputError("A contour needs ranges with a low end below the high one.")
    walked = {name: np.asarray(path, dtype=float) for name, path in paths.items()}
    for name, path in walked.items():
        if path.ndim != 2 or path.shape[1] != 2 or not len(path):
            raise InputError(f"The path {name!r} has to be an array of points, steps × 2.")
    across, up = np.meshgrid(np.linspace(*x, _RESOLUTION), np.linspace(*y, _RESOLUTION))
    height = np.asarray(f(across, up), dtype=float)
    low, high = np.nanmin(height), np.nanmax(height)
    # Evenly spaced in the square root: dense near the bottom, where the paths end.
    levels = np.unique(low + (high - low) * np.linspace(0, 1, _LEVELS + 1)[1:] ** 2)
    with look.settings():
        figure, (ax,) = look.figure(6.0, 4.6)
        ax.contour(across, up, height, levels=levels, colors="#A9B1BA", linewidths=0.8)
        for place, (name, path) in enumerate(walked.items()):
            sign = look.sign(place)
            every = max(len(path) // 20, 1)
            ax.plot(
                path[:, 0], path[:, 1], **sign, marker=look.marker(place), markevery=every,
                linewidth=1.4, markersize=4, label=name,
            )  # fmt: skip
            ax.plot(*path[-1], marker=look.marker(place), markersize=9, color=sign["color"])
        if minimum is not None:
            ax.plot(
                *minimum, marker="*", markersize=14, color=style.INK, linestyle="", label="minimum"
            )
        ax.set(xlim=x, ylim=y)
        ax.legend(loc="upper right", frameon=True, framealpha=0.9)
    told = [
        f"{name} in {len(path) - 1} steps from ({path[0, 0]:.3g}, {path[0, 1]:.3g}) to "
        f"({path[-1, 0]:.3g}, {path[-1, 1]:.3g})"
        for name, path in walked.items()
    ]
    return Plot(figure, f"Contour lines with the paths of optimizers: {'; '.join(told)}.")

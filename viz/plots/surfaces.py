"""What units answer over the plane: the height of each, and the line where it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

_RESOLUTION = 300
_COLUMNS = 3
_LEVELS = 12
_RAMP = ("#FFFFFF", "#0072B2")


def surfaces(
    units: Mapping[str, Callable[[Any], Any]],
    X: Any,
    y: Any,
    *,
    edge: float = 0.0,
    across: str = "x₁",
    up: str = "x₂",
    margin: float = 0.1,
) -> Plot:
    """The answer of each unit to every point of the plane in twelve shades, darker for more.

    units: by name, functions of an array of points (n × 2) that answer with n numbers. X: samples
    (n × 2), y: their classes, drawn on top. edge: the height whose line is drawn: for ReLU units
    the answer begins there. margin: how much wider than the samples, as a share.

    Raises:
        InputError: no units, samples that are no points in the plane, or answers of another number.
        MissingDependency: Matplotlib is not installed.
    """
    import numpy as np

    samples, truth = np.asarray(X, dtype=float), np.asarray(y).ravel().astype(int)
    if not units or samples.ndim != 2 or samples.shape[1] != 2 or len(samples) != len(truth):
        raise InputError("surfaces takes units by name, samples of n × 2 and as many classes.")
    low, high = samples.min(axis=0), samples.max(axis=0)
    space = margin * (high - low) + 1e-9
    grid = np.meshgrid(
        *(np.linspace(a, b, _RESOLUTION) for a, b in zip(low - space, high + space, strict=True))
    )
    plane = np.column_stack([axis.ravel() for axis in grid])
    told = []
    columns = 2 if len(units) == 4 else min(_COLUMNS, len(units))
    rows = -(-len(units) // columns)
    with look.settings():
        figure, axes = look.figure(
            3.3 * columns, 3.0 * rows, rows, columns, sharex=True, sharey=True
        )
        for ax, (name, unit) in zip(axes, units.items(), strict=False):
            height = np.asarray(unit(plane), dtype=float)
            if height.size != len(plane):
                raise InputError(f"The unit {name!r} answers {len(plane)} points otherwise.")
            height = height.reshape(grid[0].shape)
            _shaded(ax, grid, height, edge)
            _samples(ax, samples, truth)
            ax.set(title=name, xlabel=across, ylabel=up)
            ax.label_outer()
            told.append(f"{name} answers {height.min():.3g} to {height.max():.3g}")
        for ax in axes[len(units) :]:
            ax.set_visible(False)
    return Plot(figure, f"What units answer over the plane: {'; '.join(told)}.")


def _shaded(ax: Any, grid: Any, height: Any, edge: float) -> None:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    ramp = LinearSegmentedColormap.from_list("answers", _RAMP)
    ax.grid(visible=False)
    levels = np.linspace(height.min(), height.max() + 1e-9, _LEVELS + 1)
    top = levels[-1] + 0.4 * (levels[-1] - levels[0])  # dark, but not under markers
    ax.contourf(*grid, height, levels=levels, cmap=ramp, vmin=levels[0], vmax=top)
    if height.min() < edge < height.max() or (height.min() == edge < height.max()):
        # A ReLU is flat at the edge itself: the line is drawn just above.
        just = edge + 1e-3 * (height.max() - height.min())
        ax.contour(*grid, height, levels=[just], colors=style.INK, linewidths=1.6)


def _samples(ax: Any, samples: Any, truth: Any) -> None:
    for k in range(int(truth.max()) + 1):
        own = samples[truth == k]
        ax.scatter(
            own[:, 0], own[:, 1], s=16, marker=look.marker(k), color=look.HUES[k % len(look.HUES)],
            edgecolors="white", linewidths=0.5, zorder=3,
        )  # fmt: skip

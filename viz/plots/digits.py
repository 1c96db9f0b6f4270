"""Images of digits with what they are and what a model took them for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

_MOST = 400


def digits(
    images: Any,
    labels: Sequence[int] | Any = None,
    predictions: Sequence[int] | Any = None,
    *,
    columns: int = 8,
) -> Plot:
    """Images in a grid, each with its label, and its prediction where that is another.

    images: n × height × width, or n × pixels of square images, row by row. A wrong prediction has
    a frame and reads ``2, not 3``: predicted 2, labelled 3.

    Raises:
        InputError: images that are not square or too many, or labels of another number.
        MissingDependency: Matplotlib is not installed.
    """
    import numpy as np

    shown = np.asarray(images, dtype=float)
    if shown.ndim == 2:
        side = math.isqrt(shown.shape[1])
        if side * side != shown.shape[1]:
            raise InputError(f"{shown.shape[1]} pixels are no square; give n × height × width.")
        shown = shown.reshape(len(shown), side, side)
    if shown.ndim != 3 or not 0 < len(shown) <= _MOST:
        raise InputError(f"digits takes 1 to {_MOST} images, n × height × width.")
    truth = _numbers(labels, len(shown), "labels")
    found = _numbers(predictions, len(shown), "predictions")
    columns = max(1, min(columns, len(shown)))
    rows = -(-len(shown) // columns)
    wrong = 0
    with look.settings():
        figure, axes = look.figure(0.95 * columns, 1.15 * rows, rows, columns)
        for place, ax in enumerate(axes):
            ax.grid(visible=False)
            ax.set(xticks=[], yticks=[])
            if place >= len(shown):
                ax.set_visible(False)
                continue
            ax.imshow(shown[place], cmap="gray_r", interpolation="nearest")
            missed = truth is not None and found is not None and truth[place] != found[place]
            wrong += missed
            _frame(ax, missed)
            ax.set_title(
                _told(truth, found, place), fontsize=9, pad=3,
                color=style.BLAME.text if missed else style.INK,
                fontweight="bold" if missed else "normal",
            )  # fmt: skip
    alt = f"{len(shown)} images"
    if truth is not None and found is not None:
        alt += f" with labels and predictions, {wrong} wrong"
    elif truth is not None or found is not None:
        alt += f" with their {'labels' if truth is not None else 'predictions'}"
    return Plot(figure, f"{alt}.")


def _numbers(given: Any, many: int, what: str) -> list[int] | None:
    if given is None:
        return None
    numbers = [int(each) for each in getattr(given, "ravel", lambda: given)()]
    if len(numbers) != many:
        raise InputError(f"There are {many} images and {len(numbers)} {what}.")
    return numbers


def _told(truth: list[int] | None, found: list[int] | None, place: int) -> str:
    if truth is None or found is None:
        known = truth or found
        return "" if known is None else str(known[place])
    if truth[place] == found[place]:
        return str(truth[place])
    return f"{found[place]}, not {truth[place]}"


def _frame(ax: Any, missed: bool) -> None:
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_color(style.BLAME.text if missed else "#C9CED4")
        spine.set_linewidth(2.2 if missed else 0.6)
        spine.set_linestyle("--" if missed else "-")

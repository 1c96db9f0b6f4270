"""Classes: the regions that a model assigns to them, and its probabilities for one sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot

_RESOLUTION = 300


def decision_regions(
    predict: Callable[[Any], Any],
    X: Any,
    y: Any,
    *,
    names: Sequence[str] | None = None,
    margin: float = 0.1,
    across: str = "",
    up: str = "",
) -> Plot:
    """The class that a model gives to every point of the plane, and the samples on it.

    predict: of an array of points (n × 2) their classes (n), or a score for each class (n × k; of
    one column the sign of the logit decides). X: the samples (n × 2). y: their classes, 0, 1, ….
    names: of the classes. margin: how much wider than the samples, as a share. across, up: what the
    axes are. Samples that the model gets wrong have a ring.

    Raises:
        InputError: arrays that do not fit.
        MissingDependency: Matplotlib is not installed.
    """
    import numpy as np

    samples, truth = np.asarray(X, dtype=float), np.asarray(y).ravel().astype(int)
    if samples.ndim != 2 or samples.shape[1] != 2 or len(samples) != len(truth):
        raise InputError("decision_regions takes samples of n × 2 and as many classes.")
    low, high = samples.min(axis=0), samples.max(axis=0)
    space = margin * (high - low) + 1e-9
    right, above = np.meshgrid(
        *(np.linspace(a, b, _RESOLUTION) for a, b in zip(low - space, high + space, strict=True))
    )
    grid = _classes(predict(np.column_stack([right.ravel(), above.ravel()]))).reshape(right.shape)
    found = _classes(predict(samples))
    many = int(max(truth.max(), grid.max(), found.max())) + 1
    called = [str(name) for name in names] if names else [f"class {k}" for k in range(many)]
    with look.settings():
        figure, (ax,) = look.figure(6.0, 4.6)
        ax.grid(visible=False)
        ax.contourf(
            right, above, grid, levels=[k - 0.5 for k in range(many + 1)],
            colors=list(map(look.tint, range(many))), hatches=list(map(look.hatch, range(many))),
        )  # fmt: skip
        if many > 1:
            ax.contour(
                right, above, grid, levels=[k + 0.5 for k in range(many - 1)],
                colors=style.LINE, linewidths=1.0,
            )  # fmt: skip
        for k in range(many):
            own = samples[truth == k]
            ax.scatter(
                own[:, 0], own[:, 1], s=30, marker=look.marker(k),
                color=look.HUES[k % len(look.HUES)],
                edgecolors="white", linewidths=0.6, label=called[k], zorder=3,
            )  # fmt: skip
        ax.set(xlabel=across, ylabel=up)
        missed = samples[found != truth]
        _ring(ax, missed)
        ax.legend(loc="best", frameon=True, framealpha=0.9)
    alt = f"Decision regions of {many} classes with {len(samples)} samples, {len(missed)} wrong."
    return Plot(figure, alt)


def _ring(ax: Any, points: Any) -> None:
    if len(points):
        ax.scatter(
            points[:, 0], points[:, 1], s=110, marker="o", facecolors="none",
            edgecolors=style.INK, linewidths=1.4, label="wrong", zorder=4,
        )  # fmt: skip


def _classes(predicted: Any) -> Any:
    import numpy as np

    scores = np.asarray(predicted)
    if scores.ndim == 2 and scores.shape[1] > 1:
        return scores.argmax(axis=1)
    flat = scores.ravel()
    return (flat > 0).astype(int) if scores.ndim == 2 else flat.astype(int)


def probabilities(
    p: Sequence[float] | Any,
    *,
    names: Sequence[str] | None = None,
    truth: int | None = None,
    title: str = "",
) -> Plot:
    """A bar for each class, as long as its probability. truth: the right class, hatched.

    Raises:
        InputError: not a row of probabilities between 0 and 1.
        MissingDependency: Matplotlib is not installed.
    """
    numbers = [float(each) for each in getattr(p, "ravel", lambda: p)()]
    if not numbers or not all(0 <= each <= 1 + 1e-9 for each in numbers):
        raise InputError("probabilities takes a row of numbers between 0 and 1.")
    called = [str(name) for name in names] if names else [str(k) for k in range(len(numbers))]
    best = max(range(len(numbers)), key=numbers.__getitem__)
    with look.settings():
        figure, (ax,) = look.figure(5.6, 0.8 + 0.3 * len(numbers))
        ax.grid(visible=False)
        for k, each in enumerate(numbers):
            right = k == truth
            ax.barh(
                k, each, color=look.tint(2 if right else 0), height=0.7,
                edgecolor=look.HUES[2 if right else 0], hatch="///" if right else "",
            )  # fmt: skip
            weight = "bold" if k == best else "normal"
            ax.text(each + 0.01, k, f"{each:.3g}", va="center", fontsize=9, fontweight=weight)
        labels = [f"{name} (truth)" if k == truth else name for k, name in enumerate(called)]
        ax.set_yticks(range(len(numbers)), labels)
        ax.set_xlim(0, 1.12)
        ax.set_xlabel("probability")
        ax.invert_yaxis()
        ax.set_title(title)
    told = f"Probabilities of {len(numbers)} classes; most likely is {called[best]} with "
    told += f"{numbers[best]:.3g}"
    if truth is not None:
        told += f", the truth is {called[truth]} with {numbers[truth]:.3g}"
    return Plot(figure, f"{told}.")

"""Windows that a convolutional layer looks through, and what filters answer to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from autograd.errors import InputError
from viz import style
from viz.plots import look
from viz.plots.plot import Plot


def starts(samples: int, size: int, stride: int) -> list[int]:
    """Where each window begins: floor((samples − size) / stride) + 1 of them.

    Raises:
        InputError: a window or a stride that does not fit.
    """
    if not 0 < size <= samples or stride < 1:
        raise InputError(f"A window of {size}, stride {stride}, does not fit {samples} samples.")
    return list(range(0, samples - size + 1, stride))


def windows(signal: Sequence[float] | Any, size: int, stride: int, *, title: str = "") -> Plot:
    """A signal, and below it the windows that the units of a layer look through.

    Windows are told by their first and last sample, counted from 1.

    Raises:
        InputError: a window or a stride that does not fit the signal.
        MissingDependency: Matplotlib is not installed.
    """
    numbers = [float(each) for each in signal]
    begin = starts(len(numbers), size, stride)
    with look.settings():
        figure, (top, below) = look.figure(
            7.0, 2.4 + 0.3 * min(len(begin), 20), 2, 1, sharex=True,
            height_ratios=(2, max(0.24 * min(len(begin), 20), 0.8)),
        )  # fmt: skip
        top.plot(range(1, len(numbers) + 1), numbers, color=style.FORWARD.hue, linewidth=1.4)
        top.set_title(title)
        below.grid(visible=False, axis="y")
        for unit, start in enumerate(begin):
            place = unit % 2
            below.barh(
                unit + 1, size, left=start + 0.5, height=0.72, color=look.tint(place),
                edgecolor=look.HUES[place], hatch=look.hatch(place),
            )  # fmt: skip
            if len(begin) <= 20:
                below.text(
                    start + 0.5 + size / 2, unit + 1, f"{start + 1}–{start + size}", ha="center",
                    va="center", fontsize=8, bbox={"facecolor": "white", "pad": 1, "linewidth": 0},
                )  # fmt: skip
        below.invert_yaxis()
        below.set_ylabel("unit")
        below.set_xlabel("sample")
        if len(begin) <= 20:
            below.set_yticks(range(1, len(begin) + 1))
    alt = (
        f"A signal of {len(numbers)} samples and the {len(begin)} windows of {size} samples, "
        f"stride {stride}, that the units of a layer look through."
    )
    return Plot(figure, alt)


def filters(
    signal: Sequence[float] | Any, kernels: Mapping[str, Sequence[float]] | Any, stride: int = 1
) -> Plot:
    """A signal, filters, and the answer of each: the sum of products over every window.

    kernels: the numbers of each filter by name.

    Raises:
        InputError: no filters, or one that is longer than the signal.
        MissingDependency: Matplotlib is not installed.
    """
    numbers = [float(each) for each in signal]
    named = {str(name): [float(each) for each in kernel] for name, kernel in dict(kernels).items()}
    if not named:
        raise InputError("filters takes the numbers of each filter by name.")
    answers = {name: _answer(numbers, kernel, stride) for name, kernel in named.items()}
    with look.settings():
        figure, axes = look.figure(
            7.4, 1.5 + 1.4 * len(named), len(named) + 1, 2, width_ratios=(1, 3)
        )
        axes[0].set_visible(False)
        axes[1].plot(range(1, len(numbers) + 1), numbers, color=style.FORWARD.hue, linewidth=1.4)
        axes[1].set_title("signal")
        for place, (name, kernel) in enumerate(named.items()):
            left, right = axes[2 * place + 2], axes[2 * place + 3]
            sign = look.sign(place + 1)
            left.bar(
                range(1, len(kernel) + 1), kernel, color=look.tint(place + 1),
                edgecolor=sign["color"], hatch=look.hatch(place + 1),
            )  # fmt: skip
            left.axhline(0, color=style.LINE, linewidth=0.8)
            left.set_title(name)
            centres = [start + (len(kernel) + 1) / 2 for start, _ in answers[name]]
            right.plot(
                centres, [answer for _, answer in answers[name]], **sign,
                marker=look.marker(place + 1) if len(centres) <= 60 else "", linewidth=1.4,
            )  # fmt: skip
            right.axhline(0, color=style.LINE, linewidth=0.8)
            right.set_xlim(axes[1].get_xlim())
            right.set_title(f"answer to {name}: {len(centres)} numbers")
        axes[-1].set_xlabel("sample")
    told = [
        f"{name} of {len(kernel)} numbers gives {len(answers[name])} answers"
        for name, kernel in named.items()
    ]
    return Plot(figure, f"Filters over a signal of {len(numbers)} samples: {'; '.join(told)}.")


def _answer(
    numbers: Sequence[float], kernel: Sequence[float], stride: int
) -> list[tuple[int, float]]:
    return [
        (start, sum(k * s for k, s in zip(kernel, numbers[start:], strict=False)))
        for start in starts(len(numbers), len(kernel), stride)
    ]

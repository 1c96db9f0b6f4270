"""The operations as functions: for floats, Values, dual numbers and NumPy arrays alike.

One function for each row of the table (``ops.sin``, ``ops.where``, …), and the sums over
sequences, which are scalar code: a loop that a beginner can read, recorded step by step.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from autograd import recorders
from autograd.errors import InputError
from autograd.recorders import *  # noqa: F403  (one function a row; recorders.__all__ names them)
from autograd.recorders import clip, exp, log, maximum

__all__ = ["dot", "logsumexp", "mean", "prod", "softmax", "sum"]
__all__ += recorders.__all__


_HUGE = sys.float_info.max


def _some(values: Iterable[Any], name: str) -> list[Any]:
    numbers = list(values)
    if not numbers:
        raise InputError(f"{name} needs at least one number.")
    return numbers


def sum(values: Iterable[Any]) -> Any:
    """The sum of a sequence, added from left to right; 0.0 for an empty one."""
    numbers = list(values)
    if not numbers:
        return 0.0
    total = numbers[0]
    for value in numbers[1:]:
        total = total + value
    return total


def prod(values: Iterable[Any]) -> Any:
    """The product of a sequence, multiplied from left to right; 1.0 for an empty one."""
    numbers = list(values)
    if not numbers:
        return 1.0
    total = numbers[0]
    for value in numbers[1:]:
        total = total * value
    return total


def mean(values: Iterable[Any]) -> Any:
    """The sum of a sequence divided by its length; raises `InputError` for an empty one."""
    numbers = _some(values, "mean")
    return sum(numbers) / len(numbers)


def dot(xs: Sequence[Any], ys: Sequence[Any]) -> Any:
    """The sum of the products of two sequences; raises `InputError` where lengths differ."""
    if len(xs) != len(ys):
        raise InputError(f"dot needs two sequences of one length, not {len(xs)} and {len(ys)}.")
    return sum(x * y for x, y in zip(xs, ys, strict=True))


def _largest(values: list[Any]) -> Any:
    largest = values[0]
    for value in values[1:]:
        largest = maximum(largest, value)
    return largest


def logsumexp(values: Iterable[Any]) -> Any:
    """log(exp(z₁) + … + exp(zₙ)) without overflow: the largest z is taken out first.

    An infinite one stays in: -inf alone gives -inf, and inf gives inf, as the formula says.

    Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions,
    IMA J. Numer. Anal. 41 (2021), equation 1.3.
    """
    numbers = _some(values, "logsumexp")
    largest = clip(_largest(numbers), -_HUGE, _HUGE)
    return largest + log(sum(exp(value - largest) for value in numbers))


def softmax(values: Iterable[Any]) -> list[Any]:
    """exp(zᵢ) over the sum of all exp(zⱼ), for each i, without overflow (as `logsumexp`)."""
    numbers = _some(values, "softmax")
    largest = _largest(numbers)
    powers = [exp(value - largest) for value in numbers]
    total = sum(powers)
    return [power / total for power in powers]

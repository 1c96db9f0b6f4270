"""Claims of another shape than the derivative: which step went wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from autograd.check.functions.blocks import Floats
from autograd.check.verdict import Blame


def of_shapes(name: str, claimed: Floats, truth: Floats, outputs: int) -> Blame:
    """Why a claim has another shape than the derivative, and whether its numbers are right.

    outputs: how many of the axes are the function's own.
    """
    has, needs = claimed.shape, truth.shape
    said = f"the claim's shape {has} is not the derivative's {needs}"
    for mistake, told in _reasons(claimed, truth, outputs):
        return Blame(name, mistake, str(has), str(needs), f"{said}: {told}")
    return Blame(name, "shape", str(has), str(needs), said)


def _reasons(claimed: Floats, truth: Floats, outputs: int) -> Iterator[tuple[str, str]]:
    """What was done, the plainest first: the mistake's name and a sentence."""
    for axes in itertools.permutations(range(claimed.ndim)):
        turned = claimed.transpose(axes)
        if turned.shape == truth.shape and _close(turned, truth):
            if 0 < outputs < truth.ndim:
                yield "numerator layout", "it is the transpose, outputs belong in rows"
            yield "transposed", "it is the transpose"
    if claimed.size == truth.size and _close(claimed.reshape(truth.shape), truth):
        yield "shape", "the numbers are right"
    yield from _sums(claimed, truth)


def _sums(claimed: Floats, truth: Floats) -> Iterator[tuple[str, str]]:
    for axis in range(claimed.ndim):
        for keep in (False, True):
            summed = claimed.sum(axis=axis, keepdims=keep)
            if summed.shape != truth.shape:
                continue
            if _close(summed, truth):
                told = f"it was not summed over axis {axis}, along which it is broadcast"
                yield "broadcast not summed", told
            if _close(claimed.mean(axis=axis, keepdims=keep), truth):
                yield "broadcast not summed", f"it was not averaged over axis {axis}"
    for axis in range(truth.ndim):
        summed = truth.sum(axis=axis)
        if summed.shape == claimed.shape and _close(summed, claimed):
            yield "summed too far", f"it was summed over axis {axis}, which must be kept"


def _close(one: Floats, other: Floats) -> bool:
    size = float(np.max(np.abs(other), initial=0.0))
    return bool(np.all(np.abs(one - other) <= 1e-8 * size))

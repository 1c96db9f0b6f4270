"""Large batches in blocks that fit the cache: a step's buffers are then read from nearby memory.

Sums over samples are added up block by block; what each sample has of its own is put in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd.program import arguments
from autograd.program.arguments import Found
from autograd.program.step import Step

CACHE = 1 << 17
"""How many numbers of a block may be in use: a megabyte of float64."""
FEWEST = 64


def samples_at_a_time(step: Step) -> int:
    """How many samples a block has."""
    return max(FEWEST, CACHE // max(1, step.printed.width))


def is_large(step: Step, count: int | None) -> bool:
    """Whether so many samples are taken in several blocks."""
    size = samples_at_a_time(step)
    return count is not None and count > size + size // 2


def filled(
    step: Step, found: Found, count: int | None, shapes: list[tuple[int, ...]],
    into: Sequence[Any] = (),
) -> list[Any]:  # fmt: skip
    """All results of a step, over however many samples, as fresh arrays.

    shapes: of the results without the batch axis; into: arrays to take in place of fresh ones,
    or None. With several blocks, shared results are sums over the samples: ``step`` must be one
    of reduce "sum" then, or without a gradient.
    """
    whole = list(_whole(step, count, shapes, into))
    if count is None or not is_large(step, count):
        _fill(step, found, count, whole)
        return whole
    each, size = step.printed.assembly.each, samples_at_a_time(step)
    sums = [None if own else np.empty_like(total) for own, total in zip(each, whole, strict=True)]
    for own, total in zip(each, whole, strict=True):
        if not own:
            total.fill(0)
    for start in range(0, count, size):
        stop = min(start + size, count)
        part = arguments.block(found, step.tape, start, stop)
        ends = [total[start:stop] if one is None else one
                for one, total in zip(sums, whole, strict=True)]  # fmt: skip
        _fill(step, part, stop - start, ends)
        for one, total in zip(sums, whole, strict=True):
            if one is not None:
                np.add(total, one, out=total)
    return whole


def _whole(
    step: Step, count: int | None, shapes: list[tuple[int, ...]], into: Sequence[Any]
) -> Iterator[Any]:
    """The arrays that the results go to."""
    given = into or [None] * len(shapes)
    for own, shape, array in zip(step.printed.assembly.each, shapes, given, strict=True):
        batch = (count,) if own and count is not None else ()
        yield np.empty(batch + shape, step.dtype) if array is None else array


def _fill(step: Step, found: Found, count: int | None, ends: Sequence[Any]) -> None:
    """Runs a step once; what it can it writes straight to where it belongs."""
    outs: dict[int, Any] = {}
    if count is not None:
        returns = step.printed.assembly.block.returns
        outs = {
            place: ends[place].reshape(count, *returns[place][2])
            for place in step.printed.outs if ends[place].flags.c_contiguous
        }  # fmt: skip
    results = step.run(arguments.trees(found, step.tape), count, outs)
    for place, (result, end) in enumerate(zip(results, ends, strict=True)):
        if place not in outs:
            np.copyto(end, result.reshape(end.shape))

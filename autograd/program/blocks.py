"""Large batches in blocks that fit the cache: a step's buffers are then read from nearby memory.

Sums over samples are added up block by block; what each sample has of its own is put in place.
"""

from __future__ import annotations

import math
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
    width = sum(
        math.prod(array.dims)
        for array in step.printed.assembly.block.arrays
        if array.batched and array.data is None
    )
    return max(FEWEST, CACHE // max(1, width // 2))


def filled(step: Step, found: Found, count: int | None, shapes: list[tuple[int, ...]]) -> list[Any]:
    """All results of a step as fresh arrays, over however many samples.

    shapes: of the results without the batch axis. With several blocks, shared results are sums
    over the samples: ``step`` must be one of reduce "sum" then, or without a gradient.
    """
    each = step.printed.assembly.each
    size = samples_at_a_time(step)
    if count is None or count <= size + size // 2:
        results = step.run(arguments.trees(found, step.tape), count)
        batch = () if count is None else (count,)
        return [
            np.array(result).reshape(batch * own + shape)
            for result, own, shape in zip(results, each, shapes, strict=True)
        ]
    whole = [
        np.empty((count, *shape), step.dtype) if own else np.zeros(shape, step.dtype)
        for own, shape in zip(each, shapes, strict=True)
    ]
    for start in range(0, count, size):
        stop = min(start + size, count)
        part = arguments.block(found, step.tape, start, stop)
        results = step.run(arguments.trees(part, step.tape), stop - start)
        for result, own, total in zip(results, each, whole, strict=True):
            if own:
                total[start:stop] = result.reshape(stop - start, *total.shape[1:])
            else:
                np.add(total, result.reshape(total.shape), out=total)
    return whole


def is_large(step: Step, count: int | None) -> bool:
    """Whether so many samples are taken in several blocks."""
    size = samples_at_a_time(step)
    return count is not None and count > size + size // 2

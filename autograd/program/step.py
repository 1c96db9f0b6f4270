"""`Step`: the fast printing of a program, with buffers that are used again in every call."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd import collection
from autograd.program import arguments, fast_source, source
from autograd.program.assemble import Request, assemble
from autograd.program.runner import function, maker
from autograd.program.tape import Tape

SIZES = 4
"""For how many numbers of samples buffers are kept."""


class _Made(NamedTuple):
    """A step for one number of samples: the function, what it fills, and which of it is batched."""

    fill: Callable[..., None]
    flat: Any
    results: tuple[Any, ...]
    batched: list[Any]


class Step:
    """Value and gradient of a program, computed in buffers of its own.

    Called with the program's arguments, it answers with the value of each sample and a tuple of
    gradients: one array for each array of the arguments asked for, in their order. They are
    overwritten by the next call with as many samples. ``flat`` is the array in which the gradients
    of shared arguments lie one after the other (after a value without a batch axis, if it has
    none).
    """

    def __init__(self, tape: Tape, request: Request, dtype: np.dtype[Any]) -> None:
        self.tape = tape
        self.request = request
        self.dtype = dtype
        with collection.paused():
            self.printed = fast_source.printed(assemble(tape, request), tape, request, dtype)
            self._make = maker(self.printed)
        self._made: dict[int | None, _Made] = {}
        self._careful: Callable[..., Any] | None = None
        self.flat: Any = np.empty(0, dtype)

    @property
    def source(self) -> str:
        """The text of ``make``, which makes the buffers and gives the step."""
        return self.printed.text

    def __call__(self, *args: Any) -> tuple[Any, tuple[Any, ...]]:
        """The value of each sample, and the gradients. Raises `InputError` as `Program` does."""
        found, count = arguments.given(args, self.tape, self.dtype)
        results = self.run(arguments.trees(found, self.tape), count)
        return results[0], results[1:]

    def run(
        self, ready: Sequence[Any], count: int | None, outs: dict[int, Any] | None = None
    ) -> tuple[Any, ...]:
        """Value and gradients in one tuple, for arguments that are known to fit: C-contiguous
        arrays of the program's precision, ``count`` samples of those that have a batch axis.

        outs: arrays for results among ``printed.outs``, to be filled in place of the buffers.
        """
        made = self._made.get(count)
        if made is None:
            while len(self._made) >= SIZES:
                del self._made[next(iter(self._made))]
            step, flat, results = self._make(count, self.dtype)
            each = self.printed.assembly.each
            batched = [result for result, own in zip(results, each, strict=True) if own]
            made = self._made[count] = _Made(step, flat, results, batched)
        self.flat, results = made.flat, made.results
        with np.errstate(all="ignore"):
            if outs:
                names = self.printed.outs
                made.fill(*ready, **{names[place]: out for place, out in outs.items()})
                results = tuple(outs.get(place, result) for place, result in enumerate(results))
            else:
                made.fill(*ready)
            padded = self.printed.assembly.padded
            if (self.printed.masks or padded) and not all(
                math.isfinite(np.vdot(result, result))  # the fastest that no inf and no nan leaves
                for result in (
                    self.flat, *(results if outs else made.batched),
                    *(_numbers(ready) if padded else ()),
                )
            ):  # fmt: skip
                self._carefully(ready, results)
        return results

    def _carefully(self, ready: Sequence[Any], results: tuple[Any, ...]) -> None:
        """Fills the results by the readable printing, where no mask multiplies inf by 0, and of a
        program in which nothing is added that was not recorded."""
        if self._careful is None:
            assembly = self.printed.assembly
            if assembly.padded:
                assembly = assemble(self.tape._replace(exact=True), self.request)
            self._careful = function(source.printed(assembly, self.tape, self.request, self.dtype))
        answers = self._careful(*ready)
        answers = answers if isinstance(answers, tuple) else (answers,)
        for result, answer in zip(results, answers, strict=True):
            result[...] = np.reshape(answer, result.shape)


def _numbers(tree: Any) -> Iterator[Any]:
    """The arrays and numbers of a structure of arguments."""
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from _numbers(branch)
    elif isinstance(tree, (list, tuple)):
        for branch in tree:
            yield from _numbers(branch)
    else:
        yield np.asarray(tree)

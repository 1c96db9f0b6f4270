"""`Native`: a program as machine code, by numba, for small irregular functions of many samples.

NumPy goes through memory once for every step; machine code takes a sample through all steps at
once. It pays where a sample has tens to thousands of single numbers; large products are faster in
NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd import collection
from autograd.errors import MissingDependency
from autograd.program import runner, source
from autograd.program.assemble import Request, assemble
from autograd.program.native_text import kernel_text
from autograd.program.program import Program
from autograd.program.source import Printed
from autograd.program.step import SIZES, Step
from autograd.program.tape import Input, Tape


class Native(Program):
    """A `Program` in machine code, with the same calls; see `Program.to`.

    Each kind of call is compiled when it is made first, which takes a second or a few.
    """

    def __init__(self, program: Program) -> None:
        _numba()
        self.__dict__.update(program.__dict__)
        self._steps = {}

    def _step(self, request: Request) -> Step:
        if request not in self._steps:
            self._steps[request] = NativeStep(self.tape, request, self.dtype)
        return self._steps[request]

    def text(self, wrt: int | Sequence[int] | None = None, reduce: str | None = "mean") -> str:
        """What is compiled: ``value``, and ``value_and_grad`` where the function returns one
        number; each fills the arrays of its last arguments. wrt, reduce: as in `Program.text`."""
        requests = [Request()]
        if self._is_scalar and self.tape.inputs:
            requests.append(self._request(self._learnt() if wrt is None else wrt, reduce))
        steps = [self._step(request).source for request in requests]
        head = (
            f'"""{self.name}, for machine code.\n\n{source.shapes_told(self.tape, self.dtype)}\n'
            'Each function fills its last arguments, flat, for _n samples.\n"""'
        )
        imports = "import math\n\nimport numpy as np\nfrom numba import njit"
        bodies = [f'@njit(error_model="numpy", nogil=True)\n{step}' for step in steps]
        return "\n\n\n".join([f"{head}\n\n{imports}", *bodies])

    def __repr__(self) -> str:
        return f"<Native {self.name}({', '.join(self.tape.arguments)})>"


class NativeStep(Step):
    """A `Step` in machine code."""

    def __init__(self, tape: Tape, request: Request, dtype: np.dtype[Any]) -> None:
        self.tape = tape
        self.request = request
        self.dtype = dtype
        with collection.paused():
            assembly = assemble(tape, request)
            arguments = source.argument_names(tape, len(tape.arguments))
            names, _ = source.names_of(assembly, tape, arguments)
            text = kernel_text(assembly, names, request.name, dtype)
        outs = {place: f"_r{place + 1}" for place, own in enumerate(assembly.each) if own}
        self.printed = Printed(request, text, {}, assembly, outs)
        plain = runner.kernel(text, request.name)
        self._code = _numba().njit(error_model="numpy", nogil=True)(plain)
        self._kept: dict[int | None, tuple[Any, ...]] = {}

    def run(
        self, ready: Sequence[Any], count: int | None, outs: dict[int, Any] | None = None
    ) -> tuple[Any, ...]:
        """As in `Step`."""
        results = self._results(count)
        if outs:
            results = tuple(outs.get(place, result) for place, result in enumerate(results))
        samples = 1 if count is None else count
        given = [_flat(_found(ready, x), samples if x.batched else None) for x in self.tape.inputs]
        each = self.printed.assembly.each
        filled = [
            _flat(result, samples if own else None)
            for result, own in zip(results, each, strict=True)
        ]
        self._code(samples, *given, *filled)
        return results

    def _results(self, count: int | None) -> tuple[Any, ...]:
        """The arrays of results for so many samples, which every call fills again."""
        if count not in self._kept:
            while len(self._kept) >= SIZES:
                del self._kept[next(iter(self._kept))]
            assembly = self.printed.assembly
            self._kept[count] = tuple(
                np.empty(((count,) if own and count is not None else ()) + sizes, self.dtype)
                for (_, _, sizes), own in zip(assembly.block.returns, assembly.each, strict=True)
            )
        return self._kept[count]


def _found(ready: Sequence[Any], x: Input) -> Any:
    """The array of an input among the arguments."""
    found = ready[x.argument]
    for key in x.path:
        found = found[key]
    return found


def _flat(array: Any, samples: int | None) -> Any:
    """The same elements in one row, or in a row for each sample."""
    if samples is None:
        return np.reshape(array, -1)
    return np.reshape(array, (samples, math.prod(array.shape) // samples))


def _numba() -> Any:
    try:
        import numba
    except ImportError as error:
        raise MissingDependency(
            'Native code needs numba: pip install "glassgrad[native]"'
        ) from error
    return numba

"""`Program`: a compiled function over whole batches."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autograd import collection, files
from autograd.errors import InputError
from autograd.program import arguments, blocks, explain, source
from autograd.program.assemble import Request, assemble, shapes_of
from autograd.program.source import Printed
from autograd.program.step import Step
from autograd.program.trace import trace

_PRECISIONS = ("float64", "float32")


class Program:
    """A function over batches, made from the recorded graph of one sample; see `compile`.

    Called with the function's own arguments, those with ``in_axes`` 0 stacked along a leading
    batch axis. A list of numbers counts as an array: a batch of lists is an array too.
    """

    def __init__(
        self, f: Callable[..., Any], args: Sequence[Any], in_axes: Any, *, dtype: Any,
        retrace: bool, guards: str, safe: bool,
    ) -> None:  # fmt: skip
        self.dtype = np.dtype(dtype)
        if self.dtype.name not in _PRECISIONS:
            raise InputError(f"A program computes in float64 or float32, not {self.dtype.name}.")
        name = str(getattr(f, "__name__", "f"))
        self.name = name if name.isidentifier() or name == "<lambda>" else "f"
        if guards not in ("raise", "check"):
            raise InputError(f'guards is "raise" or "check", not {guards!r}.')
        check = guards == "check"
        tape = trace(f, args, in_axes, retrace=retrace, check_guards=check)
        self.tape = tape._replace(safe=safe)
        self._guards = self.tape.of_guards() if self.tape.guards else None
        self._guard_step: Step | None = None
        self._printed: dict[Request, Printed] = {}
        self._steps: dict[Request, Step] = {}

    def __call__(self, *args: Any) -> Any:
        """The function's result for each sample: its own structure, with a leading batch axis.

        Raises `InputError` for arguments of another structure or shape.
        """
        found, count = self._given(args)
        results = blocks.filled(self._step(Request()), found, count, self._shapes(()))
        return arguments.answer(results, self.tape)

    def value_and_grad(
        self, *args: Any, wrt: int | Sequence[int] = 0, reduce: str | None = "mean",
        out: Any = None,
    ) -> tuple[Any, Any]:  # fmt: skip
        """The value and its gradient with respect to the arguments ``wrt``.

        reduce: "mean" or "sum" over the samples, or None for one value and one gradient a sample.
        out: a gradient that an earlier call gave, to be overwritten and given back.
        The gradient has the structure of the argument; several arguments give a tuple. The
        gradient of an argument with a batch axis keeps that axis. Raises `InputError` where the
        function returns anything but one number.
        """
        request = self._request(wrt, reduce)
        found, count = self._given(args)
        step = self._step(request)
        in_blocks = reduce == "mean" and blocks.is_large(step, count)
        if in_blocks:
            step = self._step(request._replace(reduce="sum"))
        positions = request.wrt or ()
        shapes = self._shapes(positions)
        places = self._places([out] if out is not None and isinstance(wrt, int) else out,
                              step, count, shapes)  # fmt: skip
        into = [None, *arguments.apart(places, found)]
        value, *gradients = blocks.filled(step, found, count, shapes, into)
        if in_blocks and count is not None:
            for gradient in gradients:
                np.divide(gradient, count, out=gradient)
        if count is None:
            value = value[()]
        elif reduce is not None:
            value = value.mean() if reduce == "mean" else value.sum()
        trees = arguments.gradients(gradients, self.tape, positions, places)
        return value, trees[0] if isinstance(wrt, int) else tuple(trees)

    def _given(self, args: Sequence[Any]) -> tuple[arguments.Found, int | None]:
        """The arrays of the arguments, and the number of samples; all of them take the branches
        that the example took, or `InputError` says where and how many do not."""
        found, count = arguments.given(args, self.tape, self.dtype)
        if self._guards is not None:
            if self._guard_step is None:
                self._guard_step = Step(self._guards, Request(), self.dtype)
            shapes: list[tuple[int, ...]] = [()] * len(self.tape.guards)
            answers = blocks.filled(self._guard_step, found, count, shapes)
            for guard, answer in zip(self.tape.guards, answers, strict=True):
                others = int(np.count_nonzero((answer != 0) != guard.outcome))
                if others:
                    raise InputError(
                        f"{others} of {count or 1} samples take another branch at "
                        f"{guard.filename}:{guard.line} than the example did. Compile with an "
                        "example of theirs, and run them apart."
                    )
        return found, count

    def _shapes(self, positions: Sequence[int]) -> list[tuple[int, ...]]:
        """The shapes of the results, and of the gradients, of one sample."""
        own = [shape for shape in shapes_of(self.tape.result) if math.prod(shape)]
        return own + [x.shape for x in self.tape.inputs if x.argument in positions]

    def _places(
        self, out: Any, step: Step, count: int | None, shapes: list[tuple[int, ...]]
    ) -> list[Any]:
        """The arrays of ``out``, one for each gradient that a step gives."""
        batch = () if count is None else (count,)
        each = step.printed.assembly.each
        wanted = [batch * own + shape for own, shape in zip(each, shapes, strict=True)]
        return arguments.places(out, self.tape, step.request.wrt or (), wanted[1:], self.dtype)

    def _request(self, wrt: int | Sequence[int], reduce: str | None) -> Request:
        if reduce not in ("mean", "sum", None):
            raise InputError(f'reduce is "mean", "sum" or None, not {reduce!r}.')
        if not self._is_scalar:
            raise InputError(
                f"value_and_grad needs a function that returns one number; {self.name} returns "
                f"{len(self.tape.outputs)}."
            )
        count = len(self.tape.arguments)
        chosen = [wrt] if isinstance(wrt, int) else list(wrt)
        for position in chosen:
            if not -count <= position < count:
                raise InputError(f"wrt={position}, but {self.name} has {count} arguments.")
        return Request(tuple(position % count for position in chosen), reduce)

    @property
    def _is_scalar(self) -> bool:
        return len(self.tape.outputs) == 1

    def printed(self, request: Request) -> Printed:
        """The printed function of a request, made when it is first asked for."""
        if request not in self._printed:
            with collection.paused():
                assembly = assemble(self.tape, request)
                self._printed[request] = source.printed(assembly, self.tape, request, self.dtype)
        return self._printed[request]

    def to(self, target: str) -> Program:
        """The same program for another machine, with the same calls.

        target: "native", machine code by numba (the extra ``native``): the program of one sample
        element by element, in a loop over the batch. It is for small irregular functions of many
        samples. Raises `MissingDependency` without numba, `InputError` for other targets.
        """
        if target != "native":
            raise InputError(f'A program is printed for "native", not {target!r}.')
        from autograd.program.native import Native

        return Native(self)

    def step(self, wrt: int | Sequence[int] = 0, reduce: str | None = "mean") -> Step:
        """Value and gradient in buffers that every call uses again: the fast printing.

        wrt, reduce: as in `value_and_grad`.
        """
        return self._step(self._request(wrt, reduce))

    def _step(self, request: Request) -> Step:
        if request not in self._steps:
            self._steps[request] = Step(self.tape, request, self.dtype)
        return self._steps[request]

    # --- what it shows

    def _learnt(self) -> tuple[int, ...]:
        """The arguments that a gradient is most likely wanted for: the shared ones, else all."""
        shared = {x.argument for x in self.tape.inputs if not x.batched}
        return tuple(sorted(shared or {x.argument for x in self.tape.inputs}))

    def text(self, wrt: int | Sequence[int] | None = None, reduce: str | None = "mean") -> str:
        """The program as a module: ``value``, and ``value_and_grad`` where it returns one number.

        wrt: the arguments of the gradient; by default those that the samples share.
        """
        functions = [self.printed(Request())]
        if self._is_scalar and self.tape.inputs:
            chosen = self._learnt() if wrt is None else wrt
            functions.append(self.printed(self._request(chosen, reduce)))
        return source.module(functions, f"{self.name}, compiled.", self.tape, self.dtype)

    @property
    def source(self) -> str:
        """The program as a module that needs NumPy alone."""
        return self.text()

    def save(
        self, path: str | Path, wrt: int | Sequence[int] | None = None,
        reduce: str | None = "mean",
    ) -> None:  # fmt: skip
        """Writes the program as a module; arguments as in `text`."""
        files.write(Path(path), self.text(wrt, reduce))

    def explain(self) -> str:
        """How the program came about: graph, classes, statements, passes, with counts and times."""
        request = Request()
        if self._is_scalar and self.tape.inputs:
            request = self._request(self._learnt(), "mean")
        return explain.explained(self.name, self.tape, self.printed(request))

    def __repr__(self) -> str:
        return f"<Program {self.name}({', '.join(self.tape.arguments)})>"

"""From a tape to a finished block: classes, statements, the reverse pass, the passes."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from autograd import collection
from autograd.program.adjoint import Adjoint, Flow
from autograd.program.builder import Builder
from autograd.program.classes import Hints, Partition, partition
from autograd.program.ir import Block, Operand, View, steps
from autograd.program.joining import joined
from autograd.program.loops_roll import roll
from autograd.program.lower import Apart, Lowering
from autograd.program.passes import Ran, run
from autograd.program.safe import make_safe
from autograd.program.tape import Tape
from autograd.program.validator import validate
from autograd.trees import is_array

ATTEMPTS = 12
"""How often classes may be taken apart before what is left reads by tables."""


class Request(NamedTuple):
    """What to print: the value alone, or with it the gradient with respect to the arguments
    ``wrt``; reduce: "mean" or "sum" over the samples, or None to keep them apart."""

    wrt: tuple[int, ...] | None = None
    reduce: str | None = None

    @property
    def name(self) -> str:
        """What the printed function is called."""
        return "value" if self.wrt is None else "value_and_grad"


class Assembly(NamedTuple):
    """A finished block. inputs: its arrays that are arguments; cotangents: which array is the
    cotangent of which; partition: what the arrays were made from; each: which results have one
    entry a sample; reverse: the first array of the reverse pass; padded: whether sums have terms
    that were not recorded, times 0."""

    block: Block
    inputs: list[int]
    cotangents: dict[int, int]
    partition: Partition
    passes: list[Ran]
    each: list[bool]
    reverse: int
    padded: bool


def assemble(tape: Tape, request: Request) -> Assembly:
    """The block that a request asks for."""
    with collection.paused():
        start = time.perf_counter()
        lowering, found = _lowered(tape)
        block = lowering.block
        ran = [Ran("classes to statements", len(tape.ops), len(block.statements),
                   time.perf_counter() - start)]  # fmt: skip
        returns = block.returns = list(_results(tape, lowering))
        if tape.safe:
            make_safe(lowering.builder)
        before, start = len(block.statements), time.perf_counter()
        roll(lowering.builder, {k: (x.argument, *x.path) for k, x in enumerate(tape.inputs)})
        ran.append(Ran("roll loops", before, len(list(steps(block.statements))),
                       time.perf_counter() - start))  # fmt: skip
        reverse = len(block.arrays)
        cotangents: dict[int, int] = {}
        if request.wrt is not None:
            before, start = len(block.statements), time.perf_counter()
            returns = returns + _gradients(tape, lowering, returns[0][1], request, cotangents)
            ran.append(Ran("reverse mode", before, len(block.statements),
                           time.perf_counter() - start))  # fmt: skip
        block.returns = returns
        validate(block)
        ran += run(block)
    some = any(x.batched for x in tape.inputs)
    shapes = [shape for shape in shapes_of(tape.result) if math.prod(shape)]
    each = [some] * len(shapes)
    if request.wrt is not None:
        own = [x for x in tape.inputs if x.argument in request.wrt]
        each += [x.batched or (some and request.reduce is None) for x in own]
    return Assembly(block, lowering.inputs, cotangents, found, ran, each, reverse,
                    lowering.padded)  # fmt: skip


def _lowered(tape: Tape) -> tuple[Lowering, Partition]:
    """Statements of a tape; classes that follow no loop are taken apart, and all begins anew."""
    hints = Hints({}, set(), set(), {})
    fresh = iter(range(len(tape.ops) * ATTEMPTS + 1))
    attempt = 0
    while True:
        strict = attempt < ATTEMPTS
        found = joined(tape, hints) if strict else partition(tape, hints, plain=True)[0]
        lowering = Lowering(tape, found, strict=strict)
        try:
            lowering.run()
        except Apart as apart:
            for piece in apart.pieces:
                hints.pieces.update(dict.fromkeys(piece, next(fresh)))
            hints.counted.update(apart.counted)
            attempt += 1
        else:
            return lowering, found


Result = tuple[str, Operand, tuple[int, ...]]


def _results(tape: Tape, lowering: Lowering) -> Iterator[Result]:
    """The numbers and arrays of the function's result."""
    nodes = iter(tape.outputs)
    shapes = [shape for shape in shapes_of(tape.result) if math.prod(shape)]
    for number, shape in enumerate(shapes):
        operand, sizes = lowering.view_of([next(nodes) for _ in range(math.prod(shape))])
        if isinstance(operand, View):
            operand = lowering.builder.number(operand)
        alone = "loss" if any(not x.batched for x in tape.inputs) and not shape else "y"
        yield f"y{number + 1}" if len(shapes) > 1 else alone, operand, sizes


def shapes_of(tree: Any) -> Iterator[tuple[int, ...]]:
    """The shapes of the numbers and arrays of a result, in order."""
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from shapes_of(branch)
    elif isinstance(tree, (list, tuple)):
        for branch in tree:
            yield from shapes_of(branch)
    else:
        yield tree.shape if is_array(tree) else ()


def _gradients(
    tape: Tape, lowering: Lowering, value: Operand, request: Request, cotangents: dict[int, int]
) -> list[Result]:
    """The derivatives of the one number that the function returns."""
    builder, block = lowering.builder, lowering.block
    wanted = [
        lowering.inputs[k] for k, x in enumerate(tape.inputs) if x.argument in (request.wrt or ())
    ]
    adjoint = _Named(builder, wanted, each=request.reduce is None, cotangents=cotangents)
    if isinstance(value, View):
        adjoint.seed(value, _seed(builder, value, request, tape))
    adjoint.run()
    found: list[Result] = []
    for array in wanted:
        flow = adjoint.cotangent(array)
        dims = block.arrays[array].dims
        gradient: Operand = 0.0 if flow is None else adjoint.settled(flow, dims)
        if isinstance(gradient, View):
            gradient = builder.number(gradient)
            cotangents.setdefault(gradient.array, array)
        found.append((f"d{block.arrays[array].hint}", gradient, dims))
    return found


def _seed(builder: Builder, value: View, request: Request, tape: Tape) -> Operand:
    """The cotangent of the result; of one that all samples share, that of all of them."""
    if request.reduce is None or not any(x.batched for x in tape.inputs):
        return 1.0
    if builder.batched(value):
        mean = request.reduce == "mean"
        return builder.apply("div", [1.0, builder.samples()], ()) if mean else 1.0
    return 1.0 if request.reduce == "mean" else builder.samples()


class _Named(Adjoint):
    """An adjoint that notes which array is whose cotangent, for their names."""

    def __init__(
        self, builder: Builder, wanted: Sequence[int], *, each: bool, cotangents: dict[int, int]
    ) -> None:
        super().__init__(builder, wanted, each=each)
        self.cotangents = cotangents
        self.first = len(self.block.arrays)
        self.current: Flow | None = None
        self.primal = -1

    def inside(self, builder: Builder, wanted: Iterable[int]) -> Adjoint:
        """As in `Adjoint`."""
        return _Named(builder, list(wanted), each=self.each, cotangents=self.cotangents)

    def cotangent(self, array: int) -> Flow | None:
        """As in `Adjoint`."""
        flow = super().cotangent(array)
        self.current, self.primal = flow, array
        if flow is not None and flow.condition is None:
            self._note(flow.value)
        return flow

    def settled(self, flow: Flow, frame: tuple[int, ...]) -> Operand:
        """As in `Adjoint`."""
        value = super().settled(flow, frame)
        if flow == self.current:
            self._note(value)
        return value

    def _note(self, value: Operand) -> None:
        if isinstance(value, View) and value.array >= self.first:
            self.cotangents.setdefault(value.array, self.primal)

"""The fast printing as a function: ``make(n, dtype)``, which gives the step for n samples."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograd.program.assemble import Assembly, Request
from autograd.program.builder import COUNT
from autograd.program.calls import Shape
from autograd.program.fast import FastEmitter, empty
from autograd.program.ir import Block, Loop, Map, View, whole
from autograd.program.naming import Names
from autograd.program.source import (
    Printed,
    argument_names,
    names_of,
    origins_of,
    unpacking,
    used_in,
)
from autograd.program.tape import Tape
from autograd.program.text import BATCH, aligned


def printed(assembly: Assembly, tape: Tape, request: Request, dtype: np.dtype[Any]) -> Printed:
    """The fast printing of a block.

    ``make`` gives the step, the flat array in which all gradients of shared arguments lie, and
    the arrays that the step fills: what it returns in each call.
    """
    block = assembly.block
    arguments = argument_names(tape, len(tape.arguments))
    names, tables = names_of(assembly, tape, arguments)
    outputs = _Outputs(assembly, names)
    emitter = FastEmitter(block, names, tables, outputs.kept, assembly.reverse)
    emitter.origins = origins_of(assembly, tape, arguments)
    emitter.once += outputs.made()
    for array, kept in enumerate(block.arrays):
        if kept.input == COUNT and names[array] != "_n":
            emitter.once.append(f"{names[array]} = _n")
    emitter.run()
    emitter.steps += outputs.copied(emitter)
    inner = [*unpacking(assembly, tape, names, arguments, counted=False), *emitter.steps]
    results = ", ".join(outputs.results)
    outs = outputs.redirected(emitter)
    body = [
        *emitter.once, "",
        f"def step({', '.join([*arguments, *(f'{name}={name}' for name in outs.values())])}):",
        *(f"    {line}" for line in inner or ["pass"]), "",
        f"return step, _flat, ({results},)",
    ]  # fmt: skip
    text = "def make(_n, _dtype):\n" + "".join(f"    {line}".rstrip() + "\n" for line in body)
    constants = {
        names[k]: array.data.astype(dtype)
        for k, array in enumerate(block.arrays) if array.data is not None
    }  # fmt: skip
    constants |= {tables[k]: table for k, table in enumerate(block.tables)}
    used = used_in(text, constants, dtype)
    return Printed(request, text, used, assembly, outs, _width(emitter, block), emitter.masks)


def _width(emitter: FastEmitter, block: Block) -> int:
    """How many numbers each sample has in buffers, arguments and results."""
    kept = [*emitter.kept, *(k for k, a in enumerate(block.arrays) if a.input is not None)]
    own = [math.prod(block.arrays[k].dims) for k in kept if block.arrays[k].batched]
    return sum(own) + emitter.width


class _Outputs:
    """The arrays that a step fills.

    kept: arrays of the block that are results as they are, and have a buffer of their own.
    """

    def __init__(self, assembly: Assembly, names: Names) -> None:
        self.block = assembly.block
        self.names = names
        self.kept: set[int] = set()
        self.results: list[str] = []
        self.direct: list[bool] = []
        made = {
            array for s in self.block.statements if not _is_fixed(s, self.block)
            for array in ([kept.target for kept in s.stacks] if isinstance(s, Loop) else [s.target])
            if not (self.block.arrays[array].stacked and self.block.arrays[array].batched)
        }  # fmt: skip
        for place, (_, operand, sizes) in enumerate(self.block.returns):
            direct = (
                isinstance(operand, View)
                and operand == whole(operand.array, sizes)
                and self.block.arrays[operand.array].dims == sizes
                and self.block.arrays[operand.array].batched == assembly.each[place]
                and operand.array in made
                and operand.array not in self.kept
            )
            if direct and isinstance(operand, View):
                self.kept.add(operand.array)
                self.results.append(names[operand.array])
            else:
                self.results.append(f"_r{place + 1}")
            self.direct.append(direct)
        self.each = assembly.each

    def made(self) -> Iterator[str]:
        """The lines that make the results: those without a batch axis flat in one array."""
        start = 0
        lines = []
        for name, (_, _, sizes), batched in zip(
            self.results, self.block.returns, self.each, strict=True
        ):
            count = math.prod(sizes)
            if batched:
                lines.append(f"{name} = {empty(Shape(sizes, True, False))}")
            else:
                shape = ", ".join(map(str, sizes))
                lines.append(f"{name} = _flat[{start}:{start + count}].reshape({shape or '()'})")
                start += count
        yield f"_flat = np.empty({start}, _dtype)"
        yield from lines

    def redirected(self, emitter: FastEmitter) -> dict[int, str]:
        """The results that a step can write into other arrays: those of which it has no views."""
        seen = " ".join(emitter.views)
        return {
            place: name
            for place, name in enumerate(self.results)
            if self.each[place]
            and not re.search(rf"\b{name}\b", seen)
            and (self.direct[place] or name.startswith("_r"))
        }

    def copied(self, emitter: FastEmitter) -> Iterator[str]:
        """The lines that fill the results that are not computed in place."""
        for name, (_, operand, sizes), direct in zip(
            self.results, self.block.returns, self.direct, strict=True
        ):
            if direct:
                continue
            if isinstance(operand, View):
                text = aligned(emitter.text(operand, sizes), (BATCH, *range(len(sizes)))).code
            else:
                text = emitter.operand(operand, sizes, ()).code
            yield f"np.copyto({name}, {text})"


def _is_fixed(statement: Any, block: Any) -> bool:
    """Whether a statement depends on the number of samples and on constants alone."""
    return isinstance(statement, Map) and not any(
        isinstance(arg, View) and block.arrays[arg.array].input != COUNT for arg in statement.args
    )

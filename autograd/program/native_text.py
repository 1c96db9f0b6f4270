"""The native printing: one sample's program as straight scalar code in a loop over the batch.

Every element of every array is a number of its own, forward and backward in one body, so that a
compiler for machine code keeps them in registers. What is the same for all samples is computed
before the loop, what needs sums over samples after it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograd.errors import InputError
from autograd.program.assemble import Assembly
from autograd.program.builder import COUNT
from autograd.program.ir import (
    Contract,
    Kept,
    Loop,
    Map,
    Operand,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    reads,
)
from autograd.program.naming import Names
from autograd.program.native_rows import row, total

MOST_STEPS = 2000
"""How many scalar steps a sample may have: so many take the machine's compiler some ten seconds,
and the time grows faster than their number."""
LONGEST_SUM = 8
"""How many terms are added in one line."""
SAMPLES = 256
"""How many samples are added up before their sum is added to that of the others, which keeps the
error of the sum small."""

_BEFORE, _LOOP, _AFTER = range(3)


def kernel_text(assembly: Assembly, names: Names, name: str, dtype: np.dtype[Any]) -> str:
    """The function ``name(_n, inputs…, _r1, _r2, …)``, which fills its results for ``_n``
    samples.

    Arrays are flat; those with a batch axis have it first. Raises `InputError` where there are
    more than `MOST_STEPS` steps, or one that has no native form.
    """
    return _Unrolled(assembly, names, dtype).text(name)


class _Unrolled:
    """Writes a block element by element.

    cells: for each array the text of each element, a name or a literal. phases: the lines before,
    inside and after the loop.
    """

    def __init__(self, assembly: Assembly, names: Names, dtype: np.dtype[Any]) -> None:
        self.block = assembly.block
        self.assembly = assembly
        self.names = names
        self.dtype = dtype
        self.taken = set(names.values())
        self.cells: dict[int, list[str]] = {}
        self.when: dict[int, int] = {}
        self.phases: tuple[list[str], list[str], list[str]] = ([], [], [])
        self.loaded: set[str] = set()
        self.loads: dict[str, tuple[int, str]] = {}
        self.sums: list[str] = []
        self.steps = 0
        self.suffix = ""
        for array, kept in enumerate(self.block.arrays):
            if kept.data is not None:
                self.cells[array] = [self._literal(float(x)) for x in kept.data.ravel()]
                self.when[array] = _BEFORE
            elif kept.input is not None:
                self._input(array)

    def text(self, name: str) -> str:
        """The whole function."""
        for statement in self.block.statements:
            if isinstance(statement, Loop):
                self._loop(statement)
            else:
                self._statement(statement)
        self._results()
        results = [f"_r{place + 1}" for place in range(len(self.block.returns))]
        inputs = [self.names[array] for array in self.assembly.inputs]
        head = f"def {name}({', '.join(['_n', *inputs, *results])}):"
        return "\n".join([head, *self._body()]) + "\n"

    def _body(self) -> Iterator[str]:
        before, inside, after = self.phases
        loads: tuple[list[str], list[str]] = ([], [])
        for name in self.loads:
            if name in self.loaded:
                phase, code = self.loads[name]
                loads[phase].append(f"{name} = {code}")
        yield from (f"    {line}" for line in [*loads[0], *before])
        if not self.sums:
            yield "    for _b in range(_n):"
            yield from (f"        {line}" for line in [*loads[1], *inside] or ["pass"])
        else:
            zero = self._literal(0.0)
            yield from (f"    {name} = {zero}" for name in self.sums)
            yield f"    for _start in range(0, _n, {SAMPLES}):"
            yield from (f"        _{name} = {zero}" for name in self.sums)
            yield f"        for _b in range(_start, min(_start + {SAMPLES}, _n)):"
            yield from (f"            {line}" for line in [*loads[1], *inside])
            yield from (f"        {name} += _{name}" for name in self.sums)
        yield from (f"    {line}" for line in after)

    # --- names and numbers

    def _name(self, array: int, place: int) -> str:
        """What an element is called."""
        dims = self.block.arrays[array].dims
        base = f"{self.names.get(array, f'a{array}')}{self.suffix}"
        name = f"{base}_{place}" if dims else base
        while (dims or self.suffix) and name in self.taken:
            name += "_"
        self.taken.add(name)
        return name

    def _literal(self, number: float) -> str:
        text = repr(number)
        if not math.isfinite(number):
            text = "np.nan" if math.isnan(number) else "np.inf" if number > 0 else "-np.inf"
        if self.dtype != np.float64:
            return f"np.{self.dtype.name}({text})"
        return f"({text})" if text.startswith("-") else text

    def _input(self, array: int) -> None:
        """An argument: its elements are read where they are used for the first time."""
        kept = self.block.arrays[array]
        self.when[array] = _LOOP if kept.batched else _BEFORE
        if kept.input == COUNT:
            self.cells[array] = [self.names[array]]
            number = "float(_n)" if self.dtype == np.float64 else f"np.{self.dtype.name}(_n)"
            self.loads[self.names[array]] = _BEFORE, number
            return
        base, cells = self.names[array], []
        for place in range(math.prod(kept.dims)):
            name = f"{base}_{place}"
            while name in self.taken:
                name += "_"
            self.taken.add(name)
            index = f"_b, {place}" if kept.batched else str(place)
            self.loads[name] = self.when[array], f"{base}[{index}]"
            cells.append(name)
        self.cells[array] = cells

    def _read(self, operand: Operand, at: dict[int, int]) -> str:
        """The text of an operand where labels have the given numbers."""
        if not isinstance(operand, View):
            return self._literal(operand)
        if operand.table is not None:
            table = self.block.tables[operand.table]
            place = int(table[tuple(at[label] for label in operand.labels)])
        else:
            place = 0
            for axis, size in zip(operand.axes, operand.shape, strict=True):
                place *= size
                place += axis.start + sum(step * at[label] for label, step in axis.terms)
        text = self.cells[operand.array][place]
        self.loaded.add(text)
        return text

    # --- statements

    def _count(self, steps: int) -> None:
        """Counts scalar steps. Raises `InputError` where they become too many."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise InputError(
                f"The program has more than {MOST_STEPS:,} scalar steps a sample; native code is "
                "for small irregular functions. Large products are fastest in NumPy: use the "
                "program itself."
            )

    def _loop(self, loop: Loop) -> None:
        """A loop over steps, each step written out."""
        stacks: dict[int, list[list[str]]] = {kept.target: [] for kept in loop.stacks}
        for carry in loop.carries:
            self._alias(carry.array, carry.initial)
        carried = {carry.array: carry.next for carry in loop.carries}
        for kept in loop.stacks:
            if kept.source in carried:
                stacks[kept.target].append(self.cells[kept.source])
        order = range(loop.count)
        for step in reversed(order) if loop.backward else order:
            self._step(loop, step)
            for kept in loop.stacks:
                stacks[kept.target].append(self.cells[carried.get(kept.source, kept.source)])
            states = {array: (self.cells[k], self.when[k]) for array, k in carried.items()}
            for array, state in states.items():
                self.cells[array], self.when[array] = state
        self.suffix = ""
        for kept in loop.stacks:
            entries = stacks[kept.target]
            ordered = reversed(entries) if loop.backward else entries
            self.cells[kept.target] = [cell for entry in ordered for cell in entry]
            self.when[kept.target] = self.when[kept.source]

    def _step(self, loop: Loop, step: int) -> None:
        """The body of a loop at one step."""
        self.suffix = f"_at{step}"
        for each in loop.taken:
            self._alias(each.array, each.at(step))
        for statement in loop.body:
            self._statement(statement)
        for kept in loop.finals:
            self._keep(kept)

    def _keep(self, kept: Kept) -> None:
        self.cells[kept.target] = list(self.cells[kept.source])
        self.when[kept.target] = self.when[kept.source]

    def _alias(self, array: int, operand: Operand) -> None:
        """Lets the elements of an array be those that are read of another."""
        dims = self.block.arrays[array].dims
        self.cells[array] = [
            self._read(operand, at) for at in _combinations(range(len(dims)), dims)
        ]
        self.when[array] = self.when[operand.array] if isinstance(operand, View) else _BEFORE

    def _statement(self, statement: Statement) -> None:
        target = statement.target
        arrays = self.block.arrays
        over_batch = isinstance(statement, (Reduce, Contract)) and statement.batch
        if arrays[target].batched or over_batch:
            self.when[target] = _LOOP
        else:
            self.when[target] = max(
                (self.when[view.array] for view in reads(statement)), default=_BEFORE
            )
        self.cells[target] = []
        match statement:
            case Map():
                self._map(statement)
            case Reduce() | Contract():
                self._reduction(statement)
            case Winner():
                self._winner(statement)
            case Scatter():
                self._scatter(statement)
        if over_batch:
            self._sum_over_batch(target)

    def _set(self, target: int, code: str) -> None:
        """The next element of an array: a line of its own, unless it is there already."""
        if code.isidentifier():
            self.cells[target].append(code)
            return
        self._count(1)
        name = self._name(target, len(self.cells[target]))
        self.phases[self.when[target]].append(f"{name} = {code}")
        self.cells[target].append(name)

    def _set_sum(self, target: int, terms: list[str]) -> None:
        """The next element of an array as a sum; a long one in parts."""
        self._count(len(terms) - 1)
        lines, base = self.phases[self.when[target]], self._name(target, len(self.cells[target]))
        number = 0
        while len(terms) > LONGEST_SUM:
            parts = []
            for start in range(0, len(terms), LONGEST_SUM):
                number += 1
                parts.append(f"_{base}_{number}")
                lines.append(f"{parts[-1]} = {total(terms[start : start + LONGEST_SUM])}")
            terms = parts
        if terms[0].isidentifier() and len(terms) == 1:
            self.cells[target].append(terms[0])
            return
        lines.append(f"{base} = {total(terms)}")
        self.cells[target].append(base)

    def _map(self, statement: Map) -> None:
        for at in _combinations(range(len(statement.sizes)), statement.sizes):
            args = [self._read(arg, at) for arg in statement.args]
            if statement.op != "identity":
                self._set(statement.target, row(statement.op, tuple(args)))
            elif self._is_truth(statement.args[0]):
                one, zero = self._literal(1.0), self._literal(0.0)
                self._set(statement.target, f"{one} if {args[0]} else {zero}")
            else:
                self.cells[statement.target].append(args[0])

    def _is_truth(self, operand: Operand) -> bool:
        return isinstance(operand, View) and self.block.arrays[operand.array].truth

    def _reduction(self, statement: Reduce | Contract) -> None:
        rest = [x for x in range(len(statement.sizes)) if x not in statement.keep]
        if isinstance(statement, Reduce) and statement.op == "running":
            self._running(statement)
            return
        for at in _combinations(statement.keep, statement.sizes):
            terms = []
            for within in _combinations(rest, statement.sizes):
                both = at | within
                if isinstance(statement, Reduce):
                    terms.append(self._read(statement.arg, both))
                else:
                    left, right = statement.left, statement.right
                    terms.append(f"{self._read(left, both)} * {self._read(right, both)}")
            if isinstance(statement, Contract) or statement.op == "add":
                self._set_sum(statement.target, terms)
            else:
                self._extreme(statement, terms)

    def _running(self, statement: Reduce) -> None:
        """The sums so far along the last label."""
        for at in _combinations(statement.keep, statement.sizes):
            terms = [self._read(statement.arg, at)]
            if at[statement.keep[-1]]:
                terms.insert(0, self.cells[statement.target][-1])
            self._set_sum(statement.target, terms)

    def _extreme(self, statement: Reduce, terms: list[str]) -> None:
        """A chain, which keeps nan, of the largest or smallest so far."""
        self._count(len(terms))
        name = self._name(statement.target, len(self.cells[statement.target]))
        lines = self.phases[self.when[statement.target]]
        lines.append(f"{name} = {terms[0]}")
        lines += [f"{name} = {row(statement.op, (name, term))}" for term in terms[1:]]
        self.cells[statement.target].append(name)

    def _winner(self, statement: Winner) -> None:
        """The last of the largest, or of nan, within each group of elements."""
        lines = self.phases[self.when[statement.target]]
        rest = [x for x in range(len(statement.sizes)) if x not in statement.keep]
        found: dict[tuple[int, ...], str] = {}
        labels = range(len(statement.sizes))
        for number, at in enumerate(_combinations(statement.keep, statement.sizes)):
            best, place = f"_best{statement.target}_{number}", f"_place{statement.target}_{number}"
            for k, within in enumerate(_combinations(rest, statement.sizes)):
                both = at | within
                self._count(1)
                term = self._read(statement.arg, both)
                found[tuple(both[x] for x in labels)] = f"{place} == {k}"
                if k == 0:
                    lines += [f"{best} = {term}", f"{place} = 0"]
                else:
                    lines.append(f"if {term} >= {best} or {term} != {term}:")
                    lines.append(f"    {best}, {place} = {term}, {k}")
        for each in itertools.product(*map(range, statement.sizes)):
            self._set(statement.target, found[each])

    def _scatter(self, statement: Scatter) -> None:
        dims = self.block.arrays[statement.target].dims
        parts: list[list[str]] = [[] for _ in range(math.prod(dims))]
        self.cells[statement.target] = [str(place) for place in range(len(parts))]
        for part in statement.parts:
            place = part.place._replace(array=statement.target)
            for at in _combinations(range(len(part.sizes)), part.sizes):
                parts[int(self._read(place, at))].append(self._read(part.source, at))
        self.cells[statement.target] = []
        for terms in parts:
            if len(terms) == 1 or not terms:
                self.cells[statement.target].append(terms[0] if terms else self._literal(0.0))
            else:
                self._set_sum(statement.target, terms)

    def _sum_over_batch(self, target: int) -> None:
        """Adds the elements of a sample to sums, which are known after the loop."""
        for place, cell in enumerate(self.cells[target]):
            name = self._name(target, place) if cell in self.loads else f"sum_{cell}"
            while name in self.taken:
                name += "_"
            self.taken.add(name)
            self.sums.append(name)
            self.phases[_LOOP].append(f"_{name} += {cell}")
            self.cells[target][place] = name
        self.when[target] = _AFTER

    def _results(self) -> None:
        returned = zip(self.block.returns, self.assembly.each, strict=True)
        for number, ((_, operand, sizes), each) in enumerate(returned):
            lines = self.phases[_LOOP if each else _AFTER]
            for place, at in enumerate(_combinations(range(len(sizes)), sizes)):
                index = f"_b, {place}" if each else str(place)
                lines.append(f"_r{number + 1}[{index}] = {self._read(operand, at)}")


def _combinations(labels: Sequence[int], sizes: Sequence[int]) -> Iterator[dict[int, int]]:
    """All numbers that labels can have together, the last label fastest."""
    for each in itertools.product(*(range(sizes[label]) for label in labels)):
        yield dict(zip(labels, each, strict=True))

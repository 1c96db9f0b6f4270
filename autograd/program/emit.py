"""The readable printing: a block as the body of a NumPy function.

A result that is used once is written into the line that uses it, as long as that line stays
short; every other result gets a name.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from autograd.primitives import PRIMITIVES
from autograd.program import loops_emit, scatter_text
from autograd.program.contraction_text import contraction, merged
from autograd.program.ir import (
    Array,
    Axis,
    Block,
    Contract,
    Item,
    Loop,
    Map,
    Operand,
    Part,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    elements,
    reads,
)
from autograd.program.mask_text import triangle
from autograd.program.naming import BY_KIND, Names
from autograd.program.text import BATCH, Text, aligned, number, row, transposed
from autograd.program.view_text import read, reshaped, slice_of

WIDEST = 88
Origins = dict[int, tuple[str, tuple[Any, ...]]]
"""Of each array among the arguments: its argument's name, and the keys that lead to it."""
_REDUCED = {"add": "sum", "maximum": "max", "minimum": "min"}


class Emitter:
    """Writes the lines of one block.

    names: what each array is called; tables: what each index table is called. chosen: the arrays
    to write into the lines that use them, where that has been decided. kind: what a call that
    makes an array is told of the precision.
    """

    def __init__(
        self, block: Block, names: Names, tables: Names, chosen: Collection[int] | None = None,
        kind: str = "",
    ) -> None:  # fmt: skip
        self.block = block
        self.chosen = chosen
        self.kind = kind
        self.names = names
        self.tables = tables
        self.inlined: dict[int, Text] = {}
        self.origins: Origins = {}
        self.spared: set[int] = set()  # arguments that are read where they are
        self.uses: Counter[int] = Counter()
        self.users: dict[int, Item] = {}
        for item in block.statements:
            self._use(item)
        self.uses.update(v.array for _, v, _ in block.returns if isinstance(v, View))

    def _use(self, item: Item) -> None:
        """Notes what reads which array; what a loop carries on or keeps is read by the loop."""
        for view in reads(item):
            self.uses[view.array] += 1
            self.users[view.array] = item
        if isinstance(item, Loop):
            own = item.own()
            for statement in item.body:
                for view in reads(statement):
                    if view.array in own:
                        self.uses[view.array] += 1
                        self.users[view.array] = statement
            for array in item.handed_on():
                self.uses[array] += 1
                self.users[array] = item

    def lines(self) -> Iterator[str]:
        """The statements, each a line or a few."""
        return self.lines_of(self.block.statements)

    def lines_of(self, statements: Iterable[Item]) -> Iterator[str]:
        """Some of the statements, each a line or a few."""
        for statement in statements:
            if isinstance(statement, Loop):
                yield from loops_emit.lines(self, statement)
                continue
            if isinstance(statement, Scatter):
                yield from self._scatter(statement)
                continue
            text = self._expression(statement)
            target = statement.target
            if target in self.block.notes:
                yield f"# {self.block.notes[target]}"
            inlined = (
                self._may_inline(statement, text)
                if self.chosen is None
                else (target in self.chosen)
            )
            if inlined:
                self.inlined[target] = text
            else:
                yield f"{self.names[target]} = {text.code}"

    def run(self) -> None:
        """Goes through all lines, to find out what is written into others."""
        for _ in self.lines():
            pass

    # --- expressions

    def _labels(self, statement: Map | Reduce | Contract | Winner) -> tuple[int, ...]:
        """The dimensions of the target of a statement, as labels of its frame."""
        batch = (BATCH,) * self.block.arrays[statement.target].batched
        own = tuple(range(len(statement.sizes)))
        if isinstance(statement, (Reduce, Contract)):
            own = statement.keep
        if self.block.arrays[statement.target].stacked:
            return (*own[:1], *batch, *own[1:])
        return (*batch, *own)

    def _expression(self, statement: Map | Reduce | Contract | Winner) -> Text:
        labels = self._labels(statement)
        match statement:
            case Map():
                return self._map(statement, labels)
            case Reduce():
                return self._reduce(statement, labels)
            case Contract():
                left, right, sizes = merged(statement)
                return contraction(self.text(left, sizes), self.text(right, sizes), labels)
            case Winner(arg=arg, sizes=sizes, keep=keep):
                text = aligned(self.text(arg, sizes), labels)
                return Text(f"_last_largest({text.code}, {len(sizes) - len(keep)})", labels=labels)

    def _map(self, statement: Map, labels: tuple[int, ...]) -> Text:
        args = [self.operand(arg, statement.sizes, labels) for arg in statement.args]
        if statement.op == "identity":
            return self._identity(statement, args[0], labels)
        if statement.op == "where":
            found = triangle(self.block, statement, args[1], labels)
            if found is not None:
                return found
        made = row(statement.op, args)
        return Text(made.code, made.level, labels)

    def _identity(self, statement: Map, text: Text, labels: tuple[int, ...]) -> Text:
        """A copy: of truth values as numbers, of windows and tables, of what is broadcast."""
        (arg,) = statement.args
        if isinstance(arg, View) and self.block.arrays[arg.array].truth:
            made = row("mul", [number(1.0), text])
            return Text(made.code, made.level, labels)
        complete = isinstance(arg, View) and len(arg.labels) == len(statement.sizes)
        if complete and text.labels == labels:
            moved = text.code.endswith(")") and "sliding_window_view" in text.code
            code = f"np.ascontiguousarray({text.code})" if moved else text.code
            return Text(code, text.level, labels)
        shape = ", ".join(self._samples(BATCH in labels) + [str(size) for size in statement.sizes])
        comma = "," if len(labels) == 1 else ""
        return Text(f"np.broadcast_to({text.code}, ({shape}{comma}))", labels=labels)

    def _reduce(self, statement: Reduce, labels: tuple[int, ...]) -> Text:
        text = self.text(statement.arg, statement.sizes)
        if statement.op == "running":
            text = transposed(text, labels)
            return Text(f"{text.atom}.cumsum({len(labels) - 1})", labels=labels)
        axes = [place for place, label in enumerate(text.labels) if label not in labels]
        left = tuple(label for label in text.labels if label in labels)
        inside = "" if not left else str(axes[0]) if len(axes) == 1 else str(tuple(axes))
        made = Text(f"{text.atom}.{_REDUCED[statement.op]}({inside})", labels=left)
        return transposed(made, labels)

    def operand(self, operand: Operand, sizes: Sequence[int], labels: tuple[int, ...]) -> Text:
        """An operand that broadcasts against dimensions ``labels``."""
        if not isinstance(operand, View):
            return number(operand)
        return aligned(self.text(operand, sizes), labels)

    def text(self, view: View, sizes: Sequence[int]) -> Text:
        """What a view reads."""
        array = self.block.arrays[view.array]
        name = self.inlined.get(view.array) or Text(self.names[view.array])
        table = "" if view.table is None else self.tables[view.table]
        return read(view, name, array, sizes, table)

    def shape_of(self, array: Array) -> str:
        """The shape of an array as code."""
        sizes = self._samples(array.batched) + [str(size) for size in array.dims]
        if array.stacked and array.batched:
            sizes[:2] = sizes[1::-1]
        return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"

    def _samples(self, batched: bool) -> list[str]:
        """The number of samples, where there is a batch axis."""
        if not batched:
            return []
        for array, kept in enumerate(self.block.arrays):
            if kept.batched and kept.input is not None:
                return [f"len({self.names[array]})"]
        raise AssertionError("no array has a batch axis")

    # --- what is written into the line that uses it

    def _may_inline(self, statement: Statement, text: Text) -> bool:
        target = statement.target
        if self.uses[target] != 1 or target not in self.users or target in self.block.notes:
            return False
        hint = self.block.arrays[target].hint
        if hint and not hint.endswith(BY_KIND):
            return False  # the user has named it
        user = self.users[target]
        if isinstance(user, Loop):
            return loops_emit.only_begins(target, user)
        if isinstance(user, (Winner, Scatter)) or len(text.code) > WIDEST // 2:
            return False
        (view,) = [view for view in reads(user) if view.array == target]
        if view.shape != self.block.arrays[target].dims or view.table is not None:
            return False
        plain = all(axis.start == 0 and len(axis.terms) == 1 for axis in view.axes)
        if not plain or view.labels != tuple(sorted(view.labels)):
            return False
        if isinstance(user, Map):
            return self._reads_well(statement, user, text)
        return isinstance(user, Reduce) and isinstance(statement, Map)

    def _reads_well(self, statement: Statement, user: Map, text: Text) -> bool:
        """Whether a line with ``text`` in it is not longer than a person would write."""
        others = sum(
            len(self.inlined[view.array].code) if view.array in self.inlined else 6
            for view in reads(user)
        )
        if len(re.findall(r"\bx\b", PRIMITIVES[user.op].numpy)) > 1:
            return False
        form = len(PRIMITIVES[user.op].numpy)
        return others + form + len(text.code) + 8 <= WIDEST and statement.target in self.names

    # --- scatters

    def _scatter(self, statement: Scatter) -> Iterator[str]:
        array, name = self.block.arrays[statement.target], self.names[statement.target]
        shape = self.shape_of(array)
        counts = self._coverage(statement)
        family = scatter_text.of_family(statement, self.block, self.origins)
        if family is not None:
            self.spared |= {view.array for view in reads(statement) if self.uses[view.array] == 1}
            yield f"{name} = {family}"
            return
        whole = scatter_text.expression(statement, self.block, self.text, counts)
        if whole is not None:
            yield f"{name} = {whole}"
            return
        made = "empty" if counts == {1} else "zeros"
        yield f"{name} = np.{made}({shape}{self.kind})"
        for part in statement.parts:
            yield from self._part(name, part, statement.target, "=" if max(counts) < 2 else "+=")

    def _coverage(self, statement: Scatter) -> set[int]:
        """How often the elements of the target are written."""
        dims = self.block.arrays[statement.target].dims
        counts = np.zeros(math.prod(dims), dtype=np.int64)
        for part in statement.parts:
            np.add.at(counts, elements(part.place, part.sizes, self.block.tables), 1)
        return set(counts.tolist())

    def _part(self, name: str, part: Part, target: int, sign: str) -> Iterator[str]:
        array = self.block.arrays[target]
        place = part.place._replace(array=target)
        loops = _unrolled_labels(place, part.sizes, array.dims)
        variables = {label: chr(ord("i") + k) for k, label in enumerate(loops)}
        source = self._source(part, array.batched, variables)
        indent = ""
        if loops:
            counts = [str(part.sizes[label]) for label in loops]
            over = f"range({counts[0]})" if len(loops) == 1 else f"np.ndindex({', '.join(counts)})"
            yield f"for {', '.join(variables.values())} in {over}:"
            indent = "    "
        whole = name
        if place.shape != array.dims:
            whole = reshaped(name, place.shape, array.batched)
        if place.table is not None:
            text = aligned(source, (*([BATCH] * array.batched), *place.labels))
            table = self.tables[place.table]
            if sign == "=":
                yield f"{indent}{whole}[{':, ' * array.batched}{table}] = {text.code}"
                return
            where = f"(slice(None), {table})" if array.batched else table
            yield f"{indent}np.add.at({whole}, {where}, {text.code})"
            return
        index = [_written(axis, size, part.sizes, variables)
                 for axis, size in zip(place.axes, place.shape, strict=True)]  # fmt: skip
        left = [BATCH] * array.batched
        left += [x for axis in place.axes for x, _ in axis.terms if x not in variables]
        inside = ", ".join([":"] * array.batched + index)
        yield f"{indent}{whole}[{inside or '...'}] {sign} {aligned(source, left).code}"

    def _source(self, part: Part, batched: bool, variables: Names) -> Text:
        if not isinstance(part.source, View):
            return number(part.source)
        text = self.text(part.source, part.sizes)
        if not set(text.labels) & set(variables):
            return text
        index = [variables.get(label, ":") for label in text.labels]
        while index[-1] == ":":
            index = index[:-1]
        left = tuple(label for label in text.labels if label not in variables)
        return Text(f"{text.atom}[{', '.join(index)}]", labels=left)


def _unrolled_labels(view: View, sizes: Sequence[int], dims: tuple[int, ...]) -> list[int]:
    """The labels that a loop runs over, so that each dimension is a slice: all but the longest."""
    if view.table is not None:
        return []
    found: list[int] = []
    for axis in view.axes:
        if len(axis.terms) > 1:
            longest = max(axis.terms, key=lambda term: (term[1] > 0, sizes[term[0]]))
            kept = longest[0] if longest[1] > 0 else None
            found += [label for label, _ in axis.terms if label != kept]
    return found


def _written(axis: Axis, size: int, sizes: Sequence[int], variables: Names) -> str:
    """The index of what is written along one dimension, inside loops over ``variables``."""
    moving = [
        f"{step} * {variables[label]}" if step != 1 else variables[label]
        for label, step in axis.terms if label in variables
    ]  # fmt: skip
    free = [(label, step) for label, step in axis.terms if label not in variables]
    if not moving:
        return (
            slice_of(axis.start, free[0][1], sizes[free[0][0]], size) if free else str(axis.start)
        )
    begin = " + ".join(moving + [str(axis.start)] * (axis.start != 0))
    if not free:
        return begin
    ((label, step),) = free
    stop = f"{begin} + {(sizes[label] - 1) * step + 1}"
    return f"{begin}:{stop}" + (f":{step}" if step != 1 else "")

"""Classes to statements: each class one array, its operands views found by `access`.

The dimensions of a class are the loops that made it, in the order in which its main operand has
them. A class whose operands follow no loop is taken apart (`Apart`), or reads by a table.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from autograd.primitive import CONSTANT, LEAF
from autograd.program.access import Ints
from autograd.program.builder import Builder
from autograd.program.classes import SUM, Class, Partition
from autograd.program.ir import Array, Axis, Block, Operand, Part, View, whole
from autograd.program.naming import BY_KIND
from autograd.program.plan import Plan, Read, Terms
from autograd.program.tape import Tape
from autograd.program.writer import Writer

FEW_MEMBERS = 8
FEW_PIECES = 4


class Apart(Exception):
    """Classes that follow no loop, and how to take them apart: the piece of each node."""

    def __init__(self, pieces: list[list[int]]) -> None:
        super().__init__()
        self.pieces = pieces


class Lowering:
    """Writes the statements of a partition.

    strict: raise `Apart` for a class that follows no loop, where taking it apart is better.
    """

    def __init__(self, tape: Tape, partition: Partition, *, strict: bool) -> None:
        self.tape = tape
        self.partition = partition
        self.strict = strict
        self.block = Block()
        self.builder = Builder(self.block)
        self.position = np.zeros(len(tape.ops), dtype=np.int64)
        self.arrays: dict[int, int] = {}
        self.inputs = [
            self.block.array(Array(x.shape, x.batched, x.name, input=number))
            for number, x in enumerate(tape.inputs)
        ]
        self.virtual = {
            number for number, each in enumerate(partition.classes)
            if each.op == "mul" and not any(partition.direct[member] for member in each.members)
            and not any(tape.ops[x] is CONSTANT and tape.ops[y] is CONSTANT
                        for x, y, _ in tape.operands[each.members[:1]].tolist())
        }  # fmt: skip
        self.apart: list[list[int]] = []

    def run(self) -> None:
        """Writes every class, then raises `Apart` if some should be taken apart."""
        for number, each in enumerate(self.partition.classes):
            if number in self.virtual or each.op is CONSTANT:
                continue
            if each.op is LEAF:
                members = np.array(each.members)
                places = self.tape.place[members]
                self.position[members] = places[:, 1]
                self.arrays[number] = self.inputs[int(places[0, 0])]
            else:
                self._class(number, each)
        if self.apart:
            raise Apart(self.apart)

    def _class(self, number: int, each: Class) -> None:
        if len(each.members) == 1 and not each.groups:
            self._alone(number, each)
            return
        members = np.array(each.members)
        extreme = bool(each.groups) and each.op != SUM
        if each.groups:
            groups = [self._terms(members, group) for group in each.groups]
        else:
            reads = [self._read(nodes[:, None]) for nodes in self._operands(each, members)]
            groups = [Terms((read,), 1) for read in reads]
        plan = Plan.of(groups, members, self.block, ordered=extreme)
        if plan is None:
            pieces = self._pieces(members, groups) if self.strict else None
            if pieces is not None:
                self.apart += pieces
            plan = Plan.by_tables(groups, members, self.block)
        writer = Writer(self.builder, plan, each.op, self._hint(each))
        made = writer.elementwise() if not each.groups else writer.sum(extreme)
        self.position[members] = plan.positions
        self.arrays[number] = made

    def _alone(self, number: int, each: Class) -> None:
        """A class of one elementwise step: single numbers all over, no loop to look for."""
        (member,) = each.members
        args = [self._single(x[member]) for x in self.tape.columns if x[member] >= 0]
        self.arrays[number] = self.builder.map(each.op, args, (), self._hint(each))

    def _hint(self, each: Class) -> str:
        """What to call a class: as the user calls its first member, or by its scope and kind."""
        name = self.tape.names.get(each.members[0], "")
        scope = self.tape.scopes.get(each.members[0], "")
        return name or (f"{scope}{BY_KIND}" if scope else "")

    def _operands(self, each: Class, members: Ints) -> list[Ints]:
        """For each operand of a class the nodes that its members read."""
        table = self.tape.operands[members]
        if each.swapped:
            swapped = np.isin(members, np.array(list(each.swapped)))
            if swapped[0]:
                swapped = ~swapped  # as the first of them was written
            table[swapped, :2] = table[swapped, 1::-1]
        return [column for column in table.T if column[0] >= 0]

    def _terms(self, members: Ints, group: tuple[int, int]) -> Terms:
        number, sign = group
        found = self.partition.terms
        nodes = np.array([found[member][group] for member in members.tolist()])
        if number not in self.virtual:
            return Terms((self._read(nodes),), sign)
        product = self.partition.classes[number]
        columns = self._operands(product, nodes.ravel())
        return Terms(tuple(self._read(column.reshape(nodes.shape)) for column in columns), sign)

    def _read(self, nodes: Ints) -> Read:
        number = self.partition.of[int(nodes.flat[0])]
        if self.partition.classes[number].op is CONSTANT:
            return Read(-1, None, self.tape.numbers[nodes])
        return Read(self.arrays[number], self.position[nodes], None)

    def _pieces(self, members: Ints, groups: list[Terms]) -> list[list[int]] | None:
        """How to take a class apart: into a few runs, or into its members where these are few."""
        if len(members) < 2:
            return None
        index = np.stack([r.places[:, 0] for g in groups for r in g.reads if r.places is not None])
        for order in (np.arange(len(members)), np.lexsort(index[::-1])):
            runs = _runs(index[:, order])
            if 1 < len(runs) <= min(FEW_PIECES, len(members) // 2):
                return [members[order[run]].tolist() for run in runs]
        if len(members) <= FEW_MEMBERS:
            return [[member] for member in members.tolist()]
        return None

    # --- what the program returns

    def view_of(self, nodes: list[int]) -> tuple[Operand, tuple[int, ...]]:
        """Any nodes in a row as a view over one label, and the sizes; no label for one node."""
        first = nodes[0]
        if len(nodes) == 1:
            return self._single(first), ()
        numbers = {self.partition.of[node] for node in nodes}
        if len(numbers) == 1 and self.tape.ops[first] is not CONSTANT:
            array = self.arrays[self.partition.of[first]]
            index = self.position[np.array(nodes)]
            if np.array_equal(index, np.arange(index[0], index[0] + len(index))):
                flat = (math.prod(self.block.arrays[array].dims),)
                return View(array, flat, (Axis(int(index[0]), ((0, 1),)),)), (len(nodes),)
            table = self.builder.table(index)
            flat = (math.prod(self.block.arrays[array].dims),)
            return View(array, flat, (Axis(0, ((0, 1),)),), table), (len(nodes),)
        return self._joined(nodes), (len(nodes),)

    def _single(self, node: int) -> Operand:
        if self.tape.ops[node] is CONSTANT:
            return float(self.tape.numbers[node])
        array = self.arrays[self.partition.of[node]]
        dims = self.block.arrays[array].dims
        axes: list[Axis] = []
        place = int(self.position[node]) if dims else 0
        for length in reversed(dims):
            place, index = divmod(place, length)
            axes.insert(0, Axis(index))
        return View(array, dims, tuple(axes))

    def _joined(self, nodes: list[int]) -> View:
        """Nodes of several classes, copied into one array run by run."""
        parts = []
        place = 0
        dims = (len(nodes),)
        for _, run in itertools.groupby(nodes, key=lambda node: self.partition.of[node]):
            some = list(run)
            if self.tape.ops[some[0]] is CONSTANT:
                source: Operand = whole(
                    self.builder.constant(self.tape.numbers[np.array(some)]), (len(some),)
                )
                sizes: tuple[int, ...] = (len(some),)
            else:
                source, sizes = self.view_of(some)
            target = View(-1, dims, (Axis(place, ((0, 1),) if sizes else ()),))
            parts.append(Part(target, source, sizes))
            place += len(some)
        made = self.builder.scatter(dims, parts, "out")
        return whole(made, dims)


def _runs(index: Ints) -> list[slice]:
    """Where the columns go on by constant steps: the longest runs from left to right."""
    found: list[slice] = []
    start, count = 0, index.shape[1]
    while start < count and len(found) <= FEW_PIECES:
        stop = count
        if count - start > 2:
            steps = np.diff(index[:, start:], axis=1)
            same = (steps == steps[:, :1]).all(axis=0)
            stop = count if same.all() else start + int(same.argmin()) + 1
        found.append(slice(start, stop))
        start = stop
    return found

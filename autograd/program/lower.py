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
from autograd.program.borders import extended
from autograd.program.builder import Builder
from autograd.program.classes import SUM, Class, Partition
from autograd.program.ir import Array, Axis, Block, Operand, Part, View, whole
from autograd.program.naming import BY_KIND
from autograd.program.pieces import by_constant, pieces_of
from autograd.program.plan import Plan
from autograd.program.ragged import aligned
from autograd.program.readings import Group, Reading, Source, neighbours
from autograd.program.running import RUNNING
from autograd.program.sparse import as_products
from autograd.program.tape import Tape
from autograd.program.writer import Writer

FEWEST_INSIDE = 2


class Apart(Exception):
    """Classes that follow no loop, and how to take them apart: the piece of each node, and sums
    to be told apart by how many terms they have."""

    def __init__(self, pieces: list[list[int]], counted: set[int]) -> None:
        super().__init__()
        self.pieces = pieces
        self.counted = counted


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
        self.first: dict[int, tuple[int, int]] = {}  # where first terms stand in running sums
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
        self._keep_products()
        self.apart: list[list[int]] = []
        self.counted: set[int] = set()
        self.padded = False  # whether sums have terms that were not recorded, times 0
        self.of = np.array(partition.of)
        self.home = np.full(len(tape.ops), -1)  # the array of each node

    def _keep_products(self) -> None:
        """Keeps products that are terms of one group together with what is no product, and those
        that border products have joined, where the sum itself reads alike everywhere."""
        found = self.partition
        for number, each in enumerate(found.classes):
            if number not in found.bordered:
                self.virtual -= found.bordered.intersection(x for x, _ in each.groups)
                continue
            for group in each.groups:
                kinds = {found.of[node] for m in each.members for node in found.terms[m][group]}
                if not kinds <= self.virtual:
                    self.virtual -= kinds

    def run(self) -> None:
        """Writes every class, then raises `Apart` if some should be taken apart."""
        for number, each in enumerate(self.partition.classes):
            if number in self.virtual or each.op is CONSTANT:
                continue
            if each.op is LEAF:
                self._leaves(number, each)
            else:
                self._class(number, each)
        if self.apart or self.counted:
            raise Apart(self.apart, self.counted)

    def _leaves(self, number: int, each: Class) -> None:
        """The array of an argument, or a stack of several."""
        members = np.array(each.members)
        places = self.tape.place[members]
        inputs = np.unique(places[:, 0]).tolist()
        self.position[members] = places[:, 1]
        if len(inputs) == 1:
            self._made(number, members, self.inputs[inputs[0]])
            return
        own = self.tape.inputs[inputs[0]]
        dims = (len(inputs), *own.shape)
        labels = tuple(range(len(own.shape)))
        parts = []
        for place, x in enumerate(inputs):
            axes = (Axis(place), *(Axis(0, ((label, 1),)) for label in labels))
            source = whole(self.inputs[x], own.shape)
            parts.append(Part(View(-1, dims, axes), source, own.shape))
            self.position[members[places[:, 0] == x]] += place * math.prod(own.shape)
        name = own.name.rstrip("0123456789").rstrip("_") or own.name
        name = name.upper() if own.shape and len(name) == 1 else name
        hint = f"{name}s" if any(x.name == name for x in self.tape.inputs) else name
        self._made(number, members, self.builder.scatter(dims, parts, hint))

    def _class(self, number: int, each: Class) -> None:
        if len(each.members) == 1 and not each.groups:
            self._alone(number, each)
            return
        if each.op == RUNNING:
            self._running(number, each)
            return
        members = np.array(each.members)
        extreme = bool(each.groups) and each.op != SUM
        groups = self._groups(each, members, mixed=number in self.partition.bordered)
        plan = self._plan(number, each, members, groups, ordered=extreme)
        writer = Writer(self.builder, plan, each.op, self._hint(each))
        made = writer.elementwise() if not each.groups else writer.sum(extreme)
        self.position[members] = plan.positions
        self._made(number, members, made)

    def _running(self, number: int, each: Class) -> None:
        """A class of running sums: an array with their steps along its last dimension."""
        own = [c for c in self.partition.running if self.partition.of[c.nodes[0]] == number]
        rows = np.array([chain.terms for chain in own])
        terms = Group((self._reading(rows, mixed=False),), 1).terms()
        everyone = np.arange(len(own))
        plan = Plan.of([terms], everyone, self.block, ordered=True)
        if plan is None or len(plan.summed[0]) != 1:
            plan = Plan.by_tables([terms], everyone, self.block)
        made = Writer(self.builder, plan, each.op, "").running()
        count = rows.shape[1]
        skipped = count - len(own[0].nodes)
        members = np.array([chain.nodes for chain in own])
        self.position[members] = plan.positions[:, None] * count + np.arange(skipped, count)
        if skipped:
            for chain, place in zip(own, plan.positions.tolist(), strict=True):
                self.first[chain.terms[0]] = (made, place * count)
        if own[0].start >= 0:
            starts = np.array([chain.start for chain in own])
            made = self._started(made, plan, starts)
        self.builder.hint(made, self._hint(each))
        self._made(number, members.ravel(), made)

    def _started(self, sums: int, plan: Plan, starts: Ints) -> int:
        """Running sums with what each of them starts from."""
        order = np.empty(len(starts), dtype=np.int64)
        order[plan.positions] = np.arange(len(starts))
        own = Group((self._reading(starts[order][:, None], mixed=False),), 1).terms()
        added = Plan.by_tables([own], np.arange(len(starts)), self.block)
        begin = Writer(self.builder, added, "add", "").elementwise_operand()
        dims = self.builder.dims(sums)
        rows = (len(starts), dims[-1]) if len(starts) > 1 else (dims[-1],)
        flat = View(sums, rows, tuple(Axis(0, ((k, 1),)) for k in range(len(rows))))
        return self.builder.map("add", [flat, begin], rows)

    def _made(self, number: int, members: Ints, array: int) -> None:
        self.arrays[number] = array
        self.home[members] = array

    def _plan(
        self, number: int, each: Class, members: Ints, groups: list[Group], *, ordered: bool
    ) -> Plan:
        """How a class is computed."""
        exact = self.tape.exact
        uneven = any(group.uneven for group in groups)
        if self.strict and not each.groups:
            self.apart += by_constant(members, groups)
        terms = None if uneven else [group.terms() for group in groups]
        plan = None if terms is None else Plan.of(terms, members, self.block, ordered=ordered)
        if plan is None and self.strict:
            plan = self._widened(members, groups, ordered=ordered)
        if plan is not None:
            return plan
        pieces = None
        if terms is not None and self.strict:
            pieces = pieces_of(members, terms)
        if pieces is None and each.op == SUM and not exact:
            products = as_products(groups, self.builder)
            if products is not None:
                plan = Plan.of(products, members, self.block, ordered=True)
            if plan is not None:
                self.padded = True
                return plan
        if terms is None:
            self._told_apart(number, each)
            terms = [group.filled() for group in groups]
        else:
            self.apart += pieces or []
        return Plan.by_tables(terms, members, self.block)

    def _widened(self, members: Ints, groups: list[Group], *, ordered: bool) -> Plan | None:
        """How a class is computed of arrays extended beyond their borders, or with terms masked."""
        exact = self.tape.exact
        plan = None
        if len(members) > FEWEST_INSIDE:
            source = Source(self.home, self.position, self.tape.numbers)
            more = any(group.ragged for group in groups)
            wider = None if more and exact else extended(groups, self.builder, source)
            if wider is not None:
                self.padded |= more
                plan = Plan.of(wider, members, self.block, ordered=ordered)
        if plan is None and not exact and any(group.uneven for group in groups):
            ways = (Plan.of(way, members, self.block, ordered=True)
                    for way in aligned(groups, self.builder))  # fmt: skip
            plan = next((way for way in ways if way is not None), None)
            self.padded |= plan is not None
        return plan

    def _told_apart(self, number: int, each: Class) -> None:
        """Notes that members which read other arrays, or more of them, are other classes."""
        assert self.strict, "a class without hints reads one array in each place"
        if number in self.partition.bordered:
            kinds: dict[object, list[int]] = {}
            for member in each.members:
                kinds.setdefault(self._kind(each, member), []).append(member)
            self.apart += kinds.values()
        else:
            self.counted.update(each.members)

    def _kind(self, each: Class, member: int) -> object:
        """What a member reads, by class."""
        if each.groups:
            terms = self.partition.terms[member]
            return tuple(sorted((sign, self.partition.of[x]) for (_, sign), nodes in terms.items()
                                for x in nodes))  # fmt: skip
        return tuple(self.partition.of[c[member]] for c in self.tape.columns if c[member] >= 0)

    def _alone(self, number: int, each: Class) -> None:
        """A class of one elementwise step: single numbers all over, no loop to look for."""
        (member,) = each.members
        args = [self._single(x[member]) for x in self.tape.columns if x[member] >= 0]
        self._made(
            number, np.array([member]), self.builder.map(each.op, args, (), self._hint(each))
        )

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

    # --- what a class reads

    def _groups(self, each: Class, members: Ints, *, mixed: bool) -> list[Group]:
        """What the members of a class read: for each group of terms its readings."""
        if not each.groups:
            return [
                Group((self._reading(nodes[:, None], mixed=mixed),), 1)
                for nodes in self._operands(each, members)
            ]
        found = []
        for number, sign in each.groups:
            terms = self.partition.terms
            rows = [terms[member][number, sign] for member in members.tolist()]
            nodes = _filled(rows)
            if number not in self.virtual:
                reading = self._reading(nodes, mixed=mixed)
                dims = self.block.arrays[reading.array].dims if reading.array >= 0 else ()
                found += neighbours(Group((reading,), sign), dims)
                continue
            product = self.partition.classes[number]
            some = nodes[nodes >= 0][0]  # in place of none
            columns = self._operands(product, np.where(nodes < 0, some, nodes).ravel())
            readings = []
            for column in columns:
                own = np.where(nodes < 0, -1, column.reshape(nodes.shape))
                readings.append(self._reading(own, mixed=mixed))
            found.append(Group(tuple(readings), sign))
        return found

    def _reading(self, nodes: Ints, *, mixed: bool) -> Reading:
        """What is read in one place; an array where most nodes are, or constants alone."""
        absent = nodes < 0
        if mixed:
            arrays, counts = np.unique(self.home[nodes[~absent]], return_counts=True)
            array = int(arrays[np.where(arrays < 0, 0, counts).argmax()])
        else:
            array = int(self.home[nodes.flat[int((~absent).ravel().argmax())]])
        if array < 0:
            first = int(nodes.flat[int((~absent).ravel().argmax())])
            assert self.tape.ops[first] is CONSTANT, "what has no array is a constant"
            return Reading(-1, np.full(nodes.shape, -1), nodes, self.tape.numbers[nodes])
        places = self.position[nodes]
        if absent.any() or mixed:
            places[absent | (self.home[nodes] != array)] = -1
            for at in np.flatnonzero(places.ravel() < 0) if mixed and self.first else ():
                home, place = self.first.get(int(nodes.flat[at]), (-1, -1))
                if home == array:
                    places.flat[at] = place
        return Reading(array, places, nodes)

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


def _filled(rows: list[list[int]]) -> Ints:
    """Rows of nodes as a table, -1 where a row has ended."""
    longest = max(map(len, rows))
    if min(map(len, rows)) == longest:
        return np.array(rows)
    return np.array([row + [-1] * (longest - len(row)) for row in rows])

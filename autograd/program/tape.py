"""One sample's computation as a flat tape: operations in order, operands by number.

Vocabulary: an *input* is one array or number of the arguments; it is *batched* where the program
gets one for each sample, *shared* where all samples use the same. Steps on constants alone are
constants, and a step that only renames is the step that it renames.
"""

from __future__ import annotations

from array import array as array_of
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd.errors import InputError
from autograd.graph import order
from autograd.guards import Guard
from autograd.primitive import CONSTANT, LEAF
from autograd.trees import flatten, is_array
from autograd.value import Label, Value

Places = dict[Value, tuple[int, int]]
Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Input(NamedTuple):
    """One array or number among the arguments.

    name: how the program calls it; argument, path: where it stands (``args[argument][path…]``).
    """

    name: str
    argument: int
    path: tuple[Any, ...]
    shape: tuple[int, ...]
    batched: bool


class Decision(NamedTuple):
    """A branch of the function: the node that decided, its outcome in the example, the line."""

    node: int
    outcome: bool
    filename: str
    line: int


class Tape(NamedTuple):
    """The recorded steps, operands before users.

    ops: name of the row, `LEAF` or `CONSTANT`. columns, operands: of each node, -1 for none.
    numbers: the number of each node with the example arguments. place: for a leaf the index of
    its input and its place in it, flat. batched: whether the node differs between samples.
    outputs: the nodes of the result in order, whose shape ``result`` shows. names, scopes: what
    the user called nodes. arguments: what the function calls its arguments; example: those given.
    """

    ops: list[str]
    columns: tuple[array_of[int], array_of[int], array_of[int]]
    operands: Ints
    numbers: Floats
    place: Ints
    batched: np.ndarray[Any, np.dtype[np.bool_]]
    inputs: tuple[Input, ...]
    outputs: list[int]
    result: Any
    names: dict[int, str]
    scopes: dict[int, str]
    arguments: list[str]
    example: list[Any]
    guards: list[Decision]
    safe: bool = True

    def of_guards(self) -> Tape:
        """The tape that answers with the outcomes of the guards."""
        nodes = [guard.node for guard in self.guards]
        return self._replace(outputs=nodes, result=[0.0] * len(nodes), guards=[])


def tape_of(result: Any, places: Places, inputs: Sequence[Input], guards: Sequence[Guard]) -> Tape:
    """The tape of a result. places: which input, and where in it, each leaf is."""
    outputs = [number for _, number in flatten(result, whose="The function's result")]
    if not outputs:
        raise InputError("The function returns no number, so there is nothing to compile.")
    lifted = [o if isinstance(o, Value) else Value(o, name=None) for o in outputs]
    plain = {v for v, o in zip(lifted, outputs, strict=True) if v is not o}
    nodes = order(*lifted, *(guard.truth for guard in guards))
    builder = _Builder(places, inputs, plain)
    index, base = _index(nodes)
    for node in nodes:
        index[node.serial - base] = builder.add(node, index, base)
    tape = builder.tape([index[node.serial - base] for node in lifted], skeleton(result))
    decisions = [
        Decision(index[truth.serial - base], outcome, filename, line)
        for truth, outcome, filename, line in guards
    ]
    return tape._replace(guards=decisions)


def _index(nodes: list[Value]) -> tuple[Any, int]:
    """Something to note the number of each node in, by its serial number less a base: a list,
    which is small and quick, unless the serial numbers lie far apart."""
    base, count = nodes[0].serial, nodes[-1].serial - nodes[0].serial + 1
    return ([-1] * count, base) if count <= 8 * len(nodes) else ({}, 0)


def skeleton(tree: Any) -> Any:
    """A result with zeros for its numbers: its structure alone, which keeps no graph alive."""
    if isinstance(tree, dict):
        return {key: skeleton(branch) for key, branch in tree.items()}
    if isinstance(tree, (list, tuple)):
        made = [skeleton(branch) for branch in tree]
        if isinstance(tree, list):
            return made
        return type(tree)(*made) if hasattr(tree, "_fields") else tuple(made)
    return np.zeros(tree.shape) if is_array(tree) else 0.0


class _Builder:
    """Collects the columns of a tape."""

    def __init__(self, places: Places, inputs: Sequence[Input], plain: set[Value]) -> None:
        self.places = places
        self.inputs = tuple(inputs)
        self.plain = plain
        self.ops: list[str] = []
        self.columns = array_of("q"), array_of("q"), array_of("q")
        self.numbers: list[float] = []
        self.place: list[tuple[int, int, int]] = []
        self.batched: list[bool] = []
        self.constants: dict[str, int] = {}
        self.names: dict[int, str] = {}
        self.scopes: dict[int, str] = {}

    def add(self, node: Value, index: Any, base: int) -> int:
        """The number of a node in the tape; ``index`` has those of its operands."""
        a = node.a
        if a is None:
            return self._end(node)
        first: int = index[a.serial - base]
        b, c = node.b, node.c
        second = -1 if b is None else index[b.serial - base]
        third = -1 if c is None else index[c.serial - base]
        ops, op = self.ops, node.op
        if op == "identity":
            return first
        if (
            ops[first] is CONSTANT
            and (second < 0 or ops[second] is CONSTANT)
            and (third < 0 or ops[third] is CONSTANT)
        ):
            return self._constant(node.data)
        batched = self.batched
        depends = batched[first] or (second >= 0 and batched[second])
        ops.append(op)
        one, two, three = self.columns
        one.append(first)
        two.append(second)
        three.append(third)
        self.numbers.append(node.data)
        batched.append(depends or (third >= 0 and batched[third]))
        number = len(ops) - 1
        if node._meta is not None:
            self._told(node, number)
        return number

    def _told(self, node: Value, number: int) -> None:
        if isinstance(node._meta, Label):
            self.names[number] = node._meta.text
        if node.scope is not None:
            self.scopes[number] = node.scope.name

    def _end(self, node: Value) -> int:
        where = self.places.get(node)
        if where is None:
            if node.op is LEAF and node not in self.plain:
                raise InputError(
                    f"The function uses a Value{f' {node.name!r}' if node.name else ''} from "
                    "outside; a program knows its arguments alone. Pass it as one of them."
                )
            return self._constant(node.data)
        self._push(LEAF, node.data, self.inputs[where[0]].batched)
        self.place.append((len(self.ops) - 1, *where))
        return len(self.ops) - 1

    def _push(self, op: str, data: float, batched: bool) -> None:
        self.ops.append(op)
        for column in self.columns:
            column.append(-1)
        self.numbers.append(data)
        self.batched.append(batched)

    def _constant(self, data: float) -> int:
        key = data.hex()
        if key not in self.constants:
            self._push(CONSTANT, data, False)
            self.constants[key] = len(self.ops) - 1
        return self.constants[key]

    def tape(self, outputs: list[int], result: Any) -> Tape:
        """The finished tape."""
        count = len(self.ops)
        place = np.full((count, 2), -1, dtype=np.int64)
        if self.place:
            ends = np.array(self.place, dtype=np.int64)
            place[ends[:, 0]] = ends[:, 1:]
        operands = np.stack([np.array(x, dtype=np.int64) for x in self.columns], axis=1)
        return Tape(
            self.ops, self.columns, operands,
            np.array(self.numbers), place, np.array(self.batched, dtype=bool), self.inputs,
            outputs, result, self.names, self.scopes, [], [], [],
        )  # fmt: skip

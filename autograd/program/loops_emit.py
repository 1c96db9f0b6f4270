"""Loops in the readable printing: ``for t in range(…)``, states in stacks or in variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from autograd.program import loops_text
from autograd.program.ir import Block, Carry, Kept, Loop, Map, Operand, View, operand_frames
from autograd.program.naming import STEP
from autograd.program.text import BATCH, Text

if TYPE_CHECKING:
    from autograd.program.emit import Emitter


def lines(emitter: Emitter, loop: Loop) -> Iterator[str]:
    """A loop: what it begins from, its head, its body."""
    return _Writer(emitter, loop).lines()


class _Writer:
    """Writes one loop.

    variables: the states that are variables; ends: what is handed on at the end of a step.
    """

    def __init__(self, emitter: Emitter, loop: Loop) -> None:
        self.emitter = emitter
        self.names = emitter.names
        self.block = emitter.block
        self.loop = loop
        self.place = loops_text.counted(loop, self.names[STEP])
        self.entries = loops_text.entries(loop, self.place)
        self.made = {statement.target for statement in loop.body} - set(self.entries)
        self.variables: list[tuple[State, Carry]] = []
        self.ends: list[tuple[str, int]] = []

    def lines(self) -> Iterator[str]:
        """All lines."""
        self._take()
        for kept in self.loop.stacks:
            yield from self._stack(kept)
        for carry in self.loop.carries:
            if carry.array in self.entries:
                self._stacked_state(carry)
            else:
                yield f"{self.names[carry.array]} = {self._begun(carry)}"
                self._state(carry)
        for array, (stack, index) in self.entries.items():
            self.names[array] = f"{self.names[stack]}[{index}]"
        body = self._body()
        yield loops_text.head(self.loop, self.place)
        yield from (f"    {line}" for line in body)
        for kept in self.loop.finals:
            if kept.source in self.entries:
                stack, _ = self.entries[kept.source]
                last = loops_text.last_entry(self.loop, kept.source)
                place = -1 if last == self.block.arrays[stack].dims[0] - 1 else last
                self.names[kept.target] = f"{self.names[stack]}[{place}]"

    def _take(self) -> None:
        """Writes what is taken of outside where it is read."""
        origins = self.emitter.origins
        for each in self.loop.taken:
            family = ""
            if each.family:
                family = loops_text.one_of([origins[x] for x in each.family[:2]], self.place)
            name = Text(self.names.get(each.view.array, ""))
            text = loops_text.taken(each, self.block, name, family, self.place)
            self.emitter.inlined[each.array] = text

    def _stacked_state(self, carry: Carry) -> None:
        stack, _ = self.entries[carry.array]
        if self.entries.get(carry.next, (-1, ""))[0] != stack:
            after = self.place.at(0 if self.loop.backward else 1, 1)
            self.ends.append((f"{self.names[stack]}[{after}]", carry.next))

    def _state(self, carry: Carry) -> None:
        name = self.names[carry.array]
        if carry.next not in self.made:
            self.ends.append((name, carry.next))
            return
        state = State(name, f"_now{carry.array}", f"_next{carry.array}")
        self.names[carry.array], self.names[carry.next] = state.now, state.after
        self.made.remove(carry.next)
        self.variables.append((state, carry))

    def _body(self) -> list[str]:
        """The lines of the body, with the states in their variables."""
        found = list(self.emitter.lines_of(self.loop.body))
        if self.ends:
            left = ", ".join(name for name, _ in self.ends)
            right = ", ".join(self._called(array) for _, array in self.ends)
            found.append(f"{left} = {right}")
        taken = {*self.names.values(), *(name for name, _ in self.emitter.origins.values())}
        for state, carry in self.variables:
            found = settled(found, state, taken)
            if carry.initial == 0.0:
                found = [added_in_place(line, state.name) for line in found]
        return found

    def _called(self, array: int) -> str:
        inlined = self.emitter.inlined
        return inlined[array].code if array in inlined else self.names[array]

    def _stack(self, kept: Kept) -> Iterator[str]:
        """Makes a stack, with the state that a loop begins from in its place."""
        name, array = self.names[kept.target], self.block.arrays[kept.target]
        carry = loops_text.states(self.loop).get(kept.source)
        kind = ", bool" if array.truth else self.emitter.kind
        made = "zeros" if carry is not None and carry.initial == 0.0 else "empty"
        yield f"{name} = np.{made}({self.emitter.shape_of(array)}{kind})"
        if carry is not None and carry.initial != 0.0:
            labels = ((BATCH,) if array.batched else ()) + tuple(range(len(array.dims) - 1))
            text = self.emitter.operand(carry.initial, array.dims[1:], labels)
            yield f"{name}[{-1 if self.loop.backward else 0}] = {text.code}"

    def _begun(self, carry: Carry) -> str:
        """What a state in a variable begins from."""
        array, initial = self.block.arrays[carry.array], carry.initial
        labels = ((BATCH,) if array.batched else ()) + tuple(range(len(array.dims)))
        text = self.emitter.operand(initial, array.dims, labels)
        complete = not labels or (
            isinstance(initial, View)
            and set(initial.labels) == set(range(len(array.dims)))
            and self.block.arrays[initial.array].batched == array.batched
        )
        if complete or may_be_smaller(carry, self.loop, self.block):
            return text.code
        shape, kind = self.emitter.shape_of(array), self.emitter.kind
        if isinstance(initial, View):
            return f"np.broadcast_to({text.code}, {shape})"
        made = {0.0: "zeros", 1.0: "ones"}.get(initial)
        if made is not None:
            return f"np.{made}({shape}{kind})"
        return f"np.full({shape}, {text.code}{kind})"


def only_begins(array: int, loop: Loop) -> bool:
    """Whether a loop reads an array only to begin a state in a variable with it."""
    stacked = {kept.source for kept in loop.stacks}
    return any(
        isinstance(carry.initial, View) and carry.initial.array == array
        and carry.array not in stacked
        for carry in loop.carries
    )  # fmt: skip


def may_be_smaller(carry: Carry, loop: Loop, block: Block) -> bool:
    """Whether a state may begin with fewer dimensions than it goes on with: nothing but steps
    whose other operand has all dimensions reads it."""
    array = block.arrays[carry.array]
    if carry.array in loop.handed_on():
        return False
    full = tuple(range(len(array.dims)))
    for statement in loop.body:
        for operand, sizes in operand_frames(statement):
            if not isinstance(operand, View) or operand.array != carry.array:
                continue
            if not isinstance(statement, Map) or statement.op == "identity":
                return False
            if operand.labels != full or operand.shape != sizes or operand.table is not None:
                return False
            if not any(_fills(other, carry.array, array.batched, full, block)
                       for other in statement.args):  # fmt: skip
                return False
    return True


def _fills(
    other: Operand, array: int, batched: bool, labels: tuple[int, ...], block: Block
) -> bool:
    return (
        isinstance(other, View)
        and other.array != array
        and set(other.labels) == set(labels)
        and block.arrays[other.array].batched == batched
    )


class State(NamedTuple):
    """A state in a variable: its name, and the placeholders of what it was and what it will be."""

    name: str
    now: str
    after: str


def settled(lines: Sequence[str], state: State, taken: set[str]) -> list[str]:
    """The lines of a body with the state in one variable, where nothing reads the old value once
    it has the new; else with a second variable, copied over at the end. taken: names in use."""
    made = next((k for k, line in enumerate(lines) if line.startswith(f"{state.after} = ")), None)
    late = made is None or any(_mentions(line, state.now) for line in lines[made + 1 :])
    after = state.name
    while late and (after == state.name or after in taken):
        after += "_next"
    found = [_put(_put(line, state.now, state.name), state.after, after) for line in lines]
    if late:
        return [*found, f"{state.name} = {after}"]
    return found


def _mentions(line: str, name: str) -> bool:
    return re.search(rf"\b{name}\b", line) is not None


def _put(line: str, old: str, new: str) -> str:
    return re.sub(rf"\b{old}\b", new, line)


def added_in_place(line: str, name: str) -> str:
    """``a = a + b`` as ``a += b``."""
    for sign in "+-":
        if line.startswith(f"{name} = {name} {sign} "):
            return f"{name} {sign}= {line[len(f'{name} = {name} {sign} ') :]}"
    return line

"""Loops in the fast printing: what each step reads and writes is laid out once, as views.

A loop runs over a list with the views of each step: the entries of stacks, and for a state that is
in no stack two buffers by turns, so that nothing is copied from step to step.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from autograd.program import loops_text
from autograd.program.calls import is_one_call
from autograd.program.ir import Carry, Kept, Loop, Map, Taken, View, reads, whole
from autograd.program.loops_text import Place
from autograd.program.text import BATCH, Text

if TYPE_CHECKING:
    from autograd.program.fast import FastEmitter

STEP = "_t"


class Steps:
    """The views of each step, by name: lines that make them for the step ``_t``."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.lines: list[str] = []
        self.names: list[str] = []
        self.known: dict[str, str] = {}

    def moves(self, code: str) -> bool:
        """Whether an expression differs between steps."""
        return any(name == STEP or name in self.names for name in re.findall(r"\b\w+\b", code))

    def view(self, code: str) -> str:
        """The name of a view of each step."""
        if code not in self.known:
            name = self.known[code] = f"_e{self.number}_{len(self.names) + 1}"
            self.names.append(name)
            self.lines.append(f"{name} = {code}")
        return self.known[code]

    def laid_out(self, count: int, backward: bool) -> list[str]:
        """The lines that list the views of all steps."""
        name = f"_steps{self.number}"
        return [
            f"{name} = []",
            f"for {STEP} in {f'reversed(range({count}))' if backward else f'range({count})'}:",
            *(f"    {line}" for line in self.lines),
            f"    {name}.append(({STEP}, {', '.join(self.names)}))",
        ]

    @property
    def head(self) -> str:
        """The line that the body stands under."""
        return f"for {', '.join([STEP, *self.names])} in _steps{self.number}:"


def write(fast: FastEmitter, loop: Loop) -> None:
    """Writes a loop."""
    _Writer(fast, loop).write()


class _Writer:
    """Writes one loop."""

    def __init__(self, fast: FastEmitter, loop: Loop) -> None:
        self.fast = fast
        self.loop = loop
        self.block = fast.block
        fast.loops += 1
        self.steps = Steps(fast.loops)
        self.place = Place(STEP, 0)
        self.ends: list[tuple[str, int]] = []
        self.last: dict[int, str] = {}
        self.free: list[tuple[int, str]] = []

    def write(self) -> None:
        """Writes what comes before the loop, and the loop."""
        fast, loop = self.fast, self.loop
        begin: list[str] = []
        for each in loop.taken:
            begin += self._taken(each)
        for kept in loop.stacks:
            fast.target(kept.target)
        entries = loops_text.entries(loop, self.place)
        for array, (stack, index) in entries.items():
            self._hold(array, self.steps.view(f"{fast.names[stack]}[{index}, ...]"))
        made = {statement.target for statement in loop.body} - set(entries)
        for carry in loop.carries:
            if carry.array in entries:
                self._begin_stack(carry, entries)
            else:
                self._state(carry, made)
        body = self._body()
        ends = [f"np.copyto({target}, {fast.names[array]})" for target, array in self.ends]
        fast.once += self.steps.laid_out(loop.count, loop.backward)
        fast.steps.append(self.steps.head)
        fast.steps += [f"    {line}" for line in [*begin, *body, *ends] or ["pass"]]
        for kept in loop.finals:
            self._final(kept, entries)
        for array, buffer in self.free:
            fast.give_back(array, buffer)

    def _hold(self, array: int, name: str) -> None:
        """Gives an array of the body a place of its own."""
        self.fast.buffers[array] = self.fast.names[array] = name
        self.fast.held.add(array)

    def _taken(self, each: Taken) -> list[str]:
        """What is taken of a buffer is laid out once; of an argument, in each step."""
        fast = self.fast
        family = ""
        if each.family:
            family = loops_text.one_of([fast.origins[x] for x in each.family[:2]], self.place)
        name = Text(fast.names.get(each.view.array, ""))
        text = loops_text.taken(each, self.block, name, family, self.place)
        if each.view.array in fast.buffers or each.view.array in fast.fixed:
            code = text.code
            if not text.labels:
                code = f"{code.removesuffix(']')}, ...]" if code.endswith("]") else code
            if ".reshape(" not in code:
                self._laid_out(each, code)
                return []
        own = f"_a{each.array}"
        fast.names[each.array] = own
        return [f"{own} = {text.code}"]

    def _laid_out(self, each: Taken, code: str) -> None:
        """Lays the views of all steps out. Only what is contiguous may be seen in another shape
        once and for all."""
        array = self.block.arrays[each.view.array]
        name = self.steps.view(code)
        if (array.stacked or not array.batched) and re.fullmatch(r"\w+\[[^:,]+(, \.\.\.)?\]", code):
            self._hold(each.array, name)
        self.fast.names[each.array] = name

    def _begun(self, carry: Carry, buffer: str) -> str:
        """The line that writes what a state begins from."""
        if not isinstance(carry.initial, View):
            return f"{buffer}.fill({carry.initial!r})"
        array = self.block.arrays[carry.array]
        labels = ((BATCH,) if array.batched else ()) + tuple(range(len(array.dims)))
        return f"np.copyto({buffer}, {self.fast.operand(carry.initial, array.dims, labels).code})"

    def _begin_stack(self, carry: Carry, entries: dict[int, tuple[int, str]]) -> None:
        stack, _ = entries[carry.array]
        first, after = (-1, 0) if self.loop.backward else (0, 1)
        entry = self.fast.once_view(f"{self.fast.names[stack]}[{first}, ...]")
        self.fast.steps.append(self._begun(carry, entry))
        if entries.get(carry.next, (-1, ""))[0] != stack:
            index = self.place.at(after, 1)
            target = self.steps.view(f"{self.fast.names[stack]}[{index}, ...]")
            self._copy(target, carry.next)

    def _copy(self, target: str, array: int) -> None:
        """Copies what comes next into its place at the end of a step."""
        self.ends.append((target, array))

    def _state(self, carry: Carry, made: set[int]) -> None:
        """A state in two buffers by turns, or in one where its last reader makes the next."""
        fast, loop = self.fast, self.loop
        shape = fast.shape(self.block.arrays[carry.array])
        one = fast.buffer(shape)
        other = one if self._in_place(carry) else fast.buffer(shape)
        now, after = (1, 0) if loop.backward else (0, 1)
        pair = (one, other)
        fast.steps.append(self._begun(carry, pair[loop.count % 2 if loop.backward else 0]))
        names = [
            one if one == other else
            self.steps.view(f"({one}, {other})[({self.place.at(k, 1)}) % 2]")
            for k in (now, after)
        ]  # fmt: skip
        self._hold(carry.array, names[0])
        if carry.next in made:
            self._hold(carry.next, names[1])
            made.remove(carry.next)
        else:
            self._copy(names[1], carry.next)
        last = pair[0 if loop.backward else loop.count % 2]
        self.last[carry.next] = last
        kept = {each.source for each in loop.finals}
        self.free += [
            (carry.array, buffer) for buffer in {one, other}
            if buffer != last or carry.next not in kept
        ]  # fmt: skip

    def _in_place(self, carry: Carry) -> bool:
        """Whether only the step that makes the next state reads the state, element by element."""
        readers = [s for s in self.loop.body if any(v.array == carry.array for v in reads(s))]
        if len(readers) != 1 or carry.array in self.loop.handed_on():
            return False
        (reader,) = readers
        if not isinstance(reader, Map) or reader.target != carry.next:
            return False
        own = [arg for arg in reader.args if isinstance(arg, View) and arg.array == carry.array]
        return (
            is_one_call(reader.op)
            and own == [whole(carry.array, self.block.arrays[carry.array].dims)]
            and own[0].shape == reader.sizes
            and sum(c.next == carry.next for c in self.loop.carries) == 1
        )

    def _body(self) -> list[str]:
        """The lines of the body."""
        fast, loop = self.fast, self.loop
        outer, last, each = fast.steps, fast.last, fast.each
        own = loop.own()
        fast.steps, fast.each = [], self.steps
        fast.last = defaultdict(lambda: math.inf)
        for place, statement in enumerate(loop.body):
            for view in reads(statement):
                if view.array in own:
                    fast.last[view.array] = place
        for array in loop.handed_on():
            fast.last[array] = math.inf
        self._straight()
        for place, statement in enumerate(loop.body):
            fast.statement(statement, place)
            for array in {view.array for view in reads(statement)}:
                if fast.last[array] == place:
                    fast.release(array)
        lines = fast.steps
        fast.steps, fast.last, fast.each = outer, last, each
        return lines

    def _straight(self) -> None:
        """Computes what an elementwise step makes an array that is held from in its place."""
        fast, made = self.fast, {statement.target: statement for statement in self.loop.body}
        readers = Counter(self.loop.handed_on())
        for statement in self.loop.body:
            readers.update({view.array for view in reads(statement)})
        for statement in reversed(self.loop.body):
            name = fast.buffers.get(statement.target, "")
            if not isinstance(statement, Map) or not is_one_call(statement.op):
                continue
            if statement.target not in fast.held or name not in self.steps.names:
                continue  # a state in one buffer is read before
            target = self.block.arrays[statement.target]
            for arg in statement.args:
                own = made.get(arg.array) if isinstance(arg, View) else None
                if (
                    isinstance(own, Map)
                    and arg == whole(own.target, statement.sizes)
                    and own.target not in fast.held
                    and readers[own.target] == 1
                    and fast.shape(self.block.arrays[own.target]) == fast.shape(target)
                ):
                    self._hold(own.target, name)
                    break

    def _final(self, kept: Kept, entries: dict[int, tuple[int, str]]) -> None:
        """Where an array is after the last step."""
        fast = self.fast
        if kept.source in entries:
            stack, _ = entries[kept.source]
            last = loops_text.last_entry(self.loop, kept.source)
            name = fast.once_view(f"{fast.names[stack]}[{last}, ...]")
            fast.held.add(kept.target)
        else:
            name = self.last.get(kept.source) or fast.buffers[kept.source]
        fast.buffers[kept.target] = fast.names[kept.target] = name

"""Runs of statements that repeat step by step, rolled into loops.

What a loop stands for is written out again and compared with the statements that were there; where
anything differs, the statements stay as they are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import NamedTuple

from autograd.program.builder import Builder
from autograd.program.ir import Axis, Item, Kept, Loop, Map, Statement, View, reads
from autograd.program.loops import rewritten
from autograd.program.loops_draft import Draft, drafted, is_exact, with_first
from autograd.program.loops_match import Keys, matches
from autograd.program.loops_runs import Runs, form

FEWEST_SAVED = 8
"""How many statements fewer there must be with a loop than without."""


def roll(builder: Builder, inputs: Mapping[int, Keys]) -> None:
    """Rolls what repeats in the block of a builder. inputs: where each stands in the arguments."""
    _Roller(builder, inputs).run()


class Entry(NamedTuple):
    """Where the array of one step is now: the entry of a stack, or (-1) an array of its own."""

    array: int
    entry: int


class _Roller:
    """Goes through the statements of a block once."""

    def __init__(self, builder: Builder, inputs: Mapping[int, Keys]) -> None:
        self.inputs = inputs
        self.builder = builder
        self.block = builder.block
        self.arrays = builder.block.arrays
        self.items = list(builder.block.statements)
        self.out: list[Item] = []
        self.made_at: dict[int, int] = {}
        self.last_use: dict[int, int] = {}
        for place, item in enumerate(self.items):
            if not isinstance(item, Loop):
                self.made_at[item.target] = place
            for view in reads(item):
                self.last_use[view.array] = place
        for _, operand, _ in self.block.returns:
            if isinstance(operand, View):
                self.last_use[operand.array] = len(self.items)
        self.entries: dict[int, Entry] = {}
        self.gone: set[int] = set()
        self.hopeless: set[tuple[int, int]] = set()
        self.floor = 0
        self._now: dict[int, Statement] = {}

    def statement(self, place: int) -> Statement | None:
        """The statement at a place, reading loops where they are; None for a loop."""
        if place not in self._now:
            item = self.items[place]
            if isinstance(item, Loop):
                return None
            self._now[place] = rewritten(item, item.target, self._moved)
        return self._now[place]

    def _moved(self, view: View) -> View:
        """A view of what a loop made as a view of where that is kept."""
        found = self.entries.get(view.array)
        if found is None:
            return view
        if found.entry < 0:
            return view._replace(array=found.array)
        if view.table is not None:
            dims = self.arrays[view.array].dims
            axes = tuple(Axis(0, ((d, 1),)) for d in range(len(dims)))
            entry = View(found.array, (self.arrays[found.array].dims[0], *dims),
                         (Axis(found.entry), *axes))  # fmt: skip
            made = self.block.array(dataclasses.replace(self.arrays[view.array], hint=""))
            self.out.append(Map(made, "identity", (entry,), dims))
            self.entries[view.array] = Entry(made, -1)
            return view._replace(array=made)
        count = self.arrays[found.array].dims[0]
        return View(found.array, (count, *view.shape), (Axis(found.entry), *view.axes))

    def run(self) -> None:
        """Rolls all that repeats."""
        runs = Runs([
            object() if isinstance(item, Loop) else form(item) for item in self.items
        ])  # fmt: skip
        place = 0
        while place < len(self.items):
            draft = self._best(place, runs)
            if draft is None:
                self._copy(place)
                place += 1
                continue
            for before in range(place, draft.match.start):
                self._copy(before)
            self._write(draft)
            place = self.floor = draft.match.end
        self.block.statements[:] = self.out
        self.block.returns[:] = [
            (name, self._moved(o) if isinstance(o, View) else o, sizes)
            for name, o, sizes in self.block.returns
        ]
        self.builder.forget(self.gone)
        self.builder.knows(item for item in self.out if not isinstance(item, Loop))

    def _copy(self, place: int) -> None:
        item = self.items[place]
        self.out.append(item if isinstance(item, Loop) else self.statement(place) or item)

    def _best(self, place: int, runs: Runs) -> Draft | None:
        """The loop among those that may start here that saves most statements."""
        found: list[Draft] = []
        for run in runs.at(place):
            if (run.period, run.end) in self.hopeless:
                continue
            if any(run.period % draft.match.period == 0 for draft in found):
                continue  # several steps of that one taken together
            drafts = [draft for m in matches(self, run) if (draft := drafted(self, m))]
            drafts.sort(key=lambda draft: -draft.saved)
            good = (d for d in drafts if d.saved >= FEWEST_SAVED and is_exact(self, d))
            best = next(good, None)
            if best is None:
                self.hopeless.add((run.period, run.end))
            else:
                found.append(best)
        return max(found, key=lambda draft: draft.saved, default=None)

    def _write(self, draft: Draft) -> None:
        """Puts a loop in the place of what it stands for."""
        match, loop = draft.match, draft.loop
        first = draft.first
        if first is not None:
            self.out = [
                item for item in self.out
                if isinstance(item, Loop) or item.target not in first.targets
            ]  # fmt: skip
            self.gone.update(first.targets)
            loop = with_first(loop, first)
        made: dict[int, list[int]] = {
            statement.target: [
                self.items[match.start + k * match.period + slot].target  # type: ignore[union-attr]
                for k in range(match.steps)
            ]
            for slot, statement in enumerate(loop.body)
        }
        if first is not None:
            for target, array in first.arrays.items():
                made[target].insert(0, array)
        for arrays in made.values():
            self.gone.update(arrays)
        self.out.append(self._keeping(loop, made, match.end))
        self._now.clear()

    def _keeping(self, loop: Loop, made: dict[int, list[int]], end: int) -> Loop:
        """The loop keeping what is read of it after its end."""
        states = {carry.next: carry.array for carry in reversed(loop.carries)}
        stacks, finals = [], []
        for body, arrays in made.items():
            used = [k for k, array in enumerate(arrays) if self.last_use.get(array, -1) >= end]
            known = self.arrays[body]
            if used == [loop.count - 1]:
                target = self.block.array(dataclasses.replace(known))
                finals.append(Kept(target, body))
                self.entries[arrays[-1]] = Entry(target, -1)
            elif used:
                state = body in states
                target = self.block.array(dataclasses.replace(
                    known, dims=(loop.count + state, *known.dims), stacked=True
                ))  # fmt: skip
                stacks.append(Kept(target, states.get(body, body)))
                for k in used:
                    self.entries[arrays[k]] = Entry(target, k + state)
        return dataclasses.replace(loop, stacks=tuple(stacks), finals=tuple(finals))

"""Which arrays of loops are called by one name.

A state has the name of what comes next, and what a loop keeps that of what it keeps; what the body
takes of an array outside is named as that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from autograd.program.ir import Block, Loop

T = TypeVar("T")


class Shared:
    """followers: the arrays that have the name of another; taken: what the arrays of bodies are
    parts of; states: the arrays that give a state its name."""

    def __init__(self, block: Block) -> None:
        self.followers: dict[int, list[int]] = {}
        self.taken: dict[int, int] = {}
        self.states: set[int] = set()
        for loop in block.statements:
            if isinstance(loop, Loop):
                self._loop(loop)
        self.leaders = {x: leader for leader, own in self.followers.items() for x in own}

    def _loop(self, loop: Loop) -> None:
        self.taken |= {each.array: each.view.array for each in loop.taken}
        made = {statement.target for statement in loop.body}
        of: dict[int, int] = {}
        for carry in loop.carries:
            if carry.next in made and carry.next not in of.values():
                of[carry.array] = carry.next
            else:
                self.followers.setdefault(carry.array, [])
            self.states.add(of.get(carry.array, carry.array))
        for kept in loop.stacks:
            of[kept.target] = of.get(kept.source, kept.source)
        follows = {carry.next: carry.array for carry in reversed(loop.carries)}
        for kept in loop.finals:  # after the last step, the state that goes on with it
            source = follows.get(kept.source, kept.source)
            of[kept.target] = of.get(source, source)
        for array, leader in of.items():
            self.followers.setdefault(leader, []).append(array)

    def leader(self, array: int) -> int:
        """The array whose name an array has."""
        array = self.taken.get(array, array)
        return self.leaders.get(array, array)

    def led(self, known: Mapping[int, T]) -> dict[int, T]:
        """What is known of arrays, by those whose names they have; the first that is known."""
        found: dict[int, T] = {}
        for array, value in known.items():
            found.setdefault(self.leaders.get(array, array), value)
        return found

    def together(self, names: dict[int, str]) -> dict[int, str]:
        """The names of all arrays that are called as another is."""
        return {
            array: names[leader] for leader, own in self.followers.items() for array in own
        }  # fmt: skip

"""What is known of one check of a function, while it is judged."""

from __future__ import annotations

from typing import Final, NamedTuple

from autograd.check.functions.answers import Answer
from autograd.check.functions.blocks import Block
from autograd.check.functions.evidence import Evidence
from autograd.check.functions.given import Given

ENGINE: Final = "the engine's own reverse mode"


class Part(NamedTuple):
    """One block to judge: where its inputs begin in the row of all, and which of the answer's
    numbers are its."""

    block: Block
    offset: int
    answer: Answer
    shape: tuple[int, ...]
    places: list[int]


class Case(NamedTuple):
    """Everything known of one check."""

    name: str
    given: Given
    result: tuple[int, ...]
    evidence: Evidence
    parts: list[Part]

    def columns(self, part: Part) -> list[tuple[int, int]]:
        """For each flat place of a part's derivative its output and its input."""
        outputs, size = range(len(self.given.outputs)), range(part.block.size)
        return [(k, part.offset + i) for k in outputs for i in size]

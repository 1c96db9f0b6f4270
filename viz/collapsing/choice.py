"""How much to collapse, so that a picture can be laid out and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograd.value import Value
from viz.collapsing.cells import Cells, Detail, Regions, cells
from viz.collapsing.flat import Flat, flatten

WHOLE = 250
"""Graphs with at most this many nodes are drawn whole, unless a depth is asked for."""

READABLE = 40
"""Boxes of a picture that was collapsed without being asked to."""

MOST_BOXES = 1_000
MOST_EDGES = 4_000
"""What a layout engine is given at most."""

PIECES = (16, 6)


@dataclass(frozen=True, slots=True)
class View:
    """A graph, and which of its nodes share a box.

    less: whether this is less than what was asked for. whole: whether every node has its own box.
    """

    flat: Flat
    regions: Regions
    cells: Cells
    detail: Detail
    asked: int | None
    less: bool = False

    @property
    def whole(self) -> bool:
        """Whether every node has a box of its own."""
        return len(self.cells.cells) == len(self.flat.nodes)

    def coarser(self) -> View | None:
        """The next view with fewer boxes; None where there is none."""
        here = len(self.cells.cells)
        for detail in _details(self.flat, self.regions, self.detail.depth):
            if self.detail.pieces and detail.pieces in (0, self.detail.pieces):
                continue
            found = cells(self.flat, self.regions, detail)
            if len(found.cells) < 0.7 * here:
                return View(self.flat, self.regions, found, detail, self.asked, less=True)
        return None


def view(outputs: Sequence[Value], depth: int | None) -> View:
    """The view of a graph down to a depth of scopes, or with None to one that can be read.

    Whatever was asked for, it has at most about `MOST_BOXES` boxes.
    """
    flat = flatten(outputs)
    regions = Regions(flat)
    return _readable(flat, regions) if depth is None else _asked(flat, regions, depth)


def _asked(flat: Flat, regions: Regions, depth: int) -> View:
    deepest = min(depth, regions.deepest)
    for detail in _details(flat, regions, deepest):
        found = cells(flat, regions, detail)
        if _fits(found, MOST_BOXES, MOST_EDGES):
            break
    asked = Detail(deepest, formulas=False)
    return View(flat, regions, found, detail, depth, less=detail != asked)


def _readable(flat: Flat, regions: Regions) -> View:
    if len(flat.nodes) <= WHOLE:
        detail = Detail(regions.deepest, formulas=False)
        return View(flat, regions, cells(flat, regions, detail), detail, None)
    found: Cells | None = None
    for detail in _details(flat, regions, regions.repeating):
        if detail.pieces and found is not None and _fits(found, WHOLE, 4 * WHOLE):
            break  # too much to be read at a glance, but better than pieces without a meaning
        if regions.open(detail.depth) > READABLE:
            continue  # each has at least one box
        found, last = cells(flat, regions, detail), detail
        if _fits(found, READABLE, 4 * READABLE):
            break
    assert found is not None, "there is always a detail to try"
    return View(flat, regions, found, last, None)


def _details(flat: Flat, regions: Regions, depth: int) -> Iterator[Detail]:
    """From the finest to the coarsest that a depth allows."""
    if len(flat.nodes) <= 4 * MOST_BOXES or regions.deepest > depth:
        yield Detail(depth, formulas=False)
    for level in range(depth, -1, -1):
        yield Detail(level, formulas=True)
    for pieces in PIECES:
        yield Detail(0, formulas=True, pieces=pieces)


def _fits(found: Cells, boxes: int, edges: int) -> bool:
    return len(found.cells) <= boxes and found.edges <= edges

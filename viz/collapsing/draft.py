"""Boxes, edges and frames of a view, as the drawing model has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograd.scopes import Scope
from autograd.value import Value
from viz.collapsing.cells import Sort
from viz.collapsing.choice import View
from viz.collapsing.summary import Summary
from viz.picture import Box, Edge, Group, Kind, Role, Row
from viz.wording import TOOLTIP_LIMIT, number, printable


class Reader(Protocol):
    """What knows how single nodes are drawn."""

    def box(self, node: Value) -> Box:
        """The box of a node."""

    def edges(self, node: Value) -> Iterator[Edge]:
        """An edge for each operand, in their order."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What was told of some nodes. reasons: to look at them. numbers: how they measure up, and
    each number's position on the scale."""

    reasons: Mapping[Value, str]
    numbers: Mapping[Value, float]
    position: Mapping[Value, float | None]


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a picture."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]


def frames(view: View) -> dict[Scope, Group]:
    """The frame of every open scope that has something in it."""
    numbers = {scope: place for place, scope in enumerate(view.regions.levels)}
    used: set[Scope] = set()
    for cell in view.cells.cells:
        region = cell.region
        while region is not None and region not in used:
            used.add(region)
            region = region.parent
    return {
        scope: Group(
            key=f"s{numbers[scope]}",
            title=printable(scope.name),
            parent=None if scope.parent is None else f"s{numbers[scope.parent]}",
            tooltip=printable(scope.path, TOOLTIP_LIMIT),
        )
        for scope in view.regions.levels
        if scope is not None and scope in used
    }


def draft(
    view: View, reader: Reader, derivatives: Sequence[float], values: bool, marks: Marks
) -> Draft:
    """The boxes and edges of a view.

    reader: draws the nodes that have a box of their own. derivatives: of all nodes in their
    order; empty where none are shown. values: whether values are shown.
    """
    around = frames(view)
    summary = Summary(view, derivatives, values)
    boxes = []
    for place, cell in enumerate(view.cells.cells):
        if cell.sort is Sort.NODE:
            boxes.append(reader.box(view.flat.nodes[cell.members[0]]))
        else:
            group = around[cell.region].key if cell.region is not None else None
            boxes.append(_box(view, summary, place, group, marks))
    order = sorted(range(len(boxes)), key=lambda place: view.cells.cells[place].members[-1])
    return Draft(
        boxes=tuple(boxes[place] for place in order),
        edges=tuple(_edges(view, reader, [box.key for box in boxes])),
        groups=tuple(around.values()),
    )


_KINDS = {Sort.ARRAY: Kind.ARRAY, Sort.INPUTS: Kind.ARRAY}


def _box(view: View, summary: Summary, place: int, group: str | None, marks: Marks) -> Box:
    cell = view.cells.cells[place]
    members = [view.flat.nodes[i] for i in cell.members] if marks.reasons or marks.numbers else []
    rows = list(summary.rows(place))
    measured = [node for node in members if node in marks.numbers]
    most = max(measured, key=lambda node: marks.position[node] or 0.0, default=None)
    if most is not None:
        rows.append(Row(Role.NUMBER, f"at most {number(marks.numbers[most])}"))
    reasons = [marks.reasons[node] for node in members if node in marks.reasons]
    rows += [Row(Role.MARK, printable(reason, 48)) for reason in dict.fromkeys(reasons[:3])]
    return Box(
        key=f"c{place + 1}",
        kind=_KINDS.get(cell.sort, Kind.BLOCK),
        title=summary.title(place),
        rows=tuple(rows),
        tooltip=summary.tooltip(place),
        group=group,
        output=any(i in view.flat.outputs for i in cell.members),
        position=None if most is None else marks.position[most],
        many=cell.many > 1,
    )


def _edges(view: View, reader: Reader, keys: Sequence[str]) -> Iterator[Edge]:
    """Edges between single nodes as they are; all others between two boxes as one."""
    cells, of = view.cells.cells, view.cells.of
    single = [cell.sort is Sort.NODE for cell in cells]
    merged: dict[tuple[int, int], int] = {}
    for i, operands in enumerate(view.flat.operands):
        head = of[i]
        own: list[Edge] = []
        for place, j in enumerate(operands):
            tail = of[j]
            if single[head] and single[tail]:
                own = own or list(reader.edges(view.flat.nodes[i]))
                yield own[place]
            elif tail != head:
                merged[tail, head] = merged.get((tail, head), 0) + 1
    for (tail, head), count in merged.items():
        told = f"{count:,} use{'' if count == 1 else 's'}"
        yield Edge(keys[tail], keys[head], 0, tooltip=told, count=count)

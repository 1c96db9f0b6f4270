"""A picture for each step: what is not yet known is left out, what happens now stands out.

All of them have room for every number, so that nothing moves from one to the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from autograd.primitive import LEAF
from viz.picture import Box, Edge, Kind, Picture, Role, Row
from viz.stepping.walk import BACKWARD, FORWARD, Step, Walk

_POINTS = 7.4
"""Of a digit, and of a letter of the lines below, at most."""
_SIGN = 22
"""Points of the sign before a number, and of the space around both."""


def frames(walk: Walk, whole: Picture) -> Iterator[Picture]:
    """The picture of what is given, and one for each step. whole: with all numbers."""
    prepared = roomy(walk, whole)
    keys = {node: f"n{place}" for place, node in enumerate(walk.nodes, 1)}
    known = {keys[node] for node in walk.nodes if node.op == LEAF}
    derived: set[str] = set()
    crossed: set[str] = set()
    yield _frame(prepared, walk, 0, known, derived, crossed, None)
    for place, step in enumerate(walk.steps, 1):
        if step.direction == FORWARD:
            known.add(keys[step.node])
        else:
            derived.add(keys[step.node])
            crossed |= {_edge_key(walk, use, keys[step.node]) for use in step.uses}
        yield _frame(prepared, walk, place, known, derived, crossed, step)


def roomy(walk: Walk, whole: Picture) -> Picture:
    """The picture with room for all numbers, and with the titles of the walk."""
    keys = {f"n{place}": node for place, node in enumerate(walk.nodes, 1)}
    boxes = tuple(replace(box, title=walk.titles[keys[box.key]]) for box in whole.boxes)
    numbers = [row.text for box in boxes for row in box.rows]
    labels = [edge.label for edge in whole.edges]
    lines = [walk.given, *(step.text for step in walk.steps)]
    return replace(
        whole,
        boxes=boxes,
        room=_room(max(map(len, numbers), default=0)),
        label_room=_room(max(map(len, labels), default=0)),
        lines_room=round(_POINTS * (12 + max(map(len, lines)))),
    )


def _room(characters: int) -> int:
    return round(_SIGN + _POINTS * characters)


def _edge_key(walk: Walk, use: tuple[int, int], tail: str) -> str:
    place, slot = use
    return f"{tail}-n{place + 1}-{slot}"


def _frame(
    whole: Picture,
    walk: Walk,
    place: int,
    known: Collection[str],
    derived: Collection[str],
    crossed: Collection[str],
    step: Step | None,
) -> Picture:
    now = None if step is None else f"n{walk.nodes.index(step.node) + 1}"
    heads = set() if step is None else {f"n{use[0] + 1}" for use in step.uses}
    boxes = tuple(
        replace(box, rows=tuple(_rows(box, known, derived)), active=box.key == now, tooltip="")
        for box in whole.boxes
    )
    edges = tuple(_edge(edge, crossed, now, heads, step) for edge in whole.edges)
    count = len(walk.steps)
    if step is None:
        lines = ("Start", walk.given)
    else:
        lines = (f"Step {place} of {count}, {step.direction}", step.text)
    told = f"{lines[0]}: {lines[1]}"
    return replace(whole, boxes=boxes, edges=edges, lines=lines, caption="", description=told)


def _rows(box: Box, known: Collection[str], derived: Collection[str]) -> Iterator[Row]:
    for row in box.rows:
        seen = known if row.role is Role.VALUE else derived
        yield row if box.key in seen or box.kind is Kind.CONSTANT else replace(row, text="")


def _edge(
    edge: Edge, crossed: Collection[str], now: str | None, heads: Collection[str], step: Step | None
) -> Edge:
    key = f"{edge.tail}-{edge.head}-{edge.operand}"
    label = edge.label if key in crossed else ""
    active = ""
    if step is not None and step.direction == FORWARD and edge.head == now:
        active = FORWARD
    elif step is not None and edge.tail == now and edge.head in heads and not edge.quiet:
        active = BACKWARD
    return replace(edge, label=label, active=active, tooltip="")

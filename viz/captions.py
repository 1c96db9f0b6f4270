"""The words below a picture: its legend, its caption, and the picture in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from autograd.primitive import LEAF
from autograd.value import Value
from viz.collapsing import MOST_BOXES, View
from viz.picture import Box, Edge, Entry, Role
from viz.wording import DIGITS, printable

ROUNDED = f"Numbers with {DIGITS} significant digits are rounded."


def legend(
    boxes: Sequence[Box], edges: Sequence[Edge], outputs: Sequence[Value]
) -> tuple[Entry, ...]:
    """An entry for each kind of fact that the picture has, but for what its scale explains."""
    present = {row.role for box in boxes for row in box.rows}
    if any(edge.label and edge.flow is None for edge in edges):
        present.add(Role.LOCAL)
    meanings = {
        Role.VALUE: "value",
        Role.DERIVATIVE: f"derivative of {called(outputs)}",
        Role.LOCAL: "local derivative",
        Role.MARK: "look here",
    }
    return tuple(Entry(role, text) for role, text in meanings.items() if role in present)


def collapsed(view: View) -> str:
    """How much of the graph is collapsed, and how to see more of it; "" where all is shown."""
    if view.whole:
        return ""
    boxes, nodes = len(view.cells.cells), len(view.flat.nodes)
    told = f"{nodes:,} nodes in {_counted(boxes, 'box')}."
    if view.less and view.asked is not None:
        return f"{told} That is less than depth={view.asked} asks for: it can be laid out."
    open_to = view.detail.depth
    more = open_to < view.regions.deepest or (view.detail.formulas and nodes <= MOST_BOXES)
    return f"{told} depth={open_to + 1} shows more." if more else told


SPANS = "“a to b”: the least and the largest, in three digits."


def spans(boxes: Sequence[Box]) -> str:
    """What a span of numbers means, where a box shows one."""
    flows = (Role.VALUE, Role.DERIVATIVE)
    shown = any(row.role in flows and " to " in row.text for box in boxes for row in box.rows)
    return SPANS if shown else ""


def called(outputs: Sequence[Value]) -> str:
    """What the derivatives are derivatives of, in a few words."""
    if len(outputs) > 1:
        return f"the sum of the {len(outputs)} outputs"
    return printable(outputs[0].name or "") or "the output"


def description(outputs: Sequence[Value], nodes: Sequence[Value]) -> str:
    """The picture in a sentence, for those who cannot see it."""
    what = called(outputs) if len(outputs) == 1 else f"{len(outputs)} outputs"
    inputs = _counted(sum(node.op == LEAF for node in nodes), "input")
    operations = _counted(sum(bool(node.args) for node in nodes), "operation")
    return f"Computation graph of {what}: {inputs}, {operations}."


def _counted(many: int, noun: str) -> str:
    plural = "es" if noun.endswith("x") else "s"
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}{plural}"

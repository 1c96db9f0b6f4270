"""A recorded graph as a picture: what was written is what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograd.errors import InputError
from autograd.graph import order, scopes
from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials
from autograd.scopes import Scope
from autograd.value import Value
from viz import captions
from viz.formulas import titles
from viz.measured import Measured
from viz.picture import Box, Edge, Group, Kind, Picture, Role, Row
from viz.wording import TOOLTIP_LIMIT, exact, number, printable

MAX_BOXES = 20_000
"""Larger graphs are refused: no engine lays them out in a time worth waiting for."""

_DIRECTIONS = ("LR", "TB")
_KINDS = {LEAF: Kind.LEAF, CONSTANT: Kind.CONSTANT}


@dataclass(frozen=True)
class Options:
    """What to show of a graph; `viz.draw` explains each."""

    values: bool = True
    grads: bool = True
    depth: int | None = None
    title: str = ""
    direction: str = "LR"
    highlight: Mapping[Value, str] = field(default_factory=dict)
    colours: Mapping[Value, float] = field(default_factory=dict)
    measure: str = ""


def keys(nodes: Iterable[Value]) -> dict[Value, str]:
    """The key of each node's box: ``n1``, ``n2``, … in the order given."""
    return {node: f"n{place}" for place, node in enumerate(nodes, 1)}


def picture(outputs: Sequence[Value], options: Options) -> Picture:
    """The picture of everything that the outputs were made from.

    Derivatives are those of the output, or of the sum of the outputs where there are several;
    ``.grad`` of the nodes is neither read nor changed.

    Raises:
        InputError: no outputs, too many nodes, or an option that does not fit the graph.
    """
    outputs = list(dict.fromkeys(outputs))
    nodes = order(*outputs)
    _check(outputs, nodes, options)
    frames = _frames(outputs, options.depth)
    measured = Measured.of(options.colours, options.measure) if options.colours else None
    reader = _Reader(outputs, nodes, frames, measured, options)
    boxes = tuple(reader.box(node) for node in nodes)
    edges = tuple(edge for node in nodes for edge in reader.edges(node))
    return Picture(
        boxes=boxes,
        edges=edges,
        groups=tuple(dict.fromkeys(frames.values())),
        title=printable(options.title, 200),
        caption=captions.ROUNDED if reader.rounded else "",
        legend=captions.legend(boxes, edges, outputs),
        scale=measured.scale if measured else None,
        direction=options.direction,
        description=captions.description(outputs, nodes),
    )


def outputs_of(y: Value | Iterable[Value], function: str) -> list[Value]:
    """The Values that are to be drawn; arrays of them are taken element by element.

    function: what was called, for the `InputError` that tells of anything else.
    """
    if isinstance(y, Value):
        return [y]
    flat = getattr(y, "flat", y)
    outputs = list(flat) if isinstance(flat, Iterable) and not isinstance(flat, str) else [flat]
    for output in outputs:
        if not isinstance(output, Value):
            raise InputError(
                f"{function} takes a Value or several, not {type(output).__name__}. A formula is "
                "recorded by parse(text).graph(x=1.5), a function by calling it with Values."
            )
    return outputs


def _check(outputs: Sequence[Value], nodes: Sequence[Value], options: Options) -> None:
    if not outputs:
        raise InputError("There is nothing to draw: the list of outputs is empty.")
    if len(nodes) > MAX_BOXES:
        raise InputError(
            f"The graph has {len(nodes):,} nodes; a picture of more than {MAX_BOXES:,} boxes can "
            "neither be laid out nor read. Draw a part of it: a node in its middle, or one sample "
            "of a smaller model."
        )
    if options.direction not in _DIRECTIONS:
        raise InputError(f"direction is 'LR' or 'TB', not {options.direction!r}.")
    if options.depth is not None and options.depth < 0:
        raise InputError(f"depth counts levels of scopes from 0; it cannot be {options.depth}.")
    known = set(nodes)
    for told, given in (("highlight", options.highlight), ("colours", options.colours)):
        if any(node not in known for node in given):
            raise InputError(f"{told} names a Value that is not in the graph.")


def _frames(outputs: Sequence[Value], depth: int | None) -> dict[Scope, Group]:
    """The frame of every scope; scopes deeper than ``depth`` share that of the one around them."""
    frames: dict[Scope, Group] = {}
    levels: dict[Scope | None, int] = {None: 0}
    for scope in scopes(*outputs):
        levels[scope] = levels[scope.parent] + 1
        outer = None if scope.parent is None else frames.get(scope.parent)
        if depth is None or levels[scope] <= depth:
            frames[scope] = Group(
                key=f"s{len(levels) - 1}",
                title=printable(scope.name),
                parent=outer.key if outer else None,
                tooltip=printable(scope.path, TOOLTIP_LIMIT),
            )
        elif outer is not None:
            frames[scope] = outer
    return frames


class _Reader:
    """Boxes and edges of one graph, from what is computed for all of its nodes at once."""

    def __init__(
        self,
        outputs: Sequence[Value],
        nodes: Sequence[Value],
        frames: Mapping[Scope, Group],
        measured: Measured | None,
        options: Options,
    ) -> None:
        self.rounded = False
        self._outputs = set(outputs)
        self._keys = keys(nodes)
        self._titles = titles(nodes)
        self._frames = frames
        self._measured = measured
        self._options = options
        self._derivatives = cotangents(outputs) if options.grads else {}

    def box(self, node: Value) -> Box:
        """The box of a node."""
        frame = self._frames.get(node.scope) if node.scope is not None else None
        return Box(
            key=self._keys[node],
            kind=_KINDS.get(node.op, Kind.OPERATION),
            title=self._titles[node],
            rows=tuple(self._rows(node)),
            tooltip="; ".join(self._facts(node)),
            group=frame.key if frame else None,
            output=node in self._outputs,
            position=self._measured.position(node) if self._measured else None,
        )

    def edges(self, node: Value) -> Iterator[Edge]:
        """One edge for each use of an operand."""
        slopes = local_partials(node) if self._options.grads else ()
        for place, operand in enumerate(node.args):
            quiet = operand.op == CONSTANT or not PRIMITIVES[node.op].partials[place]
            tooltip = f"{self._titles[operand]} → {self._titles[node]}"
            label = ""
            if slopes and not quiet:
                label = self._number(slopes[place])
                tooltip += f"; local derivative {exact(slopes[place])}"
            yield Edge(self._keys[operand], self._keys[node], place, label, tooltip, quiet)

    def _rows(self, node: Value) -> Iterator[Row]:
        if node.op != CONSTANT:
            if self._options.values:
                yield Row(Role.VALUE, self._number(node.data))
            if self._options.grads:
                yield Row(Role.DERIVATIVE, self._number(self._derivatives[node]))
        if self._measured is not None and node in self._measured.numbers:
            yield Row(Role.NUMBER, self._number(self._measured.numbers[node]))
        if node in self._options.highlight:
            yield Row(Role.MARK, printable(self._options.highlight[node], 48))

    def _facts(self, node: Value) -> Iterator[str]:
        yield self._titles[node]
        if node.name is not None and printable(node.name) != node.name:
            yield printable(node.name, TOOLTIP_LIMIT)
        if self._options.values or node.op == CONSTANT:
            yield f"value {exact(node.data)}"
        if self._options.grads and node.op != CONSTANT:
            yield f"derivative {exact(self._derivatives[node])}"
        if node in self._options.highlight:
            yield printable(self._options.highlight[node], TOOLTIP_LIMIT)
        if node.scope is not None:
            yield f"in {printable(node.scope.path, TOOLTIP_LIMIT)}"

    def _number(self, value: float) -> str:
        text = number(value)
        self.rounded = self.rounded or float(text) != value == value
        return text

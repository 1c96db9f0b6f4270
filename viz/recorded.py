"""A recorded graph as a picture: what was written is what is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograd.collection import paused
from autograd.errors import InputError
from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials
from autograd.value import Value
from viz import captions
from viz.collapsing import Marks, Sort, View, draft, frames, view
from viz.formulas import titles
from viz.measured import Flows, Measured
from viz.picture import Box, Edge, Kind, Picture, Role, Row
from viz.wording import TOOLTIP_LIMIT, exact, number, printable

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
    flows: Flows | None = None


def picture(outputs: Sequence[Value], options: Options) -> Picture:
    """As `read`, the picture alone."""
    return read(outputs, options).picture


@dataclass(frozen=True)
class Recorded:
    """A graph as a picture, and how to make one with fewer boxes.

    nodes: how many there are.
    """

    picture: Picture
    nodes: int
    _view: View
    _outputs: Sequence[Value]
    _options: Options

    def coarser(self, why: str) -> Recorded | None:
        """The graph with fewer boxes; ``why`` is told below. None where it has no such view."""
        view = self._view.coarser()
        return None if view is None else _drawn(view, self._outputs, self._options, why)


def read(outputs: Sequence[Value], options: Options) -> Recorded:
    """The picture of everything that the outputs were made from.

    Derivatives are those of the output, or of the sum of the outputs where there are several;
    ``.grad`` of the nodes is neither read nor changed.

    Raises:
        InputError: no outputs, or an option that does not fit the graph.
    """
    outputs = list(dict.fromkeys(outputs))
    if not outputs:
        raise InputError("There is nothing to draw: the list of outputs is empty.")
    if options.depth is not None and options.depth < 0:
        raise InputError(f"depth counts levels of scopes from 0; it cannot be {options.depth}.")
    with paused():
        return _drawn(view(outputs, options.depth), outputs, options)


def _drawn(view: View, outputs: Sequence[Value], options: Options, why: str = "") -> Recorded:
    nodes = view.flat.nodes
    _check(nodes, options)
    measured = Measured.of(options.colours, options.measure) if options.colours else None
    reader = _Reader(view, outputs, measured, options)
    made = draft(view, reader, reader.derivatives, options.values, reader.marks)
    told = [why, captions.collapsed(view), captions.spans(made.boxes)]
    told.append(captions.ROUNDED if reader.rounded else "")
    shown = Picture(
        boxes=made.boxes,
        edges=made.edges,
        groups=made.groups,
        title=printable(options.title, 200),
        caption=" ".join(filter(None, told)),
        legend=captions.legend(made.boxes, made.edges, outputs),
        scale=measured.scale if measured else None,
        flow=options.flows.scale if options.flows else None,
        direction=options.direction,
        description=captions.description(outputs, nodes),
    )
    return Recorded(shown, len(nodes), view, outputs, options)


def outputs_of(y: object, function: str) -> list[Value]:
    """The Values that are to be drawn; arrays of them are taken element by element.

    function: what was called, for the `InputError` that tells of anything else.
    """
    if isinstance(y, Value):
        return [y]
    flat = getattr(y, "flat", y)
    found = list(flat) if isinstance(flat, Iterable) and not isinstance(flat, str) else [flat]
    outputs = [output for output in found if isinstance(output, Value)]
    if len(outputs) < len(found):
        wrong = next(output for output in found if not isinstance(output, Value))
        raise InputError(
            f"{function} takes a Value or several, not {type(wrong).__name__}. A formula is "
            "recorded by parse(text).graph(x=1.5), a function by calling it with Values."
        )
    return outputs


def _check(nodes: Sequence[Value], options: Options) -> None:
    if options.direction not in _DIRECTIONS:
        raise InputError(f"direction is 'LR' or 'TB', not {options.direction!r}.")
    if not options.highlight and not options.colours:
        return
    known = set(nodes)
    for told, given in (("highlight", options.highlight), ("colours", options.colours)):
        if any(node not in known for node in given):
            raise InputError(f"{told} names a Value that is not in the graph.")


class _Reader:
    """Boxes and edges of single nodes, from what is computed for all of the graph at once."""

    def __init__(
        self, view: View, outputs: Sequence[Value], measured: Measured | None, options: Options
    ) -> None:
        self.rounded = False
        self._outputs = set(outputs)
        self._frames = frames(view)
        self._measured = measured
        self._options = options
        known = cotangents(outputs) if options.grads else {}
        self.derivatives = [known[node] for node in view.flat.nodes] if options.grads else []
        seen = _seen(view)
        nodes = view.flat.nodes
        self._keys = {nodes[i]: f"n{i + 1}" for i in seen}
        self._derivatives = {nodes[i]: self.derivatives[i] for i in seen} if options.grads else {}
        self._titles = titles(nodes[i] for i in seen)

    @property
    def marks(self) -> Marks:
        """What was told of some nodes."""
        if self._measured is None:
            return Marks(self._options.highlight, {}, {})
        numbers = self._measured.numbers
        positions = {node: self._measured.position(node) for node in numbers}
        return Marks(self._options.highlight, numbers, positions)

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
        flows = self._options.flows
        for place, operand in enumerate(node.args):
            quiet = operand.op == CONSTANT or not PRIMITIVES[node.op].partials[place]
            tooltip = f"{self._titles.get(operand, '…')} → {self._titles[node]}"
            label = ""
            if slopes and not quiet:
                label = self._number(slopes[place])
                tooltip += f"; local derivative {exact(slopes[place])}"
            flow = flows.position((node, place)) if flows else None
            if flows:
                label = flows.label((node, place))
                tooltip += f"; {label}" if label else ""
            yield Edge(
                self._keys.get(operand, ""),
                self._keys[node],
                place,
                label,
                tooltip,
                quiet,
                flow=flow,
            )

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


def _seen(view: View) -> list[int]:
    """The places of nodes with a box of their own, and of the inputs that they name."""
    cells, of = view.cells.cells, view.cells.of
    single = [cell.sort is Sort.NODE for cell in cells]
    flat = view.flat
    return [
        i
        for i in range(len(flat.nodes))
        if single[of[i]]
        or (not flat.operands[i] and flat.user[i] >= 0 and single[of[flat.user[i]]])
    ]

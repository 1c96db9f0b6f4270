"""What is visible of a graph when some of its scopes are collapsed: the page's first picture.

``script/view.js`` says the same of the views that come after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from autograd.primitive import CONSTANT, LEAF
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials
from autograd.scopes import Scope
from autograd.value import Value
from viz import captions
from viz.page.naming import Naming
from viz.picture import Box, Edge, Group, Kind, Picture, Role, Row
from viz.wording import TOOLTIP_LIMIT, exact, number, printable

ROOM = 58
"""Points that a number's cell has at least: eight characters and the sign."""
COLLAPSED = "▸"
OPEN = "▾"

_KINDS = {LEAF: Kind.LEAF, CONSTANT: Kind.CONSTANT}


class View:
    """The boxes and edges of a graph with some scopes collapsed."""

    def __init__(
        self,
        nodes: Sequence[Value],
        outputs: Sequence[Value],
        regions: Sequence[Scope],
        names: Mapping[Value, Naming],
    ) -> None:
        self._nodes, self._names = nodes, names
        self._outputs = dict.fromkeys(outputs)  # `in` a list would compare, and record it
        self._regions = regions
        self._keys = {node: f"n{place}" for place, node in enumerate(nodes, 1)}
        self._scope_keys = {scope: f"s{place}" for place, scope in enumerate(regions, 1)}
        self._derivatives = cotangents(list(outputs))

    def picture(self, collapsed: Collection[Scope], title: str) -> Picture:
        """The picture in which each of the scopes ``collapsed`` is one box."""
        hiding = self._hiding(collapsed)
        homes = {node: hiding.get(node.scope) if node.scope else None for node in self._nodes}
        boxes = tuple(self._boxes(homes))
        edges = tuple(self._edges(homes))
        groups = tuple(self._group(scope) for scope in self._regions if scope not in hiding)
        return Picture(
            boxes=boxes,
            edges=edges,
            groups=groups,
            title=title,
            caption=captions.ROUNDED,
            legend=captions.legend(boxes, edges, list(self._outputs)),
            room=ROOM,
            description=captions.description(list(self._outputs), self._nodes),
        )

    def _group(self, scope: Scope) -> Group:
        key, title = self._scope_keys[scope], self.heading(scope, OPEN)
        return Group(key, title, self._around(scope), printable(scope.path, TOOLTIP_LIMIT))

    def heading(self, scope: Scope, sign: str) -> str:
        """What stands above a frame, or in the box that it is collapsed to."""
        return f"{sign} {printable(scope.name)}"

    def _around(self, scope: Scope) -> str | None:
        return None if scope.parent is None else self._scope_keys[scope.parent]

    def _hiding(self, collapsed: Collection[Scope]) -> dict[Scope, Scope]:
        """For each scope that is not open the outermost collapsed one around it, or itself."""
        hiding: dict[Scope, Scope] = {}
        for scope in self._regions:
            if scope.parent in hiding:
                hiding[scope] = hiding[scope.parent]
            elif scope in collapsed:
                hiding[scope] = scope
        return hiding

    def _boxes(self, homes: Mapping[Value, Scope | None]) -> Iterator[Box]:
        inside: dict[Scope, list[Value]] = {}
        for node, home in homes.items():
            if home is not None:
                inside.setdefault(home, []).append(node)
        exits = self._exits(homes)
        for node, home in homes.items():
            if home is None:
                yield self._box(node)
            elif home in inside:
                yield self._scope_box(home, inside.pop(home), exits.get(home, []))

    def _exits(self, homes: Mapping[Value, Scope | None]) -> dict[Scope, list[Value]]:
        """The nodes of each collapsed scope that are used outside of it."""
        found: dict[Scope, dict[Value, None]] = {}
        for node, home in homes.items():
            for used in node.args:
                inner = homes[used]
                if inner is not None and inner is not home:
                    found.setdefault(inner, {})[used] = None
        for output in self._outputs:
            inner = homes[output]
            if inner is not None:
                found.setdefault(inner, {})[output] = None
        return {scope: list(nodes) for scope, nodes in found.items()}

    def _box(self, node: Value) -> Box:
        return Box(
            key=self._keys[node],
            kind=_KINDS.get(node.op, Kind.OPERATION),
            title=self._names[node].title,
            rows=() if node.op == CONSTANT else self._flows(node),
            tooltip=self._names[node].title,
            group=self._scope_keys[node.scope] if node.scope else None,
            output=node in self._outputs,
        )

    def _scope_box(self, scope: Scope, inside: list[Value], exits: list[Value]) -> Box:
        operations = sum(bool(node.args) for node in inside)
        counted = f"{operations} operation{'' if operations == 1 else 's'}"
        return Box(
            key=self._scope_keys[scope],
            kind=Kind.BLOCK,
            title=self.heading(scope, COLLAPSED),
            rows=(Row(Role.COUNT, counted), *(self._flows(exits[0]) if len(exits) == 1 else ())),
            tooltip=printable(scope.path, TOOLTIP_LIMIT),
            group=self._around(scope),
            output=any(node in self._outputs for node in exits),
        )

    def _flows(self, node: Value) -> tuple[Row, Row]:
        value, derivative = node.data, self._derivatives[node]
        return Row(Role.VALUE, number(value)), Row(Role.DERIVATIVE, number(derivative))

    def _edges(self, homes: Mapping[Value, Scope | None]) -> Iterator[Edge]:
        merged: set[tuple[str, str]] = set()
        for node, home in homes.items():
            slopes = local_partials(node) if home is None else ()
            for place, operand in enumerate(node.args):
                tail = self._key(operand, homes)
                head = self._key(node, homes)
                if home is None and homes[operand] is None:
                    yield self._edge(node, place, slopes[place])
                elif tail != head and (tail, head) not in merged:
                    merged.add((tail, head))
                    yield Edge(tail, head, 0, quiet=operand.op == CONSTANT)

    def _key(self, node: Value, homes: Mapping[Value, Scope | None]) -> str:
        home = homes[node]
        return self._keys[node] if home is None else self._scope_keys[home]

    def _edge(self, node: Value, place: int, slope: float) -> Edge:
        operand = node.args[place]
        quiet = operand.op == CONSTANT or not PRIMITIVES[node.op].partials[place]
        told = f"{self._names[operand].title} → {self._names[node].title}"
        if not quiet:
            told += f"; local derivative {exact(slope)}"
        label = "" if quiet else number(slope)
        return Edge(self._keys[operand], self._keys[node], place, label, told, quiet)

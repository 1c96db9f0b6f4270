"""A recorded graph as the data of a page: columns of numbers and texts, nothing that runs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence

from autograd.expression.grammar import ATOM
from autograd.lines import Line, Lines
from autograd.scopes import Scope
from autograd.value import Value
from viz.page.naming import Naming
from viz.wording import TOOLTIP_LIMIT, printable


def columns(
    nodes: Sequence[Value],
    outputs: Sequence[Value],
    regions: Sequence[Scope],
    names: Mapping[Value, Naming],
    lines: Lines | None,
) -> dict[str, object]:
    """The graph column by column; nodes, scopes and lines are told by their place."""
    places = {node: place for place, node in enumerate(nodes)}
    scope_places = {scope: place for place, scope in enumerate(regions)}
    found = [lines.of(node) if lines else None for node in nodes]
    line_places: dict[Line, int] = {}
    for line in filter(None, found):
        line_places.setdefault(line, len(line_places))
    return {
        "version": 1,
        "called": called(outputs, names),
        "op": [node.op for node in nodes],
        "args": [[places[operand] for operand in node.args] for node in nodes],
        "data": [plain(node.data) for node in nodes],
        "title": [names[node].title for node in nodes],
        "term": [names[node].term.text for node in nodes],
        "compound": [place for node, place in places.items() if names[node].term.binding != ATOM],
        "name": [printable(node.name or "", TOOLTIP_LIMIT) for node in nodes],
        "scope": [scope_places[node.scope] if node.scope else -1 for node in nodes],
        "line": [-1 if line is None else line_places[line] for line in found],
        "outputs": [places[output] for output in outputs],
        "scopes": [
            [printable(scope.name), scope_places[scope.parent] if scope.parent else -1]
            for scope in regions
        ],
        "lines": [[printable(line.file, 80), line.number, printable(line.text, 160)]
                  for line in line_places],
    }  # fmt: skip


def called(outputs: Sequence[Value], names: Mapping[Value, Naming]) -> str:
    """What stands above the line in ∂…/∂x."""
    return names[outputs[0]].term.text if len(outputs) == 1 else "Σ"


def plain(value: float) -> float | str:
    """A float for JSON, which lacks the three that are not finite."""
    return value if math.isfinite(value) else str(value)


def script_safe(data: object) -> str:
    """JSON that cannot end the script element that it stands in, nor begin a comment there."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

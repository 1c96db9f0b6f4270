"""One picture by one tool, in a process of its own: records, draws, tells how long drawing took."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from benchmarks.networks import SIZES, network

Draw = Callable[[], str]


def glassgrad(size: int, dot: str, scopes: bool, depth: int | None = None) -> Draw:
    """`viz.draw`, which collapses what is large; a depth asks for as much as can be laid out."""
    autograd, viz = import_module("autograd"), import_module("viz")
    viz.set_engine(dot, timeout=600.0)
    scope = {"scope": autograd.scope} if scopes else {}
    y = network(autograd.Value, autograd.ops.relu, SIZES[size], **scope)
    return lambda: str(viz.draw(y, depth=depth).svg)


def micrograd(size: int, dot: str) -> Draw:
    """What its notebook trace_graph.ipynb does: all numbers, and a node for each operation."""
    graphviz: Any = import_module("graphviz.backend.dot_command")
    graphviz.DOT_BINARY = dot
    y = network(import_module("micrograd.engine").Value, lambda value: value.relu(), SIZES[size])
    y.backward()

    def draw() -> str:
        nodes, edges = set(), set()

        def build(value: Any) -> None:
            if value not in nodes:
                nodes.add(value)
                for child in value._prev:
                    edges.add((child, value))
                    build(child)

        build(y)
        graph = import_module("graphviz").Digraph(format="svg", graph_attr={"rankdir": "LR"})
        for node in nodes:
            label = f"{{ data {node.data:.4f} | grad {node.grad:.4f} }}"
            graph.node(name=str(id(node)), label=label, shape="record")
            if node._op:
                graph.node(name=str(id(node)) + node._op, label=node._op)
                graph.edge(str(id(node)) + node._op, str(id(node)))
        for child, parent in edges:
            graph.edge(str(id(child)), str(id(parent)) + parent._op)
        return str(graph.pipe().decode())

    return draw


def torchviz(size: int, dot: str) -> Draw:
    """`torchviz.make_dot`: the functions of the backward pass, without numbers."""
    torch, make_dot = import_module("torch"), import_module("torchviz").make_dot
    graphviz: Any = import_module("graphviz.backend.dot_command")
    graphviz.DOT_BINARY = dot
    torch.set_num_threads(1)

    def leaf(number: float) -> Any:
        return torch.tensor(number, dtype=torch.float64, requires_grad=True)

    y = network(leaf, torch.relu, SIZES[size])
    return lambda: str(make_dot(y).pipe(format="svg").decode())


TOOLS: dict[str, Callable[[int, str], Draw]] = {
    "glassgrad, with scopes": lambda size, dot: glassgrad(size, dot, scopes=True),
    "glassgrad, without": lambda size, dot: glassgrad(size, dot, scopes=False),
    "glassgrad, every node": lambda size, dot: glassgrad(size, dot, scopes=False, depth=99),
    "micrograd draw_dot": micrograd,
    "torchviz": torchviz,
}


def run(tool: str, size: int, dot: str) -> None:
    """Prints ``ready`` when the graph is recorded, then a line of JSON."""
    draw = TOOLS[tool](size, dot)
    print("ready", flush=True)
    start = time.perf_counter()
    try:
        svg = draw()
    except RecursionError as error:
        print(json.dumps({"error": type(error).__name__}), flush=True)
        return
    seconds = time.perf_counter() - start
    boxes = svg.count('class="node"')
    print(json.dumps({"seconds": seconds, "boxes": boxes, "bytes": len(svg)}), flush=True)

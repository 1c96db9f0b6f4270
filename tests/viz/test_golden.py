"""Golden pictures: boxes, edges, frames and lines in their order, held against files.

Pictures are compared by structure; pixels and coordinates differ between layout engines. After a
change that is meant, delete the file of ``golden/`` and run the test again: it is written anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import viz
from autograd import Value, array, ops, scope
from autograd.check import check
from viz.picture import Picture

GOLDEN = Path(__file__).with_name("golden")


def lab() -> Value:
    w, b, x, y = Value(-2, "w"), Value(8, "b"), Value(2, "x"), Value(1, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J


def network(scopes: bool) -> Value:
    layer = list(array([0.25 * k for k in range(12)], name="x"))
    for depth, units in enumerate((8, 4), 1):
        rows = [[((3 * k + j) % 7 - 3) / 8 for j in range(len(layer))] for k in range(units)]
        W, b = array(rows, name=f"W{depth}"), array([0.5] * units, name=f"b{depth}")
        if scopes:
            with scope(f"layer{depth}"):
                found = []
                for k in range(units):
                    with scope("unit"):
                        found.append(ops.relu(sum(W[k, j] * x for j, x in enumerate(layer)) + b[k]))
                layer = found
        else:
            layer = [
                ops.relu(sum(W[k, j] * x for j, x in enumerate(layer)) + b[k]) for k in range(units)
            ]
    return sum(layer[1:], layer[0])


def pictures() -> dict[str, Callable[[], Picture]]:
    return {
        "lab": lambda: viz.draw(lab()).picture,
        "network-scopes": lambda: viz.draw(network(scopes=True)).picture,
        "network-layers": lambda: viz.draw(network(scopes=True), depth=0).picture,
        "network-formulas": lambda: viz.draw(network(scopes=False)).picture,
        "verdict": lambda: (
            viz.draw(check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims={"y": "x**2"})).picture
        ),
        "sharing": lambda: viz.sharing(lab()).picture,
        "step": lambda: viz.steps(lab()).frames[9].picture,
        "worksheet": lambda: viz.steps(lab()).worksheet.picture,
        "solution": lambda: viz.steps(lab()).solution.picture,
    }


def structure(picture: Picture) -> dict[str, Any]:
    return {
        "boxes": [
            [box.key, str(box.kind), box.title, box.group or "", "output" if box.output else ""]
            + [f"{row.role}: {row.text}" for row in box.rows]
            + [mark for mark in ("many", "active") if getattr(box, mark)]
            for box in picture.boxes
        ],
        "edges": [
            [edge.tail, edge.head, edge.operand, edge.label, edge.count, edge.active]
            for edge in picture.edges
        ],
        "groups": [[group.key, group.title, group.parent or ""] for group in picture.groups],
        "legend": [f"{entry.role}: {entry.text}" for entry in picture.legend],
        "below": [picture.title, picture.caption, *picture.lines],
        "bars": [[bar.text, round(bar.share, 6)] for bar in picture.bars],
        "description": picture.description,
    }


@pytest.mark.parametrize("name", pictures())
def test_the_picture_is_what_it_was(name):
    path = GOLDEN / f"{name}.json"
    found = structure(pictures()[name]())
    if not path.exists():
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
        pytest.fail(f"{path.name} was written; look at it and run again")
    assert found == json.loads(path.read_text("utf-8"))


def test_every_golden_file_has_a_picture():
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(pictures())

"""The benchmark of drawing: its graphs have the sizes that they are named after, and it runs."""

from __future__ import annotations

import pytest

from autograd import Value, ops, scope
from autograd.graph import order
from benchmarks import pictures
from benchmarks.networks import SIZES, network
from viz import engines


@pytest.mark.parametrize("size", [size for size in SIZES if size < 10_000])
def test_a_network_has_about_as_many_nodes_as_it_says(size):
    y = network(Value, ops.relu, SIZES[size], scope)
    assert len(order(y)) == pytest.approx(size, rel=0.05)


def test_a_picture_is_measured_in_a_process_of_its_own():
    dot = next(engines.engines("svg")).command[0]
    row = pictures.once("glassgrad, with scopes", 25, dot, limit=60)
    assert row["boxes"] == 26
    assert row["seconds"] > 0


def test_a_tool_that_takes_too_long_is_stopped():
    dot = next(engines.engines("svg")).command[0]
    assert pictures.once("glassgrad, every node", 500, dot, limit=0.01) == {"error": "> 0.01 s"}


def test_the_table_has_a_cell_for_each_tool_and_size():
    rows = [
        {"size": 25, "tool": "a", "seconds": 0.5, "boxes": 26},
        {"size": 1000, "tool": "a", "error": "RecursionError"},
    ]
    lines = pictures.markdown(rows, 60).splitlines()
    assert "| nodes | 25 | 1,000 |" in lines
    assert "| a | 0.50 s, 26 | RecursionError |" in lines

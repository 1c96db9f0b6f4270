"""How many lines each graph comes back as, forward and with its gradient: no more than these.

A graph that is no longer recognised is still right, so nothing else would tell.
"""

from __future__ import annotations

import pytest

from autograd.program import compile
from autograd.program.assemble import Request

LINES = {
    "mlp": (6, 20),
    "theta_mlp": (5, 26),
    "conv1d": (4, 13),
    "conv1d_positions_outside": (3, 12),
    "conv2d": (5, 14),
    "conv_padded": (4, 9),
    "pooling": (3, 7),
    "layer_norm": (3, 9),
    "attention": (8, 20),
    "softmax": (4, None),
    "logsumexp": (4, 8),
    "residual": (4, 18),
    "rnn": (5, 18),
    "lstm": (9, 38),
    "gru": (9, 42),
    "horner": (3, 14),
    "rk4": (26, 120),
    "heat_periodic": (6, 25),
    "heat_fixed": (7, 25),
    "cumulative": (2, 5),
    "triangular": (3, 7),
    "shared_twice": (3, 11),
    "penalty": (2, 7),
    "gram": (1, 6),
    "partial": (4, 17),
    "sparse": (4, 10),
    "black_scholes": (6, 31),
    "rosenbrock": (2, 12),
    "mixed_reads": (3, None),
    "matrices": (4, 10),
    "matrices_both_batched": (4, 14),
    "matrices_shared": (4, 11),
    "extremes": (3, 12),
    "diagonal": (2, 12),
    "choices": (2, 5),
}


def lines(text: str) -> int:
    """The lines of a function but for its head and its last."""
    body = text.splitlines()[1:-1]
    return sum(not line.strip().startswith("#") and bool(line.strip()) for line in body)


def test_the_table_has_every_graph(graphs):
    assert set(LINES) == set(graphs)


@pytest.mark.parametrize("name", LINES)
def test_graphs_come_back_in_few_lines(graphs, name):
    graph = graphs[name]
    program = compile(graph.f, *graph.arguments(None), in_axes=graph.in_axes)
    forward, backward = LINES[name]
    assert lines(program.printed(Request()).text) <= forward
    if backward is not None:
        shared = tuple(range(graph.batched, len(graph.shapes))) or tuple(range(len(graph.shapes)))
        assert lines(program.printed(Request(shared, "mean")).text) <= backward

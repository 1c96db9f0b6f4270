"""The line of each node, and that recording is as it was once the tracing is over."""

from __future__ import annotations

import subprocess
import sys
import threading

import numpy as np
import pytest

from autograd import Value, array, ops, recorders, value
from autograd.graph import order
from autograd.lines import Line, tracing


def test_each_node_knows_the_line_that_recorded_it():
    with tracing() as lines:
        x = Value(2.0, "x")
        square = x * x
        y = ops.sin(square) + 1
    assert lines.of(square) == Line("test_lines.py", lines.of(x).number + 1, "square = x * x")
    assert {lines.of(node).text for node in order(y)[-3:]} == {"y = ops.sin(square) + 1"}
    assert len(lines) == len(order(y))


def test_a_statement_over_several_lines_is_told_by_the_line_of_the_step():
    with tracing() as lines:
        x = Value(2.0)
        y = (
            x
            + x * x
        )  # fmt: skip
    assert lines.of(y.args[1]).text == "+ x * x"


def test_operators_functions_arrays_and_sums_are_told_by_the_users_line():
    with tracing() as lines:
        w = array(np.arange(4.0), "w")
        made = [np.tanh(w).sum(), ops.softmax(list(w))[0], w[0]]
    texts = {lines.of(node).text for y in made for node in order(y)}
    assert len(texts) == 2
    assert all("autograd" not in lines.of(node).file for y in made for node in order(y))


def test_nodes_from_elsewhere_have_none():
    before = Value(1.0)
    with tracing() as lines:
        inside = before + 1
    after = inside + 1
    assert lines.of(before) is lines.of(after) is None
    assert lines.of(inside) is not None


def test_tracings_nest():
    with tracing() as outer:
        x = Value(1.0)
        with tracing() as inner:
            y = x * 2
        z = y * 3
    assert [lines.of(y).text for lines in (outer, inner)] == ["y = x * 2"] * 2
    assert inner.of(z) is None
    assert outer.of(z).text == "z = y * 3"


def test_recording_is_as_it_was_afterwards():
    clock = value.tick
    with pytest.raises(ZeroDivisionError), tracing():
        raise ZeroDivisionError
    assert value.tick is recorders.tick is clock
    assert type(clock).__name__ == "method-wrapper"


def test_a_module_first_loaded_while_tracing_gets_the_plain_clock_back():
    code = (
        "from autograd import Value\nfrom autograd.lines import tracing\n"
        "with tracing() as lines:\n    from autograd import array\n    w = array([1.0, 2.0], 'w')\n"
        "from autograd.arrays import elements\nfrom autograd import value\n"
        "print(elements.tick is value.tick, lines.of(w[0]).number)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "True 5\n"


def test_a_thread_without_a_frame_of_the_users_is_no_trouble():
    x = Value(1.0)
    made = []
    with tracing() as lines:
        thread = threading.Thread(target=lambda: made.append(x + 1))
        thread.start()
        thread.join()
    assert lines.of(made[0]).file == "test_lines.py"

"""Pure functions on a recorded graph."""

from __future__ import annotations

import pytest

from autograd import Value, ops, scope
from autograd.arithmetic import FLOAT, NUMPY
from autograd.forward import DUALS, Dual
from autograd.graph import constants, counts, evaluate, leaves, order, recorded_since


def example():
    a, b = Value(2.0, name="a"), Value(-3.0, name="b")
    shared = a * b
    return a, b, ops.tanh(shared + a**2) + shared


def test_order_is_operands_first_each_once():
    a, b, y = example()
    nodes = order(y)
    assert len(nodes) == len(set(nodes)) == 8
    assert nodes[-1] is y
    place = {node: n for n, node in enumerate(nodes)}
    assert all(place[arg] < place[node] for node in nodes for arg in node.args)
    assert {a, b} < set(nodes)


def test_order_of_several_outputs_and_of_none():
    a, _, y = example()
    z = a + 1
    assert order(y, z, y)[-2:] == [z.args[1], z]
    assert order(a) == [a]
    assert order() == []


def test_order_changes_nothing():
    a, _, y = example()
    order(y)
    assert (a.grad, a.cotangent, y.cotangent) == (0.0, None, None)


def test_leaves_and_constants():
    a, b, y = example()
    assert leaves(y) == [a, b]
    assert [node.data for node in constants(y)] == [2.0]
    unused = Value(5.0)
    assert unused not in set(leaves(y))


def test_counts():
    _, _, y = example()
    assert counts(y) == (8, 5, 2, 1, 9)
    assert counts(y).edges == 9  # mul 2, pow 2, add 2, tanh 1, add 2


def test_counts_of_a_leaf_and_of_a_square():
    a = Value(1.0)
    assert counts(a) == (1, 0, 1, 0, 0)
    assert counts(a * a) == (2, 1, 1, 0, 2)


def test_steps_of_reverse_mode_are_n_plus_p_and_one_at_a_time_n_times_p():
    a, _, y = example()
    assert (counts(y).reverse_steps, counts(y).one_at_a_time_steps) == (5 + 2, 5 * 2)
    asked = counts(y, wrt=[a])
    assert (asked.reverse_steps, asked.one_at_a_time_steps) == (5 + 1, 5 * 1)


def test_named_operations_are_the_steps_of_a_picture():
    a, _, y = example()
    y.name = "y"
    assert counts(y, named=True).operations == 1
    assert counts(y, named=True).edges == counts(y).edges
    assert counts(y, wrt=iter([a]), named=True).reverse_steps == 2


def test_what_was_recorded_since():
    a = Value(1.0)
    before = a * 2
    y = before * 3 + a
    nodes, older = recorded_since(before.serial, y)
    assert [node.op for node in nodes] == ["constant", "mul", "add"]
    assert older
    assert recorded_since(0, y) == (order(y), False)
    assert recorded_since(before.serial, a) == ([], True)
    assert recorded_since(before.serial, Value(3.0) + 1)[1] is False


# Evaluating again


def test_a_graph_runs_again_with_other_numbers():
    a, b, y = example()
    numbers = evaluate([y], FLOAT, {a: 0.5, b: 0.25})
    assert numbers[y] == FLOAT.tanh(0.5 * 0.25 + 0.5**2) + 0.5 * 0.25
    assert numbers[a] == 0.5
    assert y.data != numbers[y]
    assert a.data == 2.0


def test_leaves_that_are_not_named_keep_their_number():
    a, _, y = example()
    assert evaluate([y], FLOAT, {})[y] == y.data
    assert evaluate([y], FLOAT, {a: 0.0})[y] == 0.0


def test_a_node_in_the_middle_may_be_given():
    _, _, y = example()
    shared = y.args[1]
    assert evaluate([y], FLOAT, {shared: 0.0})[y] == FLOAT.tanh(4.0)


def test_a_graph_runs_again_on_duals_and_on_arrays():
    a, b, y = example()
    dual = evaluate([y], DUALS, {a: Dual(2.0, 1.0)})[y]
    y.backward()
    assert (dual.primal, dual.tangent) == (y.data, pytest.approx(a.grad, rel=1e-15))
    import numpy as np

    xs = np.linspace(-1, 1, 5)
    got = evaluate([y], NUMPY, {a: xs})[y]
    assert got == pytest.approx(np.tanh(xs * b.data + xs**2) + xs * b.data)


def test_evaluating_several_outputs_computes_each_node_once():
    calls = []

    class Counting(type(FLOAT)):
        def apply(self, name, *operands):
            calls.append(name)
            return super().apply(name, *operands)

    a = Value(2.0)
    shared = ops.exp(a)
    evaluate([shared * 2, shared + 1], Counting(), {})
    assert sorted(calls) == ["add", "exp", "mul"]


def test_scopes_do_not_change_what_is_counted():
    a = Value(1.0)
    with scope("layer"):
        y = a * 2
    assert counts(y).operations == 1

"""Reverse mode: cotangents from right to left."""

from __future__ import annotations

import math
import threading

import pytest

from autograd import Value, ops, reverse
from autograd.errors import InputError
from autograd.graph import order
from autograd.reverse import backward, cotangents, gradient, local_partials, recorded_gradient


def test_gradients_accumulate_like_pytorchs():
    a, b = Value(2.0), Value(5.0)
    y = a * b
    y.backward()
    y.backward()
    assert (a.grad, b.grad, y.grad) == (10.0, 4.0, 2.0)
    y.zero_grad()
    assert (a.grad, b.grad, y.grad) == (0.0, 0.0, 0.0)
    y.backward()
    assert (a.grad, b.grad) == (5.0, 2.0)


def test_every_node_on_the_way_gets_its_derivative():
    a = Value(2.0)
    inner = a * 3
    y = inner * inner
    y.backward()
    assert (y.grad, inner.grad, a.grad) == (1.0, 12.0, 36.0)


def test_a_node_used_twice_sums_both_ways():
    a = Value(3.0)
    y = a * a + a
    y.backward()
    assert a.grad == 7.0


def test_a_shared_part_is_gone_through_once():
    """2**60 paths lead from y to x: a pass over paths would never end."""
    x = Value(1.0)
    y = x
    for _ in range(60):
        y = y + y
    y.backward()
    assert x.grad == 2.0**60


def test_a_graph_that_is_used_again():
    x = Value(2.0)
    shared = ops.exp(x)
    one, two = shared * 3, shared**2
    one.backward()
    two.backward()
    assert x.grad == pytest.approx(3 * math.exp(2.0) + 2 * math.exp(4.0))
    three = one + two
    x.grad = 0.0
    three.backward()
    assert x.grad == pytest.approx(3 * math.exp(2.0) + 2 * math.exp(4.0))


def test_seeds():
    x = Value(2.0)
    y = x**2
    y.backward(seed=10)
    assert x.grad == 40.0
    assert cotangents(y, 0.25)[x] == 1.0


def test_several_outputs_are_the_sum_weighted_by_their_seeds():
    a, b = Value(2.0), Value(3.0)
    outputs = [a * b, a + b, a]
    assert cotangents(outputs)[a] == 3.0 + 1.0 + 1.0
    backward(outputs, [1.0, 10.0, 100.0])
    assert (a.grad, b.grad) == (3.0 + 10.0 + 100.0, 2.0 + 10.0)
    assert cotangents([a, a], [1.0, 2.0]) == {a: 3.0}
    assert cotangents([]) == {}


def test_an_output_may_lie_below_another():
    a = Value(2.0)
    inner = a * a
    assert cotangents([inner * 3, inner])[a] == 4 * (3 + 1)


@pytest.mark.parametrize("seed", [None, "1", 1j, [None], Value(1.0)])
def test_a_seed_is_a_number(seed):
    a = Value(2.0)
    with pytest.raises(InputError, match="A seed is a real number, not"):
        backward(a * a, seed)
    assert a.grad == 0.0


@pytest.mark.parametrize("seeds", [[1.0], [1.0, 2.0, 3.0], []])
def test_as_many_seeds_as_outputs(seeds):
    a = Value(2.0)
    with pytest.raises(InputError, match=f"2 outputs need as many seeds, not {len(seeds)}"):
        backward([a, a * 2], seeds)


def test_cotangents_leave_gradients_alone():
    a = Value(2.0)
    y = a * a
    assert cotangents(y) == {y: 1.0, a: 4.0}
    assert (a.grad, y.grad) == (0.0, 0.0)


def test_cotangents_of_what_nothing_flows_to_are_zero():
    a, b = Value(2.0), Value(3.0)
    y = ops.where(a > 0, a, b) + ops.floor(b)
    found = cotangents(y)
    assert (found[a], found[b]) == (1.0, 0.0)


def test_a_leaf_is_its_own_derivative():
    a = Value(2.0)
    a.backward()
    assert a.grad == 1.0


def test_local_partials_are_one_for_each_operand():
    a, b = Value(2.0), Value(3.0)
    assert local_partials(a * b) == (3.0, 2.0)
    assert local_partials(a) == ()
    assert local_partials(a - b) == (1.0, -1.0)
    assert local_partials(ops.where(a > b, a, b)) == (0.0, 0.0, 1.0)
    assert local_partials(ops.maximum(a, b)) == (0.0, 1.0)
    assert all(type(slope) is float for slope in local_partials(ops.clip(a, 0, 1)))


def test_gradient_with_respect_to_chosen_numbers():
    a, b = Value(2.0), Value(3.0)
    y = a * a * b
    assert gradient([y], [10.0], [b, a, Value(1.0)]) == [40.0, 120.0, 0.0]
    assert a.cotangent is None
    assert (a.grad, b.grad) == (0.0, 0.0)


def test_a_recorded_gradient_is_a_graph():
    a, b = Value(2.0), Value(3.0)
    y = a * a * b
    of_a, of_b = recorded_gradient(order(y), [y], [1.0], [a, b])
    assert (of_a.data, of_b.data) == (12.0, 4.0)
    assert cotangents(of_a)[b] == 4.0
    assert cotangents(of_a)[a] == 6.0
    assert cotangents(of_b)[a] == 4.0


# Interruptions


class Interrupted(BaseException):
    """Whatever may come at any time: a KeyboardInterrupt, a MemoryError."""


def clean(y):
    return all(node.cotangent is None for node in order(y))


@pytest.mark.parametrize("after", [0, 1, 3, 7])
def test_an_interruption_leaves_no_marks(monkeypatch, after):
    x = Value(0.5)
    y = x
    for _ in range(10):
        y = ops.sin(y) * x
    left = iter(range(after))
    pullback = reverse.sweep.__globals__["PULLBACKS"]["sin"]

    def interrupting(node, g):
        if next(left, None) is None:
            raise Interrupted
        pullback(node, g)

    for run in (backward, cotangents, lambda out: gradient([out], [1.0], [x])):
        monkeypatch.setitem(reverse.sweep.__globals__["PULLBACKS"], "sin", interrupting)
        with pytest.raises(Interrupted):
            run(y)
        assert clean(y)
        monkeypatch.undo()
        left = iter(range(after))
    assert x.grad == 0.0
    y.backward()
    expected = Value(0.5)
    z = expected
    for _ in range(10):
        z = ops.sin(z) * expected
    z.backward()
    assert x.grad == expected.grad


def test_a_normal_pass_leaves_no_marks():
    x = Value(0.5)
    y = ops.sin(x) * x
    y.backward()
    cotangents(y)
    gradient([y], [1.0], [x])
    assert clean(y)


def test_threads_share_a_graph():
    x = Value(0.5)
    shared = ops.exp(x)
    outputs = [shared * (n + 1) for n in range(8)]
    found = {}

    def run(n):
        for _ in range(200):
            found[n] = cotangents(outputs[n])[x]
            outputs[n].backward()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    slope = math.exp(0.5)
    assert found == {n: pytest.approx((n + 1) * slope) for n in range(8)}
    assert x.grad == pytest.approx(200 * sum(range(1, 9)) * slope)


def test_threads_record_at_the_same_time():
    found = {}

    def run(n):
        x = Value(1.0)
        y = x
        for _ in range(2000):
            y = y * 1.0001 + x
        y.backward()
        found[n] = (y.data, x.grad)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found.values())) == 1

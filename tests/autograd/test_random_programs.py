"""Random scalar programs over the whole table: every way to a derivative gives the same number.

A program is a list of steps, each a row of the table and the places of its operands among the
numbers before it; places repeat, so parts are shared. The reference is mpmath's difference
quotient of the recorded graph, run again at 100 digits.
"""

from __future__ import annotations

import math

import mpmath
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from autograd import Value, derivative, grad, hvp, jvp, ops
from autograd.arithmetic import FLOAT
from autograd.formula import over
from autograd.forward import DUALS, Dual, tangents
from autograd.graph import evaluate, leaves, order
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials

NAMES = [name for name, row in PRIMITIVES.items() if not row.traits & {"internal", "order"}]
TAME = (1e-4, 1e4)  # the sizes between which a number counts as well-conditioned

steps = st.tuples(st.sampled_from(NAMES), st.tuples(*[st.integers(0, 99)] * 3))
programs = st.lists(steps, min_size=1, max_size=9)
points = st.lists(st.floats(0.2, 3.0), min_size=1, max_size=3)
anything = st.lists(st.floats(), min_size=1, max_size=3)
thorough = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
)


def run(program, inputs):
    """The last number of the program."""
    numbers = list(inputs)
    for name, places in program:
        chosen = places[: PRIMITIVES[name].arity]
        numbers.append(getattr(ops, name)(*[numbers[place % len(numbers)] for place in chosen]))
    return numbers[-1]


def recorded(program, point):
    inputs = [Value(x) for x in point]
    return inputs, run(program, inputs)


def near_a_kink(node):
    row, known = PRIMITIVES[node.op], [arg.data for arg in node.args]
    for kink in row.kinks:
        zero = over(kink.zero, row.operands)(FLOAT, *known)
        distance = abs(zero - round(zero)) if kink.kind == "step" else abs(zero)
        if not distance > 1e-6:
            return True
    return False


def tame(y, inputs):
    """Whether rounding cannot have spoilt what is compared; the size of all paths together."""
    reach = dict.fromkeys(inputs, 1.0)
    for node in order(y):
        if node.a is None:
            continue
        if node.data != 0.0 and not TAME[0] < abs(node.data) < TAME[1]:
            return None
        if near_a_kink(node):
            return None
        slopes = local_partials(node)
        reach[node] = sum(
            abs(slope) * reach.get(arg, 0.0) for slope, arg in zip(slopes, node.args, strict=True)
        )
        if not reach[node] < TAME[1]:
            return None
    return reach.get(y, 0.0)


def numeric(y, leaf, m, order=1):
    """The derivative by differences of the graph run again at 100 digits."""
    with mpmath.workdps(100):
        exact = {other: mpmath.mpf(other.data) for other in leaves(y)}
        return float(mpmath.diff(lambda t: m.number(evaluate([y], m, exact | {leaf: t})[y]),
                                 exact[leaf], order))  # fmt: skip


@thorough
@given(programs, points)
def test_reverse_forward_duals_and_differences_agree(reference, program, point):
    inputs, y = recorded(program, point)
    size = tame(y, inputs)
    assume(size)
    backward = cotangents(y)
    for leaf in leaves(y):
        expected = numeric(y, leaf, reference.mp)
        allowed = pytest.approx(expected, rel=1e-9, abs=1e-10 * size)
        assert backward[leaf] == allowed
        assert tangents(y, {leaf: 1.0}).get(y, 0.0) == allowed
        seeds = [Dual(other.data, float(other is leaf)) for other in inputs]
        assert getattr(run(program, seeds), "tangent", 0.0) == allowed
        again = evaluate([y], DUALS, {leaf: Dual(leaf.data, 1.0)})[y]
        assert getattr(again, "tangent", 0.0) == allowed


@thorough
@given(programs, points)
def test_the_gradient_of_a_function_is_that_of_its_graph(program, point):
    inputs, y = recorded(program, point)
    found = cotangents(y)
    expected = [found.get(leaf, 0.0) for leaf in inputs]
    got = grad(lambda numbers: run(program, numbers))(point)
    assert got == pytest.approx(expected, nan_ok=True, rel=0, abs=0)


@thorough
@given(programs, points)
def test_second_derivatives_compose_and_agree(reference, program, point):
    inputs, y = recorded(program, point)
    size = tame(y, inputs)
    assume(size)

    def f(x):
        return run(program, [x, *point[1:]])

    def g(numbers):
        return run(program, numbers)

    expected = numeric(y, inputs[0], reference.mp, 2) if inputs[0] in set(leaves(y)) else 0.0
    assume(abs(expected) < TAME[1])
    allowed = pytest.approx(expected, rel=1e-7, abs=1e-7 * (1 + size) ** 2)
    for second in (grad(grad(f)), derivative(f, 2), grad(derivative(f)), derivative(grad(f))):
        assert second(point[0]) == allowed
    direction = [1.0] + [0.0] * (len(point) - 1)
    assert hvp(g, point, direction)[0] == allowed


@thorough
@given(programs, anything)
def test_nothing_raises_whatever_the_numbers(program, point):
    inputs, y = recorded(program, point)
    found = cotangents(y)
    tangents(y, {inputs[0]: 1.0})
    run(program, [Dual(x, 1.0) for x in point])
    plain = run(program, point)
    assert float(plain) == y.data or math.isnan(y.data)
    grad(grad(lambda x: run(program, [x, *point[1:]])))(point[0])
    jvp(grad(lambda numbers: run(program, numbers)), (point,), ([1.0] * len(point),))
    assert all(type(number) is float for number in found.values())


@thorough
@given(programs, points, st.floats(0.5, 2.0), st.floats(0.5, 2.0))
def test_derivatives_are_linear_in_the_seed(program, point, one, two):
    inputs, y = recorded(program, point)
    assume(tame(y, inputs))
    whole = cotangents([y, y], [one, two])
    for leaf in leaves(y):
        once = cotangents(y)[leaf]
        assert whole[leaf] == pytest.approx((one + two) * once, rel=1e-12, abs=1e-12)


@thorough
@given(programs, programs, points)
def test_the_chain_rule(first, then, point):
    """d(g∘f) = dg·df, with f's answer cut off and made a leaf of g."""
    inputs, inner = recorded(first, point)
    assume(tame(inner, inputs))
    outer = run(then, [inner])
    leaf = Value(inner.data)
    apart = run(then, [leaf])
    assume(tame(apart, [leaf]))
    whole, part, rest = cotangents(outer), cotangents(apart), cotangents(inner)
    for x in leaves(outer):
        expected = part.get(leaf, 0.0) * rest.get(x, 0.0)
        assert whole[x] == pytest.approx(expected, rel=1e-9, abs=1e-9)

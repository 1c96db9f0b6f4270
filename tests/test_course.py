"""The numbers of the course's first parts (Andrew Ng, Advanced Learning Algorithms, week 2).

Derivatives, computation graph, small network (lecture, lab, and the third graph of the lab's
helper file) and larger network: a case and what must come out, one a line. Numbers written with
all digits of a float must come out to the last bit, others as far as they are written.
"""

from __future__ import annotations

import random

import pytest
import sympy

from autograd import Value, derivative, grad, ops
from autograd.arithmetic import FLOAT, Arithmetic
from autograd.expression import parse
from autograd.graph import counts, evaluate
from autograd.reverse import cotangents, local_partials

EPSILON = 0.001


def written(number):
    """A number to compare with: to the last bit where all its digits are written."""
    digits = len(repr(float(number)).lstrip("-0.").replace(".", ""))
    return number if digits >= 15 else pytest.approx(number, rel=1e-9)


# Derivatives: bump, quotient, formula

# J(w), w, epsilon: J(w), J(w + epsilon), their quotient, the derivative
BUMPS = [
    ("w**2", 3, 0.001, 9, 9.006001, 6.000999999999479, 6),
    ("w**2", 3, 0.002, 9, 9.012004, 6.001999999999619, 6),
    ("w**2", 3, 1e-9, 9, 9.000000006, 6.000000496442226, 6),
    ("w**2", 2, 0.001, 4, 4.004001, 4.001, 4),
    ("w**2", -3, 0.001, 9, 8.994001, -5.999, -6),
    ("2*w", 3, 0.001, 6, 6.002, 1.9999999999997797, 2),
    ("2*w", -3, 0.001, -6, -5.998, 2, 2),
    ("w", 2, 0.001, 2, 2.001, 1, 1),
    ("w**3", 2, 0.001, 8, 8.012006000999998, 12.006000999997823, 12),
    ("1/w", 2, 0.001, 0.5, 0.49975012493753124, -0.2498750624687629, -1 / 4),
    ("1/w**2", 4, 0.001, 0.0625, 0.06246876171484496, -0.031238285155041345, -1 / 32),
]
# epsilon: the quotients of w**2 at 3, forward and central
SWEEP = [
    (1e-2, 6.009999999999849, 5.999999999999872),
    (1e-5, 6.000009999951316, 6.000000000039306),
    (1e-8, 5.999999963535174, 5.999999963535174),
    (1e-12, 6.000533403494046, 6.000533403494046),
    (1e-14, 6.217248937900877, 6.128431095930864),
    (1e-15, 5.329070518200751, 5.329070518200751),
]
# J(w): its derivative, and the numbers of that
FORMULAS = [
    ("w**2", "2*w", {2: 4, 3: 6, -3: -6}),
    ("2*w", "2", {3: 2, -3: 2}),
    ("w**3", "3*w**2", {2: 12}),
    ("1/w", "-1/w**2", {2: -1 / 4}),
    ("1/w**2", "-2/w**3", {4: -1 / 32}),
]


class Symbolic(Arithmetic):
    """Formulas as sympy's expressions."""

    column = "sympy"

    def number(self, literal):
        return sympy.Rational(literal)

    def names(self):
        return {"sp": sympy}


@pytest.mark.parametrize(("formula", "w", "epsilon", "before", "after", "quotient", "slope"), BUMPS)
def test_bumps(formula, w, epsilon, before, after, quotient, slope):
    J = parse(formula)
    low, high = J(float(w)), J(w + epsilon)
    assert (low, high) == (before, written(after))
    assert (high - low) / epsilon == written(quotient)
    assert grad(J)(w) == derivative(J)(w) == slope


@pytest.mark.parametrize(("epsilon", "forward", "central"), SWEEP)
def test_the_sweep_of_epsilon(epsilon, forward, central):
    J = parse("w**2")
    assert (J(3 + epsilon) - J(3.0)) / epsilon == forward
    assert (J(3 + epsilon) - J(3 - epsilon)) / (2 * epsilon) == central


@pytest.mark.parametrize(("formula", "slope", "numbers"), FORMULAS)
def test_formulas_of_derivatives(formula, slope, numbers):
    w = sympy.Symbol("w")
    found = sympy.diff(parse(formula).evaluate(Symbolic(), {"w": w}), w)
    expected = parse(slope)
    assert found == expected.evaluate(Symbolic(), {"w": w} if expected.names else {})
    for at, number in numbers.items():
        assert float(found.subs(w, at)) == grad(parse(formula))(at) == number


# Graphs: a case is a node's name, and the number or derivative that it has


def named(**nodes):
    for name, node in nodes.items():
        node.name = name
    return nodes


def warm_up():
    w = Value(3.0)
    a = 2 + 3 * w
    return named(w=w, a=a, J=a**2)


def small(w, b, x, y):
    w, b, x, y = map(Value, (w, b, x, y))
    c = w * x
    a = c + b
    d = a - y
    return named(w=w, b=b, x=x, y=y, c=c, a=a, d=d, J=d**2 / 2)


def lecture():
    return small(w=2.0, b=8.0, x=-2.0, y=2.0)


def lab():
    return small(w=-2.0, b=8.0, x=2.0, y=1.0)


def sigmoid_unit():
    w0, w1, b, x0, x1, y = map(Value, (-2.0, 3.0, -4.0, 1.0, 2.0, 1.0))
    d, e = w0 * x0, w1 * x1
    f = d + e + b
    g = -f
    h = ops.exp(g)
    i = 1 + h
    a = 1 / i
    k = y - a
    return named(w0=w0, w1=w1, b=b, d=d, e=e, f=f, g=g, h=h, i=i, a=a, k=k, L=k**2)


def larger(x=1.0, y=5.0, w1=2.0, b1=0.0, w2=3.0, b2=1.0):
    x, y, w1, b1, w2, b2 = map(Value, (x, y, w1, b1, w2, b2))
    t1 = w1 * x
    z1 = t1 + b1
    a1 = ops.relu(z1)
    t2 = w2 * a1
    z2 = t2 + b2
    a2 = ops.relu(z2)
    J = (a2 - y) ** 2 / 2
    return named(x=x, y=y, w1=w1, b1=b1, w2=w2, b2=b2, t1=t1, z1=z1, a1=a1, t2=t2, z2=z2, a2=a2,
                 J=J)  # fmt: skip


# The graph, what it ends in, its numbers from left to right, its derivatives from right to left
GRAPHS = [
    (warm_up, "J", {"w": 3, "a": 11, "J": 121}, {"a": 22, "w": 66}),
    (
        lecture, "J",
        {"c": -4, "a": 4, "d": 2, "J": 2},
        {"d": 2, "a": 2, "c": 2, "b": 2, "w": -4, "x": 4, "y": -2},
    ),
    (lab, "J", {"c": -4, "a": 4, "d": 3, "J": 4.5}, {"d": 3, "a": 3, "c": 3, "b": 3, "w": 6}),
    (
        sigmoid_unit, "L",
        {"d": -2, "e": 6, "f": 0, "g": 0, "h": 1, "i": 2, "a": 0.5, "k": 0.5, "L": 0.25},
        {
            "k": 1, "a": -1, "i": 0.25, "h": 0.25, "g": 0.25, "f": -0.25, "d": -0.25, "e": -0.25,
            "b": -0.25, "w0": -0.25, "w1": -0.5,
        },
    ),
    (
        larger, "J",
        {"t1": 2, "z1": 2, "a1": 2, "t2": 6, "z2": 7, "a2": 7, "J": 2},
        {
            "a2": 2, "z2": 2, "b2": 2, "t2": 2, "w2": 4, "a1": 6, "z1": 6, "b1": 6, "t1": 6,
            "w1": 6, "x": 12, "y": -2,
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("build", "end", "numbers", "slopes"), GRAPHS)
def test_numbers_and_derivatives_of_every_node(build, end, numbers, slopes):
    graph = build()
    assert {name: graph[name].data for name in numbers} == numbers
    found = cotangents(graph[end])
    assert {name: found[graph[name]] for name in slopes} == slopes
    graph[end].backward()
    assert {name: graph[name].grad for name in slopes} == slopes


# The graph, the number that is bumped by 0.001, another: what it becomes, the quotient
GRAPH_BUMPS = [
    (warm_up, "a", "J", 121.02200099999999, 22.000999999988835),
    (warm_up, "w", "a", 11.003, 3.0000000000001137),
    (warm_up, "w", "J", 121.06600900000001, 66.0090000000082),
    (lecture, "w", "J", 1.9960020000000005, -3.998),
    (lecture, "b", "J", 2.002000499999999, 2.0005),
    (lab, "d", "J", 4.5030005, 3.0004999999997395),
    (lab, "a", "d", 3.0010000000000003, 1.000000000000334),
    (lab, "a", "J", 4.503000500000001, 3.0005000000006277),
    (lab, "w", "J", 4.506002, 6.001999999999619),
    (larger, "w1", "a1", 2.001, 1),
    (larger, "w1", "a2", 7.003, 3),
    (larger, "w1", "J", 2.0060045, 6.0045),
    (larger, "b1", "J", 2.0060045, 6.0045),
    (larger, "w2", "J", 2.004002, 4.002),
    (larger, "b2", "J", 2.0020005, 2.0005),
]


@pytest.mark.parametrize(("build", "bumped", "watched", "after", "quotient"), GRAPH_BUMPS)
def test_bumps_of_a_graph(build, bumped, watched, after, quotient):
    graph = build()
    start, end = graph[bumped], graph[watched]
    got = evaluate([end], FLOAT, {start: start.data + EPSILON})[end]
    assert got == written(after)
    assert (got - end.data) / EPSILON == written(quotient)


# Local derivatives, of a node with respect to an operand
LOCAL = [
    (lab, "d", "a", 1), (lab, "a", "c", 1), (lab, "a", "b", 1), (lab, "c", "w", 2),
    (lecture, "c", "w", -2), (sigmoid_unit, "g", "f", -1), (larger, "a2", "z2", 1),
]  # fmt: skip


@pytest.mark.parametrize(("build", "name", "operand", "slope"), LOCAL)
def test_local_derivatives(build, name, operand, slope):
    graph = build()
    node, below = graph[name], graph[operand]
    place = next(n for n, arg in enumerate(node.args) if arg is below)
    assert local_partials(node)[place] == slope


def test_the_chain_of_the_warm_up_in_symbols():
    w, a = sympy.symbols("w a")
    chain = sympy.diff(a**2, a) * sympy.diff(2 + 3 * w, w)
    assert chain == 6 * a
    assert chain.subs(a, 11) == 66


def test_the_local_derivative_that_the_lab_helper_has_wrong():
    """f = d + e + b, so ∂f/∂e is 1; the helper says 2, and so -0.5 and -1 for e and w1."""
    graph = sigmoid_unit()
    found = cotangents(graph["L"])
    inner = graph["f"].args[0]
    right = local_partials(graph["f"])[0] * local_partials(inner)[1]
    assert (right, found[graph["f"]] * right, found[graph["f"]] * 2) == (1.0, -0.25, -0.5)
    assert found[graph["f"]] * 2 * local_partials(graph["e"])[0] == -1.0
    assert found[graph["w1"]] == -0.5


def test_no_kink_is_hit_and_the_first_unit_has_one_where_its_weight_is_zero():
    graph = larger()
    assert (graph["z1"].data, graph["z2"].data) == (2.0, 7.0)
    for w1, slope in [(EPSILON, 3 * (1 + 3 * EPSILON - 5)), (0.0, 0.0), (-EPSILON, 0.0)]:
        graph = larger(w1=w1)
        assert cotangents(graph["J"])[graph["w1"]] == pytest.approx(slope)


# Why right to left: n + p steps, not n × p


def test_steps_of_the_small_network():
    graph = lab()
    counted = counts(graph["J"], wrt=[graph["w"], graph["b"]], named=True)
    assert (counted.operations, counted.leaves) == (4, 2)
    assert (counted.reverse_steps, counted.one_at_a_time_steps) == (6, 8)


def test_steps_of_the_larger_network():
    graph = larger()
    wrt = [graph[name] for name in ("w1", "b1", "w2", "b2")]
    counted = counts(graph["J"], wrt=wrt, named=True)
    assert (counted.operations, counted.leaves) == (7, 4)
    assert (counted.reverse_steps, counted.one_at_a_time_steps) == (11, 28)


def test_steps_of_the_digits_network():
    """400-25-15-10 as scalar code; the loss -log softmax(z)[y] = log(Σ exp(z)) - z[y]."""
    source = random.Random(1)
    parameters = []

    def parameter(bound):
        parameters.append(Value(source.uniform(-bound, bound)))
        return parameters[-1]

    def dense(inputs, units, activation):
        bound = (6 / (len(inputs) + units)) ** 0.5
        for _ in range(units):
            total = ops.dot([parameter(bound) for _ in inputs], inputs) + parameter(0.01)
            yield activation(total)

    pixels = [source.random() for _ in range(400)]
    hidden = list(dense(list(dense(pixels, 25, ops.relu)), 15, ops.relu))
    z = list(dense(hidden, 10, lambda total: total))
    loss = ops.log(ops.sum(ops.exp(score) for score in z)) - z[2]
    counted = counts(loss, wrt=parameters)
    assert (counted.operations, counted.leaves) == (21_111, 10_575)
    assert (counted.reverse_steps, counted.one_at_a_time_steps) == (31_686, 223_248_825)
    loss.backward()
    offsets = [weight.grad for weight in parameters[-160:][15::16]]
    assert all(offsets)
    assert sum(offsets) == pytest.approx(0.0, abs=1e-12)  # the softmax less 1 in one place

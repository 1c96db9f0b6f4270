"""Walks the table: partials against sympy and mpmath, higher orders, both modes against another."""

from __future__ import annotations

import math

import mpmath
import pytest
import sympy

from autograd import Value, derivative, grad, ops
from autograd.formula import over
from autograd.forward import Dual, tangents
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials

pytestmark = pytest.mark.usefixtures("fifty_digits")


def curvature(row, index, point, reference):
    """By how much rounding moves a partial: Σ |x·∂²f/∂x∂y|."""

    def slope(*known):
        whole = [int(x) if name == "n" else x for name, x in zip(row.operands, known, strict=True)]
        result = reference.mp.apply(row.name, *whole)
        return reference.mp.number(over(row.partials[index], (*row.operands, "r"))(
            reference.mp, *whole, result
        ))  # fmt: skip

    moved = []
    for other, name in enumerate(row.operands):
        orders = tuple(int(i == other) for i in range(row.arity))
        still = name in ("n", "c") or "selects" in row.traits
        moved.append(0 if still else reference.derivative(slope, point, orders))
    return reference.condition(moved, point)


def differentiable(row):
    return [index for index, partial in enumerate(row.partials) if partial]


def test_partials_are_the_numeric_derivatives(row, reference, leaves):
    for point in reference.points(row, 6):
        slopes = local_partials(getattr(ops, row.name)(*leaves(point)))
        for index in differentiable(row):
            orders = tuple(int(i == index) for i in range(row.arity))

            def value(*known):
                return reference.value(row, known)

            true = reference.derivative(value, point, orders)
            condition = curvature(row, index, point, reference)
            assert reference.close(slopes[index], true, condition, ulps=8), (point, index)


def symbols(row):
    made = [sympy.Symbol(name, real=True) for name in row.operands]
    if row.name == "where":
        made[0] = sympy.Ne(made[0], 0)
    return made


def test_partials_are_sympys_derivatives(row, reference):
    names = symbols(row)
    for point in reference.points(row, 2):
        exact = [sympy.Rational(x) for x in point]
        free = [name if isinstance(name, sympy.Symbol) else name.lhs for name in names]
        orders = dict(zip(free, map(int, point), strict=True)) if row.operands[0] == "n" else {}
        first = [orders[free[0]], *names[1:]] if orders else names
        form = reference.sympy.apply(row.name, *first)
        if row.name == "mod":  # sympy leaves the derivative of Mod unevaluated
            form = names[0] - names[1] * sympy.floor(exact[0] / exact[1])
        for index in differentiable(row):
            slope = sympy.diff(form, free[index]).doit()
            number = slope.subs(dict(zip(free, exact, strict=True))).evalf(50)
            true = reference.partial(row, index, point)
            assert abs(mpmath.mpf(number) - true) <= 1e-40 * (1 + abs(true)), (point, slope)


def seeds_and_nodes(row, point, leaves, index):
    inputs = leaves(point)
    node = getattr(ops, row.name)(*inputs)
    return node, inputs[index]


def test_forward_equals_reverse(row, reference, leaves):
    for point in reference.points(row, 10):
        for index in differentiable(row):
            node, moved = seeds_and_nodes(row, point, leaves, index)
            backward = cotangents(node).get(moved, 0.0)
            forward = tangents(node, {moved: 1.0}).get(node, 0.0)
            duals = [Dual(x, float(i == index)) for i, x in enumerate(point)]
            dual = getattr(ops, row.name)(*duals)
            assert backward == forward == dual.tangent, (point, index)
            assert dual.primal == node.data


def second_order(row, point, index, other):
    """∂²f/∂x∂y by the engine, reverse over reverse."""

    def f(*numbers):
        return getattr(ops, row.name)(*numbers)

    return grad(grad(f, index), other)(*point)


def test_second_order_is_the_numeric_one(row, reference):
    for point in reference.points(row, 3):
        for index in differentiable(row):
            for other in range(row.arity):
                if row.operands[other] in ("n", "c"):
                    continue
                orders = [int(i == index) for i in range(row.arity)]
                orders[other] += 1

                def value(*known):
                    return reference.value(row, known)

                true = reference.derivative(value, point, tuple(orders))
                got = second_order(row, point, index, other)
                assert got == pytest.approx(float(true), rel=1e-11, abs=1e-11), (point, index)


def test_second_order_forward_over_forward_is_reverse_over_reverse(row, reference):
    if row.arity == 1 and differentiable(row):
        for (x,) in reference.points(row, 5):
            f = getattr(ops, row.name)
            both = derivative(f, order=2)(x), grad(grad(f))(x)
            mixed = derivative(grad(f))(x), grad(derivative(f))(x)
            assert both + mixed == pytest.approx([both[0]] * 4, rel=1e-13, abs=1e-13), x


THIRD = """
    exp log sin tan tanh asin atan sigmoid softplus gelu silu erf gamma lgamma sinc sqrt cbrt log1p
    asinh acosh square
"""


@pytest.mark.parametrize("name", THIRD.split())
def test_third_order_is_the_numeric_one(name, reference):
    row, f = PRIMITIVES[name], getattr(ops, name)
    for (x,) in reference.points(row, 4):
        true = float(reference.derivative(lambda t: reference.value(row, (t,)), (x,), (3,)))
        assert derivative(f, order=3)(x) == pytest.approx(true, rel=1e-10, abs=1e-10)
        assert grad(grad(grad(f)))(x) == pytest.approx(true, rel=1e-10, abs=1e-10)


def test_fifth_order_of_a_power_and_of_polygamma(reference):
    assert derivative(lambda x: x**5, order=5)(2.0) == 120.0
    true = float(reference.derivative(mpmath.digamma, (1.5,), (5,)))
    assert derivative(ops.digamma, order=5)(1.5) == pytest.approx(true, rel=1e-12)


def test_mixed_third_order_of_a_product_of_powers():
    def f(x, y):
        return x**3 * y**2

    assert grad(grad(grad(f, 0), 0), 1)(2.0, 5.0) == 6 * 2.0 * 2 * 5.0


def test_a_plain_exponent_costs_no_logarithm_and_a_recorded_one_says_nan():
    x, n = Value(-2.0), Value(3.0)
    assert cotangents(x**3)[x] == 12.0
    found = cotangents(x**n)
    assert found[x] == 12.0
    assert math.isnan(found[n])

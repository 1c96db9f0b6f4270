"""Functions to functions: derivative, grad, jvp, vjp, jacobian, hessian, hvp."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
import sympy

from autograd import (
    Value,
    derivative,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    ops,
    reverse,
    value_and_grad,
    vjp,
)
from autograd.errors import InputError


class Line(NamedTuple):
    slope: Any
    offset: Any


def rosenbrock(x):
    return ops.sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))


# Shapes of arguments


def test_the_gradient_has_the_shape_of_the_argument():
    assert grad(lambda x: x**3)(2.0) == 12.0
    assert grad(lambda v: v[0] * v[1])([2.0, 3.0]) == [3.0, 2.0]
    assert grad(lambda v: v[0] * v[1])((2.0, 3.0)) == (3.0, 2.0)
    assert grad(lambda d: d["a"] * d["b"][0])({"a": 2.0, "b": [3.0]}) == {"a": 3.0, "b": [2.0]}
    assert grad(lambda p: p.slope * 3 + p.offset)(Line(1.0, 2.0)) == Line(3.0, 1.0)
    assert grad(lambda x: x)(5) == 1.0
    assert grad(lambda x: 0.0)([]) == []


def test_plain_numbers_come_back_where_nothing_reaches_outside():
    value, slope = value_and_grad(lambda x: x * x)(3.0)
    assert (value, slope) == (9.0, 6.0)
    assert (type(value), type(slope)) == (float, float)


def test_argnums():
    def f(x, y, z):
        return x * y**2 * z

    assert grad(f)(2.0, 3.0, 5.0) == 45.0
    assert grad(f, 1)(2.0, 3.0, 5.0) == 60.0
    assert grad(f, -1)(2.0, 3.0, 5.0) == 18.0
    assert grad(f, (0, 2))(2.0, 3.0, 5.0) == (45.0, 18.0)
    assert grad(f, [1])(2.0, 3.0, 5.0) == (60.0,)


def test_options_are_passed_on_and_not_differentiated():
    assert grad(lambda x, *, power=2: x**power)(3.0, power=3) == 27.0


def test_the_name_of_the_function_is_kept():
    for transform in (grad, value_and_grad, derivative, jacobian, hessian):
        assert transform(rosenbrock).__name__ == "rosenbrock"


def test_a_function_that_does_not_depend_on_its_argument():
    assert grad(lambda x: 3.0)(1.0) == 0.0
    assert grad(lambda x: Value(3.0) * 2)(1.0) == 0.0
    assert value_and_grad(lambda x: 3)(1.0) == (3, 0.0)
    assert jacobian(lambda x: [1.0, x[0]])([2.0]) == [[0.0], [1.0]]


def test_branches_and_loops_are_ordinary_python():
    def f(x):
        y = x
        while y < 100:
            y = y * x if y > 0 else -y
        return y

    assert grad(f)(3.0) == 5 * 3.0**4


def test_the_same_argument_twice_and_none():
    shared = [2.0, 3.0]
    assert grad(lambda a, b: a[0] * b[1], (0, 1))(shared, shared) == ([3.0, 0.0], [0.0, 2.0])


# Composition


def test_composition_to_any_order():
    f = ops.exp
    for _ in range(5):
        f = grad(f)
    assert f(1.0) == pytest.approx(math.e)
    assert derivative(lambda x: x**7, order=7)(1.5) == math.factorial(7)
    assert derivative(lambda x: x**2, order=0)(3.0) == 9.0


@pytest.mark.parametrize("outer", [grad, derivative])
@pytest.mark.parametrize("inner", [grad, derivative])
class TestPerturbationConfusion:
    """Which variable is each derivative for? (Siskind and Pearlmutter, 2005.)"""

    def test_the_inner_derivative_is_for_the_inner_variable(self, outer, inner):
        assert outer(lambda x: x * inner(lambda y: x + y)(1.0))(1.0) == 1.0

    def test_the_inner_derivative_depends_on_the_outer_variable(self, outer, inner):
        assert outer(lambda x: x * inner(lambda y: x * y)(3.0))(2.0) == 4.0

    def test_the_outer_variable_is_the_inner_point(self, outer, inner):
        assert outer(lambda x: x * inner(lambda y: y**3)(x))(2.0) == 3 * 3 * 2.0**2

    def test_the_inner_function_does_not_depend_on_its_variable(self, outer, inner):
        assert outer(lambda x: x * inner(lambda y: x)(3.0))(2.0) == 0.0

    def test_a_constant_function_inside(self, outer, inner):
        assert outer(lambda x: x + inner(lambda y: 5.0)(x))(2.0) == 1.0

    def test_the_variable_of_one_inside_the_other(self, outer, inner):
        def f(x):
            return inner(lambda y: inner(lambda z: x * y * z)(y) + x * y)(x)

        assert outer(f)(2.0) == 2.0  # f(x) = x + x: the z-derivative is x·y, for y it is x

    def test_a_comparison_inside(self, outer, inner):
        assert outer(lambda x: inner(lambda y: ops.maximum(x, y) ** 2)(3.0) * x)(2.0) == 6.0


def test_a_function_that_reads_values_from_outside_gives_values():
    w = Value(5.0)
    slope = grad(lambda x: w * x * x)(3.0)
    assert isinstance(slope, Value)
    slope.backward()
    assert (slope.data, w.grad) == (30.0, 6.0)
    value, tangent = jvp(lambda x: w * x, (3.0,), (1.0,))
    assert (value.data, tangent.data) == (15.0, 5.0)


def test_an_argument_that_is_a_value_gives_values():
    x = Value(3.0)
    slope = grad(lambda u: u**3)(x)
    assert slope.data == 27.0
    slope.backward()
    assert x.grad == 18.0
    (total,) = grad(lambda v: v[0] ** 3)([x])
    assert isinstance(total, Value)


def test_gradients_of_outer_values_are_left_alone():
    w = Value(5.0)
    grad(lambda x: w * x)(3.0)
    assert w.grad == 0.0


# jvp and vjp


def test_jvp_takes_tuples():
    with pytest.raises(InputError, match=r"jvp\(f, \(x,\), \(v,\)\)"):
        jvp(ops.sin, 1.0, 1.0)
    assert jvp(ops.mul, [2.0, 3.0], [1.0, 0.0]) == (6.0, 3.0)


@pytest.mark.parametrize("argnums", ["x", 1.0, (0, "y"), None])
def test_argnums_are_places(argnums):
    with pytest.raises(InputError, match="argnums are places of arguments"):
        grad(ops.mul, argnums)(2.0, 3.0)


def test_jvp_is_the_derivative_along_a_direction():
    def f(x, y):
        return [x * y, x + y]

    assert jvp(f, (2.0, 3.0), (1.0, 10.0)) == ([6.0, 5.0], [23.0, 11.0])
    assert jvp(lambda d: d["a"] ** 2, ({"a": 3.0},), ({"a": 1.0},)) == (9.0, 6.0)
    assert jvp(lambda x: 5.0, (2.0,), (1.0,)) == (5.0, 0.0)


def test_vjp_pulls_back_a_cotangent():
    def f(x, y):
        return {"product": x * y, "sum": x + y}

    value, pullback = vjp(f, 2.0, 3.0)
    assert value == {"product": 6.0, "sum": 5.0}
    assert pullback({"product": 1.0, "sum": 10.0}) == (13.0, 12.0)
    assert pullback({"product": 0.0, "sum": 1.0}) == (1.0, 1.0)


def test_jvp_and_vjp_are_adjoint():
    def f(x):
        return [ops.sin(x[0]) * x[1], x[0] / x[1], x[2] * x[2]]

    x, v, u = [0.3, 0.7, 1.1], [1.0, -2.0, 0.5], [0.2, 0.9, -0.4]
    _, moved = jvp(f, (x,), (v,))
    (pulled,) = vjp(f, x)[1](u)
    assert ops.dot(u, moved) == pytest.approx(ops.dot(pulled, v))


def test_a_pullback_is_one_pass_however_many_outputs(monkeypatch):
    passes = []
    sweep = reverse.sweep
    monkeypatch.setattr(reverse, "sweep", lambda nodes: passes.append(1) or sweep(nodes))
    _, pullback = vjp(lambda x: [x * n for n in range(50)] + [x, 3.0], 2.0)
    assert pullback([1.0] * 52) == (sum(range(50)) + 1.0,)
    assert len(passes) == 1


def test_cotangents_of_an_output_that_is_returned_twice_add_up():
    def f(x):
        square = x * x
        return [square, square]

    assert vjp(f, 3.0)[1]([1.0, 10.0]) == (66.0,)
    assert grad(lambda s: vjp(f, 3.0)[1]([s, 10.0])[0])(1.0) == 6.0


def test_jvp_and_vjp_can_be_differentiated():
    assert grad(lambda x: jvp(ops.exp, (x,), (1.0,))[1])(1.0) == pytest.approx(math.e)
    assert grad(lambda x: vjp(lambda u: u**3, x)[1](1.0)[0])(2.0) == 12.0
    assert grad(lambda t: jvp(lambda x: x**3, (2.0,), (t,))[1])(1.0) == 12.0
    assert grad(lambda s: vjp(lambda x: x**3, 2.0)[1](s)[0])(1.0) == 12.0


# Matrices


def symbolic(n):
    x = sympy.symbols(f"x0:{n}")
    f = sum(100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))
    return x, f


def test_the_hessian_of_rosenbrock_is_sympys():
    point = [0.5, -1.25, 2.0, 0.75]
    x, f = symbolic(4)
    at = dict(zip(x, map(sympy.Rational, point), strict=True))
    assert grad(rosenbrock)(point) == [float(sympy.diff(f, s).subs(at)) for s in x]
    expected = sympy.hessian(f, x).subs(at)
    assert hessian(rosenbrock)(point) == [
        [float(expected[i, j]) for j in range(4)] for i in range(4)
    ]
    v = [1.0, -2.0, 0.5, 3.0]
    products = [float(sum(expected[i, j] * v[j] for j in range(4))) for i in range(4)]
    assert hvp(rosenbrock, point, v) == pytest.approx(products)


def test_the_jacobian_is_sympys():
    x, y = sympy.symbols("x y")
    forms = [x**2 * y, sympy.sin(x * y), x / y]

    def f(v):
        return [v[0] ** 2 * v[1], ops.sin(v[0] * v[1]), v[0] / v[1]]

    expected = sympy.Matrix(forms).jacobian([x, y]).subs({x: 1.5, y: 0.75})
    got = jacobian(f)([1.5, 0.75])
    assert len(got) == 3
    for row, true in zip(got, expected.tolist(), strict=True):
        assert row == pytest.approx([float(number) for number in true])


def test_third_derivatives():
    def f(x):
        return x[0] ** 3 * x[1]

    third = jacobian(hessian(f))([2.0, 5.0])
    assert third == [[[30.0, 12.0], [12.0, 0.0]], [[12.0, 0.0], [0.0, 0.0]]]


def test_matrices_of_trees():
    def f(p):
        return {"sum": p["a"] + p["b"][0], "product": p["a"] * p["b"][0]}

    assert jacobian(f)({"a": 2.0, "b": [3.0]}) == {
        "sum": {"a": 1.0, "b": [1.0]},
        "product": {"a": 3.0, "b": [2.0]},
    }
    assert jacobian(lambda x, y: [x * y], 1)(2.0, 3.0) == [2.0]
    assert jacobian(lambda p: Line(p * 2, p**2))(3.0) == Line(2.0, 6.0)
    assert hessian(lambda x: x**3)(2.0) == 12.0
    assert hessian(lambda x, y: x**2 * y**3, 1)(2.0, 3.0) == 72.0


def test_an_output_may_be_returned_twice():
    assert jacobian(lambda x: [x[0], x[0], x[0] * x[1]])([2.0, 3.0]) == [
        [1.0, 0.0], [1.0, 0.0], [3.0, 2.0],
    ]  # fmt: skip


def test_hvp_of_one_number_and_of_a_tree():
    assert hvp(lambda x: x**3, 2.0, 10.0) == 120.0
    assert hvp(lambda d: d["a"] ** 2 * d["b"], {"a": 2.0, "b": 3.0}, {"a": 1.0, "b": 0.0}) == {
        "a": 6.0,
        "b": 4.0,
    }


def test_derivative_of_several_numbers():
    assert derivative(lambda t: [t**2, ops.sin(t)])(0.0) == [0.0, 1.0]
    assert derivative(lambda t: {"x": t**3}, order=2)(2.0) == {"x": 12.0}


# Errors


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda: grad(lambda x: [x, x])(1.0), r"returns one number; this one returned 2\. Write j"),
        (lambda: grad(lambda x: [])(1.0), "returned 0"),
        (lambda: grad(lambda x: x, 1)(1.0), "argument 1, but the function was called with 1"),
        (lambda: grad(lambda x: x, -2)(1.0), "argument -2"),
        (grad(lambda: 1.0), "argument 0, but the function was called with 0"),
        (lambda: grad(lambda x: x)("1"), "An argument is str"),
        (lambda: grad(lambda x: x["w"][1])({"w": [1.0, None]}), r"at \['w'\]\[1\] is NoneType"),
        (lambda: grad(lambda x: None)(1.0), "The function's result is NoneType"),
        (lambda: grad(lambda x: {"a": "b"})(1.0), r"The function's result at \['a'\] is str"),
        (lambda: derivative(lambda x: x, order=-1), "order of 0 or more, not -1"),
        (lambda: derivative(lambda x: x)([1.0, 2.0]), "one number; write grad or jacobian"),
        (lambda: jvp(lambda x: x, (1.0,), (1.0, 2.0)), "a tangent for each of 1 numbers, not 2"),
        (lambda: vjp(lambda x: [x, x], 1.0)[1](1.0), "needs 2 cotangents, not 1"),
        (lambda: hvp(lambda x: x[0] ** 2, [1.0], [1.0, 2.0]), "each of 1 numbers, not 2"),
    ],
)
def test_mistakes_are_told(run, message):
    with pytest.raises(InputError, match=message):
        run()


def test_an_error_of_the_function_itself_is_not_touched():
    def f(x):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        grad(f)(1.0)

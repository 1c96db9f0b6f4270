"""Walks the table at its edge points: IEEE 754's answers in every reader, and no exception."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import scipy.special

from autograd import Value, grad, jvp, ops
from autograd.arithmetic import FLOAT, NUMPY
from autograd.forward import Dual, tangents
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents, local_partials

INF, NAN = math.inf, math.nan
FEWER = (0.0, -0.0, 1.0, -1.0, 2.5, INF, -INF, NAN, 1e308, 5e-324)

NUMPYS = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
    "neg": np.negative, "abs": np.abs, "sign": np.sign, "floor": np.floor, "ceil": np.ceil,
    "mod": np.mod, "floordiv": np.floor_divide, "square": np.square, "exp": np.exp,
    "reciprocal": np.reciprocal, "exp2": np.exp2, "expm1": np.expm1, "log": np.log,
    "log2": np.log2, "log10": np.log10, "log1p": np.log1p, "sqrt": np.sqrt, "cbrt": np.cbrt,
    "hypot": np.hypot, "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin,
    "acos": np.arccos, "atan": np.arctan, "atan2": np.arctan2, "sinh": np.sinh, "cosh": np.cosh,
    "tanh": np.tanh, "asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh,
    "maximum": np.maximum, "minimum": np.minimum, "where": np.where, "clip": np.clip,
    "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal,
    "eq": np.equal, "ne": np.not_equal, "and_": np.logical_and, "or_": np.logical_or,
    "not_": np.logical_not, "erf": scipy.special.erf, "erfc": scipy.special.erfc,
    "gamma": scipy.special.gamma, "lgamma": scipy.special.gammaln, "sigmoid": scipy.special.expit,
    "digamma": scipy.special.digamma, "logsigmoid": scipy.special.log_expit,
}  # fmt: skip

# scipy's gammaln has -inf and inf there; C has inf and 744.44.
NUMPY_ERRS = {("lgamma", (-INF,)), ("lgamma", (5e-324,)), ("lgamma", (-5e-324,))}


def points(row, reference):
    grid = reference.edges if row.arity < 3 else FEWER
    orders = (0.0, 1.0, 2.0, 3.0, -1.0, 0.5, NAN, INF)
    return itertools.product(*[orders if name == "n" else grid for name in row.operands])


def recorded(row, point, leaves):
    inputs = leaves(point)
    return inputs, getattr(ops, row.name)(*inputs)


def same(one, other):
    """Equal to twelve digits, infinities and nans alike; below 1e-307 digits are few."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return one == other or math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-307)


def test_values_are_numpys(row, reference):
    numpys = NUMPYS.get(row.name)
    if numpys is None:
        return
    for point in points(row, reference):
        if (row.name, point) in NUMPY_ERRS:
            continue
        with np.errstate(all="ignore"):
            expected = float(numpys(*[np.array([x]) for x in point])[0])
        got = float(FLOAT.apply(row.name, *point))
        assert same(got, expected), (point, got, expected)


def test_every_reader_gives_the_same_value(row, reference, leaves):
    for point in points(row, reference):
        expected = reference.bits(float(FLOAT.apply(row.name, *point)))
        assert reference.bits(recorded(row, point, leaves)[1].data) == expected, point
        dual = getattr(ops, row.name)(*[Dual(x, 1.0) for x in point])
        assert reference.bits(float(getattr(dual, "primal", dual))) == expected, point
        array = NUMPY.apply(row.name, *[np.array([x]) for x in point])
        assert same(float(array[0]), float(FLOAT.apply(row.name, *point))), point


def test_derivatives_never_raise_and_modes_agree(row, reference, leaves):
    for point in points(row, reference):
        inputs, node = recorded(row, point, leaves)
        slopes = local_partials(node)
        found = cotangents(node)
        for index, leaf in enumerate(inputs):
            if not row.partials[index]:
                continue
            backward = found.get(leaf, 0.0)
            forward = tangents(node, {leaf: 1.0}).get(node, 0.0)
            assert reference.bits(backward + 0.0) == reference.bits(forward + 0.0), (point, index)
            assert same(slopes[index], backward), (point, index)


def test_recorded_derivatives_never_raise_and_are_the_plain_ones(row, reference):
    """Second derivatives at the edges; the first derivative on the way is the plain one."""
    grid = reference.edges if row.arity == 1 else FEWER
    f = getattr(ops, row.name)
    for point in itertools.product(*[(1.0,) if n == "n" else grid for n in row.operands]):
        for index in range(row.arity):
            plain = grad(f, index)(*point)
            first, _ = jvp(grad(f, index), point, (1.0,) * row.arity)
            assert reference.bits(first + 0.0) == reference.bits(plain + 0.0), (point, index)
            grad(grad(f, index), index)(*point)


@pytest.mark.parametrize(
    ("text", "got", "expected"),
    [
        ("1/0", lambda x: x / 0.0, INF),
        ("1/-0", lambda x: x / -0.0, -INF),
        ("0/0", lambda x: (x - x) / 0.0, NAN),
        ("exp(800)", lambda x: ops.exp(x * 800.0), INF),
        ("log(0)", lambda x: ops.log(x * 0.0), -INF),
        ("log(-1)", lambda x: ops.log(-x), NAN),
        ("sqrt(-1)", lambda x: ops.sqrt(-x), NAN),
        ("0**-1", lambda x: (x - x) ** -1, INF),
        ("(-0)**-1", lambda x: (-(x - x)) ** -1, -INF),
        ("(-8)**(1/3)", lambda x: (-8.0 * x) ** (1 / 3), NAN),
        ("(-2)**3", lambda x: (-2.0 * x) ** 3, -8.0),
        ("(-1e200)**3", lambda x: (-1e200 * x) ** 3, -INF),
        ("10**400", lambda x: 10.0 ** (x * 400), INF),
        ("1 % 0", lambda x: x % 0.0, NAN),
        ("1 // 0", lambda x: x // 0.0, INF),
        ("gamma(-2)", lambda x: ops.gamma(-2 * x), NAN),
        ("lgamma(-2)", lambda x: ops.lgamma(-2 * x), INF),
        ("atanh(1)", ops.atanh, INF),
        ("inf - inf", lambda x: x * INF - INF, NAN),
        ("1e308 * 10", lambda x: x * 1e308 * 10, INF),
    ],
)
def test_ieee(text, got, expected):
    assert same(got(Value(1.0)).data, expected)
    assert same(float(got(Dual(1.0)).primal), expected)


# `where` takes the chosen branch alone.


def two_of_one(x, root):
    return ops.where(x > 1, root, 0.0) + ops.where(x > 2, 3 * root, 0.0)


HOLES = [
    ("0·log(0)", lambda x: ops.where(x > 0, x * ops.log(x), 0.0), 0.0, 0.0),
    ("sqrt off its domain", lambda x: ops.where(x > 1, ops.sqrt(x - 1), x), 1.0, 1.0),
    ("1/x at 0", lambda x: ops.where(ops.ne(x, 0), 1 / x, 7.0), 0.0, 0.0),
    ("overflow", lambda x: ops.where(x < 700, ops.exp(x), 1.0), 800.0, 0.0),
    ("sinc by hand", lambda x: ops.where(ops.ne(x, 0), ops.sin(x) / x, 1.0), 0.0, 0.0),
    ("inside a root", lambda x: ops.sqrt(ops.where(x > 0, x, 0.0)), -1.0, 0.0),
    ("inside two", lambda x: ops.where(x > 0, ops.where(x > 1, 1 / (x - 1), 1 / x), 5.0), 0.0, 0.0),
    ("two that share a branch", lambda x: two_of_one(x, ops.sqrt(x)), 0.0, 0.0),
    ("maximum", lambda x: ops.maximum(ops.log(x), 1.0), 0.0, 0.0),
    ("relu of a root", lambda x: ops.relu(-ops.sqrt(x)), 0.0, 0.0),
    ("clip", lambda x: ops.clip(1 / x, -1.0, 1.0), 0.0, 0.0),
]


@pytest.mark.parametrize(("hole", "f", "x", "slope"), HOLES, ids=[hole[0] for hole in HOLES])
def test_where_sends_nothing_to_the_branch_not_taken(hole, f, x, slope):
    leaf = Value(x)
    y = f(leaf)
    assert cotangents(y).get(leaf, 0.0) == slope
    assert tangents(y, {leaf: 1.0}).get(y, 0.0) == slope
    assert getattr(f(Dual(x, 1.0)), "tangent", 0.0) == slope


@pytest.mark.parametrize(("hole", "f", "x", "slope"), HOLES, ids=[hole[0] for hole in HOLES])
def test_where_sends_nothing_there_in_higher_orders(hole, f, x, slope):
    from autograd import derivative

    for second in (grad(grad(f)), derivative(f, 2), grad(derivative(f)), derivative(grad(f))):
        assert second(x) == 0.0
    assert grad(grad(grad(f)))(x) == derivative(f, 3)(x) == 0.0


@pytest.mark.parametrize("kind", ["value", "nan"])
def test_where_takes_the_chosen_value_alone(kind):
    bad = ops.log(Value(-1.0)) if kind == "nan" else ops.exp(Value(1000.0))
    assert ops.where(True, Value(2.0), bad).data == 2.0
    assert ops.where(False, bad, Value(2.0)).data == 2.0
    assert ops.where(True, 2.0, bad.data) == 2.0


def test_every_row_with_a_numpy_function_is_compared():
    assert set(NUMPYS) <= set(PRIMITIVES)

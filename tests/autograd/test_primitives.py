"""Walks the table: each row's values, fast path, names, traits, kinks, conventions and domain.

Derivatives are in test_primitives_derivatives, edge points in test_primitives_edges, the NumPy
and JavaScript columns in test_primitives_columns. A test that asks for ``row`` runs for all.
"""

from __future__ import annotations

import itertools
import math
import random

import mpmath
import numpy as np
import pytest

from autograd import ops
from autograd.arithmetic import FLOAT, primitive
from autograd.errors import InputError
from autograd.formula import over
from autograd.primitives import ALIASES, PRIMITIVES, UFUNCS, lookup
from autograd.reverse import local_partials

pytestmark = pytest.mark.usefixtures("fifty_digits")

# What a column owes to the library that computes it, as an absolute error in units of epsilon:
# Python's lgamma is right to epsilon, not to an ulp, beside its zeros at 1 and 2.
ABSOLUTE = {"lgamma": 4.0}
TRAITS = {
    *("linear", "bilinear", "commutative", "associative", "monotone", "discrete", "comparison"),
    *("selects", "infix", "prefix", "internal", "order"),
}
PROMISED = """
    add sub mul div pow neg abs sign floor ceil mod exp exp2 expm1 log log2 log10 log1p
    sqrt cbrt square reciprocal hypot sin cos tan asin acos atan atan2 sinh cosh tanh
    asinh acosh atanh sinc erf erfc gamma lgamma digamma polygamma maximum minimum where
    clip relu leaky_relu elu softplus sigmoid logsigmoid silu gelu lt le gt ge eq ne and_
    or_ not_
"""


def recorded(row, point, leaves):
    return getattr(ops, row.name)(*leaves(point))


def test_the_table_has_every_operation_that_was_promised():
    assert set(PRIMITIVES).issuperset(PROMISED.split())


def test_a_row_is_whole(row):
    assert len(row.partials) == len(row.intervals) == row.arity
    assert len(row.defaults) <= row.arity
    assert row.label
    assert row.traits <= TRAITS
    assert all(low < high for low, high in row.intervals)
    assert bool(row.kinks) <= bool(row.convention) or {k.kind for k in row.kinks} == {"steep"}


def test_values_are_those_of_mpmath(row, reference):
    for point in reference.points(row, 25):
        gradient = [reference.partial(row, i, point) for i in range(row.arity)]
        condition = reference.condition(gradient, point) + ABSOLUTE.get(row.name, 0.0)
        got, true = FLOAT.apply(row.name, *point), reference.value(row, point)
        assert reference.close(got, true, condition), (point, got, true)


def test_recording_is_the_same_arithmetic_bit_for_bit(row, reference, leaves):
    for point in reference.points(row, 25):
        node = recorded(row, point, leaves)
        got, expected = node.data, float(FLOAT.apply(row.name, *point))
        assert type(got) is float
        assert reference.bits(got) == reference.bits(expected), point
        assert (node.op, [arg.data for arg in node.args]) == (row.name, list(point))


def test_names_of_rows_aliases_and_ufuncs_do_not_collide():
    assert not set(ALIASES) & set(PRIMITIVES)
    assert len(ALIASES) == sum(len(row.aliases) for row in PRIMITIVES.values())
    assert len(UFUNCS) == sum(len(row.ufuncs) for row in PRIMITIVES.values())


def test_a_row_is_found_by_its_name_and_aliases(row):
    for name in (row.name, *row.aliases):
        assert lookup(name) is row


def test_a_name_that_the_table_lacks():
    assert lookup("sine") is None
    with pytest.raises(InputError, match="no operation called 'sine'"):
        primitive("sine")


def test_ufuncs_are_numpys_and_take_as_many_operands(row):
    for name in row.ufuncs:
        ufunc = getattr(np, name)
        if isinstance(ufunc, np.ufunc):
            assert ufunc.nin == row.arity
        else:  # np.clip is a function, which calls a ufunc of that name
            assert name == "clip"


def test_operators_are_those_of_pythons_numbers(row):
    if row.method:
        method = getattr(float, f"__{row.method}__")
        point = (3.5,) if row.arity == 1 else (3.5, 2.0)
        assert FLOAT.apply(row.name, *point) == method(*point)


# Traits


def vectors(row, count):
    source = random.Random(row.name)
    return [[source.uniform(-5, 5) for _ in range(row.arity)] for _ in range(count)]


def test_commutative_rows_commute(row, reference):
    if "commutative" in row.traits:
        for x, y in reference.points(row, 25):
            assert FLOAT.apply(row.name, x, y) == FLOAT.apply(row.name, y, x)


def test_associative_rows_associate(row):
    if "associative" in row.traits:
        for x, y, z in np.random.default_rng(1).uniform(-5, 5, (25, 3)).tolist():
            left = FLOAT.apply(row.name, FLOAT.apply(row.name, x, y), z)
            right = FLOAT.apply(row.name, x, FLOAT.apply(row.name, y, z))
            assert left == pytest.approx(right, rel=1e-14, abs=1e-14)


def test_monotone_rows_never_turn(row, reference):
    if "monotone" in row.traits:
        values = [FLOAT.apply(row.name, *point) for point in sorted(reference.points(row, 200))]
        pairs = list(itertools.pairwise(values))
        assert all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def test_linear_rows_are_linear(row):
    if "linear" in row.traits:
        for u, v in zip(vectors(row, 25), vectors(row, 25)[::-1], strict=True):
            mixed = FLOAT.apply(row.name, *[2 * a - 3 * b for a, b in zip(u, v, strict=True)])
            apart = 2 * FLOAT.apply(row.name, *u) - 3 * FLOAT.apply(row.name, *v)
            assert mixed == pytest.approx(apart, rel=1e-13, abs=1e-13)


def test_bilinear_rows_are_linear_in_each_operand(row):
    if "bilinear" in row.traits:
        for (u, w), (v, _) in itertools.pairwise(vectors(row, 25)):
            mixed = FLOAT.apply(row.name, 2 * u - 3 * v, w)
            apart = 2 * FLOAT.apply(row.name, u, w) - 3 * FLOAT.apply(row.name, v, w)
            assert mixed == pytest.approx(apart, rel=1e-13, abs=1e-13)


def test_discrete_rows_have_no_derivative_and_others_have_one(row):
    assert ("discrete" in row.traits) == (not any(row.partials))


def test_comparisons_answer_one_or_zero(row, reference, leaves):
    if "comparison" in row.traits:
        assert "discrete" in row.traits
        answers = {recorded(row, point, leaves).data for point in reference.points(row, 50)}
        answers |= {recorded(row, (1.0,) * row.arity, leaves).data}
        assert answers == {0.0, 1.0}


def test_selecting_rows_give_one_operand_and_its_derivative_whole(row, reference, leaves):
    if "selects" in row.traits:
        for point in reference.points(row, 50):
            node = recorded(row, point, leaves)
            slopes = local_partials(node)
            assert sorted(slopes) in (sorted((1.0,) + (0.0,) * (row.arity - 1)), [0.0])
            chosen = sum(x for x, slope in zip(point, slopes, strict=True) if slope)
            assert node.data == chosen


# Kinks

# The formula that vanishes at a kink -> the operands there; those not named keep theirs.
PLACES = {
    "x": lambda at: [{"x": 0.0}],
    "y": lambda at: [{"y": 0.0}],
    "x - y": lambda at: [{"x": at["y"]}],
    "x/y": lambda at: [{"x": 2.0, "y": 0.5}],
    "x - lo": lambda at: [{"x": at["lo"]}],
    "x - hi": lambda at: [{"x": at["hi"]}],
    "x - 1": lambda at: [{"x": 1.0}],
    "(1 - x)*(1 + x)": lambda at: [{"x": 1.0}, {"x": -1.0}],
    "hypot(x, y)": lambda at: [{"x": 0.0, "y": 0.0}],
}
STEP = mpmath.mpf(10) ** -30


def places(row, kink, point):
    """Points on the kink, and which operand leads across it."""
    at = dict(zip(row.operands, point, strict=True))
    for there in PLACES[kink.zero](at):
        yield tuple({**at, **there}.values()), row.operands.index(next(iter(there)))
    if kink.kind == "step" and kink.zero == "x":
        yield (3.0,), 0


def holds(row, condition, point, reference):
    return not condition or over(condition, row.operands)(
        reference.mp, *reference.exact(row, point)
    )


def crossing(row, point, index, reference):
    """The value at a kink and just before and behind it; nan where there is none."""
    values = []
    for step in (-STEP, 0, STEP):
        known = reference.exact(row, point)
        known[index] += step
        values.append(reference.real(reference.mp.apply(row.name, *known)))
    return values


def kind_of(before, at, behind):
    slopes = [s for s in ((at - before) / STEP, (behind - at) / STEP) if mpmath.isfinite(s)]
    if max(abs(before - at), abs(behind - at)) > 1e-10:
        return "jump"
    if all(abs(slope) > 1e8 for slope in slopes):
        return "steep"
    return "kink" if abs(slopes[0] - slopes[1]) > 1e-10 else "smooth"


def test_kinks_are_what_they_are_said_to_be(row, reference):
    for kink, start in itertools.product(row.kinks, reference.points(row, 5)):
        for point, index in places(row, kink, start):
            if kink.when and not holds(row, kink.when, point, reference):
                continue
            found = kind_of(*crossing(row, point, index, reference))
            assert found == ("jump" if kink.kind == "step" else kink.kind), (kink, point)


@pytest.mark.parametrize(
    ("name", "point"),
    [
        ("pow", (0.0, 2.0)),
        ("atan2", (0.0, 1.0)),
        ("leaky_relu", (0.0, 1.0)),
        ("elu", (0.0, 1.0)),
    ],
)
def test_a_kink_with_a_condition_is_smooth_without_it(name, point, reference):
    row = PRIMITIVES[name]
    assert not any(holds(row, kink.when, point, reference) for kink in row.kinks)
    assert kind_of(*crossing(row, point, 0, reference)) == "smooth"


def test_elsewhere_a_row_is_smooth(row, reference):
    for point in reference.points(row, 10):
        for index, name in enumerate(row.operands):
            if name in ("n", "c") or "comparison" in row.traits:
                continue
            assert kind_of(*crossing(row, point, index, reference)) == "smooth", point


CONVENTIONS = {
    "abs": [((0.0,), (0.0,))],
    "sign": [((0.0,), (0.0,))],
    "floor": [((2.0,), (0.0,))],
    "ceil": [((2.0,), (0.0,))],
    "mod": [((2.0, 0.5), (1.0, -4.0))],
    "floordiv": [((2.0, 0.5), (0.0, 0.0))],
    "hypot": [((0.0, 0.0), (math.nan, math.nan))],
    "atan2": [((0.0, -2.0), (-0.5, 0.0))],
    "maximum": [((1.0, 1.0), (0.0, 1.0))],
    "minimum": [((1.0, 1.0), (0.0, 1.0))],
    "clip": [((-1.0, -1.0, 1.0), (0.0, 1.0, 0.0)), ((1.0, -1.0, 1.0), (0.0, 0.0, 1.0))],
    "relu": [((0.0,), (0.0,))],
    "leaky_relu": [((0.0, 0.25), (0.25, 0.0))],
    "elu": [((0.0, 2.0), (2.0, 0.0))],
    **{name: [((1.0, 1.0), (0.0, 0.0))] for name in ("lt", "le", "gt", "ge", "eq", "ne")},
}


def test_every_convention_is_tested():
    assert set(CONVENTIONS) == {row.name for row in PRIMITIVES.values() if row.convention}


@pytest.mark.parametrize("name", CONVENTIONS)
def test_at_a_kink_the_partials_are_what_the_convention_says(name, leaves):
    for point, expected in CONVENTIONS[name]:
        found = local_partials(recorded(PRIMITIVES[name], point, leaves))
        assert found == pytest.approx(expected, nan_ok=True)


# Domain


def widely(row):
    source = random.Random(row.name)
    grid = [-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 3.0]
    for _ in range(150):
        yield tuple(
            float(source.randint(0, 3)) if name == "n"
            else source.choice(grid) if source.random() < 0.4 else source.uniform(-6, 6)
            for name in row.operands
        )  # fmt: skip


def is_real(row, point, reference):
    try:
        return bool(mpmath.isfinite(reference.value(row, point)))
    except (ArithmeticError, ValueError):
        return False


def test_the_domain_is_where_the_value_is_a_real_number(row, reference):
    for point in widely(row):
        if row.name == "atan2" and point == (0.0, 0.0):
            continue  # 0 there, by IEEE 754; but no angle is right
        inside = bool(holds(row, row.domain, point, reference))
        assert inside == is_real(row, point, reference), point

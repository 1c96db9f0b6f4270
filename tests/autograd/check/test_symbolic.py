"""sympy's derivative as a formula of our own language."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograd.arithmetic import FLOAT
from autograd.check import symbolic
from autograd.errors import CheckError
from autograd.expression import parse
from autograd.expression.calls import function
from autograd.expression.grammar import INFIX
from autograd.primitives import PRIMITIVES


@pytest.mark.parametrize(
    ("formula", "variables", "expected"),
    [
        ("x**2*sin(y)", ("x",), "2*x*sin(y)"),
        ("x**2*sin(y)", ("y",), "x**2*cos(y)"),
        ("x**2*sin(y)", ("x", "y"), "2*x*cos(y)"),
        ("x**3", ("x", "x"), "6*x"),
        ("-x*y", ("x",), "-y"),
        ("1 - x - y", ("x",), "-1"),
        ("q/C", ("C",), "-q/C**2"),
        ("0.1*x**2", ("x",), "x/5"),
        ("sqrt(x)", ("x",), "1/(2*sqrt(x))"),
        ("abs(x)", ("x",), "sign(x)"),
        ("x*floor(x)", ("x",), "floor(x)"),
        ("x % y", ("y",), "-floor(x/y)"),
        ("max(x, y)", ("x",), "where(x - y > 0, 1, 0)"),
        ("x if x > 0 else y", ("y",), "where(x > 0, 0, 1)"),
        ("lgamma(x)", ("x",), "digamma(x)"),
        ("digamma(x)", ("x",), "polygamma(1, x)"),
        ("log10(x)", ("x",), "1/(x*log(10))"),
        ("x**(1/3)", ("x",), "1/(3*x**(2/3))"),
        ("acos(x)", ("x",), "-1/sqrt(1 - x**2)"),
        ("lambda*E_n**2", ("E_n",), "2*E_n*lambda"),
        ("gamma*beta", ("gamma",), "beta"),
        ("pi*x + e", ("x",), "pi"),
        ("x + y", ("x",), "1"),
        ("where(x > y, 1, 2)", ("x",), "0"),
        ("sign(x)*x", ("x",), "sign(x)"),
    ],
)
def test_derivatives_read_as_a_person_writes_them(formula, variables, expected):
    found = symbolic.derivative(parse(formula), variables)
    assert str(found) == expected


SIGNS = {operator.row: sign for sign, operator in INFIX.items()}
ROWS = [
    primitive
    for primitive in PRIMITIVES.values()
    if not primitive.traits & {"internal", "comparison", "order"}
    and (function(primitive.name) or primitive.name in SIGNS)
]


@pytest.mark.parametrize("primitive", ROWS, ids=lambda primitive: primitive.name)
@pytest.mark.parametrize("order", [1, 2])
def test_every_row_has_a_symbolic_derivative_that_can_be_read_back(primitive, order):
    if primitive.name in SIGNS:
        text = SIGNS[primitive.name].join(primitive.operands)
    else:
        text = f"{primitive.name}({', '.join(primitive.operands)})"
    formula = parse(text, primitive.operands)
    for name, partial in zip(primitive.operands, primitive.partials, strict=True):
        if partial:
            found = symbolic.derivative(formula, (name,) * order)
            assert set(parse(str(found), formula.names).names) == set(found.names)


@pytest.mark.parametrize(
    ("formula", "variable", "reason"),
    [
        ("polygamma(n, x)", "n", "no rule"),
        ("sqrt(0 - 4)*x", "x", "no real formula"),
        ("1/0*x", "x", "no real formula"),
        ("+".join(["x"] * 900), "x", "1,500 steps"),
    ],
)
def test_where_sympy_has_no_answer_the_reason_is_told(formula, variable, reason):
    with pytest.raises(CheckError, match=reason):
        symbolic.derivative(parse(formula), (variable,))


def test_the_shortest_form_comes_first_and_in_time():
    formula = parse("m_0/sqrt(1 - v**2/c**2)")
    forms = symbolic.simplified(formula, ("v",), 5)
    assert [len(form.text) for form in forms] == sorted(len(form.text) for form in forms)
    assert str(symbolic.simplified(parse("sin(x)**2 + cos(x)**2"), ("x",), 5)[0]) == "0"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2*x*sin(y)", "sin(y)*2*x", True),
        ("(x + 1)**2", "x**2 + 2*x + 1", True),
        ("sin(x)**2", "1 - cos(x)**2", True),
        ("2*x", "2*x + 1e-30", False),
        ("pi*x", "3.14159265358979323846*x", False),
    ],
)
def test_equal_formulas_are_proven_equal(one, other, expected):
    assert symbolic.equal(parse(one), parse(other), 5) is expected


LEAVES = st.sampled_from(["x", "y", "2", "0.5", "pi", "3"])
FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["sin", "exp", "atan", "tanh", "abs", "log", "sqrt"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        st.tuples(inner, st.integers(-2, 3)).map(lambda t: f"({t[0]})**{t[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=40)
@given(FORMULAS, st.floats(0.2, 2), st.floats(0.2, 2))
def test_a_derivative_read_back_gives_the_same_numbers(text, x, y):
    formula = parse(text, ("x", "y"))
    assume("x" in formula.names)
    try:
        found = symbolic.derivative(formula, ("x",))
    except CheckError:
        assume(False)
    again = parse(str(found), ("x", "y"))
    values = {"x": x, "y": y}
    one = found.evaluate(FLOAT, {n: values[n] for n in found.names})
    other = again.evaluate(FLOAT, {n: values[n] for n in again.names})
    assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-300) or one != one

"""The table's formulas as functions over an arithmetic."""

from __future__ import annotations

import math

import pytest

from autograd import Value, formula
from autograd.arithmetic import FLOAT
from autograd.formula import native, over, rules
from autograd.notation import inline, javascript, methods, scaled
from autograd.primitives import PRIMITIVES
from autograd.recording import RECORDING


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2*x", "m.mul(m.number(2), x)"),
        ("x - y", "m.sub(x, y)"),
        ("-x", "m.neg(x)"),
        ("x // y", "m.floordiv(x, y)"),
        ("sqrt(2*pi)", "m.sqrt(m.mul(m.number(2), m.constant('pi')))"),
        ("where(x > 0, 1, x)", "m.where(m.gt(x, m.number(0)), m.number(1), x)"),
        ("x == 0 and y > 0", "m.and_(m.eq(x, m.number(0)), m.gt(y, m.number(0)))"),
        ("a or b or c", "m.or_(m.or_(a, b), c)"),
        ("not c", "m.not_(c)"),
        ("1e-5 + .5", "m.add(m.number(1e-05), m.number(0.5))"),
    ],
)
def test_operators_are_calls_of_rows(text, written):
    assert methods(text) == written


def test_one_text_runs_on_floats_and_on_values():
    text = over("x*sin(y) + pi", ("x", "y"))
    recorded = text(RECORDING, Value(2.0), Value(0.5))
    assert recorded.data == text(FLOAT, 2.0, 0.5) == 2 * math.sin(0.5) + math.pi


def test_a_formula_is_compiled_once():
    assert over("x*x", ("x",)) is over("x*x", ("x",))
    assert rules("tanh") is rules("tanh")


def test_a_compiled_formula_sees_no_builtins():
    assert over("x", ("x",)).__globals__["__builtins__"] == {}


@pytest.mark.parametrize("text", ["(lambda: x)()", "x.real()", "x[0]", "x @ y", "0 < x < 1"])
def test_what_is_not_in_the_notation_is_refused(text):
    with pytest.raises((ValueError, KeyError, AttributeError, TypeError)):
        formula.over.__wrapped__(text, ("x", "y"))(FLOAT, 1.0, 2.0)


def test_an_unknown_function_is_no_operation_of_the_arithmetic():
    with pytest.raises(AttributeError, match="FloatArithmetic has no operation 'sine'"):
        over("sine(x)", ("x",))(FLOAT, 1.0)


@pytest.mark.parametrize(
    ("partial", "product"),
    [
        ("1", "g"),
        ("-1", "-g"),
        ("1/x", "g/(x)"),
        ("-1/(1 + x)", "-g/(1 + x)"),
        ("cos(x)", "(cos(x))*g"),
        ("x/y", "(x/y)*g"),
        ("10*x", "(10*x)*g"),
    ],
)
def test_a_product_with_a_partial_reads_as_a_person_writes_it(partial, product):
    assert scaled(partial, "g") == product


def test_rules_of_a_row_that_selects_are_conditions():
    of_c, of_x, of_y = rules("where")
    assert of_c is None
    assert of_x(FLOAT, 1.0, 5.0, 6.0, 5.0, 0.3) == 1.0
    assert not of_y(FLOAT, 1.0, 5.0, 6.0, 5.0, 0.3)


def test_rules_of_other_rows_are_products():
    of_x, of_y = rules("mul")
    assert (of_x(FLOAT, 3.0, 4.0, 12.0, 2.0), of_y(FLOAT, 3.0, 4.0, 12.0, 2.0)) == (8.0, 6.0)
    assert rules("floor") == (None,)


@pytest.mark.parametrize(
    ("text", "names", "code"),
    [
        ("tanh(x)", {"x": "a"}, "math.tanh(a)"),
        ("sigmoid(-x)", {"x": "a"}, "1 / (1 + math.exp(a))"),
        ("x*sqrt(pi)", {"x": "u + v"}, "(u + v) * math.sqrt(math.pi)"),
        ("relu(x)", {"x": "a"}, "a if a > 0 or a != a else 0.0"),
    ],
)
def test_inlined_formulas_are_plain_python(text, names, code):
    assert inline(text, names) == code


def test_inlined_values_of_every_row_compute_what_the_row_says(row, reference):
    names = {"math": math, "special": __import__("autograd.special", fromlist=["special"])}
    code = inline(f"{row.name}({', '.join(row.operands)})", {n: n for n in row.operands})
    compiled = native(code, row.operands, names)
    for point in reference.points(row, 5):
        got, expected = float(compiled(*point)), float(FLOAT.apply(row.name, *point))
        assert reference.bits(got) == reference.bits(expected)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("2*x", "(2 * x)"),
        ("-x", "(-x)"),
        ("sqrt(pi)", "(Math.sqrt(Math.PI))"),
        ("where(x > 0, 1, x)", "(((+(x > 0)) !== 0 ? 1 : x))"),
        ("x == 0 and y > 0", "(+((+(x == 0)) !== 0 && (+(y > 0)) !== 0))"),
        ("sigmoid(x)", "((1 / (1 + (Math.exp((-x))))))"),
    ],
)
def test_formulas_as_javascript(text, script):
    assert javascript(text).replace(" ", "") == script.replace(" ", "")


def test_an_operand_is_put_in_whole_and_once():
    """An operand whose text holds another operand's name is not replaced again."""
    assert javascript("atan2(x, y)") == "(Math.atan2(x, y))"
    assert eval(inline("x - y", {"x": "y", "y": "x"}), {"x": 1, "y": 5}) == 4


def test_every_formula_of_the_table_speaks_of_rows_alone(row):
    for text in filter(None, [row.value, row.domain, *row.partials]):
        over(text, (*row.operands, "r"))
    for kink in row.kinks:
        over(kink.zero, row.operands)
        if kink.when:
            over(kink.when, row.operands)
    assert row.name in PRIMITIVES

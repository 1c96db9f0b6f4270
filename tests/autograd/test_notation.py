"""The notation of the table's formulas, and what it is turned into."""

from __future__ import annotations

import math

import pytest

from autograd import special
from autograd.arithmetic import FLOAT
from autograd.formula import native
from autograd.notation import inline, javascript, methods, scaled


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
    names = {"math": math, "special": special}
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

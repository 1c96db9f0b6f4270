"""What a formula means: examples, and Python's own parser as the judge of precedence."""

from __future__ import annotations

import ast
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd.arithmetic import FLOAT
from autograd.errors import ExpressionError
from autograd.expression import Expression, Instruction, parse
from autograd.primitives import PRIMITIVES

AT = {"x": 1.5, "y": -0.5, "a": 2.0, "b": 3.0, "c": 0.0, "n": 4.0}

VALUES = [
    ("2", 2.0),
    ("2.5e-3", 0.0025),
    (".5", 0.5),
    ("5.", 5.0),
    ("1E2", 100.0),
    ("007", 7.0),
    ("pi", math.pi),
    ("π*a", 2 * math.pi),
    ("e", math.e),
    ("x", 1.5),
    ("+x", 1.5),
    ("--x", 1.5),
    ("-x**2", -2.25),
    ("(-x)**2", 2.25),
    ("2**-3", 0.125),
    ("2**-3**2", 2.0**-9),
    ("2**3**2", 512.0),
    ("-2**-2", -0.25),
    ("a - b - x", -2.5),
    ("a - (b - x)", 0.5),
    ("a/b/x", 2 / 3 / 1.5),
    ("a/b*x", 1.0),
    ("7 % 4", 3.0),
    ("-7 % 4", 1.0),
    ("7 % 4 * 2", 6.0),
    ("1/0", math.inf),
    ("-1/0", -math.inf),
    ("exp(800)", math.inf),
    ("x**2*sin(b)", 2.25 * math.sin(3)),
    ("arcsin(0.5)", math.asin(0.5)),
    ("ln(a)", math.log(2)),
    ("log(a)", math.log(2)),
    ("log(8, a)", 3.0),
    ("log10(1000)", 3.0),
    ("atan2(a, b)", math.atan2(2, 3)),
    ("abs(y)", 0.5),
    ("max(a, b)", 3.0),
    ("max(a, b, n, c)", 4.0),
    ("min(a, b, n, c, y)", -0.5),
    ("maximum(a, b)", 3.0),
    ("pow(a, b)", 8.0),
    ("gamma(n)", 6.0),
    ("gamma (n)", 6.0),
    ("leaky_relu(y)", -0.005),
    ("leaky_relu(y, 0.1)", -0.05),
    ("clip(x, 0, 1)", 1.0),
    ("where(x > 0, a, b)", 2.0),
    ("where(x < 0, 1/0, b)", 3.0),
    ("a if x > 0 else b", 2.0),
    ("a if x < 0 else b", 3.0),
    ("a if x < 0 else b if y > 0 else n", 4.0),
    ("x > 0", 1.0),
    ("0 < x < a", 1.0),
    ("0 < x < a < 1", 0.0),
    ("x == 1.5 != y", 1.0),
    ("x >= 1.5 and y <= -0.5", 1.0),
    ("x < 0 or not y > 0 and a == 2", 1.0),
    ("not x < 0", 1.0),
    ("not not x", 1.0),
    ("(x > 0)*a + (x <= 0)*b", 2.0),
    (" \t x\n+\u00a0y ", 1.0),
]


def at(expression: Expression) -> dict[str, float]:
    return {name: AT[name] for name in expression.names}


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_a_formula_has_its_value(text: str, expected: float) -> None:
    expression = parse(text)
    assert expression.evaluate(FLOAT, at(expression)) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("lambda*gamma*beta", ("lambda", "gamma", "beta")),
        ("gamma*gamma(x)", ("gamma", "x")),
        ("sin*cos(sin)", ("sin",)),
        ("E_n*t/(h/(2*pi))", ("E_n", "t", "h")),
        ("x_1 + x_2 + x_1", ("x_1", "x_2")),
        ("g_*_q", ("g_", "_q")),
        ("θ - Ω*ħ", ("θ", "Ω", "ħ")),
        ("b*a", ("b", "a")),
        ("import*class*True*inf", ("import", "class", "True", "inf")),
        ("e*pi*π", ()),
        ("2", ()),
    ],
)
def test_names_are_listed_in_order_of_appearance(text: str, names: tuple[str, ...]) -> None:
    assert parse(text).names == names


def test_a_name_is_what_python_would_pass_as_a_keyword() -> None:
    micro, mu = "\u00b5", "\u03bc"
    assert parse(f"{micro} + {mu}").names == (mu,)
    assert parse(micro)(**{micro: 2.0}) == 2.0
    assert parse(micro, declared=[micro])(**{mu: 2.0}) == 2.0


@pytest.mark.parametrize("name", ["e", "pi", "π"])
def test_a_declared_name_shadows_a_constant(name: str) -> None:
    expression = parse(f"2*{name}", declared=[name, "x"])
    assert expression.names == expression.shadows == (name,)
    assert expression(10.0) == 20.0
    assert parse(f"2*{name}").shadows == ()


def test_the_other_spelling_of_a_declared_constant_is_no_constant() -> None:
    assert parse("π*r", declared=["pi", "r"]).names == ("π", "r")


def test_numbers_stay_as_they_were_written() -> None:
    tape = parse("0.10 + 1.50e-7 + 123456789012345678901234567890").tape
    numbers = [step.text for step in tape if step.op == "number"]
    assert numbers == ["0.10", "1.50e-7", "123456789012345678901234567890"]


def test_the_tape_is_what_was_written() -> None:
    assert parse("a - b*2").tape == (
        Instruction("name", text="a"),
        Instruction("name", text="b"),
        Instruction("number", text="2"),
        Instruction("mul", (1, 2)),
        Instruction("sub", (0, 3)),
    )


def test_the_middle_of_a_chain_is_computed_once() -> None:
    steps = [step.op for step in parse("a < exp(x) <= b").tape]
    assert steps == ["name", "name", "exp", "lt", "name", "le", "and_"]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("(a + b)*c", ["a", "b", "a + b", "c", "(a + b)*c"]),
        ("- (x)", ["x", "- (x)"]),
        ("sin( x ) /2", ["x", "sin( x )", "2", "sin( x ) /2"]),
        ("max(a, b, c)", ["a", "b", "max(a, b, c)", "c", "max(a, b, c)"]),
        ("log(a, b)", ["a", "log(a, b)", "b", "log(a, b)", "log(a, b)"]),
        ("elu(x)", ["x", "elu(x)", "elu(x)"]),
        ("a if x else b", ["a", "x", "b", "a if x else b"]),
        ("a < b < c", ["a", "b", "a < b", "c", "b < c", "a < b < c"]),
    ],
)
def test_every_instruction_knows_its_source(text: str, sources: list[str]) -> None:
    expression = parse(text)
    assert [expression.source_of(place) for place in range(len(expression.tape))] == sources


def test_every_function_of_the_table_can_be_called() -> None:
    for row in PRIMITIVES.values():
        if "internal" in row.traits:
            continue
        for name in (row.name, *row.aliases):
            step = parse(f"{name}({', '.join('xyzw'[: row.arity])})").tape[-1]
            assert (step.op, len(step.operands)) == (row.name, row.arity)


def test_defaults_of_the_table_can_be_written_in_the_language() -> None:
    for row in PRIMITIVES.values():
        assert all(default >= 0 and math.isfinite(default) for default in row.defaults)


# Python's own parser judges what binds how; both must also refuse the same texts.

PYTHON_ROWS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Mod: "mod",
    ast.Pow: "pow", ast.USub: "neg", ast.Not: "not_", ast.And: "and_", ast.Or: "or_",
    ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne",
}  # fmt: skip


def by_python(node: ast.AST) -> object:
    match node:
        case ast.Name(id=name):
            return name
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return by_python(operand)
        case ast.UnaryOp(op=op, operand=operand):
            return (PYTHON_ROWS[type(op)], by_python(operand))
        case ast.BinOp(left=left, op=op, right=right):
            return (PYTHON_ROWS[type(op)], by_python(left), by_python(right))
        case ast.BoolOp(op=op, values=values):
            return folded(PYTHON_ROWS[type(op)], [by_python(value) for value in values])
        case ast.Compare(left=left, ops=ops, comparators=rest):
            operands = [by_python(operand) for operand in (left, *rest)]
            pairs = zip(ops, operands, operands[1:], strict=False)
            return folded("and_", [(PYTHON_ROWS[type(op)], a, b) for op, a, b in pairs])
        case ast.IfExp(test=test, body=body, orelse=other):
            return ("where", by_python(test), by_python(body), by_python(other))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return (name, *(by_python(argument) for argument in arguments))
    raise NotImplementedError(ast.dump(node))


def folded(row: str, terms: list[object]) -> object:
    whole, *rest = terms
    for term in rest:
        whole = (row, whole, term)
    return whole


def by_tape(expression: Expression) -> object:
    results: list[object] = []
    for step in expression.tape:
        operands = [results[place] for place in step.operands]
        results.append((step.op, *operands) if operands else step.text)
    return results[-1]


TEMPLATES = [
    *(f"{{0}}{sign}{{1}}" for sign in ("+", "-", "*", "/", "%", "**", "<", ">=", "==", "!=")),
    *("{0} and {1}", "{0} or {1}", "not {0}", "-{0}", "+{0}", "({0})", "({0})", "sin({0})"),
    *("{0} if {1} else {2}", "atan2({0}, {1})", "where({0}, {1}, {2})"),
]
WORDS = ["a", "b", "x", "(", ")", "+", "-", "*", "/", "**", "<", "not", "and", "or", "if", "else"]

python_like = st.recursive(
    st.sampled_from(["a", "b", "x", "y_1", "λ"]),
    lambda part: st.builds(str.format, st.sampled_from(TEMPLATES), part, part, part),
    max_leaves=25,
)


# Long rows of operators without brackets, where precedence decides everything.
PREFIXES = ["", "", "", "-", "--", "+", "not "]
ATOMS = ["a", "b", "x", "(a + b)", "sin(x)", "(a < b)", "(a if b else x)"]
BETWEEN = ["+", "-", "*", "/", "%", "**", "<", ">=", "!=", " and ", " or ", " if c else "]
rows = st.lists(
    st.tuples(st.sampled_from(BETWEEN), st.sampled_from(PREFIXES), st.sampled_from(ATOMS)),
    min_size=1,
    max_size=12,
).map(lambda parts: "a" + "".join(map("".join, parts)))


@settings(max_examples=800)
@given(python_like | rows)
def test_python_agrees(text: str) -> None:
    try:
        expected = by_python(ast.parse(text, mode="eval").body)
    except SyntaxError:
        with pytest.raises(ExpressionError):
            parse(text)
    else:
        assert by_tape(parse(text)) == expected


@settings(max_examples=400)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                "x",
                "(",
                ")",
                "+",
                "-",
                "*",
                "/",
                "**",
                "<",
                "not",
                "and",
                "or",
                "if",
                "else",
            ]
        ),
        max_size=12,
    )
)
def test_python_refuses_and_accepts_the_same_words(words: list[str]) -> None:
    text = " ".join(words)
    try:
        tree = ast.parse(text, mode="eval").body
        called = any(isinstance(node, ast.Call | ast.Tuple) for node in ast.walk(tree))
    except SyntaxError:
        called = True
    if called:  # a(b) calls a variable, () is an empty tuple: neither is in the language
        with pytest.raises(ExpressionError):
            parse(text)
    else:
        assert by_tape(parse(text)) == by_python(tree)

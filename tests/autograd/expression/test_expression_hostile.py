"""Texts made to hurt: an expression or its own error, in bounded time, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograd.arithmetic import FLOAT
from autograd.errors import ExpressionError
from autograd.expression import Expression, parse
from autograd.expression.limits import MAX_DEPTH, MAX_NODES

REFUSED = {
    "60,000 open brackets": "(" * 60_000,
    "60,000 brackets": "(" * 60_000 + "x" + ")" * 60_000,
    "40,000 brackets": "(" * 40_000 + "x" + ")" * 40_000,
    "40,000 calls": "sin(" * 20_000 + "x" + ")" * 20_000,
    "60,000 signs": "-" * 60_000 + "1",
    "60,000 plus signs": "+" * 60_000 + "1",
    "not": "not " * 20_000 + "x",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of sum": "1+" * 500_000 + "1",
    "50,000 terms": "1+" * 50_000 + "1",
    "49,000 terms": "1+" * 49_000 + "1",
    "powers": "x**" * 30_000 + "x",
    "constant powers": "9**" * 30_000 + "9",
    "a remainder of remainders": "x%" * 30_000 + "x",
    "choices": "x if x else " * 8_000 + "x",
    "comparisons": "x<" * 40_000 + "x",
    "maxima": "max(" * 20_000 + "x" + ",x)" * 20_000,
    "arguments": "max(" + "x," * 40_000 + "x)",
    "a long name": "a" * 90_000,
    "a long unknown function": "a" * 90 + "(x)",
    "a long number": "9" * 90_000,
    "a long fraction": "0." + "9" * 90_000,
    "a long exponent": "1e" + "9" * 90_000,
    "squares of squares": "square(" * 99 + "9" + ")" * 99,
    "factorials of factorials": "gamma(" * 99 + "9" + ")" * 99,
    "powers in brackets": "(" * 90 + "9" + "**9)" * 90,
    "closing brackets": ")" * 60_000,
    "commas": "," * 60_000,
    "combining marks": "e" + "\u0301" * 60_000,
    "a ligature that grows 18 times": "\ufdfa" * 50_000,
    "nulls": "\x00" * 60_000,
    "blank at the end": "x" + " " * 90_000 + "$",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert len(str(caught.value)) < 400
    str(caught.value).encode()


def test_what_is_large_and_honest_is_read() -> None:
    terms = MAX_NODES // 4
    expression = parse(" + ".join(["2*x"] * terms))
    assert expression(1.0) == 2.0 * terms
    assert parse(str(expression)) == expression
    assert expression.graph(x=1.0).data == 2.0 * terms

    many = parse(f"max({', '.join(['x'] * 2000)}, 7)")
    assert many(3.0) == 7.0
    assert parse(str(many)) == many

    deep = parse("sin(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH)
    assert parse(str(deep)) == deep
    long_chain = parse("x" + "/x*x-x" * (MAX_NODES // 8))
    assert parse(str(long_chain)) == long_chain


WORDS = """
    x y e pi π gamma lambda E_n sin gamma max min where log leaky_relu polygamma
    + - * / % ** ( ) , < <= > >= == != if else and or not
    0 1 2.5 1e3 .5 9 1e308 1e-308 ( ) ( ) sin( max( where( log( floor( tan(
    ^ = . [ ] ' " : ² 😀 // _
"""
TOKENS = [*WORDS.split(), " ", "\n", "\x00", "\ud800"]


def read(text: str) -> Expression | None:
    try:
        return parse(text)
    except ExpressionError as refusal:
        error = refusal
    assert 0 <= error.column <= len(text)
    str(error).encode()
    return None


def holds(expression: Expression | None) -> None:
    """What must hold of anything that was read: it prints, reads again, and runs."""
    if expression is None:
        return
    assert parse(str(expression)) == expression
    for place, step in enumerate(expression.tape):
        assert all(operand < place for operand in step.operands)
        start, end = step.span
        assert 0 <= start < end <= len(expression.text)
    values = dict.fromkeys(expression.names, 0.7)
    result = expression.evaluate(FLOAT, values)
    assert isinstance(result, (int, float))
    recorded = expression.graph(**values).data
    assert recorded == result or (recorded != recorded and result != result)


@settings(max_examples=500)
@given(st.text(max_size=200))
@example("\ud800")
@example("x" * 101)
def test_any_text(text: str) -> None:
    holds(read(text))


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join))
def test_any_soup_of_tokens(text: str) -> None:
    holds(read(text))


TEMPLATES = """
    {0}+{1} {0}-{1} {0}*{1} {0}/{1} {0}%{1} {0}**{1} -{0} +{0} ({0}) pow({0},{1})
    sin({0}) log({0}) log({0},{1}) max({0},{1}) max({0},{1},{2}) where({0},{1},{2})
    leaky_relu({0}) leaky_relu({0},{1}) leaky_relu({0},0.01) ({0}if({1})else({2}))
    ({0}<{1}) ({0}<{1}<={2}) and_({0},{1}) lt({0},{1}) ({0}and({1})) (not({0})or({1}))
"""

well_formed = st.recursive(
    st.sampled_from(["x", "y", "pi", "e", "lambda", "2", "0.10", "1e3", ".5", "3."]),
    lambda part: st.builds(str.format, st.sampled_from(TEMPLATES.split()), part, part, part),
    max_leaves=30,
)


@settings(max_examples=500)
@given(well_formed)
def test_a_formula_reads_back_as_it_is_printed(text: str) -> None:
    holds(read(text))

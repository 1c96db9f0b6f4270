r"""LaTeX made to hurt: an expression or its own error, in bounded time, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograd.arithmetic import FLOAT
from autograd.errors import ExpressionError
from autograd.expression import Expression, parse, parse_latex, to_latex
from autograd.expression.limits import MAX_DEPTH, MAX_NODES

REFUSED = {
    "a macro": r"\def\x{1}\x",
    "a macro without end": r"\def\x{\x}\x",
    "a new command": r"\newcommand{\x}{1}\x",
    "a file": r"\input{/etc/passwd}",
    "a file to write": r"\newwrite\f \immediate\openout\f=x",
    "a shell": r"\write18{ls}",
    "a shell, at once": r"\immediate\write18{ls}",
    "a category": r"\catcode`\%=12",
    "a name from text": r"\csname input\endcsname",
    "Lua": r"\directlua{os.execute('ls')}",
    "Python": "__import__('os').system('ls')",
    "a comment": "x % y",
    "60,000 braces": "{" * 60_000,
    "40,000 pairs of braces": "{" * 40_000 + "x" + "}" * 40_000,
    "30,000 brackets": "(" * 30_000 + "x" + ")" * 30_000,
    "20,000 fractions": r"\frac{" * 10_000 + "x" + "}{x}" * 10_000,
    "20,000 roots": r"\sqrt{" * 10_000 + "x" + "}" * 10_000,
    "30,000 powers": "x^{" * 20_000 + "x" + "}" * 20_000,
    "bases of logarithms": r"\log_{" * 10_000 + "2" + "}x" * 10_000,
    "subscripts in subscripts": "x_{" * 30_000 + "x" + "}" * 30_000,
    "accents": r"\hat{" * 10_000 + "x" + "}" * 10_000,
    "20,000 functions": r"\sin" * 20_000 + " x",
    "bars": "|" * 60_000,
    "bars and letters": "|x" * 40_000,
    "cases in cases": r"\begin{cases}" * 7_000,
    "rows": r"\begin{cases}" + r"x & x<1 \\" * 9_000 + r"\end{cases}",
    "commas": r"\max(" + "x," * 40_000 + "x)",
    "letters": "x" * 90_000,
    "letters of a word": r"\mathrm{" + "x" * 90_000 + "}",
    "a long environment": r"\begin{" + "x" * 90_000 + "}",
    "a long command": "\\" + "x" * 90_000,
    "digits": "9" * 90_000,
    "digits in a script": "x^" + "9" * 90_000,
    "digits of an exponent": r"2 \times 10^{" + "9" * 90_000 + "}",
    "digits of a root": r"\sqrt[" + "8" * 90_000 + "]{x}",
    "primes": "x" + "'" * 60_000,
    "factorials": "9" + "!" * 60_000,
    "a tower": "9^{" * 90 + "9" + "}" * 90,
    "signs": "-" * 60_000 + "1",
    "60,000 terms": "1+" * 45_000 + "1",
    "spaces": "x" + r"\," * 40_000 + "$",
    "a megabyte": "x" * 1_000_000,
    "a megabyte of braces": "{" * 1_000_000,
    "calls": "f(x)" * 20_000,
    "nulls": "\x00" * 60_000,
    "a ligature that grows 18 times": "\ufdfa" * 50_000,
    "half a character": "\ud800",
    "a command of a null": "\\\x00",
    "only dollars": "$" * 60_000,
}


@pytest.mark.parametrize("latex", REFUSED.values(), ids=REFUSED.keys())
def test_a_hostile_text_is_refused(latex: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_latex(latex)
    assert len(str(caught.value)) < 700
    assert 0 <= caught.value.column <= len(latex)
    str(caught.value).encode()


def test_what_is_large_and_honest_is_read() -> None:
    terms = MAX_NODES // 4
    assert parse_latex(" + ".join(["2x"] * terms))(1.0) == 2.0 * terms
    deep = r"\sqrt{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH
    assert parse_latex(deep)(1.0) == 1.0
    rows = r"\begin{cases}" + r"x & x<1 \\" * (MAX_DEPTH - 2) + r"1 & \text{else}\end{cases}"
    assert parse_latex(rows)(3.0) == 1.0
    assert parse_latex("|" * 99 + "x" + "|" * 99)(-2.0) == 2.0


WORDS = r"""
    x y e i d pi π λ f T \pi \lambda \Gamma \gamma \theta \hat \bar \dot \vec ' x_1 x_{ij}
    + - * / = < > ( ) [ ] { } | ! , ^ _ & ^2 ^{-1} ^{ _{ \cdot \times \div \le \ge \ne \land \lor
    \lnot \frac \frac{ }{ \sqrt \sqrt[ \sqrt{ \sin \cos \ln \log \log_{10} \exp \max \sec \tanh
    \left \right \left( \right) \left| \right| \left[ \right] \{ \} \lvert \rvert \lfloor \rfloor
    \begin{cases} \end{cases} \\ \text{if} \text{otherwise} \text{and} \mathrm{rate} \mathrm{
    \operatorname{erf} \operatorname{ \operatorname{max} \int \sum \def \, \; ~ \quad $ % # .
    0 1 2 10 2.5 .5 12 1e5 \prime \circ ² − · 😀 \ \\\
"""
SOUP = [*WORDS.split(), " ", "\n", "\x00", "\ud800", "e^{", "x & x<1", r" & \text{if } x>0 \\ "]


def read(latex: str, declared: tuple[str, ...] = ()) -> Expression | None:
    try:
        return parse_latex(latex, declared)
    except ExpressionError as refusal:
        error = refusal
    assert error.text == latex
    assert 0 <= error.column <= len(latex)
    assert error.message.isprintable()
    assert len(error.message) < 600
    str(error).encode()
    return None


def holds(expression: Expression | None) -> None:
    """What must hold of anything that was read: it is in the language, prints, and runs."""
    if expression is None:
        return
    assert parse(expression.text, expression.names) == expression
    assert expression.text == str(expression)
    assert parse_latex(to_latex(expression), expression.names) == expression
    result = expression.evaluate(FLOAT, dict.fromkeys(expression.names, 0.7))
    assert isinstance(result, (int, float))


@settings(max_examples=300)
@given(st.text(max_size=200))
@example("\ud800")
@example("\\\ud800")
@example(r"\mathrm{ª}")
def test_any_text(latex: str) -> None:
    holds(read(latex))


@settings(max_examples=600)
@given(st.lists(st.sampled_from(SOUP), max_size=30).map("".join))
def test_any_soup_of_tokens(latex: str) -> None:
    holds(read(latex))
    holds(read(latex, ("x", "y", "f", "e", "d", "λ", "x_1")))


TEMPLATES = r"""
    {0}+{1} {0}-{1} {0}\cdot{1} {0}{1} {0}/{1} \frac{{{0}}}{{{1}}} {0}^{{{1}}} -{0} ({0}) [{0}]
    \sin{0} \sin({0}) \ln{0} \sqrt{{{0}}} \sqrt[{0}]{{{1}}} |{0}| \left|{0}\right| {0}! {0}'
    \max({0},{1}) \max\{{{0},{1},{2}\}} \sin^{{{0}}}{1} \log_{{{0}}}({1}) \log_{{{0}}}{1}
    \begin{{cases}}{0}&{1}<{2}\\{2}&\text{{else}}\end{{cases}} ({0}<{1}) [{0}\le{1}\land{2}]
    \begin{{cases}}{0}&{1}<2\\{2}&2\le{1}\end{{cases}} e^{{{0}}} x_{{{0}}} \hat{{{0}}} {{{0}}}
    \operatorname{{erf}}({0}) \operatorname{{where}}({0},{1},{2})
"""

formed = st.recursive(
    st.sampled_from(["x", "y", r"\pi", "e", r"\lambda", "2", "0.10", "10", "x_1", "ab", "x'"]),
    lambda part: st.builds(str.format, st.sampled_from(TEMPLATES.split()), part, part, part),
    max_leaves=12,
)


@settings(max_examples=500)
@given(formed)
def test_anything_well_formed(latex: str) -> None:
    holds(read(latex, ("x", "y", "lambda", "x_1", "x_prime", "a", "b")))

"""What LaTeX is refused, at which column and with which words; both readings of what has two."""

from __future__ import annotations

import re

import pytest

from autograd.errors import ExpressionError
from autograd.expression import parse, parse_latex

# The formula, the names declared, and both readings, which must be formulas of the language.
AMBIGUOUS = [
    (r"\sin x y", "x y", "sin(x)*y", "sin(x*y)"),
    (r"\sin xy", "", "sin(x)*y", "sin(x*y)"),
    (r"\sin\omega t", "", "sin(omega)*t", "sin(omega*t)"),
    (r"\sin x/2", "", "sin(x)/2", "sin(x/2)"),
    (r"\sin 2(x+1)", "", "sin(2)*(x + 1)", "sin(2*(x + 1))"),
    (r"\sin 2 \cdot x", "", "sin(2)*x", "sin(2*x)"),
    (r"\sin 2\cos x", "", "sin(2)*cos(x)", "sin(2*cos(x))"),
    (r"\sin x e^{x}", "", "sin(x)*exp(x)", "sin(x*exp(x))"),
    (r"\ln|x| y", "", "log(abs(x))*y", "log(abs(x)*y)"),
    (r"\ln\sin x\cos x", "", "log(sin(x))*cos(x)", "log(sin(x)*cos(x))"),
    (r"\ln x(x+1)", "x", "log(x)*(x + 1)", "log(x*(x + 1))"),
    (r"\sin(x)^2", "", "sin(x)**2", "sin(x**2)"),
    (r"\ln\Gamma(x)^2", "", "log(gamma(x))**2", "log(gamma(x**2))"),
    (r"\sin^{-2} x", "", "sin(x)**-2", "asin(x)**2"),
    (r"\log x", "", "log(x)", "log10(x)"),
    (r"\operatorname{sinc}(x)", "", "sinc(x)", "sin(x)/x"),
    ("1/2x", "", "1/2*x", "1/(2*x)"),
    (r"1/2 \cdot x", "", "1/2*x", "1/(2*x)"),
    ("a/b/c", "", "a/b/c", "a/(b/c)"),
    ("a/b(c+1)", "a b c", "a/b*(c + 1)", "a/(b*(c + 1))"),
    (r"1/2 \times 10^{3}", "", "1/2*10**3", "1/(2*10**3)"),
    (r"\sin 2 \times 10^{3}", "", "sin(2)*10**3", "sin(2*10**3)"),
    (r"e^{-x^2/2\sigma^2}", "", "-x**2/2*sigma**2", "-x**2/(2*sigma**2)"),
    (r"1/\sin x\cos x", "", "1/sin(x)*cos(x)", "1/(sin(x)*cos(x))"),
    (r"2\frac{1}{2}", "", "2*(1/2)", "2 + 1/2"),
    (r"\frac{a}{b}^2", "", "(a/b)**2", "a**2/b"),
    ("[x]", "", "x", "floor(x)"),
    (r"\{x\}", "", "x", "x - floor(x)"),
    ("x2", "", "x*2", "x_2"),
    ("xy", "x y xy", "x*y", "xy"),
    ("rate", "", "r*a*t*e", "rate"),
]


@pytest.mark.parametrize(("latex", "declared", "first", "second"), AMBIGUOUS)
def test_both_readings_are_written_out(latex: str, declared: str, first: str, second: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_latex(latex, declared.split())
    message = caught.value.message
    assert "two readings" in message
    assert {first, second} <= set(re.findall("`([^`]*)`", message))
    assert parse(first) != parse(second)


REFUSED = [
    # two readings, one of them outside the language
    ("f(x)", "", 0, "a function f"),
    ("f(x)", "x", 0, "the product `f*x`"),
    ("a(b+c)", "", 0, "the product `a*(b + c)`"),
    ("f(x+h) - f(x)", "", 0, "a function f"),
    ("f^{-1}(x)", "", 0, "a function f"),
    (r"\sigma(x)", "", 0, "sigmoid"),
    (r"\psi(x)", "", 0, "digamma"),
    (r"\pi(x)", "", 0, "a function pi"),
    ("f'(x)", "", 0, "a derivative"),
    ("y' + y", "", 0, "declare y_prime"),
    (r"\dot{x}", "", 0, "a derivative"),
    ("f^{(2)}(x)", "", 1, "derivative"),
    ("dx", "", 0, "differential"),
    (r"\mathrm{d}x", "", 0, "differential"),
    (r"\frac{d^2y}{dx^2}", "", 6, "differential"),
    (r"\Delta x", "", 0, "difference"),
    (r"e^{i\theta}", "", 3, "imaginary unit"),
    (r"A^T", "", 1, "transpose"),
    (r"\ln^{-1} x", "", 3, "the inverse function of ln"),
    (r"\sec^{-1} x", "", 4, "the inverse function of sec"),
    (r"\ln(x)(x+1)", "x", 6, "two readings"),
    ("|a|b|c|", "", 4, "two readings"),
    ("|a|-b|c|", "", 5, "two readings"),
    (r"\max(1,000)", "", 6, "the number 1000"),
    ("x^12", "", 2, "`^{12}`"),
    ("x_12", "", 2, "`_{12}`"),
    ("x_bar", "", 2, "two readings"),
    ("e^xy", "", 2, "`^{xy}`"),
    (r"\sqrt12", "", 5, "two readings"),
    (r"\frac123", "", 5, "two readings"),
    ("1.5e-3", "", 0, r"`1.5 \times 10^{-3}`"),
    ("sinx", "", 0, r"`\sin`"),
    ("lnx", "", 0, r"`\ln`"),
    ("mu", "", 0, r"`\mu`"),
    ("abx", "ab x", 0, "two readings"),
    (r"\lambda", "λ lambda", 0, "lambda and λ"),
    (r"x_{bar} + \bar{x}", "", 10, "x_bar"),
    # commands that the language has nothing for
    (r"\int x", "", 0, r"`\int` is not read: the language has no integrals"),
    (r"2\sum_i x_i", "", 1, r"`\sum` is not read"),
    (r"\prod_i x_i", "", 0, r"`\prod` is not read"),
    (r"\lim_{x\to 0} x", "", 0, r"`\lim` is not read"),
    (r"\frac{\partial f}{\partial x}", "", 6, r"`\partial` is not read"),
    (r"\nabla f", "", 0, r"`\nabla` is not read"),
    (r"\vec{v}", "", 0, r"`\vec` is not read"),
    (r"\mathbf{x}", "", 0, r"`\mathbf` is not read"),
    (r"\|x\|", "", 0, r"`\|` is not read"),
    (r"\binom{n}{k}", "", 0, r"n!"),
    (r"x \pm y", "", 2, "two formulas in one"),
    (r"\infty", "", 0, "no infinity"),
    (r"a \bmod b", "", 2, r"\operatorname{mod}"),
    (r"30^\circ", "", 3, "radians"),
    (r"x \in [0, 1]", "", 2, "no sets"),
    (r"1 + \cdots + n", "", 4, "write all of the terms"),
    (r"\mathcal{L}", "", 0, r"`\mathcal` is not read"),
    (r"5\%", "", 1, "0.05"),
    (r"\erf(x)", "", 0, r"\operatorname{erf}"),
    (r"\sine x", "", 0, r"did you mean `\sin`"),
    (r"\foo", "", 0, "stands for nothing"),
    (r"\operatorname{foo}(x)", "", 0, "no function `foo`"),
    (r"\begin{matrix} 1 \end{matrix}", "", 0, r"only `\begin{cases}`"),
    # statements
    ("E = mc^2", "", 2, "equation"),
    ("x < 1", "", 2, "statement"),
    (r"\frac{a<b}{2}", "", 7, "statement"),
    (r"\lnot x", "", 0, "statement"),
    # cases
    (r"\begin{cases} 1 & x>0 \\ 0 & x<0 \end{cases}", "", 29, "No case holds where x = 0"),
    (r"\begin{cases} 1 & x>0 \\ 0 & y\le 0 \end{cases}", "", 29, "cannot be told"),
    (
        r"\begin{cases} a & x<0 \\ b & 1\le x<2 \\ c & x\ge 2 \end{cases}", "", 45,
        "No case holds where x = 0",
    ),
    (r"\begin{cases} a & x<0 \\ b & 1<x \\ c & x=1 \\ d & x=0 \end{cases}", "", 51,
     "0 < x < 1"),
    (r"\begin{cases} 1 & x>0 \end{cases}", "", 0, "two rows"),
    (r"\begin{cases} 1 & x \\ 0 & \text{otherwise} \end{cases}", "", 18, "comparison"),
    (r"\begin{cases} 1 \\ 0 \end{cases}", "", 16, "value & condition"),
    (r"\begin{cases} 1 & x>0, y>0 \\ 0 & \text{else} \end{cases}", "", 21, "comma"),
    (r"\begin{cases} 1 & x>0", "", 0, "never closed"),
    # typesetting that is not complete or shows something else
    ("", "", 0, "empty"),
    ("$$", "", 1, "missing"),
    ("x +", "", 3, "missing"),
    (r"x \cdot", "", 2, "missing"),
    (r"a \cdot -b", "", 2, "missing"),
    ("--x", "", 1, "missing"),
    ("()", "", 1, "missing"),
    (r"\frac{1}", "", 8, r"`\frac` needs an argument"),
    (r"\frac{}{2}", "", 5, "nothing in its braces"),
    (r"\frac\frac12 3", "", 5, "braces"),
    ("x^", "", 2, "needs an argument"),
    ("x^-1", "", 2, "braces"),
    ("^2", "", 0, "nothing before it"),
    ("a^b^c", "", 3, "Two superscripts"),
    ("x_1_2", "", 3, "Two subscripts"),
    ("x_{n+1}", "", 1, "subscript"),
    (r"z_{\alpha/2}", "", 1, "subscript"),
    ("(x)_n", "", 3, "subscript"),
    ("{x+1}^2", "", 2, "Braces do not show"),
    (r"{\sin x}^2", "", 8, "Braces do not show"),
    (r"\sin{x+1}", "", 6, "Braces do not show"),
    (r"\sin", "", 0, "no argument"),
    (r"\sin -x", "", 0, "no argument"),
    ("(x", "", 0, "never closed"),
    ("x)", "", 1, "closes nothing"),
    ("(x]", "", 2, "still open"),
    (r"\left(x)", "", 7, "still open"),
    (r"\left. x \right|", "", 5, "bracket or a bar"),
    ("P(A|B)", "", 5, "still open"),
    ("(a,b)", "", 0, "Several values"),
    (r"\Gamma(a, x)", "", 0, "1 argument"),
    (r"\max(a)", "", 0, "takes"),
    ("1,5", "", 1, "decimal number is written with a point"),
    ("2 3", "", 2, "Two numbers"),
    (r"3\,000", "", 3, "Two numbers"),
    (r"\sqrt[5]{x}", "", 6, "odd index"),
    ("n!!", "", 2, "brackets"),
    ("a != b", "", 2, r"`\ne`"),
    ("a*b**2", "", 4, "stands where"),
    (r"\bar{xy}", "", 5, "one name"),
    (r"\mathrm{a b}", "", 9, "one word"),
    (r"\mathrm{1a}", "", 0, "no name"),
    (r"\mathrm{if}", "", 0, r"\begin{cases}"),
    ("x % y", "", 2, "comment"),
    ("x & y", "", 2, r"\begin{cases}"),
    (r"x \\ y", "", 2, "one line"),
    ("x²", "", 1, "`x^2`"),
    ("x\u200b", "", 1, "U+200B"),
    ("\\", "", 0, "backslash"),
    ("x^{20000} + 9^{9^{9^9}}", "", 3, "constant exponent"),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "declared", "column", "words"), REFUSED)
def test_what_is_refused_is_named_at_its_column(
    latex: str, declared: str, column: int, words: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_latex(latex, declared.split())
    assert words in caught.value.message
    assert (caught.value.text, caught.value.column) == (latex, column)
    assert caught.value.message.endswith((".", "?"))
    assert caught.value.message.isprintable()

"""What is said of a text that is no formula, and at which column."""

from __future__ import annotations

import pickle

import pytest

from autograd.errors import ExpressionError, InputError
from autograd.expression import parse

# The formula, the column (from 0), and words of the sentence.
MISTAKES = [
    ("", 0, "empty"),
    ("  \n ", 0, "empty"),
    ("x^2", 1, "use `**`"),
    ("2x", 1, "write `2*x`"),
    ("2 x", 2, "write `2*x`"),
    ("x y", 2, "write `x*y`"),
    ("2(x + 1)", 1, "write `2*(…)`"),
    ("(a + b)(c)", 7, "write `(a + b)*(…)`"),
    ("x y^2", 2, "write `x*y`"),
    ("2 sin(x)", 2, "write `2*sin(…)`"),
    ("(" + "a"*30 + ")b", 32, "write `(…)*b`"),
    ("1.2.3", 3, "operator is missing"),
    ("pi(2)", 0, "write `pi*(…)`"),
    ("x + x(2)", 4, "write `x*(…)`"),
    ("foo_q(2)", 0, "no function foo_q"),
    ("sin x", 4, "write `sin(x)`"),
    ("snh(x)", 0, "did you mean sinh"),
    ("1 + Sin(x)", 4, "did you mean sin?"),
    ("cot(x)", 0, "1/tan(x)"),
    ("factorial(n)", 0, "gamma(n + 1)"),
    ("sinc_derivative(1, x)", 0, "no function"),
    ("1 +", 3, "ends where"),
    ("x**", 3, "ends where"),
    ("*x", 0, "`*` stands where"),
    ("x * * y", 4, "`*` stands where"),
    ("()", 1, "`)` stands where"),
    ("(x", 0, "never closed"),
    ("2*(x + (y)", 2, "never closed"),
    ("sin(x", 0, "never closed"),
    ("x)", 1, "closes nothing"),
    ("sin()", 4, "1 argument"),
    ("sin(x, y)", 7, "1 argument"),
    ("atan2(y)", 7, "2 arguments"),
    ("max(x)", 5, "2 or more arguments"),
    ("leaky_relu(x, 1, 2)", 17, "1 or 2 arguments"),
    ("log(x, 2, 3)", 10, "1 or 2 arguments"),
    ("1,5", 1, "point"),
    ("(1, 2)", 2, "point"),
    ("a if b", 2, "no `else`"),
    ("(a if b)", 3, "no `else`"),
    ("a else b", 2, "no `if`"),
    ("a if b else c else d", 14, "no `if`"),
    ("a if b if c else d else f", 7, "inner choice"),
    ("if", 0, "`if` stands where"),
    ("x and", 5, "ends where"),
    ("x not y", 2, "`not` cannot stand"),
    ("1 + not x", 4, "needs brackets"),
    ("x = 2", 2, "write `==`"),
    ("x == 2 = y", 7, "write `==`"),
    ("x := 3", 2, "assigns nothing"),
    ("x!", 1, "gamma(n + 1)"),
    ("x // 2", 2, "floor"),
    ("x && y", 2, "`and`"),
    ("x || y", 2, "`or`"),
    ("~x", 0, "`not`"),
    ("x <> y", 2, "`!=`"),
    ("x[1]", 1, "x_1"),
    ("{x}", 0, "not part of the language"),
    ("x.__class__", 1, "no attributes"),
    ("__import__('os')", 0, "no function __import__"),
    ("x + 'os'", 4, "quote"),
    ("f'{x}'", 1, "quote"),
    ("`x`", 0, "quote"),
    ("lambda x: x", 7, "write `lambda*x`"),
    ("x; y", 1, "one formula"),
    ("x @ y", 2, "matrices"),
    ("x # y", 2, "comments"),
    ("x$", 1, "not part of the language"),
    ("x²", 1, "write `x**2`"),
    ("x₁", 1, "write `x_1`"),
    ("2 × x", 2, "write `*`"),
    ("x·y", 1, "write `*`"),
    ("x\u0387y", 1, "not part of the language"),
    ("a − b", 2, "write `-`"),
    ("x ≤ 1", 2, "write `<=`"),
    ("ｘ＋y", 1, "write `+`"),
    ("√x", 0, "sqrt(x)"),
    ("x😀", 1, "not part of the language"),
    ("a\x00b", 1, "U+0000"),
    ("a\u200bb", 1, "U+200B"),
    ("\u202ex", 0, "U+202E"),
    ("\ud800", 0, "U+D800"),
    ("0x1F", 0, "decimal"),
    ("1_000", 1, "without _"),
    ("1j", 1, "write `1*j`"),
    ("1e400", 0, "larger than any float"),
    ("x*1e-400", 2, "smaller than any float"),
    ("9**9**9**9", 6, "constant exponent"),
    ("x**9**9", 3, "constant exponent"),
    ("x**-20000", 3, "constant exponent"),
    ("x**(1/0)", 3, "constant exponent"),
    ("exp(exp(exp(9)))", 4, "constant exponent"),
    ("gamma(1e9)", 6, "argument of gamma"),
    ("polygamma(2000, x)", 10, "argument of polygamma"),
    ("(1.23456789**5000)", 1, "digits"),
    ("1 + ((1 + 1)**5000)**10000", 4, "digits"),
    ("square(9**4000)", 7, "digits"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "words"), MISTAKES)
def test_a_mistake_is_named_at_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert caught.value.text == text
    assert words in caught.value.message
    sentence = caught.value.message
    assert sentence.endswith((".", "?"))
    assert sentence.isprintable()


def test_the_caret_stands_under_the_column() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("1 + x^2")
    _, line, caret = str(caught.value).splitlines()
    assert line[caret.index("^")] == "^"
    assert line.strip() == "1 + x^2"


def test_a_long_line_is_shown_around_the_caret() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("x + " * 1000 + "y^2" + " + x" * 1000)
    _, line, caret = str(caught.value).splitlines()
    assert len(line) < 100
    assert line[caret.index("^")] == "^"
    assert line[caret.index("^") - 1] == "y"


def test_control_characters_are_shown_safely() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("x +\x1b[31m y \ud800")
    assert all(line.isprintable() for line in str(caught.value).splitlines())
    str(caught.value).encode()


def test_the_caps_are_on_what_has_no_names() -> None:
    assert parse("x**10000*2**10000 + exp(100) + gamma(100) + 1.05**360").names == ("x",)
    assert parse("x**n", declared=["x", "n"])(2.0, 1e9) == float("inf")
    assert parse("(1 + 1/n)**n")(1e6) == pytest.approx(2.718280469, rel=1e-9)


def test_an_error_survives_pickling() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("x^2")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.column) == (str(caught.value), 1)


@pytest.mark.parametrize("text", [None, 5, b"x", ["x"]])
def test_what_is_no_text_is_refused(text: object) -> None:
    with pytest.raises(InputError, match="A formula is a text"):
        parse(text)  # type: ignore[arg-type]

"""Mistakes that people make in derivatives: one row a mistake.

Each says which local derivative the mistaken hand uses in place of the right one, as a formula in
the notation of the table of primitives: over the row's operands, ``r`` (the result) and ``d`` (the
right local derivative). A mistake with the operation ``*`` can be made at any operation.

The lists of known slips come from calculus teaching: product and quotient rules applied to one
factor only, the chain rule cut short, the power rule used on exponentials, signs of the
derivatives of cosine and of quotients, logarithms to another base, angles in degrees.
"""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """One way to get a local derivative wrong.

    operation: a row of the table, or ``*``. slot: which operand, -1 for any. uses: the wrong local
    derivative. name: what the mistake is called in reports. sentence: what happened, for a student.
    rank: how natural the mistake is; where several explain a claim the smallest is named.
    """

    operation: str
    slot: int
    uses: str
    name: str
    sentence: str
    rank: float = 2


def _known(operation: str, slot: int, *rows: tuple[str, str, str]) -> tuple[Mistake, ...]:
    return tuple(Mistake(operation, slot, uses, name, text, 1) for uses, name, text in rows)


def _rarer(operation: str, slot: int, *rows: tuple[str, str, str]) -> tuple[Mistake, ...]:
    return tuple(row._replace(rank=1.25) for row in _known(operation, slot, *rows))


_CHAIN = "the chain-rule factor was dropped"
_SIGN = "the sign is the wrong way round"
_DEGREES = "the angle was taken in degrees where the function means radians"
_BASE = "the base of the logarithm was forgotten"
_LOWERED = "the exponent was brought down but not lowered by one"
_BROUGHT = "the exponent was not brought down as a factor"
_EXPONENTIAL = "the power rule was used on an exponential"
_TERM = "the product rule has two terms, and this one is missing"
_QUOTIENT = "the quotient rule has two terms, and this one is missing"
_SQUARED = "the denominator was not squared"

MISTAKES: tuple[Mistake, ...] = (
    *_known(
        "mul", 0,
        ("0", "product rule", _TERM),
        ("x", "product rule", "the product rule takes the other factor here, not this one"),
    ),
    *_known(
        "mul", 1,
        ("0", "product rule", _TERM),
        ("y", "product rule", "the product rule takes the other factor here, not this one"),
    ),
    *_known(
        "div", 0,
        ("0", "quotient rule", _QUOTIENT),
        ("y", "quotient rule", "the denominator was multiplied, not divided by"),
    ),
    *_known(
        "div", 1,
        ("0", "quotient rule", _QUOTIENT),
        ("-d", "sign", "the denominator's term of the quotient rule is subtracted, not added"),
        ("-x/y", "quotient rule", _SQUARED),
        ("x/y", "quotient rule", _SQUARED + ", and its sign is the wrong way round"),
        ("-1/(y*y)", "quotient rule", "the numerator was forgotten"),
        ("1/y", "quotient rule", "the denominator was treated like the numerator"),
    ),
    *_known(
        "pow", 0,
        ("y*x**y", "exponent not lowered", _LOWERED),
        ("x**(y - 1)", "exponent not brought down", _BROUGHT),
    ),
    *_rarer(
        "pow", 0,
        ("x**y", "power rule", "the power was left as it is"),
        ("x**y*log(x)", "power rule", "the power was treated as an exponential"),
        ("(y - 1)*x**(y - 1)", "power rule", "the factor is the exponent, not one less"),
        ("y*x**(y - 2)", "power rule", "the exponent was lowered twice"),
        ("y*x**(y + 1)", "power rule", "the exponent was raised, not lowered"),
        ("x**(y + 1)/(y + 1)", "power rule", "the power was integrated, not differentiated"),
    ),
    *_known("pow", 1, ("y*x**(y - 1)", "power rule", _EXPONENTIAL),
            ("x**y", "power rule", "the logarithm of the base is missing")),
    *_known(
        "square", 0,
        ("x", "exponent not brought down", _BROUGHT),
        ("2*x*x", "exponent not lowered", _LOWERED),
        ("2", "power rule", "the square's derivative keeps one factor"),
    ),
    *_known("reciprocal", 0, ("r*r", "sign", _SIGN), ("-r", "power rule", _SQUARED),
            ("log(x)", "power rule", "the reciprocal was integrated, not differentiated")),
    *_known("neg", 0, ("1", "sign", "the minus sign was lost")),
    *_known("sub", 1, ("1", "sign", "the minus sign was lost")),
    *_known("exp", 0, ("x*exp(x - 1)", "power rule", _EXPONENTIAL)),
    *_known("exp2", 0, ("r", "log base", "the factor log(2) of a power of two is missing")),
    *_known("log", 0, ("1/(x*log(10))", "log base", "log means the natural logarithm here"),
            ("-1/(x*x)", "power rule", "that is the logarithm's second derivative")),
    *_known("log2", 0, ("1/x", "log base", _BASE)),
    *_known("log10", 0, ("1/x", "log base", _BASE)),
    *_known("log1p", 0, ("1/x", "inner function", "the derivative was taken at x, not at 1 + x")),
    *_known(
        "sqrt", 0,
        ("1/r", "factor", "the factor 1/2 is missing"),
        ("r/2", "exponent not lowered", _LOWERED),
        ("1/(2*x)", "power rule", "the root was lost from the denominator"),
        ("2*r", "power rule", "the root was multiplied, not divided by"),
    ),
    *_known(
        "sin", 0,
        ("-cos(x)", "sin/cos sign", "the derivative of sin is cos, with a plus"),
        ("sin(x)", "wrong function", "sin was left as it is"),
        ("cos(x)*pi/180", "degrees for radians", _DEGREES),
        ("cos(x)*180/pi", "degrees for radians", _DEGREES),
        ("cos(x*pi/180)", "degrees for radians", _DEGREES),
    ),
    *_known(
        "cos", 0,
        ("sin(x)", "sin/cos sign", "the derivative of cos is -sin, with a minus"),
        ("cos(x)", "wrong function", "cos was left as it is"),
        ("-sin(x)*pi/180", "degrees for radians", _DEGREES),
        ("-sin(x)*180/pi", "degrees for radians", _DEGREES),
        ("-sin(x*pi/180)", "degrees for radians", _DEGREES),
    ),
    *_known(
        "tan", 0,
        ("1/cos(x)", "wrong function", "the cosine in the denominator is squared"),
        ("-d", "sin/cos sign", "the derivative of tan has a plus"),
        ("(1 + r*r)*pi/180", "degrees for radians", _DEGREES),
        ("(1 + r*r)*180/pi", "degrees for radians", _DEGREES),
    ),
    *_known("asin", 0, ("-d", "sin/cos sign", "the derivative of asin has a plus"),
            ("1/sqrt(1 + x*x)", "wrong function", "the square is subtracted under the root"),
            ("1/(1 - x*x)", "wrong function", "the root is missing")),
    *_known("acos", 0, ("-d", "sin/cos sign", "the derivative of acos has a minus"),
            ("-1/(1 - x*x)", "wrong function", "the root is missing"),
            ("-1/sqrt(1 + x*x)", "wrong function", "the square is subtracted under the root")),
    *_known("atan", 0, ("1/(1 - x*x)", "wrong function", "the square is added"),
            ("1/sqrt(1 + x*x)", "wrong function", "there is no root")),
    *_known("cosh", 0, ("-sinh(x)", "sin/cos sign", "the derivative of cosh is sinh, with a plus")),
    *_known("sinh", 0, ("-cosh(x)", "sin/cos sign", "the derivative of sinh is cosh, with a plus")),
    *_known("tanh", 0, ("1 - r", "wrong function", "tanh is squared in its derivative"),
            ("1 + r*r", "wrong function", "the square of tanh is subtracted"),
            ("r*(1 - r)", "wrong function", "that is the rule for the sigmoid")),
    *_known("sigmoid", 0, ("r", "wrong function", "the factor 1 - σ is missing"),
            ("1 - r", "wrong function", "the factor σ is missing"),
            ("1 - r*r", "wrong function", "that is the rule for tanh")),
    *_known("erf", 0, ("exp(-x*x)", "factor", "the factor 2/√π is missing")),
    *_known("gamma", 0, ("digamma(x)", "wrong function", "the factor Γ itself is missing")),
    *_known("abs", 0, ("1", "forgotten branch", "the branch of negative numbers was forgotten")),
    *_known("relu", 0, ("1", "forgotten branch", "the flat branch was forgotten")),
    Mistake("add", -1, "0", "forgotten branch", "this term was forgotten", 1.1),
    Mistake("sub", -1, "0", "forgotten branch", "this term was forgotten", 1.1),
    Mistake("*", -1, "1", "dropped chain factor", _CHAIN, 2),
    Mistake("*", -1, "0", "forgotten branch", "the way through this operand was forgotten", 3),
    Mistake("*", -1, "r", "not differentiated", "this part was left as it is", 3),
    Mistake("*", -1, "-d", "sign", _SIGN, 4),
)  # fmt: skip
"""Every known mistake; the order does not matter, the ranks do."""


def at(operation: str, slot: int) -> list[Mistake]:
    """The mistakes that can be made in the derivative of an operation by one operand."""
    return [
        mistake
        for mistake in MISTAKES
        if mistake.operation in (operation, "*") and mistake.slot in (slot, -1)
    ]

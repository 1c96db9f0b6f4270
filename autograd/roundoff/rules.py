"""Rewrite rules, each an identity of real numbers where both sides are defined.

Nothing here is trusted: every formula that the rules make is measured and compared with the
original before it is offered. Sources: R. W. Hamming, Numerical Methods for Scientists and
Engineers, 2nd ed., Dover 1987, chapter 3; N. J. Higham, Accuracy and Stability of Numerical
Algorithms, 2nd ed., SIAM 2002, sections 1.7 to 1.8; W. Kahan, Miscalculating Area and Angles of a
Needle-like Triangle (2014), for Heron; DLMF 4.21, 4.35 for the addition formulas.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from autograd.roundoff.terms import Term, term


class Rule(NamedTuple):
    """What is replaced by what, and what that is called."""

    name: str
    pattern: Term
    replacement: Term


_D: Final = "where((a < 0) == (c < 0), sqrt(abs(b) - {s})*sqrt(abs(b) + {s}), hypot(b, {s}))"
_DISCRIMINANT: Final = _D.format(s="2*sqrt(abs(a))*sqrt(abs(c))")
_REDUCED: Final = _D.format(s="sqrt(abs(a))*sqrt(abs(c))")


def _roots(sign: str, square: str, product: str, bottom: str, top: str, root: str) -> str:
    """One root, without a difference of nearly equal numbers."""
    near, far = f"(-b {sign} {root})/({bottom})", f"{top}/(-b {'-' if sign == '+' else '+'} {root})"
    parts = f"{near}, {far}" if sign == "+" else f"{far}, {near}"
    return f"(-b {sign} sqrt({square} - {product}))/({bottom}) -> where(b < 0, {parts})"


_HERON: Final = "{s}*({s} - a)*({s} - b)*({s} - c)".format(s="(a + b + c)/2")
_KAHAN: Final = (
    "({x} + ({y} + {z}))*({z} - ({x} - {y}))*({z} + ({x} - {y}))*({x} + ({y} - {z}))".format(
        x="max(a, b, c)", y="max(min(a, b), min(max(a, b), c))", z="min(a, b, c)"
    )
)

_TEXTS: Final = {
    "log1p": (
        "(1 + a)**b -> exp(b*log1p(a))",
        "log(1 + a) -> log1p(a)",
        "log(1 - a) -> log1p(-a)",
        "log(a) - log(b) -> log(a/b)",
        "log(a + 1) - log(a) -> log1p(1/a)",
        "log(a/b) -> log(a) - log(b)",
        "log(1/a) -> -log(a)",
        "log(exp(a)) -> a",
        "log(a*b) -> log(a) + log(b)",
    ),
    "expm1": (
        (
            "(a + 1)**(1/b) - a**(1/b) -> where(a < 1, expm1(log1p(a)/b) - expm1(log(a)/b), "
            "a**(1/b)*expm1(log1p(1/a)/b))"
        ),
        "(a + 1)**(1/b) - a**(1/b) -> expm1(log1p(a)/b) - expm1(log(a)/b)",
        "(a + 1)**(1/b) - a**(1/b) -> a**(1/b)*expm1(log1p(1/a)/b)",
        "(a + 1)**b - a**b -> expm1(b*log1p(a)) - expm1(b*log(a))",
        "(a + 1)**b - a**b -> a**b*expm1(b*log1p(1/a))",
        "a**b - c**b -> c**b*expm1(b*log(a/c))",
        "a**b - 1 -> expm1(b*log(a))",
        "exp(a) - 1 -> expm1(a)",
        "1 - exp(a) -> -expm1(a)",
        "exp(2*a) - 1 -> (exp(a) - 1)*(exp(a) + 1)",
        "exp(a) - exp(b) -> exp(b)*expm1(a - b)",
        "exp(a)/(exp(a) - 1) -> 1/-expm1(-a)",
        "exp(a) - 2 + exp(-a) -> (2*sinh(a/2))**2",
        "exp(a) + exp(-a) - 2 -> (2*sinh(a/2))**2",
        "exp(a) - exp(-a) -> 2*sinh(a)",
        "(exp((a + b)*c) - 1)/((exp(a*c) - 1)*(exp(b*c) - 1)) -> 1 + 1/expm1(a*c) + 1/expm1(b*c)",
        "c*(exp((a + b)*c) - 1)/((exp(a*c) - 1)*(exp(b*c) - 1)) -> c + c/expm1(a*c) + c/expm1(b*c)",
        "c/expm1(a*c) -> where(abs(a*c) < 1e-17, 1/a, c/expm1(a*c))",
    ),
    "conjugates": (
        "sqrt(a) - sqrt(b) -> (a - b)/(sqrt(a) + sqrt(b))",
        "sqrt(a) - b -> (a - b*b)/(sqrt(a) + b)",
        "a - sqrt(b) -> (a*a - b)/(a + sqrt(b))",
        "c/(d*sqrt(a)) - c/(d*sqrt(b)) -> c/d*(b - a)/(sqrt(a)*sqrt(b)*(sqrt(a) + sqrt(b)))",
        "1/sqrt(a) - 1/sqrt(b) -> (b - a)/(sqrt(a)*sqrt(b)*(sqrt(a) + sqrt(b)))",
        "cbrt(a) - cbrt(b) -> (a - b)/(cbrt(a)*cbrt(a) + cbrt(a)*cbrt(b) + cbrt(b)*cbrt(b))",
        "a**(1/3) -> cbrt(a)",
    ),
    "common denominator": (
        "a/b - c/d -> (a*d - c*b)/(b*d)",
        "a/b + c/d -> (a*d + c*b)/(b*d)",
        "1/(a + 1) - 2/a + 1/(a - 1) -> 2/(a*(a - 1)*(a + 1))",
        "a/(b*c) -> a/b/c",
    ),
    "1 - cos": (
        "1 - cos(a) -> 2*sin(a/2)**2",
        "cos(a) - 1 -> -2*sin(a/2)**2",
        "(1 - cos(a))/sin(a) -> tan(a/2)",
        "sin(a)/(1 + cos(a)) -> tan(a/2)",
        "(1 - cos(a))/(a*a) -> 2*(sin(a/2)/a)**2",
        "(1 - cos(a))/a**2 -> 2*(sin(a/2)/a)**2",
    ),
    "addition formula": (
        "sin(a + b) - sin(a) -> cos(a)*sin(b) - sin(a)*(2*sin(b/2)**2)",
        "sin(a + b) - sin(a) -> 2*cos(a + b/2)*sin(b/2)",
        "cos(a + b) - cos(a) -> -(sin(a)*sin(b)) - cos(a)*(2*sin(b/2)**2)",
        "cos(a + b) - cos(a) -> -2*sin(a + b/2)*sin(b/2)",
        "tan(a + b) - tan(a) -> sin(b)/(cos(a)*cos(a + b))",
        "tan(a + b) - tan(a) -> sin(b)/(cos(a)*(cos(a)*cos(b) - sin(a)*sin(b)))",
        "atan(a) - atan(b) -> atan2(a - b, 1 + a*b)",
        "sin(a) - sin(b) -> 2*cos((a + b)/2)*sin((a - b)/2)",
        "cos(a) - cos(b) -> -2*sin((a + b)/2)*sin((a - b)/2)",
    ),
    "powers": (
        "a*a - b*b -> (a - b)*(a + b)",
        "a**2 - b**2 -> (a - b)*(a + b)",
        "1 - a*a -> (1 - a)*(1 + a)",
        "1 - a**2 -> (1 - a)*(1 + a)",
        "a*a/(b*b) -> (a/b)**2",
        "a**2/b**2 -> (a/b)**2",
        "sqrt(a)*sqrt(b) -> sqrt(a*b)",
        "sqrt(a/b) -> sqrt(a)/sqrt(b)",
        "(a + b)**2 - a**2 -> b*(2*a + b)",
    ),
    "hypot": (
        "sqrt(a*a + b*b) -> hypot(a, b)",
        "sqrt(a**2 + b**2) -> hypot(a, b)",
        "sqrt(1 + a*a) -> hypot(1, a)",
        "sqrt(1 + a**2) -> hypot(1, a)",
    ),
    "quadratic formula": tuple(
        _roots(sign, square, product, bottom, top, root)
        for sign in "+-"
        for square in ("b*b", "b**2")
        for product, bottom, top, scaled in (
            ("4*a*c", "2*a", "2*c", _DISCRIMINANT),
            ("4*(a*c)", "2*a", "2*c", _DISCRIMINANT),
            ("a*c", "a", "c", _REDUCED),
        )
        for root in (f"sqrt({square} - {product})", scaled)
    ),
    "Heron after Kahan": (f"sqrt({_HERON}) -> sqrt({_KAHAN})/4",),
    "sums": (
        "a + b - a -> b",
        "b + a - a -> b",
        "a - (a + b) -> -b",
        "a - b - a -> -b",
        "(a + b) - (a - b) -> 2*b",
        "a + b - c -> a - c + b",
        "a - b - c -> a - c - b",
        "a - b + c -> a + c - b",
        "a + b - c -> a + (b - c)",
        "a - (b + c) -> a - b - c",
        "a - (b - c) -> a - b + c",
        "(a + 1)*b - a*c -> b + a*(b - c)",
        "a*c - b*c -> (a - b)*c",
        "a*c + b*c -> (a + b)*c",
        "c - a*c -> c*(1 - a)",
        "a*b - a -> a*(b - 1)",
        "a - (b - c) - d -> a - d - (b - c)",
        "-a + b -> b - a",
        "-c/a + b -> b - c/a",
        "a - a -> 0",
        "a/a -> 1",
        "a/c - b/c -> (a - b)/c",
        "a*b/c -> a/c*b",
        "a*b/a -> b",
        "a/(a*b) -> 1/b",
        "a/b/c -> a/(b*c)",
        "(a - b)*(a + b) -> a*a - b*b",
    ),
    "log-sum-exp": (
        "log(exp(a) + exp(b)) -> maximum(a, b) + log1p(exp(-abs(a - b)))",
        "log(exp(a) + exp(b)) - a -> softplus(b - a)",
        "max(a, b) + log(exp(a - max(a, b)) + exp(b - max(a, b))) - a -> softplus(b - a)",
        "log(exp(a) + exp(b) + exp(c)) - a -> log1p(exp(b - a) + exp(c - a))",
        "log(exp(a) + exp(b) + exp(c)) - c -> log1p(exp(a - c) + exp(b - c))",
        "log(exp(a)/(exp(a) + exp(b) + exp(c))) -> -log1p(exp(b - a) + exp(c - a))",
        "log(exp(c)/(exp(a) + exp(b) + exp(c))) -> -log1p(exp(a - c) + exp(b - c))",
    ),
    "softplus": (
        "log(1 + exp(a)) -> softplus(a)",
        "log1p(exp(a)) -> softplus(a)",
        "log(sigmoid(a)) -> logsigmoid(a)",
        "1 - sigmoid(a) -> sigmoid(-a)",
        "log(1 - sigmoid(a)) -> logsigmoid(-a)",
        "log(1/(1 + exp(a))) -> -softplus(a)",
        "exp(a)/(exp(a) + exp(b)) -> sigmoid(a - b)",
        "exp(a)/(1 + exp(a)) -> sigmoid(a)",
        "log(exp(a)/(exp(a) + exp(b))) -> -softplus(b - a)",
        "1/(1 + exp(-a)) -> sigmoid(a)",
        "-logsigmoid(a) -> softplus(-a)",
    ),
    "hyperbolic functions": (
        "(exp(a) - exp(-a))/2 -> sinh(a)",
        "(exp(a) - exp(-a))/(exp(a) + exp(-a)) -> tanh(a)",
        "cosh(a) - 1 -> 2*sinh(a/2)**2",
        "1 - tanh(a)**2 -> 1/cosh(a)**2",
        "log(a + sqrt(a*a + 1)) -> asinh(a)",
        "log(a + sqrt(a**2 + 1)) -> asinh(a)",
        "log((1 + a)/(1 - a)) -> 2*atanh(a)",
        "log((1 - a)/(1 + a)) -> -2*atanh(a)",
        "1 - erf(a) -> erfc(a)",
        "acos(1 - a) -> 2*asin(sqrt(a/2))",
    ),
}


@cache
def rules() -> tuple[Rule, ...]:
    """All rules."""
    found = []
    for name, texts in _TEXTS.items():
        for text in texts:
            pattern, _, replacement = text.partition("->")
            found.append(Rule(name, term(pattern.strip()), term(replacement.strip())))
    return tuple(found)

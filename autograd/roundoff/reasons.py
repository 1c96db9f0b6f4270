"""Why a remedy helps, in words: one reason for each group of rewrite rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

REASONS: Final = {
    "log1p": "log1p takes the small number itself, before it is added to 1",
    "expm1": "expm1 is exp without the 1, which is never added and so never subtracted",
    "conjugates": "times its conjugate over itself, the difference becomes a sum below a line",
    "common denominator": "over a common denominator the difference is that of the numerators",
    "1 - cos": "half the angle: 1 - cos(a) is 2*sin(a/2)**2, which has no difference",
    "addition formula": "the difference is that of the arguments, taken before the function",
    "powers": "the difference is factored",
    "hypot": "hypot scales before it squares, so that no square is too large or too small",
    "quadratic formula": "one root from a sum of equal signs, the other from their product",
    "Heron after Kahan": "the sides in order of length, their differences taken where exact",
    "sums": "what is equal is cancelled before it is rounded",
    "exact sum": "the whole sum is rounded once, at its end",
    "log-sum-exp": "the largest power is taken out, so that no power is too large or lost beside 1",
    "softplus": "sigmoid(a), logsigmoid(a) and softplus(a) = log(1 + exp(a)) are made so that exp "
    "is never too large, nor lost beside 1",
    "two passes": "the mean is taken off before the squares, which then are no larger than they "
    "need be",
    "hyperbolic functions": "one function in place of a difference of two",
    "series near zero": "near 0 the first terms of the power series, which have no difference",
    "switch-over": "each formula where it is the better one",
    "sympy": "sympy's simplification",
    "from_logits": "the loss is made from the sums, where nothing is lost yet",
}
"""The name of a group of rules, or of another way to a remedy, and its reason."""


def because(rules: Iterable[str]) -> str:
    """The reasons of the rules that made a remedy, as one text."""
    return "; ".join(REASONS[rule] for rule in dict.fromkeys(rules) if rule in REASONS)

"""Functions of long power series of balls, for the rows that are derivatives of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flint import arb, arb_series, ctx


@contextmanager
def room(length: int) -> Iterator[None]:
    """Series of that many terms; flint cuts every longer one at ``ctx.cap``, which is 10."""
    before = ctx.cap
    ctx.cap = max(before, length)
    try:
        yield
    finally:
        ctx.cap = before


def derived(function: Callable[[arb_series], arb_series], times: int, x: arb_series) -> Any:
    """The ``times``-th derivative of a function, over a series."""
    result = function(x)
    for _ in range(times):
        result = result.derivative()
    return result


def digamma(x: arb_series) -> arb_series:
    """Γ'/Γ, DLMF 5.2.2, away from the poles; one term shorter than ``x``."""
    gamma = x.gamma()
    return gamma.derivative() / gamma


def sinc_away(x: arb_series) -> arb_series:
    """sin(πx)/(πx) where x is surely not 0."""
    return x.sin_pi() / (x * arb.pi())


def sinc_at_zero(x: arb_series) -> arb_series:
    """sin(πt)/(πt) = Σ (-1)ᵏ (πt)²ᵏ / (2k+1)!, DLMF 4.19.1; as many terms as ``x`` has."""
    terms: list[Any] = []
    for k in range(x.prec):
        sign = 0 if k % 2 else (-1) ** (k // 2)
        terms.append(arb.pi() ** k * sign / arb(k + 1).fac())
    return arb_series(terms, prec=x.prec)

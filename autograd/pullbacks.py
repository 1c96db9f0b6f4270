"""The reverse sweep over floats. Made by ``python -m autograd.generate``: do not edit."""

# A program writes it, and no line is for editing.
# ruff: noqa: C901, E501, FURB136
# fmt: off

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd import special
from autograd.arithmetic import FLOAT
from autograd.formula import rules
from autograd.primitive import CONSTANT
from autograd.primitives import PRIMITIVES

ZERO = float("0")
"""The cotangent of a node that nothing has been sent to: known by identity, not by value."""

_Pullback = Callable[[Any, float], None]

def careful(node: Any, g: float) -> None:
    """Sends ``g`` through one node by the table's own formulas, which answer inf and nan."""
    selects = "selects" in PRIMITIVES[node.op].traits
    known = [operand.data for operand in node.args]
    for operand, rule in zip(node.args, rules(node.op), strict=True):
        if rule is None or operand.op is CONSTANT:
            continue
        sent = rule(FLOAT, *known, node.data, g)
        if not selects:
            operand.cotangent += sent
        elif sent:
            operand.cotangent += g


def _identity(node: Any, g: float) -> None:
    a = node.a
    a.cotangent += g


def _abs(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    a.cotangent += (float((x_ > 0) - (x_ < 0)) if x_ == x_ else x_) * g


def _mod(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        b = node.b
        y_ = b.data
        sent_a = g
        sent_b = (node.data - x_) / y_ * g
        a.cotangent += sent_a
        b.cotangent += sent_b
    except (ArithmeticError, ValueError):
        careful(node, g)


def _square(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    a.cotangent += 2 * x_ * g


def _reciprocal(node: Any, g: float) -> None:
    a = node.a
    a.cotangent += -node.data * node.data * g


def _exp(node: Any, g: float) -> None:
    a = node.a
    a.cotangent += node.data * g


def _exp2(node: Any, g: float) -> None:
    try:
        a = node.a
        a.cotangent += node.data * math.log(2) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _expm1(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += math.exp(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _log(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / x_
    except (ArithmeticError, ValueError):
        careful(node, g)


def _log2(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (x_ * math.log(2))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _log10(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (x_ * math.log(10))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _log1p(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (1 + x_)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sqrt(node: Any, g: float) -> None:
    try:
        a = node.a
        a.cotangent += g / (2 * node.data)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _cbrt(node: Any, g: float) -> None:
    try:
        a = node.a
        a.cotangent += g / (3 * node.data * node.data)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _hypot(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        b = node.b
        y_ = b.data
        sent_a = x_ / node.data * g
        sent_b = y_ / node.data * g
        a.cotangent += sent_a
        b.cotangent += sent_b
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sin(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += math.cos(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _cos(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += -math.sin(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _tan(node: Any, g: float) -> None:
    a = node.a
    a.cotangent += (1 + node.data * node.data) * g


def _asin(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (math.sqrt(1 - x_) * math.sqrt(1 + x_))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _acos(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += -g / (math.sqrt(1 - x_) * math.sqrt(1 + x_))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _atan(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (1 + x_ * x_)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _atan2(node: Any, g: float) -> None:
    try:
        a = node.a
        y_ = a.data
        b = node.b
        x_ = b.data
        sent_a = x_ / math.hypot(x_, y_) / math.hypot(x_, y_) * g
        sent_b = None if b.op is CONSTANT else -y_ / math.hypot(x_, y_) / math.hypot(x_, y_) * g
        a.cotangent += sent_a
        if sent_b is not None:
            b.cotangent += sent_b
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sinh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += math.cosh(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _cosh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += math.sinh(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _tanh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / math.pow(math.cosh(x_), 2)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _asinh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / math.hypot(x_, 1)
    except (ArithmeticError, ValueError):
        careful(node, g)


def _acosh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / (math.sqrt(x_ - 1) * math.sqrt(x_ + 1))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _atanh(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += g / ((1 - x_) * (1 + x_))
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sinc(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += special.sinc_derivative(1, x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sinc_derivative(node: Any, g: float) -> None:
    try:
        n_ = node.a.data
        b = node.b
        x_ = b.data
        b.cotangent += special.sinc_derivative(n_ + 1, x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _erf(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += 2 / math.sqrt(math.pi) * math.exp(-x_ * x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _erfc(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += -2 / math.sqrt(math.pi) * math.exp(-x_ * x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _gamma(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += node.data * special.digamma(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _lgamma(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += special.digamma(x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _digamma(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += special.polygamma(1, x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _polygamma(node: Any, g: float) -> None:
    try:
        n_ = node.a.data
        b = node.b
        x_ = b.data
        b.cotangent += special.polygamma(n_ + 1, x_) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _maximum(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    b = node.b
    y_ = b.data
    if x_ > y_:
        a.cotangent += g
    if x_ <= y_:
        b.cotangent += g


def _minimum(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    b = node.b
    y_ = b.data
    if x_ < y_:
        a.cotangent += g
    if x_ >= y_:
        b.cotangent += g


def _where(node: Any, g: float) -> None:
    c_ = node.a.data
    b = node.b
    c = node.c
    if c_:
        b.cotangent += g
    if not c_:
        c.cotangent += g


def _clip(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    b = node.b
    lo_ = b.data
    c = node.c
    hi_ = c.data
    if bool(lo_ < x_ and x_ < hi_):
        a.cotangent += g
    if bool(x_ <= lo_ and lo_ < hi_):
        b.cotangent += g
    if bool(x_ >= hi_ or lo_ >= hi_):
        c.cotangent += g


def _leaky_relu(node: Any, g: float) -> None:
    a = node.a
    x_ = a.data
    b = node.b
    slope_ = b.data
    a.cotangent += (1 if x_ > 0 else slope_) * g
    b.cotangent += (0 if x_ > 0 else x_) * g


def _elu(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        b = node.b
        alpha_ = b.data
        sent_a = (1 if x_ > 0 else alpha_ * math.exp(x_)) * g
        sent_b = None if b.op is CONSTANT else (0 if x_ > 0 else math.expm1(x_)) * g
        a.cotangent += sent_a
        if sent_b is not None:
            b.cotangent += sent_b
    except (ArithmeticError, ValueError):
        careful(node, g)


def _softplus(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += 1 / (1 + math.exp(-x_)) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _sigmoid(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += node.data * (1 / (1 + math.exp(x_))) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _logsigmoid(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += 1 / (1 + math.exp(x_)) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _silu(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += (1 / (1 + math.exp(-x_)) + node.data * (1 / (1 + math.exp(x_)))) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


def _gelu(node: Any, g: float) -> None:
    try:
        a = node.a
        x_ = a.data
        a.cotangent += (math.erfc(-x_ / math.sqrt(2)) / 2 + x_ * math.exp(-x_ * x_ / 2) / math.sqrt(2 * math.pi)) * g
    except (ArithmeticError, ValueError):
        careful(node, g)


PULLBACKS: dict[str, _Pullback] = {
    "identity": _identity,
    "abs": _abs,
    "mod": _mod,
    "square": _square,
    "reciprocal": _reciprocal,
    "exp": _exp,
    "exp2": _exp2,
    "expm1": _expm1,
    "log": _log,
    "log2": _log2,
    "log10": _log10,
    "log1p": _log1p,
    "sqrt": _sqrt,
    "cbrt": _cbrt,
    "hypot": _hypot,
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "asin": _asin,
    "acos": _acos,
    "atan": _atan,
    "atan2": _atan2,
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": _tanh,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "sinc": _sinc,
    "sinc_derivative": _sinc_derivative,
    "erf": _erf,
    "erfc": _erfc,
    "gamma": _gamma,
    "lgamma": _lgamma,
    "digamma": _digamma,
    "polygamma": _polygamma,
    "maximum": _maximum,
    "minimum": _minimum,
    "where": _where,
    "clip": _clip,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "softplus": _softplus,
    "sigmoid": _sigmoid,
    "logsigmoid": _logsigmoid,
    "silu": _silu,
    "gelu": _gelu,
}


def sweep(operations: list[Any]) -> None:
    """Sends the cotangents of ``operations``, the newest first, to their operands.

    Every ``cotangent`` is `ZERO` or seeded on entry, and complete on exit.
    """
    steps = iter(operations)
    while True:
        try:
            for node in steps:
                g = node.cotangent
                if g is ZERO:
                    continue
                op = node.op
                if op == "mul":
                    a = node.a
                    x_ = a.data
                    b = node.b
                    y_ = b.data
                    a.cotangent += y_ * g
                    b.cotangent += x_ * g
                elif op == "add":
                    a = node.a
                    b = node.b
                    a.cotangent += g
                    b.cotangent += g
                elif op == "sub":
                    a = node.a
                    b = node.b
                    a.cotangent += g
                    b.cotangent += -g
                elif op == "neg":
                    a = node.a
                    a.cotangent += -g
                elif op == "relu":
                    a = node.a
                    x_ = a.data
                    if x_ > 0:
                        a.cotangent += g
                elif op == "div":
                    a = node.a
                    b = node.b
                    y_ = b.data
                    sent_a = g / y_
                    sent_b = -node.data / y_ * g
                    a.cotangent += sent_a
                    b.cotangent += sent_b
                elif op == "pow":
                    a = node.a
                    x_ = a.data
                    b = node.b
                    y_ = b.data
                    sent_a = (0 if y_ == 0 else y_ * math.pow(x_, y_ - 1)) * g
                    sent_b = None if b.op is CONSTANT else (0 if bool(x_ == 0 and y_ > 0) else node.data * math.log(x_)) * g
                    a.cotangent += sent_a
                    if sent_b is not None:
                        b.cotangent += sent_b
                else:
                    pull = PULLBACKS.get(op)
                    if pull is not None:
                        pull(node, g)
            return
        except (ArithmeticError, ValueError):
            careful(node, g)

"""Functions that record, one a row. Made by ``python -m autograd.generate``: do not edit.

Each takes Values fast and hands everything else to `autograd.dispatch.apply`.
"""

# A program writes it, and no line is for editing.
# ruff: noqa: E501, RUF022
# fmt: off

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from autograd import special
from autograd.arithmetic import FLOAT
from autograd.dispatch import apply, recordable
from autograd.primitives import PRIMITIVES, UFUNCS
from autograd.scopes import CURRENT
from autograd.value import Truth, Value, lift, tick

_new: Callable[[type[Value]], Value] = object.__new__

__all__ = [
    "abs",
    "acos",
    "acosh",
    "add",
    "and_",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "ceil",
    "clip",
    "cos",
    "cosh",
    "digamma",
    "div",
    "elu",
    "eq",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "floor",
    "floordiv",
    "gamma",
    "ge",
    "gelu",
    "gt",
    "hypot",
    "identity",
    "le",
    "leaky_relu",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "logsigmoid",
    "lt",
    "maximum",
    "minimum",
    "mod",
    "mul",
    "ne",
    "neg",
    "not_",
    "or_",
    "polygamma",
    "pow",
    "reciprocal",
    "relu",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sinc",
    "sinc_derivative",
    "sinh",
    "softplus",
    "sqrt",
    "square",
    "sub",
    "tan",
    "tanh",
    "where",
]


def identity(x: Any) -> Any:
    """The row ``identity``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("identity", x)
    x_ = x.data
    data = x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "identity"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def add(x: Any, y: Any) -> Any:
    """The row ``add``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("add", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = x_ + y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "add"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sub(x: Any, y: Any) -> Any:
    """The row ``sub``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("sub", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = x_ - y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sub"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def mul(x: Any, y: Any) -> Any:
    """The row ``mul``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("mul", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = x_ * y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mul"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def div(x: Any, y: Any) -> Any:
    """The row ``div``, on floats, Values, dual numbers or arrays. Domain: y != 0."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("div", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    try:
        data = x_ / y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("div", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "div"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def pow(x: Any, y: Any) -> Any:
    """The row ``pow``, on floats, Values, dual numbers or arrays. Domain: x > 0 or (x == 0 and
    y >= 0) or (x < 0 and y == floor(y)).
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("pow", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    try:
        data = math.pow(x_, y_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("pow", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "pow"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def neg(x: Any) -> Any:
    """The row ``neg``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("neg", x)
    x_ = x.data
    data = -x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "neg"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def abs(x: Any) -> Any:
    """The row ``abs``, on floats, Values, dual numbers or arrays. At kinks: 0 at x = 0, the
    middle of the slopes −1 and 1.
    """
    if x.__class__ is not Value:
        return apply("abs", x)
    x_ = x.data
    data = math.fabs(x_)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "abs"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sign(x: Any) -> Any:
    """The row ``sign``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value:
        return apply("sign", x)
    x_ = x.data
    data = float((x_ > 0) - (x_ < 0)) if x_ == x_ else x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sign"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def floor(x: Any) -> Any:
    """The row ``floor``, on floats, Values, dual numbers or arrays. At kinks: 0 at each jump."""
    if x.__class__ is not Value:
        return apply("floor", x)
    x_ = x.data
    try:
        data = math.copysign(math.floor(x_), x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("floor", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "floor"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def ceil(x: Any) -> Any:
    """The row ``ceil``, on floats, Values, dual numbers or arrays. At kinks: 0 at each jump."""
    if x.__class__ is not Value:
        return apply("ceil", x)
    x_ = x.data
    try:
        data = math.copysign(math.ceil(x_), x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("ceil", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "ceil"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def mod(x: Any, y: Any) -> Any:
    """The row ``mod``, on floats, Values, dual numbers or arrays. Domain: y != 0. At kinks: The
    slopes between the jumps.
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("mod", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    try:
        data = x_ % y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("mod", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mod"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def floordiv(x: Any, y: Any) -> Any:
    """The row ``floordiv``, on floats, Values, dual numbers or arrays. Domain: y != 0. At
    kinks: 0 at each jump.
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("floordiv", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    try:
        data = x_ // y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("floordiv", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "floordiv"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def square(x: Any) -> Any:
    """The row ``square``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("square", x)
    x_ = x.data
    data = x_ * x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "square"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def reciprocal(x: Any) -> Any:
    """The row ``reciprocal``, on floats, Values, dual numbers or arrays. Domain: x != 0."""
    if x.__class__ is not Value:
        return apply("reciprocal", x)
    x_ = x.data
    try:
        data = 1.0 / x_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("reciprocal", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "reciprocal"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def exp(x: Any) -> Any:
    """The row ``exp``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("exp", x)
    x_ = x.data
    try:
        data = math.exp(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("exp", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "exp"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def exp2(x: Any) -> Any:
    """The row ``exp2``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("exp2", x)
    x_ = x.data
    try:
        data = math.exp2(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("exp2", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "exp2"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def expm1(x: Any) -> Any:
    """The row ``expm1``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("expm1", x)
    x_ = x.data
    try:
        data = math.expm1(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("expm1", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "expm1"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def log(x: Any) -> Any:
    """The row ``log``, on floats, Values, dual numbers or arrays. Domain: x > 0."""
    if x.__class__ is not Value:
        return apply("log", x)
    x_ = x.data
    try:
        data = math.log(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("log", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "log"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def log2(x: Any) -> Any:
    """The row ``log2``, on floats, Values, dual numbers or arrays. Domain: x > 0."""
    if x.__class__ is not Value:
        return apply("log2", x)
    x_ = x.data
    try:
        data = math.log2(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("log2", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "log2"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def log10(x: Any) -> Any:
    """The row ``log10``, on floats, Values, dual numbers or arrays. Domain: x > 0."""
    if x.__class__ is not Value:
        return apply("log10", x)
    x_ = x.data
    try:
        data = math.log10(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("log10", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "log10"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def log1p(x: Any) -> Any:
    """The row ``log1p``, on floats, Values, dual numbers or arrays. Domain: x > -1."""
    if x.__class__ is not Value:
        return apply("log1p", x)
    x_ = x.data
    try:
        data = math.log1p(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("log1p", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "log1p"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sqrt(x: Any) -> Any:
    """The row ``sqrt``, on floats, Values, dual numbers or arrays. Domain: x >= 0."""
    if x.__class__ is not Value:
        return apply("sqrt", x)
    x_ = x.data
    try:
        data = math.sqrt(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sqrt", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sqrt"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def cbrt(x: Any) -> Any:
    """The row ``cbrt``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("cbrt", x)
    x_ = x.data
    try:
        data = math.cbrt(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("cbrt", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "cbrt"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def hypot(x: Any, y: Any) -> Any:
    """The row ``hypot``, on floats, Values, dual numbers or arrays. At kinks: nan at the
    origin, the tip of a cone.
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("hypot", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    try:
        data = math.hypot(x_, y_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("hypot", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "hypot"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sin(x: Any) -> Any:
    """The row ``sin``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("sin", x)
    x_ = x.data
    try:
        data = math.sin(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sin", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sin"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def cos(x: Any) -> Any:
    """The row ``cos``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("cos", x)
    x_ = x.data
    try:
        data = math.cos(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("cos", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "cos"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def tan(x: Any) -> Any:
    """The row ``tan``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("tan", x)
    x_ = x.data
    try:
        data = math.tan(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("tan", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "tan"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def asin(x: Any) -> Any:
    """The row ``asin``, on floats, Values, dual numbers or arrays. Domain: -1 <= x and x <= 1."""
    if x.__class__ is not Value:
        return apply("asin", x)
    x_ = x.data
    try:
        data = math.asin(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("asin", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "asin"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def acos(x: Any) -> Any:
    """The row ``acos``, on floats, Values, dual numbers or arrays. Domain: -1 <= x and x <= 1."""
    if x.__class__ is not Value:
        return apply("acos", x)
    x_ = x.data
    try:
        data = math.acos(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("acos", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "acos"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def atan(x: Any) -> Any:
    """The row ``atan``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("atan", x)
    x_ = x.data
    try:
        data = math.atan(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("atan", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "atan"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def atan2(y: Any, x: Any) -> Any:
    """The row ``atan2``, on floats, Values, dual numbers or arrays. Domain: x != 0 or y != 0.
    At kinks: The slope on both sides of the cut.
    """
    if y.__class__ is not Value or x.__class__ is not Value:
        if not recordable(y, x):
            return apply("atan2", y, x)
        y = lift(y)
        x = lift(x)
    y_ = y.data
    x_ = x.data
    try:
        data = math.atan2(y_, x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("atan2", y.data, x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "atan2"
    node.a = y
    node.b = x
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sinh(x: Any) -> Any:
    """The row ``sinh``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("sinh", x)
    x_ = x.data
    try:
        data = math.sinh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sinh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sinh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def cosh(x: Any) -> Any:
    """The row ``cosh``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("cosh", x)
    x_ = x.data
    try:
        data = math.cosh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("cosh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "cosh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def tanh(x: Any) -> Any:
    """The row ``tanh``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("tanh", x)
    x_ = x.data
    try:
        data = math.tanh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("tanh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "tanh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def asinh(x: Any) -> Any:
    """The row ``asinh``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("asinh", x)
    x_ = x.data
    try:
        data = math.asinh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("asinh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "asinh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def acosh(x: Any) -> Any:
    """The row ``acosh``, on floats, Values, dual numbers or arrays. Domain: x >= 1."""
    if x.__class__ is not Value:
        return apply("acosh", x)
    x_ = x.data
    try:
        data = math.acosh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("acosh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "acosh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def atanh(x: Any) -> Any:
    """The row ``atanh``, on floats, Values, dual numbers or arrays. Domain: -1 < x and x < 1."""
    if x.__class__ is not Value:
        return apply("atanh", x)
    x_ = x.data
    try:
        data = math.atanh(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("atanh", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "atanh"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sinc(x: Any) -> Any:
    """The row ``sinc``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("sinc", x)
    x_ = x.data
    try:
        data = special.sinc(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sinc", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sinc"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sinc_derivative(n: Any, x: Any) -> Any:
    """The row ``sinc_derivative``, on floats, Values, dual numbers or arrays."""
    if n.__class__ is not Value or x.__class__ is not Value:
        if not recordable(n, x):
            return apply("sinc_derivative", n, x)
        n = lift(n)
        x = lift(x)
    n_ = n.data
    x_ = x.data
    try:
        data = special.sinc_derivative(n_, x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sinc_derivative", n.data, x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sinc_derivative"
    node.a = n
    node.b = x
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def erf(x: Any) -> Any:
    """The row ``erf``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("erf", x)
    x_ = x.data
    try:
        data = math.erf(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("erf", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "erf"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def erfc(x: Any) -> Any:
    """The row ``erfc``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("erfc", x)
    x_ = x.data
    try:
        data = math.erfc(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("erfc", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "erfc"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def gamma(x: Any) -> Any:
    """The row ``gamma``, on floats, Values, dual numbers or arrays. Domain: x > 0 or x !=
    floor(x).
    """
    if x.__class__ is not Value:
        return apply("gamma", x)
    x_ = x.data
    try:
        data = math.gamma(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("gamma", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "gamma"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def lgamma(x: Any) -> Any:
    """The row ``lgamma``, on floats, Values, dual numbers or arrays. Domain: x > 0 or x !=
    floor(x).
    """
    if x.__class__ is not Value:
        return apply("lgamma", x)
    x_ = x.data
    try:
        data = math.lgamma(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("lgamma", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "lgamma"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def digamma(x: Any) -> Any:
    """The row ``digamma``, on floats, Values, dual numbers or arrays. Domain: x > 0 or x !=
    floor(x).
    """
    if x.__class__ is not Value:
        return apply("digamma", x)
    x_ = x.data
    try:
        data = special.digamma(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("digamma", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "digamma"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def polygamma(n: Any, x: Any) -> Any:
    """The row ``polygamma``, on floats, Values, dual numbers or arrays. Domain: x > 0 or x !=
    floor(x).
    """
    if n.__class__ is not Value or x.__class__ is not Value:
        if not recordable(n, x):
            return apply("polygamma", n, x)
        n = lift(n)
        x = lift(x)
    n_ = n.data
    x_ = x.data
    try:
        data = special.polygamma(n_, x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("polygamma", n.data, x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "polygamma"
    node.a = n
    node.b = x
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def maximum(x: Any, y: Any) -> Any:
    """The row ``maximum``, on floats, Values, dual numbers or arrays. At kinks: At a tie the
    second operand has it: maximum(x, 0) is flat at 0, like relu.
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("maximum", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = x_ if x_ > y_ or x_ != x_ else y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "maximum"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def minimum(x: Any, y: Any) -> Any:
    """The row ``minimum``, on floats, Values, dual numbers or arrays. At kinks: At a tie the
    second operand has it.
    """
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("minimum", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = x_ if x_ < y_ or x_ != x_ else y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "minimum"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def where(c: Any, x: Any, y: Any) -> Any:
    """The row ``where``, on floats, Values, dual numbers or arrays."""
    if c.__class__ is not Value or x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(c, x, y):
            return apply("where", c, x, y)
        c = lift(c)
        x = lift(x)
        y = lift(y)
    c_ = c.data
    x_ = x.data
    y_ = y.data
    data = x_ if c_ else y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "where"
    node.a = c
    node.b = x
    node.c = y
    node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def clip(x: Any, lo: Any, hi: Any) -> Any:
    """The row ``clip``, on floats, Values, dual numbers or arrays. At kinks: Flat at both ends."""
    if x.__class__ is not Value or lo.__class__ is not Value or hi.__class__ is not Value:
        if not recordable(x, lo, hi):
            return apply("clip", x, lo, hi)
        x = lift(x)
        lo = lift(lo)
        hi = lift(hi)
    x_ = x.data
    lo_ = lo.data
    hi_ = hi.data
    data = (x_ if x_ > lo_ or x_ != x_ else lo_) if (x_ if x_ > lo_ or x_ != x_ else lo_) < hi_ or (x_ if x_ > lo_ or x_ != x_ else lo_) != (x_ if x_ > lo_ or x_ != x_ else lo_) else hi_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "clip"
    node.a = x
    node.b = lo
    node.c = hi
    node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def relu(x: Any) -> Any:
    """The row ``relu``, on floats, Values, dual numbers or arrays. At kinks: 0 at x = 0."""
    if x.__class__ is not Value:
        return apply("relu", x)
    x_ = x.data
    data = x_ if x_ > 0 or x_ != x_ else 0.0
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "relu"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def leaky_relu(x: Any, slope: Any = 0.01) -> Any:
    """The row ``leaky_relu``, on floats, Values, dual numbers or arrays. At kinks: The slope of
    x < 0 at x = 0.
    """
    if x.__class__ is not Value or slope.__class__ is not Value:
        if not recordable(x, slope):
            return apply("leaky_relu", x, slope)
        x = lift(x)
        slope = lift(slope)
    x_ = x.data
    slope_ = slope.data
    data = x_ if x_ > 0 else slope_ * x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "leaky_relu"
    node.a = x
    node.b = slope
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def elu(x: Any, alpha: Any = 1.0) -> Any:
    """The row ``elu``, on floats, Values, dual numbers or arrays. At kinks: alpha at x = 0."""
    if x.__class__ is not Value or alpha.__class__ is not Value:
        if not recordable(x, alpha):
            return apply("elu", x, alpha)
        x = lift(x)
        alpha = lift(alpha)
    x_ = x.data
    alpha_ = alpha.data
    try:
        data = x_ if x_ > 0 else alpha_ * math.expm1(x_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("elu", x.data, alpha.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "elu"
    node.a = x
    node.b = alpha
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def softplus(x: Any) -> Any:
    """The row ``softplus``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("softplus", x)
    x_ = x.data
    try:
        data = (x_ if x_ > 0 or x_ != x_ else 0) + math.log1p(math.exp(-math.fabs(x_)))
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("softplus", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "softplus"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def sigmoid(x: Any) -> Any:
    """The row ``sigmoid``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("sigmoid", x)
    x_ = x.data
    try:
        data = 1 / (1 + math.exp(-x_))
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("sigmoid", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sigmoid"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def logsigmoid(x: Any) -> Any:
    """The row ``logsigmoid``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("logsigmoid", x)
    x_ = x.data
    try:
        data = (x_ if x_ < 0 or x_ != x_ else 0) - math.log1p(math.exp(-math.fabs(x_)))
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("logsigmoid", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "logsigmoid"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def silu(x: Any) -> Any:
    """The row ``silu``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("silu", x)
    x_ = x.data
    try:
        data = x_ * (1 / (1 + math.exp(-x_)))
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("silu", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "silu"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def gelu(x: Any) -> Any:
    """The row ``gelu``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("gelu", x)
    x_ = x.data
    try:
        data = x_ * math.erfc(-x_ / math.sqrt(2)) / 2
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("gelu", x.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "gelu"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def lt(x: Any, y: Any) -> Any:
    """The row ``lt``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("lt", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ < y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "lt"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def le(x: Any, y: Any) -> Any:
    """The row ``le``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("le", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ <= y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "le"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def gt(x: Any, y: Any) -> Any:
    """The row ``gt``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("gt", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ > y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "gt"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def ge(x: Any, y: Any) -> Any:
    """The row ``ge``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("ge", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ >= y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "ge"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def eq(x: Any, y: Any) -> Any:
    """The row ``eq``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("eq", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ == y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "eq"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def ne(x: Any, y: Any) -> Any:
    """The row ``ne``, on floats, Values, dual numbers or arrays. At kinks: 0 at the jump."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("ne", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ != y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "ne"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def and_(x: Any, y: Any) -> Any:
    """The row ``and_``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("and_", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if bool(x_ and y_) else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "and_"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def or_(x: Any, y: Any) -> Any:
    """The row ``or_``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value or y.__class__ is not Value:
        if not recordable(x, y):
            return apply("or_", x, y)
        x = lift(x)
        y = lift(y)
    x_ = x.data
    y_ = y.data
    data = 1.0 if bool(x_ or y_) else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "or_"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def not_(x: Any) -> Any:
    """The row ``not_``, on floats, Values, dual numbers or arrays."""
    if x.__class__ is not Value:
        return apply("not_", x)
    x_ = x.data
    data = 1.0 if not x_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "not_"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _add(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ + y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "add"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _radd(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ + y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "add"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _sub(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ - y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sub"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rsub(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ - y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "sub"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _mul(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ * y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mul"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rmul(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    data = x_ * y_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mul"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _truediv(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ / y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("div", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "div"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rtruediv(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ / y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("div", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "div"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _pow(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = math.pow(x_, y_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("pow", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "pow"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rpow(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = math.pow(x_, y_)
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("pow", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "pow"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _neg(x: Any) -> Any:
    x_ = x.data
    data = -x_
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "neg"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _abs(x: Any) -> Any:
    x_ = x.data
    data = math.fabs(x_)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "abs"
    node.a = x
    node.b = node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _mod(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ % y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("mod", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mod"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rmod(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ % y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("mod", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "mod"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _floordiv(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ // y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("floordiv", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "floordiv"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _rfloordiv(y: Any, x: Any) -> Any:
    x = lift(x)
    if x is NotImplemented:
        return NotImplemented
    x_ = x.data
    y_ = y.data
    try:
        data = x_ // y_
    except (ArithmeticError, ValueError):
        data = FLOAT.apply("floordiv", x.data, y.data)
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = "floordiv"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _lt(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ < y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "lt"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _le(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ <= y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "le"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _gt(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ > y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "gt"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _ge(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ >= y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "ge"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _eq(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ == y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "eq"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


def _ne(x: Any, y: Any) -> Any:
    if y.__class__ is not Value:
        y = lift(y)
        if y is NotImplemented:
            return NotImplemented
    x_ = x.data
    y_ = y.data
    data = 1.0 if x_ != y_ else 0.0
    node = _new(Truth)
    node.data = data
    node.grad = 0.0
    node.op = "ne"
    node.a = x
    node.b = y
    node.c = node.cotangent = None
    node.serial = tick()
    node._meta = CURRENT[0]
    return node


for _method in (
    _add,
    _radd,
    _sub,
    _rsub,
    _mul,
    _rmul,
    _truediv,
    _rtruediv,
    _pow,
    _rpow,
    _neg,
    _abs,
    _mod,
    _rmod,
    _floordiv,
    _rfloordiv,
    _lt,
    _le,
    _gt,
    _ge,
    _eq,
    _ne,
):
    setattr(Value, f"__{_method.__name__[1:]}__", _method)

_OTHERS = frozenset({"infix", "selects", "comparison", "internal"})

for _ufunc, _name in UFUNCS.items():  # what np.exp asks the elements of plain object arrays for
    if _OTHERS.isdisjoint(PRIMITIVES[_name].traits):
        setattr(Value, _ufunc, globals()[_name])

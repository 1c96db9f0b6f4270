"""The table's formulas as functions over any arithmetic, compiled when first asked for.

Only texts of `autograd.primitives` are ever compiled here, never anything that a user typed
(for that see `autograd.expression`, which evaluates nothing by Python). The reading of the
notation itself is in `autograd.notation`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from autograd.primitives import PRIMITIVES


@cache
def over(text: str, parameters: tuple[str, ...]) -> Callable[..., Any]:
    """A formula as a function ``f(m, *parameters)`` over any arithmetic ``m``."""
    from autograd.notation import methods

    source = f"lambda m, {', '.join(parameters)}: {methods(text)}"
    function: Callable[..., Any] = eval(source, {"__builtins__": {}})  # the table's own text
    return function


def native(text: str, parameters: tuple[str, ...], names: Mapping[str, Any]) -> Callable[..., Any]:
    """A form of the table, such as ``"np.tanh(x)"``, as a function of its operands."""
    source = f"lambda {', '.join(parameters)}: {text}"
    function: Callable[..., Any] = eval(source, dict(names))  # the table's own text
    return function


@cache
def rules(name: str) -> tuple[Callable[..., Any] | None, ...]:
    """For each operand of a row a function ``f(m, *operands, r, d)``; None: no derivative.

    It gives the partial derivative times ``d``, the cotangent or tangent that passes. Of a row
    that ``selects`` it gives the condition under which ``d`` passes whole.
    """
    from autograd.notation import scaled

    row = PRIMITIVES[name]
    parameters = (*row.operands, "r", "d")
    texts = [p if not p or "selects" in row.traits else scaled(p, "d") for p in row.partials]
    return tuple(over(text, parameters) if text else None for text in texts)

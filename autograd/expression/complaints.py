"""What to say when a token does not fit: the mistake, and what was probably meant."""

from __future__ import annotations

import difflib
from typing import Final

from autograd.expression.calls import function, functions
from autograd.expression.tokens import Kind, Token, shown

_INSTEAD: Final[dict[str, str]] = {
    "cot": "1/tan(x)",
    "sec": "1/cos(x)",
    "csc": "1/sin(x)",
    "coth": "1/tanh(x)",
    "sech": "1/cosh(x)",
    "csch": "1/sinh(x)",
    "tg": "tan(x)",
    "ctg": "1/tan(x)",
    "arctg": "atan(x)",
    "factorial": "gamma(n + 1)",
    "round": "floor(x + 0.5)",
    "int": "floor(x)",
    "heaviside": "where(x < 0, 0, 1)",
    "sgn": "sign(x)",
    "root": "x**(1/n)",
    "sum": "a + b + c",
    "prod": "a*b*c",
    "mean": "(a + b)/2",
}
"""Functions that people know from elsewhere, as formulas of this language."""


def no_operand(token: Token) -> str:
    """Of a token that stands where a number, a name, a function or a bracket must."""
    if token.kind is Kind.END:
        return "The formula ends where a number, a name or a function must follow."
    return f"`{token.text}` stands where a number, a name or a function must."


def no_operator(left: str, name: str, token: Token, opens: bool) -> str:
    """Of a token that stands where an operator must.

    left: the text of the value before it; name: that value's name, if it is one; opens: a
    bracket opens right after the token.
    """
    if token.text == "not":
        return "`not` cannot stand between two values."
    if token.kind is Kind.WORD or (token.kind is Kind.SYMBOL and token.text != "("):
        return f"`{token.text}` stands where an operator must."
    call = token.text == "(" or (token.kind is Kind.NAME and opens)
    right = shown(token.text.removesuffix("("), 20) + ("(…)" if call else "")
    if function(name) and left == name:
        return f"A function's argument stands in brackets: write `{name}({right})`."
    return f"An operator is missing: for a product write `{_short(left)}*{right}`."


def no_function(name: str, known: bool) -> str:
    """Of a call of something that is no function; known: it is a variable or a constant."""
    if known:
        return f"{shown(name)} is not a function: for a product write `{shown(name)}*(…)`."
    if name in _INSTEAD:
        return f"There is no function {name}: write `{_INSTEAD[name]}`."
    if function(name.lower()):
        return f"There is no function {shown(name)}: did you mean {name.lower()}?"
    near = difflib.get_close_matches(name.lower(), list(functions()), n=3, cutoff=0.7)
    if near:
        return f"There is no function {shown(name)}: did you mean {' or '.join(near)}?"
    return f"There is no function {shown(name)}; for a product write `{shown(name)}*(…)`."


def _short(left: str) -> str:
    """The left side of a product as it was typed, or dots where it is long."""
    return left if len(left) <= 20 and left.isprintable() else "(…)"

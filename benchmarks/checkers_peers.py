"""Derivative checkers of other projects, each asked about claims in a process of its own.

Runs in the peers' environment and imports nothing of glassgrad's packages. A claim is a formula
and its claimed derivative, both as Python code over the names of its point; they come from the
benchmark's own lists. Each checker runs with its default tolerances.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from typing import Any

Case = dict[str, Any]
Verdicts = list[bool]

_LARGE = re.compile(r"(?<![\w.])\d{9,}(?![\w.])")
"""Whole numbers that are no machine's integers; floats hold them."""

SCIPY_TOLERANCE = 1e-6
"""scipy's check_grad gives a norm and no verdict: of the claim's size, or of 1 if that is more."""


def compiled(code: str, names: list[str], functions: Mapping[str, Any]) -> Callable[..., Any]:
    """A formula as a function of its names over the functions of a library."""
    code = _LARGE.sub(r"\g<0>.0", code)
    made: Callable[..., Any] = eval(f"lambda {', '.join(names)}: {code}", dict(functions))
    return made


def of_torch() -> Callable[[Case], bool]:
    """torch.autograd.gradcheck on a Function whose backward is the claim."""
    torch: Any = import_module("torch")

    def lifted(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *xs: function(*(torch.as_tensor(x, dtype=torch.float64) for x in xs))

    functions = _functions(torch, lifted, maximum=torch.maximum)
    number = lifted(lambda x: x)
    functions["where"] = lambda c, x, y: torch.where(torch.as_tensor(c), number(x), number(y))

    def accepts(case: Case) -> bool:
        names, place = list(case["at"]), list(case["at"]).index(case["variable"])
        f = compiled(case["formula"], names, functions)
        claim = compiled(case["claim"], names, functions)

        class Claimed(torch.autograd.Function):  # type: ignore[misc]
            @staticmethod
            def forward(ctx: Any, *xs: Any) -> Any:
                ctx.save_for_backward(*xs)
                return f(*xs) + 0 * xs[place]

            @staticmethod
            def backward(ctx: Any, *cotangents: Any) -> Any:
                xs = ctx.saved_tensors
                gradient = torch.as_tensor(claim(*xs), dtype=torch.float64) * cotangents[0]
                return tuple(gradient if k == place else None for k in range(len(xs)))

        xs = [torch.tensor(number, dtype=torch.float64) for number in case["at"].values()]
        xs[place].requires_grad_()
        return bool(torch.autograd.gradcheck(Claimed.apply, xs, raise_exception=False))

    return accepts


def of_jax() -> Callable[[Case], bool]:
    """jax.test_util.check_grads, first order, on a custom_jvp function."""
    jax: Any = import_module("jax")
    numpy: Any = import_module("jax.numpy")
    check_grads: Any = import_module("jax.test_util").check_grads
    jax.config.update("jax_enable_x64", True)
    functions = _functions(numpy, lambda function: function, maximum=numpy.maximum)

    def accepts(case: Case) -> bool:
        names, at = list(case["at"]), case["at"]
        variable = case["variable"]
        f = compiled(case["formula"], names, functions)
        claim = compiled(case["claim"], names, functions)

        def value(x: Any) -> Any:
            return f(**{**at, variable: x}) + 0 * x

        def jvp(primals: Any, tangents: Any) -> Any:
            (x,), (t,) = primals, tangents
            return value(x), claim(**{**at, variable: x}) * t

        claimed = jax.custom_jvp(value)
        claimed.defjvp(jvp)
        return _raises_nothing(
            lambda: check_grads(
                claimed, (numpy.asarray(at[variable]),), order=1, modes=("fwd", "rev")
            )
        )

    return accepts


def of_hips() -> Callable[[Case], bool]:
    """HIPS autograd's check_grads, first order, reverse mode."""
    numpy: Any = import_module("autograd.numpy")
    extend: Any = import_module("autograd.extend")
    check_grads: Any = import_module("autograd.test_util").check_grads
    functions = _functions(numpy, lambda function: function, maximum=numpy.maximum)

    def accepts(case: Case) -> bool:
        names, at = list(case["at"]), case["at"]
        variable = case["variable"]
        f = compiled(case["formula"], names, functions)
        claim = compiled(case["claim"], names, functions)
        claimed = extend.primitive(lambda x: f(**{**at, variable: x}) + 0 * x)
        extend.defvjp(claimed, lambda ans, x: lambda g: g * claim(**{**at, variable: x}))
        return _raises_nothing(
            lambda: check_grads(claimed, modes=["rev"], order=1)(float(at[variable]))
        )

    return accepts


def of_scipy() -> Callable[[Case], bool]:
    """scipy.optimize.check_grad, its norm held against `SCIPY_TOLERANCE`."""
    import numpy
    from scipy.optimize import check_grad

    functions = _functions(numpy, lambda function: function, maximum=numpy.maximum)

    def accepts(case: Case) -> bool:
        names, at = list(case["at"]), case["at"]
        variable = case["variable"]
        f = compiled(case["formula"], names, functions)
        claim = compiled(case["claim"], names, functions)

        def value(x: Any) -> float:
            return float(f(**{**at, variable: x[0]}))

        def gradient(x: Any) -> Any:
            return numpy.array([float(claim(**{**at, variable: x[0]}))])

        point = numpy.array([float(at[variable])])
        allowed = SCIPY_TOLERANCE * max(1.0, abs(gradient(point)[0]))
        return bool(check_grad(value, gradient, point) <= allowed)

    return accepts


def _functions(
    library: Any, lifted: Callable[[Callable[..., Any]], Callable[..., Any]], maximum: Any
) -> dict[str, Any]:
    """What the names in a formula stand for."""
    names = ("exp", "log", "sin", "cos", "tan", "sqrt", "tanh", "arcsin", "where", "floor", "sign")
    found = {name: lifted(getattr(library, name)) for name in names}
    found["asin"] = found["arcsin"]
    found["max"] = lifted(maximum)
    found["relu"] = lambda x: found["max"](x, 0.0 * x)
    if hasattr(library, "cbrt"):
        found["cbrt"] = lifted(library.cbrt)
    else:
        found["cbrt"] = lambda x: library.sign(x) * abs(x) ** (1 / 3)
    return {**found, "abs": abs, "pi": math.pi, "e": math.e}


def _raises_nothing(work: Callable[[], Any]) -> bool:
    """Whether the checker has nothing against the claim; it says so by an exception."""
    try:
        work()
    except (AssertionError, ArithmeticError, ValueError, TypeError):
        return False
    return True


CHECKERS: dict[str, tuple[str, Callable[[], Callable[[Case], bool]]]] = {
    "torch.autograd.gradcheck": ("torch", of_torch),
    "jax.test_util.check_grads": ("jax", of_jax),
    "HIPS autograd check_grads": ("autograd", of_hips),
    "scipy.optimize.check_grad": ("scipy", of_scipy),
}


def serve(name: str) -> None:
    """Reads cases from stdin, and writes the library's version and whether each is accepted."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    distribution, make = CHECKERS[name]
    accepts = make()
    accepted = [accepts(case) for case in json.load(sys.stdin)]
    json.dump({"version": version(distribution), "accepted": accepted}, answers)

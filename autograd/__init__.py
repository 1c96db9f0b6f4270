"""glassgrad's engine: scalars that remember how they were made, and every derivative of them.

>>> from autograd import Value
>>> a, b = Value(2.0, name="a"), Value(-3.0, name="b")
>>> y = a * b + a**2
>>> y.backward()
>>> y.data, a.grad, b.grad
(-2.0, 1.0, 2.0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import _glassgrad_clash

_glassgrad_clash.check(__path__[0])  # before anything of ours could meet a foreign module

from autograd import ops  # noqa: E402
from autograd.scopes import Scope, scope  # noqa: E402
from autograd.transforms import (  # noqa: E402
    derivative,
    grad,
    hessian,
    hvp,
    jacobian,
    jvp,
    value_and_grad,
    vjp,
)
from autograd.value import Truth, Value  # noqa: E402

if TYPE_CHECKING:
    from autograd.arrays import array

__all__ = [
    "Scope",
    "Truth",
    "Value",
    "array",
    "derivative",
    "grad",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "ops",
    "scope",
    "value_and_grad",
    "vjp",
]


def __getattr__(name: str) -> Any:
    if name == "array":  # needs NumPy, which a first import does not
        from autograd.arrays import array

        return array
    raise AttributeError(f"module 'autograd' has no attribute {name!r}")

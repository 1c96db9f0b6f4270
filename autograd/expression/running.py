"""The two arithmetics in which a formula meets Values: recorded as written, and as Python code."""

from __future__ import annotations

from typing import Any

from autograd.arithmetic import Arithmetic
from autograd.dispatch import apply
from autograd.value import Value, constant


class AsWritten(Arithmetic):
    """Records every instruction as a node, numbers and constants too; folds nothing."""

    def number(self, literal: str | float) -> Value:
        """A constant node."""
        return constant(float(literal))

    def constant(self, name: str) -> Value:
        """A constant node that bears the constant's name."""
        node = constant(super().constant(name))
        node.name = name
        return node

    def apply(self, name: str, *operands: Any) -> Any:
        """One node ``name(*operands)``."""
        return apply(name, *operands)


class AsCode(Arithmetic):
    """What the same formula does as Python code over `autograd.ops`, on numbers of any kind.

    Parts without names are computed, not recorded.
    """

    def apply(self, name: str, *operands: Any) -> Any:
        """The operation on whatever the operands are."""
        return apply(name, *operands)


AS_WRITTEN = AsWritten()
AS_CODE = AsCode()

"""Derivatives on their way through a graph while they are recorded themselves.

On floats a branch that was not taken sends nothing, whatever its partials are. A recorded
derivative must do the same for inputs to come, so it carries the condition under which it flows,
and the condition is applied only where the derivative arrives: 0·inf never arises on the way.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from autograd.recording import RECORDING


class Flow(NamedTuple):
    """A recorded cotangent or tangent, and the condition under which it flows (None: always)."""

    value: Any
    condition: Any = None

    def settled(self) -> Any:
        """The derivative as a recorded number: 0 where it does not flow."""
        if self.condition is None:
            return self.value
        return RECORDING.where(self.condition, self.value, 0.0)

    def under(self, condition: Any) -> Flow:
        """This flow where ``condition`` holds as well."""
        if self.condition is None:
            return Flow(self.value, condition)
        return Flow(self.value, RECORDING.and_(self.condition, condition))

    def joined(self, other: Flow) -> Flow:
        """The sum of two flows that meet; it flows where one of them does."""
        if self.condition is other.condition:
            return Flow(RECORDING.add(self.value, other.value), self.condition)
        total = RECORDING.add(self.settled(), other.settled())
        if self.condition is None or other.condition is None:
            return Flow(total)
        return Flow(total, RECORDING.or_(self.condition, other.condition))

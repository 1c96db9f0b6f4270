"""What a round-off analysis answers, and its JSON.

The fields of the JSON are described by ``schema.json`` beside this file. Numbers are decimal
texts: floats as the shortest that reads back, exact values with the digits that the format could
hold and some more; what is not finite is null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from autograd.roundoff.axis import Axis
from autograd.value import Value

VERSION: Final = 1
SCHEMA: Final = Path(__file__).with_name("schema.json")


@dataclass(frozen=True)
class Node:
    """One step of the formula.

    value: its float; exact: its exact value, None where it has none. digits: how many are right.
    bits: how many of the format's are wrong. share: its own rounding's part of the error of the
    result (all shares sum to 1), None where the error is not split. growth: how many bits the
    relative error of its operands grew by, None where that is of no account. edges: for each
    operand by how many bits its relative error grows on the way through this step (negative where
    it shrinks), None where it brings no error. used: whether the result depends on it; what stands
    in a branch that is not taken is not used. line: ``file.py:12``.
    """

    node: str
    op: str
    value: float
    exact: str | None
    digits: float | None
    bits: float | None
    share: float | None = None
    growth: float | None = None
    edges: tuple[float | None, ...] = ()
    used: bool = True
    line: str = ""

    def as_json(self) -> dict[str, Any]:
        """The fields of the JSON."""
        told = {**vars(self), "value": _text(self.value)}
        return told | {"edges": list(self.edges), "line": self.line or None}


@dataclass(frozen=True)
class Source:
    """The step where the error entered, and its part of the error of the result."""

    node: str
    share: float


@dataclass(frozen=True)
class Amplifier:
    """The step where the error grew, and by how many bits."""

    node: str
    bits: float


@dataclass(frozen=True)
class Remedy:
    """Another formula of the same value.

    digits, value: at the report's point. rules: how it was made. before, after: mean bits of
    error of the original and of this over the points measured; points: how many those were.
    worse: by how many bits it loses to the original where it compares worst; where: the points
    they were.
    """

    formula: str
    digits: float
    value: float
    rules: tuple[str, ...]
    before: float
    after: float
    worse: float
    points: int
    where: str

    def as_json(self) -> dict[str, Any]:
        """The fields of the JSON."""
        return {**vars(self), "value": _text(self.value), "rules": list(self.rules)}


@dataclass(frozen=True)
class Accuracy:
    """Bits of error over ranges.

    axis: of the variable to show them along. points: where the formula has a value, with a number
    for each of its names. before: the bits that it loses at each point; after: those of the best
    remedy, None where there is none.
    """

    axis: Axis
    points: tuple[Mapping[str, float], ...]
    before: tuple[float, ...]
    after: tuple[float, ...] | None = None


@dataclass(frozen=True, repr=False)
class Report:
    """The round-off of a formula or function at a point, the worst of those looked at.

    value: what the precision gives; exact: the truth, None where the formula has no value there.
    digits: how many are right, at most those that the format can hold; None where there is no
    truth to compare with. bits: how many of the format's bits are wrong. bar: how far float code of
    these steps may be off, to first order (`autograd.rounding`); inf where floats give no finite
    answer. kind: of the loss, ""
    where the result is good. source, amplifier: where the error entered and where it grew, None
    where the result is good. branch: a comparison that comes out differently in exact numbers.
    nodes: every step. remedies: better formulas, best first. points: how many were looked at.
    exactly: whether the shares of the nodes sum to the error of the result. told: what a reader
    should know, sentence by sentence. notes: how the points were found, and what was left out.

    Not part of the JSON: values, the recorded node of every step, and accuracy, the bits of error
    at all points of a range, both for pictures; sought, whether better formulas were looked for.
    """

    formula: str
    precision: str
    point: Mapping[str, float]
    value: float
    exact: str | None
    digits: float | None
    bits: float | None
    bar: float
    kind: str
    source: Source | None
    amplifier: Amplifier | None
    branch: str | None
    nodes: tuple[Node, ...]
    remedies: tuple[Remedy, ...] = ()
    points: int = 1
    exactly: bool = False
    told: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = field(default=(), repr=False, compare=False)
    sought: bool = field(default=False, repr=False, compare=False)
    accuracy: Accuracy | None = field(default=None, repr=False, compare=False)

    @property
    def good(self) -> bool:
        """Whether there is nothing to say: the result is nearly as good as the format allows."""
        return not self.kind

    def as_json(self) -> dict[str, Any]:
        """The whole report as what `json` writes."""
        return {
            "version": VERSION,
            "formula": self.formula,
            "precision": self.precision,
            "point": {name: _text(number) for name, number in self.point.items()},
            "points": self.points,
            "value": _text(self.value),
            "exact": self.exact,
            "digits": self.digits,
            "bits": self.bits,
            "bar": _text(self.bar),
            "kind": self.kind or None,
            "source": None if self.source is None else vars(self.source),
            "amplifier": None if self.amplifier is None else vars(self.amplifier),
            "branch": self.branch,
            "exactly": self.exactly,
            "reason": " ".join(self.told) or None,
            "nodes": [node.as_json() for node in self.nodes],
            "remedies": [remedy.as_json() for remedy in self.remedies],
            "notes": list(self.notes),
        }

    def to_json(self) -> str:
        """The whole report as a JSON text; ``schema.json`` says what stands in it."""
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False, allow_nan=False)

    def __str__(self) -> str:
        from autograd.roundoff.lines import lines

        return "\n".join(lines(self))

    __repr__ = __str__  # what a notebook or the prompt shows


def _text(number: float) -> str | None:
    """The shortest decimal that reads back; None for what is not finite."""
    return repr(number).removesuffix(".0") if math.isfinite(number) else None

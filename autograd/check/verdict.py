"""What a check answers: one result for each formula and variable, and their JSON.

The fields of the JSON are described by ``schema.json`` beside this file; `FIELDS` lists those of
a result. Numbers are decimal texts with the digits that are sure; what is not finite is null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

Outcome = Literal["right", "wrong", "undecidable", "failed"]

VERSION: Final = 1
OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "wrong", "undecidable", "failed")
WITNESSES: Final = ("reverse", "forward", "symbolic", "numeric", "rigorous")
_GRAVEST: Final[tuple[Outcome, ...]] = ("failed", "wrong", "undecidable")
SCHEMA: Final = Path(__file__).with_name("schema.json")


@dataclass(frozen=True)
class Blame:
    """Where a wrong claim went wrong: the step (``node``), the mistake's name, the local
    derivative that the claim uses and the one expected, and all of it in a sentence."""

    node: str
    mistake: str
    uses: str
    expected: str
    sentence: str


@dataclass(frozen=True)
class Result:
    """The verdict on one derivative of one formula.

    name: the row of a table, else the formula. variable: ``x``, for a second derivative ``x,x``
    or ``x,y``; None where the formula could not be checked at all. point: the worst of those
    sampled, ``points`` how many there were. claim, claimed: the claim's formula and its number.
    kind: what the formula does at the point. derivative: the best certified number. witnesses:
    what each one says. digits: to how many the claim, or without one all witnesses, agree with
    the derivative. relative_error: of the claim, or of reverse mode. reason: why the verdict
    follows. elements: of a derivative by an array how many elements are right and wrong, and the
    worst by index; None for a formula.

    Not part of the JSON: remarks, the parts of the reason, each a sentence; place, the step of the
    formula's tape that is blamed; simplified, the derivative as a formula (where asked for);
    agreements, to how many digits each witness agrees with the derivative; notes, why a witness
    is silent.
    """

    name: str
    formula: str
    variable: str | None
    verdict: Outcome
    point: Mapping[str, str] = field(default_factory=dict)
    points: int = 0
    claim: str | None = None
    claimed: str | None = None
    kind: str | None = None
    derivative: str | None = None
    witnesses: Mapping[str, str | None] = field(default_factory=lambda: dict.fromkeys(WITNESSES))
    digits: int | None = None
    relative_error: str | None = None
    reason: str | None = None
    blame: Blame | None = None
    remarks: tuple[str, ...] = ()
    place: int | None = None
    simplified: str | None = None
    agreements: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields of the JSON, in their order."""
        found = {name: getattr(self, name) for name in FIELDS}
        found["point"], found["witnesses"] = dict(self.point), dict(self.witnesses)
        found["blame"] = vars(self.blame) if self.blame else None
        if self.elements is not None:
            found["elements"] = dict(self.elements)
        return found


FIELDS: Final = (
    "name", "formula", "variable", "point", "points", "claim", "claimed", "verdict", "kind",
    "derivative", "witnesses", "digits", "relative_error", "reason", "blame",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class Verdict:
    """The verdict over all that was asked. notes: what a reader should know besides."""

    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The first of ``failed`` (something could not run), ``wrong``, ``undecidable`` and
        ``right`` that any result is."""
        found = {result.verdict for result in self.results}
        return next((each for each in _GRAVEST if each in found), "right")

    @property
    def summary(self) -> dict[str, int]:
        """How many results there are of each kind."""
        counts = dict.fromkeys(OUTCOMES, 0)
        for result in self.results:
            counts[result.verdict] += 1
        return {str(outcome): count for outcome, count in counts.items()}

    def as_json(self) -> dict[str, Any]:
        """The whole verdict as what `json` writes."""
        return {
            "version": VERSION,
            "results": [result.as_json() for result in self.results],
            "summary": self.summary,
        }

    def to_json(self) -> str:
        """The whole verdict as a JSON text; ``schema.json`` says what stands in it."""
        return json.dumps(self.as_json(), indent=2, ensure_ascii=False, allow_nan=False)

    def __str__(self) -> str:
        return "\n".join(sentence(result) for result in self.results)

    __repr__ = __str__  # what a notebook or the prompt shows


def sentence(result: Result) -> str:
    """One result in one line."""
    of = f"∂({result.formula})/∂{result.variable}" if result.variable else result.formula
    claim = f" = {result.claim}" if result.claim is not None else ""
    at = ", ".join(f"{name} = {number}" for name, number in result.point.items())
    where = f" at {at}" if at and result.verdict != "right" else ""
    said = [result.reason, result.blame.sentence if result.blame else ""]
    told = "".join(f": {each}" for each in said if each)
    return f"{result.verdict}: {of}{claim}{where}{told}"


def joined(verdicts: Sequence[Verdict]) -> Verdict:
    """Several verdicts as one, in their order; a note that several have is told once."""
    results = tuple(result for verdict in verdicts for result in verdict.results)
    notes = dict.fromkeys(note for verdict in verdicts for note in verdict.notes)
    return Verdict(results, tuple(notes))

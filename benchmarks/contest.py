"""Rounds of a contest: each asks every contender once, and begins with another one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from benchmarks import peers
from benchmarks.contenders import CONTENDERS, OWN
from benchmarks.peers import Failed, Worker
from benchmarks.rounds import turns

Row = dict[str, Any]
BASE = "hand NumPy"
TOLERANCE = 1e-9
ROUNDED = {"Keras": 1e-6}
"""Keras keeps some of Adam's numbers in float32, in a float64 network as well."""

LIMIT = 120.0
"""Seconds that making one contender ready, or one round of it, may take."""


class Plan(NamedTuple):
    """contenders: names; rounds: of each table's row; seconds: that a round should take, of each
    contender; budget: a contender is not asked again for a row on which it has spent more."""

    contenders: list[str]
    rounds: int
    seconds: float
    budget: float


class Seat(NamedTuple):
    """A row of a table in its process."""

    kind: str
    row: str
    contender: str
    works: list[str] | None


class Contest:
    """The processes: one for each row of the tables, since each holds one thing ready."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        others = [name for name in plan.contenders if name not in OWN]
        self.python = peers.installed() if others else sys.executable
        self.versions: dict[str, str] = {}
        self.seats: list[Seat] = []
        self.workers: dict[str, Worker] = {}
        for name in plan.contenders:
            self._look(name)

    def _worker(self, name: str) -> Worker:
        code = f"from benchmarks.contender_worker import serve; serve({name!r})"
        own = not CONTENDERS[name].distribution
        return Worker(self.python, name, peers.isolated(self.python, code, own=own))

    def _look(self, name: str) -> None:
        """What rows a contender has."""
        worker = self._worker(name)
        answer = worker.ask({"task": "rows"}, LIMIT)
        worker.stop()
        if answer["version"]:
            self.versions[name] = answer["version"]
        for kind, rows in answer["rows"].items():
            for row, works in rows.items():
                self.seats.append(Seat(kind, row, name, works))
                self.workers[row] = self._worker(name)

    def stop(self) -> None:
        """Ends the processes."""
        for worker in self.workers.values():
            worker.stop()

    def measure(self, kinds: tuple[str, ...], work: str, size: int) -> Iterator[Row]:
        """A row for each contender that does the work: median, ratio to the base, error.

        Raises SystemExit where two come to other numbers.
        """
        seats = [s for s in self.seats if s.kind in kinds and (not s.works or work in s.works)]
        made: dict[str, Row] = {}
        for kind in kinds:
            self._make([s for s in seats if s.kind == kind], work, size, made)
        able = [seat.row for seat in seats if "error" not in made[seat.row]]
        times: dict[str, list[float]] = {row: [] for row in able}
        spent = dict.fromkeys(able, 0.0)
        for _, row in turns(able, self.plan.rounds):
            if spent[row] > self.plan.budget or "error" in made[row]:
                continue
            count = _count(self.plan, made[row])
            try:
                answer = self.workers[row].ask({"task": "time", "times": count}, LIMIT)
            except Failed as failure:
                made[row]["error"] = str(failure)
                continue
            times[row].append(answer["ns"])
            spent[row] += answer["ns"] * made[row]["unit"] * (count + 1) / 1e9
        base = median(times[BASE])
        for seat in seats:
            own = times.get(seat.row)
            told = {"work": work, "size": size, "kind": seat.kind, "row": seat.row}
            if own and "error" not in made[seat.row]:
                middle = median(own)
                yield {
                    **told, "us": round(middle / 1e3, 2), "ratio": round(middle / base, 3),
                    "rounds": len(own), "ready": round(made[seat.row]["seconds"], 3),
                }  # fmt: skip
            else:
                yield {**told, "us": None, "ratio": None, "error": made[seat.row]["error"]}

    def _make(self, seats: list[Seat], work: str, size: int, made: dict[str, Row]) -> None:
        """Makes all ready for a work, and compares what they compute with the first one's."""
        wanted: list[Any] | None = None
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "numbers.npz"
            for seat in seats:
                request = {"task": "make", "kind": seat.kind, "row": seat.row, "work": work,
                           "size": size, "numbers": str(path)}  # fmt: skip
                try:
                    answer = self.workers[seat.row].ask(request, LIMIT)
                except Failed as failure:
                    made[seat.row] = {"error": str(failure)}
                    continue
                unit = _unit(seat.kind)
                made[seat.row] = {**answer, "unit": unit, "whole": answer["once"] * unit}
                with np.load(path) as file:
                    numbers = [file[name] for name in file.files]
                wanted = wanted or numbers
                agree(f"{seat.row} ({work}, {size})", numbers, wanted,
                      ROUNDED.get(seat.contender, TOLERANCE))  # fmt: skip


def _count(plan: Plan, made: Row) -> int:
    """How often a round repeats; whole epochs at least five times, as a training would."""
    least = 5 if made["unit"] > 1 else 1
    return max(least, min(1000, int(plan.seconds * 1e9 / max(made["whole"], 1.0))))


def _unit(kind: str) -> int:
    from benchmarks.tasks import STEPS

    return STEPS if kind == "FITS" else 1


def agree(name: str, numbers: list[Any], wanted: list[Any], tolerance: float = TOLERANCE) -> None:
    """Ends the run where numbers differ by more than rounding from those wanted."""
    for one, other in zip(numbers, wanted, strict=True):
        if one.size != other.size:
            raise SystemExit(f"{name} gives the shape {one.shape} in place of {other.shape}.")
        off = np.abs(one.reshape(other.shape) - other).max() / max(np.abs(other).max(), 1e-300)
        if not off <= tolerance:
            raise SystemExit(f"{name} computes something else: it is off by {off:.1e}.")

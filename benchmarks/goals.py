"""What the eager engine is held to, and whether it was reached in a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from benchmarks.engines import FLOORS, OURS, PEERS

Results = dict[str, Any]
Row = dict[str, Any]

RECORDING = 1.5
BACKWARD = 2.0
BYTES = 200
GROWTH = 1.5
MOONS = 5.0
IMPORT = 20.0


class Goal(NamedTuple):
    """A goal in words, what was measured in words, and whether that reaches it."""

    goal: str
    measured: str
    reached: bool


def floor(results: Results, row: Row, what: str) -> float | None:
    """The faster floor's nanoseconds for the graph of ``row``."""
    times = [
        other[what]
        for other in results["graphs"]
        if other["engine"] in FLOORS and _same_graph(other, row) and other[what] is not None
    ]
    return min(times, default=None)


def _same_graph(one: Row, other: Row) -> bool:
    return all(one[key] == other[key] for key in ("graph", "operations", "gc"))


def goals(results: Results) -> Iterator[Goal]:
    """Every goal for which the run has something to show."""
    ours = [row for row in results["graphs"] if row["engine"] == OURS]
    if ours and any(row["engine"] in FLOORS for row in results["graphs"]):
        yield _against_floor(results, ours, "record", "recording", RECORDING)
        yield _against_floor(results, ours, "backward", "backward", BACKWARD)
    if ours:
        yield _growth(results, ours)
    memory = [row["traced"] for row in results["memory"] if row["engine"] == OURS]
    if memory:
        yield Goal(
            f"at most {BYTES} bytes an operation recorded, at every size",
            " to ".join(f"{number:.0f}" for number in sorted({min(memory), max(memory)})),
            max(memory) <= BYTES,
        )
    yield from _peers(results, ours)
    yield from _moons(results)
    yield from _import(results)


def _against_floor(results: Results, ours: list[Row], what: str, word: str, most: float) -> Goal:
    ratios = [
        row[what] / bottom
        for row in ours
        if not row["gc"] and (bottom := floor(results, row, what)) is not None
    ]
    return Goal(
        f"{word} at most {most:g} times the floor, gc off",
        f"{min(ratios):.2f} to {max(ratios):.2f}",
        max(ratios) <= most,
    )


def _growth(results: Results, ours: list[Row]) -> Goal:
    """Nanoseconds an operation at the largest size against the smallest."""
    told, growths = [], []
    for name in dict.fromkeys(row["graph"] for row in ours):
        rows = [row for row in ours if row["graph"] == name and not row["gc"]]
        growths.append(rows[-1]["total"] / rows[0]["total"])
        first, last = (floor(results, row, "total") for row in (rows[0], rows[-1]))
        beside = f" (floor {last / first:.2f})" if first and last else ""
        told.append(f"{name} {growths[-1]:.2f}{beside}")
    return Goal(
        "flat in size: an operation of the largest graph costs at most "
        f"{GROWTH:g} times one of the smallest, gc off",
        ", ".join(told),
        max(growths) <= GROWTH,
    )


def _peers(results: Results, ours: list[Row]) -> Iterator[Goal]:
    margins = [
        (other["total"] / row["total"], other)
        for row in ours
        for other in results["graphs"]
        if other["engine"] in PEERS and _same_graph(row, other) and other["total"] is not None
    ]
    if margins:
        margin, other = min(margins, key=lambda pair: pair[0])
        collected = "on" if other["gc"] else "off"
        yield Goal(
            "recording and backward together ahead of every peer, at every size, gc on and off",
            f"nearest: {other['engine']} takes {margin:.1f} times as long "
            f"({other['graph']}, {other['operations']:,} operations, gc {collected})",
            margin > 1,
        )


def _moons(results: Results) -> Iterator[Goal]:
    seconds = {(row["engine"], row["gc"]): row["seconds"] for row in results["moons"]}
    if ("micrograd", True) in seconds:
        ratios = {on: seconds["micrograd", on] / seconds[OURS, on] for on in (True, False)}
        yield Goal(
            f"a step of micrograd's demo at least {MOONS:g} times faster, gc as it is set",
            f"{ratios[True]:.1f} times (gc off: {ratios[False]:.1f})",
            ratios[True] >= MOONS,
        )


def _import(results: Results) -> Iterator[Goal]:
    taken = {row["engine"]: row["milliseconds"] for row in results["imports"]}
    if "micrograd" in taken:
        over = taken[OURS] - taken["micrograd"]
        yield Goal(
            f"`import autograd` at most {IMPORT:g} ms over micrograd's",
            f"{over:.1f} ms over",
            over <= IMPORT,
        )

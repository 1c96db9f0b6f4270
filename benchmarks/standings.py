"""The tables of a contest, in Markdown, and what was reached of its goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.goals import Goal

Row = dict[str, Any]


def table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """A table, and an empty line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def facts(run: Row) -> Iterator[str]:
    """When, where, with what, in words."""
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    yield f"Made on {run['date']} by `{run['command']}` on one core of {run['machine']}"
    yield f"({run['system']}), {versions or 'without the peers'}. One thread, float64; medians of"
    yield f"up to {run['rounds']} interleaved rounds, in times the hand-written NumPy's."
    yield ""


def ratios(rows: list[Row], titles: dict[str, str], kinds: tuple[str, ...]) -> Iterator[str]:
    """A line for each contender, a column for each work: ratios; the base with microseconds."""
    chosen = [row for row in rows if row["kind"] in kinds]
    columns = list(dict.fromkeys((row["work"], row["size"]) for row in chosen))
    cells = {(row["row"], row["work"], row["size"]): _cell(row) for row in chosen}
    yield from table(
        ["", *(f"{titles[work]}, {size:,}" for work, size in columns)],
        (
            [name, *(cells.get((name, *column), "–") for column in columns)]
            for name in dict.fromkeys(row["row"] for row in chosen)
        ),
    )


def _cell(row: Row) -> str:
    if row["ratio"] is None:
        return str(row["error"])
    told = f"{row['ratio']:.2f}"
    return f"{told} ({row['us']:,.0f} µs)" if row["row"] == "hand NumPy" else told


def at_most(rows: list[Row], name: str, works: tuple[str, ...], most: float, goal: str) -> Goal:
    """A goal that ratios of one contender are at most ``most``."""
    found = {
        (row["work"], row["size"]): row["ratio"]
        for row in rows
        if row["row"] == name and row["work"] in works and row["ratio"] is not None
    }
    told = ", ".join(f"{work} {size:,}: {ratio:.2f}" for (work, size), ratio in found.items())
    return Goal(f"{goal}: at most {most:g}", told, bool(found) and max(found.values()) <= most)


def ahead(rows: list[Row], name: str, ours: tuple[str, ...]) -> Iterator[str]:
    """Every row in which somebody else is ahead of ``name``."""
    for row in rows:
        if row["row"] in ours or row["ratio"] is None or row["row"].startswith("hand"):
            continue
        own = [
            other["ratio"] for other in rows
            if other["row"] == name and (other["work"], other["size"]) == (row["work"], row["size"])
        ]  # fmt: skip
        if own and own[0] is not None and row["ratio"] < own[0]:
            told = f"{row['ratio']:.2f} to {own[0]:.2f}"
            yield f"- {row['row']}: {row['work']}, {row['size']:,} ({told})"


def goals_table(goals: Iterable[Goal]) -> Iterator[str]:
    """The goals, and whether they were reached."""
    yield from table(
        ["goal", "measured", ""],
        ([g.goal, g.measured, "reached" if g.reached else "missed"] for g in goals),
    )

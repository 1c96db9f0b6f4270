"""The tables of a run, in Markdown, and their place in a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.goals import Results, Row, floor, goals

BEGIN = "<!-- measured: written by the script, do not edit -->"
END = "<!-- /measured -->"

ENOUGH = 5
"""Rounds; a median of fewer says of how many."""


def markdown(results: Results) -> str:
    """All tables, under headings of the third level."""
    return "\n".join(
        [
            *_facts(results["run"]),
            "### Goals",
            "",
            *_table(
                ["goal", "measured", ""],
                (
                    [g.goal, g.measured, "reached" if g.reached else "missed"]
                    for g in goals(results)
                ),
            ),
            *_graphs(results),
            *_memory(results),
            *_moons(results),
            *_imports(results),
        ]
    )


def write(page: Path, text: str) -> None:
    """Puts ``text`` between the marks of ``page``, whole or not at all.

    Raises SystemExit where the page has no marks.
    """
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{page} has no place for the tables: it needs {BEGIN} and {END}.")
    replace(page, f"{before}{BEGIN}\n\n{text}\n{END}{after}")


def replace(path: Path, text: str) -> None:
    """Writes a file beside, then renames it."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _facts(run: Row) -> Iterator[str]:
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    yield f"Made on {run['date']} by `{run['command']}` on one core of {run['machine']}"
    yield f"({run['system']}), Python {run['python']}{', ' if versions else ''}{versions}."
    yield "Medians of interleaved rounds."
    yield ""


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _graphs(results: Results) -> Iterator[str]:
    rows = results["graphs"]
    for graph in dict.fromkeys(row["graph"] for row in rows):
        for collected in (False, True):
            chosen = [row for row in rows if row["graph"] == graph and row["gc"] == collected]
            if chosen:
                yield f"### {graph.capitalize()} graph, gc {'on' if collected else 'off'}"
                yield ""
                yield "Nanoseconds an operation: recording + backward, and their sum in times the"
                yield "floor's; for glassgrad the two parts in times the floor's as well."
                yield f"n: how many rounds there were, where fewer than {ENOUGH}."
                yield ""
                yield from _sizes(results, chosen)


def _sizes(results: Results, rows: list[Row]) -> Iterator[str]:
    sizes = list(dict.fromkeys(row["operations"] for row in rows))
    engines = list(dict.fromkeys(row["engine"] for row in rows))
    cells = {(row["engine"], row["operations"]): _cell(results, row) for row in rows}
    yield from _table(
        ["operations", *(f"{size:,}" for size in sizes)],
        ([engine, *(cells[engine, size] for size in sizes)] for engine in engines),
    )


def _cell(results: Results, row: Row) -> str:
    recorded = "" if row["record"] is None else f"{row['record']:,.0f} + "
    if row["total"] is None:
        return f"{recorded}{row['error']}"
    told = f"{recorded}{row['backward']:,.0f}"
    bottom = {what: floor(results, row, what) for what in ("record", "backward", "total")}
    if bottom["total"] is not None:
        told += f" ({row['total'] / bottom['total']:.2f}"
        if row["engine"] == "glassgrad":
            told += "; " + ", ".join(f"{row[w] / bottom[w]:.2f}" for w in ("record", "backward"))
        told += ")"
    few = row["rounds"] < min(ENOUGH, results["run"]["rounds"])
    return told + (f" n={row['rounds']}" if few else "")


def _memory(results: Results) -> Iterator[str]:
    rows = results["memory"]
    if not rows:
        return
    yield "### Memory"
    yield ""
    yield "Bytes an operation recorded, wide graph: what Python allocated (tracemalloc) at each"
    yield "size; by how much the process grew at the largest size; the node, its number and its"
    yield "serial number added up (`sys.getsizeof`). What libraries allocate in C or C++ is in the"
    yield "growth of the process alone."
    yield ""
    sizes = list(dict.fromkeys(row["operations"] for row in rows))
    table = []
    for engine in dict.fromkeys(row["engine"] for row in rows):
        own = {row["operations"]: row for row in rows if row["engine"] == engine}
        last = own[max(own)]
        table.append(
            [
                engine,
                *(_bytes(own[size]["traced"] if size in own else None) for size in sizes),
                _bytes(last["resident"]),
                _bytes(last["objects"]),
            ]
        )
    head = ["operations", *(f"{size:,}" for size in sizes), "process", "objects"]
    yield from _table(head, table)


def _bytes(number: float | None) -> str:
    return "–" if number is None else f"{number:,.0f}"


def _moons(results: Results) -> Iterator[str]:
    rows = results["moons"]
    if not rows:
        return
    yield "### micrograd's demo"
    yield ""
    yield "Milliseconds a training step (two moons, 100 points, 2-16-16-1, max-margin loss, L2),"
    yield "garbage of each step collected in the next as in a script; the losses of both agree."
    yield ""
    names = {True: "gc on (as the demo runs)", False: "gc off"}
    engines = list(dict.fromkeys(row["engine"] for row in rows))
    taken = {(row["engine"], row["gc"]): row["seconds"] for row in rows}
    yield from _table(
        ["", *names.values()],
        ([engine, *(f"{1e3 * taken[engine, on]:,.0f}" for on in names)] for engine in engines),
    )


def _imports(results: Results) -> Iterator[str]:
    rows: list[dict[str, Any]] = results["imports"]
    if not rows:
        return
    yield "### Import"
    yield ""
    yield from _table(
        ["", "statement", "milliseconds"],
        ([row["engine"], f"`import {row['module']}`", str(row["milliseconds"])] for row in rows),
    )

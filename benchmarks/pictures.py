"""How long a picture takes, against its peers: ``python -m benchmarks.pictures``."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import peers, report
from benchmarks.networks import SIZES
from benchmarks.picture_worker import TOOLS
from viz import engines

PAGE = peers.ROOT / "docs" / "benchmarks" / "pictures.md"
LIMIT = 60.0
"""Seconds that a tool may take for one picture, once the graph is recorded."""
ROUNDS = 3
_RECORDING = 120.0

Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints the table, and writes it to the page unless sizes were chosen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, choices=SIZES, default=list(SIZES))
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS))
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds for a picture")
    parser.add_argument("--page", type=Path, help="the Markdown page to write the table to")
    chosen = parser.parse_args(arguments)
    rows = []
    for row in measure(chosen.tools, chosen.sizes, chosen.limit):
        print(json.dumps(row), file=sys.stderr)
        rows.append(row)
    text = markdown(rows, chosen.limit)
    print(text)
    complete = chosen.sizes == list(SIZES) and chosen.tools == list(TOOLS)
    page = chosen.page or (PAGE if complete else None)
    if page is not None:
        report.write(page, text)


def measure(tools: Sequence[str], sizes: Sequence[int], limit: float) -> Iterator[Row]:
    """A row for each size and tool: the median of up to three rounds."""
    engine = next(engines.engines("svg"))
    for size in sizes:
        for tool in tools:
            runs: list[Row] = []
            while len(runs) < ROUNDS:
                runs.append(once(tool, size, engine.command[0], limit))
                if "error" in runs[-1] or runs[-1]["seconds"] > limit / 4:
                    break
            last = runs[-1]
            if "error" not in last:
                last = last | {"seconds": median(run["seconds"] for run in runs)}
            yield {"size": size, "tool": tool, **last}


def once(tool: str, size: int, dot: str, limit: float) -> Row:
    """One picture in a process of its own, which is ended with all its children at the limit."""
    ours = tool.startswith("glassgrad")
    engine = "glassgrad" if ours else ("torch" if tool == "torchviz" else "micrograd")
    python = sys.executable if ours else peers.interpreter([engine])
    code = f"from benchmarks.picture_worker import run; run({tool!r}, {size}, {dot!r})"
    process = subprocess.Popen(
        peers.command(python, engine, code),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=peers.environment(),
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        with _ended_after(process, _RECORDING):
            if process.stdout.readline().strip() != "ready":
                return {"error": _why(process)}
        with _ended_after(process, limit) as late:
            line = process.stdout.readline()
        if not line:
            return {"error": f"> {limit:g} s" if late.is_set() else _why(process)}
        answer: Row = json.loads(line)
        return answer
    finally:
        _end(process)
        process.communicate()


@contextlib.contextmanager
def _ended_after(process: subprocess.Popen[str], seconds: float) -> Iterator[threading.Event]:
    late = threading.Event()

    def end() -> None:
        late.set()
        _end(process)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _end(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _why(process: subprocess.Popen[str]) -> str:
    """The last word of a process that failed, such as the name of its exception."""
    assert process.stderr is not None
    told = [line for line in process.stderr.read().splitlines() if line.strip()]
    return told[-1].partition(":")[0][:40] if told else "crashed"


_MEANING = "Seconds to an SVG, once the graph is recorded, and how many boxes are in it."


def markdown(rows: Sequence[Row], limit: float) -> str:
    """The table of a run, and what it was made on."""
    tools = list(dict.fromkeys(row["tool"] for row in rows))
    sizes = list(dict.fromkeys(row["size"] for row in rows))
    cells = {(row["tool"], row["size"]): _cell(row) for row in rows}
    system = f"{platform.system()} {platform.machine()}"
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return "\n".join(
        [
            f"Made on {today}, Python {platform.python_version()}, {system}. {_MEANING}",
            f"At most {limit:g} s for each.",
            "",
            f"| nodes | {' | '.join(f'{size:,}' for size in sizes)} |",
            f"|{'---|' * (len(sizes) + 1)}",
            *(f"| {tool} | {' | '.join(cells[tool, size] for size in sizes)} |" for tool in tools),
            "",
        ]
    )


def _cell(row: Row) -> str:
    if "error" in row:
        return str(row["error"])
    return f"{row['seconds']:.2f} s, {row['boxes']:,}"


if __name__ == "__main__":
    main()

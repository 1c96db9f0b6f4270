"""Makes the walkthroughs: each ``notebooks/*.py`` becomes an .ipynb beside it, with its outputs.

``make notebooks`` makes all of them, ``python -m tools.walkthroughs 01 05`` those whose names begin
so. A script is the source, in jupytext's percent format. Its notebook is run from the first cell to
the last in a kernel and a folder of its own, and stored so that the same script gives the same
file: no times, no counts of executions, no state of widgets, ids of cells from what is in them.
What may not be stored (an error, a warning, a path of this machine, more than 500 kB beside one
live page) is told, and nothing is written.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode

from autograd import files
from tools import stored_outputs

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "notebooks"
SECONDS = 60
"""A walkthrough that takes longer than this, as a whole, has failed."""
MOST_BYTES = 500_000

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_OF_THIS_MACHINE = {
    "a path": re.compile(
        r"(?<![\w.])/(?:home|private|root|tmp|Users|usr|var|work)/\w|[A-Z]:\\\\\w"
    ),
    "an address in memory": re.compile(r"\bat 0x[0-9a-fA-F]{6,}"),
}


def scripts() -> list[Path]:
    """The sources of the walkthroughs, in their order."""
    return sorted(FOLDER.glob("[0-9][0-9]_*.py"))


def notebook(script: Path) -> NotebookNode:
    """The notebook that a script is the source of, without outputs."""
    made = jupytext.read(script, fmt="py:percent")
    made.metadata = nbformat.from_dict(_METADATA)
    made.nbformat, made.nbformat_minor = 4, 5
    seen: Counter[str] = Counter()
    for cell in made.cells:
        key = hashlib.sha256(cell.source.encode()).hexdigest()[:10]
        seen[key] += 1
        cell.id = key if seen[key] == 1 else f"{key}-{seen[key]}"
        cell.metadata = nbformat.from_dict({})
    return made


def run(made: NotebookNode, folder: Path) -> NotebookNode:
    """Runs the cells in a new kernel whose working directory is ``folder``; fills in the outputs.

    Raises:
        CellExecutionError: a cell failed.
        DeadKernelError: the kernel died, twice.
        TimeoutError: the notebook took more than `SECONDS`.
    """
    try:
        return _executed(made, folder)
    except DeadKernelError:
        # Now and then another process takes the ports that were chosen for a kernel.
        return _executed(made, folder)


def _executed(made: NotebookNode, folder: Path) -> NotebookNode:
    client = NotebookClient(
        made, timeout=SECONDS, record_timing=False,
        resources={"metadata": {"path": str(folder)}}, extra_arguments=["--log-level=ERROR"],
    )  # fmt: skip
    # Threads of BLAS that wait for each other make a busy machine ten times as slow.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    execution = asyncio.wait_for(client.async_execute(env=environment), SECONDS)
    with ThreadPoolExecutor(1) as apart:  # `run` leaves its thread without an event loop
        apart.submit(asyncio.run, execution).result()
    return made


def stored(made: NotebookNode) -> NotebookNode:
    """The notebook as it is kept: what differs from run to run is taken out."""
    made.metadata = nbformat.from_dict(_METADATA)
    for cell in made.cells:
        if cell.cell_type != "code":
            continue
        cell.execution_count = None
        cell.metadata = nbformat.from_dict({})
        cell.outputs = [kept for output in cell.outputs for kept in stored_outputs.stored(output)]
    return made


def complaints(made: NotebookNode) -> Iterator[str]:
    """Why a notebook may not be stored as it is: one sentence for each reason."""
    for place, cell in enumerate(made.cells):
        for output in cell.get("outputs", ()):
            where = f"cell {place} ({cell.source.splitlines()[0][:40]!r})"
            if output.output_type == "error":
                yield f"{where} ends in an error: {output.ename}"
            if output.get("name") == "stderr":
                yield f"{where} writes a warning or an error: {output.text[:200]!r}"
            told = stored_outputs.text(output)
            for what, pattern in _OF_THIS_MACHINE.items():
                if found := pattern.search(told):
                    yield f"{where} shows {what} of this machine: {found[0]!r}"
    pages = [text for text in map(stored_outputs.page, outputs(made)) if text]
    if len(pages) > 1:
        yield f"it has {len(pages)} live pages; one is enough to wait for"
    size = len(written(made)) - sum(len(page.encode()) for page in pages)
    if size > MOST_BYTES:
        yield f"it has {size:,} bytes beside its live page, more than {MOST_BYTES:,}"


def outputs(made: NotebookNode) -> Iterator[NotebookNode]:
    """The outputs of all cells."""
    for cell in made.cells:
        yield from cell.get("outputs", ())


def written(made: NotebookNode) -> bytes:
    """The file of a notebook."""
    nbformat.validate(made)
    return (nbformat.writes(made).rstrip() + "\n").encode()


def make(script: Path) -> list[str]:
    """Makes the notebook of a script where there are no complaints, which are given back."""
    with tempfile.TemporaryDirectory() as folder:
        made = stored(run(notebook(script), Path(folder)))
    wrong = list(complaints(made))
    if not wrong:
        files.write(script.with_suffix(".ipynb"), written(made))
    return wrong


def main(names: list[str]) -> int:
    """Makes the notebooks whose names begin with one of ``names``; all without any."""
    chosen = [each for each in scripts() if not names or each.name.startswith(tuple(names))]
    failed = 0
    for script in chosen:
        wrong = make(script)
        failed += bool(wrong)
        told = [f"{script.stem}: {'not stored' if wrong else 'stored'}", *wrong]
        print(*told, sep="\n    ")  # noqa: T201
    return int(bool(failed) or not chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

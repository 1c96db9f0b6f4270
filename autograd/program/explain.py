"""What the compiler did, as text: graph, classes, statements, passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from autograd.primitive import CONSTANT, LEAF
from autograd.program.ir_text import show
from autograd.program.source import Printed
from autograd.program.tape import Tape

MOST_CLASSES = 40


def explained(name: str, tape: Tape, printed: Printed) -> str:
    """The whole report."""
    return "\n".join([
        f"{name}: {len(tape.ops):,} scalar nodes of one sample",
        *_operations(tape),
        "",
        *_classes(printed, tape),
        "",
        "statements",
        *(f"  {line}" for line in show(printed.assembly.block).splitlines()),
        "",
        *_passes(printed),
    ])  # fmt: skip


def _operations(tape: Tape) -> Iterator[str]:
    counts = Counter(tape.ops)
    for op, count in counts.most_common():
        yield f"  {count:>9,} {op}"


def _classes(printed: Printed, tape: Tape) -> Iterator[str]:
    found = printed.assembly.partition.classes
    steps = [each for each in found if each.op not in (LEAF, CONSTANT)]
    yield f"{len(steps):,} classes of steps of the same kind"
    for each in steps[:MOST_CLASSES]:
        members = len(each.members)
        yield f"  {members:>9,} {each.op}, first recorded as node {each.members[0]:,}"
    if len(steps) > MOST_CLASSES:
        yield f"  and {len(steps) - MOST_CLASSES:,} more"


def _passes(printed: Printed) -> Iterator[str]:
    yield "passes"
    for ran in printed.assembly.passes:
        yield f"  {ran.name}: {ran.before:,} to {ran.after:,} in {1e3 * ran.seconds:.1f} ms"

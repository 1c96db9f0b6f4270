"""The table of a network's layers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograd.nn.network import Network


def write(model: Network, print_fn: Callable[[str], Any] | None) -> None:
    """Writes the table of a network that is built, line by line."""
    rows = [("Layer (type)", "Output shape", "Weights")]
    rows += [
        (
            f"{layer.name} ({type(layer).__name__})",
            str(("samples", *layer.output_shape)).replace("'", "").replace(",)", ")"),
            f"{layer.count_params():,}",
        )
        for layer in model.layers
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    rule = "─" * (sum(widths) + 4)
    lines = [
        f'Network "{model.name or "sequential"}"',
        rule,
        *(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}" for a, b, c in rows[:1]),
        rule,
        *(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}" for a, b, c in rows[1:]),
        rule,
        f"{model.count_params():,} weights, {model.parameters.flat.nbytes / 1024:.1f} KiB",
    ]
    show = print_fn or (lambda line: sys.stdout.write(f"{line}\n"))
    for line in lines:
        show(line)

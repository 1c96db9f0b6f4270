"""The progress of a training in the cell of a notebook."""

from __future__ import annotations

from html import escape
from typing import Any

from autograd.nn.progress import Live


class Cell(Live):
    """A bar that is drawn anew in its place; saved with the notebook as it was at the end."""

    def open(self) -> None:
        """See `Live`."""
        from IPython import display

        made: Any = display  # has no types
        self.handle: Any = made.DisplayHandle()
        self.handle.display(self.bundle(), raw=True)

    def draw(self) -> None:
        """See `Live`."""
        self.handle.update(self.bundle(), raw=True)

    def bundle(self) -> dict[str, str]:
        """The bar for a browser, and as a line of text for whatever shows no HTML."""
        epoch = f"Epoch {self.number}/{self.epochs}"
        bar = (
            f'<progress value="{self.part:.4f}" max="1" style="vertical-align: middle">'
            f"{self.part:.0%}</progress>"
        )
        cells = "&ensp;".join([epoch, bar, escape(self.line)])
        style = "font-family: monospace; font-variant-numeric: tabular-nums"
        return {
            "text/html": f'<div style="{style}">{cells}</div>',
            "text/plain": " - ".join(filter(None, (epoch, self.line))),
        }

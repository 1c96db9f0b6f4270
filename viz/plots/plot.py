"""What the functions of this package give: a figure with its description."""

from __future__ import annotations

import base64
import io
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from autograd import files
from autograd.errors import InputError
from viz import svg
from viz.plots import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png", ".pdf")
_DPI = 144


class Plot:
    """A plot. figure: Matplotlib's, to be changed at will before it is saved.

    alt: the plot in a sentence or two, for those who cannot see it; it is written into the files.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        self.figure = figure
        self.alt = alt

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the plot as what the file's ending says: .svg, .png or .pdf. Gives the path back.

        Raises:
            InputError: another ending, or a file that cannot be written.
        """
        target = Path(path)
        kind = target.suffix.lower()
        if kind not in FORMATS:
            raise InputError(f"A plot is saved as {', '.join(FORMATS)}; not as {target.name!r}.")
        data = self.svg.encode() if kind == ".svg" else self._written(kind[1:])
        files.write(target, data)
        return target

    @cached_property
    def svg(self) -> str:
        """The plot as a standalone SVG file."""
        return svg.described(self._written("svg"), self.alt)

    @property
    def png(self) -> bytes:
        """The plot as a PNG file."""
        return self._written("png")

    def _written(self, kind: str) -> bytes:
        told = {"svg": "Description", "png": "Description", "pdf": "Subject"}[kind]
        undated = {"svg": {"Date": None}, "png": {}, "pdf": {"CreationDate": None}}[kind]
        data = io.BytesIO()
        with look.settings():
            self.figure.savefig(data, format=kind, dpi=_DPI, metadata={told: self.alt, **undated})
        return data.getvalue()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "image/svg+xml": svg.inline(self.svg),
            "image/png": base64.b64encode(self.png).decode(),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        return f"<Plot: {self.alt}>"

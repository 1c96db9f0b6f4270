"""A picture as SVG, PNG and PDF, within bounds of time, memory and pixels."""

from __future__ import annotations

import io
import math
from collections.abc import Callable

from autograd.errors import MissingDependency, RenderError
from viz import dot, engines, svg
from viz.picture import Picture

DPI = 144.0
"""Resolution of bitmaps, twice that of the layout (72 points to an inch)."""
MAX_SIDE = 16_000
MAX_PIXELS = 32_000_000
"""A bitmap with more pixels on a side or in all is made at a lower resolution."""

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"

PDF_MISSING = (
    "A PDF needs the program `dot` of Graphviz on the PATH, or `pip install 'glassgrad[pdf]'`."
)


def to_svg(picture: Picture) -> str:
    """The picture as a standalone SVG file.

    Raises:
        MissingDependency: no layout engine is installed.
        RenderError: the layout failed or took too long.
    """
    return svg.polished(engines.render(dot.source(picture), "svg"), picture.description)


def to_png(picture: Picture, layout: svg.Size) -> bytes:
    """The picture as a PNG file; ``layout`` is its size in points.

    Raises:
        MissingDependency, RenderError: as `to_svg`.
    """
    data = engines.render(dot.source(picture, resolution(layout)), "png")
    if not data.startswith(_PNG_SIGNATURE):
        raise RenderError("The layout engine wrote something else than a PNG.")
    return data


def bitmap(picture: Picture, dpi: float) -> bytes:
    """The picture as a PNG file of this resolution, for pictures that are known to be small."""
    return engines.render(dot.source(picture, dpi), "png")


def resolution(layout: svg.Size) -> float:
    """Dots per inch that keep a bitmap of this size (in points) within bounds."""
    inches = max(layout.width, 1.0) / 72, max(layout.height, 1.0) / 72
    side = MAX_SIDE / max(inches)
    area = math.sqrt(MAX_PIXELS / (inches[0] * inches[1]))
    return min(DPI, side, area)


def to_pdf(picture: Picture, markup: Callable[[], str]) -> bytes:
    """The picture as a PDF file; ``markup`` gives its SVG, asked for where no engine writes PDF.

    Raises:
        MissingDependency: neither such an engine nor svglib and reportlab are installed.
        RenderError: the layout failed or took too long.
    """
    source = dot.source(picture)
    failure: RenderError | None = None
    for engine in engines.engines("pdf"):
        try:
            return engine.render(source, "pdf", engines.timeout())
        except engines.LayoutTimeout:
            raise
        except RenderError as error:
            failure = failure or error
    try:
        return pdf_of(markup())
    except ImportError as error:
        raise failure or MissingDependency(PDF_MISSING) from error


def pdf_of(markup: str) -> bytes:
    """An SVG file as a PDF file. Raises ImportError without svglib and reportlab."""
    from reportlab.graphics import renderPDF
    from svglib.svglib import svg2rlg

    drawing = svg2rlg(io.BytesIO(markup.encode()))
    if drawing is None:
        raise RenderError("svglib could not read the picture.")
    return bytes(renderPDF.drawToString(drawing))

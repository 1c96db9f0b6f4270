"""`draw` a graph; the `Drawing` saves itself in the formats people ask for, and shows itself."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from autograd import files
from autograd.errors import InputError, MissingDependency, RenderError
from autograd.value import Value
from viz import dot, render, svg
from viz.digits import lost
from viz.engines import LayoutTimeout, timeout
from viz.page import Page, page
from viz.picture import Picture
from viz.recorded import Options, Recorded, outputs_of, read
from viz.verdicts import judged

if TYPE_CHECKING:
    from autograd.check import Result, Verdict
    from autograd.roundoff import Report

_Made = TypeVar("_Made")


def draw(
    y: Value | Iterable[Value] | Verdict | Result | Report,
    values: bool = True,
    grads: bool = True,
    depth: int | None = None,
    *,
    title: str = "",
    direction: Literal["LR", "TB"] = "LR",
    highlight: Mapping[Value, str] | None = None,
    colours: Mapping[Value, float] | None = None,
    measure: str = "",
) -> Drawing:
    """A picture of the graph that a Value, or several, were made from; or of a verdict's.

    Args:
        y: the output; of several, the derivatives are those of their sum. Of a verdict or a result
            of `autograd.check` the formula at its point, with the step that a wrong claim is
            blamed on marked. Of a report of `autograd.roundoff` the graph coloured by the bits
            that each step has lost, with the source and the amplifier of the error marked, and
            edges as wide as the error grows on its way; derivatives are left out.
        values: whether boxes show the values.
        grads: whether boxes show the derivatives of the output, and edges the local derivatives.
            They are computed for the picture: ``.grad`` is neither read nor changed.
        depth: how many levels of scopes are open, with a frame around what is in them; a scope
            below is one box, and siblings that differ in their numbers alone are one together.
            None opens all of a small graph (250 nodes), and of a larger one as much as can be
            read. No picture has more than about 1,000 boxes: where that takes less depth, or
            formulas in place of their operations, the caption says so.
        title: a line below the picture.
        direction: the way of the values, ``"LR"`` from left to right or ``"TB"`` downward.
        highlight: nodes to be looked at, and for each the reason in a few words.
        colours: a number for some nodes, shown in their boxes and as the colour of their ground.
        measure: what those numbers are, for the legend.

    Raises:
        InputError: ``y`` is none of these, or an option does not fit the graph.
    """
    highlight, flows = highlight or {}, None
    if (result := judged(y)) is not None:
        y, title = result.output, title or result.title
        highlight = {**result.marked, **highlight}
    if (report := lost(y)) is not None:
        y, title, values = report.output, title or report.title, values and report.values
        highlight, flows, grads = {**report.marked, **highlight}, report.flows, False
        colours, measure = colours or report.bits, measure or report.measure
    options = Options(
        values=values,
        grads=grads,
        depth=depth,
        title=title,
        direction=direction,
        highlight=highlight,
        colours=colours or {},
        measure=measure,
        flows=flows,
    )
    outputs = outputs_of(y, "draw")
    recorded = read(outputs, options)
    live = partial(page, report.report if report else outputs, title=title, depth=depth)
    return Drawing(recorded.picture, live, recorded.coarser)


class Drawing:
    """A picture of a graph. Layout happens when a format is first asked for, and is kept.

    picture: what is drawn, as data. live: makes the live page of what is drawn, if there is one.
    coarser: makes the same with fewer boxes, below which it says why. That takes the place of
    the picture where its layout takes longer than `viz.set_engine` allows.
    """

    def __init__(
        self,
        picture: Picture,
        live: Callable[[], Page] | None = None,
        coarser: Callable[[str], Recorded | None] | None = None,
    ) -> None:
        self.picture = picture
        self._live = live
        self._coarser = coarser

    @property
    def dot(self) -> str:
        """The picture in the DOT language of Graphviz; needs no layout engine."""
        return dot.source(self.picture)

    @cached_property
    def svg(self) -> str:
        """The picture as a standalone SVG file.

        Raises:
            MissingDependency: no layout engine is installed.
            RenderError: the layout failed or took too long.
        """
        return self._in_time(render.to_svg)

    @cached_property
    def png(self) -> bytes:
        """The picture as a PNG file, of at most 32 million pixels. Raises as `svg` does.

        The fonts of the embedded Graphviz have Latin, Greek and Cyrillic letters alone.
        """
        layout = svg.size(self.svg)  # made first, since it may have to change the picture
        return render.to_png(self.picture, layout)

    @cached_property
    def pdf(self) -> bytes:
        """The picture as a PDF file. Raises as `svg` does."""
        return self._in_time(lambda shown: render.to_pdf(shown, lambda: self.svg))

    @property
    def html(self) -> str:
        """The live page of the graph, with all its numbers. Raises as `viz.page` does."""
        if self._live is None:
            raise InputError("This drawing has no graph behind it; viz.page(y) makes a live page.")
        return self._live().html

    def _in_time(self, render: Callable[[Picture], _Made]) -> _Made:
        """What ``render`` makes of the picture, or of one with fewer boxes where it is too slow."""
        while True:
            try:
                return render(self.picture)
            except LayoutTimeout:
                why = f"The layout took more than {timeout():g} s, so this shows less:"
                less = None if self._coarser is None else self._coarser(why)
                if less is None:
                    raise
                self.picture, self._coarser = less.picture, less.coarser

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture as what the file's ending says.

        .svg, .png, .pdf, .dot (or .gv); .html (or .htm) for the live page of `viz.page`.

        A file that is there is replaced when the new one is whole. Gives the path back.

        Raises:
            InputError: another ending, or a file that cannot be written.
            RenderError: the layout failed or took too long.
            MissingDependency: what the format needs is not installed; says what to install.
        """
        target = Path(path)
        writer = _WRITERS.get(target.suffix.lower())
        if writer is None:
            raise InputError(_unknown(target))
        files.write(target, writer(self))
        return target

    def _repr_svg_(self) -> str:
        return svg.inline(self.svg)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What notebooks show: the SVG, or one line that says why there is none.

        The PNG is for printing: LaTeX cannot show an SVG.
        """
        try:
            shown = {"image/svg+xml": self._repr_svg_(), "text/plain": repr(self)}
            if len(self.picture.boxes) < dot.LARGE:
                shown["image/png"] = base64.b64encode(self.png).decode()
            return shown
        except (MissingDependency, RenderError) as error:
            return {"text/plain": f"{self!r}\n{error}"}

    def __repr__(self) -> str:
        return f"<Drawing: {self.picture.description.rstrip('.')}>"


_WRITERS: dict[str, Callable[[Drawing], bytes]] = {
    ".svg": lambda drawing: drawing.svg.encode(),
    ".png": lambda drawing: drawing.png,
    ".pdf": lambda drawing: drawing.pdf,
    ".dot": lambda drawing: drawing.dot.encode(),
    ".gv": lambda drawing: drawing.dot.encode(),
    ".html": lambda drawing: drawing.html.encode(),
    ".htm": lambda drawing: drawing.html.encode(),
}


def _unknown(path: Path) -> str:
    told = f"ends in {path.suffix!r}" if path.suffix else "has no ending"
    return f"The file {path.name!r} {told}; a picture's ends in .svg, .png, .pdf, .dot or .html."

"""A graph on one printed page: with blanks to be filled in by hand, or with all answers."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import zip_longest

from autograd.errors import MissingDependency
from autograd.primitive import LEAF
from viz import render, svg
from viz.drawing import Drawing
from viz.picture import Picture, Role
from viz.stepping.frames import roomy
from viz.stepping.walk import BACKWARD, FORWARD, Walk


class Sheet(Drawing):
    """A drawing on a page of A4 in landscape."""

    @cached_property
    def svg(self) -> str:
        """The page as a standalone SVG file. Raises as `Drawing.svg` does."""
        return svg.on_paper(render.to_svg(self.picture))

    @cached_property
    def pdf(self) -> bytes:
        """The page as a PDF file.

        Raises:
            MissingDependency: svglib and reportlab are not installed.
        """
        try:
            return render.pdf_of(self.svg)
        except ImportError as error:
            raise MissingDependency(
                "A page as PDF needs `pip install 'glassgrad[pdf]'`; .svg needs nothing more."
            ) from error


_HEAD = (
    "Name: ____________________     Fill in every blank: the values from left to right, "
    "then the derivatives back."
)


def worksheet(walk: Walk, whole: Picture) -> Picture:
    """The graph with its inputs given, and a blank for every number that follows."""
    prepared = roomy(walk, whole)
    given = {f"n{place}" for place, node in enumerate(walk.nodes, 1) if node.op == LEAF}
    boxes = tuple(
        replace(
            box,
            tooltip="",
            rows=tuple(
                row if row.role is Role.VALUE and box.key in given else replace(row, text="")
                for row in box.rows
            ),
        )
        for box in prepared.boxes
    )
    edges = tuple(replace(edge, label="", tooltip="") for edge in prepared.edges)
    lines = (_HEAD, *_told(walk, answers=False))
    return _page(prepared, lines, "Worksheet", boxes=boxes, edges=edges)


def solution(walk: Walk, whole: Picture) -> Picture:
    """The same page with all answers."""
    return _page(roomy(walk, whole), ("Solution", *_told(walk, answers=True)), "Solution")


def _page(prepared: Picture, lines: tuple[str, ...], what: str, **changed: object) -> Picture:
    page = replace(
        prepared,
        ruled=True,
        lines=lines,
        lines_room=0,
        room=max(prepared.room, _ROOM),
        label_room=max(prepared.label_room, _ROOM),
        caption="",
        description=f"{what}. {prepared.description}",
    )
    return replace(page, **changed)  # type: ignore[arg-type]  # fields of a Picture


_ROOM = 62
"""Points to write a number by hand."""


def _told(walk: Walk, answers: bool) -> list[str]:
    """The steps, the forward ones to the left of the backward ones."""
    columns: dict[str, list[str]] = {FORWARD: ["Forward"], BACKWARD: ["Backward"]}
    for place, step in enumerate(walk.steps, 1):
        columns[step.direction].append(f"{place}.  {step.text if answers else step.blank}")
    rows = zip_longest(*columns.values(), fillvalue="")
    return ["", *("\t".join(row) for row in rows)]

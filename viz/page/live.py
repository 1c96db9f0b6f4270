"""`page` makes the live page of a graph; the `Page` saves itself and shows itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from autograd import files
from autograd.errors import InputError
from autograd.graph import order, scopes
from autograd.lines import Lines
from autograd.scopes import Scope
from autograd.value import Value
from viz import render
from viz.digits import lost
from viz.page import build, data, look
from viz.page.beside import beside
from viz.page.naming import names
from viz.page.view import View
from viz.recorded import outputs_of
from viz.wording import printable

if TYPE_CHECKING:
    from autograd.roundoff import Report

READABLE = 60
"""Boxes that a first picture has at most where scopes can be collapsed."""
MOST_BOXES = 1_000
"""Boxes that a layout is asked for at most."""
MOST_BYTES = 2_000_000
"""A page is never larger: it must open on a telephone and go by mail."""


def page(
    y: Value | Iterable[Value] | Report,
    *,
    title: str = "",
    depth: int | None = None,
    lines: Lines | None = None,
) -> Page:
    """The live page of the graph that a Value, or several, were made from.

    Args:
        y: the output; of several, the derivatives are those of their sum. Of a report of
            `autograd.roundoff` its steps, each with its float and its exact value side by side.
        title: the heading, such as the formula.
        depth: how many levels of scopes are open at first; None for as many as can be read.
        lines: what `autograd.lines.tracing` gave, for the source line of each node.

    Raises:
        InputError: ``y`` is not made of Values, or the graph is too large for a page.
        MissingDependency: no layout engine is installed.
        RenderError: the layout of the first picture failed or took too long.
    """
    report = lost(y)
    if report is not None:
        y, title = report.output, title or report.title
    outputs = list(dict.fromkeys(outputs_of(y, "page")))
    if not outputs:
        raise InputError("There is nothing to show: the list of outputs is empty.")
    if depth is not None and depth < 0:
        raise InputError(f"depth counts levels of scopes from 0; it cannot be {depth}.")
    nodes, regions = order(*outputs), scopes(*outputs)
    if len(nodes) > build.MOST_NODES:
        raise InputError(_too_large(len(nodes)))
    called = names(nodes, outputs)
    view = View(nodes, outputs, regions, called)
    heading = printable(title, 200)
    collapsed = _collapsed(nodes, regions, depth)
    picture = view.picture(collapsed, "")
    if len(picture.boxes) > MOST_BOXES:
        raise InputError(_too_large(len(nodes), len(picture.boxes)))
    told = data.columns(nodes, outputs, regions, called, lines)
    told |= {
        "heading": heading,
        "collapsed": [place for place, scope in enumerate(regions) if scope in collapsed],
        "look": look.templates(picture),
    }
    if report is not None:
        pairs = beside(report.report)
        told |= {"precision": report.report.precision, "exact": [pairs.get(n) for n in nodes]}
    html = build.page(render.to_svg(picture), told, heading, picture.description)
    if len(html.encode()) > MOST_BYTES:
        raise InputError(_too_large(len(nodes)))
    return Page(html, picture.description)


def _collapsed(nodes: Sequence[Value], regions: Sequence[Scope], depth: int | None) -> set[Scope]:
    """The scopes that are boxes at first: those one level below the last that is open."""
    levels: dict[Scope | None, int] = {None: 0}
    for scope in regions:
        levels[scope] = levels[scope.parent] + 1
    deepest = max(levels.values())
    if depth is None:
        depth = deepest
        while depth and _boxes(nodes, levels, depth) > READABLE:
            depth -= 1
    return {scope for scope in regions if levels[scope] == depth + 1}


def _boxes(nodes: Sequence[Value], levels: dict[Scope | None, int], depth: int) -> int:
    """How many boxes there are when ``depth`` levels are open."""
    shown = sum(levels[node.scope] <= depth for node in nodes)
    return shown + sum(level == depth + 1 for level in levels.values())


def _too_large(nodes: int, boxes: int | None = None) -> str:
    told = f"The graph has {nodes:,} nodes"
    told += "" if boxes is None else f" and, with its scopes collapsed, {boxes:,} boxes"
    return (
        f"{told}, more than a page can hold. Make a page of a part of it: of a node in its middle, "
        "or of one sample of a smaller model; or record its parts in scopes."
    )


class Page:
    """A live page. html: the whole page as text, complete in itself."""

    def __init__(self, html: str, description: str) -> None:
        self.html = html
        self.description = description

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, whole or not at all; the path, given back, ends in .html.

        Raises:
            InputError: another ending, or a file that cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() not in (".html", ".htm"):
            raise InputError(f"The file {target.name!r} is to be a page, so it must end in .html.")
        files.write(target, self.html)
        return target

    def _repr_html_(self) -> str:
        """The page in a frame of its own: nothing of it touches the notebook around it."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="allow-scripts allow-downloads" '
            f'title="{escape(self.description)}" width="100%" height="760" '
            'style="border:1px solid #8884;border-radius:6px;min-width:300px"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Page: {self.description.rstrip('.')}>"

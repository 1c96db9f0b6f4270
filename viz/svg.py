"""Graphviz's SVG made fit for pages: accessible, without anchors, with or without a fixed size."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from autograd.errors import RenderError

_SVG = "http://www.w3.org/2000/svg"
_TOOLTIP = "{http://www.w3.org/1999/xlink}title"


class Size(NamedTuple):
    """Width and height in points."""

    width: float
    height: float


def polished(markup: bytes, description: str) -> str:
    """The picture with its description, and its tooltips as titles of what they belong to.

    Graphviz hangs tooltips on anchors without a target and names each group by a key that no
    reader knows.

    Raises:
        RenderError: ``markup`` is not an SVG file.
    """
    root = _parsed(markup)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    for group in list(root.iter("g")):
        _title(group)
        _unwrap(group)
    root.set("xmlns", _SVG)
    root.set("role", "img")
    root.set("aria-label", description)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def described(markup: bytes, description: str) -> str:
    """An SVG file of another origin, with its description for those who cannot see it.

    Raises:
        RenderError: ``markup`` is not an SVG file.
    """
    text = markup.decode()
    _, start, rest = text.partition("<svg")
    if not start:
        raise RenderError("The plot was written as something else than an SVG.")
    label = escape(description, {'"': "&quot;"})
    return f'{start} role="img" aria-label="{label}"{rest}'


def size(markup: str) -> Size:
    """The size of a picture, from its view box."""
    box = re.search(r'viewBox="([^"]*)"', markup)
    if box is None:
        raise RenderError("The layout engine wrote an SVG without a view box.")
    _, _, width, height = map(float, box[1].split())
    return Size(width, height)


def size_of(root: ElementTree.Element) -> Size:
    """The size of a picture that was read already."""
    return size(f'viewBox="{root.get("viewBox", "")}"')


PAPER = Size(297.0, 210.0)
"""A4 in landscape, in millimetres."""
_MARGIN = 10.0


def on_paper(markup: str) -> str:
    """The picture on a page of its own: as large as the page allows, but no larger than it is."""
    head, end, rest = markup.partition(">")
    picture = size(markup)
    space = (PAPER.width - 2 * _MARGIN, PAPER.height - 2 * _MARGIN)
    points = 72 / 25.4
    # How many points of the picture a millimetre of the page takes.
    scale = max(picture.width / space[0], picture.height / space[1], points)
    width, height = PAPER.width * scale, PAPER.height * scale
    left, top = (picture.width - width) / 2, -_MARGIN * scale
    head = re.sub(r' (?:width|height|viewBox)="[^"]*"', "", head)
    head += f' width="{PAPER.width:g}mm" height="{PAPER.height:g}mm"'
    head += f' viewBox="{left:.2f} {top:.2f} {width:.2f} {height:.2f}"'
    return f"{head}{end}{rest}"


def inline(markup: str) -> str:
    """The picture for a place in a page: as wide as it is, but no wider than the place.

    It has a width, by its style, which a page may narrow, and no height, so that
    nothing is ever cut off.
    """
    head, end, rest = markup.partition(">")
    bare = re.sub(r' (?:width|height)="[^"]*"', "", head)
    width = f"{size(markup).width * 96 / 72:.0f}"
    return f'{bare} style="width:{width}px;max-width:100%;height:auto"{end}{rest}'


def _parsed(markup: bytes) -> ElementTree.Element:
    try:
        # The text comes from a layout engine that was given escaped text, without entities.
        root = ElementTree.fromstring(markup)  # noqa: S314
    except ElementTree.ParseError as error:
        raise RenderError(f"The layout engine wrote an SVG that is broken: {error}.") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise RenderError("The layout engine wrote something else than an SVG.")
    return root


def _title(group: ElementTree.Element) -> None:
    title = group.find("title")
    anchor = next((a for a in group.iter("a") if a.get(_TOOLTIP)), None)
    if title is not None and anchor is not None:
        title.text = anchor.get(_TOOLTIP)


def _unwrap(group: ElementTree.Element) -> None:
    """Put what stands in anchors in their place."""
    for wrapper in list(group):
        anchor = wrapper.find("a") if wrapper.tag == "g" else None
        if anchor is not None and len(wrapper) == 1:
            place = list(group).index(wrapper)
            group.remove(wrapper)
            for offset, child in enumerate(anchor):
                group.insert(place + offset, child)

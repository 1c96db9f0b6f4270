"""A picture as Graphviz text (the DOT language).

Boxes are HTML-like labels. Every text that comes from a picture goes through `_text` (inside a
label) or `_attribute` (anywhere else), so that none of it can be markup, an escape sequence or an
entity, in DOT or in what an engine makes of it. The same picture gives the same bytes.

Nodes, clusters and edges have an ``id``: the key of the box or group, and ``tail-head-operand``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING

from viz import style
from viz.picture import Bar, Box, Edge, Group, Kind, Picture, Role, Row, Scale

if TYPE_CHECKING:
    from graphviz import Digraph

LARGE = 250
"""From this many boxes or edges on, the layout trades beauty for speed."""

_INKS = {
    Role.VALUE: style.FORWARD,
    Role.DERIVATIVE: style.BACKWARD,
    Role.LOCAL: style.LOCAL,
    Role.NUMBER: style.MEASURED,
    Role.MARK: style.BLAME,
    Role.FORMULA: style.FORMULA,
    Role.COUNT: style.SIZE,
}


_INPUTS = (Kind.LEAF, Kind.ARRAY)


def source(picture: Picture, dpi: float | None = None) -> str:
    """The picture in the DOT language; ``dpi`` is the resolution of bitmaps made from it."""
    from graphviz import Digraph

    graph = Digraph("computation", graph_attr=graph_attributes(picture))
    if dpi is not None:
        graph.graph_attr["dpi"] = f"{dpi:.4g}"
    graph.node_attr.update(NODES)
    graph.edge_attr.update(EDGES)
    _add_boxes(graph, picture)
    results = {box.key for box in picture.boxes if box.kind in (Kind.OPERATION, Kind.BLOCK)}
    for edge in picture.edges:
        # What was computed stays on a straight line; inputs join it from the side.
        weight = {"weight": "8"} if edge.tail in results else {}
        graph.edge(
            edge.tail,
            edge.head,
            **weight,
            **edge_attributes(edge, picture.label_room, picture.ruled),
        )
    return str(graph.source)


NODES = {
    "fontname": style.FONT,
    "fontsize": str(style.TITLE_SIZE),
    "fontcolor": style.INK,
    "color": style.LINE,
    "fillcolor": style.PAPER,
    "shape": "box",
    "margin": "0.06,0.04",
    "height": "0",
    "width": "0",
}
EDGES = {
    "fontname": style.FONT,
    "fontsize": str(style.ROW_SIZE),
    "fontcolor": style.LOCAL.text,
    "color": style.LINE,
    "arrowsize": "0.7",
}


def graph_attributes(picture: Picture) -> dict[str, str]:
    """What is said of the whole graph: direction, distances, and the lines below it."""
    attributes = {
        "rankdir": picture.direction,
        "nodesep": "0.3",
        "ranksep": "0.45",
        "fontname": style.FONT,
        "fontsize": str(style.ROW_SIZE),
        "fontcolor": style.INK,
        "bgcolor": style.PAPER,
        "pad": "0.15",
        "tooltip": _attribute(picture.description),
    }
    if below := list(_below(picture)):
        attributes |= {"label": _table(below), "labelloc": "b", "labeljust": "l"}
    # Boxes that stand for many are used from far away, and every rank between takes its time.
    collapsed = any(box.kind is Kind.BLOCK for box in picture.boxes)
    most_edges = LARGE // 2 if collapsed else LARGE
    if len(picture.boxes) >= LARGE or len(picture.edges) >= most_edges:
        # Network simplex and the routing of splines are what takes time at size.
        attributes |= {"splines": "line", "nslimit": "1", "nslimit1": "1", "mclimit": "0.3"}
        attributes |= {"ranksep": "1.2"}
    else:
        attributes |= {"ordering": "in"}
    return attributes


def _add_boxes(graph: Digraph, picture: Picture) -> None:
    """Boxes into their groups, groups into theirs; inner groups first, so without recursion."""
    from graphviz import Digraph

    clusters = {group.key: Digraph(f"cluster_{group.key}") for group in picture.groups}
    for box in picture.boxes:
        holder = graph if box.group is None else clusters[box.group]
        holder.node(box.key, **node_attributes(box, picture.room, picture.ruled))
    levels: dict[str | None, int] = {None: 0}
    inner: dict[str | None, list[str]] = {None: []}
    for group in picture.groups:
        levels[group.key] = levels[group.parent] + 1
        inner[group.key] = []
        inner[group.parent].append(group.key)
        clusters[group.key].graph_attr.update(cluster_attributes(group, levels[group.key]))
    for key in [*(group.key for group in reversed(picture.groups)), None]:
        holder = graph if key is None else clusters[key]
        for within in inner[key]:
            holder.subgraph(clusters[within])


def cluster_attributes(group: Group, level: int) -> dict[str, str]:
    """The frame of a group that lies within ``level`` frames, itself counted."""
    return {
        "label": _table([_font(group.title or " ", style.QUIET, style.ROW_SIZE)]),
        "labelloc": "t",
        "labeljust": "l",
        "style": "rounded,filled,dashed",
        "color": style.QUIET,
        "fillcolor": style.REGION[level % 2],
        "margin": "10",
        "id": group.key,
        "tooltip": _attribute(group.tooltip),
    }


def node_attributes(box: Box, room: int = 0, ruled: bool = False) -> dict[str, str]:
    """A box; ``room`` is the least width of its cells of numbers, ``ruled`` frames empty ones."""
    attributes = {"id": box.key, "tooltip": _attribute(box.tooltip)}
    if box.kind is Kind.CONSTANT and not box.rows:
        title = _font(box.title, style.QUIET, style.SMALL_SIZE)
        attributes |= {"label": f"<{title}>", "shape": "plain"}
        return attributes | ({"shape": "box", "peripheries": "2"} if box.output else {})
    attributes["label"] = _box_label(box, room, ruled)
    attributes["style"] = "rounded,filled" if box.kind in _INPUTS else "filled"
    if box.kind in (Kind.BLOCK, Kind.ARRAY):
        attributes |= {"penwidth": "1.6", "margin": "0.1,0.06"}
    if box.many:
        attributes["shape"] = "box3d"
    if box.position is not None:
        attributes["fillcolor"] = style.shade(box.position)
    if box.output:
        attributes["peripheries"] = "2"
    if box.active:
        attributes |= {"color": style.INK, "penwidth": "3.5"}
    if box.text(Role.MARK) is not None:
        attributes |= {"color": style.BLAME.text, "penwidth": "2.5"}
        attributes["style"] += ",dashed"
    return attributes


def _box_label(box: Box, room: int, ruled: bool) -> str:
    title = _font(box.title, style.INK, style.TITLE_SIZE)
    if box.kind in _INPUTS:
        title = f"<B>{title}</B>"
    flows = [row for row in box.rows if row.role in (Role.VALUE, Role.DERIVATIVE)]
    others = [row for row in box.rows if row not in flows]
    width = max(len(flows), 1)
    lines = [f'<TR><TD COLSPAN="{width}">{title}</TD></TR>']
    if flows:
        lines.append(f"<TR>{''.join(_cell(row, room=room, ruled=ruled) for row in flows)}</TR>")
    told = [row for row in others if row.role in (Role.FORMULA, Role.COUNT)]
    lines[1:1] = [f"<TR>{_cell(row, width)}</TR>" for row in told]
    lines += [f"<TR>{_cell(row, width)}</TR>" for row in others if row not in told]
    return f"<{_TABLE.format(spacing=2)}{''.join(lines)}</TABLE>>"


_TABLE = '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="{spacing}" CELLPADDING="2">'


def _cell(row: Row, columns: int = 1, room: int = 0, ruled: bool = False) -> str:
    ink = _INKS[row.role]
    size = style.SMALL_SIZE if row.role is Role.COUNT else style.ROW_SIZE
    text = _font(f"{ink.sign} {row.text}".strip(), ink.text, size)
    ground = "" if ink.ground == style.PAPER else f' BGCOLOR="{ink.ground}"'
    width = f' WIDTH="{room}"' if room else ""
    if ruled and not row.text:
        width += _RULED.format(ink.text)
        ground = ""
    return f'<TD COLSPAN="{columns}" CELLPADDING="4"{width}{ground}>{text}</TD>'


_RULED = ' BORDER="1" COLOR="{}" HEIGHT="24" ALIGN="LEFT"'


def edge_attributes(edge: Edge, room: int = 0, ruled: bool = False) -> dict[str, str]:
    """An edge with its label; ``room`` and ``ruled`` as for a box."""
    key = f"{edge.tail}-{edge.head}-{edge.operand}"
    attributes = {"id": key, "tooltip": _attribute(edge.tooltip)}
    if edge.quiet:
        attributes |= {"color": style.QUIET, "style": "dashed", "penwidth": "0.8"}
    if edge.count > 1:
        # Wider by the order of magnitude, so that it reads without the number too.
        attributes["penwidth"] = f"{1 + 0.4 * math.log10(edge.count):.2f}"
        text = _font(f"{edge.count:,}", style.QUIET, style.SMALL_SIZE)
        attributes |= {"label": _table([text]), "labeltooltip": attributes["tooltip"]}
    if edge.flow is not None:
        # Wide for much, beside the colour and the number.
        width = 1 + (style.FLOW_WIDTH - 1) * edge.flow
        attributes |= {"color": style.flow(edge.flow), "penwidth": f"{width:.2f}"}
        attributes.pop("style", None)
    if edge.active:
        ink = style.FORWARD if edge.active == "forward" else style.BACKWARD
        attributes |= {"color": ink.hue, "penwidth": "3"}
        attributes |= {"dir": "back"} if edge.active == "backward" else {}
    if room and not edge.quiet:
        cell = _cell(Row(Role.LOCAL, edge.label), room=room, ruled=ruled)
        attributes["label"] = f"<{_TABLE.format(spacing=2)}<TR>{cell}</TR></TABLE>>"
    elif edge.label and edge.flow is not None:
        text = _font(edge.label, style.BACKWARD.text, style.ROW_SIZE)
        # An empty line below it keeps the text off a wide edge.
        below = f'<BR/><FONT POINT-SIZE="{style.FLOW_WIDTH:.0f}"> </FONT>'
        attributes |= {"label": f"<<B>{text}</B>{below}>", "labeltooltip": attributes["tooltip"]}
    elif edge.label:
        text = _font(f"{style.LOCAL.sign} {edge.label}", style.LOCAL.text, style.ROW_SIZE)
        attributes |= {"label": f"<<I>{text}</I>>", "labeltooltip": attributes["tooltip"]}
    return attributes


def _below(picture: Picture) -> Iterator[str]:
    """What stands under the picture, line by line, as HTML-like text."""
    if picture.title:
        yield f"<B>{_font(picture.title, style.INK, style.TITLE_SIZE)}</B>"
    told = [
        _font(f"{_INKS[entry.role].sign} {entry.text}", _INKS[entry.role].text, style.ROW_SIZE)
        for entry in picture.legend
    ]
    if picture.caption:
        told.append(_font(picture.caption, style.QUIET, style.SMALL_SIZE))
    if told:
        yield (4 * "&#160;").join(told)
    if picture.lines:
        lines = "".join(_line(line, picture.lines_room) for line in picture.lines)
        yield f"{_TABLE.format(spacing=2)}{lines}</TABLE>"
    if picture.bars:
        yield f"{_TABLE.format(spacing=3)}{''.join(map(_bar, picture.bars))}</TABLE>"
    if picture.scale is not None:
        sign = f"{style.MEASURED.sign} {picture.scale.title}"
        yield _scale(picture.scale, sign, style.shade)
    if picture.flow is not None:
        yield _scale(picture.flow, f"→ {picture.flow.title}", style.flow)


def _bar(bar: Bar) -> str:
    ink = _INKS[bar.role]
    text = _font(bar.text, ink.text, style.TITLE_SIZE)
    width = max(round(_LONGEST * bar.share), 2)
    return (
        f'<TR><TD ALIGN="RIGHT">{text}</TD><TD>{_TABLE.format(spacing=0)}<TR>'
        f'<TD FIXEDSIZE="TRUE" BGCOLOR="{ink.hue}" WIDTH="{width}" HEIGHT="14"></TD>'
        f'<TD FIXEDSIZE="TRUE" WIDTH="{_LONGEST + 2 - width}" HEIGHT="14"></TD>'
        f"</TR></TABLE></TD></TR>"
    )


_LONGEST = 360
"""Points of the bar of the largest amount."""


def _line(text: str, room: int) -> str:
    width = f' WIDTH="{room}"' if room else ""
    columns = [_font(part or " ", style.INK, style.TITLE_SIZE) for part in text.split("\t")]
    *first, last = columns
    told = "".join(f'<TD ALIGN="LEFT"{width}>{part}{8 * "&#160;"}</TD>' for part in first)
    span = "" if first else ' COLSPAN="2"'
    return f'<TR>{told}<TD ALIGN="LEFT"{span}{width}>{last}</TD></TR>'


def _scale(scale: Scale, sign: str, shade: Callable[[float], str]) -> str:
    """The colours from the least number to the largest."""
    steps = "".join(f'<TD BGCOLOR="{shade(step / 8)}" WIDTH="14"></TD>' for step in range(9))
    texts = [_font(text, style.INK, style.SMALL_SIZE) for text in (scale.low, scale.high)]
    title = _font(sign, style.INK, style.ROW_SIZE)
    low, high = (f"<TD>{text}</TD>" for text in texts)
    return f"{_TABLE.format(spacing=0)}<TR><TD>{title}</TD>{low}{steps}{high}</TR></TABLE>"


def _table(lines: Iterable[str]) -> str:
    rows = "".join(f'<TR><TD ALIGN="LEFT">{line}</TD></TR>' for line in lines)
    return f"<{_TABLE.format(spacing=0)}{rows}</TABLE>>"


def _font(text: str, colour: str, size: int) -> str:
    return f'<FONT COLOR="{colour}" POINT-SIZE="{size}">{_text(text)}</FONT>'


def _text(text: str) -> str:
    """A text inside an HTML-like label; a single backslash would begin an escape sequence."""
    return escape(text).replace("\\", "\\\\")


def _attribute(text: str) -> str:
    """A text as an attribute that is no HTML-like label, entity or escape sequence.

    Tooltips are searched for escape sequences twice, hence four backslashes for one.
    """
    from graphviz import nohtml

    # The answer is a subclass of str that the package knows not to take for an HTML-like label.
    literal: str = nohtml(text.replace("&", "&amp;").replace("\\", 4 * "\\"))
    return literal

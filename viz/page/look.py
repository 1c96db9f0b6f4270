"""How the page's own layouts look: templates of `viz.dot`, and colours for light and dark.

The page lays out with the same attributes as `viz.dot`, which stays their only home: it is asked
for a box of each kind with a mark in the place of the title and of each number.
"""

from __future__ import annotations

from viz import dot, style
from viz.page.view import ROOM
from viz.picture import Box, Edge, Group, Kind, Picture, Role, Row

TITLE, VALUE, DERIVATIVE, COUNT = "\ue020", "\ue021", "\ue022", "\ue023"

DARK = {
    style.PAPER: "#16191D",
    style.INK: "#E8EAED",
    style.QUIET: "#9AA3AD",
    style.LINE: "#A7B0BA",
    style.REGION[0]: "#1D2126",
    style.REGION[1]: "#252A30",
    style.FORWARD.text: "#8CCBF2",
    style.FORWARD.ground: "#10344A",
    style.FORWARD.hue: "#4DA6DD",
    style.BACKWARD.text: "#FFB37A",
    style.BACKWARD.ground: "#4A2710",
    style.BACKWARD.hue: "#F08A3C",
    style.LOCAL.text: "#6FD6B3",
    style.LOCAL.ground: "#0F3D30",
    style.LOCAL.hue: "#2DBD94",
    style.BLAME.text: "#F0A8D0",
    style.BLAME.ground: "#45263A",
    style.BLAME.hue: "#D68AB5",
}
"""For each colour of the pictures the one that takes its place on a dark ground."""

_NAMES = {
    "paper": style.PAPER,
    "ink": style.INK,
    "quiet": style.QUIET,
    "line": style.LINE,
    "region": style.REGION[0],
    "region-inner": style.REGION[1],
    **{
        f"{role}-{shade}": getattr(ink, shade)
        for role, ink in (
            ("forward", style.FORWARD),
            ("backward", style.BACKWARD),
            ("local", style.LOCAL),
            ("blame", style.BLAME),
        )
        for shade in ("text", "ground", "hue")
    },
}


def stylesheet() -> str:
    """The colours as CSS variables, and the rules that give the picture's colours to them."""
    light = _variables(_NAMES)
    dark = _variables({name: DARK[colour] for name, colour in _NAMES.items()})
    rules = [
        f'#picture [{kind}="{colour.lower()}"] {{ {kind}: var(--{name}); }}'
        for name, colour in _NAMES.items()
        for kind in ("fill", "stroke")
    ]
    return "\n".join([
        f":root {{ color-scheme: light; {light} }}",
        f':root[data-theme="dark"] {{ color-scheme: dark; {dark} }}',
        "@media (prefers-color-scheme: dark) {",
        f'  :root:not([data-theme="light"]) {{ color-scheme: dark; {dark} }}',
        "}",
        *rules,
    ])  # fmt: skip


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def templates(first: Picture) -> dict[str, object]:
    """All that a layout in the page needs to look like the first one.

    Boxes, frames and edges as attributes of Graphviz; a label in ``<…>`` is HTML-like.
    """
    flows = (Row(Role.VALUE, VALUE), Row(Role.DERIVATIVE, DERIVATIVE))
    boxes = {
        "leaf": Box("", Kind.LEAF, TITLE, flows),
        "constant": Box("", Kind.CONSTANT, TITLE),
        "operation": Box("", Kind.OPERATION, TITLE, flows),
        "block": Box("", Kind.BLOCK, TITLE, (Row(Role.COUNT, COUNT), *flows)),
        "closed": Box("", Kind.BLOCK, TITLE, (Row(Role.COUNT, COUNT),)),
    }
    small = Picture((), (), legend=first.legend, caption=first.caption, title=first.title)
    large = Picture((boxes["leaf"],) * dot.LARGE, (), legend=first.legend, caption=first.caption)
    return {
        "large": dot.LARGE,
        "graph": [_bare(dot.graph_attributes(each)) for each in (small, large)],
        "nodes": dot.NODES,
        "edges": dot.EDGES,
        "boxes": {name: _bare(dot.node_attributes(box, ROOM)) for name, box in boxes.items()},
        "frames": [_bare(dot.cluster_attributes(Group("", TITLE), level)) for level in (0, 1)],
        "edge": _bare(dot.edge_attributes(Edge("", "", 0, VALUE))),
        "quiet": _bare(dot.edge_attributes(Edge("", "", 0, quiet=True))),
        "signs": {"value": style.FORWARD.sign, "derivative": style.BACKWARD.sign,
                  "local": style.LOCAL.sign},
        "inks": {"value": style.FORWARD.text.lower(), "derivative": style.BACKWARD.text.lower(),
                 "local": style.LOCAL.text.lower()},
        "grounds": {"value": style.FORWARD.ground.lower(),
                    "derivative": style.BACKWARD.ground.lower()},
    }  # fmt: skip


def _bare(attributes: dict[str, str]) -> dict[str, str]:
    """Without what is told of one element alone."""
    return {
        name: str(text)
        for name, text in attributes.items()
        if name not in ("id", "tooltip", "labeltooltip")
    }

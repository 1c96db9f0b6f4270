"""The pictures of the site: for each a function that makes it from running code."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import viz
from autograd import Value, array, grad, ops, scope
from autograd.check import check
from autograd.roundoff import roundoff
from tools.site import house
from viz import plots, render, style, svg
from viz.page.look import DARK
from viz.picture import Box, Edge, Group, Kind, Picture, Role, Row

PIXELS = 96 / 72
"""Pixels of a page to a point of a picture."""


@dataclass(frozen=True)
class Shown:
    """A picture for a page. themes: class of the page's theme -> SVG file. width: in pixels."""

    themes: dict[str, str]
    alt: str
    width: float


def small_network() -> Value:
    """The course's small network: c = w·x, a = c + b, d = a − y, J = d²/2."""
    w, b, x, y = Value(2.0, "w"), Value(8.0, "b"), Value(-2.0, "x"), Value(2.0, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J


def layers(widths: tuple[int, ...] = (3, 4, 2)) -> Value:
    """Dense layers of tanh units in scopes, and the square of what comes out."""
    x = list(array(np.linspace(-1.0, 1.0, widths[0]), name="x"))
    for depth, units in enumerate(widths[1:], 1):
        numbers = np.sin(np.arange(1.0, units * len(x) + 1)).reshape(units, -1)
        made = []
        with scope(f"layer{depth}"):
            for row in numbers:
                with scope("unit"):
                    w, b = list(array(row, name="w")), Value(0.1, "b")
                    made.append(ops.tanh(ops.dot(w, x) + b))
        x = made
    with scope("loss"):
        loss: Value = ops.sum(ops.square(z) for z in x)
    loss.name = "loss"
    return loss


def mistake() -> viz.Drawing:
    """A wrong claim, its step marked."""
    claims = {"y": "x**2"}
    return viz.draw(check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims=claims))


def measured() -> viz.Drawing:
    """A graph coloured by a number for each node: how large the derivatives are."""
    J = small_network()
    from autograd.reverse import cotangents

    sizes = {node: abs(found) for node, found in cotangents(J).items()}
    return viz.draw(J, colours=sizes, measure="size of the derivative")


def second_derivative() -> viz.Drawing:
    """The graph of a derivative, which is a graph like any other."""
    x = Value(0.5, "x")
    slope = grad(ops.tanh)(x)
    return viz.draw(slope, title="the derivative of tanh(x), drawn")


def highlighted() -> viz.Drawing:
    """A node that is pointed at."""
    J = small_network()
    (_, _, a, *_) = _path(J)
    return viz.draw(J, highlight={a: "look here"})


def _path(J: Value) -> list[Value]:
    from autograd.graph import order

    return [node for node in order(J) if node.op not in ("leaf", "constant")]


def witnesses() -> Picture:
    """What the check does with a formula, in order."""
    told = {
        "reverse": "the engine, right to left",
        "forward": "the engine, left to right",
        "symbolic": "sympy, 50 digits",
        "numeric": "differences, 50 digits",
        "rigorous": "Arb balls, certified",
    }
    boxes = [
        Box("formula", Kind.LEAF, "formula, point", (Row(Role.FORMULA, "x**2*sin(y)"),)),
        Box("place", Kind.OPERATION, "the place", (Row(Role.FORMULA, "one-sided slopes"),)),
        *(
            Box(name, Kind.OPERATION, name, (Row(Role.FORMULA, text),), group="five")
            for name, text in told.items()
        ),
        Box("judge", Kind.OPERATION, "judge", (Row(Role.FORMULA, "error bars, enclosure"),)),
        Box("diagnosis", Kind.OPERATION, "diagnosis", (Row(Role.FORMULA, "which step?"),)),
        Box("verdict", Kind.LEAF, "verdict", (Row(Role.FORMULA, "right, wrong, undecidable"),)),
    ]
    edges = [
        Edge("formula", "place", 0),
        *(Edge("place", name, 0) for name in told),
        *(Edge(name, "judge", place) for place, name in enumerate(told)),
        Edge("judge", "diagnosis", 0, label="a wrong claim"),
        Edge("judge", "verdict", 0),
        Edge("diagnosis", "verdict", 1),
        Edge("place", "verdict", 2, label="no derivative there", quiet=True),
    ]
    return Picture(
        tuple(boxes),
        tuple(edges),
        (Group("five", "five witnesses that share nothing"),),
        description="A formula and a point; the place is looked at first; five witnesses; a judge; "
        "for a wrong claim a diagnosis; the verdict.",
    )


def readers() -> Picture:
    """One record, and who reads it."""
    told = {
        "reverse": ("reverse pass", "derivatives of one output"),
        "forward": ("forward pass", "derivatives along one input"),
        "check": ("check", "is it the derivative?"),
        "draw": ("picture", "what was computed"),
        "roundoff": ("round-off report", "where digits were lost"),
        "program": ("compiler", "a NumPy program"),
    }
    boxes = [
        Box("table", Kind.ARRAY, "the table", (Row(Role.FORMULA, "one row an operation"),)),
        Box("code", Kind.LEAF, "scalar code", (Row(Role.FORMULA, "ops.tanh(w*x + b)"),)),
        Box("graph", Kind.BLOCK, "recorded graph", (Row(Role.FORMULA, "Values"),)),
        *(
            Box(key, Kind.OPERATION, title, (Row(Role.FORMULA, text),))
            for key, (title, text) in told.items()
        ),
        Box("nn", Kind.OPERATION, "networks", (Row(Role.FORMULA, "layers, fit"),)),
    ]
    edges = [
        Edge("table", "graph", 0, quiet=True),
        Edge("code", "graph", 1),
        *(Edge("graph", key, 0) for key in told),
        Edge("program", "nn", 0),
    ]
    return Picture(
        tuple(boxes),
        tuple(edges),
        description="Scalar code records a graph by the rows of the table; the reverse pass, the "
        "forward pass, the check, the picture, the round-off report and the compiler read it; "
        "networks are built on the compiler.",
    )


def kinks() -> plots.Plot:
    """One-sided slopes against the step, from both sides, for functions of different kinds."""
    from tools.site.ladder import plot

    return plot()


_Picture = viz.Drawing | Picture | plots.Plot | viz.Steps

DRAWINGS: dict[str, Callable[[], _Picture]] = {
    "mistake": mistake,
    "small-network": lambda: viz.draw(small_network()),
    "small-network-values": lambda: viz.draw(small_network(), grads=False),
    "steps": lambda: viz.steps(small_network()),
    "sharing": lambda: viz.sharing(small_network()),
    "layers": lambda: viz.draw(layers(), depth=1),
    "layers-closed": lambda: viz.draw(layers(), depth=0),
    "deep": lambda: viz.draw(layers((64, 25, 15, 10)), depth=0),
    "measured": measured,
    "highlighted": highlighted,
    "second-derivative": second_derivative,
    "worksheet": lambda: viz.steps(small_network()).worksheet,
    "lost-digits": lambda: viz.draw(roundoff("log(1 + x)", at={"x": 1e-12}, remedy=False)),
    "secants": lambda: viz.draw(roundoff("(1 - cos(x))/x**2", at={"x": 1e-5}, remedy=False)),
    "kinks": kinks,
    "witnesses": witnesses,
    "readers": readers,
    "house": house.map_of_the_house,
}

LIGHT_ALONE = {"sharing", "measured", "lost-digits", "secants", "kinks"}
"""Pictures whose grounds are a scale of colours, or that Matplotlib has drawn."""

_COLOUR = re.compile("|".join(re.escape(colour) for colour in DARK), re.IGNORECASE)
_BY_LOWER = {light.lower(): dark for light, dark in DARK.items()}


def made(name: str) -> Shown:
    """The picture of this name."""
    found = DRAWINGS[name]()
    if isinstance(found, Picture):
        markup, alt = render.to_svg(found), found.description
    elif isinstance(found, viz.Drawing):
        markup, alt = found.svg, found.picture.description
    else:
        markup = found.svg
        label = re.search(r'aria-label="([^"]*)"', markup)
        alt = label[1] if label else name
    width = svg.size(markup).width * PIXELS
    if name in LIGHT_ALONE:
        return Shown({"paper": markup}, alt, width)
    dark = _COLOUR.sub(lambda colour: _BY_LOWER[colour[0].lower()], markup)
    dark = dark.replace("<svg ", f'<svg color="{DARK[style.INK]}" ', 1)
    return Shown({"only-light": markup, "only-dark": dark}, alt, width)

"""How pictures look: colours, fonts, and the signs that make colour unnecessary.

The hues are those of Okabe and Ito, "Color Universal Design" (2008), which readers with any of the
common colour deficiencies can tell apart. Text is set in darker shades of them (at least 5:1
against its ground, more than the 4.5:1 that WCAG 2.2, 1.4.3 asks for). What a colour says is always
said a second time: by an arrow, a shape, a dash pattern or a word.
"""

from __future__ import annotations

from typing import NamedTuple


class Ink(NamedTuple):
    """One kind of information: its hue, its shade for text, its tint for grounds, its sign."""

    hue: str
    text: str
    ground: str
    sign: str


FORWARD = Ink(hue="#0072B2", text="#00527F", ground="#DDEDF7", sign="→")
"""Values, which flow from the inputs to the output."""

BACKWARD = Ink(hue="#D55E00", text="#943F00", ground="#FBE6D6", sign="←")
"""Derivatives of the output, which flow back."""

LOCAL = Ink(hue="#009E73", text="#00664A", ground="#E0F3ED", sign="∂")
"""Local derivatives: of one operation with respect to one of its operands."""

BLAME = Ink(hue="#CC79A7", text="#8A2F62", ground="#F8EAF2", sign="!")
"""A node that is to be looked at, and why."""

MEASURED = Ink(hue="#E69F00", text="#1F2328", ground="#FFFFFF", sign="■")
"""A number for each node that the ground of its box shows, too."""

FORMULA = Ink(hue="#57606A", text="#1F2328", ground="#FFFFFF", sign="")
"""What a collapsed box computes."""

SIZE = Ink(hue="#57606A", text="#5F6770", ground="#FFFFFF", sign="")
"""How much is in a collapsed box."""

INK = "#1F2328"
QUIET = "#5F6770"
LINE = "#57606A"
PAPER = "#FFFFFF"
REGION = ("#F6F7F9", "#EDEFF2")
"""Grounds of nested scopes, in turn."""

FONT = "Helvetica"
"""One name that every engine has the widths of; browsers take Arial or Liberation Sans for it."""

TITLE_SIZE = 13
ROW_SIZE = 12
SMALL_SIZE = 10

_RAMP = ("#FFFFFF", "#FDF3D0", "#F7D98B", "#EDB84B", "#E69F00")


def shade(position: float) -> str:
    """The ground for a number at ``position`` on its scale (0 least, 1 most): white to orange.

    The ramp grows darker evenly, so that it also reads in grey. Text in `INK` stands on all of it
    with at least 7:1. Positions outside 0…1 are taken as the nearer end.
    """
    place = min(max(position, 0.0), 1.0) * (len(_RAMP) - 1)
    lower = min(int(place), len(_RAMP) - 2)
    return _blend(_RAMP[lower], _RAMP[lower + 1], place - lower)


def flow(position: float) -> str:
    """The colour of an edge along which much or little flows: grey (0) to vermilion (1)."""
    return _blend(LINE, BACKWARD.hue, min(max(position, 0.0), 1.0) ** 0.5 if position > 0 else 0.0)


FLOW_WIDTH = 7.0
"""Points that the widest edge is wide; one of no flow has 1."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _blend(one: str, other: str, share: float) -> str:
    mixed = (
        round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True)
    )
    return "#" + "".join(f"{channel:02X}" for channel in mixed)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""One style for all plots: the hues of `viz.style`, and a second sign for each of them.

Every series has a dash pattern and a marker of its own, every area a hatch, so that a plot that
was printed in grey can still be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from autograd.errors import MissingDependency
from viz import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MISSING = "Plots need Matplotlib: run `pip install 'glassgrad[plots]'`."

HUES = (
    style.FORWARD.hue, style.BACKWARD.hue, style.LOCAL.hue, style.BLAME.hue, style.MEASURED.hue,
    "#56B4E9", style.INK,
)  # fmt: skip
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 3)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "ooo", "++")

_SETTINGS: Any = {
    "figure.facecolor": style.PAPER,
    "axes.edgecolor": style.LINE,
    "axes.labelcolor": style.INK,
    "axes.titlecolor": style.INK,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.formatter.useoffset": False,
    "grid.color": "#E3E6EA",
    "grid.linewidth": 0.8,
    "xtick.color": style.LINE,
    "ytick.color": style.LINE,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "lines.linewidth": 2.0,
    "lines.markersize": 5,
    "legend.fontsize": 9,
    "legend.frameon": False,
    "hatch.linewidth": 0.7,
    "hatch.color": "#8A939E",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with Matplotlib and has ε, ∂ and the like
    "svg.hashsalt": "glassgrad",
    "svg.fonttype": "path",
}


def settings() -> Any:
    """A context in which Matplotlib draws in this style; its own settings are left alone."""
    try:
        from matplotlib import rc_context
    except ImportError as error:
        raise MissingDependency(MISSING) from error
    return rc_context(_SETTINGS)


def figure(
    width: float, height: float, rows: int = 1, columns: int = 1, **options: Any
) -> tuple[Figure, list[Axes]]:
    """A figure of so many inches and its axes, row by row.

    Raises:
        MissingDependency: Matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingDependency(MISSING) from error
    made = Figure(figsize=(width, height), layout="constrained")
    axes = made.subplots(rows, columns, squeeze=False, **options)
    return made, list(axes.flat)


def sign(place: int) -> dict[str, Any]:
    """Colour and dashes of the series at ``place``."""
    return {"color": HUES[place % len(HUES)], "linestyle": DASHES[place % len(DASHES)]}


def marker(place: int) -> str:
    """The marker of the series at ``place``."""
    return MARKERS[place % len(MARKERS)]


def hatch(place: int) -> str:
    """The hatch of the area at ``place``."""
    return HATCHES[place % len(HATCHES)]


def tint(place: int) -> str:
    """The hue of ``place`` so light that black text and markers stand on it."""
    hue = HUES[place % len(HUES)]
    channels = (int(hue[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - 0.28 * (255 - channel)):02X}" for channel in channels)

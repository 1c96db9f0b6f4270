"""Values show themselves in notebooks, once `viz` is imported.

`Value` is given the method that IPython and other notebooks look for on any object, so it makes
no difference whether the notebook's machinery is loaded before or after.
"""

from __future__ import annotations

from autograd.errors import GlassgradError
from autograd.graph import order
from autograd.value import Value
from viz.drawing import Drawing
from viz.recorded import Options, picture

MAX_SHOWN = 250
"""Graphs with more nodes show themselves as text; `viz.draw` draws them when it is asked to."""


def register() -> None:
    """Give `Value` its display. Doing it again changes nothing."""
    Value._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]


def _mimebundle(value: Value, include: object = None, exclude: object = None) -> dict[str, str]:
    """A Value as its picture, or as text where the graph is large or cannot be drawn."""
    nodes = len(order(value))
    if nodes > MAX_SHOWN:
        return {"text/plain": f"{value!r}  # {nodes:,} nodes; viz.draw(...) draws them"}
    try:
        shown = Drawing(picture([value], Options()))._repr_mimebundle_()
    except GlassgradError as error:
        return {"text/plain": f"{value!r}\n{error}"}
    return shown | {"text/plain": repr(value)} if "image/svg+xml" in shown else shown

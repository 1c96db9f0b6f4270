"""Values and verdicts show themselves in notebooks, once `viz` is imported.

`Value` is given the method that IPython and other notebooks look for on any object, so it makes
no difference whether the notebook's machinery is loaded before or after. Verdicts belong to a
part of autograd that is slow to load: IPython is told of them by name.
"""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING, Any

from autograd.errors import GlassgradError
from autograd.graph import order
from autograd.value import Value
from viz import verdicts
from viz.drawing import Drawing, draw
from viz.recorded import Options, picture

if TYPE_CHECKING:
    from autograd.check import Result, Verdict

MAX_SHOWN = 20_000
"""Graphs with more nodes show themselves as text; `viz.draw` draws them when it is asked to."""


def register() -> None:
    """Give `Value` and the verdicts their display. Doing it again changes nothing."""
    Value._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]
    module: Any = sys.modules.get(verdicts.MODULE)
    if module is not None:
        module.Verdict._repr_mimebundle_ = module.Result._repr_mimebundle_ = _verdict
    elif "IPython" in sys.modules:
        _register_by_name()


def _register_by_name() -> None:
    """Tell a running IPython how verdicts are shown, for when there are any."""
    from IPython.core.getipython import get_ipython

    formatter = getattr(get_ipython(), "display_formatter", None)
    if formatter is not None:
        for name in ("Verdict", "Result"):
            formatter.mimebundle_formatter.for_type_by_name(verdicts.MODULE, name, _verdict)


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


def _verdict(
    verdict: Verdict | Result, include: object = None, exclude: object = None
) -> dict[str, str]:
    """A verdict in its sentences, and below them the graph with the blamed step marked."""
    from autograd.check.verdict import Result, sentence

    results = [verdict] if isinstance(verdict, Result) else list(verdict.results)
    told = [sentence(result) for result in results]
    told += [result.blame.sentence for result in results if result.blame is not None]
    shown = {"text/plain": "\n".join(told)}
    try:
        drawing = draw(verdict)._repr_mimebundle_()
    except GlassgradError:
        return shown  # a function, say: the sentences tell all there is
    if "image/svg+xml" not in drawing:
        return shown
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    html = f"<div>{lines}{drawing['image/svg+xml']}</div>"
    return drawing | shown | {"text/html": html}

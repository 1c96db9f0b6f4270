"""Pictures of computations: what was recorded is what is drawn.

    >>> import viz
    >>> from autograd import Value
    >>> a, b = Value(2.0, name="a"), Value(-3.0, name="b")
    >>> viz.draw(a * b + a**2)
    <Drawing: Computation graph of the output: 2 inputs, 3 operations>

Each box shows the value of a node and the derivative of the output with respect to it, each edge
the local derivative that links the two. Once `viz` is imported, a Value shows itself in notebooks.

The way of a picture: ``recorded`` reads a graph (``formulas``, ``wording``, ``captions`` and
``measured`` say what is written where) into the model of ``picture``; ``dot`` writes that as
Graphviz text in the colours of ``style``; ``engines`` finds and runs a layout engine; ``render``
and ``svg`` finish the file; ``drawing`` is what users hold. ``collapsing`` makes small pictures
of large graphs, ``stepping`` a sequence of pictures, ``page`` the live page.
"""

from __future__ import annotations

import _glassgrad_clash

_glassgrad_clash.check()

# Another autograd is to be told of before it is imported.
from viz import notebook, plots  # noqa: E402
from viz.drawing import Drawing, draw  # noqa: E402
from viz.engines import NoEngine, set_engine  # noqa: E402
from viz.page import Page, page  # noqa: E402
from viz.sharing import sharing  # noqa: E402
from viz.stepping import Steps, steps  # noqa: E402

__all__ = [
    "Drawing",
    "NoEngine",
    "Page",
    "Steps",
    "draw",
    "page",
    "plots",
    "set_engine",
    "sharing",
    "steps",
]

notebook.register()

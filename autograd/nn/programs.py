"""What is compiled of a network: each program when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd.nn.initializers import Floats
from autograd.nn.recording import Recorded, output_of
from autograd.nn.samples import Samples
from autograd.program import Program, compile

if TYPE_CHECKING:
    from autograd.nn.model import Sequential

Tell = Callable[[str], None]


def silent(doing: str) -> None:
    """Tells nobody."""


class Programs:
    """The programs of one network, as long as its layers, loss and shape stay as they are."""

    def __init__(self, model: Sequential) -> None:
        self.model = model
        self._made: dict[str, Program] = {}

    def output(self, sample: Floats, tell: Tell = silent) -> Program:
        """The output; sample: any one of the samples."""
        if "output" not in self._made:
            weights = self.model.parameters.views
            function = _told(output_of(self.model), "output", tell)
            self._made["output"] = compile(function, weights, sample, in_axes=(None, 0))
        return self._made["output"]

    def loss(self, of: Samples, tell: Tell = silent, *, training: bool = False) -> Program:
        """The loss of a sample. training: with what layers draw anew for every sample."""
        model = self.model
        drawn = model.draw(of.x.shape[1:], 1, np.random.default_rng(0)) if training else {}
        name = "training" if drawn else "loss"
        if name not in self._made:
            one = of.batch(drawn, slice(0, 1)).sample(0)
            function = _told(model.recorded_loss, name, tell)
            weights = model.parameters.views
            self._made[name] = compile(function, weights, *one, in_axes=(None, 0, 0, 0, 0))
        return self._made[name]


def _told(function: Recorded, name: str, tell: Tell) -> Recorded:
    """The same function, which says when it is recorded and when that is done."""
    what = "the output" if name == "output" else "the loss"

    @wraps(function)
    def recorded(*arguments: Any) -> Any:
        tell(f"recording {what} of one sample")
        made = function(*arguments)
        tell(f"compiling {what}")
        return made

    return recorded

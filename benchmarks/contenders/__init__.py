"""The contenders: the same works, by hand and by each library, as its users would write them.

A module has ``PROGRAMS``: for each row of the table, the works that it can do, and what makes them
ready. ``make(work, data)`` gives a function of no arguments that computes the value and the
gradient once: a number and arrays, or arrays a sample. Modules of networks have ``TRAININGS`` in
the same way. Each library is imported in a process of its own; ``autograd`` in ``hips.py`` is HIPS
autograd, in ``glassgrad.py`` ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Call = Callable[[], tuple[Any, list[Any]]]
Make = Callable[[str, list[Any]], Call]
Makers = dict[str, Make]
"""By the name of the work."""


class Contender(NamedTuple):
    """A module here, and the distribution that it needs (none for our own and NumPy)."""

    module: str
    distribution: str = ""


CONTENDERS = {
    "hand": Contender("hand"),
    "glassgrad": Contender("glassgrad"),
    "JAX": Contender("jax_contender", "jax"),
    "torch": Contender("torch_contender", "torch"),
    "Keras": Contender("keras_contender", "keras"),
    "HIPS autograd": Contender("hips", "autograd"),
    "CasADi": Contender("casadi_contender", "casadi"),
    "numba": Contender("numba_contender", "numba"),
    "micrograd": Contender("micrograd_contender", "micrograd"),
}
OWN = ("hand", "glassgrad")

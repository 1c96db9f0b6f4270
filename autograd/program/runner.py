"""Makes functions of printed text: the one place where text is run.

Only what `autograd.program.source` has printed from the table of primitives comes here. No text
of a user is part of it but names of arguments, which are checked to be identifiers, and keys of
their dicts, which are printed as literals.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograd.program import source
from autograd.program.source import Printed


def function(printed: Printed) -> Callable[..., Any]:
    """The printed function, ready to be called with arrays."""
    return _run(printed, printed.request.name)


def maker(printed: Printed) -> Callable[..., Any]:
    """The function ``make`` of a fast printing."""
    return _run(printed, "make")


def kernel(text: str, name: str) -> Callable[..., Any]:
    """A function of single numbers, for a compiler of machine code."""
    names: dict[str, Any] = {"math": math, "np": np}
    exec(compile(text, f"<{name}>", "exec"), names)  # noqa: S102
    made: Callable[..., Any] = names[name]
    return made


def _run(printed: Printed, name: str) -> Callable[..., Any]:
    names: dict[str, Any] = dict(printed.constants)
    exec(compile(source.runnable(printed), f"<{name}>", "exec"), names)  # noqa: S102
    made: Callable[..., Any] = names[name]
    return made

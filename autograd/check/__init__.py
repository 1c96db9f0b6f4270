"""The check: derivatives judged by witnesses that share nothing.

    >>> from autograd.check import check
    >>> verdict = check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims={"x": "2*x*sin(y)"})
    >>> verdict.outcome, verdict.results[0].derivative[:12]
    ('right', '2.7278922804')

What is asked: ``request`` (with ``points``), ``question``. The place itself: ``places`` (with
``declared``, ``ladder``, ``nearness``). The witnesses: ``witnesses`` (with ``symbolic``,
``numeric``, ``rigorous``; ``conditioning`` for the error bar of those in floats). What follows:
``judge`` at a point, ``checking`` over all, ``verdict`` the answer and its JSON. What a wrong
claim did: ``blaming``, which asks ``diagnosis`` (with ``sweeps``, ``mistakes``, ``suspects`` and
their kinds, ``literals``, ``factors``; ``plain`` and ``wording`` for its texts) and ``disproof``.
Numbers to any number of digits: ``precise``. Several variables at once: ``directions``. Python
functions, element by element: the package ``functions``; ``assertion`` for tests.
"""

from __future__ import annotations

from autograd.check.assertion import assert_gradient
from autograd.check.checking import check
from autograd.check.verdict import Blame, Result, Verdict

__all__ = ["Blame", "Result", "Verdict", "assert_gradient", "check"]

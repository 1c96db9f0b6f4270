"""By how much float code may be off: error bars that are computed, not guessed.

    charges.py  what a node adds by itself: the rounding of its step, or of a written number
    bars.py     what the charges of all nodes make of an answer, to first order

The check judges by these bars, round-off reports them beside the true error. N. J. Higham,
Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, sections 2.2, 3.1 and 3.3.
"""

from __future__ import annotations

from autograd.rounding.bars import SAFETY, exact_sum, running
from autograd.rounding.charges import Charge, Precision, every, precision, stepwise, unless, written

__all__ = [
    "SAFETY",
    "Charge",
    "Precision",
    "every",
    "exact_sum",
    "precision",
    "running",
    "stepwise",
    "unless",
    "written",
]

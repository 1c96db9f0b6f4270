"""Round-off made visible: how many digits are right, where the others went, what to write.

    >>> from autograd.roundoff import roundoff
    >>> report = roundoff("log(1 + x)", at={"x": 1e-12})
    >>> report.digits, report.source.node, report.amplifier.node
    (4.1, '1 + x', 'log(1 + x)')
    >>> report.remedies[0].formula
    'log1p(x)'

What is asked: ``given`` (numbers and ranges), ``places`` and ``samples`` (the points), ``axis``.
What is run: ``steps`` (of formulas, ``functions``, ``derivatives``, ``records``), in a format
(``formats``) beside exact values (``shadow``, ``exact``, ``rational``). What follows: ``measure``
(digits, bits), ``blame`` (the error split among the steps), ``growth``, ``diagnosis`` and ``kinds``
(source, amplifier, what one calls it). Remedies: ``rules``, ``patterns`` and ``series`` rewrite
``terms`` (a record by ``formulas``), ``sums`` takes sums exactly, ``trial`` measures, ``regimes``
joins two, ``search`` chooses, ``offers`` judges. ``analysis`` puts all together, ``answer`` makes
the ``report``; ``wording``, ``reasons`` and ``lines`` tell it.
"""

from __future__ import annotations

from autograd.roundoff.analysis import roundoff
from autograd.roundoff.report import Accuracy, Amplifier, Node, Remedy, Report, Source

__all__ = ["Accuracy", "Amplifier", "Node", "Remedy", "Report", "Source", "roundoff"]

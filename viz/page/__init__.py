"""The live page: one HTML file in which a computation can be stepped through, changed and asked.

    >>> from autograd import Value
    >>> import viz
    >>> a, b = Value(2.0, name="a"), Value(-3.0, name="b")
    >>> viz.page(a * b + a**2)
    <Page: Computation graph of the output: 2 inputs, 3 operations>

The way of a page: ``naming`` says what each node is called, ``data`` writes the graph as columns,
``view`` is the first picture (drawn by `viz.dot`, readable without scripts), ``table`` is the
table of operations as JavaScript, ``look`` the colours and the templates of later layouts,
``beside`` the exact values of a round-off report, and ``build`` puts them together with
``page.html``, ``page.css`` and the scripts of ``script/``.
"""

from __future__ import annotations

from viz.page.live import Page, page

__all__ = ["Page", "page"]

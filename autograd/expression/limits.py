"""How large a formula may be; every cap of the language stands here.

A formula comes from anyone: a command line, a table, a web form. These caps bound the time and
the memory of reading it and of every reader after that, also of those that compute with exact
numbers or call themselves (a symbolic derivative of a formula 100 deep still fits Python's
stack, one 200 deep does not).
"""

from __future__ import annotations

MAX_CHARACTERS = 100_000
"""Characters of a formula."""

MAX_NODES = 10_000
"""Instructions of its tape: operations, names and numbers, each as often as written."""

MAX_DEPTH = 100
"""Operations inside one another, and brackets inside one another. A chain such as a + b + c
counts once."""

MAX_NAME = 100
"""Characters of a name."""

MAX_DIGITS = 1_000
"""Digits of a written number."""

MAX_EXPONENT = 10_000
"""Size of an exponent that has no names in it, in ``x**n`` and in ``exp(n)``."""

MAX_ORDER = 1_000
"""Size of a number without names in gamma and its derivatives, whose exact values are
factorials and harmonic sums."""

MAX_CONSTANT_DIGITS = 4_000
"""Digits that the exact value of a power without names may need (2**1000 has 302). Python itself
prints integers of at most 4,300 digits unless told otherwise."""

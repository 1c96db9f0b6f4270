"""The last resort: a graph without scopes and without repetition, cut into pieces.

The pieces follow the order of making, so no piece needs a later one.
"""

from __future__ import annotations

from collections.abc import Sequence

from autograd.scopes import Scope
from viz.collapsing.flat import Flat

_Key = tuple[object, ...]


def parts(flat: Flat, owner: Sequence[int | Scope], pieces: int) -> list[_Key | None]:
    """For each operation the key of its piece; a formula or a scope is never cut.

    A formula goes with its last operation, a scope with its first.
    """
    first: dict[Scope, int] = {}
    operations = 0
    counted: list[int] = []
    for i, own in enumerate(owner):
        operations += bool(flat.operands[i])
        counted.append(operations)
        if isinstance(own, Scope):
            first.setdefault(own, i)
    size = max(-(-operations // pieces), 1)
    keys: list[_Key | None] = []
    for i, own in enumerate(owner):
        if flat.operands[i] or isinstance(own, Scope):
            place = first[own] if isinstance(own, Scope) else own
            keys.append(("part", 1 + max(counted[place] - 1, 0) // size))
        else:
            keys.append(None)
    return keys

"""What a cell computes, as a short formula: ``relu(Σ W × x + b)``.

Sums are gathered: terms that are the same but for their numbers are ``Σ`` of one of them, and so
with products and extremes. What has no name is ``…``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograd.expression.grammar import ATOM, PRODUCT, SIGN, SUM
from autograd.primitive import CONSTANT
from viz.collapsing.flat import Flat
from viz.formulas import Term, within, written
from viz.wording import number

LIMIT = 44
"""Characters of a formula."""
_STEPS = 60
_GATHERED = {"add": "Σ ", "mul": "Π ", "maximum": "max ", "minimum": "min "}
"""Operations whose order does not matter, and the sign of many of them."""
_DOTS = 2
_KINDS = 5
"""Kinds of terms that a sum is written out for."""

Naming = Callable[[int, bool], Term]
"""How a node outside is called; the flag says that it stands for others like it."""


class Sketch:
    """Writes the formula of one cell.

    inside: whether a node is in the cell. outer: what nodes outside are called. like: whether the
    cell stands for several like it.
    """

    def __init__(
        self, flat: Flat, inside: Callable[[int], bool], outer: Naming, like: bool
    ) -> None:
        self._flat = flat
        self._inside = inside
        self._outer = outer
        self._like = like
        self._sums: dict[int, list[tuple[int, int]] | None] = {}

    def formula(self, root: int) -> Term | None:
        """The formula of an operation of the cell; None where it cannot be told in short."""
        terms: dict[int, Term] = {}
        waiting, steps = [root], 0
        while waiting:
            i = waiting[-1]
            if i in terms:
                waiting.pop()
                continue
            missing = [j for j in self._needed(i) if j not in terms]
            if missing:
                steps += 1
                if steps > _STEPS:
                    return None
                waiting += missing
                continue
            term = self._written(i, terms)
            if len(term.text) > LIMIT:
                return None
            terms[i] = term
        found = terms[root]
        return None if found.text.count("…") > _DOTS else found

    def _needed(self, i: int) -> list[int]:
        if not self._inside(i) or not self._flat.operands[i]:
            return []
        summed = self._summed(i)
        return list(self._flat.operands[i]) if summed is None else [j for j, _ in summed]

    def _written(self, i: int, terms: dict[int, Term]) -> Term:
        node = self._flat.nodes[i]
        if node.op == CONSTANT:
            return self._constant(i)
        if not self._inside(i) or not self._flat.operands[i]:
            return self._outer(i, self._like or any(self._sums.values()))
        summed = self._summed(i)
        if summed is None:
            return written(node.op, [terms[j] for j in self._flat.operands[i]])
        sign = _GATHERED[node.op]
        parts = [_repeated(sign, terms[j], many) for j, many in summed]
        if node.op in ("maximum", "minimum"):
            return parts[0] if len(parts) == 1 else written(node.op, parts)
        label, binding = (" + ", SUM) if node.op == "add" else (" × ", PRODUCT)
        first, *others = parts
        text = label.join([within(first, binding), *(within(part, binding + 1) for part in others)])
        return Term(text, binding) if others else first

    def _constant(self, i: int) -> Term:
        flat = self._flat
        if self._like or any(self._sums.values()):
            user = flat.user[i]
            if user >= 0 and flat.nodes[user].op in ("add", "sub", "mul"):
                return Term("c", ATOM)
        text = number(flat.nodes[i].data)
        return Term(text, SIGN if text.startswith("-") else ATOM)

    def _summed(self, i: int) -> list[tuple[int, int]] | None:
        """The terms of a sum with repetition, each kind once with its count; else None."""
        if i not in self._sums:
            self._sums[i] = self._gathered(i) if self._flat.nodes[i].op in _GATHERED else None
        return self._sums[i]

    def _gathered(self, root: int) -> list[tuple[int, int]] | None:
        flat = self._flat
        op = flat.nodes[root].op
        waiting, kinds = [root], dict[int, list[int]]()
        while waiting:
            i = waiting.pop()
            within_sum = i == root or (flat.uses[i] == 1 and self._inside(i))
            if flat.nodes[i].op == op and within_sum:
                waiting += reversed(flat.operands[i])
            elif op != "add" or flat.nodes[i].op != CONSTANT or flat.nodes[i].data != 0.0:
                kinds.setdefault(flat.classes[i], []).append(i)
        most = max(map(len, kinds.values()), default=0)
        # x × x is no product of many.
        if len(kinds) > _KINDS or most <= (2 if op == "mul" else 1):
            return None
        return [(places[0], len(places)) for places in kinds.values()]


def _repeated(sign: str, term: Term, many: int) -> Term:
    return term if many == 1 else Term(f"{sign}{within(term, PRODUCT)}", SUM)


def tally(operations: Sequence[str], labels: Callable[[str], str], most: int = 4) -> str:
    """How often each operation occurs: ``784 ×, 783 +, 1 relu``."""
    counts: dict[str, int] = {}
    for op in operations:
        counts[op] = counts.get(op, 0) + 1
    ranked = sorted(counts, key=lambda op: -counts[op])
    told = [f"{counts[op]:,} {labels(op)}" for op in ranked[:most]]
    rest = sum(counts[op] for op in ranked[most:])
    return ", ".join([*told, f"{rest:,} other{'' if rest == 1 else 's'}"] if rest else told)

"""What the box of a cell tells: its name or formula, its size, the numbers that leave it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial

from autograd.expression.grammar import ATOM
from autograd.primitives import PRIMITIVES
from autograd.scopes import Scope
from viz.collapsing.cells import Cell, Sort
from viz.collapsing.choice import View
from viz.collapsing.flat import stem
from viz.collapsing.sketch import Sketch, tally
from viz.formulas import HIDDEN, Term
from viz.picture import Role, Row
from viz.wording import number, printable

_LISTED = 3
"""Numbers that are told one by one; of more only the span."""


class Summary:
    """The texts of the cells of a view. derivatives: of the nodes in their order, or none."""

    def __init__(self, view: View, derivatives: Sequence[float], values: bool) -> None:
        self._flat = view.flat
        self._cells = view.cells
        self._derivatives = derivatives
        self._values = values
        self._exits = _exits(view)

    def title(self, place: int) -> str:
        """The first line of the box of the cell at ``place``."""
        cell = self._cells.cells[place]
        if cell.sort is Sort.SCOPE:
            return self._scope_title(cell)
        if cell.sort is Sort.PART:
            return cell.name or "part"
        if cell.sort is Sort.ARRAY:
            return printable(self._flat.elements[cell.members[0]].array, 24)
        if cell.sort is Sort.INPUTS:
            return self._inputs_title(cell)
        return self.formula(place) or self._counted(cell)

    def rows(self, place: int) -> Iterator[Row]:
        """What stands below the title."""
        cell = self._cells.cells[place]
        if cell.sort is Sort.SCOPE and (formula := self.formula(place)):
            yield Row(Role.FORMULA, formula)
        yield Row(Role.COUNT, self._size(cell, place))
        shown = cell.members if cell.sort in (Sort.ARRAY, Sort.INPUTS) else self._exits[place]
        if self._values:
            yield Row(Role.VALUE, span([self._flat.nodes[i].data for i in shown]))
        if self._derivatives:
            yield Row(Role.DERIVATIVE, span([self._derivatives[i] for i in shown]))

    def tooltip(self, place: int) -> str:
        """All of it in a line."""
        cell = self._cells.cells[place]
        told = [self.title(place)]
        if cell.scope is not None:
            told.append(f"in {printable(cell.scope.path, 200)}")
        if cell.sort not in (Sort.ARRAY, Sort.INPUTS):
            told.append(tally(self._operations(cell), _label, most=12))
        return "; ".join(told)

    def formula(self, place: int) -> str | None:
        """What each sibling of the cell computes, where they all compute the same."""
        cell, exits = self._cells.cells[place], self._exits[place]
        classes = {self._flat.classes[i] for i in exits if self._flat.operands[i]}
        if len(classes) != 1 or not self._flat.operands[exits[0]]:
            return None
        many = len(exits) > 1
        here = cell.region if cell.scope is None else cell.scope.parent
        outer = partial(self._called, here)
        inside = partial(self._holds, place)
        sketch = Sketch(self._flat, inside, outer, many).formula(exits[0])
        if sketch is None:
            return None
        several = cell.sort is Sort.SCOPE and many and len(exits) != cell.many
        return f"{len(exits):,} × {sketch.text}" if several else sketch.text

    def _holds(self, place: int, i: int) -> bool:
        return self._cells.of[i] == place

    def _called(self, here: Scope | None, i: int, like: bool) -> Term:
        """What a formula calls a node outside of its cell, which lies in the scope ``here``."""
        name = self._flat.names[i]
        if name is None and not self._flat.operands[i]:
            return Term("input", ATOM)
        if name is None:
            cell = self._cells.cells[self._cells.of[i]]
            scope = cell.scope or (cell.region if cell.region is not here else None)
            if scope is None:
                return HIDDEN
            name = scope.name
        if like and i in self._flat.elements:
            name = self._flat.elements[i].array
        elif like:
            name = stem(name).replace("#", "").rstrip("_ ") or name
        return Term(printable(name, 16), ATOM)

    def _scope_title(self, cell: Cell) -> str:
        name = cell.scope.name if cell.scope is not None else "scope"
        if cell.many > 1:
            plain = stem(name).replace("#", "").strip("_-. ") or name
            return f"{cell.many:,} × {printable(plain)}"
        return printable(name)

    def _inputs_title(self, cell: Cell) -> str:
        names = [self._flat.names[i] for i in (cell.members[0], cell.members[-1])]
        first, last = (printable(name or "", 12) for name in names)
        if first and last and first != last:
            return f"{first} … {last}"
        return f"{len(cell.members):,} × {first}" if first else "inputs"

    def _operations(self, cell: Cell) -> list[str]:
        return [self._flat.nodes[i].op for i in cell.members if self._flat.operands[i]]

    def _counted(self, cell: Cell) -> str:
        operations = self._operations(cell)
        if cell.many > 1:
            operations = operations[: max(len(operations) // cell.many, 1)]
        return f"{len(operations):,} operation{'' if len(operations) == 1 else 's'}"

    def _size(self, cell: Cell, place: int) -> str:
        if cell.sort in (Sort.ARRAY, Sort.INPUTS):
            return self._shape(cell)
        operations = self._operations(cell)
        if cell.sort is Sort.PART or self.formula(place) is None:
            told = tally(operations, _label)
        else:
            told = f"{len(operations):,} operation{'' if len(operations) == 1 else 's'}"
        repeated = cell.sort is Sort.FORMULA and cell.many > 1
        return f"{cell.many:,} like this: {told}" if repeated else told

    def _shape(self, cell: Cell) -> str:
        numbers = f"{len(cell.members):,} numbers"
        if cell.sort is not Sort.ARRAY:
            uses = {self._flat.uses[i] for i in cell.members}
            if uses == {1}:
                return f"{numbers}, each used once"
            return f"{numbers}, each used {uses.pop():,} times" if len(uses) == 1 else numbers
        places = [self._flat.elements[i].at for i in cell.members]
        widths = {len(at) for at in places}
        if len(widths) != 1 or widths == {1}:
            return numbers
        sizes = [len({at[axis] for at in places}) for axis in range(widths.pop())]
        full = math.prod(sizes) == len(places)
        return f"{' × '.join(f'{size:,}' for size in sizes)} numbers" if full else numbers


def span(numbers: Sequence[float]) -> str:
    """Numbers in short: up to three of them, or the least and the largest."""
    if len(numbers) <= _LISTED:
        return ", ".join(dict.fromkeys(number(each) for each in numbers)) or "–"
    finite = [each for each in numbers if math.isfinite(each)]
    odd = sorted({str(each) for each in numbers if not math.isfinite(each)})
    told = [_rough(each) for each in sorted({min(finite), max(finite)})] if finite else []
    between = " to ".join(told)
    return ", ".join([between, *odd] if between else odd)


def _rough(value: float) -> str:
    return f"{value:.3g}"


def _label(op: str) -> str:
    return PRIMITIVES[op].label.replace("·", "") or op


def _exits(view: View) -> list[list[int]]:
    """The nodes of each cell that are used outside of it, or are outputs."""
    of = view.cells.of
    leaves = [False] * len(of)
    for i, operands in enumerate(view.flat.operands):
        for j in operands:
            if of[i] != of[j]:
                leaves[j] = True
    for i in view.flat.outputs:
        leaves[i] = True
    return [[i for i in cell.members if leaves[i]] for cell in view.cells.cells]

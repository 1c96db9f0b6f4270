"""Which nodes share a box. A *cell* is what becomes one: a node, or many of them.

Down to the given depth scopes are open; each scope below is one cell. Inside an open scope, where
*formulas* are asked for, an operation that is used once belongs to the operation that uses it: so
a sum of products is one cell however long it is; only terms that are long themselves, and repeat,
are apart. Cells that are the same but for their numbers are
one cell, "25 × unit".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from autograd.primitive import CONSTANT
from autograd.scopes import Scope
from viz.collapsing import leaves
from viz.collapsing.flat import Flat, stem
from viz.collapsing.folding import shapes
from viz.collapsing.parts import parts

_MANY = 8
"""Siblings that are numbered (unit0, unit1, …) and taken for a repetition."""

_HEAVY = 6
"""Operations that a term has to have, to be a cell of its own where it is one of many."""


class Sort(StrEnum):
    """What the nodes of a cell have in common."""

    NODE = "node"
    FORMULA = "formula"
    SCOPE = "scope"
    ARRAY = "array"
    INPUTS = "inputs"
    PART = "part"


@dataclass(slots=True)
class Cell:
    """Nodes that share a box.

    region: the open scope that the box lies in. scope: the first scope that was collapsed to it.
    many: how many siblings it stands for. members: places of the nodes, in order. name: of an
    array, or of a part.
    """

    sort: Sort
    region: Scope | None = None
    scope: Scope | None = None
    many: int = 1
    members: list[int] = field(default_factory=list)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Cells:
    """All cells, and for each node the place of its own among them."""

    cells: list[Cell]
    of: list[int]
    edges: int
    """How many pairs of cells are linked."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much to show. depth: levels of scopes that are open. formulas: whether operations in
    open scopes are gathered to formulas. pieces: into how many pieces the graph is cut; 0 for
    none."""

    depth: int
    formulas: bool
    pieces: int = 0


class Regions:
    """The scopes of a graph: how deep each is, and where its nodes are shown."""

    def __init__(self, flat: Flat) -> None:
        self.levels: dict[Scope | None, int] = {None: 0}
        self._holding = dict.fromkeys(flat.scopes)
        for scope in self._holding:
            chain: list[Scope] = []
            outer = scope
            while outer is not None and outer not in self.levels:
                chain.append(outer)
                outer = outer.parent
            for inner in reversed(chain):
                self.levels[inner] = self.levels[inner.parent] + 1
        self.deepest = max(self.levels.values())

    @property
    def repeating(self) -> int:
        """The deepest level to open without opening scopes that repeat under one name."""
        siblings: dict[tuple[Scope | None, str], list[Scope]] = {}
        for scope in self.levels:
            if scope is not None:
                siblings.setdefault((scope.parent, stem(scope.name)), []).append(scope)
        repeated = [
            self.levels[alike[0]] - 1
            for alike in siblings.values()
            if len(alike) >= _MANY or len({scope.name for scope in alike}) < len(alike)
        ]
        return min(repeated, default=self.deepest)

    def open(self, depth: int) -> int:
        """How many scopes that hold nodes themselves are open down to this depth."""
        return sum(self.levels[scope] <= depth for scope in self._holding)

    def shown(self, depth: int) -> dict[Scope | None, tuple[Scope | None, Scope | None]]:
        """For each scope the open scope that it is shown in, and the collapsed one or None."""
        found: dict[Scope | None, tuple[Scope | None, Scope | None]] = {None: (None, None)}
        for scope, level in self.levels.items():  # outer scopes come first
            if scope is None:
                continue
            if level <= depth:
                found[scope] = (scope, None)
            elif level == depth + 1:
                found[scope] = (scope.parent, scope)
            else:
                found[scope] = found[scope.parent]
        return found


def cells(flat: Flat, regions: Regions, detail: Detail) -> Cells:
    """The cells at this detail."""
    shown = regions.shown(detail.depth)
    owner = _owners(flat, shown, detail.formulas)
    if detail.pieces:
        keys = parts(flat, owner, detail.pieces)
    else:
        keys = _folded(flat, shown, owner, detail.formulas)
    return _numbered(flat, shown, owner, keys)


_Shown = dict[Scope | None, tuple[Scope | None, Scope | None]]
_Key = tuple[object, ...]


def _owners(flat: Flat, shown: _Shown, formulas: bool) -> list[int | Scope]:
    """For each operation the scope that it is collapsed into, or the last operation of the
    formula that it is gathered to. For leaves and constants the node itself, or the collapsed
    scope where nothing outside uses it."""
    owner: list[int | Scope] = list(range(len(flat.nodes)))
    apart = _terms(flat) if formulas else frozenset[int]()
    homes = [shown[scope] for scope in flat.scopes]
    outside = [False] * len(owner)
    for i in range(len(owner) - 1, -1, -1):
        region, collapsed = homes[i]
        if flat.operands[i]:
            if collapsed is not None:
                owner[i] = collapsed
            elif formulas and flat.uses[i] == 1 and flat.names[i] is None and i not in apart:
                user = flat.user[i]
                # An output has no user, or one that is counted beside it.
                if user >= 0 and homes[user] == (region, None):
                    owner[i] = owner[user]
        elif collapsed is not None and not outside[i] and i not in flat.outputs:
            owner[i] = collapsed
        for j in flat.operands[i]:
            inner = homes[j][1]
            outside[j] = outside[j] or (inner is not None and owner[i] is not inner)
    return owner


def _terms(flat: Flat) -> frozenset[int]:
    """The terms of sums that are long, and repeat but for their numbers."""
    size = [0] * len(flat.nodes)
    found: dict[int, list[int]] = {}
    for i, operands in enumerate(flat.operands):
        if not operands:
            continue
        node = flat.nodes[i]
        size[i] = 1 + sum([size[j] for j in operands if flat.uses[j] == 1])
        if node.op == "add":
            for j in operands:
                if size[j] >= _HEAVY and flat.uses[j] == 1 and flat.nodes[j].op != "add":
                    found.setdefault(flat.classes[j], []).append(j)
    return frozenset(j for alike in found.values() if len(alike) > 2 for j in alike)


def _folded(
    flat: Flat, shown: _Shown, owner: Sequence[int | Scope], formulas: bool
) -> list[_Key | None]:
    """For each operation the key of its cell; siblings that are alike have the same."""
    alike = shapes(flat, owner)
    keys: list[_Key | None] = [None] * len(owner)
    made: dict[int | Scope, _Key] = {}
    for i in range(len(owner) - 1, -1, -1):
        own = owner[i]
        if not flat.operands[i] and not isinstance(own, Scope):
            continue
        key = made.get(own)
        if key is None:
            if isinstance(own, Scope):
                key = ("scope", own.parent, stem(own.name), alike[own])
            elif formulas:
                name = flat.names[own]
                region = shown[flat.scopes[own]][0]
                named = None if name is None else stem(name)
                key = ("formula", region, flat.classes[own], named, own in flat.outputs)
            else:
                key = ("node", own)
            made[own] = key
        keys[i] = key
    return keys


def _numbered(
    flat: Flat, shown: _Shown, owner: Sequence[int | Scope], keys: list[_Key | None]
) -> Cells:
    """Cells from keys; leaves and constants find theirs by what uses them."""
    blocks = _blocks(keys)
    for i, node in enumerate(flat.nodes):
        if keys[i] is None and node.op == CONSTANT:
            above = keys[flat.user[i]] if flat.user[i] >= 0 else None
            keys[i] = above if above in blocks else ("node", i)
    leaves.gather(flat, shown, keys, blocks)
    places: dict[_Key, int] = {}
    found: list[Cell] = []
    of: list[int] = []
    owners: list[set[int | Scope]] = []
    for i, key in enumerate(keys):
        assert key is not None, "every node has a cell by now"
        place = places.get(key)
        if place is None:
            place = places[key] = len(found)
            found.append(_cell(flat, shown, i, key))
            owners.append(set())
        found[place].members.append(i)
        if flat.operands[i]:
            owners[place].add(owner[i])
        of.append(place)
    for cell, inside in zip(found, owners, strict=True):
        _settle(flat, cell, inside)
    links = {
        place * len(found) + of[j]
        for i, place in enumerate(of)
        for j in flat.operands[i]
        if of[j] != place
    }
    return Cells(found, of, len(links))


def _blocks(keys: Sequence[_Key | None]) -> set[_Key]:
    """The keys of cells that have more than one operation, or are a scope."""
    seen: set[_Key] = set()
    blocks: set[_Key] = set()
    for key in keys:
        if key is None:
            continue
        if key in seen or key[0] == "scope":
            blocks.add(key)
        seen.add(key)
    return blocks


def _cell(flat: Flat, shown: _Shown, i: int, key: _Key) -> Cell:
    region = shown[flat.scopes[i]][0]
    sort = Sort(str(key[0]))
    if sort is Sort.PART:
        return Cell(sort, name=f"part {key[1]}")
    return Cell(sort, region=region)


def _settle(flat: Flat, cell: Cell, owners: set[int | Scope]) -> None:
    """Says what a cell is, now that all of its nodes are known."""
    scopes = [own for own in owners if isinstance(own, Scope)]
    first = cell.members[0]
    if cell.sort is Sort.SCOPE:
        cell.many = len(scopes) or 1
        cell.scope = _first_of(flat, cell, scopes)
    elif cell.sort is Sort.FORMULA:
        cell.many = len(owners)
        if len(cell.members) == 1:
            cell.sort = Sort.NODE
    elif cell.sort in (Sort.ARRAY, Sort.INPUTS):
        cell.name = flat.names[first]
        if len(cell.members) == 1:
            cell.sort = Sort.NODE


def _first_of(flat: Flat, cell: Cell, scopes: Sequence[Scope]) -> Scope | None:
    """The collapsed scope that holds the first node."""
    wanted = set(scopes)
    scope = flat.scopes[cell.members[0]]
    while scope is not None and scope not in wanted:
        scope = scope.parent
    return scope

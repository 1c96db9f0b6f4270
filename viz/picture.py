"""The drawing model: what a picture says, and nothing of how it is laid out.

A `Picture` is boxes, edges between them, groups around them, and what stands below: a caption and
a legend. `viz.recorded` makes one from a recorded graph, `viz.dot` turns one into Graphviz text.
All texts in it are ready to be shown (short, on one line); none is escaped for any format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a box stands for; each kind has a shape of its own.

    A block is many operations that were collapsed, an array many inputs.
    """

    LEAF = "leaf"
    CONSTANT = "constant"
    OPERATION = "operation"
    BLOCK = "block"
    ARRAY = "array"


class Role(StrEnum):
    """What a line of a box, or an entry of the legend, tells."""

    VALUE = "value"
    DERIVATIVE = "derivative"
    LOCAL = "local"
    NUMBER = "number"
    MARK = "mark"
    FORMULA = "formula"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact in a box."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A node of the graph.

    key: names the box within its picture. title: its name, or its operation. rows: its facts.
    tooltip: all of it in full. group: key of the innermost group, or None. output: whether the
    picture is about this number. position: where its number lies on the picture's scale, 0 to 1.
    many: whether it stands for several parts that are the same but for their numbers.
    active: whether it is what happens in this picture of a sequence.
    """

    key: str
    kind: Kind
    title: str
    rows: tuple[Row, ...] = ()
    tooltip: str = ""
    group: str | None = None
    output: bool = False
    position: float | None = None
    many: bool = False
    active: bool = False

    def text(self, role: Role) -> str | None:
        """The text of the row of this role; None where the box has no such row."""
        return next((row.text for row in self.rows if row.role is role), None)


@dataclass(frozen=True, slots=True)
class Edge:
    """An operand on its way into an operation.

    tail, head: keys of the boxes. operand: which operand of the head it is, from 0.
    label: the local derivative; "" where none is drawn. quiet: nothing flows back along it.
    count: how many uses it stands for, where its ends are blocks; 0 for a use of its own.
    active: ``"forward"`` or ``"backward"`` where something flows along it in this picture of a
    sequence. flow: how much of what the picture measures along edges flows along this one, from
    none (0) to the most (1), which ``label`` tells as a number; None where nothing is measured.
    """

    tail: str
    head: str
    operand: int
    label: str = ""
    tooltip: str = ""
    quiet: bool = False
    count: int = 0
    active: str = ""
    flow: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A scope: a frame around boxes and other groups. parent: key of the group around it."""

    key: str
    title: str
    parent: str | None = None
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """What the grounds of boxes measure, or the widths of edges, and the numbers at both ends."""

    title: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: what the sign of a role means in this picture."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount below the picture, as long as its ``share`` of the largest one (0 to 1)."""

    role: Role
    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn. Boxes come before the boxes that use them, groups before inner groups.

    direction: ``"LR"`` from left to right, ``"TB"`` from top to bottom. room: the least width in
    points of a cell that holds a number, for pictures whose numbers change, and ``label_room``
    that of a label of an edge. ruled: whether numbers
    that are missing (rows and labels without a text) are to be written in by hand. lines: what is
    told below, line by line (a tab parts two columns), on at least ``lines_room`` points. bars:
    amounts to be compared, below that.
    """

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...] = ()
    title: str = ""
    caption: str = ""
    legend: tuple[Entry, ...] = ()
    scale: Scale | None = None
    flow: Scale | None = None
    direction: str = "LR"
    room: int = 0
    label_room: int = 0
    ruled: bool = False
    lines: tuple[str, ...] = ()
    lines_room: int = 0
    bars: tuple[Bar, ...] = ()
    description: str = field(default="", compare=False)
    """The picture in a sentence, for those who cannot see it."""

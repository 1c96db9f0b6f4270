"""Large graphs as small pictures: which nodes share a box, and what stands in it.

    flat.py     the graph as lists: operands, uses, scopes, and the class of each node's structure
    cells.py    nodes to cells: collapsed scopes, formulas, repeated siblings, arrays
    folding.py  which collapsed scopes are the same but for their numbers
    leaves.py   inputs to cells: the elements of an array in one box
    parts.py    the last resort: pieces of the graph in the order of its making
    choice.py   how much to collapse, so that the picture can be laid out and read
    sketch.py   what a cell computes, as a formula
    summary.py  what a cell's box tells; draft.py: boxes and edges of a picture

Everything is one pass over the nodes, or a few: nothing recurs, nothing is quadratic.
"""

from viz.collapsing.cells import Sort
from viz.collapsing.choice import MOST_BOXES, WHOLE, View, view
from viz.collapsing.draft import Marks, draft, frames

__all__ = ["MOST_BOXES", "WHOLE", "Marks", "Sort", "View", "draft", "frames", "view"]

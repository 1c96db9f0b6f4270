"""Sums and largest numbers in the fast printing, as NumPy is fastest at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autograd.program.ir import Reduce
from autograd.program.text import Text

if TYPE_CHECKING:
    from autograd.program.fast import FastEmitter

REDUCTIONS = {
    "add": "np.add.reduce", "maximum": "np.maximum.reduce", "minimum": "np.minimum.reduce",
}  # fmt: skip
_SHORT = 64


def by_product(
    fast: FastEmitter,
    statement: Reduce,
    text: Text,
    left: tuple[int, ...],
    gone: tuple[int, ...],
    out: str,
) -> bool:
    """Writes a sum as a product with ones, and a largest number along the short last dimension
    by way of a transposed copy: both are several times faster in NumPy."""
    if text.code not in fast.buffers.values() or not left:
        return False
    sizes = statement.sizes
    rows, columns = fast.flat(left, sizes), fast.flat(gone, sizes)
    if statement.op == "add":
        ones = fast.once_view(f"np.ones({columns}, _dtype)")
        if text.labels == left + gone:
            matrix = fast.once_view(f"{text.code}.reshape({rows}, {columns})")
            call = f"np.dot({matrix}, {ones}, "
        elif text.labels == gone + left:
            matrix = fast.once_view(f"{text.code}.reshape({columns}, {rows})")
            call = f"np.dot({ones}, {matrix}, "
        else:
            return False
        flat = out if len(left) == 1 else fast.once_view(f"{out}.reshape({rows})")
        fast.steps.append(f"{call}{flat})")
        return True
    if text.labels != left + gone or len(gone) != 1 or sizes[gone[0]] > _SHORT:
        return False
    turned = fast.once_view(f"{text.code}.transpose({len(left)}, {places(len(left))})")
    copy = fast.once_view(f"np.empty_like({turned}, order='C')")
    fast.steps.append(f"np.copyto({copy}, {turned})")
    fast.steps.append(f"{REDUCTIONS[statement.op]}({copy}, 0, None, {out})")
    return True


def places(count: int) -> str:
    """The numbers below ``count``, as code."""
    return ", ".join(map(str, range(count)))

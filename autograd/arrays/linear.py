"""Linear algebra as scalar code: products, norms, determinants, linear systems."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd.arrays.array import Array, placed, shown
from autograd.arrays.choosing import guard_largest
from autograd.arrays.elements import Plain, filled, operand
from autograd.arrays.refusals import refused
from autograd.errors import InputError, RecordingError
from autograd.value import Value, constant

Row = list[Any]
"""One row of a matrix: Values, and plain floats where nothing is to be recorded."""

_DECOMPOSED = ("nuc", 2, -2)


def dot(a: Any, b: Any, out: Any = None) -> Any:
    """As `numpy.dot`."""
    return placed(np.dot(operand(a, "np.dot"), operand(b, "np.dot")), out)


def outer(a: Any, b: Any, out: Any = None) -> Any:
    """As `numpy.outer`."""
    return placed(np.outer(operand(a, "np.outer"), operand(b, "np.outer")), out)


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    """As `numpy.linalg.norm`, but for the orders that need a decomposition."""
    whole = operand(x, "np.linalg.norm").view(Array)
    axes = tuple(range(whole.ndim)) if axis is None else tuple(np.atleast_1d(axis).tolist())
    if axis is None and ord is None:
        result = np.sqrt(np.sum(whole * whole, axis=axes, keepdims=True))
    elif len(axes) == 1:
        result = _vector_norm(whole, ord, axes[0])
    elif len(axes) == 2:
        result = _matrix_norm(whole, ord, axes)
    else:
        raise InputError(f"np.linalg.norm of order {ord!r} is for vectors and matrices.")
    return result if keepdims else shown(np.squeeze(result, axis=axes))


def _vector_norm(x: Any, ord: Any, axis: int) -> Any:
    kept: dict[str, Any] = {"axis": axis, "keepdims": True}
    if ord is None or ord == 2:
        return np.sqrt(np.sum(x * x, **kept))
    if isinstance(ord, str):
        raise InputError(f"np.linalg.norm has no order {ord!r} for vectors.")
    if ord == np.inf:
        return np.max(abs(x), **kept)
    if ord == -np.inf:
        return np.min(abs(x), **kept)
    if ord == 0:
        return np.sum(np.not_equal(x, 0.0), **kept)
    if ord == 1:
        return np.sum(abs(x), **kept)
    return np.sum(abs(x) ** ord, **kept) ** (1.0 / ord)


def _matrix_norm(x: Any, ord: Any, axes: tuple[int, ...]) -> Any:
    if ord in _DECOMPOSED:
        raise refused(f"np.linalg.norm(ord={ord!r})")
    if ord is None or ord in ("fro", "f"):
        return np.sqrt(np.sum(x * x, axis=axes, keepdims=True))
    if ord in (1, -1, np.inf, -np.inf):
        along, across = axes if abs(ord) == 1 else axes[::-1]
        sums = np.sum(abs(x), axis=along, keepdims=True)
        choose = np.max if ord > 0 else np.min
        return choose(sums, axis=across, keepdims=True)
    raise InputError(f"np.linalg.norm has no order {ord!r} for matrices.")


def vector_norm(x: Any, /, *, axis: Any = None, keepdims: Any = False, ord: Any = 2) -> Any:
    """As `numpy.linalg.vector_norm`."""
    if axis is None:
        result = norm(np.ravel(x), ord)
        return np.reshape(result, (1,) * np.ndim(x)) if keepdims else result
    return norm(x, ord, axis, keepdims)


def matrix_norm(x: Any, /, *, keepdims: Any = False, ord: Any = "fro") -> Any:
    """As `numpy.linalg.matrix_norm`."""
    return norm(x, ord, (-2, -1), keepdims)


def det(a: Any) -> Any:
    """As `numpy.linalg.det`, over stacks of square matrices.

    Up to 3 by 3 by cofactors, valid for every matrix; larger ones by elimination, whose choice of
    pivots is guarded. Raises `RecordingError` for a larger matrix that is singular: the steps of
    elimination would not hold its derivative.
    """
    stack = _square(a, "np.linalg.det")
    found = [_det(matrix) for matrix in _matrices(stack)]
    return shown(filled(found, stack.shape[:-2]))


def inv(a: Any) -> Any:
    """As `numpy.linalg.inv`, over stacks; steps as in `det`."""
    stack = _square(a, "np.linalg.inv")
    n = stack.shape[-1]
    unit = [[float(i == j) for j in range(n)] for i in range(n)]
    found = [_solved(matrix, unit) for matrix in _matrices(stack)]
    return _stacked(found, stack.shape)


def solve(a: Any, b: Any) -> Any:
    """As `numpy.linalg.solve`: ``b`` is one vector, or a stack of matrices; steps as in `det`."""
    left, right = _square(a, "np.linalg.solve"), operand(b, "np.linalg.solve")
    vector = right.ndim == 1
    if vector:
        right = right[:, np.newaxis]
    if right.ndim < 2 or right.shape[-2] != left.shape[-1]:
        raise InputError(f"np.linalg.solve: shapes {left.shape} and {np.shape(b)} do not fit.")
    batch = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    shape = (*batch, *right.shape[-2:])
    lefts = _matrices(np.broadcast_to(left, (*batch, *left.shape[-2:])))
    rights = _matrices(np.broadcast_to(right, shape))
    pairs = zip(lefts, rights, strict=True)
    result = _stacked([_solved(matrix, sides) for matrix, sides in pairs], shape)
    return result[..., 0] if vector else result


def _square(a: Any, name: str) -> Plain:
    stack = operand(a, name)
    if stack.ndim < 2 or stack.shape[-1] != stack.shape[-2]:
        raise np.linalg.LinAlgError(f"{name} needs square matrices, not shape {stack.shape}.")
    return stack


def _matrices(stack: Plain) -> list[list[Row]]:
    count = math.prod(stack.shape[:-2])
    matrices: list[list[Row]] = stack.reshape(count, *stack.shape[-2:]).tolist()
    return matrices


def _stacked(found: list[Any], shape: tuple[int, ...]) -> Any:
    numbers = (number for matrix in found for row in matrix for number in row)
    return operand(filled(numbers, shape), "").view(Array)


def _minor(matrix: list[Row], i: int, j: int) -> list[Row]:
    return [row[:j] + row[j + 1 :] for k, row in enumerate(matrix) if k != i]


def _det(matrix: list[Row]) -> Any:
    n = len(matrix)
    if n > 3:
        return _det_by_elimination(matrix)
    if n == 0:
        return constant(1.0)
    if n == 1:
        return matrix[0][0]
    if n == 2:
        (a, b), (c, d) = matrix
        return a * d - b * c
    a, b, c = (matrix[0][j] * _det(_minor(matrix, 0, j)) for j in range(3))
    return a - b + c


def _det_by_elimination(matrix: list[Row]) -> Any:
    rows = [list(row) for row in matrix]
    swaps = _eliminate(rows)
    if any(rows[k][k].data == 0.0 for k in range(len(rows))):
        raise RecordingError(
            "np.linalg.det of a singular matrix larger than 3 by 3 is not recorded: its "
            "derivative does not follow from the steps of elimination."
        )
    product = rows[0][0]
    for k in range(1, len(rows)):
        product = product * rows[k][k]
    return -product if swaps % 2 else product


def _eliminate(rows: list[Row]) -> int:
    """Brings rows to upper triangular form, the columns past the square along with them.

    Gaussian elimination with partial pivoting (Golub and Van Loan, Matrix Computations, 4th ed.,
    section 3.4). Stops at a column without a pivot. Gives the number of swaps.
    """
    swaps = 0
    for k in range(len(rows)):
        place = k + _pivot([row[k] for row in rows[k:]])
        if rows[place][k].data == 0.0:
            return swaps
        if place != k:
            rows[k], rows[place] = rows[place], rows[k]
            swaps += 1
        above = rows[k][k + 1 :]
        for row in rows[k + 1 :]:
            factor = row[k] / rows[k][k]
            row[k:] = [
                0.0,
                *(_less(x, factor, y) for x, y in zip(row[k + 1 :], above, strict=True)),
            ]
    return swaps


def _pivot(column: list[Value]) -> int:
    """The place of the largest magnitude, guarded."""
    sizes = [abs(each) for each in column]
    place = int(np.argmax([size.data for size in sizes]))
    guard_largest(sizes, place)
    return place


def _less(x: Any, factor: Any, y: Any) -> Any:
    """``x - factor*y``, without steps for what is 0 by construction."""
    return x if isinstance(y, float) and y == 0.0 else x - factor * y


def _solved(matrix: list[Row], sides: Sequence[Row]) -> list[Row]:
    n = len(matrix)
    if n <= 3:
        return _solved_by_cofactors(matrix, sides)
    rows = [[*row, *side] for row, side in zip(matrix, sides, strict=True)]
    _eliminate(rows)
    if any(rows[k][k].data == 0.0 for k in range(n)):
        raise np.linalg.LinAlgError("Singular matrix")
    columns = range(n, len(rows[0]))
    for k in reversed(range(n)):
        for column in columns:
            rest = rows[k][column]
            for later in range(k + 1, n):
                rest = _less(rest, rows[k][later], rows[later][column])
            rows[k][column] = rest / rows[k][k]
    return [row[n:] for row in rows]


def _solved_by_cofactors(matrix: list[Row], sides: Sequence[Row]) -> list[Row]:
    """Cramer's rule: no pivots to choose, so that the steps hold for every matrix."""
    n = len(matrix)
    whole = _det(matrix)
    if n and whole.data == 0.0:
        raise np.linalg.LinAlgError("Singular matrix")
    found = []
    for i in range(n):
        cofactors = [_cofactor(matrix, k, i) for k in range(n)]
        found.append([_over(cofactors, [side[c] for side in sides], whole)
                      for c in range(len(sides[0]))])  # fmt: skip
    return found


def _cofactor(matrix: list[Row], i: int, j: int) -> Any:
    minor = _minor(matrix, i, j)
    if not minor:
        return 1.0
    return -_det(minor) if (i + j) % 2 else _det(minor)


def _over(cofactors: Row, side: Row, whole: Any) -> Any:
    """The sum of the products over the determinant, without steps for plain zeros and ones."""
    total: Any = None
    for cofactor, number in zip(cofactors, side, strict=True):
        if isinstance(number, float) and number == 0.0:
            continue
        plain_one = isinstance(number, float) and number == 1.0
        term = cofactor if plain_one else cofactor * number
        total = term if total is None else total + term
    return total / whole

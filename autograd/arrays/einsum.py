"""Einstein sums as products and sums of Values, recorded step by step.

Vocabulary: a *label* names an axis (a letter, a number of the sublist form, or a place under the
ellipsis); a *term* is an operand with the labels of its axes.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd.arrays.array import Array, placed
from autograd.arrays.elements import Plain, operand
from autograd.arrays.refusals import refused
from autograd.errors import InputError

Labels = list[Hashable]


class _Term(NamedTuple):
    labels: Labels
    plain: Plain


def einsum(*operands: Any, optimize: Any = False, out: Any = None, **options: Any) -> Any:
    """As `numpy.einsum`, in all its spellings.

    Operands are taken in pairs from left to right, or as ``optimize`` says, and each sum as soon
    as no later operand needs its label. Raises `InputError` for labels that do not fit.
    """
    dtype = options.pop("dtype", None)
    if dtype is not None and np.dtype(dtype) not in (np.dtype(float), np.dtype(object)):
        raise refused(f"np.einsum(dtype={np.dtype(dtype).name})")
    lists, output, data = _parsed(operands)
    terms = [
        _term(labels, operand(each, "np.einsum")) for labels, each in zip(lists, data, strict=True)
    ]
    if output is None:
        output = _implied(lists, terms)
    else:
        output = _expanded(output, max((_under(term) for term in terms), default=0))
    known = {label for term in terms for label in term.labels}
    if not known.issuperset(output) or len(set(output)) != len(output):
        raise InputError("np.einsum: an output label is repeated, or no operand has it.")
    for positions in _path(operands, len(terms), optimize):
        chosen = [terms[position] for position in positions]
        terms = [term for place, term in enumerate(terms) if place not in positions]
        needed = {label for term in terms for label in term.labels}.union(output)
        terms.append(_contracted(chosen, output if not terms else needed))
    (last,) = terms
    return placed(_arranged(last, output), out)


def _parsed(operands: Sequence[Any]) -> tuple[list[Labels], Labels | None, list[Any]]:
    """Labels of each operand, those of the output if given, and the operands; dots are Ellipsis."""
    if not operands:
        raise InputError("np.einsum needs subscripts and at least one operand.")
    output: Labels | None
    if isinstance(operands[0], str):
        inputs, arrow, result = operands[0].replace(" ", "").partition("->")
        lists, data = [_letters(term) for term in inputs.split(",")], list(operands[1:])
        output = _letters(result) if arrow else None
    else:
        data, lists = list(operands[0 : len(operands) // 2 * 2 : 2]), []
        lists = [list(each) for each in operands[1::2]]
        output = list(operands[-1]) if len(operands) % 2 else None
    if len(lists) != len(data):
        raise InputError(f"np.einsum has subscripts for {len(lists)} operands, not {len(data)}.")
    return lists, output, data


def _letters(term: str) -> Labels:
    before, dots, after = term.partition("...")
    if not (before + after).isalpha() and before + after:
        raise InputError(f"np.einsum: the subscripts {term!r} are not letters and at most one ...")
    return [*before, ..., *after] if dots else [*before]


def _expanded(labels: Labels, width: int) -> Labels:
    """The labels with the ellipsis spelt out as ``width`` labels, counted from the right."""
    if ... not in labels:
        return labels
    place = labels.index(...)
    return [*labels[:place], *((..., n) for n in range(width, 0, -1)), *labels[place + 1 :]]


def _term(labels: Labels, plain: Plain) -> _Term:
    width = plain.ndim - len(labels) + 1 if ... in labels else 0
    whole = _expanded(labels, max(width, 0))
    if len(whole) != plain.ndim:
        raise InputError(f"np.einsum: {len(whole)} labels for an operand of {plain.ndim} axes.")
    for label in dict.fromkeys(whole):
        while whole.count(label) > 1:  # a repeated label walks the diagonal
            first = whole.index(label)
            second = whole.index(label, first + 1)
            plain = np.diagonal(plain, axis1=first, axis2=second)
            whole = [each for place, each in enumerate(whole) if place not in (first, second)]
            whole.append(label)
    return _Term(whole, plain)


def _under(term: _Term) -> int:
    return sum(isinstance(label, tuple) for label in term.labels)


def _implied(lists: list[Labels], terms: list[_Term]) -> Labels:
    """The output where none is written: the ellipsis, then in order the labels that occur once."""
    written = [label for labels in lists for label in labels if label is not ...]
    once = [label for label in written if written.count(label) == 1]
    width = max(map(_under, terms), default=0)
    return _expanded([..., *sorted(once, key=lambda label: (str(type(label)), label))], width)


def _path(operands: Any, count: int, optimize: Any) -> list[tuple[int, ...]]:
    """Which terms are contracted at each step; the result goes to the end of the list."""
    if optimize is False or count < 3:
        later: list[tuple[int, ...]] = [(n, 0) for n in range(count - 2, 0, -1)]
        return [(0, 1) if count > 1 else (0,), *later]
    sizes: list[Any] = [np.empty(o.shape) if isinstance(o, np.ndarray) else o for o in operands]
    found: list[tuple[int, ...]] = np.einsum_path(*sizes, optimize=optimize)[0][1:]
    return found


def _contracted(terms: list[_Term], needed: Any) -> _Term:
    """The product of the terms, summed over every label that is not needed any more."""
    labels = list(dict.fromkeys(label for term in terms for label in term.labels))
    kept = [label for label in labels if label in needed]
    summed = [label for label in labels if label not in needed]
    product: Any = _arranged(terms[0], kept + summed).view(Array)
    for term in terms[1:]:
        product = np.multiply(product, _arranged(term, kept + summed).view(Array))
    if summed:
        product = np.add.reduce(product, axis=tuple(range(len(kept), len(labels))))
    return _Term(kept, operand(product, "np.einsum"))


def _arranged(term: _Term, labels: Labels) -> Plain:
    """A term's axes in the order of ``labels``, with an axis of length 1 for each it lacks."""
    own = [term.labels.index(label) for label in labels if label in term.labels]
    index = (slice(None) if label in term.labels else None for label in labels)
    return term.plain.transpose(own)[(*index, ...)]

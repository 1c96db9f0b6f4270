"""What went wrong with a claimed gradient, read from its shape and from where it differs.

One function for each mistake, in the order in which they are looked for: the plainest explanation
that fits every element is named.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from autograd.check.functions.blocks import Floats, shown_index
from autograd.check.functions.ratios import named, same
from autograd.check.verdict import Blame

_TIGHT: Final = 1e-10


class Case(NamedTuple):
    """One wrong block.

    name: of the argument. claimed, truth: arrays of one shape, the result's axes (``outputs`` of
    them) first. slack: by how much elements may differ and still count as equal. argument: the
    block's own numbers. others: every number and array the function was given, by name. siblings:
    the true derivatives with respect to the other blocks. unmasked: the derivative as it would be
    if every relu, maximum, clip and where let all pass; None where that is not known.
    """

    name: str
    claimed: Floats
    truth: Floats
    slack: Floats
    outputs: int
    argument: Floats
    others: Mapping[str, Floats]
    siblings: Mapping[str, Floats]
    unmasked: Floats | None = None

    def alike(self, one: Any, other: Any) -> bool:
        """Whether two arrays are equal within the slack."""
        one, other = np.asarray(one), np.asarray(other)
        if one.shape != other.shape:
            return False
        size = np.maximum(np.abs(one), np.abs(other))
        return bool(np.all(np.abs(one - other) <= _TIGHT * size + np.max(self.slack, initial=0.0)))

    @property
    def wrong(self) -> Any:
        """A mask of the elements that differ."""
        size = np.maximum(np.abs(self.claimed), np.abs(self.truth))
        return np.abs(self.claimed - self.truth) > _TIGHT * size * 1e-4 + self.slack

    @property
    def difference(self) -> Floats:
        """Claim less truth."""
        gap: Floats = self.claimed - self.truth
        return gap


def hint(case: Case) -> Blame | None:
    """The plainest explanation of a wrong block, or None."""
    if not (np.isfinite(case.claimed).all() and np.isfinite(case.truth).all()):
        return None
    if not case.wrong.any():
        return None
    for look in _LOOKS:
        found = look(case)
        if found is not None:
            return found
    return None


def _blame(case: Case, mistake: str, uses: str, expected: str, sentence: str) -> Blame:
    return Blame(case.name, mistake, uses, expected, sentence)


def _nothing(case: Case) -> Blame | None:
    if case.claimed.any() or not case.truth.any():
        return None
    told = "the claim is 0 everywhere: the argument was taken as a constant"
    return _blame(case, "forgotten branch", "0", f"∂/∂{case.name}", told)


def _sign(case: Case) -> Blame | None:
    if not case.alike(case.claimed, -case.truth):
        return None
    told = f"{'every element' if case.truth.size > 1 else 'the claim'} has the wrong sign"
    return _blame(case, "sign", f"-∂/∂{case.name}", f"∂/∂{case.name}", told)


def _transposed(case: Case) -> Blame | None:
    for axes in itertools.permutations(range(case.truth.ndim)):
        turned = case.claimed.transpose(axes)
        if axes == tuple(range(case.truth.ndim)) or not case.alike(turned, case.truth):
            continue
        if 0 < case.outputs < case.truth.ndim:
            told = "the claim is the transpose: outputs belong in rows, inputs in columns"
            return _blame(case, "numerator layout", "J.T", "J", told)
        return _blame(case, "transposed", "G.T", "G", "the claim is the transpose of the gradient")
    return None


def _swapped(case: Case) -> Blame | None:
    for name, truth in case.siblings.items():
        if truth.any() and case.alike(case.claimed, truth):
            told = f"this is the derivative with respect to {name}"
            return _blame(case, "other variable", f"∂/∂{name}", f"∂/∂{case.name}", told)
    return None


def _factor(case: Case) -> Blame | None:
    ratio = _ratio(case.claimed, case.truth, case)
    if ratio is None:
        return None
    found = named(ratio, dict(_counts(case)), case.truth.size == 1)
    if found is None and (case.truth.size == 1 or np.count_nonzero(case.truth) < 2):
        return None
    many = case.truth.size > 1
    subject = "every element is" if many else "the claim is"
    if found is None and abs(ratio - 1) < 1e-3:
        told = f"{subject} off by the factor 1 {ratio - 1:+.3g}, as by a constant typed short"
        return _blame(case, "constant typed short", f"{ratio:.12g}", "1", told)
    text, mistake, why = found or (f"{ratio:.10g}", "factor", "")
    told = f"{subject} {text} times the derivative{why}"
    return _blame(case, mistake, f"{text} * ∂/∂{case.name}", f"∂/∂{case.name}", told)


def _ratio(one: Floats, other: Floats, case: Case) -> float | None:
    """The one number by which ``other`` must be multiplied to give ``one``."""
    at = int(np.argmax(np.abs(other)))
    largest = other.ravel()[at]
    if not largest:
        return None
    ratio = float(one.ravel()[at] / largest)
    return ratio if ratio and case.alike(one, ratio * other) else None


def _counts(case: Case) -> Iterator[tuple[int, str]]:
    """Lengths that a mean could have been over, from 3 on, and where each is met."""
    for name, data in (*case.others.items(), (case.name, case.argument)):
        for place, length in enumerate(data.shape):
            if length > 2:
                yield length, f"the length of axis {place} of {name}"
        if data.ndim > 1 and data.size > 2:
            yield data.size, f"the number of elements of {name}"


def _regulariser(case: Case) -> Blame | None:
    """A term proportional to the argument, or to its sign, that is missing or too much."""
    if case.outputs or case.argument.shape != case.truth.shape or not case.argument.any():
        return None
    for form, text in ((case.argument, case.name), (np.sign(case.argument), f"sign({case.name})")):
        ratio = _ratio(case.difference, form, case)
        if ratio is None or (case.truth.size < 2 and not _of_scalars(ratio, case)):
            continue
        known = _of_scalars(ratio, case)
        term = f"{known or format(abs(ratio), '.8g')} * {text}"
        if known is None and _ratio(case.truth, form, case) is not None:
            continue  # the whole derivative has this form: a factor says more
        penalty = "L2" if form is case.argument else "L1"
        verb = "lacks" if ratio < 0 else "has too much of"
        told = f"the claim {verb} the term {term} (of an {penalty} regulariser)"
        return _blame(case, "regulariser", "0" if ratio < 0 else term,
                      term if ratio < 0 else "0", told)  # fmt: skip
    return None


def _of_scalars(ratio: float, case: Case) -> str | None:
    """A factor as a simple multiple of a number that the function was given."""
    for name, data in case.others.items():
        number = float(data) if data.ndim == 0 else 0.0
        if not number:
            continue
        for multiple, text in ((1.0, name), (2.0, f"2*{name}"), (0.5, f"{name}/2")):
            if same(abs(ratio), abs(multiple * number)):
                return text
    return None


def _one_slice(case: Case) -> Blame | None:
    """Wrong in one element, row or column alone."""
    places = np.argwhere(case.wrong)
    if case.truth.size < 2 or len(places) == case.truth.size:
        return None
    if len(places) == 1:
        at = shown_index(places[0])
        told = f"only the element {at} is wrong"
        return _blame(case, "one element", f"{case.claimed[tuple(places[0])]:.10g}",
                      f"{case.truth[tuple(places[0])]:.10g}", told)  # fmt: skip
    for axis in range(case.truth.ndim):
        found = sorted({int(place[axis]) for place in places})
        if len(found) == 1 and case.truth.shape[axis] > 1 and case.truth.ndim > 1:
            what = {0: "row", 1: "column"}.get(axis, f"slice along axis {axis}")
            told = f"only {what} {found[0]} is wrong"
            return _blame(case, f"one {what}", what, "the others' rule", told)
    return None


def _unmasked(case: Case) -> Blame | None:
    """What comes out when whatever selects lets everything pass."""
    if case.unmasked is None or not case.alike(case.claimed, case.unmasked):
        return None
    told = ("the claim is what comes out when the mask of what is switched off (a relu, a where, "
            "a clip) is left out")  # fmt: skip
    return _blame(case, "mask", "1", "the mask", told)


def _mask(case: Case) -> Blame | None:
    """Wrong where something is switched off, and only there."""
    wrong, claimed, truth = case.wrong, case.claimed, case.truth
    if case.truth.size < 3 or wrong.all():
        return None
    if np.array_equal(wrong, (truth == 0) & (claimed != 0)):
        told = ("the claim is not 0 where the derivative is: the mask of what is switched off "
                "(a relu, a where, a clip) was left out")  # fmt: skip
        return _blame(case, "mask", "1", "the mask", told)
    if np.array_equal(wrong, (claimed == 0) & (truth != 0)):
        told = "the claim is 0 where the derivative is not: something is masked that is not"
        return _blame(case, "mask", "0", "1", told)
    if case.argument.shape == truth.shape:
        for mask, text in ((case.argument < 0, "negative"), (case.argument > 0, "positive"),
                           (case.argument <= 0, "not positive")):  # fmt: skip
            if mask.any() and np.array_equal(wrong, mask & (wrong | (truth != 0))) and wrong.any():
                told = f"the claim is wrong just where {case.name} is {text}"
                return _blame(case, "mask", "one rule", f"another where {text}", told)
    return None


def _order(case: Case) -> Blame | None:
    """The right numbers in the wrong places."""
    truth, claimed = case.truth, case.claimed
    for axis in range(truth.ndim):
        if truth.shape[axis] < 2:
            continue
        if case.alike(np.flip(claimed, axis), truth):
            told = f"the elements stand in reverse order along axis {axis}"
            return _blame(case, "order", "reversed", "in order", told)
        for shift in (1, -1):
            if truth.shape[axis] > 2 and case.alike(np.roll(claimed, -shift, axis), truth):
                told = f"the elements are shifted by one along axis {axis}"
                return _blame(case, "order", "shifted", "in order", told)
    if truth.size > 2 and case.alike(np.sort(claimed, axis=None), np.sort(truth, axis=None)):
        told = "the numbers are right but stand in the wrong places"
        return _blame(case, "order", "another order", "in order", told)
    return None


def _along_axis(case: Case) -> Blame | None:
    """A factor, or a missing term, that is the same all along one axis."""
    if case.truth.ndim < 2 or min(case.truth.shape) < 2:
        return None
    safe = np.where(case.truth == 0, 1.0, case.truth)
    ratios = np.where(case.truth == 0, np.nan, case.claimed / safe)
    for axis in range(case.truth.ndim):
        if np.isnan(ratios).all(axis).any() or (case.claimed[case.truth == 0] != 0).any():
            break
        one = np.nanmax(ratios, axis=axis, keepdims=True)
        if case.alike(case.claimed, one * case.truth):
            told = f"each slice along axis {axis} is off by a factor of its own"
            return _blame(case, "factor", "a factor for each slice", "1", told)
    for axis in range(case.truth.ndim):
        middle = case.difference.mean(axis=axis, keepdims=True)
        if case.alike(case.difference, np.broadcast_to(middle, case.truth.shape)):
            told = (f"what is off is the same all along axis {axis}: a term that comes from a sum "
                    "or a mean over it is missing, or too much")  # fmt: skip
            return _blame(case, "missing term", "0", "a sum over an axis", told)
    return None


def _elementwise(case: Case) -> Blame | None:
    """A factor of the argument itself too many or too few, or a constant added."""
    if case.argument.shape == case.truth.shape and case.truth.size > 1:
        if case.alike(case.claimed, case.truth * case.argument):
            told = f"every element is multiplied by {case.name} once too often"
            return _blame(case, "exponent not lowered", f"{case.name} * G", "G", told)
        if case.argument.all() and case.alike(case.claimed * case.argument, case.truth):
            told = f"every element lacks a factor of {case.name}"
            return _blame(case, "missing factor", f"G / {case.name}", "G", told)
    if case.truth.size > 2:
        constant = float(case.difference.ravel()[0])
        if constant and case.alike(case.difference, np.full(case.truth.shape, constant)):
            told = f"every element is off by the same {constant:.6g}"
            return _blame(case, "missing term", f"{constant:.10g}", "0", told)
    return None


_LOOKS: Final[Sequence[Callable[[Case], Blame | None]]] = (
    _nothing, _sign, _transposed, _swapped, _factor, _regulariser, _unmasked, _order, _one_slice,
    _mask, _elementwise, _along_axis,
)  # fmt: skip

"""Safe forms: sums of exponentials that are written without taking the largest number out first.

``log(Σ exp(z))`` and ``exp(z) / Σ exp(z)`` overflow for z above 709 though their values do not
(Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA J.
Numer. Anal. 41 (2021)). Where a sum of exponentials is used in these two ways alone, the program
computes ``m + log(Σ exp(z - m))`` and ``exp(z - m) / Σ exp(z - m)`` with m the largest z.
"""

from __future__ import annotations

from collections import defaultdict

from autograd.program.builder import Builder
from autograd.program.ir import Array, Map, Reduce, Statement, View, reads, steps, whole
from autograd.program.safe_maps import safe_logarithm, safe_map
from autograd.program.shifts import is_largest

NOTE = "the largest is taken out of the exponentials, which would overflow as they were written"


def make_safe(builder: Builder) -> None:
    """Rewrites functions of one number that are spelt out, and the sums of exponentials."""
    for statement in list(builder.block.statements):
        if isinstance(statement, Map):
            safe_map(builder, statement)
    for statement in list(builder.block.statements):
        if isinstance(statement, Reduce) and statement.op == "add" and not statement.batch:
            _shift(builder, statement)
    for statement in list(builder.block.statements):
        if isinstance(statement, Map) and statement.op == "log":
            safe_logarithm(builder, statement)


def _shift(builder: Builder, total: Reduce) -> None:
    """Takes the largest exponent out of one sum, where its uses allow that."""
    block = builder.block
    exponential = builder.made.get(total.arg.array)
    if not isinstance(exponential, Map) or exponential.op != "exp":
        return
    z = exponential.args[0]
    labels = total.arg.labels
    if not isinstance(z, View) or total.arg != whole(exponential.target, exponential.sizes, labels):
        return
    logarithms = _logarithms(builder, exponential, total)
    if logarithms is None or _is_shifted(builder, z):
        return
    place = block.statements.index(exponential)
    rest = block.statements[place:]
    del block.statements[place:]
    names = dict(enumerate(labels))
    largest = builder.reduce("maximum", z.relabeled(names), total.sizes, total.keep)
    kept = tuple(labels.index(label) for label in total.keep)
    shift = whole(largest, builder.dims(largest), kept)
    difference = builder.map("sub", [z, shift], exponential.sizes)
    block.notes[difference] = NOTE
    block.statements += rest
    shifted = Map(exponential.target, "exp", (builder.all_of(difference),), exponential.sizes)
    builder.replaced(exponential, [shifted])
    for logarithm in logarithms:
        bare = block.array(Array(logarithm.sizes, builder.batched(builder.all_of(largest))))
        own = tuple(range(len(logarithm.sizes)))
        builder.replaced(logarithm, [
            Map(bare, "log", logarithm.args, logarithm.sizes),
            Map(logarithm.target, "add",
                (whole(largest, logarithm.sizes, own), whole(bare, logarithm.sizes)),
                logarithm.sizes),
        ])  # fmt: skip


def _logarithms(builder: Builder, exponential: Map, total: Reduce) -> list[Map] | None:
    """The logarithms of a sum of exponentials; None where it is used in other ways as well."""
    users: dict[int, list[Statement]] = defaultdict(list)
    for statement in steps(builder.block.statements):
        for view in reads(statement):
            users[view.array].append(statement)
    found: list[Map] = []
    for user in users[exponential.target]:
        if user is not total and not _is_ratio(user, exponential.target, total.target):
            return None
    for user in users[total.target]:
        if isinstance(user, Map) and user.op == "log":
            if user.args[0] != builder.all_of(total.target):
                return None
            found.append(user)
        elif not _is_ratio(user, exponential.target, total.target):
            return None
    returned = {view.array for _, view, _ in builder.block.returns if isinstance(view, View)}
    return None if returned & {exponential.target, total.target} else found


def _is_ratio(user: Statement, above: int, below: int) -> bool:
    if not isinstance(user, Map) or user.op != "div":
        return False
    arrays = [arg.array if isinstance(arg, View) else None for arg in user.args]
    return arrays == [above, below]


def _is_shifted(builder: Builder, z: View) -> bool:
    """Whether an exponent is a difference from a largest number already."""
    made = builder.made.get(z.array)
    if not isinstance(made, Map) or made.op != "sub" or not isinstance(made.args[1], View):
        return False
    return is_largest(builder.made.get(made.args[1].array), builder.made)

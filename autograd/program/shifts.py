"""Shifts that cancel: the largest number that softmax and log-sum-exp take out first.

``m + log(Σ exp(z - m))`` and ``exp(z - m) / Σ exp(z - m)`` do not depend on m, whatever m is
(Blanchard, Higham and Higham, Accurately computing the log-sum-exp and softmax functions, IMA J.
Numer. Anal. 41 (2021), section 1). So no derivative flows into m; a person would not write the
terms that cancel, and the rounding that is left of them is not there.
"""

from __future__ import annotations

from collections import defaultdict

from autograd.program.ir import Block, Item, Loop, Map, Reduce, Statement, View, reads


def shifts(block: Block) -> set[int]:
    """The arrays on which the results depend only through shifts that cancel."""
    users: dict[int, list[Item]] = defaultdict(list)
    for statement in block.statements:
        for view in reads(statement):
            users[view.array].append(statement)
    returned = {view.array for _, view, _ in block.returns if isinstance(view, View)}
    made = {s.target: s for s in block.statements if not isinstance(s, Loop)}
    return {
        array
        for array, statement in made.items()
        if is_largest(statement, made) and array not in returned and _cancels(array, users)
    }


def is_largest(statement: Statement | None, made: dict[int, Statement]) -> bool:
    """Whether a statement makes a largest number, perhaps kept finite."""
    if isinstance(statement, Map) and statement.op == "clip":
        inner = statement.args[0]
        return isinstance(inner, View) and is_largest(made.get(inner.array), made)
    return isinstance(statement, Reduce) and statement.op == "maximum"


def _cancels(shift: int, users: dict[int, list[Item]]) -> bool:
    """Whether every use of an array is a shift inside of softmax or log-sum-exp."""
    added_back: set[int] = set()
    logarithms: set[int] = set()
    for user in users[shift]:
        if not isinstance(user, Map):
            return False
        if user.op == "sub" and _reads(user, 1) == shift and _reads(user, 0) != shift:
            found = _shifted(user.target, users)
            if found is None:
                return False
            logarithms |= found
        elif user.op == "add" and None not in (_reads(user, 0), _reads(user, 1)):
            added_back |= {_reads(user, 0), _reads(user, 1)} - {shift}  # type: ignore[arg-type]
        else:
            return False
    return added_back == logarithms


def _shifted(difference: int, users: dict[int, list[Item]]) -> set[int] | None:
    """The logarithms that a shifted array ends in; None where it is used in another way."""
    exponentials = [s for s in users[difference] if isinstance(s, Map) and s.op == "exp"]
    if len(exponentials) != 1:
        return None
    (exponential,) = exponentials
    subtracted = {  # in log of softmax, if that is its sum
        _reads(user, 1) for user in users[difference]
        if isinstance(user, Map) and user.op == "sub" and _reads(user, 0) == difference
    }  # fmt: skip
    if len(users[difference]) != 1 + len(subtracted):
        return None
    totals = [s for s in users[exponential.target] if isinstance(s, Reduce) and s.op == "add"]
    if len(totals) != 1 or totals[0].batch:
        return None
    total = totals[0].target
    for user in users[exponential.target]:
        if user is not totals[0] and not _is_ratio(user, exponential.target, total):
            return None
    logarithms = set()
    for user in users[total]:
        if isinstance(user, Map) and user.op == "log":
            if len(users[user.target]) != 1:
                return None
            logarithms.add(user.target)
        elif not _is_ratio(user, exponential.target, total):
            return None
    return logarithms - subtracted if subtracted <= logarithms else None


def _is_ratio(user: Item, above: int, below: int) -> bool:
    return (
        isinstance(user, Map)
        and user.op == "div"
        and (_reads(user, 0), _reads(user, 1)) == (above, below)
    )


def _reads(statement: Map, place: int) -> int | None:
    operand = statement.args[place]
    return operand.array if isinstance(operand, View) else None

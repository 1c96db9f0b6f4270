"""The check of Python functions: ordinary code over floats, lists, dicts and NumPy arrays.

The function and the claim are run as they are, then on Values; what was recorded is run again to
fifty digits (`evidence`, `answers`), and every element is compared (`comparison`). Where the
function cannot be traced, differences of its floats have to do (`blackbox`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograd.check.functions import answers
from autograd.check.functions.answers import Answer, matched
from autograd.check.functions.blocks import blocks, is_differentiable, numbers
from autograd.check.functions.calls import Function, call, differentiated, named_arguments, title
from autograd.check.functions.case import ENGINE, Case, Part
from autograd.check.functions.elements import judged, truth_of
from autograd.check.functions.evidence import Evidence, gather
from autograd.check.functions.given import Given
from autograd.check.verdict import Verdict
from autograd.errors import CheckError, InputError


def check_function(
    f: Function,
    at: Any = None,
    claims: Any = None,
    *,
    wrt: str | Iterable[str] | None = None,
    seed: int = 0,
    name: str | None = None,
) -> Verdict:
    """Judges the derivatives of a Python function at a point, every element of them.

    f: takes floats, NumPy arrays, or lists, tuples and dicts of them, and returns a number or an
    array of numbers. at: its arguments by name, as a tuple, or the one argument. claims: a
    function of the same arguments that returns the gradient (a tree in the shape of the argument;
    for several a dict by name or a tuple in order), or for each name such a function or its
    numbers. Without claims the engine's own derivatives are judged. wrt: the arguments to
    differentiate with respect to, by default those with claims, or all that hold floats.

    Raises `InputError` for arguments that do not fit, `CheckError` where a function raises.
    """
    arguments = named_arguments(f, at)
    listed = [wrt] if isinstance(wrt, str) else list(wrt or ())
    result = call(f, arguments)
    shape = _shape(result, f)
    outputs = [float(number) for number in numbers(result, f"What {title(f)} returns")]
    names, bits = _claimed(f, arguments, claims, listed)
    given = Given(f, arguments, names, bits, outputs, seed)
    evidence = gather(given)
    parts = list(_parts(given, claims, evidence, bool(listed)))
    case = Case(name or title(f), given, shape, evidence, parts)
    evidence.rest(dict(_by_place(case)))
    truths = {part.block.name: truth_of(case, part) for part in parts}
    results = tuple(judged(case, part, truths) for part in parts)
    return Verdict(results, tuple(dict.fromkeys([*_notes(parts), *evidence.notes])))


def _shape(result: Any, f: Function) -> tuple[int, ...]:
    found = blocks(result, f"What {title(f)} returns")
    if len(found) != 1:
        raise CheckError(
            f"{title(f)} returns {len(found)} things; the check is for a function that returns a "
            "number or one array. Wrap it: def f(x): return g(x)[0]"
        )
    return found[0].shape


def _claimed(
    f: Function, arguments: Mapping[str, Any], claims: Any, wrt: Sequence[str]
) -> tuple[list[str], int]:
    """The names that are judged, and the bits of the floats that take part."""
    bits = [block.bits for value in arguments.values() if is_differentiable(value)
            for block in blocks(value, "")]  # fmt: skip
    if claims is None:
        return differentiated(f, arguments, wrt), min(bits, default=64)
    if isinstance(claims, Mapping):
        names = differentiated(f, arguments, list(claims)) if claims else []
        if not names:
            raise InputError("claims has no claim.")
        return names, min(bits, default=64)
    if not callable(claims):
        tree, names = claims, differentiated(f, arguments, wrt)
    else:
        tree, names = answers.returned(claims, arguments), differentiated(f, arguments, wrt)
    bits += [block.bits for block in blocks(tree, "")]
    return list(answers.by_name(tree, arguments, names, bool(wrt))), min(bits, default=64)


def _parts(given: Given, claims: Any, evidence: Evidence, chosen: bool) -> Iterator[Part]:
    found = _answers(given, claims, evidence, chosen)
    offset = 0
    for name in given.wrt:
        answer, tree = found[name]
        for block, part in matched(tree, given.arguments[name], name):
            shapes = blocks(part, name)
            if len(shapes) != 1:
                raise InputError(f"The claim for {block.name} is not one array.")
            yield Part(block, offset, answer, shapes[0].shape, [int(n) for n in numbers(part, "")])
            offset += block.size


def _answers(
    given: Given, claims: Any, evidence: Evidence, chosen: bool
) -> dict[str, tuple[Answer, Any]]:
    """For each name the answer that holds its numbers, and their places in it."""
    if claims is None:
        return _engine(given, evidence)
    if isinstance(claims, Mapping):
        found = {}
        for name in given.wrt:
            claim = claims[name]
            answer = answers.of_function(claim, given) if callable(claim) else _numbers(claim, name)
            found[name] = answer, answer.tree
        return found
    answer = answers.of_function(claims, given) if callable(claims) else _numbers(claims, "claims")
    parts = answers.by_name(answer.tree, given.arguments, given.wrt, True)
    return {name: (answer, parts[name]) for name in given.wrt}


def _numbers(claim: Any, name: str) -> Answer:
    blocks(claim, f"The claim for {name}")
    return answers.of_numbers(claim, "the numbers given")


def _engine(given: Given, evidence: Evidence) -> dict[str, tuple[Answer, Any]]:
    """The engine's own derivatives as the claim."""
    if evidence.method != "traced":
        raise CheckError(
            f"{evidence.notes[0]}. So the engine has no derivative of it; give one to be judged "
            "(claims)."
        )
    outputs = len(given.outputs)
    found, offset = {}, 0
    for name in given.wrt:
        for_name = numbers(given.arguments[name], name)
        columns = range(offset, offset + len(for_name))
        plain = [evidence.reverse(k, i) or 0.0 for k in range(outputs) for i in columns]
        answer = answers.of_numbers(plain, ENGINE)
        found[name] = answer, _engine_tree(given.arguments[name], name, outputs)
        offset += len(for_name)
    return found


def _engine_tree(argument: Any, name: str, outputs: int) -> Any:
    """Places of the engine's numbers in the argument's shape, those of all outputs outside."""
    # Blocks of one argument lie side by side in a row; each takes its columns of every row.
    total = len(numbers(argument, name))
    rows = np.arange(outputs * total).reshape(outputs, total)
    if len(blocks(argument, name)) == 1 and blocks(argument, name)[0].name == name:
        return rows.reshape(-1)
    return _split(argument, rows, [0])


def _split(argument: Any, rows: Any, at: list[int]) -> Any:
    """The columns of ``rows`` in the shape of a tree of blocks; ``at`` moves on."""
    own = blocks(argument, "")
    if len(own) == 1 and not own[0].name:
        size = own[0].size
        at[0] += size
        return rows[:, at[0] - size : at[0]].reshape(-1)
    if isinstance(argument, dict):
        return {key: _split(branch, rows, at) for key, branch in argument.items()}
    return [_split(branch, rows, at) for branch in argument]


def _by_place(case: Case) -> Iterator[tuple[tuple[int, int], float]]:
    """What is claimed for each output and input, as far as shapes let it be told."""
    for part in case.parts:
        columns = case.columns(part)
        if len(columns) == len(part.places):
            for at, place in zip(columns, part.places, strict=True):
                yield at, part.answer.plain[place]


def _notes(parts: Sequence[Part]) -> Iterator[str]:
    """What is told once for all results."""
    for part in parts:
        if part.answer.why:
            yield f"{part.answer.text} cannot be traced: {part.answer.why}"

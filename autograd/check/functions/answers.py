"""What a claimed gradient says: run as it is, and, where it can be traced, to fifty digits.

A claim is float code, so its result is rounded. Run again in high precision on the same binary
inputs, it is not: what is then left between claim and derivative is a mistake, however small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np

from autograd.check.functions.blocks import Block, blocks, numbers
from autograd.check.functions.calls import Function, accepted, call, title
from autograd.check.functions.fidelity import hold_record, hold_values
from autograd.check.functions.given import Given, typed
from autograd.check.functions.recorded import Recording, Untraceable, record
from autograd.check.functions.slopes import settled_all
from autograd.check.functions.tape import Tape
from autograd.check.precise import DIGITS, precise
from autograd.errors import CheckError, InputError
from autograd.rounding import exact_sum, running, unless, written
from autograd.trees import is_array, rebuild
from autograd.value import Value

_NUDGES: Final = 4
_NOISE: Final = 8.0


class Answer(NamedTuple):
    """One claim's numbers.

    text: what the claim is called. tree: its result with the place of each number in that
    number's stead. numbers: to high precision where it could be traced, else as floats; None for
    what is not finite. plain: as floats. bars: by how much each may be off by written numbers
    (traced), or by the claim's own rounding as far as it shows (not traced). recorded: its Values,
    for bars that are closer; exact: whether it was traced. why: it was not, or "". bits: of its
    floats. again: the same claim for another question.
    """

    text: str
    tree: Any
    numbers: list[Any]
    plain: list[float]
    bars: list[float]
    exact: bool
    why: str = ""
    bits: int = 64
    tight: Callable[[int], float] | None = None
    again: Callable[[Given], Answer] | None = None


def of_numbers(tree: Any, text: str) -> Answer:
    """A claim that is numbers."""
    plain = [float(number) for number in numbers(tree, "A claim")]
    bits = min((block.bits for block in blocks(tree, "claim")), default=64)
    return Answer(text, _places(tree), _finite(plain), plain, [0.0] * len(plain), False, bits=bits)


def returned(claim: Function, arguments: Mapping[str, Any]) -> Any:
    """What a claim returns for the checked function's arguments: a tree of numbers.

    Raises `CheckError` where it raises, `InputError` where it returns something else.
    """
    tree = call(claim, accepted(claim, arguments))
    blocks(tree, f"What {title(claim)} returns")
    return tree


def of_function(claim: Function, given: Given) -> Answer:
    """A claim that is a function of the checked function's arguments."""
    tree = returned(claim, given.arguments)
    arguments = accepted(claim, given.arguments)
    plain = [float(number) for number in numbers(tree, "A claim")]
    bits = min([given.bits, *(block.bits for block in blocks(tree, title(claim)))])
    answer = Answer(
        title(claim), _places(tree), _finite(plain), plain, [0.0] * len(plain), False, bits=bits,
        again=lambda other: of_function(claim, other),
    )  # fmt: skip
    try:
        return _traced(claim, given, arguments, answer)
    except Untraceable as reason:
        bars = _noise(claim, given, plain)
        return answer._replace(bars=bars, why=str(reason).removesuffix("."))


def _places(tree: Any) -> Any:
    """The tree with the place of each number in its stead."""
    count = len(numbers(tree, "A claim"))
    return rebuild(tree, iter(range(count)))


def _finite(plain: Sequence[float]) -> list[Any]:
    mp = precise(DIGITS).mp
    return [mp.mpf(number) if np.isfinite(number) else None for number in plain]


def _traced(claim: Function, given: Given, arguments: Mapping[str, Any], answer: Answer) -> Answer:
    """The claim run on Values, then to high precision."""
    own = [name for name in _renamed(claim, given, arguments) if name in arguments]
    recording = record(claim, arguments, own)
    hold_values(recording, answer.plain, answer.bits)
    _hold_record(claim, given, recording, own)
    exact, inputs = given.plain(), frozenset(recording.leaves)
    charge = unless(exact, written(inputs, given.bits))
    tape, m = Tape(recording.outputs), precise(DIGITS)
    found = settled_all(lambda m: tape.results(m, {}))
    exactly = [sure.number if m.finite(sure.number) else None for sure in found]
    outputs = recording.outputs
    return answer._replace(
        numbers=exactly,
        bars=running(outputs, charge),
        exact=True,
        tight=lambda place: exact_sum(outputs[place], charge),
    )


def _hold_record(claim: Function, given: Given, recording: Recording, own: Sequence[str]) -> None:
    """Raises `Untraceable` where the claim's record is not the whole of what it does."""

    def moved(at: Mapping[Value, float]) -> dict[str, Any]:
        rows = {n: iter([at[leaf] for leaf in leaves]) for n, leaves in recording.inputs.items()}
        arguments = accepted(claim, given.arguments)
        return arguments | {
            name: typed(rebuild(arguments[name], rows[name]), arguments[name]) for name in own
        }

    def values(at: Mapping[Value, float]) -> list[float]:
        return [float(number) for number in numbers(call(claim, moved(at)), "A claim")]

    def again(at: Mapping[Value, float]) -> Recording:
        return record(claim, moved(at), own)

    hold_record(recording, values, again, given.bits, given.seed)


def _renamed(claim: Function, given: Given, arguments: Mapping[str, Any]) -> list[str]:
    """The claim's own names of the arguments differentiated with respect to."""
    if set(arguments) <= set(given.arguments):
        return list(given.wrt)
    by_place = dict(zip(given.arguments, arguments, strict=False))
    return [by_place[name] for name in given.wrt if name in by_place]


def _noise(claim: Function, given: Given, plain: Sequence[float]) -> list[float]:
    """How much the claim's numbers move when its inputs move by a rounding: its own noise, as
    far as that shows from outside."""
    bars = [0.0] * len(plain)
    source = np.random.default_rng(given.seed)
    here = given.inputs()
    unit = 2.0**-52 if given.bits == 64 else 2.0**-23
    for _ in range(_NUDGES):
        row = [x + abs(x) * unit * int(k) for x, k in
               zip(here, source.integers(-1, 2, len(here)), strict=True)]  # fmt: skip
        try:
            tree = call(claim, accepted(claim, given.at(row)))
            moved = [float(number) for number in numbers(tree, "A claim")]
        except CheckError:
            continue
        if len(moved) == len(plain):
            bars = [max(bar, _NOISE * abs(a - b)) if np.isfinite(a) and np.isfinite(b) else bar
                    for bar, a, b in zip(bars, moved, plain, strict=True)]  # fmt: skip
    return bars


def by_name(
    tree: Any, given_names: Mapping[str, Any], wrt: Sequence[str], chosen: bool
) -> dict[str, Any]:
    """Which part of a claim's result belongs to which argument.

    wrt: the arguments that hold floats, or those chosen by the caller. A dict goes by names; a
    tuple, or a list of arrays, in order; anything else belongs to the one argument that it fits,
    the first where none does.
    """
    single = given_names[wrt[0]]
    own = isinstance(single, dict) and isinstance(tree, dict) and set(single) == set(tree)
    if isinstance(tree, dict) and not (len(wrt) == 1 and own):
        if tree and all(key in given_names for key in tree):
            return dict(tree)
        if not own:
            raise InputError(
                f"The claim returns a dict of {', '.join(map(repr, list(tree)[:20]))}; its keys "
                f"must be arguments: {', '.join(list(given_names)[:20])}."
            )
    if len(wrt) == 1:
        return {wrt[0]: tree}
    if _in_order(tree, given_names, wrt, chosen):
        return dict(zip(wrt, tree, strict=False))
    if chosen:
        raise InputError(
            f"The claim must return one derivative for each of {', '.join(wrt)}: a tuple in that "
            "order, or a dict by name."
        )
    fits = [name for name in wrt if _shapes(tree) == _shapes(given_names[name])]
    return {(fits or wrt)[0]: tree}


def _in_order(tree: Any, given_names: Mapping[str, Any], wrt: Sequence[str], chosen: bool) -> bool:
    scalars = all(not _shapes(given_names[name])[0][1:] for name in wrt)
    if is_array(tree):
        flat = scalars and all(_shapes(given_names[n]) == [((),)] for n in wrt)
        return bool(tree.ndim == 1 and len(tree) == len(wrt) and flat)
    if not isinstance(tree, (tuple, list)):
        return False
    if chosen:
        return len(tree) == len(wrt)
    return len(tree) <= len(wrt) and _shapes(tree) != _shapes(given_names[wrt[0]])


def _shapes(tree: Any) -> list[tuple[Any, ...]]:
    return [(block.shape,) for block in blocks(tree, "")] or [((),)]


def matched(claim: Any, argument: Any, name: str) -> Iterator[tuple[Block, Any]]:
    """The blocks of an argument, each with the part of the claim that belongs to it.

    Raises `InputError` where the claim's tree is another.
    """
    own = blocks(argument, name)
    if len(own) == 1 and own[0].name == name:
        yield own[0], claim
    elif isinstance(argument, dict):
        if not isinstance(claim, dict) or set(claim) != set(argument):
            keys = ", ".join(map(repr, list(argument)[:20]))
            raise InputError(f"The claim for {name} must be a dict with the keys {keys}.")
        for key, branch in argument.items():
            yield from matched(claim[key], branch, f"{name}[{key!r}]")
    else:
        if not isinstance(claim, (list, tuple)) or len(claim) != len(argument):
            raise InputError(f"The claim for {name} must be a sequence of {len(argument)} parts.")
        fields = getattr(argument, "_fields", None)
        for place, (branch, part) in enumerate(zip(argument, claim, strict=True)):
            at = f".{fields[place]}" if fields else f"[{place}]"
            yield from matched(part, branch, name + at)

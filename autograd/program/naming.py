"""Names for the arrays of a program: the user's own where there are any, else as people name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

from autograd.program.ir import (
    Block,
    Contract,
    Map,
    Reduce,
    Scatter,
    Statement,
    View,
    Winner,
    steps,
)
from autograd.program.loops_names import Shared

Names = dict[int, str]
BY_KIND = "/"
"""The end of a hint that is a scope: the kind of result is added to it."""
STEP = -1
"""What the variable of loops is in place of an array among names."""
STATE = "state"
"""What a state of a loop is called that is of no other kind."""
STEPS = ("t", "k", "step")
"""What the variable of loops is called, the first that is free."""


def called(
    block: Block, outputs: dict[int, str], cotangents: dict[int, int], reserved: Iterable[str],
    unseen: Collection[int] = (),
) -> Names:  # fmt: skip
    """A name for each array: the user's, one by its kind and number, or d + what it derives.

    outputs: names of results; cotangents: which array is whose; unseen: arrays whose name is not
    printed, and which take no number.
    """
    namer = _Namer(reserved)
    names: Names = {}
    for number, array in enumerate(block.arrays):
        if array.input is not None:
            names[number] = namer.free(array.hint, numbered=False)
    shared = Shared(block)
    kinds = _kinds(block, shared)
    outputs, cotangents = shared.led(outputs), shared.led(cotangents)
    hidden = set(unseen)
    mentioned = {shared.leader(x) for t, x in cotangents.items() if t in kinds and t not in hidden}
    for target, kind in kinds.items():
        if target not in cotangents:
            hint = outputs.get(target) or _with_kind(block.arrays[target].hint, kind)
            shown = target not in hidden or target in mentioned
            names[target] = namer.free(hint or kind, numbered=not hint, shown=shown)
    for target in kinds:
        if target in cotangents:
            base = names.get(shared.leader(cotangents[target])) or kinds[target]
            names[target] = namer.free(f"d{base}", numbered=False, shown=target not in hidden)
    for number, array in enumerate(block.arrays):
        if array.data is not None:
            names[number] = namer.free(array.hint or "c", numbered=True)
    names |= shared.together(names)
    step = next((each for each in STEPS if each not in namer.taken), STEPS[0])
    return names | {STEP: namer.free(step, numbered=False)}


def _kinds(block: Block, shared: Shared) -> Names:
    """The letter that people give to each result, for those that have a name of their own."""
    kinds: Names = {}
    for statement in steps(block.statements):
        kinds[statement.target] = kind = _kind(block, statement, kinds)
        kinds |= dict.fromkeys(shared.followers.get(statement.target, ()), kind)
    kinds |= {leader: "t" for leader in shared.followers if leader not in kinds}
    kinds |= {array: STATE for array in shared.states if kinds.get(array) == "t"}
    return {array: kind for array, kind in kinds.items() if array not in shared.leaders}


def _with_kind(hint: str, kind: str) -> str:
    """A hint that is a scope with the kind of result added to it."""
    return f"{hint.removesuffix(BY_KIND)}_{kind}" if hint.endswith(BY_KIND) else hint


class _Namer:
    """Gives out names that are free, and remembers how far it has counted."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self.taken = set(reserved)
        self.counts: dict[str, int] = {}

    def free(self, hint: str, *, numbered: bool, shown: bool = True) -> str:
        """A name like ``hint`` that nothing else has; "_" for what is not shown."""
        if not shown:
            return "_"
        base = _identifier(hint)
        first = 1 if numbered else 2
        name = f"{base}1" if numbered else base
        count = self.counts.get(base, first)
        while name in self.taken:
            name = f"{base}_{count}" if base[-1].isdigit() else f"{base}{count}"
            count += 1
        self.counts[base] = count
        self.taken.add(name)
        return name


def _identifier(hint: str) -> str:
    """A hint as Python reads names: normal, and without what no name may have."""
    base = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", hint)).strip("_") or "t"
    return base if base.isidentifier() else f"t{re.sub(r'[^A-Za-z0-9_]', '', base)}"


_KINDS = {"exp": "e", "log": "log", "sum": "s"}
_ACTIVATIONS = frozenset(
    ("tanh", "relu", "leaky_relu", "elu", "sigmoid", "silu", "gelu", "softplus", "maximum")
)


def _kind(block: Block, statement: Statement, kinds: Names) -> str:
    """The letter that people give to such a result."""
    match statement:
        case Contract():
            return "z"
        case Reduce(op=op):
            return "s" if op == "add" else "m"
        case Map(op=op, args=args):
            if block.arrays[statement.target].truth:
                return "mask"
            if op in _ACTIVATIONS or (op == "div" and args[0] == 1.0):
                return "h"
            if op == "clip" and isinstance(args[0], View):
                return kinds.get(args[0].array, "t")
            if op in ("add", "sub"):
                inner = [kinds.get(arg.array, "") for arg in args if isinstance(arg, View)]
                return "z" if "z" in inner else "t"
            return _KINDS.get(op, "t")
        case Winner():
            return "mask"
        case Scatter():
            return "t"

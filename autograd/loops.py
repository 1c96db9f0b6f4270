"""NumPy's own loops over plain object arrays, told apart from an ``if``.

``np.maximum(plain, 0)`` on an array that ``np.array([v, w])`` made asks ``v >= 0`` in C and keeps
one of the two: no node would be recorded, and no reader could know. NumPy makes such an array
without asking the Values, but the question betrays itself: an ``if``, ``while`` or ``not`` asks
from an instruction of its own, a loop of NumPy's from the call or the comparison that started it.
So the instruction that asks is looked at, for a jump once and for all. Where a ufunc asks, it is
refused by name; where a function of Python's asks (``max``, ``sorted``, ``in``), or one of NumPy's
whose answer is a place or an order (``argmax``), the answer is a guard, as in an ``if``.

Not seen through: a ufunc that is called as anything but a name with attributes, such as
``table["max"](plain, 0)`` or ``map(np.sign, rows)``, and ``==`` whose left side is no such name.
These are guards, too.
"""

from __future__ import annotations

import builtins
import dis
import sys
from functools import lru_cache
from types import CodeType, FrameType
from typing import Any

from autograd.errors import RecordingError

_ASKS = ("UNARY_NOT", "TO_BOOL")
_THEN_ASKS = 16 if sys.version_info >= (3, 13) else 0  # of a comparison: `if v > w`
_LOADS = ("LOAD_FAST", "LOAD_NAME", "LOAD_GLOBAL", "LOAD_DEREF", "LOAD_CLASSDEREF")
_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")


def refuse(op: str, frame: FrameType) -> bool:
    """Raises `RecordingError` where the question of ``frame`` comes from a loop of NumPy's.

    op: the row of the comparison that is asked about. Gives whether the same instruction need not
    be looked at again.
    """
    operation, argument = frame.f_code.co_code[frame.f_lasti : frame.f_lasti + 2]
    instruction = dis.opname[operation]
    compares = instruction == "COMPARE_OP"
    if "JUMP" in instruction or instruction in _ASKS or (compares and argument & _THEN_ASKS):
        return True
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return False
    asker = _comparison(op, frame, numpy) if compares else _ufunc(frame, numpy)
    if asker:
        raise RecordingError(
            f"{asker} on a plain object array asks its numbers one by one, and nothing would be "
            "recorded. Make the array with autograd's array([…]) or np.stack([…]) in place of "
            "np.array([…]), and with np.asanyarray(x) in place of np.asarray(x)."
        )
    return False


def _comparison(op: str, frame: FrameType, numpy: Any) -> str:
    """Lists compare their items with ==, and hand out any other comparison unasked."""
    if op != "eq" or isinstance(_first(frame), numpy.ndarray):
        return "A comparison"
    return ""


def _ufunc(frame: FrameType, numpy: Any) -> str:
    """The ufunc that is called, itself or one of its methods; "" for other functions."""
    called = _first(frame)
    ufunc = called if isinstance(called, numpy.ufunc) else getattr(called, "__self__", None)
    return f"np.{ufunc.__name__}" if isinstance(ufunc, numpy.ufunc) else ""


def _first(frame: FrameType) -> Any:
    """What the current call calls, or the left side of the current comparison, where it is a name
    with attributes such as ``np.maximum.reduce``; None where it is more than that."""
    path = _path(frame.f_code, frame.f_lasti)
    found: Any = None
    for names in (frame.f_locals, frame.f_globals, vars(builtins)):
        if path and path[0] in names:
            found = names[path[0]]
            break
    for attribute in path[1:]:
        found = getattr(found, attribute, None)
    return found


@lru_cache(maxsize=4096)
def _path(code: CodeType, offset: int) -> tuple[str, ...]:
    """The name and attributes that begin the source of an instruction; empty where it begins
    with anything else. Found by what the code loads for the part of the source that begins there.
    """
    steps = list(dis.get_instructions(code))
    last = next(n for n, step in enumerate(steps) if step.offset == offset)
    whole = steps[last].positions
    attributes: list[str] = []
    for step in reversed(steps[:last]):
        part = step.positions
        if whole is None or part is None or part[::2] != whole[::2] or part == whole:
            continue
        if step.opname in _ATTRIBUTES:
            attributes.append(step.argval)
        elif step.opname.startswith(_LOADS):
            return (step.argval, *reversed(attributes))
        elif step.opname != "PUSH_NULL":
            break
    return ()

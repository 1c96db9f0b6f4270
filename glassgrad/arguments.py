"""What the command line and the tables write as text, read into values.

Assignments are ``x=1.5``, ranges ``x=0:1``. Numbers stay exact decimals: what a reader makes of
them (the decimal itself, or the float nearest to it) is for the reader to say.
Every error is an ``InputError`` that names the option, or the column, it was found in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from autograd.errors import InputError
from autograd.expression.tokens import normal, shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_MAX_NUMBER = 1000  # characters; the longest exact decimal of a float has 767 digits


class Function(NamedTuple):
    """A function in a file of the user, written ``FILE.py::function``."""

    path: Path
    name: str


class Table(NamedTuple):
    """A table of formulas, written ``TABLE.csv``."""

    path: Path


def subject(text: str) -> str | Function | Table:
    """What an argument means: a formula (its text), a function in a file, or a table of formulas.

    An argument that has ``::`` or ends in ``.csv`` is a file, whether it exists or not.

    Raises:
        InputError: a file without its function, or a function without its file.
    """
    if "::" in text:
        path, _, name = text.rpartition("::")
        if not path or not name.isidentifier():
            raise InputError(f"'{shown(text, 60)}' is not of the form FILE.py::function.")
        return Function(Path(path), name)
    if text.lower().endswith(".py"):
        name = shown(text, 60)
        raise InputError(f"'{name}' is a file: say which of its functions, {name}::function.")
    return Table(Path(text)) if text.lower().endswith(".csv") else text


def assignments(texts: Iterable[str], where: str) -> dict[str, str]:
    """``["x=1", "y=2"]`` as ``{"x": "1", "y": "2"}``; ``where`` is the option or the column.

    Raises:
        InputError: no ``=``, no value, not a name, or the same name twice.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        name = normal(name)
        if not equals or not name.isidentifier():
            raise InputError(
                f"{where}: '{shown(text, 60)}' is not of the form name=value{_example(where)}."
            )
        if not value:
            raise InputError(f"{where}: nothing stands after '{name}='.")
        if name in found:
            raise InputError(f"{where}: '{name}' is given twice.")
        found[name] = value
    return found


def _example(where: str) -> str:
    """One assignment as this option takes it; nothing for a column of a table."""
    examples = {"--at": "x=1.5", "--range": "x=0:1", "--claim": "x=2*x"}
    return f", such as {examples[where]}" if where in examples else ""


def number(text: str, where: str) -> Decimal:
    """A finite number, exactly as written: ``0.1`` is one tenth.

    Raises:
        InputError: not a number, not finite, or beyond what a float can hold.
    """
    try:
        value = Decimal(text) if len(text) <= _MAX_NUMBER else None
    except InvalidOperation:
        value = None
    if value is None:
        raise InputError(f"{where}: '{shown(text, 60)}' is not a number such as 1.5 or 2e-3.")
    if not value.is_finite():
        raise InputError(f"{where}: '{text}' is not a finite number.")
    if math.isinf(float(value)) or (value and not float(value)):
        raise InputError(f"{where}: '{shown(text, 60)}' is beyond the range of a float.")
    return value


def point(texts: Iterable[str], where: str = "--at") -> dict[str, Decimal | NDArray[np.float64]]:
    """``["x=1.5", "w=point.npy"]`` as a number or an array for each name.

    Raises:
        InputError: as ``assignments``, ``number`` and ``array`` do.
    """
    return {
        name: array(value, f"{where} {name}")
        if value.lower().endswith(".npy")
        else number(value, f"{where} {name}")
        for name, value in assignments(texts, where).items()
    }


def ranges(texts: Iterable[str], where: str = "--range") -> dict[str, tuple[Decimal, Decimal]]:
    """``["x=0:1"]`` as ``{"x": (0, 1)}``; the ends may be equal.

    Raises:
        InputError: as ``assignments`` and ``number`` do, or the lower end is above the upper.
    """
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for name, value in assignments(texts, where).items():
        place = f"{where} {name}"
        ends = [part.strip() for part in value.split(":")]
        if len(ends) != 2 or not all(ends):
            raise InputError(f"{place}: '{shown(value, 60)}' is not of the form low:high.")
        low, high = (number(end, place) for end in ends)
        if low > high:
            raise InputError(f"{place}: the lower end {ends[0]} is above the upper end {ends[1]}.")
        found[name] = (low, high)
    return found


def values(texts: Iterable[str], where: str = "--at") -> dict[str, Any]:
    """``["w=w.npy", "n=3", "rate=0.1"]`` as arguments of a function: arrays as they are stored,
    whole numbers, and floats.

    Raises:
        InputError: as ``assignments``, ``number`` and ``stored`` do.
    """
    found: dict[str, Any] = {}
    for name, value in assignments(texts, where).items():
        place = f"{where} {name}"
        if value.lower().endswith(".npy"):
            found[name] = stored(value, place)
        else:
            exact = number(value, place)
            found[name] = int(value) if _WHOLE.fullmatch(value) else float(exact)
    return found


def array(path: str, where: str) -> NDArray[np.float64]:
    """The numbers in a ``.npy`` file, as float64; nothing in the file is ever run.

    Raises:
        InputError: no such file, not an intact ``.npy`` file, or not of finite real numbers.
    """
    import numpy as np

    return stored(path, where).astype(np.float64)


def stored(path: str, where: str) -> NDArray[Any]:
    """The numbers in a ``.npy`` file in the type that they are stored in, as ``array`` has them.

    Raises:
        InputError: as ``array`` does.
    """
    from tokenize import TokenError

    import numpy as np

    try:
        # A memory map refuses a header that claims more than the file holds.
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        raise InputError(f"{where}: cannot read {path}: {error.strerror or error}.") from error
    except (ValueError, TypeError, EOFError, SyntaxError, TokenError) as error:
        raise InputError(f"{where}: {path} is not an intact .npy file of numbers.") from error
    if not isinstance(mapped, np.ndarray) or mapped.dtype.kind not in "biuf":
        raise InputError(f"{where}: {path} does not hold an array of real numbers.")
    numbers = np.array(mapped)
    if not np.isfinite(numbers).all():
        raise InputError(f"{where}: {path} holds numbers that are not finite.")
    return numbers

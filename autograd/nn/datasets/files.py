"""Data in files on disk: CSV and npz. Nothing in a file is run."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from autograd.errors import InputError
from autograd.nn.datasets.data import Data
from autograd.nn.initializers import Floats


def read_csv(path: str | Path, target: str | int = -1, delimiter: str = ",") -> Data:
    """A table of numbers, one sample a line, the first line with or without names.

    target: the column of the targets, by name or by number (-1: the last). Raises `InputError`
    for a file that is no such table, with the line.
    """
    place = Path(path)
    lines = _lines(place, delimiter)
    if not lines:
        raise InputError(f"{place} is empty.")
    names: list[str] = []
    if any(_number(cell) is None for cell in lines[0][1]):
        names = [cell.strip() for cell in lines[0][1]]
        lines = lines[1:]
    if not lines:
        raise InputError(f"{place} has names of columns and no numbers.")
    width = len(names) or len(lines[0][1])
    table = np.array([_row(place, number, cells, width) for number, cells in lines])
    column = _column(place, target, names, width)
    y = table[:, column]
    if (y == np.floor(y)).all() and (np.abs(y) < 2**53).all():
        y = y.astype(np.int64)
    return Data(np.delete(table, column, axis=1), y, f"From {place.name}.")


def _lines(place: Path, delimiter: str) -> list[tuple[int, list[str]]]:
    try:
        with place.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter)
            return [(reader.line_num, cells) for cells in reader if any(c.strip() for c in cells)]
    except OSError as error:
        raise InputError(f"Cannot read {place}: {error.strerror or error}.") from error
    except (UnicodeDecodeError, csv.Error, TypeError) as error:
        raise InputError(f"{place} is no table of text: {error}.") from error


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _row(place: Path, line: int, cells: list[str], width: int) -> list[float]:
    if len(cells) != width:
        raise InputError(f"{place}, line {line}: {len(cells)} columns where others have {width}.")
    row = []
    for cell in cells:
        number = _number(cell)
        if number is None:
            raise InputError(f"{place}, line {line}: {cell.strip()!r} is not a number.")
        row.append(number)
    return row


def _column(place: Path, target: str | int, names: list[str], width: int) -> int:
    if isinstance(target, str):
        if target not in names:
            raise InputError(f"{place} has no column {target!r}; it has {', '.join(names)}.")
        return names.index(target)
    if not -width <= target < width or width < 2:
        raise InputError(f"{place} has {width} columns; there is no target {target}.")
    return target % width


def read_npz(path: str | Path, x: str = "x", y: str = "y") -> Data:
    """Arrays of an ``.npz`` file by their names. Raises `InputError` for a file without them."""
    place = Path(path)
    try:
        with place.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            missing = [name for name in (x, y) if name not in file.files]
            if missing:
                raise InputError(f"{place} has no {missing[0]!r}; it has {', '.join(file.files)}.")
            samples: Floats = np.asarray(file[x], dtype=float)
            return Data(samples, file[y], f"From {place.name}.")
    except OSError as error:
        raise InputError(f"Cannot read {place}: {error.strerror or error}.") from error
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{place} is no .npz of numbers: {error}.") from error

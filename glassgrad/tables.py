"""Tables of formulas: a CSV file with a formula, its ranges, points and claims in each row.

Columns: ``formula``, and as wanted ``name``, ``ranges`` (``x=1:3;y=1:5``), ``at`` (``x=1.5;y=2``)
and ``claims`` (``x=2*x;y=1``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

from autograd.errors import InputError
from autograd.expression.tokens import shown
from glassgrad.arguments import assignments, number, ranges

COLUMNS: Final = ("name", "formula", "ranges", "at", "claims")

_MOST_BYTES: Final = 64 * 1024 * 1024


class Row(NamedTuple):
    """One row: its line in the file, the text of each cell; ``error`` where it cannot be read."""

    line: int
    name: str
    formula: str
    ranges: str = ""
    at: str = ""
    claims: str = ""
    error: str = ""

    def options(self) -> dict[str, Any]:
        """The row's points and claims, as `autograd.check.check` takes them.

        Raises `InputError`, naming the column, for a cell that is not of its form.
        """
        if self.error:
            raise InputError(self.error)
        given = assignments(_parts(self.at), "column at")
        return {
            "at": {name: number(text, f"column at, {name}") for name, text in given.items()},
            "ranges": ranges(_parts(self.ranges), "column ranges"),
            "claims": assignments(_parts(self.claims), "column claims"),
        }


class Table(NamedTuple):
    """The rows of a file, and what is to be said of it."""

    rows: list[Row]
    notes: list[str]


def read(path: Path) -> Table:
    """The table in a CSV file, in UTF-8, with commas between the cells.

    Raises `InputError` where the file cannot be read, is no such table, or has no rows. What is
    wrong with one row is left in that row.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    before = csv.field_size_limit(_MOST_BYTES)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        notes = _columns(path, header)
        rows = list(_rows(reader, header))
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: this is not CSV: {error}.") from error
    finally:
        csv.field_size_limit(before)
    if not rows:
        raise InputError(f"{path} has no rows, only a header.")
    return Table(rows, notes)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} is larger than {_MOST_BYTES // 1024**2} MB.")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror or error}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not a text in UTF-8 (its byte {error.start:,} is not)."
        ) from None
    if "\0" in text:
        raise InputError(f"{path} is not a text: it has zero bytes in it.")
    if not text.strip():
        raise InputError(f"{path} is empty.")
    return text


def _columns(path: Path, header: list[str]) -> list[str]:
    """Holds the header against the columns that there are; notes of those that are not read."""
    if "formula" not in header:
        found = ", ".join(f"'{_short(cell)}'" for cell in header[:8])
        separated = (
            " (write commas between the cells)" if ";" in header[0] or "\t" in header[0] else ""
        )
        raise InputError(f"{path} has no column 'formula'; its header is {found}{separated}.")
    notes = []
    for place, column in enumerate(header):
        if column in COLUMNS:
            if column in header[:place]:
                raise InputError(f"{path} has the column '{column}' twice.")
            continue
        close = get_close_matches(column, COLUMNS, n=1)
        if close:
            raise InputError(f"{path} has a column '{_short(column)}': did you mean '{close[0]}'?")
        notes.append(f"the column '{_short(column)}' is not read")
    return notes


def _rows(reader: Any, header: list[str]) -> Iterator[Row]:
    lines: dict[str, int] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        found = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        known = {column: found.get(column, "") for column in COLUMNS}
        line = reader.line_num
        name = known["name"] or _short(known["formula"])
        error = ""
        if len(cells) > len(header):
            error = f"line {line} has {len(cells)} cells, the header {len(header)}"
        elif not known["formula"]:
            error = f"line {line} has no formula"
        elif known["name"] and known["name"] in lines:
            error = f"the name '{_short(name)}' is that of line {lines[name]} already"
        lines.setdefault(known["name"], line)
        yield Row(line, **{**known, "name": name}, error=error)


def _short(text: str) -> str:
    return shown(text, 60)


def _parts(cell: str) -> list[str]:
    """The parts of a cell between its semicolons."""
    return [part for part in cell.split(";") if part.strip()]

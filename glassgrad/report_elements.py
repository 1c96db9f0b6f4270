"""The elements of an array's derivative on the screen: how many are wrong, and the worst."""

from __future__ import annotations

from typing import Final

from rich.table import Table

from autograd.check import Result

_ROWS: Final = 5
_DIGITS: Final = 12


def worst(result: Result) -> Table | None:
    """A line for each of the worst elements; None where there is nothing to list."""
    listed = (result.elements or {}).get("worst", ())
    if len(listed) < 2 and not (listed and listed[0]["index"]):
        return None
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("element", "claimed" if result.claim else "", "derivative", "error bar"):
        table.add_column(title, no_wrap=True, overflow="ellipsis")
    for element in listed[:_ROWS]:
        table.add_row(
            f"{result.variable}[{','.join(map(str, element['index']))}]",
            _short(element["claimed"]),
            element["reason"] or _short(element["derivative"]),
            element["error_bar"] or "",
        )
    left = sum(result.elements[each] for each in ("wrong", "undecidable")) if result.elements else 0
    if left > _ROWS:
        table.add_row("…", "", "", "")
    return table


def shown(result: Result) -> str:
    """Which element the claim's and the witnesses' numbers are about; "" for a single number."""
    index = (result.elements or {}).get("index")
    return f"{result.variable}[{','.join(map(str, index))}]:" if index else ""


def _short(number: str | None) -> str:
    """A decimal text with no more digits than one compares by eye."""
    if number is None:
        return "–"
    mantissa, e, exponent = number.partition("e")
    digits = 0
    for place, character in enumerate(mantissa):
        digits += character.isdigit() and (digits > 0 or character != "0")
        if digits > _DIGITS:
            return mantissa[:place].rstrip(".") + e + exponent
    return number

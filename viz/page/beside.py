"""Floats of a round-off report beside the exact values, as texts whose digits can be compared.

Both are written with the same power of ten and as many places, so that the digits that differ
stand below one another.
"""

from __future__ import annotations

from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from autograd.value import Value

if TYPE_CHECKING:
    from autograd.roundoff import Node, Report

_CONTEXT = Context(prec=2000, Emax=10**12, Emin=-(10**12))
_APART = 3  # orders of magnitude beyond which two numbers are not written alike
_PLAIN = range(-5, 16)  # powers of ten of numbers that are written without one

Text = tuple[str, str]
"""A number in two parts: the digits that are right, and those from the first wrong one on."""


def beside(report: Report) -> dict[Value, list[object]]:
    """For each recorded node that has an exact value ``[float, exact, told]``: two texts, and how
    many digits are right."""
    from autograd.roundoff.formats import FORMATS

    most = FORMATS[report.precision].digits
    found: dict[Value, list[object]] = {}
    for value, node in zip(report.values, report.nodes, strict=True):
        if node.used and node.exact is not None:
            found[value] = [*texts(node.value, node.exact, node.digits, most), _told(node, most)]
    return found


def _told(node: Node, most: float) -> str:
    if node.digits is None:
        return ""
    if node.digits >= most:
        return "all digits are right"
    return f"{node.digits:g} digits are right" if node.digits >= 0.5 else "no digit is right"


def texts(number: float, exact: str, right: float | None, most: float) -> tuple[Text, Text]:
    """The two texts, of which ``right`` digits of the ``most`` that a float has are right."""
    plain = repr(number).removesuffix(".0")
    try:
        truth, computed = Decimal(exact), Decimal(number)
        if not computed.is_finite() or abs(truth.adjusted() - computed.adjusted()) > _APART:
            return ("", plain), ("", exact)
    except InvalidOperation:
        return ("", plain), ("", exact)
    largest = max(truth.adjusted(), computed.adjusted())
    power = 0 if largest in _PLAIN else largest
    decimals = max(len(truth.as_tuple().digits) - 1 - (truth.adjusted() - power), 0)
    suffix = f"e{power:+d}" if power else ""
    count = 10**6 if right is None or right >= most else int(right)
    one, other = (_parted(_written(n, power, decimals), count) for n in (computed, truth))
    return (one[0], one[1] + suffix), (other[0], other[1] + suffix)


def _parted(text: str, count: int) -> Text:
    """A text after ``count`` significant digits; whole where it has no more."""
    seen = 0
    for place, character in enumerate(text):
        if seen >= count and character.isdigit():
            return text[:place], text[place:]
        seen += character.isdigit() and (seen > 0 or character != "0")
    return text, ""


def _written(number: Decimal, power: int, decimals: int) -> str:
    scaled = number.scaleb(-power, _CONTEXT).quantize(Decimal(1).scaleb(-decimals), None, _CONTEXT)
    return f"{scaled:f}"

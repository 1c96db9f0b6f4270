"""Numbers and names as pictures show them."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.wording import TOOLTIP_LIMIT, exact, number, printable


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-4.0, "-4"),
        (-0.0, "-0"),
        (0.5, "0.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.300000"),
        (1 / 3, "0.333333"),
        (5.999999999999999, "6.00000"),
        (123456789.0, "123456789"),
        (1e9, "1e+09"),
        (1234567890.0, "1.23457e+09"),
        (1e-12, "1e-12"),
        (1.9960020000000005, "1.99600"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
        (5e-324, "4.94066e-324"),
        (1.7976931348623157e308, "1.79769e+308"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text


@given(st.floats())
def test_a_number_is_near_and_says_when_it_is_rounded(value):
    text = number(value)
    assert len(text) <= 13
    if math.isnan(value):
        assert text == "nan"
    elif float(text) != value:
        mantissa = text.partition("e")[0].lstrip("-").replace(".", "").lstrip("0")
        assert len(mantissa) == 6
        assert math.isclose(float(text), value, rel_tol=5.1e-6, abs_tol=5e-324)


@given(st.floats(allow_nan=False))
def test_the_tooltip_has_all_digits(value):
    assert float(exact(value)) == value
    assert math.copysign(1, float(exact(value))) == math.copysign(1, value)


@given(st.text(), st.integers(2, 40))
def test_names_are_short_and_fit_any_file(text, limit):
    shown = printable(text, limit)
    assert len(shown) <= limit
    assert shown == " ".join(shown.split())
    shown.encode()
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;")
    assert (ElementTree.fromstring(f"<a>{escaped}</a>").text or "") == shown


@given(st.text(st.characters(categories=("L", "N", "S")), max_size=20))
def test_ordinary_names_stay_as_they_are(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\t c", "a b c"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\ud800", "\ufffd"),
        ("x" * 30, "x" * 27 + "…"),
        ("δ名", "δ名"),
        ("", ""),
    ],
)
def test_what_would_harm_is_replaced(text, shown):
    assert printable(text) == shown


def test_a_long_name_costs_no_time():
    assert printable("x" * 10**7, TOOLTIP_LIMIT).endswith("x…")
    assert printable(" " * 10**7) == "…"

"""The live page of a round-off report: float and exact value side by side, step by step."""

from __future__ import annotations

import pytest

from autograd.roundoff import roundoff
from viz import draw, page
from viz.page.beside import beside, texts


@pytest.mark.parametrize(
    ("number", "exact", "right", "expected"),
    [
        (
            1.000088900581841e-12, "9.9999999999949997989e-13", 4.1,
            (("1.000", "08890058184098740e-12"), ("0.9999", "9999999949997989e-12")),
        ),
        (
            19.999999966169824, "20.00000000206115362", 8.7,
            (("19.999999", "96616982401"), ("20.000000", "00206115362")),
        ),
        (0.5, "0.5", 17, (("0.5", ""), ("0.5", ""))),
        (-0.01, "-0.01002", 2.5, (("-0.010", "00"), ("-0.010", "02"))),
        (float("inf"), "12", 0, (("", "inf"), ("", "12"))),
        (0.0, "1e-20", 0, (("", "0"), ("", "1e-20"))),
        (1.0, "3.2e+9565", 0, (("", "1"), ("", "3.2e+9565"))),
        (1.0, "10^(1e+30)", 0, (("", "1"), ("", "10^(1e+30)"))),
    ],
)  # fmt: skip
def test_both_are_written_with_the_same_places(number, exact, right, expected):
    assert texts(number, exact, right, 17) == expected


def test_a_branch_not_taken_has_no_exact_value_to_show():
    report = roundoff("where(x > 0, x + 1, 1/x)", {"x": 2.0}, remedy=False)
    shown = beside(report)
    for value, node in zip(report.values, report.nodes, strict=True):
        if node.op == "div":
            assert value not in shown
        if node.op == "add":
            assert shown[value][1] == ("3", "")


@pytest.fixture
def tab(opened):
    return opened(page(roundoff("log(1 + x)", {"x": 1e-12}, remedy=False)))


@pytest.mark.browser
def test_stepping_shows_the_float_beside_the_exact_value(tab):
    tab.click("#step-first")
    tab.click("#step-next")
    assert tab.texts("#step-text .beside dt") == ["float64", "exact"]
    assert tab.text("#step-text .where:last-child") == "all digits are right"
    assert tab.texts("#step-text mark") == []
    tab.click("#step-next")
    assert tab.texts("#step-text .beside dd") == [
        "1.00008890058184098740e-12",
        "0.99999999999949997989e-12",
    ]
    assert tab.texts("#step-text mark") == ["08890058184098740e-12", "9999999949997989e-12"]
    assert tab.text("#step-text .where:last-child") == "4.1 digits are right"
    assert tab.errors == []


@pytest.mark.browser
def test_the_details_of_a_box_show_it_too(tab):
    tab.click("#n4")
    assert len(tab.texts("#node-text mark")) == 2


@pytest.mark.browser
def test_other_inputs_have_no_exact_value(tab):
    tab.click("#n4")
    tab.evaluate("() => window.glassgrad.set([[1, 0.5]])")
    assert tab.texts("#node-text mark") == []
    assert any("inputs that were analysed" in text for text in tab.texts("#node-text .where"))


@pytest.mark.browser
def test_pages_of_other_graphs_and_of_pictures(opened):
    from autograd import Value

    plain = opened(page(Value(2.0, "x") * 3))
    plain.click("#step-first")
    plain.click("#step-next")
    assert plain.texts(".beside") == []
    report = roundoff("exp(x) - 1", {"x": 1e-12}, remedy=False)
    saved = opened(draw(report).html)
    saved.click("#step-first")
    saved.click("#step-next")
    assert saved.texts("#step-text .beside dt") == ["float64", "exact"]

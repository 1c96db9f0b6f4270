"""Sixty formulas as calculus, physics and statistics textbooks set them, listed in a table beside
this file with what each means, or why it is refused. None may be read as anything else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from autograd.errors import ExpressionError
from autograd.expression import parse, parse_latex, to_latex

TABLE = Path(__file__).with_name("textbook_latex.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
READ = [row for row in ROWS if row["meaning"]]
REFUSED = [row for row in ROWS if not row["meaning"]]


def test_the_list_is_long_and_mostly_read() -> None:
    assert len(ROWS) == len({row["latex"] for row in ROWS}) == 60
    assert len(READ) >= 54
    assert {row["field"] for row in ROWS} == {"calculus", "physics", "statistics"}
    assert all(bool(row["meaning"]) != bool(row["refused"]) for row in ROWS)


@pytest.mark.parametrize("formula", READ, ids=lambda formula: formula["latex"])
def test_a_textbook_formula_means_what_it_says(formula: dict[str, str]) -> None:
    declared = formula["declared"].split()
    expression = parse_latex(formula["latex"], declared)
    assert expression.text == formula["meaning"]
    assert expression == parse(formula["meaning"], declared)


@pytest.mark.parametrize("formula", REFUSED, ids=lambda formula: formula["latex"])
def test_a_textbook_formula_is_refused_by_name(formula: dict[str, str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_latex(formula["latex"], formula["declared"].split())
    assert formula["refused"] in caught.value.message
    assert caught.value.text == formula["latex"]


@pytest.mark.parametrize("formula", READ, ids=lambda formula: formula["latex"])
def test_a_textbook_formula_survives_printing(formula: dict[str, str]) -> None:
    expression = parse(formula["meaning"], formula["declared"].split())
    assert parse_latex(to_latex(expression), expression.names) == expression

"""`roundoff` from a formula or a function to the report."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

from autograd import ops
from autograd.errors import CheckError, ExpressionError, InputError
from autograd.expression import parse
from autograd.roundoff import roundoff
from autograd.roundoff.report import SCHEMA


def test_the_examples_in_the_books():
    """2/10000 in two ways (A. Ng, Advanced Learning Algorithms, the softmax lab)."""
    assert roundoff("2/10000").good
    report = roundoff("(1 + 1/10000) - (1 - 1/10000)")
    assert report.value == 0.00019999999999997797
    assert report.exact == "0.0002"
    assert report.digits == 13.0
    assert report.amplifier.node == "1 + 1/10000 - (1 - 1/10000)"
    assert f"{roundoff('(1 + 1/10000) - (1 - 1/10000)', precision='float32').value:.8g}" == (
        "0.00020003319"
    )


def test_the_report_in_words():
    text = str(roundoff("log(1 + x)", {"x": 1e-12}))
    assert text.splitlines()[:15] == [
        "log(1 + x)  in float64",
        "at x = 1e-12",
        "",
        "  float64   1.000088900581841e-12",
        "  exact     9.9999999999949997989e-13",
        "  4.1 digits are right",
        "",
        "Exponent gap: x = 1e-12 is added to the much larger 1, and its last 12 digits fall off.",
        "The error enters where 1 + x is rounded: 100% of the error of the result.",
        "It grows at log(1 + x): 40 of 53 bits are lost there.",
        "",
        "Write instead",
        "  log1p(x)",
        "      Why: log1p takes the small number itself, before it is added to 1.",
        (
            "      All digits are right here: 9.999999999995e-13. On average over 95 points around "
            "it 36.2 bits are wrong before and 0.0 after."
        ),
    ]


@pytest.mark.parametrize(
    ("formula", "at", "sentence"),
    [
        ("1/x", {"x": 0}, "The formula itself has no value here, at 1/x"),
        ("0/x", {"x": 0}, "The formula itself has no value here, at 0/x"),
        ("exp(x)/exp(x)", {"x": 1000}, "It begins at exp(x), which becomes inf in float64"),
        ("x**x**x", {"x": 9e4}, "becomes inf in float64"),
        ("1 if 0.1 + 0.2 <= 0.3 else 2", {}, "is false in floats and true exactly"),
        ("-log(sigmoid(x))", {"x": -800}, "It begins at sigmoid(x), which becomes 0"),
        ("0.1*3 - 0.3", {}, "The error enters where 0.1*3 is rounded"),
        ("sin(x*pi)", {"x": 1e15}, "The error enters where"),
    ],
)
def test_sentences(formula, at, sentence):
    assert sentence in str(roundoff(formula, at, remedy=False))


@pytest.mark.parametrize(
    ("formula", "arguments"),
    [
        ("log(1 + x)", {"at": {"x": 1e-12}}),
        ("1/x", {"at": {"x": 0}}),
        ("exp(x)/exp(x)", {"at": {"x": 1000}}),
        ("1 if 0.1 + 0.2 <= 0.3 else 2", {}),
        ("x*x", {"at": {"x": 300}, "precision": "float16"}),
        ("sqrt(x + 1) - sqrt(x)", {"ranges": {"x": (0, 1e12)}, "precision": "float32"}),
        ("x + 1", {}),
    ],
)
def test_the_json_is_as_its_schema_says(formula, arguments):
    told = json.loads(roundoff(formula, **arguments).to_json())
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_a_range_reports_its_worst_point():
    report = roundoff("sqrt(x + 1) - sqrt(x)", ranges={"x": (0, 1e6)}, remedy=False)
    assert report.points == 256
    assert 0 <= report.point["x"] <= 1e6
    there = roundoff("sqrt(x + 1) - sqrt(x)", at=report.point, remedy=False)
    assert there.bits == report.bits > 15


def test_without_a_place_all_floats_are_looked_at():
    report = roundoff("log(1 + x)", points=64)
    assert "no point was given" in report.notes[0]
    assert report.bits > 20


def variance(x):
    mean = np.sum(x) / len(x)
    return np.sum(x * x) / len(x) - mean * mean


def test_a_function_with_its_lines():
    report = roundoff(variance, np.array([1e8 + 1, 1e8 + 2, 1e8 + 4]))
    assert report.value == 2.0
    assert report.exact == "1.5555555555555555556"
    assert report.kind == "cancellation"
    lines = {node.line for node in report.nodes if node.growth and node.growth > 10}
    number = variance.__code__.co_firstlineno + 2
    assert lines == {f"test_roundoff.py:{number}"}
    assert f"(test_roundoff.py:{number})" in str(report)


def test_what_is_no_formula_or_does_not_fit():
    with pytest.raises(ExpressionError):
        roundoff("log(1 +")
    with pytest.raises(InputError, match="has no name y"):
        roundoff("log(1 + x)", {"y": 1})
    with pytest.raises(InputError, match="both a number"):
        roundoff("x", {"x": 1}, ranges={"x": (0, 1)})
    with pytest.raises(InputError, match="No value is given for y"):
        roundoff("x + y", {"x": 1})
    with pytest.raises(InputError, match="no finite number of float16"):
        roundoff("x", {"x": 1e6}, precision="float16")
    with pytest.raises(InputError, match="above the upper end"):
        roundoff("x", ranges={"x": (2, 1)})
    with pytest.raises(InputError, match="precision is one of"):
        roundoff("x", {"x": 1}, precision="double")
    with pytest.raises(InputError, match="points is a whole number"):
        roundoff("x", ranges={"x": (0, 1)}, points=0)
    with pytest.raises(InputError, match="no exact value at any point"):
        roundoff("log(-1 - x*x)")
    with pytest.raises(InputError, match="gives 2 numbers"):
        roundoff(lambda x: [x, x], 1.0)
    with pytest.raises(CheckError, match="ZeroDivisionError"):
        roundoff(lambda x: x + 1 // 0, 1.0)


@pytest.mark.parametrize(
    "formula",
    [
        "+".join(f"x*{k}" for k in range(2400)),
        "exp(" * 90 + "x" + ")" * 90,
        "sin(" * 90 + "x" + ")" * 90,
        "((x**9999)**9999)**9999",
        "gamma(x*1e8)",
        "x**(1/x)**(1/x)",
    ],
)
def test_hostile_formulas_end(formula):
    report = roundoff(formula, {"x": 1.1}, remedy=False)
    assert report.told or report.good


def test_a_deep_chain_of_a_function():
    def chain(x):
        for _ in range(5000):
            x = ops.sin(x) + 0.1
        return x

    assert len(roundoff(chain, 0.5).nodes) > 10_000


def test_a_graph_too_large_is_refused():
    def long(x):
        for _ in range(20_001):
            x = x + 1.0
        return x

    with pytest.raises(InputError, match="20,000"):
        roundoff(long, 0.5)


def test_an_expression_is_taken_as_it_is():
    expression = parse("log(1 + x)")
    assert roundoff(expression, {"x": 1e-12}, remedy=False).digits == 4.1

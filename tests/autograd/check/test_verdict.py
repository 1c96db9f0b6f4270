"""The JSON of a verdict: valid by its schema, complete, and never a nan."""

from __future__ import annotations

import json

import jsonschema
import pytest

from autograd.check import Blame, Result, Verdict, check
from autograd.check.verdict import FIELDS, SCHEMA, joined

CHECKS = [
    ("x**2*sin(y)", {"at": {"x": 1.5, "y": 2}}),
    ("x**2*sin(y)", {"claims": {"x": "2*x", "y": "x**2*cos(y)"}}),
    ("abs(x)", {"at": {"x": 0}}),
    ("log(x)", {"at": {"x": 0}}),
    ("exp(x)", {"at": {"x": 800}}),
    ("exp(x)/exp(x)", {"at": {"x": 800}}),
    ("where(x > 0, x, 0)", {"at": {"x": 0}, "claims": {"x": "1/0"}}),
    ("x", {"at": {"x": "1e-320"}, "claims": {"x": "1 + 1e-39"}}),
    ("x**3", {"order": 2}),
    ("x*y", {"wrt": "x,y"}),
    ("(1 - cos(x))/x**2", {"at": {"x": 1e-9}}),
    ("polygamma(n, x)", {"at": {"n": 1, "x": 2}}),
    ("abs(x - 0.5)", {"at": {"x": 0.500000003}}),
    ("1e-310*x", {"at": {"x": 1}}),
    ("1e300*x**2", {"at": {"x": 1e5}}),
]


def schema() -> dict[str, object]:
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(("formula", "options"), CHECKS)
def test_every_verdict_is_valid(formula, options):
    verdict = check(formula, **options)
    found = json.loads(verdict.to_json(), parse_constant=pytest.fail)
    jsonschema.validate(found, schema(), cls=jsonschema.Draft202012Validator)
    assert sum(found["summary"].values()) == len(found["results"])


def test_the_fields_are_those_of_the_schema_and_in_its_order():
    result = schema()["$defs"]["result"]
    fields = [field for field in result["properties"] if field != "elements"]  # arrays alone
    assert list(FIELDS) == result["required"] == fields
    assert list(check("x", at={"x": 1}).results[0].as_json()) == list(FIELDS)


def test_a_failed_row_and_a_blame_are_valid():
    failed = Result("row 3", "x**^2", None, "failed", reason="not a formula")
    blame = Blame("sin(y)", "chain rule", "1", "cos(y)", "the factor was dropped")
    wrong = Result("f", "sin(y)", "y", "wrong", blame=blame)
    verdict = joined([Verdict((failed,), ("a note",)), Verdict((wrong,), ("a note",))])
    jsonschema.validate(verdict.as_json(), schema(), cls=jsonschema.Draft202012Validator)
    assert verdict.as_json()["results"][1]["blame"]["mistake"] == "chain rule"
    assert verdict.notes == ("a note",)
    assert verdict.summary == {"right": 0, "wrong": 1, "undecidable": 0, "failed": 1}


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        (["right", "right"], "right"),
        (["right", "undecidable"], "undecidable"),
        (["wrong", "undecidable", "right"], "wrong"),
        (["wrong", "failed"], "failed"),
    ],
)
def test_the_outcome_is_the_gravest(verdicts, outcome):
    assert Verdict(tuple(Result("", "", "x", verdict) for verdict in verdicts)).outcome == outcome

"""Any formula at any point: a verdict or an error in words, whose JSON is valid."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd.check import check
from autograd.check.verdict import SCHEMA
from autograd.errors import GlassgradError
from autograd.expression.calls import function, functions

VALIDATOR = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
NUMBERS = ["0", "1", "-1", "0.5", "2", "3", "1e-8", "100", "-0.3", "1e300", "1e-300"]
LEAVES = st.sampled_from(["x", "y", "x", "2", "0.5", "0", "1", "pi"])
SIGNS = st.sampled_from(["+", "-", "*", "/", "%", "**", "<", ">=", "==", "!="])


@st.composite
def calls(draw, inner):
    name = draw(st.sampled_from(sorted(functions())))
    known = function(name)
    assert known is not None
    return f"{name}({', '.join(draw(inner) for _ in range(known.least))})"


FORMULAS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, SIGNS, inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(inner, inner, inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
        calls(inner),
    ),
    max_leaves=5,
)


@settings(max_examples=60)
@given(FORMULAS, st.sampled_from(NUMBERS), st.sampled_from(NUMBERS), FORMULAS)
def test_a_verdict_or_an_error_in_words(text, x, y, claim):
    formula = f"{text} + 0*x*y"
    try:
        verdict = check(formula, at={"x": x, "y": y}, simplify=False)
        claimed = check(formula, at={"x": x, "y": y}, claims={"x": claim}, points=2, simplify=False)
    except GlassgradError:
        return
    for found in (verdict, claimed):
        VALIDATOR.validate(json.loads(found.to_json()))
        for result in found.results:
            assert result.verdict == "right" or result.reason

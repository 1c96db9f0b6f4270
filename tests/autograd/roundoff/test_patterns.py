"""Remedies for sums of any number of terms, for functions and for derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from autograd.expression import parse
from autograd.roundoff import roundoff
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.formulas import written
from autograd.roundoff.patterns import rewritten, summands
from autograd.roundoff.samples import drawn
from autograd.roundoff.steps import floats, of_graph
from autograd.roundoff.terms import expression_of, term, text_of
from autograd.roundoff.trial import trial

FLOAT64 = FORMATS["float64"]


@pytest.mark.parametrize(
    "text",
    [
        "log(exp(a) + exp(b) + exp(c))",
        "log(exp(a) + exp(b) + exp(c) + exp(d)) - c",
        "-log(exp(b)/(exp(a) + exp(b) + exp(c)))",
        "exp(c)/(1 + exp(b) + exp(c))",
        "(a**2 + b*b + c**2)/3 - ((b + a + c)/3)**2",
    ],
)
def test_every_rewriting_is_the_same_function(text):
    formula = parse(text)
    found = list(rewritten(term(text)))
    assert found
    tried = trial(formula, FLOAT64, drawn(dict.fromkeys(formula.names, (-4, 4)), FLOAT64, 24, 1))
    for _, made in found:
        assert tried.equal(expression_of(made, formula.names)), text_of(made)


@pytest.mark.parametrize(
    "text",
    ["log(exp(a) + b + exp(c))", "exp(d)/(exp(a) + exp(b) + exp(c))", "(a*a + b*b)/2 - (a/2)**2"],
)
def test_what_only_looks_like_one_is_left_alone(text):
    assert list(rewritten(term(text))) == []


def test_the_terms_of_a_sum():
    assert [text_of(each) for each in summands(term("a + (b + c*d) + e1"))] == [
        "a", "b", "c*d", "e1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "at"),
    [
        (
            "-log(exp(a)/(exp(a) + exp(b) + exp(c) + exp(d)))",
            {"a": 30, "b": 1, "c": 0, "d": -3},
        ),
        ("exp(a)/(exp(a) + exp(b) + exp(c))", {"a": 1000, "b": 999, "c": 0}),
        ("log(exp(a) + exp(b) + exp(c))", {"a": 1000, "b": 999, "c": 0}),
        ("(x**2 + y**2 + z**2)/3 - ((x + y + z)/3)**2", {"x": 1e8 + 1, "y": 1e8 + 2, "z": 1e8}),
        ("x**4 - 4*x**3 + 6*x**2 - 4*x + 1", {"x": 1.001}),
        ("2**x - 1", {"x": 1e-12}),
    ],
)
def test_a_remedy_is_found(formula, at):
    report = roundoff(formula, at)
    assert report.digits < 8
    best = report.remedies[0]
    assert best.digits > 15
    assert best.after < min(2.0, best.before / 3)
    assert best.worse <= 1


def test_sympys_rewriting_for_code_is_among_the_candidates():
    from autograd.check.symbolic_rewriting import optimized

    assert "expm1(x)" in {form.text for form in optimized(parse("exp(x) - 1"), 5.0)}
    assert "log1p(x)/log(10)" in {form.text for form in optimized(parse("log10(1 + x)"), 5.0)}
    horner = [form.text for form in optimized(parse("3*x**3 + 2*x**2 - x + 5"), 5.0)]
    assert any(text.count("**") == 0 for text in horner)


def test_a_function_is_told_what_to_write_in_its_own_names():
    def loss(w):
        z = np.exp(w)
        return -np.log(z[0] / np.sum(z))

    report = roundoff(loss, np.array([30.0, -10.0]))
    assert report.remedies[0].formula == "softplus(w[1] - w[0])"

    def rest(x):
        return (1 - np.cos(0.1 * x)) / x**2

    report = roundoff(rest, 1e-5)
    assert "0.1*x" in report.remedies[0].formula  # the float 0.1 has 55 digits
    assert report.remedies[0].digits > 15
    assert roundoff(rest, 1e-5, remedy=False).remedies == ()


def test_derivatives_have_remedies_too():
    report = roundoff("sqrt(x + 1) - sqrt(x)", {"x": 1e12}, wrt="x")
    assert report.digits < 5 < 15 < report.remedies[0].digits
    report = roundoff("exp(x)/(1 + exp(x))", {"x": 800}, wrt="x")
    assert report.remedies[0].formula == "sigmoid(x)*sigmoid(-x)"


def test_a_record_as_a_formula():
    from autograd import Value, ops

    x = Value(2.0, "w[3]")
    steps = of_graph(ops.exp(x * 0.1) - 1.5, "f")
    own = written(steps, floats(steps, FLOAT64, {}))
    assert own is not None
    assert own.formula.names == ("v1",)
    assert own.point == {"v1": 2.0}
    assert own.told(str(own.formula)) == "exp(w[3]*0.1) - 1.5"
    deep = x
    for _ in range(200):
        deep = ops.sin(deep)
    steps = of_graph(deep, "f")
    assert written(steps, floats(steps, FLOAT64, {})) is None

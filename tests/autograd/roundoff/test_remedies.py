"""Remedies: each measured, each equal to what it replaces, none worse anywhere."""

from __future__ import annotations

import math

import pytest

from autograd.expression import parse
from autograd.roundoff import roundoff
from autograd.roundoff.formats import FORMATS
from autograd.roundoff.rules import rules
from autograd.roundoff.samples import drawn
from autograd.roundoff.search import remedies, search, worse
from autograd.roundoff.series import near_zero
from autograd.roundoff.terms import (
    expression_of,
    parts,
    term,
    term_of,
    text_of,
    tidy,
)
from autograd.roundoff.trial import trial

FLOAT64 = FORMATS["float64"]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: text_of(rule.pattern))
def test_every_rule_is_an_identity(rule):
    """Both sides have the same exact value wherever both have one, at points of many sizes."""
    names = sorted({each.text for each in parts(rule.pattern) if each.op == "name"})
    left, right = (expression_of(side, tuple(names)) for side in (rule.pattern, rule.replacement))
    assert set(right.names) <= set(left.names)
    equal = 0
    for low, high in ((0.01, 3.0), (-3.0, 3.0), (1e-6, 0.9)):
        points = drawn(dict.fromkeys(names, (low, high)), FLOAT64, 30, 5)
        tried = trial(left, FLOAT64, points)
        same, other = tried.compared(right)
        assert other == 0, (low, high)
        equal += same
    assert equal >= 20


@pytest.mark.parametrize(
    ("formula", "at", "remedy"),
    [
        ("log(1 + x)", {"x": 1e-12}, "log1p(x)"),
        ("exp(x) - 1", {"x": 1e-12}, "expm1(x)"),
        ("sqrt(x + 1) - sqrt(x)", {"x": 1e12}, "1/(sqrt(x + 1) + sqrt(x))"),
        ("(1 + h) - (1 - h)", {"h": 1e-4}, "2*h"),
        ("(1 - cos(x))/x**2", {"x": 1e-5}, "2*(sin(x/2)/x)**2"),
        ("-log(sigmoid(x))", {"x": -800}, "-logsigmoid(x)"),
        ("exp(z)/(exp(z) + exp(w))", {"z": 1000, "w": 0}, "sigmoid(z - w)"),
        ("sqrt(x**2 + y**2)", {"x": 1e200, "y": 1e200}, "hypot(x, y)"),
    ],
)
def test_the_textbook_remedies_are_found(formula, at, remedy):
    report = roundoff(formula, at)
    assert report.remedies[0].formula == remedy
    assert report.remedies[0].digits > report.digits
    assert report.remedies[0].after < 1 < report.remedies[0].before


@pytest.mark.parametrize(
    ("formula", "at", "remedy"),
    [
        ("x**3 - 3*x**2 + 3*x - 1", {"x": 1.0001}, "(x - 1)**3"),
        ("sin(x)**2*cos(y)**2 + cos(x)**2*cos(y)**2 - 1", {"x": 0.3, "y": 1e-8}, "-sin(y)**2"),
    ],
)
def test_sympy_finds_what_the_rules_do_not(formula, at, remedy):
    report = roundoff(formula, at)
    assert report.remedies[0].formula == remedy
    assert report.remedies[0].rules == ("sympy",)
    assert report.remedies[0].digits >= 15.5


def test_cross_entropy_is_better_by_softplus_than_by_log_sum_exp():
    """A loss of 2e-9 keeps all digits only by log1p over the other class."""
    naive = roundoff("-log(exp(z)/(exp(z) + exp(w)))", {"z": 0, "w": -20})
    assert f"{naive.value:.14g}" == "2.0611536942919e-09"
    assert naive.exact.startswith("2.061153620314380")
    assert naive.remedies[0].digits >= 15.5
    usual = roundoff("max(z, w) + log(exp(z - max(z, w)) + exp(w - max(z, w))) - z",
                     {"z": 0, "w": -20}, remedy=False)  # fmt: skip
    assert usual.digits < 8


def test_both_roots_of_a_quadratic():
    for sign in "+-":
        formula = f"(-b {sign} sqrt(b**2 - 4*a*c))/(2*a)"
        for b in (1e8, -1e8):
            report = roundoff(formula, {"a": 1, "b": b, "c": 1})
            if report.good:
                continue
            best = parse(report.remedies[0].formula)
            for other in (b, -b):
                root = best(a=1.0, b=other, c=1.0)
                residual = root * (root + other) + 1.0
                assert abs(residual) <= 1e-7 * max(1.0, root * root)


def test_heron_as_kahan_writes_it():
    s = "(a + b + c)/2"
    report = roundoff(
        f"sqrt({s}*({s} - a)*({s} - b)*({s} - c))",
        {"a": 100000, "b": 99999.99979, "c": 0.00029},
    )
    assert report.digits < 9
    assert report.remedies
    assert report.remedies[0].digits >= 15
    assert "Heron after Kahan" in report.remedies[0].rules


def test_a_series_comes_with_its_switch_over():
    remedy = roundoff("x - sin(x)", {"x": 1e-5}).remedies[0]
    assert remedy.formula.startswith("where(abs(x) < ")
    assert remedy.formula.endswith(", x - sin(x))")
    better = parse(remedy.formula)
    for x in (1e-8, 0.1, 0.9, 1.1, 3.0, -50.0):
        assert math.isclose(better(x), x - math.sin(x) if abs(x) > 0.5 else x**3 / 6 - x**5 / 120
                            + x**7 / 5040, rel_tol=1e-10)  # fmt: skip


def test_series_of_quotients_divide_their_zeros_out():
    found = list(near_zero(term("(x - sin(x))/(x - tan(x))"), ("x",)))
    assert text_of(found[0]) == "-(1/2) + x*x*(9/40 + x*x*-(27/2800))"
    assert list(near_zero(term("log(x)"), ("x",))) == []
    assert list(near_zero(term("exp(x + 1e8)"), ("x",))) == []  # coefficients of 43 million digits
    assert list(near_zero(term("x + y"), ("x", "y"))) == []


def test_what_is_offered_is_worse_nowhere_and_equal_everywhere():
    formula = parse("1/(x + 1) - 1/x")
    tried = trial(formula, FLOAT64, drawn({"x": (-1e6, 1e6)}, FLOAT64, 64, 0))
    original = next(c for c in [*search(formula, tried)] if True)
    assert worse(original, original) == 0
    for candidate in search(formula, tried):
        assert tried.equal(candidate.expression)
        assert max(candidate.lost) <= max(2.0, *tried.lost(formula)) + 1


def test_a_trap_is_not_offered():
    """log1p of the other class is right; subtracting the log-sum-exp looks better and is not."""
    formula = parse("log(1 + x) - x")

    def sample(seed):
        return drawn({"x": (-0.5, 0.5)}, FLOAT64, 64, seed)

    for candidate in remedies(formula, FLOAT64, sample):
        fresh = trial(formula, FLOAT64, sample(99))
        new, old = fresh.lost(candidate.expression), fresh.lost(formula)
        assert all(n <= max(o, 2) + 1 for n, o in zip(new, old, strict=True))


def test_nothing_is_offered_where_nothing_is_lost():
    assert roundoff("x*x + 1", {"x": 0.3}).remedies == ()
    assert roundoff("sin(x)*cos(x)", ranges={"x": (0, 1)}).remedies == ()


def test_an_unequal_formula_is_refused():
    formula = parse("exp(x) - 1")
    tried = trial(formula, FLOAT64, drawn({"x": (1e-9, 1.0)}, FLOAT64, 32, 0))
    assert tried.equal(parse("expm1(x)"))
    assert not tried.equal(parse("x"))
    assert not tried.equal(parse("expm1(x)*(1 + 1e-15)"))


def test_terms_go_to_text_and_back():
    for text in ("a - (b - c)", "-(a*b)**2/c", "where(a < b, a, max(a, b, 2))", "a**-b"):
        assert term_of(parse(text_of(term(text)))) == term(text)


def test_tidying():
    assert text_of(tidy(term("1*a + 0 - (b + a)"))) == "-b"
    assert text_of(tidy(term("2*3*a/1"))) == "6*a"
    assert text_of(tidy(term("a - -(-b)"))) == "a - b"

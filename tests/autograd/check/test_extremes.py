"""Claims on formulas whose inner values no float holds: right ones are never called wrong."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from autograd.check import check
from autograd.check.judge import as_text, in_words
from autograd.check.precise import precise
from autograd.check.question import Question
from autograd.check.request import Wanted, read
from autograd.check.symbolic import derivative
from autograd.errors import GlassgradError
from autograd.expression import parse

OFF = "({})*(1 + 1e-6)"
POINTS = ["1e100", "-1e100", "200", "-200", "20000", "-20000", "1e-100", "1e300", "700", "3", "0.5"]


def judged(formula, x, claim):
    return check(formula, at={"x": x}, claims={"x": claim}, points=1, simplify=False).results[0]


RIGHT = [
    ("x**-300", "1e100", "-300/x**301"),
    ("1/exp(x**2)", "200", "-2*x/exp(x**2)"),
    ("1/(1 + exp(-x))", "-20000", "exp(-x)/(1 + exp(-x))**2"),
    ("exp(-exp(x))", "100", "-exp(x)*exp(-exp(x))"),
    ("exp(exp(x))/exp(exp(x) - x)", "100", "exp(x)"),
    ("log(1 + exp(x)) - x", "500", "exp(x)/(1 + exp(x)) - 1"),
    ("log(1 + exp(x))", "20000", "exp(x)/(1 + exp(x))"),
    ("exp(x) + x", "20000", "exp(x) + 1"),
    ("tanh(x)", "200", "1 - tanh(x)**2"),
    ("tanh(x)", "20000", "1/cosh(x)**2"),
    ("log(1 + x**-300)**1.5", "50",
     "-450*log(1 + x**-300)**1.5/(x**301*(1 + x**-300)*log(1 + x**-300))"),
    ("log(1 + x**4)**4*x**2", "1e-100",
     "16*x**5*log(1 + x**4)**3/(1 + x**4) + 2*x*log(1 + x**4)**4"),
    ("log(1 + x**4)**1.5", "1e-100", "6*x**3*sqrt(log(1 + x**4))/(1 + x**4)"),
    ("(log(1 + (x*x)**2)*x/exp(-2))**2", "1e-100",
     "8*x**5*exp(4)*log(x**4 + 1)/(x**4 + 1) + 2*x*exp(4)*log(x**4 + 1)**2"),
    ("erf(x)", "100", "2*exp(-x**2)/sqrt(pi)"),
    ("exp(-(log(1 + (2/x)**2))**2)", "1e100",
     "16*exp(-log(1 + 4/x**2)**2)*log(1 + 4/x**2)/(x**3*(1 + 4/x**2))"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "x", "claim"), RIGHT)
def test_a_right_claim_is_right_and_a_slightly_wrong_one_is_wrong(formula, x, claim):
    assert judged(formula, x, claim).verdict == "right"
    assert judged(formula, x, OFF.format(claim)).verdict == "wrong"


@pytest.mark.parametrize(
    ("formula", "x", "claim", "said"),
    [
        ("1/exp(exp(exp(x)))", "100", "-exp(exp(x))*exp(x)/exp(exp(exp(x)))", "too small"),
        ("exp(-exp(exp(exp(x))))", "10", "1", "too small"),
        ("tanh(x)", "20000", "1 - tanh(x)**2", "the claim's value cannot be told here"),
        ("1/(1 + 1/(1 + x))", "-1", "1/((1 + x)**2*(1 + 1/(1 + x))**2)", "not finite"),
    ],
)
def test_what_nothing_can_compute_is_undecidable_in_words(formula, x, claim, said):
    found = judged(formula, x, claim)
    assert found.verdict == "undecidable"
    assert said in found.reason


TOWERS = ["exp(exp(exp(x)))", "exp(-exp(exp(x)))", "x**x**x**x", "sin(exp(exp(x)))",
          "3 % exp(exp(x))", "exp(exp(x)) % 3", "gamma(exp(x))", "polygamma(1, -exp(x) - 0.5)",
          "erfc(exp(exp(x)))", "(-x)**floor(exp(exp(x)))",
          "(1 + exp(-exp(x)))**exp(exp(x))"]  # fmt: skip


@pytest.mark.parametrize("tower", TOWERS)
@pytest.mark.parametrize("x", ["3", "24.5", "700", "1e300"])
def test_towers_end(tower, x):
    assert judged(tower, x, "x*exp(exp(x))").verdict in ("right", "wrong", "undecidable")


INNER = st.recursive(
    st.sampled_from(["x", "x", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["exp({})", "exp(-({}))", "exp(-({})**2)", "1/({})", "1/(1 + {})",
                                   "tanh({})", "log(1 + ({})**2)", "({})**-300", "({})**-7",
                                   "({})**40", "sqrt({})"]), inner)
        .map(lambda parts: parts[0].format(parts[1])),
        st.tuples(inner, st.sampled_from("+-*/"), inner)
        .map(lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"),
    ),
    max_leaves=4,
)  # fmt: skip


@settings(max_examples=150)
@given(INNER, st.sampled_from(POINTS))
def test_no_derivative_by_rules_is_called_wrong(formula, x):
    assume("x" in formula.replace("exp", ""))
    try:
        claim = derivative(parse(formula), ("x",)).text
        right, off = judged(formula, x, claim), judged(formula, x, OFF.format(claim))
    except GlassgradError:
        return
    assert right.verdict != "wrong", right.reason
    if right.verdict == "right" and right.derivative != "0":
        assert off.verdict == "wrong"


def test_a_value_that_two_precisions_agree_on_falsely_is_certified():
    request = read(parse("exp(x) + 1 - exp(x)"), Wanted({"x": 500}, None, None, None, 1, None, 0))
    question = Question(request.expression, ("x",), request.points[0])
    assert question.value_of(request.expression).number == 1


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1e2000000", "1e2000000"),
        ("-1e-2000000", "-1e-2000000"),
        ("9.99999999999e-5000000", "1e-4999999"),
        ("-9.71715676e-11674344414002886632", "-9.71716e-11674344414002886632"),
    ],
)
def test_monstrous_numbers_are_written_in_decimals(number, text):
    assert as_text(precise(50).mp.mpf(number), 6) == text


def test_an_exponent_longer_than_a_sentence_is_rounded():
    mp = precise(50).mp
    assert in_words(mp.ldexp(mp.mpf(3), -(10**400))) == "3.70536e(-3.0103e399)"

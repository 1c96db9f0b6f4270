"""The mistake behind a wrong claim: named, placed, in words; and what is not pretended."""

from __future__ import annotations

import pytest

from autograd.check import check
from autograd.check.diagnosis import diagnose
from autograd.check.mistakes import MISTAKES
from autograd.check.precise import precise
from autograd.check.suspects import Sample
from autograd.check.sweeps import Edge, sweep
from autograd.check.wording import expected, node
from autograd.expression import parse
from autograd.formula import over
from autograd.primitives import PRIMITIVES

M = precise(65)


def blame(formula: str, variable: str, claim: str, **options):
    (result,) = check(formula, claims={variable: claim}, **options).results
    assert result.verdict == "wrong"
    return result.blame


# formula, variable, claim, the mistake, the node, uses, expected
KNOWN = [
    ("x**2*sin(y)", "y", "x**2", "dropped chain factor", "sin(y)", "1", "cos(y)"),
    ("x**2*sin(y)", "y", "-x**2*cos(y)", "sin/cos sign", "sin(y)", "-cos(y)", "cos(y)"),
    ("cos(x)", "x", "sin(x)", "sin/cos sign", "cos(x)", "sin(x)", "-sin(x)"),
    ("x**3", "x", "3*x**3", "exponent not lowered", "x**3", "3*x**3", "3*x**2"),
    ("x**3*y", "x", "x**2*y", "exponent not brought down", "x**3", "x**2", "3*x**2"),
    ("2**x", "x", "x*2**(x - 1)", "power rule", "2**x", "x*2**(x - 1)", "2**x*log(2)"),
    ("x**4", "x", "x**5/5", "power rule", "x**4", "x**5/5", "4*x**3"),
    ("x*exp(x)", "x", "exp(x)", "product rule", "x*exp(x)", "0", "x"),
    ("x**2*exp(x)", "x", "2*x*exp(x)", "product rule", "x**2*exp(x)", "0", "x**2"),
    ("x**2*sin(x)", "x", "2*x*cos(x)", "product rule", "x**2*sin(x)", "f'*g'", "f'*g + f*g'"),
    ("x**2/sin(x)", "x", "2*x/cos(x)", "quotient rule", "x**2/sin(x)", "f'/g'",
     "(f'*g - f*g')/g**2"),
    ("x/(x**2 + 1)", "x", "1/(x**2 + 1)", "quotient rule", "x/(x**2 + 1)", "0",
     "-x/(x**2 + 1)**2"),
    ("exp(x)/(x**2 + 1)", "x", "exp(x)/(x**2+1) + 2*x*exp(x)/(x**2+1)**2", "sign",
     "exp(x)/(x**2 + 1)", "exp(x)/(x**2 + 1)**2", "-exp(x)/(x**2 + 1)**2"),
    ("sin(x**2)", "x", "2*x*cos(x)", "inner function", "sin(x**2)", "cos(x)", "cos(x**2)"),
    ("sin(x**2)", "x", "cos(2*x)", "inner function", "sin(x**2)", "cos(its derivative)",
     "cos(x**2)"),
    ("log(x**2 + 1)", "x", "1/(x**2 + 1)", "dropped chain factor", "x**2", "1", "2*x"),
    ("log10(x)", "x", "1/x", "log base", "log10(x)", "1/x", "1/(x*log(10))"),
    ("log(x)", "x", "1/(x*log(10))", "log base", "log(x)", "1/(x*log(10))", "1/x"),
    ("y*sin(x)", "x", "y*cos(x)*pi/180", "degrees for radians", "sin(x)", "cos(x)*pi/180",
     "cos(x)"),
    ("sqrt(x)", "x", "1/sqrt(x)", "factor", "sqrt(x)", "1/sqrt(x)", "1/(2*sqrt(x))"),
    ("tanh(x)", "x", "1 - tanh(x)", "wrong function", "tanh(x)", "1 - tanh(x)", "1 - tanh(x)**2"),
    ("asin(x)", "x", "1/(1 - x**2)", "wrong function", "asin(x)", "1/(1 - x**2)",
     "1/sqrt(1 - x**2)"),
    ("x*exp(x) + x**3", "x", "exp(x) + x*exp(x)", "forgotten branch",
     "x*exp(x) + x**3", "0", "1"),
    ("abs(x)*y", "x", "y", "forgotten branch", "abs(x)", "1", "sign(x)"),
    ("pi*r**2", "r", "2*3.14159*r", "constant typed short", "pi", "3.14159", "pi"),
    ("sqrt(2)*x", "x", "1.414", "constant typed short", "sqrt(2)", "1.414", "sqrt(2)"),
    ("x/3", "x", "0.3333333333333333", "constant typed short", "1/3", "0.3333333333333333", "1/3"),
    ("9.80665*m*h", "m", "9.81*h", "constant typed short", "9.80665", "9.81", "9.80665"),
    ("2**x", "x", "0.693147*2**x", "constant typed short", "log(2)", "0.693147", "log(2)"),
    ("e**x", "x", "2.71828**x", "constant typed short", "e", "2.71828", "e"),
    ("x**2*y + y**3", "x", "x**2 + 3*y**2", "other variable", "x**2*y + y**3",
     "the derivative by y", "the derivative by x"),
    ("sin(x)*y", "x", "sin(x)*y", "not differentiated", "sin(x)*y", "sin(x)*y",
     "the derivative by x"),
    ("sin(x)*y", "x", "0", "treated as constant", "sin(x)*y", "0", "the derivative by x"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "variable", "claim", "mistake", "at", "uses", "right"), KNOWN)
def test_known_mistakes(formula, variable, claim, mistake, at, uses, right):
    found = blame(formula, variable, claim)
    assert found is not None
    assert (found.mistake, found.node) == (mistake, at)
    assert (found.uses, found.expected) == (uses, right)
    assert found.sentence


def test_the_sentence_of_the_guide():
    found = blame("x**2*sin(y)", "y", "x**2", at={"x": 1.5, "y": 2})
    assert found.sentence == (
        "at `sin(y)` the claim uses 1 where cos(y) belongs: the chain-rule factor was dropped"
    )


def test_several_constants_typed_short():
    found = blame("4/3*pi*r**3*sqrt(2)", "r", "4*3.1416*1.414*r**2")
    assert "3.1416 stands where pi belongs, and 1.414 where sqrt(2) does" in found.sentence


def test_a_number_that_is_right_is_not_called_short():
    found = blame("3.14*x**2", "x", "3.14*x")
    assert found.mistake == "exponent not brought down"


def test_what_cannot_be_told_apart_is_said():
    found = blame("m*g*z", "z", "2*m*g")
    assert "2 times the derivative" in found.sentence or "or at" in found.sentence
    either = blame("sin(x)*y + x*cos(y)", "x", "-cos(x)*y + cos(y)")
    assert either.node == "sin(x)"
    either = blame("x/(x**2 + 1)", "x", "1/(x**2 + 1)")
    assert "(or at `x**2 + 1`: the same claim would come out)" in either.sentence


def test_a_mistake_made_wherever_a_step_occurs():
    found = blame("cos(w*t) + a*cos(w*t)**2", "w", "-sin(w*t) - 2*a*cos(w*t)*sin(w*t)")
    assert found.node == "w*t"
    assert found.sentence.endswith("the factor t is missing, wherever that occurs")


def test_a_claim_that_no_single_mistake_explains_is_compared():
    (result,) = check("x**3*exp(-x)", claims={"x": "3*x**2*exp(-x) + x"}).results
    assert result.blame is None
    assert "claim - derivative is x**3*exp(-x) + x" in result.reason
    assert "claim/derivative is" in result.reason


def test_the_simplest_point_that_disproves_a_claim():
    (result,) = check("x**3", at={"x": 1}, claims={"x": "3*x"}).results
    told = "the simplest point that disproves it: at x = 2 the claim gives 6, the derivative is 12"
    assert told in result.reason
    (result,) = check("log(x)/y", ranges={"x": (2, 3), "y": (2, 9)}, claims={"x": "1/x"}).results
    assert "at x = 2, y = 2 the claim gives 0.5, the derivative is 0.25" in result.reason
    (result,) = check("x**2", at={"x": 1}, claims={"x": "x"}, points=1).results
    assert "simplest" not in result.reason  # it is the point that was given


def test_one_point_is_not_enough_to_blame():
    f = parse("x**2")
    sample = Sample({"x": M.number(3)}, M.number(9), M.number("1e-40"))
    assert diagnose(f, M, "x", [sample]) is None
    other = Sample({"x": M.number(5)}, M.number(25), M.number("1e-40"))
    assert diagnose(f, M, "x", [sample, other]).mistake == "not differentiated"


def test_a_right_claim_has_no_blame():
    assert check("x**2", claims={"x": "2*x"}).results[0].blame is None
    f = parse("x**2*y")
    points = [{"x": M.number(p), "y": M.number(q)} for p, q in ((1, 2), (3, 4), (5, 7))]
    samples = [Sample(p, 2 * p["x"] * p["y"], M.number("1e-40")) for p in points]
    assert diagnose(f, M, "x", samples) is None


def test_a_second_derivative_is_diagnosed_in_the_first():
    (result,) = check("x**4", order=2, claims={"x": "12*x**3"}).results
    assert result.blame.mistake == "exponent not lowered"
    assert result.blame.sentence.startswith("in the step from 4*x**3 to its derivative: at `x**3`")
    assert result.place is None


def test_long_formulas_are_cut_in_sentences():
    inner = "+".join(f"x**{k}" for k in range(2, 60))
    found = blame(f"sin({inner})", "x", f"sin({inner})", points=3)
    assert len(found.sentence) < 600


@pytest.mark.parametrize("formula", ["x**2*sin(y)/(x - 3*y)", "exp(-x**2/2)*sqrt(x + y)"])
def test_both_sweeps_give_the_derivative(formula):
    f = parse(formula)
    env = {"x": M.number("1.7"), "y": M.number("0.3")}
    for name in f.names:
        swept = sweep(f, M, env, name)
        leaf = next(p for p, step in enumerate(f.tape) if step.text == name)
        leaves = [p for p, step in enumerate(f.tape) if step.text == name]
        assert leaf in swept.tangents
        total = sum(swept.cotangents[p] for p in leaves)
        assert abs(total - swept.derivative) < M.mp.mpf(10) ** -55
        numeric = M.mp.diff(lambda x, n=name: f.evaluate(M, {**env, n: x}), env[name], h="1e-20")
        assert abs(numeric - swept.derivative) < M.mp.mpf(10) ** -30


def test_the_derivative_is_linear_in_the_local_derivative_of_an_edge():
    f = parse("sin(x*y)*x")
    env = {"x": M.number("1.1"), "y": M.number("0.7")}
    swept = sweep(f, M, env, "x")
    for edge in swept.partials:
        operand = f.tape[edge.step].operands[edge.slot]
        if operand in swept.tangents:
            from autograd.check.sweeps import tangents

            moved = tangents(f, M, {**swept.partials, edge: swept.partials[edge] + 1}, "x")
            change = moved[len(f.tape) - 1] - swept.derivative
            assert abs(change - swept.leverage(edge, operand)) < M.mp.mpf(10) ** -50


def test_local_derivatives_are_worded_plainly():
    f = parse("x**2*sin(y)/(x - 3*y) + asin(x/3)")
    told = {
        (node(f, place), slot): expected(f, Edge(place, slot)).text
        for place, step in enumerate(f.tape)
        for slot in range(len(step.operands))
    }
    assert told["x**2", 0] == "2*x"
    assert told["sin(y)", 0] == "cos(y)"
    assert told["x**2*sin(y)/(x - 3*y)", 0] == "1/(x - 3*y)"
    assert told["x**2*sin(y)/(x - 3*y)", 1] == "-x**2*sin(y)/(x - 3*y)**2"
    assert told["asin(x/3)", 0] == "1/sqrt(1 - (x/3)**2)"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m.operation}: {m.uses}")
def test_every_mistake_is_a_formula_of_its_operation_and_not_its_rule(mistake):
    rows = [mistake.operation] if mistake.operation != "*" else ["sin", "mul", "pow"]
    for name in rows:
        row = PRIMITIVES[name]
        parameters = (*row.operands, "r", "d")
        numbers = [M.number("0.7"), M.number("0.4")][: row.arity]
        result = M.apply(name, *numbers)
        for slot, partial in enumerate(row.partials):
            if mistake.slot not in (slot, -1) or not partial or "selects" in row.traits:
                continue
            right = over(partial, (*row.operands, "r"))(M, *numbers, result)
            wrong = over(mistake.uses, parameters)(M, *numbers, result, right)
            assert M.finite(wrong)
            if mistake.operation != "*":
                differs = abs(wrong - right) > 1e-9
                # abs and relu are right on one side; that is the mistake.
                assert differs or name in ("abs", "relu", "add", "sub")


def test_a_branch_without_a_tangent_is_no_suspect_that_fails():
    """At some of the points the branch taken is a constant, which does not move."""
    claim = "(-where(x > 2, 2*x, 0)*exp(-where(x > 2, x**2, 9)))*(1 + 1e-6)"
    found = check("exp(-where(x > 2, x, 3)**2)", at={"x": 50}, claims={"x": claim}).results[0]
    assert found.verdict == "wrong"

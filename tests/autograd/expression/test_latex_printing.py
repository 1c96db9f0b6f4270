"""A formula printed in LaTeX, and read back as the same steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd.expression import Expression, Instruction, parse, parse_latex, to_latex
from autograd.primitives import PRIMITIVES

PRINTED = [
    ("2*x*y", "2 x y"),
    ("2*(x*y)", r"2 \cdot \left(x y\right)"),
    ("x*2", r"x \cdot 2"),
    ("a*(b + c)", r"a \cdot \left(b + c\right)"),
    ("(a + b)*c", r"\left(a + b\right) \cdot c"),
    ("d*x", r"d \cdot x"),
    ("2*sin(x)*y", r"2 \sin\left(x\right) \cdot y"),
    ("a/b/c", r"\frac{\frac{a}{b}}{c}"),
    ("a/b*c", r"\frac{a}{b} \cdot c"),
    ("2*(1/2)", r"2 \cdot \frac{1}{2}"),
    ("a - (b - c)", r"a - \left(b - c\right)"),
    ("a + -b", r"a + \left(-b\right)"),
    ("a - -b*c", r"a - \left(-b c\right)"),
    ("-a + b", "-a + b"),
    ("--x", r"-\left(-x\right)"),
    ("-(a*b)", r"-\left(a b\right)"),
    ("-x**2", "-x^{2}"),
    ("(-x)**2", r"\left(-x\right)^{2}"),
    ("2**-x", "2^{-x}"),
    ("a**b**c", "a^{b^{c}}"),
    ("(a**b)**c", r"\left(a^{b}\right)^{c}"),
    ("(a/b)**2", r"\left(\frac{a}{b}\right)^{2}"),
    ("sin(x)**2", r"\sin^{2}\left(x\right)"),
    ("sin(x)**y", r"\left(\sin\left(x\right)\right)^{y}"),
    ("sin(x)**-1", r"\left(\sin\left(x\right)\right)^{-1}"),
    ("log(x)**2", r"\left(\ln\left(x\right)\right)^{2}"),
    ("exp(-x)", "e^{-x}"),
    ("exp(x)**2", r"\left(e^{x}\right)^{2}"),
    ("e**x", r"\left(e\right)^{x}"),
    ("e*pi", r"e \pi"),
    ("sqrt(x) + cbrt(x)", r"\sqrt{x} + \sqrt[3]{x}"),
    ("abs(x) + floor(x) - ceil(x)",
     r"\left|x\right| + \left\lfloor x \right\rfloor - \left\lceil x \right\rceil"),
    ("log2(x) + log10(x)", r"\log_{2}\left(x\right) + \log_{10}\left(x\right)"),
    ("asin(x) + asinh(x)", r"\arcsin\left(x\right) + \operatorname{asinh}\left(x\right)"),
    ("gamma(x)", r"\Gamma\left(x\right)"),
    ("Gamma*gamma(x)", r"\Gamma \cdot \operatorname{gamma}\left(x\right)"),
    ("max(a, b, c)", r"\max\left(a, b, c\right)"),
    ("leaky_relu(x)", r"\operatorname{leaky\_relu}\left(x\right)"),
    ("x % y", r"\operatorname{mod}\left(x, y\right)"),
    ("1.50e-7*x", r"1.50 \times 10^{-7} x"),
    ("2*1e5", r"2 \cdot 1 \times 10^{5}"),
    ("(1e5)**2", r"\left(1 \times 10^{5}\right)^{2}"),
    ("x < 1", r"\left[x < 1\right]"),
    ("(x <= 1)*y", r"\left[x \le 1\right] \cdot y"),
    ("a < b < c", r"\left[a < b < c\right]"),
    ("not a and (b or c)", r"\left[\lnot a \land \left[b \lor c\right]\right]"),
    (
        "a if x < 0 else b",
        r"\begin{cases} a & \text{if } x < 0 \\ b & \text{otherwise} \end{cases}",
    ),
    (
        "a if b else c if d else f",
        r"\begin{cases} a & \text{if } b \\ c & \text{if } d \\ f & \text{otherwise} \end{cases}",
    ),
    ("where(x < 0, a, b)", r"\operatorname{where}\left(x < 0, a, b\right)"),
    ("theta_1 + λ", r"\theta_{1} + \lambda"),
    ("x_max*x_i_j", r"x_{\mathrm{max}} x_{i,j}"),
    ("y_hat_1 - x_prime**2 + x_dot", r"\hat{y}_{1} - x'^{2} + \dot{x}"),
    ("rate*x_", r"\mathrm{rate} \mathrm{x\_}"),
    ("lambda*λ", r"\mathrm{lambda} \mathrm{λ}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "latex"), PRINTED)
def test_a_formula_is_printed_in_latex(text: str, latex: str) -> None:
    expression = parse(text)
    assert to_latex(expression) == latex
    assert parse_latex(latex, expression.names) == expression


def test_a_part_can_be_printed() -> None:
    expression = parse("x**2*sin(y)")
    parts = [to_latex(expression, place) for place in range(len(expression.tape))]
    assert parts == ["x", "2", "x^{2}", "y", r"\sin\left(y\right)",
                     r"x^{2} \sin\left(y\right)"]  # fmt: skip


def test_a_shadowed_constant_is_not_taken_for_the_constant() -> None:
    expression = parse("exp(x) + e", declared=["e", "x"])
    latex = to_latex(expression)
    assert latex == r"\exp\left(x\right) + e"
    assert parse_latex(latex, expression.names) == expression


def test_every_function_of_the_table_survives() -> None:
    for row in PRIMITIVES.values():
        if "internal" in row.traits:
            continue
        expression = parse(f"2*{row.name}({', '.join('xyzw'[: row.arity])})")
        assert parse_latex(to_latex(expression), expression.names) == expression


NAMES = """
    x y xy e pi π i j d T f Gamma gamma Γ lambda λ psi sigma sin max if_ rate x_1 x_12 x_ij x_1_2
    x_hat x_hat_1 x_1_hat x_prime x_prime_prime x_prime_1 theta_max x_ _x x__1 hat λ_1 λ_alpha
    lambda_1 ell hbar ħ é 中_1 x1 x_1a otherwise for_ x_max x_otherwise x_if varphi Delta E_kin
""".split()  # noqa: SIM905 - read more easily than a list

NUMBERS = ["2", "10", "0.10", "1e3", "1.50e-7", "2e+05", "1E5", ".5", "3.", "007"]
leaves = st.sampled_from([*NAMES, *NUMBERS])
TEMPLATES = """
    {0}+{1} {0}-{1} {0}*{1} {0}*{1} {0}/{1} {0}%{1} {0}**{1} ({0})**2 -{0} ({0}) sin({0})
    ({0})**1e1 sin({0})**2 sin({0})**-1 log({0}) log({0},{1}) exp({0}) sqrt({0}) cbrt({0})
    abs({0}) floor({0}) gamma({0}) max({0},{1}) max({0},{1},{2}) where({0},{1},{2}) atan2({0},{1})
    leaky_relu({0}) leaky_relu({0},{1}) sinc({0}) sign({0}) polygamma(1,{0}) square({0})
    ({0}if({1})else({2})) ({0}<{1}) ({0}<{1}<={2}) ({0}==({1})!=({2})) ({0}and({1}))
    (not({0})or({1})) ({0}*({1})) ({0}+({1})) ({0}-({1})) -({0})
"""
formulas = st.recursive(
    leaves,
    lambda part: st.builds(str.format, st.sampled_from(TEMPLATES.split()), part, part, part),
    max_leaves=25,
)


def lower(expression: Expression) -> tuple[Instruction, ...]:
    """The tape with the one thing that LaTeX does not keep, the E of 1E5, made small."""
    return tuple(
        replace(step, text=step.text.lower()) if step.op == "number" else step
        for step in expression.tape
    )


@settings(max_examples=600)
@given(formulas, st.booleans())
def test_latex_reads_back_as_the_same_steps(text: str, declare: bool) -> None:
    try:
        expression = parse(text, NAMES if declare else ())
    except ValueError:  # a constant out of proportion, or too deep
        return
    latex = to_latex(expression)
    again = parse_latex(latex, expression.names)
    assert lower(again) == lower(expression)
    assert to_latex(again) == latex


def test_a_long_formula_is_printed_without_recursion() -> None:
    expression = parse(" + ".join(["x*y"] * 2000))
    assert parse_latex(to_latex(expression), expression.names) == expression

r"""What LaTeX means in the language: conventions, declared names, typesetting that says nothing."""

from __future__ import annotations

import pytest

from autograd.arithmetic import FLOAT
from autograd.errors import InputError
from autograd.expression import parse, parse_latex

MEANINGS = [
    # functions
    (r"\sin x", "", "sin(x)"),
    (r"\sin(x)", "", "sin(x)"),
    (r"\sin\left(x\right)", "", "sin(x)"),
    (r"\sin{x}", "", "sin(x)"),
    (r"\sin{2x}", "", "sin(2*x)"),
    (r"\sin 2\pi x", "", "sin(2*pi*x)"),
    (r"\sin\pi", "", "sin(pi)"),
    (r"\sin x^2", "", "sin(x**2)"),
    (r"(\sin x)^2", "", "sin(x)**2"),
    (r"\sin^2(x)", "", "sin(x)**2"),
    (r"\sin^n x", "", "sin(x)**n"),
    (r"\cos^{-1}(x)", "", "acos(x)"),
    (r"\tan^{-1}\frac{y}{x}", "", "atan(y/x)"),
    (r"\sinh^{-1} x", "", "asinh(x)"),
    (r"\sin\cos x", "", "sin(cos(x))"),
    (r"\ln\ln x", "", "log(log(x))"),
    (r"\ln x\ln y", "", "log(x)*log(y)"),
    (r"\ln|x|", "", "log(abs(x))"),
    (r"\ln\sqrt{x}", "", "log(sqrt(x))"),
    (r"\sin\frac{x}{2}\cos\frac{x}{2}", "", "sin(x/2)*cos(x/2)"),
    (r"\sin x\cdot y", "", "sin(x)*y"),
    (r"\sin(x)/2", "", "sin(x)/2"),
    (r"\sin(x)y", "", "sin(x)*y"),
    (r"1/\sin x", "", "1/sin(x)"),
    (r"\log_2 x", "", "log2(x)"),
    (r"\log_{10}(x)", "", "log10(x)"),
    (r"\log_e x", "", "log(x)"),
    (r"\log_b x", "", "log(x)/log(b)"),
    (r"\lg x", "", "log10(x)"),
    (r"\cot x", "", "1/tan(x)"),
    (r"\csc^2 x", "", "(1/sin(x))**2"),
    (r"\operatorname{sech} x", "", "1/cosh(x)"),
    (r"\exp\{-x\}", "", "exp(-x)"),
    (r"\exp\bigl[-(x+1)\bigr]", "", "exp(-(x + 1))"),
    (r"\max\{a, b, c\}", "", "max(a, b, c)"),
    (r"\operatorname{atan2}(y, x)", "", "atan2(y, x)"),
    (r"\operatorname{arsinh}(x)", "", "asinh(x)"),
    (r"\operatorname{sgn}(x)", "", "sign(x)"),
    (r"\mathrm{ReLU}(x)", "", "relu(x)"),
    (r"\operatorname{leaky\_relu}(x)", "", "leaky_relu(x)"),
    (r"\operatorname{sincpi}(x)", "", "sinc(x)"),
    (r"\Gamma(x)^2", "", "gamma(x)**2"),
    (r"\Gamma/2", "", "Gamma/2"),
    (r"\Gamma(x)", "Gamma x", "Gamma*x"),
    (r"\lfloor x\rfloor + \left\lceil x\right\rceil", "", "floor(x) + ceil(x)"),
    (r"n!", "", "gamma(n + 1)"),
    (r"(2n)!", "", "gamma(2*n + 1)"),
    (r"\operatorname{where}(x<0, 1, 2)", "", "where(x < 0, 1, 2)"),
    # powers and e
    (r"e^x", "", "exp(x)"),
    (r"\mathrm{e}^{-x/2}", "", "exp(-x/2)"),
    (r"(e)^x", "", "e**x"),
    (r"e^x", "e x", "e**x"),
    (r"x e", "", "x*e"),
    (r"a^{b^c}", "", "a**b**c"),
    (r"(a^b)^c", "", "(a**b)**c"),
    (r"x_1^2", "", "x_1**2"),
    (r"x^2_1", "", "x_1**2"),
    (r"x^2y", "", "x**2*y"),
    (r"-x^2", "", "-x**2"),
    (r"(-1)^n", "", "(-1)**n"),
    (r"A^T", "A T", "A**T"),
    (r"\sqrt2", "", "sqrt(2)"),
    (r"\sqrt[3]{x}", "", "cbrt(x)"),
    (r"\sqrt[4]{x}", "", "x**(1/4)"),
    (r"\sqrt[n]{x}", "", "x**(1/n)"),
    (r"\sqrt{x}^3", "", "sqrt(x)**3"),
    # products and quotients
    ("2x", "", "2*x"),
    ("xy", "", "x*y"),
    ("xy", "x y", "x*y"),
    ("xy", "xy", "xy"),
    ("mgh", "", "m*g*h"),
    ("rate", "r a t e", "r*a*t*e"),
    ("rate", "rate", "rate"),
    ("d x", "d x", "d*x"),
    (r"\Delta x", "Delta x", "Delta*x"),
    ("a(b+c)", "a b c", "a*(b + c)"),
    ("x(1-x)", "", "x*(1 - x)"),
    (r"\pi(r+1)", "", "pi*(r + 1)"),
    ("2(x+1)", "", "2*(x + 1)"),
    ("(a)(b)", "", "a*b"),
    ("a*b", "", "a*b"),
    (r"a \times b \cdot c", "", "a*b*c"),
    ("a/b", "", "a/b"),
    ("2a/b", "", "2*a/b"),
    (r"a \div b", "", "a/b"),
    (r"\frac12x", "", "1/2*x"),
    (r"\dfrac ab", "", "a/b"),
    (r"\frac{1}{2x}", "", "1/(2*x)"),
    ("-ab", "", "-a*b"),
    ("a - (b - c)", "", "a - (b - c)"),
    ("+x", "", "x"),
    (r"1.5 \times 10^{-3}x", "", "1.5e-3*x"),
    (r"1.5 \cdot 10^{-3}", "", "1.5*10**-3"),
    (r"a \times 10^{3}", "", "a*10**3"),
    (r"2 \times 10^n", "", "2*10**n"),
    # names
    (r"\lambda\gamma\beta", "", "lambda*gamma*beta"),
    (r"\lambda_1", "λ_1", "λ_1"),
    ("λ", "", "lambda"),
    (r"\hbar\omega", "", "hbar*omega"),
    (r"\varepsilon\varphi", "", "varepsilon*varphi"),
    ("x_{12}", "", "x_12"),
    ("x_{ij}", "", "x_ij"),
    ("x_{i,j}", "", "x_i_j"),
    (r"g_{\mu\nu}", "", "g_mu_nu"),
    (r"v_{\max}", "", "v_max"),
    (r"v_\text{max}", "", "v_max"),
    (r"E_{\mathrm{kin}}", "", "E_kin"),
    (r"\hat\theta_1^2", "", "theta_hat_1**2"),
    (r"\overline{x} - \widetilde{y}", "", "x_bar - y_tilde"),
    ("x'", "x_prime", "x_prime"),
    (r"x^{\prime}_1", "x_prime_1", "x_prime_1"),
    (r"x_1'", "x_prime_1", "x_prime_1"),
    (r"\mathrm{rate}\,t", "", "rate*t"),
    (r"\mathrm{x\_1}", "", "x_1"),
    (r"\mathrm{sin}(x)", "", "sin(x)"),
    (r"\mathrm{sin}\,x", "sin x", "sin*x"),
    (r"\pi", "pi", "pi"),
    (r"\pi", "π", "π"),
    ("é", "", "é"),
    ("𝑥", "", "x"),
    # bars
    ("|x|y", "", "abs(x)*y"),
    ("2|x|", "", "2*abs(x)"),
    ("|x||y|", "", "abs(x)*abs(y)"),
    ("|x| + |y|", "", "abs(x) + abs(y)"),
    ("|x|^2 + y|z|", "", "abs(x)**2 + y*abs(z)"),
    ("||x| - |y||", "", "abs(abs(x) - abs(y))"),
    (r"\left||x|\right| + \lvert y\rvert", "", "abs(abs(x)) + abs(y)"),
    # conditions
    ("[x < 1] + 2", "", "(x < 1) + 2"),
    ("(a < b < c)", "", "a < b < c"),
    (r"2[x \ne 1 \land \lnot(y = 2)]", "", "2*(x != 1 and not y == 2)"),
    (r"[x<0 \lor x \geq 1]", "", "x < 0 or x >= 1"),
    (
        r"\begin{cases} 0, & x<0, \\ x/2, & 0\le x<2, \\ 1, & x\ge 2. \end{cases}",
        "",
        "0 if x < 0 else x/2 if 0 <= x < 2 else 1",
    ),
    (r"\begin{cases} a & x>\mu \\ b & x\le\mu \end{cases}", "", "a if x > mu else b"),
    (r"\begin{cases} a & x<\frac12 \\ b & x\ge 0.5 \end{cases}", "", "a if x < 1/2 else b"),
    (r"\begin{cases} a & x=0 \\[2pt] b & x\ne 0 \\ \end{cases}", "", "a if x == 0 else b"),
    (
        r"2 + \begin{dcases} a & \text{for } x>0 \text{ and } y>0 \\ b & \text{else} \end{dcases}",
        "",
        "2 + (a if x > 0 and y > 0 else b)",
    ),
    # what does not change the meaning
    (r"$x^2$", "", "x**2"),
    (r" \[ x^2 \] ", "", "x**2"),
    (r"\displaystyle x\,y\;z\!w", "", "x*y*z*w"),
    ("x~y", "", "x*y"),
    ("{x}", "", "x"),
    ("{a}b", "", "a*b"),
    ("x − 2·y × 3 ≤ 1".replace(" ≤ 1", ""), "", "x - 2*y*3"),
    ("[x ≤ 1]", "", "x <= 1"),
]


@pytest.mark.parametrize(("latex", "declared", "meaning"), MEANINGS)
def test_latex_has_its_meaning(latex: str, declared: str, meaning: str) -> None:
    names = declared.split()
    expression = parse_latex(latex, names)
    assert expression.text == meaning
    assert expression == parse(meaning, names)


def test_the_answer_is_the_formula_in_the_language() -> None:
    expression = parse_latex(r"\frac{1}{2} m \dot{x}^2", declared=["m", "x_dot"])
    assert expression.text == str(expression) == "1/2*m*x_dot**2"
    assert expression.names == ("m", "x_dot")
    assert expression(3.0, 2.0) == 6.0
    parts = [expression.source_of(place) for place in range(len(expression.tape))]
    assert parts == ["1", "2", "1/2", "m", "1/2*m", "x_dot", "2", "x_dot**2", "1/2*m*x_dot**2"]


def test_a_choice_computes_the_case_that_holds() -> None:
    tent = parse_latex(
        r"\begin{cases} 2x & x < \frac{1}{2} \\ 2(1-x) & x \ge \frac{1}{2} \end{cases}"
    )
    values = [tent.evaluate(FLOAT, {"x": x}) for x in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert values == [0.0, 0.5, 1.0, 0.5, 0.0]


@pytest.mark.parametrize("text", [None, 5, b"x", ["x"]])
def test_what_is_no_text_is_refused(text: object) -> None:
    with pytest.raises(InputError, match="A formula is a text"):
        parse_latex(text)  # type: ignore[arg-type]

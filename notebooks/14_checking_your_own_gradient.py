# %% [markdown]
# # 14. Checking your own gradient
#
# A wrong gradient does not crash. The loss still falls, only more slowly, and to a worse place. It is
# one of the few mistakes that can live in a program for years.
#
# After this walkthrough you can
#
# - have a gradient that you wrote in NumPy judged, element by element,
# - do the same with a formula, also in LaTeX,
# - read the verdict on a wrong claim: where it is wrong, and which mistake was made,
# - say what "undecidable" means, and meet it at a kink,
# - let a test, and a continuous integration, watch over all of it.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and the chain rule
# (walkthrough 2).

# %%
import subprocess
import sys
from pathlib import Path

import numpy as np

import viz
from autograd.check import assert_gradient, check

rng = np.random.default_rng(0)

# %% [markdown]
# ## A gradient of your own
#
# **Idea.** A network with one hidden layer, in plain NumPy, and its gradient worked out by hand on
# paper. No glassgrad in it.


# %%
def loss(W1, W2, X, y):
    h = np.tanh(X @ W1.T)
    return ((h @ W2 - y) ** 2).mean()


def gradient(W1, W2, X, y):
    h = np.tanh(X @ W1.T)
    d = 2 * (h @ W2 - y) / len(y)
    return {"W1": (d[:, None] * W2 * (1 - h**2)).T @ X, "W2": h.T @ d}


# %% [markdown]
# To check it, say where: a number or an array for each argument.

# %%
here = {
    "W1": rng.standard_normal((3, 3)),
    "W2": rng.standard_normal(3),
    "X": rng.standard_normal((8, 3)),
    "y": rng.standard_normal(8),
}
verdict = check(loss, here, gradient)
print(verdict)
assert verdict.outcome == "right"

# %% [markdown]
# Right, all twelve elements. What happened? `loss` was run with numbers that record, and with numbers
# of 50 digits; your `gradient` was run with 50 digits too; and the two agree in all of them. No
# tolerance had to be chosen.

# %% [markdown]
# ## Ways to be wrong
#
# Everybody who writes gradients makes these mistakes. Here are five, and what the check says to each.


# %%
def sum_for_mean(W1, W2, X, y):
    h = np.tanh(X @ W1.T)
    d = 2 * (h @ W2 - y)
    return {"W1": (d[:, None] * W2 * (1 - h**2)).T @ X, "W2": h.T @ d}


def no_two(W1, W2, X, y):
    return {name: each / 2 for name, each in gradient(W1, W2, X, y).items()}


def transposed(W1, W2, X, y):
    right = gradient(W1, W2, X, y)
    return {"W1": right["W1"].T, "W2": right["W2"]}


def wrong_sign(W1, W2, X, y):
    right = gradient(W1, W2, X, y)
    return {"W1": right["W1"], "W2": -right["W2"]}


def one_forgotten(W1, W2, X, y):
    right = gradient(W1, W2, X, y)
    right["W1"][1, 0] = 0
    return right


for claim in (sum_for_mean, no_two, transposed, wrong_sign, one_forgotten):
    for result in check(loss, here, claim).results:
        said = result.blame.sentence if result.blame else ""
        print(f"{claim.__name__:14} {result.variable}  {result.verdict:6} {said}")

# %%
said = [result.blame.sentence for result in check(loss, here, sum_for_mean).results]
assert all("sum instead of mean" in each for each in said)
transposed_W1, transposed_W2 = check(loss, here, transposed).results
assert "transpose" in transposed_W1.blame.sentence
assert transposed_W2.verdict == "right"
assert "[1,0]" in check(loss, here, one_forgotten).results[0].blame.sentence

# %% [markdown]
# Note the third: the matrix is square, so nothing crashed. And the sixth? A factor of the chain rule that
# was forgotten:


# %%
def no_tanh(W1, W2, X, y):
    h = np.tanh(X @ W1.T)
    d = 2 * (h @ W2 - y) / len(y)
    return {"W1": (d[:, None] * W2).T @ X, "W2": h.T @ d}


print(check(loss, here, no_tanh))

# %% [markdown]
# Here it has no name to offer, but it says where to look: W2 is right and W1 is wrong, so the mistake lies
# between the two, and that is where tanh is. For single formulas, below, it finds such factors too.

# %% [markdown]
# ## Why not just nudge?
#
# **Idea.** The usual test compares with difference quotients, and calls it equal if it is equal *enough*.
# How much is enough has to be guessed. Let a claim be off by one part in ten thousand, as when a
# constant was typed in with four digits:


# %%
def nearly(W1, W2, X, y):
    return {name: 1.0001 * each for name, each in gradient(W1, W2, X, y).items()}


def looks_right(claim, tolerance, epsilon=1e-6):
    claimed = claim(**here)["W2"]
    quotients = []
    for k in range(3):
        nudge = epsilon * np.eye(3)[k]
        up, down = (
            loss(**{**here, "W2": here["W2"] + nudge}),
            loss(**{**here, "W2": here["W2"] - nudge}),
        )
        quotients.append((up - down) / (2 * epsilon))
    return bool(np.allclose(claimed, quotients, rtol=tolerance, atol=tolerance))


# %%
for tolerance in (1e-3, 1e-12):
    for claim in (gradient, nearly):
        told = "looks right" if looks_right(claim, tolerance) else "looks wrong"
        print(f"tolerance {tolerance}: {claim.__name__:8} {told}")

# %%
print(check(loss, here, nearly).results[1].blame.sentence)

assert looks_right(nearly, 1e-3)
assert not looks_right(gradient, 1e-12)
assert check(loss, here, nearly).outcome == "wrong"
assert check(loss, here, gradient).outcome == "right"

# %% [markdown]
# A wide tolerance lets the mistake pass, a narrow one calls the right gradient wrong. The check needs
# none.

# %% [markdown]
# ## A formula
#
# **Idea.** Derivatives are often worked out on paper, as formulas. Claim one and have it judged. How
# does a bell curve change with its width s?

# %%
bell = "exp(-(x - m)**2/(2*s**2))"
claim = f"{bell}*(x - m)**2/s**2"
verdict = check(bell, at={"x": 1, "m": 0.5, "s": 2}, claims={"s": claim})
print(verdict)
viz.draw(verdict)

# %% [markdown]
# The picture marks the step where it happened, and the verdict has it in words. (The square was brought
# down but not lowered: s² should have been s³.)

# %%
(result,) = verdict.results
print(result.blame.sentence)
assert result.verdict == "wrong"
assert result.blame.node == "s**2"

# %%
mended = check(bell, at={"x": 1, "m": 0.5, "s": 2}, claims={"s": f"{bell}*(x - m)**2/s**3"})
print(mended)
assert mended.outcome == "right"

# %% [markdown]
# ## On the command line, in LaTeX
#
# The same from a terminal is `glassgrad check`. Out of a notebook we call it like this:


# %%
def glassgrad(*arguments):
    ran = subprocess.run(
        [sys.executable, "-m", "glassgrad", *arguments], capture_output=True, text=True, check=False
    )
    print(ran.stdout + ran.stderr)
    return ran.returncode


code = glassgrad("check", r"\frac{1}{2} m v^2", "--latex", "--claim", r"v=m v")
assert code == 0

# %% [markdown]
# It tells how it read the LaTeX, since what looks clear to people often is not. What could be
# read in two ways, it does not guess:

# %%
code = glassgrad("check", r"\log(1 + e^{-z})", "--latex")
assert code == 2

# %% [markdown]
# And a wrong claim, out of a textbook's list of derivatives with one slip in it:

# %%
code = glassgrad(
    "check", r"\frac{x}{\sqrt{x^2+y^2}}", "--latex", "--claim", r"y=-\frac{x y}{x^2+y^2}",
    "--at", "x=3", "y=4",
)  # fmt: skip
assert code == 1

# %% [markdown]
# ## Where there is no derivative
#
# **Idea.** The hinge loss is flat up to a point and climbs from there on. At the point itself it has
# *two* slopes, so no number is right. ReLU, `abs`, `max` all have such a *kink*.

# %%
verdict = check("maximum(0, 1 - y*s)", at={"y": 1, "s": 1}, wrt="s")
print(verdict)
assert verdict.outcome == "undecidable"

# %% [markdown]
# Training does not mind; one of the two slopes will do. But a check must not call either of them right.
# In NumPy functions a kink is found in the same way, and the elements are named:


# %%
def absolute_error(w, X, y):
    return np.abs(X @ w - y).mean()


at = {"w": np.array([1.0, 2.0]), "X": np.array([[1.0, 0.0], [0.0, 1.0]]), "y": np.array([1.0, 0.0])}
verdict = check(absolute_error, at, wrt="w")
print(verdict)
assert verdict.outcome == "undecidable"

# %% [markdown]
# The first sample is met exactly: w[0] = 1 = y[0], the tip of the absolute value. Move it a little and all
# is decided:

# %%
moved = {**at, "y": np.array([1.1, 0.0])}
print(check(absolute_error, moved, wrt="w"))
assert check(absolute_error, moved, wrt="w").outcome == "right"

# %% [markdown]
# ## In a test
#
# **Idea.** What was checked once can break tomorrow. In a test, `assert_gradient` is silent while the
# gradient is right, and fails with the whole diagnosis when it is not. As a file for pytest,
# `test_loss.py`:
#
# ```python
# import numpy as np
# from autograd.check import assert_gradient
# from mine import gradient, loss
#
#
# def test_gradient():
#     rng = np.random.default_rng(0)
#     here = {"W1": rng.standard_normal((3, 3)), "W2": rng.standard_normal(3),
#             "X": rng.standard_normal((8, 3)), "y": rng.standard_normal(8)}
#     assert_gradient(loss, gradient, here)
# ```

# %%
assert_gradient(loss, gradient, here)  # silent

try:
    assert_gradient(loss, sum_for_mean, here)
except AssertionError as failure:
    print("\n".join(str(failure).splitlines()[:5]))

# %% [markdown]
# ## In continuous integration
#
# **Idea.** Formulas go into a table beside the code, one row each: name, formula, where, and the claims.

# %%
Path("derivatives.csv").write_text(
    """name,formula,ranges,claims
kinetic energy,m*v**2/2,m=1:5;v=1:5,v=m*v;m=v**2/2
pendulum,-g/L*sin(theta),g=9:10;L=1:2;theta=-1:1,theta=-g/L*cos(theta)
softplus,log(1 + exp(z)),z=-5:5,z=1/(1 + exp(z))
"""
)
code = glassgrad("check", "derivatives.csv")
assert code == 1

# %% [markdown]
# The last row has a mistake: the sigmoid is 1/(1 + e⁻ᶻ), with a minus. The command ended with the code 1,
# and so a build would stop. (0: all is right. 2: something could not be read.)
#
# On GitHub, `--format github` writes a remark at the very line of the table:

# %%
code = glassgrad("check", "derivatives.csv", "--format", "github")

# %% [markdown]
# That takes two lines in a workflow:
#
# ```yaml
# - run: pip install glassgrad
# - run: glassgrad check derivatives.csv --format github
# ```
#
# Other services read JUnit's XML:

# %%
code = glassgrad("check", "derivatives.csv", "--format", "junit", "--output", "derivatives.xml")
report = Path("derivatives.xml").read_text()
print(report[: report.index("at z")] + "…")
assert 'tests="4" failures="1"' in report

# %% [markdown]
# Now mend the row, and the build is green:

# %%
table = Path("derivatives.csv")
table.write_text(table.read_text().replace("z=1/(1 + exp(z))", "z=1/(1 + exp(-z))"))
code = glassgrad("check", "derivatives.csv")
assert code == 0

# %% [markdown]
# ## Try it yourself
#
# The derivative of the normal density's logarithm with respect to s. Is this right? If not, mend it
# until the verdict says so. (In a notebook, a verdict shows itself once `viz` is imported.)

# %%
check(
    "-log(s) - (x - m)**2/(2*s**2)",
    at={"x": 1, "m": 0.5, "s": 2},
    claims={"s": "-1/s - (x - m)**2/s**3"},
)

# %% [markdown]
# More:
#
# 1. Write the gradient of softmax with cross-entropy for one sample in NumPy, and check it. It is
#    shorter than you think.
# 2. Add a penalty `0.1 * (W1**2).sum()` to `loss`, but not to `gradient`. What does the check say?
# 3. `check("where(x < 0, 0, x**2)", at={"x": 0})`: is there a kink?
# 4. Take a formula from a book of yours, in LaTeX, and check the derivative printed below it.
#
# That was the last walkthrough. Whatever you build from here: write it down simply, look at it, and
# have it checked.

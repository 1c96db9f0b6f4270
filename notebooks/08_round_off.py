# %% [markdown]
# # 8. Round-off: where digits go, and `from_logits`
#
# A computer keeps about 16 digits of every number and throws the rest away. Most of the time
# nobody notices. Sometimes a loss that should be 1000 comes out as infinity, and a loss that should
# be 0.000000000000000004 comes out as nothing at all.
#
# After this walkthrough you can
#
# - say how many digits of a result are right, and count the error in *ulps*;
# - let glassgrad find the step where the digits were lost, and a formula that keeps them;
# - say what `from_logits=True` is for, and why "subtract the maximum" is not the whole story.
#
# You need the package with its extras `notebook` and `plots` (`pip install
# "glassgrad[notebook,plots]"`), and to know what softmax does (walkthrough 7).

# %%
import math

import mpmath
import numpy as np
from IPython.display import Markdown

import viz
from autograd import Value, nn, ops
from autograd.roundoff import roundoff

np.seterr(all="ignore")  # NumPy would warn of what we are about to do on purpose
mpmath.mp.dps = 50  # the truth, below, is computed to 50 digits

# %% [markdown]
# ## Two ways to write the same number
#
# On paper both lines are 2/10000.

# %%
one_way = 2 / 10000
another = (1 + 1 / 10000) - (1 - 1 / 10000)
print(f"{one_way:.18f}")
print(f"{another:.18f}")

# %% [markdown]
# The second one is off from the 14th digit on. How wrong is that? The floats are not spread
# evenly: between two neighbours there is a gap, called an *ulp* (unit in the last place). A good
# result is off by half an ulp at most. So count:

# %%
ulp = np.spacing(one_way)
error = another - one_way
print(f"relative error {error / one_way:.2e}, which is {error / ulp:.0f} ulp")
assert another == 0.00019999999999997797
assert error / ulp == -813

# %% [markdown]
# Networks often run in `float32`, with about 7 digits instead of 16. There the same line loses its
# digits much earlier.

# %%
one, n = np.float32(1), np.float32(10000)
in_float32 = (one + one / n) - (one - one / n)
print(f"float32: {in_float32:.11f}")
assert f"{in_float32:.11f}" == "0.00020003319"

# %% [markdown]
# ## Where did the digits go?
#
# **Idea.** `roundoff` runs a formula beside its exact value and follows the error through every step.

# %%
report = roundoff("(1 + 1/n) - (1 - 1/n)", at={"n": 10000})
print(report)
assert report.kind == "cancellation"
assert report.remedies[0].formula == "2*(1/n)"

# %% [markdown]
# Read it like this. Each sum has to be squeezed into 16 digits: 1.0001 and 0.9999 are each a little
# wrong, far behind the point. That is the **source**. Then the subtraction cancels the leading
# digits, and what was far behind the point moves to the front. That is the **amplifier**. The
# subtraction itself makes no error at all; it only brings an old one to light.
#
# The same as a picture: the darker the box, the more bits were lost.

# %%
viz.draw(report)

# %% [markdown]
# ## A loss of infinity
#
# **Idea.** Softmax turns scores (*logits*) into probabilities, and the loss is minus the logarithm of the
# probability of the right class. Written down just like that:


# %%
def softmax(z):
    powers = np.exp(z)
    return powers / powers.sum()


def obvious_loss(z, y):
    return -np.log(softmax(z)[y])


small = np.array([1.0, 2.0, 3.0, 4.0])
print(softmax(small), obvious_loss(small, 3))
assert np.allclose(softmax(small), [0.0320586, 0.0871443, 0.2368828, 0.6439143], atol=1e-7)
assert math.isclose(obvious_loss(small, 3), 0.44018969856119533)

# %% [markdown]
# Fine. Now a network that is very sure of class 0, with the logits 1000 and 0.

# %%
sure = np.array([1000.0, 0.0])
print("it is right:", obvious_loss(sure, 0))
print("it is wrong:", obvious_loss(sure, 1))
assert math.isnan(obvious_loss(sure, 0))
assert math.isinf(obvious_loss(sure, 1))

# %% [markdown]
# The true losses are 0 (almost) and 1000. But e¹⁰⁰⁰ is more than a float can hold. It became
# infinity, and infinity divided by infinity is *nan*: not a number. The derivatives are gone too,
# and one such sample is enough to fill a whole network with nan:

# %%
z = [Value(1000.0, "z0"), Value(0.0, "z1")]
powers = [ops.exp(each) for each in z]
loss = -ops.log(powers[0] / ops.sum(powers))
loss.backward()
print(loss.data, [each.grad for each in z])
assert all(math.isnan(each.grad) for each in z)

# %% [markdown]
# ## The usual cure
#
# **Idea.** Subtract the largest logit first. Softmax does not change, and no power is larger than
# e⁰ = 1. With the logarithm taken by hand, the loss is
#
# $$\log\sum_j e^{z_j - m} + m - z_y, \qquad m = \max_j z_j .$$


# %%
def log_sum_exp_loss(z, y):
    m = z.max()
    return np.log(np.exp(z - m).sum()) + m - z[y]


print(log_sum_exp_loss(sure, 0), log_sum_exp_loss(sure, 1))
assert log_sum_exp_loss(sure, 0) == 0
assert log_sum_exp_loss(sure, 1) == 1000

# %% [markdown]
# Most tutorials stop here. Look at the other end, where the network is right and sure, and the loss
# is tiny. The truth comes from `mpmath`, with 50 digits.


# %%
def true_loss(z, y):
    return mpmath.log(mpmath.fsum(mpmath.exp(mpmath.mpf(float(each)) - float(z[y])) for each in z))


for gap in (20, 40):
    z = np.array([0.0, -gap])
    print(f"z = (0, -{gap}):  usual cure {log_sum_exp_loss(z, 0):.12g}")
    print(f"               truth      {mpmath.nstr(true_loss(z, 0), 12)}")

usual = log_sum_exp_loss(np.array([0.0, -20.0]), 0)
truth = true_loss(np.array([0.0, -20.0]), 0)
assert math.isclose(float(abs(usual / truth - 1)), 3.4e-8, rel_tol=0.02)
assert log_sum_exp_loss(np.array([0.0, -40.0]), 0) == 0

# %% [markdown]
# At 20 only eight digits are right; at 40 the loss is zero, **100 % wrong**. Why? Ask.

# %%
report = roundoff("log(exp(z0) + exp(z1)) - z0", at={"z0": 0, "z1": -40})
print(report)
assert report.kind == "absorption"
assert report.digits == 0
assert report.remedies[0].formula == "softplus(z1 - z0)"

# %% [markdown]
# The 1 of the right class swallows the 4·10⁻¹⁸ of the other one *before* the logarithm is
# taken. No maximum that you subtract can help, because the 1 is the maximum.

# %% [markdown]
# ## The better cure: leave the 1 out
#
# **Idea.** `log1p(x)` computes log(1 + x) without ever writing down 1 + x. The class itself is the 1; the
# sum runs over the **other** classes alone:
#
# $$\mathrm{loss} = \mathrm{log1p}\Big(\sum_{j \ne y} e^{z_j - z_y}\Big).$$
#
# (Where another class is larger, its difference is taken out first, so that nothing overflows.)


# %%
def log1p_loss(z, y):
    others = np.delete(z, y) - z[y]
    top = max(others.max(), 0)
    if top == 0:
        return np.log1p(np.exp(others).sum())
    return top + np.log(np.exp(others - top).sum() + np.exp(-top))


for gap in (20, 40):
    z = np.array([0.0, -gap])
    print(f"z = (0, -{gap}):  {log1p_loss(z, 0):.16g}   truth {mpmath.nstr(true_loss(z, 0), 16)}")
assert math.isclose(log1p_loss(np.array([0.0, -20.0]), 0), 2.0611536203143807e-09, rel_tol=4e-16)
assert math.isclose(log1p_loss(np.array([0.0, -40.0]), 0), 4.248354255291589e-18, rel_tol=4e-16)

# %% [markdown]
# ## The whole table
#
# With two classes, yes or no, courses write the loss with a *sigmoid* and call it binary
# cross-entropy. It is softmax over the two logits 0 and z, and has the same trouble.


# %%
def obvious_binary_loss(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.log(p) if y == 1 else -np.log(1 - p)


print(obvious_binary_loss(np.float64(20), 0), obvious_binary_loss(np.float32(20), 0))

# %% [markdown]
# Seven losses, computed in four ways and to 50 digits. `nn` is the part of glassgrad that trains
# networks, and its losses are what a network here is trained with.

# %%
softmax_loss = nn.SparseCategoricalCrossentropy(from_logits=True)
binary_loss = nn.BinaryCrossentropy(from_logits=True)


def five_ways(kind, logits, y):
    both = double = np.array(logits)
    single = double.astype(np.float32)
    if kind == "softmax":
        obvious, ours = obvious_loss, softmax_loss([y], [logits])
    else:
        obvious, ours = obvious_binary_loss, binary_loss([[y]], [logits])
        double, single = double[0], single[0]
        both = np.array([0.0, *logits])
    usual = log_sum_exp_loss(both, y)
    return obvious(double, y), obvious(single, y), usual, ours, true_loss(both, y)


cases = [
    ("softmax", [1000.0, 0.0], 0),
    ("softmax", [1000.0, 0.0], 1),
    ("binary", [20.0], 0),
    ("binary", [40.0], 0),
    ("binary", [40.0], 1),
    ("softmax", [0.0, -20.0], 0),
    ("softmax", [0.0, -40.0], 0),
]
rows = [five_ways(*case) for case in cases]

# %%
lines = [
    "case | obvious | in float32 | usual cure | glassgrad | truth",
    "---" + " | ---:" * 5,
]
for (kind, logits, y), numbers in zip(cases, rows, strict=True):
    shown = [mpmath.nstr(mpmath.mpf(float(number)), 11) for number in numbers]
    lines.append(
        f"{kind}, z = {', '.join(f'{z:g}' for z in logits)}, y = {y} | " + " | ".join(shown)
    )
Markdown("\n".join(lines))

# %% [markdown]
# Is each column what we say it is? The fourth has to agree with the truth to its last digit.

# %%
obvious, single, usual, ours, truth = zip(*rows, strict=True)
nan, inf = math.nan, math.inf
expected = [nan, inf, 19.999999966169824, inf, 0, 2.0611536942919e-09, 0]
assert np.allclose(obvious, expected, rtol=1e-13, atol=0, equal_nan=True)
assert np.array_equal(single, [nan, inf, inf, inf, 0, 0, 0], equal_nan=True)
assert usual[-1] == 0
for mine, true in zip(ours, truth, strict=True):
    assert abs(mine - true) <= 3e-16 * true + 1e-300

# %% [markdown]
# (The truth in the first row is not quite 0, but about 10⁻⁴³⁵: less than the smallest float.)

# %% [markdown]
# ## Look at it
#
# Two classes, z = (0, -g), and the right answer is class 0: the larger the gap g, the surer
# the network. How many digits of the loss are right?


# %%
def right_digits(computed, exact):
    if not math.isfinite(computed) or computed == 0:
        return 0
    off = abs(mpmath.mpf(float(computed)) / exact - 1)
    return 17 if off == 0 else max(0.0, min(17.0, -float(mpmath.log10(off))))


gaps = np.linspace(0, 60, 121)
forms = {"obvious": obvious_loss, "subtract the maximum": log_sum_exp_loss, "log1p": log1p_loss}
digits = {}
for name, form in forms.items():
    points = [np.array([0.0, -gap]) for gap in gaps]
    digits[name] = [right_digits(form(z, 0), true_loss(z, 0)) for z in points]
viz.plots.curves(gaps, digits, across="gap between the logits", up="digits that are right")

# %%
assert min(digits["subtract the maximum"]) == 0
assert min(digits["log1p"]) > 15

# %% [markdown]
# In the tail, the formula with the maximum is no better than the obvious one. It prevents overflow;
# it does not keep the digits.

# %% [markdown]
# ## In a network: `from_logits`
#
# **Idea.** Now you can read the advice that every course gives: make the last layer *linear*, and tell the
# loss that it gets logits. The loss then has the logits in its hands and can use the good formula.
# If it only got the probabilities, the digits would be gone before the loss began.
#
# 2,000 points in four clouds, and a network of 25, 15 and 4 units:

# %%
data = nn.datasets.course_blobs(2000)


def network(last, from_logits):
    model = nn.Sequential(
        [
            nn.Input(2),
            nn.Dense(25, activation="relu"),
            nn.Dense(15, activation="relu"),
            nn.Dense(4, activation=last),
        ],
        seed=0,
    )
    model.compile(
        optimizer=nn.Adam(0.001),
        loss=nn.SparseCategoricalCrossentropy(from_logits=from_logits),
        metrics=["accuracy"],
    )
    return model


# %%
preferred = network("linear", from_logits=True)
history = preferred.fit(data.x, data.y, epochs=10, verbose=0).history
viz.plots.history({"loss": history["loss"]})

# %%
logits = preferred.predict(data.x)
print(f"logits from {logits.min():.1f} to {logits.max():.1f}")
print(f"{(logits.argmax(1) != data.y).sum()} of 2,000 points are in the wrong class")
assert history["loss"][-1] < 0.1
assert (logits.argmax(1) != data.y).sum() <= 40
assert logits.max() > 5
assert logits.min() < -5

# %% [markdown]
# Logits are not probabilities: they may be negative, and larger than 1. To read them as
# probabilities, put them through softmax yourself.

# %%
first = logits[0]
print("logits       ", np.round(first, 2))
print("probabilities", np.round(softmax(first), 5), " class", softmax(first).argmax())
assert softmax(first).argmax() == first.argmax()

# %% [markdown]
# What about the other way, softmax in the network and a loss of probabilities?

# %%
other = network("softmax", from_logits=False)
history_of_other = other.fit(data.x, data.y, epochs=10, verbose=0).history
probabilities = other.predict(data.x)
print(f"probabilities from {probabilities.min():.1e} to {probabilities.max():.7f}")
print("the same losses in every epoch:", history["loss"] == history_of_other["loss"])
assert np.allclose(history["loss"], history_of_other["loss"], rtol=1e-9)

# %% [markdown]
# The same numbers, which you will not see elsewhere. Here the loss is handed a *record*: it sees
# which logits the probabilities were made from, and uses those. A library that hands on plain
# numbers cannot look back. Write `from_logits=True` everywhere, and your code is right everywhere.

# %% [markdown]
# ## Try it yourself
#
# Which of these formulas is worst at `x = 1e-9`? Guess first, then run the cell, and then write a
# better one in the place of the worst, and ask again.

# %%
for formula in ("log(1 + x)", "exp(x) - 1", "(1 - cos(x))/x**2"):
    asked = roundoff(formula, at={"x": 1e-9}, remedy=False)
    print(f"{formula:20} {asked.digits:4} digits   {asked.kind}")

# %% [markdown]
# More:
#
# 1. Change the first example to `2/1000000`. How many ulp is it off now, and why more?
# 2. `sqrt(x + 1) - sqrt(x)` at `x = 1e12`: find a better formula on paper, then ask `roundoff`.
# 3. Give `log1p_loss` three classes. When is its loss tiny now?
# 4. Two formulas for the variance of `[1e8, 1e8 + 1, 1e8 + 2]`: the mean of the squares minus the
#    square of the mean, or the mean of the squared distances from the mean. `roundoff` takes a
#    Python function too: `roundoff(variance, at={"x": np.array(...)})`.
#
# Next: [9. Several labels at once](09_several_labels.ipynb)

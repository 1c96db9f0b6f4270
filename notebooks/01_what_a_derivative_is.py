# %% [markdown]
# # 1. What a derivative is
#
# After this walkthrough you can
#
# - say in one sentence what a derivative is, and find one by subtraction and division alone,
# - get the same number in other ways: as a formula, and exactly, without any step,
# - say why a smaller step is not always a better one,
# - let a judge tell you whether a derivative that you worked out is right.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), a little Python,
# and an idea of what a function is.

# %%
import sympy
from ipywidgets import FloatLogSlider, interact

import viz
from autograd import Value, derivative
from autograd.check import check

# %% [markdown]
# ## Nudge it and look
#
# **Idea.** Take J(w) = w² at w = 3. Nudge w a little and see how far J moves. The
# *derivative* says how many times as far as w it moves.


# %%
def J(w):
    return w**2


J(3), J(3 + 0.001)

# %% [markdown]
# w rose by 0.001, and J by about 0.006: six times as much. To get the "six times" as a number,
# divide one movement by the other. This is the *difference quotient*; the nudge is called
# ε, epsilon.


# %%
def quotient(f, w, epsilon):
    return (f(w + epsilon) - f(w)) / epsilon


quotient(J, 3, 0.001)

# %% [markdown]
# In a picture: the quotient is the slope of the straight line through two points of the curve. With
# a step of 1, so that there is something to see:

# %%
viz.plots.secant(J, 3, 1.0, low=0, high=5)

# %% [markdown]
# Bring the second point closer, and the dashed line turns into the one that only touches the curve:
# the *tangent*. Its slope is the derivative. Run the next cell in Jupyter, and pull the slider.


# %%
@interact(epsilon=FloatLogSlider(value=1, min=-3, max=0.3, step=0.1))
def show(epsilon):
    return viz.plots.secant(J, 3, epsilon, low=0, high=5)


# %% [markdown]
# The same in numbers:

# %%
for epsilon in (1, 0.1, 0.002, 0.001, 1e-9):
    print(f"epsilon = {epsilon:<6}  quotient = {quotient(J, 3, epsilon)}")

# %% [markdown]
# The quotients settle at **6**. That is the derivative of J at w = 3. We hold on to numbers like
# these with `assert`, here and in all walkthroughs: it is silent when what follows is true, and stops
# the notebook when it is not.

# %%
assert quotient(J, 3, 0.001) == 6.000999999999479
assert quotient(J, 3, 0.002) == 6.001999999999619
assert quotient(J, 3, 1e-9) == 6.000000496442226

# %% [markdown]
# ## It depends on where you are
#
# **Idea.** A curve is steep in one place and flat in another, so a derivative belongs to a place.
# Where the curve falls, it is negative: nudge w up, and J goes down.

# %%
for w in (3, 2, -3):
    print(f"w = {w:>2}   J = {J(w)}   quotient = {quotient(J, w, 0.001):.6f}")

# %%
assert round(quotient(J, 2, 0.001), 6) == 4.001  # the derivative is 4
assert round(quotient(J, -3, 0.001), 6) == -5.999  # the derivative is -6

# %% [markdown]
# ## A formula for all places
#
# **Idea.** 4 at 2, 6 at 3, −6 at −3: twice w, each time. There are rules that turn the formula of a
# function into the formula of its derivative, and sympy knows them.

# %%
w = sympy.Symbol("w")
slope = sympy.diff(w**2, w)
slope, [slope.subs(w, place) for place in (2, 3, -3)]

# %%
assert slope == 2 * w
assert [slope.subs(w, place) for place in (2, 3, -3)] == [4, 6, -6]

# %% [markdown]
# Here are five functions with their derivatives as formulas, and the nudge beside the formula at one
# place each. The last column is never quite the one before it.

# %%
cases = [(w**2, 3), (2 * w, 3), (w**3, 2), (1 / w, 2), (1 / w**2, 4)]
for f, place in cases:
    exact = sympy.diff(f, w)
    nudged = quotient(sympy.lambdify(w, f), place, 0.001)
    print(
        f"J = {f!s:7} J' = {exact!s:7} at w = {place}: {exact.subs(w, place)!s:>5}   {nudged:.10f}"
    )

# %%
assert [sympy.diff(f, w) for f, _ in cases] == [2 * w, 2, 3 * w**2, -1 / w**2, -2 / w**3]
assert quotient(lambda w: 2 * w, 3, 0.001) == 1.9999999999997797  # 2
assert quotient(lambda w: w**3, 2, 0.001) == 12.006000999997823  # 12
assert quotient(lambda w: 1 / w, 2, 0.001) == -0.2498750624687629  # -1/4
assert quotient(lambda w: 1 / w**2, 4, 0.001) == -0.031238285155041345  # -1/32
assert round(quotient(lambda w: w, 2, 0.001), 9) == 1.0  # J = w: always 1

# %% [markdown]
# ## Exact, without a step and without a formula
#
# **Idea.** A `Value` is a number that remembers how it was made. From what it remembers, the exact
# derivative follows; how, is what the next walkthroughs are about.

# %%
w = Value(3.0, "w")
y = J(w)
y.backward()
w.grad

# %% [markdown]
# The picture of what was remembered: values on the way to the right (→), derivatives on the way to
# the left (←), and on the edge how many times as far the one end moves as the other (∂).

# %%
y

# %% [markdown]
# `derivative` does the same to a function, and gives you a function:

# %%
slope = derivative(J)
slope(3.0), slope(2.0), slope(-3.0)

# %%
assert w.grad == 6.0
assert (slope(3.0), slope(2.0), slope(-3.0)) == (6.0, 4.0, -6.0)

# %% [markdown]
# ## How small should the step be?
#
# **Idea.** If smaller steps are better, take the smallest. And why step to one side only? Half a step
# up and half a step down is called the *central* quotient.


# %%
def central(f, w, epsilon):
    return (f(w + epsilon) - f(w - epsilon)) / (2 * epsilon)


print(f"{'epsilon':7}   {'forward':17}   central")
for epsilon in (1e-2, 1e-5, 1e-8, 1e-12, 1e-14, 1e-15):
    print(f"{epsilon:<7.0e}   {quotient(J, 3, epsilon):<17}   {central(J, 3, epsilon)}")

# %% [markdown]
# The forward quotient gets better, then worse, and ends at 5.33. Two errors pull in opposite
# directions:
#
# - **Truncation.** The step is not zero, so the line is not yet the tangent. For w² this error is
#   exactly ε for the forward quotient, and nothing for the central one. It shrinks with the step.
# - **Round-off.** A computer keeps about 16 digits of a number. J(3 + ε) and J(3) agree in most of
#   them, so most are gone when you subtract; dividing by a tiny ε makes what is wrong in the rest
#   huge. This error grows as the step shrinks, for both quotients.

# %%
assert quotient(J, 3, 1e-2) == 6.009999999999849
assert central(J, 3, 1e-2) == 5.999999999999872
assert quotient(J, 3, 1e-5) == 6.000009999951316
assert central(J, 3, 1e-5) == 6.000000000039306
assert quotient(J, 3, 1e-8) == central(J, 3, 1e-8) == 5.999999963535174
assert quotient(J, 3, 1e-12) == central(J, 3, 1e-12) == 6.000533403494046
assert quotient(J, 3, 1e-14) == 6.217248937900877
assert central(J, 3, 1e-14) == 6.128431095930864
assert quotient(J, 3, 1e-15) == central(J, 3, 1e-15) == 5.329070518200751

# %% [markdown]
# With w³, both quotients truncate. Read the picture from right to left: as the steps get smaller,
# the errors fall along straight lines, and then the noise of round-off takes over.

# %%
viz.plots.epsilon_sweep(lambda w: w**3, 2.0)

# %% [markdown]
# The lowest points say what a quotient can give: about 8 good digits forward, about 11 central.
# The exact derivative costs none of them.

# %% [markdown]
# ## Let somebody judge
#
# **Idea.** You worked out a derivative on paper. Is it right? `check` compares it with several
# witnesses that find the derivative in different ways, to far more digits than you see here.

# %%
check("w**3", at={"w": 2}, claims={"w": "3*w**2"})

# %%
verdict = check("w**3", at={"w": 2}, claims={"w": "3*w"})
verdict

# %%
assert verdict.outcome == "wrong"
assert float(verdict.results[0].derivative) == 12

# %% [markdown]
# ## Try it yourself
#
# **1.** The derivative of 1/w is not 1/w². Run the cell, read what the judge says, mend `answer`,
# and run the cell again until it says *right*.

# %%
answer = "1/w**2"
check("1/w", at={"w": 2}, claims={"w": answer})

# %% [markdown]
# **2.** Without running anything: is the derivative of 1/w² at w = 4 positive or negative? Then
# write its formula, and let it be judged.

# %%
answer = "1/w**3"
check("1/w**2", at={"w": 4}, claims={"w": answer})

# %% [markdown]
# **3.** Find an ε with which the forward quotient of w³ at 2 has an error below 1e-7.
# Look at the picture above for where to search.

# %%
epsilon = 0.001
error = abs(quotient(lambda w: w**3, 2, epsilon) - 12)
print("found" if error < 1e-7 else "not yet", error)

# %% [markdown]
# Next: [2. The computation graph](02_the_computation_graph.ipynb)

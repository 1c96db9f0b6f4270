# %% [markdown]
# # 1. What a derivative is
#
# After this walkthrough you can
#
# - say what a derivative is in one sentence, and find one by subtraction and division alone,
# - get the same number in three other ways: by formula (sympy), by recording (`Value`), and by a
#   judge that checks all of them,
# - say why a smaller step is not always a better one.
#
# You need the package with its extras `notebook` and `plots` (`pip install
# "glassgrad[notebook,plots]"`), and to know what a function is. Nothing else.

# %%
import sympy

from autograd.check import check

# %% [markdown]
# ## Nudge it and look
#
# **Idea.** Take $J(w) = w^2$ at $w = 3$. Move $w$ a little and see by how much $J$ moves. The
# derivative says how many times larger the second movement is than the first.


# %%
def J(w):
    return w**2


before = J(3)
after = J(3 + 0.001)
print(before, after)

# %% [markdown]
# $w$ rose by 0.001 and $J$ by about 0.006: six times as much. Divide one by the other:


# %%
def quotient(f, w, epsilon):
    return (f(w + epsilon) - f(w)) / epsilon


quotient(J, 3, 0.001)

# %% [markdown]
# Nearly 6, and the 0.001 on top is the size of our step. Take smaller steps, and it comes closer:

# %%
for epsilon in (0.1, 0.002, 0.001, 1e-9):
    print(f"epsilon = {epsilon:<6}  quotient = {quotient(J, 3, epsilon)}")

# %% [markdown]
# The number that the quotients approach, **6**, is the derivative of $J$ at $w = 3$. It belongs
# to a place: where the curve is flatter it is smaller, and where the curve falls it is negative.

# %%
for w in (3, 2, -3):
    print(f"w = {w:>2}  quotient = {quotient(J, w, 0.001):.4f}")

# %% [markdown]
# An `assert` is silent when what follows is true, and stops the notebook when it is not. We use it
# to hold on to the numbers of each walkthrough:

# %%
assert quotient(J, 3, 0.001) == 6.000999999999479
assert quotient(J, 3, 0.002) == 6.001999999999619
assert quotient(J, 3, 1e-9) == 6.000000496442226
assert abs(quotient(J, 2, 0.001) - 4.001) < 1e-9
assert abs(quotient(J, -3, 0.001) + 5.999) < 1e-9

# %% [markdown]
# ## The formula
#
# **Idea.** Nobody has to nudge for every $w$: the derivative of $w^2$ is $2w$ everywhere. sympy has
# rules for such formulas.

# %%
w = sympy.Symbol("w")
slope = sympy.diff(w**2, w)
slope, slope.subs(w, 2), slope.subs(w, 3), slope.subs(w, -3)

# %% [markdown]
# ## Try it yourself
#
# What is the derivative of $w^3$? Below is a wrong answer. Run the cell, read what the judge says,
# mend the answer, and run it again until it says *right*.

# %%
answer = "2*w"
check("w**3", at={"w": 2}, claims={"w": answer})

# %% [markdown]
# Next: [2. The computation graph](02_the_computation_graph.ipynb)

# %% [markdown]
# # 2. The computation graph
#
# After this walkthrough you can
#
# - take a computation apart into small steps, and draw them,
# - work out its numbers from left to right, and its derivatives from right to left, by hand,
# - check every one of them by a nudge,
# - find a wrong derivative in material that thousands of students have read.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and what a
# derivative is ([walkthrough 1](01_what_a_derivative_is.ipynb)).

# %%
import sympy

import viz
from autograd import Value, ops
from autograd.arithmetic import FLOAT
from autograd.check import check
from autograd.graph import evaluate

# %% [markdown]
# ## Two steps
#
# **Idea.** J = (2 + 3w)² is two steps, one after the other: first a = 2 + 3w, then J = a². A *node*
# of the graph is a number, an arrow says what was made from what. At w = 3:


# %%
def name(**nodes):
    for text, node in nodes.items():
        node.name = text


w = Value(3.0, "w")
a = 2 + 3 * w
J = a**2
name(a=a, J=J)
J

# %% [markdown]
# Blue (→) are the values, from left to right: a = 11, J = 121. Green (∂), on the arrows, are the
# *local* derivatives, each of one small step alone. Orange (←) is the derivative of J with respect to
# each number, and it is found from right to left:
#
# - nudge a, and J moves 2a = 22 times as far;
# - nudge w, and a moves 3 times as far;
# - so nudge w, and J moves 22 · 3 = 66 times as far.
#
# Multiplying local derivatives along the way is the *chain rule*. In symbols:

# %%
w_, a_ = sympy.symbols("w a")
chain = sympy.diff(a_**2, a_) * sympy.diff(2 + 3 * w_, w_)
chain, chain.subs(a_, 11)

# %% [markdown]
# ## Check it by a nudge
#
# **Idea.** Nothing has to be believed. Nudge a node by 0.001, work out again what comes after it, and
# divide.


# %%
def nudge(node, end, epsilon=0.001):
    """The quotient of a node far to the right, when this one is moved a little."""
    moved = evaluate([end], FLOAT, {node: node.data + epsilon})[end]
    return (moved - end.data) / epsilon


print("a to J:", nudge(a, J), "  exact: 22")
print("w to a:", nudge(w, a), "  exact: 3")
print("w to J:", nudge(w, J), "  exact: 66")

# %%
assert (a.data, J.data) == (11, 121)
J.backward()
assert (a.grad, w.grad) == (22, 66)
assert chain == 6 * a_
assert nudge(a, J) == 22.000999999988835
assert nudge(w, a) == 3.0000000000001137
assert nudge(w, J) == 66.0090000000082

# %% [markdown]
# ## A very small network
#
# **Idea.** One unit, one example: multiply the input x by a weight w, add an offset b, compare with
# the target y. The loss J is half the squared difference. Every line is one step.

# %%
w, x, b, y = Value(-2.0, "w"), Value(2.0, "x"), Value(8.0, "b"), Value(1.0, "y")
c = w * x
a = c + b
d = a - y
J = d**2 / 2
name(c=c, a=a, d=d, J=J)
J

# %% [markdown]
# Cover the orange numbers and find them yourself, from right to left; each is the one to its right,
# times what is on the arrow. Here are all steps, in words:

# %%
for step in viz.steps(J):
    print(step)

# %% [markdown]
# Left to right, the values: −4, 4, 3, 4.5. Then right to left, the derivatives. ∂J/∂a is found once,
# and both ∂J/∂c and ∂J/∂b are made from it: nothing is worked out twice.
#
# `backward()` does those same steps, and leaves each derivative at its node, as `.grad`:

# %%
J.backward()
for node in (d, a, c, b, w):
    print(f"∂J/∂{node.name} = {node.grad:g}   by a nudge: {nudge(node, J)}")

# %%
assert (c.data, a.data, d.data, J.data) == (-4, 4, 3, 4.5)
assert (d.grad, a.grad, c.grad, b.grad, w.grad) == (3, 3, 3, 3, 6)
assert w.grad == d.data * x.data  # the formula of the derivative
assert nudge(d, J) == 3.0004999999997395
assert nudge(a, d) == 1.000000000000334
assert nudge(a, J) == 3.0005000000006277
assert nudge(w, J) == 6.001999999999619

# %% [markdown]
# ## Fill in the boxes
#
# **Idea.** You know it when you can do it without looking. The same network with other numbers, as a
# live page: press **Fill in**, type what is missing, and see each answer judged at once. *Step* walks
# through it forward and backward, and you can change the numbers at the left ends.

# %%
w, x, b, y = Value(2.0, "w"), Value(-2.0, "x"), Value(8.0, "b"), Value(2.0, "y")
c = w * x
a = c + b
d = a - y
J = d**2 / 2
name(c=c, a=a, d=d, J=J)
viz.page(J, title="J = (w·x + b − y)² / 2")

# %% [markdown]
# The answers, for the notebook to check (no peeking):

# %%
J.backward()
assert (c.data, a.data, d.data, J.data) == (-4, 4, 2, 2)
assert (d.grad, a.grad, c.grad, b.grad, w.grad) == (2, 2, 2, 2, -4)
assert (x.grad, y.grad) == (4, -2)
assert round(nudge(w, J), 9) == -3.998
assert round(nudge(b, J), 9) == 2.0005

# %% [markdown]
# ## A unit with a sigmoid, and a mistake
#
# **Idea.** Mistakes in derivatives are easy to make and hard to see. A helper file of a well-known
# online course sets an exercise on this unit: two inputs, a sigmoid 1/(1 + exp(−f)) in small steps,
# and the squared error.

# %%
w0, w1, b = Value(-2.0, "w0"), Value(3.0, "w1"), Value(-4.0, "b")
x0, x1, y = Value(1.0, "x0"), Value(2.0, "x1"), Value(1.0, "y")
d = w0 * x0
e = w1 * x1
f = d + e + b
g = -f
h = ops.exp(g)
i = 1 + h
a = 1 / i
k = y - a
L = k**2
name(d=d, e=e, f=f, g=g, h=h, i=i, a=a, k=k, L=L)
L

# %% [markdown]
# The file says that ∂f/∂e is 2. But f = d + e + b: nudge e, and f moves just as far.

# %%
verdict = check("d + e + b", at={"d": -2, "e": 6, "b": -4}, claims={"e": 2})
verdict

# %% [markdown]
# And the mistake travels. Everything to the left of it is doubled, too: −0.5 for e and −1 for w1,
# where −0.25 and −0.5 belong. A nudge alone would have told:

# %%
L.backward()
for node in (e, w1):
    print(f"∂L/∂{node.name} = {node.grad:g}   by a nudge: {nudge(node, L):.6f}")

# %%
assert verdict.outcome == "wrong"
numbers = {"d": -2, "e": 6, "f": 0, "g": 0, "h": 1, "i": 2, "a": 0.5, "k": 0.5, "L": 0.25}
slopes = {"k": 1, "a": -1, "i": 0.25, "h": 0.25, "g": 0.25, "f": -0.25, "d": -0.25, "e": -0.25}
nodes = {node.name: node for node in (d, e, f, g, h, i, a, k, L, b, w0, w1)}
assert all(nodes[each].data == number for each, number in numbers.items())
assert all(nodes[each].grad == slope for each, slope in slopes.items())
assert (b.grad, w0.grad, w1.grad) == (-0.25, -0.25, -0.5)
assert abs(nudge(w1, L) + 0.5) < 1e-3

# %% [markdown]
# ## Another one
#
# Public notes on the same course work through two ReLU units in a row and say ∂J/∂w2 = 2 and
# ∂J/∂b1 = 2. The judge says otherwise: 4 and 6.

# %%
formula = "(relu(w2*relu(w1*x + b1) + b2) - y)**2/2"
place = {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}
verdict = check(formula, at=place, claims={"w2": 2, "b1": 2}, points=1)
for result in verdict.results:
    print(f"∂J/∂{result.variable}: {result.verdict}: said {result.claimed}, is {result.derivative}")

# %% [markdown]
# What may have happened? 2 is what ∂J/∂b2 is. Claim its formula for w2, and the judge guesses as much:

# %%
blame = check(formula, at=place, claims={"w2": "relu(w2*relu(w1*x + b1) + b2) - y"})
print(blame.results[0].blame.sentence)

# %%
assert [result.verdict for result in verdict.results] == ["wrong", "wrong"]
assert [float(result.derivative) for result in verdict.results] == [4, 6]
assert check(formula, at=place, claims={"w2": 4, "b1": 6}, points=1).outcome == "right"

# %% [markdown]
# ## Try it yourself
#
# **1.** What does the small network give for ∂J/∂x, as a formula? The cell starts with an answer that
# forgets something.

# %%
answer = "w*x + b - y"
check("(w*x + b - y)**2/2", at={"w": -2, "x": 2, "b": 8, "y": 1}, claims={"x": answer})

# %% [markdown]
# **2.** Add a step to the two-step graph: J = ln((2 + 3w)²). Which of its three local derivatives is
# new? Work out ∂J/∂w at w = 3 by hand, put it here, and compare with a nudge.

# %%
w = Value(3.0, "w")
J = ops.log((2 + 3 * w) ** 2)
mine = 66.0
print("right" if abs(mine - nudge(w, J)) < 1e-3 else f"not yet: a nudge gives {nudge(w, J):.4f}")

# %% [markdown]
# **3.** Use one number twice: J = w · w + w. How many arrows leave w, and what happens to the numbers
# that come back over them? Draw it and look.

# %%
w = Value(3.0, "w")
viz.draw(w * w + w)

# %% [markdown]
# Next: [3. Why right to left](03_why_right_to_left.ipynb)

# %% [markdown]
# # 3. Why right to left
#
# After this walkthrough you can
#
# - find derivatives in both directions, and say what each direction costs,
# - count those costs, for four steps and for a network that reads digits,
# - say when the other direction is the cheaper one.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and the
# computation graph ([walkthrough 2](02_the_computation_graph.ipynb)).

# %%
import random

import viz
from autograd import Value, nn, ops
from autograd.forward import tangents
from autograd.graph import counts, leaves, order
from autograd.reverse import cotangents, local_partials

# %% [markdown]
# ## From left to right: one question at a time
#
# **Idea.** You want to know what w does to J. Nudge w, and follow the nudge to the right, step by
# step: that is a walk through the whole graph. What does b do? Another walk. The small network again:


# %%
def name(**nodes):
    for text, node in nodes.items():
        node.name = text


def small_network():
    w, x, b, y = Value(-2.0, "w"), Value(2.0, "x"), Value(8.0, "b"), Value(1.0, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    name(c=c, a=a, d=d, J=J)
    return J, [w, b]


J, parameters = small_network()
J

# %% [markdown]
# A walk from left to right finds, for each number, how fast it moves when one parameter moves by 1:
# its *tangent*. `tangents` walks.

# %%
for parameter in parameters:
    moved = tangents(J, {parameter: 1.0})
    print(f"nudge {parameter.name}:", {n.name or "d²": moved[n] for n in order(J) if n in moved})

# %% [markdown]
# The last number of each walk is the derivative: ∂J/∂w = 6, ∂J/∂b = 3. Look at the numbers between:
# the two walks did much of the same work, and neither knew of the other.

# %% [markdown]
# ## From right to left: all questions at once
#
# **Idea.** Start at J and go back, and write at each number how fast *J* moves when *it* moves. There
# is one walk, and every parameter is at the end of it. This is all of it:


# %%
def right_to_left(J):
    slope = dict.fromkeys(order(J), 0.0)
    slope[J] = 1.0
    for node in reversed(order(J)):
        for operand, local in zip(node.args, local_partials(node)):
            slope[operand] += slope[node] * local
    return slope


slope = right_to_left(J)
{node.name: slope[node] for node in order(J) if node.name}

# %% [markdown]
# `backward()` does the same. All three ways agree:

# %%
w, b = parameters
assert (slope[w], slope[b]) == (6, 3)
assert [tangents(J, {each: 1.0})[J] for each in parameters] == [6, 3]
J.backward()
assert all(node.grad == slope[node] for node in order(J) if node.name)

# %% [markdown]
# ## Count the steps
#
# **Idea.** Let n be how many steps the computation has, and p how many parameters. From right to left
# each step and each parameter gets one number: **n + p**. From left to right each parameter costs a
# walk through all steps: **n · p**.
#
# `counts` counts what was really recorded. `named=True` counts the lines that we gave a name, as one
# does on paper; J = d²/2 is two steps for the machine.

# %%
small = counts(J, wrt=parameters, named=True)
print(f"n = {small.operations}, p = {small.leaves}")
print(f"right to left: n + p = {small.reverse_steps}")
print(f"left to right: n · p = {small.one_at_a_time_steps}")

# %%
assert (small.operations, small.leaves) == (4, 2)
assert (small.reverse_steps, small.one_at_a_time_steps) == (6, 8)

# %% [markdown]
# 6 against 8 is no great difference. Two units in a row:


# %%
def larger_network():
    x, y = Value(1.0, "x"), Value(5.0, "y")
    w1, b1, w2, b2 = Value(2.0, "w1"), Value(0.0, "b1"), Value(3.0, "w2"), Value(1.0, "b2")
    t1 = w1 * x
    z1 = t1 + b1
    a1 = ops.relu(z1)
    t2 = w2 * a1
    z2 = t2 + b2
    a2 = ops.relu(z2)
    J = (a2 - y) ** 2 / 2
    name(t1=t1, z1=z1, a1=a1, t2=t2, z2=z2, a2=a2, J=J)
    return J, [w1, b1, w2, b2]


J, parameters = larger_network()
larger = counts(J, wrt=parameters, named=True)
print(f"n = {larger.operations}, p = {larger.leaves}")
print(f"right to left: {larger.reverse_steps}   left to right: {larger.one_at_a_time_steps}")

# %%
assert (larger.operations, larger.leaves) == (7, 4)
assert (larger.reverse_steps, larger.one_at_a_time_steps) == (11, 28)

# %% [markdown]
# 11 against 28. A sum grows slowly, a product does not.

# %% [markdown]
# ## A network that reads digits
#
# **Idea.** The same two counts, for a network as it is used: images of 20 × 20 points, layers of 25,
# 15 and 10 units. Below it is written out number by number. The loss is the logarithm of a sum, minus
# one number; [walkthrough 7](07_multiclass_and_softmax.ipynb) says why.

# %%
source = random.Random(1)
parameters = []


def parameter():
    parameters.append(Value(source.uniform(-0.1, 0.1)))
    return parameters[-1]


def layer(inputs, units, activation):
    outputs = []
    for _ in range(units):
        weights = [parameter() for _ in inputs]
        outputs.append(activation(ops.dot(weights, inputs) + parameter()))
    return outputs


pixels = [source.random() for _ in range(400)]
z = layer(layer(layer(pixels, 25, ops.relu), 15, ops.relu), 10, lambda z: z)
loss = ops.log(ops.sum([ops.exp(each) for each in z])) - z[2]

digits = counts(loss, wrt=parameters)
print(f"n = {digits.operations:,}, p = {digits.leaves:,}")
print(f"right to left: {digits.reverse_steps:>11,}")
print(f"left to right: {digits.one_at_a_time_steps:>11,}")

# %% [markdown]
# About thirty thousand steps against more than two hundred million: 7,000 times as many, for one
# image. So nobody trains networks from left to right.
#
# Where do 21,111 steps come from? Each of the 400 · 25 + 25 · 15 + 15 · 10 = 10,525 weights is one
# multiplication, and just as many additions; 40 units have a ReLU; and the loss takes 21 steps (10
# exponentials, 9 additions, a logarithm, a subtraction).

# %%
weights = 400 * 25 + 25 * 15 + 15 * 10
assert digits.leaves == weights + 25 + 15 + 10 == 10_575
assert digits.operations == 2 * weights + 40 + 21 == 21_111
assert digits.reverse_steps == 31_686
assert digits.one_at_a_time_steps == 223_248_825

# %% [markdown]
# One walk back really finds all 10,575 derivatives. For three of them, we also walk forward:

# %%
loss.backward()
for each in (parameters[0], parameters[5_000], parameters[-1]):
    print(f"back {each.grad:+.12f}   forward {tangents(loss, {each: 1.0}).get(loss, 0.0):+.12f}")
    assert abs(each.grad - tangents(loss, {each: 1.0}).get(loss, 0.0)) < 1e-15

# %% [markdown]
# The network of `autograd.nn` has the same layers. Its loss takes 93 steps instead of 21, because it
# keeps digits that the short formula loses ([walkthrough 8](08_round_off.ipynb)):

# %%
model = nn.Sequential(
    [
        nn.Input(400),
        nn.Dense(25, activation="relu"),
        nn.Dense(15, activation="relu"),
        nn.Dense(10),
    ],
    seed=0,
)
model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True))
graph = model.graph(pixels, 2)
ours = [leaf for leaf in leaves(graph) if "kernel" in leaf.name or "bias" in leaf.name]
counted = counts(graph, wrt=ours)
print(f"n = {counted.operations:,}, p = {counted.leaves:,}")
print(f"right to left: {counted.reverse_steps:>11,}")
print(f"left to right: {counted.one_at_a_time_steps:>11,}")

# %%
assert counted.leaves == 10_575
assert counted.operations - (2 * weights + 40) == 93

# %% [markdown]
# ## How it grows
#
# A network with one hidden layer, from 1 unit to 64, and 16 inputs. Both axes of the picture are
# logarithmic: equal distances are equal factors.

# %%
widths = [1, 2, 4, 8, 16, 32, 64]
sums, products = [], []
for width in widths:
    parameters = []
    (output,) = layer(layer([0.5] * 16, width, ops.relu), 1, lambda z: z)
    counted = counts(output**2, wrt=parameters)
    sums.append(counted.reverse_steps)
    products.append(counted.one_at_a_time_steps)
    print(f"{width:>2} units: {sums[-1]:>5,} against {products[-1]:>9,}")

plot = viz.plots.curves(
    widths,
    {"right to left, n + p": sums, "left to right, n · p": products},
    across="hidden units",
    up="steps",
)
plot.figure.axes[0].set(xscale="log", yscale="log")
plot

# %%
# Twice as wide: about twice the steps one way, about four times the other way.
assert 1.9 < sums[-1] / sums[-2] < 2.1
assert 3.8 < products[-1] / products[-2] < 4.2
# With 10,000 steps and 100,000 parameters:
assert (10_000 + 100_000, 10_000 * 100_000) == (110_000, 1_000_000_000)

# %% [markdown]
# ## When left to right is right
#
# **Idea.** Turn the question around: *one* input, and many outputs. Now one walk from left to right
# finds all derivatives, and from right to left each output would need its own.

# %%
t = Value(0.5, "t")
waves = [ops.sin(k * t) for k in range(1, 6)]
moved = tangents(waves, {t: 1.0})
[round(moved[wave], 6) for wave in waves]

# %%
assert all(abs(moved[wave] - cotangents(wave)[t]) < 1e-15 for wave in waves)

# %% [markdown]
# A loss is one number that depends on many: right to left. That is why training is called
# *back*propagation.

# %% [markdown]
# ## Try it yourself
#
# **1.** A layer of 3 ReLU units over 2 inputs, then one unit without activation, then output² / 2.
# How many parameters? How many steps, with every multiplication, addition, ReLU, and the two of the
# loss counted? Put your numbers in; the cell counts.

# %%
my_p, my_n = 10, 20
parameters = []
(output,) = layer(layer([1.0, 2.0], 3, ops.relu), 1, lambda z: z)
counted = counts(output**2 / 2, wrt=parameters)
print("p:", "right" if my_p == counted.leaves else "not yet")
print("n:", "right" if my_n == counted.operations else "not yet")

# %% [markdown]
# **2.** `right_to_left` above adds (`+=`) what comes back over each arrow. Replace it by `=`, and find
# a function of one number for which it then goes wrong. The cell tells when you have one.


# %%
def mine(w):
    return 3 * w


w = Value(2.0, "w")
y = mine(w)
forgetful = dict.fromkeys(order(y), 0.0)
forgetful[y] = 1.0
for node in reversed(order(y)):
    for operand, local in zip(node.args, local_partials(node)):
        forgetful[operand] = forgetful[node] * local
print("found one" if forgetful[w] != cotangents(y)[w] else "not yet: this one comes out right")

# %% [markdown]
# Next: [4. A larger network, and an engine of your own](04_a_larger_network.ipynb)

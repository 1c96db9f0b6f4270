# %% [markdown]
# # 5. Activations
#
# After this walkthrough you can
#
# - choose the activation of an output layer by what the target is, and that of the hidden layers,
# - say what goes wrong without any activation, and show it,
# - build a curve with corners from ReLU units, by hand.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and to have seen a
# small network ([walkthrough 4](04_a_larger_network.ipynb)).

# %%
import warnings

import numpy as np
import sympy
from ipywidgets import FloatSlider, interact

import viz
from autograd import Value, derivative, nn, ops
from autograd.check import check
from autograd.program import compile

# %% [markdown]
# ## Three of them
#
# **Idea.** A unit adds up its inputs, each times a weight, and an offset; call the sum z. The
# *activation* is what it makes of z: nothing (linear), something between 0 and 1 (sigmoid), or z cut
# off at 0 (ReLU).

# %%
viz.plots.activations(["linear", "sigmoid", "relu"])

# %% [markdown]
# Solid is the activation, dashed its derivative. Where the derivative is nearly 0 the ground is
# hatched: there a step of training hardly changes anything. Sigmoid is flat on both sides, ReLU on one,
# linear nowhere.

# %%
sigmoid_slope = derivative(ops.sigmoid)
for z in (-5.0, -2.0, 0.0, 2.0, 5.0):
    print(f"z = {z:>4}   sigmoid {ops.sigmoid(z):.4f}, slope {sigmoid_slope(z):.4f}")

# %%
assert sigmoid_slope(0.0) == 0.25  # the steepest it gets
assert all(
    abs(sigmoid_slope(z) - ops.sigmoid(z) * (1 - ops.sigmoid(z))) < 1e-15 for z in (-5.0, 1.0)
)
assert [derivative(ops.relu)(z) for z in (-3.0, 3.0)] == [0, 1]

# %% [markdown]
# There are more. tanh is a sigmoid from −1 to 1; a leaky ReLU keeps a slope on the left, though a small one; swish
# (here by its other name, silu) is a ReLU with a soft corner.

# %%
viz.plots.activations(["tanh", "leaky_relu", "silu"])

# %% [markdown]
# ## The output layer: ask the target
#
# **Idea.** The last activation must be able to say what the target can be, and nothing else.
#
# | the target | for example | last activation |
# |---|---|---|
# | 0 or 1 | is this a 1? | sigmoid: a probability |
# | any number, of either sign | how a share price changes | linear |
# | a number that is never negative | the price of a house | ReLU |
#
# `nn.recommend` looks at targets and says so. (Where it recommends a *linear* unit for 0 and 1, the
# sigmoid is not left out: the loss takes it, and loses no digits;
# [walkthrough 8](08_round_off.ipynb) shows how.)

# %%
targets = {
    "is it a 1?": [0, 1, 1, 0],
    "changes of a price": [0.3, -1.2, 4.0, -2.2],
    "prices of houses": [120.5, 300.2, 180.0, 99.9],
}
for what, y in targets.items():
    print(f"{what:>20}: {nn.recommend(np.array(y)).text}")

# %%
assert nn.recommend(np.array([0, 1, 1, 0])).activation == "linear"
assert type(nn.recommend(np.array([0, 1, 1, 0])).loss) is nn.BinaryCrossentropy
assert nn.recommend(np.array([0.3, -1.2])).activation == "linear"
assert nn.recommend(np.array([120.5, 99.9])).activation == "relu"

# %% [markdown]
# ## The hidden layers: ReLU
#
# **Idea.** Two reasons. ReLU is cheap: one comparison, no exponential. And it is flat on one side only.
# A derivative that goes back through a sigmoid is multiplied by at most 0.25, and again at the next
# layer:

# %%
for layers in (1, 2, 4, 6):
    x = Value(0.5, "x")
    through_sigmoid, through_relu = x, x
    for _ in range(layers):
        through_sigmoid = ops.sigmoid(through_sigmoid)
        through_relu = ops.relu(through_relu)
    through_sigmoid.backward()
    by_sigmoid, x.grad = x.grad, 0.0
    through_relu.backward()
    print(f"{layers} layers: the derivative is {by_sigmoid:.6f} with sigmoid, {x.grad:g} with ReLU")

# %% [markdown]
# Does it matter? The same network, four hidden layers of 8, on points in two rings, once with each:

# %%
rings = nn.datasets.circles(200, seed=0)
losses = {}
for activation in ("relu", "sigmoid"):
    hidden = [nn.Dense(8, activation=activation) for _ in range(4)]
    model = nn.Sequential([nn.Input(2), *hidden, nn.Dense(1)], seed=0)
    model.compile(optimizer=nn.Adam(0.005), loss=nn.BinaryCrossentropy(from_logits=True))
    losses[activation] = model.fit(rings.x, rings.y, epochs=60, verbose=0).history["loss"]
viz.plots.history(losses, title="hidden layers of ReLU, and of sigmoid")

# %%
assert losses["relu"][-1] < 0.1
assert losses["sigmoid"][-1] > 0.5

# %% [markdown]
# ## Why not linear everywhere?
#
# **Idea.** Without activations, layers are worth no more than one. Two units in a row, x → a₁ → a₂:

# %%
w1, b1, w2, b2, x = sympy.symbols("w1 b1 w2 b2 x")
a1 = w1 * x + b1
a2 = w2 * a1 + b2
print(sympy.collect(sympy.expand(a2), x))

# %% [markdown]
# That is one unit again: W x + B, with W = w1·w2 and B = w2·b1 + b2. For layers it is the same with
# matrices. Random weights, three layers of 4, 5 and 1 units, and the one layer that they amount to:

# %%
rng = np.random.default_rng(0)
W = [rng.normal(size=shape) for shape in [(4, 2), (5, 4), (1, 5)]]
b = [rng.normal(size=size) for size in (4, 5, 1)]


def three_layers(x):
    for weights, offsets in zip(W, b):
        x = weights @ x + offsets
    return x


one_W = W[2] @ W[1] @ W[0]
one_b = W[2] @ (W[1] @ b[0] + b[1]) + b[2]
points = rng.normal(size=(1000, 2))
assert all(np.allclose(three_layers(x), one_W @ x + one_b, rtol=1e-12) for x in points)
one_W, one_b

# %% [markdown]
# The compiler shows it in another way. It writes a program for the value and the derivatives of any
# function that we give it. Here is what it writes for two linear units with numbers in them; look at
# the last line but one, `dx`:

# %%
program = compile(lambda x: 3 * (2 * x + 1) - 1, 0.5)
print(program.source.partition("import numpy as np")[2].strip())

# %% [markdown]
# There is no x in the derivative: it is 2 · 3 = 6 everywhere (the 1/n is there because programs give the
# derivative of the mean over n samples). Only a straight line has the same slope
# everywhere. With a ReLU between the two units, the derivative asks where x is:

# %%
program = compile(lambda x: 3 * ops.relu(2 * x + 1) - 1, 0.5)
print(program.source.partition("import numpy as np")[2].strip())

# %%
x = np.linspace(-2, 2, 9)
straight = compile(lambda x: 3 * (2 * x + 1) - 1, 0.5)
assert np.array_equal(straight.value_and_grad(x, reduce="sum")[1], np.full(9, 6.0))
assert np.array_equal(straight(x), 6 * x + 2)

# %% [markdown]
# And with a sigmoid at the end only? Then the whole network is *logistic regression*, one layer and a
# sigmoid. The library notices, and warns:

# %%
with warnings.catch_warnings(record=True) as noticed:
    warnings.simplefilter("always")
    model = nn.Sequential([nn.Input(2), nn.Dense(5, "linear"), nn.Dense(1, "sigmoid")], seed=1)
    model.compile(loss="binary_crossentropy")
print(noticed[0].message)

# %%
model.build()
kernel1, offset1, kernel2, offset2 = model.get_weights()
logistic = ops.sigmoid(points @ (kernel1 @ kernel2) + offset1 @ kernel2 + offset2)
assert np.allclose(model.predict(points), logistic, rtol=1e-12)

# %% [markdown]
# ## Corners by hand
#
# **Idea.** A ReLU unit is 0 until its corner, and a straight line from there on. Add several, and you
# can build any line with corners. The target has three pieces, from 0 to 3:

# %%
x = np.linspace(0, 3, 300)
target = np.where(x < 1, 2 - 2 * x, np.where(x < 2, x - 1, 3 * x - 5))


def units(w1, b1, w2, b2):
    """Three units; the first is given."""
    return ops.relu(-2 * x + 2), ops.relu(w1 * x + b1), ops.relu(w2 * x + b2)


def picture(w1, b1, w2, b2):
    first, second, third = units(w1, b1, w2, b2)
    off = np.abs(first + second + third - target).max()
    return viz.plots.curves(
        x,
        {
            "target": target, "sum of the units": first + second + third,
            "unit 0": first, "unit 1": second, "unit 2": third,
        },
        limits=(-0.5, 5),
        title=f"largest distance: {off:.2f}",
    )  # fmt: skip


picture(w1=0.0, b1=0.5, w2=0.0, b2=0.0)

# %% [markdown]
# The first unit makes the first piece, and is off from x = 1 on. Find w1, b1 for the second piece and
# w2, b2 for what the third adds to it, so that the dashed line lies on the solid one. Run the cell, and
# pull the sliders. (Hint: a unit's corner is where its sum is 0, at x = −b/w.)


# %%
def slider(value):
    return FloatSlider(value=value, min=-4, max=4, step=0.1)


@interact(w1=slider(0), b1=slider(0.5), w2=slider(0), b2=slider(0))
def pull(w1, b1, w2, b2):
    return picture(w1, b1, w2, b2)


# %% [markdown]
# One answer, for when you have yours: unit 1 starts at 1 with slope 1. At 2 the slope has to grow from
# 1 to 3, so unit 2 starts there with slope 2.

# %%
answer = {"w1": 1, "b1": -1, "w2": 2, "b2": -4}
picture(**answer)

# %%
assert np.allclose(sum(units(**answer)), target, atol=1e-12)
places = [0, 0.5, 1, 1.5, 2, 2.5, 3]
heights = [max(-2 * p + 2, 0) + max(p - 1, 0) + max(2 * p - 4, 0) for p in places]
assert heights == [2, 1, 0, 0.5, 1, 2.5, 4]
corners = [-2 / -2, -answer["b1"] / answer["w1"], -answer["b2"] / answer["w2"]]
assert corners == [1, 1, 2]

# %% [markdown]
# The corners are at 1 (twice: one unit ends there, and one begins) and at 2. Ask the judge for a
# derivative there, and between them:

# %%
formula = "relu(-2*x + 2) + relu(x - 1) + relu(2*x - 4)"
for place in (0.5, 1, 1.5, 2):
    result = check(formula, at={"x": place}).results[0]
    print(f"x = {place}: {result.verdict}", result.derivative or f"\n    {result.reason}")

# %%
outcomes = [check(formula, at={"x": place}).outcome for place in (0.5, 1, 1.5, 2)]
assert outcomes == ["right", "undecidable", "right", "undecidable"]

# %% [markdown]
# ## Try it yourself
#
# **1.** What is the derivative of the sigmoid, in terms of the sigmoid? The cell starts with a factor
# missing.

# %%
mine = "sigmoid(z)"
check("sigmoid(z)", claims={"z": mine}, at={"z": 1})

# %% [markdown]
# **2.** For each target, name the last activation; the cell compares with `nn.recommend`. (0 or 1 is
# `"linear"` there, with the sigmoid in the loss.)

# %%
mine = {
    "centimetres of rain": ([0.0, 12.5, 3.1, 40.2], "linear"),
    "goals scored minus goals lost": ([-3.0, 0.0, 2.0, 1.0, -1.5], "relu"),
}
for what, (y, activation) in mine.items():
    print(what, "right" if nn.recommend(np.array(y)).activation == activation else "think again")

# %% [markdown]
# **3.** Build |x − 1.5| from two ReLU units. The cell says how far you are off.

# %%
mine = ops.relu(x - 1) + ops.relu(1 - x)
print("largest distance:", round(float(np.abs(mine - np.abs(x - 1.5)).max()), 3))

# %% [markdown]
# Next: [6. Training](06_training.ipynb)

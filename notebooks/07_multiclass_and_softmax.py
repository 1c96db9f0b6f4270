# %% [markdown]
# # 7. Multiclass and softmax
#
# After this walkthrough you can
#
# - turn scores into probabilities for any number of classes, and say what a wrong answer costs,
# - say what is special about softmax: every score changes every probability,
# - train a network that tells four classes apart, and see what each of its units has learned.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and to have trained
# a network ([walkthrough 6](06_training.ipynb)).

# %%
import math

import numpy as np
from ipywidgets import FloatSlider, interact

import viz
from autograd import grad, jacobian, nn, ops
from autograd.check import check

# %% [markdown]
# ## Probabilities add up to 1
#
# **Idea.** A thing is of exactly one class. With two classes one probability is enough: where a one has
# 0.71, a zero has the rest. With four, three are enough:

# %%
a = [0.30, 0.20, 0.15]
rest = 1 - sum(a)
print(f"{1 - 0.71:.2f}   {rest:.2f}")

# %%
assert round(1 - 0.71, 9) == 0.29
assert round(rest, 9) == 0.35

# %% [markdown]
# ## Softmax
#
# **Idea.** A network's last layer gives a score z for each class: any numbers. To make probabilities of
# them, make them positive (exp), and divide each by the sum of all.


# %%
def softmax(z):
    powers = [math.exp(each) for each in z]
    return [power / sum(powers) for power in powers]


z = [1.0, 2.0, 3.0, 4.0]
p = softmax(z)
p

# %%
viz.plots.probabilities(p, names=[f"z = {each:g}" for each in z])

# %% [markdown]
# One more in the score makes e ≈ 2.718 times the probability. `ops.softmax` is the same, and careful with
# large scores, for which exp overflows:

# %%
assert np.allclose(
    p,
    [0.03205860328008499, 0.08714431874203257, 0.23688281808991013, 0.6439142598879722],
    rtol=1e-14,
)
assert np.allclose(ops.softmax(z), p, rtol=1e-14)
assert abs(sum(p) - 1) < 1e-15
assert np.allclose(ops.softmax([math.log(0.1)] * 10), [0.1] * 10, atol=1e-10)
ops.softmax([1000.0, 999.0])

# %% [markdown]
# Change one score, and look at all the bars. Run the cell, and pull the sliders:


# %%
def slider(value):
    return FloatSlider(value=value, min=0.1, max=10, step=0.1)


@interact(z1=slider(1), z2=slider(2), z3=slider(3), z4=slider(4))
def show(z1, z2, z3, z4):
    return viz.plots.probabilities(softmax([z1, z2, z3, z4]), names=["z1", "z2", "z3", "z4"])


# %% [markdown]
# ## With two classes it is the sigmoid
#
# **Idea.** Divide top and bottom of exp(z₁) / (exp(z₁) + exp(z₂)) by exp(z₁): what remains is
# 1 / (1 + exp(−(z₁ − z₂))), the sigmoid of the difference.

# %%
for z1, z2 in [(2.0, 0.5), (-1.0, 3.0), (0.0, 0.0)]:
    assert abs(softmax([z1, z2])[0] - ops.sigmoid(z1 - z2)) < 1e-15
check("exp(z1)/(exp(z1) + exp(z2))", claims={"z1": "sigmoid(z1 - z2)*sigmoid(z2 - z1)"}).outcome

# %% [markdown]
# ## What a wrong answer costs
#
# **Idea.** The loss is −log of the probability that the right class got. The other classes do not
# appear in it, but they have what the right one lacks.

# %%
for probability in (0.5, 0.35, 0.30, 0.20, 0.15):
    print(f"the right class has {probability:.2f}: loss {-math.log(probability):.4f}")

# %%
losses = [round(-math.log(each), 4) for each in (0.5, 0.35, 0.30, 0.20, 0.15)]
assert losses == [0.6931, 1.0498, 1.2040, 1.6094, 1.8971]
assert abs(-math.log(softmax(z)[3]) - 0.44018969856119533) < 1e-15

# %% [markdown]
# A target is written in one of two ways: the number of the class (*sparse*), or a row with a 1 at its
# place (*one-hot*). Class 2 of 10:

# %%
sparse = 2
one_hot = np.eye(10)[sparse]
print(sparse, one_hot)

scores = np.linspace(-1, 1, 10)[None, :]
by_number = nn.SparseCategoricalCrossentropy(from_logits=True)
by_row = nn.CategoricalCrossentropy(from_logits=True)
losses = [float(by_number(np.array([sparse]), scores)), float(by_row(one_hot[None, :], scores))]
losses

# %%
assert abs(losses[0] - losses[1]) < 1e-14
assert abs(losses[0] + math.log(softmax(scores[0])[sparse])) < 1e-14

# %% [markdown]
# ## One score changes all
#
# **Idea.** ReLU and sigmoid work on each number alone: the table of "what does each input do to each
# output" (the *Jacobian*) has numbers on its diagonal only. Softmax fills it.

# %%
np.round(jacobian(lambda z: [ops.sigmoid(each) for each in z])(z), 4)

# %%
J = np.array(jacobian(ops.softmax)(z))
np.round(J, 4)

# %% [markdown]
# Row i, column j: how fast aᵢ moves when zⱼ does. On the diagonal it is aᵢ(1 − aᵢ), beside it −aᵢaⱼ. Each
# row, and each column, adds up to 0: what one class gains, the others lose.

# %%
a = np.array(softmax(z))
assert np.allclose(J, np.diag(a) - np.outer(a, a), atol=1e-15)
assert np.allclose(J.sum(axis=0), 0, atol=1e-15)
assert np.allclose(J.sum(axis=1), 0, atol=1e-15)
assert (J != 0).all()

# %% [markdown]
# Put the loss behind it, and all becomes simple: the derivative by each score is the probability, less
# 1 for the right class.

# %%
slopes = grad(lambda z: ops.logsumexp(z) - z[3])(z)
np.round(slopes, 4), np.round(a - np.eye(4)[3], 4)

# %%
assert np.allclose(slopes, a - np.eye(4)[3], atol=1e-15)

# %% [markdown]
# ## Four clouds of points
#
# **Idea.** 100 points in the plane, around four centres. To which does a point belong?

# %%
data = nn.datasets.course_blobs()
print("first classes:", data.y[:10])
assert data.y[:10].tolist() == [3, 3, 3, 0, 3, 3, 3, 3, 2, 0]
assert data.x.shape == (100, 2)

# %% [markdown]
# Two hidden units with ReLU, four linear outputs: a score for each class. The softmax is in the loss;
# `from_logits=True` says that it gets scores (*logits*). Why that is better than a softmax in the last
# layer is [the next walkthrough](08_round_off.ipynb).

# %%
model = nn.Sequential(
    [
        nn.Input(2),
        nn.Dense(2, activation="relu", name="L1"),
        nn.Dense(4, activation="linear", name="L2"),
    ],
    seed=1,
)
model.compile(optimizer=nn.Adam(0.01), loss=nn.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(data.x, data.y, epochs=200, verbose=0)
viz.plots.history(history)

# %%
found = model.predict(data.x).argmax(axis=1)
wrong = int((found != data.y).sum())
curve = history.history["loss"]
print(f"loss {curve[0]:.3f} at first, {curve[99]:.3f} at 100 epochs, {curve[-1]:.3f} at 200")
print(f"{wrong} of {len(data.y)} points wrong")

# %%
assert curve[-1] <= 0.15
assert wrong <= 3

# %% [markdown]
# Which class does the network give to each place?

# %%
viz.plots.decision_regions(model.predict, data.x, data.y)

# %% [markdown]
# ## What each unit has learned
#
# **Idea.** A hidden unit is 0 on one side of a line, and grows on the other: that is all that one ReLU
# unit can say. Dark is much, white is 0, and the line is where it begins.

# %%
kernel1, offset1, kernel2, offset2 = model.get_weights()


def hidden(points):
    return ops.relu(points @ kernel1 + offset1)


viz.plots.surfaces(
    {f"hidden unit {k}": lambda points, k=k: hidden(points)[:, k] for k in range(2)}, data.x, data.y
)

# %% [markdown]
# The two answers are new coordinates for each point. Look at the points in *them*: classes for which a
# unit is off lie on an axis, and four straight regions are enough to tell all apart.

# %%
viz.plots.decision_regions(
    lambda answers: answers @ kernel2 + offset2,
    hidden(data.x),
    data.y,
    across="hidden unit 0",
    up="hidden unit 1",
)

# %% [markdown]
# Each output unit draws its own line through these coordinates. It has a high score (dark) where its
# class is; the line is where the score is 0.

# %%
viz.plots.surfaces(
    {f"score of class {k}": lambda p, k=k: p @ kernel2[:, k] + offset2[k] for k in range(4)},
    hidden(data.x),
    data.y,
    across="hidden unit 0",
    up="hidden unit 1",
)

# %%
assert np.allclose(hidden(data.x) @ kernel2 + offset2, model.predict(data.x), rtol=1e-12)

# %% [markdown]
# For one point, from scores to an answer:

# %%
scores = model.predict(data.x[:1])[0]
viz.plots.probabilities(ops.softmax(scores.tolist()), truth=int(data.y[0]), title="the first point")

# %% [markdown]
# ## Try it yourself
#
# **1.** What is ∂a₁/∂z₂ of a softmax over two scores? Write it with `a1` and `a2` spelled out; the cell
# starts with a wrong sign.

# %%
answer = "exp(z1)*exp(z2)/(exp(z1) + exp(z2))**2"
check("exp(z1)/(exp(z1) + exp(z2))", claims={"z2": answer}, at={"z1": 1, "z2": 2})

# %% [markdown]
# **2.** Add 5 to all four scores. What happens to the probabilities? Guess, then run.

# %%
shift = 0
np.round(softmax([each + shift for each in z]), 4)

# %% [markdown]
# **3.** Two hidden units are enough. Is one? And do other first weights (`seed`) find other lines? Draw
# the regions for what you try.

# %%
units, seed = 1, 1
again = nn.Sequential([nn.Input(2), nn.Dense(units, "relu"), nn.Dense(4)], seed=seed)
again.compile(optimizer=nn.Adam(0.01), loss=nn.SparseCategoricalCrossentropy(from_logits=True))
again.fit(data.x, data.y, epochs=200, verbose=0)
print(int((again.predict(data.x).argmax(axis=1) != data.y).sum()), "wrong")

# %% [markdown]
# Next: [8. Round-off](08_round_off.ipynb)

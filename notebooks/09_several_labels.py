# %% [markdown]
# # 9. Several labels at once
#
# What is on the picture: a car, a bus, a pedestrian? Perhaps two of them, perhaps nothing. That is
# another question than "which digit is it", where exactly one answer is right.
#
# After this walkthrough you can
#
# - tell a *multi-label* task from a *multiclass* one, and choose the last layer for each,
# - train one network with three yes-or-no outputs,
# - say, with numbers, what goes wrong when softmax is used in its place.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and to have seen
# a network trained (walkthrough 6) and softmax (walkthrough 7).

# %%
import matplotlib.pyplot as plt
import numpy as np

import viz
from autograd import jacobian, nn, ops
from autograd.errors import InputError

# %% [markdown]
# ## The data
#
# **Idea.** The answer to each picture is not one number but a row of three, each 0 or 1:
# *car, bus, pedestrian*. A car and a pedestrian: 1 0 1. Nothing at all: 0 0 0.
#
# We have no pictures here, but 1,000 made-up scenes with six measurements each. What is in a
# scene adds to the measurements, and noise is on top. They are synthetic, and their card says so:

# %%
scenes = nn.datasets.scenes(1000)
print(scenes.card)
scenes.x.shape, scenes.y.shape

# %%
NAMES = ("car", "bus", "pedestrian")
for measured, labels in zip(scenes.x[:5], scenes.y[:5], strict=True):
    seen = [name for name, there in zip(NAMES, labels, strict=True) if there]
    print(np.round(measured, 2), labels, " and ".join(seen) or "nothing")

# %% [markdown]
# How many things are in a scene? In about an eighth of them none, in as many all three.

# %%
things = scenes.y.sum(axis=1).astype(int)
for number in range(4):
    print(f"{number} things: {(things == number).sum():4} scenes")

train, held_out = scenes.split(0.3, seed=0)
assert len(train.x) == 700

# %% [markdown]
# ## Three sigmoids
#
# **Idea.** Three questions, three outputs. Each output is squashed by a sigmoid *of its own* and is
# the probability of a yes to its question. The three share the hidden layer and nothing else. The
# loss is the binary cross-entropy, averaged over the three questions.
#
# Not sure what a target asks for? `nn.recommend` looks at it:

# %%
advice = nn.recommend(train.y)
print(advice.units, "units,", advice.activation)
print(advice.loss)
print(advice.text)
assert advice.units == 3

# %% [markdown]
# So the last layer is linear, and the loss takes the sigmoids itself (`from_logits=True`; walkthrough
# 8 says why).


# %%
def network(loss):
    model = nn.Sequential(
        [
            nn.Input(6),
            nn.Dense(12, activation="relu", name="hidden"),
            nn.Dense(3, activation="linear", name="answers"),
        ],
        seed=0,
    )
    model.compile(optimizer=nn.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model


model = network(nn.BinaryCrossentropy(from_logits=True))
model.summary()

# %% [markdown]
# One network for all three questions. Three networks, one for each, would need 12 hidden units three
# times over: 3 × (84 + 13) = 291 weights in place of 123, and none could learn from the others.

# %%
history = model.fit(
    train.x, train.y, epochs=30, validation_data=(held_out.x, held_out.y), verbose=0
)
viz.plots.history({name: history.history[name] for name in ("loss", "val_loss")})

# %%
print(f"right answers, training: {history.history['accuracy'][-1]:.1%}")
print(f"right answers, held out: {history.history['val_accuracy'][-1]:.1%}")
assert history.history["val_accuracy"][-1] > 0.95

# %% [markdown]
# ## Read the answers
#
# The network gives logits. A sigmoid makes probabilities of them, and 0.5 is where no becomes yes.


# %%
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


yes = sigmoid(model.predict(held_out.x))
told = yes > 0.5
for k in range(5):
    print(np.round(yes[k], 3), told[k].astype(int), "truth", held_out.y[k].astype(int))

# %% [markdown]
# There are two ways to count. *Answers*: how many of the 900 yes-or-no answers are right. *Scenes*:
# in how many of the 300 scenes all three are right. The second is never the larger one.

# %%
right = told == held_out.y
print("answers right:", f"{right.mean():.1%}")
print("scenes right: ", f"{right.all(axis=1).mean():.1%}")
for name, share in zip(NAMES, right.mean(axis=0), strict=True):
    print(f"   {name:11} {share:.1%}")
assert right.all(axis=1).mean() > 0.9

# %% [markdown]
# ## And softmax?
#
# **Idea.** Softmax makes the outputs share: they sum to 1, and what one wins another loses. That is
# right where exactly one class holds, and wrong here. glassgrad refuses to begin:

# %%
softmax_model = network(nn.CategoricalCrossentropy(from_logits=True))
try:
    softmax_model.fit(train.x, train.y, verbose=0)
except InputError as error:
    print(error)

# %% [markdown]
# It does not give in easily, so we force it: a scene with two things gets ½ for each, one with three
# things ⅓, and scenes with nothing are left out, because there softmax has no answer to learn.

# %%
some = train.y.sum(axis=1) > 0
shares = train.y[some] / train.y[some].sum(axis=1, keepdims=True)
softmax_model.fit(train.x[some], shares, epochs=30, verbose=0)

powers = np.exp(softmax_model.predict(held_out.x))
share = powers / powers.sum(axis=1, keepdims=True)
share[:3].round(3), share.sum(axis=1)[:3]

# %% [markdown]
# The first held-out scene of four kinds, seen by both networks:

# %%
KINDS = {"car and pedestrian": (1, 0, 1), "pedestrian": (0, 0, 1), "car and bus": (1, 1, 0),
         "nothing": (0, 0, 0)}  # fmt: skip
figure, places = plt.subplots(1, 4, figsize=(10, 2.6), sharey=True, layout="constrained")
for axes, (title, labels) in zip(places, KINDS.items(), strict=True):
    k = np.flatnonzero((held_out.y == labels).all(axis=1))[0]
    axes.bar(np.arange(3) - 0.2, yes[k], 0.4, label="three sigmoids", color="#0072B2")
    axes.bar(np.arange(3) + 0.2, share[k], 0.4, label="softmax", color="#E69F00", hatch="//")
    axes.axhline(0.5, color="grey", linestyle=":")
    axes.set(title=title, xticks=range(3), xticklabels=NAMES)
figure.legend(*places[0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
plt.show()

# %% [markdown]
# Look at the orange bars. With two things in the scene they fight over one unit of probability, and
# neither is sure to pass 0.5. With nothing there, something is named all the same, because the bars
# must sum to 1. Counted over all held-out scenes:

# %%
things = held_out.y.sum(axis=1)
exact = {"three sigmoids": right.all(axis=1), "softmax": ((share > 0.5) == held_out.y).all(axis=1)}
print("things in the scene   ", *range(4), sep="       ")
for name, each in exact.items():
    print(f"{name:22}", *(f"{each[things == n].mean():7.0%}" for n in range(4)))

assert all(exact["three sigmoids"][things == n].mean() > 0.9 for n in range(4))
assert exact["softmax"][things == 1].mean() > 0.9
assert all(exact["softmax"][things == n].mean() < 0.1 for n in (0, 2, 3))

# %% [markdown]
# With exactly one thing in the scene, softmax is as good. In all other scenes it is lost: two
# probabilities above 0.5 would sum to more than 1. Another threshold helps a little, and is a new
# number to tune:

# %%
for threshold in (0.5, 0.4, 0.3, 0.2):
    scenes_right = ((share > threshold) == held_out.y).all(axis=1).mean()
    print(f"softmax, yes above {threshold}: {scenes_right:.0%} of the scenes")
    assert scenes_right < right.all(axis=1).mean()

# %% [markdown]
# ## Why the sigmoids are independent
#
# **Idea.** Nudge one logit and see which answers move. The table of all these derivatives is
# the *Jacobian*. For three sigmoids it has numbers on its diagonal alone; for softmax it is full.

# %%
z = [1.0, -0.5, 2.0]
of_sigmoids = np.array(jacobian(lambda z: [ops.sigmoid(each) for each in z])(z))
of_softmax = np.array(jacobian(ops.softmax)(z))
print(of_sigmoids.round(3))
print(of_softmax.round(3))
assert np.count_nonzero(of_sigmoids) == 3
assert np.count_nonzero(of_softmax) == 9

# %% [markdown]
# | | multiclass | multi-label |
# |---|---|---|
# | question | which one is it? | which of them are there? |
# | example | a digit, 0 to 9 | car, bus, pedestrian |
# | target | 7, or a row with a single 1 | a row of 0 and 1 |
# | last layer | one linear unit a class | one linear unit a label |
# | probabilities | softmax, they sum to 1 | a sigmoid each |
# | loss | `SparseCategoricalCrossentropy(from_logits=True)` | `BinaryCrossentropy(from_logits=True)` |

# %% [markdown]
# ## Try it yourself
#
# You are asked to miss no car at all. Choose another threshold for the car alone, so that none is
# missed. How many false alarms does that cost?

# %%
threshold = 0.5
car, there = yes[:, 0] > threshold, held_out.y[:, 0] == 1
print("missed:", (there & ~car).sum(), " false alarms:", (car & ~there).sum())

# %% [markdown]
# More:
#
# 1. Make the scenes noisier: `nn.datasets.scenes(1000, noise=0.6)`. Which of the three suffers most?
# 2. Is the hidden layer needed? Leave it out and compare.
# 3. Ask `nn.recommend` about other targets: `[3, 0, 2, 1]`, `[0.5, -2.0]`, `[12.0, 3.5]`.
# 4. A film may be a comedy, a drama, both; a coin is heads or tails; a word has one of nine parts of
#    speech. Multiclass or multi-label?
#
# Next: [10. Adam](10_adam.ipynb)

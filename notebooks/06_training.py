# %% [markdown]
# # 6. Training
#
# After this walkthrough you can
#
# - train a network in three steps: build it, choose the loss, fit,
# - say what the loss of one image is, and the cost of all of them,
# - say what `fit` does, because you will have done it yourself, node by node.
#
# You need the package with three extras (`pip install "glassgrad[notebook,plots,data]"`; the third
# brings images of digits), and activations ([walkthrough 5](05_activations.ipynb)).

# %%
import math

import numpy as np

import viz
from autograd import nn
from autograd.graph import counts, leaves

# %% [markdown]
# ## The task
#
# **Idea.** 1,000 images of handwritten zeros and ones, 20 by 20 points each; a point is a number from 0
# (white) to 1 (black). The network shall say of an image whether it is a one.

# %%
data = nn.datasets.digits_5000(crop=True)
chosen = data.y < 2
images, y = data.x[chosen], data.y[chosen]
X = images.reshape(len(images), 400)
print(data.card)
print(X.shape, y.shape)

# %%
some = np.random.default_rng(0).choice(len(X), 16, replace=False)
viz.plots.digits(images[some], y[some])

# %% [markdown]
# 200 of them are put aside. The network will not see them until it is trained: they tell whether it has
# learned what a one is, or only what these images are.

# %%
train, held_out = nn.datasets.Data(X, y, data.card).split(0.2, seed=0)
len(train.x), len(held_out.x)

# %% [markdown]
# ## Step 1: the model
#
# **Idea.** Say how the output is worked out from the input. Three layers of 25, 15 and 1 units, all
# sigmoid. The output is a number between 0 and 1, read as the probability of a one.

# %%
model = nn.Sequential(
    [
        nn.Input(400),
        nn.Dense(25, activation="sigmoid", name="layer1"),
        nn.Dense(15, activation="sigmoid", name="layer2"),
        nn.Dense(1, activation="sigmoid", name="layer3"),
    ],
    seed=0,
)
model.summary()

# %% [markdown]
# A unit has a weight for each of its inputs, and an offset. So layer 1 has 400 · 25 + 25 numbers, and
# the others likewise. They are all still random, and so are the answers:

# %%
assert 400 * 25 + 25 == 10_025
assert 25 * 15 + 15 == 390
assert 15 * 1 + 1 == 16
assert sum(weights.size for weights in model.get_weights()) == 10_431
model.predict(train.x[:3])

# %% [markdown]
# ## Step 2: the loss
#
# **Idea.** Say how bad an answer is. For a probability f and a target of 0 or 1, the loss is
#
# − y · log f − (1 − y) · log(1 − f)
#
# One of the two terms is always 0. For a one (y = 1), −log f remains: nothing where f is 1, and more
# and more as f goes to 0.


# %%
def loss(f, y):
    return -y * math.log(f) - (1 - y) * math.log(1 - f)


places = np.linspace(0.005, 0.995, 199)
viz.plots.curves(
    places,
    {
        "it is a one": [loss(f, 1) for f in places],
        "it is a zero": [loss(f, 0) for f in places],
    },
    across="the network's probability of a one",
    up="loss",
)

# %%
assert abs(loss(0.5, 1) - 0.6931) < 1e-4  # not knowing costs this much
model.compile(optimizer=nn.Adam(0.001), loss=nn.BinaryCrossentropy())

# %% [markdown]
# The *cost* is the mean of the losses over the images. `evaluate` says it; by hand it is the same:

# %%
by_hand = [loss(float(f), int(t)) for f, t in zip(model.predict(train.x)[:, 0], train.y)]
cost = model.evaluate(train.x, train.y)
assert abs(cost - np.mean(by_hand)) < 1e-12
cost

# %% [markdown]
# (For targets that are numbers, such as prices, one takes the squared difference:
# `loss=nn.MeanSquaredError()`.)

# %% [markdown]
# ## Step 3: fit
#
# **Idea.** Make the cost small. `fit` is the line that changes the weights. It goes through all
# images 100 times (100 *epochs*), 32 at once.

# %%
before = model.get_weights()
history = model.fit(train.x, train.y, epochs=100, verbose=0)
after = model.get_weights()
changed = max(np.abs(new - old).max() for new, old in zip(after, before))
print(f"cost {cost:.4f} before, {model.evaluate(train.x, train.y):.4f} after")
print(f"a weight has moved by up to {changed:.2f}")

# %%
viz.plots.history(history)

# %%
right = (model.predict(held_out.x)[:, 0] > 0.5) == held_out.y
print(f"{right.sum()} of {len(right)} held-out images right")

# %%
assert changed > 0.01
assert history.history["loss"][-1] < 0.01
assert right.mean() >= 0.98

# %% [markdown]
# ## What does fit do? Look at the graph
#
# **Idea.** There is nothing in it that you have not seen. The loss of one image is a computation
# graph, a large one. `model.graph` records it, with the real weights; in the picture each layer is one
# box.

# %%
graph = model.graph(train.x[0], train.y[0])
counted = counts(graph)
print(f"{counted.operations:,} steps from {counted.leaves:,} numbers to the loss {graph.data:.6f}")
viz.draw(graph, depth=0)

# %%
assert abs(graph.data - loss(float(model.predict(train.x[:1])[0, 0]), int(train.y[0]))) < 1e-9

# %% [markdown]
# ## What does fit do? Do it yourself
#
# **Idea.** Take a network so small that you can follow every weight: two numbers of an image (how much
# ink in all, how much in the middle), two hidden units, one output: nine weights. A step of training
# is then this:
#
# 1. record the loss of each image, and go back through it;
# 2. take the mean of the derivatives, for each weight;
# 3. move each weight a little *against* its derivative: derivative positive, weight down.


# %%
def features(x):
    pictures = x.reshape(-1, 20, 20)
    return 4 * np.column_stack(
        [pictures.mean(axis=(1, 2)), pictures[:, 6:14, 6:14].mean(axis=(1, 2))]
    )


def tiny():
    model = nn.Sequential(
        [
            nn.Input(2),
            nn.Dense(2, activation="sigmoid", name="hidden"),
            nn.Dense(1, activation="sigmoid", name="output"),
        ],
        seed=1,
    )
    model.compile(optimizer=nn.SGD(2.0), loss=nn.BinaryCrossentropy())
    return model


small_x, small_y = features(train.x[:100]), train.y[:100]
mine = tiny()
viz.draw(mine.graph(small_x[0]), depth=1, title="the output of one image; its loss comes after")


# %%
def step(model, x, y, rate):
    slopes = {}
    for one, target in zip(x, y):
        loss = model.graph(one, target)
        loss.backward()
        for leaf in leaves(loss):
            slopes[leaf.name] = slopes.get(leaf.name, 0.0) + leaf.grad / len(x)
    for name, weights in model.parameters.views.items():
        for place in np.ndindex(weights.shape):
            label = f"{name}[{','.join(map(str, place))}]"
            weights[place] -= rate * slopes[label]


print("before:", mine.evaluate(small_x, small_y))
step(mine, small_x, small_y, rate=2.0)
print("after: ", mine.evaluate(small_x, small_y))

# %% [markdown]
# `fit`, with plain gradient descent (SGD) at the same rate and all 100 images at once, does the same.
# After ten steps the weights still agree:

# %%
theirs = tiny()
theirs.fit(small_x, small_y, epochs=10, batch_size=100, verbose=0)
for _ in range(9):
    step(mine, small_x, small_y, rate=2.0)

for ours, yours in zip(theirs.get_weights(), mine.get_weights()):
    assert np.allclose(ours, yours, rtol=1e-10)
mine.get_weights()[0], theirs.get_weights()[0]

# %% [markdown]
# So what is the difference? Speed. `fit` records *one* loss, translates the graph into a program for
# whole batches of images, and runs that. It is ordinary NumPy, and you may read it:

# %%
print(theirs.program.source.partition("import numpy as np")[2].strip())

# %% [markdown]
# With `fit(..., compiled=False)` it trains on the nodes, as you did. The numbers are the same:

# %%
on_nodes = tiny()
slow = on_nodes.fit(small_x, small_y, epochs=10, batch_size=100, verbose=0, compiled=False)
fast = theirs.history.history["loss"]
assert np.allclose(slow.history["loss"], fast, rtol=1e-10)
fast[0], fast[-1]

# %% [markdown]
# ## Nine weights are enough for this
#
# A few hundred steps, and the small network tells zeros from ones by the ink alone: ones have less of
# it, and more of it in the middle. The hatched region is where it says *one*.

# %%
theirs.fit(small_x, small_y, epochs=600, batch_size=100, verbose=0)
viz.plots.decision_regions(
    lambda plane: theirs.predict(plane)[:, 0] > 0.5,
    small_x,
    small_y,
    names=["zero", "one"],
    across="ink in all",
    up="ink in the middle",
)

# %%
wrong = (theirs.predict(small_x)[:, 0] > 0.5) != small_y
assert wrong.sum() <= 2
int(wrong.sum())

# %% [markdown]
# ## Try it yourself
#
# **1.** How many weights has a network of layers 64-25-15-10? The cell counts.

# %%
answer = 1_000
other = nn.Sequential([nn.Input(64), nn.Dense(25), nn.Dense(15), nn.Dense(10)])
other.build()
print("right" if answer == sum(w.size for w in other.get_weights()) else "not yet")

# %% [markdown]
# **2.** Hidden layers are better with ReLU ([walkthrough 5](05_activations.ipynb)). After how many epochs
# is the loss below 0.01 with sigmoid, and how many with ReLU in the two hidden layers? Change one word.

# %%
kind = "sigmoid"
again = nn.Sequential(
    [nn.Input(400), nn.Dense(25, kind), nn.Dense(15, kind), nn.Dense(1, "sigmoid")], seed=0
)
again.compile(optimizer=nn.Adam(0.001), loss=nn.BinaryCrossentropy())
losses = again.fit(train.x, train.y, epochs=100, verbose=0).history["loss"]
print(kind, "needs", 1 + sum(each >= 0.01 for each in losses), "epochs")

# %% [markdown]
# **3.** In `step`, move the weights *along* the derivative, `+=`. What happens to the cost? Say it
# before you run it.

# %%
wrong_way = tiny()
for _ in range(3):
    step(wrong_way, small_x, small_y, rate=2.0)
    print(wrong_way.evaluate(small_x, small_y))

# %% [markdown]
# Next: [7. Multiclass and softmax](07_multiclass_and_softmax.ipynb)

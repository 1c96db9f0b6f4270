# %% [markdown]
# # 11. Convolution: a unit that looks through a window
#
# A unit of a dense layer looks at all inputs at once. A unit of a *convolutional* layer looks
# through a small window, and its neighbour looks through the next one, with the same weights. That is
# how networks see heart signals, sounds and pictures.
#
# After this walkthrough you can
#
# - count the windows of a layer, and its weights: 31 against 211 against 943,
# - say what it means to *share* weights, and how their derivative comes about,
# - see where a convolutional network with few weights beats a dense one with many, and where its
#   training fails,
# - build one for pictures.
#
# You need the package with three extras (`pip install "glassgrad[notebook,plots,data]"`), and to have
# seen a network trained (walkthrough 6).

# %%
import numpy as np

import viz
from autograd import grad, nn

# %% [markdown]
# ## A real heart
#
# **Idea.** An electrocardiogram (ECG, or EKG) is a voltage over time. PyWavelets ships a real one,
# 1,024 numbers long; nobody says whose it is. Three heartbeats stand out.

# %%
trace = nn.datasets.ecg()
viz.plots.curves(range(1, 1025, 2), {"voltage": trace[::2]}, across="sample")

# %%
peaks = [k for k in range(50, 974) if trace[k] > 150 and trace[k] == trace[k - 50 : k + 50].max()]
print("beats at samples", peaks)
assert peaks == [190, 518, 848]

# %% [markdown]
# ## Windows
#
# Take the 100 samples around the first beat. The first layer has windows of 20 samples, each 10
# further on than the last: 1–20, 11–30, and so on. How many are there? After the first window there
# are 80 samples left, enough for 8 more moves of 10. In general: (samples − size) ÷ stride, rounded
# down, and 1 more for the first.

# %%
heart = trace[140:240] / 250
viz.plots.windows(heart, size=20, stride=10, title="100 samples, and the windows of 9 units")

# %% [markdown]
# Neighbours overlap by half, so that nothing falls between two windows. The second layer looks at the
# nine answers of the first one, through windows of 5, two apart: 1–5, 3–7, 5–9.


# %%
def count(samples, size, stride):
    return (samples - size) // stride + 1


print(count(100, 20, 10), count(9, 5, 2))
assert count(100, 20, 10) == 9
assert count(9, 5, 2) == 3

# %% [markdown]
# What does a unit do with what it sees? What every unit does: multiply by weights and sum up. The
# weights are called a *kernel* or filter. Try one that we can understand: it subtracts what is early
# in the window from what is late in it.

# %%
viz.plots.filters(heart, {"slope": np.linspace(-1, 1, 20)}, stride=10)

# %% [markdown]
# Nine windows, nine answers: high where the signal climbs, low where it falls, wherever that is. In a
# network nobody writes the kernel: it is learned.

# %% [markdown]
# ## Count the weights
#
# **Idea.** 100 inputs → 9 units → 3 units → 1 output, made in three ways: each window with weights of
# its own, all windows with the same weights, and no windows at all.


# %%
def shared(seed=0):
    return nn.Sequential(
        [
            nn.Input((100, 1)),  # 100 moments, one number each
            nn.Conv1D(1, 20, strides=10, activation="relu", name="first"),
            nn.Conv1D(1, 5, strides=2, activation="relu", name="second"),
            nn.Flatten(),
            nn.Dense(1, name="last"),
        ],
        seed=seed,
    )


shared().summary()

# %% [markdown]
# One kernel of 20 and a bias make 21, for all nine windows together. Then 5 + 1, then 3 + 1.


# %%
def separate(seed=0):
    return nn.Sequential(
        [
            nn.Input((100, 1)),
            nn.LocallyConnected1D(1, 20, strides=10, activation="relu", name="first"),
            nn.LocallyConnected1D(1, 5, strides=2, activation="relu", name="second"),
            nn.Flatten(),
            nn.Dense(1, name="last"),
        ],
        seed=seed,
    )


def dense(seed=0):
    return nn.Sequential(
        [
            nn.Input((100, 1)),
            nn.Flatten(),
            nn.Dense(9, activation="relu", name="first"),
            nn.Dense(3, activation="relu", name="second"),
            nn.Dense(1, name="last"),
        ],
        seed=seed,
    )


weights = {}
for make in (shared, separate, dense):
    model = make()
    model.build()
    weights[make.__name__] = sum(each.size for each in model.get_weights())
print(weights)
assert weights == {"shared": 31, "separate": 211, "dense": 943}

# %% [markdown]
# The dense network is thirty times as large. Here is the one with shared weights, with the heartbeat
# going through it: each of the nine windows is a part of its own in the recorded graph, and as they
# are alike, they are folded into one box. 180 arrows leave 20 weights: each weight is used nine times.

# %%
viz.draw(shared().graph(heart[:, None]), depth=1)

# %% [markdown]
# ## The derivative of a shared weight
#
# **Idea.** A weight that is used nine times is answerable for nine things. Its derivative is
# the *sum* of the nine derivatives that it would have if each window had a copy of its own.

# %%
windows = nn.datasets.windows(heart, size=20, stride=10)
kernel = np.linspace(-1, 1, 20)
copies = np.tile(kernel, (9, 1))

of_shared = grad(lambda kernel: np.maximum(windows @ kernel, 0).sum())(kernel)
of_copies = grad(lambda copies: np.maximum((windows * copies).sum(axis=1), 0).sum())(copies)
print(of_shared.shape, of_copies.shape)
print(of_shared[:5])
print(of_copies.sum(axis=0)[:5])
assert np.allclose(of_shared, of_copies.sum(axis=0), rtol=1e-12)

# %% [markdown]
# ## Sick or well?
#
# To learn we need labels, and the real trace has none. So we make heartbeats: sums of smooth waves,
# normal ones and changed ones. **They are synthetic, and good for nothing but practice.** Beside
# them the real beat, every third number of it:

# %%
beats = nn.datasets.synthetic_ecg(1060, seed=1)
print(beats.card)
viz.plots.curves(
    range(1, 101),
    {
        "made, normal": beats.x[beats.y == 0][0],
        "made, changed": beats.x[beats.y == 1][0],
        "real": trace[61:361:3] / 250,
    },
    across="sample",
)

# %% [markdown]
# A heart does not wait for us to press the button, so each beat is moved by up to 30 samples to either
# side. 60 beats to learn from, which is very few, and 1,000 to be judged by.

# %%
rng = np.random.default_rng(1)
shifts = rng.integers(-30, 31, 1060)
moved = np.array([np.roll(beat, by) for beat, by in zip(beats.x, shifts, strict=True)])
x, y = moved[:60, :, None], beats.y[:60]
x_held, y_held = moved[60:, :, None], beats.y[60:]
x.shape, x_held.shape

# %% [markdown]
# Each network is started five times from other random weights.


# %%
def results(make):
    found = []
    for seed in range(5):
        model = make(seed)
        model.compile(
            optimizer=nn.Adam(0.01),
            loss=nn.BinaryCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        loss = model.fit(x, y, epochs=300, verbose=0).history["loss"][-1]
        accuracy = model.evaluate(x_held, y_held, return_dict=True)["accuracy"]
        found.append((loss, accuracy, model))
    return found


runs = {make.__name__: results(make) for make in (shared, separate, dense)}

for name, found in runs.items():
    print(f"{name:9} training loss ", *(f"{loss:8.4f}" for loss, _, _ in found))
    print(f"{'':9} held-out right", *(f"{accuracy:8.1%}" for _, accuracy, _ in found))

# %% [markdown]
# Two things to see.
#
# *Where training succeeds*, 31 shared weights read beats that they have never seen almost without
# error, while 943 weights know their 60 beats by heart and fail on every tenth new one or more. A kernel
# that has seen the changed wave in one place knows it in all places; a dense unit has to see it in
# each.
#
# *Where it does not*, the small network is little better than a coin. With a single kernel a layer it
# has no room to go round an obstacle, and some starts end in a bad place. So start several times, and
# keep the run with the smallest **training** loss. (Not the one that is best on the held-out beats!
# They are the judge, and may not be asked beforehand.)

# %%
best = {name: min(found, key=lambda run: run[0]) for name, found in runs.items()}
for name, (_, accuracy, _) in best.items():
    print(f"{name:9} {weights[name]:4} weights   {accuracy:.1%}")

assert best["shared"][1] > 0.97
assert best["dense"][1] < best["shared"][1] - 0.03
assert min(loss for loss, _, _ in runs["dense"]) < min(loss for loss, _, _ in runs["shared"])

# %% [markdown]
# What has the kernel learned, and what does it answer to the real beat? Look, but do not call it a
# diagnosis: it was made from made-up beats.

# %%
kernel = best["shared"][2].get_weights()[0].ravel()
viz.plots.filters(trace[61:361:3] / 250, {"the learned kernel": kernel})

# %% [markdown]
# ## Pictures
#
# **Idea.** The same with two axes: a window of 5 × 5 points that moves right and down. One kernel
# answers to one little shape, so take several: 8 of them give 8 answers in every place.
#
# 5,000 handwritten digits of 20 × 20 points: a dense network of 25, 15 and 10 units, and
# a convolutional one. A thousand digits are held out.

# %%
digits = nn.datasets.digits_5000(crop=True)
train, held_out = digits.split(0.2, seed=0)
viz.plots.digits(train.x[:8], train.y[:8])

# %%
LAYERS = {
    "dense": [
        nn.Flatten(),
        nn.Dense(25, activation="relu"),
        nn.Dense(15, activation="relu"),
        nn.Dense(10),
    ],
    "convolutional": [
        nn.Conv2D(8, 5, strides=2, activation="relu"),
        nn.Conv2D(16, 3, strides=2, activation="relu"),
        nn.Flatten(),
        nn.Dense(10),
    ],
}


def reader(name):
    model = nn.Sequential([nn.Input((20, 20, 1)), *LAYERS[name]], seed=0)
    model.compile(
        optimizer=nn.Adam(0.003),
        loss=nn.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


convolutional = reader("convolutional")
convolutional.summary()

# %% [markdown]
# Follow the shapes: 20 × 20 points become 8 × 8 windows with 8 answers each, then 3 × 3 windows with
# 16 answers each. Each of the 16 kernels looks at all 8 answers, so it has 3 × 3 × 8 weights and a bias.

# %%
models = {"dense": reader("dense"), "convolutional": convolutional}
histories = {}
for name, model in models.items():
    history = model.fit(
        train.x[..., None], train.y, epochs=20, verbose=0,
        validation_data=(held_out.x[..., None], held_out.y),
    )  # fmt: skip
    histories[name] = history.history

curves = {}
for name, history in histories.items():
    curves[f"{name}, training"] = history["accuracy"]
    curves[f"{name}, held out"] = history["val_accuracy"]
viz.plots.curves(
    range(1, 21), curves, across="epoch", up="share that is right", limits=(0.85, 1.005)
)

# %%
for name, history in histories.items():
    size = sum(each.size for each in models[name].get_weights())
    training, held = history["accuracy"][-1], history["val_accuracy"][-1]
    print(f"{name:14} {size:6,} weights   training {training:.1%}   held out {held:.1%}")

assert histories["dense"]["val_accuracy"][-1] >= 0.9
assert histories["convolutional"]["val_accuracy"][-1] >= 0.9
assert histories["dense"]["accuracy"][-1] > histories["dense"]["val_accuracy"][-1] + 0.03

# %% [markdown]
# The dense network has learned its 4,000 digits by heart, and reads new ones less well. The
# convolutional one, with a quarter of the weights, has a smaller gap between the two.
#
# Its eight kernels, and what they answer to one digit (darker is more):

# %%
learned = np.moveaxis(convolutional.get_weights()[0][..., 0, :], -1, 0)
viz.plots.digits(learned)

# %%
image = held_out.x[0]
answers = nn.Sequential([nn.Input((20, 20, 1)), nn.Conv2D(8, 5, strides=1, activation="relu")])
answers.build()
answers.set_weights(convolutional.get_weights()[:2])
viz.plots.digits(np.moveaxis(answers.predict(image[None, ..., None])[0], -1, 0))

# %% [markdown]
# ## Try it yourself
#
# How many windows of 3 × 3, one apart, are there in a picture of 20 × 20? Of 4 × 4, four apart? Say
# it first.

# %%
print(count(20, 3, 1) ** 2)

# %% [markdown]
# More:
#
# 1. Give `shared` two kernels in each layer, `Conv1D(2, …)`. How many weights has it now, and how many of
#    the five starts get stuck?
# 2. Do not move the beats at all. Who wins now, and why?
# 3. Put `nn.MaxPool2D(2)` after the first layer of the reader of digits, with `strides=1` before it.
# 4. Shuffle the points of all pictures in the same way (`np.random.default_rng(0).permutation(400)`).
#    To which of the two networks does it make no difference?
#
# Next: [12. Handwritten digits](12_handwritten_digits.ipynb)

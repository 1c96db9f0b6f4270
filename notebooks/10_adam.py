# %% [markdown]
# # 10. Adam: a rate for each parameter
#
# Gradient descent has one knob, the learning rate, and one setting of it for all parameters. Some
# of them would like longer steps, others need shorter ones. Adam gives each parameter a rate of its
# own, and changes it while training goes on.
#
# After this walkthrough you can
#
# - show where a single learning rate fails,
# - write Adam in ten lines, and say what each line is for,
# - watch the eleven rates of eleven parameters,
# - choose a learning rate by a sweep.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and to have seen
# a network trained (walkthrough 6).

# %%
import warnings

import numpy as np

import viz
from autograd import grad, nn

warnings.simplefilter("ignore")  # some rates below are too large on purpose, and NumPy would say so

# %% [markdown]
# ## A stretched bowl
#
# **Idea.** Think of a bowl that is long in one direction and narrow in the other. Seen from almost
# everywhere, steepest downhill points across the valley, not along it.


# %%
def bowl(x, y):
    return (x**2 + 50 * y**2) / 2


slope = grad(lambda place: bowl(place[0], place[1]))
START = np.array([-4.0, 1.0])
slope(START)

# %% [markdown]
# Fifty times as steep across as along, for the same distance. (`grad` made the derivative; nothing
# here was differentiated by hand.) Now walk downhill:


# %%
def descend(rate, steps):
    places = [START]
    for _ in range(steps):
        places.append(places[-1] - rate * slope(places[-1]))
    return np.array(places)


for rate in (0.001, 0.01, 0.039, 0.041):
    x, y = descend(rate, 40)[-1]
    print(f"rate {rate}: after 40 steps at ({x:.3f}, {y:.3f}), height {bowl(x, y):.4g}")

assert bowl(*descend(0.041, 40)[-1]) > bowl(*START)
assert bowl(*descend(0.039, 40)[-1]) < 1

# %% [markdown]
# At 0.039 it jumps from one side of the valley to the other, and creeps along it. At 0.041 it jumps
# out of the bowl. A rate above 2/50 = 0.04 is too much for y; but x alone could take 2/1.

# %% [markdown]
# ## Ten lines of Adam
#
# **Idea.** Keep two running means for each parameter: one of its gradients, `m`, and one of their
# squares, `v`. Step by `m` divided by the square root of `v`.
#
# - The gradients keep pointing the same way: `m` is as large as the root of `v`, and the step is a
#   full one.
# - The gradients jump to and fro: they cancel in `m` but not in `v`, and the step is small.
# - The gradients are a thousand times larger: so are `m` and the root of `v`. The step stays as it is.


# %%
def adam(rate, steps, slope=slope, start=START, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    place = np.array(start, dtype=float)
    m, v = np.zeros_like(place), np.zeros_like(place)
    places = [place]
    for step in range(1, steps + 1):
        g = slope(place)
        m = beta_1 * m + (1 - beta_1) * g
        v = beta_2 * v + (1 - beta_2) * g**2
        fair_m = m / (1 - beta_1**step)  # both means begin at 0 and are too small at first
        fair_v = v / (1 - beta_2**step)
        place = place - rate * fair_m / (np.sqrt(fair_v) + epsilon)
        places.append(place)
    return np.array(places)


paths = {"gradient descent, 0.039": descend(0.039, 40), "Adam, 0.4": adam(0.4, 40)}
viz.plots.contour(bowl, paths, x=(-4.5, 2.5), y=(-1.4, 1.4), minimum=(0, 0))

# %% [markdown]
# Adam's first step goes diagonally, as far in x as in y: it does not care that y is fifty times
# steeper. Indeed the first step of Adam is *the rate itself* in every parameter, whatever the
# gradient.

# %%
first = adam(0.4, 1)[1] - START
first

# %%
assert np.allclose(np.abs(first), 0.4, rtol=1e-6)
assert bowl(*paths["Adam, 0.4"][-1]) < bowl(*paths["gradient descent, 0.039"][-1])

# %% [markdown]
# ## Same way, or to and fro?
#
# Feed Adam three streams of gradients and look at its 50th step, in units of the rate:

# %%
streams = {
    "always 1": [1.0] * 50,
    "always 0.001": [0.001] * 50,
    "1, -1, 1, -1, …": [1.0, -1.0] * 25,
}


def last_step(stream):
    gradients = iter(stream)
    places = adam(1.0, 50, slope=lambda place: next(gradients), start=[0.0])
    return abs(float(places[-1, 0] - places[-2, 0]))


last = {name: last_step(stream) for name, stream in streams.items()}
for name, length in last.items():
    print(f"{name:16} {length:.3f}")

assert abs(last["always 1"] - 1) < 1e-3
assert abs(last["always 0.001"] - 1) < 1e-3
assert last["1, -1, 1, -1, …"] < 0.1

# %% [markdown]
# ## The same in the library
#
# `nn.Adam` keeps all parameters of a network in one flat array, and so it does not matter how many
# there are. Its formula is Keras', which adds `epsilon` a moment earlier than the ten lines do; to
# seven digits it is the same walk.

# %%
optimizer = nn.Adam(0.4)
optimizer.build([slice(0, 2)])
place = START.copy()
for _ in range(40):
    optimizer.step(place, slope(place))

print(place, paths["Adam, 0.4"][-1])
assert np.allclose(place, paths["Adam, 0.4"][-1], rtol=1e-4)

# %% [markdown]
# ## Eleven parameters, eleven rates
#
# A linear unit with ten inputs and a bias has eleven parameters. Let the inputs be of different
# sizes, as in real tables, where one column counts rooms and another one square metres. Here the
# smallest are around 0.1, the largest around 10.

# %%
rng = np.random.default_rng(0)
sizes = 10.0 ** np.linspace(-1, 1, 10)
x = rng.standard_normal((400, 10)) * sizes
y = x @ (rng.standard_normal(10) / sizes) + 3 + 0.1 * rng.standard_normal(400)


def unit(optimizer):
    model = nn.Sequential([nn.Input(10), nn.Dense(1)], seed=0)
    model.compile(optimizer=optimizer, loss="mse")
    return model


# %% [markdown]
# A callback looks in after every batch. Adam's memory holds `v` under the name `velocity`; what Adam
# multiplies the mean gradient of a parameter with is its *effective rate*:


# %%
class Rates(nn.Callback):
    def __init__(self):
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        adam = self.model.optimizer
        v = adam.memory["velocity"] / (1 - adam.beta_2**adam.iterations)
        self.seen.append(adam.rate / (np.sqrt(v) + adam.epsilon))


rates = Rates()
with_adam = unit(nn.Adam(0.1)).fit(x, y, epochs=50, callbacks=[rates], verbose=0)
seen = np.array(rates.seen)
seen.shape

# %%
names = [f"weight {k + 1}, input of size {sizes[k]:.2g}" for k in (0, 3, 6, 9)]
chosen = {name: seen[:, k] for name, k in zip(names, (0, 3, 6, 9), strict=True)}
plot = viz.plots.curves(
    range(1, len(seen) + 1), {**chosen, "bias": seen[:, 10]}, across="step", up="effective rate"
)
plot.figure.axes[0].set_yscale("log")
plot

# %% [markdown]
# The small inputs have large rates and the large inputs small ones, with a factor of a hundred and more between them. And
# all rates grow as training goes on, because the gradients shrink. Nobody set any of this by hand.

# %%
final = seen[-1]
print(np.array2string(final, precision=2, suppress_small=True))
assert len(final) == 11
assert (np.diff(final[:10]) < 0).sum() >= 8  # the larger the input, the smaller the rate
assert final[0] / final[9] > 50

# %% [markdown]
# Does it help? Gradient descent with the largest rates that do not blow up, against Adam:

# %%
curves = {"Adam, 0.1": with_adam.history["loss"]}
for rate in (0.003, 0.01):
    curves[f"gradient descent, {rate}"] = (
        unit(nn.SGD(rate)).fit(x, y, epochs=50, verbose=0).history["loss"]
    )

viz.plots.history(curves, logarithmic=True)

# %%
assert curves["Adam, 0.1"][-1] < 0.02
assert min(curves["gradient descent, 0.003"][-1], curves["gradient descent, 0.01"][-1]) > 0.1

# %% [markdown]
# The noise in `y` has the variance 0.01, and that is about what remains however well a straight line
# fits. Adam is there after some fifteen epochs.

# %% [markdown]
# ## Sweep the learning rate
#
# **Idea.** Even Adam has one number left to choose. Do not guess it: try one in each half power of
# ten, a few epochs each, and look. We do so twice for a small network on four clouds of points: as they
# are, and with the second coordinate in centimetres in place of metres.

# %%
clouds = nn.datasets.course_blobs(500)
RATES = 10.0 ** np.arange(-4, 0.6, 0.5)


def last_loss(optimizer, x):
    model = nn.Sequential([nn.Input(2), nn.Dense(8, activation="relu"), nn.Dense(4)], seed=0)
    model.compile(optimizer=optimizer, loss=nn.SparseCategoricalCrossentropy(from_logits=True))
    return model.fit(x, clouds.y, epochs=20, verbose=0).history["loss"][-1]


def sweep(x):
    return {
        "gradient descent": [last_loss(nn.SGD(rate), x) for rate in RATES],
        "Adam": [last_loss(nn.Adam(rate), x) for rate in RATES],
    }


def shown(losses, title):
    capped = {name: np.minimum(line, 5) for name, line in losses.items()}
    plot = viz.plots.curves(
        RATES, capped, across="learning rate", up="loss after 20 epochs", title=title
    )
    plot.figure.axes[0].set(xscale="log", yscale="log")
    return plot


metres = sweep(clouds.x)
shown(metres, "both coordinates in metres")

# %%
centimetres = sweep(clouds.x * [1, 100])
shown(centimetres, "the second coordinate in centimetres")

# %%
for title, losses in (("metres", metres), ("centimetres", centimetres)):
    for name, line in losses.items():
        best = int(np.argmin(line))
        print(f"{title:12} {name:17} best rate {RATES[best]:.1g}, loss {line[best]:.3f}")

assert min(metres["Adam"]) < 0.1
assert min(metres["gradient descent"]) < 0.1
assert min(centimetres["Adam"]) < 0.15
assert min(centimetres["gradient descent"]) > 0.4

# %% [markdown]
# Where all is of one size, gradient descent is nearly as good, if you find its rate. Where units
# differ, it has no good rate at all, and Adam hardly notices. (Scaling the inputs to a common size
# would help both. Inside a deep network nobody can do that for you.)
#
# Lines that end at the top have blown up. Too large a rate hurts Adam too; 0.001 is a
# careful first choice, and the two powers of ten above it are worth a look.

# %% [markdown]
# ## Try it yourself
#
# Gradient descent with *momentum* is `nn.SGD(rate, momentum=0.9)`: it has `m` but no `v`. Sweep it on
# the centimetres. Is it `m` or `v` that makes Adam immune?

# %%
for rate in (1e-4, 1e-3, 1e-2):
    print(rate, f"{last_loss(nn.SGD(rate, momentum=0.0), clouds.x * [1, 100]):.3f}")

# %% [markdown]
# More:
#
# 1. Draw Adam's path on the bowl with the rates 0.05 and 1.5. And with `beta_1=0`?
# 2. Leave out the two lines with `fair_`. How long are the first steps now?
# 3. `nn.RMSprop` has `v` but no `m`. Add it to the sweep.
# 4. `nn.schedules` has rates that shrink while training goes on. Give one to `nn.Adam`.
#
# Next: [11. Convolution](11_convolution.ipynb)

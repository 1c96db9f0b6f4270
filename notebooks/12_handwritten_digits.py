# %% [markdown]
# # 12. Handwritten digits: 25, 15 and 10 units
#
# Everything together: 5,000 pictures of digits, ten classes, two hidden layers, softmax, Adam. It is
# the size of assignment that ends many a course, and here you can look into every part of it.
#
# After this walkthrough you can
#
# - count the 10,575 parameters, and say where they are,
# - train the network to fewer than 15 errors in 5,000, and read the curve,
# - look at the pictures that it gets wrong, and at what it was torn between,
# - say why that number of errors is too good to be believed, and get one that is not.
#
# You need the package with three extras (`pip install "glassgrad[notebook,plots,data]"`), and to know
# softmax and its loss (walkthroughs 7 and 8).

# %%
import numpy as np

import viz
from autograd import nn

# %% [markdown]
# ## The pictures
#
# **Idea.** A picture is a table of numbers: 0 for paper, 1 for ink. Ours have 20 × 20 of them. They
# are a part of the well-known MNIST collection:

# %%
digits = nn.datasets.digits_5000(crop=True)
print(digits.card)
digits.x.shape, digits.y.shape, digits.x.min(), digits.x.max()

# %% [markdown]
# 500 of each digit, in order: first all zeros, then all ones, and so on. So picture 1015 is a two.

# %%
print(np.bincount(digits.y))
print("picture 1015 is a", digits.y[1015])
assert list(np.bincount(digits.y)) == [500] * 10
assert digits.y[1015] == 2

# %%
rng = np.random.default_rng(4)
some = rng.choice(5000, 32, replace=False)
viz.plots.digits(digits.x[some], digits.y[some])

# %% [markdown]
# To a network, a picture is a row of 400 numbers. How it is unrolled does not matter, row by row or
# column by column, as long as it is always the same way. (To *look* at it, it does matter.)

# %% [markdown]
# ## The network
#
# **Idea.** 400 numbers go in. 25 units look at all of them, 15 units at those 25, and 10 units, one
# for each digit, at those 15. The last layer is linear: its ten numbers are *logits*, and the loss
# makes probabilities of them.


# %%
def network(seed=0):
    model = nn.Sequential(
        [
            nn.Input((20, 20)),
            nn.Flatten(),
            nn.Dense(25, activation="relu", name="layer1"),
            nn.Dense(15, activation="relu", name="layer2"),
            nn.Dense(10, activation="linear", name="layer3"),
        ],
        seed=seed,
    )
    model.compile(
        optimizer=nn.Adam(learning_rate=0.001),
        loss=nn.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


model = network()
model.summary()

# %% [markdown]
# A layer has a weight for each pair of input and unit, and a bias for each unit:

# %%
W1, b1, W2, b2, W3, b3 = model.get_weights()
for W, b in ((W1, b1), (W2, b2), (W3, b3)):
    print(f"{W.shape!s:9} {b.shape!s:5} {W.size:6,} + {b.size:2} = {W.size + b.size:6,}")

parameters = sum(each.size for each in model.get_weights())
print(f"together {parameters:,}")
assert parameters == 10_575
assert (W1.shape, W2.shape, W3.shape) == ((400, 25), (25, 15), (15, 10))

# %% [markdown]
# The same as a picture: the graph of the loss of *one* digit. It has more than 30,000 nodes; units
# that are alike are folded, and so are whole layers.

# %%
viz.draw(model.graph(digits.x[1015], digits.y[1015]), depth=0)

# %% [markdown]
# Before any training its answers are guesses. With ten classes, pure guessing costs
# log 10 = 2.303 on average, and hits one in ten.

# %%
loss, accuracy = model.evaluate(digits.x, digits.y)
print(f"loss {loss:.3f}, right {accuracy:.1%}")
assert 2 < loss < 3

# %% [markdown]
# ## Train
#
# **Idea.** One *epoch* shows all 5,000 pictures once, in batches of 32. Each batch is one step of
# Adam, so an epoch has 157 steps: 156 full batches and a rest of 8. Forty epochs are 6,280 steps.

# %%
history = model.fit(digits.x, digits.y, epochs=40, verbose=0)
steps = model.optimizer.iterations
print(f"{steps:,} steps")
assert steps == 40 * 157

# %%
viz.plots.history({"loss": history.history["loss"]})

# %%
losses = history.history["loss"]
for epoch in (1, 2, 3, 5, 10, 20, 40):
    print(f"epoch {epoch:2}   loss {losses[epoch - 1]:.4f}")
assert losses[0] < 2
assert losses[-1] <= 0.05

# %% [markdown]
# The curve falls steeply at first: some shapes are easy. Then it creeps. If yours jumps up and down, the
# learning rate is too large; if it is a straight line that hardly falls, too small.

# %% [markdown]
# ## Ask it
#
# Picture 1015, the two:

# %%
logits = model.predict(digits.x[1015:1016])[0]
print(np.round(logits, 2))


# %%
def softmax(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


viz.plots.probabilities(softmax(logits), truth=2, title="picture 1015")

# %% [markdown]
# The class is where the largest number is. Softmax does not change which one that is, so for the class
# alone one need not compute it.

# %%
assert logits.argmax() == softmax(logits).argmax() == 2
assert np.isclose(softmax(logits).sum(), 1)

# %% [markdown]
# ## The errors
#
# The whole collection at once:

# %%
answers = model.predict(digits.x).argmax(axis=1)
wrong = np.flatnonzero(answers != digits.y)
print(f"{len(wrong)} errors in 5,000")
assert len(wrong) <= 15

# %% [markdown]
# Next to nothing. Before we celebrate: these are the very pictures that the network was trained on.
# 10,575 numbers are enough to learn 5,000 pictures by heart, and a pupil who has seen the exam
# beforehand proves nothing.

# %% [markdown]
# ## An honest number
#
# **Idea.** Put 1,000 pictures aside *before* training, and judge by those alone.

# %%
train, held_out = digits.split(0.2, seed=0)
honest = network()
both = honest.fit(
    train.x, train.y, epochs=40, validation_data=(held_out.x, held_out.y), verbose=0
).history
viz.plots.history({"training": both["loss"], "held out": both["val_loss"]})

# %% [markdown]
# The two curves part. The loss of the training pictures goes on falling, while that of the others
# has long turned: from there on the network learns its pictures by heart. It is called *overfitting*.

# %%
turned = int(np.argmin(both["val_loss"])) + 1
print(f"training {both['accuracy'][-1]:.1%} right, held out {both['val_accuracy'][-1]:.1%} right")
print(f"the held-out loss was smallest after epoch {turned}")
assert both["accuracy"][-1] > 0.99
assert both["val_accuracy"][-1] >= 0.90
assert turned < 40
assert both["val_loss"][-1] > min(both["val_loss"])

# %% [markdown]
# About seven in a hundred new digits are misread. That is the number to tell others.

# %% [markdown]
# ## What does it misread?
#
# The first 24 of them. Would you have read them all?

# %%
outputs = honest.predict(held_out.x)
answers = outputs.argmax(axis=1)
wrong = np.flatnonzero(answers != held_out.y)
viz.plots.digits(held_out.x[wrong[:24]], held_out.y[wrong[:24]], answers[wrong[:24]])

# %% [markdown]
# Which digits are taken for which? A row is what a digit *is*, a column what it was *taken for*; on the
# diagonal all is well.

# %%
table = nn.confusion_matrix(held_out.y, answers)
print("     " + "".join(f"{k:5}" for k in range(10)))
for digit, row in enumerate(table):
    print(f"{digit:3}: " + "".join(f"{count or '·':>5}" for count in row))

assert table.sum() == 1000
assert np.trace(table) == 1000 - len(wrong)

# %%
mixed = table - np.diag(np.diag(table))
is_, taken = np.unravel_index(mixed.argmax(), mixed.shape)
print(f"most often a {is_} is taken for a {taken}: {mixed.max()} times")

# %% [markdown]
# ## How sure is it?
#
# A wrong answer may be a narrow one. The picture that it was least sure of, and the wrong one that it
# was most sure of:

# %%
sure = np.array([softmax(z).max() for z in outputs])
torn = int(sure.argmin())
viz.plots.probabilities(softmax(outputs[torn]), truth=int(held_out.y[torn]), title="least sure")

# %%
certain = int(wrong[sure[wrong].argmax()])
viz.plots.probabilities(
    softmax(outputs[certain]), truth=int(held_out.y[certain]), title="sure, and wrong"
)

# %%
viz.plots.digits(held_out.x[[torn, certain]], held_out.y[[torn, certain]], answers[[torn, certain]])

# %%
print(f"sure of right answers: {sure[answers == held_out.y].mean():.3f}")
print(f"sure of wrong answers: {sure[answers != held_out.y].mean():.3f}")
assert sure[answers == held_out.y].mean() > sure[answers != held_out.y].mean() + 0.1

# %% [markdown]
# On average it is less sure where it is wrong. Yet some errors are made with full confidence: a
# probability out of a softmax is what the network believes, not what is true.

# %% [markdown]
# ## What does a unit look at?
#
# Each of the 25 units of the first layer has 400 weights, one for each point. As a picture (dark: ink
# here speaks for it, light: against):

# %%
viz.plots.digits(honest.get_weights()[0].T, columns=9)

# %% [markdown]
# Nothing like a digit is to be seen. A unit does not look for a seven; it asks one of 25 questions,
# such as "is there more ink here than there?", and only their answers together tell the digits apart.

# %% [markdown]
# ## Stop in time
#
# If the held-out loss turns, stop there. A callback does that, and puts the best weights back:

# %%
stopped = network()
early = nn.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
until = stopped.fit(
    train.x, train.y, epochs=40, callbacks=[early],
    validation_data=(held_out.x, held_out.y), verbose=0,
).history  # fmt: skip
print(
    f"stopped after {len(until['loss'])} epochs, smallest held-out loss {min(until['val_loss']):.3f}"
)
print(f"right of the held-out pictures: {stopped.evaluate(held_out.x, held_out.y)[1]:.1%}")
assert len(until["loss"]) < 40
assert stopped.evaluate(held_out.x, held_out.y)[1] >= 0.88

# %% [markdown]
# Strictly, the held-out pictures have now helped to choose, so the last word should be a third part's.

# %% [markdown]
# ## Keep it
#
# One file holds the network, its weights and Adam's memory; reading it runs nothing.

# %%
honest.save("digits.npz")
again = nn.load_model("digits.npz")
print("the same answers:", np.array_equal(again.predict(held_out.x), outputs))
assert np.array_equal(again.predict(held_out.x), outputs)

# %% [markdown]
# ## Try it yourself
#
# Can you bring the held-out share above 94 %? Change the network, not the pictures.

# %%
mine = nn.Sequential(
    [
        nn.Input((20, 20)),
        nn.Flatten(),
        nn.Dense(25, activation="relu", kernel_regularizer=nn.L2(0.0)),
        nn.Dropout(0.0),
        nn.Dense(15, activation="relu"),
        nn.Dense(10),
    ],
    seed=0,
)
mine.compile(
    optimizer=nn.Adam(0.001),
    loss=nn.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
mine.fit(train.x, train.y, epochs=10, verbose=0)
print(f"{mine.evaluate(held_out.x, held_out.y)[1]:.1%}")

# %% [markdown]
# More:
#
# 1. Draw a digit of your own as a 20 × 20 array of 0 and 1, and ask the network.
# 2. Move all held-out pictures by two points to the right (`np.roll`). How many are still read? And by
#    the convolutional network of walkthrough 11?
# 3. Train on 500 pictures only. What do the two curves look like now?
# 4. Take sigmoid in place of ReLU in both hidden layers. After how many epochs is it as good?
#
# Next: [13. From scalars to tensors](13_from_scalars_to_tensors.ipynb)

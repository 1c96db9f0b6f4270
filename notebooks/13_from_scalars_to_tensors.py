# %% [markdown]
# # 13. From scalars to tensors
#
# So far every number was a number of its own: one weight, one product, one sum. That is easy to read
# and slow to run. Fast code speaks of whole arrays (*tensors*): `X @ W.T + b`. Usually it is people
# who translate the one into the other, by hand, and here the mistakes are made: a transposed matrix, an
# axis too many, a derivative with the wrong shape.
#
# glassgrad translates by itself. In this walkthrough you watch it do so, and can
#
# - write one sample's computation with plain numbers and loops, and get a NumPy program for a
#   thousand samples,
# - say what the compiler looks for in a graph: steps that are alike, and a rule for their indices,
# - read the program that it writes, forward and backward, for a neuron, a layer, a network, a
#   convolution,
# - check that the program says the same as the scalars.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and to know what a
# layer computes (walkthrough 6). A little linear algebra (`@` is a product of matrices) helps.

# %%
import re
import time

import numpy as np

import viz
from autograd import Value, array, grad, nn, ops
from autograd.errors import RecordingError
from autograd.graph import order
from autograd.program import compile

rng = np.random.default_rng(0)


def told(program):
    """What the compiler says about its work, without the times that differ from run to run."""
    return re.sub(r" in [\d.]+ ms", "", program.explain())


# %% [markdown]
# ## One neuron
#
# **Idea.** Write down what happens to *one* sample, as you would explain it to a friend.


# %%
def neuron(w, b, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2] * x[2] + b
    return ops.tanh(z)


w, b, x = array([0.5, -1.0, 2.0], name="w"), Value(0.1, "b"), array([1.0, 2.0, 0.5], name="x")
y = neuron(w, b, x)
viz.draw(y, grads=False)

# %% [markdown]
# 14 nodes: seven inputs, three products, three sums, one tanh. Now compile it. `compile` wants the
# function and one example of its arguments; their numbers do not matter, their shapes do. `in_axes` says
# which arguments belong to all samples (`None`) and which come one for each (`0`).

# %%
program = compile(neuron, np.ones(3), 1.0, np.ones(3), in_axes=(None, None, 0))
print(program.source)

# %% [markdown]
# Read `value` first. Three products and two sums have become `w @ x.T`: a product of arrays, for all
# samples at once. Then `value_and_grad`: the same once more, and then backward, from the loss to the
# weights. Each `d…` is a derivative. (The gradient is the mean over the samples,
# hence the division by n.)
#
# Is that the same neuron? Ask a thousand samples, one by one and all at once.

# %%
X = rng.standard_normal((1000, 3))
weights, bias = np.array([0.5, -1.0, 2.0]), 0.1
one_by_one = np.array([neuron(weights, bias, sample) for sample in X])
at_once = program(weights, bias, X)
print(np.abs(one_by_one - at_once).max())
assert np.allclose(one_by_one, at_once, rtol=1e-14, atol=1e-15)

# %% [markdown]
# And the gradient: once from the scalar engine, averaged by hand, and once from the program.

# %%
scalar = np.mean([grad(neuron, 0)(weights, bias, sample) for sample in X], axis=0)
loss, compiled = program.value_and_grad(weights, bias, X, wrt=0)
print(scalar, compiled)
assert np.allclose(scalar, compiled, rtol=1e-12)

# %% [markdown]
# ## A layer: what is alike?
#
# **Idea.** A layer of four neurons does the same four times over. In the recorded graph that is not
# *said* anywhere; there are just more nodes. The compiler has to find it.


# %%
def layer(W, b, x):
    units = []
    for j in range(4):
        z = b[j]
        for i in range(3):
            z = z + W[j, i] * x[i]
        units.append(ops.tanh(z))
    return np.array(units)


W, b, x = array(np.ones((4, 3)), name="W"), array(np.ones(4), name="b"), array(np.ones(3), name="x")
nodes = order(*layer(W, b, x))
print(len(nodes), "nodes")
assert len(nodes) == 47

# %% [markdown]
# First question: which nodes are **alike**? Take all the products, and look at what they multiply:

# %%
products = [node for node in nodes if node.op == "mul"]
for node in products:
    print(" × ".join(operand.name for operand in node.args))

# %% [markdown]
# Twelve nodes, and one rule: **W[i, j] × x[j]**, for i up to 4 and j up to 3. You saw it at once; the
# compiler finds it by looking at how the places of the operands grow from one product to the next.
#
# It calls nodes that play the same part a *class*, and the rule of the indices their *access*. Here is its
# own report:

# %%
program = compile(layer, np.ones((4, 3)), np.ones(4), np.ones(3), in_axes=(None, None, 0))
print(told(program))

# %% [markdown]
# From the top:
#
# - the **graph**: 47 nodes, by kind;
# - the **classes**: 12 products, 4 sums, 4 tanh. All steps belong to three families;
# - the **statements**: each family in one line, with its access. a0, a1 and a2 are the arguments, W, b
#   and x, and `a0[i, j]·a2[j] to i` is W[i, j] × x[j], summed over j. `B×4` is the shape: B samples,
#   four numbers each;
# - the **passes**: what was tidied afterwards.
#
# In the last step the statements are written as NumPy. A product that is summed over one index is a
# product of matrices, and so:

# %%
print(program.source)

# %%
W0, b0 = rng.standard_normal((4, 3)), rng.standard_normal(4)
expected = np.array([layer(W0, b0, sample) for sample in X])
assert np.allclose(program(W0, b0, X), expected, rtol=1e-13, atol=1e-15)
assert "W.T" in program.source
program(W0, b0, X).shape

# %% [markdown]
# `X @ W.T + b`, which is what people write. Nobody had to think of the transposition.

# %% [markdown]
# ## A network, and back
#
# Two layers and a loss. Only the function of one sample is ours.


# %%
def network(layers, x, y):
    h = x
    for k, (W, b) in enumerate(layers):
        z = [ops.dot(W[j], h) + b[j] for j in range(len(b))]
        h = [ops.relu(each) for each in z] if k < len(layers) - 1 else z
    return (h[0] - y) ** 2


layers = [
    (rng.standard_normal((4, 3)), np.zeros(4)),
    (rng.standard_normal((1, 4)), np.zeros(1)),
]
program = compile(network, layers, np.ones(3), 1.0, in_axes=(None, 0, 0))
print(program.source)

# %% [markdown]
# Look for the old rules in `value_and_grad`:
#
# - the derivative of the bias is the sum over the samples of the derivative of z;
# - the derivative of the weights is a product of that with what came in (`dz1.T @ x`);
# - ReLU lets a derivative through where z was positive (`np.where`).
#
# In courses these are rules to be learned by heart. Here they fell out of the chain rule, applied to the
# statements from the last to the first.

# %%
targets = rng.standard_normal(1000)
loss, found = program.value_and_grad(layers, X, targets)
slopes = [grad(network)(layers, x, y) for x, y in zip(X[:200], targets[:200], strict=True)]
scalar = np.mean([slope[0][0] for slope in slopes], axis=0)
few = program.value_and_grad(layers, X[:200], targets[:200])[1]
print(np.abs(scalar - few[0][0]).max())
assert np.allclose(scalar, few[0][0], rtol=1e-11, atol=1e-13)
assert found[0][0].shape == (4, 3)

# %% [markdown]
# ## A convolution
#
# **Idea.** The rule of the indices need not be `i`. Walkthrough 11 had nine windows of 20 samples, ten
# apart, all with the same kernel:


# %%
def convolution(kernel, b, x):
    return np.array([ops.relu(ops.dot(kernel, x[10 * k : 10 * k + 20]) + b) for k in range(9)])


program = compile(convolution, np.ones(20), 0.0, np.ones(100), in_axes=(None, None, 0))
print(told(program))

# %% [markdown]
# 490 nodes, and the compiler has found `a2[10i+j]`: window i begins at 10i, and j runs along it. Nobody
# told it of windows. NumPy has a view for just that:

# %%
print(program.source)

# %%
kernel, signals = rng.standard_normal(20), rng.standard_normal((50, 100))
expected = np.array([convolution(kernel, 0.5, signal) for signal in signals])
assert np.allclose(program(kernel, 0.5, signals), expected, rtol=1e-12, atol=1e-13)
assert "10i+j" in told(program)
assert "sliding_window_view" in program.source

# %% [markdown]
# ## One step after the other
#
# **Idea.** Not everything can be done at once. A unit with a *memory* takes in a signal step by step, and
# each step needs what the last one remembered.


# %%
def memory(w, u, x):
    h = ops.tanh(u * x[0])
    for k in range(1, 30):
        h = ops.tanh(w * h + u * x[k])
    return h


program = compile(memory, 0.5, 1.0, np.ones(30), in_axes=(None, None, 0))
source = program.source
print(source[source.index("def value(") : source.index("def value_and_grad")])

# %% [markdown]
# The record had no loop, only 29 steps that follow one another. The compiler saw that each does the same
# with the answer of the one before, and wrote a loop of its own. The samples are still all done at once.
# (Backward, it is a loop from the last step to the first: print the rest of `source`.)

# %%
signals = rng.standard_normal((50, 30))
assert np.allclose(program(0.5, 1.0, signals), [memory(0.5, 1.0, x) for x in signals], atol=1e-14)
_, found = program.value_and_grad(0.5, 1.0, signals, wrt=(0, 1))
scalar = np.mean([grad(memory, (0, 1))(0.5, 1.0, x) for x in signals], axis=0)
print(np.array(found), scalar)
assert np.allclose(found, scalar, rtol=1e-11)

# %% [markdown]
# ## And if nothing is alike?
#
# Then there is nothing to fold, and the program is as long as the formula. It still runs over all
# samples at once, and is right.


# %%
def odd(x):
    return ops.sin(x[0]) * x[2] + ops.exp(-x[1]) / (1 + x[0] ** 2)


program = compile(odd, np.ones(3))
print(program.source)
assert np.allclose(program(X), [odd(sample) for sample in X], rtol=1e-13)

# %% [markdown]
# One thing it refuses: to *decide* by a number that may be another one for the next sample. With an
# `if`, only one branch was ever recorded.


# %%
def hinge(x):
    if x > 0:
        return x**2
    return 0 * x


try:
    compile(hinge, 1.0)
except RecordingError as error:
    _, _, told_why = str(error).partition("decides")
    print("Line 2 decides" + told_why)

# %% [markdown]
# Say it as a value: `where` has both.

# %%
program = compile(lambda x: ops.where(x > 0, x**2, 0.0), 1.0)
print(program(np.array([-2.0, 3.0])))
assert list(program(np.array([-2.0, 3.0]))) == [0, 9]

# %% [markdown]
# ## The network that reads digits
#
# `nn` does nothing else. Its layers are scalar code, `fit` records the loss of one sample and compiles
# it. Walkthrough 12's network, 400 inputs, 25, 15 and 10 units:

# %%
model = nn.Sequential(
    [
        nn.Input(400),
        nn.Dense(25, activation="relu", name="layer1"),
        nn.Dense(15, activation="relu", name="layer2"),
        nn.Dense(10, name="layer3"),
    ],
    seed=0,
)
model.compile(optimizer="adam", loss=nn.SparseCategoricalCrossentropy(from_logits=True))
lines = told(model.program).splitlines()
print(*lines[:4], "…", *(line for line in lines if "classes" in line), sep="\n")

# %%
source = model.program.source
program_text = source[source.index("def value_and_grad") :]
print(program_text)

# %% [markdown]
# More than 32,000 nodes, and some thirty lines. How it grew:

# %%
programs = {
    "a neuron": compile(neuron, np.ones(3), 1.0, np.ones(3), in_axes=(None, None, 0)),
    "a layer": compile(layer, np.ones((4, 3)), np.ones(4), np.ones(3), in_axes=(None, None, 0)),
    "a small network": compile(network, layers, np.ones(3), 1.0, in_axes=(None, 0, 0)),
    "a convolution": compile(convolution, np.ones(20), 0.0, np.ones(100), in_axes=(None, None, 0)),
    "digits, with loss": model.program,
}
print(f"{'':18}{'nodes':>8}{'classes':>9}")
for name, program in programs.items():
    said = told(program)
    nodes = int(re.search(r"([\d,]+) scalar nodes", said)[1].replace(",", ""))
    classes = int(re.search(r"([\d,]+) classes", said)[1].replace(",", ""))
    print(f"{name:18}{nodes:8,}{classes:9}")

assert nodes > 30_000
assert len(program_text.splitlines()) < 60
assert classes < 40

# %% [markdown]
# ## Is it worth it?
#
# Time both ways of getting a gradient for 1,000 samples of the small network. Times differ from machine
# to machine and from day to day, so the cell prints no more than a bound.

# %%
program = programs["a small network"]
program.value_and_grad(layers, X, targets)  # the first call writes the program


def seconds(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


compiled = min(seconds(lambda: program.value_and_grad(layers, X, targets)) for _ in range(5))
scalar = 20 * seconds(lambda: [grad(network)(layers, X[k], targets[k]) for k in range(50)])
bound = next((n for n in (100, 30, 10, 3) if scalar > n * compiled), 1)
print(f"the program is more than {bound} times as fast as the scalars")

# %% [markdown]
# ## Take it away
#
# The program is a text that needs NumPy and nothing else: no glassgrad, no graph.

# %%
programs["a small network"].save("small_network.py")

import small_network

losses, *_ = small_network.value_and_grad(layers, X, targets)
print(losses[:3])
assert np.allclose(losses, small_network.value(layers, X, targets))

# %% [markdown]
# ## Try it yourself
#
# Squared distances between a point and three others. Before you run the cell: which classes will
# there be, and how many nodes in each?


# %%
def distances(centres, x):
    return np.array([sum((x[i] - centre[i]) ** 2 for i in range(2)) for centre in centres])


program = compile(distances, np.zeros((3, 2)), np.zeros(2), in_axes=(None, 0))
print(program.source)

# %% [markdown]
# More:
#
# 1. Make a layer with another pattern: unit j sees x[j] and x[j + 1] only. What does the program look
#    like?
# 2. Matrix times matrix, with three loops. Is it `@`?
# 3. A polynomial by Horner's rule, `((a*x + b)*x + c)*x + d`: what is alike in it, and what not?
# 4. On the command line: `glassgrad program FILE.py::function --at x=1.5 -o step.py`.
#
# Next: [14. Checking your own gradient](14_checking_your_own_gradient.ipynb)

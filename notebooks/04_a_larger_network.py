# %% [markdown]
# # 4. A larger network, and an engine of your own
#
# After this walkthrough you can
#
# - work through two layers, forward and back, and say what happens where a ReLU has its kink,
# - write the whole of an automatic differentiation engine, in less than sixty lines of Python,
# - train a network with it.
#
# You need the package with two extras (`pip install "glassgrad[notebook,plots]"`), and the
# computation graph ([walkthrough 2](02_the_computation_graph.ipynb)).

# %%
import math
import random

from IPython import get_ipython

import viz
from autograd import Value, nn, ops
from autograd.arithmetic import FLOAT
from autograd.check import check
from autograd.graph import evaluate

# %% [markdown]
# ## Two units in a row
#
# **Idea.** Nothing new happens in a larger network: there are more steps, and each is as small as
# before. A hidden unit feeds an output unit; both are ReLU, which lets positive numbers through and
# makes the others 0.


# %%
def name(**nodes):
    for text, node in nodes.items():
        node.name = text


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
J

# %% [markdown]
# Read it from the right, as `backward()` does. A unit whose sum is positive hands the derivative on as
# it is (∂ 1 at both ReLUs here). Past the weight w2 = 3, everything to the left gets three times as much.


# %%
def nudge(node, end, epsilon=0.001):
    moved = evaluate([end], FLOAT, {node: node.data + epsilon})[end]
    return (moved - end.data) / epsilon


J.backward()
for node in (a2, z2, b2, t2, w2, a1, z1, b1, t1, w1):
    print(f"∂J/∂{node.name} = {node.grad:g}   by a nudge: {nudge(node, J):.6f}")

# %%
assert [node.data for node in (t1, z1, a1, t2, z2, a2, J)] == [2, 2, 2, 6, 7, 7, 2]
assert [node.grad for node in (a2, z2, b2, t2, w2)] == [2, 2, 2, 2, 4]
assert [node.grad for node in (a1, z1, b1, t1, w1)] == [6, 6, 6, 6, 6]
assert (x.grad, y.grad) == (12, -2)
expected = {w1: 6.0045, b1: 6.0045, w2: 4.002, b2: 2.0005}
assert all(abs(nudge(node, J) - slope) < 1e-9 for node, slope in expected.items())
assert abs(evaluate([J], FLOAT, {w1: 2.001})[J] - 2.0060045) < 1e-12

# %% [markdown]
# ## Where the kink is
#
# **Idea.** ReLU has a kink at 0: on one side its slope is 0, on the other 1. We are not at one (the sums
# are 2 and 7). Move w1 from 2 toward 0, and z1 = w1 · x gets there.

# %%
places = [k / 50 for k in range(-50, 126)]
heights = [evaluate([J], FLOAT, {w1: place})[J] for place in places]
viz.plots.curves(
    places,
    {"J": heights},
    points={"here": ([2.0], [2.0]), "kink": ([0.0], [8.0])},
    across="w1",
    up="J",
)

# %% [markdown]
# To the left of 0 the hidden unit is off: J does not change at all, and no derivative tells w1 which
# way to go. At the kink itself there is no derivative. Most programs answer with a number all the
# same; the judge says what is the case:

# %%
formula = "(relu(w2*relu(w1*x + b1) + b2) - y)**2/2"
at_the_kink = check(formula, at={"x": 1, "y": 5, "w1": 0, "b1": 0, "w2": 3, "b2": 1}, wrt="w1")
print(at_the_kink.outcome)
print(at_the_kink.results[0].reason)

# %%
assert at_the_kink.outcome == "undecidable"

# %% [markdown]
# ## Your own engine: a number that remembers
#
# **Idea.** What does a number have to remember, so that derivatives can be found later? From which
# numbers it was made, and for each of them the local derivative. For a product u · v these are v and
# u; for a sum 1 and 1. That is most of it:


# %%
class Number:
    """A number that remembers from which others it was made, each with its local derivative."""

    def __init__(self, data, sources=()):
        self.data, self.sources, self.grad = data, sources, 0.0

    def __add__(self, other):
        other = number(other)
        return Number(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        other = number(other)
        return Number(self.data * other.data, [(self, other.data), (other, self.data)])

    def __pow__(self, n):
        return Number(self.data**n, [(self, n * self.data ** (n - 1))])

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + -number(other)

    def __rsub__(self, other):
        return number(other) - self

    def __truediv__(self, other):
        return self * number(other) ** -1

    __radd__, __rmul__ = __add__, __mul__

    def backward(self):
        for node in in_order(self):
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(in_order(self)):
            for source, local in node.sources:
                source.grad += node.grad * local


# %% [markdown]
# `__add__` and the like are Python's names for `+`, `*`, `**`, `-` and `/`. Three functions more: one
# that takes plain numbers in, one that puts the numbers in order (sources first), and an activation.


# %%
def number(x):
    return x if isinstance(x, Number) else Number(x)


def in_order(end):
    """All numbers that ``end`` was made from, each after its sources."""
    found, met, waiting = [], set(), [(end, False)]
    while waiting:
        node, sources_done = waiting.pop()
        if sources_done:
            found.append(node)
        elif node not in met:
            met.add(node)
            waiting.append((node, True))
            waiting += [(source, False) for source, _ in node.sources]
    return found


def relu(x):
    return Number(max(x.data, 0.0), [(x, float(x.data > 0))])


# %% [markdown]
# How long is it? Jupyter keeps the text of each cell that was run, in a list called `In`:

# %%
cells = get_ipython().user_ns["In"]
engine = {
    cell.split(":")[0]: cell for cell in cells if cell.startswith(("class Number", "def number"))
}
lines = sum(len(cell.splitlines()) for cell in engine.values())
print(lines, "lines, empty ones included")

# %% [markdown]
# Why does `in_order` not simply call itself for each source? It would be shorter, and end with an
# error at about 1,000 steps in a row, because Python limits how deep calls may go.

# %% [markdown]
# ## Does it work?
#
# **Idea.** The same network in your engine. All numbers as before?

# %%
x, w1, b1, w2, b2 = Number(1.0), Number(2.0), Number(0.0), Number(3.0), Number(1.0)
J = (relu(w2 * relu(w1 * x + b1) + b2) - 5) ** 2 / 2
J.backward()
J.data, w1.grad, b1.grad, w2.grad, b2.grad

# %%
assert lines <= 60
assert (J.data, w1.grad, b1.grad, w2.grad, b2.grad) == (2, 6, 6, 4, 2)

# %% [markdown]
# One example is not a test. Here are 500 random computations of up to 30 steps each, in your engine
# and in ours:


# %%
def random_computation(kind, rectify, seed):
    source = random.Random(seed)
    inputs = [kind(source.uniform(-2, 2)) for _ in range(4)]
    made = list(inputs)
    for _ in range(source.randrange(1, 31)):
        u, v = source.choice(made), source.choice(made)
        made.append(source.choice([u + v, u * v, u - v, u / (v * v + 1), rectify(u)]))
    end = made[-1] * 0.5
    end.backward()
    return [end.data, *(each.grad for each in inputs)]


for seed in range(500):
    yours = random_computation(Number, relu, seed)
    ours = random_computation(Value, ops.relu, seed)
    assert all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(yours, ours)), seed
print("500 times the same")

# %% [markdown]
# And a long one, 100,000 steps in a row:

# %%
long = start = Number(1.0)
for _ in range(100_000):
    long = long * 0.9999 + 0.0001
long.backward()
assert math.isclose(start.grad, 0.9999**100_000, rel_tol=1e-9)
start.grad

# %% [markdown]
# ## Train with it
#
# **Idea.** Points in two half circles: which half does a point belong to? A network of 8 hidden units
# shall learn it, with nothing but your engine: work out the loss, go back, and move each parameter a
# little against its derivative.

# %%
data = nn.datasets.moons(60, noise=0.1, seed=1)
points, sides = data.x.tolist(), (2 * data.y - 1).tolist()  # -1 and 1

source = random.Random(5)
hidden = [[Number(source.uniform(-1, 1)) for _ in range(3)] for _ in range(8)]
output = [Number(source.uniform(-1, 1)) for _ in range(9)]
parameters = [each for unit in hidden for each in unit] + output


def score(point):
    units = [relu(w[0] * point[0] + w[1] * point[1] + w[2]) for w in hidden]
    return sum((w * unit for w, unit in zip(output, units)), start=output[-1])


def loss():
    """Zero for a point whose score has the right sign and at least the size 1."""
    return sum((relu(1 - side * score(point)) for point, side in zip(points, sides)), start=0) / 60


# %%
losses = []
for _ in range(120):
    J = loss()
    J.backward()
    for each in parameters:
        each.data -= 1.0 * each.grad
    losses.append(J.data)
wrong = sum(score(point).data * side <= 0 for point, side in zip(points, sides))
print(f"loss {losses[0]:.3f} to {losses[-1]:.4f}, {wrong} of {len(points)} points wrong")

# %%
viz.plots.history({"loss": losses}, title="trained by an engine of your own")


# %% [markdown]
# The peaks are steps that were too long. What it has learned, over the plane:


# %%
def predict(plane):
    weights = [[each.data for each in unit] for unit in hidden]
    total = output[-1].data
    for (v0, v1, b), w in zip(weights, output):
        total = total + w.data * ops.relu(v0 * plane[:, 0] + v1 * plane[:, 1] + b)
    return (total > 0).astype(int)


viz.plots.decision_regions(predict, data.x, data.y, names=["upper", "lower"])

# %%
assert losses[-1] < 0.1 * losses[0]
assert wrong <= 2

# %% [markdown]
# ## Then ours
#
# `Value` is the same idea. What it has that yours has not:
#
# - all operations of a table, with derivatives of any order (`derivative(f, order=3)`);
# - what it recorded is there to be drawn, stepped through, counted, and compiled into a fast program;
# - the check, which knows when there is no derivative;
# - NumPy arrays, names, scopes, and networks built of them.

# %% [markdown]
# ## Try it yourself
#
# **1.** Give `Number` an exponential. The local derivative of exp(u) is exp(u) itself; the cell starts
# with a wrong one.


# %%
def exp(x):
    return Number(math.exp(x.data), [(x, 1.0)])


x = Number(0.5)
(exp(x * 2) / 3).backward()
theirs = Value(0.5, "x")
(ops.exp(theirs * 2) / 3).backward()
print("right" if math.isclose(x.grad, theirs.grad) else f"not yet: {x.grad}, not {theirs.grad}")

# %% [markdown]
# **2.** In the network at the top, set b1 to −3. What happens to a1, and to the derivatives by w1, b1
# and w2? Say it first, then run this with the other number.

# %%
x, w1, b1, w2, b2 = Number(1.0), Number(2.0), Number(0.0), Number(3.0), Number(1.0)
J = (relu(w2 * relu(w1 * x + b1) + b2) - 5) ** 2 / 2
J.backward()
J.data, w1.grad, b1.grad, w2.grad, b2.grad

# %% [markdown]
# **3.** A *leaky* ReLU, u for positive u and u/10 for the others, can be made of two ReLUs:
# relu(u) − relu(−u)/10. What is its slope? The cell starts with a wrong sign somewhere.

# %%
answer = "where(u > 0, 1, -1/10)"
check("relu(u) - relu(-u)/10", claims={"u": answer}, at={"u": -2})

# %% [markdown]
# Next: [5. Activations](05_activations.ipynb)

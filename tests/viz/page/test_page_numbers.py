"""The numbers of the page are Python's: every operation of the table, read from the page."""

from __future__ import annotations

import itertools
import math
import random
import struct

import pytest

from autograd import Value, grad, ops
from autograd.arithmetic import FLOAT
from autograd.graph import order
from autograd.primitives import PRIMITIVES
from autograd.reverse import cotangents
from viz import page
from viz.wording import exact, number

pytestmark = pytest.mark.browser

POINTS = 200
EDGES = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 2.5, -2.5, 30.0, -30.0),
    *(math.inf, -math.inf, math.nan, 1e308, -1e308, 1e16, -1e16, 171.7, -171.5, 710.0, -746.0),
    *(5e-324, -5e-324, 1e-300, -1e-300, 1e-9, 0.1, 26.5),
)
FEWER = (0.0, -0.0, 1.0, -1.0, 2.5, math.inf, -math.inf, math.nan, 1e308, 5e-324)
FEWEST = (-0.0, 1.0, -2.5, math.inf, math.nan)
ORDERS = (0.0, 1.0, 2.0, 3.0, 20.0, -1.0, 0.5, math.nan, math.inf)
TRUTHS = {"and_", "or_", "not_"}

READ = """
(settings) => {
  const rows = [...document.querySelectorAll("#numbers tbody tr")];
  return settings.map((pairs) => {
    glassgrad.set(pairs);
    const told = ({ dataset, cells }) => [dataset.node, cells[1].textContent, cells[2].textContent];
    return rows.map(told);
  });
}
"""


class Bench:
    """One graph of all operations, each on inputs of its own, in Python and in a page."""

    def __init__(self, opened) -> None:
        self.inputs = {
            name: [Value(float(place + 1), f"{name}{place}") for place in range(row.arity)]
            for name, row in PRIMITIVES.items()
        }
        self.outputs = {name: getattr(ops, name)(*xs) for name, xs in self.inputs.items()}
        nodes = order(*self.outputs.values())
        self.places = {node: place for place, node in enumerate(nodes)}
        self.tab = opened(page(self.outputs.values()))

    def read(self, points: dict[str, list[tuple[float, ...]]]) -> dict[str, list[list[float]]]:
        """For each operation and point the value and the derivatives that the page shows."""
        most = max(map(len, points.values()))
        settings = [
            [
                (self.places[leaf], x)
                for name, chosen in points.items()
                for leaf, x in zip(self.inputs[name], chosen[turn % len(chosen)], strict=True)
            ]
            for turn in range(most)
        ]
        shown: dict[str, list[list[float]]] = {name: [] for name in points}
        for turn, rows in enumerate(self.tab.evaluate(READ, settings)):
            told = {int(place): (float(value), float(slope)) for place, value, slope in rows}
            for name, chosen in points.items():
                if turn < len(chosen):
                    value = told[self.places[self.outputs[name]]][0]
                    slopes = [told[self.places[leaf]][1] for leaf in self.inputs[name]]
                    shown[name].append([value, *slopes])
        return shown


@pytest.fixture(scope="module")
def bench(kept_open) -> Bench:
    return Bench(kept_open)


def drawn(name: str) -> list[tuple[float, ...]]:
    """Random points of the row's intervals; orders and truths are whole numbers."""
    source, row = random.Random(name), PRIMITIVES[name]
    return [
        tuple(
            float(source.randint(int(low), int(high)))
            if operand == "n" or name in TRUTHS or (name, operand) == ("where", "c")
            else source.uniform(low, high)
            for operand, (low, high) in zip(row.operands, row.intervals, strict=True)
        )
        for _ in range(POINTS)
    ]


def edges(name: str) -> list[tuple[float, ...]]:
    row = PRIMITIVES[name]
    grid = {1: EDGES, 2: FEWER, 3: FEWEST}[row.arity]
    return list(itertools.product(*[ORDERS if o == "n" else grid for o in row.operands]))


def expected(name: str, point: tuple[float, ...]) -> list[float]:
    leaves = [Value(x) for x in point]
    output = getattr(ops, name)(*leaves)
    found = cotangents(output)
    return [float(FLOAT.apply(name, *point)), *[found.get(leaf, 0.0) for leaf in leaves]]


def condition(name: str, point: tuple[float, ...], place: int) -> float:
    """By how much one rounding of each operand moves the value (place 0) or a derivative."""
    function = getattr(ops, name)
    shown = function if place == 0 else grad(function, place - 1)
    moved = [abs(x * grad(shown, i)(*point)) for i, x in enumerate(point) if x]
    return sum(move for move in moved if math.isfinite(move))


def disagreements(bench, points):
    found = []
    shown = bench.read(points)
    for name, chosen in points.items():
        for point, numbers in zip(chosen, shown[name], strict=True):
            for place, (got, true) in enumerate(zip(numbers, expected(name, point), strict=True)):
                if got == true or (got != got and true != true):
                    continue
                if not math.isfinite(true) or not math.isfinite(got):
                    found.append((name, point, place, got, true))
                elif not math.isclose(got, true, rel_tol=1e-12, abs_tol=1e-307):
                    allowed = 1e-12 * condition(name, point, place)
                    if not abs(got - true) <= allowed:
                        found.append((name, point, place, got, true))
    return found


def test_every_operation_at_random_points(bench):
    assert not disagreements(bench, {name: drawn(name) for name in PRIMITIVES})


def test_every_operation_at_the_edges(bench):
    assert not disagreements(bench, {name: edges(name) for name in PRIMITIVES})


def test_every_operation_at_its_kinks(bench):
    chosen = {"maximum": (1.5, 1.5), "minimum": (1.5, 1.5), "clip": (-1.0, -1.0, 1.0),
              "atan2": (0.0, -1.0), "mod": (3.0, 1.5), "floordiv": (3.0, 1.5), "lt": (1.0, 1.0),
              "eq": (1.0, 1.0), "pow": (0.0, 0.5), "where": (math.nan, 1.0, 2.0)}  # fmt: skip
    assert not disagreements(bench, {name: [point] for name, point in chosen.items()})


def test_the_page_did_not_complain(bench):
    assert bench.tab.errors == []


# A graph of many operations, and the branch that a `where` did not take.


def test_a_whole_network_agrees_when_its_inputs_change(opened):
    source = random.Random(1)
    inputs = [Value(source.gauss(0, 1), f"x{i}") for i in range(4)]
    hidden = [ops.tanh(ops.dot(inputs, [source.gauss(0, 1) for _ in inputs])) for _ in range(5)]
    loss = -ops.log(ops.softmax(hidden)[2]) + ops.where(inputs[0] > 0, ops.sqrt(inputs[0]), 0.0)
    tab = opened(page(loss))
    places = {node: place for place, node in enumerate(order(loss))}
    for _ in range(20):
        point = [source.gauss(0, 1) for _ in inputs]
        again = [Value(x) for x in point]
        (rows,) = tab.evaluate(
            READ, [[(places[leaf], x) for leaf, x in zip(inputs, point, strict=True)]]
        )
        told = {int(place): (float(value), float(slope)) for place, value, slope in rows}
        known = dict(zip(inputs, again, strict=True))
        true = rerun(loss, known)
        slopes = cotangents(true[loss])
        for node, fresh in true.items():
            if node in places and places[node] in told and node.op != "constant":
                assert told[places[node]][0] == pytest.approx(fresh.data, rel=1e-12, nan_ok=True)
                assert told[places[node]][1] == pytest.approx(
                    slopes.get(fresh, 0.0), rel=1e-11, abs=1e-15
                )


def rerun(output, known):
    """The graph recorded again on other inputs; each old node with its new one."""
    made = dict(known)
    for node in order(output):
        if node in made:
            continue
        operands = [made[operand] for operand in node.args]
        made[node] = getattr(ops, node.op)(*operands) if operands else Value(node.data)
    return made


# Numbers as texts


def test_numbers_are_written_as_in_python(bench):
    source = random.Random(2)
    numbers = [struct.unpack("<d", source.randbytes(8))[0] for _ in range(2000)]
    numbers += [source.gauss(0, 10 ** source.randint(-9, 12)) for _ in range(2000)]
    numbers += [round(source.uniform(-1e4, 1e4), source.randint(0, 7)) for _ in range(1000)]
    numbers += [0.0, -0.0, 0.1 + 0.2, 1e16, 123456789.0, 1e9, 1e-5, 0.0001, 999999.5, 5e-324]
    numbers += [math.inf, -math.inf, math.nan]
    write = "(xs) => xs.map((x) => [glassgrad.write.short(x), glassgrad.write.exact(x)])"
    for x, (short, whole) in zip(numbers, bench.tab.evaluate(write, numbers), strict=True):
        assert (short, whole) == (number(x), exact(x))

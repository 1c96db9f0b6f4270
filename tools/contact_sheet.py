"""One sheet of all kinds of pictures, for a person to look at: ``make pictures``.

Writes each picture and the sheet to a folder, ``pictures`` unless another one is named.
"""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

import viz
from autograd import Value, array, ops, scope
from autograd.check import check
from autograd.graph import order
from viz import plots

COLUMNS = 3
WIDTH = 900
MARGIN = 24


def lecture() -> Value:
    """The course's lab: c = w·x, a = c + b, d = a − y, J = d²/2."""
    w, b, x, y = Value(-2, "w"), Value(8, "b"), Value(2, "x"), Value(1, "y")
    c = w * x
    a = c + b
    d = a - y
    J = d**2 / 2
    c.name, a.name, d.name, J.name = "c", "a", "d", "J"
    return J


def network(*widths: int, scopes: bool = True) -> Value:
    """Dense layers of ReLU units and a softmax loss."""
    layer = list(array(np.linspace(0.1, 1.0, widths[0]), name="x"))
    for depth, units in enumerate(widths[1:], 1):
        numbers = np.sin(np.arange(1.0, units * len(layer) + 1)) / math.sqrt(len(layer))
        W = array(numbers.reshape(units, -1), name=f"W{depth}")
        b = array(np.zeros(units), name=f"b{depth}")
        if not scopes:
            layer = [ops.relu(z) for z in W @ np.array(layer, dtype=object) + b]
            continue
        with scope(f"layer{depth}"):
            found = []
            for k in range(units):
                with scope("unit"):
                    found.append(ops.relu(sum(W[k, j] * x for j, x in enumerate(layer)) + b[k]))
            layer = found
    loss = ops.logsumexp(layer) - layer[0]
    loss.name = "loss"
    return loss


def drawings() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Pictures of graphs: a name, and how to make the PNG."""
    J = lecture()
    nodes = order(J)
    steps = viz.steps(J)
    sizes = {node: float(abs(node.data)) for node in nodes}
    verdict = check("x**2*sin(y)", at={"x": 1.5, "y": 2.0}, claims={"y": "x**2"})
    made = {
        "graph": lambda: viz.draw(J),
        "downward": lambda: viz.draw(J, direction="TB"),
        "values alone": lambda: viz.draw(J, grads=False),
        "scopes open": lambda: viz.draw(network(3, 2, 2), depth=9),
        "scopes collapsed": lambda: viz.draw(network(3, 2, 2), depth=0),
        "784-128-64-10, scopes": lambda: viz.draw(network(784, 128, 64, 10)),
        "784-128-64-10, none": lambda: viz.draw(network(784, 128, 64, 10, scopes=False)),
        "a mark": lambda: viz.draw(J, highlight={nodes[4]: "look here"}),
        "a measure": lambda: viz.draw(J, colours=sizes, measure="size of the value"),
        "a verdict": lambda: viz.draw(verdict),
        "shared work": lambda: viz.sharing(J),
        "step 3": lambda: steps.frames[3],
        "step 9": lambda: steps.frames[9],
        "worksheet": lambda: steps.worksheet,
        "solution": lambda: steps.solution,
    }
    for name, make in made.items():
        yield name, lambda make=make: make().png


def charts() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Plots: a name, and how to make the PNG."""
    chance = np.random.default_rng(3)
    centres = np.array([[-5.0, 2.0], [-2.0, -2.0], [1.0, 2.0], [5.0, -2.0]])
    points = np.concatenate([centre + chance.normal(size=(25, 2)) for centre in centres])
    signal = np.sin(np.arange(100) / 6) + 3 * np.exp(-(((np.arange(100) - 55) / 2) ** 2))
    shapes = np.tri(8)[None] * chance.random((16, 8, 8))
    path = np.array([[-4 * 0.9**k, 2 * (-0.8) ** k] for k in range(25)])
    losses = {"loss": 2 * 0.9 ** np.arange(40), "val_loss": 2 * 0.92 ** np.arange(40) + 0.1}
    made = {
        "activations": plots.activations,
        "epsilon sweep": lambda: plots.epsilon_sweep(lambda w: w**2, 3.0),
        "secant": lambda: plots.secant(lambda w: w**2, 3.0, 1.0),
        "history": lambda: plots.history(losses, logarithmic=True),
        "decision regions": lambda: plots.decision_regions(
            lambda p: -((p[:, None] - centres) ** 2).sum(-1), points, np.repeat(range(4), 25)
        ),
        "contour": lambda: plots.contour(
            lambda x, y: 0.1 * x**2 + 2 * y**2, {"descent": path}, x=(-5, 5), y=(-3, 3)
        ),
        "digits": lambda: plots.digits(shapes, range(16), [*range(15), 3]),
        "probabilities": lambda: plots.probabilities([0.1, 0.05, 0.7, 0.15], truth=2),
        "windows": lambda: plots.windows(signal, 20, 10),
        "filters": lambda: plots.filters(signal, {"edge": [-1, 0, 1], "smooth": [0.2] * 5}),
    }
    for name, make in made.items():
        yield name, lambda make=make: make().png


def sheet(pictures: dict[str, bytes]) -> Image.Image:
    """The pictures in rows, each below its name."""
    cells = []
    for name, data in pictures.items():
        image = Image.open(io.BytesIO(data)).convert("RGB")
        scale = min(WIDTH / image.width, 1.0)
        image = image.resize((round(image.width * scale), round(image.height * scale)))
        cell = Image.new("RGB", (WIDTH, image.height + 2 * MARGIN), "white")
        cell.paste(image, (0, MARGIN))
        ImageDraw.Draw(cell).text((4, 4), name, fill="black")
        cells.append(cell)
    rows = [cells[k : k + COLUMNS] for k in range(0, len(cells), COLUMNS)]
    heights = [max(cell.height for cell in row) for row in rows]
    whole = Image.new("RGB", (COLUMNS * (WIDTH + MARGIN), sum(heights)), "white")
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for place, cell in enumerate(row):
            whole.paste(cell, (place * (WIDTH + MARGIN), top))
        top += height
    return whole


def main() -> None:
    """Makes all pictures, and the sheet in colour and in grey."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {}
    for name, make in [*drawings(), *charts()]:
        pictures[name] = make()
        (folder / f"{name.replace(' ', '-').replace(',', '')}.png").write_bytes(pictures[name])
    steps = viz.steps(lecture())
    steps.save(folder / "steps.svg")
    steps.save(folder / "steps.gif")
    steps.worksheet.save(folder / "worksheet.pdf")
    whole = sheet(pictures)
    whole.save(folder / "sheet.png")
    whole.convert("L").save(folder / "sheet-grey.png")
    print(f"{len(pictures)} kinds of pictures: {folder / 'sheet.png'}")  # noqa: T201


if __name__ == "__main__":
    main()

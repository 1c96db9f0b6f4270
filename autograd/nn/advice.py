"""Advice: which activation and loss a target asks for, and what in a network is not meant.

`recommend` looks at targets, `review` at a network and its data; `compile` and `fit` warn of what
`review` finds.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from autograd.errors import InputError
from autograd.graph import order
from autograd.nn.activations import Activation
from autograd.nn.initializers import Floats
from autograd.nn.layers import Activation as ActivationLayer
from autograd.nn.layers import Dropout, Flatten, Layer, Reshape, Softmax
from autograd.nn.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Loss,
    SparseCategoricalCrossentropy,
)
from autograd.nn.recording import Recorded
from autograd.nn.steps import Batch, first_not_finite
from autograd.nn.warned import NetworkWarning
from autograd.reverse import local_partials

if TYPE_CHECKING:
    from autograd.nn.model import Sequential

FLAT = 1e-3
"""A squashing function whose slope is below this hardly passes anything back."""
LOOKED_AT = 3
"""Samples that are recorded to see whether units are saturated."""


class Advice(NamedTuple):
    """code: one word for programs; text: one or two sentences for people."""

    code: str
    text: str


class Recommendation(NamedTuple):
    """What a target asks for: units and activation of the last layer, the loss, and why."""

    units: int
    activation: str
    loss: Loss
    text: str


def recommend(y: Any) -> Recommendation:
    """The last layer and the loss for targets. Hidden layers: ReLU, whatever the target, because
    it is cheap and flat on one side only, where sigmoid and tanh are flat on both.

    Raises `InputError` for targets that are no numbers.
    """
    try:
        targets = np.asarray(y, dtype=float)
    except (TypeError, ValueError):
        raise InputError("The targets are not numbers. Count classes 0, 1, 2, …") from None
    if not targets.size or not np.isfinite(targets).all():
        raise InputError("There are no targets, or one is not finite.")
    columns = 1 if targets.ndim == 1 else math.prod(targets.shape[1:])
    rows = targets.reshape(len(targets), columns)
    if np.isin(rows, (0.0, 1.0)).all():
        return _of_labels(rows, columns)
    whole = columns == 1 and (rows == np.floor(rows)).all() and rows.min() == 0
    if whole and len(np.unique(rows)) == rows.max() + 1 <= max(2, len(rows) // 2):
        return Recommendation(
            int(rows.max()) + 1, "linear", SparseCategoricalCrossentropy(from_logits=True),
            "The targets count classes: one linear unit for each, and the loss takes their softmax "
            "itself, which keeps all digits.",
        )  # fmt: skip
    from autograd.nn.losses import MeanSquaredError

    if rows.min() >= 0:
        return Recommendation(
            columns, "relu", MeanSquaredError(),
            "The targets are numbers that are never negative: ReLU cannot be negative either.",
        )  # fmt: skip
    return Recommendation(
        columns, "linear", MeanSquaredError(),
        "The targets are numbers of either sign: a linear output can be both.",
    )  # fmt: skip


def _of_labels(rows: Floats, columns: int) -> Recommendation:
    if columns == 1:
        why = "The targets are 0 or 1: one linear unit whose sigmoid is the probability of 1."
    elif (rows.sum(1) == 1).all():
        return Recommendation(
            columns, "linear", CategoricalCrossentropy(from_logits=True),
            "Each row of the targets names one class: the loss takes the softmax of linear units.",
        )  # fmt: skip
    else:
        why = (
            "Several labels can hold at once: one linear unit for each, whose sigmoid is the "
            "probability of that label. Softmax would make them compete."
        )
    return Recommendation(columns, "linear", BinaryCrossentropy(from_logits=True), why)


def review(model: Sequential, x: Any = None) -> list[Advice]:
    """All that is found about a network that is compiled, and with samples about its units."""
    found = of_network(model, model.loss)
    return found if x is None else found + of_data(model, np.asarray(x, dtype=float))


def warn(found: Sequence[Advice]) -> None:
    """Warns of what was found (`NetworkWarning`)."""
    for advice in found:
        warnings.warn(advice.text, NetworkWarning, stacklevel=3)


def of_network(model: Sequential, loss: Loss) -> list[Advice]:
    """What is wrong with a network whatever its data: stacks that collapse, a last activation
    that does not fit the loss."""
    return [*_collapsing(list(model.walk())), *_last(list(model.walk()), loss)]


def activation_of(layer: Layer) -> Activation | None:
    """The activation at the end of a layer, or None where it has none of its own."""
    found = getattr(layer, "activate", None)
    return found if isinstance(found, Activation) else None


def _collapsing(layers: list[Layer]) -> Iterator[Advice]:
    before: Layer | None = None
    for layer in layers:
        if isinstance(layer, (Flatten, Reshape, Dropout)):
            continue
        own = activation_of(layer)
        weighs = hasattr(layer, "use_bias")
        if weighs and before is not None:
            yield Advice(
                "collapse",
                f"{before.name} is linear and {layer.name} follows: W₂(W₁x + b₁) + b₂ is one "
                f"layer with W₂W₁ and W₂b₁ + b₂. Give {before.name} an activation, such as relu.",
            )
        if weighs:
            before = layer if own is not None and own.name == "linear" else None
        elif not (isinstance(layer, ActivationLayer) and own and own.name == "linear"):
            before = None


def _last(layers: list[Layer], loss: Loss) -> Iterator[Advice]:
    ends = [x for x in layers if not isinstance(x, (Flatten, Reshape, Dropout))]
    if not ends or not isinstance(
        loss, (BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy)
    ):
        return
    last = ends[-1]
    own = activation_of(last)
    kind, name = type(loss).__name__, "" if own is None else own.name
    if loss.from_logits:
        if isinstance(last, Softmax) or name in ("softmax", "sigmoid"):
            yield Advice(
                "squashed-twice",
                f"{last.name} gives probabilities, but {kind}(from_logits=True) would squash them "
                "once more. Make the layer linear, or leave from_logits out.",
            )
        return
    fitting = "sigmoid" if isinstance(loss, BinaryCrossentropy) else "softmax"
    if own is not None and name in ("linear", "relu", "leaky_relu", "elu", "tanh", "gelu", "silu"):
        yield Advice(
            "not-probabilities",
            f"{kind} takes probabilities, and {last.name} ({name}) can give any number. Write "
            f'{kind}(from_logits=True) with a linear layer, or activation="{fitting}".',
        )
    elif name in ("softmax", "sigmoid") and name != fitting:
        yield Advice(
            "other-squashing",
            f"{kind} belongs to {fitting}, and {last.name} is {name}: softmax is for one class "
            "out of several, sigmoid for labels that hold or do not, each by itself.",
        )


def of_data(model: Sequential, x: Floats) -> list[Advice]:
    """Layers of sigmoids or tanhs that are flat at most of the samples looked at."""
    if not any(_squashes(layer) for layer in model.walk()):
        return []
    flat: dict[str, list[bool]] = {}
    for sample in x[:LOOKED_AT]:
        output = model.graph(sample)
        for node in order(*output.reshape(-1)):
            if node.op in ("sigmoid", "tanh"):
                where = node.scope.path.split("/unit")[0].split("/window")[0] if node.scope else ""
                flat.setdefault(where, []).append(abs(local_partials(node)[0]) < FLAT)
    return [
        Advice(
            "saturated",
            f"{where or 'A layer'}: {np.mean(slopes):.0%} of its units are saturated, where the "
            "slope is next to 0 and nothing is learnt. Scale the inputs to about -1 to 1, or use "
            "relu.",
        )
        for where, slopes in flat.items()
        if np.mean(slopes) > 0.5
    ]


def _squashes(layer: Layer) -> bool:
    own = activation_of(layer)
    return own is not None and own.name in ("sigmoid", "tanh")


def not_finite(loss: Recorded, weights: Mapping[str, Floats], batch: Batch) -> str:
    """Which step first gave a number that is not finite, as a sentence."""
    node = first_not_finite(loss, weights, batch)
    if node is None:
        return "No single sample's loss is: the sum of the batch is too large."
    where = f" in {node.scope.path}" if node.scope else ""
    if node.a is None:
        return f"The first number that is not finite is {node.name or 'an input'}{where} itself."
    operands = ", ".join(f"{operand.data:g}" for operand in node.args)
    return (
        f"The first step that is not finite is {node.op}({operands}) = {node.data:g}{where}. "
        "A smaller learning rate or scaled inputs may help; the weights are those before it."
    )

"""micrograd: its own demo, on its own classes."""

from __future__ import annotations

from typing import Any

import numpy as np
from micrograd.engine import Value
from micrograd.nn import MLP

from benchmarks.contenders import Call, Makers


def moons(work: str, data: list[Any]) -> Call:
    """One network of scalars for all samples; garbage is collected when Python thinks so."""
    *parameters, x, y = data
    model = MLP(2, [16, 16, 1])
    shapes = [a.shape for a in parameters]
    for layer, W, b in zip(model.layers, parameters[::2], parameters[1::2], strict=True):
        for neuron, row, bias in zip(layer.neurons, W, b, strict=True):
            neuron.b.data = float(bias)
            for weight, number in zip(neuron.w, row, strict=True):
                weight.data = float(number)

    def call() -> tuple[Any, list[Any]]:
        scores = [model(list(map(Value, point))) for point in x.tolist()]
        pairs = zip(y.tolist(), scores, strict=True)
        losses = [(1 + -label * score).relu() for label, score in pairs]
        squares = sum(p * p for p in model.parameters())
        loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * squares
        model.zero_grad()
        loss.backward()
        slopes = [
            array
            for layer in model.layers
            for array in (
                np.array([[w.grad for w in neuron.w] for neuron in layer.neurons]),
                np.array([neuron.b.grad for neuron in layer.neurons]),
            )
        ]
        assert [a.shape for a in slopes] == shapes
        return loss.data, slopes

    return call


PROGRAMS: dict[str, Makers] = {"micrograd": {"moons": moons}}

"""This project's training: the bare step, and the whole of `fit`."""

from __future__ import annotations

import sys
from typing import Any

from autograd import nn
from autograd.nn.samples import samples
from autograd.nn.steps import Compiled
from benchmarks.contenders.terminal import Terminal


def model_of(task: Any) -> nn.Sequential:
    """The network of a task, with its weights; Keras' words keep them transposed."""
    if task.work == "conv2d":
        model = nn.Sequential([
            nn.Input((8, 8, 1)), nn.Conv2D(8, 3, activation="relu"), nn.Flatten(), nn.Dense(10),
        ])  # fmt: skip
        K, k, W, b = task.parameters
        ready = [K.transpose(1, 2, 0)[:, :, None], k, W.T, b]
    else:
        widths = [len(b) for b in task.parameters[1::2]]
        hidden = [nn.Dense(width, activation="relu") for width in widths[:-1]]
        model = nn.Sequential([nn.Input(task.x.shape[1:]), *hidden, nn.Dense(widths[-1])])
        ready = [a.T for a in task.parameters]
    model.compile(
        optimizer=nn.Adam(1e-3, epsilon=task.epsilon),
        loss=nn.CategoricalCrossentropy(from_logits=True),
    )
    if not model.built:
        model.build()
    model.set_weights(ready)
    return model


def weights(model: nn.Sequential, task: Any) -> list[Any]:
    """As the task has them."""
    found = model.get_weights()
    if task.work == "conv2d":
        K, k, W, b = found
        return [K[:, :, 0].transpose(2, 0, 1), k, W.T, b]
    return [a.T for a in found]


def train(task: Any) -> tuple[Any, Any]:
    """The bare step: the compiled program, then the optimizer."""
    model = model_of(task)
    x = task.x[..., None] if task.work == "conv2d" else task.x
    chosen = samples(x[: task.batch], task.y[: task.batch], model.loss, model.output_shape)
    batch = chosen.batch()
    step = Compiled(model.program, model.parameters)
    optimizer, flat = model.optimizer, model.parameters.flat
    optimizer.build(model.parameters.parts)

    def run(steps: int) -> float:
        for _ in range(steps):
            loss, gradient = step(batch)
            optimizer.step(flat, gradient)
        return loss

    return run, lambda: weights(model, task)


def fit(task: Any) -> tuple[Any, Any]:
    """`fit`, shuffling, its progress bar on."""
    model = model_of(task)
    x = task.x[..., None] if task.work == "conv2d" else task.x

    def run(epochs: int, shuffle: bool = True) -> None:
        kept, sys.stdout = sys.stdout, Terminal()
        try:
            model.fit(x, task.y, task.batch, epochs, verbose=1, shuffle=shuffle)
        finally:
            sys.stdout = kept

    return run, lambda: weights(model, task)

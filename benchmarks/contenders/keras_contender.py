"""Keras on PyTorch, in float64, with its default step (not jitted: that needs a compiler)."""

from __future__ import annotations

import os
import sys
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch

from benchmarks.contenders.terminal import Terminal

torch.set_num_threads(1)
keras.backend.set_floatx("float64")


def model_of(task: Any) -> Any:
    """The network of a task, with its weights; Keras keeps them transposed."""
    layers = keras.layers
    if task.work == "conv2d":
        network = keras.Sequential([
            keras.Input((8, 8, 1)), layers.Conv2D(8, 3, activation="relu"),
            layers.Flatten(), layers.Dense(10),
        ])  # fmt: skip
        K, k, W, b = task.parameters
        network.set_weights([K.transpose(1, 2, 0)[:, :, None], k, W.T, b])
    else:
        widths = [len(b) for b in task.parameters[1::2]]
        network = keras.Sequential([
            keras.Input(task.x.shape[1:]),
            *(layers.Dense(width, activation="relu") for width in widths[:-1]),
            layers.Dense(widths[-1]),
        ])  # fmt: skip
        network.set_weights([a.T for a in task.parameters])
    network.compile(
        optimizer=keras.optimizers.Adam(1e-3, epsilon=task.epsilon),
        loss=keras.losses.CategoricalCrossentropy(from_logits=True),
    )
    return network


def weights(network: Any, task: Any) -> list[Any]:
    """As the task has them."""
    found = network.get_weights()
    if task.work == "conv2d":
        K, k, W, b = found
        return [K[:, :, 0].transpose(2, 0, 1), k, W.T, b]
    return [a.T for a in found]


def train_on_batch(task: Any) -> tuple[Any, Any]:
    """``train_on_batch`` for each step."""
    network = model_of(task)
    x, y = task.x[: task.batch], task.y[: task.batch]
    x = x[..., None] if task.work == "conv2d" else x

    def run(steps: int) -> float:
        for _ in range(steps):
            loss = network.train_on_batch(x, y)
        return float(np.asarray(loss))

    return run, lambda: weights(network, task)


def fit(task: Any) -> tuple[Any, Any]:
    """``fit``, its progress bar on."""
    network = model_of(task)
    x = task.x[..., None] if task.work == "conv2d" else task.x

    def run(epochs: int, shuffle: bool = True) -> None:
        kept, sys.stdout = sys.stdout, Terminal()
        try:
            network.fit(x, task.y, batch_size=task.batch, epochs=epochs, shuffle=shuffle, verbose=1)
        finally:
            sys.stdout = kept

    return run, lambda: weights(network, task)


TRAININGS = {"Keras train_on_batch": train_on_batch}
FITS = {"Keras fit": fit}

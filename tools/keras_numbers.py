"""Writes what Keras answers to the cases of tests/autograd/nn/keras_numbers.json, in float64.

    KERAS_BACKEND=jax JAX_ENABLE_X64=1 python tools/keras_numbers.py

needs keras and jax, which the tests do not: they compare with the numbers written here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np

PLACE = Path(__file__).parents[1] / "tests" / "autograd" / "nn" / "keras_numbers.json"

LAYERS: list[tuple[str, dict[str, Any], list[int]]] = [
    *[("Dense", {"units": 3, "activation": name}, [4]) for name in (
        "linear", "sigmoid", "relu", "leaky_relu", "tanh", "softplus", "elu", "gelu", "silu",
        "softmax",
    )],
    ("Dense", {"units": 2, "use_bias": False}, [3, 4]),
    ("Conv1D", {"filters": 3, "kernel_size": 3, "strides": 2}, [10, 2]),
    ("Conv1D", {"filters": 2, "kernel_size": 4, "padding": "same"}, [7, 2]),
    ("Conv1D", {"filters": 2, "kernel_size": 4, "padding": "same", "strides": 3}, [8, 2]),
    ("Conv2D", {"filters": 3, "kernel_size": [3, 2], "activation": "relu"}, [6, 5, 2]),
    ("Conv2D", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, [6, 7, 2]),
    ("MaxPooling1D", {"pool_size": 2}, [7, 2]),
    ("MaxPooling2D", {"pool_size": [2, 3], "strides": 1, "padding": "same"}, [5, 6, 2]),
    ("AveragePooling1D", {"pool_size": 3, "strides": 2, "padding": "same"}, [7, 2]),
    ("AveragePooling2D", {"pool_size": 2}, [6, 4, 2]),
    ("Flatten", {}, [3, 2, 2]),
    ("Reshape", {"target_shape": [4, -1]}, [3, 2, 2]),
    ("Activation", {"activation": "softmax"}, [3, 4]),
    ("Softmax", {}, [5]),
]  # fmt: skip

LOSSES: list[tuple[str, dict[str, Any], str]] = [
    ("MeanSquaredError", {}, "numbers"),
    ("MeanAbsoluteError", {}, "numbers"),
    ("BinaryCrossentropy", {}, "labels"),
    ("BinaryCrossentropy", {"from_logits": True}, "labels"),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.2}, "labels"),
    ("BinaryCrossentropy", {"label_smoothing": 0.2}, "labels"),
    ("CategoricalCrossentropy", {}, "columns"),
    ("CategoricalCrossentropy", {"from_logits": True}, "columns"),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, "columns"),
    ("SparseCategoricalCrossentropy", {}, "classes"),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, "classes"),
]

OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("SGD", {"clipnorm": 0.5}),
    ("SGD", {"clipvalue": 0.05}),
    ("SGD", {"global_clipnorm": 0.5}),
    ("SGD", {"weight_decay": 0.1}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.5, "centered": True}),
    ("Adagrad", {}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta_1": 0.8, "epsilon": 1e-3}),
    ("AdamW", {}),
]

METRICS: list[tuple[str, dict[str, Any], str]] = [
    ("BinaryAccuracy", {}, "labels"),
    ("CategoricalAccuracy", {}, "columns"),
    ("SparseCategoricalAccuracy", {}, "classes"),
    ("TopKCategoricalAccuracy", {"k": 2}, "columns"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "classes"),
    ("Precision", {}, "labels"),
    ("Recall", {}, "labels"),
    ("F1Score", {"average": "macro"}, "columns"),
    ("F1Score", {"average": "weighted"}, "columns"),
    ("F1Score", {"average": "micro", "threshold": 0.3}, "columns"),
    ("MeanSquaredError", {}, "numbers"),
    ("MeanAbsoluteError", {}, "numbers"),
]


WEIGHTS = [0.1 * k for k in range(1, 13)]
SPARSE = ("SparseCategoricalCrossentropy", {"from_logits": True})
SMOOTH = ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.2})
PLATEAU = ("ReduceLROnPlateau", {
    "monitor": "loss", "patience": 1, "factor": 0.3, "cooldown": 1, "min_delta": 0.05,
})  # fmt: skip
STOPPING = ("EarlyStopping", {"patience": 1, "restore_best_weights": True})

# the loss, the optimizer (a learning rate may be a schedule), what fit is given, a callback
FITS: list[tuple[Any, Any, dict[str, Any], Any]] = [
    (SPARSE, ("Adam", {}), {"sample_weight": WEIGHTS}, None),
    (SPARSE, ("Adam", {}), {"class_weight": [1.0, 2.0, 0.5, 0.0]}, None),
    (SMOOTH, ("Adam", {}), {"class_weight": [1.0, 2.0, 0.5, 0.0]}, None),
    (SPARSE, ("Adam", {}), {"validation_split": 0.3}, None),
    (SPARSE, ("Adam", {"learning_rate": 0.01, "clipnorm": 0.1}), {"validation": True}, None),
    (SPARSE, ("AdamW", {"learning_rate": 0.1, "weight_decay": 0.05}), {}, None),
    (SPARSE, ("SGD", {"schedule": ["ExponentialDecay", [0.1, 2, 0.5]]}), {}, None),
    (SPARSE, ("SGD", {"schedule": ["CosineDecay", [0.1, 5, 0.1]]}), {}, None),
    (SPARSE, ("SGD", {"schedule": ["PiecewiseConstantDecay", [[2, 5], [0.1, 0.05, 0.01]]]}), {},
     None),
    (SPARSE, ("SGD", {"learning_rate": 0.5}), {"epochs": 8}, PLATEAU),
    (SPARSE, ("SGD", {"learning_rate": 2.0}), {"epochs": 8, "validation": True}, STOPPING),
]  # fmt: skip


def waves(shape: Any, start: float) -> Any:
    """Numbers of any shape that need not be stored; the tests make the same."""
    return np.sin(0.7 * np.arange(np.prod(shape, dtype=int)) + start).reshape(shape)


def targets(kind: str) -> Any:
    """Twelve targets of a kind."""
    classes = np.arange(12) * 7 % 4
    return {
        "numbers": waves((12, 2), 0.5),
        "labels": (waves((12, 4), 0.5) > 0).astype(float),
        "columns": np.eye(4)[classes],
        "classes": classes,
    }[kind]


def outputs(kind: str, logits: bool) -> Any:
    """Twelve outputs that belong to such targets."""
    z = 3 * waves((12, 2 if kind == "numbers" else 4), 1.5)
    if kind == "numbers" or logits:
        return z
    if kind == "labels":
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / np.exp(z).sum(1, keepdims=True)


def of_layer(name: str, settings: dict[str, Any], shape: list[int]) -> Any:
    """The output of a layer for two samples."""
    layer = getattr(keras.layers, name)(**settings)
    x = waves((2, *shape), 0.3)
    layer(x)
    layer.set_weights([waves(w.shape, k) for k, w in enumerate(layer.get_weights())])
    return np.array(layer(x)).tolist()


def of_training(name: str, settings: dict[str, Any]) -> Any:
    """Ten steps of training a small network: all weights at the end, and the losses."""
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(
                3, activation="tanh", kernel_regularizer=keras.regularizers.L2(0.01)
            ),
            keras.layers.Dense(4),
        ]
    )
    model.set_weights([waves(w.shape, k) for k, w in enumerate(model.get_weights())])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(getattr(keras.optimizers, name)(**settings), loss)
    x, y = waves((12, 4), 0.1), targets("classes")
    history = model.fit(x, y, batch_size=6, epochs=5, shuffle=False, verbose=0)
    flat = np.concatenate([w.ravel() for w in model.get_weights()])
    return {"weights": flat.tolist(), "loss": [float(x) for x in history.history["loss"]]}


def of_fit(loss: Any, optimizer: Any, given: dict[str, Any], callback: Any) -> Any:
    """A few epochs of training in batches of five: all weights at the end, and the history."""
    model = keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(3, activation="tanh"),
            keras.layers.Dense(4),
        ]
    )
    model.set_weights([waves(w.shape, k) for k, w in enumerate(model.get_weights())])
    settings = dict(optimizer[1])
    if "schedule" in settings:
        name, arguments = settings.pop("schedule")
        settings["learning_rate"] = getattr(keras.optimizers.schedules, name)(*arguments)
    model.compile(
        getattr(keras.optimizers, optimizer[0])(**settings),
        getattr(keras.losses, loss[0])(**loss[1]),
    )
    given = {"epochs": 3, **given}
    if "sample_weight" in given:
        given["sample_weight"] = np.array(given["sample_weight"])
    if "class_weight" in given:
        given["class_weight"] = dict(enumerate(given["class_weight"]))
    if given.pop("validation", False):
        given["validation_data"] = (waves((6, 4), 2.0), np.arange(6) % 4)
    if callback:
        given["callbacks"] = [getattr(keras.callbacks, callback[0])(**callback[1])]
    y = targets("columns" if loss is SMOOTH else "classes")
    history = model.fit(waves((12, 4), 0.1), y, batch_size=5, shuffle=False, verbose=0, **given)
    flat = np.concatenate([w.ravel() for w in model.get_weights()])
    found = {key: [float(x) for x in each] for key, each in history.history.items()}
    found.pop("learning_rate", None)
    return {"weights": flat.tolist(), "history": found}


def of_loss(name: str, settings: dict[str, Any], kind: str) -> float:
    """The mean loss of twelve samples."""
    loss = getattr(keras.losses, name)(**settings)
    return float(loss(targets(kind), outputs(kind, settings.get("from_logits", False))))


def of_metric(name: str, settings: dict[str, Any], kind: str) -> float:
    """A metric of twelve samples."""
    metric = getattr(keras.metrics, name)(**settings)
    metric.update_state(targets(kind), outputs(kind, False))
    return float(metric.result())


def main() -> None:
    """Asks Keras and writes the file."""
    keras.config.set_floatx("float64")
    keras.config.set_epsilon(1e-15)  # its losses cut probabilities there
    cases = {
        "keras": keras.__version__,
        "layers": [[*case, of_layer(*case)] for case in LAYERS],
        "losses": [[*case, of_loss(*case)] for case in LOSSES],
        "optimizers": [[*case, of_training(*case)] for case in OPTIMIZERS],
        "fits": [[*case, of_fit(*case)] for case in FITS],
        "metrics": [[*case, of_metric(*case)] for case in METRICS],
    }
    PLACE.write_text(json.dumps(cases) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

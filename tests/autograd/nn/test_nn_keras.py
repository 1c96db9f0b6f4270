"""The same layers, losses, optimizers and metrics, with the same weights, give Keras' numbers.

The numbers were written by tools/keras_numbers.py, from Keras in float64; inputs and weights are
made here as there. Keras keeps learning rates and mean losses in float32 all the same: hence
tolerances of 1e-7 where one of them takes part.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from autograd import nn

CASES = json.loads((Path(__file__).parent / "keras_numbers.json").read_text(encoding="utf-8"))


def waves(shape, start):
    return np.sin(0.7 * np.arange(np.prod(shape, dtype=int)) + start).reshape(shape)


def targets(kind):
    classes = np.arange(12) * 7 % 4
    return {
        "numbers": waves((12, 2), 0.5),
        "labels": (waves((12, 4), 0.5) > 0).astype(float),
        "columns": np.eye(4)[classes],
        "classes": classes,
    }[kind]


def outputs(kind, logits):
    z = 3 * waves((12, 2 if kind == "numbers" else 4), 1.5)
    if kind == "numbers" or logits:
        return z
    return 1 / (1 + np.exp(-z)) if kind == "labels" else np.exp(z) / np.exp(z).sum(1)[:, None]


def ids(case):
    return "-".join([case[0], *(f"{key}={value}" for key, value in case[1].items())])


@pytest.mark.parametrize("case", CASES["layers"], ids=ids)
def test_layers(case):
    name, settings, shape, expected = case
    model = nn.Sequential([nn.Input(shape), getattr(nn, name)(**settings)])
    model.build()
    model.set_weights([waves(w.shape, k) for k, w in enumerate(model.get_weights())])
    np.testing.assert_allclose(model.predict(waves((2, *shape), 0.3)), expected, atol=1e-12)


@pytest.mark.parametrize("case", CASES["losses"], ids=ids)
def test_losses(case):
    name, settings, kind, expected = case
    loss = getattr(nn, name)(**settings)
    answer = loss(targets(kind), outputs(kind, settings.get("from_logits", False)))
    assert answer == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("case", CASES["optimizers"], ids=ids)
def test_ten_steps_of_training(case, compiled):
    name, settings, expected = case
    model = nn.Sequential(
        [nn.Input((4,)), nn.Dense(3, activation="tanh", kernel_regularizer=nn.L2(0.01)),
         nn.Dense(4)]
    )  # fmt: skip
    model.build()
    model.set_weights([waves(w.shape, k) for k, w in enumerate(model.get_weights())])
    loss = nn.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(getattr(nn, name)(**settings), loss)
    history = model.fit(
        waves((12, 4), 0.1), targets("classes"), batch_size=6, epochs=5, shuffle=False,
        compiled=compiled,
    )  # fmt: skip
    assert model.optimizer.iterations == 10
    np.testing.assert_allclose(model.parameters.flat, expected["weights"], rtol=0, atol=1e-7)
    np.testing.assert_allclose(history.history["loss"], expected["loss"], rtol=1e-7)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("case", CASES["fits"], ids=lambda case: f"{case[1]}{case[2]}{case[3]}")
def test_a_few_epochs_of_training(case, compiled):
    (loss, given_to_loss), (optimizer, settings), given, callback, expected = case
    model = nn.Sequential([nn.Input((4,)), nn.Dense(3, activation="tanh"), nn.Dense(4)])
    model.build()
    model.set_weights([waves(w.shape, k) for k, w in enumerate(model.get_weights())])
    settings = dict(settings)
    if "schedule" in settings:
        name, arguments = settings.pop("schedule")
        settings["learning_rate"] = getattr(nn.schedules, name)(*arguments)
    model.compile(getattr(nn, optimizer)(**settings), getattr(nn, loss)(**given_to_loss))
    given = {"epochs": 3, **given}
    if "class_weight" in given:
        given["class_weight"] = dict(enumerate(given["class_weight"]))
    if given.pop("validation", False):
        given["validation_data"] = (waves((6, 4), 2.0), np.arange(6) % 4)
    if callback:
        given["callbacks"] = [getattr(nn.callbacks, callback[0])(**callback[1])]
    y = targets("columns" if loss == "CategoricalCrossentropy" else "classes")
    history = model.fit(
        waves((12, 4), 0.1), y, batch_size=5, shuffle=False, compiled=compiled, **given
    ).history
    assert history.keys() == expected["history"].keys()
    for key, numbers in expected["history"].items():
        np.testing.assert_allclose(history[key], numbers, rtol=3e-7)
    np.testing.assert_allclose(model.parameters.flat, expected["weights"], rtol=0, atol=5e-7)


@pytest.mark.parametrize("case", CASES["metrics"], ids=ids)
def test_metrics(case):
    name, settings, kind, expected = case
    answer = getattr(nn.metrics, name)(**settings)(targets(kind), outputs(kind, False))
    assert answer == pytest.approx(expected, rel=1e-7)

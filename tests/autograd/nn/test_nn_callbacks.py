"""Callbacks, driven by numbers that are put before them."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError
from autograd.nn.callbacks import (
    Callback,
    EarlyStopping,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
)

DATA = nn.datasets.course_blobs(40)


class Scripted(Callback):
    """Puts a number of ours in place of the loss, before other callbacks see it."""

    def __init__(self, numbers, key="val_loss"):
        self.numbers = numbers
        self.key = key

    def on_epoch_end(self, epoch, logs=None):
        logs[self.key] = self.numbers[epoch]


def run(callback, numbers, key="val_loss", epochs=None):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    model.fit(
        DATA.x, DATA.y, epochs=epochs or len(numbers), callbacks=[Scripted(numbers, key), callback]
    )
    return model


def test_early_stopping():
    numbers = [5.0, 4.0, 4.5, 4.4, 4.3, 1.0]
    stopping = EarlyStopping(patience=3)
    model = run(stopping, numbers)
    assert model.history.epoch == [0, 1, 2, 3, 4]
    assert stopping.stopped_epoch == 4
    assert stopping.best_epoch == 1
    assert run(EarlyStopping(patience=4), numbers).history.epoch[-1] == 5
    assert run(EarlyStopping(patience=1, min_delta=2.0), numbers).history.epoch == [0, 1]
    accuracy = EarlyStopping("val_accuracy", patience=2)
    assert run(accuracy, [0.1, 0.3, 0.2, 0.1, 0.9], "val_accuracy").history.epoch == [0, 1, 2, 3]


def test_the_best_weights_come_back():
    kept = []
    model = nn.Sequential([nn.Input((2,)), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    keep = LambdaCallback(on_epoch_end=lambda epoch, logs: kept.append(model.get_weights()))
    stopping = EarlyStopping(patience=2, restore_best_weights=True)
    scripted = Scripted([3.0, 2.0, 2.5, 2.6, 1.0])
    model.fit(DATA.x, DATA.y, epochs=5, callbacks=[keep, scripted, stopping])
    for now, then in zip(model.get_weights(), kept[1], strict=True):
        assert (now == then).all()


def test_reducing_the_rate():
    callback = ReduceLROnPlateau(factor=0.5, patience=2, cooldown=1, min_lr=0.0003)
    rates = []
    model = nn.Sequential([nn.Input((2,)), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    watch = LambdaCallback(on_epoch_end=lambda e, logs: rates.append(model.optimizer.rate))
    model.fit(DATA.x, DATA.y, epochs=9, callbacks=[Scripted([1.0] * 9), callback, watch])
    assert rates == pytest.approx([1e-3, 1e-3, 5e-4, 5e-4, 3e-4, 3e-4, 3e-4, 3e-4, 3e-4], rel=1e-9)


def test_checkpoints(tmp_path):
    run(ModelCheckpoint(tmp_path / "{epoch}-{val_loss:.1f}.npz"), [3.0, 4.0, 2.0])
    assert {p.name for p in tmp_path.iterdir()} == {"1-3.0.npz", "2-4.0.npz", "3-2.0.npz"}
    best = tmp_path / "best.npz"
    saved = []
    checkpoint = ModelCheckpoint(best, save_best_only=True)
    model = nn.Sequential([nn.Input((2,)), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    watch = LambdaCallback(on_epoch_end=lambda e, logs: saved.append(best.stat().st_mtime_ns))
    model.fit(DATA.x, DATA.y, epochs=3, callbacks=[Scripted([3.0, 4.0, 2.0]), checkpoint, watch])
    assert saved[0] == saved[1] != saved[2]
    for now, then in zip(model.get_weights(), nn.load_model(best).get_weights(), strict=True):
        assert (now == then).all()


def test_a_rate_for_each_epoch():
    rates = []
    model = nn.Sequential([nn.Input((2,)), nn.Dense(4)])
    model.compile(loss=nn.SparseCategoricalCrossentropy(from_logits=True), optimizer="sgd")
    watch = LambdaCallback(on_epoch_end=lambda e, logs: rates.append(model.optimizer.rate))
    model.fit(
        DATA.x, DATA.y, epochs=3, callbacks=[LearningRateScheduler(lambda e, r: r / 2), watch]
    )
    np.testing.assert_allclose(rates, [0.005, 0.0025, 0.00125])


def test_refusals():
    with pytest.raises(InputError, match="give validation_data"):
        run(EarlyStopping(), [1.0], key="other")
    with pytest.raises(InputError, match="mode"):
        EarlyStopping(mode="up")
    with pytest.raises(InputError, match="factor"):
        ReduceLROnPlateau(factor=2.0)
    with pytest.raises(InputError, match="no 'on_fire'"):
        LambdaCallback(on_fire=print)
    with pytest.raises(InputError, match="filled in"):
        run(ModelCheckpoint("{accuracy}.npz"), [1.0])

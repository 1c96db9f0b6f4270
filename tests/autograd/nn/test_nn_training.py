"""The loop: epochs, batches, and how it is broken off."""

from __future__ import annotations

import signal
import threading

import numpy as np
import pytest

from autograd import nn
from autograd.nn.callbacks import Callback

DATA = nn.datasets.course_blobs()


def small(seed=0):
    model = nn.Sequential(
        [nn.Input((2,)), nn.Dense(3, activation="tanh", name="layer1"), nn.Dropout(0.2),
         nn.Dense(4, name="layer2")],
        seed=seed,
    )  # fmt: skip
    model.compile("adam", nn.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    return model


def test_the_last_batch_may_be_smaller():
    model = small()
    seen = []

    class Watch(Callback):
        def on_train_batch_end(self, batch, logs=None):
            seen.append((batch, logs["loss"]))

    model.fit(DATA.x, DATA.y, batch_size=30, epochs=2, callbacks=[Watch()])
    assert [batch for batch, _ in seen] == [0, 1, 2, 3] * 2
    weights = np.array([30, 30, 30, 10]) / 100
    losses = np.array([loss for _, loss in seen]).reshape(2, 4)
    np.testing.assert_allclose(model.history.history["loss"], losses @ weights, rtol=1e-12)


@pytest.fixture
def interruptible():
    """Ctrl-C as in a terminal; a shell's background jobs are started deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_keeps_history_and_weights():
    class Impatient(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 2:
                signal.raise_signal(signal.SIGINT)

    model = small()
    history = model.fit(DATA.x, DATA.y, epochs=50, callbacks=[Impatient()])
    assert history.interrupted
    assert history.epoch == [0, 1]
    assert model.history is history
    assert model.optimizer.iterations == 9
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    model.fit(DATA.x, DATA.y, epochs=1)


def test_an_interrupt_raised_by_a_callback():
    class Stop(Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise KeyboardInterrupt

    history = small().fit(DATA.x, DATA.y, epochs=5, callbacks=[Stop()])
    assert history.interrupted
    assert not history.epoch


def test_training_in_another_thread_leaves_ctrl_c_alone():
    model, before = small(), signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=lambda: model.fit(DATA.x, DATA.y, epochs=2))
    thread.start()
    thread.join(60)
    assert model.history.epoch == [0, 1]
    assert signal.getsignal(signal.SIGINT) is before


def test_a_callback_may_stop_it_and_hears_of_every_event():
    heard = []

    class Listens(Callback):
        def on_train_begin(self, logs=None):
            heard.append("begin")

        def on_epoch_begin(self, epoch, logs=None):
            heard.append(epoch)

        def on_train_batch_begin(self, batch, logs=None):
            heard.append(f"batch {batch}")

        def on_epoch_end(self, epoch, logs=None):
            assert set(logs) == {"loss", "accuracy"}
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs=None):
            heard.append("end")

    history = small().fit(DATA.x, DATA.y, batch_size=50, epochs=9, callbacks=Listens())
    assert heard == ["begin", 0, "batch 0", "batch 1", 1, "batch 0", "batch 1", "end"]
    assert len(history.history["loss"]) == 2


def test_a_loss_that_is_not_finite_points_at_the_line_of_fit():
    model = small()
    with pytest.warns(nn.NetworkWarning, match="first number that is not finite") as caught:
        model.fit(np.where(DATA.x > 4, np.nan, DATA.x), DATA.y, epochs=3)
    assert caught[0].filename == __file__
    assert np.isfinite(model.parameters.flat).all()


def test_epochs_may_be_counted_on():
    model = small()
    model.fit(DATA.x, DATA.y, epochs=2)
    assert model.fit(DATA.x, DATA.y, epochs=4, initial_epoch=2).epoch == [2, 3]
    assert model.optimizer.iterations == 16

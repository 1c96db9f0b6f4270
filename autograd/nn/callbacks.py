"""Callbacks: what is done between epochs and batches of training; words and rules are Keras'."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograd.errors import InputError

if TYPE_CHECKING:
    from autograd.nn.model import Sequential

Logs = Mapping[str, Any]


class Callback:
    """Base of all callbacks. Override what you need; ``self.model`` is the network.

    logs: "loss", the metrics, and the same with ``val_`` before them. Setting
    ``self.model.stop_training = True`` ends the training after the epoch.
    """

    model: Sequential

    def set_model(self, model: Sequential) -> None:
        """Told before training which network it is."""
        self.model = model

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Before the first epoch."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """After the last epoch, and after an interrupt."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Before an epoch, counted from 0."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """After an epoch."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a batch, counted from 0 in each epoch."""

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a batch; logs has its own loss."""


def listed(callbacks: Any) -> list[Callback]:
    """One callback, several, or None as a list; `InputError` for what is none."""
    several = [callbacks] if callable(callbacks) or isinstance(callbacks, Callback) else callbacks
    found = list(several or ())
    for callback in found:
        if not isinstance(callback, Callback):
            raise InputError(f"A callback derives from nn.callbacks.Callback: {callback!r}.")
    return found


class History(Callback):
    """What `fit` returns: ``history["loss"]`` has one number an epoch, ``epoch`` their numbers.

    interrupted: whether the training was broken off from the keyboard.
    """

    def __init__(self) -> None:
        self.history: dict[str, list[Any]] = {}
        self.epoch: list[int] = []
        self.interrupted = False

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """See `Callback`."""
        self.epoch.append(epoch)
        for key, number in (logs or {}).items():
            self.history.setdefault(key, []).append(number)


class LambdaCallback(Callback):
    """Functions in place of methods: ``LambdaCallback(on_epoch_end=lambda epoch, logs: …)``."""

    def __init__(self, **functions: Callable[..., Any]) -> None:
        for name, function in functions.items():
            if not name.startswith("on_") or not hasattr(Callback, name):
                raise InputError(f"A callback has no {name!r}.")
            setattr(self, name, function)


class Monitor(Callback):
    """Base of callbacks that watch one number: is it better than the best before?

    mode: "min", "max", or "auto", which is "max" for accuracies and the like.
    """

    _LARGER_IS_BETTER = ("acc", "auc", "precision", "recall", "f1")

    def __init__(self, monitor: str, mode: str, min_delta: float) -> None:
        if mode not in ("auto", "min", "max"):
            raise InputError(f'mode is "auto", "min" or "max", not {mode!r}.')
        larger = any(word in monitor for word in self._LARGER_IS_BETTER)
        self.monitor = monitor
        self.sign = -1.0 if mode == "max" or (mode == "auto" and larger) else 1.0
        self.min_delta = abs(min_delta)
        self.best = math.inf

    def seen(self, logs: Logs | None) -> float:
        """The watched number; `InputError` where there is none of that name."""
        if not logs or self.monitor not in logs:
            raise InputError(
                f"{type(self).__name__} watches {self.monitor!r}, which this training does not "
                f"have; it has {', '.join(logs or ())}. For val_… give validation_data or "
                "validation_split."
            )
        return float(logs[self.monitor])

    def is_better(self, number: float) -> bool:
        """Whether the number is the best so far; it is remembered then."""
        if not self.sign * number < self.best - self.min_delta:
            return False
        self.best = self.sign * number
        return True


class EarlyStopping(Monitor):
    """Ends the training when the watched number was not better for ``patience`` epochs.

    restore_best_weights: puts the weights of the best epoch back at the end. baseline: a number
    to be better than from the start. start_from_epoch: epochs to let pass first.
    """

    def __init__(
        self, monitor: str = "val_loss", min_delta: float = 0.0, patience: int = 0,
        mode: str = "auto", baseline: float | None = None, restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:  # fmt: skip
        super().__init__(monitor, mode, min_delta)
        self.patience = patience
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """See `Callback`."""
        self.best = math.inf if self.baseline is None else self.sign * self.baseline
        self.wait = 0
        self.stopped_epoch = 0
        self.best_epoch = 0
        self.best_weights: list[Any] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """See `Callback`."""
        number = self.seen(logs)
        if epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.is_better(number):
            self.wait = 0
            self.best_epoch = epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
        if self.wait >= max(self.patience, 1):
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs | None = None) -> None:
        """See `Callback`."""
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)


class ModelCheckpoint(Monitor):
    """Saves the network after every epoch, or only after those that were the best so far.

    filepath: may contain ``{epoch}``, ``{loss:.3f}`` and the like.
    """

    def __init__(
        self, filepath: str | Path, monitor: str = "val_loss", save_best_only: bool = False,
        mode: str = "auto",
    ) -> None:  # fmt: skip
        super().__init__(monitor, mode, 0.0)
        self.filepath = str(filepath)
        self.save_best_only = save_best_only

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """See `Callback`."""
        if self.save_best_only and not self.is_better(self.seen(logs)):
            return
        try:
            path = self.filepath.format(epoch=epoch + 1, **dict(logs or {}))
        except (KeyError, IndexError, ValueError) as error:
            raise InputError(f"filepath={self.filepath!r} cannot be filled in: {error}.") from error
        self.model.save(path)


class ReduceLROnPlateau(Monitor):
    """Multiplies the learning rate by ``factor`` when the number got no better for ``patience``
    epochs; then waits ``cooldown`` epochs before it counts again."""

    def __init__(
        self, monitor: str = "val_loss", factor: float = 0.1, patience: int = 10,
        mode: str = "auto", min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__(monitor, mode, min_delta)
        if not 0 < factor < 1:
            raise InputError(f"factor is between 0 and 1, not {factor!r}.")
        self.factor = factor
        self.patience = patience
        self.cooldown = cooldown
        self.min_lr = min_lr

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """See `Callback`."""
        self.best = math.inf
        self.wait = 0
        self.cooling = 0

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """See `Callback`."""
        number = self.seen(logs)
        if self.cooling:
            self.cooling -= 1
            self.wait = 0
        if self.is_better(number):
            self.wait = 0
        elif not self.cooling:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce()

    def _reduce(self) -> None:
        optimizer = self.model.optimizer
        rate = optimizer.learning_rate
        if not isinstance(rate, (int, float)):
            raise InputError("ReduceLROnPlateau needs a learning rate that is no schedule.")
        optimizer.learning_rate = max(rate * self.factor, self.min_lr)
        self.cooling = self.cooldown
        self.wait = 0


class LearningRateScheduler(Callback):
    """Sets the rate before every epoch to ``schedule(epoch, rate)``."""

    def __init__(self, schedule: Callable[[int, float], float]) -> None:
        self.schedule = schedule

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """See `Callback`."""
        optimizer = self.model.optimizer
        optimizer.learning_rate = float(self.schedule(epoch, optimizer.rate))

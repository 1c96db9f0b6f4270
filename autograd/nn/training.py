"""The training loop: epochs of batches, what is told to callbacks, and how it is broken off."""

from __future__ import annotations

import math
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from autograd.nn.callbacks import Callback, History
from autograd.nn.initializers import Floats
from autograd.nn.progress import Progress
from autograd.nn.samples import Batches, Samples
from autograd.nn.steps import Batch
from autograd.nn.warned import NetworkWarning

if TYPE_CHECKING:
    from autograd.nn.model import Sequential


Step = Callable[[Batch], tuple[float, Floats]]


class Interrupt:
    """Whether somebody asked to stop."""

    asked = False


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """A first Ctrl-C inside the ``with`` is noted, so that a step is always whole; a second one
    is a `KeyboardInterrupt` at once."""
    interrupt = Interrupt()
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not usual or threading.current_thread() is not threading.main_thread():
        yield interrupt
        return

    def note(number: int, frame: FrameType | None) -> None:
        if interrupt.asked:
            raise KeyboardInterrupt
        interrupt.asked = True

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


class Training:
    """One call of `fit`."""

    def __init__(
        self, model: Sequential, batches: Batches, held_out: Samples | None,
        callbacks: Sequence[Callback], progress: Progress,
    ) -> None:  # fmt: skip
        self.model = model
        self.batches = batches
        self.held_out = held_out
        self.history = History()
        self.callbacks = [*callbacks, self.history]
        self.progress = progress
        self.each_batch = _overridden(callbacks)
        for callback in self.callbacks:
            callback.set_model(model)

    def run(self, step: Step, first: int, epochs: int) -> History:
        """All epochs. An interrupt ends them; what was reached is kept."""
        self.model.stop_training = False
        with interruptible() as interrupt:
            try:
                self._tell("on_train_begin")
                for epoch in range(first, epochs):
                    self._epoch(epoch, step, interrupt)
                    if interrupt.asked or self.model.stop_training:
                        break
            except KeyboardInterrupt:
                interrupt.asked = True
            self.history.interrupted = self.progress.interrupted = interrupt.asked
            self._tell("on_train_end")
        return self.history

    def _tell(self, event: str, *told: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, event)(*told)

    def _epoch(self, epoch: int, step: Step, interrupt: Interrupt) -> None:
        self._tell("on_epoch_begin", epoch)
        optimizer, parameters = self.model.optimizer, self.model.parameters.flat
        total, seen = 0.0, 0
        for number, batch in enumerate(self.batches.epoch()):
            for callback in self.each_batch:
                callback.on_train_batch_begin(number)
            loss, gradient = step(batch)
            if not math.isfinite(loss):
                self._stop(loss, batch)
                break
            optimizer.step(parameters, gradient)
            total += loss * len(batch)
            seen += len(batch)
            self.progress.batch(epoch, number, total / seen)
            for callback in self.each_batch:
                callback.on_train_batch_end(number, {"loss": loss})
            if interrupt.asked:
                return
        self._end_of_epoch(epoch, total / seen if seen else math.nan)

    def _end_of_epoch(self, epoch: int, loss: float) -> None:
        logs: dict[str, Any] = {"loss": loss}
        logs.update(self.model.measured(self.batches.of))
        if self.held_out is not None:
            held_out = self.model.measured(self.held_out, loss=True)
            logs.update({f"val_{key}": number for key, number in held_out.items()})
        self.progress.epoch(epoch, logs)
        self._tell("on_epoch_end", epoch, logs)

    def _stop(self, loss: float, batch: Batch) -> None:
        """Says where a loss that is not finite comes from; the weights are those before it."""
        from autograd.nn.advice import not_finite

        self.model.stop_training = True
        told = not_finite(self.model.recorded_loss, self.model.parameters.views, batch)
        warnings.warn(f"The loss is {loss}. {told}", NetworkWarning, stacklevel=5)


def _overridden(callbacks: Sequence[Callback]) -> list[Callback]:
    """The callbacks that do something at every batch; the others are not asked."""
    names = ("on_train_batch_begin", "on_train_batch_end")
    return [
        callback
        for callback in callbacks
        if any(
            getattr(getattr(callback, name, None), "__func__", callback)
            is not getattr(Callback, name)
            for name in names
        )
    ]

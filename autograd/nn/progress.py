"""Progress of a training, for whoever watches: a bar in a terminal, a line in a notebook.

verbose: "auto" shows where there is somebody to see it; 0 is silent; 1 shows, also where the
output is a file: one line an epoch there; 2 writes one line an epoch anywhere.
"""

from __future__ import annotations

import sys
import time
from typing import Any, TextIO

from autograd.errors import InputError

EVERY = 0.1
"""Seconds between two looks at the bar: drawing must not slow the training."""


class Progress:
    """Base, and the silent one. Called with every batch and every epoch."""

    def begin(self, epochs: int, steps: int) -> None:
        """Before the first epoch."""

    def batch(self, epoch: int, step: int, loss: float) -> None:
        """After a batch, with the mean loss so far."""

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """After an epoch."""

    def end(self, interrupted: bool) -> None:
        """After the last epoch."""


def described(logs: dict[str, Any]) -> str:
    """Loss and metrics as ``loss: 0.0321 - accuracy: 0.9912``."""
    return " - ".join(f"{key}: {_short(number)}" for key, number in logs.items())


def _short(number: Any) -> str:
    try:
        return f"{float(number):.4f}" if abs(float(number)) >= 1e-3 else f"{float(number):.3g}"
    except TypeError:
        return " ".join(f"{float(each):.4f}" for each in number)


class Lines(Progress):
    """One line an epoch; with ``live`` the line of the running epoch is written over."""

    def __init__(self, file: TextIO, live: bool) -> None:
        self.file = file
        self.live = live

    def begin(self, epochs: int, steps: int) -> None:
        """See `Progress`."""
        self.epochs, self.steps = epochs, steps
        self.started = self.epoch_started = time.monotonic()
        self.next = self.started + EVERY
        self.done = 0

    def batch(self, epoch: int, step: int, loss: float) -> None:
        """See `Progress`."""
        now = time.monotonic()
        if not self.live or now < self.next:
            return
        self.next = now + EVERY
        part = self.done + (step + 1) / self.steps
        left = (now - self.started) * max(self.epochs - part, 0.0) / part
        self._write(f"Epoch {epoch + 1} {step + 1}/{self.steps} - loss: {loss:.4f}", left)

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """See `Progress`."""
        now = time.monotonic()
        took = now - self.epoch_started
        self.done += 1
        self.epoch_started = now
        line = f"Epoch {epoch + 1} {took:.1f}s - {described(logs)}"
        self.file.write(f"\r{line:<78}\n" if self.live else f"{line}\n")
        self.file.flush()

    def end(self, interrupted: bool) -> None:
        """See `Progress`."""
        if interrupted:
            self.file.write("\nInterrupted: weights and history are kept.\n")
            self.file.flush()

    def _write(self, line: str, left: float) -> None:
        self.file.write(f"\r{f'{line} - {left:.0f}s left':<78}")
        self.file.flush()


class Bar(Progress):
    """A bar that stays in its place, with loss, metrics and the time that is left."""

    def begin(self, epochs: int, steps: int) -> None:
        """See `Progress`."""
        from rich import progress

        self.epochs, self.steps = epochs, steps
        self.done = 0
        self.bar = progress.Progress(
            progress.TextColumn("Epoch {task.fields[number]}/{task.fields[epochs]}"),
            progress.BarColumn(bar_width=12),
            progress.TextColumn("{task.fields[told]}"),
            progress.TimeRemainingColumn(compact=True),
            progress.TextColumn("left"),
            auto_refresh=False,
        )
        self.task = self.bar.add_task(
            "", total=epochs * steps, number=0, epochs=epochs, told="recording"
        )
        self.bar.start()
        self.next = 0.0

    def batch(self, epoch: int, step: int, loss: float) -> None:
        """See `Progress`."""
        now = time.monotonic()
        if now < self.next:
            return
        self.next = now + EVERY
        self.bar.update(self.task, completed=self.done * self.steps + step + 1, number=epoch + 1)
        if not self.done:
            self.bar.update(self.task, told=f"loss: {loss:.4f}")
        self.bar.refresh()

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """See `Progress`."""
        self.done += 1
        self.bar.update(
            self.task, completed=self.done * self.steps, number=epoch + 1, told=described(logs)
        )
        self.batch(epoch, -1, 0.0)

    def end(self, interrupted: bool) -> None:
        """See `Progress`."""
        self.bar.refresh()
        self.bar.stop()
        if interrupted:
            self.bar.console.print("Interrupted: weights and history are kept.")


def chosen(verbose: int | str) -> Progress:
    """The progress for a setting of ``verbose``; `InputError` for one that there is not."""
    if verbose not in ("auto", 0, 1, 2):
        raise InputError(f'verbose is "auto", 0, 1 or 2, not {verbose!r}.')
    if verbose == 2:
        return Lines(sys.stdout, live=False)
    if verbose == 0:
        return Progress()
    if in_notebook():
        return Lines(sys.stdout, live=True)
    if sys.stdout.isatty():
        return Bar()
    return Lines(sys.stdout, live=False) if verbose == 1 else Progress()


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return type(running).__name__ == "ZMQInteractiveShell"

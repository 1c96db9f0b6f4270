"""Progress of a training, for whoever watches: a bar in a terminal or in a notebook's cell.

verbose: "auto" shows where there is somebody to see it; 0 is silent; 1 shows, also where the
output is a file: one line an epoch there; 2 writes one line an epoch anywhere.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from autograd.errors import InputError

EVERY = 0.1
"""Seconds between two drawings of the bar: they must not slow the training."""


class Progress:
    """Base, and the silent one. Called before training, with every batch and every epoch."""

    interrupted = False

    def begin(self, epochs: int, steps: int, first: int = 0) -> None:
        """At the start of `fit`, before anything is recorded; first: epochs that were before."""

    def tell(self, doing: str) -> None:
        """What is done before the first epoch."""

    def batch(self, epoch: int, step: int, loss: float) -> None:
        """After a batch, with the mean loss so far."""

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """After an epoch."""

    def end(self) -> None:
        """At the end, also where an error or an interrupt brings it."""


@contextmanager
def watched(shown: Progress, epochs: int, steps: int, first: int) -> Iterator[None]:
    """Begins and ends a progress around what is watched."""
    shown.begin(epochs, steps, first)
    try:
        yield
    finally:
        shown.end()


def described(logs: dict[str, Any]) -> str:
    """Loss and metrics as ``loss: 0.0321 - accuracy: 0.9912``."""
    return " - ".join(f"{key}: {_short(number)}" for key, number in logs.items())


def _short(number: Any) -> str:
    try:
        return f"{float(number):.4f}" if abs(float(number)) >= 1e-3 else f"{float(number):.3g}"
    except TypeError:
        return " ".join(f"{float(each):.4f}" for each in number)


INTERRUPTED = "Interrupted: weights and history are kept."


class Lines(Progress):
    """One line an epoch, for files."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def begin(self, epochs: int, steps: int, first: int = 0) -> None:
        """See `Progress`."""
        self.started = time.monotonic()

    def tell(self, doing: str) -> None:
        """See `Progress`; the seconds of an epoch are its own."""
        self.started = time.monotonic()

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """See `Progress`."""
        now = time.monotonic()
        self._write(f"Epoch {epoch + 1} {now - self.started:.1f}s - {described(logs)}")
        self.started = now

    def end(self) -> None:
        """See `Progress`."""
        if self.interrupted:
            self._write(INTERRUPTED)

    def _write(self, line: str) -> None:
        self.file.write(f"{line}\n")
        self.file.flush()


class Live(Progress):
    """Base of what stays in its place and is drawn anew, at most every `EVERY` seconds."""

    def begin(self, epochs: int, steps: int, first: int = 0) -> None:
        """See `Progress`."""
        self.epochs, self.steps, self.first = epochs, steps, first
        self.number = min(first + 1, epochs)  # of the running epoch
        self.part = 0.0  # of all batches
        self.told = ""
        self.prepared = time.monotonic()
        self.started = self.next = 0.0
        self.open()

    def tell(self, doing: str) -> None:
        """See `Progress`."""
        self.told = f"{doing} …"
        self.draw()
        self.prepared = time.monotonic()

    def batch(self, epoch: int, step: int, loss: float) -> None:
        """See `Progress`."""
        now = time.monotonic()
        self.started = self.started or self.prepared
        if now < self.next:
            return
        self.next = now + EVERY
        self.reached(epoch, step + 1)
        if epoch == self.first:
            self.told = f"loss: {_short(loss)}"
        self.draw()

    def epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """See `Progress`."""
        self.reached(epoch, self.steps)
        self.told = described(logs)
        if time.monotonic() >= self.next:
            self.draw()

    def reached(self, epoch: int, steps: int) -> None:
        """Notes how far the training is."""
        self.number = epoch + 1
        self.part = (epoch - self.first + steps / self.steps) / (self.epochs - self.first)

    def end(self) -> None:
        """See `Progress`."""
        if self.interrupted:
            self.told = f"{self.told} {INTERRUPTED}".lstrip()
        self.draw()
        self.close()

    @property
    def time(self) -> str:
        """What is left, or where nothing is, how long it took."""
        if not self.started:
            return ""
        took = time.monotonic() - self.started
        if self.part >= 1.0 or self.interrupted:
            return f"in {_seconds(took)}"
        return f"{_seconds(took * (1 - self.part) / self.part)} left" if self.part else ""

    @property
    def line(self) -> str:
        """What is shown beside the bar."""
        return " - ".join(filter(None, (self.told, self.time)))

    def open(self) -> None:
        """Makes the place."""

    def draw(self) -> None:
        """Shows what is known."""

    def close(self) -> None:
        """Leaves the place as it is."""


class Bar(Live):
    """A bar in a terminal, with loss, metrics and the time that is left."""

    def open(self) -> None:
        """See `Live`."""
        from rich import progress

        epoch = progress.TextColumn("{task.fields[epoch]}")
        line = progress.TextColumn("{task.fields[line]}")
        bar = progress.BarColumn(bar_width=12)
        self.bar = progress.Progress(epoch, bar, line, auto_refresh=False)
        self.task = self.bar.add_task("", total=1.0, epoch="", line="")
        self.bar.start()

    def draw(self) -> None:
        """See `Live`."""
        epoch = f"Epoch {self.number}/{self.epochs}"
        self.bar.update(self.task, completed=self.part, epoch=epoch, line=self.line, refresh=True)

    def close(self) -> None:
        """See `Live`."""
        self.bar.stop()


def _seconds(seconds: float) -> str:
    if seconds >= 3600:
        return f"{seconds / 3600:.1f} h"
    if seconds >= 100:
        return f"{seconds / 60:.0f} min"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def chosen(verbose: int | str) -> Progress:
    """The progress for a setting of ``verbose``; `InputError` for one that there is not."""
    if verbose not in ("auto", 0, 1, 2):
        raise InputError(f'verbose is "auto", 0, 1 or 2, not {verbose!r}.')
    if verbose == 2:
        return Lines(sys.stdout)
    if verbose == 0:
        return Progress()
    if in_notebook():
        from autograd.nn.notebook import Cell

        return Cell()
    if sys.stdout.isatty():
        return Bar()
    return Lines(sys.stdout) if verbose == 1 else Progress()


def in_notebook() -> bool:
    """Whether a Jupyter kernel runs this."""
    shell = sys.modules.get("IPython")
    running = shell.get_ipython() if shell is not None else None
    return any(cls.__name__ == "ZMQInteractiveShell" for cls in type(running).__mro__)

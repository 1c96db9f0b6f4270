"""What somebody who watches a training sees: in a file, in a terminal, in a notebook."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace

import pytest

from autograd import nn
from autograd.errors import InputError
from autograd.nn import notebook, progress

DATA = nn.datasets.course_blobs(60)


def train(monkeypatch, shown, **settings):
    monkeypatch.setattr(progress, "EVERY", 0.0)
    monkeypatch.setattr(progress, "chosen", lambda verbose: shown)
    model = nn.Sequential([nn.Input((2,)), nn.Dense(3, activation="tanh"), nn.Dense(4)])
    model.compile("adam", nn.SparseCategoricalCrossentropy(from_logits=True), ["accuracy"])
    return model.fit(DATA.x / 5, DATA.y, epochs=3, **settings)


class Watched(progress.Live):
    """Keeps what it would show."""

    def open(self):
        self.seen = []

    def draw(self):
        self.seen.append((self.number, round(self.part, 3), self.told, self.time))

    def close(self):
        self.seen.append("closed")


def test_nothing_is_hidden_from_the_first_second_on(monkeypatch):
    shown = Watched()
    train(monkeypatch, shown, validation_split=0.2)
    told = [each[2] for each in shown.seen[:-1]]
    assert told[0] == "looking at the units …"
    before = told[: next(k for k, text in enumerate(told) if text.startswith("loss"))]
    for doing in ("recording the loss of one sample …", "compiling the loss …",
                  "recording the output of one sample …", "compiling the output …"):  # fmt: skip
        assert doing in before
    numbers = [each[0] for each in shown.seen[:-1]]
    parts = [each[1] for each in shown.seen[:-1]]
    assert numbers == sorted(numbers)
    assert parts == sorted(parts)
    assert parts[0] == 0.0
    assert parts[-1] == 1.0
    assert any(each[3].endswith("left") for each in shown.seen[:-1])
    last = shown.seen[-2]
    assert last[0] == 3
    assert "val_accuracy: " in last[2]
    assert last[3].startswith("in ")
    assert shown.seen[-1] == "closed"


def test_epochs_that_were_before_are_counted(monkeypatch):
    shown = Watched()
    train(monkeypatch, shown, initial_epoch=1)
    numbers = [each[0] for each in shown.seen[:-1]]
    assert numbers[0] == 2
    assert numbers[-1] == 3
    assert shown.seen[-2][1] == 1.0


def test_an_error_or_an_interrupt_closes_it(monkeypatch):
    class Breaks(nn.Callback):
        def __init__(self, error):
            self.error = error

        def on_epoch_end(self, epoch, logs=None):
            raise self.error

    shown = Watched()
    with pytest.raises(ZeroDivisionError):
        train(monkeypatch, shown, callbacks=Breaks(ZeroDivisionError()))
    assert shown.seen[-1] == "closed"
    shown = Watched()
    assert train(monkeypatch, shown, callbacks=Breaks(KeyboardInterrupt())).interrupted
    assert "weights and history are kept" in shown.seen[-2][2]


def test_the_bar_of_a_terminal(monkeypatch):
    master, slave = os.openpty()
    with os.fdopen(slave, "w") as terminal:
        monkeypatch.setattr("sys.stdout", terminal)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "120")
        bar = progress.chosen("auto")
        assert isinstance(bar, progress.Bar)
        train(monkeypatch, bar)
        terminal.flush()
        text = os.read(master, 100_000).decode()
    os.close(master)
    for part in ("compiling the loss", "Epoch 1/3", "Epoch 3/3", "loss: ", "accuracy: "):
        assert part in text


def test_the_cell_of_a_notebook(monkeypatch):
    shown = notebook.Cell()
    seen = []
    handle = SimpleNamespace(update=lambda bundle, raw: seen.append(bundle))
    monkeypatch.setattr(notebook.Cell, "open", lambda self: setattr(self, "handle", handle))
    train(monkeypatch, shown)
    assert any("compiling the loss" in bundle["text/html"] for bundle in seen)
    last = seen[-1]
    assert '<progress value="1.0000" max="1"' in last["text/html"]
    assert last["text/plain"].startswith("Epoch 3/3 - loss: ")
    shown.told = "<b>"
    assert "&lt;b&gt;" in shown.bundle()["text/html"]


def test_one_line_an_epoch_in_a_file(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stdout", screen)
    for verbose in ("auto", 0):
        assert type(progress.chosen(verbose)) is progress.Progress
    train(monkeypatch, progress.chosen(1))
    lines = screen.getvalue().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("Epoch 1 ")
    assert "loss: " in lines[2]
    assert "accuracy: " in lines[2]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.04, "0.0 s"), (9.96, "10.0 s"), (42, "42 s"), (600, "10 min"),
                          (9000, "2.5 h")],
)  # fmt: skip
def test_seconds(seconds, text):
    assert progress._seconds(seconds) == text


def test_a_kernel_is_known_by_its_shell(monkeypatch):
    class ZMQInteractiveShell:
        pass

    class Shell(ZMQInteractiveShell):
        pass

    for shell, found in ((Shell(), True), (object(), False), (None, False)):
        there = SimpleNamespace(get_ipython=lambda shell=shell: shell)
        monkeypatch.setitem(sys.modules, "IPython", there)
        assert progress.in_notebook() is found


def test_what_verbose_may_be():
    with pytest.raises(InputError, match="verbose"):
        progress.chosen(7)

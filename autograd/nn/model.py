"""`Sequential`: a network, in Keras' words: compile, fit, evaluate, predict, summary, save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd.arrays import Array, array
from autograd.errors import InputError
from autograd.nn import (
    advice,
    losses,
    metrics,
    optimizers,
    progress,
    rounding,
    storage,
)
from autograd.nn.callbacks import Callback, History, listed
from autograd.nn.initializers import Floats
from autograd.nn.layers.base import whole
from autograd.nn.losses import Loss
from autograd.nn.metrics import Metric
from autograd.nn.network import Network
from autograd.nn.programs import Programs, Tell, silent
from autograd.nn.recording import Recorded, loss_of, named
from autograd.nn.registry import registered
from autograd.nn.samples import Batches, Samples, inputs, samples, split
from autograd.nn.steps import Compiled, OnNodes
from autograd.nn.training import Training
from autograd.program import Program

if TYPE_CHECKING:
    from autograd.roundoff import Report

AT_ONCE = 1024
"""Samples that are looked at together where no gradient is needed."""


@registered
@dataclass(eq=False)
class Sequential(Network):
    """Layers one after another, and all that is done with them.

    layers, input_shape, seed, name: see `autograd.nn.network.Network` and
    `autograd.nn.stack.Stack`.

    stop_training: set it to end the training after an epoch. history: that of the last `fit`.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stop_training = False
        self.history: History | None = None
        self._loss: Loss | None = None
        self._metrics: list[Metric] = []
        self._optimizer: optimizers.Optimizer | None = None
        self._programs = Programs(self)

    def forget(self) -> None:
        """See `Network.forget`."""
        self._programs = Programs(self)

    # --- training

    def compile(self, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = ()) -> None:
        """Chooses what is made small, by what, and what is measured: names or objects.

        Raises `InputError` for names that there are not; warns (`NetworkWarning`) where the loss
        does not fit the last activation.
        """
        if loss is None:
            raise InputError("compile needs a loss.")
        self.assemble(optimizer, loss, metrics)
        advice.warn(advice.of_network(self, self.loss))

    def assemble(self, optimizer: Any, loss: Any, measures: Any) -> None:
        """As `compile`, without looking for what is not meant."""
        several = measures if isinstance(measures, (list, tuple)) else [measures]
        self._loss = losses.get(loss)
        self._optimizer = optimizers.get(optimizer)
        self._metrics = [metrics.get(each, self._loss) for each in several if each is not None]
        self.forget()

    @property
    def is_compiled(self) -> bool:
        """Whether there is a loss."""
        return self._loss is not None

    @property
    def loss(self) -> Loss:
        """The loss; `InputError` before `compile`."""
        if self._loss is None:
            raise InputError("Call compile(optimizer=…, loss=…) first.")
        return self._loss

    @property
    def optimizer(self) -> optimizers.Optimizer:
        """The optimizer; `InputError` before `compile`."""
        if self._optimizer is None:
            raise InputError("Call compile(optimizer=…, loss=…) first.")
        return self._optimizer

    @property
    def metrics(self) -> list[Metric]:
        """The metrics."""
        return self._metrics

    def fit(
        self, x: Any, y: Any, batch_size: int | None = 32, epochs: int = 1,
        verbose: int | str = "auto", callbacks: Callback | Sequence[Callback] | None = None,
        validation_split: float = 0.0, validation_data: Sequence[Any] | None = None,
        shuffle: bool = True, class_weight: Mapping[int, float] | None = None,
        sample_weight: Any = None, initial_epoch: int = 0, *, compiled: bool = True,
        seed: int | None = None,
    ) -> History:  # fmt: skip
        """Trains on samples and targets; returns the `History`.

        compiled: record one sample, compile it and train on whole batches; False trains on the
        nodes, with the same numbers. seed: of the shuffling and the dropout; the network's where
        left out. validation_split takes the last samples, before shuffling. The loss of an epoch is
        the mean over its batches, metrics are measured at its end. Ctrl-C ends the training after
        the step and keeps weights and history.

        Raises `InputError` where data and network do not fit; warns (`NetworkWarning`) of what is
        most likely not meant.
        """
        given = inputs(x)
        self.ready(given)
        train = samples(given, y, self.loss, self.output_shape, sample_weight, class_weight)
        held_out = self._held_out(validation_data)
        if held_out is None and validation_split:
            train, held_out = split(train, validation_split)
        if not self.parameters.flat.size:
            raise InputError("The network has no weights to train.")
        self.optimizer.build(self.parameters.parts)
        rng = self.random(1, self.optimizer.iterations, seed=seed)
        batches = Batches(train, self, batch_size, shuffle, rng)
        shown = progress.chosen(verbose)
        training = Training(self, batches, held_out, listed(callbacks), shown)
        self.history = training.history
        whole(epochs, "epochs")
        with progress.watched(shown, epochs, batches.steps, initial_epoch):
            shown.tell("looking at the units")
            advice.warn(advice.of_data(self, train.x))
            step = self._step(train, held_out, compiled, shown.tell)
            return training.run(step, initial_epoch, epochs)

    def _held_out(self, given: Sequence[Any] | None) -> Samples | None:
        if given is None:
            return None
        if len(given) not in (2, 3):
            raise InputError("validation_data is (x, y) or (x, y, sample_weight).")
        x = inputs(given[0])
        self.ready(x)
        return samples(x, given[1], self.loss, self.output_shape, *given[2:])

    def _step(
        self, train: Samples, held_out: Samples | None, fast: bool, tell: Tell = silent
    ) -> Compiled | OnNodes:
        """The step of a training; all that is compiled for it is compiled here."""
        if self._metrics:
            self._programs.output(train.x[0], tell)
        if held_out is not None:
            self._programs.loss(held_out, tell)
        if not fast:
            return OnNodes(self.recorded_loss, self.parameters)
        return Compiled(self._programs.loss(train, tell, training=True), self.parameters)

    @property
    def recorded_loss(self) -> Recorded:
        """The loss of one sample, a function that records; see `autograd.nn.recording`."""
        return loss_of(self, self.loss, self.slots)

    # --- use

    def predict(self, x: Any, batch_size: int = AT_ONCE, verbose: int | str = 0) -> Floats:
        """The outputs, one row a sample; verbose is there for Keras' sake.

        Raises `InputError` for samples of another shape.
        """
        given = inputs(x)
        self.ready(given)
        program = self._programs.output(given[0])
        size = whole(batch_size, "batch_size")
        rows = [
            program(self.parameters.views, given[at : at + size])
            for at in range(0, len(given), size)
        ]
        return np.concatenate(rows)

    def __call__(self, x: Any) -> Any:
        """The outputs of a batch of numbers; of one sample of Values the recorded output."""
        if isinstance(x, Array):
            self.ready(x.values[None])
            return self.call(x, named(self.parameters.views), {})
        return self.predict(x)

    def evaluate(
        self, x: Any, y: Any, batch_size: int = AT_ONCE, verbose: int | str = 0,
        sample_weight: Any = None, *, return_dict: bool = False,
    ) -> Any:  # fmt: skip
        """The loss, or where there are metrics a list of the loss and the metrics.

        return_dict: by name; verbose is there for Keras' sake. Raises `InputError` where data and
        network do not fit.
        """
        given = inputs(x)
        self.ready(given)
        found = samples(given, y, self.loss, self.output_shape, sample_weight)
        measured = self.measured(found, loss=True, size=whole(batch_size, "batch_size"))
        if return_dict:
            return measured
        numbers = list(measured.values())
        return numbers if self._metrics else numbers[0]

    def measured(self, of: Samples, *, loss: bool = False, size: int = AT_ONCE) -> dict[str, Any]:
        """The metrics of samples by name, and the loss in front where asked for."""
        found: dict[str, Any] = {}
        if loss:
            program = self._programs.loss(of)
            parts = [of.batch(part=slice(at, at + size)) for at in range(0, len(of), size)]
            each = [program(self.parameters.views, b.x, b.y, b.weight, {}) for b in parts]
            found["loss"] = float(np.concatenate(each).mean())
        if self._metrics:
            outputs = self.predict(of.x, size)
            found.update({str(m.name): m(of.y, outputs) for m in self._metrics})
        return found

    # --- glass

    def graph(self, x: Any, y: Any = None) -> Any:
        """The recorded graph of one sample: its loss, or without ``y`` its output.

        Weights are leaves named by layer (``layer1/kernel[3,5]``), the input ``x[…]``; every layer
        and unit is a scope. The numbers are those of the moment.
        """
        one = np.asarray(x, dtype=float)
        if self.input_shape is not None and one.shape != self.input_shape:
            one = one.reshape(one.shape[1:] if one.shape[:1] == (1,) else one.shape)
        self.ready(one[None])
        weights = named(self.parameters.views)
        recorded_x = array(one, name="x")
        if y is None:
            return self.call(recorded_x, weights, {})
        target = self.loss.targets(np.asarray(y)[None], self.output_shape)[0]
        return self.recorded_loss(weights, recorded_x, array(target, name="y"), None, {})

    def roundoff(
        self, x: Any, y: Any, *, precision: str = "float64", wrt: str | None = None,
        remedy: bool = True,
    ) -> Report:  # fmt: skip
        """How many digits of the loss are right, at which node the others were lost, and whether
        ``from_logits`` repairs it: a report of `autograd.roundoff`.

        x, y: one sample with its target, or several, of which the worst is reported (some of
        them, evenly, where all would take long). precision: float64, float32, float16 or bfloat16.
        wrt: a weight such as ``"layer1/kernel[3,5]"``, or ``"x[0]"``: the derivative of the loss
        with respect to it is looked at in place of the loss. remedy: whether to look for a repair.
        Raises `InputError` where data and network do not fit, and for a loss of more than 20,000
        steps.
        """
        given = inputs(x)
        if self.input_shape is not None and np.shape(x) == self.input_shape:
            given, y = inputs([x]), np.asarray(y)[None]
        self.ready(given)
        of = samples(given, y, self.loss, self.output_shape)
        return rounding.roundoff(self, of, precision, wrt, remedy)

    @property
    def program(self) -> Program:
        """The compiled loss of one sample, as `fit` runs it; ``.source`` is readable.

        Raises `InputError` before `compile` and before the shape of a sample is known.
        """
        if not self.built:
            self.build()
        shape = self.input_shape or ()
        size = int(np.prod(self.output_shape))
        one = Samples(np.zeros((1, *shape)), np.full((1, size), 0.5), None, np.ones(1))
        return self._programs.loss(one, training=True)

    def save(self, path: str | Path) -> None:
        """Writes network, weights and the optimizer's memory to one ``.npz`` or ``.safetensors``.

        Raises `InputError` for another ending and for what cannot be written.
        """
        storage.save(self, Path(path))

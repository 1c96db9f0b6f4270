"""`Sequential`: a network, in Keras' words: compile, fit, evaluate, predict, summary, save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    seeds,
    storage,
    summaries,
)
from autograd.nn.callbacks import Callback, History, listed
from autograd.nn.initializers import Floats, Shape
from autograd.nn.layers import Layer
from autograd.nn.layers.base import Slot, whole
from autograd.nn.losses import Loss
from autograd.nn.metrics import Metric
from autograd.nn.parameters import Parameters
from autograd.nn.programs import Programs, Tell, silent
from autograd.nn.recording import Recorded, loss_of, named
from autograd.nn.registry import registered
from autograd.nn.samples import Batches, Samples, inputs, samples, split
from autograd.nn.stack import Stack
from autograd.nn.steps import Compiled, OnNodes
from autograd.nn.training import Training
from autograd.program import Program

if TYPE_CHECKING:
    from autograd.roundoff import Report

AT_ONCE = 1024
"""Samples that are looked at together where no gradient is needed."""


@registered
@dataclass(eq=False)
class Sequential(Stack):
    """Layers one after another, and all that is done with them.

    seed: of the first weights, the shuffling and the dropout: the same seed gives the same
    network, bit for bit, on one machine. Where left out it is 0, or what
    `autograd.nn.utils.set_random_seed` chose.

    parameters: all weights in one flat array. stop_training: set it to end the training after an
    epoch. history: that of the last `fit`.
    """

    seed: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.seed = seeds.default() if self.seed is None else seeds.checked(self.seed)
        self.parameters = Parameters({})
        self.slots: dict[str, Slot] = {}
        self.built = False
        self.stop_training = False
        self.history: History | None = None
        self._loss: Loss | None = None
        self._metrics: list[Metric] = []
        self._optimizer: optimizers.Optimizer | None = None
        self._programs = Programs(self)

    def add(self, layer: Layer | Callable[[Any], Any]) -> None:
        """Puts a layer behind the others. Raises `InputError` once there are weights."""
        if self.built:
            raise InputError("The network is built; layers can be added before that only.")
        self._append(layer)

    # --- weights

    def build(self, input_shape: Sequence[int] | None = None) -> None:
        """Makes the first weights for samples of that shape; `fit` and `predict` do it by
        themselves. Raises `InputError` where the layers do not fit the shape."""
        shape = self.input_shape if input_shape is None else tuple(input_shape)
        if shape is None:
            raise InputError("The shape of a sample is not known yet: put Input(shape) first.")
        known = {f"{x.name}/{key}": a for x in self.layers for key, a in x.arrays.items()}
        self.lay_out(tuple(shape))
        for number, (name, slot) in enumerate(self.slots.items()):
            rng = np.random.default_rng([self.seed, 0, number])
            first = known.get(name, np.empty(0))  # of a network that became a layer of this one
            fits = first.shape == slot.shape
            self.parameters.views[name][...] = first if fits else slot.initializer(slot.shape, rng)

    def lay_out(self, shape: Shape) -> None:
        """Makes room for the weights, all 0."""
        if not self.layers:
            raise InputError("The network has no layers.")
        output_shape, self.slots = self.plan(shape)
        self.input_shape, self.output_shape = shape, output_shape
        shapes = {name: slot.shape for name, slot in self.slots.items()}
        self.parameters = Parameters(shapes)
        self.place(self.parameters.views)
        self._programs = Programs(self)
        self.built = True

    def _ready(self, x: Floats) -> None:
        if not self.built:
            self.build(x.shape[1:])
        elif x.shape[1:] != self.input_shape:
            raise InputError(
                f"The network takes samples of the shape {self.input_shape}; these are "
                f"{x.shape[1:]}."
            )

    def get_weights(self) -> list[Floats]:
        """Copies of all arrays of weights, layer by layer."""
        return [view.copy() for view in self.parameters.views.values()]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Puts numbers into all arrays of weights, in the order of `get_weights`.

        Raises `InputError` for arrays of another number or shape, and before there are weights.
        """
        if not self.built:
            self.build()
        self.parameters.put(weights)

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """The layer of that name or with that number. Raises `InputError` where there is none."""
        if isinstance(name, int):
            name, index = None, name
        if index is not None and not -len(self.layers) <= index < len(self.layers):
            raise InputError(f"There are {len(self.layers)} layers, and none with number {index}.")
        found = (
            [x for x in self.layers if x.name == name] if index is None else [self.layers[index]]
        )
        if not found:
            names = ", ".join(str(x.name) for x in self.layers)
            raise InputError(f"There is no layer {name!r}; there are {names}.")
        layer: Layer = found[0]
        return layer

    def summary(self, print_fn: Callable[[str], Any] | None = None) -> None:
        """Writes a table of the layers, their shapes and their numbers of weights."""
        if not self.built:
            self.build()
        summaries.write(self, print_fn)

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
        self._programs = Programs(self)

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
        self._ready(given)
        train = samples(given, y, self.loss, self.output_shape, sample_weight, class_weight)
        held_out = self._held_out(validation_data)
        if held_out is None and validation_split:
            train, held_out = split(train, validation_split)
        if not self.parameters.flat.size:
            raise InputError("The network has no weights to train.")
        self.optimizer.build(self.parameters.parts)
        start = [self.seed if seed is None else seeds.checked(seed), 1, self.optimizer.iterations]
        batches = Batches(train, self, batch_size, shuffle, np.random.default_rng(start))
        shown = progress.chosen(verbose)
        training = Training(self, batches, held_out, listed(callbacks), shown)
        self.history = training.history
        with progress.watched(shown, whole(epochs, "epochs") - initial_epoch, batches.steps):
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
        self._ready(x)
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
        self._ready(given)
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
            self._ready(x.values[None])
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
        self._ready(given)
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
        self._ready(one[None])
        weights = named(self.parameters.views)
        recorded_x = array(one, name="x")
        if y is None:
            return self.call(recorded_x, weights, {})
        target = self.loss.targets(np.asarray(y)[None], self.output_shape)[0]
        return self.recorded_loss(weights, recorded_x, array(target, name="y"), None, {})

    def roundoff(
        self, x: Any, y: Any, *, precision: str = "float64", remedy: bool = True
    ) -> Report:
        """How many digits of the loss are right, at which node the others were lost, and whether
        ``from_logits`` repairs it: a report of `autograd.roundoff`.

        x, y: one sample with its target, or several, of which the worst is reported (some of
        them, evenly, where all would take long). precision: float64, float32, float16 or bfloat16.
        Raises `InputError` where data and network do not fit, and for a loss of more than 20,000
        steps.
        """
        given = inputs(x)
        if self.input_shape is not None and np.shape(x) == self.input_shape:
            given, y = inputs([x]), np.asarray(y)[None]
        self._ready(given)
        of = samples(given, y, self.loss, self.output_shape)
        return rounding.roundoff(self, of, precision, remedy)

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

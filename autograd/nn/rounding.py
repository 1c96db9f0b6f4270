"""`Sequential.roundoff`: where the loss of a network loses digits, and what repairs it.

The repair is the one of courses: the last layer gives its sums, and the loss takes them
(``from_logits=True``). It is offered where its exact value is that of the loss at all sums tried,
it is right to more digits here, and it is worse than the original at none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from autograd.arrays import array
from autograd.errors import InputError
from autograd.graph import order
from autograd.lines import tracing
from autograd.nn.apart import OUTPUT, SUMS, Apart, apart
from autograd.nn.layers import Dense, Layer
from autograd.nn.layers.base import Slot
from autograd.nn.losses import BinaryCrossentropy, CategoricalCrossentropy, Loss
from autograd.nn.losses.base import FunctionLoss
from autograd.nn.recording import loss_of, named
from autograd.nn.samples import Samples
from autograd.primitive import LEAF
from autograd.reverse import recorded_gradient
from autograd.value import Value, lift

if TYPE_CHECKING:
    from autograd.nn.model import Sequential
    from autograd.roundoff import Remedy, Report
    from autograd.roundoff.diagnosis import Diagnosis
    from autograd.roundoff.formats import Format
    from autograd.roundoff.steps import Steps

_WORK: Final = 200_000  # steps times samples
_DRAWN: Final = 96
_FAR: Final = 1000.0  # sums that a repair is measured at lie within this
_CLOSE: Final = 40.0


@dataclass(frozen=True)
class Question:
    """The loss of a network, of some samples, in a format; with ``wrt`` its derivative with respect
    to a weight or an input."""

    parts: Apart
    loss: Loss
    weights: Mapping[str, Any]
    slots: Mapping[str, Slot]
    samples: Samples
    form: Format
    wrt: str | None = None

    @classmethod
    def of(cls, model: Sequential, samples: Samples, form: Format, wrt: str | None) -> Question:
        """What is asked of a network."""
        views = model.parameters.views
        return cls(apart(model), model.loss, views, model.slots, samples, form, wrt)

    def steps(self, place: int) -> Steps:
        """The steps of the loss of one sample, from its numbers and the weights on."""
        from autograd.roundoff.steps import of_graph

        with tracing() as lines:
            recorded = loss_of(self.parts, self.loss, self.slots)(
                named(self.weights),
                array(self.samples.x[place], name="x"),
                array(self.samples.rows[place], name="y"),
                None,
                {},
            )
            title = f"{_called(self.loss)} of the network"
            if self.wrt is not None:
                recorded = _derivative(recorded, self.wrt)
                title = f"∂({title})/∂{self.wrt}"
        return of_graph(recorded, title, lines.told)

    def tail(self, place: int, sums: Sequence[float], turn: int = 0) -> Steps:
        """The steps of the loss of one sample from given sums on; of a derivative that with
        respect to one of the sums, another for each turn."""
        from autograd.roundoff.steps import of_graph

        target = self.samples.rows[place].tolist()
        recorded = self.parts.tail(target, sums, self.loss)
        if self.wrt is not None:
            recorded = _derivative(recorded, f"{SUMS}[{turn % len(sums)}]")
        return of_graph(recorded, "loss")


def _derivative(loss: Value, wrt: str) -> Value:
    """The derivative of a recorded loss with respect to an input, recorded."""
    nodes = order(loss)
    chosen = [node for node in nodes if node.op is LEAF and node.name == wrt]
    if not chosen:
        named = [str(node.name) for node in nodes if node.op is LEAF and node.name]
        raise InputError(
            f"wrt: the loss depends on no input {wrt}; it depends on {', '.join(named[:8])}, …"
        )
    found: Value = lift(recorded_gradient(nodes, [loss], [Value(1.0)], chosen[:1])[0])
    return found


def roundoff(
    model: Sequential, samples: Samples, precision: str, wrt: str | None, remedy: bool
) -> Report:
    """See `Sequential.roundoff`."""
    from autograd.roundoff.answer import report_of
    from autograd.roundoff.formats import format_named
    from autograd.roundoff.records import diagnosed

    question = Question.of(model, samples, format_named(precision), wrt)
    looked = _looked_at(question)
    worst = max(looked, key=lambda place: _lost(question.steps(place), question.form))
    steps = question.steps(worst)
    found = diagnosed(steps, question.form)
    return report_of(
        found,
        {node.text: found.shadow.floats[k] for k, node in enumerate(steps.tape)
         if len(samples.x[0].reshape(-1)) <= 12 and node.text.partition("[")[0] in ("x", "y")
         and not node.operands},
        steps.nodes,
        looked=len(looked),
        offers=_offers(question, worst, found) if remedy else (),
        notes=list(_notes(question, steps, len(looked))),
        sought=remedy,
    )  # fmt: skip


def _looked_at(question: Question) -> range:
    """The places of samples: all, or evenly some where all would take too long."""
    most = max(1, _WORK // len(question.steps(0).tape))
    stride = -(-len(question.samples) // most)
    return range(0, len(question.samples), stride)


def _lost(steps: Steps, form: Format) -> float:
    """How many bits the last step loses; -1 where it has no exact value."""
    from autograd.roundoff.measure import bits_lost
    from autograd.roundoff.shadow import value_of
    from autograd.roundoff.steps import floats

    computed = floats(steps, form, {})
    value = value_of(steps, computed)
    return -1.0 if value is None else bits_lost(computed[-1], value, form)


def _notes(question: Question, steps: Steps, looked: int) -> Iterator[str]:
    yield "weights, samples and written numbers are taken as the floats that they are"
    if looked < len(question.samples):
        yield f"{looked} of {len(question.samples)} samples were looked at"
    outputs = {node.name for node in steps.nodes if node.name and node.name.startswith(OUTPUT)}
    if question.parts.last is not None and not outputs:
        yield (
            "the record shows which activation the outputs come from, and the loss is computed "
            "from the sums before it, as with from_logits=True"
        )


# --- the repair


def _offers(question: Question, worst: int, found: Diagnosis) -> list[Remedy]:
    """The repair that is exactly the same loss and better here, where there is one."""
    from autograd.roundoff.offers import better
    from autograd.roundoff.report import Remedy

    if found.good or found.lost is None or found.kind == "branch":
        return []
    for loss in _losses(question.loss):
        repaired = replace(question, loss=loss, parts=replace(question.parts, squash=False))
        measured = _measured(question, repaired, worst)
        here = better(repaired.steps(worst), found) if measured else None
        if measured is None or here is None:
            continue
        return [
            Remedy(
                formula=_told(question.parts, loss),
                digits=here.digits,
                value=here.value,
                rules=("from_logits",),
                **measured,
                where="of sums before the last activation",
            )
        ]
    return []


def _losses(loss: Loss) -> Iterator[Loss]:
    """Losses that take sums, and may be the same."""
    if isinstance(loss, FunctionLoss):
        yield CategoricalCrossentropy(from_logits=True)
        yield BinaryCrossentropy(from_logits=True)
    elif getattr(loss, "from_logits", True) is False:
        yield replace(loss, from_logits=True)  # type: ignore[call-arg]


def _measured(question: Question, repaired: Question, worst: int) -> dict[str, Any] | None:
    """Mean bits lost before and after over many sums; None where the losses differ at one of
    them, or the repaired one is worse."""
    from autograd.roundoff.trial import compared_at

    pairs = [
        (question.tail(worst, sums, turn), repaired.tail(worst, sums, turn))
        for turn, sums in enumerate(_sums(question, worst))
    ]
    return compared_at(pairs, question.form)


def _sums(question: Question, worst: int) -> Iterator[list[float]]:
    """The sums of the sample, and sums near and far."""
    from autograd.roundoff.samples import drawn

    count = len(question.samples.rows[worst])
    names = [f"{SUMS}[{k}]" for k in range(count)]
    for far in (_CLOSE, _FAR):
        ranges = dict.fromkeys(names, (-far, far))
        for point in drawn(ranges, question.form, _DRAWN // 2, seed=0):
            yield list(point.values())


def _told(parts: Apart, loss: Loss) -> str:
    """What to write, as code."""
    first = ""
    if parts.last is not None:
        *_, end = parts.front.layers or [None]
        own = isinstance(end, Dense) and end.name == parts.last.name
        first = f"Dense({end.units}), " if own else f"no {_what(parts.last)} at the end, "
    return f"{first}loss={_called(loss)}"


def _what(last: Layer) -> str:
    """The last activation in a word."""
    made = getattr(last, "function", None) or getattr(last, "activate", None)
    return str(getattr(made, "__name__", getattr(made, "name", last.name)))


def _called(loss: Loss) -> str:
    """A loss as one writes it, its defaults left out."""
    if isinstance(loss, FunctionLoss):
        return str(getattr(loss.function, "__name__", "loss"))
    given = [
        f"{each.name}={getattr(loss, each.name)!r}"
        for each in fields(loss)
        if getattr(loss, each.name) != each.default
    ]
    return f"{type(loss).__name__}({', '.join(given)})"

"""A user's function as steps: called once with Values, every node with its source line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autograd.check.functions.blocks import is_differentiable, numbers
from autograd.check.functions.calls import differentiated, named_arguments, title
from autograd.check.functions.recorded import Recording, Untraceable, record
from autograd.errors import CheckError, InputError
from autograd.lines import tracing
from autograd.roundoff.formats import Format
from autograd.roundoff.steps import Steps, of_graph
from autograd.trees import rebuild
from autograd.value import lift


def steps(f: Callable[..., Any], at: Any, form: Format, wrt: str | None = None) -> Steps:
    """The steps of one call of ``f``, or of its derivative with respect to the input ``wrt``.

    Raises `InputError` for arguments that do not fit, or where it gives more than one number;
    `CheckError` where it raises, or does not run on Values.
    """
    arguments = {
        name: _rounded(value, name, form) for name, value in named_arguments(f, at).items()
    }
    try:
        with tracing() as lines:
            recording = record(f, arguments, differentiated(f, arguments, None))
    except Untraceable as reason:
        raise CheckError(f"{title(f)} could not be recorded: {reason}") from reason
    if len(recording.outputs) != 1:
        raise InputError(
            f"{title(f)} gives {len(recording.outputs)} numbers; round-off is analysed for one: "
            "return the one that you ask about."
        )
    _name(recording, arguments)
    output, name = recording.outputs[0], title(f)
    if wrt is not None:
        names = [leaf.name for leaf in recording.leaves]
        if wrt not in names:
            listed = ", ".join(str(each) for each in names[:20])
            raise InputError(f"wrt: {name} has no input {wrt}; it has {listed}.")
        output = lift(recording.gradients()[0][names.index(wrt)])
        name = f"∂{name}/∂{wrt}"

    return of_graph(output, name, lines.told)


def _rounded(value: Any, name: str, form: Format) -> Any:
    """An argument with its floats rounded to the format."""
    if not is_differentiable(value):
        return value
    return rebuild(value, iter([form.round(float(number)) for number in numbers(value, name)]))


def _name(recording: Recording, arguments: Mapping[str, Any]) -> None:
    """Gives the inputs the names of their arguments, elements with their places."""
    for name, leaves in recording.inputs.items():
        single = isinstance(arguments[name], (int, float))
        for place, leaf in enumerate(leaves):
            leaf.name = name if single else f"{name}[{place}]"

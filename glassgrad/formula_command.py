"""A click command whose arguments may be formulas, and formulas may begin with a minus.

``glassgrad check "-x**2" --at x=1 y=2`` reads ``-x**2`` as the formula, ``--at`` as the option and
both assignments as its values; ``--clam`` is still answered with "did you mean --claim?".

An argument that begins with a minus is an option when it is one of the command's options, written
in full, or when it has the form of a long option (``--word`` or ``--word=value``); all others are
taken as written. After ``--`` everything is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterable, Mapping
from typing import Any

import click

_LONG_OPTION = re.compile(r"--[A-Za-z][A-Za-z-]*(=.*)?", re.DOTALL)
_ASSIGNMENT = re.compile(r"[^\W\d]\w*\s*=(?!=)")


class AssignmentOption(click.Option):
    """An option that may be repeated or take several: ``--at x=1 --at y=2``, ``--at x=1 y=2``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["multiple"] = True
        super().__init__(*args, **kwargs)


class FormulaCommand(click.Command):
    """A command that takes formulas; see the module."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, once options and formulas have been told apart."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        values = {
            name: 0 if option.is_flag or option.count else option.nargs
            for option in options
            for name in (*option.opts, *option.secondary_opts)
        }
        gathering = {
            name
            for option in options
            if isinstance(option, AssignmentOption)
            for name in option.opts
        }
        return super().parse_args(ctx, arrange(args, values, gathering))


def arrange(
    arguments: Iterable[str], values: Mapping[str, int], gathering: Container[str] = ()
) -> list[str]:
    """The arguments with all options first, then ``--``, then all the rest, orders kept.

    ``values`` says how many values each option takes. An option in ``gathering`` takes, after its
    value, every further argument of the form ``name=...`` that follows at once.
    """
    waiting = deque(arguments)
    options: list[str] = []
    rest: list[str] = []
    while waiting:
        argument = waiting.popleft()
        name = argument.partition("=")[0] if argument.startswith("--") else argument
        if argument == "--":
            rest.extend(waiting)
            break
        if name not in values:
            (options if _LONG_OPTION.fullmatch(argument) else rest).append(argument)
            continue
        options.append(argument)
        if argument == name:
            if len(waiting) < values[name]:
                return options  # so that click sees, and says, that a value is missing
            options.extend(waiting.popleft() for _ in range(values[name]))
        if name in gathering:
            while waiting and _ASSIGNMENT.match(waiting[0]):
                options += [name, waiting.popleft()]
    return [*options, "--", *rest]

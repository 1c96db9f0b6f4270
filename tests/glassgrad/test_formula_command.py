"""Formulas that begin with a minus, beside options."""

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.formula_command import AssignmentOption, FormulaCommand, arrange


@click.command(cls=FormulaCommand)
@click.argument("formula")
@click.option("--at", cls=AssignmentOption)
@click.option("--claim", cls=AssignmentOption)
@click.option("--wrt", multiple=True)
@click.option("--points", type=int)
@click.option("--latex", is_flag=True)
@click.option("-o", "--output")
def show(**values: object) -> None:
    click.echo(repr({name: value for name, value in sorted(values.items()) if value}))


def read(*arguments: str) -> dict[str, object]:
    result = CliRunner().invoke(show, arguments)
    assert result.exit_code == 0, result.output
    return eval(result.output)  # the repr of a dict that `show` has just printed


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-x**2"], {"formula": "-x**2"}),
        (["-x**2", "--at", "x=1"], {"formula": "-x**2", "at": ("x=1",)}),
        (["--at", "x=1", "-x**2"], {"formula": "-x**2", "at": ("x=1",)}),
        (["--at", "x=1", "y=-2", "-x*y"], {"formula": "-x*y", "at": ("x=1", "y=-2")}),
        (["--at=x=1", "y=2", "x*y"], {"formula": "x*y", "at": ("x=1", "y=2")}),
        (["x", "--at", "x=1", "--at", "y=2"], {"formula": "x", "at": ("x=1", "y=2")}),
        (["x", "--claim", "x=-sin(x)"], {"formula": "x", "claim": ("x=-sin(x)",)}),
        (["x", "--at", "λ=1"], {"formula": "x", "at": ("λ=1",)}),
        (["--at", "x=1", "x == 1"], {"formula": "x == 1", "at": ("x=1",)}),
        (["--at", "x=1", "x==1"], {"formula": "x==1", "at": ("x=1",)}),
        (["-omega*t", "-o", "f.svg"], {"formula": "-omega*t", "output": "f.svg"}),
        (["-o", "-", "-1"], {"formula": "-1", "output": "-"}),
        (["--latex", "-\\frac{x}{2}"], {"formula": "-\\frac{x}{2}", "latex": True}),
        (["-x", "--points", "3", "--wrt", "x"], {"formula": "-x", "points": 3, "wrt": ("x",)}),
        (["--(x)"], {"formula": "--(x)"}),
        (["--x**2"], {"formula": "--x**2"}),
        (["--wrt", "x", "--", "--latex"], {"formula": "--latex", "wrt": ("x",)}),
        (["-"], {"formula": "-"}),
        ([""], {}),
    ],
)
def test_options_and_formulas_are_told_apart(arguments, expected):
    assert read(*arguments) == expected


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x", "--clam", "x=1"], "'--claim'"),
        (["x", "--clam=x=1"], "'--claim'"),
        (["x", "--at"], "'--at' requires an argument"),
        ([], "Missing argument 'FORMULA'"),
        (["-x", "-y"], "unexpected extra argument"),
        (["x", "--points", "many"], "not a valid integer"),
    ],
)
def test_mistakes_are_still_named(arguments, sentence):
    result = CliRunner().invoke(show, arguments)
    assert result.exit_code == 2
    assert sentence in result.output


def test_help_is_an_option():
    assert "--claim" in CliRunner().invoke(show, ["--help"]).output


OPTIONS = {"--at": 1, "--latex": 0, "--pair": 2}


@given(st.lists(st.sampled_from(["--at", "--latex", "--pair", "-x", "x", "x=1", "--no"])))
def test_no_argument_is_lost_and_orders_are_kept(arguments):
    arguments = [*arguments, "y", "z"]  # so that no option lacks a value
    arranged = arrange(arguments, OPTIONS)
    assert sorted(arranged) == sorted([*arguments, "--"])
    mark = arranged.index("--")
    for part in (arranged[:mark], arranged[mark + 1 :]):
        following = iter(arguments)
        assert all(argument in following for argument in part)


@given(st.lists(st.text(min_size=1).filter(lambda text: not text.startswith("--"))))
def test_without_options_everything_is_positional(arguments):
    assert arrange(arguments, OPTIONS) == ["--", *arguments]

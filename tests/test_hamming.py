"""The benchmark on Hamming's problems runs, and says what it measured."""

from __future__ import annotations

import pytest

from autograd.expression import parse
from benchmarks import hamming

BY_NAME = {problem.name: problem for problem in hamming.PROBLEMS}


def test_there_are_28_problems_in_our_notation():
    assert len(BY_NAME) == 28
    for problem in hamming.PROBLEMS:
        expression = parse(problem.formula)
        assert hamming.points(problem, expression, 5, seed=1)


@pytest.mark.parametrize("name", ["example 3.1", "example 3.7", "problem 3.4.1", "problem 3.4.5"])
def test_a_problem_is_measured(name):
    measured = hamming.measure(BY_NAME[name], 24)
    assert measured.after < 2 < measured.before
    assert measured.excess <= 1
    assert measured.remedy in "\n".join(hamming.page([measured], "a command"))


@pytest.mark.slow
def test_the_goals_are_reached():
    measured = [hamming.measure(problem, 128) for problem in hamming.PROBLEMS]
    assert sum(each.after <= hamming.GOOD for each in measured) >= hamming.ENOUGH

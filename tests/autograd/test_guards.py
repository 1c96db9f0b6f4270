"""Guards: the decisions that a recorded program took."""

from __future__ import annotations

import pytest

from autograd import Value, ops
from autograd.guards import listening


def clipped(x):
    if x > 1:  # the line that asks
        return x * 0 + 1
    return x


ASKS = clipped.__code__.co_firstlineno + 1


def test_an_if_is_a_guard_with_its_outcome_and_its_line():
    x = Value(2.0)
    with listening() as heard:
        clipped(x)
    (guard,) = heard
    assert guard.outcome is True
    assert (guard.truth.op, guard.truth.args[0] is x) == ("gt", True)
    assert (guard.filename, guard.line) == (__file__, ASKS)


def test_nobody_listens_and_nothing_is_kept():
    clipped(Value(2.0))
    with listening() as heard:
        pass
    assert heard == []


def test_what_happens_after_is_not_heard():
    with listening() as heard:
        clipped(Value(0.0))
    clipped(Value(2.0))
    assert [guard.outcome for guard in heard] == [False]


def test_listeners_nest_and_each_hears_all_of_its_own():
    with listening() as outer:
        clipped(Value(0.0))
        with listening() as inner:
            clipped(Value(2.0))
        clipped(Value(3.0))
    assert [guard.outcome for guard in outer] == [False, True, True]
    assert [guard.outcome for guard in inner] == [True]


def test_two_empty_listeners_are_two():
    with listening() as outer:
        with listening():
            pass
        clipped(Value(2.0))
    assert len(outer) == 1


def test_a_listener_goes_after_an_error():
    with pytest.raises(ZeroDivisionError), listening() as heard:
        1 / 0  # noqa: B018
    clipped(Value(2.0))
    assert heard == []


@pytest.mark.parametrize(
    ("decide", "outcomes"),
    [
        (lambda x: 1 if x else 2, [True]),
        (lambda x: not x, [True]),
        (lambda x: x > 0 and x < 1, [True]),
        (lambda x: 0 < x < 1, [True]),
        (lambda x: x > 5 or x > 1, [False]),
        (lambda x: x in [Value(1.0), Value(2.0)], [False, True]),
        (lambda x: max(x, 3), [True]),
        (lambda x: [v for v in [x, -x] if v > 0], [True, False]),
        (bool, [True]),
    ],
)
def test_whatever_asks_for_a_truth_is_heard(decide, outcomes):
    with listening() as heard:
        decide(Value(2.0))
    assert [guard.outcome for guard in heard] == outcomes


def test_a_value_that_is_asked_records_that_it_is_not_zero():
    x = Value(2.0)
    with listening() as heard:
        bool(x)
    assert (heard[0].truth.op, heard[0].truth.args[0] is x) == ("ne", True)


def test_where_is_no_guard():
    x = Value(2.0)
    with listening() as heard:
        ops.where(x > 1, x, 1.0) + ops.maximum(x, 0) + (x > 1) * 2
    assert heard == []

"""Questions that NumPy's loops ask of plain object arrays, and those that programs ask."""

from __future__ import annotations

import operator

import numpy as np
import pytest

from autograd import Truth, Value, array, grad, guards
from autograd.errors import RecordingError
from autograd.graph import order
from autograd.guards import SETTLED

relu = np.maximum


class Layer:
    """An object that holds a ufunc, as networks do."""

    act = np.maximum


def plain(*numbers):
    """A plain object array of Values, as ``np.array([v, w])`` makes it inside a user's function."""
    made = np.array([Value(number) for number in numbers])
    assert type(made) is np.ndarray
    return made


def by_a_local_name(p):
    floor_at = np.maximum
    return floor_at(p, 0)


def inside_a_loop(p):
    total = 0.0
    for step in range(3):
        if step == 1:
            total = total + np.maximum(
                p,
                0,
            )
    return total


REFUSED = {
    "maximum": lambda p: np.maximum(p, 0),
    "minimum": lambda p: np.minimum(1, p * 2),
    "fmax": lambda p: np.fmax(p, 0),
    "sign": np.sign,
    "clip": lambda p: np.clip(p, 0, 1),
    "clip as a method": lambda p: (p * 2).clip(0, 1),
    "max": lambda p: p.max(),
    "np.max": lambda p: np.exp(p - np.max(p)),
    "np.amin": lambda p: np.amin(p * 2),
    "ptp": np.ptp,
    "any": lambda p: p.any(),
    "np.all": np.all,
    "logical_and": lambda p: np.logical_and(p, p),
    "reduce": np.maximum.reduce,
    "accumulate": np.minimum.accumulate,
    "outer": lambda p: np.maximum.outer(p, p),
    "a name of the module": lambda p: relu(p, 0),
    "a local name": by_a_local_name,
    "an attribute": lambda p: Layer.act(p, 0),
    "inside another call": lambda p: np.add(1, np.exp(np.maximum(p, 0))),
    "inside a loop": inside_a_loop,
    "starred": lambda p: np.maximum(*(p, 0)),
    "with keywords": lambda p: np.maximum(p, 0, casting="unsafe"),
    "a list": lambda p: np.maximum([p[0], p[1]], 0),
    "a greater": lambda p: p > 0,
    "a less on the left": lambda p: 0 < p,  # noqa: SIM300  (the reflected question)
    "where": lambda p: np.where(p > 0, p, 0),
    "a mask": lambda p: p[p <= 0],
    "an equal": lambda p: p == 1.0,
    "not equal": lambda p: p * 1 != p,
    "in a condition": lambda p: 1 if (p > 0)[0] else 2,
    "norm": lambda p: np.linalg.norm(p, np.inf),
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED.keys())
def test_a_ufunc_that_would_record_nothing_is_refused(call):
    for _ in range(50):  # CPython rewrites instructions that it has met often
        call(np.array([1.0, -2.0]))
    for _ in range(2):  # the second time the place is known
        with pytest.raises(RecordingError, match=r"(np\.\w+|A comparison) on a plain object array"):
            call(plain(1.0, -2.0))


def test_the_refusal_names_the_ufunc_and_the_way_out():
    with pytest.raises(RecordingError) as caught:
        np.maximum(plain(1.0, -2.0), 0)
    assert "np.maximum" in str(caught.value)
    for way in ("array([…])", "np.stack([…])", "np.asanyarray(x)"):
        assert way in str(caught.value)


def test_the_ways_out_are_ways_out():
    v, w = Value(1.0), Value(-2.0)
    for made in (array([v, w]), np.stack([v, w]), np.asanyarray(array([v, w]))):
        assert [node.op for node in np.maximum(made, 0.0)] == ["maximum", "maximum"]


GUARDED = {
    "argmax": (lambda p: p.argmax(), 0),
    "np.argmin": (np.argmin, 1),
    "np.nonzero": (lambda p: len(np.nonzero(p)[0]), 2),
    "max of Python": (lambda p: max(p[0], p[1]).data, 1.0),
    "max of Python over an array": (lambda p: max(p).data, 1.0),
    "min with a key": (lambda p: min(p, key=lambda v: v * v).data, 1.0),
    "sorted": (lambda p: [v.data for v in sorted(p)], [-2.0, 1.0]),
    "np.sort": (lambda p: [v.data for v in np.sort(p)], [-2.0, 1.0]),
    "in": (lambda p: Value(1.0) in p, True),
    "in a list": (lambda p: Value(1.0) in list(p), True),
    "equal lists": (lambda p: [p[0]] == [Value(1.0)], True),
    "equal tuples": (lambda p: (p[0], 1) != (Value(3.0), 1), True),
    "any of Python": (lambda p: any(v > 0 for v in p), True),
    "all of Python": (lambda p: all([p[0] > 0, p[1] > 0]), False),
    "bool": (lambda p: bool(p[0] > 0), True),
    "bool of a Value": (lambda p: bool(p[0]), True),
    "operator": (lambda p: operator.truth(p[0] > 5), False),
    "filter": (lambda p: len(list(filter(None, p))), 2),
    "if": (lambda p: "yes" if p[0] > 0 else "no", "yes"),
    "and": (lambda p: "yes" if p[0] > 0 and p[1] > 0 else "no", "no"),
    "or": (lambda p: "yes" if p[1] > 0 or p[0] > 0 else "no", "yes"),
    "not": (lambda p: not p[0] > 0, False),
    "chained": (lambda p: "yes" if 0 < p[0] < 2 else "no", "yes"),
    "a ufunc of Python code": (
        lambda p: [v.data for v in np.frompyfunc(lambda v: v if v > 0 else v * 0, 1, 1)(p)],
        [1.0, 0.0],
    ),
    "vectorize": (
        lambda p: [v.data for v in np.vectorize(lambda v: v if v > 0 else v * 0)(p)],
        [1.0, 0.0],
    ),
    "one element": (lambda p: "yes" if p[:1] else "no", "yes"),
}


@pytest.mark.parametrize(("call", "answer"), GUARDED.values(), ids=GUARDED.keys())
def test_a_decision_is_a_guard_at_the_line_that_made_it(call, answer):
    for _ in range(2):
        with guards.listening() as heard:
            found = call(plain(1.0, -2.0))
        assert found == answer
        assert heard
        assert {guard.filename for guard in heard} == {__file__}


def test_a_guard_knows_its_truth_its_outcome_and_its_line():
    v = Value(2.0)
    with guards.listening() as outer:
        if v > 1:
            pass
        with guards.listening() as inner:
            while not v < 1:
                break
    line = test_a_guard_knows_its_truth_its_outcome_and_its_line.__code__.co_firstlineno
    assert [(guard.truth.op, guard.outcome, guard.line - line) for guard in outer] == [
        ("gt", True, 3), ("lt", False, 6),
    ]  # fmt: skip
    assert inner == outer[1:]
    assert isinstance(outer[0].truth, Truth)


def test_a_place_that_jumps_is_looked_at_once():
    v = Value(1.0)

    def jumps():
        return 1 if v > 0 else 2

    before = len(SETTLED)
    for _ in range(5):
        jumps()
    assert len(SETTLED) == before + 1
    assert jumps.__code__ in SETTLED.values()


def test_arithmetic_and_functions_of_plain_arrays_are_recorded():
    p, q = plain(0.5, 0.25), plain(2.0, 3.0)
    for made, op in [
        (p + q, "add"), (p * 2.0, "mul"), (1.0 - p, "sub"), (p / q, "div"), (p**2, "pow"),
        (-p, "neg"), (abs(p), "abs"), (p // q, "floordiv"), (p % q, "mod"), (np.exp(p), "exp"),
        (np.log(p), "log"), (np.sqrt(p), "sqrt"), (np.tanh(p), "tanh"), (np.arcsin(p), "asin"),
        (np.fabs(p), "abs"), (np.hypot(p, q), "hypot"), (np.arctan2(p, q), "atan2"),
        (np.floor(p), "floor"), (np.ceil(p), "ceil"), (np.cbrt(p), "cbrt"), (np.expm1(p), "expm1"),
    ]:  # fmt: skip
        assert [node.op for node in made] == [op, op], op
    for made, data in [
        (p @ q, 1.75), (np.dot(p, [1.0, 2.0]), 1.0), (p.sum(), 0.75), (p.mean(), 0.375),
        (np.prod(q), 6.0), (q.std(), 0.5), (np.var(q), 0.25), (np.linalg.norm(q), 13**0.5),
        (np.einsum("i,i", p, q), 1.75), (np.vdot(p, q), 1.75),
    ]:  # fmt: skip
        assert made.data == pytest.approx(data, rel=1e-15)
        assert set(p).intersection(order(made)) or set(q).intersection(order(made))


def test_functions_that_numpy_finds_no_method_for_fail_by_name():
    for call, name in [(np.deg2rad, "deg2rad"), (np.rint, "rint"), (np.logaddexp2, "logaddexp2")]:
        with pytest.raises(TypeError, match=name):
            call(*[plain(1.0)] * call.nin)


def test_a_plain_array_becomes_an_array_where_it_meets_one():
    p, W = plain(1.0, -2.0), array([0.5, 0.5])
    for made in (p + W, W * p, p * Value(2.0), np.concatenate([p, W]), p @ np.outer(W, W)):
        assert [node.op for node in np.maximum(made, 0.0)] == ["maximum"] * len(made)


def test_a_function_that_stacks_its_results_in_a_plain_array_has_a_gradient():
    def f(x):
        pair = np.array([x[0] ** 2, x[0] * x[1]])
        return np.exp(pair).sum()

    x = np.array([0.5, -1.0])
    expected = [
        2 * x[0] * np.exp(x[0] ** 2) + x[1] * np.exp(x[0] * x[1]), x[0] * np.exp(x[0] * x[1])
    ]  # fmt: skip
    np.testing.assert_allclose(grad(f)(x), expected, rtol=1e-14)

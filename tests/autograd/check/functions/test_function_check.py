"""`check` of Python functions as a user calls it: shapes, claims, kinks, float32, words."""

from __future__ import annotations

import json

import jsonschema
import numpy as np
import pytest

from autograd.check import Result, check
from autograd.check.verdict import SCHEMA
from autograd.errors import CheckError, InputError

A = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])
x3 = np.array([0.3, -1.2, 2.0])


def one(*args, **options) -> Result:
    (result,) = check(*args, **options).results
    return result


# --- arguments and claims in every shape


def test_the_engines_own_gradient_of_an_array():
    result = one(lambda x: np.sum(np.sin(A @ x)), {"x": x3})
    assert (result.verdict, result.claim, result.variable) == ("right", None, "x")
    assert result.elements["shape"] == [3]
    assert result.elements["evidence"] == "traced"
    assert result.witnesses["numeric"][:30] == result.witnesses["rigorous"][:30]
    assert result.point == {"x": "float64 (3,)"}


@pytest.mark.parametrize(
    ("at", "claim"),
    [
        ({"x": 1.5, "y": 2.0}, lambda x, y: (y, x)),
        ({"x": 1.5, "y": 2.0}, lambda x, y: [y, x]),
        ({"x": 1.5, "y": 2.0}, lambda x, y: np.array([y, x])),
        ({"x": 1.5, "y": 2.0}, lambda x, y: {"x": y, "y": x}),
        ((1.5, 2.0), {"x": lambda x, y: y, "y": lambda x, y: x}),
        ((1.5, 2.0), {"x": 2.0, "y": 1.5}),
        ((1.5, 2.0), {"x": lambda y: y}),
    ],
)
def test_several_numbers(at, claim):
    assert check(lambda x, y: x * y, at, claim).outcome == "right"


def test_only_what_is_claimed_is_judged():
    verdict = check(lambda x, y: x * y, (1.5, 2.0), {"y": lambda x, y: x})
    assert [result.variable for result in verdict.results] == ["y"]


def test_a_claim_for_the_first_of_several_arrays():
    """Data are floats, too; a gradient that has the shape of the weights is theirs."""

    def loss(w, X):
        return np.sum((X @ w) ** 2)

    verdict = check(loss, {"w": x3, "X": A}, lambda w, X: 2 * X.T @ (X @ w))
    assert [(r.variable, r.verdict) for r in verdict.results] == [("w", "right")]


def test_labels_and_counts_are_not_differentiated():
    verdict = check(lambda w, k, n: w[k] ** n, {"w": x3, "k": np.array(1), "n": 2})
    assert [result.variable for result in verdict.results] == ["w"]


def test_whole_numbers_are_when_there_is_nothing_else():
    assert one(lambda x: x**2, {"x": 3}).derivative == "6"


def test_a_dict_of_arrays():
    point = {"w": np.array([1.0, 2.0]), "b": 3.0}

    def f(p):
        return np.sum(p["w"] ** 2) * p["b"]

    def right(p):
        return {"b": np.sum(p["w"] ** 2), "w": 2 * p["w"] * p["b"]}  # in another order

    for at in ({"p": point}, point):
        by_w, by_b = check(f, at, right).results
        assert (by_w.variable, by_w.verdict) == ("p['w']", "right")
        assert (by_b.variable, by_b.verdict) == ("p['b']", "right")
    with pytest.raises(InputError, match="must be a dict with the keys 'w', 'b'"):
        check(f, {"p": point}, {"p": lambda p: {"w": p["w"]}})


def test_lists_and_nested_lists():
    assert one(
        lambda xs: sum(v * v for v in xs), {"xs": [1.0, 2.0]}, lambda xs: [2 * v for v in xs]
    )
    rows = [[1.0, 2.0], [3.0, 4.0]]
    result = one(lambda m: m[0][1] * m[1][0], {"m": rows}, lambda m: [[0, m[1][0]], [m[0][1], 0]])
    assert (result.verdict, result.elements["shape"]) == ("right", [2, 2])


def test_a_jacobian():
    result = one(lambda x: np.sin(A @ x), {"x": x3}, lambda x: np.cos(A @ x)[:, None] * A)
    assert (result.verdict, result.elements["shape"]) == ("right", [2, 3])
    turned = one(lambda x: np.sin(A @ x), {"x": x3}, lambda x: np.cos(A @ x) * A.T)
    assert turned.verdict == "wrong"
    assert turned.blame.mistake == "numerator layout"


def test_the_engines_own_jacobian_of_a_tree():
    verdict = check(lambda p: p["a"] * p["b"], {"p": {"a": x3, "b": 2.0}})
    assert [r.elements["shape"] for r in verdict.results] == [[3, 3], [3]]
    assert verdict.outcome == "right"


def test_a_function_of_one_array_need_not_be_named():
    assert check(lambda w: np.sum(w), x3, lambda w: np.ones(3)).outcome == "right"


def test_a_claim_may_name_its_arguments_otherwise():
    assert check(lambda w: np.sum(w**2), {"w": x3}, lambda theta: 2 * theta).outcome == "right"


# --- how sharp it is


@pytest.mark.parametrize("size", [1e-3, 1e-6, 1e-9, 1e-12])
def test_small_mistakes_are_found(size):
    """Float code's own rounding is here some 1e-16; nothing that small hides a mistake."""
    result = one(
        lambda x: np.sum(np.exp(x) * x), {"x": x3}, lambda x: np.exp(x) * (1 + x) * (1 + size)
    )
    assert result.verdict == "wrong"
    assert float(result.relative_error) == pytest.approx(size, rel=0.1)


def test_rounding_is_no_mistake_however_large():
    """1 - cos(x) loses all digits near 0; its derivative does not, and neither does the check."""
    point = {"x": np.array([1e-8, 3e-9])}
    cancels = one(lambda x: np.sum(1 - np.cos(x)), point, lambda x: np.sin(x))
    assert cancels.verdict == "right"

    def claim(x):  # the same derivative, computed badly
        return (np.exp(1j * 0).real + 1) * x / 2 + (1 - np.cos(x)) * 0

    assert one(lambda x: np.sum(1 - np.cos(x)), point, claim).verdict == "wrong"  # x is not sin(x)
    badly = one(lambda x: np.sum(x**3), point, lambda x: 3 * ((x + 1) - 1) ** 2)
    assert badly.verdict == "right"
    assert badly.claimed[:20] == badly.derivative[:20]


def test_a_claim_in_other_constants_is_right():
    """1/3 typed as a float, a mean as a product: written numbers are charged with rounding."""
    third = 1 / 3
    assert one(lambda x: np.mean(x**2), {"x": x3}, lambda x: 2 * third * x).verdict == "right"
    assert one(lambda x: np.mean(x**2), {"x": x3}, lambda x: 0.66666667 * x).verdict == "wrong"


def test_float32():
    X = A.astype(np.float32)
    w = x3.astype(np.float32)

    def loss(w, X):
        return np.sum(np.tanh(X @ w) ** 2)

    def right(w, X):
        t = np.tanh(X @ w)
        return X.T @ (2 * t * (1 - t**2))

    at = {"w": w, "X": X}
    assert check(loss, at, wrt="w").outcome == "right"
    result = one(loss, at, right)
    assert (result.verdict, result.point["w"]) == ("right", "float32 (3,)")
    assert one(loss, at, lambda w, X: right(w, X) * np.float32(1.001)).verdict == "wrong"
    given = one(loss, at, {"w": right(w, X)})
    assert given.verdict == "right"
    assert given.elements["claim_traced"] is False
    assert one(loss, at, {"w": right(w, X) * np.float32(1.001)}).verdict == "wrong"


def test_numbers_given_as_the_claim():
    right = one(lambda x: np.sum(x**3), {"x": x3}, {"x": 3 * x3**2})
    assert right.verdict == "right"
    wrong = one(lambda x: np.sum(x**3), {"x": x3}, {"x": 3 * x3**2 + 1e-13})
    assert wrong.verdict == "wrong"


# --- kinks and branches


def test_a_kink_in_one_element_alone():
    result = one(lambda x: np.sum(np.abs(x)), {"x": np.array([1.0, 0.0, -2.0])}, np.sign)
    assert (result.verdict, result.kind, result.derivative) == ("undecidable", "kink", None)
    assert {k: result.elements[k] for k in ("right", "undecidable")} == {
        "right": 2,
        "undecidable": 1,
    }
    assert "its slope is -1 on the left and 1 on the right" in result.reason


def test_a_wrong_element_weighs_more_than_a_kink():
    point = {"x": np.array([1.0, 0.0, -2.0])}
    result = one(lambda x: np.sum(np.abs(x)), point, lambda x: np.abs(np.sign(x)))
    assert (result.verdict, result.elements["wrong"]) == ("wrong", 1)
    assert "1 element cannot be decided" in result.reason


def test_a_branch_that_is_smooth_and_one_that_is_not():
    smooth = one(lambda x: x * x if x < 1 else 2 * x - 1, {"x": 1.0})
    assert (smooth.verdict, smooth.derivative) == ("right", "2")
    kink = one(lambda x: x * x if x < 1 else x, {"x": 1.0})
    assert (kink.verdict, kink.kind) == ("undecidable", "kink")
    assert "2 on the left and 1 on the right" in kink.reason
    jump = one(lambda x: x if x < 1 else 3 * x, {"x": 1.0})
    assert (jump.verdict, jump.kind) == ("undecidable", "jump")


def test_reverse_mode_that_is_wrong_at_a_smooth_place():
    result = one(lambda x: np.maximum(x, 0) - np.maximum(-x, 0), {"x": 0.0})
    assert (result.verdict, result.derivative, result.witnesses["reverse"]) == ("wrong", "1", "0")
    claimed = one(
        lambda x: np.maximum(x, 0) - np.maximum(-x, 0), {"x": 0.0}, {"x": lambda x: 1.0 + 0 * x}
    )
    assert claimed.verdict == "right"


def test_equal_logits_are_smooth():
    """The largest of equals is a kink of the maximum, not of what is made of it."""

    def loss(W):
        z = W - np.max(W)
        return np.log(np.sum(np.exp(z))) - z[2]

    def right(W):
        return np.exp(W) / np.sum(np.exp(W)) - np.eye(len(W))[2]

    assert one(loss, {"W": np.zeros(5)}, right).verdict == "right"
    assert one(loss, {"W": np.zeros(150)}, right).verdict == "right"  # too many to look at each


def test_a_kink_in_too_many_elements_to_look_at_each():
    result = one(lambda W: np.sum(np.abs(W)), {"W": np.zeros(600)}, np.sign)
    assert (result.verdict, result.elements["undecidable"]) == ("undecidable", 600)


def test_a_kink_close_by():
    verdict = check(lambda x: np.sum(np.maximum(x, 0.5)), {"x": np.array([0.5 + 3e-9, 1.0])})
    assert verdict.outcome == "right"
    assert verdict.results[0].kind == "near"
    assert any("a kink is near" in note for note in verdict.notes)


def test_edges_and_places_without_a_value():
    edge = one(lambda x: np.sqrt(x) ** 3, {"x": 0.0})
    assert (edge.verdict, edge.kind) == ("undecidable", "edge")
    nothing = one(lambda x: np.log(x), {"x": -1.0}, lambda x: 1 / x)
    assert (nothing.verdict, nothing.kind) == ("undecidable", "undefined")
    assert "nan" in nothing.reason


def test_a_claim_that_is_not_finite():
    result = one(lambda x: np.sum(x**2), {"x": np.array([1.0, 0.0])}, lambda x: 2 * x * x / x)
    assert (result.verdict, result.claimed) == ("wrong", None)
    assert "no finite number" in result.reason


# --- the step to blame


BLAMED = [
    (lambda x, y: 2 * x * np.sin(y) + np.exp(x * y), "x", "x*y"),
    (lambda x, y: 2 * x * np.sin(y) + x * np.exp(x * y), "x", "x*y"),
    (lambda x, y: x**2 * np.sin(y) + x * np.exp(x * y), "y", "sin(y)"),
    (lambda x, y: -(x**2) * np.cos(y) + x * np.exp(x * y), "y", "sin(y)"),
    (lambda x, y: 2 * x * np.sin(y), "x", "x*y"),
]


@pytest.mark.parametrize(("claim", "name", "node"), BLAMED)
def test_the_step_of_a_function_of_numbers_is_blamed(claim, name, node):
    def f(x, y):
        return x**2 * np.sin(y) + np.exp(x * y)

    result = one(f, {"x": 1.5, "y": 2.0}, {name: claim})
    assert result.verdict == "wrong"
    assert result.blame.node == node, result.blame


# --- JSON, words and errors


def test_the_json_is_valid():
    schema = json.loads(SCHEMA.read_text())
    point = {"w": x3, "n": 2, "b": 0.5, "k": np.array([1, 2]), "mask": np.array([True, False])}
    verdict = check(
        lambda w, n, b, k, mask: np.sum(w**n) * b,
        point,
        lambda w, n, b, k, mask: {"w": w, "b": np.sum(w**n)},
    )
    document = json.loads(verdict.to_json())
    jsonschema.validate(document, schema)
    by_w = document["results"][0]
    assert by_w["point"] == {
        "w": "float64 (3,)", "n": "2", "b": "0.5", "k": "int64 (2,)", "mask": "bool (2,)"
    }  # fmt: skip
    assert by_w["verdict"] == "right"  # 2 * b is 1
    wrong = check(lambda w: np.sum(w**2), {"w": x3}, lambda w: w + np.array([0, w[1], 0]))
    document = json.loads(wrong.to_json())
    jsonschema.validate(document, schema)
    assert document["results"][0]["elements"]["worst"][0]["index"] == [2]
    undecided = check(lambda w: np.sum(np.abs(w)), {"w": np.zeros(2)}, np.sign)
    jsonschema.validate(json.loads(undecided.to_json()), schema)
    of_shape = check(lambda w: np.sum(w**2), {"w": x3}, lambda w: 2 * w[:, None])
    jsonschema.validate(json.loads(of_shape.to_json()), schema)


MISTAKES = [
    (lambda x: 1 / 0, {"x": 1.0}, None, CheckError, "ZeroDivisionError: division by zero"),
    (lambda x: [x, {"a": x}], {"x": 1.0}, None, CheckError, "returns 2 things"),
    (lambda x: "text", {"x": 1.0}, None, InputError, "returns is str"),
    (lambda x: 2 * x["z"], {"y": 1.0}, None, CheckError, "KeyError: 'z'"),
    (lambda xs: xs[0], {"x": 1.0, "xs": [1.0]}, None, InputError, "no argument x"),
    (lambda x, y: x, {"x": 1.0}, None, InputError, "No value is given for y"),
    (lambda x, y: x, (1.0, 2.0, 3.0), None, InputError, "takes x, y; at has 3 arguments"),
    (lambda x: 1.0, {"x": "text"}, None, InputError, "no float to differentiate"),
    (lambda x: x, {"x": 1.0}, lambda x, q: q, InputError, "needs q"),
    (lambda x: x, {"x": 1.0}, {"q": 1.0}, InputError, "no argument q"),
    (lambda x: x, {"x": 1.0}, {}, InputError, "has no claim"),
    (lambda x, y: x * y, (1.0, 2.0), lambda x, y: {"dx": y}, InputError, "its keys must be"),
    (lambda x: x, {"x": 1.0}, lambda x: x.nope, CheckError, "AttributeError"),
    (lambda x: x, {"x": 1.0}, lambda x: "text", InputError, "is str"),
    (max, 1.0, None, InputError, "does not tell the names"),
]


@pytest.mark.parametrize(("f", "at", "claim", "error", "words"), MISTAKES)
def test_errors_in_words(f, at, claim, error, words):
    with pytest.raises(error, match=words):
        check(f, at, claim)


def test_what_is_for_formulas_alone():
    with pytest.raises(InputError, match="a function is checked at one point"):
        check(lambda x: x, {"x": 1.0}, order=2)


def test_the_line_of_the_users_error_is_told():
    def f(x):
        return x.missing

    with pytest.raises(
        CheckError, match=r"line \d+ of .*test_function_check.py in `return x.missing`"
    ):
        check(f, {"x": 1.0})


def test_arguments_are_left_alone():
    w = np.array([1.0, 2.0])

    def f(w):
        w *= 2
        return np.sum(w * w)

    def g(w):
        w *= 2
        return 4 * w

    assert check(f, {"w": w}, g).outcome == "right"
    np.testing.assert_array_equal(w, [1.0, 2.0])


def test_too_much_is_refused_in_words():
    with pytest.raises(CheckError, match="too much to check at once"):
        check(lambda w: np.cumsum(np.sin(w)), {"w": np.ones(2000)})

"""What large weights cost."""

from __future__ import annotations

import pytest

from autograd import Value, nn
from autograd.errors import InputError
from autograd.nn.regularizers import L1, L1L2, L2, get

WEIGHTS = [1.0, -2.0, 3.0]


@pytest.mark.parametrize(
    ("regularizer", "cost"), [(L1(0.1), 0.6), (L2(0.1), 1.4), (L1L2(0.1, 0.01), 0.74), (L1L2(), 0)]
)
def test_cost(regularizer, cost):
    assert regularizer(WEIGHTS) == pytest.approx(cost)


def test_its_derivative():
    w = [Value(each) for each in WEIGHTS]
    L1L2(0.1, 0.01)(w).backward()
    assert [each.grad for each in w] == pytest.approx([0.12, -0.14, 0.16])


def test_it_is_part_of_the_loss_and_of_what_evaluate_says():
    model = nn.Sequential(
        [nn.Input((1,)), nn.Dense(1, kernel_regularizer="l2", bias_regularizer="l1")]
    )
    model.compile("sgd", "mse")
    model.set_weights([[[2.0]], [1.0]])
    assert model.evaluate([[0.0]], [1.0]) == pytest.approx(0.01 * 4 + 0.01)


def test_names_and_refusals():
    assert get("l1_l2") == L1L2(0.01, 0.01)
    assert get(None) is None
    with pytest.raises(InputError, match="no regularizer"):
        get("l3")
    with pytest.raises(InputError, match="0 or more"):
        L1(-1.0)

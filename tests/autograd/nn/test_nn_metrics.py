"""Metrics against counts by hand, and against slow definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import nn
from autograd.errors import InputError
from autograd.nn.metrics import (
    AUC,
    BinaryAccuracy,
    CategoricalAccuracy,
    F1Score,
    MeanAbsoluteError,
    MeanSquaredError,
    Precision,
    Recall,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
    confusion_matrix,
    get,
)

SCORES = [[0.1, 0.6, 0.3], [0.5, 0.2, 0.3], [0.2, 0.3, 0.5], [0.4, 0.35, 0.25]]
CLASSES = [1, 2, 2, 1]
COLUMNS = np.eye(3)[CLASSES]
SAID = [0.9, 0.8, 0.4, 0.3, 0.6]
TRUE = [1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("metric", "y", "outputs", "expected"),
    [
        (SparseCategoricalAccuracy(), CLASSES, SCORES, 0.5),
        (CategoricalAccuracy(), COLUMNS, SCORES, 0.5),
        (TopKCategoricalAccuracy(k=2), COLUMNS, SCORES, 1.0),
        (SparseTopKCategoricalAccuracy(k=1), CLASSES, SCORES, 0.5),
        (BinaryAccuracy(), TRUE, SAID, 0.6),
        (BinaryAccuracy(threshold=0.85), TRUE, SAID, 0.6),
        (Precision(), TRUE, SAID, 2 / 3),
        (Recall(), TRUE, SAID, 2 / 3),
        (Precision(threshold=1.0), TRUE, SAID, 0.0),
        (F1Score(), TRUE, SAID, 2 / 3),
        (F1Score(), CLASSES, SCORES, (0 + 2 / 3 + 2 / 3) / 3),
        (F1Score(average="weighted"), CLASSES, SCORES, 2 / 3),
        (F1Score(average="micro"), CLASSES, SCORES, 0.5),
        (AUC(), TRUE, SAID, 4 / 6),
        (MeanSquaredError(), [1.0, 2.0], [2.0, 4.0], 2.5),
        (MeanAbsoluteError(), [1.0, 2.0], [2.0, 4.0], 1.5),
    ],
)
def test_by_hand(metric, y, outputs, expected):
    assert metric(y, outputs) == pytest.approx(expected, rel=1e-14)


def test_f1_of_each_class():
    assert F1Score(average=None)(CLASSES, SCORES) == pytest.approx([0, 2 / 3, 2 / 3])


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=40))
def test_auc_is_the_share_of_pairs_in_order(pairs):
    true = [score for label, score in pairs if label]
    false = [score for label, score in pairs if not label]
    y, scores = [label for label, _ in pairs], [score for _, score in pairs]
    if not true or not false:
        with pytest.raises(InputError, match="both kinds"):
            AUC()(y, scores)
        return
    wins = sum((a > b) + 0.5 * (a == b) for a in true for b in false)
    assert AUC()(y, scores) == pytest.approx(wins / (len(true) * len(false)), rel=1e-12)


def test_confusion_matrix():
    matrix = confusion_matrix(CLASSES, SCORES)
    assert matrix.tolist() == [[0, 0, 0], [1, 1, 0], [1, 0, 1]]
    assert confusion_matrix([0, 1], [0, 0], classes=3).shape == (3, 3)
    with pytest.raises(InputError, match="targets"):
        confusion_matrix([0], [0, 1])
    with pytest.raises(InputError, match="from 0 to 1"):
        confusion_matrix([0, 2], [0, 0], classes=2)


def test_collecting():
    metric = SparseCategoricalAccuracy()
    metric.update_state(CLASSES[:2], SCORES[:2])
    metric.update_state(CLASSES[2:], SCORES[2:])
    assert metric.result() == 0.5
    metric.reset_state()
    with pytest.raises(InputError, match="anything yet"):
        metric.result()


def test_names():
    sparse = nn.SparseCategoricalCrossentropy(from_logits=True)
    assert isinstance(get("accuracy", sparse), SparseCategoricalAccuracy)
    assert get("accuracy", sparse).name == "accuracy"
    assert isinstance(get("accuracy", nn.CategoricalCrossentropy()), CategoricalAccuracy)
    assert get("accuracy", nn.BinaryCrossentropy()).threshold == 0.5
    assert get("accuracy", nn.BinaryCrossentropy(from_logits=True)).threshold == 0.0
    assert SparseTopKCategoricalAccuracy().name == "sparse_top_k_categorical_accuracy"
    with pytest.raises(InputError, match="no metric 'accuracy'"):
        get("accuracy", nn.MeanSquaredError())


def test_shapes_that_do_not_fit():
    with pytest.raises(InputError, match="targets"):
        BinaryAccuracy()([1, 0], [0.5])
    with pytest.raises(InputError, match="classes from 0 to 2"):
        SparseCategoricalAccuracy()([3], [[0.1, 0.2, 0.3]])
    with pytest.raises(InputError, match="targets"):
        MeanSquaredError()([[1.0, 2.0]], [1.0])

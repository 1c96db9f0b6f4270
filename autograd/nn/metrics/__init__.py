"""Metrics on plain arrays; words and defaults are Keras', but for an exact AUC and an F1 of all.

base.py      `Metric`; accuracy.py: right or wrong; counting.py: precision, recall, F1, confusion
errors.py    distances, and the area under the curve
"""

from __future__ import annotations

from typing import Any

from autograd.errors import InputError
from autograd.nn.losses import Loss
from autograd.nn.metrics.accuracy import (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
    SparseTopKCategoricalAccuracy,
    TopKCategoricalAccuracy,
)
from autograd.nn.metrics.base import Metric
from autograd.nn.metrics.counting import F1Score, Precision, Recall, confusion_matrix
from autograd.nn.metrics.errors import AUC, MeanAbsoluteError, MeanSquaredError

__all__ = [
    "AUC",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "F1Score",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Metric",
    "Precision",
    "Recall",
    "SparseCategoricalAccuracy",
    "SparseTopKCategoricalAccuracy",
    "TopKCategoricalAccuracy",
    "confusion_matrix",
    "get",
]

NAMES: dict[str, type[Metric]] = {
    "auc": AUC,
    "binary_accuracy": BinaryAccuracy,
    "categorical_accuracy": CategoricalAccuracy,
    "f1": F1Score,
    "f1_score": F1Score,
    "mae": MeanAbsoluteError,
    "mean_absolute_error": MeanAbsoluteError,
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "precision": Precision,
    "recall": Recall,
    "sparse_categorical_accuracy": SparseCategoricalAccuracy,
    "sparse_top_k_categorical_accuracy": SparseTopKCategoricalAccuracy,
    "top_k_categorical_accuracy": TopKCategoricalAccuracy,
}
THRESHOLDED = (BinaryAccuracy, Precision, Recall)


def get(metric: Any, loss: Loss) -> Metric:
    """The metric of that name, or the one given.

    "accuracy" is the accuracy that belongs to the loss; a name of a metric with a threshold means
    0 in place of 0.5 where the loss takes logits. Raises `InputError` for an unknown name.
    """
    if isinstance(metric, Metric):
        return metric
    if isinstance(metric, type) and issubclass(metric, Metric):
        return metric()
    short = metric in ("accuracy", "acc")
    name = loss.accuracy if short else metric
    if not isinstance(name, str) or name not in NAMES:
        raise InputError(
            f"There is no metric {metric!r} for {type(loss).__name__}. Choose {', '.join(NAMES)}"
            f"{' or accuracy' if loss.accuracy else ''}."
        )
    chosen = NAMES[name]
    if issubclass(chosen, THRESHOLDED) and getattr(loss, "from_logits", False):
        return chosen(name=metric, threshold=0.0)
    return chosen(name=metric)

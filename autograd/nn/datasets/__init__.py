"""Data to train on: made from a seed, or out of packages that are installed; nothing is fetched.

points.py    blobs, moons, circles, spirals: points in the plane; scenes: several labels at once
digits.py    handwritten digits; ecg.py: heart signals, real and made; files.py: CSV and npz
Each function says in its docstring where its data come from; `Data.card` says it too.
"""

from autograd.nn.datasets.data import Data
from autograd.nn.datasets.digits import digits, digits_5000
from autograd.nn.datasets.ecg import ecg, synthetic_ecg, windows
from autograd.nn.datasets.files import read_csv, read_npz
from autograd.nn.datasets.points import blobs, circles, course_blobs, moons, scenes, spirals

__all__ = [
    "Data",
    "blobs",
    "circles",
    "course_blobs",
    "digits",
    "digits_5000",
    "ecg",
    "moons",
    "read_csv",
    "read_npz",
    "scenes",
    "spirals",
    "synthetic_ecg",
    "windows",
]

"""Plots of what a course draws, in the colours of the pictures and readable in grey.

    accuracy.py     bits of error of a formula over a range, before and after a remedy
    activations.py  activation functions, their derivatives, and where they are flat
    curves.py       curves; one curve with its secant and its tangent
    epsilon.py      the error of a difference quotient against its step
    training.py     loss curves; the paths of optimizers over a surface
    classes.py      decision regions; probability bars
    surfaces.py     what units answer over the plane
    digits.py       images with their labels and predictions
    signals.py      windows and filters over a signal
    look.py         the one style; plot.py: what users hold

They take plain arrays and functions. Matplotlib, an extra, is loaded when one is made.
"""

from viz.plots.accuracy import accuracy
from viz.plots.activations import activations
from viz.plots.classes import decision_regions, probabilities
from viz.plots.curves import curves, secant
from viz.plots.digits import digits
from viz.plots.epsilon import epsilon_sweep
from viz.plots.plot import Plot
from viz.plots.signals import filters, windows
from viz.plots.surfaces import surfaces
from viz.plots.training import contour, history

__all__ = [
    "Plot",
    "accuracy",
    "activations",
    "contour",
    "curves",
    "decision_regions",
    "digits",
    "epsilon_sweep",
    "filters",
    "history",
    "probabilities",
    "secant",
    "surfaces",
    "windows",
]

"""Layers, as scalar code on arrays of Values; words, shapes and defaults are Keras'.

base.py         `Layer`, from which all derive
dense.py        Dense
windows.py      where windows stand; convolution.py: Conv1D, Conv2D; local.py: LocallyConnected
pooling.py      MaxPooling, AveragePooling
shaping.py      Input, Flatten, Reshape, Activation, Softmax, Dropout, Lambda
"""

from autograd.nn.layers.base import Layer
from autograd.nn.layers.convolution import Conv1D, Conv2D
from autograd.nn.layers.dense import Dense
from autograd.nn.layers.local import LocallyConnected1D, LocallyConnected2D
from autograd.nn.layers.pooling import (
    AveragePool1D,
    AveragePool2D,
    AveragePooling1D,
    AveragePooling2D,
    MaxPool1D,
    MaxPool2D,
    MaxPooling1D,
    MaxPooling2D,
)
from autograd.nn.layers.shaping import (
    Activation,
    Dropout,
    Flatten,
    Input,
    InputLayer,
    Lambda,
    Reshape,
    Softmax,
)

__all__ = [
    "Activation",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePooling1D",
    "AveragePooling2D",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "InputLayer",
    "Lambda",
    "Layer",
    "LocallyConnected1D",
    "LocallyConnected2D",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "Reshape",
    "Softmax",
]

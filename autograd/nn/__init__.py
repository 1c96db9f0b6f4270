"""Networks on the nodes, in Keras' words: every layer is scalar code that records a graph.

>>> from autograd import nn
>>> model = nn.Sequential([nn.Input(2), nn.Dense(3, activation="relu"), nn.Dense(1)])
>>> model.compile(optimizer="adam", loss="mse")
>>> float(model.graph([0.0, 0.0], [0.0]).data)
0.0

layers/, losses/, metrics/   what a network is made of and measured by
activations.py, initializers.py, regularizers.py, optimizers.py, schedules.py
stack.py        layers one after another; network.py: with weights
model.py        `Sequential`: trains and predicts; training.py: the loop
recording.py    one sample's loss as a function that records; programs.py: compiled
steps.py        a step of training, compiled or on the nodes
parameters.py   all weights in one flat array; samples.py: batches
callbacks.py, progress.py, notebook.py, summaries.py, advice.py
rounding.py     where a loss loses digits; apart.py: a network taken apart for that
registry.py     what a file may contain; archive.py, storage.py: the file
datasets/       data that is made, or comes with other packages
models.py, utils.py, tf.py   Keras' and TensorFlow's places for names that course code imports
"""

from autograd.nn import (
    activations,
    advice,
    callbacks,
    datasets,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    regularizers,
    schedules,
    utils,
)
from autograd.nn.activations import softmax
from autograd.nn.advice import recommend, review
from autograd.nn.callbacks import (
    Callback,
    EarlyStopping,
    History,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
)
from autograd.nn.layers import (
    Activation,
    AveragePool1D,
    AveragePool2D,
    AveragePooling1D,
    AveragePooling2D,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Input,
    InputLayer,
    Lambda,
    Layer,
    LocallyConnected1D,
    LocallyConnected2D,
    MaxPool1D,
    MaxPool2D,
    MaxPooling1D,
    MaxPooling2D,
    Reshape,
    Softmax,
)
from autograd.nn.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    Loss,
    MeanAbsoluteError,
    MeanSquaredError,
    SparseCategoricalCrossentropy,
)
from autograd.nn.metrics import confusion_matrix
from autograd.nn.model import Sequential
from autograd.nn.optimizers import SGD, Adagrad, Adam, AdamW, RMSprop
from autograd.nn.registry import register
from autograd.nn.regularizers import L1, L1L2, L2
from autograd.nn.storage import load_model
from autograd.nn.warned import NetworkWarning

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "SGD",
    "Activation",
    "Adagrad",
    "Adam",
    "AdamW",
    "AveragePool1D",
    "AveragePool2D",
    "AveragePooling1D",
    "AveragePooling2D",
    "BinaryCrossentropy",
    "Callback",
    "CategoricalCrossentropy",
    "Conv1D",
    "Conv2D",
    "Dense",
    "Dropout",
    "EarlyStopping",
    "Flatten",
    "History",
    "Input",
    "InputLayer",
    "Lambda",
    "Layer",
    "LearningRateScheduler",
    "LocallyConnected1D",
    "LocallyConnected2D",
    "Loss",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "ModelCheckpoint",
    "NetworkWarning",
    "RMSprop",
    "ReduceLROnPlateau",
    "Reshape",
    "Sequential",
    "Softmax",
    "SparseCategoricalCrossentropy",
    "activations",
    "advice",
    "callbacks",
    "confusion_matrix",
    "datasets",
    "initializers",
    "layers",
    "load_model",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "recommend",
    "register",
    "regularizers",
    "review",
    "schedules",
    "softmax",
    "utils",
]

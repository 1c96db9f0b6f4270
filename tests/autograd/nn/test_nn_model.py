"""`Sequential` from the first weights to the last prediction."""

from __future__ import annotations

import numpy as np
import pytest

from autograd import nn, ops
from autograd.arrays import array
from autograd.errors import InputError
from autograd.graph import leaves
from autograd.nn.layers.base import Slot

DATA = nn.datasets.course_blobs()


def small(seed=0, **settings):
    model = nn.Sequential(
        [
            nn.Input((2,)),
            nn.Dense(3, activation="tanh", name="layer1"),
            nn.Dropout(0.2),
            nn.Dense(4, kernel_regularizer=nn.L2(0.01), name="layer2"),
        ],
        seed=seed,
    )
    model.compile(
        optimizer=settings.get("optimizer", "adam"),
        loss=nn.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


LAYERS = [
    [nn.Dense(3, activation="relu"), nn.Dense(4)],
    [nn.Dense(3, activation="gelu"), nn.Dropout(0.5), nn.Dense(4, activation="softmax")],
    [nn.Reshape((2, 1)), nn.Conv1D(3, 2, padding="same", activation="silu"), nn.Flatten(),
     nn.Dense(4)],
    [nn.Dense(6, activation="elu"), nn.Reshape((6, 1)), nn.LocallyConnected1D(2, 3),
     nn.MaxPool1D(2), nn.Flatten(), nn.Dense(4)],
    [nn.Dense(4, activation="softplus"), nn.Sequential([nn.Dense(3, activation="leaky_relu")]),
     lambda h: [ops.sin(v) for v in h], nn.Dense(4)],
    [nn.Dense(16, activation="sigmoid"), nn.Reshape((4, 4, 1)),
     nn.Conv2D(2, 2, padding="same", activation="relu"), nn.MaxPool2D(2), nn.Dropout(0.2),
     nn.Conv2D(3, 2, activation="gelu"), nn.Flatten(), nn.Dense(4)],
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(LAYERS)))
def test_the_program_and_the_nodes_give_the_same_numbers(number):
    histories = []
    for compiled in (True, False):
        layers = [type(x)(**_fields(x)) if isinstance(x, nn.Layer) else x for x in LAYERS[number]]
        model = nn.Sequential([nn.Input((2,)), *layers], seed=3)
        logits = number != 1
        model.compile(optimizer="adam", loss=nn.SparseCategoricalCrossentropy(from_logits=logits))
        weight = np.linspace(0.5, 2, 40)
        model.fit(
            DATA.x[:40], DATA.y[:40], epochs=3, batch_size=16, sample_weight=weight,
            class_weight={0: 1.0, 1: 2.0, 2: 0.5, 3: 1.0}, validation_split=0.25,
            compiled=compiled,
        )  # fmt: skip
        histories.append((model.history.history, model.get_weights()))
    (one, weights), (two, others) = histories
    assert one.keys() == two.keys() == {"loss", "val_loss"}
    for key in one:
        np.testing.assert_allclose(one[key], two[key], rtol=1e-10)
    for a, b in zip(weights, others, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-10)


def _fields(layer):
    from dataclasses import fields

    return {f.name: getattr(layer, f.name) for f in fields(layer) if f.init and f.name != "name"}


def test_the_same_seed_gives_the_same_bits():
    runs = []
    for seed in (5, 5, 6):
        model = small(seed)
        model.fit(DATA.x, DATA.y, epochs=3)
        runs.append((model.parameters.flat.tobytes(), model.history.history))
    assert runs[0] == runs[1]
    assert runs[0][0] != runs[2][0]


def test_evaluate_and_predict():
    model = small()
    model.fit(DATA.x, DATA.y, epochs=2)
    logits = model.predict(DATA.x, batch_size=7)
    assert logits.shape == (100, 4)
    np.testing.assert_allclose(model(DATA.x), logits, rtol=1e-14)
    loss, accuracy = model.evaluate(DATA.x, DATA.y)
    assert accuracy == np.mean(logits.argmax(1) == DATA.y)
    W = model.get_layer("layer2").get_weights()[0]
    expected = model.loss(DATA.y, logits) + 0.01 * (W**2).sum()
    assert loss == pytest.approx(expected, rel=1e-12)
    assert model.evaluate(DATA.x, DATA.y, return_dict=True) == {"loss": loss, "accuracy": accuracy}
    assert model.history.history["accuracy"][-1] == accuracy


def test_the_graph_of_a_sample():
    model = small()
    model.build()
    loss = model.graph(DATA.x[0], DATA.y[0])
    named = {leaf.name for leaf in leaves(loss)}
    assert {"x[1]", "layer1/kernel[1,2]", "layer2/bias[3]"} <= named
    assert loss.data == pytest.approx(model.evaluate(DATA.x[:1], DATA.y[:1])[0], rel=1e-12)
    outputs = model.graph(DATA.x[0])
    np.testing.assert_allclose(outputs.values, model.predict(DATA.x[:1])[0], rtol=1e-13)


def test_the_source_is_a_readable_program():
    text = small().program.source
    assert "x @ layer1_kernel + layer1_bias" in text
    assert text.index("def value(") < text.index("def value_and_grad(")


def test_an_own_loss_and_one_column():
    model = nn.Sequential([nn.Dense(1)])
    model.compile(loss=lambda y, out: abs(y[0] - out[0]) ** 3, optimizer=nn.SGD(0.1))
    x = np.linspace(-1, 1, 20)
    model.fit(x, 2 * x, epochs=60, batch_size=5)
    assert model.history.history["loss"][-1] < 0.05 * model.history.history["loss"][0]
    assert model.predict(x).shape == (20, 1)


def test_validation_data_and_what_is_split_off():
    model = small()
    model.fit(DATA.x[:80], DATA.y[:80], epochs=2, validation_data=(DATA.x[80:], DATA.y[80:]))
    other = small()
    other.fit(DATA.x, DATA.y, epochs=2, validation_split=0.2)
    assert model.history.history == other.history.history
    assert set(model.history.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert model.history.epoch == [0, 1]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda m: m.fit(DATA.x, DATA.y[:50]), "100 samples and 50 targets"),
        (lambda m: m.fit(DATA.x[:, :1], DATA.y), r"shape \(2,\)"),
        (lambda m: m.fit([], []), "no samples"),
        (lambda m: m.fit([["a", "b"]], [0]), "not an array of numbers"),
        (lambda m: m.fit(DATA.x, DATA.y + 1), "from 0 to 3"),
        (lambda m: m.fit(DATA.x, DATA.y, batch_size=0), "batch_size"),
        (lambda m: m.fit(DATA.x, DATA.y, epochs=0), "epochs"),
        (lambda m: m.fit(DATA.x, DATA.y, validation_split=1.5), "validation_split"),
        (lambda m: m.fit(DATA.x, DATA.y, validation_data=(DATA.x,)), "validation_data"),
        (lambda m: m.fit(DATA.x, DATA.y, class_weight={0: 1.0}), "class 1"),
        (lambda m: m.fit(DATA.x, DATA.y, sample_weight=[1.0]), "sample_weight"),
        (lambda m: m.fit(DATA.x, DATA.y, callbacks=[print]), "Callback"),
        (lambda m: m.fit(DATA.x, DATA.y, verbose=7), "verbose"),
        (lambda m: m.predict(DATA.x[0]), "shape"),
        (lambda m: m.add(nn.Dense(2)), "built"),
        (lambda m: m.get_layer("layer9"), "layer9"),
        (lambda m: nn.Sequential([nn.Dense(2)]).summary(), "Input"),
        (lambda m: nn.Sequential([nn.Dense(2)]).fit(DATA.x, DATA.y), "compile"),
        (lambda m: nn.Sequential([]).build((2,)), "no layers"),
        (lambda m: nn.Sequential([3]), "layers and functions"),
        (lambda m: nn.Sequential([nn.Dense(2, name="a"), nn.Dense(2, name="a")]), "named"),
        (lambda m: nn.Sequential([nn.Input((2,)), nn.Conv1D(1, 2)]).build(), "At conv1d: Conv1D"),
        (lambda m: nn.Sequential([nn.Dense(2)]).compile(), "needs a loss"),
    ],
)
def test_refusals_in_words(call, said):
    model = small()
    model.build()
    with pytest.raises(InputError, match=said):
        call(model)


def test_code_of_the_course_runs_as_typed():
    from autograd.nn import Dense, Sequential
    from autograd.nn.activations import linear, relu

    X, y = np.random.default_rng(0).random((50, 400)), np.arange(50)[:, None] % 10
    model = Sequential(
        [
            nn.Input(shape=(400,)),
            Dense(25, activation="relu", name="layer1"),
            Dense(15, activation=relu, name="layer2"),
            Dense(units=10, activation=linear, name="layer3"),
        ],
        name="my_model",
    )
    model.compile(
        loss=nn.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=nn.optimizers.Adam(learning_rate=0.001),
    )
    history = model.fit(X, y, epochs=2)
    assert len(history.history["loss"]) == 2
    prediction = model.predict(X[15].reshape(1, 400))
    prediction_p = nn.softmax(prediction)
    assert prediction_p.shape == (1, 10)
    assert prediction_p.sum() == pytest.approx(1)
    assert prediction_p.argmax() == prediction.argmax()
    recorded = nn.softmax(model.graph(X[15]))
    np.testing.assert_allclose(recorded.values, prediction_p[0], rtol=1e-12)


def test_samples_may_lie_in_memory_in_any_order():
    x = np.random.default_rng(0).random((40, 6))
    y = np.arange(40) % 4
    weights = []
    for given in (
        x,
        np.asfortranarray(x),
        x.astype("f4").astype("f8")[:, ::-1][:, ::-1],
        x.tolist(),
    ):
        model = nn.Sequential([nn.Dense(4)])
        model.compile(nn.SGD(), nn.SparseCategoricalCrossentropy(from_logits=True))
        model.fit(given, y, epochs=2, shuffle=len(weights) % 2 == 0)
        model.fit(given, y, epochs=2)
        assert model.predict(given).shape == (40, 4)
        weights.append(model.parameters.flat.copy())
    np.testing.assert_allclose(weights[0], weights[2], rtol=1e-5)
    assert (weights[1] == weights[3]).all()


class Scale(nn.Layer):
    """A layer of a user's own: every input times its own weight, with noise while training."""

    def plan(self, shape):
        return shape, {"by": Slot(shape, nn.initializers.Ones(), nn.L2(0.1))}

    def draw(self, shape, samples, rng):
        return {"jitter": rng.normal(size=(*shape, samples)).T}

    def call(self, x, weights, noise):
        scaled = [a * b for a, b in zip(x, weights["by"], strict=True)]
        if "jitter" in noise:
            scaled = [a + 0.01 * b for a, b in zip(scaled, noise["jitter"], strict=True)]
        return scaled


def test_a_layer_of_ones_own():
    finals = []
    for compiled in (True, False):
        model = nn.Sequential([nn.Input((3,)), Scale(), Scale(name="again")])
        model.compile(nn.SGD(0.1), "mse")
        x = np.random.default_rng(0).random((20, 3))
        model.fit(x, 2 * x, epochs=20, batch_size=8, compiled=compiled)
        finals.append(model.parameters.flat.copy())
        assert [w.shape for w in model.get_weights()] == [(3,), (3,)]
        assert (model.get_layer("scale").get_weights()[0] > 1.005).all()
    np.testing.assert_allclose(finals[0], finals[1], atol=1e-12)


def test_a_network_called_on_values_records():
    model = small()
    model.build()
    recorded = model(array(DATA.x[0], name="x"))
    np.testing.assert_allclose(recorded.values, model.predict(DATA.x[:1])[0], rtol=1e-13)
    recorded[0].backward()
    assert recorded[0].grad == 1.0

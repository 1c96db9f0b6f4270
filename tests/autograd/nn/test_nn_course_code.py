"""Code as a student types it after the course, with nothing but its imports changed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError
from autograd.nn import tf

ROOT = Path(__file__).parents[3]

IMPORTS = """
import numpy as np
from autograd.nn import tf
from autograd.nn.models import Sequential
from autograd.nn.layers import Dense
from autograd.nn.activations import linear, relu, sigmoid
from autograd.nn.losses import SparseCategoricalCrossentropy
"""

MODEL = """
rng = np.random.default_rng(0)
y = np.arange(600).reshape(600, 1) % 10
X = rng.normal(size=(10, 400))[y[:, 0]] + 0.8 * rng.normal(size=(600, 400))

tf.random.set_seed(1234)
model = Sequential(
    [
        tf.keras.Input(shape=(400,)),
        Dense(25, activation='relu', name="L1"),
        Dense(15, activation='relu', name="L2"),
        Dense(10, activation='linear', name="L3"),
    ], name="my_model"
)
model.summary()
[layer1, layer2, layer3] = model.layers
W1, b1 = layer1.get_weights()
print(f"W1 shape = {W1.shape}, b1 shape = {b1.shape}")
print(model.layers[2].weights[0].shape, model.get_layer('L1').name, model.layers[0].units)
"""

FIT = """
model.compile(
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.001),
)
history = model.fit(
    X, y,
    epochs=40
)
"""

PREDICT = """
prediction = model.predict(X[15].reshape(1, 400))
print(f"predicting a five: {np.argmax(prediction)}")
prediction_p = tf.nn.softmax(prediction)
print(f"Total of predictions: {np.sum(prediction_p):0.3f}")
assert prediction_p.numpy().shape == (1, 10)
print(f"loss {history.history['loss'][-1]:.2f} after {len(history.history['loss'])} epochs")
W1, b1 = model.layers[0].get_weights()
model.get_layer('L1').set_weights([W1, b1])
"""

SAID = [
    'Network "my_model"',
    "10,575 weights",
    "W1 shape = (400, 25), b1 shape = (25,)",
    "(15, 10) L1 25",
    "predicting a five: 5",
    "Total of predictions: 1.000",
    "after 40 epochs",
]


def test_as_a_script(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORTS + MODEL + FIT + PREDICT],
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert not ran.stderr
    assert not [text for text in SAID if text not in ran.stdout]


@pytest.mark.slow
def test_in_the_cells_of_a_notebook(monkeypatch, tmp_path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    new = nbformat.v4
    notebook = new.new_notebook(
        cells=[new.new_code_cell(cell) for cell in (IMPORTS, MODEL, FIT, PREDICT)]
    )
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    )
    with ThreadPoolExecutor(1) as apart:  # whose event loop is not the one of the browser's tests
        apart.submit(asyncio.run, client.async_execute()).result()
    _, model, fit, predict = (cell.outputs for cell in notebook.cells)
    (shown,) = fit
    html, text = shown["data"]["text/html"], shown["data"]["text/plain"]
    assert html.startswith("<div")
    assert '<progress value="1.0000" max="1"' in html
    assert "loss: " in html
    assert text.startswith("Epoch 40/40 - loss: ")
    printed = "".join(each["text"] for each in [*model, *predict])
    assert not [said for said in SAID if said not in printed]


def test_functions_of_arrays():
    z = np.array([[1.0, 2.0, 3.0, 4.0], [0.0, 0.0, 0.0, 0.0]])
    a = tf.nn.softmax(z).numpy()
    assert type(a) is np.ndarray
    np.testing.assert_allclose(a.sum(1), 1, rtol=1e-15)
    np.testing.assert_allclose(a[1], 0.25)
    np.testing.assert_allclose(tf.nn.sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-15)
    assert (tf.nn.relu([-1, 2]) == [0, 2]).all()
    assert tf.keras.layers.Dense is nn.Dense


def test_the_seed_of_networks_to_come():
    def first(**settings):
        model = nn.Sequential([nn.Input((3,)), nn.Dense(2)], **settings)
        model.build()
        return model.parameters.flat.tobytes()

    usual = first()
    try:
        nn.utils.set_random_seed(1234)
        chosen = first()
        assert chosen == first() == first(seed=1234) != usual == first(seed=0)
    finally:
        nn.utils.set_random_seed(0)
    for wrong in (-1, 0.5, True, "a"):
        with pytest.raises(InputError, match="seed"):
            nn.utils.set_random_seed(wrong)
        with pytest.raises(InputError, match="seed"):
            nn.Sequential(seed=wrong)


def test_names_are_where_keras_has_them():
    assert nn.models.Sequential is nn.Sequential
    assert nn.models.load_model is nn.load_model
    assert nn.layers.InputLayer is nn.Input
    for place, names in {
        nn.layers: ("Dense", "Conv2D", "MaxPooling2D", "Flatten", "Dropout", "Input"),
        nn.losses: ("MeanSquaredError", "BinaryCrossentropy", "SparseCategoricalCrossentropy"),
        nn.optimizers: ("SGD", "RMSprop", "Adagrad", "Adam", "AdamW"),
        nn.activations: ("linear", "sigmoid", "relu", "leaky_relu", "tanh", "softmax"),
        nn.metrics: ("AUC", "Precision", "Recall", "F1Score"),
        nn.callbacks: ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau", "History"),
        nn.regularizers: ("L1", "L2"),
        nn.initializers: ("GlorotUniform", "HeNormal", "Zeros"),
    }.items():
        assert not [name for name in names if not hasattr(place, name)]


def test_the_first_layer_may_say_the_shape_of_a_sample():
    model = nn.Sequential([nn.Dense(3, input_shape=(2,), activation="relu"), nn.Dense(1)])
    model.build()
    assert model.count_params() == 13


def test_columns_of_classes():
    assert nn.utils.to_categorical([2, 0]).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert nn.utils.to_categorical([[1]], num_classes=4).tolist() == [[0, 1, 0, 0]]
    for wrong in ([0.5], [-1], ["a"], []):
        with pytest.raises(InputError):
            nn.utils.to_categorical(wrong)
    with pytest.raises(InputError, match="from 0 to 1"):
        nn.utils.to_categorical([2], num_classes=2)

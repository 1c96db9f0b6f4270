"""A user's own layers, losses and functions in files: by name, and never by anything they hold."""

from __future__ import annotations

import json

import numpy as np
import pytest

from autograd import nn
from autograd.errors import InputError
from autograd.nn import registry
from autograd.nn.layers.base import Slot

X = np.random.default_rng(0).random((5, 2))


class Scale(nn.Layer):
    """Keeps what it is made with under the same names."""

    def __init__(self, factor, **settings):
        super().__init__(**settings)
        self.factor = factor

    def plan(self, shape):
        return shape, {"by": Slot(shape, nn.initializers.Constant(1.5))}

    def call(self, x, weights, noise):
        return [self.factor * a * b for a, b in zip(x, weights["by"], strict=True)]


class Hidden(nn.Layer):
    """Keeps it under another name."""

    def __init__(self, factor):
        super().__init__()
        self._factor = factor

    def call(self, x, weights, noise):
        return [self._factor * a for a in x]


class Told(Hidden):
    """The same, and says so as in Keras."""

    def get_config(self):
        config = super().get_config()
        config.update({"factor": self._factor})
        return config


class Cubic(nn.Loss):
    def sample(self, y, outputs):
        return abs(y[0] - outputs[0]) ** 3


def halved(v):
    return [a / 2 for a in v]


def network(*layers):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(2, activation="tanh"), *layers], seed=4)
    model.build()
    return model


@pytest.fixture(autouse=True)
def _registry_as_before(monkeypatch):
    monkeypatch.setattr(registry, "CLASSES", dict(registry.CLASSES))
    monkeypatch.setattr(registry, "FUNCTIONS", {})


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
@pytest.mark.parametrize(
    ("layers", "own"),
    [
        ([Scale(3.0, name="scale3")], {"Scale": Scale}),
        ([Told(0.5), Told(2.0)], {"Told": Told}),
        ([halved], {"halved": halved}),
        ([nn.Sequential([Scale(np.float64(2)), halved])], {"Scale": Scale, "halved": halved}),
    ],
)
def test_given_back_by_name(tmp_path, ending, layers, own):
    path = tmp_path / f"own{ending}"
    model = network(*layers)
    model.save(path)
    with pytest.raises(InputError, match=r"custom_objects=.*or mark it with @nn\.register"):
        nn.load_model(path)
    found = nn.load_model(path, custom_objects=own)
    assert [x.name for x in found.layers] == [x.name for x in model.layers]
    assert (found.predict(X) == model.predict(X)).all()


def test_marked_once_and_found_without_being_named(tmp_path):
    nn.register(Scale)
    assert nn.register(halved) is halved
    model = network(Scale(3.0), halved)
    model.save(tmp_path / "own.npz")
    found = nn.load_model(tmp_path / "own.npz")
    assert type(found.layers[1]) is Scale
    assert found.layers[1].factor == 3.0
    assert (found.predict(X) == model.predict(X)).all()


def test_what_is_handed_over_comes_before_what_was_marked(tmp_path):
    nn.register(Scale)
    network(Scale(3.0)).save(tmp_path / "own.npz")

    class Other(Scale):
        pass

    found = nn.load_model(tmp_path / "own.npz", custom_objects={"Scale": Other})
    assert type(found.layers[1]) is Other


def test_a_class_of_ours_is_not_replaced(tmp_path):
    network().save(tmp_path / "plain.npz")
    found = nn.load_model(tmp_path / "plain.npz", custom_objects={"layers.Dense": Scale})
    assert type(found.layers[0]) is nn.Dense


def test_losses_and_schedules_of_ones_own(tmp_path):
    model = network(nn.Dense(1))

    class Slower(nn.schedules.Schedule):
        def __call__(self, step):
            return 0.1 / (1 + step)

    model.compile(optimizer=nn.SGD(Slower()), loss=Cubic())
    model.save(tmp_path / "own.npz")
    found = nn.load_model(tmp_path / "own.npz", custom_objects={"Cubic": Cubic, "Slower": Slower})
    assert type(found.loss) is Cubic
    assert found.optimizer.rate == 0.1


def test_what_a_layer_was_made_with_must_be_known(tmp_path):
    with pytest.raises(InputError, match=r"Hidden cannot be stored.*get_config\(\)"):
        network(Hidden(2.0)).save(tmp_path / "own.npz")
    with pytest.raises(InputError, match="name with def"):
        network(lambda v: v).save(tmp_path / "own.npz")
    assert not (tmp_path / "own.npz").exists()


def test_numbers_that_json_does_not_have_are_not_stored(tmp_path):
    with pytest.raises(InputError, match="nan or infinite"):
        network(Scale(float("nan"))).save(tmp_path / "own.npz")


def test_settings_are_plain_and_come_back():
    layer = nn.Dense(
        3, activation="relu", kernel_initializer=nn.initializers.HeNormal(seed=1),
        kernel_regularizer=nn.L1(0.5), name="first",
    )  # fmt: skip
    told = registry.settings(layer)
    assert json.loads(json.dumps(told)) == told
    again = registry.restored(told, {})
    assert registry.settings(again) == told
    assert nn.Dense.from_config(layer.get_config()).kernel_regularizer == nn.L1(0.5)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"class": "os.system", "command": "id"}, "no layer, loss or optimizer named 'os.system'"),
        ({"class": "Scale"}, "a class 'Scale'"),
        ({"class": "halved"}, "a class 'halved'"),
        ({"class": ["layers.Dense"]}, "no layer"),
        ({"function": "Scale"}, "a function 'Scale'"),
        ({"function": 3}, "a function 3"),
        ({"class": "layers.Dense"}, "cannot have these settings"),
        ({"class": "layers.Dense", "units": 2, "__init__": 1}, "cannot have these settings"),
    ],
)
def test_what_is_not_made(told, said):
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        registry.restored(told, {"halved": halved} if "function" not in told else {"Scale": Scale})


def test_names():
    assert registry.title(nn.Dense) == "layers.Dense"
    assert registry.title(nn.metrics.AUC) == "metrics.AUC"
    assert registry.title(Scale) == "Scale"
    assert registry.words("MaxPooling2D") == "max_pooling2d"
    assert registry.words("LocallyConnected1D") == "locally_connected1d"


class Gain(nn.Layer):
    """One weight, which is no array of several."""

    def plan(self, shape):
        return shape, {"by": Slot((), nn.initializers.Constant(2.0))}

    def call(self, x, weights, noise):
        return [a * weights["by"] for a in x]


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_a_single_number_as_weight(tmp_path, ending):
    path = tmp_path / f"own{ending}"
    model = network(Gain())
    model.save(path)
    found = nn.load_model(path, custom_objects={"Gain": Gain})
    assert (found.predict(X) == model.predict(X)).all()
    model.compile(nn.SGD(0.1), "mse")
    model.fit(X, X, epochs=1)
    assert model.layers[1].get_weights()[0] != 2.0

"""Networks in files: whole again when read, and never anything but an error when broken."""

from __future__ import annotations

import json
import os
import pickle
import struct
import subprocess
import sys
import time
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from autograd import nn, ops
from autograd.errors import InputError
from autograd.nn import archive

DATA = nn.datasets.course_blobs(60)
ENDINGS = [".npz", ".safetensors"]
ROOT = Path(__file__).parents[3]


def squeeze(z):
    return ops.tanh(z) * 2


def mean(v):
    return [ops.mean(v)]


def trained(**settings):
    model = nn.Sequential(
        [nn.Input((2,)), nn.Dense(3, activation="relu"), nn.Dropout(0.1), nn.Dense(4)], seed=2
    )
    model.compile(
        loss=nn.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=nn.Adam(settings.get("rate", 0.01)), metrics=["accuracy"],
    )  # fmt: skip
    model.fit(DATA.x, DATA.y, epochs=2)
    return model


@pytest.fixture(scope="module")
def model():
    return trained()


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_read_is_what_was_written(model, tmp_path, ending):
    path = tmp_path / f"model{ending}"
    model.save(path)
    other = nn.load_model(path)
    assert other.parameters.flat.tobytes() == model.parameters.flat.tobytes()
    assert (other.predict(DATA.x) == model.predict(DATA.x)).all()
    assert other.evaluate(DATA.x, DATA.y) == model.evaluate(DATA.x, DATA.y)
    one = trained()
    for each in (one, other):
        each.fit(DATA.x, DATA.y, epochs=3)
    assert one.history.history == other.history.history
    assert one.parameters.flat.tobytes() == other.parameters.flat.tobytes()


def every_layer():
    return nn.Sequential(
        [
            nn.Input((6, 6, 1)),
            nn.Conv2D(2, 3, padding="same", activation="gelu", kernel_regularizer=nn.L1(0.1)),
            nn.MaxPool2D(2),
            nn.LocallyConnected2D(2, (2, 2), kernel_initializer=nn.initializers.HeNormal(seed=1)),
            nn.AveragePooling2D(2),
            nn.Reshape((2, 1)),
            nn.Conv1D(2, 1, activation="elu"),
            nn.LocallyConnected1D(2, 1, activation=None, use_bias=False),
            nn.MaxPooling1D(1),
            nn.AveragePooling1D(1),
            nn.Flatten(),
            nn.Activation("silu"),
            nn.Dropout(0.2, seed=1),
            nn.Sequential([nn.Dense(3, bias_initializer=nn.initializers.Constant(0.3))]),
            nn.Softmax(),
        ]
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_layer_loss_and_optimizer_can_be_stored(tmp_path, ending):
    path = tmp_path / f"model{ending}"
    for loss in (nn.CategoricalCrossentropy(label_smoothing=0.1), nn.MeanSquaredError()):
        for optimizer in (
            nn.SGD(nn.schedules.CosineDecay(0.1, 5), momentum=0.5, clipnorm=1.0),
            nn.RMSprop(centered=True),
            nn.Adagrad(),
            nn.AdamW(),
        ):
            model = every_layer()
            model.compile(optimizer, loss, metrics=[nn.metrics.F1Score(), "mse"])
            model.build()
            model.save(path)
            other = nn.load_model(path)
            x = np.random.default_rng(0).random((3, 6, 6, 1))
            assert (other.predict(x) == model.predict(x)).all()
            assert other.loss == loss
            assert type(other.optimizer) is type(optimizer)
            assert other.optimizer.learning_rate == optimizer.learning_rate
            assert [m.name for m in other.metrics] == ["f1_score", "mse"]


def test_functions_are_named_and_given_back(tmp_path):
    model = nn.Sequential([nn.Input((2,)), nn.Dense(3, activation=squeeze), mean])
    model.build()
    model.save(tmp_path / "own.npz")
    with pytest.raises(InputError, match="custom_objects"):
        nn.load_model(tmp_path / "own.npz")
    own = {"squeeze": squeeze, "mean": mean}
    other = nn.load_model(tmp_path / "own.npz", custom_objects=own)
    assert (other.predict(DATA.x) == model.predict(DATA.x)).all()
    unnamed = nn.Sequential([nn.Input((2,)), nn.Dense(3, activation=lambda z: z)])
    unnamed.build()
    with pytest.raises(InputError, match="cannot be stored"):
        unnamed.save(tmp_path / "lambda.npz")


def loaded(path, data):
    """The network in these bytes, or the error as text."""
    path.write_bytes(data)
    try:
        return nn.load_model(path)
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("ending", ENDINGS)
def test_cut_short_at_every_byte(model, tmp_path, ending):
    path = tmp_path / f"model{ending}"
    model.save(path)
    whole = path.read_bytes()
    for length in range(len(whole)):
        with pytest.raises((InputError, *archive.FAULTS)):
            archive.READERS[ending](whole[:length])
    for length in range(0, len(whole), 61):
        assert "no whole network" in loaded(path, whole[:length])


@pytest.mark.parametrize("ending", ENDINGS)
def test_flipped_bits_are_found_or_harmless(model, tmp_path, ending):
    path = tmp_path / f"model{ending}"
    model.save(path)
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    for place in rng.integers(0, len(whole), 600):
        broken = bytearray(whole)
        broken[place] ^= 1 << int(rng.integers(8))
        found = loaded(path, bytes(broken))
        if not isinstance(found, str):  # a date in the zip, a blank of the padding
            assert found.parameters.flat.tobytes() == model.parameters.flat.tobytes()
            assert found.optimizer.learning_rate == model.optimizer.learning_rate
            assert [type(x) for x in found.layers] == [type(x) for x in model.layers]


@pytest.mark.parametrize("ending", ENDINGS)
def test_random_bytes(tmp_path, ending):
    path = tmp_path / f"model{ending}"
    rng = np.random.default_rng(1)
    for size in (0, 1, 7, 8, 9, 100, 5000):
        assert "no whole network" in loaded(path, rng.bytes(size))


def rewritten(model, tmp_path, ending, change):
    """A file whose header and arrays were changed by somebody who knows the digest."""
    path = tmp_path / f"model{ending}"
    model.save(path)
    content = archive.READERS[ending](path.read_bytes())
    header, arrays = json.loads(content.header), dict(content.arrays)
    header = change(header, arrays) or header
    return loaded(path, archive.WRITERS[ending](archive.Content(json.dumps(header), arrays)))


def newer(header, arrays):
    header["glassgrad"] = 2


def nothing(header, arrays):
    header.pop("model")


def enormous(header, arrays):
    header["model"]["layers"][0]["units"] = 10**12


def unknown(header, arrays):
    header["model"]["layers"][0]["class"] = "os.system"


def unheard_of(header, arrays):
    header["model"]["layers"][0]["shell"] = "rm"


def wrong_type(header, arrays):
    header["model"]["layers"] = 7


def missing(header, arrays):
    arrays.pop("weights/dense/kernel")


def other_shape(header, arrays):
    arrays["weights/dense/kernel"] = np.zeros((3, 3))


def deep(header, arrays):
    header["model"]["layers"][0]["activation"] = {"a": 1}
    inner = header["model"]["layers"][0]
    for _ in range(200):
        inner["x"] = {}
        inner = inner["x"]


def no_rate(header, arrays):
    header["training"]["optimizer"]["learning_rate"] = -1.0


def no_steps(header, arrays):
    header["training"]["iterations"] = "many"


def endless_steps(header, arrays):
    header["training"]["iterations"] = 10**300


def no_version(header, arrays):
    header["glassgrad"] = True


def not_a_number(header, arrays):
    header["training"]["optimizer"]["learning_rate"] = float("nan")


def huge_input(header, arrays):
    header["model"]["input_shape"] = [10**12]


def a_tool_of_python(header, arrays):
    header["model"]["layers"][0]["activation"] = {"function": "eval"}


def half_remembered(header, arrays):
    arrays.pop("optimizer/momentum")


def half_compiled(header, arrays):
    header["training"].pop("loss")


def not_a_dict(header, arrays):
    return [1, 2]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (newer, "version 2"),
        (nothing, "no network"),
        (enormous, "do not fit"),
        (unknown, "no layer, loss or optimizer named 'os.system'"),
        (unheard_of, "cannot have these settings"),
        (wrong_type, "cannot have these settings"),
        (missing, "do not fit"),
        (other_shape, "do not fit"),
        (deep, "nested too deeply"),
        (no_rate, "learning_rate"),
        (no_steps, "steps taken"),
        (endless_steps, "steps taken"),
        (no_version, "no network of this project"),
        (not_a_number, "a setting is NaN"),
        (huge_input, "too many numbers"),
        (a_tool_of_python, "If you have it and trust the file"),
        (half_remembered, "optimizer remembers"),
        (half_compiled, "loss"),
        (not_a_dict, "no network of this project"),
    ],
)
def test_headers_that_do_not_fit(model, tmp_path, ending, change, said):
    found = rewritten(model, tmp_path, ending, change)
    assert isinstance(found, str)
    assert said in found


JUNK = [None, True, -1, 0, 7, 1e300, "relu", "", [], [1, [2]], {}, {"class": "layers.Dense"},
        {"class": "losses.MeanSquaredError"}, {"class": []}, {"function": "squeeze"}]  # fmt: skip


def places(tree):
    """Every place of a tree that can hold something else."""
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree))
    for key in list(keys):
        yield tree, key
        if isinstance(tree[key], (dict, list)):
            yield from places(tree[key])


def test_any_setting_may_be_anything(tmp_path):
    model = every_layer()
    model.compile(nn.SGD(nn.schedules.CosineDecay(0.1, 5)), nn.MeanSquaredError(), ["mse"])
    model.build()
    rng = np.random.default_rng(3)
    for _ in range(400):

        def change(header, arrays):
            chosen = list(places(header))
            tree, key = chosen[rng.integers(len(chosen))]
            tree[key] = JUNK[rng.integers(len(JUNK))]

        found = rewritten(model, tmp_path, ".safetensors", change)
        assert isinstance(found, (str, nn.Sequential))


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("a pickle was run",))


def test_a_pickle_inside_is_not_run(model, tmp_path):
    path = tmp_path / "model.npz"
    model.save(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    objects = np.lib.format.MAGIC_PREFIX + b"\x01\x00"
    head = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n"
    for name in list(parts)[1:]:
        parts[name] = objects + struct.pack("<H", len(head)) + head + pickle.dumps(Bomb())
    with zipfile.ZipFile(path, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    assert "plain float64" in loaded(path, path.read_bytes())


def test_a_zip_bomb_is_not_unpacked(model, tmp_path):
    path = tmp_path / "model.npz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("header.json", b" " * 30_000_000)
    data = path.read_bytes()
    assert len(data) < 40_000
    tracemalloc.start()
    found = loaded(path, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "compressed" in found
    assert peak < 1_000_000


def test_sizes_that_are_lies_are_not_believed(tmp_path):
    path = tmp_path / "model.safetensors"
    huge = {"__metadata__": {"content": "{}", "digest": ""},
            "w": {"dtype": "F64", "shape": [10**9, 10**9], "data_offsets": [0, 8]}}  # fmt: skip
    header = json.dumps(huge).encode()
    tracemalloc.start()
    assert "not as large" in loaded(path, struct.pack("<Q", len(header)) + header + bytes(8))
    assert "ends within its header" in loaded(path, struct.pack("<Q", 2**60) + header)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_places_that_are_no_files(model, tmp_path):
    for name, said in (("model.h5", "npz"), ("none.npz", "no file"), ("", "npz")):
        with pytest.raises(InputError, match=said):
            nn.load_model(tmp_path / name)
    with pytest.raises(InputError, match=r"saved as \.npz"):
        model.save(tmp_path / "model.keras")
    with pytest.raises(InputError, match="Cannot write"):
        model.save(tmp_path / "no" / "model.npz")
    with pytest.raises(InputError, match="no weights yet"):
        nn.Sequential([nn.Dense(1)]).save(tmp_path / "model.npz")


FULL = """
import resource, sys
from autograd import nn
model = nn.load_model(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))
try:
    model.save(sys.argv[1])
except ValueError as error:
    sys.stdout.write(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of files")
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_file_survives_a_disk_that_is_full(model, tmp_path, ending):
    path = tmp_path / f"model{ending}"
    model.save(path)
    before = path.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Cannot write" in ran.stdout
    assert "File too large" in ran.stdout
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_link_is_followed(model, tmp_path):
    (tmp_path / "link.npz").symlink_to(tmp_path / "target.npz")
    model.save(tmp_path / "link.npz")
    assert (tmp_path / "link.npz").is_symlink()
    assert nn.load_model(tmp_path / "target.npz").count_params() == model.count_params()
    (tmp_path / "loop.npz").symlink_to(tmp_path / "loop.npz")
    with pytest.raises(InputError, match="no file"):
        nn.load_model(tmp_path / "loop.npz")
    with pytest.raises(InputError, match="Cannot write"):
        model.save(tmp_path / "loop.npz")
    with pytest.raises(InputError, match="Cannot write"):
        model.save(tmp_path / "null\0byte.npz")


SAVER = """
import sys
from autograd import nn
model = nn.load_model(sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
while True:
    model.save(sys.argv[1])
"""


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_file_survives_being_killed_while_it_is_written(model, tmp_path, ending):
    path = tmp_path / f"model{ending}"
    model.save(path)
    rng = np.random.default_rng(0)
    for _ in range(12):
        with subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process:  # fmt: skip
            assert process.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.1 * rng.random())
            process.kill()
        assert (nn.load_model(path).predict(DATA.x) == model.predict(DATA.x)).all()

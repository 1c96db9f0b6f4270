"""The two containers, as bytes: what is not what it claims to be is refused, and costs nothing."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import warnings
import zipfile

import numpy as np
import pytest

from autograd.errors import InputError
from autograd.nn.archive import FAULTS, READERS, WRITERS, Content

CONTENT = Content(
    '{"any": "text"}', {"a/b": np.arange(6.0).reshape(2, 3), "c": np.float64(7.0).reshape(())}
)
REFUSED = (InputError, *FAULTS, RecursionError)


@pytest.mark.parametrize("ending", WRITERS)
def test_there_and_back(ending):
    found = READERS[ending](WRITERS[ending](CONTENT))
    assert found.header == CONTENT.header
    assert list(found.arrays) == list(CONTENT.arrays)
    for name, array in CONTENT.arrays.items():
        assert found.arrays[name].shape == array.shape
        assert (found.arrays[name] == array).all()
        assert found.arrays[name].flags.writeable


def test_numpy_reads_the_one():
    with np.load(io.BytesIO(WRITERS[".npz"](CONTENT)), allow_pickle=False) as file:
        assert (file["a/b"] == CONTENT.arrays["a/b"]).all()


def peak(ending, data):
    """The bytes that are taken while this is refused."""
    tracemalloc.start()
    try:
        with pytest.raises(REFUSED):
            READERS[ending](data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# --- .npz


def parts():
    with zipfile.ZipFile(io.BytesIO(WRITERS[".npz"](CONTENT))) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def zipped(entries, **settings):
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", **settings) as file:
        warnings.simplefilter("ignore")  # of names that are there twice
        for name, data in entries:
            file.writestr(name, data)
    return made.getvalue()


def npy(shape, descr="'<f8'", data=bytes(8)):
    head = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + data


HEADER, FIRST, SECOND = parts()


@pytest.mark.parametrize(
    "entries",
    [
        [HEADER, FIRST, FIRST, SECOND],
        [HEADER, HEADER, FIRST, SECOND],
        [FIRST, HEADER, SECOND],
        [HEADER, FIRST, SECOND, ("../../outside.npy", FIRST[1])],
        [HEADER, FIRST, SECOND, ("/etc/outside.npy", FIRST[1])],
        [HEADER, (FIRST[0], SECOND[1]), SECOND],
        [HEADER, SECOND, FIRST],
        [],
    ],
)
def test_parts_that_are_not_those_that_were_written(entries, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert peak(".npz", zipped(entries)) < 1_000_000
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "array",
    [
        npy("(1000000000000,)"),
        npy("(-1,)"),
        npy("(-1, -1)"),
        npy("(1 << 40,)"),
        npy("(True,)"),
        npy("(1.0,)"),
        npy("'a'"),
        npy("(" * 200 + ")" * 200),
        npy("(" * 9000 + ")" * 9000),
        npy("__import__('os').system('id')"),
        npy("(1,)", "'|O'"),
        npy("(1,)", "[('a', '<f8')]"),
        npy("(1,)", "'>f8'"),
        npy("(2,)", "'<f4'"),
        b"\x93NUMPY\x02\x00" + npy("(1,)")[8:],
        b"\x80\x04N.",
        b"",
    ],
)
def test_arrays_that_lie(array):
    assert peak(".npz", zipped([HEADER, (FIRST[0], array), SECOND])) < 1_000_000


def test_nothing_is_unpacked():
    bomb = zipped([("header.json", bytes(50_000_000))], compression=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    assert peak(".npz", bomb) < 1_000_000
    squeezed = zipped([HEADER, FIRST, SECOND], compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="compressed"):
        READERS[".npz"](squeezed)


# --- .safetensors


def tensors(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def changed(**entry):
    data = WRITERS[".safetensors"](CONTENT)
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    header["a/b"].update(entry)
    return tensors(header, data[8 + length :])


@pytest.mark.parametrize(
    "data",
    [
        changed(shape=[10**12], data_offsets=[0, 8 * 10**12]),
        changed(shape=[10**12]),
        changed(shape=[-2, -3]),
        changed(shape=[1e300]),
        changed(shape=[6.5]),
        changed(shape=[True]),
        changed(shape=[1] * 100 + [6]),
        changed(shape="ab"),
        changed(data_offsets=[8, 56]),
        changed(data_offsets=[48, 0]),
        changed(data_offsets=[-48, 0]),
        changed(data_offsets=[0.0, 48.0]),
        changed(data_offsets="ab"),
        changed(dtype="F32"),
        changed(dtype=["F64"]),
        tensors(b"[" * 100_000 + b"]" * 100_000),
        tensors(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
        tensors(b'{"__metadata__": {"content": "{}", "digest": NaN}}'),
        tensors(b'{"__metadata__": {"content": "\\ud800", "digest": "x"}}'),
        tensors({"__metadata__": {"content": 3, "digest": "x"}}),
        tensors(b'{"__metadata__": ' + b"9" * 5000 + b"}"),
        tensors(b"[]"),
        tensors(b"1"),
        tensors("{}".encode("utf-16")),
        struct.pack("<Q", 2**64 - 1),
        WRITERS[".safetensors"](CONTENT) + b"x",
    ],
)
def test_headers_that_lie(data):
    assert peak(".safetensors", data) < 10_000_000

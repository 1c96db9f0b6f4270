"""Two containers of arrays with a header of text: .npz and .safetensors, as bytes.

What is read is read from bytes in memory and checked before anything is made of it: sizes against
the bytes that are there, types against float64, texts against a digest. Nothing is decompressed,
no object is made by name. Every fault is an `InputError`.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import struct
import zipfile
import zlib
from typing import Any, NamedTuple

import numpy as np

from autograd.errors import InputError
from autograd.nn.initializers import Floats

HEADER = "header.json"
FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, KeyError, IndexError, EOFError,
    NotImplementedError, RuntimeError, OverflowError, TypeError, OSError, AttributeError,
)  # fmt: skip
"""What reading bytes that are not what they claim to be can raise; RuntimeError: encrypted."""


class Content(NamedTuple):
    """A header and the arrays, in order."""

    header: str
    arrays: dict[str, Floats]


def digest(content: Content) -> str:
    """A digest of all that is stored."""
    found = hashlib.sha256(content.header.encode())
    for name, array in content.arrays.items():
        found.update(f"\0{name}\0{array.shape}\0".encode())
        found.update(np.asarray(array, dtype="<f8", order="C").tobytes())
    return found.hexdigest()


# --- .npz: a zip of .npy files, which numpy.load reads too


def to_npz(content: Content) -> bytes:
    """A header and arrays as the bytes of an uncompressed ``.npz``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        told = json.dumps({"digest": digest(content), "content": content.header})
        file.writestr(zipfile.ZipInfo(HEADER), told)
        for name, array in content.arrays.items():
            one = io.BytesIO()
            np.save(one, np.asarray(array, dtype="<f8", order="C"), allow_pickle=False)
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue())
    return made.getvalue()


def from_npz(data: bytes) -> Content:
    """What `to_npz` made bytes of."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = file.infolist()
        names = [member.filename for member in members]
        if len(set(names)) != len(names) or not names or names[0] != HEADER:
            raise InputError("it has no header, or a part twice")
        for member in members:
            if member.compress_type != zipfile.ZIP_STORED or member.file_size > len(data):
                raise InputError(f"{member.filename} is compressed; a stored network is not")
        if sum(member.file_size for member in members) > len(data):
            raise InputError("its parts are larger than the file")
        told = json.loads(file.read(HEADER))
        arrays = {name.removesuffix(".npy"): _npy(file.read(name)) for name in names[1:]}
    return _whole(Content(_text(told["content"]), arrays), told["digest"])


def _npy(data: bytes) -> Floats:
    if not data.startswith(b"\x93NUMPY"):
        raise InputError("one of its parts is not an array")
    reader = io.BytesIO(data)
    version = np.lib.format.read_magic(reader)
    if version != (1, 0):
        raise InputError("one of its arrays has another version")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(reader)
    return _floats(data[reader.tell() :], shape, dtype == np.dtype("<f8") and not fortran)


def _floats(data: bytes, shape: tuple[int, ...], plain: bool) -> Floats:
    if not plain:
        raise InputError("one of its arrays does not hold plain float64 numbers")
    if any(n < 0 for n in shape) or math.prod(shape) * 8 != len(data):
        raise InputError("one of its arrays is not as large as it says")
    return np.frombuffer(data, dtype="<f8").reshape(shape).astype(float)


# --- .safetensors: the length of a JSON header, the header, the numbers


def to_safetensors(content: Content) -> bytes:
    """A header and arrays as the bytes of a ``.safetensors`` file."""
    told: dict[str, Any] = {
        "__metadata__": {"content": content.header, "digest": digest(content), "format": "np"}
    }
    at = 0
    for name, array in content.arrays.items():
        end = at + array.size * 8
        told[name] = {"dtype": "F64", "shape": list(array.shape), "data_offsets": [at, end]}
        at = end
    header = json.dumps(told).encode()
    header += b" " * (-len(header) % 8)
    numbers = [np.asarray(a, dtype="<f8", order="C").tobytes() for a in content.arrays.values()]
    return b"".join([struct.pack("<Q", len(header)), header, *numbers])


def from_safetensors(data: bytes) -> Content:
    """What `to_safetensors` made bytes of."""
    (length,) = struct.unpack_from("<Q", data)
    start = 8 + length
    if start > len(data):
        raise InputError("it ends within its header")
    told = json.loads(data[8:start])
    metadata = told.pop("__metadata__")
    arrays: dict[str, Floats] = {}
    at = 0
    for name, entry in told.items():
        first, end = entry["data_offsets"]
        if first != at or not first <= end <= len(data) - start:
            raise InputError("it ends within its numbers, or they are in another order")
        shape = tuple(int(n) for n in entry["shape"])
        arrays[name] = _floats(data[start + first : start + end], shape, entry["dtype"] == "F64")
        at = end
    if start + at != len(data):
        raise InputError("it has more than its header says")
    return _whole(Content(_text(metadata["content"]), arrays), metadata["digest"])


def _text(header: Any) -> str:
    if not isinstance(header, str):
        raise InputError("its header is not a text")
    return header


def _whole(content: Content, expected: Any) -> Content:
    if digest(content) != expected:
        raise InputError("its digest does not fit: it was altered")
    return content


WRITERS = {".npz": to_npz, ".safetensors": to_safetensors}
READERS = {".npz": from_npz, ".safetensors": from_safetensors}

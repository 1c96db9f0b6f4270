"""Files written whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from autograd.errors import RenderError


def write(path: Path, data: bytes) -> None:
    """Write a file beside its place, then rename it; an old one is kept until the new is whole.

    Raises:
        RenderError: the file cannot be written; says why.
    """
    try:
        if path.is_dir():
            raise RenderError(f"{path} is a folder; name a file in it.")
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # /dev/stdout, a pipe: nothing to rename
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise RenderError(f"Cannot write {path}: {error.strerror or error}.") from error


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise

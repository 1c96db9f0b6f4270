"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from autograd.errors import InputError


def write(path: Path, content: bytes | str) -> None:
    """Write a file beside its place, then rename it: the old one is kept until the new is whole.

    Text is written as UTF-8 with its line ends as they are. The folder must exist.

    Raises:
        InputError: the file cannot be written; says why.
    """
    data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # /dev/stdout, a named pipe: there is nothing to rename
            return
        _replace(path, data)
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}.") from error
    except (ValueError, RuntimeError) as error:  # a null byte in the name, a loop of links
        raise InputError(f"Cannot write {path}: {error}.") from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        beside.replace(path.resolve() if path.is_symlink() else path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The bits that this process takes away from new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

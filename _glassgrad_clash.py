"""Say so when another distribution stands where glassgrad's package ``autograd`` belongs.

HIPS autograd installs a package of the same name. Installed after glassgrad it writes over
``autograd/__init__.py``, so that nothing inside ``autograd`` can be relied on to notice; hence this
module beside the packages, which ``autograd``, ``viz`` and the command all ask first.
"""

from __future__ import annotations

import os.path

_REINSTALL = "`pip install --force-reinstall --no-deps glassgrad`"


def check(folder: str | None = None) -> None:
    """Raise unless the package ``autograd`` is glassgrad's own.

    ``folder`` is the package's folder; without it, the one that ``import autograd`` would take.

    Raises:
        ImportError: another package of that name is there, or none is; says what to run.
    """
    folder = _found() if folder is None else folder
    if folder is None:
        raise ImportError(
            "The package 'autograd' that belongs to glassgrad is missing: "
            f"install glassgrad again with {_REINSTALL}.",
            name="autograd",
        )
    # A subpackage that only the other project has; reading the metadata would cost 37 ms.
    if os.path.isfile(os.path.join(folder, "numpy", "__init__.py")):
        raise ImportError(
            "Another package called 'autograd' (HIPS autograd) is installed in place of "
            "glassgrad's own: remove it with `pip uninstall autograd`, then install glassgrad "
            f"again with {_REINSTALL}.",
            name="autograd",
        )


def _found() -> str | None:
    """The folder that ``import autograd`` would read, found without importing it."""
    from importlib.util import find_spec

    spec = find_spec("autograd")
    # A folder left without __init__.py, as an uninstalled package leaves it, has no origin.
    return os.path.dirname(spec.origin) if spec is not None and spec.origin is not None else None

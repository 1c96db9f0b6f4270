"""``glassgrad notebooks``: the walkthroughs copied to where they can be opened and changed."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from autograd.errors import InputError
from autograd.files import write


@click.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Write over files of the same names.")
def command(directory: Path, force: bool) -> None:
    """Copy the walkthroughs into DIRECTORY, which is made where it is missing."""
    copied = copy(directory, force=force)
    click.echo(f"Copied to {directory}:")
    for path in copied:
        click.echo(f"  {path.relative_to(directory)}")
    click.echo("They need JupyterLab and more: pip install 'glassgrad[notebook,plots,data]'")
    click.echo(f"Open them: jupyter lab {shlex.quote(str(directory))}")


def source() -> Path:
    """The folder of the walkthroughs, in an installed package and in a checkout alike."""
    here = Path(__file__).parent
    installed = here / "notebooks"
    return installed if installed.is_dir() else here.parent / "notebooks"


def copy(directory: Path, *, force: bool = False) -> list[Path]:
    """Copy the walkthroughs into ``directory`` and return the paths written.

    Raises:
        InputError: files of the same names are there and ``force`` is not set (nothing is copied),
            or the folder cannot be written.
    """
    names = _names(source())
    taken = [name for name in names if (directory / name).exists()]
    if taken and not force:
        more = f" and {len(taken) - 1} more of the files" if len(taken) > 1 else ""
        raise InputError(
            f"{directory} already has {taken[0]}{more}; "
            "choose another folder, or say --force to write over them."
        )
    for name in names:
        target = directory / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"Cannot make {target.parent}: {error.strerror}.") from error
        write(target, (source() / name).read_bytes())
    return [directory / name for name in names]


def _names(folder: Path) -> list[Path]:
    """The files that are walkthroughs: not Python's own, not what an editor left."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        name
        for name in names
        if name.suffix != ".py" and not any(part.startswith((".", "__")) for part in name.parts)
    ]

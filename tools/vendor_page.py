"""Fetches what the live page ships of others: ``python tools/vendor_page.py [--update]``.

The files come from the packages of the npm registry, by the client ``npm``. Versions and hashes
stand in ``viz/page/vendor/versions.json``; a file with another hash is refused, unless
``--update`` asks for new ones to be written there. The licences are in ``NOTICES.txt`` beside it:
whoever updates a version looks whether they still say what is true.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "viz" / "page" / "vendor"
VERSIONS = VENDOR / "versions.json"


def packed(package: str, version: str, member: str) -> bytes:
    """A file of a package, as it is published."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--pack-destination", folder, f"{package}@{version}"],
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=300,
        )
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as files:
            found = files.extractfile(f"package/{member}")
            if found is None:
                raise FileNotFoundError(f"{package} {version} has no file {member}")
            return found.read()


def main() -> int:
    """Writes the files; 1 where one is not what ``versions.json`` says."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--update", action="store_true", help="accept files with other hashes")
    update = arguments.parse_args().update
    versions = json.loads(VERSIONS.read_text("utf-8"))
    for file, told in versions.items():
        content = packed(told["package"], told["version"], told["member"])
        digest = hashlib.sha256(content).hexdigest()
        if digest != told["sha256"] and not update:
            sys.stderr.write(f"{file} is not the file that was reviewed: its hash is {digest}.\n")
            return 1
        told["sha256"] = digest
        (VENDOR / file).write_bytes(content)
        sys.stdout.write(f"{file}: {told['package']} {told['version']}, {len(content):,} bytes\n")
    VERSIONS.write_text(json.dumps(versions, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Where the command ``glassgrad`` (also ``python -m glassgrad``) begins."""

from __future__ import annotations

import sys
import traceback

import _glassgrad_clash


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        _glassgrad_clash.check()
    except ImportError as clash:
        sys.exit(_failed(str(clash)))
    from glassgrad.cli import run

    try:
        code = run()
    except Exception as bug:
        # Python's own code for an uncaught error is 1, which here means "a derivative is wrong".
        traceback.print_exc()
        raise SystemExit(_failed("this is a fault of glassgrad; please report it.")) from bug
    sys.exit(code)


def _failed(sentence: str) -> int:
    sys.stderr.write(f"Error: {sentence}\n")
    return 2


if __name__ == "__main__":
    main()

"""The command ``glassgrad``: one small module for each of its subcommands.

The engine is the package ``autograd``, the pictures are the package ``viz``.
"""

__version__ = "0.1.0"

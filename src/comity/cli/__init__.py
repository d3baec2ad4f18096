"""The command line: thin commands over the public functions."""

from comity.cli.app import main

__all__ = ["main"]

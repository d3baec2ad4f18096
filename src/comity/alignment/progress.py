"""How far a fit has come."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "silent"]

#: Told what is being done ("measuring", "estimating", "smoothing"), and the share of it done, 0 to 1.
Progress = Callable[[str, float], None]


def silent(doing: str, share: float) -> None:
    """Say nothing."""

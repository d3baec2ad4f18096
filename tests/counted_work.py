"""Work counted in lines of Python run: the same on every machine, however busy it is.

What a regular expression or a method of a string does inside is not seen here; ``python -m benchmarks
reading`` times the same texts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["lines_run"]


def lines_run(call: Callable[[], object]) -> int:
    """Lines of Python that a call runs, in every function it enters."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count

"""The one base error of Comity, and the constructors that hold its wordings.

Every problem a person can cause (a wrong state, a corrupt file, a reversed period) is a
``ComityError``: the command line prints it without a traceback and exits with code 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from unicodedata import category

__all__ = [
    "ComityError", "CoverageError", "DataError", "StateError", "UnknownName", "printable", "shown",
]  # fmt: skip


class ComityError(Exception):
    """Something the user can correct; the message says what was asked, what is wrong and what to do."""


class DataError(ComityError):
    """A file or a table that is not what it should be."""

    @classmethod
    def row(
        cls, file: str, line: int | str, column: str, value: object, expected: str
    ) -> DataError:
        """One wrong cell, with its place and what was expected there."""
        return cls(f"{file}, line {line}, column {column}: {shown(value)} is not {expected}")

    @classmethod
    def missing_columns(
        cls, file: str, missing: Iterable[str], present: Sequence[str]
    ) -> DataError:
        """A table without columns it must have; both sides are shown."""
        return cls(
            f"{file}: missing column(s) {', '.join(sorted(missing))}\n"
            f"  the file has  {', '.join(present) or 'no columns'}"
        )

    @classmethod
    def many(cls, problems: Sequence[str], *, shown_at_most: int = 20) -> DataError:
        """Several problems found in one pass."""
        rest = len(problems) - shown_at_most
        lines = list(problems[:shown_at_most]) + ([f"… and {rest} more"] if rest > 0 else [])
        return cls("\n  ".join([f"{len(problems)} problem(s) found:", *lines]))


class CoverageError(ComityError):
    """A question put to a world that holds no source able to answer it."""


class StateError(ComityError):
    """A name that resolves to no state, or to more than one."""


class UnknownName(ComityError):
    """A name (indicator, source, table, bloc) that does not exist."""

    @classmethod
    def among(cls, what: str, name: str, known: Iterable[str], *, see: str = "") -> UnknownName:
        """``name`` is no ``what``; the nearest known names are offered."""
        near = _near(name, tuple(sorted(known)))
        lines = [f"no {what} called {shown(name)}"]
        if near:
            lines.append("did you mean  " + ", ".join(near) + "?")
        if see:
            lines.append(f"see  {see}")
        return cls("\n  ".join(lines))


@lru_cache(maxsize=256)
def _near(name: str, known: tuple[str, ...]) -> list[str]:
    """The nearest known names; kept, as a name that is not there is often asked for in a row."""
    return difflib.get_close_matches(name, known, n=3, cutoff=0.55)


def printable(text: str) -> str:
    """The text without control characters: what a file says must not command the terminal.

    A space that does not break is a space.
    """
    return "".join(c if c.isprintable() else " " if category(c) == "Zs" else "�" for c in text)


def shown(value: object, *, width: int = 60) -> str:
    """A value quoted for a message: one line, printable, cut at ``width``."""
    text = printable(str(value))
    return '"' + (text if len(text) <= width else text[: width - 1] + "…") + '"'

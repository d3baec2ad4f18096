"""Tables and numbers for the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

from comity.errors import printable

__all__ = ["number", "print_table", "printable"]

#: A column whose texts are no longer than this is not folded.
SHORT = 28


def number(value: float | None) -> str:
    """Three significant figures, thousands grouped; an empty text for null."""
    if value is None:
        return ""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Collection[int] = (),
    note: str = "",
) -> None:
    """Print a table as wide as the terminal allows; columns in ``right`` are aligned right.

    A ``note`` on what it counts stands under it.

    Only long texts are folded. Where the rest is still too wide the lines run on past the edge, as those
    of a file do: a year or a figure that lost its last digit would be a wrong one.
    """
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # the title apart: one of the table's own would be folded to the width of a narrow table
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    rows = [tuple(printable(cell) for cell in row) for row in rows]
    for i, column in enumerate(columns):
        # on a narrow terminal the long texts fold, not the keys and years
        short = all(len(row[i]) <= SHORT for row in rows)
        side: Literal["left", "right"] = "right" if i in right else "left"
        longest = max((cell_len(text) for text in (column, *(row[i] for row in rows))), default=0)
        table.add_column(
            column, justify=side, overflow="fold", no_wrap=short, min_width=min(longest, SHORT)
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: no markup is read
    console = Console()
    endless = console.options.update(max_width=sum(map(len, (*columns, *map("".join, rows)))) + 99)
    console.width = max(console.width, console.measure(table, options=endless).minimum)
    console.print(Text(printable(title), style="italic"))
    console.print(table)
    if note:
        console.print(Text(printable(note), style="dim"))
    console.print()

"""Tables and numbers for the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

__all__ = ["number", "print_table"]


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
) -> None:
    """Print a table as wide as the terminal allows; columns in ``right`` are aligned right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if i in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", "\\[") for cell in row))
    Console().print(table)

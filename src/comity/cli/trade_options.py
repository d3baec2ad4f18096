"""Options that the commands on trade and sanctions share."""

from __future__ import annotations

import json as formats
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from comity.cli.options import write_rows
from comity.cli.plots import save_chart

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Cost", "Draws", "Senders", "Target", "Theta", "Year", "names", "progress", "written"]

Target = Annotated[
    str, typer.Argument(metavar="TARGET", help="A state: key, code or name (RUS, Russia).")
]
Senders = Annotated[
    str,
    typer.Option(help="States and blocs, separated by commas: G7,EU.", metavar="NAMES"),
]
Year = Annotated[int, typer.Option(help="Year of the trade matrix.", metavar="YEAR")]
Cost = Annotated[
    str,
    typer.Option(
        help="What sanctions cost trade: complete, broad, financial (estimated), embargo, or a share: 0.3.",
        metavar="COST",
    ),
]
Theta = Annotated[
    float | None,
    typer.Option("--elasticity", help="Elasticity of trade. Default: estimated.", metavar="X"),
]
Draws = Annotated[
    int, typer.Option(help="Draws behind the intervals; 0 for none.", metavar="NUMBER")
]


def names(text: str | None) -> list[str]:
    """The names in a list separated by commas."""
    from comity.states import split_names

    return split_names(text or "")


@contextmanager
def progress(what: str, count: int) -> Iterator[Callable[[float], None] | None]:
    """Tell on standard error how far it is, where a person is watching."""
    if not count or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    with Progress(
        TextColumn(f"{count} {what}"), BarColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(what, total=1.0)
        yield lambda done: bar.update(task, completed=done)


class _Found(Protocol):
    """An answer on trade: rows, an object, a picture."""

    def table(self) -> pl.DataFrame: ...
    def told(self) -> dict[str, Any]: ...
    def plot(self) -> Any: ...


def written(found: _Found, plot: Path | None, *, csv: bool, json: bool) -> bool:
    """Whether an answer went out as a picture, an object or rows, so that nothing is to be printed."""
    if plot is not None:
        save_chart(found.plot(), plot)
    if json:
        typer.echo(formats.dumps(found.told(), ensure_ascii=False, indent=1, allow_nan=False))
        return True
    return write_rows(found.table(), csv=csv, json=False) or plot is not None

"""Charts written to files by the commands that can draw."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from comity.errors import ComityError

__all__ = ["Plot", "save_chart"]

Plot = Annotated[Path | None, typer.Option(help="Draw it: .html, .svg or .png.", metavar="FILE")]


def save_chart(chart: Any, path: Path) -> None:
    """Write an Altair chart by the ending of its file; a page opens without a network."""
    if path.suffix not in (".html", ".svg", ".png"):
        raise ComityError(f"{path.name}: a plot is written as .html, .svg or .png")
    if path.suffix == ".html":
        path.write_text(chart.to_html(inline=True), encoding="utf-8")
    else:
        chart.save(str(path))
    typer.echo(f"Plot: {path}", err=True)

"""``comity fit``: estimate the alignment model on all dyads of a world."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, open_world, write_rows
from comity.cli.tables import print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    import polars as pl


def fit(
    world: Annotated[
        Path | None,
        typer.Option(
            "--world",
            help="A world on disk; its fit is kept in it and used from then on.",
            metavar="DIR",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Keep the fit in this folder instead.", metavar="FOLDER")
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Only print what each indicator covers.")
    ] = False,
    csv: Csv = False,
    json: Json = False,
) -> None:
    """Estimate the alignment model anew, on all dyads since 1946; about a minute.

    First it prints the coverage matrix: which indicator covers how many dyads, years and states, and so which
    domains have a score. A world without a fit of its own is read with the one that ships.

    Examples:  comity fit --coverage
               comity fit --world DIR
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from comity.alignment import build_panel
    from comity.alignment import coverage as cover
    from comity.alignment.stored import FOLDER, fit_world

    opened = open_world(world)
    if coverage:
        with Console(stderr=True).status("measuring every dyad and year …"):
            table = cover(build_panel(opened))
        if not write_rows(table, csv=csv, json=json):
            _print_coverage(table)
        return
    target = out or (world / FOLDER if world is not None else None)
    if target is None:
        raise ComityError(
            "the embedded world comes with its fit; name a world to fit\n"
            "  comity fit --world DIR   (or --out FOLDER to keep a fit of the embedded world)"
        )
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("starting", total=1.0)
        _, panel, _ = fit_world(
            opened,
            target,
            progress=lambda what, share: bar.update(task, description=what, completed=share),
        )
        bar.update(task, completed=1.0)
    table = cover(panel)
    if not write_rows(table, csv=csv, json=json):
        _print_coverage(table)
    typer.echo(f"Fit of {panel.dyads.height:,} dyads: {target}", err=True)


def _print_coverage(table: pl.DataFrame) -> None:
    from comity.alignment import latent_domains

    lines = [
        (
            r["indicator"], r["domain"], "words" if r["cost"] == "declaratory" else "deeds",
            f"{r['first']}–{r['last']}", f"{r['dyads']:,}", f"{r['dyad_years']:,}", str(r["states"]),
            f"{100 * (r['telling'] or 0):.0f} %",
        )
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "domain", "cost", "years", "dyads", "dyad-years", "states", "telling")
    print_table(
        "What the indicators of the alignment model cover", heads, lines, right=(4, 5, 6, 7)
    )
    typer.echo(f"Domains with a score: {', '.join(latent_domains(table))}.")
    typer.echo("Telling: observations that are more than a value nearly all dyads share.")

"""``comity stage``: how deep a relationship is, by ordered criteria."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.options import Csv, Json, StateA, StateB, WorldDir, open_world, write_rows
from comity.cli.tables import print_table

if TYPE_CHECKING:
    from comity.answers.stage import Stage


def stage(
    a: StateA,
    b: StateB,
    year: Annotated[int, typer.Option(help="Calendar year.")],
    ladder: Annotated[
        str,
        typer.Option(
            help="Criteria: korolev (military alignment), obligations (what was promised in writing), or a "
            "TOML file of your own.",
            metavar="NAME|FILE",
        ),
    ] = "korolev",
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """How deep a relationship is: each criterion met, not met or not covered, with the rows that decide it.

    Not covered is not the same as not met: no source speaks of the two states in that year. The stage
    reached is a range, from what holds if none of those criteria were met to what holds if all were.

    Examples:  comity stage RUS CHN --year 2023
               comity stage JPN USA --year 2010 --ladder obligations
               comity stage BRA ARG --year 2023 --ladder mine.toml --csv
    """
    from comity.answers.stage import stage as find_stage

    found = find_stage(open_world(world), a, b, year, ladder)
    if not write_rows(found.table(), csv=csv, json=json):
        _print(found)


def _print(found: Stage) -> None:
    from comity.states import name

    titles = {f.criterion.key: f.criterion.title for f in found.findings}
    rungs = {rung.key: rung.title for rung in found.ladder.stage}
    rows = [
        (
            rungs[r["stage"]], titles[r["criterion"]], r["status"],
            _decided(r, found.coded_to) if r["rows"] else r["why"],
        )
        for r in found.table().iter_rows(named=True)
    ]  # fmt: skip
    pair = f"{name(found.a, found.year)}–{name(found.b, found.year)} {found.year}"
    print_table(
        f"{found.ladder.title}: {pair}", ("stage", "criterion", "status", "decided by"), rows
    )
    typer.echo(f"Stage reached: {found.words()}")
    for rung, met in found.begun():
        typer.echo(f"  of {rung.title}: {met} of {len(rung.criterion)} met")
    missing = sum(f.status == "not covered" for f in found.findings)
    if missing:
        typer.echo(f"  {missing} of {len(found.findings)} criteria not covered")
    typer.echo(f"Criteria: {found.ladder.source}")


def _decided(row: dict[str, Any], coded_to: Mapping[str, int]) -> str:
    """The row shown, and how many more there are."""
    last = coded_to.get(row["source"])
    when = row["date"]
    if row["end"] and last is not None and int(row["end"][:4]) >= last:
        when += f", in force when last coded ({last})"
    elif row["end"]:
        when += f" to {row['end']}"
    more = f"; {row['rows'] - 1} more" if row["rows"] > 1 else ""
    return f"{row['name'] or 'a row'}, {when} ({row['source']}{more})"

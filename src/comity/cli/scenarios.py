"""``comity scenarios``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.tables import print_table
from comity.errors import ComityError

if TYPE_CHECKING:
    from comity.answers.scenario_set import Answer

__all__ = ["scenarios"]


def scenarios(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER|FILE.toml...", help="Scenarios, or folders of them."),
    ],
    report: Annotated[
        Path | None, typer.Option(help="Also write a page that compares them.", metavar="FILE.html")
    ] = None,
    dyad: Annotated[str, typer.Option(help="The two states looked at.", metavar="A-B")] = "RUS-CHN",
    table: Annotated[
        Path | None,
        typer.Option(
            help="Input-output table for scenarios by sector; skipped without.", metavar="PATH"
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option(help="Draws behind the intervals of trade; 0 for none.", min=0, max=10_000),
    ] = 200,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Run a set of scenarios and set them side by side: welfare, trade and alignment of two states.

    A scenario that cannot be answered is reported and does not stop the rest; one by sector
    is skipped unless a table is given. Exit code 2 if one failed.

    Examples:  comity scenarios examples/scenarios --report scenarios.html
               comity scenarios examples/scenarios --dyad IND-CHN --csv
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from comity import states
    from comity.answers.scenario_set import answer_set, scenario_files, set_table
    from comity.cli.brief import dyads

    if csv and json:
        raise ComityError("--csv and --json exclude each other: choose one")
    pairs = dyads(dyad)
    if len(pairs) != 1:
        raise ComityError(f"--dyad takes one pair, as RUS-CHN, not {len(pairs)}")
    pair = (states.resolve(pairs[0][0]), states.resolve(pairs[0][1]))
    if report is not None and not report.parent.is_dir():
        raise ComityError(f"{report}: no folder {report.parent}")
    paths = scenario_files(files)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=len(paths))

        def progress(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        found = answer_set(
            open_world(world), paths, dyad=pair, table=table, draws=draws, progress=progress
        )
    if report is not None:
        from comity.report.scenarios_page import write_scenarios

        write_scenarios(found, pair, report)
    if not write_rows(set_table(found), csv=csv, json=json):
        _print(found, pair)
        if report is not None:
            typer.echo(f"Page: {report}")
    if any(x.status == "failed" for x in found):
        raise typer.Exit(2)


def _print(found: list[Answer], dyad: tuple[str, str]) -> None:
    a, b = dyad
    rows = [
        (
            x.name, "" if x.year is None else str(x.year), _cell(x, "welfare_a", 2), _cell(x, "welfare_b", 2),
            _cell(x, "sells", 1), _cell(x, "buys", 1), _cell(x, "alignment", 3), _cell(x, "with_response", 2),
        )
        for x in found
        if x.status == "answered"
    ]  # fmt: skip
    heads = (
        "scenario", "year", f"{a} welfare %", f"{b} welfare %", f"{a} sells", f"{a} buys", "alignment",
        "with response",
    )  # fmt: skip
    print_table(
        f"{a} and {b}: changes, billion USD a year and σ among dyads",
        heads,
        rows,
        right=range(1, 8),
    )
    for x in found:
        if x.status != "answered":
            typer.echo(f"{x.status}: {x.name} ({x.file}): {x.reason}")
    typer.echo(
        "Welfare is real expenditure; empty where a scenario is of energy alone. Intervals: --csv, or the "
        "page. Alignment: mechanical change; with response: the average response to past sanctions added."
    )


def _cell(answer: Answer, name: str, digits: int) -> str:
    value = answer.figures[name][0]
    return "" if value is None else f"{value:+.{digits}f}"

"""``comity positions``: where states stand in the UN General Assembly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Json, Since, Until, WorldDir, open_world
from comity.cli.plots import save_chart
from comity.cli.tables import number, print_table
from comity.errors import ComityError, CoverageError

if TYPE_CHECKING:
    import polars as pl

    from comity.measures.positions import Positions
    from comity.world.world import World

positions = typer.Typer(
    help="Where states stand in the UN General Assembly, on one scale since 1946."
)

States = Annotated[
    str | None, typer.Option(help="States, separated by commas. Default: six.", metavar="A,B,…")
]
Issue = Annotated[
    str | None,
    typer.Option(help="middle-east, nuclear, disarmament, human-rights, colonialism or economic."),
]
CsvFile = Annotated[
    Path | None,
    typer.Option("--csv", help="Write CSV to this file; - is standard output.", metavar="FILE"),
]
Bridges = Annotated[
    str | None,
    typer.Option(
        help="Which roll calls count as the same text: own (found by title and votes), none, or a "
        "CSV with the columns first,second (numbers of roll calls). Needs --world. Default: own.",
        metavar="own|none|FILE",
    ),
]
SHOWN = ("USA", "RUS", "CHN", "IND", "IRN", "FRA")


@positions.callback(invoke_without_command=True)
def show(
    ctx: typer.Context,
    states: States = None,
    since: Since = None,
    until: Until = None,
    issue: Issue = None,
    bridges: Bridges = None,
    plot: Annotated[
        Path | None, typer.Option(help="Draw them: .html, .svg or .png.", metavar="FILE")
    ] = None,
    csv: CsvFile = None,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Show positions by session (year = 1945 + session) with 90 % intervals.

    The embedded estimates answer at once; with --world the model is fitted to the votes of that world.

    Examples:  comity positions --states RUS,CHN,USA --since 1990
               comity positions --issue human-rights --plot positions.html
               comity positions --world DIR --bridges pairs.csv --csv positions.csv
    """
    if ctx.invoked_subcommand is not None:
        return
    import polars as pl

    from comity.states import name, resolve

    keys = [resolve(s.strip()) for s in states.split(",") if s.strip()] if states else []
    opened = open_world(world)
    if bridges is not None and world is None:
        raise ComityError("--bridges needs votes to fit: name a built world with --world DIR")
    table = _table(opened, _issue(issue), fitted=world is not None, bridges=bridges)
    if keys:
        table = table.filter(pl.col("state").is_in(keys))
        missing = [k for k in keys if k not in set(table["state"].to_list())]
        if missing:
            raise CoverageError(
                f"no position of {', '.join(f'{name(k)} ({k})' for k in missing)} is known"
            )
    if since is not None:
        table = table.filter(pl.col("year") >= since)
    if until is not None:
        table = table.filter(pl.col("year") <= until)
    if table.is_empty():
        raise CoverageError("no position is known in that period")
    if plot is not None:
        from comity.measures.positions.picture import picture

        save_chart(picture(table, keys), plot)
    if csv is not None:
        _write(table, csv)
    elif json:
        typer.echo(table.write_json())
    elif plot is None:
        _print(table if keys else _latest(table))


@positions.command()
def split(
    year: Annotated[int, typer.Option(help="Calendar year of the votes.")],
    world: Annotated[
        Path | None,
        typer.Option("--world", help="A world with the votes: comity data build.", metavar="DIR"),
    ] = None,
    states: States = None,
    top: Annotated[int, typer.Option(help="Resolutions to print.", min=1)] = 15,
) -> None:
    """List the resolutions that divide states most, and how each state voted.

    Example:  comity positions split --year 2023 --world DIR
    """
    import numpy as np
    import polars as pl

    from comity.states import resolve

    fitted = _fit(open_world(world), "all")
    keys = [resolve(s.strip()) for s in (states or ",".join(SHOWN)).split(",") if s.strip()]
    chosen = fitted.items().filter(pl.col("date").dt.year() == year).head(top)
    if chosen.is_empty():
        raise CoverageError(f"no roll call of {year} is held")
    said = {1: "yes", 2: "abstained", 3: "no", 0: "–"}
    place = {r: i for i, r in enumerate(fitted.calls["resolution"].to_list())}
    rows = []
    for r in chosen.iter_rows(named=True):
        call = place[r["resolution"]]
        block = next(b for b in fitted.problem.panel.blocks if call in b.calls)
        line = int(np.flatnonzero(block.calls == call)[0])
        votes = []
        for key in keys:
            at = (
                np.flatnonzero(block.states == fitted.states.index(key))
                if key in fitted.states
                else np.empty(0, dtype=np.intp)
            )
            votes.append(said[int(block.choices[line, at[0]])] if at.size else "–")
        what = r["title"] or (r["topics"] or "").replace("_", " ") or f"roll call {r['resolution']}"
        rows.append(
            (
                str(r["date"]),
                what[:70],
                number(r["discrimination"]),
                f"{r['yes']}–{r['no']}–{r['abstain']}",
                *votes,
            )
        )
    columns = ("date", "resolution", "discrimination", "yes–no–abstain", *keys)
    print_table(f"What divided states in {year}", columns, rows, right=(2,))


@positions.command()
def update(
    votes: Annotated[
        Path,
        typer.Argument(metavar="VOTES", help="New votes: a folder or file of the source unga."),
    ],
    world: Annotated[
        Path | None,
        typer.Option("--world", help="The world with the earlier votes.", metavar="DIR"),
    ] = None,
    csv: CsvFile = None,
) -> None:
    """Add new votes to a fit: a year, or a single resolution, without starting again.

    Example:  comity positions update new-votes --world DIR --csv positions.csv
    """
    from comity.measures.positions.fit import update as update_fit
    from comity.sources import READERS, read_source

    opened = open_world(world)
    added, _ = read_source(READERS["unga"], votes)
    before = _fit(opened, "all")
    after = update_fit(before, opened.rows("votes", storing="resolution"), added.votes)
    if csv is not None:
        _write(after, csv)
    else:
        _print(_latest(after))


def _latest(table: pl.DataFrame, sessions: int = 5) -> pl.DataFrame:
    """The last sessions of the states shown by default."""
    import polars as pl

    recent = table["session"].unique().sort().tail(sessions).to_list()
    return table.filter(pl.col("state").is_in(SHOWN) & pl.col("session").is_in(recent))


def _issue(text: str | None) -> str:
    from comity.errors import UnknownName
    from comity.world.schema import ISSUES

    issue = "all" if text is None else text.strip().lower().replace("-", "_").replace(" ", "_")
    if issue not in ("all", *ISSUES):
        raise UnknownName.among("issue", issue, ISSUES)
    return issue


def _table(world: World, issue: str, *, fitted: bool, bridges: str | None = None) -> pl.DataFrame:
    from comity.measures.positions.stored import stored_positions

    if bridges is None and not (fitted and world.holds("votes", "resolution")):
        table = stored_positions(world, issue)
        if not table.is_empty():
            return table
    return _fit(world, issue, bridges).table()


def _fit(world: World, issue: str, bridges: str | None = None) -> Positions:
    """A fit to the votes of a world; says how many roll calls are bridged, if bridges are asked for."""
    from rich.console import Console

    from comity.measures.positions import fit, read_bridges
    from comity.measures.positions.supplied import known_pairs

    votes = world.rows("votes", storing="resolution")
    about = None if issue == "all" else issue
    pairs = None if bridges in (None, "own", "none") else read_bridges(Path(str(bridges)))
    with Console(stderr=True).status("fitting positions …"):
        fitted = fit(
            votes,
            issue=about,
            bridges=pairs if pairs is not None else "none" if bridges == "none" else "own",
        )
    if bridges is not None:
        of = ""
        if pairs is not None:
            held = known_pairs(pairs, fitted.calls["resolution"].to_list())
            of = f"{len(held)} of {len(pairs)} pairs are among the votes; "
        repeated = fitted.calls.height - fitted.calls["item"].n_unique()
        typer.echo(
            f"Bridges: {of}{repeated} of {fitted.calls.height} roll calls repeat a text", err=True
        )
    return fitted


def _write(table: pl.DataFrame, path: Path) -> None:
    if str(path) == "-":
        typer.echo(table.write_csv(), nl=False)
    else:
        table.write_csv(path)
        typer.echo(f"{table.height} rows: {path}", err=True)


def _print(table: pl.DataFrame) -> None:
    rows = [
        (
            r["state"], str(r["year"]), str(r["session"]), f"{r['mean']:.2f}",
            f"{r['q05']:.2f} … {r['q95']:.2f}", str(r["votes"]),
        )
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("state", "year", "session", "position", "90 % interval", "votes")
    print_table("Positions in the UN General Assembly", columns, rows, right=(1, 2, 3, 5))

"""``comity alignment``: how aligned two states are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.measure import sparkline
from comity.cli.options import (
    Csv,
    Json,
    Since,
    StateA,
    StateB,
    Until,
    WorldDir,
    open_world,
    write_rows,
)
from comity.cli.plots import Plot, save_chart
from comity.cli.readings import between, in_period, pair, signed
from comity.cli.tables import number, print_table

if TYPE_CHECKING:
    import polars as pl

    from comity.alignment import Alignment
    from comity.world.world import World

Domain = Annotated[
    str | None,
    typer.Option(help="overall, diplomatic, military or economic; or one that is only evidence."),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without", metavar="NAME", help="Leave out this indicator or source; may be repeated."
    ),
]


def alignment(
    a: StateA,
    b: StateB,
    since: Since = None,
    until: Until = None,
    domain: Domain = None,
    without: Without = None,
    sensitivity: Annotated[
        bool,
        typer.Option("--sensitivity", help="Drop each indicator and source in turn, last year."),
    ] = False,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """How aligned two states are, by year and domain, with 90 % intervals.

    The unit is standard deviations among dyads: 0 is the middle of all dyads, 1 is more than about five
    in six. The percentile says where the dyad stands among all dyads of its year. A domain that too few
    indicators cover has no score: its evidence is listed instead.

    Examples:  comity alignment RUS CHN --since 1992
               comity alignment RUS CHN --domain energy
               comity alignment USA GBR --plot alignment.html
               comity alignment RUS CHN --without unga --sensitivity
    """
    from comity.alignment import alignment as align
    from comity.alignment.sensitivity import leave_out, sensitivity_table

    opened = open_world(world)
    found = align(opened, a, b)
    if without:
        found = leave_out(found, without)
    if sensitivity:
        table = sensitivity_table(found, until)
        if not write_rows(table, csv=csv, json=json):
            _print_sensitivity(table, found)
        return
    latent = ("overall", *found.model.layout.domains)
    if domain is not None and domain not in latent:
        _evidence_panel(opened, found, domain, since, until, csv=csv, json=json)
        return
    rows = in_period(found.table(), since, until)
    if domain is not None:
        import polars as pl

        rows = rows.filter(pl.col("domain") == domain)
    if plot is not None:
        save_chart(found.plot(since=since, until=until, domain=domain), plot)
    if write_rows(rows, csv=csv, json=json) or plot is not None:
        return
    _print_alignment(rows, found)


def _print_alignment(rows: pl.DataFrame, found: Alignment) -> None:
    import polars as pl

    from comity.answers.verdict import span, word

    last = int(rows["year"].max())  # type: ignore[arg-type]
    lines = []
    for (domain,), series in rows.group_by("domain", maintain_order=True):
        end = series.row(-1, named=True)
        lines.append(
            (
                str(domain), str(end["year"]), signed(end["mean"]), between(end["low"], end["high"]),
                f"{end['percentile']:.0f}", str(end["indicators"]), sparkline(series["mean"].to_list()),
            )
        )  # fmt: skip
    columns = ("domain", "year", "mean", "90 % interval", "percentile", "indicators", "over time")
    print_table(f"{pair(found)}: alignment", columns, lines, right=(2, 4, 5))
    ends = rows.filter(pl.col("year") == last)
    top = ends.row(0, named=True)
    typer.echo(
        f"{top['domain'].capitalize()} in {last}: {word(top['mean'])}; the interval leaves open "
        f"{span(top['low'], top['high'])}."
    )
    unseen = rows.filter(pl.col("indicators") > 0)
    if unseen.is_empty():
        typer.echo("No indicator is observed for this dyad: this is the prior, not a finding.")
    elif not top["indicators"]:
        typer.echo(
            f"No indicator is observed in {last}: the answer is carried on from earlier years."
        )
    typer.echo("Unit: standard deviations among dyads; --csv for every year.")


def _print_sensitivity(table: pl.DataFrame, found: Alignment) -> None:
    lines = [
        (r["left_out"], r["what"], signed(r["mean"]), between(r["low"], r["high"]), signed(r["moved"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    year = table["year"][0]
    columns = ("left out", "", "overall", "90 % interval", "moved by")
    print_table(f"{pair(found)}, {year}: one left out", columns, lines, right=(2, 4))


def _evidence_panel(
    world: World, found: Alignment, domain: str, since: int | None, until: int | None,
    *, csv: bool, json: bool,
) -> None:  # fmt: skip
    """Rows and trends of a domain that has no score."""
    from comity.answers.panel import evidence_panel
    from comity.errors import UnknownName
    from comity.world.schema import DOMAINS

    if domain not in DOMAINS:
        raise UnknownName.among("domain", domain, ["overall", *DOMAINS])
    panel = evidence_panel(world, found.dyad.a, found.dyad.b, domain, since, until).table()
    if write_rows(panel, csv=csv, json=json):
        return
    typer.echo(
        f"Too few indicators of the domain {domain} cover enough states for a score: this is its evidence."
    )
    if panel.is_empty():
        typer.echo(
            f"No row held speaks of {pair(found)} in this domain: not covered, which is not none."
        )
        return
    lines = [
        (
            r["subject"], r["way"], r["commitment"] or "", _years(r["first"], r["last"]), str(r["rows"]),
            number(r["earlier"]), number(r["later"]), r["unit"] or "", r["sources"],
        )
        for r in panel.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("subject", "", "cost", "years", "rows", "first", "last", "unit", "sources")
    print_table(f"{pair(found)}: {domain}", columns, lines, right=(4, 5, 6))


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first}–{last}"

"""``comity group``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.measure import sparkline
from comity.cli.options import Csv, Json, Since, Until, WorldDir, open_world, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.readings import between, signed
from comity.cli.tables import print_table

if TYPE_CHECKING:
    from comity.answers.group import Cohesion

__all__ = ["group"]


def group(
    members: Annotated[
        list[str], typer.Argument(metavar="STATE…", help="Two or more states, or blocs.")
    ],
    against: Annotated[
        str, typer.Option(help="States and blocs to set it against.", metavar="A,B,…")
    ] = "G7,EU",
    year: Annotated[
        int | None,
        typer.Option(
            help="Year. Default: the latest that enough indicators inform; with --csv all."
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    beside: Annotated[
        str | None,
        typer.Option(
            help="Blocs to set beside it. Default: NATO,ASEAN,BRICS on screen, none in --csv.",
            metavar="A,B,…",
        ),
    ] = None,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Is there a bloc, and against whom? Cohesion of a group and its distance from a reference group.

    Cohesion: mean alignment of the dyads inside. Distance: minus the mean
    alignment of the members with the states of the reference that are not
    members, so larger is farther. Difference: cohesion plus distance; above
    zero, the members are closer to one another than to the reference. Unit:
    standard deviations among dyads. low and high are the 90 % interval of the
    difference; dyads count as independent.

    Examples:  comity group RUS CHN IRN --against G7,EU
               comity group BRICS --against USA --since 1992 --plot group.html
               comity group RUS CHN --year 2023 --csv --beside NATO,SCO
    """
    import polars as pl

    from comity.answers.group import BESIDE
    from comity.answers.group import group as measure_group
    from comity.states import split_names

    opened = open_world(world)
    # on screen one year is shown, and how the answer came there
    alone = year is not None and (csv or json or plot is not None)
    first, last = (year, year) if alone else (since, until)
    others = BESIDE if beside is None else _blocs(beside)
    reference = split_names(against)
    named = [name for text in members for name in split_names(text)]
    found = measure_group(opened, named, reference, since=first, until=last)
    if plot is not None:
        save_chart(found.plot(), plot)
    table = found.table()
    if beside is not None and (csv or json):
        more = [measure_group(opened, [b], reference, since=first, until=last) for b in others]
        table = pl.concat([table, *(one.table() for one in more)])
    if write_rows(table, csv=csv, json=json) or plot is not None:
        return
    shown = found.year if year is None else year
    _print_domains(found, shown)
    _print_pairs(found, shown)
    _print_beside(found, shown, others)
    if since is not None or until is not None:
        _print_years(found)
    typer.echo(found.verdict(shown))
    typer.echo("Unit: standard deviations among dyads; intervals 90 %; --csv for every year.")


def _blocs(text: str) -> tuple[str, ...]:
    from comity.states import resolve_actor, split_names

    return tuple(dict.fromkeys(resolve_actor(name) for name in split_names(text)))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _print_domains(found: Cohesion, year: int) -> None:
    import polars as pl

    words = {row[0]: row[1:] for row in found.words(year).iter_rows()}
    lines = []
    for (domain,), series in found.frame.group_by("domain", maintain_order=True):
        r = series.row(by_predicate=pl.col("year") == year, named=True)
        bloc, _ = words[domain]
        lines.append(
            (
                str(domain), signed(r["cohesion"]), between(r["cohesion_low"], r["cohesion_high"]),
                bloc or "", signed(r["distance"]), signed(r["difference"]), between(r["low"], r["high"]),
                sparkline([v for v in series["difference"].to_list() if v is not None]),
            )
        )  # fmt: skip
    r = found.frame.filter(pl.col("year") == year).row(0, named=True)
    reference = f"{'+'.join(found.against)} ({r['reference']} states)"
    columns = (
        "domain",
        "cohesion",
        "interval",
        "",
        "distance",
        "difference",
        "interval",
        "over time",
    )
    print_table(f"{found.label} against {reference}, {year}", columns, lines, right=(1, 4, 5))


def _print_pairs(found: Cohesion, year: int) -> None:
    pairs = found.pairs(year)
    if pairs.height < 2:
        return
    lines = [
        (f"{r['a']}-{r['b']}", signed(r["mean"]), between(r["low"], r["high"]),
         _percent(100 * r["weakest"]))
        for r in pairs.head(6).iter_rows(named=True)
    ]  # fmt: skip
    columns = ("dyad", "overall", "interval", "weakest of all, %")
    of = f"the weakest 6 of {pairs.height} dyads" if pairs.height > 6 else "dyads, weakest first"
    print_table(f"Inside: {of}", columns, lines, right=(1, 3))


def _print_beside(found: Cohesion, year: int, blocs: tuple[str, ...]) -> None:
    import polars as pl

    rows = found.beside(year, blocs).filter(pl.col("domain") == found.inside.domains[0])
    lines = [
        (
            r["group"], str(r["states"]), signed(r["cohesion"]), _percent(r["cohesion_percentile"]),
            signed(r["difference"]), between(r["low"], r["high"]), _percent(r["difference_percentile"]),
        )
        for r in rows.iter_rows(named=True)
    ]  # fmt: skip
    title = "Beside others, each against the same reference less its own members"
    above = "above random, %"
    columns = ("overall", "states", "cohesion", above, "difference", "interval", above)
    print_table(title, columns, lines, right=(1, 2, 3, 4, 6))
    typer.echo(
        "Above random: the share of 1,000 random groups of the same size that are below it.\n"
    )


def _print_years(found: Cohesion) -> None:
    import polars as pl

    rows = found.frame.filter(pl.col("domain") == found.inside.domains[0])
    step = max(1, -(-rows.height // 16))
    lines = [
        (str(r["year"]), signed(r["cohesion"]), signed(r["distance"]), signed(r["difference"]),
         between(r["low"], r["high"]))
        for r in rows[::-1][::step][::-1].iter_rows(named=True)
    ]  # fmt: skip
    columns = ("year", "cohesion", "distance", "difference", "interval")
    print_table("Overall, by year", columns, lines, right=(1, 2, 3))

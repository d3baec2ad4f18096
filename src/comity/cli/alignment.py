"""``comity alignment``, ``comity gap`` and ``comity explain``."""

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
from comity.cli.tables import number, print_table
from comity.errors import ComityError, CoverageError

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
    rows = _period(found.table(), since, until)
    if domain is not None:
        import polars as pl

        rows = rows.filter(pl.col("domain") == domain)
    if plot is not None:
        save_chart(found.plot(since=since, until=until, domain=domain), plot)
    if write_rows(rows, csv=csv, json=json) or plot is not None:
        return
    _print_alignment(rows, found)


def gap(
    a: Annotated[str | None, typer.Argument(metavar="[A]", help="A state.")] = None,
    b: Annotated[str | None, typer.Argument(metavar="[B]", help="Another state.")] = None,
    since: Since = None,
    until: Until = None,
    year: Annotated[int | None, typer.Option(help="Year of the ranking of all dyads.")] = None,
    top: Annotated[int, typer.Option(help="Dyads to rank at either end.", min=1)] = 20,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Words against deeds: declaratory less material alignment, per year or among all dyads.

    With two states: both sides and their difference by year, with 90 % intervals and the indicators of
    each side. With --year: the dyads whose words outrun their deeds most, and the reverse, among those
    with at least two indicators observed on both sides.

    Examples:  comity gap RUS CHN
               comity gap --year 2022 --top 20
    """
    opened = open_world(world)
    if a is None or b is None:
        if a is not None or year is None:
            raise ComityError(
                "gap needs two states (comity gap RUS CHN) or a year (comity gap --year 2022)"
            )
        _rank_gaps(opened, year, top, csv=csv, json=json)
        return
    import polars as pl

    from comity.alignment import alignment as align

    found = align(opened, a, b)
    rows = _period(found.gap(), since, until)
    if year is not None:
        rows = rows.filter(pl.col("year") == year)
    if plot is not None:
        save_chart(found.plot_gap(since=since, until=until), plot)
    plain = rows.select(
        "a", "b", "year", "words", "deeds", "gap", low="gap_low", high="gap_high"
    )  # fmt: skip
    if write_rows(plain, csv=csv, json=json) or plot is not None:
        return
    _print_gap(rows, found)


def explain(
    a: StateA,
    b: StateB,
    start: Annotated[int, typer.Argument(metavar="FROM", help="First year.")],
    end: Annotated[int, typer.Argument(metavar="TO", help="Second year.")],
    domain: Annotated[
        str, typer.Option(help="overall, a domain, words, deeds or gap.")
    ] = "overall",
    rows: Annotated[
        bool, typer.Option("--rows", help="Print the rows behind the indicators.")
    ] = False,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Which indicators moved the answer between two years, and by how much.

    The parts add up exactly to the change. --csv writes one line per observation, in every year that
    weighs on either end.

    Example:  comity explain RUS CHN 2013 2023
    """
    from comity.alignment import alignment as align
    from comity.alignment import explain as explain_change

    found = align(open_world(world), a, b)
    parts = explain_change(found, start, end, domain)
    if write_rows(parts, csv=csv, json=json):
        return
    _print_explanation(parts, found, start, end, domain)
    if rows:
        _print_rows(parts, found, start, end)


# ------------------------------------------------------------------ on screen


def _period(frame: pl.DataFrame, since: int | None, until: int | None) -> pl.DataFrame:
    import polars as pl

    from comity.measures.scope import Scope

    Scope(since=since, until=until)  # refuses a reversed period
    if since is not None:
        frame = frame.filter(pl.col("year") >= since)
    if until is not None:
        frame = frame.filter(pl.col("year") <= until)
    if frame.is_empty():
        raise CoverageError("the two were not both states in any year of that period")
    return frame


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:+.2f} … {high:+.2f}"


def _pair(found: Alignment) -> str:
    from comity.states import name

    return f"{name(found.dyad.a)} and {name(found.dyad.b)}"


def _print_alignment(rows: pl.DataFrame, found: Alignment) -> None:
    import polars as pl

    from comity.answers.verdict import span, word

    last = int(rows["year"].max())  # type: ignore[arg-type]
    lines = []
    for (domain,), series in rows.group_by("domain", maintain_order=True):
        end = series.row(-1, named=True)
        lines.append(
            (
                str(domain), str(end["year"]), _signed(end["mean"]), _between(end["low"], end["high"]),
                f"{end['percentile']:.0f}", str(end["indicators"]), sparkline(series["mean"].to_list()),
            )
        )  # fmt: skip
    columns = ("domain", "year", "mean", "90 % interval", "percentile", "indicators", "over time")
    print_table(f"{_pair(found)}: alignment", columns, lines, right=(2, 4, 5))
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


def _print_gap(rows: pl.DataFrame, found: Alignment) -> None:
    import polars as pl

    from comity.alignment.structure import WORDS
    from comity.answers.verdict import about_gap

    known = rows.filter(pl.col("gap").is_not_null())
    layout = found.model.layout
    sides = [
        ", ".join(
            n for n, c in zip(layout.indicators, layout.cost, strict=True) if (c == WORDS) == w
        )
        for w in (True, False)
    ]
    if known.is_empty():
        typer.echo(
            f"{_pair(found)}: {about_gap(None, None)} (at least two indicators a year are needed of words "
            f"and of deeds)"
        )
    else:
        step = max(1, known.height // 15)
        lines = [
            (
                str(r["year"]), _signed(r["words"]), _signed(r["deeds"]), _signed(r["gap"]),
                _between(r["gap_low"], r["gap_high"]), f"{r['words_indicators']}/{r['deeds_indicators']}",
            )
            for r in known[::-1][::step][::-1].iter_rows(named=True)
        ]  # fmt: skip
        columns = ("year", "words", "deeds", "gap", "90 % interval", "observed")
        print_table(f"{_pair(found)}: words against deeds", columns, lines, right=(1, 2, 3, 5))
        last = known.row(-1, named=True)
        typer.echo(f"In {last['year']} {about_gap(last['gap_low'], last['gap_high'])}.")
    typer.echo(f"Words: {sides[0]}\nDeeds: {sides[1]}")


def _rank_gaps(world: World, year: int, top: int, *, csv: bool, json: bool) -> None:
    from comity.alignment.gaps import rank_gaps

    table, ranked = rank_gaps(world, year, top)
    if write_rows(table, csv=csv, json=json):
        return
    for side, title in (("words", "words outrun deeds"), ("deeds", "deeds outrun words")):
        import polars as pl

        lines = [
            (f"{r['a']}-{r['b']}", _signed(r["words"]), _signed(r["deeds"]), _signed(r["gap"]),
             _between(r["low"], r["high"]))
            for r in table.filter(pl.col("outruns") == side).iter_rows(named=True)
        ]  # fmt: skip
        columns = ("dyad", "words", "deeds", "gap", "90 % interval")
        print_table(f"{year}: {title} most", columns, lines, right=(1, 2, 3))
    typer.echo(f"Among {ranked:,} dyads with at least two indicators of words and two of deeds.")


def _print_explanation(
    parts: pl.DataFrame, found: Alignment, start: int, end: int, domain: str
) -> None:
    import polars as pl

    total = parts["part"].sum()
    by = (
        parts.group_by("indicator")
        .agg(pl.col("part").sum(), pl.col("year").n_unique().alias("years"))
        .sort(pl.col("part").abs(), descending=True)
    )
    at = {
        year: {
            r["indicator"]: r["value"]
            for r in parts.filter(pl.col("year") == year).iter_rows(named=True)
        }
        for year in (start, end)
    }
    lines = [
        (
            r["indicator"], number(at[start].get(r["indicator"])), number(at[end].get(r["indicator"])),
            f"{r['part']:+.3f}", str(r["years"]),
        )
        for r in by.iter_rows(named=True)
    ]  # fmt: skip
    columns = ("indicator", str(start), str(end), "part", "years observed")
    print_table(
        f"{_pair(found)}, {domain}: {start} to {end}, {total:+.3f}",
        columns,
        lines,
        right=(1, 2, 3, 4),
    )
    typer.echo("An empty cell is a year without an observation: other years speak for it.")


def _print_rows(parts: pl.DataFrame, found: Alignment, start: int, end: int) -> None:
    import polars as pl

    from comity.alignment.catalog import CATALOG
    from comity.measures.registry import get
    from comity.measures.scope import Scope

    scope = Scope.dyad(found.dyad.a, found.dyad.b, min(start, end), max(start, end))
    leading = (
        parts.group_by("indicator")
        .agg(pl.col("part").sum().abs())
        .sort("part", descending=True)["indicator"]
        .head(5)
    )
    for name in leading:
        for of in CATALOG[name].of:
            for table, held in get(of).evidence(found.world, scope):
                if held.is_empty():
                    continue
                typer.echo(f"\n{name}: {held.height} row(s) of {table}")
                shown = held.tail(5).select(
                    c for c in held.columns if held[c].null_count() < held.height
                )
                typer.echo(shown.write_csv(), nl=False)


def _print_sensitivity(table: pl.DataFrame, found: Alignment) -> None:
    lines = [
        (r["left_out"], r["what"], _signed(r["mean"]), _between(r["low"], r["high"]), _signed(r["moved"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    year = table["year"][0]
    columns = ("left out", "", "overall", "90 % interval", "moved by")
    print_table(f"{_pair(found)}, {year}: one left out", columns, lines, right=(2, 4))


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
            f"No row held speaks of {_pair(found)} in this domain: not covered, which is not none."
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
    print_table(f"{_pair(found)}: {domain}", columns, lines, right=(4, 5, 6))


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first}–{last}"

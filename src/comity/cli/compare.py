"""``comity compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.options import Csv, Json, WorldDir, open_world, write_rows
from comity.cli.plots import Plot, save_chart
from comity.cli.tables import number, print_table
from comity.errors import ComityError, StateError

if TYPE_CHECKING:
    from comity.answers.compare import Comparison

__all__ = ["compare"]


def compare(
    dyads: Annotated[list[str], typer.Argument(metavar="A-B…", help="Dyads, as RUS-CHN USA-GBR.")],
    year: Annotated[
        int | None,
        typer.Option(help="Year. Default: the latest that enough indicators inform."),
    ] = None,
    plot: Plot = None,
    csv: Csv = False,
    json: Json = False,
    world: WorldDir = None,
) -> None:
    """Set dyads side by side: alignment by domain, words and deeds, and the headline indicators.

    Alignment is in standard deviations among dyads, with a 90 % interval and
    the percentile among all dyads of the year. Indicators are as they are; one
    not held for the year is of the latest year, up to 20 before, in which most
    of the dyads are covered. Empty is not covered.

    Examples:  comity compare RUS-CHN USA-GBR IND-RUS IRN-RUS --year 2023
               comity compare RUS-CHN USA-GBR --plot compare.html
    """
    from comity.answers.compare import compare as compare_dyads

    pairs = [_dyad(part) for text in dyads for part in text.split(",") if part.strip()]
    found = compare_dyads(open_world(world), pairs, year=year)
    if plot is not None:
        save_chart(found.plot(), plot)
    if write_rows(found.table(), csv=csv, json=json) or plot is not None:
        return
    _print(found)


def _dyad(text: str) -> tuple[str, str]:
    """``RUS-CHN`` as two states; a hyphen may also stand within a name (Guinea-Bissau-Senegal)."""
    from comity.states import resolve

    parts = text.strip().split("-")
    last: StateError | None = None
    for at in range(1, len(parts)):
        sides = "-".join(parts[:at]), "-".join(parts[at:])
        try:
            return resolve(sides[0]), resolve(sides[1])
        except StateError as error:
            last = last or error
    if last is not None:
        raise last
    raise ComityError(f'"{text[:40]}" is not a dyad; write two states as USA-GBR')


def _print(found: Comparison) -> None:
    import polars as pl

    from comity.measures import get

    heads = [f"{a}-{b}" for a, b in found.dyads]
    lines: dict[str, list[tuple[str, ...]]] = {"alignment": [], "indicator": []}
    for (kind, measure), rows in found.frame.group_by("kind", "measure", maintain_order=True):
        held = {(r["a"], r["b"]): r for r in rows.iter_rows(named=True)}
        cells = [held[dyad] for dyad in found.dyads]
        if kind == "indicator":
            values = tuple(number(r["value"]) for r in cells)
            known = any(r["value"] is not None for r in cells)
            when = str(rows["year"][0]) if known else "not covered"
            name = str(measure)
            if get(name.removesuffix("_back")).directed:
                name = name.replace("_back", " b→a") if "_back" in name else f"{name} a→b"
            lines["indicator"].append((name, when, *values, rows["unit"][0]))
            continue
        lines["alignment"].append((str(measure), *(_mean(r["value"]) for r in cells)))
        lines["alignment"].append(("", *(_between(r["low"], r["high"]) for r in cells)))
        if kind == "alignment":
            marks = (f"{r['percentile']:.0f} %, {r['indicators']} ind." for r in cells)
        else:
            marks = (f"{r['indicators']} ind." for r in cells)
        lines["alignment"].append(("", *marks))
    right = range(1, len(heads) + 1)
    print_table(f"Alignment, {found.year}", ("", *heads), lines["alignment"], right=right)
    columns = ("indicator", "year", *heads, "unit")
    print_table("Indicators, as they are (a→b: first state's towards the second)", columns,
                lines["indicator"], right=range(2, len(heads) + 2))  # fmt: skip
    typer.echo(
        "Each mean is followed by its 90 % interval, the percentage of dyads below it, and the number of "
        "indicators observed.\nUnit of alignment: standard deviations among dyads. Empty is not covered. "
        "Alliance grade: 1 non-aggression, 2 consultation or neutrality, 3 defence."
    )
    if len(heads) > 1:
        typer.echo(f"Overall: {found.verdict()}   (> told apart by the evidence, ≈ not told apart)")
    unseen = found.frame.filter(
        (pl.col("measure") == "overall")
        & (pl.col("kind") == "alignment")
        & (pl.col("indicators") == 0)
    )
    for a, b in unseen.select("a", "b").iter_rows():
        typer.echo(
            f"{a}-{b}: no indicator is observed in {found.year}; the answer is carried over."
        )


def _mean(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{low:+.2f} … {high:+.2f}"

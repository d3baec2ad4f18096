"""Positions in the UN General Assembly: where the two stand, and how far apart."""

from __future__ import annotations

import polars as pl

from comity.measures.positions.stored import ATTRIBUTE, stored_positions
from comity.report.charts import lines
from comity.report.model import Block, Chart, Sentence
from comity.report.subject import Subject
from comity.report.wording import interval, signed, state, two_decimals

__all__ = ["positions"]

#: Drawn beside the two, unless it is one of them.
LANDMARK = "USA"


def positions(subject: Subject) -> list[Block]:
    """A sentence on the distance of the two and a chart of their positions; nothing where none is held."""
    table = stored_positions(subject.world).filter(
        pl.col("year").is_between(subject.since, subject.until)
    )
    both = table.filter(pl.col("state").is_in([subject.a, subject.b]))
    apart = subject.years("unga_distance")
    if apart.is_empty():
        return []
    shown = [subject.a, subject.b, *([LANDMARK] if LANDMARK not in (subject.a, subject.b) else [])]
    drawn = table.filter(pl.col("state").is_in(shown)).select(
        pl.col("state").map_elements(state, return_dtype=pl.String).alias("series"),
        "year", value="mean", low="q05", high="q95",
    )  # fmt: skip
    order = pl.DataFrame({"series": [state(key) for key in shown]})
    drawn = order.join(drawn, on="series", maintain_order="left")
    rows = subject.world.rows(
        "states",
        pl.col("state").is_in(shown) & subject.scope.years(),
        of=[ATTRIBUTE, f"{ATTRIBUTE}.sd"],
    )
    chart = Chart(
        "Positions on one scale of all votes",
        "Ideal points, in standard deviations; band: 90 % interval; year 1945 + session",
        lines(drawn, format=".1f"),
        f"Line chart of the ideal points of {' and '.join(subject.names)}.",
        subject.book.cite("Ideal points drawn", [("states", rows)]),
    )
    return [_sentence(subject, both, apart), chart]


def _sentence(subject: Subject, both: pl.DataFrame, apart: pl.DataFrame) -> Sentence:
    last, first = apart.row(-1, named=True), apart.row(0, named=True)
    at = {
        key: both.filter((pl.col("state") == key) & (pl.col("year") == last["year"]))["mean"].item()
        for key in (subject.a, subject.b)
    }
    a, b = subject.names
    text = (
        f"On one scale of all votes, {a} stood at {signed(at[subject.a])} and {b} at {signed(at[subject.b])} "
        f"in the session of {last['year']}: {two_decimals(last['value'])} "
        f"{interval(last['low'], last['high'])} standard deviations apart"
    )
    if first["year"] < last["year"]:
        text += f", after {two_decimals(first['value'])} in {first['year']}"
    cited = subject.cite("Ideal points of the two", "unga_distance")
    return Sentence(f"{text}.", cited)

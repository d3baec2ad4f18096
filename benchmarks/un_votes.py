"""Tallies and all measures on UN votes 1946–2024: all dyads, all years, all issues."""

from __future__ import annotations

import polars as pl

from benchmarks.timing import clock, data_folder, report
from comity.measures.scope import Scope
from comity.measures.similarity import MEASURES, similarities
from comity.measures.voting import vote_tallies
from comity.sources import READERS
from comity.sources.reader import read_source
from comity.world.schema import ISSUES


def main() -> None:
    with clock() as reading:
        world, _ = read_source(READERS["unga"], data_folder())
    rows = world.rows("votes", storing="resolution").select(pl.len()).item()
    tallied = 0
    with clock() as working:
        for issue in ("all", *ISSUES):
            tallies = vote_tallies(world, Scope(), issue=issue)
            tallied += len(tallies.counts)
            similarities(tallies.counts)
    report(
        rows=rows,
        tallies=tallied,
        measures=len(MEASURES),
        read_s=round(reading.seconds, 2),
        tally_and_measure_s=round(working.seconds, 2),
    )


if __name__ == "__main__":
    main()

"""How many criteria of the shipped ladders are covered, for thirty varied dyads in 2010 and 2023.

python -m benchmarks.stage_coverage           the figures
python -m benchmarks.stage_coverage --table   the tables of docs/explanation/depth.md
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

import polars as pl

from benchmarks.timing import clock, report
from comity import states
from comity.answers.stage import stage
from comity.answers.stage_file import load_ladder, shipped_ladders
from comity.world.world import World

YEARS = (2010, 2023)
#: A criterion that fewer dyads can answer does not ship.
FLOOR = 0.20
#: Allies, partners, rivals and strangers on five continents, chosen before anything was measured.
DYADS = (
    "CHN-RUS", "GBR-USA", "JPN-USA", "IND-RUS", "DEU-FRA", "IRN-USA", "IND-PAK", "BLR-RUS",
    "ARM-RUS", "KAZ-RUS", "CHN-PAK", "CHN-PRK", "KOR-USA", "ISR-USA", "SAU-USA", "EGY-USA",
    "GRC-TUR", "POL-UKR", "RUS-UKR", "IRN-SYR", "IRN-RUS", "ARG-BRA", "BRA-ZAF", "NGA-ZAF",
    "ETH-KEN", "IDN-MYS", "AUS-NZL", "CHN-JPN", "USA-VNM", "DZA-MAR",
)  # fmt: skip


def drawn(number: int = 100) -> list[str]:
    """Random dyads of states that exist in both years: what a stranger to the list would meet."""
    draw = random.Random(20)
    keys = sorted(set(states.keys(YEARS[0])) & set(states.keys(YEARS[1])))
    return ["-".join(sorted(draw.sample(keys, 2))) for _ in range(number)]


def measured(dyads: Sequence[str] = DYADS) -> pl.DataFrame:
    """One row per ladder, dyad, year and criterion, with its status and the stages reached."""
    world = World.load()
    found = [
        stage(world, *dyad.split("-"), year, load_ladder(ladder)).table()
        for ladder in shipped_ladders()
        for year in YEARS
        for dyad in dyads
    ]
    return pl.concat(found)


def by_criterion(rows: pl.DataFrame) -> pl.DataFrame:
    """Dyads in which each criterion is met, not met and covered, by year."""
    counted = rows.group_by("ladder", "stage", "criterion", "year", maintain_order=True).agg(
        met=(pl.col("status") == "met").sum(),
        not_met=(pl.col("status") == "not met").sum(),
        dyads=pl.len(),
    )
    return counted.with_columns(covered=(pl.col("met") + pl.col("not_met")) / pl.col("dyads"))


def by_dyad(rows: pl.DataFrame) -> pl.DataFrame:
    """Criteria covered and stages reached of each dyad, by ladder and year."""
    return rows.group_by("ladder", "year", "a", "b", maintain_order=True).agg(
        covered=(pl.col("status") != "not covered").sum(),
        criteria=pl.len(),
        lowest=pl.col("lowest").first(),
        highest=pl.col("highest").first(),
    )


def tables(rows: pl.DataFrame) -> None:
    """Print both as Markdown."""
    for ladder, part in by_criterion(rows).group_by("ladder", maintain_order=True):
        print(
            f"\n{ladder[0]}\n\n| criterion | 2010 met | not met | covered | 2023 met | not met | covered |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|")
        for criterion, lines in part.group_by("criterion", maintain_order=True):
            cells = [
                f"{r['met']} | {r['not_met']} | {r['covered']:.0%}"
                for r in lines.sort("year").iter_rows(named=True)
            ]
            print(f"| `{criterion[0]}` | {' | '.join(cells)} |")
    print("\n| dyad | korolev 2010 | 2023 | obligations 2010 | 2023 |\n|---|---|---|---|---|")
    for pair, lines in by_dyad(rows).group_by("a", "b", maintain_order=True):
        cells = [
            f"{_range(r['lowest'], r['highest'])} ({r['covered']}/{r['criteria']})"
            for r in lines.sort("ladder", "year").iter_rows(named=True)
        ]
        print(f"| {'–'.join(map(str, pair))} | {' | '.join(cells)} |")


def shares(criteria: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Share of dyads covered, by criterion and year."""
    found: dict[str, dict[str, float]] = {}
    for r in criteria.iter_rows(named=True):
        found.setdefault(f"{r['ladder']}.{r['criterion']}", {})[str(r["year"])] = round(
            r["covered"], 2
        )
    return found


def _range(lowest: str | None, highest: str | None) -> str:
    ends = [(key or "none").replace("_", " ") for key in (lowest, highest)]
    return ends[0] if ends[0] == ends[1] else " … ".join(ends)


def main() -> None:
    with clock() as running:
        rows = measured()
    if "--table" in sys.argv:
        tables(rows)
        return
    criteria = by_criterion(rows)
    report(
        dyads=len(DYADS),
        covered=shares(criteria),
        covered_of_100_random_dyads=shares(by_criterion(measured(drawn()))),
        below_floor=criteria.filter(pl.col("covered") < FLOOR)["criterion"].to_list(),
        ms_per_answer=round(running.seconds * 1000 / (len(DYADS) * len(YEARS) * 2), 1),
    )


if __name__ == "__main__":
    main()

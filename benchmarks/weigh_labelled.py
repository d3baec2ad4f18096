"""Readings on dyad-years labelled by what is published about them, and on shuffled evidence.

The labels (``tests/reference/weigh_labels.toml``) were written before the readings. Shuffled: the
observations of each indicator are dealt anew among random dyads of the same year.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from comity import states
from comity.alignment import Alignment, fitted
from comity.answers.weighing import weigh
from comity.answers.weighing.evidence import Observation, observe
from comity.answers.weighing.readings import load_readings
from comity.answers.weighing.weighing import weigh_observed
from comity.world.world import World

LABELS = Path(__file__).parents[1] / "tests" / "reference" / "weigh_labels.toml"
#: Years that are shuffled, the dyads drawn from each, and the times the observations are dealt.
YEARS, DYADS, DEALS = (1985, 2005, 2015, 2023), 60, 10


@dataclass(frozen=True)
class Label:
    """What a dyad-year is, and who says so."""

    set: str
    a: str
    b: str
    year: int
    reading: str
    why: str
    source: str


def labels() -> list[Label]:
    """All labels, in the order of the file."""
    return [Label(**row) for row in tomllib.loads(LABELS.read_text(encoding="utf-8"))["label"]]


def judged(world: World, label: Label) -> dict[str, Any]:
    """Where the right reading ranks, and whether the readings are separated."""
    found = weigh(world, label.a, label.b, label.year)
    table = found.table()
    keys = table["reading"].to_list()
    rank = keys.index(label.reading) + 1
    return {
        "set": label.set, "dyad": f"{label.a}-{label.b}", "year": label.year, "right": label.reading,
        "rank": rank, "share": round(table["share"][rank - 1], 2), "leading": keys[0],
        "leading_share": round(table["share"][0], 2), "separated": found.separated,
        "indicators": len(found.observed),
    }  # fmt: skip


def shuffled(world: World, year: int, dyads: int, deals: int, seed: int = 0) -> list[bool]:
    """Whether readings are separated for each of ``dyads`` random dyads in each deal."""
    rng = np.random.default_rng(seed)
    readings, model = load_readings(), fitted(world)
    keys = sorted(states.keys(year))
    drawn_of = (rng.choice(keys, 2, replace=False) for _ in range(dyads))
    pairs = [(str(a), str(b)) for a, b in drawn_of]
    drawn: list[list[Observation]] = []
    for dyad in model.dyads(world, pairs):
        # only the evidence is read, not the alignment it adds up to
        evidence = Alignment(world, model, dyad, pl.DataFrame(), pl.DataFrame(), {})
        if seen := observe(evidence, readings, year):
            drawn.append(seen)
    names = dict.fromkeys(o.indicator for seen in drawn for o in seen)
    apart = []
    for _ in range(deals):
        dealt: list[list[Observation]] = [[] for _ in drawn]
        for name in names:
            holders = [i for i, seen in enumerate(drawn) if any(o.indicator == name for o in seen)]
            cards = [next(o for o in drawn[i] if o.indicator == name) for i in holders]
            for i, card in zip(rng.permutation(holders), cards, strict=True):
                dealt[int(i)].append(card)
        apart += [
            weigh_observed(readings, seen, "a", "b", year).separated for seen in dealt if seen
        ]
    return apart


def main() -> None:
    world = World.load()
    chosen = sys.argv[1:] or ["first", "reserve", "thin"]
    rows = [judged(world, label) for label in labels() if label.set in chosen]
    for row in rows:
        print(row, file=sys.stderr)
    figures: dict[str, Any] = {
        f"{name}: right reading first": f"{sum(r['rank'] == 1 for r in of)} of {len(of)}"
        for name in chosen
        if (of := [r for r in rows if r["set"] == name])
    }
    for year in YEARS:
        apart = shuffled(world, year, DYADS, DEALS)
        figures[f"shuffled {year}: not separated"] = round(1 - float(np.mean(apart)), 3)
    print(json.dumps({**figures, "rows": rows}))


if __name__ == "__main__":
    main()

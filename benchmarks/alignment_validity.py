"""Does alignment say what it should? Mutual-defence pacts it was not told of, and known turns.

``python -m benchmarks.alignment_validity NAME …`` leaves these indicators out of the fit as well.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import polars as pl

from benchmarks.timing import report
from comity.alignment.catalog import CATALOG
from comity.alignment.model import fit
from comity.alignment.panel import Panel, build_panel
from comity.alignment.result import alignment, change_between, explain
from comity.alignment.stored import fitted
from comity.world.world import World

#: ATOP's grade of a defence pact, and the years and observations looked at.
PACT, YEARS, LEAST = 3, range(1950, 2019), 3
TURNS = (
    ("RUS", "CHN", 1959, 1969, -1),
    ("CHN", "USA", 1970, 1980, 1),
    ("IRN", "USA", 1978, 1980, -1),
    ("EGY", "RUS", 1973, 1977, -1),
    ("RUS", "UKR", 2013, 2015, -1),
    ("RUS", "CHN", 2001, 2021, 1),
)


def main() -> None:
    world = World.load()
    panel = build_panel(world)
    report(pacts=pacts(world, panel, sys.argv[1:]), turns=[turn(world, *t) for t in TURNS])


def without(panel: Panel, dropped: set[str]) -> Panel:
    """The panel less some indicators."""
    kept = [i for i, e in enumerate(panel.entries) if e.name not in dropped]
    return replace(
        panel, entries=tuple(panel.entries[i] for i in kept), values=panel.values[..., kept],
        scores=panel.scores[..., kept], blur=panel.blur[..., kept],
    )  # fmt: skip


def pacts(world: World, panel: Panel, left_out: list[str]) -> dict[str, object]:
    """Area under the ROC curve for ATOP defence pacts, the model without anything that encodes alliances."""
    dropped = {e.name for e in CATALOG.values() if e.alliances}
    dropped |= set(left_out)
    names = [e.name for e in panel.entries]
    grade = panel.values[..., names.index("alliance_grade")]
    _, _, field = fit(world, panel=without(panel, dropped))
    kept = [i for i, name in enumerate(names) if name not in dropped]
    observed = np.isfinite(panel.blur[..., kept]).sum(axis=-1)
    years = np.isin(np.array(panel.years), np.array(YEARS))
    used = panel.exists & years & np.isfinite(grade) & (observed >= LEAST)
    pact, overall = grade == PACT, field.mean[..., field.names.index("overall")]
    single = {}
    for i, name in enumerate(names):
        seen = used & np.isfinite(panel.blur[..., i])
        if pact[seen].any():
            blur = panel.blur[..., i][seen]
            single[name] = {
                "auc": area(panel.scores[..., i][seen] / (1 + blur), pact[seen]),
                "model_on_the_same": area(overall[seen], pact[seen]),
                "dyad_years": int(seen.sum()),
                "encodes_alliances": name in dropped,
            }
    return {
        "dyad_years": int(used.sum()),
        "with_pact": int((used & pact).sum()),
        "left_out": sorted(dropped),
        "auc": {name: area(field.mean[..., m][used], pact[used]) for m, name in enumerate(field.names)},
        "single_indicators": single,
    }  # fmt: skip


def area(scores, labels) -> float:
    """Probability that a labelled score is above an unlabelled one, ties half."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    ranks = (ends - (count - 1) / 2)[place]
    positive = labels.sum()
    above = ranks[labels].sum() - positive * (positive + 1) / 2
    return round(float(above / (positive * (len(labels) - positive))), 3)


def turn(world: World, a: str, b: str, start: int, end: int, sign: int) -> dict[str, object]:
    """The change of overall alignment over a turn, what was observed at both ends, and what moved it."""
    found = alignment(world, a, b)
    model, dyad = fitted(world), found.dyad
    ends = [year - model.calendar[0] for year in (start, end)]
    seen = np.isfinite(dyad.blur[ends]).all(axis=0)
    names = model.layout.indicators
    moved = explain(found, start, end)
    change, low, high = change_between(found, start, end)
    by = {
        row["indicator"]: round(row["part"], 2)
        for row in moved.group_by("indicator").agg(pl.col("part").sum()).sort("part").to_dicts()
        if abs(row["part"]) >= 0.01
    }
    return {
        "turn": f"{a}-{b} {start}-{end}",
        "expected": sign,
        "change": round(change, 2),
        "interval": [round(low, 2), round(high, 2)],
        "excludes_zero": bool(low * sign > 0 and high * sign > 0),
        "volatility": {k: round(v, 3) for k, v in found.volatility.items()},
        "observed_at_both_ends": {
            names[i]: [round(float(dyad.values[t, i]), 3) for t in ends]
            for i in np.flatnonzero(seen)
        },
        "parts": by,
    }


if __name__ == "__main__":
    main()

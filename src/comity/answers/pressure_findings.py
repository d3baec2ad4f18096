"""All that is estimated of pressure, as tables: effects by year, their summary, tests, placebos, courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.alignment.catalog import CATALOG
from comity.alignment.progress import Progress, silent
from comity.answers.pressure_checks import placebo_dates, placebo_targets, variants
from comity.answers.pressure_effects import (
    AFTER,
    BASE,
    HORIZONS,
    PRE,
    Estimate,
    Excess,
    average,
    estimate,
    pre_test,
    projected,
)
from comity.answers.pressure_onsets import Onsets
from comity.answers.pressure_panel import OUTCOMES, Scores
from comity.answers.pressure_relations import (
    POOLED,
    RELATIONS,
    Partners,
    changes,
    clean,
    excess_of,
    partners,
)

__all__ = ["METHODS", "TIGHTENING", "Findings", "estimate_all", "rows_of"]

#: How effects are estimated.
METHODS = ("event_study", "projection")
#: What courses after a tightening are kept under.
TIGHTENING = "tightening"
COURSE = {
    "relation": pl.String, "target": pl.String, "partner": pl.String, "onset": pl.Int16, "outcome": pl.String,
    "horizon": pl.Int8, "value": pl.Float32,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Findings:
    """What was estimated.

    Attributes
    ----------
    effects
        relation, method, outcome, horizon (years since the onset), value, se, low, high, onsets, targets,
        controls.
    summary
        relation, variant, outcome, window (``after`` or ``before``), value, se, low, high, onsets, targets,
        controls: ``event_study`` and ``projection`` on all onsets, then the checks.
    tests
        relation, outcome, pre_t, pre_p, placebo_low, placebo_high, placebo_p, date_value, date_low,
        date_high.
    courses
        relation, target, partner, onset, outcome, horizon, value: of single dyads, less the controls;
        under relation :data:`TIGHTENING` those of tightenings, which no estimate averages.
    onsets
        target, year, senders, rise.
    sample
        What the onsets come from, in words.
    deeds
        What deeds are measured by, and when, in words.
    """

    effects: pl.DataFrame
    summary: pl.DataFrame
    tests: pl.DataFrame
    courses: pl.DataFrame
    onsets: pl.DataFrame
    sample: str
    deeds: str


def estimate_all(
    scores: Scores,
    onsets: Onsets,
    sample: str,
    *,
    only: Sequence[str] = tuple(RELATIONS),
    progress: Progress = silent,
) -> Findings:
    """Estimate every relation (or some), outcome and check."""
    effects, summary, tests, courses = [], [], [], []
    for place, relation in enumerate(only):
        progress("estimating", place / len(only))
        around = partners(onsets, relation)
        if not around:
            continue
        pooled = relation in POOLED
        excess = excess_of(scores, onsets, around, pooled=pooled)
        ahead = projected(excess)
        by_year = estimate(excess)
        for method, shown in zip(METHODS, (by_year, estimate(ahead)), strict=True):
            effects.append(rows_of(shown, HORIZONS, relation=relation, method=method))
        for variant, of, years in (
            ("event_study", excess, AFTER), ("event_study", excess, PRE), ("projection", ahead, AFTER),
        ):  # fmt: skip
            window = "after" if years == AFTER else "before"
            summary.append(_windowed(of, years, relation=relation, variant=variant, window=window))
        for variant, found in variants(excess, by_year, onsets.states):
            rows = rows_of(found, (0,), relation=relation, variant=variant, window="after")
            summary.append(rows.drop("horizon"))
        tests.append(_tests(scores, onsets, relation, excess, by_year, pooled=pooled))
        if not pooled:
            courses.append(_courses(scores, onsets, relation, around))
            tighter = partners(replace(onsets, onset=onsets.tightening), relation)
            courses.append(_courses(scores, onsets, TIGHTENING, tighter))
    # a partner can be both a power that stands aside and a fellow target: its course is told once
    told = pl.concat(courses) if courses else pl.DataFrame(schema=COURSE)
    told = told.unique([key for key in COURSE if key != "value"], keep="first", maintain_order=True)
    return Findings(
        pl.concat(effects), pl.concat(summary), pl.concat(tests), told, onsets.onset, sample,
        _deeds(scores),
    )  # fmt: skip


def _deeds(scores: Scores) -> str:
    """The material indicators with their first and last year."""
    named = []
    for i, name in enumerate(scores.indicators):
        entry = CATALOG.get(name)
        seen = np.flatnonzero(np.isfinite(scores.score[:, :, i]).any(axis=1))
        if entry is not None and entry.cost == "material" and len(seen):
            first, last = scores.years[int(seen[0])], scores.years[int(seen[-1])]
            named.append(f"{name.replace('_', ' ')} {first}–{last}")
    return ", ".join(named)


def rows_of(found: Estimate, horizons: tuple[int, ...], **labels: str) -> pl.DataFrame:
    """An estimate as rows: labels, outcome, horizon, and what was found; NaN becomes null."""
    n, m = found.value.shape
    columns = {
        "outcome": np.tile(np.array(OUTCOMES), n),
        "horizon": np.repeat(np.array(horizons), m),
        **{k: getattr(found, k).ravel() for k in ("value", "se", "low", "high")},
        "onsets": found.onsets.ravel(), "targets": found.targets.ravel(),
        "controls": found.controls.ravel(),
    }  # fmt: skip
    frame = pl.DataFrame(columns).with_columns(
        pl.col("horizon").cast(pl.Int32), pl.col("onsets", "targets").cast(pl.Int32)
    )
    named = [pl.lit(text).alias(key) for key, text in labels.items()]
    return frame.select(*named, *frame.columns).fill_nan(None)


def _windowed(excess: Excess, years: tuple[int, ...], **labels: str) -> pl.DataFrame:
    return rows_of(estimate(average(excess, years)), (0,), **labels).drop("horizon")


def _tests(
    scores: Scores, onsets: Onsets, relation: str, excess: Excess, by_year: Estimate, *, pooled: bool
) -> pl.DataFrame:  # fmt: skip
    """Tests of the years before, and placebos."""
    low, high, p = placebo_targets(excess)
    dates = placebo_dates(scores, onsets, relation, pooled=pooled)
    rows = []
    for k, outcome in enumerate(OUTCOMES):
        t, pre = pre_test(by_year, k)
        rows.append((relation, outcome, t, pre, low[k], high[k], p[k],
                     dates.value[0, k], dates.low[0, k], dates.high[0, k]))  # fmt: skip
    names = ("relation", "outcome", "pre_t", "pre_p", "placebo_low", "placebo_high", "placebo_p",
             "date_value", "date_low", "date_high")  # fmt: skip
    return pl.DataFrame(rows, schema=list(names), orient="row").fill_nan(None)


def _courses(scores: Scores, onsets: Onsets, relation: str, around: list[Partners]) -> pl.DataFrame:
    """Every dyad's own course around its onset, less that of the clean controls with the same partner."""
    frames = []
    for of in around:
        one = excess_of_each(scores, onsets, of)
        at = np.argwhere(np.isfinite(one))
        at = at[np.array(HORIZONS)[at[:, 1]] != BASE]
        place = of.states[at[:, 0]]
        frames.append(
            pl.DataFrame(
                {
                    "partner": np.array(onsets.states)[place],
                    "horizon": np.array(HORIZONS, dtype=np.int8)[at[:, 1]],
                    "outcome": np.array(OUTCOMES)[at[:, 2]],
                    "value": one[at[:, 0], at[:, 1], at[:, 2]].round(2).astype(np.float32),
                }
            ).with_columns(
                target=pl.lit(onsets.states[of.target]), onset=pl.lit(of.year, pl.Int16),
                relation=pl.lit(relation),
            )
        )  # fmt: skip
    if not frames:
        return pl.DataFrame(schema=COURSE)
    return pl.concat(frames).select(*COURSE)


def excess_of_each(scores: Scores, onsets: Onsets, of: Partners) -> npt.NDArray[np.float64]:
    """Of the target of one onset, (partners, horizons, outcomes)."""
    moved = changes(scores, of.year, slice(None), of.states)
    free = clean(onsets, of.year)
    free[of.target] = False
    usable = free[:, None, :, None] & np.isfinite(moved)
    count = usable.sum(axis=0)
    mean = np.where(usable, moved, 0.0).sum(axis=0) / np.where(count > 0, count, np.nan)
    found: npt.NDArray[np.float64] = moved[of.target] - mean
    return found

"""Does outside pressure draw states together? What alignment did after past onsets of sanctions.

An onset is a year in which five or more states of the West begin to sanction a target
(:mod:`comity.answers.pressure_onsets`); what alignment did is read year by year, without sanctions themselves
(:mod:`comity.answers.pressure_panel`), and set against states under no such pressure
(:mod:`comity.answers.pressure_effects`). The answer is an average over targets; a single dyad's own course is
shown beside it and has no interval of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from comity import states
from comity.alignment.progress import Progress, silent
from comity.answers.pressure_effects import AFTER, HORIZONS
from comity.answers.pressure_findings import TIGHTENING, Findings, estimate_all, excess_of_each
from comity.answers.pressure_onsets import case_counts, find_onsets, stored_counts
from comity.answers.pressure_panel import OUTCOMES
from comity.answers.pressure_relations import POWERS, RELATIONS, Partners
from comity.answers.pressure_stored import findings, panel, root_of
from comity.errors import ComityError
from comity.world.world import World

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Pressure", "pressure"]

WEST = ("WEST",)
COURSE = {
    "partner": pl.String, "onset": pl.Int32, "outcome": pl.String, "horizon": pl.Int32, "value": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pressure:
    """What past pressure did, and how one target or dyad went.

    Attributes
    ----------
    world
        What was read.
    target
        The state asked about.
    partner
        The other side of the dyad asked about, or None.
    relation
        Which estimate answers: ``third`` (a great power that stands aside), ``co_target``, ``sender`` or
        ``bystander``.
    found
        All estimates.
    own
        partner, onset, outcome, horizon, value: the target's own courses since its onsets and
        tightenings, less those of clean controls with the same partner; of the partner asked about, or of
        China, India and Russia.
    senders
        Whose sanctions count.
    threats
        Dated threats the world holds.
    """

    world: World
    target: str
    partner: str | None
    relation: str
    found: Findings
    own: pl.DataFrame
    senders: tuple[str, ...]
    threats: int

    def table(self) -> pl.DataFrame:
        """Effects by year since the onset.

        Returns
        -------
        DataFrame
            relation, method (``event_study``, ``projection``), outcome, horizon, value, se,
            low, high (90 %, in standard deviations among dyads), onsets, targets, controls.
        """
        return self.found.effects

    def summary(self) -> pl.DataFrame:
        """The mean of years 1 to 5, and of the years before, with every check."""
        return self.found.summary

    def figure(self, outcome: str = "overall", variant: str = "event_study", window: str = "after",
               relation: str | None = None) -> dict[str, Any]:  # fmt: skip
        """One row of the summary."""
        rows = self.found.summary.filter(
            (pl.col("relation") == (relation or self.relation)) & (pl.col("outcome") == outcome)
            & (pl.col("variant") == variant) & (pl.col("window") == window)
        )  # fmt: skip
        if rows.is_empty():
            return dict.fromkeys(rows.columns)
        return rows.row(0, named=True)

    def test(self, outcome: str = "overall") -> dict[str, Any]:
        """Pre-trends and placebos of the relation asked about."""
        rows = self.found.tests.filter(
            (pl.col("relation") == self.relation) & (pl.col("outcome") == outcome)
        )
        return rows.row(0, named=True) if rows.height else dict.fromkeys(rows.columns)

    def singles(self) -> pl.DataFrame:
        """Each dyad's mean of years 1 to 5: relation, target, partner, onset, outcome, value."""
        keys = ["relation", "target", "partner", "onset", "outcome"]
        return (
            self.found.courses.filter(pl.col("horizon").is_in(list(AFTER)))
            .group_by(keys, maintain_order=True)
            .agg(pl.col("value").mean().cast(pl.Float64))
        )

    def verdict(self) -> list[str]:
        """The answer, in sentences: the first says whether it can be told from zero."""
        from comity.answers.pressure_words import verdict

        return verdict(self)

    def plot(self) -> alt.HConcatChart | alt.VConcatChart | alt.FacetChart:
        """Effects by year since the onset with their 90 % bands, one panel per outcome."""
        from comity.answers.pressure_picture import event_study

        return event_study(self)


def pressure(
    world: World,
    target: str,
    on: str | tuple[str, str] | None = None,
    *,
    cases: Path | None = None,
    senders: Sequence[str] = WEST,
    progress: Progress = silent,
) -> Pressure:
    """What outside pressure did to alignment, seen from one target.

    Parameters
    ----------
    target
        A state: key, code or name. The estimate is over all targets; this one's own course is beside it.
    on
        A dyad of the target, as ``RUS-CHN``; by default the target and the great powers that stand aside.
    cases
        A file of the Global Sanctions Data Base, instead of the counts the world holds.
    senders
        States or groups whose sanctions count.
    progress
        Told what is being done, where the estimates are not at hand.

    Raises
    ------
    ComityError
        If ``on`` is not a dyad of the target.
    CoverageError
        If nothing is known of sanctions, or of alignment.
    DataError
        If ``cases`` is no such file.
    """
    key = states.resolve(target)
    partner = None if on is None else _partner(key, on)
    group = tuple(dict.fromkeys(states.resolve_actor(each) for each in senders))
    if not group:
        raise ComityError("no senders: name states or blocs, as  --senders G7,EU")
    found = _findings(world, cases, group, progress)
    own = _own(found, key, partner)
    if partner is not None and own.is_empty() and key in found.onsets["target"].to_list():
        # of a target and a bystander, whose courses are too many to keep
        own = _measured(world, found, key, partner, _counts(world, cases)[0], group, progress)
    relation = _relation(found, key, partner)
    threats = world.rows("events", pl.col("action") == "THREATEN").height
    return Pressure(world, key, partner, relation, found, own, group, threats)


def _partner(target: str, on: str | tuple[str, str]) -> str:
    sides = on.split("-") if isinstance(on, str) else list(on)
    if len(sides) != 2:
        raise ComityError(f'"{on}" is no dyad: write two states, as  RUS-CHN')
    pair = [states.resolve(side.strip()) for side in sides]
    if target not in pair or pair[0] == pair[1]:
        raise ComityError(
            f"{pair[0]}-{pair[1]} is no dyad of {target}: the target of the pressure must be one "
            f"side, and another state the other\n  for example  comity pressure {target} --on {target}-"
            f"{'CHN' if target != 'CHN' else 'RUS'}"
        )  # fmt: skip
    return pair[1] if pair[0] == target else pair[0]


def _findings(
    world: World, cases: Path | None, senders: tuple[str, ...], progress: Progress
) -> Findings:
    if cases is None and senders == WEST:
        return findings(world, progress=progress)
    counts, sample = _counts(world, cases)
    scores = panel(world, progress=progress)
    onsets = find_onsets(counts, scores.states, scores.years, senders)
    if onsets.onset.is_empty():
        raise ComityError(
            f"no onset of sanctions by {', '.join(senders)} in {scores.years[0]}–{onsets.last}: nothing to "
            "average\n  give more senders, as  --senders G7,EU"
        )
    return estimate_all(scores, onsets, sample, progress=progress)


def _relation(found: Findings, target: str, partner: str | None) -> str:
    """Which of the estimates speaks of the dyad, by its latest onset in the sample."""
    if partner is None:
        return "third"
    of = found.courses.filter(
        (pl.col("target") == target) & (pl.col("partner") == partner)
        & (pl.col("relation") != TIGHTENING)
    )  # fmt: skip
    if of.height:
        last = of.filter(pl.col("onset") == pl.col("onset").max())["relation"].unique().to_list()
        return next(name for name in RELATIONS if name in last)
    return "third" if partner in POWERS else "bystander"


def _own(found: Findings, target: str, partner: str | None) -> pl.DataFrame:
    """The target's own courses since its onsets, as far as they are kept."""
    held = found.courses.filter(pl.col("target") == target)
    if partner is None:
        kinds = pl.col("relation").is_in(["third", TIGHTENING])
        held = held.filter(kinds & pl.col("partner").is_in(POWERS))
    else:
        held = held.filter(pl.col("partner") == partner)
    return (
        held.unique(["partner", "onset", "outcome", "horizon"], keep="first", maintain_order=True)
        .select(*COURSE)
        .cast(COURSE)  # type: ignore[arg-type]
        .sort("onset", "partner", "horizon", maintain_order=True)
    )


def _counts(world: World, cases: Path | None) -> tuple[pl.DataFrame, str]:
    return stored_counts(root_of(world)) if cases is None else case_counts(cases)


def _measured(
    world: World, found: Findings, target: str, partner: str, counts: pl.DataFrame,
    senders: tuple[str, ...], progress: Progress,
) -> pl.DataFrame:  # fmt: skip
    """A course that is not among those kept."""
    scores = panel(world, progress=progress)
    if target not in scores.states or partner not in scores.states:
        return pl.DataFrame(schema=COURSE)
    onsets = find_onsets(counts, scores.states, scores.years, senders)
    years = found.onsets.filter(pl.col("target") == target)["year"].to_list()
    place = {key: i for i, key in enumerate(scores.states)}
    rows = []
    for year in years:
        of = Partners(place[target], year, np.array([place[partner]], dtype=np.intp))
        one = excess_of_each(scores, onsets, of)[0]
        rows += [
            (partner, year, outcome, horizon, float(one[h, k]))
            for h, horizon in enumerate(HORIZONS)
            for k, outcome in enumerate(OUTCOMES)
            if horizon != -1 and np.isfinite(one[h, k])
        ]
    return pl.DataFrame(rows, schema=COURSE, orient="row")

"""Indicators of how alike two states vote in the UN General Assembly."""

from __future__ import annotations

import numpy as np
import polars as pl

from comity.measures.registry import Compute, Evidence, indicator
from comity.measures.scope import Scope
from comity.measures.similarity import MEASURES, similarities
from comity.measures.uncertainty import interval
from comity.measures.voting import Tallies, stored_tallies, vote_tallies
from comity.world.schema import ISSUES
from comity.world.world import World

__all__ = ["measured", "tally_evidence"]

LABELS = {
    "agreement": "agreement",
    "s": "S, absolute distances",
    "s_squared": "S, squared distances",
    "a": "A (S less its chance value)",
    "pi": "Scott’s pi, quadratic weights",
    "pi_nominal": "Scott’s pi, unweighted",
    "kappa": "Cohen’s kappa, quadratic weights",
    "tau_b": "Kendall’s tau-b",
}
CITES = {
    "agreement": "Bailey, Strezhnev & Voeten (2017)",
    "s": "Signorino & Ritter (1999)",
    "s_squared": "Signorino & Ritter (1999)",
    "a": "Benati & Capurri (2026)",
    "pi": "Scott (1955); Häge (2011)",
    "pi_nominal": "Scott (1955)",
    "kappa": "Cohen (1968); Häge (2011)",
    "tau_b": "Kendall (1945); Bueno de Mesquita (1975)",
}
UNITS = {"agreement": "share"}
#: Measures also given issue by issue.
BY_ISSUE = ("agreement", "a")


def measured(tallies: Tallies, measure: str, *, values_only: bool = False) -> pl.DataFrame:
    """A measure of labelled tallies, its interval, and the number of cases; undefined values are null."""
    value = similarities(tallies.counts, [measure])[measure]
    low, high = (value * np.nan,) * 2 if values_only else interval(measure, tallies.counts, value)
    n = tallies.counts.sum(axis=(-2, -1)).astype("int64")
    return tallies.keys.with_columns(
        pl.Series("value", value).fill_nan(None),
        pl.Series("low", low).fill_nan(None),
        pl.Series("high", high).fill_nan(None),
        pl.Series("n", n),
    )


def tally_evidence(issue: str = "all", body: str = "UNGA") -> object:
    """The rows a vote measure rests on: the votes of the two states, else their tallies."""

    def rows(world: World, scope: Scope) -> list[Evidence]:
        on_issue = (
            pl.lit(value=True)
            if issue == "all"
            else pl.col("topics").str.contains(issue).fill_null(value=False)
        )
        named = sorted(scope.named or scope.states or ())
        votes = world.rows(
            "votes",
            (pl.col("body") == body) & pl.col("state").is_in(named) & scope.years() & on_issue,
            storing="resolution",
        )
        counts = stored_tallies(world, scope, body, issue)
        return [("votes", frame) for frame in (votes, counts) if not frame.is_empty()]

    return rows


def _compute(measure: str, issue: str) -> Compute:
    def compute(world: World, scope: Scope) -> pl.DataFrame:
        tallies = vote_tallies(world, scope, issue=issue)
        return measured(tallies, measure, values_only=scope.values_only)

    return compute


for _measure in MEASURES:
    if _measure == "pi_nominal":
        continue
    for _issue in ("all", *(ISSUES if _measure in BY_ISSUE else ())):
        _suffix = "" if _issue == "all" else f"_{_issue}"
        _on = "" if _issue == "all" else f", {_issue.replace('_', ' ')} votes"
        indicator(
            name=f"unga_{_measure}{_suffix}",
            label=f"UN voting: {LABELS[_measure]}{_on}",
            domain="diplomatic",
            cost="declaratory",
            directed=False,
            unit=UNITS.get(_measure, "score"),
            cite=CITES[_measure],
            evidence=tally_evidence(_issue),  # type: ignore[arg-type]
            interval="90 %, delta method over the shared roll calls",
            counts="roll calls on which both voted yes, abstained or voted no",
        )(_compute(_measure, _issue))

"""The tables of compliance: third states, the path as the threat tightens, re-export hubs."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity import states
from comity.answers.comply_case import Outcome, Stage
from comity.answers.comply_search import Search
from comity.answers.trade_ground import Ground, interval

__all__ = ["hubs_of", "path_of", "removed", "states_of"]

Array = NDArray[np.float64]
Members = NDArray[np.bool_]

#: A hub has both of its trades grow by at least so much, million USD.
LEAST_HUB = 1.0

STATES: dict[str, type[pl.DataType]] = {
    "key": pl.String, "name": pl.String, "complies": pl.Boolean, "complies_from_all": pl.Boolean,
    "share_of_draws": pl.Float64, "gain": pl.Float64, "gain_low": pl.Float64, "gain_high": pl.Float64,
    "threshold": pl.Float64, "threshold_low": pl.Float64, "threshold_high": pl.Float64,
    "threshold_above": pl.Float64, "threshold_upto": pl.Float64, "loss": pl.Float64,
    "loss_musd": pl.Float64, "trade_target_musd": pl.Float64, "trade_senders_musd": pl.Float64,
    "already": pl.String,
}  # fmt: skip
PATH: dict[str, type[pl.DataType]] = {
    "threat": pl.Float64, "compliers": pl.Int64, "turned": pl.String, "target_loss": pl.Float64,
    "trade_left": pl.Float64, "removed_musd": pl.Float64, "at_rest": pl.Boolean,
}  # fmt: skip
HUBS: dict[str, type[pl.DataType]] = {
    "threat": pl.Float64, "key": pl.String, "name": pl.String, "imports_from_senders_musd": pl.Float64,
    "imports_change_musd": pl.Float64, "exports_to_target_musd": pl.Float64,
    "exports_change_musd": pl.Float64, "passed_musd": pl.Float64, "earned_musd": pl.Float64,
}  # fmt: skip


def states_of(
    ground: Ground, found: Search, at: Outcome, gains: Array, turns: Array, chosen: dict[str, str]
) -> pl.DataFrame:
    """Third states.

    Parameters
    ----------
    gains, turns : (D, K)
        Of the draws, by complying and the threat at which each turns; empty for none.
    chosen
        Why a state is not free to choose.
    """
    stage, matrix = found.stage, ground.matrix
    third, k = stage.third, len(stage.third)
    value = matrix.value
    threshold, below, above = found.thresholds()
    low, high = interval(gains)
    # a threat beyond the path is infinite, of which no mean with another can be taken
    ends = np.quantile(turns, (0.05, 0.95), axis=0, method="nearest") if len(turns) else [None] * 2
    loss = 1 - at.real[third] - at.earned[third] / stage.drawn.spending[third]
    senders = value[:, stage.senders].sum(axis=1) + value[stage.senders].sum(axis=0)
    frame = pl.DataFrame(
        {
            "key": [matrix.states[i] for i in third],
            "name": [states.name(matrix.states[i]) for i in third],
            "complies": found.least.joined, "complies_from_all": found.most.joined,
            "share_of_draws": (gains > 0).mean(axis=0) if len(gains) else [None] * k,
            "gain": found.least.gain, "gain_low": low, "gain_high": high, "threshold": threshold,
            "threshold_low": ends[0], "threshold_high": ends[1],
            "threshold_above": below, "threshold_upto": above, "loss": loss,
            "loss_musd": loss * stage.drawn.spending[third],
            "trade_target_musd": value[stage.target, third] + value[third, stage.target],
            "trade_senders_musd": senders[third],
            "already": [chosen.get(matrix.states[i]) for i in third],
        },
        schema=STATES,
    )  # fmt: skip
    turning = pl.col("^threshold.*$")
    known = pl.when(turning.is_finite()).then(turning)
    return frame.with_columns(known).sort("trade_target_musd", "key", descending=[True, False])


def path_of(ground: Ground, found: Search) -> pl.DataFrame:
    """What each threat brings about."""
    stage = found.stage
    k = len(stage.third)
    nobody = np.zeros(k, dtype=bool)
    observed = with_target(stage.drawn.trade, stage)
    rows, before = [], nobody
    steps = {0.0: None, **found.path}
    for threat, settled in steps.items():
        joined = nobody if settled is None else settled.joined
        trade = with_target(stage.outcome(joined, threat).trade, stage)
        turned = [ground.matrix.states[i] for i in stage.third[joined & ~before]]
        rows.append(
            {
                "threat": threat, "compliers": int(joined.sum()), "turned": " ".join(turned),
                "target_loss": float(stage.losses(joined[None], threat)[0, stage.target]),
                "trade_left": trade.sum() / observed.sum(),
                "removed_musd": removed(stage, joined, threat),
                "at_rest": True if settled is None else settled.at_rest,
            }
        )  # fmt: skip
        before = joined
    return pl.DataFrame(rows, schema=PATH)


def hubs_of(ground: Ground, found: Search) -> pl.DataFrame:
    """States outside the sanctions that buy more from senders and sell more to the target, by threat."""
    nobody = np.zeros(len(found.stage.third), dtype=bool)
    steps = {0.0: nobody, **{threat: settled.joined for threat, settled in found.path.items()}}
    each = [_hubs(ground, found.stage, joined, threat) for threat, joined in steps.items()]
    return pl.concat(each).sort("threat", "passed_musd", "key", descending=[False, True, False])


def _hubs(ground: Ground, stage: Stage, joined: Members, threat: float) -> pl.DataFrame:
    matrix, at = ground.matrix, stage.outcome(joined, threat)
    out = stage.third[~joined]
    tables = (stage.drawn.trade, at.trade)
    bought = [table[np.ix_(stage.senders, out)].sum(axis=0) for table in tables]
    sold = [table[out, stage.target] for table in tables]
    # of what passes, the part that goes to the target is bought from senders and sold on
    inward = (at.passed_in - at.passed_in_before)[out]
    imports = bought[1] - bought[0] + inward / (1 + stage.ways.margin)
    exports = sold[1] - sold[0] + inward
    frame = pl.DataFrame(
        {
            "threat": [threat] * len(out), "key": [matrix.states[i] for i in out],
            "name": [states.name(matrix.states[i]) for i in out],
            "imports_from_senders_musd": bought[0], "imports_change_musd": imports,
            "exports_to_target_musd": sold[0], "exports_change_musd": exports,
            "passed_musd": (at.passed - at.passed_before)[out], "earned_musd": at.earned[out],
        },
        schema=HUBS,
    )  # fmt: skip
    return frame.filter(
        pl.min_horizontal("imports_change_musd", "exports_change_musd") >= LEAST_HUB
    )


def removed(stage: Stage, joined: Members, threat: float) -> float:
    """Trade between target and compliers: with nobody complying and no threat, less as it is."""
    nobody = stage.outcome(np.zeros_like(joined), 0.0)
    there = stage.outcome(joined, threat)
    gone = with_target(nobody.trade, stage) - with_target(there.trade, stage)
    return float(gone[stage.third[joined]].sum())


def with_target(trade: Array, stage: Stage) -> Array:
    """Trade (N,) of each with the target, both ways; none of the target with itself."""
    both: Array = trade[stage.target] + trade[:, stage.target]
    both[stage.target] = 0.0
    return both

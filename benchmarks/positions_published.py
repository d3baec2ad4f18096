"""Positions against the release of April 2020, by bridges; and how often our intervals hold its points."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl

from benchmarks.assembly import (
    Assembly,
    Model,
    assembly,
    items_of,
    own_pairs,
    published_pairs,
    published_points,
)
from benchmarks.timing import clock, report
from comity.measures.positions.bridges import key_words
from comity.measures.positions.fit import ANCHOR, one_thread
from comity.measures.positions.fitting import begin, iterate, settle
from comity.measures.positions.newton import problem
from comity.measures.positions.panel import panel
from comity.measures.positions.start import standing

#: Variance of a step in the release: 0.5 times a smoothing factor that is about one half.
RELEASE_WALK = 0.25
#: The release leaves out votes on parts of texts from this session on.
PARTS_FROM = 45
OVER_TIME = ("USA", "CHN", "IND", "BRA")
REACH = NormalDist().inv_cdf(0.95)
HALF_SEED = 1


def fitted(
    votes: Assembly, item: np.ndarray, choices: np.ndarray, walk: float | None = None
) -> Model:
    """A fit with the walk's variance estimated, or held."""
    start = standing(choices)
    high, low = (votes.states.index(key) for key in ANCHOR)
    start = start if start[high] >= start[low] else -start
    with one_thread():
        made = problem(panel(choices, votes.session, item))
        point = begin(made, start[made.panel.state], **({} if walk is None else {"variance": walk}))
        point, trail, step = iterate(made, point, walk=walk is None)
        estimate = settle(made, point, trail, step)
    return Model(made.panel, estimate, np.concatenate([np.diag(c) for c in estimate.covariance]))


def table(votes: Assembly, model: Model, choices: np.ndarray) -> pl.DataFrame:
    """State, session, mean and sd where a state voted."""
    voted = choices.any(axis=1)
    sessions = np.unique(votes.session[voted])
    return pl.DataFrame(
        {
            "state": pl.Series(votes.states).gather(model.panel.state),
            "session": sessions[model.panel.block].astype(np.int64),
            "mean": model.estimate.point.x,
            "sd": np.sqrt(model.variance),
            "votes": model.panel.votes,
        }
    ).filter(pl.col("votes") > 0)


def compared(ours: pl.DataFrame, published: pl.DataFrame) -> dict[str, object]:
    """All figures of the comparison."""
    both = ours.join(published, on=["state", "session"])
    ranks = both.select(pl.corr("mean", "published", method="spearman")).item()
    session = both.group_by("session").agg(r=pl.corr("mean", "published")).sort("r")
    state = dict(both.group_by("state").agg(pl.corr("mean", "published")).iter_rows())
    inside = (both["mean"] - both["published"]).abs() < REACH * both["sd"]
    return {
        "country_sessions": both.height,
        "pooled_r": round(both.select(pl.corr("mean", "published")).item(), 4),
        "spearman": round(ranks, 4),
        "session_median": round(session["r"].median(), 4),
        "session_least": round(session["r"][0], 4),
        "least_in_session": session["session"][0],
        "reversed": int((session["r"] < 0).sum()),
        **{key: round(state[key], 4) for key in OVER_TIME},
        "published_in_our_90": round(float(inside.mean()), 3),
    }


def intervals(votes: Assembly, walk: float | None, published: pl.DataFrame) -> dict[str, object]:
    """How often intervals of a fit to all and to half of the roll calls hold the published points."""
    whole = votes.choices
    half = whole.copy()
    half[np.random.default_rng(HALF_SEED).random(len(half)) < 0.5] = 0
    found = {}
    for name, choices in (("all", whole), ("half", half)):
        model = fitted(votes, items_of(own_pairs(votes, choices), votes), choices, walk)
        found[name] = table(votes, model, choices)
    both = found["all"].join(found["half"], on=["state", "session"], suffix="_half")
    inside = (both["mean"] - both["mean_half"]).abs() < REACH * both["sd_half"]
    return {
        "walk_variance": "estimated" if walk is None else walk,
        "published_in_90_of_all": compared(found["all"], published)["published_in_our_90"],
        "published_in_90_of_half": compared(found["half"], published)["published_in_our_90"],
        "all_in_90_of_half": round(float(inside.mean()), 3),
        "pooled_r": compared(found["all"], published)["pooled_r"],
        "spearman": compared(found["all"], published)["spearman"],
        "over_time": {key: compared(found["all"], published)[key] for key in OVER_TIME},
    }


def main() -> None:
    votes, published = assembly(), published_points()
    with clock() as finding:
        own = own_pairs(votes, votes.choices)
    kinds = {"none": [], "published": published_pairs(votes), "own": own}
    rows = {}
    for name, pairs in kinds.items():
        item = items_of(pairs, votes)
        with clock() as reading:
            model = fitted(votes, item, votes.choices)
        rows[name] = {
            "pairs": len(pairs),
            "roll_calls_that_repeat_a_text": len(item) - len(np.unique(item)),
            **compared(table(votes, model, votes.choices), published),
            "rounds": model.estimate.rounds,
            "walk_variance": round(model.estimate.point.walk.variance, 4),
            "seconds": round(reading.seconds, 1),
        }
    part = np.array([t is not None and not key_words(t) for t in votes.titles])
    left = votes.choices.copy()
    left[part & (votes.session >= PARTS_FROM)] = 0
    model = fitted(votes, items_of(own, votes), left)
    report(
        votes=int((votes.choices > 0).sum()),
        find_own_bridges_s=round(finding.seconds, 2),
        bridges=rows,
        own_without_parts_of_texts={
            "roll_calls_left_out": int((part & (votes.session >= PARTS_FROM)).sum()),
            **compared(table(votes, model, left), published),
        },
        intervals=[intervals(votes, walk, published) for walk in (None, RELEASE_WALK)],
    )


if __name__ == "__main__":
    main()

"""Votes drawn from the model: an ordinal probit with a random walk for each state."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl


def draw(
    states: int, sessions: int, calls: int, *, seed: int, step: float = 0.2
) -> tuple[pl.DataFrame, np.ndarray]:
    """Rows of the votes table (UNGA, sessions from the first), and the positions (sessions, states)."""
    random = np.random.default_rng(seed)
    steps = step * random.standard_normal((sessions - 1, states))
    x = np.cumsum(np.concatenate([random.standard_normal((1, states)), steps]), axis=0)
    x = (x - x.mean()) / x.std()
    keys = sorted(_keys())[:states]
    rows = []
    for t in range(sessions):
        for c in range(calls):
            slope, middle = random.standard_normal(), 0.8 * random.standard_normal()
            half = 0.5 * np.exp(0.3 * random.standard_normal())
            latent = slope * x[t] + random.standard_normal(states)
            vote = np.where(latent < middle - half, 3, np.where(latent < middle + half, 2, 1))
            rows.append(
                pl.DataFrame(
                    {
                        "body": "UNGA", "year": 1950 + t, "resolution": f"{1000 * (t + 1) + c}",
                        "date": date(1950 + t, 11, 1), "state": keys, "vote": vote.astype(np.int8),
                        "topics": None, "title": None, "source": "drawn",
                    },
                    schema_overrides={"topics": pl.String, "title": pl.String, "year": pl.Int32},
                )
            )  # fmt: skip
    return pl.concat(rows), x


def _keys() -> list[str]:
    from comity import states

    return states.keys(1990)

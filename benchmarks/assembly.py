"""What the benchmarks of positions share: the Assembly's votes, published bridges and published points."""

from __future__ import annotations

import gzip
import io
from dataclasses import dataclass

import numpy as np
import polars as pl

from benchmarks.timing import data_folder
from comity.measures.positions.bridges import chains, matches
from comity.measures.positions.fit import ANCHOR, BRIDGE_AGREED, BRIDGE_LIFE
from comity.measures.positions.fitting import Estimate, begin, iterate, settle
from comity.measures.positions.items import ItemPrior
from comity.measures.positions.newton import problem
from comity.measures.positions.panel import Panel, panel
from comity.measures.positions.sessions import FIRST_YEAR, session_of
from comity.measures.positions.start import standing
from comity.measures.voting import roll_call_matrix
from comity.sources import READERS, read_source
from comity.states import codes


@dataclass(frozen=True)
class Assembly:
    """Votes (calls, states), 1 yes, 2 abstain, 3 no, 0 none; session, title and id of each roll call."""

    choices: np.ndarray
    states: list[str]
    session: np.ndarray
    titles: list[str | None]
    resolutions: list[str]


@dataclass(frozen=True)
class Model:
    """A fit by array: panel, estimate and the variance of each position."""

    panel: Panel
    estimate: Estimate
    variance: np.ndarray


def assembly() -> Assembly:
    """Roll calls 1946 to 2024; the older source adds titles and some votes."""
    world, _ = read_source(READERS["unga"], data_folder())
    older, _ = read_source(READERS["unvotes"], data_folder())
    votes = world.over(older).votes
    rows = votes.filter((pl.col("body") == "UNGA") & pl.col("resolution").is_not_null())
    matrix = roll_call_matrix(rows)
    return Assembly(
        matrix.choices,
        matrix.states,
        session_of(matrix.calls).to_numpy().astype(np.intp),
        matrix.calls["title"].to_list(),
        matrix.calls["resolution"].to_list(),
    )


def published_pairs(votes: Assembly) -> list[tuple[int, int]]:
    """Roll calls on the same text, as published by Bailey, Strezhnev & Voeten."""
    place = {r: i for i, r in enumerate(votes.resolutions)}
    table = pl.read_csv(data_folder() / "unga-bridges" / "matches.csv")
    pairs = [(str(a), str(b)) for a, b in table.select("rcid1", "rcid2").iter_rows()]
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]


def own_pairs(votes: Assembly, choices: np.ndarray) -> list[tuple[int, int]]:
    """Roll calls on the same text, as ``fit`` finds them with these votes to see."""
    return matches(
        votes.titles, votes.session, life=BRIDGE_LIFE, choices=choices, agreed=BRIDGE_AGREED
    )


def published_points() -> pl.DataFrame:
    """The release of April 2020: state, session, published (its ideal point)."""
    path = data_folder() / "unga-ideal-points" / "idealpoint_estimates_all_apr2020.csv.gz"
    with gzip.open(path, "rt", encoding="latin1") as stream:
        table = pl.read_csv(io.StringIO(stream.read()), infer_schema_length=None, null_values="NA")
    table = table.with_columns(year=pl.col("session") + FIRST_YEAR)
    keyed = codes.from_cow(table, "ccode", when="year", unknown="null")
    return keyed.select(
        "state", pl.col("session").cast(pl.Int64), published=pl.col("IdealPoint")
    ).drop_nulls()


def fit_arrays(
    votes: Assembly,
    choices: np.ndarray,
    item: np.ndarray | None = None,
    prior: ItemPrior | None = None,
    session: np.ndarray | None = None,
) -> Model:
    """The fit as ``comity positions`` does it, on a matrix of votes, with given bridges and prior."""
    from threadpoolctl import threadpool_limits

    start = standing(choices)
    high, low = (votes.states.index(key) for key in ANCHOR)
    start = start if start[high] >= start[low] else -start
    with threadpool_limits(1):
        made = problem(panel(choices, votes.session if session is None else session, item))
        point = begin(made, start[made.panel.state], prior=prior)
        point, trail, step = iterate(made, point)
        estimate = settle(made, point, trail, step)
    return Model(made.panel, estimate, np.concatenate([np.diag(c) for c in estimate.covariance]))


def items_of(pairs: list[tuple[int, int]], votes: Assembly) -> np.ndarray:
    """Item of each roll call from pairs on the same text."""
    return chains(pairs, len(votes.resolutions))

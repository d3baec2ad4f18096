"""From a table of votes to fitted positions: one call."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import polars as pl

from comity.errors import ComityError, CoverageError, DataError, UnknownName
from comity.measures.positions.bridges import chains, matches
from comity.measures.positions.fitting import WINDOW, begin, iterate, settle
from comity.measures.positions.newton import problem
from comity.measures.positions.panel import panel
from comity.measures.positions.result import Positions, position_table
from comity.measures.positions.sessions import session_of
from comity.measures.positions.start import standing
from comity.measures.positions.supplied import known_pairs
from comity.measures.positions.update import update as update_window
from comity.measures.voting import MISSING, roll_call_matrix
from comity.world.schema import ISSUES, VOTES

__all__ = ["fit", "one_thread", "update"]

Ints = npt.NDArray[np.intp]
Bridges = Literal["own", "none"] | Sequence[tuple[str, str]]
Absence = Literal["missing", "informative"]

#: Two states of which the first is to stand higher: they fix which way is up, once for all sessions.
ANCHOR = ("USA", "RUS")
#: Sessions over which a text may return, and the share of states that must have voted the same on it.
BRIDGE_LIFE, BRIDGE_AGREED = 5, 0.95
ABSENCES = "absence: missing (says nothing) or informative (an abstention)"
#: Fewer votes than this cannot place states and roll calls at once.
FEWEST_VOTES = 30


def fit(
    votes: pl.DataFrame,
    body: str = "UNGA",
    issue: str | None = None,
    dimensions: int = 1,
    *,
    bridges: Bridges = "own",
    absence: Absence = "missing",
    anchor: tuple[str, str] = ANCHOR,
) -> Positions:
    """Fit dynamic ordinal ideal points to votes.

    The model is an ordinal probit with a random walk for each state (Bailey, Strezhnev & Voeten 2017;
    Martin & Quinn 2002), fitted by Newton steps on the posterior of positions and roll calls together;
    see ``docs/explanation/positions.md``.

    Parameters
    ----------
    votes
        Rows of the ``votes`` table (``world.votes``): single votes, not tallies.
    body, issue
        Body, and one of :data:`~comity.world.schema.ISSUES` to limit the roll calls to; None for all.
    dimensions
        1; a second dimension is not implemented.
    bridges
        Which roll calls are on the same text and share its parameters: ``own`` finds them by title and
        votes, ``none`` lets each stand alone, or pairs of resolutions, as
        :func:`~comity.measures.positions.supplied.read_bridges` reads them from a table. Pairs of which
        the votes lack one are left out.
    absence
        ``missing``: an absence says nothing; ``informative``: it counts as an abstention.
    anchor
        Two states, the first of which stands higher; if one is missing, the first state is put on top.

    Raises
    ------
    CoverageError
        If the table holds counts only, or no vote of the body or issue.
    DataError
        If the votes cannot identify the scale: too few, or no roll call divides the states; or if
        none of the pairs supplied is among them.
    """
    if dimensions != 1:
        raise ComityError(
            f"positions in {dimensions} dimensions are not implemented; dimensions=1 is what is supported"
        )
    if issue is not None and issue not in ISSUES:
        raise UnknownName.among("issue", issue, ISSUES)
    if absence not in get_args(Absence):
        raise UnknownName.among("treatment of absence", absence, get_args(Absence), see=ABSENCES)
    rows = votes.filter((pl.col("body") == body) & pl.col("resolution").is_not_null())
    if issue is not None:
        rows = rows.filter(pl.col("topics").str.split(";").list.contains(issue))
    if rows.is_empty():
        about = f" on {issue.replace('_', ' ')}" if issue else ""
        raise CoverageError(
            f"no single vote of {body}{about} is held, only counts or nothing\n"
            "  add the votes with  comity data add unga PATH  or open a built world with --world DIR"
        )
    absent = MISSING if absence == "missing" else VOTES["abstain"]
    matrix = roll_call_matrix(rows, absent=absent)
    _check(matrix.choices)
    session = session_of(matrix.calls).to_numpy().astype(np.intp)
    item = chains(_pairs(matrix.calls, matrix.choices, session, bridges), matrix.calls.height)
    laid_out = problem(panel(matrix.choices, session, item))
    start = standing(matrix.choices)
    start = start if _upright(start, matrix.states, anchor) else -start
    # sessions run beside each other; threads inside each small product would only get in their way
    with one_thread():
        point = begin(laid_out, start[laid_out.panel.state])
        point, trail, step = iterate(laid_out, point)
        estimate = settle(laid_out, point, trail, step)
    calls = _labelled(matrix.calls, session, item)
    return Positions(body, issue or "all", tuple(matrix.states), calls, laid_out, estimate)


def update(
    fitted: Positions, votes: pl.DataFrame, added: pl.DataFrame, *, bridges: Bridges = "own"
) -> pl.DataFrame:
    """The table of positions with new votes added, without fitting all of it again.

    The last sessions are estimated anew together with the new votes; what earlier ones say of them is
    kept from the fit, as are the scale and the variance of the walk. New roll calls on a text of
    those sessions share its parameters.

    Parameters
    ----------
    fitted
        A fit to ``votes``.
    votes, added
        Rows of the ``votes`` table: those it was fitted to, and the new ones.
    bridges
        As for :func:`fit`, for the new roll calls.

    Raises
    ------
    DataError
        If no new vote is among ``added``, or one is older than the sessions estimated anew.
    """
    known = {r: i for i, r in enumerate(fitted.calls["resolution"].to_list())}
    new = added.filter((pl.col("body") == fitted.body) & ~pl.col("resolution").is_in(list(known)))
    if fitted.issue != "all":
        new = new.filter(pl.col("topics").str.split(";").list.contains(fitted.issue))
    if new.is_empty():
        raise DataError(
            f"no vote of {fitted.body} that the fit does not hold already is among those added"
        )
    start = int(fitted.sessions[max(fitted.sessions.size - WINDOW, 0)])
    recent = fitted.calls.filter(pl.col("session") >= start)
    old = votes.filter(
        (pl.col("body") == fitted.body) & pl.col("resolution").is_in(recent["resolution"].to_list())
    )
    matrix = roll_call_matrix(pl.concat([old, new.select(old.columns)]))
    session = session_of(matrix.calls).to_numpy().astype(np.intp)
    if int(session.min()) < start:
        raise DataError(
            f"a new vote is of session {session.min()}; an update reaches back to session {start}: fit again"
        )
    fresh = 1 + int(fitted.calls["item"].max())  # type: ignore[arg-type]
    items = fitted.calls["item"].to_list()
    place = [known.get(r, -1) for r in matrix.calls["resolution"]]
    item = np.array([items[k] if k >= 0 else fresh + i for i, k in enumerate(place)], dtype=np.intp)
    # old states keep their columns, newcomers follow
    names = [*fitted.states, *(key for key in matrix.states if key not in fitted.states)]
    choices = np.zeros((matrix.calls.height, len(names)), dtype=np.int8)
    choices[:, [names.index(key) for key in matrix.states]] = matrix.choices
    known_call = np.array(place, dtype=np.intp)
    pairs = _pairs(matrix.calls, choices, session, bridges)
    of_new = [(a, b) for a, b in pairs if known_call[a] < 0 or known_call[b] < 0]
    # a new roll call takes the item of the first of its chain; old ones keep theirs
    item = np.where(known_call >= 0, item, item[chains(of_new, item.size)])
    with one_thread():
        window, point, variance = update_window(
            fitted.problem, fitted.estimate, choices, session, item, known_call
        )
    anew = position_table(
        pl.Series(names).gather(window.state),
        np.unique(session)[window.block],
        point.x,
        np.sqrt(variance),
        window.votes,
    )
    kept = fitted.table().filter(pl.col("session") < start)
    return pl.concat([kept, anew]).sort("state", "session")


def _labelled(calls: pl.DataFrame, session: Ints, item: Ints) -> pl.DataFrame:
    return calls.drop("source").with_columns(
        session=pl.Series(session).cast(pl.Int32), item=pl.Series(item)
    )


def _check(choices: npt.NDArray[np.int8]) -> None:
    cast = int((choices != 0).sum())
    if cast < FEWEST_VOTES:
        raise DataError(
            f"{cast} votes are too few to place states: at least {FEWEST_VOTES} are needed"
        )
    divided = sum(len(np.unique(row[row != 0])) > 1 for row in choices)
    if divided < 2:
        raise DataError(
            f"{divided} of {len(choices)} roll calls divide the states: nothing fixes the scale of positions"
        )


def _pairs(
    calls: pl.DataFrame, choices: npt.NDArray[np.int8], session: Ints, bridges: Bridges
) -> list[tuple[int, int]]:
    if bridges == "none":
        return []
    if bridges == "own":
        return matches(
            calls["title"].to_list(),
            session,
            life=BRIDGE_LIFE,
            choices=choices,
            agreed=BRIDGE_AGREED,
        )
    kind: object = bridges  # what a caller may pass that no type checker has seen
    if isinstance(kind, str):
        raise UnknownName.among("kind of bridges", kind, ("own", "none"))
    return known_pairs(bridges, calls["resolution"].to_list())


def _upright(start: npt.NDArray[np.float64], states: list[str], anchor: tuple[str, str]) -> bool:
    if all(key in states for key in anchor):
        return bool(start[states.index(anchor[0])] >= start[states.index(anchor[1])])
    return bool(start[0] >= 0)


def one_thread() -> AbstractContextManager[object]:
    """Array products on one thread while inside."""
    import scipy.linalg  # noqa: F401 - only a library that is loaded by now is held to one thread
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[object] = threadpool_limits(1)
    return limits

"""When pressure began: years in which many more of a group of states sanction a target.

An onset is a rise, over the most of the three years before, by at least :data:`RISE` in the number of
senders, among states that were in the group in both years: a union that takes in new members, which join its
sanctions, is no new pressure. A second onset within :data:`APART` years belongs to the first. Where the
same senders only do more, there is no onset but a *tightening*: twice the cases of the year before, and at
least :data:`MORE` more. Its course is shown; it is not averaged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from comity import states
from comity.errors import CoverageError, DataError
from comity.measures.acts import ACTS, yearly_counts
from comity.world.world import World

__all__ = ["APART", "RISE", "Onsets", "case_counts", "find_onsets", "stored_counts"]

#: Rise in the number of senders that counts as pressure.
RISE = 5
#: Years an onset must lie after another of the same target.
APART = 5
#: Years whose most senders a rise is measured from.
BEFORE = 3
#: Cases more that make a tightening.
MORE = 20
#: A sender whose sanctions alone make a state no clean control, though they are no onset as counted.
HEAVY = "USA"

Counts = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Onsets:
    """Pressure by a group of states on each state.

    Attributes
    ----------
    states, years
        Of the axes of ``senders``.
    senders : (states, years)
        Number of states of the group that sanction a state in a year.
    pressed : (states, years)
        Whether a state is under pressure: of as many senders as make an onset, or of :data:`HEAVY`.
    imposed : (states, states, years)
        Whether one state (first axis) sanctions another (second).
    onset
        target, year, senders (in that year), rise: one row each.
    tightening
        target, year, senders, rise (in cases).
    first, last
        First and last year with counts.
    """

    states: tuple[str, ...]
    years: range
    senders: Counts
    pressed: npt.NDArray[np.bool_]
    imposed: npt.NDArray[np.bool_]
    onset: pl.DataFrame
    tightening: pl.DataFrame
    first: int
    last: int


def stored_counts(world: World) -> tuple[pl.DataFrame, str]:
    """Sanction cases in force by sender, target and year as the world holds them, and what they are.

    Raises
    ------
    CoverageError
        If it holds none.
    """
    held = world.rows("flows", pl.col("source") == "gsdb", of="sanctions")
    if held.height:
        counts = held.select("a", "b", "year", "value")
    else:
        events = world.rows("events", pl.col("source") == "gsdb")
        counts = yearly_counts(events, ACTS["sanctions"])
    if counts.is_empty():
        raise CoverageError(
            "this world holds no yearly counts of sanctions, so no onset of pressure is known\n"
            "  give a file of cases:  comity pressure RUS --cases GSDB_V3.csv\n"
            "  or add one:            comity data add gsdb PATH"
        )
    first, last = _span(counts)
    cut = [
        c.first for s, c in world.covering("flows", "sanctions") if s.key == "gsdb" and c.scope == "system"
    ] or [
        c.first for s, c in world.covering("events", "SANCTION") if s.key == "gsdb" and c.scope == "system"
    ]  # fmt: skip
    said = f"GSDB R3, cases by sender, target and year, {first}–{last}"
    if cut and cut[0] > first:
        said += (
            f"; only cases still running in {cut[0]} or later: those that ended before are missing"
        )
    return counts, said


def case_counts(path: Path) -> tuple[pl.DataFrame, str]:
    """The same from a file of cases as its publisher ships it.

    Raises
    ------
    DataError
        If it is not one.
    """
    from comity.sources.gsdb import read

    if not path.is_file():
        raise DataError(f"{path} is not a file of sanction cases")
    events = read({"cases": path}).rows["events"]
    counts = yearly_counts(events, ACTS["sanctions"])
    if counts.is_empty():
        raise DataError(f"{path.name}: no case with a state on both sides")
    ends = events["end"].str.slice(0, 4).cast(pl.Int32, strict=False).drop_nulls()
    first, last = _span(counts)
    cases = events["record"].n_unique()
    said = f"{path.name}: {cases} cases, {first}–{last}"
    earliest = int(ends.min()) if ends.len() else first  # type: ignore[arg-type]
    if earliest > first:
        said += f"; none ended before {earliest}: shorter cases of the years before are missing"
    return counts, said


def _span(counts: pl.DataFrame) -> tuple[int, int]:
    years = counts["year"]
    return int(years.min()), int(years.max())  # type: ignore[arg-type]


def find_onsets(
    counts: pl.DataFrame,
    keys: Sequence[str],
    years: range,
    senders: Sequence[str] = ("WEST",),
    *,
    rise: int | None = None,
) -> Onsets:
    """Onsets of pressure by the members of some groups (or by some states).

    Parameters
    ----------
    counts
        a (sender), b (target), year, value (cases in force).
    keys, years
        States and years of the arrays.
    rise
        Rise that counts; by default :data:`RISE`, or half the senders where they are fewer than ten.
    """
    number = {key: i for i, key in enumerate(keys)}
    known = counts.filter(
        (pl.col("value") > 0) & pl.col("a").is_in(keys) & pl.col("b").is_in(keys)
        & pl.col("year").is_between(years[0], years[-1])
    )  # fmt: skip
    imposed = np.zeros((len(keys), len(keys), len(years)), dtype=bool)
    at = [np.array([number[k] for k in known[side]], dtype=np.intp) for side in ("a", "b")]
    imposed[at[0], at[1], known["year"].to_numpy() - years[0]] = True
    member = np.zeros((len(keys), len(years)), dtype=bool)
    for t, year in enumerate(years):
        group = {state for actor in senders for state in states.expand(actor, year)}
        member[[number[key] for key in group if key in number], t] = True
    size = int(member.sum(axis=0).max())
    least = rise if rise is not None else min(RISE, max(1, size // 2))
    count = np.einsum("sdt,st->dt", imposed, member, dtype=np.int16)
    last = int(counts["year"].max())  # type: ignore[arg-type]
    rows: list[tuple[str, int, int, int]] = []
    for d, target in enumerate(keys):
        latest = -APART - 1
        for t in range(BEFORE, len(years)):
            if years[t] > last:
                break
            old = member[:, t] & member[:, t - 1]
            now = int((imposed[:, d, t] & old).sum())
            before = max(int((imposed[:, d, t - k] & old).sum()) for k in range(1, BEFORE + 1))
            if now - before >= least and t - latest > APART:
                rows.append((target, years[t], int(count[d, t]), now - before))
                latest = t
    onset = pl.DataFrame(
        rows,
        schema={"target": pl.String, "year": pl.Int32, "senders": pl.Int64, "rise": pl.Int64},
        orient="row",
    ).sort("year", "target")
    cases = np.zeros(imposed.shape, dtype=np.int32)
    cases[at[0], at[1], known["year"].to_numpy() - years[0]] = known["value"].to_numpy()
    tighter = _tightenings(
        np.einsum("sdt,st->dt", cases, member), count >= least, onset, keys, years
    )
    first = int(counts["year"].min())  # type: ignore[arg-type]
    pressed = count >= least
    if HEAVY in number:
        alone = number[HEAVY]
        pressed |= imposed[alone] & member[alone]
    return Onsets(tuple(keys), years, count, pressed, imposed, onset, tighter, first, last)


def _tightenings(
    cases: npt.NDArray[np.int32], under: npt.NDArray[np.bool_], onset: pl.DataFrame, keys: Sequence[str],
    years: range,
) -> pl.DataFrame:  # fmt: skip
    """Years in which the cases against a state already under pressure double, apart from its onsets."""
    begun = set(onset.select("target", "year").rows())
    rise = np.diff(cases, axis=1, prepend=0)
    before = np.roll(cases, 1, axis=1)
    held = np.roll(under, 1, axis=1)
    held[:, 0] = False
    found = np.argwhere(held & (rise >= MORE) & (cases >= 2 * before))
    rows = [
        (keys[d], years[int(t)], int(cases[d, t]), int(rise[d, t]))
        for d, t in found.tolist()
        if not any((keys[d], years[t] - k) in begun for k in range(2))
    ]
    return pl.DataFrame(rows, schema=onset.schema, orient="row").sort("year", "target")

"""A group set beside blocs, and among random groups of its own size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from comity import states
from comity.alignment.stored import stored_field
from comity.answers.cohesion import (
    GROUPS,
    SEED,
    Sets,
    Year,
    measure_sets,
    random_sets,
    share_below,
    year_of,
)
from comity.answers.group import expanded, measured

if TYPE_CHECKING:
    from comity.answers.group import Cohesion

__all__ = ["beside", "random_groups", "stored_year"]

Array = npt.NDArray[np.float64]
SHOWN = ("cohesion", "cohesion_low", "cohesion_high", "difference", "low", "high")
COLUMNS: dict[str, type[pl.DataType]] = {
    "group": pl.String, "kind": pl.String, "states": pl.Int64, "domain": pl.String,
    **dict.fromkeys((*SHOWN, "cohesion_percentile", "difference_percentile"), pl.Float64),
}  # fmt: skip


def stored_year(found: Cohesion, year: int) -> Year:
    """All dyads of a year, as stored."""
    return year_of(stored_field(found.world), year, found.inside.domains)


def random_groups(found: Cohesion, now: Year, year: int, size: int, groups: int = GROUPS) -> Sets:
    """Random groups of a size, measured against the group's reference less their own members."""
    drawn = random_sets(len(now.states), size, (SEED, year, size), groups)
    return measure_sets(now, drawn, now.indicator(expanded(found.against, year)))


def beside(
    found: Cohesion, year: int, blocs: Sequence[str], *, groups: int = GROUPS
) -> pl.DataFrame:
    """A group among others of a year, against the same reference less each one's own members.

    The others are read as stored, so they are of the world that was fitted. Random groups are drawn from
    all states of the year with a fixed seed; a bloc is ranked among random groups of its own size.

    Returns
    -------
    DataFrame
        group, kind (``group``, ``bloc`` or ``random``), states, domain, cohesion, cohesion_low,
        cohesion_high, difference, low, high, and the percentage of random groups of the same size whose
        cohesion or difference is smaller: cohesion_percentile, difference_percentile. The rows ``random``
        have the median of the random groups of the group's size, and between which ends 90 % of them lie.
        A bloc that is the group itself, or has fewer than two members, is left out.
    """
    now, size = stored_year(found, year), len(found.members[year])
    random = random_groups(found, now, year, size, groups)
    own = found.frame.filter(pl.col("year") == year)
    rows: list[dict[str, object]] = []
    for m, row in enumerate(own.iter_rows(named=True)):
        shown = {name: row[name] for name in SHOWN}
        rows.append(_row(found.label, "group", size, row["domain"], shown, random, m))
    for bloc in blocs:
        inside = frozenset(states.expand(bloc, year)) & frozenset(now.states)
        if (bloc,) == found.actors or len(inside) < 2:
            continue
        reference = now.indicator(expanded(found.against, year))
        one = measure_sets(now, now.indicator(inside)[None], reference)
        alike = random_groups(found, now, year, len(inside), groups)
        for m, domain in enumerate(found.inside.domains):
            figures = measured(one, m)
            shown = {name: figures[name] for name in SHOWN}
            rows.append(_row(bloc, "bloc", len(inside), domain, shown, alike, m))
    for m, domain in enumerate(found.inside.domains):
        shown = _spread("cohesion", random.inside[:, m]) | _spread("", random.difference[:, m])
        rows.append(_row(f"{groups} random groups", "random", size, domain, shown, None, m))
    return pl.DataFrame(rows, schema=COLUMNS)


def _row(
    name: str, kind: str, size: int, domain: str, shown: dict[str, float | None], random: Sets | None, m: int
) -> dict[str, object]:  # fmt: skip
    """A row of the table, with where it stands among random groups."""
    ranked: dict[str, float | None] = {}
    for key in ("cohesion", "difference"):
        at, alike = shown[key], None
        if random is not None:
            alike = random.inside if key == "cohesion" else random.difference
        ranked[f"{key}_percentile"] = (
            None if at is None or alike is None else share_below(alike[:, m], at)
        )
    return {"group": name, "kind": kind, "states": size, "domain": domain, **shown, **ranked}


def _spread(name: str, values: Array) -> dict[str, float | None]:
    """Median of random groups, and between which ends 90 % of them lie."""
    known = values[np.isfinite(values)]
    cuts = np.quantile(known, (0.5, 0.05, 0.95)).tolist() if len(known) else [None] * 3
    prefix = f"{name}_" if name else ""
    return dict(zip((name or "difference", f"{prefix}low", f"{prefix}high"), cuts, strict=True))

"""2013 → 2014 once more, with every state's total exports and imports of 2014 given: who traded with whom?

Oil, the rouble and growth show in the totals; what is left for the sanctions is how they are shared out.
The table of 2013 scaled to the totals of 2014 is the same guess without sanctions, and the one to beat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from benchmarks.trade_hindcast_model import Dose, moved, percent
from comity.simulate.trade.balancing import balance

Array = np.ndarray
#: A partner smaller than this in 2013, million USD, says nothing of the size of a miss.
SMALL = 100.0


def given_totals(
    before: Array,
    after: Array,
    dose: Dose,
    at: int,
    groups: Mapping[str, Sequence[int]],
    part: float,
) -> dict[str, object]:
    """Change of a state's trade with groups of partners, and how far off each guess is over all partners.

    Parameters
    ----------
    before, after : (N, N)
        Million US dollars; the diagonals are left out.
    part
        Share of the later year under the sanctions, for the third guess.
    """
    first, last = before.copy(), after.copy()
    np.fill_diagonal(first, 0.0)
    np.fill_diagonal(last, 0.0)
    last = last * (first > 0)  # a cell that did not trade before has no place in any of the guesses
    exports, imports = last.sum(axis=1), last.sum(axis=0)
    shift = moved(dose)
    guesses = {
        "without sanctions": first,
        "with sanctions": first * np.exp(shift),
        "with sanctions for their months": first * np.exp(part * shift),
    }
    tables = {name: balance(g, exports, imports).table for name, g in guesses.items()}
    told: dict[str, dict[str, float | None]] = {}
    for group, others in groups.items():
        was, became = (_both(t, at)[others].sum() for t in (first, last))
        told[group] = {"observed": percent(float(became / was))}
        told[group] |= {
            n: percent(float(_both(t, at)[others].sum() / was)) for n, t in tables.items()
        }
    return {"partners": told, "signs": _signs(told), "misses": _misses(first, last, tables, at)}


def _both(table: Array, at: int) -> Array:
    return table[at] + table[:, at]


def _signs(told: Mapping[str, Mapping[str, float | None]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for guess in next(iter(told.values())):
        if guess == "observed":
            continue
        hits = {
            group: np.sign(row["observed"]) == np.sign(row[guess])  # type: ignore[arg-type]
            for group, row in told.items()
            if row["observed"] is not None and row[guess] is not None
        }
        missed = [group for group, hit in hits.items() if not hit]
        made[guess] = {"right": len(hits) - len(missed), "of": len(hits), "missed": missed}
    return made


def _misses(first: Array, last: Array, tables: Mapping[str, Array], at: int) -> dict[str, object]:
    """Mean absolute miss of the logarithm of trade, weighted by trade before, over partners of some size."""
    was, became = _both(first, at), _both(last, at)
    held = (was > SMALL) & (became > 0)
    weight = was[held] / was[held].sum()
    return {"partners": int(held.sum())} | {
        name: round(float(weight @ np.abs(np.log(_both(t, at)[held] / became[held]))), 4)
        for name, t in {"as the year before": first, **tables}.items()
    }

"""A published table made fit for shares: rounding, inventories, losses.

The model knows no negative sales and no unpaid labour. Published tables have both: goods taken from stock are
negative final use, and a subsidised sector can pay more for inputs than it sells. What is done here is done
to all tables alike and said in the notes of the table:

* Final sales below zero (stock drawn down) become zero, as if what was taken from stock had been made in the
  year; output of every sector follows from what is then sold, with the technology of the table (Costinot &
  Rodríguez-Clare 2014, online appendix).
* A sector whose value added is below one per cent of output keeps that much, its inputs scaled down.
* Negative sales to other sectors become zero; more than a thousandth of all is refused.
* Value added takes up what rounding leaves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.errors import DataError
from comity.simulate.trade.anderson import fixed_point
from comity.simulate.trade.input_output import (
    APART,
    NAMED,
    SPECK,
    Array,
    InputOutputTable,
    check_names,
    unbalanced,
)

__all__ = ["LEAST", "Published", "settled"]

#: Least value added, of output.
LEAST = 0.01
#: Negative sales between sectors that pass as noise, of all sales between sectors.
NOISE = 1e-3
#: How exactly output is solved for.
FINE = 1e-13


@dataclass(frozen=True, slots=True)
class Published:
    """A table as a file has it; (N, S, N, S), (N, S, N), (N, S).

    Attributes
    ----------
    output
        As published; None where the file has no such row.
    unallocated : (N, S)
        Sales that the file itself calls a discrepancy.
    value_added
        None: what is left of sales after inputs.
    """

    states: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    final: Array
    value_added: Array | None
    output: Array | None
    unallocated: Array
    year: int | None
    unit: str
    source: str
    notes: tuple[str, ...] = ()

    def label(self, place: tuple[int, int]) -> str:
        """A sector by name."""
        return f"{self.states[place[0]]} {self.sectors[place[1]]}"


def settled(published: Published) -> InputOutputTable:
    """The table that shares are taken from.

    Raises
    ------
    DataError
        Rows and columns that differ by more than rounding, negative sales between sectors.
    """
    check_names(published.source, published.states, published.sectors)
    _check_balance(published)
    use, end = published.intermediate, published.final
    notes = list(published.notes)
    use = _without_noise(published, use, notes)
    sales = use.sum(axis=(2, 3)) + end.sum(axis=2)
    inputs = use.sum(axis=(0, 1))

    negative = np.minimum(end, 0.0)
    cells = int((negative < 0).sum())
    if cells:
        end = np.maximum(end, 0.0)
        notes.append(
            f"{cells} final sales below zero, {-negative.sum():,.0f} {published.unit} in all "
            f"({-negative.sum() / end.sum():.2%} of final sales), stand at zero: stock drawn down counts as "
            "made in the year"
        )
    # A sector that sells nothing before stock is counted as made has only its inputs to tell its size.
    base = np.where(sales > 0, sales, np.maximum(inputs, 0.0))
    keep = np.ones_like(sales)
    poor = (base > 0) & (inputs > (1 - LEAST) * base)
    keep[poor] = (1 - LEAST) * base[poor] / inputs[poor]
    keep[base <= 0] = 0.0
    if poor.any():
        least = int((inputs - base)[poor].argmax())
        place = tuple(int(k) for k in np.argwhere(poor)[least])
        notes.append(
            f"{int(poor.sum())} sector(s) whose value added is below {LEAST:.0%} of output keep that much, "
            f"first {published.label((place[0], place[1]))}: their inputs are scaled down"
        )
    if cells or poor.any() or published.unallocated.any():
        use, change = _made(use, end, keep, base)
        worst = np.unravel_index(int(np.abs(change).argmax()), change.shape)
        place = (int(worst[0]), int(worst[1]))
        notes.append(
            "output follows from what is then sold: "
            f"{np.abs(change * sales).sum() / sales.sum():.2%} moves in all, "
            f"most in {published.label(place)} ({change[place]:+.1%})"
        )
    sales = use.sum(axis=(2, 3)) + end.sum(axis=2)
    idle = np.argwhere(sales <= 0)
    if len(idle):
        some = ", ".join(published.label((int(i), int(j))) for i, j in idle[:5])
        notes.append(
            f"{len(idle)} of {sales.size} sectors make nothing: {some}{' …' * (len(idle) > 5)}"
        )
    return InputOutputTable(
        states=published.states,
        sectors=published.sectors,
        intermediate=use,
        final=end,
        value_added=sales - use.sum(axis=(0, 1)),
        year=published.year,
        unit=published.unit,
        source=published.source,
        notes=tuple(notes),
    )


def _check_balance(published: Published) -> None:
    """Compare what is sold, what is published as output and what is paid."""
    inputs = published.intermediate.sum(axis=(0, 1))
    sold = (
        published.intermediate.sum(axis=(2, 3))
        + published.final.sum(axis=2)
        + published.unallocated
    )
    left = published.value_added is None  # then it is what is left, and only must not be negative
    paid = np.maximum(inputs, sold) if left else inputs + published.value_added
    made = sold if published.output is None else published.output
    size = np.maximum(np.maximum(np.abs(sold), np.abs(paid)), np.abs(made))
    apart = np.maximum(np.abs(sold - paid), np.maximum(np.abs(sold - made), np.abs(paid - made)))
    wrong = apart > np.maximum(APART * size, SPECK * size.sum())
    if wrong.any():
        order = np.argsort(-(apart * wrong), axis=None)[: min(NAMED, int(wrong.sum()))]
        rows = []
        for flat in order:
            i, j = (int(k) for k in np.unravel_index(flat, sold.shape))
            rows.append((published.label((i, j)), float(sold[i, j]), float(paid[i, j])))
        raise unbalanced(published.source, rows, int(wrong.sum()), int(wrong.size))


def _without_noise(published: Published, use: Array, notes: list[str]) -> Array:
    """Sales between sectors, none below zero."""
    if not (use < 0).any():
        return use
    negative = float(-use[use < 0].sum())
    if negative > NOISE * np.abs(use).sum():
        place = np.unravel_index(int(use.argmin()), use.shape)
        i, j, n, k = (int(index) for index in place)
        raise DataError(
            f"{published.source}: {int((use < 0).sum())} sales between sectors are negative, "
            f"{negative:,.1f} in all; the largest is {use[i, j, n, k]:,.1f} of {published.label((i, j))} to "
            f"{published.label((n, k))}\n  no share can be taken from a negative sale: correct the table"
        )
    notes.append(
        f"{int((use < 0).sum())} sales between sectors below zero, {negative:,.1f} {published.unit} in all, "
        "stand at zero"
    )
    return np.maximum(use, 0.0)


def _made(use: Array, end: Array, keep: Array, base: Array) -> tuple[Array, Array]:
    """Sales between sectors once output is what is sold, and the relative change of output (N, S)."""
    n, s = base.shape
    flat = use.reshape(n * s, n * s)
    size = np.where(base > 0, base, 1.0).ravel()
    technology = keep.ravel() / size
    wanted = end.sum(axis=2).ravel()

    def once(output: Array) -> Array:
        return flat @ (output * size * technology) / size + wanted / size

    scaled, residual, _ = fixed_point(once, np.ones(n * s), tolerance=FINE, most=2000)
    if not residual <= 1e3 * FINE or (scaled < 0).any():
        raise DataError(
            "output does not follow from what is sold: some sectors use as much of each other as they make"
        )
    new = flat * (scaled * size * technology)
    return new.reshape(use.shape), (scaled - 1).reshape(n, s) * (base > 0)

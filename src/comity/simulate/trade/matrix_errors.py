"""How far from the truth a cell that was not listed lies, by its size and by how near it is to the listing.

Errors are measured where the answer is known: years of a full trade table are reduced to sums and
listings, the matrix is made from those with a prior that has not seen the pair, and the quantiles of
log(truth / fit) over the cells not given are kept by class. They are predictive (of a flow, not of the
mean), not symmetric, and hold for flows that exist: a pair that does not trade is nowhere near them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.measures.uncertainty import REACH

__all__ = ["CellErrors", "measured"]

Array = NDArray[np.float64]

#: Quantiles kept: the 90 % interval and the middle.
QUANTILES = (0.05, 0.5, 0.95)
#: A fit above this share of its bound is near the listing.
NEAR = 0.2
CLASSES = 8


@dataclass(frozen=True, slots=True)
class CellErrors:
    """Quantiles of log(truth / fit) by class.

    Attributes
    ----------
    edges : (C − 1,)
        Edges between classes of size: log of the fit as a share of all trade.
    far, near : (C, 3)
        5, 50 and 95 % quantiles of cells far below and near their bound.
    cells
        How many errors they rest on.
    """

    edges: Array
    far: Array
    near: Array
    cells: int

    def of(
        self, fit: Array, upper: Array, widened: Array | float = 1.0
    ) -> tuple[Array, Array, Array]:
        """Low, high and log standard deviation of cells, widened by a factor; a high is at most its bound."""
        # a class is a step: between the middles of two it is crossed in a line
        size = np.log(np.maximum(fit, 1e-12) / fit.sum())
        inner = (self.edges[:-1] + self.edges[1:]) / 2
        middles = np.concatenate([[self.edges[0] - 1.0], inner, [self.edges[-1] + 1.0]])
        close = fit > NEAR * upper
        low, high = (
            widened
            * np.where(
                close,
                np.interp(size, middles, self.near[:, q]),
                np.interp(size, middles, self.far[:, q]),
            )
            for q in (0, 2)
        )
        return (
            fit * np.exp(low),
            np.maximum(np.minimum(fit * np.exp(high), upper), fit),
            (high - low) / (2 * REACH),
        )

    def as_object(self) -> dict[str, Any]:
        """As numbers that JSON holds."""
        return {
            "edges": self.edges.round(3).tolist(), "far": self.far.round(3).tolist(),
            "near": self.near.round(3).tolist(), "cells": self.cells,
        }  # fmt: skip

    @classmethod
    def from_object(cls, told: dict[str, Any]) -> CellErrors:
        """From what :meth:`as_object` gave."""
        return cls(
            np.array(told["edges"]),
            np.array(told["far"]),
            np.array(told["near"]),
            int(told["cells"]),
        )


def measured(share: Array, error: Array, near: NDArray[np.bool_]) -> CellErrors:
    """Quantiles by class.

    Parameters
    ----------
    share : (n,)
        Fit over the sum of its table.
    error : (n,)
        log(truth / fit).
    near : (n,)
        Whether the fit is near its bound.
    """
    size = np.log(share)
    edges = np.quantile(size, np.linspace(0, 1, CLASSES + 1)[1:-1])
    group = np.searchsorted(edges, size)
    found = {}
    for name, mask in (("far", ~near), ("near", near)):
        rows = []
        for c in range(CLASSES):
            cells = error[mask & (group == c)]
            # a class with few cells of its own takes all of its size
            cells = cells if len(cells) >= 100 else error[group == c]
            rows.append(np.quantile(cells, QUANTILES))
        found[name] = np.array(rows)
    return CellErrors(edges, found["far"], found["near"], len(error))

"""Draws of a trade matrix around the matrix itself.

A cell is known up to a factor, and draws of factors of median one have a mean above it: the less is known of
a cell, the more. Scaled back to the totals, which are known well, such draws press down the cells that are
known best, so that stated trade lies off the middle of its own draws. With factors of mean one the sums
hold by themselves.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from comity.simulate.trade.balancing import scale
from comity.simulate.trade.matrix import TradeMatrix

__all__ = ["centred"]


def centred(matrix: TradeMatrix) -> TradeMatrix:
    """The matrix whose draws have the mean that ``matrix`` states: for :meth:`TradeMatrix.draw` alone.

    Each cell is lowered by what the mean of its factor is above one, and the whole brought back to the sums
    it had; the diagonal, which is drawn by itself, stays.
    """
    low = matrix.value * np.exp(-(matrix.log_sd**2) / 2)
    flat = matrix.value.copy()
    np.fill_diagonal(low, 0.0)
    np.fill_diagonal(flat, 0.0)
    value = scale(low, flat.sum(axis=1), flat.sum(axis=0))
    np.fill_diagonal(value, np.diag(matrix.value))
    return replace(matrix, value=value)

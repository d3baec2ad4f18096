"""What an economy sells to itself: gross output less exports.

Output in the sense of trade models is gross (with what firms buy of each other), which no public table
states for all economies. GDP is. In input–output tables gross output is about twice GDP: less where
services weigh most (the United States), up to three times where goods are made in many steps (China).
The ratio is an assumption with a wide interval, and what rests on the diagonal inherits it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["FLOOR", "OUTPUT_PER_GDP", "OUTPUT_SD", "internal_sd", "internal_trade"]

Array = NDArray[np.float64]

#: Gross output over GDP, and the standard deviation of its logarithm.
OUTPUT_PER_GDP, OUTPUT_SD = 1.9, 0.2
#: Internal trade is at least this share of output: entrepôts export more than they make.
FLOOR = 0.15


def internal_trade(gdp: Array, exports: Array, *, ratio: float | Array = OUTPUT_PER_GDP) -> Array:
    """Internal trade, million US dollars.

    Parameters
    ----------
    gdp, exports : (N,)
        Million US dollars of the same year.
    ratio
        Gross output over GDP.

    Returns
    -------
    (N,)
        Output less exports, but no less than a share ``FLOOR`` of output: an economy that exports more
        than it makes sends on what it imports. NaN where output is not known.
    """
    output = ratio * gdp
    return np.where(np.isnan(gdp), np.nan, np.maximum(output - exports, FLOOR * output))


def internal_sd(gdp: Array, exports: Array, gdp_sd: Array | float = 0.0) -> Array:
    """(N,) standard deviation of the log of internal trade: that of output, over what is not exported.

    ``gdp_sd`` is the standard deviation of the logarithm of GDP: one carried over from another year adds to
    that of the ratio.
    """
    output = OUTPUT_PER_GDP * gdp
    own = internal_trade(gdp, exports)
    return np.minimum(np.hypot(OUTPUT_SD, gdp_sd) * output / own, 0.8)

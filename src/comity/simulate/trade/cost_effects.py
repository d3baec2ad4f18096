"""What agreements, borders and sanctions do to the cost of trade: the project's own estimates, as shipped.

A coefficient b of log trade is, at a trade elasticity θ, a change of iceberg costs by the factor exp(−b /
θ): a tariff equivalent (Anderson & van Wincoop 2004; Yotov et al. 2016, eq. 1-9). Coefficients do not
depend on θ and ship without it. In a counterfactual with the same θ the direct effect on trade is exp(b),
whatever θ is; θ decides what the change is worth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from comity.errors import ComityError, DataError, UnknownName
from comity.simulate.trade.estimation_schema import SCHEMA

__all__ = [
    "CostEffect",
    "Elasticity",
    "cost_effect",
    "cost_effects",
    "elasticity",
    "interval",
    "named",
    "unusable",
]

Array = NDArray[np.float64]
FILE = "cost_effects.csv"
#: Share of an interval, as everywhere in Comity.
SHARE = 0.90
#: Estimated and shipped to be seen, and no cost to be used.
UNUSABLE = {
    "eurasian_customs_union": "three states over five years, and a fall of their trade since the Soviet "
    "Union was dissolved that cannot be told from it; use deep_bloc",
    "globalization": "a year's border against that of the last year, no measure anybody takes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Elasticity:
    """The elasticity of trade to its cost and how far from known it is: log-normal.

    Attributes
    ----------
    value : median
    sd_log : standard deviation of its logarithm
    citation : where both are from
    """

    value: float
    sd_log: float
    citation: str

    @property
    def mean(self) -> float:
        """Mean of the log-normal."""
        return self.value * math.exp(self.sd_log**2 / 2)

    @property
    def sd(self) -> float:
        """Standard deviation of the log-normal."""
        return self.mean * math.sqrt(math.expm1(self.sd_log**2))

    @property
    def low(self) -> float:
        """Below it lie 5 %."""
        return self.at(0.5 - SHARE / 2)

    @property
    def high(self) -> float:
        """Above it lie 5 %."""
        return self.at(0.5 + SHARE / 2)

    def at(self, share: float) -> float:
        """The value below which a share of the distribution lies."""
        return self.value * math.exp(self.sd_log * NormalDist().inv_cdf(share))

    def draw(self, rng: np.random.Generator, size: int | None = None) -> Array | float:
        """One value, or ``size`` of them."""
        return rng.lognormal(math.log(self.value), self.sd_log, size)


@dataclass(frozen=True, slots=True)
class CostEffect:
    """One estimated effect on the cost of trade, at one elasticity.

    Attributes
    ----------
    name
    coefficient, se
        Of log trade; clustered by pair.
    theta_used
        The elasticity the factors are at.
    ad_valorem
        Factor of iceberg costs: 1.1 is a tenth dearer, below 1 cheaper.
    low, high
        90 % interval of the factor from the coefficient's error alone; θ is drawn apart (``elasticity``).
    before
        Coefficient and error of the years just before, where a placebo was estimated: an effect that was
        there before its cause is not its effect. None: no placebo.
    sample, specification, source
        In words; ``first`` and ``last`` are its years, ``observations`` and ``clusters`` its size,
        ``switching`` the pairs that come under the effect or leave it: those it is identified from.
    """

    name: str
    coefficient: float
    se: float
    theta_used: float
    ad_valorem: float
    low: float
    high: float
    before: tuple[float, float] | None
    first: int
    last: int
    observations: int
    clusters: int
    switching: int
    sample: str
    specification: str
    source: str

    @property
    def told_from_zero(self) -> bool:
        """Whether the 90 % interval excludes no effect."""
        return not self.low <= 1.0 <= self.high

    def factor(
        self, coefficient: float | Array, theta: float | Array | None = None
    ) -> float | Array:
        """Factor of costs of another coefficient or at another elasticity."""
        return np.exp(
            -np.asarray(coefficient) / (self.theta_used if theta is None else np.asarray(theta))
        )

    def draw(self, rng: np.random.Generator, theta: float | Array | None = None) -> float | Array:
        """A factor of costs with the coefficient drawn from its error (normal), at θ; one for each θ."""
        size = None if theta is None else np.shape(theta) or None
        return self.factor(rng.normal(self.coefficient, self.se, size), theta)


def elasticity() -> Elasticity:
    """The default trade elasticity, 5.03, and its spread.

    5.03 is the median of 435 estimates that identify it by tariffs or freight (Head & Mayer 2014). Their
    standard deviation, 9.3, is that of methods and of sectors, not of what is believed of one number. The
    spread here spans the structural estimates of the aggregate: 90 % between 2.9 and 8.7, from the low
    estimates of Simonovska & Waugh (2014: 2.79 to 4.46) to the benchmark of Eaton & Kortum (2002: 8.28).
    """
    return Elasticity(
        5.03,
        0.33,
        "median of structural estimates from tariffs: Head & Mayer (2014), Handbook of International "
        "Economics 4, ch. 3; spread from Simonovska & Waugh (2014), Journal of International Economics 92: "
        "34–50, to Eaton & Kortum (2002), Econometrica 70: 1741–1779",
    )  # fmt: skip


def cost_effects() -> pl.DataFrame:
    """All shipped estimates with their variants, columns as ``estimation_schema.SCHEMA``."""
    return _shipped()


def cost_effect(name: str, theta: float | None = None, *, variant: str = "") -> CostEffect:
    """One effect by name, such as ``trade_agreement``, ``deep_bloc`` or ``sanctions_trade_complete``.

    Parameters
    ----------
    theta
        Elasticity of trade; the default of :func:`elasticity`.
    variant
        Another sample or specification, as :func:`cost_effects` lists them.

    Raises
    ------
    UnknownName
        No effect, or no variant, of that name.
    ComityError
        An effect that was estimated and cannot be used as a cost, with the reason; θ not above 0.
    """
    used = elasticity().value if theta is None else float(theta)
    if not (math.isfinite(used) and used > 0):
        raise ComityError(f"the elasticity of trade must be a number above 0, not {used:g}")
    own = named(name)
    if name in UNUSABLE:
        raise ComityError(f"{name} is estimated but is no cost to use: {UNUSABLE[name]}")
    found = own.filter(pl.col("variant") == variant)
    if found.is_empty():
        raise UnknownName.among(f"variant of {name}", variant, own["variant"].to_list())
    row = found.row(0, named=True)
    earlier = own.filter(pl.col("variant").str.ends_with("years before")).row(0, named=True) if (
        own["variant"].str.ends_with("years before").any()
    ) else None  # fmt: skip
    low, value, high = interval(row["coefficient"], row["se"], used)
    kept = ("name", "coefficient", "se", "first", "last", "observations", "clusters", "switching",
            "sample", "specification", "source")  # fmt: skip
    return CostEffect(
        **{k: row[k] for k in kept},
        theta_used=used,
        ad_valorem=value,
        low=low,
        high=high,
        before=None if earlier is None or variant else (earlier["coefficient"], earlier["se"]),
    )


def named(name: str) -> pl.DataFrame:
    """The rows of one effect; raises :class:`UnknownName` with the nearest names."""
    rows = _shipped()
    found = rows.filter(pl.col("name") == name)
    if found.is_empty():
        known = rows["name"].unique().to_list()
        raise UnknownName.among("effect on trade costs", name, known, see="comity trade-effects")
    return found


def interval(coefficient: float, se: float, theta: float) -> tuple[float, float, float]:
    """Factor of costs: lower end of its 90 % interval, value, upper end, from the coefficient's error."""
    reach = NormalDist().inv_cdf(0.5 + SHARE / 2) * se
    low, value, high = (math.exp(-(coefficient + step) / theta) for step in (reach, 0.0, -reach))
    return low, value, high


def unusable() -> dict[str, str]:
    """Effects that were estimated and are no cost to use, with the reason."""
    return dict(UNUSABLE)


@cache
def _shipped() -> pl.DataFrame:
    found = resources.files("comity") / "data" / "trade" / FILE
    if not found.is_file():
        raise DataError(f"comity/data/trade/{FILE} is not part of this installation")
    with resources.as_file(found) as path:
        rows = pl.read_csv(path, schema=SCHEMA).with_columns(pl.col("variant").fill_null(""))
    if rows.select("name", "variant").is_duplicated().any():
        raise DataError(f"{FILE}: an effect is stated twice")
    return rows

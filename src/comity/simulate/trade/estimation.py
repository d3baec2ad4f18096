"""Estimates of what moves trade: agreements, deep blocs, borders, sanctions, from source files.

``estimates(folder)`` reads the files, fits and returns one row an effect; the rows that ship are its output
on the full public files (:mod:`comity.simulate.trade.cost_effects` reads them). Every effect comes with
variants: the same on another sample or specification, so that what hangs on a choice can be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from comity.simulate.trade.estimation_samples import (
    AGREEMENTS,
    MEASURES,
    agreement_trade,
    sanctioned_trade,
)
from comity.simulate.trade.estimation_schema import SCHEMA
from comity.simulate.trade.ppml import Ppml, ppml

__all__ = ["estimates", "write"]

BOOK = "AGTPA (Yotov, Piermartini, Monteiro & Larch 2016), CC BY 4.0"
SANCTIONED = (
    "Correlates of War Bilateral Trade 4.0 (Barbieri, Keshk & Pollins 2009); Global Sanctions Data Base, "
    "release 3 (Felbermayr et al. 2020; Syropoulos et al. 2024)"
)
STRUCTURAL = (("exporter", "year"), ("importer", "year"), "pair")
#: Years before a sanction at which a placebo stands.
BEFORE = 3


@dataclass(frozen=True, slots=True)
class _Fit:
    """One fit, on what, and how it is told."""

    fit: Ppml
    frame: pl.DataFrame
    sample: str
    specification: str
    source: str

    def row(self, name: str, variant: str, regressors: Sequence[str]) -> dict[str, object]:
        """An effect: the sum of some coefficients. ``treated`` rows have any of them on."""
        value, se = self.fit.sum(regressors)
        gone = self.fit.dropped
        used = self.frame.with_row_index("row_").join(
            gone, left_on="row_", right_on="row", how="anti"
        )
        on = pl.any_horizontal(pl.col(regressors) != 0)
        by_pair = used.group_by("pair").agg(on.any().alias("some"), on.all().alias("all"))
        return {
            "name": name, "variant": variant, "coefficient": value, "se": se,
            "observations": self.fit.observations, "clusters": self.fit.clusters,
            "separated": self.fit.separated, "alone": gone.height - self.fit.separated,
            "treated": used.filter(on).height,
            "switching": by_pair.filter(pl.col("some") & ~pl.col("all")).height,
            "first": self.frame["year"].min(), "last": self.frame["year"].max(),
            "sample": self.sample, "specification": self.specification, "source": self.source,
        }  # fmt: skip


def estimates(
    folder: Path, *, progress: Callable[[str], None] | None = None, variants: bool = True
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """All effects from the files under a folder; about two minutes with variants.

    Parameters
    ----------
    folder
        Holds the trade with agreements of Yotov et al., Correlates of War trade and the sanctions data base.
    variants
        Also the other samples and specifications; without them only the rows with an empty ``variant``.

    Returns
    -------
    rows
        As ``SCHEMA``: coefficient of log trade and its clustered standard error; rows used, clusters, rows
        left out as separated or alone in an effect; rows under the effect and pairs that change between
        under it and not; years; the sample, the specification and the source in words.
    notes : what the readers left out and why

    Raises
    ------
    DataError
        A file that is not there or not what it should be.
    ComityError
        pyfixest is not installed.
    """
    tell = progress or (lambda _: None)
    rows = [*_agreements(agreement_trade(folder), tell, variants=variants)]
    tell("sanctions: reading trade")
    frame, notes = sanctioned_trade(folder)
    rows += _sanctions(frame, "", "zeros kept", tell)
    if variants:
        rows += _placebo(frame, tell)
        # one at a time: each sample takes memory
        left = sanctioned_trade(folder, zeros="left out")[0]
        rows += _sanctions(left, "positive trade only", "zeros left out", tell)
        for first in (1980, 2002):
            longer = sanctioned_trade(folder, first=first)[0]
            rows += _sanctions(longer, f"from {first}", "zeros kept", tell)
    return pl.DataFrame(rows, schema=SCHEMA).sort("name", "variant", maintain_order=True), notes


def write(rows: pl.DataFrame, path: Path) -> None:
    """Write estimates as the CSV that ships, with ten significant digits."""
    rounded = (pl.Series(c, [float(f"{v:.10g}") for v in rows[c]]) for c in ("coefficient", "se"))
    rows.with_columns(rounded).write_csv(path)


def _agreements(
    frame: pl.DataFrame, tell: Callable[[str], None], *, variants: bool
) -> Iterator[dict[str, object]]:
    borders = [c for c in frame.columns if c.startswith("border_")]
    sample = "manufactures, 69 economies with internal trade, waves of four years"

    def fit(regressors: Sequence[str], told: str) -> _Fit:
        tell(f"agreements: {told}")
        made = ppml(frame, "trade", regressors, STRUCTURAL, cluster="pair")
        return _Fit(
            made, frame, sample, f"exporter-year, importer-year, pair effects; {told}", BOOK
        )

    phased = fit([*AGREEMENTS, *borders], "agreements phased in over 12 years, borders by year")
    yield phased.row("trade_agreement", "", AGREEMENTS)
    yield phased.row("trade_agreement_entry", "", AGREEMENTS[:1])
    yield phased.row("globalization", "", borders[:1])
    deep = fit([*AGREEMENTS, "eu", *borders], "agreements phased in, EU, borders by year")
    yield deep.row("deep_bloc", "", [*AGREEMENTS, "eu"])
    yield deep.row("deep_bloc_beyond_agreement", "", ["eu"])
    yield _border(frame, tell)
    if variants:
        yield fit([*AGREEMENTS], "agreements phased in").row(
            "trade_agreement", "no borders by year", AGREEMENTS
        )
        yield fit(["rta"], "agreements in force").row(
            "trade_agreement", "one step, no borders", ["rta"]
        )
        yield fit(["rta", *borders], "agreements in force, borders by year").row(
            "trade_agreement", "one step", ["rta"]
        )
        yield fit(["rta", "eu"], "agreements in force, EU").row(
            "deep_bloc", "one step, no borders", ["rta", "eu"]
        )


def _border(frame: pl.DataFrame, tell: Callable[[str], None]) -> dict[str, object]:
    """The border between two economies at equal distance: its level needs a cross-section."""
    tell("borders: cross-section of the last year")
    last = frame.filter(pl.col("year") == pl.col("year").max())
    found = ppml(
        last,
        "trade",
        ["log_distance", "contiguous", "border"],
        ["exporter", "importer"],
        cluster="pair",
    )
    told = "exporter, importer effects; log distance, common land border"
    sample = "manufactures, 69 economies with internal trade"
    return _Fit(found, last, sample, told, BOOK).row("border", "", ["border"])


def _sanctions(
    frame: pl.DataFrame, variant: str, zeros: str, tell: Callable[[str], None]
) -> Iterator[dict[str, object]]:
    tell(f"sanctions: {variant or 'all measures at once'}")
    regressors = [*MEASURES, "eu", "customs_union"]
    told = "exporter-year, importer-year, directed pair effects; all kinds of sanction, EU, customs union"
    made = ppml(frame, "trade", regressors, STRUCTURAL, cluster="dyad")
    sample = (
        f"goods, all states, no internal trade, {zeros}; sanctions still running in 2013 or later"
    )
    found = _Fit(made, frame, sample, told, SANCTIONED)
    for name in ("complete", "partial"):
        yield found.row(f"sanctions_trade_{name}", variant, [name])
    for name in ("financial", "arms", "travel"):
        yield found.row(f"sanctions_{name}", variant, [name])
    yield found.row("sanctions_broad", variant, ["partial", "financial", "arms", "travel"])
    yield found.row("european_union_goods", variant, ["eu"])
    yield found.row("eurasian_customs_union", variant, ["customs_union"])


def _placebo(frame: pl.DataFrame, tell: Callable[[str], None]) -> Iterator[dict[str, object]]:
    """The same sanctions dated early, beside the true ones: what fell before is not their doing."""
    tell("sanctions: placebo dates")
    names = ("complete", "partial", "financial")
    key = ["exporter", "importer", "year"]
    later = frame.select(
        *key[:2], pl.col("year") - BEFORE, *(pl.col(n).alias(f"{n}_later") for n in names)
    )
    led = frame.join(later, on=key, how="inner", maintain_order="left")
    # on before the sanction only: 1 in the years whose sanction is still to come
    led = led.with_columns(
        (pl.col(f"{n}_later") * (1 - pl.col(n))).alias(f"{n}_later") for n in names
    )
    regressors = [*MEASURES, "eu", "customs_union", *(f"{n}_later" for n in names)]
    made = ppml(led, "trade", regressors, STRUCTURAL, cluster="dyad")
    told = f"as the main fit, with the {BEFORE} years before each sanction"
    sample = (
        "goods, all states, no internal trade, zeros kept; sanctions still running in 2013 or later"
    )
    found = _Fit(made, led, sample, told, SANCTIONED)
    for n in names:
        name = "sanctions_financial" if n == "financial" else f"sanctions_trade_{n}"
        yield found.row(name, f"the {BEFORE} years before", [f"{n}_later"])

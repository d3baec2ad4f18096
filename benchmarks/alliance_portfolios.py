"""Six measures on ATOP 1816–2018, all dyads; per dyad against R ``psych::cohen.kappa``."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.timing import clock, data_folder, repeated, report
from comity.measures.alliances import GRADES, portfolios
from comity.measures.similarity import kappa, similarities
from comity.measures.tallies import pairs, tally_choices
from comity.sources import READERS, read_source
from comity.world.world import World

SIX = ("agreement", "s", "a", "pi", "kappa", "tau_b")
PEER_DYADS = 200
PEER = """
suppressMessages(library(psych))
x <- read.csv(commandArgs(TRUE)[1], header = FALSE)
n <- nrow(x) / 2
pairs <- lapply(seq_len(n), function(i) cbind(as.integer(x[2 * i - 1, ]), as.integer(x[2 * i, ])))
t <- system.time(k <- sapply(pairs, function(p) suppressWarnings(cohen.kappa(p)$weighted.kappa)))
# values from full 4 x 4 tables: on raw ratings the peer drops the grades that do not occur
tables <- lapply(pairs, function(p) table(factor(p[, 1], 1:4), factor(p[, 2], 1:4)))
k <- sapply(tables, function(p) suppressWarnings(cohen.kappa(matrix(p, 4, 4))$weighted.kappa))
cat(t[["elapsed"]] / n, format(k, digits = 12), sep = "\\n")
"""


def main() -> None:
    world, _ = read_source(READERS["atop"], data_folder())

    def prepare() -> list:
        parts = {(table, name): part for table, name, part in world.parts()}
        fresh = World(parts, world.sources.values())  # nothing remembered from the run before
        return [choices for _, _, choices in portfolios(fresh, range(1816, 2019))]

    years = prepare()
    dyads = sum(c.shape[1] * (c.shape[1] - 1) // 2 for c in years)

    def compute() -> None:
        for choices in years:
            similarities(tally_choices(choices, GRADES), SIX)

    seconds = repeated(compute)
    figures = {
        "dyad_years": dyads,
        "prepare_s": round(repeated(prepare), 3),
        "compute_s": round(seconds, 3),
    }
    if shutil.which("Rscript"):
        per_dyad, agree = _peer(years[-20])
        figures |= {
            "peer": "R psych::cohen.kappa",
            "peer_s_per_dyad": per_dyad,
            "ratio_kappa_per_dyad": round(per_dyad / _kappa_per_dyad(years)),
            "ratio_six_measures_per_dyad": round(per_dyad / (seconds / dyads)),
            "largest_difference_from_peer": agree,
        }
    report(**figures)


def _kappa_per_dyad(years: list) -> float:
    """Seconds per dyad for kappa alone, its tally included: like for like with the peer."""

    def compute() -> None:
        for choices in years:
            kappa(tally_choices(choices, GRADES))

    return repeated(compute) / sum(c.shape[1] * (c.shape[1] - 1) // 2 for c in years)


def _peer(choices) -> tuple[float, float]:
    """Seconds per dyad of the peer, and the largest difference of its kappa from ours."""
    first, second = pairs(choices.shape[1])
    step = max(1, first.size // PEER_DYADS)
    chosen = range(0, first.size, step)
    ours = kappa(tally_choices(choices, GRADES))[list(chosen)]
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "pairs.csv"
        with table.open("w", newline="") as stream:
            writer = csv.writer(stream)
            for p in chosen:
                writer.writerow(choices[:, first[p]])
                writer.writerow(choices[:, second[p]])
        script = Path(folder) / "peer.R"
        script.write_text(PEER)
        printed = subprocess.run(
            ["Rscript", str(script), str(table)], capture_output=True, text=True, check=True
        ).stdout.split()
    theirs = [float(k) for k in printed[1:]]
    return float(printed[0]), max(abs(a - b) for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    with clock():
        main()

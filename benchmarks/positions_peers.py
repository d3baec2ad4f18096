"""Positions of four sessions beside two peers: R ``MCMCpack::MCMCdynamicIRT1d`` and PyPI ``py-irt``.

The same votes go to all three, each in a process of its own. The peers are binary: *yes* is 1, *abstain*
and *no* are 0, an absence is missing; roll calls with one answer only, so coded, are left out for all. The
fit here sees the abstentions as such, and is run a second time on the binary coding. ``py-irt`` has
one position per state for all sessions and takes every item to favour the same side; it is run on the votes
as they are, and with each roll call turned so that 1 is the answer of the United States.

``Rscript`` with the package MCMCpack (Debian ``r-cran-mcmcpack``) must be on the path, and
``COMITY_PY_IRT`` may name a Python that has ``py-irt`` (else this one is tried). A peer that is not
there is skipped, and the result says why. ``py-irt`` brings PyTorch: for a CPU build, install that first
(it takes 1.3 GB of disk). Ratios are given of seconds and of processor seconds: the latter do not depend
on what else the machine does.
"""

from __future__ import annotations

import csv
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.assembly import (
    Assembly,
    assembly,
    fit_arrays,
    items_of,
    own_pairs,
    published_points,
)
from benchmarks.rivals import BINARY, as_binary
from benchmarks.timing import clock, report

#: More sessions or draws and the sampler takes hours: its time grows faster than the votes.
SESSIONS = range(51, 55)
BURN, DRAWS, THIN, SEED = 100, 400, 2, 1
EPOCHS = 2000

MCMCPACK = r"""
suppressMessages(library(MCMCpack))
a <- commandArgs(TRUE)
x <- as.matrix(read.csv(a[1], row.names = 1, check.names = FALSE))
when <- scan(a[2], quiet = TRUE)
n <- as.integer(a[4:7])
s <- system.time(draws <- MCMCdynamicIRT1d(x, item.time.map = when, burnin = n[1], mcmc = n[2],
  thin = n[3], seed = n[4], theta.constraints = list(USA = "+", CUB = "-"), store.item = FALSE))
theta <- draws[, grep("^theta", colnames(draws))]
size <- coda::effectiveSize(theta)
write.csv(data.frame(name = colnames(theta), mean = colMeans(theta)), a[3], row.names = FALSE)
peak <- as.numeric(gsub("\\D", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE))) / 1e6
cat(as.character(packageVersion("MCMCpack")), median(size), s[["elapsed"]],
  s[["user.self"]] + s[["sys.self"]], peak)
"""
PY_IRT = """
import csv, sys, time, importlib.metadata
import torch, pyro
from pathlib import Path
from py_irt.config import IrtConfig
from py_irt.dataset import Dataset
from py_irt.training import IrtModelTrainer
torch.manual_seed(int(sys.argv[4])); pyro.set_rng_seed(int(sys.argv[4]))
data = Dataset.from_jsonlines(Path(sys.argv[1]))
trainer = IrtModelTrainer(config=IrtConfig(model_type="2pl", priors="vague", epochs=int(sys.argv[3])),
                          data_path=None, dataset=data, verbose=False)
start, used = time.perf_counter(), time.process_time()
trainer.train(device="cpu")
seconds, cpu = time.perf_counter() - start, time.process_time() - used
found = trainer.last_params
with open(sys.argv[2], "w", newline="") as stream:
    writer = csv.writer(stream)
    for i, ability in enumerate(found["ability"]):
        writer.writerow([found["subject_ids"][i], ability])
peak = float(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1e6
print(importlib.metadata.version("py-irt"), seconds, cpu, peak)
"""


class MissingPeer(Exception):
    """A peer that is not installed."""


def main() -> None:
    votes = assembly()
    binary, kept = coded(votes)
    few = Assembly(
        votes.choices[kept],
        votes.states,
        votes.session[kept],
        [t for t, k in zip(votes.titles, kept, strict=True) if k],
        [r for r, k in zip(votes.resolutions, kept, strict=True) if k],
    )
    published = published_points()
    figures: dict[str, object] = {
        "sessions": f"{SESSIONS[0]}-{SESSIONS[-1]}",
        "roll_calls": int(kept.sum()),
        "votes": int((binary >= 0).sum()),
        "coding": "yes 1, abstain and no 0, absent missing",
    }
    with tempfile.TemporaryDirectory() as folder:
        runs = {
            "ours": lambda: _here(Path(folder), few, "ordinal"),
            "ours_binary": lambda: _here(Path(folder), few, "binary"),
            "mcmcpack": lambda: _mcmcpack(Path(folder), votes, binary, kept),
            "py_irt": lambda: _py_irt(Path(folder), votes, binary, kept),
            "py_irt_turned": lambda: _py_irt(Path(folder), votes, binary, kept, turned=True),
        }
        tables: dict[str, pl.DataFrame] = {}
        for name, run in runs.items():
            try:
                told, tables[name] = run()
            except MissingPeer as reason:
                figures[name] = {"skipped": str(reason)}
                print(f"{name} skipped: {reason}", file=sys.stderr)
                continue
            figures[name] = told | {"with_published": agreement(tables[name], published)}
            if name != "ours":
                ours = tables["ours"].rename({"mean": "published"})
                told = figures[name]
                told["with_ours"] = agreement(tables[name], ours)
                for unit in ("seconds", "cpu_seconds"):
                    told[f"times_ours_{unit}"] = round(told[unit] / figures["ours"][unit], 1)
    report(**figures)


def coded(votes: Assembly) -> tuple[np.ndarray, np.ndarray]:
    """Binary votes (roll calls kept, states), -1 for none; and which roll calls are kept."""
    among = np.isin(votes.session, list(SESSIONS))
    binary = np.where(votes.choices == 1, 1, np.where(votes.choices > 1, 0, -1)).astype(np.int8)
    kept = among & (binary == 1).any(axis=1) & (binary == 0).any(axis=1)
    return binary[kept], kept


def agreement(table: pl.DataFrame, other: pl.DataFrame) -> dict[str, float]:
    """Correlations of ``mean`` with ``published`` over the country-sessions both have."""
    both = table.join(other, on=["state", "session"], how="inner").drop_nulls()
    each = both.group_by("session").agg(r=pl.corr("mean", "published"))["r"]
    whole = both.select(
        r=pl.corr("mean", "published"), rank=pl.corr("mean", "published", method="spearman")
    )
    over = both.group_by("state").agg(
        pl.len(), r=pl.corr("mean", "published"), still=pl.col("mean").std() < 1e-9
    )
    moving = over.filter((pl.col("len") == len(SESSIONS)) & ~pl.col("still"))["r"]
    return {
        "n": both.height,
        "r": round(float(whole["r"].item()), 4),
        "spearman": round(float(whole["rank"].item()), 4),
        "session_median": round(float(each.median()), 4),
        "session_least": round(float(each.min()), 4),
        "over_time_median": round(float(moving.median()), 4) if moving.len() else None,
    }


def printed(command: list[str]) -> list[str]:
    """Words on the last line of a process's standard output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout.splitlines()[-1].split()


def peak() -> float:
    """Peak memory of this process in GB, as the peers read theirs: that of its parent not counted."""
    status = Path("/proc/self/status").read_text()
    return float(status.split("VmHWM:")[1].split()[0]) / 1e6


def _here(folder: Path, few: Assembly, coding: str) -> tuple[dict[str, object], pl.DataFrame]:
    (folder / "votes.pickle").write_bytes(pickle.dumps(few))
    module = [sys.executable, "-m", "benchmarks.positions_peers"]
    bridges, *told = printed([*module, str(folder), coding])
    return _told(told) | {"bridges": int(bridges)}, pl.read_parquet(folder / "ours.parquet")


def _told(words: list[str]) -> dict[str, object]:
    """Seconds, processor seconds and peak memory as each contestant prints them."""
    seconds, cpu, memory = map(float, words)
    return {
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "peak_gb": round(memory, 3),
    }


def _ours(folder: Path, coding: str) -> None:
    """In a process of its own: fit the sessions, time it, write positions."""
    few: Assembly = pickle.loads((folder / "votes.pickle").read_bytes())
    if coding == "binary":
        few = replace(few, choices=as_binary(few.choices))
    prior = None if coding == "ordinal" else BINARY
    fit_arrays(few, few.choices, prior=prior)  # warm: libraries load on the first run
    used = time.process_time()
    with clock() as working:
        pairs = own_pairs(few, few.choices)
        model = fit_arrays(few, few.choices, items_of(pairs, few), prior=prior)
    cpu = time.process_time() - used
    made = model.panel
    pl.DataFrame(
        {
            "state": pl.Series(few.states).gather(made.state),
            "session": np.unique(few.session)[made.block],
            "mean": model.estimate.point.x,
        }
    ).filter(pl.Series(made.votes > 0)).cast({"session": pl.Int64}).write_parquet(
        folder / "ours.parquet"
    )
    print(len(pairs), working.seconds, cpu, peak())


def _mcmcpack(
    folder: Path, votes: Assembly, binary: np.ndarray, kept: np.ndarray
) -> tuple[dict[str, object], pl.DataFrame]:
    try:
        asked = ["Rscript", "-e", "stopifnot(requireNamespace('MCMCpack', quietly = TRUE))"]
        found = subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        found = False
    if not found:
        raise MissingPeer("no Rscript with MCMCpack (Debian r-cran-mcmcpack)")
    voted = np.flatnonzero((binary >= 0).any(axis=0))
    with (folder / "votes.csv").open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["", *(f"v{j}" for j in range(len(binary)))])
        for i in voted:
            writer.writerow([votes.states[i], *("NA" if v < 0 else int(v) for v in binary[:, i])])
    when = votes.session[kept] - SESSIONS[0] + 1
    (folder / "when.txt").write_text(" ".join(map(str, when)))
    (folder / "peer.R").write_text(MCMCPACK)
    run = [folder / "peer.R", folder / "votes.csv", folder / "when.txt", folder / "theta.csv"]
    numbers = [BURN, DRAWS, THIN, SEED]
    version, size, *told = printed(["Rscript", *map(str, run), *map(str, numbers)])
    table = pl.read_csv(folder / "theta.csv").select(
        state=pl.col("name").str.extract(r"^theta\.(.+)\.t\d+$"),
        session=pl.col("name").str.extract(r"\.t(\d+)$").cast(pl.Int64) + SESSIONS[0] - 1,
        mean="mean",
    )
    sat = pl.DataFrame(
        [
            (votes.states[i], int(t))
            for t in SESSIONS
            for i in voted
            if (binary[votes.session[kept] == t][:, i] >= 0).any()
        ],
        schema={"state": pl.String, "session": pl.Int64},
        orient="row",
    )
    run_on = {
        "version": version,
        "iterations": BURN + DRAWS,
        "median_effective_draws": round(float(size)),
    }
    return _told(told) | run_on, table.join(sat, on=["state", "session"], how="semi")


def _py_irt(
    folder: Path, votes: Assembly, binary: np.ndarray, kept: np.ndarray, *, turned: bool = False
) -> tuple[dict[str, object], pl.DataFrame]:
    python = os.environ.get("COMITY_PY_IRT", sys.executable)
    asked = subprocess.run([python, "-c", "import py_irt"], capture_output=True, check=False)
    if asked.returncode:
        raise MissingPeer("no Python with py-irt; name one in COMITY_PY_IRT")
    answers = binary.copy()
    if turned:
        against = binary[:, votes.states.index("USA")] == 0
        answers[against] = np.where(binary[against] >= 0, 1 - binary[against], -1)
    with (folder / "votes.jsonl").open("w") as stream:
        for i in np.flatnonzero((answers >= 0).any(axis=0)):
            said = {f"v{j}": int(v) for j, v in enumerate(answers[:, i]) if v >= 0}
            stream.write(json.dumps({"subject_id": votes.states[i], "responses": said}) + "\n")
    (folder / "peer.py").write_text(PY_IRT)
    run = [folder / "peer.py", folder / "votes.jsonl", folder / "ability.csv", EPOCHS, SEED]
    version, *told = printed([python, *map(str, run)])
    table = pl.read_csv(folder / "ability.csv", has_header=False, new_columns=["state", "mean"])
    ability = dict(table.iter_rows())
    up = 1.0 if ability["USA"] > ability["CUB"] else -1.0
    rows = [
        (key, int(t), up * ability[key])
        for t in SESSIONS
        for i, key in enumerate(votes.states)
        if (answers[votes.session[kept] == t][:, i] >= 0).any()
    ]
    schema = {"state": pl.String, "session": pl.Int64, "mean": pl.Float64}
    run_on = {"version": version, "epochs": EPOCHS}
    return _told(told) | run_on, pl.DataFrame(rows, schema=schema, orient="row")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _ours(Path(sys.argv[1]), sys.argv[2])
    else:
        main()

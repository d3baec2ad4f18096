"""The alignment model: time and memory of measuring the world, of the fit, and of one dyad read again."""

from __future__ import annotations

import os
import time

import numpy as np

from benchmarks.timing import clock, peak_gigabytes, repeated, report
from comity.alignment.model import fit
from comity.alignment.panel import build_panel, coverage
from comity.alignment.result import explain, read
from comity.world.world import World


def main() -> None:
    load = os.getloadavg()[0]
    world = World.load()
    before = time.process_time()
    with clock() as measuring:
        panel = build_panel(world)
    after_panel, memory = time.process_time(), peak_gigabytes()
    with clock() as fitting:
        model, panel, _ = fit(world, panel=panel)
    after_fit = time.process_time()
    dyad = model.dyad(world, "CHN", "RUS")
    found = read(model, world, dyad)
    wall = repeated(lambda: read(model, world, dyad), times=20)
    start = time.process_time()
    for _ in range(20):
        read(model, world, dyad)
    processor = (time.process_time() - start) / 20
    report(
        dyads=panel.dyads.height,
        dyad_years=int(panel.exists.sum()),
        observations=int(np.isfinite(panel.blur).sum()),
        indicators=model.layout.n,
        coverage={row["indicator"]: row["dyad_years"] for row in coverage(panel).to_dicts()},
        load_before=round(load, 1),
        panel_s=round(measuring.seconds, 1),
        panel_processor_s=round(after_panel - before, 1),
        panel_peak_gb=round(memory, 2),
        fit_s=round(fitting.seconds, 1),
        fit_processor_s=round(after_fit - after_panel, 1),
        one_dyad_ms=round(1000 * wall, 1),
        one_dyad_processor_ms=round(1000 * processor, 1),
        explain_ms=round(1000 * repeated(lambda: explain(found, 2001, 2021), times=5), 1),
    )


if __name__ == "__main__":
    main()

"""A competitive market solved by PyPSA, in a Python that has it: ``python energy_pypsa.py MARKET.npz``."""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
import warnings

import numpy as np


def main() -> None:
    warnings.simplefilter("ignore")
    import pypsa  # type: ignore[import-not-found,unused-ignore]

    logging.disable(logging.WARNING)
    given = np.load(sys.argv[1])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        network = pypsa.Network()
        nodes = [f"n{n}" for n in range(len(given["demand_intercept"]))]
        network.add("Bus", nodes)
        network.add(
            "Generator", [f"s{p}" for p in range(len(given["site_node"]))],
            bus=[nodes[n] for n in given["site_node"]], p_nom=given["site_capacity"],
            marginal_cost=given["cost_intercept"], marginal_cost_quadratic=given["cost_slope"] / 2,
        )  # fmt: skip
        users = np.flatnonzero(~np.isnan(given["demand_intercept"]))
        a, b = given["demand_intercept"][users], given["demand_slope"][users]
        network.add(
            "Generator", [f"d{n}" for n in users], bus=[nodes[n] for n in users], p_nom=a / b,
            p_min_pu=-1.0, p_max_pu=0.0, marginal_cost=a, marginal_cost_quadratic=b / 2,
        )  # fmt: skip
        network.add(
            "Link", [f"l{k}" for k in range(len(given["tail"]))],
            bus0=[nodes[n] for n in given["tail"]], bus1=[nodes[n] for n in given["head"]],
            p_nom=np.minimum(given["arc_capacity"], 1e5), efficiency=1.0 - given["loss"],
            marginal_cost=given["arc_cost"],
        )  # fmt: skip
        built = time.perf_counter()
        status = network.optimize(solver_name="highs", solver_options={"output_flag": False})
        seconds.append((time.perf_counter() - start, time.perf_counter() - built))
    made = network.generators_t.p.loc["now"].reindex([f"d{n}" for n in users]).to_numpy()
    figures = {
        "status": list(status),
        "seconds": sorted(total for total, _ in seconds)[1],
        "optimise_seconds": sorted(only for _, only in seconds)[1],
        "consumption": (-made).tolist(),
        "import_gb": before,
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "pypsa": pypsa.__version__,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

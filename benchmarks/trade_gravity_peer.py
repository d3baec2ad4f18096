"""One counterfactual by PyPI gegravity: run by ``trade_gravity`` in an environment of its own.

``python trade_gravity_peer.py CASE.npz``: arrays access, access_new (t^(1−σ), N × N, rows export), output,
spending, sigma, reference (index) and rescale. Prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings

import gegravity as ge
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def main() -> None:
    case = np.load(sys.argv[1])
    n = len(case["output"])
    names = np.array([f"S{k:03d}" for k in range(n)])
    sells, buys = np.divmod(np.arange(n * n), n)
    data = pd.DataFrame(
        {
            "exporter": names[sells],
            "importer": names[buys],
            "year": 2006,
            "trade": 1.0,  # not used: trade is modelled
            "Y": case["output"][sells],
            "E": case["spending"][buys],
            "cost": np.log(case["access"]).ravel(),
        }
    )
    estimates = pd.DataFrame([{"var": "cost", "coeff": 1.0, "ste": 0.1}])
    baseline = ge.BaselineData(
        data, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
        trade_var_name="trade", expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    began = time.perf_counter()
    model = ge.OneSectorGE(
        baseline, year="2006", expend_var_name="E", output_var_name="Y",
        cost_coeff_values=ge.CostCoeffs(
            estimates=estimates, identifier_col="var", coeff_col="coeff", stderr_col="ste"
        ),
        cost_variables=["cost"], reference_importer=str(names[int(case["reference"])]),
        sigma=float(case["sigma"]), quiet=True,
    )  # fmt: skip
    model.build_baseline(omr_rescale=float(case["rescale"]))
    built = time.perf_counter()
    changed = model.baseline_data.copy()
    cost = pd.DataFrame(np.log(case["access_new"]), index=names, columns=names)
    changed["cost"] = [
        cost.at[a, b] for a, b in zip(changed["exporter"], changed["importer"], strict=True)
    ]
    ready = time.perf_counter()
    model.define_experiment(changed)
    model.simulate()
    done = time.perf_counter()
    country = model.country_results.loc[names]
    trade = model.bilateral_trade_results.reset_index()
    table = trade.pivot(index="exporter", columns="importer", values="trade change (percent)")
    print(
        json.dumps(
            {
                "baseline_seconds": built - began,
                "seconds": done - ready,
                "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
                "converged": all(d.success for d in model.solver_diagnostics.values()),
                "welfare_statistic": country["welfare statistic"].tolist(),
                "factory_price_percent": country["factory gate price change (percent)"].tolist(),
                "imr_percent": country["imr change (percent)"].tolist(),
                "omr_percent": country["omr change (percent)"].tolist(),
                "trade_percent": table.loc[names, names].to_numpy().tolist(),
            }
        )
    )


if __name__ == "__main__":
    main()

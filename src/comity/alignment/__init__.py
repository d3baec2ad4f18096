"""How aligned two states are, from many partial indicators: one answer with an interval, and what moved it.

found = alignment(world, "RUS", "CHN")    # with the fit that belongs to the world
found.table(), found.gap(), found.evidence(2014), found.plot()
explain(found, 2001, 2021)
model, panel, field = fit(world)          # all dyads anew
"""

from comity.alignment.catalog import CATALOG, Entry
from comity.alignment.field import Field
from comity.alignment.model import Dyad, Model, fit
from comity.alignment.panel import Panel, build_panel, coverage, latent_domains
from comity.alignment.result import Alignment, alignment, explain, read
from comity.alignment.stored import fitted

__all__ = [
    "CATALOG", "Alignment", "Dyad", "Entry", "Field", "Model", "Panel", "alignment", "build_panel",
    "coverage", "explain", "fit", "fitted", "latent_domains", "read",
]  # fmt: skip

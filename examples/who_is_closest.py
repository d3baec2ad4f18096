"""Who votes most like India in the UN General Assembly, and whom does India buy from?"""

import polars as pl

import comity
from comity.measures.trade import partners

world = comity.World.load()
closest = comity.rank(world, "India", "unga_agreement", 2022)
print(closest.filter(pl.col("n") >= 50).head(10))
print(partners(world, "IND", "import").select("b", "year", "rank", "value", "low", "high"))

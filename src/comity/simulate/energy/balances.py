"""What each place produced and used in a year, and how far the sources agree.

Gas. Production, use, imports and exports by state come from the Factbook for 2023. What a market has to
bring to a place is what it *apparently* used: production + imports − exports, which differs from the stated
use by changes of stocks and by errors; the small rest of the world sum is spread over importers. Use
includes the fuel of fields, pipelines and liquefaction, so nothing is lost on the arcs of the network.

Crude. The Factbook knows total liquids and the use of products, not crude. Crude output and refinery intake
are compiled where they are public. Elsewhere output is total liquids scaled so that the world sum is right,
and intake is the use of products scaled so that the world's intake equals its output: it takes a state
to refine what it uses, and puts the refining of oil for others in the wrong place (*inferred* says where).

Other years than 2023 take levels from a source that has them (the Energy Institute's review, added by
the user); a state it does not list keeps its level of 2023 (*stand_in*).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from comity.errors import CoverageError
from comity.simulate.energy.places import Commodity, position
from comity.world.world import World

__all__ = ["Balances", "balances"]

#: The year of the Factbook's energy figures.
FACTBOOK_YEAR = 2023
#: Place that has what a state's other places leave of its total.
REST = {
    ("RUS", "gas_production"): "RUS.yamal", ("RUS", "gas_consumption"): "RUS.west",
    ("RUS", "crude_oil_production"): "RUS.siberia", ("RUS", "refinery_intake"): "RUS.west",
}  # fmt: skip
#: Where stated and apparent use differ by more than this share, imports or exports are incomplete.
LARGEST_GAP = 0.3
#: A figure of the Factbook stands in for a year at most so far away.
LONGEST_STAND_IN = 3
BARRELS_PER_TONNE = 7.33
MT_PER_KBD = 365 / BARRELS_PER_TONNE / 1000


@dataclass(frozen=True, slots=True)
class Balances:
    """Yearly production and use by place, in bcm (gas) or Mt (crude).

    Attributes
    ----------
    table
        place, production, consumption (what the market must bring), stated (what the source says is used),
        imports, exports (null where not stated), potential (what could be produced, where more than
        was is known; else production), flag (stand_in, inferred, or null), record.
    notes
        World sums, what was spread, what was left out.
    """

    commodity: Commodity
    year: int
    unit: str
    table: pl.DataFrame
    notes: tuple[str, ...]


def balances(world: World, commodity: Commodity, year: int = FACTBOOK_YEAR) -> Balances:
    """Observed balances of a year.

    Raises
    ------
    CoverageError
        If the world has no balances of that year, or lacks the compiled ones.
    """
    if world.rows("states", pl.col("source") == "compiled_energy").is_empty():
        raise CoverageError(
            "this world has no compiled energy balances\n"
            "  it was built before they were: build it again with  comity data build"
        )
    found = _gas(world, year) if commodity == "gas" else _crude(world, year)
    attribute, unit = (
        ("gas_production_capacity", 1.0)
        if commodity == "gas"
        else ("crude_oil_production_capacity", MT_PER_KBD)
    )
    rows = world.rows(
        "states", (pl.col("source") == "compiled_energy") & (pl.col("year") == year), of=attribute
    )
    could = {state: value * unit for state, value in rows.select("state", "value").iter_rows()}
    idle = pl.col("place").replace_strict(could, default=None, return_dtype=pl.Float64)
    potential = pl.max_horizontal("production", idle)
    return replace(found, table=found.table.with_columns(potential=potential))


def _levels(world: World, attribute: str, year: int) -> pl.DataFrame:
    """State, value, flag, record: the year's own figure, else the Factbook's nearest as a stand-in."""
    rows = world.rows("states", pl.col("source") != "compiled_energy", of=attribute)
    rows = rows.filter(pl.col("value").is_not_null())
    own = rows.filter(pl.col("year") == year)
    if own.is_empty():
        raise CoverageError(
            f"no {attribute} of {year} in this world; the Factbook has {FACTBOOK_YEAR}\n"
            "  for earlier years add the Energy Institute's review: comity data add"
        )
    # in its own year the Factbook goes first, in others whoever has the year
    own = own.sort(pl.col("source") != "factbook").unique("state", keep="first")
    away = (pl.col("year") - year).abs()
    old = rows.filter((pl.col("source") == "factbook") & (away <= LONGEST_STAND_IN))
    old = old.sort(away).unique("state", keep="first").with_columns(flag=pl.lit("stand_in"))
    old = old.join(own, on="state", how="anti")
    both = pl.concat([own.with_columns(flag=pl.lit(None, pl.String)), old])
    return both.filter(
        pl.col("state").map_elements(
            lambda s: position(s, "gas") is not None, return_dtype=pl.Boolean
        )
    ).select("state", "value", "flag", record=pl.format("{} {}", "source", "record"))


def _compiled(world: World, attribute: str, year: int) -> dict[str, tuple[float, str]]:
    rows = world.rows("states", pl.col("source") == "compiled_energy", of=attribute)
    near = rows.filter(pl.col("year") == year)
    near = rows.filter(pl.col("year") == FACTBOOK_YEAR) if near.is_empty() else near
    return {row["state"]: (row["value"], row["record"]) for row in near.iter_rows(named=True)}


def _split(
    frame: pl.DataFrame, parts: dict[str, tuple[float, str]], attribute: str
) -> pl.DataFrame:
    """A state's level given to its places: the compiled ones, and the rest to the place that has it."""
    for (state, of), rest in REST.items():
        whole = frame.filter(pl.col("place") == state)
        if of != attribute or whole.is_empty():
            continue
        mine = {p: v for p, v in parts.items() if p.startswith(f"{state}.")}
        total = float(whole["value"][0])
        left = total - sum(value for value, _ in mine.values())
        made = [(p, value, "inferred", record) for p, (value, record) in mine.items()]
        made.append(
            (rest, max(left, 0.0), "inferred", f"{whole['record'][0]}, less its other places")
        )
        split = pl.DataFrame(made, schema=["place", "value", "flag", "record"], orient="row")
        frame = pl.concat([frame.filter(pl.col("place") != state), split.cast(frame.schema)])
    return frame


def _joined(made: pl.DataFrame, used: pl.DataFrame) -> pl.DataFrame:
    """place, production, consumption, flag and record of both sides."""
    both = made.rename({"value": "production"}).join(
        used.rename({"value": "consumption"}), on="place", how="full", coalesce=True, suffix="_used"
    )
    return both.select(
        "place", "production", "consumption",
        flag=pl.coalesce("flag", "flag_used"),
        record=pl.concat_str(["record", "record_used"], separator=" ; ", ignore_nulls=True),
    ).sort("place")  # fmt: skip


def _gas(world: World, year: int) -> Balances:
    whole = {a: _levels(world, a, year) for a in ("gas_production", "gas_consumption")}
    frame = _joined(*(levels.rename({"state": "place"}) for levels in whole.values()))
    # other years have no trade to reckon apparent use with
    traded = ("gas_imports", "gas_exports") if year == FACTBOOK_YEAR else ()
    frame = frame.with_columns(
        stated=pl.col("consumption"),
        imports=pl.lit(None, pl.Float64),
        exports=pl.lit(None, pl.Float64),
    )
    for attribute in traded:
        column = attribute.removeprefix("gas_")
        levels = dict(_levels(world, attribute, year).select("state", "value").iter_rows())
        frame = frame.with_columns(
            pl.col("place")
            .replace_strict(levels, default=None, return_dtype=pl.Float64)
            .alias(column)
        )
    zero = {c: pl.col(c).fill_null(0.0) for c in ("production", "imports", "exports", "stated")}
    apparent = zero["production"] + zero["imports"] - zero["exports"]
    known = pl.col("imports").is_not_null() | pl.col("exports").is_not_null()
    near = (apparent - zero["stated"]).abs() <= LARGEST_GAP * zero["stated"]
    frame = frame.with_columns(
        consumption=pl.when(known & near & (apparent > 0))
        .then(apparent)
        .otherwise(pl.col("stated"))
    )
    parts = {
        column: _split(
            frame.select("place", pl.col(column).alias("value"), "flag", "record").drop_nulls("value"),
            _compiled(world, f"gas_{column}", year), f"gas_{column}",
        )
        for column in ("production", "consumption")
    }  # fmt: skip
    joined = _joined(parts["production"], parts["consumption"])
    frame = joined.join(
        frame.select("place", "stated", "imports", "exports"), on="place", how="left"
    )
    frame = frame.with_columns(stated=pl.coalesce("stated", "consumption"))
    return _closed(frame, "gas", year, "bcm", by="imports")


def _crude(world: World, year: int) -> Balances:
    crude = _compiled(world, "crude_oil_production", FACTBOOK_YEAR)
    intake = _compiled(world, "refinery_intake", FACTBOOK_YEAR)
    liquids, products = (
        {y: _levels(world, a, y) for y in {year, FACTBOOK_YEAR}}
        for a in ("oil_production", "oil_consumption")
    )
    total = crude["WLD"][0]
    made = _scaled(liquids[FACTBOOK_YEAR], crude, total, "total liquids, scaled")
    used = _scaled(products[FACTBOOK_YEAR], intake, total, "use of products, scaled")
    if year != FACTBOOK_YEAR:
        made = _moved(made, liquids[FACTBOOK_YEAR], liquids[year], at_most=1.0)
        used = _moved(used, products[FACTBOOK_YEAR], products[year])
    frame = _joined(
        _split(made, crude, "crude_oil_production"), _split(used, intake, "refinery_intake")
    )
    tonnes = [(pl.col(c) * MT_PER_KBD).alias(c) for c in ("production", "consumption")]
    empty = pl.lit(None, pl.Float64)
    frame = frame.with_columns(*tonnes).with_columns(
        stated=pl.col("consumption"), imports=empty, exports=empty
    )
    return _closed(frame, "crude_oil", year, "Mt", by="consumption")


def _scaled(
    levels: pl.DataFrame, known: dict[str, tuple[float, str]], total: float, how: str
) -> pl.DataFrame:
    """Compiled levels, and the others scaled so that all of them add up to the total."""
    states = {s: v for s, v in known.items() if "." not in s and s != "WLD"}
    rest = levels.filter(~pl.col("state").is_in(list(states)))
    factor = (total - sum(v for v, _ in states.values())) / float(rest["value"].sum())
    scaled = rest.select(
        place="state", value=pl.col("value") * factor, flag=pl.lit("inferred"),
        record=pl.format("{} ({} by {})", "record", pl.lit(how), pl.lit(f"{factor:.3f}")),
    )  # fmt: skip
    own = pl.DataFrame(
        [(s, v, None, f"compiled_energy {r}") for s, (v, r) in states.items()],
        schema=scaled.schema, orient="row",
    )  # fmt: skip
    return pl.concat([scaled, own]).filter(pl.col("value") > 0)


def _moved(
    frame: pl.DataFrame, then: pl.DataFrame, now: pl.DataFrame, *, at_most: float = np.inf
) -> pl.DataFrame:
    """Levels of 2023 taken to another year in proportion to liquids or products.

    Sources differ in what they count as liquids: output is not let above ``at_most`` of the year's own.
    """
    ratio = (
        then.select("state", then="value")
        .join(now.select("state", now="value", old="flag"), on="state")
        .filter((pl.col("then") > 0) & pl.col("old").is_null())
        .select(place="state", ratio=pl.col("now") / pl.col("then"), most=pl.col("now") * at_most)
    )
    return (
        frame.join(ratio, on="place", how="left")
        .with_columns(
            value=pl.min_horizontal(
                pl.col("value") * pl.col("ratio").fill_null(1.0), pl.col("most")
            ),
            flag=pl.when(pl.col("ratio").is_null())
            .then(pl.lit("stand_in"))
            .otherwise(pl.lit("inferred")),
        )
        .drop("ratio", "most")
    )


def _closed(
    frame: pl.DataFrame, commodity: Commodity, year: int, unit: str, *, by: str
) -> Balances:
    """Production and use made equal: what is left of the world sum is spread over ``by``."""
    weight = pl.col(by).fill_null(0.0)
    if float(frame.select(weight.sum()).item()) == 0:
        used, made = pl.col("consumption").fill_null(0.0), pl.col("production").fill_null(0.0)
        weight, by = (used - made).clip(lower_bound=0.0), "consumption above production"
    gap = float(frame["production"].sum()) - float(frame["consumption"].sum())
    share = weight / weight.sum()
    frame = frame.with_columns(consumption=pl.col("consumption") + gap * share)
    flags = {
        f: frame.filter(pl.col("flag") == f)["place"].to_list() for f in ("inferred", "stand_in")
    }
    notes = [
        f"world: {frame['production'].sum():.0f} {unit} produced, {frame['stated'].sum():.0f} stated as used",
        f"{gap:+.1f} {unit} of the world sum spread over places in proportion to their {by}",
    ]
    notes += [f"{len(p)} places {f}: {', '.join(p)}" for f, p in flags.items() if p]
    return Balances(
        commodity, year, unit,
        frame.select("place", "production", "consumption", "stated", "imports", "exports", "flag", "record"),
        tuple(notes),
    )  # fmt: skip

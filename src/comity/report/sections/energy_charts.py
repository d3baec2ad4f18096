"""Charts of energy: what each produces and uses, and pipeline capacity against what flowed."""

from __future__ import annotations

import polars as pl

from comity.report.charts import COLUMN, TYPE, beside, to_svg
from comity.report.model import Chart, Cited
from comity.report.sections.trade_levels import covers_a_year, number
from comity.report.subject import Subject
from comity.report.wording import state

__all__ = ["balance_chart", "capacity_chart"]

FUELS = {"oil": "Oil, thousand barrels a day", "gas": "Gas, billion cubic metres a year"}
VERBS = {"production": "produces", "consumption": "consumes"}
BAR = 21
HEIGHT = 210


def balance_chart(subject: Subject, balances: pl.DataFrame, cited: Cited) -> Chart | None:
    """Production and consumption of both, oil above gas."""
    import altair as alt

    names = {key: state(key).removeprefix("the ") for key in (subject.a, subject.b)}
    order = [f"{name} {verb}" for name in names.values() for verb in VERBS.values()]
    colours = {subject.a: "var(--c1)", subject.b: "var(--c2)"}
    charts, told = [], []
    for fuel, title in FUELS.items():
        rows = []
        for key, name in names.items():
            for item, verb in VERBS.items():
                found = balances.filter(
                    (pl.col("state") == key) & (pl.col("attribute") == f"{fuel}_{item}")
                )
                if found.is_empty():
                    continue
                value = float(found["value"][0])
                rows.append(
                    (
                        f"{name} {verb}",
                        value,
                        number(value),
                        colours[key],
                        1.0 if item == "production" else 0.45,
                    )
                )
                told.append(f"{name} {verb} {number(value)} ({fuel}, {found['year'][0]})")
        if not rows:
            continue
        data = pl.DataFrame(
            rows, schema=["label", "value", "text", "colour", "strength"], orient="row"
        )
        y = alt.Y(
            "label:N",
            sort=order,
            title=None,
            axis=alt.Axis(domain=False, ticks=False, labelLimit=200),
        )
        x = alt.X("value:Q", title=None, axis=None)
        bars = alt.Chart(data).mark_bar(height=BAR - 7).encode(
            x=x, y=y, color=alt.Color("colour:N", scale=None),
            opacity=alt.Opacity("strength:Q", scale=None),
        )  # fmt: skip
        text = alt.Chart(data).mark_text(
            align="left", dx=5, fontSize=TYPE, color="var(--ink)", clip=False
        )
        layered = alt.layer(bars, text.encode(x=x, y=y, text="text:N"))
        heading = alt.TitleParams(
            title,
            anchor="start",
            frame="group",
            fontSize=TYPE,
            fontWeight=600,
            color="var(--ink)",
            font="inherit",
        )
        charts.append(
            layered.properties(width=COLUMN - 215, height=BAR * data.height, title=heading)
        )
    if not charts or not cited:
        return None
    years = (
        balances.filter(pl.col("attribute").str.contains("_production|_consumption"))["year"]
        .unique()
        .sort()
    )
    when = str(years[0]) if len(years) == 1 else f"latest year known, {years[0]} to {years[-1]}"
    return Chart(
        "What each produces and consumes", when,
        to_svg(alt.vconcat(*charts, spacing=18), across=COLUMN),
        f"Bar chart: {'; '.join(told)}.", cited,
    )  # fmt: skip


def capacity_chart(subject: Subject, flows: pl.DataFrame) -> Chart | None:
    """Capacity of gas pipelines in operation, by year, and the gas delivered through them."""
    capacity = subject.years("gas_pipeline_capacity")
    delivered = flows.filter(
        (pl.col("commodity") == "pipeline_gas") & (pl.col("measure") == "level") & (pl.col("unit") == "bcm")
        & (pl.col("commitment").fill_null("deed") == "deed") & covers_a_year()
    )  # fmt: skip
    if capacity.height < 2:
        return None
    import altair as alt

    first, last = int(capacity["year"].min()), int(capacity["year"].max())  # type: ignore[arg-type]
    steps = pl.DataFrame({"year": range(first, last + 1)}, schema={"year": pl.Int32}).join(
        capacity.select("year", "value"), on="year", how="left"
    )
    # a year lasts to its end: the last step is drawn to the next New Year
    steps = pl.concat([steps, steps.tail(1).with_columns(pl.col("year") + 1)])
    top = max(float(capacity["value"].max()), float(delivered["value"].max() or 0))  # type: ignore[arg-type]
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first, last + 1], nice=False),
        axis=alt.Axis(format="d", title=None, values=list(range(first, last + 1, (last - first) // 6 + 1))),
    )  # fmt: skip
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, top * 1.12]))
    base = alt.Chart(steps).encode(x=x, y=y)
    layers = [
        base.mark_area(interpolate="step-after", color="var(--c6)", opacity=0.13),
        base.mark_line(interpolate="step-after", color="var(--c6)", strokeWidth=1.4),
    ]
    dots = delivered.select("value", year=pl.col("year") + 0.5)
    if not dots.is_empty():
        layers.append(
            alt.Chart(dots)
            .mark_point(size=52, filled=True, color="var(--c1)", opacity=1)
            .encode(x=x, y=y)
        )
    ends = [("capacity", float(last + 1), float(capacity["value"][-1]), "var(--c6)")]
    if not dots.is_empty():
        end = dots.sort("year").row(-1, named=True)
        near = abs(end["value"] - ends[0][2]) < top * 0.09
        ends.append(
            ("delivered", float(last + 1), end["value"] - (top * 0.1 if near else 0), "var(--c1)")
        )
    label = pl.DataFrame(ends, schema=["text", "year", "value", "colour"], orient="row")
    layers.append(
        alt.Chart(label).mark_text(align="left", dx=6, fontSize=TYPE, fontWeight=600, clip=False)
        .encode(x=x, y=y, text="text:N", color=alt.Color("colour:N", scale=None))
    )  # fmt: skip
    cited = subject.cite("Gas pipeline capacity", "gas_pipeline_capacity")
    cited += subject.book.cite("Pipeline gas delivered", [("flows", delivered)])
    return Chart(
        "Gas pipelines: capacity" + (" and deliveries" if not dots.is_empty() else ""),
        "Billion cubic metres a year; grey: in operation"
        + ("; dots: delivered" if not dots.is_empty() else ""),
        to_svg(alt.layer(*layers), height=HEIGHT, across=COLUMN, room=beside(["delivered"])),
        f"Step chart: capacity {number(float(capacity['value'][-1]))} bcm a year in {last}; "
        f"{delivered.height} figures of deliveries.",
        cited,
    )

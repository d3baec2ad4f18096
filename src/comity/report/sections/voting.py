"""UN voting: how alike the two vote, over time, by measure and by issue, and where they split."""

from __future__ import annotations

import polars as pl

from comity.measures.voting import roll_calls
from comity.report.charts import FULL, lines
from comity.report.model import Block, Grid, Note, Section, Sentence
from comity.report.model import Chart as ChartBlock
from comity.report.panels import panels
from comity.report.sections.positions import positions
from comity.report.subject import Subject
from comity.report.wording import interval, percent, period, two_decimals
from comity.world.schema import ISSUES

__all__ = ["voting"]

#: Years with fewer shared roll calls are in the rows but not drawn: their interval is wider than the page.
DRAWN_FROM = 10
MEASURES = {"A": "unga_a", "kappa": "unga_kappa", "tau-b": "unga_tau_b"}
ISSUE_NAMES = {
    "middle_east": "Middle East", "nuclear": "Nuclear weapons", "disarmament": "Disarmament",
    "human_rights": "Human rights", "colonialism": "Colonialism", "economic": "Economic",
}  # fmt: skip
VOTE_NAMES = {1: "yes", 2: "abstained", 3: "no", 8: "absent"}
SPLITS_SHOWN = 10


def voting(subject: Subject) -> Section:
    """How the two vote in the General Assembly."""
    agreement = subject.years("unga_agreement")
    if agreement.is_empty():
        note = Note(f"No roll call of the UN General Assembly in {period(subject.since, subject.until)} "
                    "on which both voted is covered.")  # fmt: skip
        return Section("voting", "Votes in the United Nations", (note,))
    drawn = agreement.filter(pl.col("n") >= DRAWN_FROM)
    blocks: list[Block] = [_sentence(subject, agreement if drawn.is_empty() else drawn)]
    if not drawn.is_empty():
        blocks.append(_agreement_chart(subject, drawn))
        if (chart := _measures_chart(subject)) is not None:
            blocks.append(chart)
        blocks += positions(subject)
        if (chart := _issues_chart(subject)) is not None:
            blocks.append(chart)
    blocks += _splits(subject)
    return Section("voting", "Votes in the United Nations", tuple(blocks))


def _sentence(subject: Subject, values: pl.DataFrame) -> Sentence:
    a, b = subject.names
    last = values.row(-1, named=True)
    text = (
        f"On the {last['n']} roll calls of {last['year']} on which both voted, {a} and {b} agreed to "
        f"{percent(last['value'])} {interval(last['low'], last['high'], share=True)}"
    )
    if values.height > 1:
        first = values.row(0, named=True)
        text += f"; in {first['year']} it was {percent(first['value'])}"
    above = subject.years("unga_a").filter(pl.col("year") == last["year"])
    if not above.is_empty():
        a_score = above.row(0, named=True)
        verdict = (
            "more than"
            if a_score["low"] > 0
            else "less than"
            if a_score["high"] < 0
            else "not clearly more than"
        )
        text += (
            f". Given how often each votes yes, that is {verdict} chance would bring "
            f"(A = {two_decimals(a_score['value'])} {interval(a_score['low'], a_score['high'])})"
        )
    cited = subject.cite(
        f"Votes of {last['year']}", "unga_agreement", (last["year"], last["year"])
    ) + (subject.cite("Votes, all years", "unga_agreement") if values.height > 1 else ())
    return Sentence(text + ".", cited)


def _agreement_chart(subject: Subject, drawn: pl.DataFrame) -> ChartBlock:
    a, b = subject.names
    data = drawn.with_columns(series=pl.lit("agreement"))
    years = period(int(drawn["year"].min()), int(drawn["year"].max()))  # type: ignore[arg-type]
    return ChartBlock(
        "Agreement in the General Assembly",
        "Mean closeness of votes, yes – abstain – no; band: 90 % interval",
        lines(data, format="%", domain=(0, 1)),
        f"Line chart of UN voting agreement of {a} and {b}, {years}. {_course(drawn)}",
        subject.cite("Votes, all years", "unga_agreement"),
    )


def _measures_chart(subject: Subject) -> ChartBlock | None:
    found = []
    for label, name in MEASURES.items():
        values = subject.years(name).filter(pl.col("n") >= DRAWN_FROM)
        found.append(values.with_columns(series=pl.lit(label)))
    data = pl.concat(found)
    if data.is_empty():
        return None
    data = data.with_columns(low=pl.lit(None, pl.Float64), high=pl.lit(None, pl.Float64))
    lowest = min(0.0, float(data["value"].min()))  # type: ignore[arg-type]
    return ChartBlock(
        "The same votes, corrected for chance",
        "0 is what independent voting would bring; 1 is perfect agreement (A: its own scale)",
        lines(data, format=".1f", domain=(min(-0.2, lowest), 1)),
        f"Line chart of chance-corrected similarity by three measures. {_latest(data, share=False)}",
        subject.cite("Votes, all years", "unga_agreement"),
    )


def _issues_chart(subject: Subject) -> ChartBlock | None:
    found = []
    for issue in ISSUES:
        values = subject.years(f"unga_agreement_{issue}")
        values = values.filter(pl.col("n") >= 3)
        found.append(values.with_columns(series=pl.lit(ISSUE_NAMES[issue])))
    data = pl.concat(found)
    if data.is_empty():
        return None
    cited: tuple[str, ...] = ()
    for issue in ISSUES:
        cited += subject.cite(f"Votes on {ISSUE_NAMES[issue]}", f"unga_agreement_{issue}")
    return ChartBlock(
        "Agreement by issue",
        "Mean closeness of votes; years with at least three shared roll calls",
        panels(data),
        f"Small line charts of UN voting agreement by issue. {_latest(data)}",
        cited,
        wide=panels(data, columns=6, width=FULL),
    )


def _course(values: pl.DataFrame) -> str:
    """First, lowest and last value, for readers who do not see the chart."""
    rows = values.sort("year")
    spots = {"first": rows.row(0, named=True), "lowest": rows.sort("value").row(0, named=True),
             "last": rows.row(-1, named=True)}  # fmt: skip
    told = [f"{which} {percent(r['value'])} in {r['year']}" for which, r in spots.items()]
    return f"{'; '.join(told)}.".capitalize()


def _latest(data: pl.DataFrame, *, share: bool = True) -> str:
    """The last value of each series, for readers who do not see the chart."""
    ends = data.sort("year").group_by("series", maintain_order=True).last()
    told = [
        f"{r['series']} {percent(r['value']) if share else two_decimals(r['value'])} in {r['year']}"
        for r in ends.iter_rows(named=True)
    ]
    return f"Last values: {'; '.join(told)}."


def _splits(subject: Subject) -> list[Block]:
    """The roll calls on which the two most recently took opposite or different sides."""
    votes = roll_calls(subject.world)
    if votes is None or subject.a not in votes.states or subject.b not in votes.states:
        return _landmarks(subject)
    i, j = votes.states.index(subject.a), votes.states.index(subject.b)
    both = votes.calls.with_columns(
        mine=pl.Series(votes.choices[:, i]),
        other=pl.Series(votes.choices[:, j]),
        yes=pl.Series((votes.choices == 1).sum(axis=1)),
        abstain=pl.Series((votes.choices == 2).sum(axis=1)),
        no=pl.Series((votes.choices == 3).sum(axis=1)),
    ).filter(
        (pl.col("mine") > 0) & (pl.col("other") > 0) & (pl.col("mine") != pl.col("other"))
        & pl.col("year").is_between(subject.since, subject.until)
    )  # fmt: skip
    recent = both.sort("date", descending=True).head(SPLITS_SHOWN)
    if recent.is_empty():
        return [Note("The two did not split on any roll call held.")]
    a, b = subject.names
    rows, cited = [], []
    for r in recent.iter_rows(named=True):
        issue = (r["topics"] or "").replace("_", " ").replace(";", ", ")
        rows.append(
            (
                str(r["date"]), (r["title"] or issue or f"roll call {r['resolution']}")[:110],
                VOTE_NAMES[r["mine"]], VOTE_NAMES[r["other"]], f"{r['yes']}–{r['no']}–{r['abstain']}",
            )
        )  # fmt: skip
        own = subject.world.rows(
            "votes",
            (pl.col("resolution") == r["resolution"])
            & pl.col("state").is_in([subject.a, subject.b]),
            storing="resolution",
        )
        cited.append(
            subject.book.cite(f"Roll call {r['resolution']} of {r['date']}", [("votes", own)])
        )
    return [
        Grid(
            f"Where {a} and {b} last split",
            ("date", "resolution", subject.a, subject.b, "yes–no–abstain"),
            tuple(rows),
            (),
            cells=tuple(cited),
            full=True,
        )
    ]


def _landmarks(subject: Subject) -> list[Block]:
    """Landmark votes among the dated facts, and how to add the votes themselves."""
    rows = subject.world.rows(
        "events", (pl.col("mode") == "un_vote") & pl.col("a").is_in([subject.a, subject.b])
    )
    rows = rows.filter(
        pl.col("date").str.head(4).cast(pl.Int32).is_between(subject.since, subject.until)
    )
    blocks: list[Block] = []
    if not rows.is_empty():
        names = {1.0: "yes", 0.0: "abstained", -1.0: "no"}
        ordered = rows.sort("date", descending=True)
        cells, cited = [], []
        for (date, name), votes in ordered.group_by("date", "name", maintain_order=True):
            said = {r["a"]: names.get(r["value"], "") for r in votes.iter_rows(named=True)}
            cells.append(
                (
                    str(date),
                    str(name),
                    said.get(subject.a, "not held"),
                    said.get(subject.b, "not held"),
                )
            )
            cited.append(subject.book.cite(f"{name}, {date}", [("events", votes)]))
        blocks.append(
            Grid(
                "Landmark votes",
                ("date", "resolution", subject.a, subject.b),
                tuple(cells),
                (),
                cells=tuple(cited),
                full=True,
            )
        )
    blocks.append(
        Note(
            "This world holds counts of votes, not the votes. To see the resolutions on which the two "
            "split, add them: comity data add unga PATH (UN General Assembly Voting Data, "
            "doi:10.7910/DVN/LEJUQZ, CC0)."
        )
    )
    return blocks

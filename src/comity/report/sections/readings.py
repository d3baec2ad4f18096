"""Alliance, or talk? Rival readings weighed, the stage reached, and the bloc the two stand in."""

from __future__ import annotations

import polars as pl

from comity import states
from comity.answers.group import AGAINST, group
from comity.answers.stage import Stage, stage
from comity.answers.stage_ladder import Ladder
from comity.answers.weighing import Weighing, weigh
from comity.errors import CoverageError
from comity.measures import get
from comity.measures.organisations import shared_memberships
from comity.report.model import Block, Grid, Note, Section, Sentence
from comity.report.sections.alignment import aligned, leading
from comity.report.subject import Subject
from comity.report.wording import listed, percent, two_decimals
from comity.world.provenance import Source

__all__ = ["bloc_sentence", "readings"]

#: Observations shown of those that contradict the leading reading.
CONTRADICTIONS = 6
#: The group three of the five analyses argue about.
PARTNERS = frozenset({"RUS", "CHN", "IRN"})
#: Blocs that are, or overlap, the usual reference: they are set against this one instead.
WESTERN = frozenset({"NATO", "EU", "G7", "AUKUS"})
AGAINST_WESTERN = ("BRICS",)
LADDERS = ("korolev", "obligations")


def readings(subject: Subject) -> Section:
    """The section, by the last year that enough indicators inform."""
    found = aligned(subject)
    at = None if found is None else leading(subject, found)
    if at is None:
        note = "No indicator is observed for this dyad in this period: nothing to weigh."
        return Section("readings", "Alliance or talk", (Note(note),))
    year = at["year"]
    blocks: list[Block] = []
    try:
        weighed = weigh(subject.world, subject.a, subject.b, year)
    except CoverageError as why:
        blocks.append(Note(str(why)))
    else:
        blocks += _weighed(subject, weighed)
    for ladder in LADDERS:
        blocks += _stage(subject, stage(subject.world, subject.a, subject.b, year, ladder))
    return Section("readings", "Alliance or talk", tuple(blocks))


def _weighed(subject: Subject, weighed: Weighing) -> list[Block]:
    year = weighed.year
    command = f"comity weigh {subject.a} {subject.b} --year {year}"
    cited = subject.book.cite(
        "What the readings are weighed by", weighed.evidence(), command=command
    )
    table = weighed.table()
    top = table.row(0, named=True)
    a, b = subject.names
    if weighed.separated:
        text = (
            f"Of {table.height} readings of the relation, the evidence of {year} favours “{top['name']}” "
            f"({percent(top['share'])}; {percent(top['low'])} to {percent(top['high'])} with any one source "
            "left out)"
        )
    else:
        near = [
            f"“{r['name']}” {percent(r['share'])}"
            for r in table.filter(~pl.col("name").is_in(list(weighed.far))).iter_rows(named=True)
        ]
        text = (
            f"The evidence of {year} does not separate the readings of what {a} and {b} are to each other: "
            f"{listed(near)}"
        )
        if weighed.far:
            text += f"; it speaks against {listed([f'“{name}”' for name in weighed.far])}"
    rows = tuple(
        (r["name"], percent(r["share"]), f"{percent(r['low'])} to {percent(r['high'])}")
        for r in table.iter_rows(named=True)
    )
    shares = Grid(
        f"Readings, {year}",
        ("Reading", "Share", "Any one source left out"),
        rows, cited, right=(1, 2),
        note="Shares of the readings compared, all alike beforehand; not the chance that one is true.",
    )  # fmt: skip
    against = weighed.rows().filter(pl.col("verdict") == "contradicts").head(CONTRADICTIONS)
    contradicted: list[Block] = []
    if not against.is_empty():
        lines = tuple(
            (
                r["indicator"].replace("_", " "),
                str(r["last"]) if r["first"] == r["last"] else f"{r['first']}–{r['last']}",
                two_decimals(r["value"]), r["level"], r["expected"],
            )
            for r in against.iter_rows(named=True)
        )  # fmt: skip
        contradicted.append(
            Grid(
                f"What contradicts “{weighed.leading_name}”",
                ("Indicator", "Years", "Value", "Stands", "Expected"), lines, cited, right=(2,),
            )
        )  # fmt: skip
    return [Sentence(f"{text}.", cited), shares, *contradicted]


def _stage(subject: Subject, reached: Stage) -> list[Block]:
    table = reached.table()
    command = (
        f"comity stage {subject.a} {subject.b} --year {reached.year} --ladder {reached.ladder.key}"
    )
    evidence = reached.evidence()
    cells = tuple(
        subject.book.cite(
            f"{f.criterion.title}, {reached.year}",
            list(evidence.get(f.criterion.key, {}).items()),
            command=command,
            beside=_ladder_source(reached.ladder),
        )
        for f in reached.findings
    )
    titles = {f.criterion.key: f.criterion.title for f in reached.findings}
    rungs = {f.rung.key: f.rung.title for f in reached.findings}
    rows = tuple(
        (rungs[r["stage"]], titles[r["criterion"]], r["status"], r["name"] or r["why"] or "")
        for r in table.iter_rows(named=True)
    )
    grid = Grid(
        f"{reached.ladder.title}, {reached.year}: {reached.words()}",
        ("Stage", "Criterion", "Status", "Decided by"),
        rows, (), cells=cells, full=True,
        note="Not covered is not the same as not met: no source held could show it.",
    )  # fmt: skip
    return [grid]


def _ladder_source(ladder: Ladder) -> dict[str, Source]:
    """The source of the facts a ladder states for itself."""
    key = f"ladder {ladder.key}"
    source = Source(
        key=key, title=ladder.title, cite=ladder.source, licence="facts", url="", ships="rows"
    )
    return {key: source}


def bloc_sentence(subject: Subject) -> Sentence | None:
    """How close the members of the smallest bloc the two share are, and how far from others."""
    found = aligned(subject)
    at = None if found is None else leading(subject, found)
    if at is None:
        return None
    named = _bloc(subject, at["year"])
    if named is None:
        return None
    against = AGAINST_WESTERN if set(named) & WESTERN else AGAINST
    try:
        cohesion = group(
            subject.world,
            list(named),
            list(against),
            since=at["year"],
            until=at["year"],
            exact=False,
        )
    except CoverageError:
        return None
    row = cohesion.frame.filter(pl.col("domain") == "overall").row(0, named=True)
    said = cohesion.verdict(at["year"]).removesuffix(".")
    if row["difference"] is not None:
        said += (
            f" (alignment inside {two_decimals(row['cohesion'])}, with the reference "
            f"{two_decimals(-row['distance'])}; difference {two_decimals(row['difference'])} "
            f"[{two_decimals(row['low'])} to {two_decimals(row['high'])}])"
        )
    rows = get("shared_blocs").evidence(subject.world, subject.scope.during(at["year"], at["year"]))
    command = (
        f"comity group {' '.join(named)} --against {','.join(against)} --since {at['year']} "
        f"--until {at['year']}"
    )
    cited = subject.book.cite(f"Blocs both belong to, {at['year']}", rows, command=command)
    cited += subject.book.cite(
        "Readings of the dyad in the group",
        found.evidence(at["year"]) if found else [],
        command=command,
    )
    return Sentence(f"{said}.", cited) if cited else None


def _bloc(subject: Subject, year: int) -> tuple[str, ...] | None:
    """The three partners, if both are of them; else the smallest bloc both belong to."""
    if {subject.a, subject.b} <= PARTNERS:
        return tuple(sorted(PARTNERS))
    shared = shared_memberships(subject.world, subject.scope.during(year, year))
    blocs = shared.filter(pl.col("year") == year)["bloc"].unique().to_list()
    sizes = {bloc: _size(bloc, year) for bloc in blocs}
    known = [bloc for bloc in sizes if sizes[bloc]]
    return (min(known, key=lambda bloc: (sizes[bloc], bloc)),) if known else None


def _size(bloc: str, year: int) -> int:
    try:
        return len(states.members(bloc, year))
    except CoverageError:
        return 0

"""Of thirty dyads: which corridors are held, and of how many capacity, cost, days and use are known.

python -m benchmarks.routes_coverage           the figures, and the table into docs/how-to/corridors.md
python -m benchmarks.routes_coverage --table   the table of docs/how-to/corridors.md
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from benchmarks.timing import report
from comity import states
from comity.answers.routes import YEAR, Routes, routes
from comity.answers.routes_words import link_name
from comity.world.world import World

#: Neighbours by land, across a sea and across an ocean, named before anything was measured.
DYADS = (
    "RUS-IND", "RUS-CHN", "CHN-DEU", "IRN-RUS", "USA-CHN", "KAZ-CHN", "RUS-TUR", "CHN-TUR", "CHN-IRN",
    "IND-IRN", "AZE-RUS", "KAZ-DEU", "CHN-POL", "RUS-MNG", "CHN-MNG", "CHN-UZB", "CHN-PAK", "CHN-LAO",
    "RUS-PRK", "RUS-KOR", "CHN-JPN", "CHN-IND", "CHN-VNM", "ARE-IND", "SAU-CHN", "EGY-RUS", "ZAF-IND",
    "BRA-CHN", "AUS-CHN", "USA-DEU",
)  # fmt: skip
HEADINGS = (
    "dyad", "corridors", "capacity known", "at most", "cost known", "days published", "days computed",
    "capacity not covered of",
)  # fmt: skip
PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "corridors.md"
MARKS = ("<!-- routes_coverage -->", "<!-- end of routes_coverage -->")


def found() -> list[Routes]:
    """The corridors of every dyad."""
    world = World.load()
    return [routes(world, *dyad.split("-")) for dyad in DYADS]


def table(answers: list[Routes]) -> str:
    """A Markdown table, one row per dyad."""
    lines = [
        f"| {' | '.join(HEADINGS)} |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for r in answers:
        days = [c.days.basis for c in r.corridors if c.days is not None]
        missing = dict.fromkeys(x for c in r.corridors for x in c.missing if not x.startswith("("))
        named = [link_name(r, x) for x in missing]
        some = any(x.startswith("(") for c in r.corridors for x in c.missing)
        lines.append(
            f"| {states.name(r.a)} – {states.name(r.b)} | {len(r.corridors)} "
            f"| {sum(c.covered == 'known' for c in r.corridors)} "
            f"| {sum(c.covered == 'at most' for c in r.corridors)} "
            f"| {sum(c.cost is not None for c in r.corridors)} "
            f"| {sum(d.startswith('published') for d in days)} | {days.count('computed')} "
            f"| {', '.join([*named, *(['other stretches by land'] if some else [])]) or '–'} |"
        )
    return "\n".join(lines)


def write(answers: list[Routes]) -> None:
    """Put the table between its marks in the page."""
    start, end = MARKS
    page = PAGE.read_text(encoding="utf-8")
    block = f"{start}\n\n{table(answers)}\n\n{end}"
    PAGE.write_text(
        re.sub(f"{start}.*{end}", lambda _: block, page, flags=re.DOTALL), encoding="utf-8"
    )


def main() -> None:
    answers = found()
    write(answers)
    corridors = [c for r in answers for c in r.corridors]
    report(
        year=YEAR,
        dyads=len(answers),
        corridors=len(corridors),
        capacity_known=sum(c.covered == "known" for c in corridors),
        capacity_at_most=sum(c.covered == "at most" for c in corridors),
        cost_known=sum(c.cost is not None for c in corridors),
        days_published=sum(
            c.days is not None and c.days.basis.startswith("published") for c in corridors
        ),
        dyads_with_a_known_capacity=sum(
            any(c.covered == "known" for c in r.corridors) for r in answers
        ),
        dyads_with_a_known_cost=sum(any(c.cost is not None for c in r.corridors) for r in answers),
    )


if __name__ == "__main__":
    if "--table" in sys.argv:
        print(table(found()))
    else:
        main()

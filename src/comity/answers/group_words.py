"""The words for a group, each earned by the whole of its interval, and the group drawn over time.

What the members are to one another, by where the ends of the interval of their cohesion stand among random
groups of the same size:

=========================  ==============================================================
a bloc                     the low end is above 95 % of random groups
a loose bloc               the low end is above 80 % of them
no bloc                    the high end is below half of them
not shown to be a bloc     otherwise
=========================  ==============================================================

What they are to the reference, by the interval of the difference:

=====================================  =======================================================
far apart from it                      above zero, and the low end of the distance is above that
                                       of 80 % of random groups
apart from it                          above zero
closer to it than to one another       below zero
not told apart from it                 otherwise
=====================================  =======================================================

In 1985, 2005 and 2023 one to three in a hundred random groups of two to ten states were a bloc by these
words, and two to ten a loose one. Far apart is not hostile: it says that alignment with the reference is
low, not that anything is done to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from comity import states
from comity.answers.cohesion import share_below
from comity.answers.group import expanded
from comity.answers.group_beside import random_groups, stored_year
from comity.states.spoken import bloc_name, state_name

if TYPE_CHECKING:
    import altair as alt

    from comity.answers.group import Cohesion

__all__ = ["bloc_word", "names_of", "picture", "reference_word", "verdict", "words"]

FIRM, LOOSE, HALF = 95.0, 80.0, 50.0
BLOCS = ("a bloc", "a loose bloc")


def bloc_word(low: float, high: float) -> str:
    """The word for a group whose cohesion's ends are above so many per cent of random groups."""
    if low >= FIRM:
        return BLOCS[0]
    if low >= LOOSE:
        return BLOCS[1]
    return "no bloc" if high < HALF else "not shown to be a bloc"


def reference_word(low: float, high: float, far: float) -> str:
    """The word for an interval of the difference, with {} where the reference's name goes.

    ``far`` is the percentage of random groups whose distance is below the low end of the group's.
    """
    if low > 0:
        return "far apart from {}" if far >= LOOSE else "apart from {}"
    return "closer to {} than to one another" if high < 0 else "not told apart from {}"


def words(found: Cohesion, year: int) -> pl.DataFrame:
    """The words of each domain in a year: domain, bloc, reference (null where there is none)."""
    now = stored_year(found, year)
    random = random_groups(found, now, year, len(found.members[year]))
    other, rows = reference_name(found, year), []
    own = found.frame.filter(pl.col("year") == year)
    for m, row in enumerate(own.iter_rows(named=True)):
        bloc = reference = None
        if row["cohesion"] is not None:
            ends = [share_below(random.inside[:, m], row[f"cohesion_{e}"]) for e in ("low", "high")]
            bloc = bloc_word(ends[0] or 0.0, ends[1] or 0.0)
        if row["difference"] is not None:
            far = share_below(-random.across[:, m], row["distance_low"]) or 0.0
            reference = reference_word(row["low"], row["high"], far).format(other)
        rows.append((row["domain"], bloc, reference))
    schema = {"domain": pl.String, "bloc": pl.String, "reference": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def verdict(found: Cohesion, year: int) -> str:
    """One sentence on the group in a year, by overall alignment."""
    _, bloc, reference = words(found, year).row(0)
    names = names_of(found.actors)
    names = names[0].upper() + names[1:]
    if bloc is None:
        return f"{names} in {year}: how close they were is not known."
    if reference is None:
        other = reference_name(found, year)
        return f"{names} in {year}: {bloc}; {other} had no other member to set them against."
    agree = (bloc in BLOCS) == ("apart" in reference and "not" not in reference)
    return f"{names} in {year}: {bloc}, {'and' if agree else 'but'} {reference}."


def reference_name(found: Cohesion, year: int) -> str:
    """The reference by name; where some of it are members of the group, the rest of it."""
    named = names_of(found.against)
    taken = expanded(found.against, year) & found.members[year]
    return f"the rest of {named}" if taken else named


def names_of(actors: tuple[str, ...]) -> str:
    """Names as they stand in a sentence: China, Iran and Russia."""
    short = [state_name(a) if states.exists(a) else bloc_name(a) for a in actors]
    return short[0] if len(short) == 1 else f"{', '.join(short[:-1])} and {short[-1]}"


def picture(found: Cohesion) -> alt.FacetChart:
    """Alignment inside the group and with the reference by year, one panel per domain."""
    import altair as alt

    inside, across = "with one another", f"with {'+'.join(found.against)}"
    lines = pl.concat(
        [
            found.frame.select(
                "year", "domain", mean="cohesion", low="cohesion_low", high="cohesion_high",
                alignment=pl.lit(inside),
            ),
            found.frame.select(
                "year", "domain", mean=-pl.col("distance"), low=-pl.col("distance_high"),
                high=-pl.col("distance_low"), alignment=pl.lit(across),
            ),
        ]
    ).filter(pl.col("mean").is_not_null())  # fmt: skip
    base = alt.Chart(lines).encode(
        x=alt.X("year:Q", axis=alt.Axis(format="d", title=None)),
        color=alt.Color(
            "alignment:N", sort=[inside, across], title=None, legend=alt.Legend(orient="top")
        ),
    )
    band = base.mark_area(opacity=0.2).encode(
        y=alt.Y("low:Q", title="σ among dyads", stack=None), y2="high:Q"
    )
    line = base.mark_line(point=found.frame["year"].n_unique() < 2).encode(
        y="mean:Q", tooltip=["year:Q", "alignment:N", "mean:Q", "low:Q", "high:Q"]
    )
    layers = alt.layer(band, line).properties(width=420, height=130)
    return layers.facet(
        facet=alt.Facet("domain:N", title=None, sort=list(found.inside.domains)), columns=1,
        title=f"{found.label}: mean alignment",
    )  # fmt: skip

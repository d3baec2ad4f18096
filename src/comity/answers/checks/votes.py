"""Votes: how alike two states vote in the General Assembly, and how they voted on a matter told.

"Support each other in international forums" agrees if the pair stands in the upper half of all dyads of the
year by agreement beyond chance. "Has not condemned" is held against the recorded votes: none in favour of the
resolutions that deplored the act.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Verdict, actor_name, says
from comity.measures.registry import get
from comity.measures.scope import Scope

__all__ = ["check"]

NAME = "votes"
RULE = "agreement in the General Assembly beyond chance, in the upper half of all dyads of the year"
RULE_CONDEMNED = "no vote in favour of the resolutions that deplored it, of those held"
RULE_VOTED = "a vote as told on one of the resolutions of the time"
_FORUMS = re.compile(
    r"\b(international forums?|multilateral|UN|U\.N\.|United Nations|General Assembly|vot(e|ed|es|ing))\b"
)
_TOGETHER = re.compile(
    r"\b(support\w*|back\w*|align\w*|together|united|same|alike|cooperat\w*)\b", re.IGNORECASE
)
_VOTED = (
    (
        re.compile(r"\b(voted|votes|voting) against\b|\bopposed the\b", re.IGNORECASE),
        -1.0,
        "voted against",
    ),
    (re.compile(r"\babst(?:ain\w*|entions?)\b", re.IGNORECASE), 0.0, "abstained"),
    (
        re.compile(r"\b(voted|votes|voting) (for|in favou?r)\b|\bbacked the\b", re.IGNORECASE),
        1.0,
        "in favour",
    ),
)
_CONDEMN = re.compile(r"\b(condemn\w*|denounc\w*|deplor\w*)\b", re.IGNORECASE)
#: How old the last votes held may be.
BACK = 3


def check(case: Case) -> Verdict | None:
    """A verdict on votes, or None where the record does not speak of them."""
    record = case.record
    if record.kind not in ("claim", "relation", "event"):
        return None
    if _CONDEMN.search(case.text) and len(case.states()) >= 2:
        return _condemned(case)
    who = case.states(record.sources + record.targets)
    if re.search(r"\bresolution\b", case.text) and len(who) >= 2:
        return case.open(NAME, case.text, "not covered: the vote on this resolution is not held")
    if record.kind == "event":
        return None
    if len(who) == 2 and _FORUMS.search(case.text) and _TOGETHER.search(case.text):
        return _alike(case, who)
    return None


def _condemned(case: Case) -> Verdict | None:
    who, about = (
        (*case.states(case.record.sources), "")[0],
        (*case.states(case.record.targets), "")[0],
    )
    if not who or not about:
        return None
    rows = case.world.events.filter(
        (pl.col("mode") == "un_vote") & (pl.col("a") == who) & (pl.col("b") == about)
    ).sort("date")
    if case.dated:
        rows = rows.filter(pl.col("date").str.slice(0, len(case.dated)) <= case.dated)
    denied = case.record.negated or bool(re.search(r"\b(not|never|refus\w+|avoid\w*)\b", case.text))
    voted = next((v for v in _VOTED if v[0].search(case.text)), None)
    what = "has not condemned" if denied else "condemned"
    if voted:
        period = case.period()
        told_then = [
            period is None or not period.stated or period.touches(d, d) for d in rows["date"]
        ]
        rows = rows.filter(pl.Series(told_then, dtype=pl.Boolean()))
        what = f"{voted[2]} a resolution on"
    said = f"{actor_name(who)} {what} {actor_name(about)}"
    if rows.is_empty():
        return case.open(NAME, said, "not covered: no vote of it on such a resolution is held")
    word = {1.0: "in favour", 0.0: "abstained", -1.0: "against"}
    told = "; ".join(
        f"{r['name']}, {r['date']}: {word.get(r['value'], '')}" for r in rows.iter_rows(named=True)
    )
    if voted:
        as_told = rows.filter(pl.col("value") == voted[1]).height > 0
        return says(NAME, as_told != case.record.negated, said, told, RULE_VOTED, ("events", rows))
    favoured = rows.filter(pl.col("value") > 0).height > 0
    return says(NAME, favoured != denied, said, told, RULE_CONDEMNED, ("events", rows))


def _alike(case: Case, who: tuple[str, ...]) -> Verdict | None:
    period = case.period()
    last = int(period.last[:4]) if period else 2400
    indicator = get("unga_kappa")
    mine = (
        indicator.compute(case.world, Scope.dyad(who[0], who[1], until=last))
        .drop_nulls("value")
        .sort("year")
    )
    said = (
        f"{actor_name(who[0])} and {actor_name(who[1])} support each other in international forums"
    )
    if mine.is_empty() or (last - int(mine["year"][-1]) > BACK and period is not None):
        return case.open(NAME, said, "not covered: no votes of these years are held")
    year = int(mine["year"][-1])
    a, b = min(who), max(who)
    everyone = indicator.compute(case.world, Scope(since=year, until=year)).drop_nulls("value")
    value = float(mine["value"][-1])
    share = float((everyone["value"] <= value).mean())  # type: ignore[arg-type]
    told = f"{year}: kappa {value:.2f}, above {100 * share:.0f} % of {everyone.height:,} dyads ({a}–{b})"
    rows = indicator.evidence(case.world, Scope.dyad(who[0], who[1], year, year))
    return says(NAME, share >= 0.5, said, told, RULE, *rows)

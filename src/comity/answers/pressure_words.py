"""The answer of :mod:`comity.answers.pressure` in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from comity.answers.pressure_checks import SHIFT
from comity.answers.pressure_effects import AFTER, PRE
from comity.states import name

if TYPE_CHECKING:
    from comity.answers.pressure import Pressure

__all__ = ["figure_text", "told", "verdict"]

#: What the target moves towards or away from, by relation.
WHOM = {
    "third": "the great powers that do not sanction it (China, India, Russia)",
    "co_target": "other states under Western sanctions",
    "sender": "the members of the G7 that sanction it",
    "bystander": "the states that do not sanction it",
}
DOMAINS = ("diplomatic", "military", "economic")
#: A p-value below which a test is said to fail.
DOUBTFUL = 0.10


def told(low: float | None, high: float | None) -> str:
    """``together``, ``apart``, or that neither can be told, by a 90 % interval."""
    if low is None or high is None:
        return "not estimated"
    return "together" if low > 0 else "apart" if high < 0 else "not told from zero"


def figure_text(row: dict[str, Any]) -> str:
    """A value with its interval."""
    if row["value"] is None:
        return "not estimated"
    return f"{row['value']:+z.2f} ({row['low']:+.2f} to {row['high']:+.2f})"


def verdict(found: Pressure) -> list[str]:
    """Answer; trend before; placebos; domains; the dyad's own course; sample."""
    said = [_answer(found)]
    if found.figure()["value"] is not None:
        said += [_before(found), _placebos(found), _parts(found)]
    said.append(_own(found))
    said.append(_sample(found))
    return [text for text in said if text]


def _answer(found: Pressure) -> str:
    row, whom = found.figure(), WHOM[found.relation]
    if row["value"] is None:
        return (
            f"Whether outside pressure draws a target and {whom} together cannot be estimated here: "
            "fewer than three targets have an onset and years after it."
        )  # fmt: skip
    verb = {
        "together": f"After an onset of sanctions a target moves closer to {whom}",
        "apart": f"After an onset of sanctions a target moves away from {whom}",
        "not told from zero":
            "Past cases do not show that outside pressure draws states together: after an onset of "
            f"sanctions, the move of a target towards {whom} cannot be told from zero",
    }[told(row["low"], row["high"])]  # fmt: skip
    return (
        f"{verb}: {row['value']:+z.2f} standard deviations among dyads in years {AFTER[0]} to {AFTER[-1]}, "
        f"90 % interval {row['low']:+.2f} to {row['high']:+.2f} ({row['onsets']} onsets, {row['targets']} "
        f"targets, about {row['controls']:.0f} controls each)."
    )  # fmt: skip


def _before(found: Pressure) -> str:
    before, test = found.figure(window="before"), found.test()
    less = found.figure(variant="less the trend before")
    if before["value"] is None or test["pre_p"] is None:
        return "Years before the onset: too few to test for a trend."
    if test["pre_p"] < DOUBTFUL:
        way = "apart" if before["value"] > 0 else "together"
        return (
            f"The comparison is not clean: {-PRE[0]} to {-PRE[-1]} years before the onset the two stood "
            f"{figure_text(before)} from the last year before it (moving {way}; joint test of no trend p = "
            f"{test['pre_p']:.2f}). Less that trend carried on, the effect would be {figure_text(less)}."
        )
    return (
        f"No trend before the onset is seen (years {PRE[0]} to {PRE[-1]}: {figure_text(before)}; joint test "
        f"p = {test['pre_p']:.2f}); less a straight line through them the effect is {figure_text(less)}."
    )


def _placebos(found: Pressure) -> str:
    test = found.test()
    if test["placebo_p"] is None:
        return ""
    early = {"value": test["date_value"], "low": test["date_low"], "high": test["date_high"]}
    return (
        f"Placebos: the same dates laid on states under no pressure give {test['placebo_low']:+.2f} to "
        f"{test['placebo_high']:+.2f} (5 to 95 % of draws; as large as found in "
        f"{test['placebo_p']:.0%}); dates {SHIFT} years too early give {figure_text(early)}."
    )  # fmt: skip


def _parts(found: Pressure) -> str:
    """Which domains, words or deeds stand out, if any."""
    out = []
    for outcome in ("diplomatic", "military", "economic", "words", "deeds"):
        row = found.figure(outcome)
        way = told(row["low"], row["high"])
        if way in ("together", "apart"):
            out.append(f"{outcome} {figure_text(row)}, {way}")
    if not out:
        return "Nor can any domain, words or deeds, be told from zero."
    return (
        "By itself, told from zero at 90 %: "
        + "; ".join(out)
        + ". Of five such figures one in two samples would show "
        "some by chance."
        if len(out) == 1
        else "By themselves, told from zero at 90 %: " + "; ".join(out) + "."
    )


def _own(found: Pressure) -> str:
    if found.own.is_empty():
        if found.target not in found.found.onsets["target"].to_list():
            return (
                f"{name(found.target)} had no onset of such pressure among the cases: what is said is of "
                "others."
            )
        return f"No course of {name(found.target)} after an onset is observed."
    singles = found.singles().filter(
        (pl.col("relation") == found.relation) & (pl.col("outcome") == "overall")
    )
    begun = found.found.onsets.filter(pl.col("target") == found.target)["year"].to_list()
    parts = []
    domains = (
        found.own.filter(pl.col("outcome").is_in(DOMAINS) & pl.col("horizon").is_in(list(AFTER)))
        .group_by("partner", "onset", "outcome", maintain_order=True)
        .agg(pl.col("value").mean(), years=pl.len())
    )
    own = (
        found.own.filter((pl.col("outcome") == "overall") & pl.col("horizon").is_in(list(AFTER)))
        .group_by("partner", "onset", maintain_order=True)
        .agg(pl.col("value").mean(), years=pl.len())
    )
    for partner, onset, value, years in own.rows():
        share = float((singles["value"] < value).mean() or 0.0) if singles.height else None
        place = "" if share is None else f" (above {share:.0%} of {singles.height} such courses)"
        mine = domains.filter((pl.col("partner") == partner) & (pl.col("onset") == onset))
        split = _split(mine, years)
        kind = "" if onset in begun else " (a tightening by the same senders, not averaged)"
        parts.append(
            f"with {name(partner)} after {onset}{kind} {value:+z.2f}{place if not kind else ''}: {split}"
        )
    if not parts:
        return f"No year after an onset is observed of {name(found.target)}."
    return (
        f"{name(found.target)}'s own course, years {AFTER[0]} to {AFTER[-1]}: " + "; ".join(parts)
        + ". One case has no interval; what else happened to it then is in it."
    )  # fmt: skip


def _split(mine: pl.DataFrame, years: int) -> str:
    """A course by domain; one that is not observed is named as such, and one observed in fewer years."""
    held = {r["outcome"]: (r["value"], r["years"]) for r in mine.iter_rows(named=True)}
    parts = []
    for domain in DOMAINS:
        if domain not in held:
            parts.append(f"{domain} not observed")
            continue
        moved, n = held[domain]
        parts.append(f"{domain} {moved:+z.2f}" + (f" ({n} of {years} years)" if n < years else ""))
    return ", ".join(parts)


def _sample(found: Pressure) -> str:
    onsets = found.found.onsets
    first, last = int(onsets["year"].to_list()[0]), int(onsets["year"].to_list()[-1])
    cut = (
        "only cases still running" in found.found.sample
        or "none ended before" in found.found.sample
    )
    text = (
        f"Sample: {found.found.sample}; onsets {first}–{last} by "
        f"{'five or more states of the West' if found.senders == ('WEST',) else ', '.join(found.senders)}."
    )
    if cut:
        text += (
            " So cases that ended early are missing, long ones are over-represented, and states whose short "
            "cases are missing stand among the controls, which draws the effect towards zero; from 2013 "
            "the list is whole (see the checks)."
        )
    text += (
        f" Deeds are {found.found.deeds}: a change is seen only between years both covered. A domain is "
        "known where each of its costs, words and deeds, is; overall, words and deeds leave out what is "
        "not known in every year around the onset."
    )
    held = f"{found.threats} dated threats" if found.threats else "no threats"
    text += " Errors are clustered by target, which holds its dyads, and by year of onset."
    return text + f" Threats are not estimated: the world holds {held}, chosen by hand."

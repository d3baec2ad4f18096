"""What alignment may do in answer to sanctions that a scenario adds: the average response of past cases.

The *mechanical* change of a scenario is what follows from flows and links moved. States react besides; what
they did after past onsets is estimated by :mod:`comity.answers.pressure` and belongs beside the mechanical
change, never mixed into it. It is an average over targets, and its interval is that of the average.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from comity import states
from comity.answers.pressure_findings import Findings
from comity.answers.pressure_onsets import HEAVY, RISE, stored_counts
from comity.answers.pressure_relations import POWERS, SENDERS
from comity.answers.pressure_stored import findings, root_of
from comity.errors import CoverageError, StateError
from comity.world.world import World

__all__ = ["Imposed", "response"]

SCHEMA = {
    "a": pl.String, "b": pl.String, "year": pl.Int32, "domain": pl.String, "response": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "basis": pl.String,
}  # fmt: skip
DOMAINS = ("overall", "diplomatic", "military", "economic", "words", "deeds")
#: Last year since an onset that is estimated.
LONGEST = 8


@dataclass(frozen=True, slots=True)
class Imposed:
    """Sanctions that a scenario adds or lifts.

    Attributes
    ----------
    senders
        States, or groups of states (``WEST``, ``EU``, ``G7``).
    target
        A state.
    year
        Year in which they begin, or end.
    lifted
        Whether they end.
    """

    senders: tuple[str, ...]
    target: str
    year: int
    lifted: bool = False


def response(
    world: World,
    sanctions: Iterable[Imposed],
    dyads: Iterable[tuple[str, str]],
    year: int,
    *,
    lifting: Literal["unknown", "symmetric"] = "unknown",
    found: Findings | None = None,
) -> pl.DataFrame:
    """Average response of alignment to sanctions, by dyad and domain, in a year.

    Parameters
    ----------
    world
        Whose past cases are averaged: those of the observed world, if it is a simulated one.
    lifting
        What the end of sanctions does: not known, or, as an assumption, the reverse of their onset.
    found
        Estimates to use instead of the world's own.

    Returns
    -------
    DataFrame
        a, b (as asked), year, domain (overall, three domains, words, deeds), response, low,
        high (90 %, standard deviations among dyads), basis. Null where nothing is estimated; basis says why.

    Raises
    ------
    StateError, UnknownName
        For an unknown state or group.
    """
    given = [
        (each, states.resolve(each.target), _members(each.senders, each.year)) for each in sanctions
    ]
    estimates = found
    if given and estimates is None:
        try:
            estimates = findings(world)
        except CoverageError as problem:
            return _nothing(dyads, year, f"not estimated: {str(problem).splitlines()[0]}")
    under = _under(world) if given else {}
    rows: list[tuple[object, ...]] = []
    for pair in dyads:
        a, b = (states.resolve(x) for x in pair)
        parts = [
            _part(estimates, each, target, by, a if b == target else b, year, under, lifting)
            for each, target, by in given
            if target in (a, b) and estimates is not None
        ]
        rows += [(a, b, year, of, *_sum([part[of] for part in parts])) for of in DOMAINS]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


#: By target and year: senders of the West, and whether the USA are among them.
Under = dict[tuple[str, int], tuple[int, bool]]
Part = tuple[float | None, float | None, float | None, str]


def _part(
    estimates: Findings, each: Imposed, target: str, by: frozenset[str], other: str, year: int,
    under: Under, lifting: str,
) -> dict[str, Part]:  # fmt: skip
    """One set of sanctions and the dyad of its target with another state."""
    west = by & _members(("WEST",), each.year)
    last = max((y for _, y in under), default=each.year)
    before = min(each.year - 1, last)
    already = under.get((target, before), (0, False))[0]
    since = year - each.year
    why = ""
    if len(west) < RISE:
        count = f"{len(west)} of the senders are" if west else "none of those who act is"
        why = (
            f"not estimated: {count} of the West; the cases behind the estimate are onsets by {RISE} or "
            "more of it"
        )
    elif since < 0:
        why = f"not yet: the sanctions {'end' if each.lifted else 'begin'} in {each.year}"
    elif each.lifted and lifting == "unknown":
        why = "not estimated: what the end of sanctions does cannot be told from cases that lasted"
    if why:
        return dict.fromkeys(DOMAINS, (None, None, None, why))
    relation = _relation(other, by, under.get((other, before), (0, False)))
    horizon = min(since, LONGEST)
    said = f"average of {{targets}} targets, year {horizon} after the onset, {_TOLD[relation]}"
    if relation == "sender" and other not in SENDERS:
        said += f"; {states.name(other)} is taken for one (assumption)"
    if since > LONGEST:
        said += f"; taken to last beyond year {LONGEST} (assumption)"
    if each.lifted:
        said += "; the reverse of an onset (assumption)"
    elif already >= RISE:
        said += (
            f"; {already} states of the West sanctioned the target before: a tightening is taken for "
            "an onset (assumption)"
        )
    of = estimates.effects.filter(
        (pl.col("relation") == relation) & (pl.col("method") == "event_study")
        & (pl.col("horizon") == horizon)
    )  # fmt: skip
    held = {r["outcome"]: r for r in of.iter_rows(named=True)}
    sign = -1.0 if each.lifted else 1.0
    parts: dict[str, Part] = {}
    for domain in DOMAINS:
        row = held.get(domain)
        if row is None or row["value"] is None:
            parts[domain] = (None, None, None, "not estimated: too few cases")
            continue
        ends = sorted((sign * row["low"], sign * row["high"]))
        parts[domain] = (
            sign * row["value"], ends[0], ends[1], said.format(targets=row["targets"])
            + ("; not told from zero" if ends[0] <= 0 <= ends[1] else ""),
        )  # fmt: skip
    return parts


_TOLD = {
    "third": "towards a great power that does not join in (China, India, Russia)",
    "sender": "towards a sender of the G7",
    "co_target": "towards a state the West or the USA already sanctioned",
    "bystander": "towards states that do not join in",
}


def _relation(other: str, by: frozenset[str], under: tuple[int, bool]) -> str:
    if other in by:
        return "sender"
    if other in POWERS:
        return "third"
    return "co_target" if under[0] >= RISE or under[1] else "bystander"


def _sum(parts: Sequence[Part]) -> Part:
    """Several sets of sanctions on a dyad add up, their intervals too (as if they erred together)."""
    if not parts:
        return None, None, None, "not estimated: neither of the two is the target"
    known = [part for part in parts if part[0] is not None]
    if not known:
        return parts[0]
    value, low, high = (sum(float(part[i] or 0.0) for part in known) for i in range(3))
    return value, low, high, "; ".join(dict.fromkeys(part[3] for part in parts))


def _nothing(dyads: Iterable[tuple[str, str]], year: int, why: str) -> pl.DataFrame:
    rows = [
        (states.resolve(a), states.resolve(b), year, domain, None, None, None, why)
        for a, b in dyads
        for domain in DOMAINS
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _members(actors: Sequence[str], year: int) -> frozenset[str]:
    """The states that some actors are in a year."""
    found: set[str] = set()
    for actor in actors:
        try:
            found.add(states.resolve(actor))
        except StateError:
            found.update(states.expand(actor, year))
    return frozenset(found)


def _under(world: World) -> Under:
    """How many of the West sanction a state in a year, and whether the USA do."""
    root = root_of(world)

    def make() -> Under:
        counts, _ = stored_counts(root)
        tally: Under = {}
        west: dict[int, frozenset[str]] = {}
        for sender, target, year in (
            counts.filter(pl.col("value") > 0).select("a", "b", "year").rows()
        ):
            members = west.setdefault(year, _members(("WEST",), year))
            if sender in members:
                number, heavy = tally.get((target, year), (0, False))
                tally[target, year] = (number + 1, heavy or sender == HEAVY)
        return tally

    held: Under = root.remember("pressure under", make)
    return held

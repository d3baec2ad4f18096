"""Whether two states are allies: what their treaties oblige them to at the date of the text.

An *alliance* is an obligation to defend the other, in force. The world holds treaties by name to the present
and coded alliances to 2018; weaker obligations (to consult, not to attack, to stay neutral) and labels of
partnership are told beside it. Authors use the word more loosely: the verdict is on the treaty, not the word.
"""

from __future__ import annotations

import re

import polars as pl

from comity.answers.checks.case import Case, Period, Verdict, actor_name, pair_rows, says

__all__ = ["OBLIGATIONS", "check", "in_force"]

NAME = "alliance"
RULE = "an alliance is an obligation to defend the other in a treaty in force at the date"
OBLIGATIONS = ("defense", "offense", "neutrality", "consultation", "nonaggression")
#: Characters before the word in which an alliance is denied.
NEAR = 48
LABELS = ("partnership", "arms_cooperation")
_YES = {"alliance_yes"}
_NO = {"no_formal_alliance", "aligning_not_alliance", "alliance_no"}
_WORD = re.compile(
    r"\b(alliances?|allied|military ally|treaty ally)\b|(?:an|[’']s) (?:\w+ )?ally\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(no|not|nor|never|so-called|non-?existent|without|short of|ephemeral|illusory|rather than|hardly)\b",
    re.IGNORECASE,
)
#: The ally or alliance of somebody else, who is named before it.
_OTHERS = re.compile(
    r"(?<!anti-)\b(Western|NATO|Atlantic|American|U\.?S\.?|European)(?:[ -]led)? (all(?:y|ies)|alliances?)\b"
)
#: An alliance that is none of defence.
_LOOSE = re.compile(
    r"\b(political|economic|energy|technolog\w+|trade|tactical|informal|natural|de facto)"
    r" all(?:y|ies|iances?)\b|\balliances? of convenience\b",
    re.IGNORECASE,
)
_WESTERN = frozenset({"USA", "GBR", "FRA", "DEU"})


def check(case: Case) -> Verdict | None:
    """A verdict on an alliance of two states, or None where the record does not speak of one."""
    record = case.record
    pair = case.pair()
    if (
        record.kind not in ("claim", "relation")
        or pair is None
        or record.form in ("forecast", "conditional")
    ):
        return None
    of_others = _OTHERS.search(case.text) and not set(pair) & _WESTERN
    spoken = _WORD.search(case.text) and set(case.states()) >= set(pair) and not of_others
    if of_others or not (spoken or record.stance in _NO):
        return None
    denies = record.stance in _NO or denied(case.text)
    denies = denies or (record.negated and record.stance not in _YES)
    dated = case.dated or (record.date or "")[:10]
    if not dated:
        return case.open(NAME, case.text, "the text has no date, and obligations change")
    rows = in_force(case, pair, Period(dated, dated, stated=True))
    names = f"{actor_name(pair[0])} and {actor_name(pair[1])}"
    loose = _LOOSE.search(case.text)
    if loose:
        why = (
            f"“{' '.join(loose[0].split())}” claims no obligation to defend, and none is looked for"
        )
        return case.open(NAME, f"{names}: {case.text}", why)
    said = f"{names}: {'no ' if denies else 'an '}alliance"
    if rows.is_empty():
        return case.open(NAME, said, "not covered: no treaty of the two in force among the rows")
    defence = rows.filter(pl.col("kind").is_in(["defense", "offense"]))
    strongest = next((k for k in OBLIGATIONS if k in rows["kind"].to_list()), "")
    if defence.height:
        found = f"bound to defend each other: {_named(defence)}"
    elif strongest:
        bound = _named(rows.filter(pl.col("kind") == strongest))
        found = f"no obligation to defend; bound to {_bound(strongest)}: {bound}"
    else:
        found = f"no obligation; {_named(rows)}"
    return says(NAME, bool(defence.height) != denies, said, found, RULE, ("ties", rows))


def denied(text: str) -> bool:
    """Whether an alliance is denied: shortly before it is named."""
    told = _WORD.search(text)
    return bool(told and _DENIED.search(text[max(0, told.start() - NEAR) : told.end()]))


def in_force(case: Case, pair: tuple[str, str], period: Period) -> pl.DataFrame:
    """Treaties and labels of a pair in force in a period, the strongest obligation first."""
    rows = pair_rows(case.world.rows("ties", of=[*OBLIGATIONS, *LABELS]), *pair)
    kept = [period.touches(s, e) for s, e in rows.select("start", "end").iter_rows()]
    order = {k: i for i, k in enumerate((*OBLIGATIONS, *LABELS))}
    return rows.filter(pl.Series(kept, dtype=pl.Boolean())).sort(
        pl.col("kind").replace_strict(order, return_dtype=pl.Int8), "start"
    )


def _named(rows: pl.DataFrame) -> str:
    row = rows.row(-1, named=True)
    return f"{row['name']}, since {row['start']}"


def _bound(obligation: str) -> str:
    return {
        "neutrality": "stay neutral",
        "consultation": "consult",
        "nonaggression": "refrain from attack",
    }[obligation]

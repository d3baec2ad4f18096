"""How good a reading is: recall and precision by kind of record, and the share of right fields.

Records of the two sides are matched as in :mod:`comity.reading.matching`. Events and relations are one group
(whether a state of affairs is an event is often a matter of taste), quantities and claims one each. A
quantity is right where value and unit are, whatever its actors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from comity.reading.matching import Match, matched, overlap
from comity.reading.record import Record
from comity.reading.units import same_figure
from comity.reading.vocabulary import quad

__all__ = ["GROUPS", "Score", "score"]

GROUPS = {
    "events and relations": ("event", "relation"),
    "claims": ("claim",),
    "all but quantities": ("event", "relation", "claim"),
}
QUANTITIES = "quantities"


@dataclass(frozen=True, slots=True)
class Score:
    """A reading held against another.

    Attributes
    ----------
    groups
        group, gold, predicted, matched (halves count half), recall, precision, f1.
    fields
        group, field, n (matched records that have the field), right, share.
    errors
        doc, start, end, group, error (``missed``, ``spurious``, or the field that is wrong), gold, predicted,
        text.
    """

    groups: pl.DataFrame
    fields: pl.DataFrame
    errors: pl.DataFrame

    def table(self) -> pl.DataFrame:
        """Recall and precision by group."""
        return self.groups


def score(gold: Sequence[Record], predicted: Sequence[Record]) -> Score:
    """Recall, precision, right fields and every error of a reading against a hand reading.

    Documents that the hand reading does not have are left out.
    """
    docs = {record.doc for record in gold}
    predicted = [record for record in predicted if record.doc in docs]
    groups, fields, errors = [], [], []
    for group, kinds in GROUPS.items():
        ours = [record for record in gold if record.kind in kinds]
        theirs = [record for record in predicted if record.kind in kinds]
        found = matched(ours, theirs)
        groups.append(_row(group, ours, theirs, sum(match.weight for match in found)))
        fields += _fields(group, found)
        if group != "all but quantities":
            errors += _errors(group, ours, theirs, found)
    row, wrong = _quantities(gold, predicted)
    return Score(
        _frame([*groups, row], _GROUP), _frame(fields, _FIELD), _frame([*errors, *wrong], _ERROR)
    )


_GROUP = {
    "group": pl.String, "gold": pl.Int64, "predicted": pl.Int64, "matched": pl.Float64, "recall": pl.Float64,
    "precision": pl.Float64, "f1": pl.Float64,
}  # fmt: skip
_FIELD = {
    "group": pl.String,
    "field": pl.String,
    "n": pl.Int64,
    "right": pl.Int64,
    "share": pl.Float64,
}
_ERROR = {
    "doc": pl.String, "start": pl.Int64, "end": pl.Int64, "group": pl.String, "error": pl.String,
    "gold": pl.String, "predicted": pl.String, "text": pl.String,
}  # fmt: skip


def _frame(
    rows: Sequence[tuple[object, ...]], schema: dict[str, type[pl.DataType]]
) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema, orient="row")


def _row(
    group: str, gold: Sequence[Record], predicted: Sequence[Record], weight: float,
    weight_predicted: float | None = None,
) -> tuple[object, ...]:  # fmt: skip
    right = weight if weight_predicted is None else weight_predicted
    recall = weight / len(gold) if gold else None
    precision = right / len(predicted) if predicted else None
    f1 = 2 * recall * precision / (recall + precision) if recall and precision else None
    return group, len(gold), len(predicted), weight, recall, precision, f1


def _told(record: Record) -> dict[str, object]:
    """Fields as they are compared; None where the record does not have one."""
    return {
        "polarity": record.polarity,
        "word or deed": record.word_or_deed,
        "form": record.form,
        "domain": record.domain,
        "action": record.action.partition(":")[0],
        "quad": quad(record.action),
        "date, where stated": record.date if record.date_basis == "stated" else None,
        "speaker": record.speaker,
        "hedged": record.hedged,
        "negated": record.negated,
        "section": record.section,
        "kind": record.kind,
    }


def _fields(group: str, found: Iterable[Match]) -> list[tuple[object, ...]]:
    seen: dict[str, list[int]] = {}
    for match in found:
        theirs = _told(match.predicted) | {"date, where stated": match.predicted.date}
        for field, value in _told(match.gold).items():
            if value is not None:
                count = seen.setdefault(field, [0, 0])
                count[0] += 1
                count[1] += theirs[field] == value
    return [(group, field, n, right, right / n) for field, (n, right) in seen.items()]


def _errors(
    group: str, gold: Sequence[Record], predicted: Sequence[Record], found: Sequence[Match]
) -> list[tuple[object, ...]]:
    hit, used = {match.gold.id for match in found}, {id(match.predicted) for match in found}
    rows = [_error(r, group, "missed", _short(r), "") for r in gold if r.id not in hit]
    rows += [_error(r, group, "spurious", "", _short(r)) for r in predicted if id(r) not in used]
    for match in found:
        theirs = _told(match.predicted) | {"date, where stated": match.predicted.date}
        if match.weight < 1:
            rows.append(
                _error(match.gold, group, "actors", _short(match.gold), _short(match.predicted))
            )
        rows += [
            _error(match.gold, group, field, str(value), str(theirs[field]))
            for field, value in _told(match.gold).items()
            if value is not None and theirs[field] != value
        ]
    return rows


def _error(record: Record, group: str, what: str, gold: str, predicted: str) -> tuple[object, ...]:
    return (
        record.doc, record.char_start, record.char_end, group, what, gold, predicted, record.sentence
    )  # fmt: skip


def _short(record: Record) -> str:
    return (
        f"{record.kind} {record.source_actor or '–'} > {record.target_actor or '–'} {record.action}"
    )


def _quantities(
    gold: Sequence[Record], predicted: Sequence[Record]
) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    """Recall over the quantities of the hand reading; precision over those predicted.

    A predicted figure is right too where the hand reading has it as the value of an event or relation.
    """
    ours = [record for record in gold if record.kind == "quantity"]
    valued = [record for record in gold if record.value is not None]
    theirs = [record for record in predicted if record.kind == "quantity"]

    def right(a: Record, b: Record) -> bool:
        return (
            a.doc == b.doc and overlap(a, b) > 0 and same_figure(a.value, a.unit, b.value, b.unit)
        )

    hits = [a for a in ours if any(right(a, b) for b in theirs)]
    good = [b for b in theirs if any(right(a, b) for a in valued)]
    errors = [
        _error(a, QUANTITIES, "missed", f"{a.value} {a.unit}", "") for a in ours if a not in hits
    ]
    errors += [
        _error(b, QUANTITIES, "spurious", "", f"{b.value} {b.unit}")
        for b in theirs
        if b not in good
    ]
    return _row(QUANTITIES, ours, theirs, len(hits), len(good)), errors

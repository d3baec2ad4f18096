"""The quad class of acts between two given actors, against published gold records.

Records: ``PLOVER_GSR_CAMEO.json`` (event type of a sentence with its source and target), the sentences of
``PETR2_GSR_validation.xml`` (CAMEO codes of pairs of actor codes), and the training part of PLV (ACL 2024).

The gold gives both actors. Scored is the class (1 verbal cooperation, 2 material cooperation, 3 verbal
conflict, 4 material conflict) of :func:`comity.reading.relation.relation` between them. A sentence with
several gold events is scored once for each. A record whose event has no class in PLOVER (CAMEO 01, 02,
sentences without an event) is left out; no act found counts as missed.

Records of even number, in the order of each file, were looked at while the rules were written; odd ones were
not. No sentence of PLV was fitted: only its totals were watched.

    python -m benchmarks.reading_actions FOLDER_OF_DATA
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.reading.mentions import mentions
from comity.reading.plain_text import document
from comity.reading.relation import relation
from comity.reading.sentences import sentences
from comity.reading.vocabulary import QUADS

Span = tuple[int, int]
#: Event types of the first PLOVER drafts, by their class today.
FORMER = {**QUADS, "DEMAND": 3, "DISAPPROVE": 3, "INVESTIGATE": 3, "FIGHT": 4}
#: CAMEO codes by PLOVER class; the longest prefix counts. 080 to 083 yield in words, 084 to 087 in deeds.
CAMEO = {
    "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 1, "084": 2, "085": 2, "086": 2, "087": 2, "0813": 2,
    "0814": 2, "09": 3, "10": 3, "11": 3, "12": 3, "13": 3, "14": 4, "15": 4, "16": 4, "17": 4, "18": 4,
    "19": 4, "20": 4,
}  # fmt: skip
CLASSES = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, where its two actors stand, and the class of the act; ``seen`` while tuning."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]
    quad: int
    seen: bool


def plover(folder: Path) -> list[Case]:
    """Records of the PLOVER gold standard."""
    path = folder / "event-coding-gold" / "PLOVER_GSR_CAMEO.json"
    records = [r for r in json.loads(path.read_text(encoding="utf-8")) if r["event"] != "DOCUMENT"]
    return [
        Case(
            r["text"], _named(r["text"], r.get("source")), _named(r["text"], r.get("target")),
            FORMER[r["event"]], number % 2 == 0,
        )
        for number, r in enumerate(records)
    ]  # fmt: skip


def petrarch(folder: Path) -> list[Case]:
    """Pairs of the validation sentences of PETRARCH-2."""
    path = folder / "event-coding-gold" / "PETR2_GSR_validation.xml"
    cases = []
    for number, part in enumerate(path.read_text(encoding="utf-8").split("<Sentence category")[1:]):
        said = re.search(r"<Text>(.*?)</Text>", part, re.DOTALL)
        if said is None:
            continue
        text = " ".join(said[1].split())
        for event in re.findall(r"<EventCoding ([^>]*)/>", part):
            coded = dict(re.findall(r'(\w+)="([^"]*)"', event))
            quad = _class(coded.get("eventcode", ""))
            if quad is not None:
                source, target = (
                    _coded(text, coded[side]) for side in ("sourcecode", "targetcode")
                )
                cases.append(Case(text, source, target, quad, number % 2 == 0))
    return cases


def plv(folder: Path) -> list[Case]:
    """Pairs of PLV."""
    path = folder / "plv-plover-relations" / "PLV_train.tsv.gz"
    cases = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            text, at = "", {"s": [], "t": []}  # type: tuple[str, dict[str, list[Span]]]
            begun = 0
            for piece in re.split(r"(</?[st]>)", row["marked_sentence"]):
                if re.fullmatch(r"<[st]>", piece):
                    begun = len(text)
                elif re.fullmatch(r"</[st]>", piece):
                    at[piece[2]].append((begun, len(text)))
                else:
                    text += piece
            cases.append(Case(text, tuple(at["s"]), tuple(at["t"]), int(row["gold_penta"]), False))
    return cases


def _class(code: str) -> int | None:
    return next((CAMEO[code[:n]] for n in (4, 3, 2) if code[:n] in CAMEO), None)


def _named(text: str, side: object) -> tuple[Span, ...]:
    """Where the gold's words for an actor stand; where they do not, the longest name among them."""
    found = []
    for actor in side if isinstance(side, list) else [side]:
        name = (actor["actorText"] if isinstance(actor, dict) else str(actor or "")).strip()
        names = [name, *sorted(re.findall(r"[\w.]+", name), key=len, reverse=True)] if name else []
        for one in names:
            at = text.lower().find(one.lower())
            if at >= 0 and (one is name or one[0].isupper() or len(one) > 5):
                found.append((at, at + len(one)))
                break
    return tuple(found)


def _coded(text: str, code: str) -> tuple[Span, ...]:
    """Where the state of a CAMEO actor code is first spoken of."""
    one = document(text)
    named = (m for m in mentions(one, sentences(one)) if code[:3] in m.actors)
    return tuple((m.start, m.end) for m in named)[:1]


def classes(cases: Iterable[Case], *, yields: int | None = None) -> list[tuple[int, int | None]]:
    """Gold and found class of each case; ``yields`` is the class of CONCEDE where the gold has its own."""
    pairs = []
    for case in cases:
        found = relation(case.text, case.source, case.target)
        quad = found.quad if found else None
        if yields is not None and found and found.action.startswith("CONCEDE"):
            quad = yields
        pairs.append((case.quad, quad))
    return pairs


def f1(pairs: list[tuple[int, int | None]]) -> dict[str, Any]:
    """F1 of each class, their mean, accuracy and number of cases."""
    by = {}
    for one in CLASSES:
        right = sum(gold == one == found for gold, found in pairs)
        wrong = sum((gold == one) != (found == one) for gold, found in pairs)
        by[one] = 2 * right / max(1, 2 * right + wrong)
    return {
        "macro": round(sum(by.values()) / len(by), 3), **{str(k): round(v, 3) for k, v in by.items()},
        "accuracy": round(sum(g == f for g, f in pairs) / max(1, len(pairs)), 3), "cases": len(pairs),
    }  # fmt: skip


def scores(folder: Path) -> dict[str, dict[str, Any]]:
    """Scores by set: both gold files together and apart, halves, and PLV (its CONCEDE is material)."""
    first, second = plover(folder), petrarch(folder)
    together = first + second
    return {
        "gold records": f1(classes(together)),
        "PLOVER": f1(classes(first)),
        "PETRARCH-2": f1(classes(second)),
        "half looked at": f1(classes(c for c in together if c.seen)),
        "other half": f1(classes(c for c in together if not c.seen)),
        "PLV, not fitted": f1(classes(plv(folder), yields=2)),
    }


def main() -> None:
    print(json.dumps(scores(Path(sys.argv[1]))))


if __name__ == "__main__":
    main()

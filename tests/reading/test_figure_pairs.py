"""Who the figures of prose are about: a score of the pair over sentences."""

from __future__ import annotations

import csv
from pathlib import Path

from comity.reading.plain_text import document
from comity.reading.read import reading
from comity.reading.record import Record
from comity.reading.units import same_figure

#: ``before`` is the sentence before; a figure is ``value: unit: A>B``, ``A~B`` where the order does not
#: matter, those of ``before`` first, parted by ``||``.
ROWS = list(
    csv.DictReader(
        (Path(__file__).parent / "figure_pairs.csv").read_text(encoding="utf-8").splitlines()
    )
)
FRAME = (
    "Brazil and Argentina are neighbours with a long border, and each has a long coast of its own."
)


def read(before: str, sentence: str) -> list[Record]:
    """Figures of two sentences between two paragraphs that frame them."""
    made = document(f"{FRAME}\n\n{before} {sentence}\n\n{FRAME}")
    return [r for r in reading(made).records if r.kind == "quantity"]


def right(record: Record, pair: str) -> bool:
    if "~" in pair:
        return record.actors == frozenset(pair.split("~"))
    source, _, target = pair.partition(">")
    return (";".join(record.sources), ";".join(record.targets)) == (source, target)


def test_score_of_the_pair() -> None:
    """Both sides right, in their order where it matters, for the figures found; and figures found."""
    told = found = hits = pairs = 0
    wrong = []
    for row in ROWS:
        want = [part.strip().split(": ") for part in row["figures"].replace("||", "|").split("|")]
        left = read(row["before"], row["sentence"])
        told, found = told + len(want), found + len(left)
        for value, unit, pair in want:
            hit = next((r for r in left if same_figure(value, unit, r.value, r.unit)), None)
            if hit is None:
                wrong.append((row["sentence"], value, unit, "missed"))
                continue
            left.remove(hit)
            hits += 1
            pairs += right(hit, pair)
            if not right(hit, pair):
                wrong.append((row["sentence"], value, pair, hit.source_actor, hit.target_actor))
        wrong += [(row["sentence"], r.value, r.unit, "spurious") for r in left]
    lines = "\n".join(map(str, wrong))
    assert hits / told >= 0.95, lines
    assert hits / found >= 0.95, lines
    assert pairs / hits >= 0.95, f"{pairs} of {hits}\n{lines}"


def test_crowds_are_figures_and_a_few_are_not() -> None:
    told = {
        "Peru met 40 states.": [40.0], "Peru met three ministers of Chile.": [],
        "Peru opened 22 of 35 chapters.": [22.0], "Peru expelled 12 Chilean diplomats.": [12.0],
        "Several thousand Peruvians fled to Chile.": [],
    }  # fmt: skip
    for sentence, values in told.items():
        found = [float(record.value or 0) for record in read("", sentence)]
        assert found == values, sentence

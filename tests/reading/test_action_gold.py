"""Acts between two given actors against published gold records (kept outside the project)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reading_actions import classes, f1, petrarch, plover, plv

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def gold(shared: Path) -> list:
    return plover(shared) + petrarch(shared)


def test_quads_of_the_gold_records(gold):
    assert len(gold) == 394
    assert f1(classes(gold))["macro"] >= 0.80


def test_the_half_not_looked_at(gold):
    unseen = f1(classes(case for case in gold if not case.seen))
    assert unseen["macro"] >= 0.74, unseen


def test_a_set_that_no_rule_was_fitted_to(shared):
    assert f1(classes(plv(shared)[::4], yields=2))["macro"] >= 0.78

"""The estimator on panels whose effect is known: bias, coverage, placebos, and what must not leak."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from benchmarks.pressure_panels import YEARS, onsets_of, scores_of, simulated
from comity.alignment.catalog import CATALOG
from comity.answers.pressure_checks import detrended, placebo_targets, variants
from comity.answers.pressure_effects import (
    AFTER,
    HORIZONS,
    PRE,
    average,
    estimate,
    pre_test,
    projected,
    student,
)
from comity.answers.pressure_panel import OUTCOMES, composition
from comity.answers.pressure_relations import Partners, clean, excess_of, partners

#: Replications: enough to tell 90 % coverage from 80 %, few enough for a test.
DRAWS = 80


def excess(small):
    return excess_of(small.scores, small.onsets, partners(small.onsets, "third"))


def after(small, *, project=False):
    found = excess(small)
    return estimate(average(projected(found) if project else found, AFTER))


def test_an_exact_effect_is_found_exactly():
    levels = np.tile(np.linspace(0, 3, len(YEARS)), (30, 1)) + np.arange(30)[:, None]
    begun = {0: 2000, 1: 2004, 2: 2004, 3: 2010}
    for place, year in begun.items():
        levels[place, year - YEARS[0] :] += 0.7
    found = estimate(
        excess_of(scores_of(levels), onsets_of(30, begun), partners(onsets_of(30, begun), "third"))
    )
    expected = [0.7 if h >= 0 else 0.0 for h in HORIZONS]
    assert found.value[:, 0] == pytest.approx(expected, abs=1e-5)
    assert found.targets[:, 0].tolist() == [4] * len(HORIZONS)
    assert found.controls[HORIZONS.index(1), 0] == pytest.approx(
        (29 + 28 + 28 + 26) / 4 - 0.75, abs=1
    )


@pytest.mark.parametrize(
    "effect",
    [
        {},
        {"effect": 0.3},
        {"effect": 0.1, "growth": 0.1, "later": 0.15, "spread": 0.1},
    ],
    ids=["none", "constant", "staggered and different"],
)
def test_it_is_not_biased_and_its_interval_covers(effect):
    misses, errors, widths = 0, [], []
    for draw in range(DRAWS):
        small = simulated(np.random.default_rng(draw), **effect)
        found = after(small)
        value, low, high = (float(x[0, 0]) for x in (found.value, found.low, found.high))
        misses += not low <= small.after <= high
        errors.append(value - small.after)
        widths.append(high - low)
    # the mean error is known to about sd / sqrt(draws)
    assert abs(np.mean(errors)) < 3 * np.std(errors) / np.sqrt(DRAWS) + 1e-3
    assert misses / DRAWS <= 0.20, "a 90 % interval misses too often"
    if "spread" not in effect:
        # where targets differ, the interval is of what the next would do: wider than the error for these
        assert misses / DRAWS >= 0.01, "an interval that never misses is too wide"
        assert np.mean(widths) < 5 * np.std(errors)


def test_a_projection_agrees_and_is_tighter_where_the_past_tells():
    errors = {False: [], True: []}
    for draw in range(20):
        small = simulated(np.random.default_rng(draw), effect=0.3, memory=0.3)
        for project, found in errors.items():
            found.append(float(after(small, project=project).value[0, 0]) - 0.3)
    assert abs(np.mean(errors[True])) < 0.05
    assert np.std(errors[True]) < np.std(errors[False])


def test_a_trend_before_is_seen_and_taken_out():
    seen, rest = 0, []
    for draw in range(30):
        small = simulated(np.random.default_rng(draw), trend=0.08)
        found = excess(small)
        by_year = estimate(found)
        seen += pre_test(by_year, 0)[1] < 0.10
        rest.append(float(detrended(average(found, AFTER), by_year).value[0, 0]))
        assert by_year.value[0, 0] < 0 < estimate(average(found, AFTER)).value[0, 0]
    assert seen >= 24
    assert abs(np.mean(rest)) < 0.06


def test_without_a_trend_the_test_seldom_sees_one():
    seen = [
        pre_test(estimate(excess(simulated(np.random.default_rng(draw)))), 0)[1] < 0.10
        for draw in range(50)
    ]
    assert np.mean(seen) <= 0.22


def test_placebo_targets_bracket_zero_and_not_the_effect():
    small = simulated(np.random.default_rng(3), effect=0.5)
    low, high, p = placebo_targets(excess(small))
    assert low[0] < 0 < high[0] < 0.5
    assert p[0] < 0.01
    nothing = placebo_targets(excess(simulated(np.random.default_rng(4))))
    assert nothing[2][0] > 0.05


def test_later_years_do_not_leak_into_earlier_ones():
    small = simulated(np.random.default_rng(1), effect=0.2)
    plain = estimate(excess(small)).value[:, 0]
    score = small.scores.score.copy()
    place, year = 0, 1998  # the first target, at its onset
    score[year - YEARS[0] :, place] += 9.0
    shocked = replace(small.scores, score=score)
    moved = estimate(excess_of(shocked, small.onsets, partners(small.onsets, "third"))).value[:, 0]
    before = [h < -1 for h in HORIZONS]
    assert moved[before] == pytest.approx(plain[before], abs=1e-6)
    assert (moved[np.array(HORIZONS) >= 0] > plain[np.array(HORIZONS) >= 0] + 0.3).all()


def test_an_indicator_that_ends_moves_nothing():
    rng = np.random.default_rng(0)
    level = rng.normal(size=(40, 1, 1)) + np.zeros((40, len(YEARS), 2))
    level[..., 1] += 5.0  # far above the first: were levels averaged, its end would be a fall
    level[:, 2005 - YEARS[0] :, 1] = np.nan
    begun = dict.fromkeys(range(5), 2003)
    onsets = onsets_of(40, begun)
    found = estimate(excess_of(scores_of(level), onsets, partners(onsets, "third")))
    assert found.value[:, 0] == pytest.approx(0.0, abs=1e-5)


def test_an_indicator_taken_every_third_year_counts_from_its_last():
    level = np.zeros((40, len(YEARS), 1))
    begun = dict.fromkeys(range(5), 2003)
    level[:5, 2003 - YEARS[0] :] = 0.5
    listed = np.isin(np.array(YEARS), [2000, 2005, 2010])
    level[:, ~listed] = np.nan
    onsets = onsets_of(40, begun)
    found = estimate(excess_of(scores_of(level), onsets, partners(onsets, "third"))).value[:, 0]
    by = dict(zip(HORIZONS, found, strict=True))
    assert by[2] == pytest.approx(0.5)
    assert by[7] == pytest.approx(0.5)
    assert np.isnan(by[1])


def test_what_is_not_observed_is_unknown_not_zero():
    small = simulated(np.random.default_rng(0))
    score = small.scores.score.copy()
    score[2015 - YEARS[0] :] = np.nan
    onsets = onsets_of(90, {0: 2021, 1: 2022, 2: 2022})
    hidden = replace(small.scores, score=score)
    found = estimate(excess_of(hidden, onsets, partners(onsets, "third")))
    assert np.isnan(found.value).all()
    assert (found.onsets == 0).all()


def test_fewer_than_three_targets_give_no_figure():
    small = simulated(np.random.default_rng(0), treated=2)
    found = after(small)
    assert np.isnan([found.value[0, 0], found.low[0, 0], found.se[0, 0]]).all()
    assert found.targets[0, 0] == 2


def test_a_control_is_under_no_pressure_five_years_before_and_through_the_horizon():
    onsets = onsets_of(10, {0: 2000, 1: 2004, 2: 1993})
    free = clean(onsets, 2000)
    assert not free[0].any()
    assert free[1].tolist() == [h < 4 for h in HORIZONS]
    assert not free[2].any(), "pressure that lasts since 1993 is no clean control"
    assert free[5].all()


def test_a_power_that_joins_in_is_no_third():
    onsets = onsets_of(5, {0: 2000})
    assert [each.states.tolist() for each in partners(onsets, "third")] == [[5]]
    onsets.imposed[5, 0, 2000 - YEARS[0]] = True
    assert partners(onsets, "third") == []


def test_checks_leave_out_and_divide():
    small = simulated(np.random.default_rng(2), effect=0.4)
    found = excess(small)
    named = dict(variants(found, estimate(found), small.scores.states))
    whole = float(estimate(average(found, AFTER)).value[0, 0])
    late, early = named["onsets from 2013"], named["onsets before 2013"]
    parts = late.onsets[0, 0] * late.value[0, 0] if late.targets[0, 0] >= 3 else 0.0
    assert late.onsets[0, 0] + early.onsets[0, 0] == 20
    assert named["controls clean to year 8"].value[0, 0] == pytest.approx(whole, abs=0.1)
    if parts:
        both = (parts + early.onsets[0, 0] * early.value[0, 0]) / 20
        assert both == pytest.approx(whole, abs=1e-6)
    ends = [float(each.value[0, 0]) for key, each in named.items() if "without one" in key]
    assert min(ends) <= whole <= max(ends)


def test_pre_years_are_before_and_after_years_after():
    assert max(PRE) < -1 < 0 < min(AFTER)


@pytest.mark.parametrize(
    ("df", "quantile"), [(2, 2.920), (3, 2.353), (5, 2.015), (46, 1.679), (1e6, 1.645)]
)
def test_student(df, quantile):
    # the expansion is good to a hundredth from two degrees of freedom up
    assert float(student(np.array(float(df)))) == pytest.approx(quantile, abs=0.01)


def test_partners_may_be_shifted_in_time():
    onsets = onsets_of(5, {0: 2000})
    (early,) = partners(onsets, "third", shift=-6)
    assert isinstance(early, Partners)
    assert early.year == 1994
    assert pl.DataFrame(onsets.onset)["year"].to_list() == [2000]


def two_domains(votes, blocs, trade):
    """Scores by year of one dyad towards a power, as two domains of which one has words and deeds."""
    entries = [CATALOG[name] for name in ("unga_kappa", "shared_economic_blocs", "export_share")]
    return composition(entries), np.array([votes, blocs, trade], np.float32).T[None]


NO = np.nan


def test_a_domain_without_its_deeds_is_not_known_rather_than_unchanged():
    how, scores = two_domains([0.1, 0.2, 0.3], [0.0, 0.0, 0.0], [NO, 0.5, NO])
    found = dict(zip(OUTCOMES, how.outcomes(how.cells(scores))[0].T, strict=True))
    assert np.isnan(found["economic"][[0, 2]]).all(), (
        "blocs that stand still are not trade unchanged"
    )
    assert found["economic"][1] == pytest.approx(0.25)


def test_nothing_moves_because_a_listing_comes_or_goes():
    how, scores = two_domains([0.1, 0.2, 0.3], [0.0, 0.0, 0.0], [NO, 5.0, NO])
    found = dict(zip(OUTCOMES, how.outcomes(how.cells(scores))[0].T, strict=True))
    assert found["overall"] == pytest.approx([0.1, 0.2, 0.3])
    assert found["words"] == pytest.approx([0.05, 0.1, 0.15])
    assert np.isnan(found["deeds"]).all()
    assert np.isnan(found["gap"]).all()


def test_what_is_known_every_year_is_in_all_of_them():
    how, scores = two_domains([0.1, 0.2, NO], [0.0, 0.0, NO], [0.3, 0.4, NO])
    found = dict(zip(OUTCOMES, how.outcomes(how.cells(scores))[0].T, strict=True))
    assert found["overall"][:2] == pytest.approx([(0.1 + 0.15) / 2, (0.2 + 0.2) / 2])
    assert found["deeds"][:2] == pytest.approx([0.3, 0.4])
    assert all(np.isnan(values[2]) for values in found.values())


def test_a_year_that_stands_in_for_the_one_before_the_onset_is_no_change_of_zero():
    level = np.ones((40, len(YEARS), 1))
    listed = np.isin(np.array(YEARS), [2000, 2005])
    level[:, ~listed] = np.nan
    onsets = onsets_of(40, dict.fromkeys(range(5), 2003))
    found = estimate(excess_of(scores_of(level), onsets, partners(onsets, "third")))
    assert found.onsets[HORIZONS.index(2), 0] == 5
    assert found.onsets[HORIZONS.index(-3), 0] == 0

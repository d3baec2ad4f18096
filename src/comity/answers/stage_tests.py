"""One test of a criterion on two states in a year: a row that decides it, silence that does, or neither.

The answer is *yes* with its rows; *no* only where a source declares that it covers the two states and the
year and holds nothing; otherwise unknown. What a list of facts chosen by hand does not mention is unknown.
"""

from __future__ import annotations

from comity.answers.stage_acts import ask_events, ask_flows, ask_indicator
from comity.answers.stage_ladder import EventTest, FlowTest, IndicatorTest, Test, TieTest
from comity.answers.stage_ties import ask_ties
from comity.answers.stage_verdict import NOTHING, Question, Verdict

__all__ = ["ask", "ask_any"]


def ask(test: Test, q: Question, among: tuple[Test, ...] = ()) -> Verdict:
    """One test. ``among``: the tests beside it, which the silence of a continuing source rests on."""
    if (test.since or q.year) > q.year or (test.until or q.year) < q.year:
        return NOTHING
    found = NOTHING
    match test:
        case TieTest():
            found = ask_ties(test, q, among)
        case EventTest():
            found = ask_events(test, q)
        case FlowTest():
            found = ask_flows(test, q)
        case IndicatorTest():
            found = ask_indicator(test, q)
    if found.answer is False and test.silence == "unknown":
        return NOTHING
    return found


def ask_any(tests: tuple[Test, ...], q: Question) -> Verdict:
    """Yes where any test says yes; no where none does and one says no."""
    found = [ask(test, q, tests) for test in tests]
    rows = tuple(part for v in found if v.answer for part in v.rows)
    if rows:
        return Verdict(True, rows)
    silent = tuple(dict.fromkeys(s for v in found if v.answer is False for s in v.silent))
    if silent:
        return Verdict(False, silent=silent)
    return Verdict(None, covered_to=max((v.covered_to or 0 for v in found), default=0) or None)

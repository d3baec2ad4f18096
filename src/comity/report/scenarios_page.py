"""The page that sets scenarios side by side: what each is expected to do, and what the model finds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from comity import __version__, states
from comity.answers.scenario_set import Answer
from comity.errors import DataError
from comity.report.scenario_bars import Chart, place, scaled
from comity.report.scenario_page import STYLE

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["scenarios_page", "write_scenarios"]

#: What is added to the look of one scenario's page.
MORE = """
.bar { grid-template-columns: 19rem minmax(5rem, 1fr) 11rem; }
.chart { grid-column: 1 / -1; } article { border-top: 1px solid var(--line); padding-top: .2rem; }
article h2 { margin-top: 1rem; } article ul { margin-top: .3rem; font-size: .93rem; }
.tag { font-size: .8rem; font-weight: normal; color: var(--dim); border: 1px solid var(--line);
  border-radius: .3rem; padding: 0 .4rem; margin-left: .4rem; white-space: nowrap; }
.bar > :first-child { text-wrap: balance; }
@media (max-width: 46rem) { .bar { grid-template-columns: 1fr auto; gap: 0 .8rem; margin-bottom: .45rem; }
  .bar > :first-child { text-align: left; } .bar > :last-child { grid-area: 1 / 2; align-self: start;
  white-space: nowrap; }
  .bar > .track { grid-area: 2 / 1 / 3 / 3; height: .95rem; } .track b { top: .1rem; height: .75rem; }
  .track u { top: .4rem; } }
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ answers | length }} scenarios · Comity</title>
<style>{{ style | safe }}</style>
</head>
<body>
<h1>{{ answers | length }} scenarios, side by side</h1>
<p class="dim">{{ answered }} answered{% if skipped %}, {{ skipped }} skipped{% endif %}
{%- if failed %}, {{ failed }} failed{% endif %}. Looked at: {{ pair }}.
Each changes a past year and nothing else; intervals are of 90 %.</p>
<div class="charts">{% for chart in charts %}
<section class="chart"><h3>{{ chart.title }} <small>{{ chart.unit }}</small></h3>
{% for bar in chart.bars %}<div class="bar"><span>{{ bar.name }}</span><span class="track">
<b{% if bar.down %} class="down"{% endif %} style="{{ place(bar.start, bar.width) }}"></b>
<i style="{{ place(chart.zero) }}"></i>
{% if bar.low is not none %}<u style="{{ place(bar.low, bar.reach) }}"></u>{% endif %}
</span><span>{{ bar.text }}</span></div>
{% endfor %}</section>{% endfor %}</div>
{% for one in answers %}<article>
<h2>{{ one.name }}{% if one.year %} <span class="tag">{{ one.year }}</span>{% endif %}
{% if one.status != 'answered' %}<span class="tag">{{ one.status }}</span>{% endif %}</h2>
{% if one.reason %}<p><b>{{ one.status | capitalize }}:</b> {{ one.reason }}</p>{% endif %}
{% if one.about %}<p>{{ one.about }}</p>{% endif %}
<div class="scope">{% if one.expects %}<p><b>Expected.</b> {{ one.expects }}</p>{% endif %}
{% if one.finds %}<p><b>Found.</b> {{ one.finds }}</p>{% endif %}</div>
{% if one.lines %}<ul>{% for line in one.lines %}<li>{{ line }}</li>{% endfor %}</ul>{% endif %}
<p class="dim">{{ one.file }}</p></article>
{% endfor %}
<footer><p>Alignment is in standard deviations among dyads; its change is mechanical (trade shares moved,
fitted parameters frozen) at the central answer of trade, so it has no interval of its own. The response of
past sanctions stands beside it, never mixed into it. Scenarios of energy alone move no other goods.
Comity {{ version }}.</p></footer>
</body>
</html>
"""


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)


def scenarios_page(answers: Sequence[Answer], dyad: tuple[str, str]) -> str:
    """Scenarios as one HTML document that opens offline."""
    count = {status: sum(x.status == status for x in answers) for status in ("skipped", "failed")}
    a, b = (states.name(key) for key in dyad)
    return _template().render(
        answers=answers, charts=_charts(answers, a, b), place=place, style=STYLE + MORE,
        answered=len(answers) - sum(count.values()), pair=f"{a} and {b}", version=__version__, **count,
    )  # fmt: skip


def _charts(answers: Sequence[Answer], a: str, b: str) -> list[Chart]:
    titles = (
        ("alignment", f"Alignment of {a} and {b}: mechanical change", "σ among dyads", 3),
        (
            "with_response",
            "The same with the response of past cases",
            "scenarios with sanctions",
            2,
        ),
        ("welfare_a", f"Real expenditure of {a}", "percent, with 90 % intervals", 2),
        ("welfare_b", f"Real expenditure of {b}", "percent, with 90 % intervals", 2),
        ("sells", f"What {a} sells {b}", "change, billion USD a year, with 90 % intervals", 1),
        ("buys", f"What {a} buys from {b}", "change, billion USD a year, with 90 % intervals", 1),
    )
    made = []
    for name, title, unit, digits in titles:
        rows = [
            (x.name, value, low, high)
            for x in answers
            for value, low, high in (x.figures.get(name, (None, None, None)),)
            if value is not None
        ]
        if rows:
            rows.sort(key=lambda row: -row[1])
            made.append(scaled(title, unit, rows, digits))
    return made


def write_scenarios(answers: Sequence[Answer], dyad: tuple[str, str], path: Path) -> Path:
    """Write the page; raises :class:`DataError` where there is no such folder."""
    if not path.parent.is_dir():
        raise DataError(f"{path}: no folder {path.parent}")
    path.write_text(scenarios_page(answers, dyad), encoding="utf-8")
    return path

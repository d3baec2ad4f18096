"""The page of a scenario: one self-contained HTML file, everything in it escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from comity import __version__
from comity.answers.scenario_effects import Effects
from comity.answers.scenario_trade_words import basis_lines
from comity.answers.scenario_words import headline, tables
from comity.errors import DataError
from comity.report.scenario_bars import charts, place

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["STYLE", "scenario_page", "write_page"]

#: Rows of each table on the page.
SHOWN = 25

#: Look of a page of scenarios; bars keep their colours in print.
STYLE = """
:root { color-scheme: light dark; --line: #8885; --dim: #777; --up: #2f7d6b; --down: #b4503a; }
@media (prefers-color-scheme: dark) { :root { --dim: #9a9a9a; --up: #4fae97; --down: #d9745c; } }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
h3 { font-size: .95rem; margin: 0 0 .5rem; } h3 small { font-weight: normal; color: var(--dim); }
.dim, footer { color: var(--dim); font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid var(--line); }
.figure { text-align: right; white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr));
  gap: 1.6rem 2.5rem; margin: 1.5rem 0; }
.chart.first { grid-column: 1 / -1; }
.bar { display: grid; grid-template-columns: 8.5rem minmax(5rem, 1fr) 11rem; gap: .6rem; align-items: center;
  font-size: .86rem; line-height: 1.35; }
.bar > :first-child { text-align: right; } .bar > :last-child { font-variant-numeric: tabular-nums; }
.track { position: relative; height: 1.35rem; }
.track i, .track b, .track u { position: absolute; display: block; }
.track b { top: .2rem; height: .95rem; background: var(--up); } .track b.down { background: var(--down); }
.track u { top: .6rem; height: .15rem; background: CanvasText; opacity: .55; }
.track i { top: 0; bottom: 0; width: 1px; background: var(--dim); }
.scope { display: grid; gap: 0 2.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
@media (max-width: 34rem) { .bar { grid-template-columns: 6rem minmax(3rem, 1fr); gap: 0 .5rem; }
  .bar > :last-child { grid-column: 2; color: var(--dim); font-size: .8rem; } }
@media print { body { max-width: none; margin: 0; font-size: 10pt; } .charts { gap: .8rem; margin: .6rem 0; }
  .bar { font-size: 8pt; line-height: 1.2; } .scroll { overflow: visible; }
  table { font-size: 8pt; } th, td { padding-right: .4rem; } .chart, tr, h2, h3 { break-inside: avoid; }
  h2 { break-after: avoid; } .track b, .track u, .track i { print-color-adjust: exact;
  -webkit-print-color-adjust: exact; } }
"""

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }} · Comity</title>
<style>{{ style | safe }}</style>
</head>
<body>
<h1>{{ name }}</h1>
<p class="dim">{{ what }} of {{ year }}, before and after{% if start %}; holds from {{ start }}
{%- endif %}{% if end %} to {{ end }}{% endif %}.</p>
{% if about %}<p>{{ about }}</p>{% endif %}
{% if charts %}<div class="charts">{% for chart in charts %}
<section class="chart{% if loop.first %} first{% endif %}"><h3>{{ chart.title }}
<small>{{ chart.unit }}, with 90 % intervals</small></h3>
{% for bar in chart.bars %}<div class="bar"><span>{{ bar.name }}</span><span class="track">
<b{% if bar.down %} class="down"{% endif %} style="{{ place(bar.start, bar.width) }}"></b>
<i style="{{ place(chart.zero) }}"></i>
{% if bar.low is not none %}<u style="{{ place(bar.low, bar.reach) }}"></u>{% endif %}
</span><span>{{ bar.text }}</span></div>
{% endfor %}</section>{% endfor %}</div>{% endif %}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
<div class="scope">{% if expects %}<p><b>Expected.</b> {{ expects }}</p>{% endif %}
{% if finds %}<p><b>Found.</b> {{ finds }}</p>{% endif %}</div>
{% for table in tables %}
<h2>{{ table.title }}</h2>
<div class="scroll"><table>
<thead><tr>{% for head in table.columns %}
<th{% if loop.index0 in table.right %} class="figure"{% endif %}>{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.rows %}<tr>{% for cell in row %}
<td{% if loop.index0 in table.right %} class="figure"{% endif %}>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table></div>
{% if table.note %}<p class="dim">{{ table.note }}</p>{% endif %}
{% endfor %}
{% if basis %}<h2>What trade rests on</h2>
<ul class="dim">{% for line in basis %}<li>{{ line }}</li>{% endfor %}</ul>{% endif %}
{% if notes %}<h2>Notes</h2>
<ul class="dim">{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}
<footer><p>Alignment is in standard deviations among dyads. Its change is mechanical: trade shares moved by
the change in trade, fitted parameters frozen, both worlds read with the same random numbers. How states have
answered past sanctions is another estimate, shown beside it where a scenario has sanctions.
Comity {{ version }}.</p></footer>
</body>
</html>
"""


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)


def scenario_page(found: Effects) -> str:
    """Both sides of a scenario as one HTML document that opens offline."""
    scenario, trade = found.outcome.scenario, found.outcome.trade
    asked = [
        *(["The energy market"] if found.outcome.commodities else []),
        *(["trade"] if trade else []),
    ]
    what = " and ".join(asked) or "The world"
    return _template().render(
        name=scenario.name, about=scenario.about, expects=scenario.expects, finds=scenario.finds,
        year=found.outcome.year, start=scenario.start, end=scenario.end, lines=headline(found),
        tables=tables(found, SHOWN), notes=found.outcome.notes, version=__version__, style=STYLE,
        charts=charts(found), place=place, basis=[] if trade is None else basis_lines(trade),
        what=what[:1].upper() + what[1:],
    )  # fmt: skip


def write_page(found: Effects, path: Path) -> Path:
    """Write the page; raises :class:`DataError` where there is no such folder."""
    if not path.parent.is_dir():
        raise DataError(f"{path}: no folder {path.parent}")
    path.write_text(scenario_page(found), encoding="utf-8")
    return path

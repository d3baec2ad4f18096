"""The page of a scenario: one self-contained HTML file, everything in it escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from comity import __version__
from comity.answers.scenario_effects import Effects
from comity.answers.scenario_words import headline, tables
from comity.errors import DataError

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["scenario_page", "write_page"]

#: Rows of each table on the page.
SHOWN = 25

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ name }} · Comity</title>
<style>
:root { color-scheme: light dark; --line: #8885; --dim: #777; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
.dim, footer { color: var(--dim); font-size: .9rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid var(--line); }
.figure { text-align: right; white-space: nowrap; }
</style>
</head>
<body>
<h1>{{ name }}</h1>
<p class="dim">The energy market of {{ year }}, before and after{% if start %}; holds from {{ start }}
{%- endif %}{% if end %} to {{ end }}{% endif %}.</p>
{% if about %}<p>{{ about }}</p>{% endif %}
<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
{% if expects %}<p><b>Expected.</b> {{ expects }}</p>{% endif %}
{% if finds %}<p><b>Found.</b> {{ finds }}</p>{% endif %}
{% for table in tables %}
<h2>{{ table.title }}</h2>
<div class="scroll"><table>
<thead><tr>{% for head in table.columns %}
<th{% if loop.index0 in table.right %} class="figure"{% endif %}>{{ head }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table.rows %}<tr>{% for cell in row %}
<td{% if loop.index0 in table.right %} class="figure"{% endif %}>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table></div>
{% endfor %}
{% if notes %}<h2>Notes</h2>
<ul class="dim">{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>{% endif %}
<footer><p>Alignment is in standard deviations among dyads. Its change is mechanical: trade shares moved by
the change in energy trade, fitted parameters frozen, both worlds read with the same random numbers.
How states would react is another question. Comity {{ version }}.</p></footer>
</body>
</html>
"""


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)


def scenario_page(found: Effects) -> str:
    """Both sides of a scenario as one HTML document that opens offline."""
    scenario = found.outcome.scenario
    return _template().render(
        name=scenario.name, about=scenario.about, expects=scenario.expects, finds=scenario.finds,
        year=found.outcome.year, start=scenario.start, end=scenario.end, lines=headline(found),
        tables=tables(found, SHOWN), notes=found.outcome.notes, version=__version__,
    )  # fmt: skip


def write_page(found: Effects, path: Path) -> Path:
    """Write the page; raises :class:`DataError` where there is no such folder."""
    if not path.parent.is_dir():
        raise DataError(f"{path}: no folder {path.parent}")
    path.write_text(scenario_page(found), encoding="utf-8")
    return path

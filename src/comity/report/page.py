"""The page of a brief: one self-contained HTML file; everything in it is escaped unless drawn here."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from comity import __version__
from comity.report.evidence import Entry
from comity.report.typesetting import evidence_table, numbered, ordered, set_blocks, tight
from comity.report.wording import period, state
from comity.world.coverage import Coverage
from comity.world.provenance import Source

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from comity.report.brief import Brief

__all__ = ["page"]

#: What a section is called in the line of links under the headline.
NAV = {
    "voting": "UN votes", "ties": "Treaties", "trade": "Trade", "energy": "Energy",
    "military": "Military", "map": "Map", "comparison": "Others",
}  # fmt: skip
ADDRESS = re.compile(r"https?://[^\s<>\"';]+")


def page(brief: Brief) -> str:
    """The brief as one HTML document that opens offline."""
    cited = {key for entry in brief.entries for key in (s.key for s in entry.sources)}
    sources = [source for key, source in sorted(brief.world.sources.items()) if key in cited]
    return _template().render(
        title=f"{_upper(state(brief.a))} and {state(brief.b)}",
        a=brief.a,
        b=brief.b,
        period=period(brief.since, brief.until),
        today=date.today().isoformat(),  # noqa: DTZ011
        version=__version__,
        world=brief.world.name,
        changes=brief.world.changes if brief.world.parent else (),
        headline=set_blocks(brief.sections[0].blocks),
        sections=[(section, set_blocks(section.blocks)) for section in brief.sections[1:]],
        nav={section.key: NAV.get(section.key, section.title) for section in brief.sections[1:]},
        entries=[_entry(entry) for entry in brief.entries],
        sources=[_source(source) for source in sources],
        style=_read("page.css"),
        script=_read("page.js"),
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["breakable"] = _breakable
    environment.filters["linked"] = _linked
    environment.filters["number_of"] = numbered
    environment.filters["ordered"] = ordered
    environment.filters["tight"] = tight
    return environment.from_string(_read("page.html.jinja"))


def _read(name: str) -> str:
    return (resources.files("comity.report") / "template" / name).read_text(encoding="utf-8")


def _breakable(name: str) -> Markup:
    """A name of a column that may break after its underscores."""
    from markupsafe import Markup, escape

    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


@lru_cache(maxsize=1 << 14)
def _linked(text: str) -> Markup:
    """A cell of evidence, of which there are many thousands, often the same: addresses become links."""
    from markupsafe import Markup, escape

    parts, at = [], 0
    for found in ADDRESS.finditer(text) if "://" in text else ():
        address = found.group()
        host = re.sub(r"^https?://(www\.)?", "", address).split("/")[0]
        link = Markup('<a href="{}" rel="noreferrer">{}</a>').format(address, host)
        parts += [escape(text[at : found.start()]), link]
        at = found.end()
    return Markup().join([*parts, escape(text[at:])])


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key,
        "title": entry.title,
        "command": entry.command,
        "sources": entry.sources,
        "height": sum(entry.heights),
        "tables": [
            {
                "name": name,
                **evidence_table(rows),
                "printed": rows.height,
                "height": height,
            }
            for (name, rows), height in zip(entry.tables, entry.heights, strict=True)
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    return {"source": source, "coverage": [_coverage(c) for c in source.coverage]}


SILENCE = {
    "system": "all states of the system",
    "listed": "the states listed",
    "rows": "only what its rows state",
}


def _coverage(coverage: Coverage) -> str:
    subject = "" if coverage.subject == "*" else f", {coverage.subject}"
    note = f" ({coverage.note})" if coverage.note else ""
    years = period(coverage.first, coverage.last)
    return f"{coverage.table}{subject}: {years}, {SILENCE[coverage.scope]}{note}"

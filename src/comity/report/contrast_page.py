"""The page of a contrast: articles side by side, their answers, and the words each answer rests on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from comity.answers.contrast import Contrast
from comity.report.check_marks import CLASSES
from comity.report.check_page import LABELS, frame, template_of, written_to
from comity.report.wording import state

__all__ = ["contrast_page", "write_contrast_page"]

#: Quotations shown under each answer of each article.
SHOWN = 4


def contrast_page(found: Contrast) -> str:
    """Articles side by side as one HTML document that opens offline."""
    a = state(found.a)
    return template_of("contrast.html.jinja").render(
        title=f"{a[:1].upper()}{a[1:]} and {state(found.b)}",
        articles=[
            {
                "letter": letter, "document": one.document, "dated": one.dated, "records": len(one.held),
                "counts": one.counts(),
            }
            for letter, one in zip(found.letters, found.checks, strict=True)
        ],
        letters=found.letters, topics=_topics(found), figures=_figures(found), domains=_domains(found),
        classes=CLASSES,
        labels=LABELS, **frame("check.css", "contrast.css"),
    )  # fmt: skip


def _topics(found: Contrast) -> list[dict[str, Any]]:
    """Questions with each article's answer, and the quotations under both."""
    frame = found.table()
    out = []
    for row in found.positions().iter_rows(named=True):
        if row["verdict"] == "silent":
            continue
        given = frame.filter(pl.col("topic") == row["topic"])
        sides = []
        for answer in (row["pro"], row["con"]):
            chosen = given.filter(pl.col("answer") == answer)
            quotes = [
                quote
                for _, one in chosen.group_by("letter", maintain_order=True)
                for quote in one.head(SHOWN).to_dicts()
            ]
            sides.append({"answer": answer, "quotes": quotes, "total": chosen.height})
        cells = [
            {"letter": x, "position": row[x], "counts": found.counts(row["topic"], x)}
            for x in found.letters
        ]
        out.append({**row, "cells": cells, "sides": sides})
    return out


def _figures(found: Contrast) -> list[dict[str, Any]]:
    """What several articles give a figure of, with the figures."""
    frame = found.figures()
    keys = ["matter", "year", "dimension", "side", "verdict"]
    return [
        {**dict(zip(keys, key, strict=True)), "told": group.to_dicts()}
        for key, group in frame.group_by(keys, maintain_order=True)
    ]


def _domains(found: Contrast) -> list[dict[str, Any]]:
    """Domains that any article tells of, with the counts of each."""
    rows = found.domains()
    most = max(1, *(rows["closer"] + rows["apart"]).to_list())
    return [
        {"domain": domain, "cells": group.to_dicts(), "most": most}
        for (domain,), group in rows.group_by("domain", maintain_order=True)
        if group.select(pl.col("closer", "apart", "neither").sum()).row(0) != (0, 0, 0)
    ]


def write_contrast_page(found: Contrast, path: Path) -> Path:
    """Write the page; raises :class:`~comity.errors.DataError` where there is no such folder."""
    return written_to(path, contrast_page(found))

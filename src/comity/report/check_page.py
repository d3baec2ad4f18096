"""The page of a check: an article in full with its marks, and what the world holds beside it.

One self-contained HTML file. The article is somebody else's text: everything of it is escaped, and the page's
own script is the only one that may run.
"""

from __future__ import annotations

import datetime as dt
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity import __version__
from comity.answers.check import Check
from comity.answers.checks.case import AGREES, DIFFERS, OPEN, Verdict
from comity.errors import DataError
from comity.report import page as brief_page
from comity.report.check_marks import CLASSES, paragraphs
from comity.report.evidence import Book
from comity.report.typesetting import numbered, ordered, tight
from comity.report.wording import state

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = [
    "LABELS",
    "check_page",
    "frame",
    "policy",
    "template_of",
    "write_check_page",
    "written_to",
]

LABELS = {AGREES: "agrees", DIFFERS: "differs", OPEN: "cannot be checked"}


def check_page(found: Check) -> str:
    """The article and its marks as one HTML document that opens offline."""
    book = Book(found.world)
    document = found.document
    text = paragraphs(found, lambda verdict: cite(book, verdict))
    head = next((p for p in text if p.section == "title"), None)
    title = "".join(piece.text for piece in head.pieces) if head else ""
    cited = {s.key for entry in book.entries for s in entry.sources}
    pair = found.dyads[0] if found.dyads else None
    return template_of("check.html.jinja").render(
        title=" ".join(title.split())[:200] or document.name, document=document, head=head,
        dated=found.dated, blocks=_blocks([p for p in text if p is not head]),
        counts=found.counts(), labels=LABELS, classes=CLASSES,
        total=len(found.held), judged=sum(not h.verdicts for h in found.held),
        sums=found.sums, speakers=found.speakers().to_dicts(), deeds=found.deeds().to_dicts(),
        pair=pair and f"{_upper(state(pair[0]))} and {state(pair[1])}",
        domains=found.domains(*pair).to_dicts() if pair else [],
        readings=found.readings().to_dicts() if pair else [], weighing=found.weighing if pair else None,
        left_out=found.left_out().to_dicts() if pair else [],
        entries=[brief_page._entry(entry) for entry in book.entries],  # noqa: SLF001
        sources=[brief_page._source(s) for k, s in sorted(found.world.sources.items()) if k in cited],  # noqa: SLF001
        world=found.world.name, **frame("check.css"),
    )  # fmt: skip


def cite(book: Book, verdict: Verdict) -> tuple[str, ...]:
    """Enter the rows of a verdict; what they are evidence of is what the world holds."""
    title = verdict.found or verdict.said
    flat = " ".join(title.split())
    return book.cite(flat if len(flat) <= 120 else f"{flat[:118].rstrip()}…", verdict.evidence)


def _blocks(text: list[Any]) -> list[dict[str, Any]]:
    """Paragraphs, with runs of navigation and sidebars gathered."""
    out: list[dict[str, Any]] = []
    for paragraph in text:
        apart = paragraph.section == "sidebar"
        if apart and out and out[-1]["apart"]:
            out[-1]["paragraphs"].append(paragraph)
        else:
            out.append({"apart": apart, "paragraphs": [paragraph]})
    return out


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def frame(*styles: str) -> dict[str, object]:
    """What every page of this kind is given: its style, script, policy and colophon."""
    script = _read("page.js")
    return {
        "style": "\n".join(_read(name) for name in ("page.css", *styles)),
        "script": script,
        "policy": policy(script),
        "version": __version__,
        "today": dt.datetime.now(tz=dt.UTC).date().isoformat(),
    }


def policy(script: str) -> str:
    """A content security policy under which only this script runs, and nothing is fetched."""
    digest = b64encode(sha256(f"\n{script}\n".encode()).digest()).decode()
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:"


@cache
def template_of(name: str) -> Template:
    """A template of this package; every value is escaped."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        loader=FunctionLoader(_read),
    )  # fmt: skip
    environment.filters["breakable"] = brief_page._breakable  # noqa: SLF001
    environment.filters["linked"] = brief_page._linked  # noqa: SLF001
    environment.filters["number_of"] = numbered
    environment.filters["ordered"] = ordered
    environment.filters["tight"] = tight
    environment.filters["state"] = state
    environment.filters["score"] = _score
    environment.filters["share"] = _share
    return environment.get_template(name)


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}".replace("-", "−")


def _share(value: float) -> str:
    return "< 1%" if value < 0.005 else "> 99%" if value > 0.995 else f"{value:.0%}"


def _read(name: str) -> str:
    return (resources.files("comity.report") / "template" / name).read_text(encoding="utf-8")


def write_check_page(found: Check, path: Path) -> Path:
    """Write the page; raises :class:`DataError` where there is no such folder."""
    return written_to(path, check_page(found))


def written_to(path: Path, text: str) -> Path:
    """Write a page whole, or say why it cannot be."""
    if not path.parent.is_dir():
        raise DataError(f"{path}: no folder {path.parent}")
    path.write_text(text, encoding="utf-8")
    return path

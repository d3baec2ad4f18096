"""The sections of a brief, one module each: a function of a subject that returns a section."""

from __future__ import annotations

from comity.report.model import Section
from comity.report.sections.alignment import alignment
from comity.report.sections.atlas import atlas
from comity.report.sections.comparison import comparison
from comity.report.sections.energy import energy
from comity.report.sections.headline import headline
from comity.report.sections.military import military
from comity.report.sections.readings import readings
from comity.report.sections.ties import ties
from comity.report.sections.trade import trade
from comity.report.sections.voting import voting
from comity.report.subject import Subject

__all__ = ["SECTIONS", "all_sections"]

#: In the order of the page, the headline first.
SECTIONS = (headline, alignment, readings, voting, ties, trade, energy, military, atlas, comparison)


def all_sections(subject: Subject) -> tuple[Section, ...]:
    """All sections of the brief, in the order of the page."""
    return tuple(section(subject) for section in SECTIONS)

"""The sections of a brief, one module each: a function of a subject that returns a section."""

from __future__ import annotations

from comity.report.model import Section
from comity.report.sections.headline import headline
from comity.report.sections.voting import voting
from comity.report.subject import Subject

__all__ = ["all_sections"]


def all_sections(subject: Subject) -> tuple[Section, ...]:
    """All sections in the order of the page, the headline first."""
    return headline(subject), voting(subject)

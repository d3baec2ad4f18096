"""The day of publication, as a page says it."""

from __future__ import annotations

import pytest

from comity.reading.datelines import published

PROSE = "\n\nIn May 2019 the two ministers met in Baku. On 3 June 2020 they met again in Astana.\n"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("A title\n\n07 December 2025 16:34", "2025-12-07"),
        ("A title\n\n2023/01/29 | Economy, Note, top news", "2023-01-29"),
        ("Published: March 4, 2024", "2024-03-04"),
        ("Published\n4 March 2024", "2024-03-04"),
        ("By A. Writer | 2024-03-04", "2024-03-04"),
        ("A title\nUpdated 5 March 2024, 10:00\nPublished 4 March 2024, 09:00", "2024-03-04"),
        (
            "MUSCAT, March 4, 2024 (Agency) — The sultan has received the envoys of two states.",
            "2024-03-04",
        ),
        ("Source: https://example.org/2024/03/04/a-title.html", "2024-03-04"),
        ("Date: 25.11.2021", "2021-11-25"),
        ("2024-03-04T10:22:00Z", "2024-03-04"),
        ("Analysis\nMon, 4 Mar 2024", "2024-03-04"),
    ],
)
def test_found(head: str, date: str) -> None:
    assert published(head + PROSE) == date


@pytest.mark.parametrize(
    "text",
    [
        "A title" + PROSE,
        "Example Times © 2025. All rights reserved." + PROSE,
        "The treaty of 16 July 2001 was renewed.\n" + PROSE,
        "03/04/2022" + PROSE,
        "",
        "On 4 March 2024 the line was opened" + PROSE,
    ],
)
def test_dates_of_prose_are_none(text: str) -> None:
    assert published(text) is None

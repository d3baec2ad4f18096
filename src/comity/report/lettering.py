"""Where names go on a map: boxes that do not overlap, near what they name, clear of lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Lettering", "text_width"]

Array = NDArray[np.float64]


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is set in a sans serif, pixels."""
    wide = 0.0
    for c in text:
        if c >= "\u2e80":  # Chinese, Japanese, Korean
            wide += 1.0
        elif c in "MWmw%@—":
            wide += 0.84
        elif c in "iljtfIr.,:;'’ -–()|":
            wide += 0.33
        else:
            wide += 0.62 if c.isupper() else 0.55
    return size * wide * (1.14 if bold else 1.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right
            and self.top < other.bottom and other.top < self.bottom
        )  # fmt: skip

    def count(self, points: Array) -> int:
        """How many of the points (n, 2) lie in it."""
        if len(points) == 0:
            return 0
        x, y = points[:, 0], points[:, 1]
        return int(((x > self.left) & (x < self.right) & (y > self.top) & (y < self.bottom)).sum())


@dataclass(slots=True)
class Lettering:
    """Boxes taken so far in a window.

    Attributes
    ----------
    width, height
        The window, pixels.
    lines
        Points (n, 2) along everything drawn that a name should stay clear of, some pixels apart.
    taken
        Boxes of names and symbols placed.
    """

    width: float
    height: float
    lines: Array
    taken: list[Box] = field(default_factory=list)

    def free(self, box: Box) -> bool:
        """Whether the box is inside the window and meets no other."""
        inside = (
            box.left >= 3 and box.top >= 3
            and box.right <= self.width - 3 and box.bottom <= self.height - 3
        )  # fmt: skip
        return inside and not any(box.meets(other) for other in self.taken)

    def best(self, boxes: Iterable[tuple[float, Box]], most: float = np.inf) -> Box | None:
        """Take the free box with the least cost (its own, and 2 per point of a line in it)."""
        found: Box | None = None
        least = most
        for own, box in boxes:
            if own >= least or not self.free(box):
                continue
            cost = own + 2 * box.count(self.lines)
            if cost < least:
                found, least = box, cost
        if found is not None:
            self.taken.append(found)
        return found


def around(x: float, y: float, wide: float, high: float, gap: float) -> list[tuple[float, Box]]:
    """Boxes beside a point, the better places first: right, left, above, below, and between."""
    centres = (
        (0.0, gap + wide / 2, 0.0), (0.5, -gap - wide / 2, 0.0), (1.0, 0.0, -gap - high / 2),
        (1.2, 0.0, gap + high / 2), (1.5, gap + wide / 2, -gap), (1.5, gap + wide / 2, gap),
        (2.0, -gap - wide / 2, -gap), (2.0, -gap - wide / 2, gap),
    )  # fmt: skip
    return [
        (cost, Box(x + dx - wide / 2, y + dy - high / 2, x + dx + wide / 2, y + dy + high / 2))
        for cost, dx, dy in centres
    ]


def within(rings: list[Array], points: Array) -> NDArray[np.bool_]:
    """Which points (m, 2) lie inside rings taken together by the even-odd rule."""
    odd = np.zeros(len(points), dtype=bool)
    x, y = points[:, 0][:, None], points[:, 1][:, None]
    for ring in rings:
        px, py = ring[:, 0], ring[:, 1]
        qx, qy = np.roll(px, -1), np.roll(py, -1)
        spans = (py > y) != (qy > y)
        slope = (qx - px) / np.where(qy == py, 1.0, qy - py)
        odd ^= (spans & (x < px + slope * (y - py))).sum(axis=1) % 2 == 1
    return odd

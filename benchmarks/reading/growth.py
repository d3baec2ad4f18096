"""Time of reading a hostile text against the time of a quarter of it: about 4 where reading is linear."""

from __future__ import annotations

import time

from comity.reading.plain_text import document
from comity.reading.read import reading

PIECES = {
    "figures": "12,345.67 million 5% to 6% ", "hyphens": "Sino-", "letters": "a",
    "list": "and Russia, and China, ",
    "marks": "e\u0301", "names": "Ivan Sokolov of Russia, ", "possessives": "Russia's China's ",
    "quotations": "“Russia” said ‘China ", "sentences": "Russia visited China. ",
    "speech": "he said that she said that ",
}  # fmt: skip
LENGTH = 40_000


def growth() -> dict[str, float]:
    """Ratio by piece, of the best of three."""
    seconds("Russia met China. ", 100)  # tables are read
    return {
        kind: round(best(piece, 4 * LENGTH) / best(piece, LENGTH), 1)
        for kind, piece in PIECES.items()
    }


def best(piece: str, length: int) -> float:
    return min(seconds(piece, length) for _ in range(3))


def seconds(piece: str, length: int) -> float:
    one = document((piece * (length // len(piece) + 1))[:length], name="a.txt")
    began = time.process_time()
    reading(one)
    return time.process_time() - began

"""Reading takes time in proportion to the text, whatever the text is made of."""

from __future__ import annotations

import time

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading

HOSTILE = {
    "possessives": "Russia's China's ", "list": "and Russia, and China, and Iran ", "hyphens": "Sino-",
    "conditions": "if Russia were to have been ", "quotations": "“Russia” said ‘China ", "brackets": "((((",
    "figures": "12,345.67 million 5% to 6% ", "speech": "he said that she said that ", "marks": "e\u0301",
    "sentences": "Russia visited China. ", "names": "Ivan Sokolov of Russia, ",
}  # fmt: skip


def seconds(piece: str, length: int) -> float:
    one = document((piece * (length // len(piece) + 1))[:length], name="a.txt")
    began = time.process_time()
    reading(one)
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_text_is_no_more_than_eight_times_the_work(kind):
    seconds("Russia met China. ", 100)  # tables are read
    short, long = seconds(HOSTILE[kind], 8_000), seconds(HOSTILE[kind], 32_000)
    assert long < 8 * short + 0.5, (short, long)

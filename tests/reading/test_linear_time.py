"""Reading takes work in proportion to the text, whatever the text is made of."""

from __future__ import annotations

import pytest

from comity.reading.plain_text import document
from comity.reading.read import reading
from tests.counted_work import lines_run

HOSTILE = {
    "possessives": "Russia's China's ", "list": "and Russia, and China, and Iran ", "hyphens": "Sino-",
    "conditions": "if Russia were to have been ", "quotations": "“Russia” said ‘China ", "brackets": "((((",
    "figures": "12,345.67 million 5% to 6% ", "speech": "he said that she said that ", "marks": "e\u0301",
    "sentences": "Russia visited China. ", "names": "Ivan Sokolov of Russia, ",
}  # fmt: skip


def work(piece: str, length: int) -> int:
    one = document((piece * (length // len(piece) + 1))[:length], name="a.txt")
    return lines_run(lambda: reading(one))


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_four_times_the_text_is_four_times_the_work(kind):
    work("Russia met China. ", 100)  # tables are read
    assert work(HOSTILE[kind], 16_000) < 5 * work(HOSTILE[kind], 4_000)

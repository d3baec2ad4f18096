"""Sentences a second on one core and on two, and memory over many made-up articles; needs no data folder.

As a program it prints its figures as a line of JSON, so that another interpreter can be asked:
``python -m benchmarks.reading.speed [ARTICLES]``.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from benchmarks.reading.articles import article
from benchmarks.timing import clock
from comity.reading.plain_text import document
from comity.reading.read import reading

#: Before the growth of memory is measured: tables are read and caches filled.
WARM = 100


def read(seed: int) -> tuple[int, int, str]:
    """Sentences and records of an article, and a digest of the records."""
    found = reading(document(article(seed), name=f"{seed}.txt"))
    told = "".join(record.model_dump_json() for record in found.records)
    return len(found.sentences), len(found.records), hashlib.sha256(told.encode()).hexdigest()


def resident() -> float:
    """Megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def speed(articles: int = 1000) -> dict[str, object]:
    with clock() as first:
        read(0)
    digest = hashlib.sha256()
    sentences = records = 0
    memory: list[float] = []
    began = time.process_time()
    with clock() as one:
        for seed in range(1, articles + 1):
            found = read(seed)
            sentences, records = sentences + found[0], records + found[1]
            digest.update(found[2].encode())
            if seed % WARM == 0:
                gc.collect()
                memory.append(resident())
    spent = time.process_time() - began
    half = max(articles // 4, 10)
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        list(pool.map(read, range(2)))
        with clock() as two:
            counted = sum(n for n, _, _ in pool.map(read, range(half), chunksize=5))
    return {
        "articles": articles, "sentences": sentences, "records": records,
        "first_article_s": round(first.seconds, 2),
        "sentences_per_s_one_core": round(sentences / one.seconds),
        "sentences_per_processor_s": round(sentences / spent),
        "sentences_per_s_two_cores": round(counted / two.seconds),
        "rss_mb_by_hundred": [round(m, 1) for m in memory],
        "rss_growth_mb": round(memory[-1] - memory[0], 1) if len(memory) > 1 else None,
        "spacy": find_spec("spacy") is not None, "records_digest": digest.hexdigest()[:16],
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(speed(*map(int, sys.argv[1:]))))

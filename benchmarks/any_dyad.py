"""Any two states, any period: random dyads through the summary path, without an exception."""

from __future__ import annotations

import random
import sys

from benchmarks.timing import clock, report
from comity import states
from comity.errors import ComityError
from comity.report.brief import summarise
from comity.world.world import World

DYADS = 40_000


def main() -> None:
    dyads = int(sys.argv[1]) if len(sys.argv) > 1 else DYADS
    world = World.load()
    keys = sorted(set(states.table()["state"].to_list()) | {"HKG", "PSE"})
    draw = random.Random(20)
    empty = sentences = 0
    with clock() as running:
        for _ in range(dyads):
            a, b = draw.sample(keys, 2)
            since = draw.randint(1816, 2026)
            until = draw.randint(since, 2026)
            try:
                said, notes = summarise(world, a, b, since=since, until=until)
            except ComityError as error:  # an honest refusal would be one too many here
                sys.exit(f"{a} {b} {since} {until}: {error}")
            empty += not said
            sentences += len(said)
            if not said and not notes:
                sys.exit(f"{a} {b} {since} {until}: nothing said and nothing noted as not covered")
    report(
        dyads=dyads,
        exceptions=0,
        nothing_covered=empty,
        sentences=sentences,
        ms_per_dyad=round(running.seconds / dyads * 1000, 2),
    )


if __name__ == "__main__":
    main()

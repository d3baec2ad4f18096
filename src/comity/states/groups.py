"""Analytic groups: who is meant by a name, defined by expression in a TOML file.

.. code-block:: toml

    [VISEGRAD]
    name = "Visegrad group"
    states = ["CZE", "HUN", "POL", "SVK"]

    [PIVOT]
    name = "states that joined BRICS or the SCO, without its founders"
    union = ["BRICS", "SCO"]
    without = ["CHN", "RUS"]

    [COALITION]
    name = "a coalition that changed"
    states = ["USA", {state = "FRA", start = "2001-10", end = "2014-12-31"}]

``union`` and ``without`` name blocs, groups or states; ``without`` is taken away last. A bloc counts
with its members at the date asked for; a state only while it exists.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from comity.errors import DataError, shown
from comity.states.files import read
from comity.states.period import period
from comity.states.system import spells

__all__ = ["Group", "GroupState", "load_groups", "shipped_groups"]

_KEY = re.compile(r"[A-Z][A-Z0-9_+]{1,31}", re.ASCII)
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class GroupState:
    """A state of a group, from ``start`` to ``end`` (partial ISO dates; None: always)."""

    state: str
    start: str | None = None
    end: str | None = None

    def holds(self, first: date, last: date) -> bool:
        """Whether the state belongs to the group on a day of the period."""
        after = self.start is None or period(self.start)[0] <= last
        return after and (self.end is None or period(self.end)[1] >= first)


@dataclass(frozen=True, slots=True)
class Group:
    """A group by expression: the union of its parts and states, without what is taken away."""

    key: str
    name: str
    about: str = ""
    union: tuple[str, ...] = ()
    states: tuple[GroupState, ...] = ()
    without: tuple[str, ...] = ()


def load_groups(path: str | Path) -> dict[str, Group]:
    """Groups of a TOML file, by key.

    Raises
    ------
    DataError
        Where the file cannot be read, is no TOML, or says something a group cannot be; all problems
        are listed, each with the group and the field.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST:
            raise DataError(f"{path}: larger than {_LARGEST:,} bytes, not a file of groups")
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise DataError(f"{path}: cannot be read ({problem.strerror or problem})") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise DataError(f"{path}: not a TOML file\n  {problem}") from None
    groups, problems = _validated(tables)
    if problems:
        raise DataError.many([f"{path.name}: {problem}" for problem in problems])
    return groups


@cache
def shipped_groups() -> dict[str, Group]:
    """The groups the project ships: WEST."""
    text = (resources.files("comity") / "data" / "states" / "groups.toml").read_text(
        encoding="utf-8"
    )
    return {key: _group(key, table) for key, table in tomllib.loads(text).items()}


def _group(key: str, table: dict[str, Any]) -> Group:
    states = tuple(
        GroupState(entry) if isinstance(entry, str) else GroupState(**entry)
        for entry in table.get("states", ())
    )
    return Group(
        key, table["name"], table.get("about", ""),
        tuple(table.get("union", ())), states, tuple(table.get("without", ())),
    )  # fmt: skip


def _validated(tables: dict[str, Any]) -> tuple[dict[str, Group], list[str]]:
    # pydantic is imported here: naming a state must not cost its import
    from pydantic import ValidationError

    from comity.states.group_file import GroupTable

    taken = set(spells()) | set(read("other_actors")["key"]) | set(read("bloc_names")["key"])
    parts = taken | set(tables)
    groups: dict[str, Group] = {}
    problems: list[str] = []
    for key, table in tables.items():
        if not _KEY.fullmatch(key):
            problems.append(f"[{key[:40]}]: a key is 2 to 32 capital letters, digits, _ or +")
        elif key in taken and key not in shipped_groups():
            problems.append(f"[{key}]: already the key of another actor")
        try:
            GroupTable.model_validate(table)
        except ValidationError as wrong:
            for error in wrong.errors(include_url=False):
                place = ".".join(str(part) for part in error["loc"][:2]) or "the table"
                message = error["msg"].removeprefix("Value error, ")
                problems.append(f"[{key[:40]}] {place}: {message}, not {shown(error['input'])}")
            continue
        group = _group(key, table)
        for field, names in (("union", group.union), ("without", group.without)):
            problems += [f"[{key}] {field}: no actor {shown(n)}" for n in names if n not in parts]
        problems += [
            f"[{key}] states: no state {shown(m.state)}"
            for m in group.states
            if m.state not in taken
        ]
        groups[key] = group
    return groups, problems

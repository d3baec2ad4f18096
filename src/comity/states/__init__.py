"""Who: the state system since 1816, its names and codes, and blocs with dated membership."""

from __future__ import annotations

from comity.states.blocs import blocs, expand, members, memberships
from comity.states.codes import from_cow, from_gw, from_iso2, from_iso3, from_names
from comity.states.groups import Group, load_groups
from comity.states.period import On, period
from comity.states.resolve import find, non_state, resolve, resolve_actor, split_names
from comity.states.system import Rule, exists, keys, member_years, membership, name, table

__all__ = [
    "Group",
    "On",
    "Rule",
    "blocs",
    "exists",
    "expand",
    "find",
    "from_cow",
    "from_gw",
    "from_iso2",
    "from_iso3",
    "from_names",
    "keys",
    "load_groups",
    "member_years",
    "members",
    "membership",
    "memberships",
    "name",
    "non_state",
    "period",
    "resolve",
    "resolve_actor",
    "split_names",
    "table",
]

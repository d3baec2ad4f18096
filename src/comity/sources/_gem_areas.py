"""The states that a tracker of Global Energy Monitor names for a pipeline or terminal."""

from __future__ import annotations

import polars as pl

from comity.errors import DataError
from comity.states import from_names

__all__ = ["Areas"]

#: Parts of a state that the tracker lists like one.
PARTS = {"Canary Islands": "ESP"}


class Areas:
    """Keys by the text of a cell such as "Russia, Türkiye".

    Raises
    ------
    DataError
        On creation, listing every name that is neither a state nor a known other label.
    """

    def __init__(self, cells: pl.Series, *, file: str) -> None:
        texts = cells.drop_nulls().unique().sort().to_list()
        names = sorted({name for text in texts for name in _names(text)})
        keyed, unknown = from_names(
            pl.DataFrame({"name": names}, schema={"name": pl.String}), "name"
        )
        if unknown := [name for name in unknown if name not in PARTS]:
            raise DataError.many([f"{file}: {name!r} is no known state" for name in unknown])
        keys = dict(keyed.select("name", "state").iter_rows()) | PARTS
        self._of = {
            text: tuple(dict.fromkeys(key for n in _names(text) if (key := keys.get(n))))
            for text in texts
        }
        nowhere = [name for name in names if keys.get(name) is None]
        self.notes = (
            [f"{', '.join(nowhere)}: no state, left out of the list of states"] if nowhere else []
        )

    def of(self, text: str | None) -> tuple[str, ...]:
        """The states, in the order in which they are named; none for an empty cell."""
        return self._of[text] if text is not None else ()


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]

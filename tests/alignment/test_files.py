"""A fit on disk: it comes back as it was, and damaged or foreign files are refused."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.alignment.field import Field
from comity.alignment.model import Model
from comity.alignment.stored import STEP, fitted, load_field, stored_field, write
from comity.errors import DataError
from comity.world.world import World

SHIPPED = Path(str(files("comity") / "data" / "alignment"))


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load(SHIPPED)


@pytest.fixture
def copy(tmp_path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "alignment")
    return tmp_path / "alignment"


def field() -> Field:
    """Three dyads over five years; the second pauses, the third begins late."""
    rng = np.random.default_rng(0)
    mean = rng.normal(size=(3, 5, 6)).astype(np.float32).cumsum(axis=1)
    deviation = np.abs(rng.normal(size=(3, 5, 6))).astype(np.float32)
    alive = np.array([[1, 1, 1, 1, 1], [1, 1, 0, 0, 1], [0, 0, 1, 1, 1]], dtype=bool)
    mean[~alive] = deviation[~alive] = np.nan
    dyads = pl.DataFrame({"a": ["AAA", "AAA", "BBB"], "b": ["BBB", "CCC", "CCC"]})
    names = ("overall", "diplomatic", "military", "economic", "words", "gap")
    return Field(dyads, range(2000, 2005), names, mean, deviation, alive & (mean[..., 0] > 0))


def test_round_trip(model, tmp_path):
    stored = field()
    write(model, stored, tmp_path / "alignment")
    again = Model.load(tmp_path / "alignment")
    assert again.layout.indicators == model.layout.indicators
    assert again.calendar == model.calendar
    np.testing.assert_array_equal(again.used, model.used)
    for name in ("loading", "noise", "step", "shares"):
        np.testing.assert_array_equal(
            getattr(again.parameters, name), getattr(model.parameters, name)
        )
    np.testing.assert_allclose(again.quantiles, model.quantiles, atol=1e-9)
    assert again.rankings.keys() == model.rankings.keys()
    key = next(iter(again.rankings))
    values = model.rankings[key].value
    np.testing.assert_array_equal(
        again.rankings[key].score(values), model.rankings[key].score(values)
    )
    back = load_field(tmp_path / "alignment" / "field.parquet")
    assert back.dyads.equals(stored.dyads)
    assert back.names == ("overall", "diplomatic", "military", "economic", "gap")
    np.testing.assert_array_equal(back.both, stored.both)
    for m, name in enumerate(back.names):
        of = stored.names.index(name)
        np.testing.assert_allclose(back.mean[..., m], stored.mean[..., of], atol=STEP * 1.001)
        np.testing.assert_allclose(
            back.deviation[..., m], stored.deviation[..., of], atol=STEP * 1.001
        )
    assert [p.name for p in tmp_path.iterdir()] == ["alignment"]


def test_an_older_fit_is_replaced_whole(model, tmp_path):
    folder = tmp_path / "alignment"
    folder.mkdir()
    (folder / "stale").write_text("")
    write(model, field(), folder)
    assert sorted(p.name for p in folder.iterdir()) == [
        "field.parquet", "model.json", "quantiles.parquet", "rankings.parquet",
    ]  # fmt: skip


def test_a_failure_leaves_the_older_fit(model, copy, monkeypatch):
    def fail(*_args, **_more):
        raise OSError("disk full")

    before = (copy / "model.json").read_bytes()
    monkeypatch.setattr(Model, "save", fail)
    with pytest.raises(OSError, match="disk full"):
        write(model, field(), copy)
    assert (copy / "model.json").read_bytes() == before
    assert [p.name for p in copy.parent.iterdir()] == ["alignment"]


def test_the_shipped_fit_is_small():
    assert sum(p.stat().st_size for p in SHIPPED.iterdir()) < 2_100_000
    assert (SHIPPED / "rankings.parquet").stat().st_size < 300_000


@pytest.mark.parametrize("name", ["model.json", "rankings.parquet", "quantiles.parquet"])
def test_a_flipped_byte_is_refused(copy, name):
    raw = bytearray((copy / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (copy / name).write_bytes(raw)
    with pytest.raises(DataError, match=name):
        Model.load(copy)


@pytest.mark.parametrize("name", ["model.json", "rankings.parquet", "quantiles.parquet"])
def test_a_missing_file_is_named(copy, name):
    (copy / name).unlink()
    with pytest.raises(DataError, match=name):
        Model.load(copy)


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", "null", '{"format": "comity alignment 1"}', "\x00\xff", "[" * 100_000]
)
def test_a_foreign_model_is_refused(copy, text):
    (copy / "model.json").write_text(text)
    with pytest.raises(DataError, match=r"model\.json"):
        Model.load(copy)


@pytest.mark.parametrize(
    "change",
    [
        {"indicators": ["unga_kappa", "no_such"]},
        {"parameters": {}},
        {"first": "x"},
        {"domains": ["military"]},
        {"used": {}},
        {"files": {}},
        {"files": None},
    ],
)
def test_a_model_with_a_part_exchanged_is_refused(copy, change):
    """Also if its checksum is right: it may be another version's."""
    from comity.alignment import files as stored

    content = json.loads((copy / "model.json").read_text()) | change
    content["sha256"] = stored._own_digest(content)
    (copy / "model.json").write_text(json.dumps(content))
    with pytest.raises(DataError):
        Model.load(copy)


def test_a_world_with_a_foreign_field_is_refused(copy, monkeypatch):
    pl.DataFrame({"a": ["x"]}).write_parquet(copy / "field.parquet")
    with pytest.raises(DataError):
        load_field(copy / "field.parquet")
    world = World({}, [], origin=str(copy.parent))
    with pytest.raises(DataError, match="damaged"):
        stored_field(world)
    assert fitted(world).layout.n >= 18

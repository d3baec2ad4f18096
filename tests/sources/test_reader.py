"""Finding a source's files, and reading them into a world or refusing them whole."""

from __future__ import annotations

import zipfile

import polars as pl
import pytest

from comity.errors import DataError, UnknownName
from comity.sources import READERS, _archive
from comity.sources import reader as module
from comity.sources.reader import Reading, find_reader, locate, read_source

GOOD = "a,b,year,value\nRUS,CHN,2000,1\nCHN,RUS,2001,2.5\nCHN,RUS,2002,\n"


def refused(reader, path, *words: str) -> None:
    with pytest.raises(DataError) as refusal:
        read_source(reader, path)
    for word in words:
        assert word in str(refusal.value)


class TestLocating:
    def test_in_subfolders_by_any_of_its_names_whatever_the_case(self, gifts, tmp_path):
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / "a" / "b" / "Presents_2001.CSV").write_text(GOOD)
        assert locate(gifts, tmp_path)["gifts"].name == "Presents_2001.CSV"

    def test_the_publishers_first_name_wins(self, gifts, tmp_path):
        for name in ("presents.csv", "gifts.csv"):
            (tmp_path / name).write_text(GOOD)
        assert locate(gifts, tmp_path)["gifts"].name == "gifts.csv"

    def test_what_is_missing_is_named_with_what_it_holds(self, gifts, tmp_path):
        refused(
            gifts, tmp_path, "source gifts needs", "gifts.csv* or presents*.csv: a row per gift"
        )

    def test_a_path_that_is_not_there(self, gifts, tmp_path):
        refused(gifts, tmp_path / "no", "does not exist")

    def test_too_large(self, gifts, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "LARGEST_FILE", 10)
        (tmp_path / "gifts.csv").write_text(GOOD)
        refused(gifts, tmp_path, "larger than 2 GiB")

    def test_an_unknown_source_offers_the_nearest(self):
        with pytest.raises(UnknownName, match="did you mean  unga"):
            find_reader("ungaa")


class TestReading:
    def test_a_world_of_its_own_with_all_it_says(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text(GOOD)
        world, notes = read_source(gifts, tmp_path / "gifts.csv")
        assert world.flows["record"].to_list() == ["line 2", "line 3"]
        assert world.flows["source"].unique().to_list() == ["gifts"]
        assert notes == ("1 row(s) without a value left out",)
        told = world.source("gifts")
        assert told.version == "1.0"
        assert told.coverage == gifts.source.coverage
        assert told.files[0].startswith("gifts.csv sha256:")
        assert len(told.files[0]) == len("gifts.csv sha256:") + 64

    def test_rows_that_do_not_fit_are_all_told(self, gifts, tmp_path):
        (tmp_path / "gifts.csv").write_text("a,b,year,value\n,CHN,2000,1\nRUS,,2000,inf\n")
        refused(
            gifts, tmp_path, "3 problem(s)", "gifts, line 2, column a", "line 3, column b", "finite"
        )

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"a,b,value\n1,2,3\n", "missing column(s) year"),
            (b"\x89PNG\0", "binary file"),
            (b"", "not a readable CSV"),
            (b"a,b,year,value\nRUS,CHN,MM,1\n", "line 2, column year"),
        ],
    )
    def test_a_file_that_is_not_what_it_should_be(self, gifts, tmp_path, content, words):
        (tmp_path / "gifts.csv").write_bytes(content)
        refused(gifts, tmp_path, "gifts.csv", words)

    @pytest.mark.parametrize(
        "fault",
        [
            EOFError("cut"),
            pl.exceptions.ComputeError("odd"),
            UnicodeDecodeError("ascii", b"", 0, 1, "bad"),
            OSError("io"),
        ],
    )
    def test_a_fault_inside_a_reader_names_the_file(self, gifts, tmp_path, monkeypatch, fault):
        def broken(_: object) -> Reading:
            raise fault

        object.__setattr__(gifts, "read", broken)
        (tmp_path / "gifts.csv").write_text(GOOD)
        refused(gifts, tmp_path, "source gifts cannot read gifts.csv")


class TestZips:
    def zipped(self, tmp_path, members, **options):
        with zipfile.ZipFile(tmp_path / "G.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return tmp_path / "G.zip"

    def test_as_the_publisher_ships_it(self, gifts, tmp_path):
        path = self.zipped(tmp_path, {"Gifts 1.0/gifts.csv": GOOD, "Gifts 1.0/readme.pdf": b"%PDF"})
        assert read_source(gifts, path)[0].flows.height == 2

    def test_a_zip_in_a_zip(self, gifts, tmp_path):
        inner = self.zipped(tmp_path, {"gifts.csv": GOOD}).read_bytes()
        assert (
            read_source(gifts, self.zipped(tmp_path, {"v1/inner.zip": inner}))[0].flows.height == 2
        )

    def test_without_the_file(self, gifts, tmp_path):
        refused(
            gifts, self.zipped(tmp_path, {"other.csv": GOOD}), "needs, in", "G.zip", "gifts.csv"
        )

    @pytest.mark.parametrize(
        "name", ["../../gifts.csv", "/gifts.csv", "..\\..\\gifts.csv", "a/../../gifts.csv"]
    )
    def test_no_path_leads_out(self, gifts, tmp_path, name):
        folder = tmp_path / "deep" / "er"
        folder.mkdir(parents=True)
        assert read_source(gifts, self.zipped(folder, {name: GOOD}))[0].flows.height == 2
        assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["G.zip"]

    @pytest.mark.parametrize("cut", [0, 10, 100, -10])
    def test_truncated(self, gifts, tmp_path, cut):
        path = self.zipped(tmp_path, {"gifts.csv": GOOD * 50})
        path.write_bytes(path.read_bytes()[:cut])
        refused(gifts, path, "G.zip is not a complete zip file")

    def test_damaged(self, gifts, tmp_path):
        path = self.zipped(tmp_path, {"gifts.csv": GOOD})
        data = bytearray(path.read_bytes())
        data[45:60] = bytes(15)
        path.write_bytes(data)
        refused(gifts, path, "G.zip is not a complete zip file")

    def test_a_bomb(self, gifts, tmp_path):
        path = self.zipped(tmp_path, {"gifts.csv": bytes(80_000_000)})
        refused(gifts, path, "unpacks to far more than it should")

    def test_a_bomb_in_a_zip(self, gifts, tmp_path):
        inner = self.zipped(tmp_path, {"gifts.csv": bytes(80_000_000)}).read_bytes()
        refused(gifts, self.zipped(tmp_path, {"inner.zip": inner}), "far more than it should")

    def test_zips_without_end(self, gifts, tmp_path):
        path = self.zipped(tmp_path, {"gifts.csv": GOOD})
        for _ in range(5):
            path = self.zipped(tmp_path, {"next.zip": path.read_bytes()})
        refused(gifts, path, "needs, in")

    def test_a_workbook_that_is_a_bomb(self, tmp_path):
        path = self.zipped(tmp_path, {"xl/worksheets/sheet1.xml": bytes(80_000_000)})
        with pytest.raises(DataError, match="far more"):
            _archive.check_size(path)


@pytest.mark.parametrize("key", sorted(READERS))
def test_every_reader_describes_its_source(key):
    reader = READERS[key]
    assert reader.source.key == key
    assert all((reader.source.title, reader.source.cite, reader.source.licence))
    assert len({file.role for file in reader.needs}) == len(reader.needs)
    for file in reader.needs:
        assert file.names
        assert file.holds
    for download in reader.downloads:
        assert download.url.startswith("https://")
        assert "/" not in download.name
        wanted = [name for file in reader.needs for name in file.names]
        assert download.name.endswith(".zip") or _archive.matches(download.name, wanted)

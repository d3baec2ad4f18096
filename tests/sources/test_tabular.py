"""Files of unknown honesty: damaged, truncated, exploding or posing as something else."""

from __future__ import annotations

import gzip
import os

import polars as pl
import pytest

from comity.errors import DataError
from comity.sources import tabular
from comity.sources.tabular import read_csv, read_parquet, read_table, text_of


def refused(words: str, read, *args, **rules) -> None:
    with pytest.raises(DataError) as refusal:
        read(*args, **rules)
    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 2000


class TestCsv:
    def test_everything_is_text_unless_asked_for(self, tmp_path):
        (tmp_path / "x.csv").write_text("\ufeffa,b,c\n01,2.0,NA\n02,,x\n")
        frame = read_csv(tmp_path / "x.csv", columns=("a", "b"), dtypes={"b": pl.Int32})
        assert frame.rows() == [("01", 2, None), ("02", None, "x")]

    def test_a_missing_column_shows_both_sides(self, tmp_path):
        (tmp_path / "x.csv").write_text("a,b\n1,2\n")
        refused(
            "x.csv: missing column(s) ccode1, year\n  the file has  a, b",
            read_csv, tmp_path / "x.csv", columns=("ccode1", "a", "year"),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("cell", "dtype"), [("x", pl.Int32), ("2.5", pl.Int32), ("1e99", pl.Int16)]
    )
    def test_a_cell_of_another_type_is_told_with_its_place(self, tmp_path, cell, dtype):
        (tmp_path / "x.csv").write_text(f"a,b\n1,2\n3,{cell}\n")
        refused(
            f'x.csv, line 3, column b: "{cell}" is not of type {dtype.__name__}',
            read_csv, tmp_path / "x.csv", dtypes={"b": dtype},
        )  # fmt: skip

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"a,b\n1,2,3\n",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"PK\x03\x04\0\0",
            b"\xff\xfea\0,\0b\0",
        ],
    )
    def test_what_is_no_csv(self, tmp_path, content):
        (tmp_path / "x.csv").write_bytes(content)
        refused("x.csv", read_csv, tmp_path / "x.csv", columns=("a",))

    def test_latin_letters(self, tmp_path):
        (tmp_path / "x.csv").write_bytes("a\nCôte d’Ivoire\n".encode("cp1252"))
        assert read_csv(tmp_path / "x.csv", encoding="cp1252")["a"][0] == "Côte d’Ivoire"

    def test_markup_is_text(self, tmp_path):
        (tmp_path / "x.csv").write_text("a\n<script>alert(1)</script>\n")
        assert read_csv(tmp_path / "x.csv")["a"][0] == "<script>alert(1)</script>"


class TestGzip:
    def test_is_unpacked_by_its_name(self, tmp_path):
        (tmp_path / "x.csv.gz").write_bytes(gzip.compress(b"a\n1\n"))
        assert read_table(tmp_path / "x.csv.gz")["a"].to_list() == ["1"]
        assert text_of(tmp_path / "x.csv.gz") == "a\n1\n"

    @pytest.mark.parametrize("cut", [3, 12, -9, -3])
    def test_truncated(self, tmp_path, cut):
        whole = gzip.compress(b"a,b\n" + os.urandom(2000).hex().encode())
        (tmp_path / "x.csv.gz").write_bytes(whole[:cut])
        refused("x.csv.gz is not a complete gzip file", read_csv, tmp_path / "x.csv.gz")

    def test_no_gzip_at_all(self, tmp_path):
        (tmp_path / "x.csv.gz").write_bytes(b"a,b\n1,2\n")
        refused("x.csv.gz is not a complete gzip file", read_csv, tmp_path / "x.csv.gz")

    def test_a_bomb(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tabular, "LARGEST_TEXT", 10_000_000)
        (tmp_path / "x.csv.gz").write_bytes(gzip.compress(bytes(20_000_000)))
        refused("far more than it should", read_csv, tmp_path / "x.csv.gz")


class TestParquet:
    def test_a_missing_column_shows_both_sides(self, tmp_path):
        pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "x.parquet")
        refused(
            "missing column(s) b\n  the file has  a",
            read_parquet,
            tmp_path / "x.parquet",
            columns="b",
        )

    @pytest.mark.parametrize("cut", [0, 4, 100, -1, -8, -20])
    def test_truncated(self, tmp_path, cut):
        file = tmp_path / "x.parquet"
        pl.DataFrame({"a": range(1000)}).write_parquet(file)
        file.write_bytes(file.read_bytes()[:cut])
        refused("x.parquet is not a readable Parquet file", read_table, file)

    def test_damaged_in_its_middle(self, tmp_path):
        file = tmp_path / "x.parquet"
        pl.DataFrame({"a": [str(i) for i in range(5000)]}).write_parquet(file)
        data = bytearray(file.read_bytes())
        data[30:3000] = os.urandom(2970)
        file.write_bytes(data)
        refused("x.parquet is not a readable Parquet file", read_table, file)

    def test_a_billion_rows_in_a_kilobyte(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tabular, "LARGEST_ROWS", 1000)
        pl.DataFrame({"a": [0]}).select(pl.col("a").repeat_by(1001).explode()).write_parquet(
            tmp_path / "x.parquet"
        )
        refused("more than 1,000 rows", read_parquet, tmp_path / "x.parquet")

    def test_a_glob_in_a_name_is_a_name(self, tmp_path):
        pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "x.parquet")
        refused("not a readable Parquet file", read_parquet, tmp_path / "*.parquet")

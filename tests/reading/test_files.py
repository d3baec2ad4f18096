"""Files and folders into documents: kinds, encodings, order, what is passed over and what is refused."""

from __future__ import annotations

import gc
import os
import socket
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.errors import DataError
from comity.reading.document import Document
from comity.reading.files import Refusal, each_document, open_documents

PROSE = (
    "Moscow’s minister said on 3 May 2024 that trade with Beijing had “doubled” — to $20 billion."
    "\r\n\r\nIt had."
)
PAGE = f"<!doctype html><title>A minister speaks of trade</title><p>{PROSE}</p>"


def only(path: Path) -> Document:
    (found,) = open_documents(path)
    return found


def refused(path: Path) -> str:
    with pytest.raises(DataError) as problem:
        list(open_documents(path))
    return str(problem.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_the_file_decoded_whatever_its_encoding(tmp_path, encoding):
    path = tmp_path / "talks.txt"
    path.write_bytes(PROSE.encode(encoding))
    read = only(path)
    assert read.raw == read.text == PROSE
    assert read.name == "talks.txt"


def test_line_ends_stay_as_they_are(tmp_path):
    path = tmp_path / "talks.txt"
    path.write_bytes(PROSE.encode())
    assert only(path).raw[-11:] == ".\r\n\r\nIt had."[-11:]


def test_one_broken_character_does_not_change_the_encoding_of_the_rest(tmp_path):
    path = tmp_path / "cut.txt"
    path.write_bytes((PROSE + " “Twice.”" * 10).encode()[:-1])
    assert only(path).raw.startswith(PROSE)
    assert only(path).raw.endswith("�")


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes('<meta charset="koi8-r"><p>Кремль: the price stays.</p>'.encode("koi8-r"))
    assert only(path).text == "Кремль: the price stays."


@pytest.mark.parametrize("declared", ["punycode", "unicode_escape", "zlib", "no-such", "utf-16"])
def test_an_encoding_that_is_none_of_files_counts_as_not_declared(tmp_path, declared):
    path = tmp_path / "page.html"
    path.write_bytes(f'<meta charset="{declared}"><p>“Yes”, said Moscow.</p>'.encode())
    assert only(path).text == "“Yes”, said Moscow."


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page", "page.pdf", "page.xml"])
def test_what_is_plainly_html_is_read_as_such(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(PAGE.encode("utf-16" if name == "page" else "utf-8"))
    assert "<" not in only(path).text


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf  \r\n",
        b"<?xml version='1.0'?>\n",
        b"<!-- a --> <!-- b -->",
        b"<!---->" * 500,
        b"<?x?>" * 500,
    ],
)
def test_what_stands_before_the_root_does_not_hide_it(tmp_path, before):
    path = tmp_path / "page.txt"
    path.write_bytes(before + PAGE.encode())
    assert only(path).text.startswith("A minister speaks of trade")


def test_a_stated_date_wins(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(f'<meta name="date" content="2023-01-02">{PAGE}', encoding="utf-8")
    assert only(path).date == "2023-01-02"
    (given,) = open_documents(path, date="2024-05")
    assert given.date == "2024-05"


def test_a_folder_is_read_in_order_and_says_what_it_passes_over(tmp_path):
    for name in ("b.txt", "a.html", "z/c.md", "z/y/d.txt", ".hidden.txt", ".git/x.txt", "e.csv"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE if name.endswith("html") else PROSE, encoding="utf-8")
    (tmp_path / "z" / "back").symlink_to(tmp_path, target_is_directory=True)
    found = list(each_document(tmp_path))
    assert [d.name for d in found if isinstance(d, Document)] == [
        "a.html",
        "b.txt",
        "z/c.md",
        "z/y/d.txt",
    ]
    passed = {r.name: r.reason for r in found if isinstance(r, Refusal)}
    assert set(passed) == {".git", ".hidden.txt", "e.csv", "z/back"}
    assert "link to a folder, not followed" in passed["z/back"]
    assert len(list(open_documents(tmp_path))) == 4


def test_a_bad_file_in_a_folder_is_refused_and_the_rest_read(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2" * 50)
    (tmp_path / "c.txt").write_text(PROSE, encoding="utf-8")
    (tmp_path / "d.txt").symlink_to(tmp_path / "d.txt")
    (tmp_path / "e.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "f.txt").mkdir()
    os.mkfifo(tmp_path / "g.txt")
    found = list(each_document(tmp_path))
    assert [d.name for d in found if isinstance(d, Document)] == ["c.txt"]
    reasons = {r.name: r.reason for r in found if isinstance(r, Refusal)}
    assert "empty" in reasons["a.txt"]
    assert "NUL bytes" in reasons["b.txt"]
    assert "cannot be read" in reasons["d.txt"]
    assert "leads nowhere" in reasons["e.txt"]
    assert "a pipe" in reasons["g.txt"]
    assert all(reason.startswith(name) for name, reason in reasons.items())
    with pytest.raises(DataError, match=r"a\.txt: empty"):
        list(open_documents(tmp_path))


def test_a_folder_without_documents_says_so(tmp_path):
    assert "no document in this folder" in refused(tmp_path)


def test_what_is_no_ordinary_file_never_holds_one_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    assert "pipe.html: a pipe" in refused(tmp_path / "pipe.html")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s.txt"))
        assert "a socket" in refused(tmp_path / "s.txt")
    assert "a device" in refused(Path("/dev/zero"))
    assert "cannot be read" in refused(tmp_path / "missing.txt")


def test_a_folder_named_like_a_page_is_a_folder(tmp_path):
    (tmp_path / "saved.html").mkdir()
    (tmp_path / "saved.html" / "a.txt").write_text(PROSE, encoding="utf-8")
    assert only(tmp_path / "saved.html").text == PROSE


@pytest.mark.parametrize(
    ("name", "begins", "size", "told"),
    [
        (
            "large.txt",
            b"Some words. ",
            20_000_001,
            "20 MB; text, HTML and feeds are read up to 20 MB",
        ),
        ("huge.html", b"<html>", 100_000_000, "100 MB"),
        ("huge.pdf", b"%PDF-1.7\n", 100_000_000, "PDF are read up to 50 MB"),
    ],
)
def test_a_file_too_large_is_refused_before_it_is_read(tmp_path, name, begins, size, told):
    path = tmp_path / name
    path.write_bytes(begins)
    os.truncate(path, size)  # the rest is a hole: reading it would show in the time
    assert told in refused(path)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"), (b" \r\n\t", "empty"), (b"\xef\xbb\xbf", "empty"), (b"\xff\xfe", "empty"),
        (b"PK\x03\x04rest", "office document"), (b"\x89PNG\r\n", "an image"), (b"{\\rtf1 x}", "rich text"),
        (b"\x1f\x8b\x08rest", "unpack it first"), (bytes(range(1, 32)) * 9, "binary content"),
        ("Words".encode("utf-16-le"), "byte order mark"),
    ],
)  # fmt: skip
def test_what_is_no_text_says_what_it_is(tmp_path, data, told):
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    assert told in refused(path)


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="everything is readable to root"
)
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(PROSE, encoding="utf-8")
    path.chmod(0)
    assert "cannot be read (Permission denied)" in refused(path)


def test_what_is_only_named_a_pdf_is_refused(tmp_path):
    path = tmp_path / "words.pdf"
    path.write_text(PROSE, encoding="utf-8")
    assert "words.pdf: named as a PDF, which it is not" in refused(path)
    path.write_bytes(b"")
    assert "empty" in refused(path)


def test_names_are_shown_without_what_a_terminal_obeys(tmp_path):
    path = tmp_path / "a\x1b[31m\u202e.txt"
    path.write_bytes(b"")
    assert refused(path) == "a�[31m�.txt: empty, nothing to read"


def test_a_thousand_documents_do_not_grow_memory(tmp_path):
    for n in range(1000):
        kind = ("txt", "html", "xml")[n % 3]
        feed = f"<rss><item><title>A minister</title><description>{n} {PROSE}</description></item></rss>"
        written = {"txt": f"{n} {PROSE}", "html": f"<h1>{n}</h1>{PAGE}", "xml": feed}[kind]
        (tmp_path / f"{n:04}.{kind}").write_text(written, encoding="utf-8")
    ours = [
        tracemalloc.Filter(
            True, "*/comity/reading/*", all_frames=True
        ),  # other threads allocate too
        tracemalloc.Filter(False, "*/pathlib*"),  # interns names in a table that doubles when full
    ]
    tracemalloc.start(5)
    try:
        held = []
        for n, _ in enumerate(open_documents(tmp_path)):
            if n in (200, 999):
                gc.collect()
                traces = tracemalloc.take_snapshot().filter_traces(ours).traces
                held.append(sum(trace.size for trace in traces))
    finally:
        tracemalloc.stop()
    assert n == 999
    assert held[0] > 0
    assert held[1] - held[0] < 300_000  # bytes: the list of names is all that may have grown


@given(st.binary(max_size=300), st.sampled_from(["txt", "html", "xml", "pdf"]))
def test_any_bytes_are_read_or_refused_by_name(data, kind):
    assume(b"%PDF-" not in data)  # each of those takes a process
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"any.{kind}"
        path.write_bytes(data)
        for found in each_document(path):
            if isinstance(found, Document):
                assert found.name.startswith("any.")
            else:
                assert found.reason.startswith("any.")
                assert "\x1b" not in found.reason

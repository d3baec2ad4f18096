"""Downloads of sources with a stable public address: resumed, checked, retried, moved in place whole.

What has arrived of a file is kept beside its place as ``NAME.part`` with the server's validator, so
that the next attempt, or the next run, asks for the rest only, and only of the same edition. Pooch
checks the whole against the checksum and moves it in place. Proxies are those of the environment
(``HTTPS_PROXY``, ``NO_PROXY``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zipfile import is_zipfile

from comity.errors import DataError
from comity.sources.reader import LARGEST_FILE, Download, Reader
from comity.world.store import user_folder

if TYPE_CHECKING:
    import requests

__all__ = ["Progress", "download_folder", "fetch"]

#: Called with a file's name, the bytes that are here, and the bytes it has (None: not known).
Progress = Callable[[str, int, int | None], None]

ATTEMPTS = 5
#: Seconds before the second attempt; doubled for each further one.
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
TIMEOUT = (15, 60)
_CHUNK = 1 << 14  # what a broken connection loses at most
_LOCAL = ("127.0.0.1", "::1", "localhost")
#: Answers after which the same request may succeed.
_PASSING = {408, 425, 429, 500, 502, 503, 504}


class _Interrupted(Exception):
    """The download stopped short for a reason that may pass."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def download_folder(source: str) -> Path:
    """Where the downloaded files of a source are kept."""
    return user_folder() / "downloads" / source


def fetch(reader: Reader, folder: Path | None = None, *, progress: Progress | None = None) -> Path:
    """Download the files of a source; a file that is there already is not downloaded again.

    Returns
    -------
    Path
        What to give to :func:`~comity.sources.reader.read_source`: the file, or the folder of several.

    Raises
    ------
    DataError
        Where the source has no stable address, the server refuses, the transfer breaks off again and
        again, or the file is not the expected one. Nothing incomplete is left under the file's name.
    """
    source = reader.source
    page = source.url or f"its publisher's: {source.title}"
    if not reader.downloads:
        raise DataError(
            f"source {source.key} has no stable public address to fetch from\n"
            f"  get it at  {page}\n"
            f"  then  comity data add {source.key} PATH"
        )
    folder = folder or download_folder(source.key)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        files = [_retrieve(wanted, folder, progress) for wanted in reader.downloads]
    except DataError as error:
        raise DataError(
            f"{error}\n"
            f"  a browser may still get it at  {page}\n"
            f"  then  comity data add {source.key} PATH"
        ) from error
    return files[0] if len(files) == 1 else folder


def _retrieve(wanted: Download, folder: Path, progress: Progress | None) -> Path:
    import pooch

    pooch.get_logger().setLevel("ERROR")
    _check_address(wanted.url)

    def download(url: str, output_file: Any, _: object) -> None:
        part = folder / f"{wanted.name}.part"
        _complete(url, part, progress)
        if wanted.name.endswith(".zip") and not is_zipfile(part):
            part.unlink()
            _tag_of(part).unlink(missing_ok=True)
            raise DataError(f"{url} did not give a whole zip file")
        part.replace(output_file)
        _tag_of(part).unlink(missing_ok=True)

    try:
        return Path(
            pooch.retrieve(
                wanted.url,
                known_hash=wanted.sha256 and f"sha256:{wanted.sha256}",
                fname=wanted.name,
                path=folder,
                downloader=download,
            )
        )
    except ValueError as error:  # pooch's word for a checksum that differs; it removed the file
        raise DataError(
            f"{wanted.url} did not give the expected file: its SHA-256 is not {wanted.sha256}"
        ) from error


def _complete(url: str, part: Path, progress: Progress | None) -> None:
    """Download until ``part`` is whole, in as many attempts as it takes and ATTEMPTS allows."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _transfer(url, part, progress)
        except _Interrupted as stop:
            if attempt == ATTEMPTS:
                raise DataError(
                    f"{url} cannot be downloaded ({ATTEMPTS} attempts): {stop}"
                ) from stop
            wait = FIRST_WAIT * 2 ** (attempt - 1) if stop.wait is None else stop.wait
            time.sleep(min(wait, LONGEST_WAIT))
        else:
            return


def _transfer(url: str, part: Path, progress: Progress | None) -> None:
    """One attempt: append the rest, or start anew where the server has another edition or no ranges."""
    import requests

    tag = _tag_of(part)
    have = part.stat().st_size if part.is_file() and tag.is_file() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag.read_text(encoding="utf-8")}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as answer:
            _check_address(answer.url)
            if answer.status_code == requests.codes.requested_range_not_satisfiable:
                tag.unlink(missing_ok=True)
                raise _Interrupted("what was kept of it is no part of the file", wait=0)
            _check_answer(url, answer)
            if answer.status_code != requests.codes.partial_content or _first_byte(answer) != have:
                have = 0
            total = _total(answer, have)
            _keep_tag(tag, answer)
            with part.open("r+b" if have else "wb") as out:
                out.seek(have)
                for chunk in answer.iter_content(_CHUNK):
                    out.write(chunk)
                    have += len(chunk)
                    if have > LARGEST_FILE:
                        raise DataError(f"{url} is larger than 2 GiB: not what it should be")
                    if progress is not None:
                        progress(part.stem, have, total)
    except requests.exceptions.SSLError as error:
        raise DataError(f"{url}: the server's certificate cannot be verified: {error}") from error
    except requests.exceptions.ProxyError as error:
        raise _Interrupted(f"the proxy of the environment does not answer: {error}") from error
    except requests.exceptions.RequestException as error:
        raise _Interrupted(f"the connection broke: {error}") from error
    if total is not None and have != total:
        raise _Interrupted(f"{have:,} of {total:,} bytes arrived")


def _check_address(url: str) -> None:
    """Refuse what is not encrypted, but for this machine itself."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise DataError(f"{url} is not an https address: refused")


def _check_answer(url: str, answer: requests.Response) -> None:
    if answer.status_code in _PASSING:
        after = answer.headers.get("Retry-After", "")
        raise _Interrupted(
            f"the server answers {answer.status_code} {answer.reason}",
            wait=float(after) if after.isdecimal() else None,
        )
    if not answer.ok:
        raise DataError(f"{url}: the server answers {answer.status_code} {answer.reason}")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        raise DataError(f"{url} answers with a web page, not with the file")


def _first_byte(answer: requests.Response) -> int:
    """The place of the first byte of a partial answer: "bytes 100-199/200"; -1 if it does not say."""
    place = answer.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    return int(place) if place.isdecimal() else -1


def _total(answer: requests.Response, have: int) -> int | None:
    """Bytes of the whole file, where the server says so."""
    length = answer.headers.get("Content-Length", "")
    if answer.headers.get("Content-Encoding", "identity") != "identity" or not length.isdecimal():
        return None
    return have + int(length)


def _keep_tag(tag: Path, answer: requests.Response) -> None:
    """Keep the edition's validator; without one, the rest could be that of another edition."""
    etag = answer.headers.get("ETag", "")
    validator = etag if etag and not etag.startswith("W/") else answer.headers.get("Last-Modified")
    encoded = answer.headers.get("Content-Encoding", "identity") != "identity"
    if validator and not encoded:
        tag.write_text(validator, encoding="utf-8")
    else:
        tag.unlink(missing_ok=True)


def _tag_of(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")

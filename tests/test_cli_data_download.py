"""``frontwire data download`` and its table of sources."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import faulty_server as server_of
from faulty_server import serving
from frontwire.corpora.download import sources
from frontwire.corpora.download.fetch import RemoteFile, sha256_of_file
from frontwire.corpora.download.sources import SOURCES, find_source
from frontwire.corpora.texts import CORPORA, CORPORA_VARIABLE
from frontwire.errors import DownloadError, UsageError
from test_cli_data import call

CONTENT = b"line one\nline two\n"


@dataclass(frozen=True)
class _Source:
    name: str
    files: tuple[RemoteFile, ...]
    about: str = "two files"
    licence: str = "none stated"
    elsewhere: tuple[str, ...] = ("cut for the reader: data/x at commit 0",)


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CORPORA_VARIABLE, raising=False)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_the_table_is_complete_and_safe() -> None:
    files = [file for source in SOURCES for file in source.files]
    assert len(files) == len({file.path for file in files}) == len(sources._files())
    for file in files:
        assert re.fullmatch(r"https://raw\.githubusercontent\.com/[\w.-]+/[\w.-]+/[0-9a-f]{40}/[\w./%+-]+", file.url), (
            file.url
        )
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
        assert 0 < file.size_bytes < 10_000_000
        assert ".." not in Path(file.path).parts
        assert not Path(file.path).is_absolute()
    assert all(source.files or source.elsewhere for source in SOURCES)
    assert {corpus.name for corpus in CORPORA} <= {source.name for source in SOURCES}


@pytest.mark.shared
def test_the_checksums_are_those_of_the_files_in_use(corpora: Path) -> None:
    for source in SOURCES:
        for file in source.files:
            assert (file.path, sha256_of_file(corpora / file.path)) == (file.path, file.sha256)
            assert (corpora / file.path).stat().st_size == file.size_bytes


def test_list_says_what_cannot_be_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("download", "--list") == 0
    out = capsys.readouterr().out
    assert re.findall(r"^(\w+)  \(", out, re.MULTILINE) == [source.name for source in SOURCES]
    assert "satp  (2 files, 0.7 MB)" in out
    assert "gva  (not downloadable)" in out
    assert "not downloadable as used here: cut for the reader: data/TempEval3-eval_COL at commit 2d82689" in out
    assert "licence as stated: CC BY 3.0" in out


@pytest.mark.parametrize(
    ("names", "message"),
    [
        pytest.param([], "no corpus named", id="none"),
        pytest.param(["satpx"], "no corpus 'satpx'; expected one of satp, muc4", id="unknown"),
        pytest.param(["gvdb"], "gvdb: not downloadable as used here", id="elsewhere"),
    ],
)
def test_wrong_usage(names: list[str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        call("download", *names)


def test_a_file_that_fails_does_not_keep_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(CONTENT, server_of.status(404), server_of.good) as server:
        right = hashlib.sha256(CONTENT).hexdigest()
        files = tuple(RemoteFile(f"two/{name}", server.url(f"/{name}"), right, len(CONTENT)) for name in "ab")
        monkeypatch.setattr(sources, "SOURCES", (_Source("two", files),))
        with pytest.raises(DownloadError, match=r"1 of 2 files did not come; the first: .*/a: HTTP 404"):
            call("download", "two", "--to", tmp_path)
        monkeypatch.setenv(CORPORA_VARIABLE, str(tmp_path))
        assert call("download", "two") == 0
    assert (tmp_path / "two/a").read_bytes() == (tmp_path / "two/b").read_bytes() == CONTENT
    err = capsys.readouterr().err
    assert f"{tmp_path / 'two/b'}: fetched\n" in err
    assert f"{tmp_path / 'two/b'}: there already\n" in err
    assert "two: not downloadable as used here: cut for the reader: data/x at commit 0" in err


def test_names_are_found() -> None:
    assert find_source("muc4").files[0].path == "muc4/muc34.tar.gz"

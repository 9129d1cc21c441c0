"""``frontwire data gazetteer``: from a folder and from a local server; what it says and refuses."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

import faulty_server as server_of
from faulty_server import Handler, serving
from frontwire import cli
from frontwire.corpora.download import geonames
from frontwire.corpora.download.fetch import Patience
from frontwire.normalize.gazetteer import Gazetteer
from frontwire.normalize.geonames.features import GROUPS
from frontwire.normalize.geonames.gazetteer import GeoNamesGazetteer
from own_dump import ENGLISH, PLACES, packaged_base, write_dump


def call(*arguments: str) -> int:
    """Exit status of the command."""
    return cli.main(["data", *arguments])


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder; the packaged gazetteer is the small one."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FRONTWIRE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Gazetteer, "open", lambda: Gazetteer(packaged_base()))
    return tmp_path / "cache"


def test_building_from_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_dump(tmp_path / "dump", english=ENGLISH.rstrip("\n").rpartition("\n")[0] + "\n")
    assert (
        call("gazetteer", "--from", str(folder), "-o", str(tmp_path / "own.sqlite"), "--classes", "P", "A", "dams") == 0
    )
    out, err = capsys.readouterr()
    assert GeoNamesGazetteer.open(tmp_path / "own.sqlite").lookup("selmar dam")
    assert f"{tmp_path / 'own.sqlite'}: " in out
    digest = hashlib.sha256((folder / "allCountries.txt").read_bytes()).hexdigest()
    assert f"read allCountries.txt, SHA-256 {digest}" in out
    assert f"{len(PLACES)} rows of places, 2 of another feature class; latest change 2024-01-31" in err
    assert err.rstrip().endswith(geonames.CREDIT)
    assert "Traceback" not in err


def test_rows_that_cannot_be_used_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_dump(tmp_path / "dump", "".join(PLACES) + "short\trow\n" * 7)
    assert call("gazetteer", "--from", str(folder), "-o", str(tmp_path / "own.sqlite")) == 3
    err = capsys.readouterr().err
    line = len(PLACES) + 1
    assert f"line {line} of allCountries.txt: has 2 columns; expected 19; left out" in err
    assert err.count("; left out") == 5
    assert "… 7 such problems in all (columns); the table problem of own.sqlite lists them" in err
    assert "7 rows could not be used" in err


def test_the_default_file_is_in_the_cache(tmp_path: Path, cache: Path) -> None:
    folder = str(write_dump(tmp_path / "dump", name="AF"))
    assert call("gazetteer", "--from", folder, "--countries", "af") == 0
    first = GeoNamesGazetteer.open(cache / "geonames.sqlite")
    assert first.meta["countries"] == "AF"
    assert call("gazetteer", "--from", folder, "--classes", "P") == 0  # its next edition replaces it
    assert GeoNamesGazetteer.open(cache / "geonames.sqlite").identity != first.identity


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "no files named; --from DIR reads a folder, --download brings them", id="nothing"),
        pytest.param(["--from", "none"], "none is no folder", id="no folder"),
        pytest.param(["--from", "dump", "--countries", "QQ"], "no country QQ", id="country"),
        pytest.param(["--from", "dump", "--classes", "X"], "invalid choice: 'X'", id="class"),
        pytest.param(
            ["--from", "dump", "--sha256", "AF.zip"], "--sha256 AF.zip: expected NAME=HEX", id="checksum form"
        ),
        pytest.param(["--from", "dump", "--sha256", f"AF.txt={'0' * 64}"], "AF.txt has SHA-256", id="checksum"),
        pytest.param(
            ["--from", "dump", "--alternate-names"], "--alternate-names says what --download brings", id="names"
        ),
        pytest.param(["--from", "dump", "-o", "dump"], "dump is a folder; expected a file name", id="folder as file"),
        pytest.param(
            ["--from", "dump", "-o", "dump/AF.txt"], "is there and is no gazetteer built from", id="other file"
        ),
    ],
)
def test_refusals(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    write_dump(tmp_path / "dump", name="AF")
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "dump" / "AF.txt").read_bytes()
    if "--classes" in arguments:
        with pytest.raises(SystemExit):
            call("gazetteer", *arguments)
    else:
        assert call("gazetteer", *arguments) == 2
    assert message in capsys.readouterr().err
    assert (tmp_path / "dump" / "AF.txt").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump"]


def test_force_replaces_another_file(tmp_path: Path) -> None:
    folder = write_dump(tmp_path / "dump")
    (tmp_path / "own").write_text("a letter")
    assert call("gazetteer", "--from", str(folder), "-o", str(tmp_path / "own"), "--force") == 0
    assert GeoNamesGazetteer.open(tmp_path / "own").lookup("torvan")


def test_the_classes_of_the_parser_are_those_there_are() -> None:
    from frontwire.cli.data import gazetteer

    assert tuple(GROUPS) == gazetteer.GROUPS


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    """What the dump's home has, by path."""
    folder = write_dump(tmp_path / "home", name="AF", packed=True, english=ENGLISH)
    return {f"/{path.name}": path.read_bytes() for path in folder.iterdir()}


def _answering(files: dict[str, bytes]) -> Callable[[Handler], None]:
    def answer(handler: Handler) -> None:
        if handler.path not in files:
            handler.answer(404)
            return
        content, start = files[handler.path], handler.start()
        if start:
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            handler.answer(206, content[start:], Content_Range=span, ETag=server_of.ETAG)
        else:
            handler.answer(200, content, ETag=server_of.ETAG)

    return answer


def _once(files: dict[str, bytes], path: str, behaviour: Callable[[Handler, bytes], None]) -> Callable[[Handler], None]:
    """As :func:`_answering`, but the first request for ``path`` is answered by ``behaviour``."""
    answer, waiting = _answering(files), [path]

    def first(handler: Handler) -> None:
        if handler.path in waiting:
            waiting.remove(handler.path)
            behaviour(handler, files[handler.path])
        else:
            answer(handler)

    return first


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames, "PATIENCE", Patience(timeout_s=2, deadline_s=10, attempts=2, wait_s=0.01))


def half(handler: Handler, content: bytes) -> None:
    handler.answer(200, content[: len(content) // 2], Content_Length=str(len(content)), ETag=server_of.ETAG)


def page(handler: Handler, content: bytes) -> None:
    handler.answer(200, b"<html>log in first</html>")


@pytest.mark.usefixtures("quick")
def test_downloading_what_is_missing(
    files: dict[str, bytes], cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(b"", _once(files, "/AF.zip", half)) as server:
        monkeypatch.setattr(geonames, "HOME", server.url(""))
        assert call("gazetteer", "--download", "--countries", "AF", "--alternate-names") == 3  # one odd English name
        wanted = [
            "/countryInfo.txt",
            "/admin1CodesASCII.txt",
            "/admin2Codes.txt",
            "/AF.zip",
            "/AF.zip",
            "/alternateNamesV2.zip",
        ]
        assert [path for path, _ in server.requests] == wanted
        resumed = server.requests[4][1]
        assert resumed["Range"] == f"bytes={len(files['/AF.zip']) // 2}-"
        assert resumed["If-Range"] == server_of.ETAG
        built = GeoNamesGazetteer.open(cache / "geonames.sqlite")
        assert [c.match for c in built.lookup("torvan city")] == ["main"]
        assert call("gazetteer", "--download", "--countries", "AF") == 3
        assert len(server.requests) == len(wanted)  # all is there
    err = capsys.readouterr().err
    assert f"{cache / 'geonames' / 'AF.zip'}: fetched" in err
    assert f"{cache / 'geonames' / 'AF.zip'}: there already; --force brings it anew" in err
    assert sorted(p.name for p in (cache / "geonames").iterdir()) == sorted(name[1:] for name in files)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("behaviour", "arguments", "message"),
    [
        pytest.param(page, [], "what came is no archive; it was deleted", id="page of a proxy"),
        pytest.param(None, ["--sha256", f"AF.zip={'0' * 64}"], "the content has SHA-256", id="checksum"),
        pytest.param(None, ["--countries", "PK"], "PK.zip: HTTP 404", id="not there"),
    ],
)
def test_downloads_that_fail(
    files: dict[str, bytes],
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    behaviour: Callable[[Handler, bytes], None] | None,
    arguments: list[str],
    message: str,
) -> None:
    answer = _once(files, "/AF.zip", behaviour) if behaviour else _answering(files)
    with serving(b"", answer) as server:
        monkeypatch.setattr(geonames, "HOME", server.url(""))
        assert call("gazetteer", "--download", "--countries", "AF", *arguments) == 1
    assert message in capsys.readouterr().err
    assert not (cache / "geonames" / "AF.zip").exists()
    assert not (cache / "geonames.sqlite").exists()


def test_the_home_of_the_dump() -> None:
    urls = [file.url for file in geonames.dump_files(["AF"], alternate_names=True)]
    assert urls[0] == "https://download.geonames.org/export/dump/countryInfo.txt"
    assert [url.rpartition("/")[2] for url in urls[3:]] == ["AF.zip", "alternateNamesV2.zip"]
    assert geonames.dump_files()[-1].path == "allCountries.zip"
    (last,) = [file for file in geonames.dump_files(["AF"], sha256={"AF.zip": "0a"}) if file.sha256]
    assert last.path == "AF.zip"

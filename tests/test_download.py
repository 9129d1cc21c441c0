"""Downloads against a local server that does wrong what servers do wrong."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import faulty_server as server_of
from faulty_server import FaultyServer, Handler, serving
from frontwire.corpora.download.fetch import Patience, RemoteFile, fetch, sha256_of_file
from frontwire.errors import DownloadError, OutputError, UsageError

CONTENT = bytes(range(256)) * 40
HALF = len(CONTENT) // 2
QUICK = Patience(timeout_s=0.2, deadline_s=5, attempts=3, wait_s=1)
NO_WAIT: list[float] = []


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    NO_WAIT.clear()


def remote(server: FaultyServer, path: str = "/f", content: bytes = CONTENT) -> RemoteFile:
    return RemoteFile("x/f.bin", server.url(path), hashlib.sha256(content).hexdigest(), len(content))


def get(server: FaultyServer, target: Path, *, patience: Patience = QUICK, force: bool = False) -> bool:
    """Fetch without waiting between attempts; the waits asked for are in ``NO_WAIT``."""
    return fetch(remote(server), target, patience=patience, force=force, sleep=NO_WAIT.append)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_into_a_new_folder(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serving(CONTENT) as server:
        target = tmp_path / "a/b/f.bin"
        assert fetch(remote(server), target, patience=QUICK, progress=lambda *counts: seen.append(counts))
    assert target.read_bytes() == CONTENT
    assert names(target.parent) == ["f.bin"]
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert "Range" not in server.requests[0][1]
    assert server.requests[0][1]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    ("behaviours", "requests"),
    [
        pytest.param([server_of.status(500), server_of.status(503), server_of.good], 3, id="500-twice"),
        pytest.param([server_of.status(429), server_of.good], 2, id="429"),
        pytest.param([server_of.drops_at_once, server_of.good], 2, id="no-answer"),
        pytest.param([server_of.stalls, server_of.good], 2, id="stalls"),
        pytest.param([server_of.truncates, server_of.good], 2, id="truncates"),
        pytest.param([server_of.announces_too_much], 1, id="announces-too-much"),
        pytest.param([server_of.drops_in_the_middle, server_of.ignores_range], 2, id="ignores-range"),
        pytest.param([server_of.drops_in_the_middle, server_of.wrong_range, server_of.good], 3, id="wrong-range"),
        pytest.param([server_of.drops_in_the_middle, server_of.wrong_rest, server_of.good], 3, id="wrong-rest"),
        pytest.param([server_of.drops_in_the_middle, server_of.status(416), server_of.good], 3, id="416"),
        pytest.param([server_of.drops_without_a_mark, server_of.good], 2, id="weak-mark"),
        pytest.param([server_of.redirects("/g"), server_of.good], 2, id="redirects"),
    ],
)
def test_faults_that_pass(tmp_path: Path, behaviours: list[Callable[[Handler], None]], requests: int) -> None:
    with serving(CONTENT, *behaviours) as server:
        assert get(server, tmp_path / "f.bin")
    assert (tmp_path / "f.bin").read_bytes() == CONTENT
    assert names(tmp_path) == ["f.bin"]
    assert len(server.requests) == requests


def test_a_transfer_that_drops_goes_on_where_it_was(tmp_path: Path) -> None:
    with serving(CONTENT, server_of.drops_in_the_middle, server_of.good) as server:
        assert get(server, tmp_path / "f.bin")
    assert server.requests[1][1]["Range"] == f"bytes={HALF}-"
    assert server.requests[1][1]["If-Range"] == server_of.ETAG
    assert (tmp_path / "f.bin").read_bytes() == CONTENT


def test_a_weak_mark_is_not_sent(tmp_path: Path) -> None:
    with serving(CONTENT, server_of.drops_without_a_mark, server_of.good) as server:
        assert get(server, tmp_path / "f.bin")
    assert server.requests[1][1]["Range"] == f"bytes={HALF}-"
    assert "If-Range" not in server.requests[1][1]


def test_another_version_at_the_server_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "f.bin.part").write_bytes(b"old version")
    (tmp_path / "f.bin.part.etag").write_text('"v0"')
    with serving(CONTENT) as server:
        assert get(server, tmp_path / "f.bin")
    assert server.requests[0][1]["If-Range"] == '"v0"'
    assert len(server.requests) == 1
    assert names(tmp_path) == ["f.bin"]


@pytest.mark.parametrize(
    ("part", "requests"),
    [
        pytest.param(CONTENT, 0, id="whole"),
        pytest.param(CONTENT[:100], 1, id="beginning"),
        pytest.param(CONTENT + b"more", 1, id="too-long"),
        pytest.param(b"\0" * len(CONTENT), 1, id="another-file"),
        pytest.param(b"", 1, id="empty"),
    ],
)
def test_what_an_earlier_call_left(tmp_path: Path, part: bytes, requests: int) -> None:
    (tmp_path / "f.bin.part").write_bytes(part)
    with serving(CONTENT) as server:
        assert get(server, tmp_path / "f.bin")
    assert (tmp_path / "f.bin").read_bytes() == CONTENT
    assert names(tmp_path) == ["f.bin"]
    assert len(server.requests) == requests


@pytest.mark.parametrize(
    ("behaviour", "message", "requests", "left"),
    [
        pytest.param(server_of.status(404), "HTTP 404", 1, [], id="404"),
        pytest.param(server_of.status(403), "HTTP 403", 1, [], id="403"),
        pytest.param(server_of.status(502), "HTTP 502; gave up after 3 attempts", 3, [], id="502-for-ever"),
        pytest.param(server_of.drops_at_once, "gave up after 3 attempts", 3, [], id="drops-for-ever"),
        pytest.param(server_of.wrong_bytes, "expected .*; it was deleted", 1, [], id="wrong-bytes"),
        pytest.param(server_of.goes_on_for_ever, "expected .*; it was deleted", 1, [], id="no-end"),
        pytest.param(server_of.redirects("ftp://127.0.0.1/f"), "another scheme", 1, [], id="ftp"),
        pytest.param(server_of.redirects("https://127.0.0.1/f"), "another scheme", 1, [], id="https"),
        pytest.param(server_of.redirects("file:///etc/hostname"), "not allowed", 1, [], id="file"),
        pytest.param(server_of.redirects("/f"), "HTTP 302", 1, [], id="round-and-round"),
    ],
)
def test_faults_that_stay(
    tmp_path: Path, behaviour: Callable[[Handler], None], message: str, requests: int, left: list[str]
) -> None:
    with serving(CONTENT, behaviour) as server, pytest.raises(DownloadError, match=message) as caught:
        get(server, tmp_path / "f.bin")
    assert server.url() in str(caught.value)
    assert len(server.requests) >= requests
    assert names(tmp_path) == left


def test_a_wrong_checksum_says_both(tmp_path: Path) -> None:
    with serving(CONTENT, server_of.wrong_bytes) as server, pytest.raises(DownloadError) as caught:
        get(server, tmp_path / "f.bin")
    assert hashlib.sha256(CONTENT).hexdigest() in str(caught.value)
    assert hashlib.sha256(CONTENT[::-1]).hexdigest() in str(caught.value)


def test_waits_double_and_the_server_may_ask_for_one(tmp_path: Path) -> None:
    behaviours = [server_of.status(500), server_of.status(503, Retry_After="7"), server_of.status(500)]
    with serving(CONTENT, *behaviours, server_of.status(500, Retry_After="900"), server_of.good) as server:
        get(server, tmp_path / "f.bin", patience=Patience(timeout_s=0.2, attempts=9))
    assert NO_WAIT == [1, 7, 4, 60]


def test_attempts_count_anew_after_progress(tmp_path: Path) -> None:
    def drips(handler: Handler) -> None:
        start = handler.start()
        span = f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}"
        headers = {"Content_Range": span} if start else {}
        body = CONTENT[start : start + len(CONTENT) // 8 + 1]
        handler.answer(206 if start else 200, body, Content_Length=str(len(CONTENT) - start), **headers)

    with serving(CONTENT, drips) as server:
        assert get(server, tmp_path / "f.bin")
    assert len(server.requests) == 8


def test_the_deadline_is_for_all_attempts(tmp_path: Path) -> None:
    patience = Patience(timeout_s=0.1, deadline_s=0.25, attempts=99, wait_s=0)
    begun = time.monotonic()
    expected = r"not done after 0\.25 s.*10 of 10240 bytes are kept"
    with serving(CONTENT, server_of.stalls) as server, pytest.raises(DownloadError, match=expected):
        get(server, tmp_path / "f.bin", patience=patience)
    assert time.monotonic() - begun < 2
    assert (tmp_path / "f.bin.part").read_bytes() == CONTENT[:10]


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with serving(CONTENT) as server:
        url = server.url()
    file = RemoteFile("x", url, "0" * 64, 1)
    with pytest.raises(DownloadError, match="refused; gave up after 3 attempts"):
        fetch(file, tmp_path / "f", patience=QUICK, sleep=NO_WAIT.append)


def test_what_is_right_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_bytes(CONTENT)
    with serving(CONTENT) as server:
        assert not get(server, tmp_path / "f.bin")
        assert not get(server, tmp_path / "f.bin", force=True)
    assert server.requests == []


def test_what_is_wrong_is_kept_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_bytes(b"mine")
    with serving(CONTENT) as server:
        with pytest.raises(UsageError, match="--force"):
            get(server, tmp_path / "f.bin")
        assert server.requests == []
        assert (tmp_path / "f.bin").read_bytes() == b"mine"
        assert get(server, tmp_path / "f.bin", force=True)
    assert (tmp_path / "f.bin").read_bytes() == CONTENT


def test_forced_and_failed_keeps_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "f.bin").write_bytes(b"mine")
    with serving(CONTENT, server_of.status(404)) as server, pytest.raises(DownloadError):
        get(server, tmp_path / "f.bin", force=True)
    assert (tmp_path / "f.bin").read_bytes() == b"mine"


def test_ctrl_c_keeps_the_part(tmp_path: Path) -> None:
    def interrupt(have: int, total: int) -> None:
        raise KeyboardInterrupt

    with serving(CONTENT, server_of.drops_in_the_middle, server_of.good) as server:
        with pytest.raises(KeyboardInterrupt):
            fetch(remote(server), tmp_path / "f.bin", patience=QUICK, progress=interrupt)
        kept = (tmp_path / "f.bin.part").stat().st_size
        assert kept > 0
        assert get(server, tmp_path / "f.bin")
    assert server.requests[1][1]["Range"] == f"bytes={kept}-"
    assert sha256_of_file(tmp_path / "f.bin") == hashlib.sha256(CONTENT).hexdigest()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with serving(CONTENT) as server, pytest.raises(OutputError, match="cannot write"):
        get(server, tmp_path / "file/f.bin")


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_in_its_place_stays(tmp_path: Path, force: bool) -> None:
    (tmp_path / "f.bin").mkdir()
    with serving(CONTENT) as server:
        with pytest.raises(UsageError, match=r"f\.bin is there and is no file"):
            get(server, tmp_path / "f.bin", force=force)
        assert server.requests == []
    assert [p.name for p in tmp_path.iterdir()] == ["f.bin"]


def test_the_proxy_of_the_environment_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(CONTENT) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url("").rstrip("/"))
        file = RemoteFile("x", "http://corpora.invalid/f", hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
        assert fetch(file, tmp_path / "f.bin", patience=QUICK)
    assert [path for path, _ in proxy.requests] == ["http://corpora.invalid/f"]


def changing(server: FaultyServer, sha256: str | None = None) -> RemoteFile:
    """A file of which nothing is known beforehand but, at times, the checksum wanted."""
    return RemoteFile("x/f.bin", server.url(), sha256)


def bring(server: FaultyServer, target: Path, *, force: bool = False, sha256: str | None = None) -> bool:
    return fetch(changing(server, sha256), target, force=force, patience=QUICK, sleep=NO_WAIT.append)


def test_a_file_that_changes_at_its_home_is_as_long_as_the_server_says(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with serving(CONTENT) as server:
        assert fetch(changing(server), tmp_path / "f", patience=QUICK, progress=lambda *counts: seen.append(counts))
        assert (tmp_path / "f").read_bytes() == CONTENT
        assert seen[-1] == (len(CONTENT), len(CONTENT))
        assert not bring(server, tmp_path / "f")  # one that is there is not asked after
        assert len(server.requests) == 1
        assert bring(server, tmp_path / "f", force=True)
    assert names(tmp_path) == ["f"]


@pytest.mark.parametrize(
    ("fault", "mark"),
    [
        pytest.param(server_of.drops_in_the_middle, server_of.ETAG, id="mark"),
        pytest.param(server_of.drops_with_a_date, "Wed, 31 Jan 2024 00:00:00 GMT", id="date"),
        pytest.param(server_of.drops_without_a_mark, None, id="neither"),
    ],
)
def test_a_changing_file_goes_on_where_the_server_can_tell_its_version(
    tmp_path: Path, fault: Callable[[Handler], None], mark: str | None
) -> None:
    with serving(CONTENT, fault, server_of.good) as server:
        assert bring(server, tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == CONTENT
    assert server.requests[1][1].get("If-Range") == mark
    assert ("Range" in server.requests[1][1]) == (mark is not None)


def test_a_changing_file_that_always_breaks_off_without_a_mark_is_given_up(tmp_path: Path) -> None:
    with (
        serving(CONTENT, server_of.drops_without_a_mark) as server,
        pytest.raises(DownloadError, match="gave up after 3 attempts"),
    ):
        bring(server, tmp_path / "f")
    assert len(server.requests) == QUICK.attempts


def test_a_changing_file_without_a_length_is_refused(tmp_path: Path) -> None:
    with (
        serving(CONTENT, server_of.goes_on_for_ever) as server,
        pytest.raises(DownloadError, match="does not say how long the file is; expected Content-Length"),
    ):
        bring(server, tmp_path / "f")
    assert not (tmp_path / "f").exists()


def test_a_checksum_alone_is_held_to(tmp_path: Path) -> None:
    digest = hashlib.sha256(CONTENT).hexdigest()
    with serving(CONTENT) as server:
        assert bring(server, tmp_path / "f", sha256=digest)
        assert not bring(server, tmp_path / "f", sha256=digest)
        with pytest.raises(UsageError, match=f"is there with SHA-256 {digest}"):
            bring(server, tmp_path / "f", sha256="0" * 64)
        with pytest.raises(DownloadError, match=f"the content has SHA-256 {digest}, expected 0000"):
            bring(server, tmp_path / "g", sha256="0" * 64)
    assert names(tmp_path) == ["f"]

"""One file from the web to its place, whole and with the right checksum, or not at all.

What has arrived is kept in ``NAME.part`` beside the target and goes on from there: after a fault, in the next call,
after Ctrl-C. The file gets its name when its SHA-256 is right. Proxies are those of the environment.

Of a file that changes at its home neither checksum nor size is known beforehand. Its size is what the server says, and
its part goes on only where the server can tell (by ETag or date) that it still has the same version.
"""

from __future__ import annotations

import hashlib
import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from frontwire.errors import DownloadError, OutputError, UsageError
from frontwire.version import __version__

_CHUNK_BYTES: Final = 1 << 16
#: Answers that may be another next time.
_RETRY_STATUS: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT_S: Final = 60.0

#: Called with the bytes that are there and those that the file has in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """``path`` is its place in the corpora folder, ``sha256`` (hexadecimal) and ``size_bytes`` those of its content.

    Both are ``None`` for a file that changes at its home; ``sha256`` alone may be given where one version is wanted.
    """

    path: str
    url: str
    sha256: str | None = None
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """``timeout_s`` is for connecting and for each read, ``deadline_s`` for the whole file.

    ``attempts`` counts those in a row that bring nothing; between them the wait doubles from ``wait_s`` to a minute, or
    is what the server asks for.
    """

    timeout_s: float = 30.0
    deadline_s: float = 3600.0
    attempts: int = 5
    wait_s: float = 1.0


def fetch(
    file: RemoteFile,
    target: Path,
    *,
    force: bool = False,
    patience: Patience | None = None,
    progress: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Bring ``file`` to ``target``; returns whether it had to be fetched.

    Raises:
        UsageError: Another file is in its place and ``force`` is not given, or something that is no file.
        OutputError: It cannot be written.
        DownloadError: The server refuses or has something else, or patience is at its end.
    """
    try:
        if target.exists():
            if not target.is_file():
                raise UsageError(f"{target} is there and is no file; expected a file or nothing; move it away")
            if file.sha256 is None:
                if not force:
                    return False
            elif (found := sha256_of_file(target)) == file.sha256:
                return False
            elif not force:
                raise UsageError(
                    f"{target} is there with SHA-256 {found}, expected {file.sha256}; "
                    "move it away, or replace it with --force"
                )
        target.parent.mkdir(parents=True, exist_ok=True)
        _Download(file, target, patience or Patience(), progress, sleep).run()
    except OSError as error:  # of the disk: those of the network are dealt with below
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from None
    return True


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Again(Exception):
    """A fault that may pass. ``wait_s`` is what the server asks for."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        self.wait_s = wait_s
        super().__init__(reason)


class _SameScheme(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not from https to http."""

    def redirect_request(self, req: urllib.request.Request, *args: Any) -> urllib.request.Request | None:
        new_url = args[-1]
        if urlsplit(new_url).scheme != urlsplit(req.full_url).scheme:
            args[0].close()  # the answer that redirects
            raise DownloadError(f"{req.full_url} redirects to {new_url}; redirects to another scheme are not followed")
        return super().redirect_request(req, *args)


class _Download:
    def __init__(
        self,
        file: RemoteFile,
        target: Path,
        patience: Patience,
        progress: Progress | None,
        sleep: Callable[[float], None],
    ) -> None:
        self.file, self.target, self.patience, self.progress, self.sleep = file, target, patience, progress, sleep
        self.part = target.with_name(f"{target.name}.part")
        #: The server's mark of the version that the part is of.
        self.etag = target.with_name(f"{target.name}.part.etag")
        self.deadline = time.monotonic() + patience.deadline_s
        self.opener = urllib.request.build_opener(_SameScheme)
        #: What the server said, where the size is not known beforehand.
        self.announced: int | None = None

    def run(self) -> None:
        failures = 0
        while True:
            if not self.resumable():
                self.discard()
            before = self.size()
            try:
                if before != self.file.size_bytes:
                    self.receive(before)
                if self.finish(resumed=before > 0):
                    return
                fault = _Again("what was there already was of another file")
            except _Again as error:
                fault = error
            failures = 1 if self.size() > before and self.resumable() else failures + 1
            if failures >= self.patience.attempts:
                raise DownloadError(f"{self.file.url}: {fault}; gave up after {failures} attempts") from None
            wait = min(fault.wait_s or self.patience.wait_s * 2 ** (failures - 1), _LONGEST_WAIT_S)
            self.check_deadline(fault, wait)
            self.sleep(wait)

    def resumable(self) -> bool:
        """Whether the checksum at the end or the server's mark tells that the rest is of the same version."""
        return self.file.sha256 is not None or self.etag.exists()

    def size(self) -> int:
        return self.part.stat().st_size if self.part.exists() else 0

    def discard(self) -> None:
        self.part.unlink(missing_ok=True)
        self.etag.unlink(missing_ok=True)

    def check_deadline(self, fault: Exception | None = None, wait: float = 0) -> None:
        if time.monotonic() + wait >= self.deadline:
            last = f", last: {fault}" if fault else ""
            raise DownloadError(
                f"{self.file.url}: not done after {self.patience.deadline_s:g} s{last}; "
                f"{self.size()} of {self.total()} bytes are kept, the next call goes on from there"
            )

    def total(self) -> int | str:
        """Bytes of the whole file, as far as anybody has said."""
        known = self.announced if self.file.size_bytes is None else self.file.size_bytes
        return "an unknown number of" if known is None else known

    def finish(self, *, resumed: bool) -> bool:
        """Give a complete part its name; whether it was the right file. A wrong one that no server sent whole may be
        tried again."""
        found = sha256_of_file(self.part) if self.file.sha256 is not None else None
        if found == self.file.sha256:
            self.part.replace(self.target)
            self.etag.unlink(missing_ok=True)
            return True
        self.discard()
        if resumed:
            return False
        raise DownloadError(
            f"{self.file.url}: the content has SHA-256 {found}, expected {self.file.sha256}; it was deleted. "
            "The file has changed at its home or on the way"
        )

    def receive(self, have: int) -> None:
        """Ask for what is missing and add it to the part. Raises :class:`_Again` where the answer breaks off."""
        if self.file.size_bytes is not None and have > self.file.size_bytes:
            self.discard()
            have = 0
        with self.open(have) as response, self.part.open("ab") as out:
            if response.status != 206:  # the whole file: the server knows no ranges, or has another version now
                out.truncate(0)
                have = 0
            elif not (response.headers.get("Content-Range") or "").startswith(f"bytes {have}-"):
                out.truncate(0)
                raise _Again(f"asked for bytes from {have}, got {response.headers.get('Content-Range')!r}")
            self.remember(response.headers)
            size = self.file.size_bytes
            if size is None:
                size = self.announced = self.announcement(response.headers, have)
            while have < size:
                self.check_deadline()
                try:
                    chunk = response.read1(min(_CHUNK_BYTES, size - have))
                except (OSError, http.client.HTTPException) as error:
                    raise _Again(f"the transfer broke off after {have} bytes: {_words(error)}") from None
                if not chunk:
                    raise _Again(f"the answer ended after {have} of {size} bytes")
                out.write(chunk)
                have += len(chunk)
                if self.progress:
                    self.progress(have, size)

    def announcement(self, headers: http.client.HTTPMessage, have: int) -> int:
        """Bytes of the whole file by an answer that begins after ``have`` of them; without that a file that breaks
        off would pass for a whole one."""
        length = headers.get("Content-Length") or ""
        if not length.isdecimal():
            raise DownloadError(
                f"{self.file.url}: the server does not say how long the file is; expected Content-Length"
            )
        return have + int(length)

    def remember(self, headers: http.client.HTTPMessage) -> None:
        """Keep a strong ETag: with it the server sends the rest only of the same version. Of files that change, whose
        checksum will not tell, the date serves where there is no ETag."""
        mark = headers.get("ETag") or ""
        if not mark or mark.startswith("W/"):
            mark = (headers.get("Last-Modified") or "") if self.file.sha256 is None else ""
        if mark:
            self.etag.write_text(mark, encoding="latin-1")
        else:
            self.etag.unlink(missing_ok=True)

    def open(self, have: int) -> Any:
        headers = {"User-Agent": f"frontwire/{__version__}", "Accept-Encoding": "identity"}
        if have:
            # Without a mark the checksum at the end tells whether both halves are of one file.
            headers["Range"] = f"bytes={have}-"
            if self.etag.exists():
                headers["If-Range"] = self.etag.read_text(encoding="latin-1")
        request = urllib.request.Request(self.file.url, headers=headers)
        left = max(self.deadline - time.monotonic(), 0.01)
        try:
            return self.opener.open(request, timeout=min(self.patience.timeout_s, left))
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 416:
                    self.discard()
                    raise _Again("the server has no bytes beyond those that were there") from None
                if error.code in _RETRY_STATUS:
                    wait = error.headers.get("Retry-After") or ""
                    raise _Again(f"HTTP {error.code}", float(wait) if wait.isdecimal() else None) from None
                raise DownloadError(f"{self.file.url}: HTTP {error.code} {error.reason}") from None
        except (OSError, http.client.HTTPException) as error:
            cause = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise DownloadError(f"{self.file.url}: {cause.verify_message}") from None
            raise _Again(_words(cause)) from None


def _words(error: object) -> str:
    return str(error) or type(error).__name__

"""The unfinished result of a run on disk, such that a kill at any moment loses at most the block at hand.

Beside ``OUT`` lie, while a run is unfinished:

========================  =====================================================================================
``OUT.partial``           documents of the finished blocks, JSON Lines whatever the final format
``OUT.partial.errors``    rejections of the finished blocks, JSON Lines
``OUT.partial.json``      the journal: what the run is, and how many blocks and bytes of the other two are done
========================  =====================================================================================

A block is appended to the first two, they are synced to disk, and then a new journal replaces the old one in one step.
What stands behind the journalled lengths is of an unfinished block and is cut off on resuming. Tables (CSV, Parquet,
GeoJSON) are made from the finished JSON Lines in one pass at the end: no format needs a way to be continued, and a
resumed table has the bytes of an undisturbed one. The journal says ``complete`` before the files are moved to their
places, so that a kill in between ends in moving them again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Final, Self

from frontwire.errors import OutputError, ResumeError
from frontwire.pipeline.identity import differences

_JOURNAL_VERSION: Final = 1


@dataclass(slots=True)
class Progress:
    """How far a run is. ``stream`` is the digest of all entries of the finished blocks."""

    blocks: int = 0
    documents: int = 0
    events: int = 0
    rejected: int = 0
    foreign: int = 0
    documents_bytes: int = 0
    errors_bytes: int = 0
    stream: str = ""
    complete: bool = False


class Checkpoint:
    """The three files of one run. :meth:`open` takes a lock that lasts until :meth:`close`, or until the process
    dies."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.documents_path = out.with_name(out.name + ".partial")
        self.errors_path = out.with_name(out.name + ".partial.errors")
        self.journal_path = out.with_name(out.name + ".partial.json")
        self.progress = Progress()
        self._identity: dict[str, Any] = {}
        self._documents: IO[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._made = False

    @classmethod
    def open(cls, out: Path) -> Self:
        """Create or find the partial file and lock it; what is there stays. Raises :class:`OutputError`."""
        checkpoint = cls(out)
        partial = checkpoint.documents_path
        nothing_there = not partial.exists() or partial.stat().st_size == 0
        checkpoint._made = nothing_there and not checkpoint.journal_path.exists()
        with writing(out):
            checkpoint._documents = checkpoint.documents_path.open("ab")
        try:
            _lock(checkpoint._documents)
        except OSError:
            checkpoint._documents.close()
            raise OutputError(f"another run is writing {out}; wait for it or choose another name") from None
        return checkpoint

    def unfinished(self) -> Mapping[str, Any] | None:
        """The journal of an unfinished run, or ``None``. Raises :class:`ResumeError` where it is damaged."""
        try:
            journal = json.loads(self.journal_path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ResumeError(f"the journal {self.journal_path} cannot be read: {error}; {_AGAIN}") from None
        if not isinstance(journal, dict) or journal.get("journal_version") != _JOURNAL_VERSION:
            raise ResumeError(f"the journal {self.journal_path} is of another version of frontwire; {_AGAIN}")
        return journal

    def check(self, journal: Mapping[str, Any], identity: Mapping[str, Any]) -> None:
        """Raise :class:`ResumeError` where the unfinished run is not the one described, saying all that differs."""
        changed = differences(journal["run"], identity)
        if changed:
            raise ResumeError(f"{self.out} cannot be resumed: {'; '.join(changed)}; {_AGAIN}")

    def begin(self, identity: Mapping[str, Any]) -> None:
        """Start from nothing; what an earlier run left is discarded."""
        self._identity = dict(identity)
        with writing(self.out):
            self.journal_path.unlink(missing_ok=True)
            self._cut(0, 0)
            self._write_journal()

    def resume(self, journal: Mapping[str, Any], identity: Mapping[str, Any]) -> None:
        """Go back to the last finished block."""
        self._identity = dict(identity)
        self.progress = Progress(**journal["done"])
        with writing(self.out):
            if not self.progress.complete:
                self._check_lengths()
                self._cut(self.progress.documents_bytes, self.progress.errors_bytes)

    def append(self, documents: bytes, errors: bytes) -> None:
        """Add a finished block; the caller has counted it in ``progress``, but for the lengths."""
        streams = _opened(self._documents), _opened(self._errors)
        with writing(self.out, resumable=True):
            for stream, data in zip(streams, (documents, errors), strict=True):
                if data:
                    stream.write(data)
                    _sync(stream)
            self.progress.documents_bytes += len(documents)
            self.progress.errors_bytes += len(errors)
            self._write_journal()

    def finish(self, *, errors: Path | None, convert: Callable[[Path, Path], None] | None) -> None:
        """Put the result in its place; ``convert(jsonl, target)`` makes a table of it, ``None`` keeps JSON Lines."""
        with writing(self.out, resumable=True):
            if not self.progress.complete:
                self.progress.complete = True
                self._write_journal()
            self._close_files()
            if errors is not None and self.errors_path.exists():
                with _replacing(errors) as temporary:
                    shutil.copyfile(self.errors_path, temporary)
            if self.documents_path.stat().st_size == self.progress.documents_bytes:
                if convert is None:
                    self.documents_path.replace(self.out)
                else:
                    with _replacing(self.out) as temporary:
                        convert(self.documents_path, temporary)
                _sync_folder(self.out.parent)
            elif not self.out.exists():
                raise ResumeError(f"{self.documents_path} was changed after the run was complete; {_AGAIN}")
            # Else a kill came between moving the documents to OUT and this line; all is in its place.
            self._remove()

    def close(self) -> None:
        """Give up the lock. Files stay as they are, but for empty ones that this run itself made."""
        nothing_done = self._made and self.progress == Progress()
        self._close_files()
        if nothing_done:
            self._remove()

    def _check_lengths(self) -> None:
        for path, length in (
            (self.documents_path, self.progress.documents_bytes),
            (self.errors_path, self.progress.errors_bytes),
        ):
            size = path.stat().st_size if path.exists() else 0
            if size < length:
                raise ResumeError(f"{path} has {size} bytes, the journal says {length}; it was changed; {_AGAIN}")

    def _cut(self, documents_bytes: int, errors_bytes: int) -> None:
        if self._errors is None:
            self._errors = self.errors_path.open("ab")
        for stream, length in ((_opened(self._documents), documents_bytes), (self._errors, errors_bytes)):
            stream.truncate(length)
            _sync(stream)

    def _write_journal(self) -> None:
        journal = {"journal_version": _JOURNAL_VERSION, "run": self._identity, "done": asdict(self.progress)}
        with _replacing(self.journal_path) as temporary:
            temporary.write_text(json.dumps(journal), encoding="utf-8")

    def _close_files(self) -> None:
        for stream in (self._documents, self._errors):
            if stream is not None:
                with suppress(OSError):  # a full disk fails here again; it has been said
                    stream.close()

    def _remove(self) -> None:
        # The journal last: as long as it is there, the others can be told from leftovers.
        for path in (self.documents_path, self.errors_path, self.journal_path):
            path.unlink(missing_ok=True)


_AGAIN: Final = "without --resume the run starts again and what is done is discarded"


@contextmanager
def writing(path: Path, *, resumable: bool = False) -> Iterator[None]:
    """Turn an :class:`OSError` into an :class:`OutputError` about ``path``."""
    try:
        yield
    except OSError as error:
        hint = "; what is done is kept, --resume goes on with it" if resumable else ""
        raise OutputError(f"cannot write {path}: {error.strerror or error}{hint}") from None


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A temporary file beside ``path``: it takes its place, synced, when the block ends well, else it goes away."""
    unfinished = path.name if ".partial" in path.suffixes else f"{path.name}.partial"
    temporary = path.with_name(f"{unfinished}.tmp")
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            _sync(stream)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _opened(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("begin() or resume() comes before blocks are appended")
    return stream


def _sync(stream: IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    # A rename is on disk when its folder is; not every system opens folders.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _lock(stream: IO[bytes]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two runs on one OUT are the user's own care there
        return
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)

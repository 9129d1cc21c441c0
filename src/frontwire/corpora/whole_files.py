"""Files and folders that appear whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from frontwire.errors import OutputError, UsageError

#: Names of what the process itself has open. They may lead to regular files, but the name stands for the open file.
_OPEN_FILES: Final = ("/dev/std", "/dev/fd/", "/proc/")


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[bytes]]:
    """A temporary file in the folder of ``path``, open for bytes, that takes its place when the block ends well.

    Through a symbolic link the file it points to is replaced. Raises :class:`UsageError` where ``path`` is a device, a
    pipe or a folder (replacing it would not write to it), :class:`OutputError` where the file cannot be written.
    """
    path = Path(path)
    temporary = path
    try:
        _refuse_special(path)
        target = path.resolve()
        temporary = _beside(target)
        with temporary.open("xb") as stream:
            yield stream
        temporary.replace(target)
    except BaseException as error:
        if temporary != path:
            temporary.unlink(missing_ok=True)
        _raise_output_error(error, path, temporary)
        raise


def write_whole(path: str | Path, content: str) -> None:
    """Write a UTF-8 file, line ends as they are. Raises as :func:`whole_file` does."""
    with whole_file(path) as stream:
        stream.write(content.encode("utf-8"))


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """A temporary folder to write into, which becomes ``path`` when the block ends well.

    Raises :class:`UsageError` where ``path`` is a file or a folder with something in it, :class:`OutputError` where the
    folder or something in it cannot be written.
    """
    path = Path(path)
    temporary = path
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise UsageError(f"{path} is there and not empty; name a new folder")
        target = path.resolve()
        temporary = _beside(target)
        temporary.mkdir()
        yield temporary
        temporary.replace(target)
    except BaseException as error:
        if temporary != path:
            shutil.rmtree(temporary, ignore_errors=True)
        _raise_output_error(error, path, temporary)
        raise


def _refuse_special(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file to write")
    if (path.exists() and not path.is_file()) or str(path.absolute()).startswith(_OPEN_FILES):
        raise UsageError(f"{path} is no regular file and would be replaced, not written to; name a file to write")


def _beside(target: Path) -> Path:
    return target.with_name(f".frontwire-{secrets.token_hex(6)}.tmp")


def _raise_output_error(error: BaseException, path: Path, temporary: Path) -> None:
    """Nothing for errors of what the block reads: they are not the output's fault, and name another file."""
    if not isinstance(error, OSError):
        return
    named = error.filename
    if named is None or any(Path(str(named)).is_relative_to(ours) for ours in (path, temporary)):
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None

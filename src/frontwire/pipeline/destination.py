"""Where the result goes, settled before anything slow happens."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontwire.errors import OutputError, UsageError
from frontwire.export import FORMATS, format_of_name

_STDOUT: Final = "-"
#: File systems take names of 255 bytes; the unfinished files beside the output add the longest of their endings.
_MAX_NAME_BYTES: Final = 255 - len(".partial.errors.tmp")


@dataclass(frozen=True, slots=True)
class Destination:
    """``path`` is ``None`` for standard output; ``errors`` is where rejections go, ``None`` for standard error."""

    path: Path | None
    format: str = "jsonl"
    errors: Path | None = None

    def files(self) -> list[Path]:
        return [path for path in (self.path, self.errors) if path is not None]


def find_destination(
    out: str | None, *, format: str | None = None, errors: str | None = None, resume: bool = False
) -> Destination:
    """Check what the user asked for against what can be done.

    Raises:
        UsageError: A format that does not exist or does not fit, OUT and the errors file in one place, or one where
            the other's unfinished files are.
        OutputError: The folder of a file is not there or not writable, or the file is none.
    """
    if format is not None and format not in FORMATS:
        later = "is not available in this version" if format == "html" else "does not exist"
        raise UsageError(f"format {format!r} {later}; expected {', '.join(FORMATS)}")
    for name, what in ((out, "output"), (errors, "errors file")):
        if name == "":
            raise UsageError(f"the name of the {what} is empty")
    error_path = None if errors is None else _writable(errors)
    if out is None or out == _STDOUT:
        if format not in (None, "jsonl"):
            raise UsageError(f"standard output is JSON Lines; for {format} name a file: -o OUT.{format}")
        if resume:
            raise UsageError("--resume goes on with a file; name it with -o OUT")
        return Destination(None, errors=error_path)
    chosen = format or format_of_name(out)
    path = _writable(out)
    if error_path is not None and error_path == path:
        raise UsageError(f"{out} is both the output and the errors file; choose two names")
    if error_path is not None:
        _refuse_unfinished(errors, error_path, of=path)
        _refuse_unfinished(out, path, of=error_path)
    return Destination(path, chosen, error_path)


def _refuse_unfinished(name: str | None, path: Path, *, of: Path) -> None:
    """Raise :class:`UsageError` where a result is named like one of the files that the other grows in."""
    reserved = f"{of.name}.partial"
    if path.parent == of.parent and (path.name == reserved or path.name.startswith(f"{reserved}.")):
        raise UsageError(f"{name} is where the run keeps what is unfinished of {of.name}; choose another name")


def _writable(name: str) -> Path:
    # Through symbolic links to the file itself: replacing a link would leave the file it points to as it was.
    path = Path(os.path.realpath(name))
    if not path.parent.is_dir():
        what = "is a file, not a folder" if path.parent.exists() else "does not exist"
        raise OutputError(f"cannot write {name}: the folder {path.parent} {what}")
    if len(os.fsencode(path.name)) > _MAX_NAME_BYTES:
        raise OutputError(f"cannot write {name}: the name is too long; expected at most {_MAX_NAME_BYTES} bytes")
    if path.is_dir():
        raise OutputError(f"cannot write {name}: it is a folder; expected the name of a file")
    if path.exists() and not path.is_file():
        raise OutputError(f"cannot write {name}: it is not a regular file; leave -o out to write to standard output")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise OutputError(f"cannot write {name}: no permission to write in the folder {path.parent}")
    return path

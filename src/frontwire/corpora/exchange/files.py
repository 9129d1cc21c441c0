"""Files and folders that appear whole or not at all, and JSON that stays on one line whatever splits lines."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from frontwire.errors import UsageError

#: Line ends of ``str.splitlines`` that JSON leaves as they are; other tools split their files with it.
_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029]")


def write_whole(path: str | Path, content: str) -> None:
    """Write a UTF-8 file through a temporary one in the same folder."""
    path = Path(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content.encode("utf-8"))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(path: str | Path) -> Iterator[Path]:
    """A temporary folder to write into, which becomes ``path`` when the block ends well.

    Raises :class:`UsageError` where ``path`` is a file or a folder with something in it.
    """
    folder = Path(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there and not empty; name a new folder")
    temporary = Path(tempfile.mkdtemp(dir=folder.resolve().parent, prefix=f".{folder.name}."))
    try:
        yield temporary
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o777 & ~umask)  # mkdtemp makes folders that only the owner may enter
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def json_line(value: Any) -> str:
    """JSON without any character that could end a line."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match.group()):04x}", text)

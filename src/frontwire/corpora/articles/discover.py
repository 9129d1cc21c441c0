"""From the words of a command line to a list of files, in a fixed order."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Final, Literal

from frontwire.errors import UsageError

Format = Literal["text", "html", "jsonl", "csv", "parquet"]

#: File ending → format. All but Parquet may carry a further ``.gz``.
ENDINGS: Final[dict[str, Format]] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}
_GZIP: Final = ".gz"
STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read.

    ``path`` is ``None`` for standard input. ``name`` is the path relative to what was given, with forward slashes: the
    id of a file that is one article, the front of generated ids otherwise. ``shown`` is how messages and the errors
    file call it.
    ``given`` says that the user named the file itself, not a folder around it. ``fault`` is why nothing can be read
    here: it stands for a folder that could not be searched.
    """

    path: Path | None
    name: str
    shown: str
    format: Format
    compressed: bool = False
    given: bool = True
    fault: str | None = None

    def is_regular(self) -> bool:
        """Whether the bytes can be read more than once: not so for standard input and named pipes."""
        return self.path is not None and (self.path.is_file() or not self.path.exists())


def find_inputs(
    inputs: Sequence[str | Path], *, text_stdin: bool = False, exclude: Collection[Path] = ()
) -> list[InputFile]:
    """The files that ``inputs`` (files, folders, ``-`` for standard input) stand for.

    Order is that of ``inputs``; a folder is searched to its bottom, sorted by path, and gives the files with a known
    ending. Names that begin with a dot are skipped, and so are folders behind symbolic links. Standard input is JSON
    Lines, with
    ``text_stdin`` one plain text. ``exclude`` names files that are never input, such as the run's own output in the
    folder.

    Where two files would have the same name, both take the path as it was given.

    Raises:
        UsageError: An input does not exist, has an unknown ending, is a folder without articles, or is excluded.
    """
    excluded = {_real(path) for path in exclude}
    found: list[InputFile] = []
    for given in map(str, inputs):
        if given == STDIN:
            if any(file.path is None for file in found):
                raise UsageError("'-' is given twice; standard input can be read once")
            if sys.stdin is None:
                raise UsageError("standard input is closed; give files as INPUT, or open it")
            found.append(InputFile(None, "stdin", "<stdin>", "text" if text_stdin else "jsonl"))
        elif Path(given).is_dir():
            found.extend(_search(Path(given), excluded))
        else:
            found.append(_single(Path(given), excluded))
    if text_stdin and not any(file.path is None for file in found):
        raise UsageError("--text says that standard input is one plain text; give '-' as INPUT with it")
    return _with_unique_names(found)


def format_of(name: str) -> tuple[Format, bool] | None:
    """``(format, compressed)`` by a file name's ending, ``None`` where it is unknown. Case does not matter."""
    lowered = name.lower()
    compressed = lowered.endswith(_GZIP)
    format_ = ENDINGS.get(PurePath(lowered.removesuffix(_GZIP)).suffix)
    if format_ is None or (compressed and format_ == "parquet"):
        return None
    return format_, compressed


def _single(path: Path, excluded: Collection[Path]) -> InputFile:
    if not path.exists():
        raise UsageError(f"input {path} does not exist")
    known = format_of(path.name)
    if known is None:
        stream = "" if path.is_file() else "; give - to read it as standard input"
        raise UsageError(
            f"input {path} has an ending that is not known; expected {_known_endings()}, or a folder of such files{stream}"
        )
    if _real(path) in excluded:
        raise UsageError(f"{path} is both an input and a file to be written; choose another name for the output")
    return InputFile(path, _readable(path.name), _readable(path.as_posix()), *known)


def _search(folder: Path, excluded: Collection[Path]) -> Iterator[InputFile]:
    closed: dict[Path, str] = {}
    files = [path for path in _walk(folder, closed) if _real(path) not in excluded]
    if not files and not closed:
        raise UsageError(f"folder {folder} holds no articles; expected files ending in {_known_endings()}")
    for path in sorted([*files, *closed], key=lambda path: path.relative_to(folder).parts):
        name, shown = _readable(path.relative_to(folder).as_posix()), _readable(path.as_posix())
        known = format_of(path.name)
        if path in closed:
            yield InputFile(path, name, shown, "text", given=False, fault=closed[path])
        elif known is not None:
            yield InputFile(path, name, shown, *known, given=False)


def _walk(folder: Path, closed: dict[Path, str]) -> Iterator[Path]:
    """Files with a known ending below ``folder``; folders that cannot be read come into ``closed``, with the reason."""

    def fail(error: OSError) -> None:
        path, reason = Path(error.filename), error.strerror
        if path == folder:
            raise UsageError(f"folder {folder} cannot be read: {reason}") from None
        closed[path] = f"the folder cannot be read: {reason}"

    for parent, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and format_of(name) is not None:
                yield Path(parent, name)


def _real(path: Path) -> Path:
    # Not Path.resolve(), which raises where links run in a circle.
    return Path(os.path.realpath(path))


def _with_unique_names(files: list[InputFile]) -> list[InputFile]:
    times = Counter(file.name for file in files)
    return [file if times[file.name] == 1 else replace(file, name=file.shown) for file in files]


def _readable(path: str) -> str:
    # A file name may be bytes that are no UTF-8; an id has to be text that a file can hold.
    return os.fsencode(path).decode("utf-8", errors="replace")


def _known_endings() -> str:
    return ", ".join(ENDINGS) + " (or the text forms with .gz)"

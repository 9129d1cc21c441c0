"""The three forms of annotated documents: which one a file has, reading and writing by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from frontwire.corpora.inline import lost_in_inline, read_inline, write_inline
from frontwire.corpora.jsonl import read_jsonl, read_records, write_jsonl
from frontwire.corpora.standoff import lost_in_standoff, read_standoff, write_standoff
from frontwire.corpora.texts import TextSource
from frontwire.errors import UsageError
from frontwire.schema import Document

Form = Literal["inline", "jsonl", "standoff"]
FORMS: Final[tuple[Form, ...]] = ("inline", "jsonl", "standoff")

_INLINE_ENDING: Final = ".txt"
_RECORD_ENDINGS: Final = (".jsonl", ".jsonl.gz")


def form_of(path: str | Path) -> Form:
    """The form of an existing file, by its ending and, of JSON Lines, by the fields of the first record."""
    path = Path(path)
    if path.name.endswith(_INLINE_ENDING):
        return "inline"
    if path.name.endswith(_RECORD_ENDINGS):
        _, first = next(read_records(path), (0, {}))
        return "standoff" if "sha256" in first and "text" not in first else "jsonl"
    raise UsageError(f"{path}: expected a file in inline form (.txt) or JSON Lines (.jsonl, .jsonl.gz)")


def form_for(path: str | Path) -> Form:
    """The form to write a file in, by its ending; stand-off has none of its own."""
    name = Path(path).name
    if name.endswith(_INLINE_ENDING):
        return "inline"
    if name.endswith(_RECORD_ENDINGS):
        return "jsonl"
    raise UsageError(f"{path}: the ending tells no form; name one of {', '.join(FORMS)}")


def annotated_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files given and those found in the folders given, sorted within a folder.

    Raises :class:`UsageError` for a path that does not exist and for a folder without such files.
    """
    files: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.suffix == _INLINE_ENDING or p.name.endswith(_RECORD_ENDINGS))
            # Lists of ids lie beside the documents in a data folder.
            found = [p for p in found if p.parent.name != "splits"]
            if not found:
                raise UsageError(f"{path}: no .txt, .jsonl or .jsonl.gz file in this folder")
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise UsageError(f"{path}: no such file or folder")
    return files


def read_documents(
    path: str | Path, *, form: Form | None = None, texts: TextSource | None = None
) -> Iterator[Document]:
    """Documents of a file in any form. ``texts`` gives the texts of a stand-off file."""
    form = form or form_of(path)
    if form == "inline":
        yield from read_inline(path)
    elif form == "jsonl":
        yield from read_jsonl(path)
    else:
        yield from read_standoff(path, {} if texts is None else texts)


def write_documents(documents: Iterable[Document], path: str | Path, *, form: Form) -> int:
    """Write documents in a form; returns how many."""
    write = {"inline": write_inline, "jsonl": write_jsonl, "standoff": write_standoff}[form]
    return write(documents, path)


def losses(documents: Iterable[Document], form: Form) -> Counter[str]:
    """What ``form`` cannot hold of the documents: name → number of documents that have it."""
    if form == "jsonl":
        return Counter()
    lost_in = lost_in_inline if form == "inline" else lost_in_standoff
    return Counter(name for document in documents for name in lost_in(document))

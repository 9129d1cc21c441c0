"""Every split of the data folder as one JSON Lines file, and whether it is, byte by byte, the one that was committed.

What trains and measures is thereby pinned: annotations, own articles, split files, readers and the public texts together
give the same bytes everywhere, or the difference is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontwire.corpora.collection import KINDS, SPLIT_PREFIXES, Kind, load_split
from frontwire.corpora.jsonl import write_jsonl
from frontwire.corpora.splits import SPLITS
from frontwire.errors import OutputError, RecordError

#: In the folder of the split files, in the form that ``sha256sum --check`` reads.
HASHES_FILE: Final = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class BuiltSplit:
    """One written file. ``expected`` is the committed SHA-256, empty where others are committed and this one is not, ``None``
    where none are.
    """

    path: Path
    documents: int
    sha256: str
    expected: str | None

    @property
    def agrees(self) -> bool:
        return self.expected in (None, self.sha256)


def build_splits(
    data_dir: str | Path, output: str | Path, *, corpora: str | Path | None = None, kinds: Sequence[Kind] = KINDS
) -> Iterator[BuiltSplit]:
    """Write ``own-train.jsonl``, ``train.jsonl`` … into ``output``, which is made.

    ``kinds`` without ``real`` needs no public texts. Raises what :func:`~frontwire.corpora.collection.load_split` raises,
    and :class:`OutputError` where a file cannot be written.
    """
    output = Path(output)
    committed = read_hashes(Path(data_dir) / "splits")
    for kind in kinds:
        for split in SPLITS:
            documents = load_split(data_dir, split, corpora=corpora, kinds=(kind,))
            path = output / f"{SPLIT_PREFIXES[kind]}{split}.jsonl"
            try:
                output.mkdir(parents=True, exist_ok=True)
                write_jsonl(documents, path)
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
            yield BuiltSplit(path, len(documents), digest, committed.get(path.name, "") if committed else None)


def read_hashes(folder: str | Path) -> dict[str, str]:
    """File name → SHA-256 from ``SHA256SUMS``; empty where there is no file. Raises :class:`RecordError` for another form."""
    path = Path(folder) / HASHES_FILE
    hashes = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], start=1):
        digest, gap, name = line.partition("  ")
        if not gap or len(digest) != 64:
            raise RecordError(
                f"found {line!r}; expected a SHA-256, two spaces and a name", source=str(path), line=number
            )
        hashes[name] = digest
    return hashes


def write_hashes(hashes: Mapping[str, str], folder: str | Path) -> None:
    """Write ``SHA256SUMS``, sorted by name."""
    lines = (f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    (Path(folder) / HASHES_FILE).write_text("".join(lines), encoding="utf-8")
